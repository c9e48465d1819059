"""Runs checks in a process beside this one: a row of them neither waits for drafts nor holds up the page. No rule here.

Python runs one thread at a time, so that in one process fifty people's checks and drafts share one core. A check is a function of texts
alone (no library, no settings), which is why it can go elsewhere. The process reads jobs from its standard input and writes what they
gave to its standard output, until its input ends, which it does when the program that started it is gone, in whatever way. Where it can't
be started or dies, the check is done here.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from assistant.checks.runner import Examination, examine
from assistant.checks.words import NO_WORDS, HouseWords
from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.domain.quantity import Ledger

#: findings, figures, and those that were compared
Answer = tuple[tuple[Finding, ...], int, int]
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from assistant.checks.beside import main; main()"


@dataclass(frozen=True, slots=True)
class Job:
    """What a check is made of."""

    document: Document
    notes: Ledger | None
    previous: Document | None
    words: HouseWords

    def done(self) -> Examination:
        """Carried out in this process."""
        return examine(self.document, self.notes, self.previous, words=self.words)


class Beside:
    """One process for checks, or one for each core but the page's, at most three; each is started when those before it are all at work."""

    def __init__(self, most: int | None = None) -> None:
        self.most = most or max(1, min(3, _cores() - 1))
        self._free: queue.PriorityQueue[Place] = queue.PriorityQueue()
        for number in range(self.most):
            self._free.put(Place(number))

    def examine(
        self, document: Document, notes: Ledger | None = None, previous: Document | None = None, *, words: HouseWords = NO_WORDS
    ) -> Examination:
        """The same as runner.examine; waits while all processes are at work."""
        job = Job(document, notes, previous, words)
        place = self._free.get()
        try:
            answer = place.answer(job)
            return Examination(document, *answer) if answer is not None else job.done()
        finally:
            self._free.put(place)

    def close(self) -> None:
        """End the processes as they come free; a later check starts one anew."""
        places = [self._free.get() for _ in range(self.most)]
        for place in places:
            place.end()
            self._free.put(place)


@dataclass(order=True)
class Place:
    """Where one check at a time can be done: a process once there is one; the lowest number is taken first."""

    number: int
    process: subprocess.Popen[bytes] | None = field(default=None, compare=False)

    def answer(self, job: Job) -> Answer | None:
        """What the process says, None where it could not be asked."""
        whole = False
        try:
            self.process = self.process or _start()
            answer = _ask(self.process, job)
            whole = True
        except Exception:  # noqa: BLE001 - killed from outside, no memory, no right to start one: whatever it is, the check is done here
            return None
        finally:
            if not whole:
                # what stands in its pipes now belongs to no job; the next check starts another
                self.end()
        return answer

    def end(self) -> None:
        """No process any more."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start() -> subprocess.Popen[bytes]:
    # -P: what lies in the folder where the page was started must not stand in for a module
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _PROGRAM, str(Path(__file__).parents[2])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # on Windows a program without a console would otherwise open one
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _ask(process: subprocess.Popen[bytes], job: Job) -> Answer | None:
    assert process.stdin is not None
    assert process.stdout is not None
    pickle.dump(job, process.stdin, pickle.HIGHEST_PROTOCOL)
    process.stdin.flush()
    answer: Answer | None = pickle.load(process.stdout)
    return answer


def serve(given: BinaryIO, said: BinaryIO) -> None:
    """Do the jobs that come in until there are no more; None for one that could not be done, which the asker then does and sees why.

    Raises EOFError, UnpicklingError or OSError when the asker is gone, before a job, in the midst of sending one, or before its answer.
    """
    while True:
        job = pickle.load(given)
        answer: Answer | None = None
        with contextlib.suppress(Exception):
            seen = job.done()
            answer = seen.findings, seen.figures, seen.compared
        pickle.dump(answer, said, pickle.HIGHEST_PROTOCOL)
        said.flush()


def main() -> None:
    """The process's whole life."""
    # Ctrl-C in the terminal is for the page; this process ends with its input
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    said, sys.stdout = sys.stdout.buffer, sys.stderr
    with contextlib.suppress(EOFError, pickle.UnpicklingError, OSError):
        serve(sys.stdin.buffer, said)
    # not by way of the interpreter's end, which would once more send what nobody reads and say on the terminal that it could not
    os._exit(0)
