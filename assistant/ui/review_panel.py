"""The right column of 审校: why a finding is one, what to do about it, and growth recomputed."""

from __future__ import annotations

from assistant.domain.finding import Finding
from assistant.ui.charts import dots, legend
from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.markup import Html, bar, button, empty, fold_button, heading, join, tag
from assistant.ui.rulebook import SEVERITIES, parts_of, title_of
from assistant.ui.yearly import compared_rates


def panel(desk: Desk) -> Html:
    """The column."""
    state = desk.reviewing
    if not state.findings or not 0 <= state.at < len(state.findings):
        body = empty("问", say("点一处问题"), say("这里写为什么、怎么改。"))
        return tag(
            "aside",
            bar(heading(say("选中的问题"))),
            tag("div", body, _yearly(desk), cls="bz-scroll"),
            cls="bz-col inspect",
            aria_label=say("选中的问题"),
        )
    finding = state.findings[state.at]
    cls, severity = SEVERITIES[finding.severity]
    head = bar(
        tag("span", cls=f"bz-sev {cls}"),
        tag("h2", f"{say(severity)}：{title_of(finding)}", cls="bz-cut"),
        tag("span", cls="bz-grow"),
        tag("span", f"{state.at + 1} / {len(state.findings)}", cls="bz-muted bz-small"),
        fold_button("inspect", say("收起")),
    )
    related = [
        tag(
            "div",
            tag("span", one.label or say("相关"), cls="bz-muted"),
            "　",
            tag("a", one.quote, href="#", data_jump=f"at-{one.start}"),
            cls="bz-small",
        )
        for one in finding.related
    ]
    why = tag(
        "div",
        tag("div", finding.message, cls="bz-calc", style="font-size:14px;line-height:24px"),
        *related,
        tag("p", finding.suggestion, style="margin-top:10px") if finding.suggestion else "",
        tag(
            "div",
            tag("a", say("规则 {code} {name}", code=finding.rule, name=finding.name), href="#", data_on="explain", data_rule=finding.rule),
            cls="bz-small",
            style="margin-top:6px",
        ),
        _manual(desk, finding),
        cls="bz-sec",
    )
    keys = tag(
        "div",
        tag(
            "div",
            tag("kbd", "J"),
            tag("kbd", "K"),
            say("上下"),
            tag("span", cls="bz-sep"),
            tag("kbd", "Ctrl Z"),
            say("撤销"),
            tag("span", cls="bz-grow"),
            tag("button", tag("kbd", "?"), say("按键"), type="button", data_do="keys", cls="bz-row"),
            cls="bz-row bz-small bz-muted",
        ),
        cls="bz-foot bz-desktop",
    )
    return tag(
        "aside",
        head,
        tag("div", why, _decide(desk, finding), _yearly(desk), cls="bz-scroll"),
        keys,
        cls="bz-col inspect",
        aria_label=say("选中的问题"),
    )


def _manual(desk: Desk, finding: Finding) -> Html:
    if desk.reviewing.explained != finding.rule:
        return Html("")
    rows = [join([tag("dt", name), tag("dd", text)]) for name, text in parts_of(finding.rule).items()]
    return tag("dl", *rows, cls="bz-why bz-small")


def _decide(desk: Desk, finding: Finding) -> Html:
    if not desk.user.may("writer"):
        return Html("")
    fix, text = finding.fix, desk.reviewing.document.original if desk.reviewing.document else ""
    shown: Html | str = tag("p", say("要人来改，没有现成的改法。"), cls="bz-2nd")
    if fix is not None:
        before, after = text[max(0, fix.start - 8) : fix.start].replace("\n", ""), text[fix.end : fix.end + 8].replace("\n", "")
        shown = tag("p", before, tag("del", text[fix.start : fix.end]), tag("ins", fix.text), after, cls="bz-quote")
    seen = desk.reviewing.decided
    only_words = fix is not None and not any(one.isdigit() for one in finding.quote + fix.text)
    acts = tag(
        "div",
        button(say("采纳"), tag("kbd", "A"), on="accept", data_seen=seen, key="a", cls="primary" if fix else "", disabled=fix is None),
        button(say("忽略一次"), tag("kbd", "I"), on="ignore", data_seen=seen, key="i"),
        button(say("不再提示"), tag("kbd", "N"), on="never", data_seen=seen, key="n"),
        button(
            say("总是替换"),
            tag("kbd", "R") if only_words else "",
            on="always",
            data_seen=seen,
            key="r",
            disabled=not only_words,
            title=None if only_words else say("只有文字替换才能总是替换"),
        ),
        cls="bz-acts",
        style="margin-top:10px",
    )
    told = "" if only_words else say("数字要逐处看过，不能设为总是替换。") if fix else ""
    return tag(
        "div",
        tag("h3", say("建议改成")),
        shown,
        acts,
        tag("div", told, cls="bz-small bz-muted", style="margin-top:6px") if told else "",
        cls="bz-sec",
    )


def _yearly(desk: Desk) -> Html:
    rows = compared_rates(desk)
    if not rows:
        return Html("")
    if desk.reviewing.table:
        body = tag(
            "table",
            tag("thead", tag("tr", tag("th", say("指标")), tag("th", say("正文"), cls="r"), tag("th", say("重算"), cls="r"))),
            tag(
                "tbody",
                *[
                    tag(
                        "tr",
                        tag("td", name),
                        tag("td", f"{written:.1f}%", cls="r"),
                        tag("td", f"{computed:.1f}%", cls="r bz-red" if off else "r"),
                    )
                    for name, written, computed, off in rows
                ],
            ),
            cls="bz-table",
        )
    else:
        body = dots(rows)
    foot = tag(
        "div",
        legend(),
        tag("span", cls="bz-grow"),
        tag("a", say("看成图") if desk.reviewing.table else say("看成表格"), href="#", data_on="as-table"),
        cls="bz-row bz-small bz-2nd",
        style="gap:16px",
    )
    return tag(
        "div",
        tag("h3", say("同比复核"), " ", tag("span", say("{n} 项，按两年数值重算", n=len(rows)), cls="bz-n")),
        body,
        foot,
        cls="bz-sec",
        style="border:0",
    )
