"""分时段的数与全期的数对不上

查什么：
同一指标分季度、分月、分年列出（在全期数之前或之后），又有全年、上半年或“三年累计”数的，时段首尾相接就相加核对；时段较短的累计数不应大于时段更长的。
“1—11月完成785.2亿元，12月当月完成77.2亿元”与全年数、“2022年…、2023年…、2024年…，三年累计…”都算。
为什么：
季度数、当月数常由两期快报相减得来，改了一期忘了另一期；三年累计最容易把基期也加进去。
错例：
全年完成规上工业总产值862.4亿元，其中1—11月完成785.2亿元，12月当月完成87.2亿元。
正例：
全年完成规上工业总产值862.4亿元，其中1—11月完成785.2亿元，12月当月完成77.2亿元。
出处：
各时段之和等于全期数（统计常识）；四舍五入引起的尾差不报，余额、平均数、比率不加总（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.arithmetic import exact, in_unit_of, shown, stands_for, sum_of
from assistant.checks.context import CheckContext
from assistant.checks.elsewhere import same_name
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity

RULE = Rule("NUM019", "stretches", "numbers", "error")

Stretch = tuple[int, int]
#: how far behind the whole, in characters, its stretches may be told
_FAR = 320
_MONTH = re.compile(r"(?P<month>1[0-2]|[1-9])月(?:份)?(?:当月|单月)[\u4e00-\u9fff]{0,8}$")
_NO_SUM = re.compile(r"均|余额|存量|存栏|在[建库孵]|库存|率$|占比|比重|浓度|强度|总数|差距|目标|计划")
_YEARS_TOGETHER = re.compile(r"(?P<count>[三四五])年(?:来)?(?:累计|合计|共)[\u4e00-\u9fff]{0,8}$")
_YEARS = re.compile(r"[三四五]年(?:来)?(?:累计|合计|共)?")
#: two stretches and their whole
_FEWEST = 3
_COUNT = {"三": 3, "四": 4, "五": 5}


def check(context: CheckContext) -> Iterator[Finding]:
    """Stretches of one whole that leave nothing out, and shorter ones against longer ones."""
    text = context.text
    if "季度" in text or "当月" in text or "单月" in text or re.search(r"[1一][-—~～－至]\d", text) or "半年" in text:
        yield from _within(context)
        for figures in context.figures_by_sentence:
            yield from _before_whole(context, figures)
    if "年累计" in text or "年来累计" in text or "年合计" in text or "年共" in text:
        yield from _over_years(context)


def _within(context: CheckContext) -> Iterator[Finding]:
    """Walk over the text with the last whole of each unit in mind."""
    wholes: dict[str, tuple[Quantity, Stretch, list[tuple[Quantity, Stretch]]]] = {}
    for one in context.quantities:
        if not exact(one) or one.change != "level" or not one.dimension or one.dimension == "%" or one.joint >= 0:
            continue
        stretch = _stretch(context, one)
        known = wholes.get(one.dimension)
        if stretch is None or _NO_SUM.search(one.indicator) or "均" in context.text[max(0, one.start - 4) : one.start]:
            other = known is not None and one.role == known[0].role and one.parent < 0 and not same_name(known[0].indicator, one.indicator)
            if one.indicator and other:
                # another thing is told now: an unnamed amount behind it is one of that
                wholes.pop(one.dimension)
            continue
        whole = known[0] if known is not None else None
        alike = whole is not None and (one.indicator in ("", whole.indicator) or same_name(one.indicator, whole.indicator))
        inside = alike and known is not None and known[1][0] <= stretch[0] and stretch[1] <= known[1][1] and stretch != known[1]
        near = whole is not None and one.start - whole.start < _FAR and one.period.year == whole.period.year and one.role == whole.role
        if known is not None and inside and near and one.scope == known[0].scope:
            known[2].append((one, stretch))
            yield from _judge(context, *known)
        elif one.indicator and stretch[1] - stretch[0] >= 2 and one.parent < 0:
            wholes[one.dimension] = one, stretch, []


def _before_whole(context: CheckContext, figures: Sequence[Quantity]) -> Iterator[Finding]:
    """一季度完成12亿元，二季度完成15亿元，上半年完成29亿元: the stretches stand before their whole."""
    if len(figures) < _FEWEST:
        return
    parts: list[tuple[Quantity, Stretch]] = []
    for one in figures:
        if not exact(one) or one.change != "level" or not one.dimension or one.dimension == "%" or one.joint >= 0 or one.parent >= 0:
            continue
        stretch = _stretch(context, one)
        if stretch is None or _NO_SUM.search(one.indicator) or "均" in context.text[max(0, one.start - 4) : one.start]:
            continue
        alike = [
            each for each in parts
            if (each[0].dimension, each[0].role, each[0].scope) == (one.dimension, one.role, one.scope)
            and each[0].period.year == one.period.year
            and (each[0].indicator == one.indicator or same_name(each[0].indicator, one.indicator))
        ]
        row = _row(alike, stretch) if alike and alike[-1][1] != stretch else None
        if row is not None:
            yield from _no_sum(context, row, one, stretch, one)
        parts.append((one, stretch))


def _stretch(context: CheckContext, one: Quantity) -> Stretch | None:
    """The months that a flow figure covers; None where they are not said."""
    period = one.period
    if period.kind == "year" and period.last_year is None and one.period_from:
        return 1, 12
    said = one.period_from in ("clause", "sentence")
    if period.kind in ("half", "months", "quarter", "month") and period.first_month and period.last_month and said:
        return period.first_month, period.last_month
    if period.label in ("当月", "本月"):
        month = _MONTH.search(context.text, context.clause_start(one.start), one.start)
        if month is not None:
            return int(month["month"]), int(month["month"])
    return None


def _judge(
    context: CheckContext, whole: Quantity, span: Stretch, parts: Sequence[tuple[Quantity, Stretch]]
) -> Iterator[Finding]:
    last, stretch = parts[-1]
    context.compare((whole, last))
    if stands_for(last).low > stands_for(whole).high:
        yield context.finding(
            RULE, last.start, last.end, f"{_months(stretch)}的{shown(last)}大于{_months(span)}的{shown(whole)}",
            suggestion="核对两个数和它们的时段",
            related=[context.related(whole.start, whole.end, "时段更长的数")],
        )
        return
    row = _row(parts, span)
    if row is None:
        return
    yield from _no_sum(context, row, whole, span, last)


def _no_sum(
    context: CheckContext, row: Sequence[Quantity], whole: Quantity, span: Stretch, at: Quantity
) -> Iterator[Finding]:
    """A finding at the last figure told where the stretches of a row don't come to their whole."""
    context.compare((whole, *row))
    added = sum_of(row)
    if not added.meets(stands_for(whole)):
        beside = [*((one, "分时段") for one in row), (whole, "全期")]
        yield context.finding(
            RULE, at.start, at.end,
            f"{'＋'.join(shown(one) for one in row)}为{in_unit_of((added.low + added.high) / 2, whole)}，{_months(span)}写作{shown(whole)}",
            suggestion="核对各时段的数和全期数",
            related=[context.related(one.start, one.end, said) for one, said in beside if one is not at],
        )


def _row(parts: Sequence[tuple[Quantity, Stretch]], span: Stretch) -> tuple[Quantity, ...] | None:
    """The parts, the last one among them, that follow one another from the beginning of the whole to its end."""
    last, stretch = parts[-1]
    row, month = [last], stretch[0]
    if stretch[1] != span[1]:
        return None
    while month > span[0]:
        before = next((one for one in reversed(parts[:-1]) if one[1][1] == month - 1 and one[1][0] >= span[0]), None)
        if before is None:
            return None
        row.insert(0, before[0])
        month = before[1][0]
    return tuple(row) if len(row) > 1 else None


def _months(stretch: Stretch) -> str:
    first, last = stretch
    if first == last:
        return f"{first}月"
    return {(1, 12): "全年", (1, 6): "上半年", (7, 12): "下半年"}.get(stretch, f"{first}—{last}月")


def _over_years(context: CheckContext) -> Iterator[Finding]:
    """三年累计 against the amounts of the last three years that the paragraph tells one by one."""
    for total in context.quantities:
        told = _YEARS_TOGETHER.search(context.text, max(0, total.start - 16), total.start) if exact(total) and total.dimension else None
        if told is None or total.change not in ("level", "increase"):
            continue
        count, name = _COUNT[told["count"]], _YEARS.sub("", total.indicator)
        line = context.text.rfind("\n", 0, total.start) + 1
        end = context.text.find("\n", total.end)
        rows: dict[int, Quantity] = {}
        for one in context.figures_in(line, len(context.text) if end < 0 else end):
            year = one.period.year
            own = one is not total and exact(one) and one.dimension == total.dimension and one.change in ("level", "from")
            if own and year and one.period_from == "clause" and one.period.kind in ("year", "unknown") and one.role != "target":
                if name and one.indicator and not same_name(one.indicator, name) and one.indicator != total.indicator:
                    continue
                rows.setdefault(year, one)
        years = sorted(rows)[-count:]
        if len(years) < count or years[-1] - years[0] != count - 1:
            continue
        parts = [rows[year] for year in years]
        context.compare((total, *parts))
        added = sum_of(parts)
        if not added.meets(stands_for(total)):
            middle = (added.low + added.high) / 2
            yield context.finding(
                RULE, told.start(), total.end,
                f"{years[0]}年至{years[-1]}年{'＋'.join(shown(one) for one in parts)}为{in_unit_of(middle, total)}，"
                f"文中写作{told['count']}年累计{shown(total)}",
                suggestion="核对各年的数和累计数，看是否多算了基期", severity="warning",
                related=[context.related(one.start, one.end, "分年") for one in parts],
            )
