"""Planted-error cases: a clean report, a bad one, what is wrong in it and where. Reading and scoring, no checking rules here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.checks.runner import check_document
from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.domain.quantity import Ledger
from assistant.ingest.reading import read_document

#: one wrong figure can be seen from the text, the notes or last year's report alike
_FIGURES = frozenset(("numbers", "evidence", "continuity"))


@dataclass(frozen=True)
class PlantedCase:
    """A folder of a case."""

    path: Path

    @property
    def errors(self) -> list[dict[str, Any]]:
        """What was planted."""
        found: list[dict[str, Any]] = json.loads((self.path / "truth.json").read_text(encoding="utf-8"))["errors"]
        return found

    def findings(self, name: str, select: Sequence[str]) -> list[Finding]:
        """The loud findings of these rules in `clean` or `bad`."""
        notes: Ledger | None = None
        previous: Document | None = None
        if (self.path / "notes.md").is_file():
            from assistant.notes.ledger import build_ledger
            from assistant.notes.reading import read_notes

            notes = build_ledger(read_notes([self.path / "notes.md"]))
        if (self.path / "previous.txt").is_file():
            previous = read_document(self.path / "previous.txt")
        found = check_document(read_document(self.path / f"{name}.txt"), notes, previous, select=select)
        return [one for one in found if one.severity != "info"]


def cases(folder: Path, prefix: str = "") -> list[PlantedCase]:
    """The cases of a folder, in order of their names."""
    return [PlantedCase(path) for path in sorted(folder.glob(f"{prefix}*")) if (path / "truth.json").is_file()]


def is_found(error: dict[str, Any], findings: Sequence[Finding]) -> bool:
    """Whether a finding of the error's kind meets its place, or names what is missing."""
    return any(_same_kind(one, error) and (_meets(one, error) or _names(one, error)) for one in findings)


def _same_kind(one: Finding, error: dict[str, Any]) -> bool:
    return one.category in _FIGURES if error["category"] in _FIGURES else one.category == error["category"]


def _meets(one: Finding, error: dict[str, Any]) -> bool:
    places = [(one.start, one.end), *((place.start, place.end) for place in one.related)]
    return any(start < error["end"] and error["start"] < end for start, end in places)


def _names(one: Finding, error: dict[str, Any]) -> bool:
    removed = error.get("removed")
    if not removed or one.name not in ("missing-fact", "unreported-commitment", "missing-part"):
        return False
    said = f"{one.message} {one.suggestion}"
    return any(removed[at : at + 4] in said for at in range(len(removed) - 3))
