"""A draft being written: a thread of its own, every section in the project as soon as it stands, so that a closed page loses nothing."""

from __future__ import annotations

import queue
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.domain.draft import Brief, Draft, DraftSection
from assistant.engines.engine import Engine
from assistant.errors import EndpointError
from assistant.projects.draftbook import (
    key_of,
    place_of,
    renumbered,
    with_lengths,
    with_section,
)
from assistant.projects.following import followed, seen_by, with_copies
from assistant.projects.project import Lent, NoteCopy
from assistant.ui.desk import Desk, now
from assistant.ui.language import say, speaking
from assistant.ui.todo import settled_of

#: behind the engine's name where the rest was written without it
MIXED = "+offline"


class Stopped(Exception):
    """The user pressed 停止."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something new to show; the last one brings what went wrong."""

    last: bool = False
    failure: Exception | None = None


class Job:
    """A draft being written in a thread of its own; every section is in the project as soon as it stands.

    offline: without the model. rest: only the sections that have no text yet; all else is left alone.
    """

    def __init__(self, desk: Desk, brief: Brief, steps: queue.Queue[Step], *, offline: bool = False, rest: bool = False) -> None:
        self.desk, self.brief, self.steps, self.offline, self.rest = desk, brief, steps, offline, rest
        self.when = now()
        self.title = desk.project.title
        self.notes = copies_of(desk)
        self.written = 0
        self._engine: Engine | None = None
        # what stood when the writing began is left alone when the rest is asked for
        self.held = frozenset(one.id for one in desk.project.passages if one.lines or one.locked)

    def run(self) -> None:
        """Write to the end, to a stop, or to a failure; what is written stays in any case."""
        desk, state, failure = self.desk, self.desk.drafting, None
        with speaking(desk.language):
            try:
                self._engine = desk.workspace.offline_engine() if self.offline else desk.workspace.engine()
                if state.stopping:
                    # before there was anything to be stopped
                    raise Stopped
                notes, settled = desk.material().notes, settled_of(desk)
                draft = desk.workspace.draft(self.brief, self.seen, notes=notes, engine=self._engine, settled=settled)
                if was_stopped(self._engine):
                    raise Stopped
                # a title that was typed meanwhile stays
                keep = desk.project.title != self.title or (self.rest and bool(self.title))
                engine = desk.project.engine if self.rest and not self.written else written_by(self._engine)
                finish(desk, draft, engine, rest=self.rest, keep_title=keep)
                self._tell_of_fallbacks()
                if self.rest:
                    desk.toast(
                        say("补写了 {n} 节，已有正文的没有动", n=self.written) if self.written else say("各节都有正文，没有要补写的"),
                        "ok" if self.written else "warn",
                    )
            except Stopped:
                state.stopped = True
                if self.written and self._engine is not None:
                    engine = written_by(self._engine)
                    desk.change(engine=joined_by(desk.project.engine, engine) if self.rest else engine)
                desk.toast(say("已停下，写完的都在"))
            except EndpointError as error:
                # the page offers to try again or to go on without the model
                state.failed = str(error)
            except Exception as error:  # noqa: BLE001 - carried over to the page's own thread
                failure = error
            finally:
                state.running, state.stopping, state.writing, state.job = False, False, "", None
                desk.office.running.pop((desk.user.name, desk.kept.id), None)
                self.steps.put(Step(True, failure))

    def _tell_of_fallbacks(self) -> None:
        tally = getattr(self._engine, "tally", None)
        if tally is not None and tally.by_fallback:
            self.desk.toast(say("模型没有写成 {n} 节，这几节是离线写的", n=tally.by_fallback), "warn")

    def stop(self) -> None:
        """Stop as soon as possible: a model is not waited for."""
        self.desk.drafting.stopping = True
        end = getattr(self._engine, "stop", None)
        if end is not None:
            end()

    def seen(self, section: DraftSection) -> None:
        """A section stands."""
        if self.desk.drafting.stopping:
            raise Stopped
        self.written += take_section(self.desk, section, self.when, self.notes, self.held if self.rest else None)
        self.desk.drafting.writing = section.title or say("开头")
        self.steps.put(Step())


def was_stopped(engine: Engine) -> bool:
    """Whether the user stopped it; the offline engine is done before anybody could."""
    return bool(getattr(engine, "stopped", False))


def written_by(engine: Engine) -> str:
    """How the project remembers who wrote: offline, a model's name, or both where a model did not answer for some sections."""
    name = f"{engine.name} {engine.model}" if engine.model else engine.name
    tally = getattr(engine, "tally", None)
    if tally is None or not tally.by_fallback:
        return name
    return f"{name}{MIXED}" if tally.by_model else "offline"


def joined_by(before: str, engine: str) -> str:
    """The same after the sections that were missing have been written by `engine` into what `before` had written."""
    if not before or before == engine or before.endswith(MIXED):
        return before or engine
    return f"{before}{MIXED}" if engine == "offline" else engine


def take_section(
    desk: Desk, section: DraftSection, when: str, notes: tuple[NoteCopy, ...], held: frozenset[str] | None = None
) -> bool:
    """Put a section that has just been written into the project, with the passages that lent it wording; whether it was taken.

    notes: what it was written from. held: passages that are to stay as they are; None for none.
    """
    with desk.lock:
        project = desk.project
        at = place_of(project.passages, section)
        if held is not None and at is not None and (project.passages[at].id in held or project.passages[at].lines):
            return False
        passages = with_section(project.passages, section, "起草", when, dropped=project.dropped)
        if passages == project.passages:
            return False
        passages = seen_by(passages, {note.id: note.text for note in notes})
        changed = replace(project, passages=passages, lent=lent_with(desk, [section]), notes=with_copies(project, notes))
        now_notes = copies_of(desk)
        if now_notes != notes:
            # sheets came or went while the writing was under way
            changed = followed(changed, now_notes)
        desk.change(passages=changed.passages, lent=changed.lent, notes=changed.notes)
        return bool(section.sentences)


#: what the drafting job says of a contradiction and of a figure that is missing
_CONTRADICTION, _MISSING = "素材相互矛盾：", "素材缺少数字："


def _still_open(desk: Desk, text: str) -> bool:
    """Whether what was asked back is still a question: a contradiction that was settled and a gap that was filled are none."""
    ledger, settled = desk.material().ledger, settled_of(desk)
    if text.startswith(_CONTRADICTION):
        return text in {f"{_CONTRADICTION}{one.reason or one.indicator}" for one in ledger.conflicts if not settled(one)}
    return not text.startswith(_MISSING) or text in {gap.question for gap in ledger.gaps}


def finish(desk: Desk, draft: Draft, engine: str, *, rest: bool = False, keep_title: bool = False) -> None:
    """Title, open points and who wrote it; rest: only what was missing was written."""
    points = tuple((point.note, point.text) for point in draft.open_points)
    written = {key_of(section) for section in draft.sections}
    with desk.lock:
        project = desk.project
        # headings of the plan that nothing was written under, and that the user did not add, go
        passages = tuple(one for one in project.passages if one.lines or one.locked or not one.topic or key_of(one) in written)
        desk.change(
            title=project.title if keep_title else draft.title,
            open_points=points,
            engine=joined_by(project.engine, engine) if rest else engine,
            seconds=draft.usage.seconds,
            unit=project.unit or draft.unit,
            year=project.year or draft.year,
            passages=with_lengths(renumbered(passages), desk.previous_document()),
        )


def copies_of(desk: Desk) -> tuple[NoteCopy, ...]:
    """The notes as they are now, so that a later change is seen."""
    material = desk.material()
    return tuple(
        NoteCopy(note.id, note.text, Path(note.source).name, note.department, material.hashes.get(note.source, ""), note.start)
        for note in material.notes
    )


def follow(desk: Desk) -> None:
    """Mark the sentences that use what has changed in the notes; the text itself changes only when the user says so."""
    project = desk.project
    if not project.notes:
        return
    changed = followed(project, copies_of(desk))
    changed = replace(changed, open_points=tuple(point for point in changed.open_points if _still_open(desk, point[1])))
    if changed != project:
        desk.change(passages=changed.passages, notes=changed.notes, open_points=changed.open_points)


def lent_with(desk: Desk, sections: list[DraftSection]) -> tuple[Lent, ...]:
    """The project's lenders with those of the sections."""
    known = {one.id: one for one in desk.project.lent}
    for section in sections:
        for id in {id for sentence in section.sentences for id in sentence.citations} - known.keys():
            chunk = desk.workspace.chunk(id)
            if chunk is not None:
                known[id] = Lent(id, chunk.report, chunk.title, chunk.year, chunk.headings, chunk.text, chunk.start, chunk.end)
    return tuple(known.values())
