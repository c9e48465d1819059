"""How the 评测 tab looks: runs on the left, one run's scores or two beside each other. Pure but for the harness's store."""

from __future__ import annotations

from assistant.errors import BiganziError
from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.markup import Html, bar, button, empty, heading, icon, label_tag, tag
from assistant.ui.runs import RunLine, suites


def view(desk: Desk) -> Html:
    """The whole tab."""
    runs = desk.office.runs.list()
    return tag("main", _list(desk, runs), _main(desk, runs), cls="bz-work w-eval")


def _list(desk: Desk, runs: list[RunLine]) -> Html:
    items = [_run(desk, one) for one in runs]
    body = (
        tag("div", *items, cls="bz-scroll")
        if items
        else tag("div", empty("评", say("还没有记录"), say("跑一次基线，再改提示词来比。")), cls="bz-scroll")
    )
    return tag(
        "aside",
        bar(heading(say("评测"), say("{n} 次", n=len(runs)) if runs else "")),
        body,
        tag("div", say("选两次记录就能比较。计划数必须等于完成、失败、缺失之和。"), cls="bz-foot bz-small bz-2nd"),
        cls="bz-col outline",
        aria_label=say("评测记录"),
    )


def _run(desk: Desk, run: RunLine) -> Html:
    chosen = desk.judging.chosen
    on = run.id in chosen
    mark = tag("span", "甲乙"[chosen.index(run.id)], cls="bz-tag line") if on else ""
    missing = run.planned - run.done - run.failed
    told = "，".join(
        filter(
            None,
            (
                say("{n} 完成", n=run.done),
                say("{n} 失败", n=run.failed) if run.failed else "",
                say("{n} 缺失", n=missing) if missing else "",
            ),
        )
    )
    meter = (
        tag("span", tag("i", style=f"width:{round(100 * run.done / max(1, run.planned))}%"), cls="bz-meter", style="margin-top:6px")
        if missing
        else ""
    )
    return tag(
        "button",
        tag("span", mark, tag("b", run.suite, cls="bz-b bz-cut"), tag("span", run.id[:8], cls="bz-code"), cls="bz-row"),
        tag("span", run.when, tag("span", cls="bz-grow"), told, cls="bz-row bz-small bz-muted", style="margin-top:2px"),
        meter,
        cls="bz-item is-on" if on else "bz-item",
        type="button",
        data_on="choose",
        data_run=run.id,
    )


def _main(desk: Desk, runs: list[RunLine]) -> Html:
    chosen = [run for run in desk.judging.chosen if any(one.id == run for one in runs)]
    out = button(icon("down"), say("导出报告"), on="report", disabled=not chosen)
    narrow = tag(
        "button",
        icon("list", small=False),
        cls="bz-btn quiet icon bz-onlynarrow",
        type="button",
        data_sheet="outline",
        aria_label=say("评测记录"),
    )
    if not chosen:
        return tag(
            "section",
            bar(narrow, heading(say("评测")), tag("span", cls="bz-grow"), out),
            tag("div", _howto(), cls="bz-scroll", tabindex="0"),
            cls="bz-col sheet",
            aria_label=say("评测"),
        )
    title = say("甲 对 乙") if len(chosen) == 2 else say("一次记录")
    return tag(
        "section",
        bar(narrow, heading(title), tag("span", cls="bz-grow"), out),
        tag("div", _scores(desk, chosen), cls="bz-scroll", tabindex="0"),
        cls="bz-col sheet",
        aria_label=say("评测"),
    )


def _howto() -> Html:
    known = suites()
    lines = [
        "biganzi eval init",
        f"biganzi eval run {known[0] if known else 'NAME'}",
        "biganzi eval compare 甲 乙",
        "biganzi eval report 甲",
    ]
    told = (say("写一套自己的题"), say("跑一遍，停了再跑会接着来"), say("两次比较，给出差值、区间和判断"), say("一页报告"))
    rows = [
        tag("tr", tag("td", tag("code", line, cls="bz-num")), tag("td", text, cls="bz-2nd")) for line, text in zip(lines, told, strict=True)
    ]
    having = tag("p", say("现有的题：{names}", names="、".join(known)), cls="bz-2nd") if known else ""
    return tag(
        "div",
        tag("h2", say("改了提示词，比一比再用")),
        tag(
            "div",
            tag("p", say("评测在命令行里跑：能停、能续、能在别的机器上跑；跑出来的记录列在左边。")),
            tag("table", tag("tbody", *rows), cls="bz-table"),
            having,
            cls="card",
        ),
        cls="bz-start",
        style="max-width:680px",
    )


def _scores(desk: Desk, chosen: list[str]) -> Html:
    try:
        found = [desk.office.runs.analysis(run) for run in chosen]
    except BiganziError as error:
        return empty("评", say("读不出这次记录"), str(error))
    columns = [
        (mark, column, means)
        for mark, one in zip("甲乙", found, strict=False)
        for column, means in zip(one.columns, one.means, strict=True)
    ]
    names = list(dict.fromkeys(name for one in found for name in one.scorers))
    head = tag(
        "tr",
        tag("th", say("评分项")),
        *[tag("th", f"{mark} {column.variant} {column.model}".strip(), cls="r") for mark, column, _ in columns],
    )
    rows = [
        tag("tr", tag("td", name), *[tag("td", f"{means[name]:.3f}" if name in means else "—", cls="r") for _, _, means in columns])
        for name in names
    ]
    gates = [
        tag(
            "div",
            tag("span", icon("check" if passed else "x", small=False), cls="bz-mal" if passed else "bz-red"),
            tag("span", text),
            cls="bz-gate",
        )
        for one in found[-1:]
        for text, passed in one.gates
    ]
    verdicts = [
        tag(
            "tr",
            tag("td", str(getattr(row, "scorer", ""))),
            tag("td", f"{getattr(row, 'difference', 0):+.3f}", cls="r"),
            tag("td", _verdict(str(getattr(row, "verdict", "")))),
        )
        for one in found[-1:]
        for _, _, comparisons in one.comparisons
        for row in comparisons
    ]
    return tag(
        "div",
        tag("table", tag("thead", head), tag("tbody", *rows), cls="bz-table"),
        tag("div", tag("h3", say("门槛"), cls="bz-small bz-b bz-2nd"), *gates, cls="bz-pad") if gates else "",
        tag(
            "div",
            tag("h3", say("与第一列比"), cls="bz-small bz-b bz-2nd"),
            tag("table", tag("tbody", *verdicts), cls="bz-table"),
            cls="bz-pad",
        )
        if verdicts
        else "",
    )


def _verdict(verdict: str) -> Html:
    kinds = {"better": ("ok", say("更好")), "worse": ("err", say("更差"))}
    kind, text = kinds.get(verdict, ("warn", say("无法判定") if verdict in ("", "unclear", "cannot tell", "unknown") else verdict))
    return label_tag(kind, text)
