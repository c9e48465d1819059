"""Answers become scores, apart from generation: what the same code has scored before is taken over. No scorer and no model is here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.cases import Case
from assistant.evaluation.scorers.registry import JUDGE, SCORERS, code_hash, scorer
from assistant.evaluation.scorers.subject import Costs, Score, Subject
from assistant.evaluation.store import Row, RunStore

#: cells whose scores are written in one transaction
_TOGETHER = 50


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
        rows: list[tuple[str, str, float, str, Any, str]] = []
        gone: list[tuple[str, str]] = []
        kept: list[tuple[str, float | None, str, Any]] = []
        pending = 0
        for number, row in enumerate(self.store.rows(self.run)):
            case = self.cases.get(row.case)
            if row.status != "done" or case is None:
                continue
            codes = {name: self.code(name, case, row) for name in self.names}
            mine = have.get(row.cell, {})
            todo = [name for name in self.names if mine.get(name) != codes[name]]
            if todo:
                for name, score, key, fresh in self._cell(row, case, todo, codes, afresh):
                    if fresh and key:
                        kept.append((key, score.value, score.explanation, score.places) if score else (key, None, "", ()))
                    if score is None:
                        gone.append((row.cell, name))
                    else:
                        rows.append((row.cell, name, score.value, score.explanation, score.places, codes[name]))
                pending += 1
            if pending >= _TOGETHER:
                self._write(rows, kept, gone)
                rows, kept, gone, pending = [], [], [], 0
            if progress:
                progress(number + 1)
        self._write(rows, kept, gone)

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

    def _write(self, rows: Sequence[Any], kept: Sequence[Any], gone: Sequence[tuple[str, str]]) -> None:
        if rows:
            self.store.score(self.run, rows)
        if kept:
            self.store.keep_scores(kept)
        if gone:
            self.store.unscore(self.run, gone)


def _places(text: str) -> tuple[tuple[int, int, str], ...]:
    import json

    return tuple((start, end, label) for start, end, label in json.loads(text))
