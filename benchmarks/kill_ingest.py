"""Kills `biganzi ingest` with SIGKILL at random moments and looks each time whether the library is whole. Run by hand.

    python benchmarks/kill_ingest.py [--kills 200] [--seed 1]

After every kill a fresh process must open the library, list it and search it; every report in it must be one complete
version of its file, with all its chunks; nothing that was complete may be gone. Every tenth round the same command then
runs to its end and must leave exactly the current files. Prints one JSON line; exit code 1 when anything was wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

REPORTS = Path(__file__).resolve().parents[1] / "eval" / "retrieval" / "reports"
INGEST = "import sys; from assistant.cli.main import main; sys.exit(main(['ingest', sys.argv[1], '--library', sys.argv[2]]))"
LOOK = """
import json, sys
from assistant.retrieval.library import Library
library = Library.open(sys.argv[1])
answer = {}
for report in library.reports():
    chunks = library.chunks(report=report.id)
    document = library.document(report.id)
    held = all("".join(chunk.text.split()) in "".join(document.original.split()) for chunk in chunks)
    end = chunks[-1].end if chunks else 0
    answer[report.source] = [report.sha256, len(chunks) == report.chunks and held and end > 0.9 * len(document.original)]
hits = library.search("招商引资 新签约项目", 5)
print(json.dumps({"reports": answer, "hits": len(hits), "index": library.stats()["index"]}))
"""


class Failed(Exception):
    """Something that must never happen, in words."""


def main() -> int:
    """Run the kills; 0 when the library was whole every time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    result = kill_often(args.kills, args.seed)
    print(json.dumps(result, ensure_ascii=False))
    return 1 if result["failures"] else 0


def kill_often(kills: int, seed: int, files: int = 24) -> dict[str, Any]:
    """Kill that many times; counts of what was seen, and a list of failures."""
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="biganzi-kill-"))
    source, library = folder / "reports", folder / "library"
    source.mkdir()
    seen: dict[str, set[str]] = {}
    failures: list[str] = []
    landed = finished = rounds = 0
    length = 3.0
    last: dict[str, str] = {}
    originals = sorted(REPORTS.glob("*.txt"))
    try:
        for number in range(files):
            text = originals[number % len(originals)].read_text(encoding="utf-8")
            _write(source / f"r{number:02}.txt", f"{text}\n第{number}号。\n", seen)
        while landed < kills:
            rounds += 1
            if rounds % 25 == 0:
                shutil.rmtree(library, ignore_errors=True)
                last = {}
            for path in chance.sample(sorted(source.iterdir()), files // 2):
                text = path.read_text(encoding="utf-8")
                _write(path, text + f"补充第{rounds}次，新增项目{chance.randint(1, 99)}个。\n", seen)
            child = _start(INGEST, source, library)
            started = time.monotonic()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=chance.uniform(0.1, length))
            if child.poll() is None:
                os.kill(child.pid, signal.SIGKILL)
                child.wait()
                landed += 1
            else:
                finished += 1
                length = max(1.0, 0.7 * length + 0.3 * (time.monotonic() - started))
            try:
                last = _look(library, seen, last)
                if rounds % 10 == 0 or landed == kills:
                    _finish(source, library, seen)
                    last = _look(library, seen, last, complete=True)
            except Failed as failure:
                failures.append(f"{rounds}: {failure}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"kills": landed, "finished_before": finished, "rounds": rounds, "failures": failures}


def _write(path: Path, text: str, seen: dict[str, set[str]]) -> None:
    path.write_text(text, encoding="utf-8")
    seen.setdefault(str(path), set()).add(hashlib.sha256(text.encode()).hexdigest())


def _start(code: str, *args: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _look(library: Path, seen: dict[str, set[str]], last: dict[str, str], *, complete: bool = False) -> dict[str, str]:
    child = _start(LOOK, library)
    out, error = child.communicate(timeout=120)
    if child.returncode:
        raise Failed(f"the library does not open or search: exit {child.returncode}, {error[-400:]}")
    answer = json.loads(out)
    for path, (digest, whole) in answer["reports"].items():
        if digest not in seen[path]:
            raise Failed(f"{path} holds a text that no file ever had")
        if not whole:
            raise Failed(f"{path} is in, but not whole")
    for path in last:
        if path not in answer["reports"]:
            raise Failed(f"{path} was complete and is gone")
    if answer["reports"] and not answer["hits"]:
        raise Failed("reports are in but nothing is found")
    if complete:
        for path in seen:
            now = hashlib.sha256(Path(path).read_bytes()).hexdigest()
            if answer["reports"].get(path, [""])[0] != now:
                raise Failed(f"{path} is not in its current version after the command ended")
        if not answer["index"]["sound"] or answer["index"]["missing"]:
            raise Failed(f"the vector index is {answer['index']} after the command ended")
    return {path: digest for path, (digest, _) in answer["reports"].items()}


def _finish(source: Path, library: Path, seen: dict[str, set[str]]) -> None:
    child = _start(INGEST, source, library)
    _, error = child.communicate(timeout=300)
    if child.returncode:
        raise Failed(f"the same command did not finish: exit {child.returncode}, {error[-400:]}")


if __name__ == "__main__":
    sys.exit(main())
