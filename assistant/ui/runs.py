"""The evaluation's runs as the page shows them: read from the harness's own store. No presenting here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BiganziError

if TYPE_CHECKING:
    from assistant.evaluation.analysis import Analysis

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


class Runs:
    """The harness's store, opened for each question: runs are written by other processes."""

    def __init__(self, place: Path = PLACE) -> None:
        self.place = place

    def list(self) -> list[RunLine]:
        """The runs, newest first; [] where nothing was ever run."""
        if not self.place.exists():
            return []
        from assistant.evaluation.store import RunStore

        store = RunStore(self.place)
        try:
            return [
                RunLine(run, suite, datetime.datetime.fromtimestamp(created).strftime("%m-%d %H:%M"), planned, done or 0, failed or 0)
                for run, suite, created, planned, done, failed in store.runs()
            ]
        except BiganziError:
            return []
        finally:
            store.close()

    def analysis(self, run: str) -> Analysis:
        """A run's scores. Raises InputError for an unknown run."""
        from assistant.evaluation.analysis import analyse
        from assistant.evaluation.store import RunStore

        store = RunStore(self.place)
        try:
            return analyse(store, run)
        finally:
            store.close()

    def html(self, run: str) -> str:
        """A run's own report as one page."""
        from assistant.evaluation.analysis import analyse
        from assistant.evaluation.report import to_html
        from assistant.evaluation.store import RunStore

        store = RunStore(self.place)
        try:
            analysis = analyse(store, run)
            outputs = ((cell.cell, str(store.output(run, cell.cell).get("text", ""))) for cell in analysis.cells)
            return "".join(to_html(analysis, outputs))
        finally:
            store.close()


def suites() -> list[str]:
    """The suites that come with the working folder."""
    return sorted(path.stem for path in Path("eval/suites").glob("*.yaml"))
