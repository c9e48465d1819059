"""The left column of 起草: the outline with its state, and under it what still needs a hand."""

from __future__ import annotations

from assistant.projects.draftbook import totals
from assistant.projects.project import Passage
from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.markup import (
    Html,
    bar,
    button,
    empty,
    fold_button,
    heading,
    icon,
    icon_button,
    tag,
)
from assistant.ui.section_length import length_shown, length_told
from assistant.ui.todo import ToDo, open_todos, todos


def outline(desk: Desk) -> Html:
    """The column."""
    project, state = desk.project, desk.drafting
    writer = desk.user.may("writer") and not state.running
    note = _previous_name(desk)
    tools = (
        [icon_button("plus", say("加一节"), on="add-section", data_id=state.section), _menu(desk)] if writer and project.passages else []
    )
    head = bar(
        heading(say("提纲"), say("沿用{name}", name=note) if note and project.passages else ""),
        tag("span", cls="bz-grow"),
        *tools,
        fold_button("outline", say("收起")),
    )
    if project.passages:
        needs = {todo.line for todo in todos(project)}
        counts = totals(project.passages)
        nodes = [_node(desk, passage, needs, writer, counts[passage.id]) for passage in project.passages]
        body = tag("ul", *nodes, cls="bz-tree", role="tree", style="padding:4px 0 12px", aria_label=say("提纲"))
    elif project.sources:
        body = empty(
            "纲", say("还没有提纲"), say("可以先列提纲，改好了再写；也可以直接起草。"), button(say("列提纲"), on="plan") if writer else ""
        )
    else:
        body = empty("纲", say("还没有提纲"), say("先有素材，提纲按去年的报告或素材的主题来排。"))
    return tag("aside", head, tag("div", body, cls="bz-scroll"), _todo_list(desk), cls="bz-col outline", aria_label=say("提纲"))


def _menu(desk: Desk) -> Html:
    items = [
        button(
            say("重列提纲"),
            on="plan",
            cls="quiet full",
            data_confirm=say("重列提纲会清掉现在的正文，历次版本也不留。"),
            data_verb=say("重列"),
        ),
        button(say("改单位、年份和去年报告"), on="ask", cls="quiet full"),
        button(say("导出 Markdown"), on="export", data_kind="md", cls="quiet full"),
        button(say("导出 JSON"), on="export", data_kind="json", cls="quiet full"),
    ]
    return tag(
        "details",
        tag("summary", icon("more", small=False), cls="bz-btn quiet icon", aria_label=say("更多")),
        tag("div", *items, cls="bz-pop right", style="min-width:200px"),
        cls="bz-menu",
    )


def _node(desk: Desk, passage: Passage, needs: set[str], writer: bool, count: tuple[int, int]) -> Html:
    state = desk.drafting
    on = passage.id == state.section
    written, wanted = count
    length = length_shown(written, wanted)
    meter: Html | str = ""
    if wanted and written:
        share = min(100, round(100 * written / wanted))
        # last year's length is no limit: only one that was asked for can be passed
        over = passage.asked and written > 1.1 * wanted
        meter = tag("span", tag("i", style=f"width:{share}%"), cls=f"bz-meter {'over' if over else 'mal'}")
    name = f"{passage.number}{passage.title}" if passage.title else say("开头")
    tools: Html | str = ""
    if on and writer:
        tools = tag("span", *_node_tools(passage), cls="tools")
    label = tag("span", name, cls="bz-cut" if written or passage.level == 1 else "bz-cut bz-2nd", title=name)
    if on and writer and passage.title:
        label = tag(
            "span",
            tag(
                "input",
                cls="bz-field bz-grow",
                name="title",
                value=passage.title,
                maxlength="60",
                data_enter="rename-section",
                data_change="rename-section",
                data_id=passage.id,
                aria_label=say("标题"),
            ),
            cls="bz-row",
            style="grid-column:2/4",
        )
        length_field = tag(
            "input",
            cls="bz-field",
            name="length",
            value=(passage.length or "") if passage.asked else "",
            inputmode="numeric",
            size="4",
            placeholder=passage.length or say("字数"),
            title=length_told(desk.project, passage) or None,
            data_change="rename-section",
            data_enter="rename-section",
            data_id=passage.id,
            aria_label=say("写多少字"),
            style="width:56px",
        )
        # the count so far beside the wish that is being typed
        so_far = tag("span", f"{passage.chars}／" if passage.chars else say("字数"), cls="bz-muted bz-small")
        length_field = tag(
            "span",
            so_far,
            length_field,
            tag("span", say("字"), cls="bz-muted bz-small"),
            cls="bz-row",
            style="grid-column:2/4;justify-content:flex-end;gap:4px;margin-top:4px",
        )
    else:
        length_field = tag("span", length, cls="len bz-nowrap")
    return tag(
        "li",
        tag(
            "div",
            _glyph(desk, passage, needs),
            label,
            length_field,
            meter,
            tools,
            cls=f"bz-node l{min(passage.level, 2)}{' is-on' if on else ''}",
            data_on="section" if not on else None,
            data_id=passage.id,
            role="treeitem",
            tabindex="0",
            aria_current="true" if on else None,
            data_form=True,
            data_into=passage.id if writer else None,
        ),
        role="none",
        id=f"node-{passage.id}",
        draggable="true" if writer and passage.title and not on else None,
        data_drag=passage.id if writer else None,
    )


def _node_tools(passage: Passage) -> list[Html]:
    id = passage.id
    locked = passage.locked
    made = [
        button(icon("redo"), say("重写"), on="rewrite", cls="quiet", data_id=id, disabled=locked),
        button(icon("unlock" if locked else "lock"), say("解锁") if locked else say("锁定"), on="lock", cls="quiet", data_id=id),
    ]
    if passage.title:
        made += [
            icon_button("up", say("上移"), on="move", data_id=id, data_to="up"),
            icon_button("chev", say("下移"), on="move", data_id=id, data_to="down"),
            icon_button("trash", say("删去"), on="drop-section", data_id=id, disabled=locked),
        ]
    return made


def _glyph(desk: Desk, passage: Passage, needs: set[str]) -> Html:
    state = desk.drafting
    if state.running and state.writing and state.writing == (passage.title or say("开头")):
        return tag("span", tag("span", cls="bz-spin"), cls="st")
    if passage.locked:
        return tag("span", icon("lock"), cls="st done", title=say("锁定"))
    if any(line.id in needs for line in passage.lines):
        return tag("span", icon("flag"), cls="st need", title=say("有待办"))
    if passage.lines:
        return tag("span", icon("check"), cls="st done", title=say("已写"))
    return tag("span", cls="st")


def _todo_list(desk: Desk) -> Html:
    found = todos(desk.project)
    count = len(open_todos(desk.project))
    if not desk.project.chars:
        return Html("")
    steps = (
        [
            tag("span", cls="bz-grow"),
            icon_button("up", say("上一处"), on="step-todo", data_to="previous", key="Shift+F8"),
            icon_button("chev", say("下一处"), on="step-todo", data_to="next", key="F8"),
            tag("kbd", "F8"),
        ]
        if found
        else []
    )
    head = tag(
        "div", tag("b", say("待办 {n}", n=count) if count else say("没有待办"), cls="bz-b"), *steps, cls="bz-row", style="height:28px"
    )
    return tag("div", head, tag("div", *[_todo(desk, todo) for todo in found], cls="bz-todos"), cls="bz-foot", style="padding-top:8px")


def _todo(desk: Desk, todo: ToDo) -> Html:
    kind = {"要重看": "warn", "说明": "line"}.get(todo.kind, "todo")
    jump = {"data_on": "line", "data_id": todo.line} if todo.line else {"data_tab": "intake"}
    return tag(
        "button",
        tag("span", say(todo.kind), cls=f"bz-tag {kind}"),
        tag("span", todo.text, cls="bz-cut", title=todo.text),
        tag("span", todo.place, cls="bz-muted bz-small"),
        cls="bz-todo",
        type="button",
        **jump,
    )


def _previous_name(desk: Desk) -> str:
    project = desk.project
    if project.previous_file is not None:
        return project.previous_file.name
    report = next((one for one in desk.workspace.library.reports() if one.id == project.previous), None) if project.previous else None
    return f"{report.year}年总结" if report and report.year else (report.title if report else "")
