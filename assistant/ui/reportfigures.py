"""The figures of the library's reports, read once per report and kept while the server runs. No charts here."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.domain.quantity import Quantity

if TYPE_CHECKING:
    from assistant.retrieval.report import Report
    from assistant.workspace import Workspace

#: reading figures takes a while: a library larger than this shows its newest reports' series only
_MOST = 24


@dataclass(frozen=True, slots=True)
class Read:
    """A report's figures, offsets in its cleaned text, and how many figures its source hides."""

    year: int | None
    quantities: tuple[Quantity, ...]
    masked: int


class ReportFigures:
    """A cache by report and content."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], Read] = {}
        self._lock = threading.Lock()

    def of(self, workspace: Workspace, report: Report) -> Read:
        """The figures of one report."""
        key = (report.id, report.sha256)
        with self._lock:
            if key not in self._read:
                document = workspace.library.document(report.id)
                quantities = tuple(workspace.quantities(document))
                self._read[key] = Read(report.year, quantities, len(document.masked))
            return self._read[key]

    def annual(self, workspace: Workspace, reports: list[Report]) -> dict[str, tuple[int, tuple[Quantity, ...]]]:
        """Report → year and figures, for the annual reports among these, newest first, one a year."""
        found: dict[str, tuple[int, tuple[Quantity, ...]]] = {}
        years: set[int] = set()
        for report in sorted(reports, key=lambda one: -(one.year or 0))[:_MOST]:
            if report.year is None or report.year in years or "半年" in f"{report.kind}{report.title}" or "季度" in report.title:
                continue
            years.add(report.year)
            found[report.id] = (report.year, self.of(workspace, report).quantities)
        return found
