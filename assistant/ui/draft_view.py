"""How 起草 looks: the page in the middle; outline, start and inspector have modules of their own."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.quantity import Fact
from assistant.projects.compare import compare
from assistant.projects.project import Line, Passage
from assistant.ui.desk import Desk
from assistant.ui.draft_changes import changed_page, changes_button, is_on
from assistant.ui.draft_job import MIXED
from assistant.ui.draft_outline import outline
from assistant.ui.draft_start import start
from assistant.ui.facts import described, facts_by_note
from assistant.ui.figures_in import figures
from assistant.ui.inspector import inspector
from assistant.ui.language import say
from assistant.ui.markup import (
    Html,
    button,
    esc,
    icon,
    icon_button,
    join,
    tag,
)
from assistant.ui.todo import CHIP, open_todos, todos
from assistant.writing.export.title import title_lines


def view(desk: Desk) -> Html:
    """The whole tab."""
    return tag("main", outline(desk), _desk(desk), inspector(desk), cls="bz-work w-draft")


# left: outline and to-do list


# middle: the page, or what is asked for


def _desk(desk: Desk) -> Html:
    project = desk.project
    if desk.drafting.asking or not (
        project.passages and (project.chars or desk.drafting.running or any(one.title for one in project.passages))
    ):
        return tag(
            "section",
            _mobile_bar(desk),
            tag("div", start(desk), cls="bz-canvas bz-scroll", tabindex="0"),
            cls="bz-col desk",
            aria_label=say("正文"),
        )
    return tag(
        "section",
        _bar(desk),
        _mobile_bar(desk),
        tag(
            "div",
            changed_page(desk) if is_on(desk) else _page(desk),
            cls="bz-canvas bz-scroll",
            tabindex="0",
            data_follow="on" if desk.drafting.running else "off",
        ),
        tag("div", cls="bz-ruler bz-desktop", style="top:40px", data_still=True),
        cls="bz-col desk",
        aria_label=say("正文"),
    )


def _bar(desk: Desk) -> Html:
    project, state = desk.project, desk.drafting
    writer = desk.user.may("writer")
    left: list[Html] = []
    if state.running:
        left = [button(icon("stop"), say("停止"), tag("kbd", "Esc"), on="stop", key="Escape")]
    elif writer:
        again = say("起草全文") if not project.chars else say("重新起草")
        ask = say("没有锁定的各节会重写，原来的留在版本里。") if project.chars else None
        left = [button(icon("pen"), again, on="write", cls="" if project.chars else "primary", data_confirm=ask, data_verb=again)]
        passage = project.passage(desk.drafting.section)
        if passage is not None and project.chars:
            # no id: what was chosen last counts, even where its answer has not come to the page yet
            left += [
                button(icon("redo"), say("重写本节"), on="rewrite", cls="quiet", disabled=passage.locked),
                button(
                    icon("unlock" if passage.locked else "lock"),
                    say("解锁") if passage.locked else say("锁定"),
                    on="lock",
                    cls="quiet",
                    key="l",
                ),
            ]
    views = tag(
        "span",
        *[
            tag(
                "button",
                text,
                type="button",
                data_do="view",
                data_value=value,
                aria_pressed="true" if value == "evidence" else "false",
                data_still=True,
            )
            for value, text in (("evidence", say("依据")), ("clean", say("干净")))
        ],
        cls="bz-seg",
        role="group",
        aria_label=say("显示方式"),
        data_still=True,
    )
    # a section without a wished length is as long as it is: else a few wishes would stand against the whole text
    wanted = (
        sum(one.length or one.chars for one in project.passages)
        if any(one.length for one in project.passages)
        else 0
    )
    count = say("{n} / {all} 字", n=f"{project.chars:,}", all=f"{wanted:,}") if wanted else say("{n} 字", n=f"{project.chars:,}")
    out = button(icon("down"), say("导出 Word"), on="export", data_kind="docx", disabled=not project.chars)
    return tag(
        "div",
        *left,
        tag("span", cls="bz-sep"),
        views,
        changes_button(desk),
        tag("span", cls="bz-grow"),
        tag("span", count, cls="bz-muted bz-small"),
        out,
        cls="bz-bar bz-desktop",
    )


def _mobile_bar(desk: Desk) -> Html:
    passage = desk.project.passage(desk.drafting.section)
    name = f"{passage.number}{passage.title}" if passage and passage.title else say("提纲")
    found = len(open_todos(desk.project))
    todo = tag("button", icon("flag"), say("待办 {n}", n=found), cls="bz-tag todo", type="button", data_sheet="outline") if found else ""
    out = icon_button("down", say("导出 Word"), on="export", data_kind="docx") if desk.project.chars else ""
    stop = icon_button("stop", say("停止"), on="stop") if desk.drafting.running else ""
    return tag(
        "div",
        tag(
            "button",
            icon("list", small=False),
            tag("span", name, cls="bz-cut"),
            icon("chev"),
            cls="bz-btn quiet",
            type="button",
            data_sheet="outline",
            style="padding:0 4px;max-width:52vw",
        ),
        tag("span", cls="bz-grow"),
        todo,
        changes_button(desk) if desk.project.chars else "",
        out,
        stop,
        cls="bz-bar bz-mobile",
    )


def _page(desk: Desk) -> Html:
    project, state = desk.project, desk.drafting
    facts = facts_by_note(desk)
    title = project.title or project.name
    label = (
        say("离线起草稿：按素材写成，措辞参照往年，数字都来自素材")
        if project.engine.startswith("offline")
        else say("{engine} 起草稿，补写的各节是离线写的", engine=project.engine.removesuffix(MIXED).removeprefix("model "))
        if project.engine.endswith(MIXED)
        else say("{engine} 起草稿", engine=project.engine.removeprefix("model "))
        if project.engine
        else ""
    )
    pieces = [tag("h1", tag("span", "\n".join(title_lines(title)), cls="bz-s", data_edit=True, data_id="title", tabindex="0"))]
    needs = {todo.line for todo in todos(project)}
    for passage in project.passages:
        pieces += _passage(desk, passage, facts, needs)
    if state.running:
        pieces.append(tag("div", tag("span", cls="bz-spin"), say("正在写，写完的句子现在就能改"), cls="bz-live"))
        pieces += [tag("span", cls="bz-ghost"), tag("span", cls="bz-ghost", style="width:62%")]
    elif state.failed:
        pieces.append(_failed(state.failed))
    elif state.stopped:
        pieces.append(_stopped(desk))
    told = say("正在写：{title}", title=state.writing) if state.running and state.writing else ""
    pieces.append(tag("span", told, cls="bz-hidden", role="status", aria_live="polite"))
    return tag(
        "article",
        tag("p", label, cls="bz-label", style="text-indent:0;text-align:center") if label else "",
        *pieces,
        cls="bz-page",
        lang="zh-CN",
        aria_live="off",
    )


def _stopped(desk: Desk) -> Html:
    """The writing was stopped: what is there stays, and the rest can be written with or without the model."""
    tools: list[Html] = []
    if desk.user.may("writer"):
        tools = [button(say("接着写"), on="write", data_rest="1")]
        if desk.workspace.settings.effective_engine != "offline":
            tools.append(button(say("离线写完"), on="write", cls="quiet", data_offline="1", data_rest="1"))
    told = tag("span", say("停在这里。写完的都在。"), cls="bz-grow")
    return tag("div", told, *tools, cls="bz-note", style="text-indent:0;font:400 13px/20px var(--bz-sans)", role="status")


def _failed(reason: str) -> Html:
    return tag(
        "div",
        tag("span", icon("alert"), cls="bz-red"),
        tag("span", tag("b", say("模型没有写完"), cls="bz-b"), tag("div", reason, cls="bz-small bz-2nd"), cls="bz-grow"),
        button(say("再试"), on="write"),
        button(say("离线写完"), on="write", cls="quiet", data_offline="1", data_rest="1"),
        cls="bz-note err",
        role="alert",
        style="text-indent:0;font:400 13px/20px var(--bz-sans)",
    )


def _passage(desk: Desk, passage: Passage, facts: dict[str, list[Fact]], needs: set[str]) -> list[Html]:
    made: list[Html] = []
    gutter: Html | str = ""
    if passage.locked:
        gutter = tag("span", icon("lock"), cls="bz-gut", title=say("锁定"))
    elif any(line.id in needs for line in passage.lines):
        gutter = tag("span", icon("flag"), cls="bz-gut bz-red")
    if passage.title:
        name = "h2" if passage.level == 1 else "h3"
        made.append(
            tag(
                name,
                gutter,
                passage.number,
                passage.title,
                cls="bz-head",
                id=f"sec-{passage.id}",
                data_on="section",
                data_id=passage.id,
                tabindex="0",
            )
        )
        gutter = ""
    if desk.drafting.comparing.startswith(f"{passage.id}:"):
        return [*made, _compared(desk, passage)]
    if not passage.lines:
        if passage.title and passage.level > 1 and not desk.drafting.running:
            made.append(tag("p", say("这一节还没写。"), cls="none"))
        return made
    paragraph: list[object] = [gutter]
    first = True
    for line in passage.lines:
        if line.text == "\n":
            made.append(tag("p", *paragraph, id=f"p-{passage.id}" if first and not passage.title else None))
            paragraph, first = [], False
            continue
        paragraph.append(_sentence(desk, passage, line, facts))
    made.append(tag("p", *paragraph))
    return made


def _compared(desk: Desk, passage: Passage) -> Html:
    at = int(desk.drafting.comparing.split(":")[1] or 0)
    old = "".join(line.text for line in passage.versions[at].lines) if at < len(passage.versions) else ""
    now = "".join(line.text for line in passage.lines)
    shown = [esc(text) if kind == "same" else tag(kind, text) for kind, text in compare(old, now)]
    return tag("p", *shown, aria_label=say("逐字对比"))


def _sentence(desk: Desk, passage: Passage, line: Line, facts: dict[str, list[Fact]]) -> Html:
    look = ["bz-s"]
    look += {"library": ["lent"], "unsupported": ["bare"]}.get(line.support, [])
    look += ["is-stale"] if line.stale else []
    look += ["is-on"] if line.id == desk.drafting.line else []
    mine = [fact for note in line.notes for fact in facts.get(note, ())]
    told = say("锁着，先解锁再改") if passage.locked else None
    return tag(
        "span",
        *_inside(line, mine, desk),
        cls=" ".join(look),
        id=f"s-{line.id}",
        data_on="line",
        data_id=line.id,
        tabindex="0",
        data_edit=not passage.locked and desk.user.may("writer"),
        data_locked=passage.locked,
        title=told,
    )


def _inside(line: Line, facts: Sequence[Fact], desk: Desk) -> list[object]:
    text = line.text
    pieces: list[object] = []
    at = 0
    for match in CHIP.finditer(text):
        pieces += _with_figures(text[at : match.start()], facts, desk)
        look = "bz-chip gap" if match[1] == "待补" else "bz-chip"
        pieces.append(tag("span", match[0], cls=look, role="button", tabindex="0", data_on="chip", data_id=line.id))
        at = match.end()
    return [*pieces, *_with_figures(text[at:], facts, desk)]


def _with_figures(text: str, facts: Sequence[Fact], desk: Desk) -> list[object]:
    pieces: list[object] = []
    at = 0
    for shown in figures(text, facts):
        if shown.fact is None:
            continue
        pieces += [text[at : shown.start], tag("span", text[shown.start : shown.end], cls="bz-q", data_peek=described(desk, shown.fact))]
        at = shown.end
    return [*pieces, text[at:]]


# what is asked for


def written(desk: Desk) -> Html:
    """All sentences in one string, for tests."""
    return join([line.text for _, line in desk.project.lines()])
