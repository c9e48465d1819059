"""The right column of 起草: what stands behind the chosen sentence, always in this order: notes, ledger, lent wording, versions."""

from __future__ import annotations

import re

from assistant.domain.quantity import Fact, Quantity
from assistant.projects.compare import compare
from assistant.projects.project import Lent, Line, Passage
from assistant.text import agreement
from assistant.ui.desk import Desk
from assistant.ui.facts import facts_by_note, growth_of, name_of, period_of, place_of, previous_value, value_of
from assistant.ui.figures_in import figures
from assistant.ui.intake_rows import fact_name
from assistant.ui.language import say
from assistant.ui.markup import Html, bar, button, empty, esc, fold_button, heading, icon, icon_button, join, label_tag, tag
from assistant.ui.section_length import length_shown, length_told
from assistant.ui.todo import CHIP

#: as many characters in a row count as lent
_LENT = 4


def inspector(desk: Desk) -> Html:
    """The column."""
    found = desk.project.line(desk.drafting.line)
    passage = desk.project.passage(desk.drafting.section)
    if found is not None:
        return _of_line(desk, *found)
    if passage is not None and (passage.lines or passage.versions):
        return _of_section(desk, passage)
    body = empty("据", say("点一句看依据"), say("素材、台账、借句和版本都在这里。"))
    return tag("aside", bar(heading(say("本句依据"))), tag("div", body, cls="bz-scroll"), cls="bz-col inspect", aria_label=say("句子依据"))


def _of_line(desk: Desk, passage: Passage, line: Line) -> Html:
    order = [one.id for one in passage.lines if one.text != "\n"].index(line.id) + 1
    head = bar(
        heading(say("本句依据"), say("{number}第{n}句", number=passage.number or say("开头"), n=order)),
        tag("span", cls="bz-grow"),
        icon_button("up", say("上一句"), on="step-line", data_to="previous", key="ArrowUp"),
        icon_button("chev", say("下一句"), on="step-line", data_to="next", key="ArrowDown"),
        fold_button("inspect", say("收起")),
    )
    body = [_stale(line), _notes(desk, line), _ledger(desk, line), _lent(desk, line), _versions(desk, passage)]
    return tag("aside", head, tag("div", *body, cls="bz-scroll"), _ask(desk, passage), cls="bz-col inspect", aria_label=say("句子依据"))


def _of_section(desk: Desk, passage: Passage) -> Html:
    head = bar(
        heading(say("本节"), f"{passage.number}{passage.title}" or say("开头")),
        tag("span", cls="bz-grow"),
        fold_button("inspect", say("收起")),
    )
    notes = {id for line in passage.lines for id in line.notes}
    known = {note.id: note for note in desk.project.notes}
    cards = [
        _card(known[id].department, known[id].source, id, known[id].text)
        for id in sorted(notes, key=lambda id: int(id[1:]) if id[1:].isdigit() else 0)
        if id in known
    ]
    section = (
        tag("div", tag("h3", say("素材"), " ", tag("span", say("{n} 条", n=len(cards)), cls="bz-n")), *cards, cls="bz-sec") if cards else ""
    )
    return tag(
        "aside",
        head,
        tag("div", _length(desk, passage), section, _versions(desk, passage), cls="bz-scroll"),
        _ask(desk, passage),
        cls="bz-col inspect",
        aria_label=say("本节"),
    )


def _length(desk: Desk, passage: Passage) -> Html | str:
    told = length_told(desk.project, passage)
    if not told:
        return ""
    again = passage.asked and passage.chars and passage.written_for != passage.length and not passage.locked
    link = tag("a", say("重写本节"), href="#", data_on="rewrite", data_id=passage.id) if again and desk.user.may("writer") else ""
    return _section(say("篇幅"), length_shown(passage.chars, passage.length or 0), "", tag("p", told, " ", link, cls="bz-2nd"))


def _stale(line: Line) -> Html:
    if not line.stale:
        return Html("")
    return tag(
        "div",
        tag("span", icon("alert"), cls="bz-och"),
        tag("span", say("这一句用到的素材改过，要重看。"), cls="bz-grow"),
        button(say("重写本节"), on="rewrite"),
        button(say("不用改"), on="fine", cls="quiet"),
        cls="bz-note",
        role="status",
    )


def _notes(desk: Desk, line: Line) -> Html:
    facts = [fact for note in line.notes for fact in facts_by_note(desk).get(note, ())]
    shown = figures(CHIP.sub("", line.text), facts)
    known = {note.id: note for note in desk.material().notes}
    cards = []
    for id in line.notes:
        note = known.get(id)
        if note is not None:
            cards.append(_card(note.department, place_of(desk, note), id, note.text))
    if not line.notes:
        told = {"library": say("没有用素材，说法借自往年。"), "generic": say("没有用素材，是通用说法。")}.get(
            line.support, say("没有依据：素材里找不到这一句。")
        )
        tag_ = (
            label_tag("warn", say("没有依据"), "alert")
            if line.support == "unsupported"
            else label_tag("line", say("借往年说法") if line.support == "library" else say("通用说法"))
        )
        return _section(say("素材"), "", tag_, tag("p", told, cls="bz-2nd"))
    missing = [one for one in shown if one.fact is None]
    if not shown:
        verdict: Html | str = ""
    elif missing:
        verdict = label_tag("warn", say("{n} 个数没对上", n=len(missing)), "alert")
    else:
        verdict = label_tag("ok", say("{n} 个数全部对上", n=len(shown)), "check")
    return _section(say("素材"), say("{n} 条", n=len(cards)), verdict, *cards)


def _card(department: str, place: str, id: str, text: str) -> Html:
    return tag(
        "div",
        tag(
            "div",
            tag("b", department or say("没有署名"), cls="bz-b"),
            tag("span", place, cls="bz-muted bz-cut"),
            tag("span", cls="bz-grow"),
            tag("span", id, cls="bz-code"),
            cls="bz-row bz-small",
        ),
        tag("p", text),
        cls="bz-card",
    )


def _ledger(desk: Desk, line: Line) -> Html:
    by_note = facts_by_note(desk)
    facts = [fact for note in line.notes for fact in by_note.get(note, ())]
    used = [one.fact for one in figures(line.text, facts) if one.fact is not None]
    rows: list[Html] = []
    done: set[int] = set()
    periods = []
    for fact in used:
        quantity = fact.quantity
        if id(fact) in done:
            continue
        growth = growth_of(fact, used)
        if (
            quantity.change in ("growth", "points", "increase")
            and quantity.about >= 0
            and any(one.note == fact.note and one.quantity.start == quantity.about for one in used)
        ):
            continue
        done.add(id(fact))
        periods.append(period_of(quantity.period))
        said, differs = _sum(desk, fact, growth, used)
        # a growth that its own two figures contradict is in the notes and still gets no tick
        sign, kind = ("alert", "bz-och bz-nowrap") if differs else ("check", "bz-mal bz-nowrap")
        mark = tag("span", icon(sign), " ", value_of(growth.quantity) if growth else "", cls=kind)
        if differs:
            said += f"　{say('与写的不同，请核对')}"
        rows += [tag("span", _name(fact, facts)), tag("span", value_of(quantity), cls="v"), mark, tag("span", said, cls="c")]
    if not rows:
        return Html("")
    period = next((one for one in periods if one), "")
    return _section(say("台账"), "，".join(filter(None, (say("{n} 项", n=len(done)), period))), "", tag("div", *rows, cls="bz-led"))


def _name(fact: Fact, facts: list[Fact]) -> str:
    name = fact_name(fact, facts)
    return f"{say('其中')} {name}" if fact.quantity.parent >= 0 and fact.quantity.change == "level" else name


def _sum(desk: Desk, fact: Fact, growth: Fact | None, used: list[Fact]) -> tuple[str, bool]:
    """How the figure is come by, and whether the growth beside it is another than its figures give."""
    quantity = fact.quantity
    if quantity.value is None:
        return say("素材里没有数"), False
    base = _noted_base(fact, growth, used)
    if base is not None and growth is not None:
        return _recomputed(quantity, base, growth.quantity)
    comparable = quantity.change == "level" and quantity.role in ("actual", "forecast") and quantity.parent < 0
    before = previous_value(desk, quantity) if comparable and quantity.period.kind in ("year", "unknown", "at") else None
    when = period_of(quantity.period)
    if before and "同期" not in when:
        computed = (quantity.value / before - 1) * 100
        said = f"{quantity.value} ÷ {before} − 1 = {computed:.1f}%　{say('上年值取自去年报告')}"
        written = growth.quantity if growth is not None and growth.quantity.change == "growth" else None
        return said, written is not None and written.value is not None and abs(computed - written.value * written.sign) > 1
    role = {"forecast": say("预计"), "target": say("目标"), "previous": say("上年数")}.get(quantity.role, "")
    # 去年同期 says it already
    role = "" if quantity.role == "previous" and re.search("[去上]年", when) else role
    return "，".join(filter(None, (when, role))) or say("素材原数"), False


def _noted_base(fact: Fact, growth: Fact | None, used: list[Fact]) -> Quantity | None:
    """Last year's figure that the same note gives for the growth beside this figure; None where there is none or more than one."""
    own = fact.quantity
    if growth is None or growth.quantity.change != "growth" or own.role != "actual" or own.change != "level":
        return None
    found = [
        one.quantity
        for one in used
        if one.note == fact.note
        and one.quantity.role == "previous"
        and one.quantity.change == "level"
        and name_of(one.quantity) == name_of(own)
    ]
    return found[0] if len(found) == 1 and found[0].unit == own.unit and found[0].value else None


def _recomputed(now: Quantity, base: Quantity, written: Quantity) -> tuple[str, bool]:
    """The sum of a growth, and whether the written one is out of what rounding of the two figures allows."""
    assert now.value is not None
    assert base.value
    said = f"{now.value} ÷ {base.value} − 1 = {(now.value / base.value - 1) * 100:.1f}%"
    computed, printed = agreement.growth(now, base), agreement.interval(written)
    if computed is None or printed is None:
        return said, False
    if written.sign < 0:
        printed = agreement.Interval(-printed.high, -printed.low)
    return said, not computed.meets(printed)


def _lent(desk: Desk, line: Line) -> Html:
    known = {one.id: one for one in desk.project.lent}
    lenders = [known[id] for id in line.citations if id in known]
    if not lenders:
        return Html("")
    pieces = [lent_marked(lender, line.text) for lender in lenders]
    count = max((count for _, count in pieces), default=0)
    cards = [
        tag(
            "div",
            tag(
                "div",
                tag("b", f"{lender.year or ''}{say('年工作总结') if lender.year else lender.title}", cls="bz-b bz-cut"),
                tag("span", " ".join(lender.headings[-1:]), cls="bz-muted bz-cut"),
                tag("span", cls="bz-grow"),
                tag("a", say("原文"), href="#", data_on="source", data_id=lender.report, data_start=lender.start, data_end=lender.end),
                cls="bz-small bz-row",
            ),
            tag("p", html, cls="bz-quote"),
            cls="bz-card",
        )
        for lender, (html, _) in zip(lenders, pieces, strict=True)
    ]
    return _section(say("借句"), say("借 {n} 字，灰格里的数不借", n=count), "", *cards)


def lent_marked(lender: Lent, sentence: str) -> tuple[Html, int]:
    """The part of a passage around what it lent: lent words tinted, its figures in grey; and how many characters were lent."""
    text = lender.text
    spans = [(match.start(), match.end(), "bz-mask") for match in re.finditer(r"\d[\d,.]*(?:%|％)?", text)]
    lent, count = [], 0
    at = 0
    while at < len(text) - _LENT:
        size = 0
        while at + size < len(text) and text[at : at + size + 1] in sentence and not text[at + size].isdigit():
            size += 1
        if size >= _LENT:
            lent.append((at, at + size, "bz-lentw"))
            count += size
            at += size
        else:
            at += 1
    if not lent:
        return esc(text[:120]), 0
    first, last = max(0, lent[0][0] - 16), min(len(text), lent[-1][1] + 40)
    pieces: list[object] = ["……" if first else ""]
    place = first
    for start, end, cls in sorted([*lent, *spans]):
        if start < place or end > last:
            continue
        pieces += [text[place:start], tag("span", text[start:end], cls=cls)]
        place = end
    return join([*pieces, text[place:last], "……" if last < len(text) else ""]), count


def _versions(desk: Desk, passage: Passage) -> Html:
    versions = passage.versions
    if not versions:
        return Html("")
    rows = []
    for position in range(len(versions) - 1, max(-1, len(versions) - 9), -1):
        version = versions[position]
        newest = position == len(versions) - 1
        told = _change(versions[position - 1].lines, version.lines) if position else esc(say("初稿"))
        tools = tag("span", tag("span", f"{say(version.how)} {version.when[11:16]}", cls="bz-muted bz-small"), cls="bz-nowrap")
        links: Html | str = ""
        if not newest:
            links = tag(
                "span",
                tag("a", say("对比"), href="#", data_on="compare", data_at=position),
                "　",
                tag("a", say("恢复"), href="#", data_on="restore", data_at=position),
                cls="bz-small bz-nowrap",
            )
        rows.append(
            tag(
                "div",
                tag("b" if newest else "span", f"v{position + 1}", cls="bz-b" if newest else "bz-muted"),
                tag("span", told, cls="bz-2nd bz-cut"),
                tag("span", links, " ", tools),
                cls="bz-ver",
            )
        )
    close = (
        tag("a", say("不比了"), href="#", data_on="compare", data_at=desk.drafting.comparing.split(":")[-1])
        if desk.drafting.comparing.startswith(f"{passage.id}:")
        else ""
    )
    return tag(
        "div",
        tag("h3", say("本节版本"), " ", tag("span", say("{n} 个", n=len(versions)), cls="bz-n"), tag("span", cls="bz-grow"), close),
        *rows,
        cls="bz-sec",
        style="border:0",
    )


def _change(old: tuple[Line, ...], new: tuple[Line, ...]) -> Html:
    before, after = "".join(line.text for line in old), "".join(line.text for line in new)
    changes = [(kind, text) for kind, text in compare(before, after) if kind != "same"]
    if not changes:
        return esc(say("没有变"))
    shown = [tag(kind, text[:14]) for kind, text in changes[:3]]
    return join([*shown, "…" if len(changes) > 3 else ""])


def _ask(desk: Desk, passage: Passage) -> Html:
    if not desk.user.may("writer"):
        return Html("")
    keys = tag(
        "div",
        tag("kbd", "↑"),
        tag("kbd", "↓"),
        say("换句"),
        tag("span", cls="bz-sep"),
        tag("kbd", "F6"),
        say("换栏"),
        tag("span", cls="bz-sep"),
        tag("kbd", "L"),
        say("锁定"),
        tag("span", cls="bz-grow"),
        tag("button", tag("kbd", "?"), say("全部按键"), type="button", data_do="keys", cls="bz-row"),
        cls="bz-row bz-small bz-muted bz-desktop",
        style="margin-top:8px",
    )
    if passage.locked:
        return tag(
            "div",
            tag(
                "div",
                icon("lock"),
                tag("span", say("这一节锁着，不会被改写。"), cls="bz-grow bz-2nd"),
                button(say("解锁"), on="lock", data_id=passage.id),
                cls="bz-row",
            ),
            keys,
            cls="bz-foot",
        )
    asking = tag(
        "div",
        tag(
            "input",
            cls="bz-bare",
            name="instruction",
            placeholder=say("说明怎么重写这一节，比如：精简"),
            maxlength="400",
            data_enter="rewrite",
            data_id=passage.id,
            data_clear=True,
            aria_label=say("说明怎么重写"),
        ),
        button(say("重写"), on="rewrite", cls="primary", data_id=passage.id, key="Ctrl+Enter"),
        cls="bz-ask",
        data_form=True,
    )
    return tag("div", asking, keys, cls="bz-foot")


def _section(title: str, note: str, verdict: Html | str, *inside: object) -> Html:
    return tag("div", tag("h3", title, " ", tag("span", note, cls="bz-n"), tag("span", cls="bz-grow"), verdict), *inside, cls="bz-sec")
