"""How 素材 looks: who has sent on the left, what is missing on the right; the ledger has a module of its own."""

from __future__ import annotations

from pathlib import Path

from assistant.domain.quantity import Gap, Note
from assistant.notes.departments import same_office
from assistant.ui.desk import Desk
from assistant.ui.facts import note_of
from assistant.ui.intake_ledger import ledger
from assistant.ui.intake_rows import fact_department
from assistant.ui.language import say
from assistant.ui.markup import Html, bar, button, empty, heading, icon, icon_button, label_tag, tag, upload_button
from assistant.ui.todo import gap_key, open_conflicts
from assistant.ui.uploads import MOST_BYTES, MOST_FILES, NOTES


def view(desk: Desk) -> Html:
    """The whole tab."""
    return tag("main", _departments(desk), ledger(desk), _gaps(desk), cls="bz-work w-intake")


# left: who has sent


def _departments(desk: Desk) -> Html:
    project, material = desk.project, desk.material()
    by_department: dict[str, list[Note]] = {}
    for note in material.notes:
        if not note.instruction:
            by_department.setdefault(note.department or Path(note.source).stem, []).append(note)
    missing = [name for name in project.expected if not any(same_office(name, sent) for sent in by_department)]
    disputed = {fact_department(desk, fact) for conflict in open_conflicts(desk) for fact in conflict.facts}
    sent = sorted(by_department.items(), key=lambda item: item[0] not in disputed)
    count = (
        say("已报 {n}，未报 {m}", n=len(by_department), m=len(missing))
        if project.expected
        else say("已报 {n}", n=len(by_department))
        if by_department
        else ""
    )
    rows = []
    if by_department:
        rows.append(_department(desk, "", say("全部科室"), tag("span", say("{n} 条", n=len(material.notes)), cls="bz-num"), "", ""))
    for name in missing:
        chase = say(
            "请{name}尽快报送{year}年工作总结素材：按条列出，数字写明指标、时期、单位和截止日期。", name=name, year=project.year or ""
        )
        rows.append(
            tag(
                "div",
                tag(
                    "span",
                    tag("b", name, cls="bz-b"),
                    label_tag("todo", say("未报"), "clock"),
                    tag("span", say("还没有文件"), cls="bz-small bz-muted"),
                    tag("a", say("复制催报口径"), href="#", cls="bz-small", data_copy=chase),
                    cls="bz-dept",
                ),
                cls="bz-item",
            )
        )
    for name, notes in sent:
        files = sorted({Path(note.source).name for note in notes})
        facts = sum(len(note.quantities) for note in notes)
        disputes = sum(any(fact_department(desk, fact) == name for fact in conflict.facts) for conflict in open_conflicts(desk))
        rows.append(
            _department(
                desk,
                name,
                name,
                label_tag("ok", say("{n} 条", n=len(notes)), "check"),
                say("{file}，{n} 个数", file="、".join(files), n=facts),
                say("待核 {n}", n=disputes) if disputes else "",
            )
        )
    for path, reason in material.problems:
        rows.append(
            tag(
                "div",
                tag("b", Path(path).name, cls="bz-b"),
                tag("div", say("打不开：{reason}", reason=reason), cls="bz-small bz-red"),
                cls="bz-item is-open",
            )
        )
    writer = desk.user.may("writer")
    foot = _sources(desk) if project.sources and writer else ""
    return tag(
        "aside",
        bar(heading(say("科室报送"), count)),
        tag("div", *rows, _drop(desk) if writer else "", _expected(desk) if writer and project.sources else "", foot, cls="bz-scroll"),
        cls="bz-col outline",
        aria_label=say("科室报送"),
        data_drop="add-sources",
        data_most=MOST_FILES,
        data_size=MOST_BYTES,
    )


def _department(desk: Desk, key: str, name: str, state: Html, file: str, dispute: str) -> Html:
    on = desk.intake.department == key
    inside = [tag("b", name, cls="bz-b bz-cut"), state]
    if file:
        inside += [tag("span", file, cls="bz-small bz-muted bz-cut"), tag("span", dispute, cls="bz-small bz-red")]
    return tag(
        "button",
        tag("span", *inside, cls="bz-dept"),
        cls="bz-item is-on" if on else "bz-item",
        type="button",
        data_on="department",
        data_department=key,
        aria_pressed=str(on).lower(),
    )


def _drop(desk: Desk) -> Html:
    if desk.intake.paste:
        return tag(
            "div",
            tag("textarea", cls="bz-field", name="text", rows="8", placeholder=say("一条一行，粘贴到这里"), aria_label=say("粘贴的素材")),
            tag(
                "div",
                tag("input", cls="bz-field bz-grow", name="department", placeholder=say("哪个科室（可不填）"), maxlength="20"),
                button(say("加进来"), on="paste", cls="primary"),
                icon_button("x", say("不粘贴了"), on="paste-field"),
                cls="bz-row",
                style="margin-top:8px",
            ),
            cls="bz-drop",
            style="margin:12px 16px",
            data_form=True,
        )
    return tag(
        "div",
        tag("div", icon("up2", small=False), " ", say("把科室文件拖到这里"), style="margin-bottom:6px"),
        tag(
            "div",
            upload_button(say("选文件"), "add-sources", ",".join(sorted(NOTES))),
            button(say("粘贴文字"), on="paste-field", cls="quiet"),
            cls="bz-row",
            style="justify-content:center",
        ),
        tag("div", say("docx、xlsx、md、txt，单个不超过 20 MB"), cls="bz-small bz-muted", style="margin-top:6px"),
        cls="bz-drop",
        style="margin:12px 16px",
        data_drop="add-sources",
        data_paste="paste",
    )


def _expected(desk: Desk) -> Html:
    expected = "、".join(desk.project.expected)
    return tag(
        "div",
        tag(
            "label",
            tag("span", say("应报的科室，用顿号隔开"), cls="bz-small bz-muted"),
            tag(
                "input",
                cls="bz-field",
                name="expected",
                value=expected,
                placeholder=say("招商局、规划建设局……"),
                data_change="expect",
                data_enter="expect",
                maxlength="400",
            ),
            cls="bz-labelled",
        ),
        cls="bz-pad",
        data_form=True,
        style="padding-top:0",
    )


def _sources(desk: Desk) -> Html:
    rows = [
        tag(
            "div",
            icon("doc"),
            tag("span", source.name, cls="bz-grow bz-cut", title=source.name),
            icon_button("x", say("去掉{name}", name=source.name), on="drop-source", data_id=source.sha256),
        )
        for source in desk.project.sources
    ]
    return tag(
        "div", tag("div", say("文件 {n}", n=len(rows)), cls="bz-small bz-muted"), *rows, cls="bz-files bz-pad", style="padding-top:0"
    )


# middle: the ledger


# right: what is missing


def _gaps(desk: Desk) -> Html:
    material = desk.material()
    gaps = material.ledger.gaps
    head = bar(heading(say("缺口"), say("{n} 处，正文留【待补】", n=len(gaps)) if gaps else ""))
    blocks = (
        [tag("div", *[_gap(desk, at, gap) for at, gap in enumerate(gaps)], cls="bz-sec", style="padding-top:4px;padding-bottom:4px")]
        if gaps
        else []
    )
    if desk.project.amendments:
        blocks.append(
            tag(
                "div",
                tag("h3", say("改动"), tag("span", cls="bz-grow"), tag("a", say("撤销最后一处"), href="#", data_on="undo-fact")),
                *_changes(desk),
                cls="bz-sec",
                style="border:0",
            )
        )
    if not blocks:
        blocks = [
            empty("齐", say("没有缺口"), say("素材里的数都齐。"))
            if material.notes
            else empty("缺", say("缺口列在这里"), say("缺的数、没说清的口径，都在这里补。"))
        ]
    told = (
        say("待核 {a} 处、缺数 {b} 处也可以先起草", a=len(open_conflicts(desk)), b=len(gaps)) if material.notes else say("有素材就可以起草")
    )
    foot = tag(
        "div",
        tag(
            "div",
            tag("span", told, cls="bz-grow bz-small bz-2nd"),
            button(say("去起草"), icon("right"), on="go-draft", cls="primary"),
            cls="bz-row",
        ),
        cls="bz-foot",
    )
    return tag("aside", head, tag("div", *blocks, cls="bz-scroll"), foot, cls="bz-col inspect", aria_label=say("缺口和影响"))


def _gap(desk: Desk, at: int, gap: Gap) -> Html:
    note = note_of(desk, gap.note)
    field = (
        tag(
            "div",
            tag(
                "input",
                cls="bz-field bz-grow",
                name="value",
                placeholder=say("填数和单位"),
                data_enter="fill",
                data_at=at,
                data_gap=gap_key(gap),
                aria_label=say("填数和单位"),
                maxlength="40",
            ),
            button(say("补上"), on="fill", data_at=at, data_gap=gap_key(gap)),
            cls="bz-row",
            data_form=True,
        )
        if desk.user.may("writer") and gap.end > gap.start
        else tag("a", say("复制问题"), href="#", cls="bz-small", data_copy=gap.question)
    )
    return tag(
        "div",
        tag(
            "div",
            tag("b", note.department if note and note.department else say("没有署名"), cls="bz-b"),
            tag("span", cls="bz-grow"),
            tag("span", gap.note, cls="bz-code"),
            cls="bz-row",
        ),
        tag("div", gap.question, cls="bz-small bz-2nd"),
        field,
        tag("div", note.text if note else "", cls="bz-small bz-muted"),
        cls="bz-gap",
    )


def _changes(desk: Desk) -> list[Html]:
    cards = []
    stale = {
        note: [line for _, line in desk.project.lines() if line.stale and note in line.notes]
        for note in {id for _, line in desk.project.lines() for id in line.notes}
    }
    for one in list(reversed(desk.project.amendments))[:8]:
        ids = [
            note.id for note in desk.material().notes if (desk.material().hashes.get(note.source, ""), note.start) == (one.sha256, one.at)
        ]
        lines = [line for id in ids for line in stale.get(id, [])]
        state = (
            label_tag("warn", say("{n} 句要重看", n=len(lines)), "alert")
            if lines
            else label_tag("ok", say("正文已跟上"), "check")
            if desk.project.chars
            else ""
        )
        jump = tag("a", say("去看"), href="#", data_on="line", data_id=lines[0].id) if lines else ""
        cards.append(
            tag(
                "div",
                tag(
                    "div",
                    tag("b", one.indicator[:24], cls="bz-b bz-cut"),
                    tag("span", cls="bz-grow"),
                    tag("span", one.when[11:16], cls="bz-muted"),
                    cls="bz-row bz-small",
                ),
                tag("p", tag("del", one.quote), " ", tag("ins", one.text)),
                tag("div", state, jump, cls="bz-row bz-small", style="margin-top:4px"),
                cls="bz-card",
            )
        )
    return cards
