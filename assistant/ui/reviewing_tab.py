"""The 审校 tab's actions: what is reviewed, walking the findings, deciding on them. What it looks like is in review_view."""

from __future__ import annotations

import base64
import re
import tempfile
from pathlib import Path

from assistant.domain.finding import Finding
from assistant.errors import BiganziError, InputError, UnreadableFile
from assistant.projects.project import Text
from assistant.ui.actions import Action, Tab
from assistant.ui.desk import Desk
from assistant.ui.event import Event
from assistant.ui.exporting import DOCX
from assistant.ui.language import say
from assistant.ui.review_view import view
from assistant.ui.reviewing import MOST_CHARS, apply_fix, decision, refresh, taken_back, text_of, visible
from assistant.ui.uploads import REPORTS, clean_name, receive


def opened(desk: Desk, event: Event) -> None:
    """The tab has been opened: check what is to be checked."""
    refresh(desk)


def take_file(desk: Desk, event: Event) -> None:
    """Review an uploaded text."""
    got = receive(event, REPORTS, desk.office.upload_root)
    for line in got.refused:
        desk.toast(line, "err")
    if not got.files:
        return
    upload = got.files[0]
    source = desk.keep(upload, "上传审校稿")
    try:
        try:
            text = desk.workspace.read(desk.path_of(source)).original
        except UnreadableFile as error:
            raise InputError(f"{upload.name}: {error.reason}") from None
        if len(text) > MOST_CHARS:
            raise InputError(say("太长，一次最多 {n} 字", n=MOST_CHARS))
        # a Word file is given back as it is, with its comments in it; of others the text is what counts
        own = Path(source.name).suffix == ".docx"
        _review(desk, Text(upload.name, text, source if own else None))
    finally:
        desk.forget(source)


def take_text(desk: Desk, event: Event) -> None:
    """Review a pasted text."""
    text = event.fields.get("text", "").strip()
    if not text:
        raise InputError(say("没有粘贴到文字"))
    if len(text) > MOST_CHARS:
        raise InputError(say("太长，一次最多 {n} 字", n=MOST_CHARS))
    _review(desk, Text(say("粘贴的文字"), text))


def take_draft(desk: Desk, event: Event) -> None:
    """Review the project's own draft."""
    if not desk.project.chars:
        raise InputError(say("还没有正文"))
    _review(desk, None)


def _review(desk: Desk, text: Text | None) -> None:
    state = desk.reviewing
    state.undo, state.at, state.entering, state.severity, state.category = [], 0, False, "", ""
    before = desk.project.review
    desk.change(review=text)
    if before is not None and before.file is not None:
        desk.forget(before.file)
    refresh(desk)


def enter(desk: Desk, event: Event) -> None:
    """Show the field for pasting, or not."""
    desk.reviewing.entering = not desk.reviewing.entering


def select(desk: Desk, event: Event) -> None:
    """Choose a finding; the text goes there."""
    desk.reviewing.at, desk.reviewing.explained = event.number("at") or 0, ""
    desk.effect("reveal", query="#bz-pane-review .bz-page .bz-f.is-on")


def step(desk: Desk, event: Event) -> None:
    """The next or the previous finding that the filters let through."""
    places = [at for at, _ in visible(desk)]
    if not places:
        return
    here = places.index(desk.reviewing.at) if desk.reviewing.at in places else -1
    to = places[(here + (1 if event.get("to") == "next" else -1)) % len(places)]
    select(desk, Event("finding", {"at": str(to)}))


def narrow(desk: Desk, event: Event) -> None:
    """Filter by severity or category."""
    state = desk.reviewing
    for name in ("severity", "category"):
        if name in event.data:
            setattr(state, name, "" if getattr(state, name) == event.data[name] else event.data[name])
    if event.get("all"):
        state.severity = state.category = ""
    places = [at for at, _ in visible(desk)]
    if places and state.at not in places:
        state.at = places[0]


def _chosen(desk: Desk) -> tuple[Finding, str]:
    """The finding at hand, in the text as it is now. Raises InputError where there is none, or it went with what was written since."""
    state = desk.reviewing
    if not 0 <= state.at < len(state.findings):
        raise InputError(say("先点一处问题"))
    before, name, made_from = state.findings[state.at], state.fingerprints[state.at], state.state
    refresh(desk)
    if state.state != made_from:
        same = [at for at, one in enumerate(state.fingerprints) if one == name]
        alike = [at for at, one in enumerate(state.findings) if (one.rule, one.quote) == (before.rule, before.quote)]
        if not same and len(alike) != 1:
            raise InputError(say("正文刚改过，这一处不在了，请再看一眼"))
        state.at = (same or alike)[0]
    return state.findings[state.at], state.fingerprints[state.at]


def _late(desk: Desk, event: Event) -> bool:
    """Whether it was clicked before the page showed what the click before it did: a second click decides on nothing unseen."""
    return event.get("seen") not in ("", str(desk.reviewing.decided))


def accept(desk: Desk, event: Event) -> None:
    """Make the change that the finding offers, and go on to the next."""
    if _late(desk, event):
        return
    finding, _ = _chosen(desk)
    if finding.fix is None:
        raise InputError(say("这一处要人来改，没有现成的改法"))
    with decision(desk):
        apply_fix(desk, finding.fix)
    refresh(desk)
    desk.toast(say("已换成 {text}", text=finding.fix.text or say("（删去）")), "ok", _undo())
    desk.effect("reveal", query="#bz-pane-review .bz-page .bz-f.is-on")


def ignore(desk: Desk, event: Event) -> None:
    """Let this one place stand."""
    if _late(desk, event):
        return
    _, fingerprint = _chosen(desk)
    with decision(desk):
        desk.change(ignored=(*desk.project.ignored, fingerprint))
    refresh(desk)
    desk.toast(say("这一处不再提示"), "ok", _undo())


def never(desk: Desk, event: Event) -> None:
    """Don't report these words by this rule again."""
    if _late(desk, event):
        return
    finding, _ = _chosen(desk)
    with decision(desk):
        desk.change(never=(*desk.project.never, (finding.rule, finding.quote)))
    refresh(desk)
    desk.toast(say("“{quote}”以后都不提示", quote=finding.quote[:20]), "ok", _undo())


def always(desk: Desk, event: Event) -> None:
    """Make this change everywhere, now and in later checks; only for words."""
    if _late(desk, event):
        return
    finding, _ = _chosen(desk)
    fix = finding.fix
    if fix is None or re.search(r"\d", finding.quote + fix.text):
        raise InputError(say("数字要逐处看过，不能设为总是替换"))
    with decision(desk):
        desk.change(replacements=(*[one for one in desk.project.replacements if one[0] != finding.quote], (finding.quote, fix.text)))
        count = 0
        while count < 200:
            refresh(desk)
            same = next(
                (one for one in desk.reviewing.findings if one.fix is not None and one.quote == finding.quote and one.fix.text == fix.text),
                None,
            )
            if same is None or same.fix is None:
                break
            apply_fix(desk, same.fix)
            count += 1
    refresh(desk)
    desk.toast(say("{old} 都换成 {new}，共 {n} 处", old=finding.quote, new=fix.text, n=count), "ok", _undo())


def undo(desk: Desk, event: Event) -> None:
    """Take the last decision back."""
    state = desk.reviewing
    if not state.undo:
        desk.toast(say("没有可撤销的"))
        return
    before, after, at = state.undo.pop()
    back = taken_back(desk.project, before, after)
    desk.change(
        passages=back.passages,
        review=back.review,
        ignored=back.ignored,
        never=back.never,
        replacements=back.replacements,
        accepted=back.accepted,
    )
    state.decided += 1
    refresh(desk)
    state.at = min(at, max(0, len(state.findings) - 1))
    desk.toast(say("已撤销"))


def _undo() -> dict[str, object]:
    return {"text": say("撤销"), "on": "undo", "pane": "review"}


def explain(desk: Desk, event: Event) -> None:
    """Show the rule's own page, or close it."""
    rule = event.get("rule")
    desk.reviewing.explained = "" if desk.reviewing.explained == rule else rule


def as_table(desk: Desk, event: Event) -> None:
    """Year-on-year as table or chart."""
    desk.reviewing.table = not desk.reviewing.table


def export(desk: Desk, event: Event) -> None:
    """Hand out the text as Word with the findings as comments."""
    refresh(desk)
    if desk.reviewing.document is None:
        raise InputError(say("没有可导出的文字"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "review.docx"
        told, kind = _write(desk, path, tracked=event.get("tracked") == "1")
        data = base64.b64encode(path.read_bytes()).decode()
    desk.office.audit.record(desk.user.name, "带批注导出", project=desk.kept.id)
    name, _, _ = text_of(desk.project)
    stem = Path(name).stem if desk.project.review else desk.project.title or desk.project.name
    desk.effect("download", name=clean_name(f"{stem[:50]}-{say('批注')}.docx"), type=DOCX, data=data)
    desk.toast(told, kind)


def _write(desk: Desk, path: Path, *, tracked: bool) -> tuple[str, str]:
    """Write the Word file; returns what to say of it and how. The uploaded file itself where there is one, else the official layout."""
    state, review = desk.reviewing, desk.project.review
    assert state.document is not None
    if review is not None and review.file is not None:
        try:
            source = desk.path_of(review.file)
            done = desk.workspace.export_returned(source, review.edits, review.text, state.findings, path, tracked=tracked)
        except BiganziError as error:
            reason = error.reason if isinstance(error, UnreadableFile) else error
            desk.toast(say("原件写不进批注，改用公文版式：{reason}", reason=reason), "warn")
        else:
            told = say("已在原件上导出：{n} 条批注，改好 {m} 处", n=done.comments, m=done.made)
            if done.left:
                told += say("；{n} 处改不动，写成了批注", n=len(done.left))
            return told, "warn" if done.left else "ok"
    placed = desk.workspace.export_commented(state.document, state.findings, path)
    return say("已导出，{n} 条批注", n=placed), "ok"


TAB = Tab(
    "review",
    "审校",
    {
        "open": Action(opened, "reader"),
        "review-file": Action(take_file),
        "review-text": Action(take_text),
        "review-draft": Action(take_draft),
        "enter": Action(enter),
        "finding": Action(select, "reader"),
        "step": Action(step, "reader"),
        "narrow": Action(narrow, "reader"),
        "accept": Action(accept),
        "ignore": Action(ignore),
        "never": Action(never),
        "always": Action(always),
        "undo": Action(undo),
        "explain": Action(explain, "reader"),
        "as-table": Action(as_table, "reader"),
        "export": Action(export, "reader"),
    },
    view,
)
