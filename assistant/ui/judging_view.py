"""How the 评测 tab looks: runs on the left; one run's scores, or two runs compared with their intervals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import BiganziError
from assistant.ui.charts import forest
from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.markup import Html, bar, button, empty, fold_button, heading, icon, join, tag
from assistant.ui.runs import RunLine

if TYPE_CHECKING:
    from assistant.evaluation.analysis import Analysis
    from assistant.evaluation.statistics import Comparison

#: the harness's names of its scorers, for readers
SCORERS = {
    "numbers": "数字对得上",
    "coverage": "素材覆盖",
    "structure": "结构",
    "arithmetic": "算术",
    "style": "文风",
    "evidence": "依据",
    "mentions": "该提的提到",
    "outline": "提纲",
    "length": "篇幅",
    "findings": "审校查出",
    "answer": "问答",
    "time": "用时（秒）",
    "copied": "照抄（越低越好）",
    "total": "总分",
    "hit1": "首条就是",
    "hit5": "前5条里有",
    "hit10": "前10条里有",
    "mrr": "位次（MRR）",
    "ndcg": "排序（nDCG）",
}


def view(desk: Desk) -> Html:
    """The whole tab."""
    runs = desk.office.runs.lines()
    return tag("main", _list(desk, runs), _main(desk, runs), cls="bz-work w-eval")


def _list(desk: Desk, runs: list[RunLine]) -> Html:
    nothing = empty("评", say("还没有记录"), say("跑一次基线，再改提示词来比。"))
    body = tag("div", *([_run(desk, one) for one in runs] or [nothing]), cls="bz-scroll", tabindex="0")
    note = say("选两次记录就能比较。计划数必须等于完成、失败、缺失之和。")
    head = bar(
        heading(say("评测"), say("{n} 次", n=len(runs)) if runs else ""), tag("span", cls="bz-grow"), fold_button("outline", say("收起"))
    )
    return tag("aside", head, body, tag("div", note, cls="bz-foot bz-small bz-2nd"), cls="bz-col outline", aria_label=say("评测记录"))


def _run(desk: Desk, run: RunLine) -> Html:
    chosen = desk.judging.chosen
    on = run.id in chosen
    mark = tag("span", "甲乙"[chosen.index(run.id)], cls="bz-tag line") if on else ""
    missing = run.planned - run.done - run.failed
    counts = (
        say("{n} 完成", n=run.done),
        say("{n} 失败", n=run.failed) if run.failed else "",
        say("{n} 缺失", n=missing) if missing else "",
    )
    share = round(100 * run.done / max(1, run.planned))
    meter = tag("span", tag("i", style=f"width:{share}%"), cls="bz-meter", style="margin-top:6px") if missing else ""
    return tag(
        "button",
        tag("span", mark, tag("b", run.suite, cls="bz-b bz-cut"), tag("span", run.id[:16], cls="bz-code bz-cut"), cls="bz-row"),
        tag(
            "span",
            run.when,
            tag("span", cls="bz-grow"),
            "，".join(filter(None, counts)),
            cls="bz-row bz-small bz-muted",
            style="margin-top:2px",
        ),
        meter,
        cls="bz-item is-on" if on else "bz-item",
        type="button",
        data_on="choose",
        data_run=run.id,
        aria_pressed=str(on).lower(),
    )


def _main(desk: Desk, runs: list[RunLine]) -> Html:
    chosen = [run for run in desk.judging.chosen if any(one.id == run for one in runs)]
    out = button(icon("down"), say("导出报告"), on="report", disabled=not chosen)
    label = say("评测记录")
    narrow = tag(
        "button", icon("list", small=False), cls="bz-btn quiet icon bz-onlynarrow", type="button", data_sheet="outline", aria_label=label
    )
    title, note = say("评测"), ""
    try:
        if len(chosen) == 2:
            body = _compared(*desk.office.runs.compare(*chosen))
            title, note = say("甲 对 乙"), say("按例配对")
        elif chosen:
            body = _scores(desk.office.runs.analysis(chosen[0]))
            title, note = say("一次记录"), chosen[0]
        else:
            body = _howto(desk)
    except BiganziError as error:
        body = empty("评", say("读不出这次记录"), str(error))
    head = bar(narrow, heading(title, note), tag("span", cls="bz-grow"), out)
    return tag("section", head, tag("div", body, cls="bz-scroll", tabindex="0"), cls="bz-col sheet", aria_label=say("评测"))


def _howto(desk: Desk) -> Html:
    suites = desk.office.runs.suites()
    name = suites[0].name if suites else "NAME"
    commands = (
        ("biganzi eval init", say("写一套自己的题")),
        (f"biganzi eval run {name}", say("跑一遍，停了再跑会接着来")),
        ("biganzi eval compare 甲 乙", say("两次比较，给出差值、区间和判断")),
        ("biganzi eval report 甲", say("一页报告")),
    )
    rows = [tag("tr", tag("td", tag("code", line, cls="bz-num")), tag("td", told, cls="bz-2nd")) for line, told in commands]
    having = [
        tag(
            "tr",
            tag("td", one.name),
            tag("td", say("{n} 例", n=one.cases), cls="r"),
            tag("td", _copy(f"biganzi eval run {one.name}"), cls="r"),
        )
        for one in suites
    ]
    known = (
        tag("div", tag("b", say("现有的题"), cls="bz-b"), tag("table", tag("tbody", *having), cls="bz-table"), cls="card") if having else ""
    )
    told = say("评测在命令行里跑：能停、能续、能在别的机器上跑；跑出来的记录列在左边。")
    card = tag("div", tag("p", told), tag("table", tag("tbody", *rows), cls="bz-table"), cls="card")
    return tag("div", tag("h2", say("改了提示词，比一比再用")), card, known, cls="bz-start", style="max-width:680px")


def _copy(command: str) -> Html:
    return tag("a", say("复制命令"), href="#", data_copy=command)


# one run


def _scores(one: Analysis) -> Html:
    head = tag("tr", tag("th", say("评分项")), *[tag("th", f"{column.variant} {column.model}".strip(), cls="r") for column in one.columns])
    rows = [
        tag(
            "tr",
            tag("td", say(SCORERS.get(name, name))),
            *[tag("td", f"{means[name]:.3f}" if name in means else "—", cls="r") for means in one.means],
        )
        for name in one.scorers
    ]
    comparisons = [_against(f"{first} → {other}", rows_) for first, other, rows_ in one.comparisons if rows_]
    table = tag("table", tag("thead", head), tag("tbody", *rows), cls="bz-table")
    if not comparisons:
        return join([table, _gates(one)])
    return join([table, tag("div", tag("div", *comparisons), tag("div", _gates(one)), cls="bz-judged two")])


def _gates(one: Analysis) -> Html:
    if not one.gates:
        return Html("")
    passed = sum(ok for _, ok in one.gates)
    rows = [
        tag(
            "div",
            tag("span", icon("check" if ok else "x", small=False), cls="bz-mal" if ok else "bz-red"),
            tag("span", _in_words(text)),
            cls="bz-gate",
        )
        for text, ok in one.gates
    ]
    title = say("门槛 {n} / {all} 通过", n=passed, all=len(one.gates))
    return tag("div", tag("h3", title, cls="bz-small bz-b bz-2nd"), *rows, cls="bz-pad")


def _in_words(gate: str) -> str:
    """A gate's line with the scorer by the name that the table gives it."""
    return re.sub(r"(?<=的 )\w+(?= )|(?<=没有 )\w+(?= 的分)", lambda match: say(SCORERS.get(match[0], match[0])), gate)


# two runs


def _compared(first: Analysis, second: Analysis, rows: list[tuple[str, list[Comparison]]]) -> Html:
    left = tag("div", *[_against(label, comparisons) for label, comparisons in rows])
    right = tag("div", _gates(second), _counts(first, second))
    return join([tag("div", left, right, cls="bz-judged two"), _moved(moved(first, second))])


def moved(first: Analysis, second: Analysis) -> list[tuple[str, str, float, float]]:
    """What changed most between two runs: case, scorer, before, after; columns of one name are paired, scores of nought to one only."""
    from assistant.evaluation.analysis import table_of
    from assistant.evaluation.statistics import case_means

    before, after = table_of(first), table_of(second)
    names = {column.label: at for at, column in enumerate(first.columns)}
    found: list[tuple[str, str, float, float]] = []
    for at, column in enumerate(second.columns):
        old = before[names.get(column.label, 0)]
        for scorer in set(old) & set(SCORERS) - {"time", "copied"}:
            one, two = case_means(old[scorer]), case_means(after[at].get(scorer, {}))
            found += [(case, scorer, one[case], two[case]) for case in one if case in two and abs(one[case] - two[case]) > 1e-9]
    return sorted(found, key=lambda row: (-abs(row[2] - row[3]), row))[:20]


def _moved(rows: Sequence[tuple[str, str, float, float]]) -> Html:
    if not rows:
        return tag("p", say("没有一例的分数变了。"), cls="bz-pad bz-muted")
    head = tag("tr", tag("th", say("变得最多的例子")), tag("th", say("评分项")), *[tag("th", one, cls="r") for one in (*"甲乙", "")])
    made = []
    for case, scorer, before, after in rows:
        better = after > before
        mark = tag("span", icon("up" if better else "chev"), say("变好") if better else say("变差"), cls="bz-mal" if better else "bz-red")
        cells = [tag("td", f"{value:.3f}", cls="r") for value in (before, after)]
        made.append(tag("tr", tag("td", case), tag("td", say(SCORERS[scorer])), *cells, tag("td", mark, cls="r")))
    return tag("table", tag("thead", head), tag("tbody", *made), cls="bz-table")


def _against(label: str, comparisons: Sequence[Comparison]) -> Html:
    stamp, kind, told = verdict_of(comparisons)
    head = tag(
        "div",
        tag("span", stamp, cls=f"bz-stamp {kind}"),
        tag("div", tag("b", label, cls="bz-b"), tag("div", told, cls="bz-2nd"), cls="bz-grow", style="white-space:normal"),
        cls="bz-row",
        style="padding:16px 20px 4px;gap:16px",
    )
    drawn = [(say(SCORERS.get(one.scorer, one.scorer)), one.difference, one.low, one.high, one.verdict) for one in comparisons]
    return tag("div", head, tag("div", forest(drawn), style="padding:0 20px 12px;max-width:900px"))


def verdict_of(comparisons: Sequence[Comparison]) -> tuple[str, str, str]:
    """The stamp, its colour, and one sentence: better or worse only where no scorer says the opposite."""
    # seconds are shown, but hang on what else the machine was doing: they decide nothing
    weighed = [one for one in comparisons if one.scorer != "time"]
    better = [say(SCORERS.get(one.scorer, one.scorer)) for one in weighed if one.verdict == "better"]
    worse = [say(SCORERS.get(one.scorer, one.scorer)) for one in weighed if one.verdict == "worse"]
    seen = max((one.detectable for one in weighed if one.detectable == one.detectable), default=0.0)
    told = say("{n} 例配对；这次最小能看出 {d} 的差别。", n=max((one.cases for one in comparisons), default=0), d=f"{seen:.3f}")
    if better and not worse:
        return say("更好"), "bz-mal", say("{what}更好。", what="、".join(better)) + told
    if worse and not better:
        return say("更差"), "bz-red", say("{what}更差。", what="、".join(worse)) + told
    if better and worse:
        return say("无法判定"), "bz-och", say("{a}更好，{b}更差。", a="、".join(better), b="、".join(worse)) + told
    return say("无法判定"), "bz-och", told


def _counts(first: Analysis, second: Analysis) -> Html:
    keys = [("planned", "计划"), ("done", "完成"), ("failed", "失败"), ("missing", "缺失")]
    head = tag("tr", tag("th", ""), *[tag("th", say(text), cls="r") for _, text in keys])
    rows = [
        tag("tr", tag("td", mark), *[tag("td", one.counts.get(key, 0), cls="r") for key, _ in keys])
        for mark, one in (("甲", first), ("乙", second))
    ]
    table = tag("table", tag("thead", head), tag("tbody", *rows), cls="bz-table")
    return tag("div", tag("h3", say("跑得完整不完整"), cls="bz-small bz-b bz-2nd"), table, cls="bz-pad")
