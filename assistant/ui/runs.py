"""The evaluation's runs as the page shows them: read from the harness's own store. No presenting here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.evaluation.analysis import Analysis
    from assistant.evaluation.statistics import Comparison

PLACE = Path(".biganzi") / "eval" / "runs.db"


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the list."""

    id: str
    suite: str
    when: str
    planned: int
    done: int
    failed: int


@dataclass(frozen=True, slots=True)
class SuiteLine:
    """A suite that can be run."""

    name: str
    cases: int


class Runs:
    """The harness's store, opened for each question: runs are written by other processes."""

    def __init__(self, place: Path = PLACE) -> None:
        self.place = place

    def lines(self) -> list[RunLine]:
        """The runs, newest first; [] where nothing was ever run."""
        from assistant.evaluation.harness import list_runs

        return [
            RunLine(run, suite, datetime.datetime.fromtimestamp(created).strftime("%m-%d %H:%M"), planned, done, failed)
            for run, suite, created, planned, done, failed in list_runs(self.place)
        ]

    def suites(self) -> list[SuiteLine]:
        """The suites of the working folder."""
        from assistant.evaluation.harness import list_suites

        return [SuiteLine(name, cases) for name, _, cases in list_suites()]

    def analysis(self, run: str) -> Analysis:
        """A run's scores. Raises InputError for an unknown run."""
        from assistant.evaluation.analysis import analyse
        from assistant.evaluation.store import RunStore

        store = RunStore(self.place)
        try:
            return analyse(store, run)
        finally:
            store.close()

    def compare(self, first: str, second: str) -> tuple[Analysis, Analysis, list[tuple[str, list[Comparison]]]]:
        """Two runs on the cases they share. Raises InputError where they share none."""
        from assistant.evaluation.analysis import compare_runs
        from assistant.evaluation.store import RunStore

        store = RunStore(self.place)
        try:
            return compare_runs(store, first, second)
        finally:
            store.close()

    def html(self, run: str) -> str:
        """A run's own report as one page. Raises InputError for an unknown run."""
        from assistant.evaluation.harness import report_html

        return report_html(run, self.place)
