"""The middle of 素材: the ledger as a table, a conflict opening as a band inside it."""

from __future__ import annotations

from assistant.domain.quantity import Conflict, Fact, Note
from assistant.ui.cutoffs import cutoff_of, shared_cutoff
from assistant.ui.desk import Desk
from assistant.ui.facts import name_of, note_of, place_of, value_of
from assistant.ui.intake_rows import COLUMNS, Row, Uses, fact_department, lines_using, matches, period_shown, rows_of, uses_of
from assistant.ui.language import say
from assistant.ui.markup import Html, bar, button, empty, heading, icon, icon_button, join, label_tag, segment, tag
from assistant.ui.samples import sample_notes
from assistant.ui.todo import conflict_key, fact_key, open_conflicts

_MOST_ROWS = 600


def ledger(desk: Desk) -> Html:
    """The column."""
    material, state = desk.material(), desk.intake
    facts = material.ledger.facts
    conflicts = open_conflicts(desk)
    used = uses_of(desk)
    gaps = material.ledger.gaps
    filters = segment(
        "filter",
        "filter",
        (
            ("", say("全部")),
            ("conflict", join([tag("span", cls="bz-sev err"), say("待核 {n}", n=len(conflicts))])),
            ("gap", say("缺数 {n}", n=len(gaps))),
            ("unused", say("未用 {n}", n=sum(not lines_using(used, fact) for fact in facts))),
        ),
        state.filter,
        say("筛选"),
    )
    query = tag(
        "span",
        icon("search"),
        tag(
            "input",
            cls="bz-bare",
            name="query",
            value=state.query,
            placeholder=say("指标、截止、科室"),
            data_change="find",
            data_enter="find",
            style="width:116px;font-size:13px",
            aria_label=say("指标、截止、科室"),
            data_key="/",
        ),
        cls="bz-field",
    )
    tools = [
        filters if facts else "",
        tag("span", cls="bz-grow"),
        tag("span", query, data_form=True) if facts else "",
        icon_button("down", say("导出台账"), on="export-ledger") if facts else "",
    ]
    narrow = tag(
        "button",
        icon("list", small=False),
        cls="bz-btn quiet icon bz-onlynarrow",
        type="button",
        data_sheet="outline",
        aria_label=say("科室报送"),
    )
    more = tag(
        "button",
        icon("bell", small=False),
        cls="bz-btn quiet icon bz-onlynarrow",
        type="button",
        data_sheet="inspect",
        aria_label=say("缺口"),
    )
    head = bar(narrow, heading(say("数据台账"), say("{n} 项", n=len(facts)) if facts else ""), *tools, more)
    if not facts and not conflicts:
        return tag("section", head, tag("div", _nothing(desk), cls="bz-scroll"), cls="bz-col sheet", aria_label=say("数据台账"))
    columns = tag("tr", *[_column(desk, name) for name in COLUMNS])
    rows: list[Html] = []
    if state.filter in ("", "conflict") and not state.query and not state.department:
        for position, conflict in enumerate(conflicts):
            rows += _conflict_rows(desk, conflict, position, used)
    rows += _settled_rows(desk) if state.filter == "" and not state.query and not state.department else []
    if state.filter == "gap":
        noted = {gap.note for gap in gaps}
        shown = [(at, fact) for at, fact in enumerate(facts) if fact.note in noted]
    elif state.filter == "conflict":
        shown = []
    else:
        shown = [(at, fact) for at, fact in enumerate(facts) if state.filter != "unused" or not lines_using(used, fact)]
    disputed = {id(fact) for conflict in conflicts for fact in conflict.facts}
    shown = [(at, fact) for at, fact in shown if state.filter != "" or id(fact) not in disputed]
    found = rows_of(desk, shown, used)
    told = {row.cutoff for row in found}
    found = [row for row in found if _matches(desk, row, told)]
    # a name is said quietly only where the row above says it aloud
    names = ["", *(row.name for row in found)]
    rows += [_row(desk, row, row.goes_on and last == row.name) for last, row in zip(names, found[:_MOST_ROWS], strict=False)]
    if len(found) > _MOST_ROWS:
        rows.append(tag("tr", tag("td", say("只列出前 {n} 项，其余用筛选来找。", n=_MOST_ROWS), colspan=len(COLUMNS), cls="bz-muted")))
    if not rows:
        rows = [tag("tr", tag("td", say("没有这样的数。"), colspan=len(COLUMNS), cls="bz-muted"))]
    return tag(
        "section",
        head,
        tag("div", tag("table", tag("thead", columns), tag("tbody", *rows), cls="bz-table"), cls="bz-scroll", tabindex="0"),
        cls="bz-col sheet",
        aria_label=say("数据台账"),
    )


_HEADS = dict(zip(COLUMNS, ("指标", "时期", "数值", "同比或变化", "截止", "科室", "用于"), strict=True))
_LOOKS = {"period": "bz-wide", "value": "r", "change": "r bz-wide", "department": "bz-wide", "used": "r"}


def _column(desk: Desk, name: str) -> Html:
    """A heading that sorts: once up, twice down, three times as the notes have it."""
    wish = desk.intake.sort
    up, down = wish == name, wish == f"-{name}"
    sign = tag("span", "↑" if up else "↓", aria_hidden="true") if up or down else ""
    link = tag(
        "span",
        say(_HEADS[name]),
        sign,
        data_on="sort",
        data_sort=f"-{name}" if up else "" if down else name,
        role="button",
        tabindex="0",
        title=say("点一下排序"),
        style="cursor:pointer",
        cls="bz-b" if sign else None,
    )
    return tag("th", link, cls=_LOOKS.get(name), aria_sort="ascending" if up else "descending" if down else "none")


def _nothing(desk: Desk) -> Html:
    sample = button(say("用示例试试"), on="sample") if sample_notes() and desk.user.may("writer") else ""
    if desk.project.sources:
        return empty("素", say("这些文件里没有数"), say("起草照样可以：没有数的素材按原话写。"), "")
    return empty("素", say("还没有素材"), say("把科室发来的文件拖进来，或直接粘贴。"), sample)


def _matches(desk: Desk, row: Row, cutoffs: set[str]) -> bool:
    state = desk.intake
    if state.department and row.department != state.department:
        return False
    if state.query in cutoffs and state.query:
        # the cut-off itself was typed: a note that merely says it is not meant
        return row.cutoff == state.query
    note = note_of(desk, row.fact.note)
    return not state.query or matches(row, state.query, note.text if note else "")


def _used(lines: list[str]) -> Html:
    if not lines:
        return tag("span", say("未用"), cls="bz-muted")
    return tag("a", say("{n} 句", n=len(lines)), href="#", data_on="line", data_id=lines[0])


def _row(desk: Desk, row: Row, goes_on: bool) -> Html:
    at, fact, quantity = row.at, row.fact, row.fact.quantity
    note = note_of(desk, fact.note)
    sub = quantity.parent >= 0 or quantity.scope == "其中"
    open_ = desk.intake.open == f"fact-{at}"
    if quantity.value is None:
        value: Html = tag("span", say("待补"), cls="bz-chip gap")
    elif open_:
        value = tag(
            "span",
            tag(
                "input",
                cls="bz-field bz-edit-value",
                name="value",
                value=quantity.quote,
                data_enter="change-fact",
                data_at=at,
                data_was=fact_key(fact),
                aria_label=say("改成"),
                maxlength="30",
            ),
            button(say("改"), on="change-fact", data_at=at, data_was=fact_key(fact)),
            cls="bz-row",
            data_form=True,
            style="justify-content:flex-end",
        )
    else:
        value = tag(
            "span",
            value_of(quantity),
            cls="bz-value",
            data_on="row" if desk.user.may("writer") else None,
            data_open=f"fact-{at}",
            role="button",
            tabindex="0",
            title=note.text if note else None,
        )
    amended = label_tag("ok", say("改过"), "check") if note is not None and _amended(desk, note, fact) else ""
    # a second cut-off of the same indicator: the name is said once more, quietly
    name = tag("span", row.name, cls="bz-muted") if goes_on else row.name
    cutoff = row.cutoff or tag("span", say("未写明"), cls="bz-muted")
    return tag(
        "tr",
        tag("td", f"{say('其中')} " if sub else "", name, " ", amended, cls="sub" if sub else None),
        tag("td", row.period or "—", cls="bz-wide"),
        tag("td", value, cls="r"),
        tag("td", value_of(row.growth.quantity) if row.growth else tag("span", "—", cls="bz-muted"), cls="r bz-wide"),
        tag("td", cutoff, cls="bz-nowrap"),
        tag("td", note.department if note else "", cls="bz-wide"),
        tag("td", _used(list(row.lines)), cls="r"),
        id=f"fact-{at}",
    )


def _amended(desk: Desk, note: Note, fact: Fact) -> bool:
    key = (desk.material().hashes.get(note.source, ""), note.start)
    return any((one.sha256, one.at) == key and one.text == fact.quantity.quote for one in desk.project.amendments)


def _conflict_rows(desk: Desk, conflict: Conflict, position: int, used: Uses) -> list[Html]:
    key = conflict_key(conflict)
    first_open = not desk.intake.open and position == 0
    open_ = desk.intake.open == key or first_open
    quantity = conflict.facts[0].quantity
    values = "／".join(dict.fromkeys(fact.quantity.quote for fact in conflict.facts))
    lines = [line for fact in conflict.facts for line in lines_using(used, fact)]
    departments = dict.fromkeys(fact_department(desk, fact) for fact in conflict.facts)
    row = tag(
        "tr",
        tag("td", tag("b", conflict.indicator or name_of(quantity), cls="bz-b"), " ", label_tag("todo", say("待核"))),
        tag("td", period_shown(conflict.facts[0], desk.project.year) or "—", cls="bz-wide"),
        tag("td", values, cls="r bz-red"),
        tag("td", "—", cls="r bz-muted bz-wide"),
        tag("td", shared_cutoff(conflict.facts, desk.project.year) or tag("span", say("未写明"), cls="bz-muted"), cls="bz-nowrap"),
        tag("td", say("{n} 个科室", n=len(departments)) if len(departments) > 1 else next(iter(departments), ""), cls="bz-wide"),
        tag("td", _used(lines), cls="r"),
        cls="is-open",
        data_on="row",
        data_open=key,
        tabindex="0",
        role="button",
        aria_expanded=str(open_).lower(),
    )
    if not open_:
        return [row]
    return [row, tag("tr", tag("td", _band(desk, conflict, key, len(set(lines))), colspan=len(COLUMNS), style="padding:0"))]


def _band(desk: Desk, conflict: Conflict, key: str, count: int) -> Html:
    writer, several = desk.user.may("writer"), len(conflict.facts) > 1
    options = []
    for at, fact in enumerate(conflict.facts):
        note = note_of(desk, fact.note)
        when = cutoff_of(fact.quantity, desk.project.year).text
        take = (
            button(
                say("采用 {value}" if several else "就写 {value}", value=fact.quantity.quote),
                tag("kbd", at + 1) if at < 2 else "",
                on="settle",
                data_at=at,
                data_conflict=key,
                key=str(at + 1) if at < 2 else "",
            )
            if writer
            else ""
        )
        options.append(
            tag(
                "div",
                tag(
                    "div",
                    tag("span", fact.quantity.quote, cls="big"),
                    tag("span", cls="bz-grow"),
                    label_tag("line", when) if when else "",
                    cls="bz-row",
                ),
                tag(
                    "div",
                    tag("b", fact_department(desk, fact), cls="bz-b"),
                    " ",
                    tag("span", place_of(desk, note) if note else "", cls="bz-muted"),
                    cls="bz-small",
                ),
                tag("q", note.text if note else ""),
                tag("div", take, cls="bz-row", style="margin-top:6px"),
                cls="bz-opt",
            )
        )
    back = say(
        "{name}有两个数：{values}。请核对口径和时间后回复。",
        name=conflict.indicator,
        values="、".join(f"{fact_department(desk, fact)}报{fact.quantity.quote}" for fact in conflict.facts),
    )
    other = tag(
        "span",
        tag(
            "input",
            cls="bz-field",
            name="value",
            placeholder=say("填别的数"),
            style="width:104px",
            maxlength="30",
            data_enter="settle",
            data_conflict=key,
            aria_label=say("填别的数"),
        ),
        button(say("采用"), on="settle", data_conflict=key),
        cls="bz-row",
        data_form=True,
    )
    tools = (
        tag(
            "div",
            button(say("两个都写明"), on="keep-apart", cls="quiet", data_conflict=key) if several else "",
            other,
            button(say("复制退回口径"), cls="quiet", data_copy=back),
            tag("span", cls="bz-grow"),
            tag("span", say("核定后有 {n} 句要重看", n=count) if count else "", cls="bz-small bz-muted"),
            cls="bz-row wrap",
            style="margin-top:8px",
        )
        if writer
        else ""
    )
    return tag(
        "div",
        tag("div", conflict.reason or say("两个数不一样，可能都对。没有核定以前，正文并列写出，不替您选。"), cls="bz-small bz-2nd"),
        tag("div", *options, cls="bz-pair"),
        tools,
        cls="bz-conf",
    )


def _settled_rows(desk: Desk) -> list[Html]:
    groups: dict[str, str] = {}
    for one in desk.project.amendments:
        if one.kind == "settle":
            groups[one.group] = f"{one.indicator}\n{one.text}\n{one.when}"
    rows = []
    for told in groups.values():
        indicator, value, when = told.split("\n")
        rows.append(
            tag(
                "tr",
                tag("td", indicator, " ", label_tag("ok", say("已核定"), "check")),
                tag("td", "", cls="bz-wide"),
                tag("td", value, cls="r"),
                tag("td", "", cls="bz-wide"),
                tag("td", ""),
                tag("td", when[5:16].replace("T", " "), cls="bz-wide bz-muted"),
                tag("td", ""),
            )
        )
    return rows
