"""A draft being written: a thread of its own, every section in the project as soon as it stands, so that a closed page loses nothing."""

from __future__ import annotations

import queue
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.draft import Brief, Draft, DraftSection
from assistant.errors import EndpointError
from assistant.projects.draftbook import (
    key_of,
    renumbered,
    with_lengths,
    with_section,
)
from assistant.projects.project import Lent, NoteCopy
from assistant.ui.desk import Desk, now
from assistant.ui.language import say, speaking


class Stopped(Exception):
    """The user pressed 停止."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something new to show; the last one brings what went wrong."""

    last: bool = False
    failure: Exception | None = None


class Job:
    """A draft being written in a thread of its own; every section is in the project as soon as it stands."""

    def __init__(self, desk: Desk, brief: Brief, offline: bool, steps: queue.Queue[Step]) -> None:
        self.desk, self.brief, self.offline, self.steps = desk, brief, offline, steps
        self.when = now()

    def run(self) -> None:
        """Write to the end, to a stop, or to a failure; what is written stays in any case."""
        desk, state, failure = self.desk, self.desk.drafting, None
        with speaking(desk.language):
            try:
                engine = desk.workspace.offline_engine() if self.offline else None
                finish(desk, desk.workspace.draft(self.brief, self.seen, notes=desk.material().notes, engine=engine))
            except Stopped:
                state.stopped = True
                desk.toast(say("已停下，写完的都在"))
            except EndpointError as error:
                # the page offers to try again or to go on without the model
                state.failed = str(error)
            except Exception as error:  # noqa: BLE001 - carried over to the page's own thread
                failure = error
            finally:
                state.running, state.stopping, state.writing = False, False, ""
                desk.office.running.pop((desk.user.name, desk.kept.id), None)
                self.steps.put(Step(True, failure))

    def seen(self, section: DraftSection) -> None:
        """A section stands."""
        if self.desk.drafting.stopping:
            raise Stopped
        take_section(self.desk, section, self.when)
        self.desk.drafting.writing = section.title or say("开头")
        self.steps.put(Step())


def take_section(desk: Desk, section: DraftSection, when: str) -> None:
    """Put a section that has just been written into the project, with the passages that lent it wording."""
    with desk.lock:
        project = desk.project
        passages = with_section(project.passages, section, "起草", when, dropped=project.dropped)
        desk.change(passages=passages, lent=lent_with(desk, [section]))


def finish(desk: Desk, draft: Draft) -> None:
    """Title, open points and what it was written with."""
    points = tuple((point.note, point.text) for point in draft.open_points)
    project = desk.project
    written = {key_of(section) for section in draft.sections}
    # headings of the plan that nothing was written under, and that the user did not add, go
    passages = tuple(one for one in project.passages if one.lines or one.locked or not one.topic or key_of(one) in written)
    desk.change(
        title=draft.title,
        open_points=points,
        engine=draft.engine if not draft.model else f"{draft.engine} {draft.model}",
        seconds=draft.usage.seconds,
        unit=project.unit or draft.unit,
        year=project.year or draft.year,
        passages=with_lengths(renumbered(passages), desk.previous_document()),
    )


def snapshot_notes(desk: Desk) -> None:
    """Keep the notes as they are now, so that a later change is seen."""
    material = desk.material()
    copies = tuple(
        NoteCopy(note.id, note.text, Path(note.source).name, note.department, material.hashes.get(note.source, ""), note.start)
        for note in material.notes
    )
    desk.change(notes=copies)


def lent_with(desk: Desk, sections: list[DraftSection]) -> tuple[Lent, ...]:
    """The project's lenders with those of the sections."""
    known = {one.id: one for one in desk.project.lent}
    for section in sections:
        for id in {id for sentence in section.sentences for id in sentence.citations} - known.keys():
            chunk = desk.workspace.chunk(id)
            if chunk is not None:
                known[id] = Lent(id, chunk.report, chunk.title, chunk.year, chunk.headings, chunk.text, chunk.start, chunk.end)
    return tuple(known.values())
