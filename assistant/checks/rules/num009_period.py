"""累计数前大后小

查什么：
同一指标同一口径、同一年的累计数：月份少的不应大于月份多的（1—11月不应超过全年，1—5月不应超过上半年）。
为什么：
累计数只增不减；前面的月份反而大，不是数录错了，就是时段写错了。
错例：
1—11月完成规上工业总产值529.3亿元，预计全年完成527.5亿元。
正例：
1—11月完成规上工业总产值479.3亿元，预计全年完成527.5亿元。
出处：
统计累计数的定义；利润、净增等可能回落的指标不核（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.arithmetic import shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.reference.tables import indicator
from assistant.text.periods import period_name

RULE = Rule("NUM009", "period", "numbers", "error")

#: may fall while the year goes on, or are states and not sums
_MAY_FALL = re.compile(r"利润|净|余额|存栏|在[建库孵]|库存|率$|占比|比重|强度|浓度|均")
_OF_ONE_MONTH = re.compile(r"当月|单月|本月")
_OTHER_YEAR = re.compile(r"上年|去年|前年|同期|明年|来年")
_FLOW = frozenset(("flow", "count-period"))


def check(context: CheckContext) -> Iterator[Finding]:
    """Running totals of one indicator, scope and year, the shorter period against the longer."""
    series: dict[tuple[str, str, str, int | None], dict[int, Quantity]] = {}
    yield from _beyond_half(context)
    for one in context.quantities:
        yield from _month_in_year(context, one)
        months = _months(one)
        if months and one.change == "level" and one.role in ("actual", "forecast") and one.value is not None and not one.threshold:
            row = indicator(one.indicator_id) if one.indicator_id else None
            if (row is None or row.kind in _FLOW) and one.indicator and not _MAY_FALL.search(one.indicator):
                key = (one.indicator_id or one.indicator, one.scope, one.dimension, one.period.year)
                told = series.setdefault(key, {})
                for other_months, other in told.items():
                    if months != other_months:
                        short, long = (one, other) if months < other_months else (other, one)
                        yield from _judge(context, short, long)
                told[months] = one


def _months(one: Quantity) -> int:
    """How many months from January on a stated period covers; 0 where it is another kind of period."""
    period = one.period
    if not one.period_from or one.high is not None or (period.year is None and _OTHER_YEAR.search(period.label)):
        return 0
    if period.kind == "year":
        return 12
    if period.kind == "at" and period.last_month and (one.cumulative or _is_flow(one)):
        return period.last_month
    if period.kind in ("months", "half", "quarter") and period.first_month == 1:
        return period.last_month or 0
    return 0


def _beyond_half(context: CheckContext) -> Iterator[Finding]:
    """1—9月 in the summary of a half year: those months have not been yet."""
    if not context.document.kind.startswith("半年"):
        return
    seen: set[int] = set()
    for region in context.regions:
        for one in context.figures_in(region.start, region.end) if region.part == "summary" else ():
            period = one.period
            told = period.kind == "months" and period.first_month == 1 and (period.last_month or 0) > 6 and one.role == "actual"
            if not told or not period.label or period.year != context.document.year:
                continue
            place = context.text.rfind(period.label, context.sentence_start(one.start), one.start)
            if place >= 0 and place not in seen:
                seen.add(place)
                yield context.finding(
                    RULE, place, place + len(period.label), f"半年总结中出现{period_name(period)}的完成数", severity="warning",
                    suggestion="核对时段",
                )


def _month_in_year(context: CheckContext, one: Quantity) -> Iterator[Finding]:
    """9月份当月完成2.6亿元，1—9月累计完成2.1亿元: a month is a part of the months."""
    if one.change != "level" or one.value is None or not one.indicator or _MAY_FALL.search(one.indicator):
        return
    if one.period.kind != "month" and one.period.label not in ("当月", "本月"):
        return
    if not _OF_ONE_MONTH.search(context.text, max(0, one.start - 16), one.start):
        return
    for other in context.figures_in(one.end, one.end + 40):
        same_thing = (other.indicator_id or other.indicator) == (one.indicator_id or one.indicator) and other.dimension == one.dimension
        if same_thing and other.change == "level" and _months(other) >= (one.period.last_month or 1):
            yield from _judge(context, one, other)


def _is_flow(one: Quantity) -> bool:
    row = indicator(one.indicator_id) if one.indicator_id else None
    return row is not None and row.kind == "flow"


def _judge(context: CheckContext, short: Quantity, long: Quantity) -> Iterator[Finding]:
    context.compare((short, long))
    # 预计全年突破600亿元 is not said when 641.8亿元 are reached
    if (long.bound == "min" and long.role != "forecast") or short.bound == "max" or stands_for(short).low <= stands_for(long).high:
        return
    begin = short.subject_start if short.subject_end <= short.start and 0 < short.start - short.subject_start < 24 else short.start
    yield context.finding(
        RULE, begin, short.end,
        f"{period_name(short.period)}累计{shown(short)}大于{period_name(long.period)}的{shown(long)}", suggestion="核对两个数和它们的时段",
        related=[context.related(long.start, long.end, "时段更长的累计数")],
    )
