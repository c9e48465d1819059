"""Answers become scores, apart from generation: what the same code has scored before is taken over. No scorer and no model is here."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from assistant.evaluation.cases import Case
from assistant.evaluation.scorers.registry import JUDGE, SCORERS, code_hash, scorer
from assistant.evaluation.scorers.subject import Costs, Score, Subject
from assistant.evaluation.store import Row, RunStore

#: cells whose scores are written in one transaction
_TOGETHER = 50


@dataclass(slots=True)
class _Found:
    """Scores on their way into the store."""

    cells: int = 0
    scores: list[tuple[str, str, float, str, Any, str]] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    kept: list[tuple[str, float | None, str, Any]] = field(default_factory=list)


class Scoring:
    """Scores the answers of one run. prices: model → (per million tokens in, out)."""

    def __init__(
        self, store: RunStore, run: str, cases: Mapping[str, Case], scorers: Sequence[str], *,
        library: tuple[Path, ...] = (), prices: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        self.store, self.run, self.cases, self.library = store, run, cases, library
        self.names = [name for name in scorers if name != JUDGE]
        self.prices = prices or {}
        self._shared: dict[str, Any] = {}
        self.computed = self.taken = 0
        self.troubles: list[str] = []

    def all(self, *, afresh: bool = False, progress: Callable[[int], None] | None = None) -> None:
        """Score every answer that is not scored by today's code. afresh: what was scored before is computed once more."""
        have = {} if afresh else self.store.scored(self.run)
        found = _Found()
        for number, row in enumerate(self.store.rows(self.run)):
            if row.status != "done" or row.case not in self.cases:
                continue
            self._row(row, have.get(row.cell, {}), afresh, found)
            if found.cells >= _TOGETHER:
                self._write(found)
                found = _Found()
            if progress:
                progress(number + 1)
        self._write(found)

    def one(self, cell: str) -> None:
        """Score one answer that has just come in."""
        found = _Found()
        row = self.store.row(self.run, cell)
        if row.case in self.cases:
            self._row(row, {}, False, found)
            self._write(found)

    def _row(self, row: Row, have: Mapping[str, str], afresh: bool, found: _Found) -> None:
        case = self.cases[row.case]
        codes = {name: self.code(name, case, row) for name in self.names}
        todo = [name for name in self.names if have.get(name) != codes[name]]
        if not todo:
            return
        found.cells += 1
        for name, score, key, fresh in self._cell(row, case, todo, codes, afresh):
            if fresh and key:
                found.kept.append((key, score.value, score.explanation, score.places) if score else (key, None, "", ()))
            if score is None:
                found.gone.append((row.cell, name))
            else:
                found.scores.append((row.cell, name, score.value, score.explanation, score.places, codes[name]))

    def code(self, name: str, case: Case, row: Row) -> str:
        """What a score stands on: the answer, the scorer's code, what the case expects."""
        return hashlib.sha256(f"{row.key}|{name}|{code_hash(name)}|{case.wanted}".encode()).hexdigest()[:16]

    def _cell(
        self, row: Row, case: Case, todo: Sequence[str], codes: Mapping[str, str], afresh: bool
    ) -> list[tuple[str, Score | None, str, bool]]:
        result: list[tuple[str, Score | None, str, bool]] = []
        subject: Subject | None = None
        for name in todo:
            # seconds and money are the cell's own
            key = "" if SCORERS[name].module == "spent" else codes[name]
            held = self.store.kept_score(key) if key and not afresh else None
            if held is not None:
                self.taken += 1
                result.append((name, None if held[0] is None else Score(held[0], held[1], _places(held[2])), key, False))
                continue
            subject = subject or self._subject(row, case)
            self.computed += 1
            try:
                score = scorer(name)(subject)
            except Exception as error:  # noqa: BLE001 -- one answer that trips a scorer must not take the others' scores along
                score, key = None, ""
                self.troubles.append(f"{row.cell} 的 {name} 评不出：{type(error).__name__}: {error}")
            result.append((name, score, key, True))
        return result

    def _subject(self, row: Row, case: Case) -> Subject:
        price = self.prices.get(row.model, ())
        costs = Costs(row.prompt_tokens, row.completion_tokens, row.seconds, (price[0], price[1]) if len(price) == 2 else ())
        return Subject(case, self.store.output(self.run, row.cell), costs, case.library or self.library, self._shared)

    def _write(self, found: _Found) -> None:
        if found.scores:
            self.store.score(self.run, found.scores)
        if found.kept:
            self.store.keep_scores(found.kept)
        if found.gone:
            self.store.unscore(self.run, found.gone)


class Follower:
    """Scores answers in a thread of its own while others are waited for; it has a connection of its own to the store.

    What it does not come to, or trips over, is left to `Scoring.all` afterwards.
    """

    def __init__(self, scoring: Scoring) -> None:
        self._scoring = scoring
        self._cells: SimpleQueue[str | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="eval-scoring", daemon=True)
        self._thread.start()

    def __call__(self, cell: str) -> None:
        """Take a cell into the queue."""
        self._cells.put(cell)

    def finish(self) -> None:
        """Wait until all that was queued is scored."""
        self._cells.put(None)
        self._thread.join()

    def _work(self) -> None:
        store = RunStore(self._scoring.store.path)
        own = Scoring(
            store, self._scoring.run, self._scoring.cases, self._scoring.names, library=self._scoring.library, prices=self._scoring.prices
        )
        try:
            while (cell := self._cells.get()) is not None:
                try:
                    own.one(cell)
                except Exception:  # noqa: BLE001 -- the pass over the whole run comes to this cell again and tells
                    continue
        finally:
            store.close()


def _places(text: str) -> tuple[tuple[int, int, str], ...]:
    import json

    return tuple((start, end, label) for start, end, label in json.loads(text))
