"""What departs from a fixed formula, as data."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain.finding import Severity


@dataclass(frozen=True, slots=True)
class Deviation:
    """A stretch of the text that departs from a formula. right: the wording that belongs there."""

    start: int
    end: int
    written: str
    right: str
    why: str
    severity: Severity = "error"
