"""How 资料库 looks: reports on the left, search or a report on the right. The indicator chart has a module of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.domain.document import Hit
from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.markup import (
    Html,
    bar,
    button,
    column,
    empty,
    heading,
    icon,
    icon_button,
    join,
    label_tag,
    segment,
    select,
    tag,
    upload_button,
)
from assistant.ui.paper import cleaned_span, emphasised, paper, tree
from assistant.ui.shelf_series import same_unit, series
from assistant.ui.uploads import MOST_BYTES, MOST_FILES, REPORTS

if TYPE_CHECKING:
    from assistant.retrieval.report import Report

_MOST_ROWS = 400
_PLACE = re.compile(r"(字面|向量)第(\d+)位")
PARTS = (("", "全部"), ("summary", "总结"), ("plan", "思路"), ("problems", "问题"))


def view(desk: Desk) -> Html:
    """The whole tab."""
    reports = desk.workspace.library.reports()
    right = _reader(desk, reports) if desk.shelving.document is not None else _search(desk, reports)
    return tag("main", _left(desk, reports), right, cls="bz-work w-library")


def _left(desk: Desk, reports: list[Report]) -> Html:
    shelf = desk.shelving
    unit = desk.project.unit
    shown = [report for report in reports if not shelf.own or same_unit(report.unit, unit)]
    shown.sort(key=lambda report: (-(report.year or 0), report.title))
    years = sorted({report.year for report in reports if report.year})
    span = f"{years[0]}—{years[-1]}年，" if len(years) > 1 else f"{years[0]}年，" if years else ""
    note = say("{n} 份，{span}{chunks} 段", n=len(reports), span=span, chunks=sum(report.chunks for report in reports)) if reports else ""
    own = button(icon("filter"), say("本单位"), on="own", cls="quiet", aria_pressed=str(shelf.own).lower()) if unit else ""
    head = bar(heading(say("往年报告"), note), tag("span", cls="bz-grow"), own, _import_button(desk))
    return tag(
        "section",
        head,
        _table(desk, shown),
        series(desk, reports),
        cls="bz-left",
        aria_label=say("往年报告"),
        data_drop="import",
        data_most=MOST_FILES,
        data_size=MOST_BYTES,
    )


def _import_button(desk: Desk) -> Html:
    if not desk.user.may("writer"):
        return Html("")
    return upload_button(say("导入"), "import", ",".join(sorted(REPORTS)))


def _table(desk: Desk, reports: Sequence[Report]) -> Html:
    shelf = desk.shelving
    rows: list[Html] = []
    if shelf.progress:
        done, total, name = shelf.progress
        percent = round(100 * done / max(total, 1))
        meter = tag(
            "span",
            tag("i", style=f"width:{percent}%"),
            cls="bz-meter",
            role="progressbar",
            aria_valuenow=percent,
            aria_valuemin=0,
            aria_valuemax=100,
        )
        rows.append(
            tag(
                "tr",
                tag("td", os.path.basename(name), colspan=5),
                tag(
                    "td",
                    tag("div", tag("span", cls="bz-spin"), say("读入 {done}/{total}", done=done, total=total), cls="bz-small bz-row"),
                    meter,
                ),
            )
        )
    for name, reason in shelf.failures:
        rows.append(
            tag(
                "tr",
                tag("td", name, tag("div", say("打不开：{reason}", reason=reason), cls="bz-small bz-red"), colspan=5),
                tag("td", label_tag("err", say("没有导入"), "alert"), icon_button("x", say("知道了"), on="dismiss")),
                cls="is-open",
            )
        )
    rows += [_row(desk, report) for report in reports[:_MOST_ROWS]]
    if not rows:
        return tag(
            "div",
            empty(
                "库",
                say("还没有往年报告"),
                say("把往年的总结和思路拖进来，或点“导入”。起草时借它们的说法和次序，不借数。"),
                _import_button(desk),
            ),
            cls="bz-scroll",
        )
    head = tag(
        "tr",
        *[
            tag("th", say(text), cls=cls or None)
            for text, cls in (("标题", ""), ("年份", ""), ("单位", ""), ("类别", "bz-wide"), ("段", "r"), ("状态", ""))
        ],
    )
    return tag("div", tag("table", tag("thead", head), tag("tbody", *rows), cls="bz-table"), cls="bz-scroll", tabindex="0")


def _row(desk: Desk, report: Report) -> Html:
    on = report.id == desk.shelving.report
    title = report.title or os.path.basename(report.source)
    masked = desk.office.figures.of(desk.workspace, report).masked if report.chars < 60_000 else 0
    state = (
        tag("span", icon("alert"), " ", say("{n} 处数字被遮", n=masked), cls="bz-och")
        if masked
        else tag("span", icon("check"), " ", say("可用"), cls="bz-mal")
    )
    remove = (
        icon_button(
            "trash",
            say("移除"),
            on="remove",
            cls="bz-row-tool",
            data_id=report.id,
            data_verb=say("移除"),
            data_confirm=say("把“{title}”移出资料库？原文件不动，以后可以再导入。", title=title),
        )
        if desk.user.may("admin")
        else ""
    )
    return tag(
        "tr",
        tag(
            "td",
            tag(
                "a",
                tag("b", title, cls="bz-b") if on else title,
                href="#",
                data_on="read",
                data_id=report.id,
                title=os.path.basename(report.source),
            ),
        ),
        tag("td", report.year or "—", cls="bz-num"),
        tag("td", report.unit or "—", cls="bz-cut"),
        tag("td", report.kind or "—", cls="bz-wide"),
        tag("td", report.chunks, cls="r"),
        tag("td", tag("div", state, tag("span", cls="bz-grow"), remove, cls="bz-row")),
        cls="is-on" if on else None,
        id=f"report-{report.id}",
    )


# search


def _search(desk: Desk, reports: list[Report]) -> Html:
    shelf = desk.shelving
    years = sorted({report.year for report in reports if report.year}, reverse=True)
    units = sorted({report.unit for report in reports if report.unit})
    clear = icon_button("x", say("清除"), on="clear") if shelf.query else ""
    query = tag(
        "div",
        icon("search", small=False),
        tag(
            "input",
            cls="bz-bare",
            name="query",
            value=shelf.query,
            placeholder=say("用平常的话找，比如：招商引资往年怎么写"),
            data_enter="search",
            data_key="/",
            maxlength="200",
            autocomplete="off",
            aria_label=say("检索"),
        ),
        clear,
        cls="bz-field tall bz-grow",
    )
    found = say("{n} 段，{ms} 毫秒", n=len(shelf.hits), ms=f"{shelf.milliseconds:.0f}") if shelf.hits else ""
    filters = tag(
        "div",
        select(
            "year",
            [("", say("全部年份")), *[(str(year), f"{year}年") for year in years]],
            str(shelf.year or ""),
            data_change="search",
            aria_label=say("年份"),
        ),
        select(
            "unit", [("", say("全部单位")), *[(unit, unit) for unit in units]], shelf.unit, data_change="search", aria_label=say("单位")
        ),
        segment("search", "part", tuple((value, say(text)) for value, text in PARTS), shelf.part),
        tag("span", cls="bz-grow"),
        tag("span", found, cls="bz-small bz-muted bz-nowrap"),
        cls="bz-row wrap",
    )
    head = tag(
        "div", tag("div", query, button(say("检索"), on="search", cls="primary tall"), cls="bz-row"), filters, cls="bz-find", data_form=True
    )
    keys = tag(
        "div",
        tag("kbd", "/"),
        say("检索"),
        tag("span", cls="bz-sep"),
        tag("kbd", "J"),
        tag("kbd", "K"),
        say("上下"),
        tag("span", cls="bz-sep"),
        tag("kbd", "B"),
        say("借这句"),
        cls="bz-foot bz-row bz-small bz-muted bz-desktop",
    )
    return column(say("检索"), head, tag("div", _hits(desk, bool(reports)), cls="bz-scroll", tabindex="0"), keys)


def _hits(desk: Desk, any_report: bool) -> Html:
    shelf = desk.shelving
    if shelf.hits is None:
        tip = say("一个主题、一个指标、一句话都可以。") if any_report else say("先导入往年报告，再来查。")
        return empty("查", say("查往年怎么写"), tip)
    if not shelf.hits:
        narrowed = shelf.year or shelf.unit or shelf.part
        what = (
            say("“{query}”在选定的条件下没有出现。", query=shelf.query)
            if narrowed
            else say("“{query}”在往年报告里没有出现。", query=shelf.query)
        )
        return empty("库", say("没有查到"), what, button(say("去掉条件"), on="widen") if narrowed else "")
    steps = tag(
        "span",
        button("", on="step", data_to="next", key="j", cls="bz-hidden", tabindex="-1", aria_label=say("下一条")),
        button("", on="step", data_to="previous", key="k", cls="bz-hidden", tabindex="-1", aria_label=say("上一条")),
    )
    return join([steps, *[_hit(desk, hit, position) for position, hit in enumerate(shelf.hits)]])


def _hit(desk: Desk, hit: Hit, position: int) -> Html:
    shelf, chunk = desk.shelving, hit.chunk
    on = position == shelf.at
    path = [tag("b", chunk.year or "—", cls="bz-b"), tag("span", chunk.unit or chunk.title, cls="bz-cut")]
    for title in chunk.headings[-2:]:
        path += [tag("span", "›"), tag("span", title, cls="bz-cut")]
    source = tag("a", say("原文"), href="#", data_on="read", data_id=chunk.report, data_start=chunk.start, data_end=chunk.end)
    tools: list[Html] = []
    if on:
        copied = (
            f"{chunk.text}（{chunk.title or os.path.basename(chunk.source)}{'，' + ' › '.join(chunk.headings) if chunk.headings else ''}）"
        )
        borrow = button(say("借这句"), on="borrow", key="b", data_at=position) if desk.user.may("writer") else Html("")
        tools = [tag("span", cls="bz-grow"), borrow, button(say("带出处复制"), cls="quiet", data_copy=copied)]
    return tag(
        "article",
        tag("div", *path, tag("span", cls="bz-grow"), source, cls="path"),
        tag("p", emphasised(chunk.text.strip(), shelf.query), cls="bz-quote"),
        tag("div", tag("span", "　".join(why(hit, shelf.query)), cls="bz-cut"), *tools, cls="bz-row bz-small bz-muted"),
        cls="bz-hit is-on" if on else "bz-hit",
        data_on="pick",
        data_at=position,
    )


def why(hit: Hit, query: str) -> list[str]:
    """Why a passage was found, for readers: the index's pairs of characters are joined to the words of the question they come from."""
    told: list[str] = []
    for reason in hit.why:
        place, (kind, _, listed) = _PLACE.fullmatch(reason), reason.partition("：")
        if place is not None:
            told.append(say("字面第{n}", n=place[2]) if place[1] == "字面" else say("语义第{n}", n=place[2]))
        elif kind == "词语":
            told.append(say("词语：{words}", words="、".join(_joined(listed.split("、"), query))))
        else:
            told.append(reason)
    return told


def _joined(words: Sequence[str], query: str) -> list[str]:
    covered = [False] * len(query)
    rest: list[str] = []
    for word in words:
        starts = [at for at in range(len(query)) if word and query.startswith(word, at)]
        if not starts:
            rest.append(word)
        for at in starts:
            covered[at : at + len(word)] = [True] * len(word)
    runs = "".join(char if on else "\n" for char, on in zip(query, covered, strict=True)).split("\n")
    return list(dict.fromkeys([*filter(None, runs), *rest]))


# a report


def _reader(desk: Desk, reports: list[Report]) -> Html:
    shelf, document = desk.shelving, desk.shelving.document
    assert document is not None
    report = next((one for one in reports if one.id == shelf.report), None)
    title = document.title or (os.path.basename(report.source) if report else "")
    head = bar(
        icon_button("left", say("回到检索"), on="shut", key="Escape"),
        tag("h2", title, cls="bz-cut"),
        label_tag("line", document.unit or "—"),
        tag("span", cls="bz-grow"),
        tag("span", say("{n} 字", n=f"{len(document.text):,}"), cls="bz-small bz-muted"),
        icon_button("x", say("关闭原文"), on="shut"),
    )
    toc = tag("details", tag("summary", icon("list"), say("目录")), tree(document.sections), cls="bz-tocbox") if document.sections else ""
    path = tag("div", toc, tag("span", _path(desk), cls="bz-cut"), tag("span", cls="bz-grow"), _same(desk), cls="bz-path")
    places = [shelf.place] if shelf.place else []
    return column(say("原文"), head, path, tag("div", paper(document, places), cls="bz-scroll bz-papers", tabindex="0"))


def _path(desk: Desk) -> str:
    document, place = desk.shelving.document, desk.shelving.place
    if document is None or place is None:
        return ""
    start, _ = cleaned_span(document, *place)
    inside = [section for section in document.walk() if section.heading.start <= start < max(section.end, section.heading.end)]
    return " › ".join(inside[-1].headings) if inside else ""


def _same(desk: Desk) -> Html:
    return label_tag("ok", say("原文所在"), "check") if desk.shelving.place else Html("")
