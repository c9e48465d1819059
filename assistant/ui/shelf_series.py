"""An indicator over the years under the list of reports, as chart or table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.ui.charts import bars, number, signed
from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.markup import (
    Html,
    bar,
    heading,
    segment,
    select,
    tag,
)
from assistant.ui.series import Point, fits, known_indicators, points, recomputed

if TYPE_CHECKING:
    from assistant.retrieval.report import Report


def series(desk: Desk, reports: list[Report]) -> Html:
    """The panel; it says what is missing where no indicator has two years."""
    unit = desk.project.unit
    own = [report for report in reports if same_unit(report.unit, unit)] if unit else []
    if len({report.year for report in own}) < 2:
        own = _commonest_unit(reports)
    by_report = desk.office.figures.annual(desk.workspace, own)
    names = known_indicators(by_report)
    if not names:
        return tag(
            "div",
            bar(heading(say("指标走势"))),
            tag("p", say("有两年以上的年度报告以后，这里画出同一指标历年的数。"), cls="bz-pad bz-2nd"),
            cls="bz-series",
        )
    shelf = desk.shelving
    name = shelf.indicator if shelf.indicator in names else names[0]
    found = [*points(name, by_report), *_this_year(desk, name)]
    unit = found[0].unit if found else ""
    found = [point for point in found if point.unit == unit]
    kind = segment("chart", "as", (("chart", say("图")), ("table", say("表"))), "table" if shelf.table else "chart")
    chooser = tag(
        "span", select("indicator", [(one, one) for one in names[:60]], name, data_change="chart", aria_label=say("指标")), data_form=True
    )
    head = bar(
        heading(say("指标走势")),
        chooser,
        tag("span", own[0].unit if own else "", cls="bz-muted bz-small bz-cut"),
        tag("span", cls="bz-grow"),
        kind,
    )
    body = (
        _points_table(found)
        if shelf.table
        else tag(
            "div",
            bars(found, name),
            tag("p", say("柱为各年报告原文的数，柱间为按两年数值算的增速，虚线框为今年素材。点一根柱打开出处。"), cls="bz-small bz-muted"),
            cls="bz-chart-box",
        )
    )
    return tag("div", head, body, cls="bz-series")


def _this_year(desk: Desk, name: str) -> list[Point]:
    year = desk.project.year
    if year is None:
        return []
    for fact in desk.material().ledger.facts:
        quantity = fact.quantity
        if fits(quantity, name, year) and quantity.value is not None:
            return [
                Point(
                    year, quantity.value * quantity.sign, quantity.unit if quantity.unit != "亿" else "亿元", None, "", 0, 0, forecast=True
                )
            ]
    return []


def _points_table(found: Sequence[Point]) -> Html:
    rows = []
    for position, point in enumerate(found):
        computed = recomputed(found[position - 1], point) if position and found[position - 1].year == point.year - 1 else None
        off = computed is not None and point.rate is not None and abs(computed - point.rate) > Decimal("0.15")
        rows.append(
            tag(
                "tr",
                tag("td", f"{point.year}{say('预计') if point.forecast else ''}"),
                tag("td", f"{number(point.value)}{point.unit}", cls="r"),
                tag("td", signed(point.rate) if point.rate is not None else "—", cls="r"),
                tag("td", signed(computed) if computed is not None else "—", cls="r bz-red" if off else "r bz-mal"),
                tag(
                    "td",
                    tag(
                        "a",
                        say("原文"),
                        href="#",
                        data_on="read",
                        data_id=point.report,
                        data_start=point.start,
                        data_end=point.end,
                        data_clean=1,
                    )
                    if point.report
                    else "",
                    cls="r",
                ),
            )
        )
    head = tag(
        "tr",
        tag("th", say("年份")),
        tag("th", say("数值"), cls="r"),
        tag("th", say("报告写的增速"), cls="r"),
        tag("th", say("重算"), cls="r"),
        tag("th", ""),
    )
    return tag("div", tag("table", tag("thead", head), tag("tbody", *rows), cls="bz-table"), cls="bz-scroll")


def _commonest_unit(reports: list[Report]) -> list[Report]:
    units = [report.unit for report in reports if report.unit]
    if not units:
        return []
    unit = max(dict.fromkeys(units), key=units.count)
    return [report for report in reports if report.unit == unit]


def same_unit(one: str, other: str) -> bool:
    """Whether two names mean the same zone: one holds the other, offices and committees aside."""

    def short(name: str) -> str:
        return (
            name.removesuffix("办公室")
            .removesuffix("管委会")
            .replace("经济技术开发区", "经开区")
            .replace("经济开发区", "经开区")
            .replace("高新技术产业开发区", "高新区")
        )

    a, b = short(one), short(other)
    return bool(a and b) and (a in b or b in a)
