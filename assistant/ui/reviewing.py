"""The text under review with its findings: where the text comes from, which findings are left, what a fix changes. No presenting here."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from assistant.domain.commitment import Answer
from assistant.domain.document import Document
from assistant.domain.finding import Finding, Fix
from assistant.errors import BiganziError, InputError
from assistant.projects.draftbook import with_line
from assistant.projects.project import Passage, Project
from assistant.text.edits import applied, with_edit
from assistant.ui.language import say

if TYPE_CHECKING:
    from assistant.ingest.extract import Extract
    from assistant.ui.desk import Desk

#: no text under review is longer
MOST_CHARS = 200_000
Segment = tuple[int, int, str]
_Entry = TypeVar("_Entry")


@dataclass
class Reviewing:
    """What the 审校 tab shows. `state` is what the findings were made from; undo holds the project before and after each decision."""

    document: Document | None = None
    #: the uploaded Word file by its hash, as extracted once
    extract: tuple[str, Extract] | None = None
    segments: tuple[Segment, ...] = ()
    findings: tuple[Finding, ...] = ()
    fingerprints: tuple[str, ...] = ()
    figures: int = 0
    compared: int = 0
    seconds: float = 0.0
    promises: tuple[Answer, ...] = ()
    at: int = 0
    severity: str = ""
    category: str = ""
    state: object = None
    undo: list[tuple[Project, Project, int]] = field(default_factory=list)
    #: how many decisions were taken: a click on a page that shows fewer was meant for the finding decided on already
    decided: int = 0
    entering: bool = False
    table: bool = False
    explained: str = ""
    seen: dict[str, int] = field(default_factory=dict)


def text_of(project: Project) -> tuple[str, str, tuple[Segment, ...]]:
    """Name and text under review; for the draft also which stretch of the text is which sentence."""
    if project.review is not None:
        return project.review.name, project.review.text, ()
    pieces: list[str] = []
    segments: list[Segment] = []
    length = 0

    def put(text: str) -> None:
        nonlocal length
        pieces.append(text)
        length += len(text)

    put(f"{project.title or project.name}\n\n")
    for passage in project.passages:
        if not passage.title and not passage.lines:
            continue
        if passage.title:
            put(f"{passage.number}{passage.title}\n")
        for line in passage.lines:
            if line.text == "\n":
                put("\n")
                continue
            segments.append((length, length + len(line.text), line.id))
            put(line.text)
        put("\n" if passage.lines else "")
    return say("本项目的起草稿"), "".join(pieces), tuple(segments)


def refresh(desk: Desk) -> None:
    """Check the text anew where it, the notes, last year's report or the decisions have changed."""
    project, state = desk.project, desk.reviewing
    name, text, segments = text_of(project)
    if project.review is None and not project.chars:
        state.document, state.findings, state.state = None, (), None
        return
    made_from = (
        text,
        project.sources,
        project.amendments,
        project.previous,
        project.previous_file,
        project.ignored,
        project.never,
        project.replacements,
    )
    if state.state == made_from:
        return
    from assistant.checks.suppressions import Accepted, Decisions, Never, keep

    started = time.perf_counter()
    document = _as_filed(desk) or desk.workspace.parse(text, name)
    notes = desk.material().ledger if project.sources else None
    previous = desk.previous_document()
    seen = desk.workspace.examine(document, notes=notes, previous=previous, replacements=project.replacements)
    decided = Decisions(tuple(Accepted(one) for one in project.ignored), tuple(Never(*one) for one in project.never))
    kept = keep(document.original, seen.findings, decided)
    state.document, state.segments, state.state = document, segments, made_from
    state.findings, state.fingerprints = kept.findings, kept.fingerprints
    state.figures, state.compared = seen.figures, seen.compared
    state.promises = tuple(desk.workspace.promises(previous, document)) if previous is not None else ()
    state.seconds = time.perf_counter() - started
    state.at = min(state.at, max(0, len(kept.findings) - 1))


def _as_filed(desk: Desk) -> Document | None:
    """The uploaded Word file with the fixes accepted so far, read with the headings that its styles name; None where there is none."""
    review = desk.project.review
    if review is None or review.file is None:
        return None
    state = desk.reviewing
    try:
        if state.extract is None or state.extract[0] != review.file.sha256:
            state.extract = review.file.sha256, desk.workspace.extract(desk.path_of(review.file))
        document = desk.workspace.document_of(state.extract[1], review.name, review.edits)
    except BiganziError:
        return None
    # the text is what was saved: where another version of the program reads the file otherwise, it is checked as text
    return document if document.original == review.text else None


def visible(desk: Desk) -> list[tuple[int, Finding]]:
    """The findings that the filters let through, with their places in the whole list."""
    state = desk.reviewing
    return [
        (at, one) for at, one in enumerate(state.findings) if state.severity in ("", one.severity) and state.category in ("", one.category)
    ]


@contextlib.contextmanager
def decision(desk: Desk) -> Iterator[None]:
    """A decision that can be taken back once it is made."""
    state, before, at = desk.reviewing, desk.project, desk.reviewing.at
    try:
        yield
    finally:
        if desk.project != before:
            state.undo = [*state.undo[-20:], (before, desk.project, at)]
            state.decided += 1


def taken_back(project: Project, before: Project, after: Project) -> Project:
    """The project without a decision, all that was done since left alone. Raises InputError where its place was changed since."""
    changed = {one.id: (one, new) for one, new in zip(before.passages, after.passages, strict=True) if one != new}
    passages = {id: project.passage(id) for id in changed}
    if any(one is None or one.lines != changed[id][1].lines for id, one in passages.items()) or (
        before.review != after.review and project.review != after.review
    ):
        raise InputError(say("这一处后来又改过，撤不了"))
    if any(one is not None and one.locked for one in passages.values()):
        raise InputError(say("这一节锁着，先解锁"))
    return replace(
        project,
        passages=tuple(
            replace(one, lines=changed[one.id][0].lines, versions=changed[one.id][0].versions) if one.id in changed else one
            for one in project.passages
        ),
        review=before.review if before.review != after.review else project.review,
        ignored=_without(project.ignored, before.ignored, after.ignored),
        never=_without(project.never, before.never, after.never),
        replacements=_without(project.replacements, before.replacements, after.replacements),
        accepted=max(0, project.accepted - (after.accepted - before.accepted)),
    )


def _without(entries: tuple[_Entry, ...], before: tuple[_Entry, ...], after: tuple[_Entry, ...]) -> tuple[_Entry, ...]:
    """The entries without what a decision put in, and with what it put out."""
    if entries == after:
        return before
    return (*(one for one in entries if one in before or one not in after), *(one for one in before if one not in after))


def apply_fix(desk: Desk, fix: Fix) -> None:
    """Make a replacement in the text under review. Raises InputError where it can't be made in one sentence."""
    project, state = desk.project, desk.reviewing
    if project.review is not None:
        review = project.review
        edits = with_edit(review.edits, review.text, fix) if review.file is not None else ()
        desk.change(
            review=replace(review, text=applied(review.text, [fix]), edits=edits), accepted=project.accepted + 1
        )
        return
    passages = fixed_passages(project.passages, state.segments, fix)
    desk.change(passages=passages, accepted=project.accepted + 1)


def fixed_passages(passages: Sequence[Passage], segments: Sequence[Segment], fix: Fix) -> tuple[Passage, ...]:
    """The passages with a fix made in the sentence it lies in."""
    from assistant.ui.desk import now

    found = next(((start, id) for start, end, id in segments if start <= fix.start and fix.end <= end), None)
    if found is None:
        raise InputError(say("这一处在标题或跨了几句，请在起草里改"))
    start, id = found
    passage = next(one for one in passages if any(line.id == id for line in one.lines))
    if passage.locked:
        raise InputError(say("这一节锁着，先解锁"))
    left, right = fix.start - start, fix.end - start
    changed = with_line(
        passage, id, lambda line: replace(line, text=line.text[:left] + fix.text + line.text[right:], edited=True), "采纳", now()
    )
    return tuple(changed if one.id == passage.id else one for one in passages)
