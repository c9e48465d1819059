"""The job of drafting: sections planned, written one by one, compared with the notes figure by figure, checked. Prose is made by engines."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.domain.document import Document, Part
from assistant.domain.draft import Brief, Draft, DraftSection, OpenPoint, PlannedSection, Sentence, Usage
from assistant.domain.quantity import Ledger
from assistant.engines.engine import Engine, SectionRequest, SideBySide
from assistant.errors import InputError
from assistant.writing.briefing import completed_brief, is_half, title_of
from assistant.writing.evidence import open_points, used_notes, without_foreign
from assistant.writing.outline import Frame, frame_of, plan_sections

if TYPE_CHECKING:
    from assistant.retrieval.library import Library

OnSection = Callable[[DraftSection], None]


@dataclass
class _Job:
    """What one draft is made from, and what its sections have used so far."""

    brief: Brief
    ledger: Ledger
    frame: Frame
    engine: Engine
    previous: Document | None = None
    library: Library | None = None
    lent: set[str] = field(default_factory=set)


def draft(
    brief: Brief, ledger: Ledger, *, previous: Document | None = None, library: Library | None = None, engine: Engine,
    on_section: OnSection | None = None, titles: Sequence[str] = (), remarks: Sequence[str] = (), check: bool = True,
) -> Draft:
    """Write the whole report, or the section that the brief names; `on_section` sees each section as soon as it stands.

    titles, remarks: what the files of notes call themselves and say to the writer. Raises InputError without a note.
    """
    started = time.monotonic()
    notes = [note for note in ledger.notes if not note.instruction]
    if not notes:
        raise InputError("素材里没有一条可写的内容：请检查文件是否为空，或是否每条各占一行")
    brief = completed_brief(brief, titles, remarks, previous)
    frame = frame_of(notes, brief.year, is_half(brief, titles))
    job = _Job(brief, ledger, frame, engine, previous, library)
    title = title_of(brief, frame, previous, titles)
    plan = plan_sections(notes, frame, previous, ledger.conflicts)
    requests = _requests(job, plan)
    written: list[DraftSection] = []

    def take(at: int, sentences: Sequence[Sentence]) -> None:
        section = _section(job, requests[at], sentences)
        if section is not None:
            written.append(section)
            if on_section is not None:
                on_section(section)

    told: tuple[str, ...] = ()
    if isinstance(engine, SideBySide):
        engine.write_sections(requests, take)
        told = tuple(engine.remarks) + (("已停止，其余各节没有写",) if engine.stopped else ())
    else:
        for at, request in enumerate(requests):
            take(at, engine.write_section(request))
    sections = tuple(written)
    points = (*open_points(ledger, sections, remarks), *(OpenPoint("", line) for line in told))
    result = Draft(
        title, sections, ledger.notes, used_notes(sections), points, (), engine.name, engine.model, engine.prompt, brief.year, brief.unit,
        brief.kind,
    )
    if check:
        result = replace(result, findings=tuple(_findings(result, ledger, previous)))
    usage = engine.usage if isinstance(engine, SideBySide) else Usage()
    return replace(result, usage=replace(usage, seconds=round(time.monotonic() - started, 3)))


def _requests(job: _Job, plan: Sequence[PlannedSection]) -> list[SectionRequest]:
    fields = _fields(plan)
    half, brief = job.frame.half, job.brief
    lead_part: Part = "plan" if job.frame.plan_only else "summary"
    requests = [
        SectionRequest(
            PlannedSection("", "", 1, "", lead_part), (), job.ledger, "lead", brief.year, brief.unit, brief.kind, half, neighbours=fields,
        )
    ]
    by_id = {note.id: note for note in job.ledger.notes}
    for at, section in enumerate(plan):
        notes = tuple(by_id[name] for name in section.notes)
        opens = at + 1 < len(plan) and plan[at + 1].level > section.level
        requests.append(
            SectionRequest(
                section, notes, job.ledger, "opening" if opens else "body", brief.year, brief.unit, brief.kind, half,
                neighbours=tuple(one.title for one in plan if one is not section),
            )
        )
    return requests


def _fields(plan: Sequence[PlannedSection]) -> tuple[str, ...]:
    inner = [section for section in plan if section.level == 2 and section.topic and section.topic != "其他工作"]
    summary = [section for section in inner if section.part == "summary"] or inner
    return tuple(dict.fromkeys(section.topic for section in summary))


def _section(job: _Job, request: SectionRequest, sentences: Sequence[Sentence]) -> DraftSection | None:
    section = request.section
    if not sentences and request.role != "opening":
        return None
    sentences = tuple(without_foreign(sentence, job.ledger, job.brief) for sentence in sentences)
    return DraftSection(section.number, section.title, section.level, section.topic, section.part, sentences)


def _findings(result: Draft, ledger: Ledger, previous: Document | None):  # type: ignore[no-untyped-def]
    from assistant.checks.runner import check_document
    from assistant.ingest.reading import parse_document
    from assistant.writing.export.markdown import to_markdown

    return check_document(parse_document(to_markdown(result)), notes=ledger, previous=previous)
