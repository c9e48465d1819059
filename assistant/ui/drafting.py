"""起草's actions: what is asked for, writing, redoing, editing. The outline's are in outlining, the looks in draft_view."""

from __future__ import annotations

import contextlib
import queue
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from assistant.domain.draft import Brief, DraftSection
from assistant.engines.engine import Engine
from assistant.errors import InputError
from assistant.projects.draftbook import (
    fits,
    lines_of,
    rewritten,
    with_line,
)
from assistant.projects.following import GONE, seen_by, with_copies
from assistant.projects.project import Line, NoteCopy, Passage
from assistant.ui import intake, shelf
from assistant.ui.actions import Action, Tab
from assistant.ui.desk import Desk, now
from assistant.ui.draft_changes import changes
from assistant.ui.draft_job import Job, Step, copies_of, follow, lent_with, was_stopped
from assistant.ui.draft_view import view
from assistant.ui.event import Event
from assistant.ui.exporting import export
from assistant.ui.language import say
from assistant.ui.outlining import (
    add_section,
    brief_of,
    changed_passage,
    drop_section,
    lock,
    move_section,
    plan,
    rename_section,
    select_section,
    undrop,
)
from assistant.ui.rework import rework
from assistant.ui.todo import conflict_key, open_conflicts, settled_of, todos
from assistant.ui.uploads import REPORTS, receive

# what is asked for


def set_brief(desk: Desk, event: Event) -> None:
    """Unit, year, kind and previous report, as typed or chosen.

    Of several fields only the one that was changed counts: the others may show what stood there before an upload was answered.
    """
    only = event.data.get("changed")
    fields = {name: value for name, value in event.fields.items() if name == only} if only else dict(event.fields)
    if event.do != "brief":
        fields.pop("previous", None)
    project = desk.project
    changes: dict[str, Any] = {}
    if "unit" in fields:
        changes["unit"] = fields["unit"].strip()[:40]
    if "year" in fields:
        changes["year"] = year = year_of(fields["year"])
        if year and project.name == f"{project.year}年度工作总结":
            changes["name"] = f"{year}年度工作总结"
    if "kind" in fields:
        changes["kind"] = fields["kind"].strip()[:40] or project.kind
    if "previous" in fields:
        changes["previous"] = fields["previous"]
        if fields["previous"] != "own":
            changes["previous_file"] = None
    changes = {name: value for name, value in changes.items() if getattr(project, name) != value}
    if changes:
        desk.change(**changes)


def year_of(text: str) -> int | None:
    """A year from what was typed. Raises InputError for one that can't be meant."""
    digits = re.sub(r"\D", "", text)
    if not digits:
        return None
    if not 1990 <= int(digits) <= 2100:
        raise InputError(say("年份写四位数，比如 2026"))
    return int(digits)


def own_previous(desk: Desk, event: Event) -> None:
    """Take an uploaded file as last year's report."""
    got = receive(event, REPORTS, desk.office.upload_root)
    for line in got.refused:
        desk.toast(line, "err")
    if got.files:
        source = desk.keep(got.files[0])
        document = desk.workspace.read(desk.path_of(source))
        desk.change(previous_file=source, previous="own", unit=desk.project.unit or document.unit)


# the outline


# writing


def write(desk: Desk, event: Event) -> Iterator[None]:
    """Write the whole report, section by section."""
    offline = bool(event.get("offline"))
    steps: queue.Queue[Step] = queue.Queue()
    with desk.lock:
        # in one: another project must not come between what is asked for and the writing of it
        state = desk.drafting
        if state.running:
            return
        if event.fields:
            set_brief(desk, event)
        if not desk.material().notes:
            raise InputError(say("还没有素材。先把科室发来的文件拖进来。"))
        job = Job(desk, brief_of(desk), steps, offline=offline, rest=bool(event.get("rest")))
        desk.claim(state)
        state.asking, state.stopped, state.line, state.failed = False, False, "", ""
        state.writing, state.job = "", job
        desk.office.running[desk.user.name, desk.kept.id] = desk
    # the work goes on when the page is closed meanwhile: a page that is opened again finds this desk
    threading.Thread(target=job.run, daemon=True).start()
    engine = "offline" if offline else desk.workspace.settings.effective_engine
    desk.office.audit.record(desk.user.name, "起草", project=desk.kept.id, engine=engine)
    yield
    while not (step := steps.get()).last:
        yield
    if step.failure is not None:
        raise step.failure


def stop(desk: Desk, event: Event) -> None:
    """Stop: what is written stays, what a model is at is not waited for."""
    state = desk.drafting
    # what has ended meanwhile is not stopped
    state.stopping = state.running
    end = getattr(state.job, "stop", None) if state.running else None
    if end is not None:
        end()


def rewrite(desk: Desk, event: Event) -> Iterator[None]:
    """Write one section anew, with an instruction where there is one."""
    state = desk.drafting
    instruction = event.get("instruction").strip()[:400]
    with desk.busy(state) as claimed:
        if not claimed or state is not desk.drafting:
            # it runs already, or another project came between the click and this
            return
        passage = desk.project.passage(event.get("id") or section_at_hand(desk))
        if passage is None:
            raise InputError(say("先点一节，再重写"))
        if passage.locked:
            raise InputError(say("这一节锁着，先解锁"))
        state.writing, state.job = passage.title or say("开头"), None
        yield
        notes = copies_of(desk)
        # a model is told the wish; what the offline engine can do about one is done to its sentences
        offline = desk.workspace.settings.effective_engine == "offline"
        state.job = engine = desk.workspace.engine()
        section = None if state.stopping else _section_again(desk, passage, "" if offline else instruction, engine)
        if was_stopped(engine) or (section is None and state.stopping):
            desk.toast(say("已停下，这一节没有动"))
            return
        if section is None:
            raise InputError(say("这一节没有对应的素材，写不出来"))
        lines = lines_of(section.sentences)
        told = rework(lines, instruction) if instruction and offline else None
        with desk.lock:
            current = desk.project.passage(passage.id)
            if current is None or current.locked:
                # taken out or locked while it was being written
                raise InputError(say("这一节锁着，先解锁") if current else say("先点一节，再重写"))
            chosen = desk.project.line(state.line)
            if chosen is None or chosen[0].id == passage.id:
                # its sentences are others now; a sentence of another section that was chosen meanwhile stays chosen
                state.line = ""
            desk.change(lent=lent_with(desk, [section]))
            changed_passage(desk, passage.id, _again(told.lines if told else lines))
            _look(desk, notes)
            # sheets may have come or gone while it was being written
            follow(desk)
    state.writing = ""
    desk.toast(
        told.said if told else say("已按现在的素材重写{title}", title=passage.title or say("开头")),
        "ok" if not told or told.done else "warn",
    )


def _again(lines: tuple[Line, ...]) -> Callable[[Passage], Passage]:
    return lambda one: replace(rewritten(one, lines, "重写", now()), written_for=one.length if one.asked else None)


def _section_again(desk: Desk, passage: Passage, instruction: str, engine: Engine) -> DraftSection | None:
    """The passage's section written anew: alone where the job finds it by its title, else out of the whole. None: not written."""
    notes, settled = desk.material().notes, settled_of(desk)

    def written(brief: Brief) -> DraftSection | None:
        draft = desk.workspace.draft(brief, notes=notes, engine=engine, check=False, instruction=instruction, settled=settled)
        return next((one for one in draft.sections if fits(passage, one)), None)

    if passage.title:
        with contextlib.suppress(InputError):
            section = written(brief_of(desk, passage.title))
            if section is not None or was_stopped(engine):
                return section
    return written(brief_of(desk))


def section_at_hand(desk: Desk) -> str:
    """The section of the chosen sentence, or the chosen section."""
    found = desk.project.line(desk.drafting.line)
    return found[0].id if found else desk.drafting.section


# sentences


def select_line(desk: Desk, event: Event) -> None:
    """Choose a sentence: its notes, figures and lenders come up beside it."""
    found = desk.project.line(event.get("id"))
    if found:
        desk.drafting.section, desk.drafting.line = found[0].id, found[1].id


def step_line(desk: Desk, event: Event) -> None:
    """The sentence before or after."""
    ids = [line.id for _, line in desk.project.lines()]
    if ids:
        at = ids.index(desk.drafting.line) if desk.drafting.line in ids else -1
        id = ids[(at + (1 if event.get("to") == "next" else -1)) % len(ids)]
        select_line(desk, Event("line", {"id": id}))
        desk.effect("reveal", query=f"#s-{id}")


def step_todo(desk: Desk, event: Event) -> None:
    """The next or the previous thing that needs a hand."""
    places = [todo.line for todo in todos(desk.project) if todo.line]
    if not places:
        desk.toast(say("没有待办了"))
        return
    at = places.index(desk.drafting.line) if desk.drafting.line in places else -1
    id = places[(at + (1 if event.get("to") == "next" else -1)) % len(places)]
    select_line(desk, Event("line", {"id": id}))
    desk.effect("reveal", query=f"#s-{id}")


def edit(desk: Desk, event: Event) -> None:
    """A sentence edited in place, or the title."""
    text = event.fields.get("text", "").strip()[:4000]
    if event.get("id") == "title":
        if text:
            desk.change(title=re.sub(r"\s+", "", text))
        return
    found = desk.project.line(event.get("id"))
    if found is None:
        if text:
            raise InputError(say("这句话刚被重写换掉了，您改的没有放进正文，要用请从这里复制：{text}", text=text))
        return
    passage, line = found
    if passage.locked:
        raise InputError(say("这一节锁着，先解锁"))
    if not text:
        kept = tuple(one for one in passage.lines if one.id != line.id)
        changed_passage(desk, passage.id, lambda one: rewritten(one, kept, "手改", now()))
        return
    changed_passage(desk, passage.id, lambda one: with_line(one, line.id, lambda old: _edited(old, text), "手改", now()))
    _look(desk, copies_of(desk))


def _edited(line: Line, text: str) -> Line:
    support = "unsupported" if line.support != "notes" and re.search(r"\d", text) and not re.search(r"\d", line.text) else line.support
    # whoever typed it had the notes as they are before them
    return replace(line, text=text, edited=True, stale=False, support=support, seen=())


def fine(desk: Desk, event: Event) -> None:
    """The sentence has been looked at again and stands; a note that is gone supports it no more."""
    found = desk.project.line(event.get("id") or desk.drafting.line)
    if found is None:
        return
    passage, line = found
    notes = tuple(note for note in line.notes if not note.startswith(GONE))
    support = "unsupported" if line.notes and not notes and line.support == "notes" else line.support
    looked = replace(line, stale=False, seen=(), notes=notes, support=support)
    changed_passage(desk, passage.id, lambda one: replace(one, lines=tuple(looked if old.id == line.id else old for old in one.lines)))
    _look(desk, copies_of(desk))


def _look(desk: Desk, notes: tuple[NoteCopy, ...]) -> None:
    """Sentences that were just written or looked at have seen their notes as these are."""
    passages = seen_by(desk.project.passages, {note.id: note.text for note in notes})
    desk.change(passages=passages, notes=with_copies(replace(desk.project, passages=passages), notes))


def compare(desk: Desk, event: Event) -> None:
    """Show a section's earlier version word by word against now, or stop showing it."""
    place = f"{section_at_hand(desk)}:{event.get('at')}"
    desk.drafting.comparing = "" if desk.drafting.comparing == place else place


def restore(desk: Desk, event: Event) -> None:
    """Take a section back to an earlier version."""
    passage = desk.project.passage(section_at_hand(desk))
    at = event.number("at")
    if passage is None or at is None or not 0 <= at < len(passage.versions):
        return
    if passage.locked:
        raise InputError(say("这一节锁着，先解锁"))
    changed_passage(desk, passage.id, lambda one: rewritten(one, one.versions[at].lines, "恢复", now()))
    desk.drafting.comparing = ""


def ask_again(desk: Desk, event: Event) -> None:
    """Back to what is asked for, or to the draft."""
    desk.drafting.asking = not desk.drafting.asking


def chip(desk: Desk, event: Event) -> None:
    """From a 【待核】 or 【待补】 to where it is settled: the conflict that its notes are in, else the list of gaps."""
    select_line(desk, event)
    found = desk.project.line(event.get("id"))
    notes = set(found[1].notes) if found else set()
    conflict = next((one for one in open_conflicts(desk) if notes & {fact.note for fact in one.facts}), None)
    desk.intake.filter, desk.intake.department, desk.intake.query = "", "", ""
    desk.intake.open = conflict_key(conflict) if conflict else ""
    desk.effect("tab", tab="intake")
    if conflict is not None:
        desk.effect("reveal", query="#bz-pane-intake .bz-conf")


def read_source(desk: Desk, event: Event) -> None:
    """Open the report that lent wording, in 资料库."""
    shelf.read(desk, event)
    desk.effect("tab", tab="library")


TAB = Tab(
    "draft",
    "起草",
    {
        "open": Action(lambda desk, event: None, "reader"),
        "brief": Action(set_brief),
        "previous-file": Action(own_previous),
        "plan": Action(plan),
        "section": Action(select_section, "reader"),
        "rename-section": Action(rename_section),
        "add-section": Action(add_section),
        "drop-section": Action(drop_section),
        "undrop": Action(undrop),
        "move": Action(move_section),
        "lock": Action(lock),
        "write": Action(write),
        "stop": Action(stop),
        "rewrite": Action(rewrite),
        "line": Action(select_line, "reader"),
        "step-line": Action(step_line, "reader"),
        "step-todo": Action(step_todo, "reader"),
        "edit": Action(edit),
        "fine": Action(fine),
        "compare": Action(compare, "reader"),
        "changes": Action(changes, "reader"),
        "restore": Action(restore),
        "export": Action(export, "reader"),
        "ask": Action(ask_again),
        "source": Action(read_source, "reader"),
        "chip": Action(chip, "reader"),
        "sample": Action(intake.sample),
        "add-sources": Action(intake.add_sources),
        "drop-source": Action(intake.drop_source),
    },
    view,
)
