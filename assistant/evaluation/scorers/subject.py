"""What a scorer looks at, computed once for all scorers of a cell, and what it gives back. No scorer is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluation.cases import Case

if TYPE_CHECKING:
    from assistant.checks.context import CheckContext
    from assistant.checks.evidence import Evidence
    from assistant.domain.document import Document
    from assistant.domain.finding import Finding
    from assistant.domain.quantity import Ledger

#: start, end, what is said of it; offsets in the answer's text
Place = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Score:
    """value: 0 to 1, higher is better, unless the registry says otherwise. explanation: one line; places: where in the answer's text."""

    value: float
    explanation: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Costs:
    """What an answer took. price: per million tokens in and out, () where none is known."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    price: tuple[float, float] | tuple[()] = ()


@dataclass(frozen=True)
class Subject:
    """A case with one answer to it. library: where past reports lie, for the share that is copied from them."""

    case: Case
    value: Mapping[str, Any]
    costs: Costs = Costs()
    library: tuple[Path, ...] = ()
    shared: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        """The answer's text."""
        return str(self.value.get("text", ""))

    @property
    def is_writing(self) -> bool:
        """Whether the answer is a text written from notes."""
        return self.case.kind in ("report", "section")

    @cached_property
    def document(self) -> Document:
        """The answer as a document; its `original` is `text`."""
        from assistant.ingest.reading import parse_document

        return parse_document(self.text, "answer")

    @cached_property
    def ledger(self) -> Ledger | None:
        """The notes of the case; worked out once a case."""
        def make() -> Ledger | None:
            from assistant.notes.ledger import build_ledger
            from assistant.notes.reading import parse_notes, read_notes

            notes = [*read_notes([str(p) for p in self.case.notes])] if self.case.notes else []
            if self.case.notes_text:
                notes += parse_notes(self.case.notes_text, "素材")
            return build_ledger(notes, year=self.case.year) if notes else None

        ledger: Ledger | None = self._once(f"ledger:{self.case.id}", make)
        return ledger

    @cached_property
    def previous(self) -> Document | None:
        """Last year's report of the case."""
        from assistant.ingest.reading import read_document

        path = self.case.previous
        document: Document | None = self._once(f"document:{path}", lambda: read_document(path)) if path else None
        return document

    @cached_property
    def context(self) -> CheckContext:
        """What the rules look at."""
        from assistant.checks.context import CheckContext, Region

        context = CheckContext(self.document, self.ledger, self.previous)
        notes = [note for note in self.ledger.notes if not note.instruction] if self.ledger else []
        # a section alone has no heading above it that says it plans: its notes say so
        if self.case.kind == "section" and notes and all(note.part == "plan" for note in notes):
            year = self.case.year + 1 if self.case.year else None
            vars(context)["regions"] = (Region(0, len(self.document.text), "plan", year),)
        return context

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What all rules find in the answer, offsets in `text`."""
        from assistant.checks.registry import selected
        from assistant.checks.runner import run_rules

        return tuple(run_rules(self.context, selected((), ())))

    @cached_property
    def evidence(self) -> Evidence | None:
        """Figures of the answer matched with those of the notes; None without notes."""
        from assistant.checks.evidence import evidence_of

        return evidence_of(self.context)

    def place(self, start: int, end: int, label: str) -> Place:
        """A place in the cleaned text, as a place in the answer."""
        span = self.document.offsets.span(start, end)
        return (span.start, span.end, label)

    def _once(self, key: str, make: Any) -> Any:
        # cases come one after another: a few are enough, and memory stays flat
        if key not in self.shared:
            if len(self.shared) > 32:
                self.shared.clear()
            self.shared[key] = make()
        return self.shared[key]
