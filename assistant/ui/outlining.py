"""起草's actions on the outline: list, rename, add, drop, move, lock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

from assistant.domain.draft import Brief, PlannedSection
from assistant.errors import InputError
from assistant.files import write_bytes
from assistant.projects.draftbook import (
    dropped_key,
    new_id,
    planned_passages,
    renumbered,
    with_lengths,
)
from assistant.projects.project import Passage
from assistant.ui.desk import Desk
from assistant.ui.event import Event
from assistant.ui.language import say


def brief_of(desk: Desk, section: str | None = None) -> Brief:
    """The project as a brief for the drafting job."""
    project = desk.project
    paths = tuple(desk.material().hashes)
    wishes = tuple(
        PlannedSection(one.number, one.title, one.level, one.topic, one.part, (), one.length)  # type: ignore[arg-type]
        for one in project.passages
        if one.asked and one.length and one.title
    )
    return Brief(project.year, project.unit, project.kind, paths, _own_outline(desk), desk.previous_path(), section, wishes)


def _own_outline(desk: Desk) -> str | None:
    """The outline as a file, where the user added sections or took some out; else the job plans as it did."""
    project = desk.project
    added = any(one.title and one.level > 1 and not one.topic for one in project.passages)
    if not (added or project.dropped):
        return None
    text = "".join(f"{one.number}{one.title}\n" for one in project.passages if one.title)
    path = desk.office.folder / "outlines" / f"{hashlib.sha256(text.encode()).hexdigest()[:24]}.txt"
    if not path.exists():
        write_bytes(path, text.encode("utf-8"))
    return str(path)


def plan(desk: Desk, event: Event) -> None:
    """Make the outline from last year's report or the notes' topics."""
    material = desk.material()
    if not material.notes:
        raise InputError(say("还没有素材。先把科室发来的文件拖进来。"))
    passages = with_lengths(planned_passages(desk.workspace.plan(brief_of(desk), material.notes)), desk.previous_document())
    desk.change(passages=passages, dropped=())
    desk.drafting.asking = False


def select_section(desk: Desk, event: Event) -> None:
    """Choose a section in the outline; the page goes there."""
    desk.drafting.section, desk.drafting.line = event.get("id"), ""
    desk.effect("reveal", query=f"#sec-{event.get('id')}")


def changed_passage(desk: Desk, id: str, change: Callable[[Passage], Passage]) -> None:
    """Change one passage of the project and save it."""
    with desk.lock:
        desk.change(passages=tuple(change(one) if one.id == id else one for one in desk.project.passages))


def rename_section(desk: Desk, event: Event) -> None:
    """Another heading, and how long the section is to be; an emptied length is last year's again."""
    passage = desk.project.passage(event.get("id"))
    if passage is None:
        return
    title = event.get("title").strip()[:60] or passage.title
    digits = re.sub(r"\D", "", event.get("length"))[:5]
    length = int(digits) or None if digits else None
    asked = passage.asked if length == passage.length else length is not None
    changed_passage(desk, passage.id, lambda one: replace(one, title=title, length=length, asked=asked))
    if length is None and passage.length:
        desk.change(passages=with_lengths(desk.project.passages, desk.previous_document()))
    if asked and length != passage.length and passage.chars and not passage.locked:
        again = {"text": say("重写本节"), "on": "rewrite", "pane": "draft", "data": {"data": {"id": passage.id}}}
        desk.toast(say("字数改为{n}，重写这一节时照此", n=length or 0), "ok", again)


def add_section(desk: Desk, event: Event) -> None:
    """A new heading after the chosen one, of the same level."""
    passages = list(desk.project.passages)
    at = next((i for i, one in enumerate(passages) if one.id == event.get("id") or one.id == desk.drafting.section), len(passages) - 1)
    level = passages[at].level if passages and passages[at].title else 2
    made = Passage(new_id(), "", say("新的一节"), level, "", passages[at].part if passages else "summary")
    desk.change(passages=renumbered([*passages[: at + 1], made, *passages[at + 1 :]]))
    desk.drafting.section, desk.drafting.asking = made.id, False
    desk.effect("focus", query=f"#node-{made.id} input")


def drop_section(desk: Desk, event: Event) -> None:
    """Take a heading out with what is below it; it can be taken back."""
    project = desk.project
    gone = project.passage(event.get("id"))
    if gone is None:
        return
    if gone.locked:
        raise InputError(say("这一节锁着，先解锁"))
    rest = tuple(one for one in project.passages if one.id != gone.id)
    desk.drafting.line = ""
    desk.change(passages=renumbered(rest), dropped=(*project.dropped, dropped_key(gone)))
    desk.toast(
        say("已删去{title}", title=f"{gone.number}{gone.title}"),
        "ok",
        {"text": say("撤销"), "on": "undrop", "pane": "draft", "data": {"data": {"id": gone.id, "at": str(project.passages.index(gone))}}},
    )
    desk.undone[gone.id] = gone


def undrop(desk: Desk, event: Event) -> None:
    """Put a heading back that was just taken out."""
    gone = desk.undone.pop(event.get("id"), None)
    if gone is not None:
        passages = list(desk.project.passages)
        passages.insert(event.number("at") or 0, gone)
        desk.change(passages=renumbered(passages), dropped=tuple(key for key in desk.project.dropped if key != dropped_key(gone)))


def move_section(desk: Desk, event: Event) -> None:
    """Put a heading one place up or down, or before another one."""
    passages = list(desk.project.passages)
    at = next((i for i, one in enumerate(passages) if one.id == event.get("id")), None)
    if at is None:
        return
    to = event.get("to")
    target = {"up": at - 1, "down": at + 1}.get(to, next((i for i, one in enumerate(passages) if one.id == to), at))
    if 0 <= target < len(passages):
        passages.insert(target, passages.pop(at))
        desk.change(passages=renumbered(passages))


def lock(desk: Desk, event: Event) -> None:
    """Lock or unlock a section."""
    changed_passage(desk, event.get("id") or desk.drafting.section, lambda one: replace(one, locked=not one.locked))
