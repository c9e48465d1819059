"""The seam between the job of drafting and who writes: what an engine is given and what it gives back. No engine is here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from assistant.domain.commitment import Commitment
from assistant.domain.document import Hit
from assistant.domain.draft import PlannedSection, Sentence, Usage
from assistant.domain.quantity import Ledger, Note

#: lead: the paragraph under the title · body: a section with notes · opening: what stands between a heading and its subsections
Role = Literal["lead", "body", "opening"]


@dataclass(frozen=True, slots=True)
class SectionRequest:
    """All that a section may be written from; an engine needs nothing else and asks nobody else.

    section: number, title, level, topic, part, note ids and wished length (characters) of what is to be written.
    notes: the notes to be carried, in order; every figure in them must be in the answer or be reported by the caller as open.
    ledger: all notes of the job, for conflicts and gaps. hits: passages of past reports on the topic: wording only, never figures.
    previous: last year's same section as text, "" where there is none; commitments: last year's promises on the topic.
    neighbours: titles of the other sections, in order. lent: library sentences that earlier sections took already.
    instruction: the user's own wish for this section. half: the report covers half a year.
    """

    section: PlannedSection
    notes: tuple[Note, ...]
    ledger: Ledger
    role: Role = "body"
    year: int | None = None
    unit: str = ""
    kind: str = ""
    half: bool = False
    hits: tuple[Hit, ...] = ()
    previous: str = ""
    previous_title: str = ""
    commitments: tuple[Commitment, ...] = ()
    neighbours: tuple[str, ...] = ()
    lent: frozenset[str] = frozenset()
    own_names: tuple[str, ...] = ()
    instruction: str = ""


class Engine(Protocol):
    """Who writes. `name` is "offline" or "model"; `model` and `prompt` name what was used, None for the offline engine."""

    name: str
    model: str | None
    prompt: str | None

    def write_section(self, request: SectionRequest) -> Sequence[Sentence]:
        """The sentences of a section in order; one that begins with a line break begins a new paragraph."""
        ...


@runtime_checkable
class SideBySide(Protocol):
    """An engine that writes all sections at once and has something to tell about it.

    usage: what it took so far; remarks: lines for the user (what to confirm, what was written offline and why); stopped: by the user.
    """

    remarks: list[str]
    stopped: bool

    @property
    def usage(self) -> Usage:
        """Tokens and seconds so far."""
        ...

    def write_sections(
        self, requests: Sequence[SectionRequest], on_written: Callable[[int, Sequence[Sentence]], None] | None = None
    ) -> list[Sequence[Sentence] | None]:
        """The sentences of each section; `on_written` sees them in order with the index of the request. None: not written when stopped."""
        ...
