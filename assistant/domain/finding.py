"""What a check reports. No rules and no printing here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.domain.document import Place

Severity = Literal["error", "warning", "info"]
Category = Literal["numbers", "structure", "style", "evidence", "continuity"]


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding speaks of; offsets in the same text."""

    start: int
    end: int
    quote: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement that is surely right: `text` instead of [start, end)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check saw. Offsets are code points of the extracted text, half open: `text[start:end] == quote`.

    severity: error (surely wrong), warning (a careful proofreader would stop), info (advice).
    message: what was seen, with both numbers; suggestion: what to do, apart from it.
    place: paragraph and run of the first character, where the reader of the file keeps them (docx).
    """

    rule: str
    name: str
    category: Category
    severity: Severity
    message: str
    start: int
    end: int
    quote: str
    related: tuple[Related, ...] = ()
    suggestion: str = ""
    fix: Fix | None = None
    place: Place | None = None
