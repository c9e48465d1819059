"""The job of drafting: sections planned, written, held against the notes figure by figure, checked. Prose is made by engines."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.domain.document import Document
from assistant.domain.draft import Brief, Draft, DraftSection, OpenPoint, PlannedSection, Sentence, Usage
from assistant.domain.finding import Finding
from assistant.domain.quantity import Ledger, Note
from assistant.engines.engine import Engine, SectionRequest, SideBySide
from assistant.errors import InputError
from assistant.writing.assignment import is_withheld
from assistant.writing.briefing import completed_brief, is_half, title_of
from assistant.writing.evidence import open_points, used_notes, without_foreign
from assistant.writing.lengths import length_remarks, with_wishes
from assistant.writing.outline import Frame, frame_of, plan_sections
from assistant.writing.own_outline import filled, only_section, read_outline
from assistant.writing.requests import Sources, requests_for

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
    notes = [note for note in ledger.notes if not note.instruction and not is_withheld(note)]
    if not notes:
        where = f"{'、'.join(brief.notes)}: " if brief.notes else ""
        raise InputError(f"{where}素材里没有一条可写的内容：请检查文件是否为空，或是否每条各占一行")
    brief = completed_brief(brief, titles, remarks, previous)
    frame = frame_of(notes, brief.year, is_half(brief, titles))
    job = _Job(brief, ledger, frame, engine, previous, library)
    title = title_of(brief, frame, previous, titles)
    plan = _plan(job, notes)
    requests = requests_for(plan, brief, frame, ledger, Sources(previous, library), with_lead=not brief.section)
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
            take(at, engine.write_section(replace(request, lent=frozenset(job.lent))))
    sections = tuple(written)
    taken = [one.title for one in plan if previous is not None and any(one.title == last.title for last in previous.walk())]
    if len(taken) > 1:
        told = (*told, f"各节标题沿用上年（如“{taken[1]}”），请按今年情况核对提法")
    told = (*told, *length_remarks(sections, plan, engine.name == "offline"))
    points = (*open_points(ledger, sections, remarks), *(OpenPoint("", line) for line in told))
    result = Draft(
        title, sections, ledger.notes, used_notes(sections), points, (), engine.name, engine.model, engine.prompt, brief.year, brief.unit,
        brief.kind,
    )
    if check:
        findings = tuple(_findings(result, ledger, previous))
        silent = tuple(OpenPoint("", f"上年承诺未回应：{one.message}") for one in findings if one.name == "unreported-commitment")
        result = replace(result, findings=findings, open_points=(*result.open_points, *silent))
    usage = engine.usage if isinstance(engine, SideBySide) else Usage()
    return replace(result, usage=replace(usage, seconds=round(time.monotonic() - started, 3)))


def _plan(job: _Job, notes: Sequence[Note]) -> list[PlannedSection]:
    """The sections: from the user's outline, last year's report or the notes; the one that the user asked for alone."""
    brief, conflicts = job.brief, job.ledger.conflicts
    if brief.outline:
        plan = filled(read_outline(brief.outline), notes, conflicts)
    else:
        plan = plan_sections(notes, job.frame, job.previous, conflicts)
    plan = only_section(plan, brief.section, notes, conflicts) if brief.section else plan
    return with_wishes(plan, brief.wishes, {note.id: len(note.text) for note in notes})


def _section(job: _Job, request: SectionRequest, sentences: Sequence[Sentence]) -> DraftSection | None:
    section = request.section
    if not sentences and request.role != "opening":
        return None
    kept = []
    for sentence in sentences:
        if sentence.support in ("library", "generic") and len(sentence.text) > 12:
            # the same lent sentence under two headings gives a draft away
            if sentence.text in job.lent:
                continue
            job.lent.add(sentence.text)
        kept.append(without_foreign(sentence, job.ledger, job.brief))
    sentences = tuple(kept)
    return DraftSection(section.number, section.title, section.level, section.topic, section.part, sentences)


def _findings(result: Draft, ledger: Ledger, previous: Document | None) -> list[Finding]:
    from assistant.checks.runner import check_document
    from assistant.ingest.reading import parse_document
    from assistant.writing.export.markdown import to_markdown

    return check_document(parse_document(to_markdown(result)), notes=ledger, previous=previous)
