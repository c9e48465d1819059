"""The middle of 素材: the ledger as a table, a conflict opening as a band inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.domain.quantity import Conflict, Fact, Note
from assistant.ui.desk import Desk
from assistant.ui.facts import growth_of, name_of, note_of, period_of, place_of, value_of
from assistant.ui.language import say
from assistant.ui.markup import Html, bar, button, empty, heading, icon, icon_button, join, label_tag, segment, tag
from assistant.ui.samples import sample_notes
from assistant.ui.todo import conflict_key, open_conflicts

_MOST_ROWS = 600
#: note → the sentences that stand on it, with their text
Uses = dict[str, list[tuple[str, str]]]


def fact_department(desk: Desk, fact: Fact) -> str:
    """Whose figure it is."""
    note = note_of(desk, fact.note)
    return (note.department or Path(note.source).stem) if note else ""


def ledger(desk: Desk) -> Html:
    """The column."""
    material, state = desk.material(), desk.intake
    facts = material.ledger.facts
    conflicts = open_conflicts(desk)
    used = _uses(desk)
    gaps = material.ledger.gaps
    filters = segment(
        "filter",
        "filter",
        (
            ("", say("全部")),
            ("conflict", join([tag("span", cls="bz-sev err"), say("待核 {n}", n=len(conflicts))])),
            ("gap", say("缺数 {n}", n=len(gaps))),
            ("unused", say("未用 {n}", n=sum(not _lines(used, fact) for fact in facts))),
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
            placeholder=say("指标、科室"),
            data_change="find",
            data_enter="find",
            style="width:104px;font-size:13px",
            aria_label=say("指标、科室"),
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
    columns = tag(
        "tr",
        *[
            tag("th", say(text), cls=cls or None)
            for text, cls in (("指标", ""), ("时期", ""), ("数值", "r"), ("同比或变化", "r"), ("科室", "bz-wide"), ("用于", "r"))
        ],
    )
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
        shown = [(at, fact) for at, fact in enumerate(facts) if state.filter != "unused" or not _lines(used, fact)]
    disputed = {id(fact) for conflict in conflicts for fact in conflict.facts}
    growths = {id(growth) for fact in facts if (growth := growth_of(fact, _of_note(facts, fact.note))) is not None}
    for at, fact in shown[:_MOST_ROWS]:
        if id(fact) in growths or (id(fact) in disputed and state.filter == "") or not _matches(desk, fact):
            continue
        rows.append(_row(desk, at, fact, used))
    return tag(
        "section",
        head,
        tag("div", tag("table", tag("thead", columns), tag("tbody", *rows), cls="bz-table"), cls="bz-scroll", tabindex="0"),
        cls="bz-col sheet",
        aria_label=say("数据台账"),
    )


def _of_note(facts: Sequence[Fact], note: str) -> list[Fact]:
    return [fact for fact in facts if fact.note == note]


def _nothing(desk: Desk) -> Html:
    sample = button(say("用示例试试"), on="sample") if sample_notes() and desk.user.may("writer") else ""
    if desk.project.sources:
        return empty("素", say("这些文件里没有数"), say("起草照样可以：没有数的素材按原话写。"), "")
    return empty("素", say("还没有素材"), say("还没有素材。把科室发来的文件拖进来，或直接粘贴。"), sample)


def _matches(desk: Desk, fact: Fact) -> bool:
    state = desk.intake
    if state.department and fact_department(desk, fact) != state.department:
        return False
    if not state.query:
        return True
    note = note_of(desk, fact.note)
    return state.query in f"{name_of(fact.quantity)}{fact.quantity.quote}{note.text if note else ''}{note.department if note else ''}"


def _uses(desk: Desk) -> Uses:
    found: Uses = {}
    for _, line in desk.project.lines():
        for note in line.notes:
            found.setdefault(note, []).append((line.id, line.text.replace(",", "")))
    return found


def _lines(used: Uses, fact: Fact) -> list[str]:
    """The sentences that stand on the fact's note and hold its figure."""
    digits = re.match(r"\D*([\d,]+(?:\.\d+)?)", fact.quantity.quote)
    number = digits[1].replace(",", "") if digits else ""
    return [line for line, text in used.get(fact.note, []) if not number or number in text]


def _used(lines: list[str]) -> Html:
    if not lines:
        return tag("span", say("未用"), cls="bz-muted")
    return tag("a", say("{n} 句", n=len(lines)), href="#", data_on="line", data_id=lines[0])


def _row(desk: Desk, at: int, fact: Fact, used: Uses) -> Html:
    quantity = fact.quantity
    note = note_of(desk, fact.note)
    growth = growth_of(fact, _of_note(desk.material().ledger.facts, fact.note))
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
                aria_label=say("改成"),
                maxlength="30",
            ),
            button(say("改"), on="change-fact", data_at=at),
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
    role = {"forecast": say("预计"), "target": say("目标"), "previous": say("上年")}.get(quantity.role, "")
    period = " ".join(filter(None, (period_of(quantity.period), role)))
    return tag(
        "tr",
        tag("td", f"{say('其中')} " if sub else "", name_of(quantity), " ", amended, cls="sub" if sub else None),
        tag("td", period or "—"),
        tag("td", value, cls="r"),
        tag("td", value_of(growth.quantity) if growth else tag("span", "—", cls="bz-muted"), cls="r"),
        tag("td", note.department if note else "", cls="bz-wide"),
        tag("td", _used(_lines(used, fact)), cls="r"),
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
    lines = [line for fact in conflict.facts for line, _ in used.get(fact.note, [])]
    departments = dict.fromkeys(fact_department(desk, fact) for fact in conflict.facts)
    row = tag(
        "tr",
        tag("td", tag("b", conflict.indicator or name_of(quantity), cls="bz-b"), " ", label_tag("todo", say("待核"))),
        tag("td", period_of(quantity.period) or "—"),
        tag("td", values, cls="r bz-red"),
        tag("td", "—", cls="r bz-muted"),
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
    return [row, tag("tr", tag("td", _band(desk, conflict, key, len(set(lines))), colspan="6", style="padding:0"))]


def _band(desk: Desk, conflict: Conflict, key: str, count: int) -> Html:
    writer, several = desk.user.may("writer"), len(conflict.facts) > 1
    options = []
    for at, fact in enumerate(conflict.facts):
        note = note_of(desk, fact.note)
        when = period_of(fact.quantity.period)
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
            button(say("两个都写明"), on="keep-apart", cls="quiet", data_conflict=key),
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
                tag("td", ""),
                tag("td", value, cls="r"),
                tag("td", ""),
                tag("td", when[5:16].replace("T", " "), cls="bz-wide bz-muted"),
                tag("td", ""),
            )
        )
    return rows
