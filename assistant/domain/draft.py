"""A draft: sections made of sentences that know the notes under them. No writing here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.document import Part
from assistant.domain.finding import Finding
from assistant.domain.quantity import Note

Support = Literal["notes", "library", "generic", "unsupported"]


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """A heading to be written: number as it will stand, title, level (1 = 一、, 2 = （一）), topic, part, notes meant for it."""

    number: str
    title: str
    level: int
    topic: str = ""
    part: Part = ""
    notes: tuple[str, ...] = ()
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """What the user asks for: year is the year reported on; previous is last year's report of the same unit.

    wishes: headings with the length that the user wants each to have; they plan nothing.
    """

    year: int | None = None
    unit: str = ""
    kind: str = "年度工作总结和工作思路"
    notes: tuple[str, ...] = ()
    outline: str | None = None
    previous: str | None = None
    section: str | None = None
    wishes: tuple[PlannedSection, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft with the notes that support it and the chunks that lent it wording."""

    text: str
    notes: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    support: Support = "notes"


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A written section; sentences of one paragraph follow each other, a sentence "\\n" begins a new paragraph."""

    number: str
    title: str
    level: int
    topic: str = ""
    part: Part = ""
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A note, or a part of it, that the draft could not carry, with the reason."""

    note: str
    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a draft cost."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole draft. `used` holds the ids of the notes that the text carries."""

    title: str
    sections: tuple[DraftSection, ...]
    notes: tuple[Note, ...]
    used: frozenset[str]
    open_points: tuple[OpenPoint, ...] = ()
    findings: tuple[Finding, ...] = ()
    engine: str = "offline"
    model: str | None = None
    prompt: str | None = None
    year: int | None = None
    unit: str = ""
    kind: str = ""
    usage: Usage = field(default_factory=Usage)
