"""What a check of one file gave, ready to be printed in any form. No checking and no printing here."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from functools import cached_property

from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.domain.quantity import Ledger


@dataclass(frozen=True)
class FileResult:
    """One file with its findings; `error` says why there are none when the file could not be read."""

    path: str
    document: Document | None = None
    findings: tuple[Finding, ...] = ()
    fingerprints: tuple[str, ...] = ()
    figures: int = 0
    compared: int = 0
    error: str = ""
    notes: Ledger | None = None
    previous: Document | None = None

    @property
    def text(self) -> str:
        """The extracted text that the offsets refer to."""
        return self.document.original if self.document else ""

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, in code points."""
        line = bisect.bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1
