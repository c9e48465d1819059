"""For each planned section what its engine is given: notes, passages to lend wording, last year's section, promises. No writing here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.domain.commitment import Commitment
from assistant.domain.document import Chunk, Document, Hit, Part, Section
from assistant.domain.draft import Brief, PlannedSection
from assistant.domain.quantity import Ledger
from assistant.engines.engine import SectionRequest
from assistant.writing.outline import Frame

if TYPE_CHECKING:
    from assistant.retrieval.library import Library

_GENERAL = frozenset(("其他工作", "存在问题", "目标思路", "总体要求", "主要目标", "重点工作"))
_HITS = 16
_OWN = 8


@dataclass
class Sources:
    """Where wording and promises come from; each is looked up once."""

    previous: Document | None = None
    library: Library | None = None

    @cached_property
    def chunks(self) -> list[Chunk]:
        """The pieces of last year's report."""
        from assistant.ingest.chunks import split

        return split(self.previous) if self.previous is not None else []

    @cached_property
    def commitments(self) -> list[Commitment]:
        """The promises of last year's report."""
        from assistant.notes.commitments import read_commitments

        return read_commitments(self.previous) if self.previous is not None else []

    @cached_property
    def lends(self) -> bool:
        """Whether the library has any report."""
        return self.library is not None and bool(self.library.reports())

    def hits(self, section: PlannedSection, unit: str) -> Iterator[Hit]:
        """Passages on the topic and part of a section: last year's report first, then the unit's own, then the others."""
        seen: set[str] = set()
        found = [chunk for chunk in self.chunks if (chunk.topic, chunk.part or "summary") == (section.topic, section.part or "summary")]
        if self.lends and self.library is not None and section.topic:
            query = f"{section.topic} {section.title}"
            part = section.part or "summary"
            if unit:
                found += [hit.chunk for hit in self.library.search(query, _OWN, topic=section.topic, part=part, unit=unit)]
            found += [hit.chunk for hit in self.library.search(query, _HITS, topic=section.topic, part=part)]
        for rank, chunk in enumerate(found, 1):
            if chunk.id not in seen:
                seen.add(chunk.id)
                yield Hit(chunk, rank, 1.0 / rank)

    def section(self, planned: PlannedSection) -> Section | None:
        """Last year's section of the same topic and part."""
        if self.previous is None or not planned.topic:
            return None
        fitting = [one for one in self.previous.walk() if one.topic == planned.topic and (one.part or "summary") == planned.part]
        return fitting[0] if fitting else None


def requests_for(
    plan: Sequence[PlannedSection], brief: Brief, frame: Frame, ledger: Ledger, sources: Sources, *, with_lead: bool = True
) -> list[SectionRequest]:
    """One request a section in order, the lead first."""
    found = []
    if with_lead:
        part: Part = "plan" if frame.plan_only else "summary"
        lead = PlannedSection("", "", 1, "", part)
        found.append(SectionRequest(lead, (), ledger, "lead", brief.year, brief.unit, brief.kind, frame.half, neighbours=_fields(plan)))
    by_id = {note.id: note for note in ledger.notes}
    for at, section in enumerate(plan):
        opens = at + 1 < len(plan) and plan[at + 1].level > section.level
        before = sources.section(section)
        previous = sources.previous
        found.append(
            SectionRequest(
                section, tuple(by_id[name] for name in section.notes), ledger, "opening" if opens else "body", brief.year, brief.unit,
                brief.kind, frame.half, hits=tuple(sources.hits(section, brief.unit)) if not opens else (),
                previous=previous.text[before.body.start : before.end] if previous is not None and before is not None else "",
                previous_title=before.title if before is not None else "",
                commitments=tuple(one for one in sources.commitments if section.part == "summary" and one.topic == section.topic),
                neighbours=tuple(one.title for one in plan if one is not section),
                own_names=(brief.unit,) if brief.unit else (),
            )
        )
    return found


def _fields(plan: Sequence[PlannedSection]) -> tuple[str, ...]:
    """What the lead says the report speaks of: the topics of its sections, those of the summary where there are any."""
    inner = [section for section in plan if section.topic and section.topic not in _GENERAL]
    summary = [section for section in inner if section.part == "summary"] or inner
    return tuple(dict.fromkeys(section.topic for section in summary))
