"""增幅与数值对不上

查什么：
同一句里既有现值、基数又有增幅（或降幅）的，重新计算：比上年的A增长g%、由A增加到B增长g%、净增n家增长g%、年均增长g%。
为什么：
增幅是改数时最容易漏改的一个：现值更新了，增幅还是旧的；或者抄写时两位数字颠倒（31.7%写成37.1%）。
错例：
人工智能产业营业收入由上年的71.0亿元增加到93.5亿元，增长37.1%。
正例：
人工智能产业营业收入由上年的71.0亿元增加到93.5亿元，增长31.7%。
出处：
计算口径见统计常识：增长率=（报告期数÷基期数-1）×100%。文中数字按所印位数视为四舍五入的结果，区间相交即不报；地区生产总值、
增加值等按可比价计算的指标和注明“同口径”“可比”的不核（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.arithmetic import exact, gap, growth_of, in_unit_of, rounded, same_measure, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.mentions import over_years, same_base, told_before
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval

RULE = Rule("NUM004", "growth", "numbers", "error")

_ONE, _HUNDRED = Decimal(1), Decimal(100)
#: what a planned growth may be rounded by, in percent; a goal is off only where it is off by as much again
_ROUND = Decimal("0.5")
#: growth at constant prices, or in real terms, does not follow from the amounts
_CONSTANT_PRICES = re.compile(r"生产总值|GDP|增加值|可支配收入|纯收入|经济总量|人均.{0,4}收入")
_RESTATED = re.compile(r"可比|同口径|剔除|扣除|名义|实际增长|历史同期|平均增")
_FUTURE = 9999
_YEARLY = re.compile(r"年均|每年|年平均")
_YEAR = re.compile(r"\d年")
_LAST_YEAR = re.compile(r"同比|上年|去年|前一年")
_OTHER_BASE = re.compile(r"十[一二三四五六]五|年初|目标|任务|计划|预算|全[省市国县区]|平均|预期|环比|上月|上季")
_SINCE = re.compile(r"[与同比较](?P<year>20\d\d)年(?:相比|比较?)?，")
_GAP = re.compile(r"[）)]?(?:相比|比较|相较)?[，,]?(?:[^，。；：、（）\n\d%]){0,12}$")


def check(context: CheckContext) -> Iterator[Finding]:
    """Growth rates whose level and base stand in the same sentence."""
    last: Quantity | None = None
    for rate in context.quantities:
        before, last = last, rate
        if rate.change == "growth" and rate.role == "target" and rate.value is not None and rate.high is None:
            yield from _planned(context, rate)
        if rate.change == "growth" and rate.chinese and rate.approximate:
            yield from _tenths(context, rate)
        if rate.change != "growth" or not exact(rate):
            continue
        now = context.level_of(rate) or over_years(context, rate, before)
        if now is None or not exact(now) or now.change not in ("level", "increase"):
            continue
        if _CONSTANT_PRICES.search(now.indicator) or _RESTATED.search(rate.verb + rate.compare) or _OTHER_BASE.search(rate.compare):
            continue
        found = _base(context, rate, now, before)
        if found is None:
            continue
        base, computed, told = found
        context.compare((rate, now, *base))
        finding = _judge(context, rate, now, base, computed, told)
        if finding is not None and (_of_two_years(rate, now, base) or not _other_base(context, rate, now, base)):
            yield finding


def _base(
    context: CheckContext, rate: Quantity, now: Quantity, before: Quantity | None
) -> tuple[tuple[Quantity, ...], Interval, str] | None:
    """The base of a growth rate: the figures it was taken from, the growth that follows, and the sum in words."""
    start = context.starts.get(now.start)
    if start is None and before is not None and before.role == "previous" and before.change == "level" and _near(context, before, rate):
        start = before
    start = start or told_before(context, now) or _told_behind(context, rate) or _years_ago(context, rate, now)
    if start is not None and not same_base(rate, start):
        return None
    if start is not None and exact(start) and same_measure(start, now):
        return _from_start(context, start, now, rate)
    added = context.by_start.get(rate.about)
    if added is now:
        # 同比增长12.6%，净增862户: the increase may stand behind
        behind = context.figures_in(rate.end, rate.end + 10)
        added = behind[0] if behind and behind[0].about == now.start else None
    if added is None or added is now or added.change != "increase" or not exact(added) or added.dimension != now.dimension:
        return None
    if _YEARLY.search(rate.verb) or _YEAR.search(added.compare) or _OTHER_BASE.search(added.compare):
        return None
    if added.role != now.role or added.verb.startswith("新") or added.sign != rate.sign:
        return None
    total, more = stands_for(now), stands_for(added)
    low, high = total.low - more.high * added.sign, total.high - more.low * added.sign
    if added.sign < 0:
        low, high = total.low + more.low, total.high + more.high
    if low <= 0:
        return None
    lowest = _HUNDRED * more.low / high
    computed = Interval(lowest, _HUNDRED * more.high / low)
    if added.sign < 0:
        computed = Interval(-computed.high, -computed.low)
    base = (now.base or Decimal(0)) - (added.base or Decimal(0)) * added.sign
    sign = "-" if added.sign > 0 else "+"
    return (added,), computed, f"基数{in_unit_of(base, now)}（{shown(now)}{sign}{shown(added)}）"


def _told_behind(context: CheckContext, rate: Quantity) -> Quantity | None:
    """同比增长6.5%，比上年同期的7.8亿千瓦时增加0.8亿千瓦时: the base stands behind the rate."""
    behind = context.figures_in(rate.end, rate.end + 14)
    if not behind or behind[0].role != "previous" or behind[0].change != "level" or behind[0].indicator != rate.indicator:
        return None
    between = context.text[rate.end : behind[0].start]
    near = "；" not in between and "。" not in between
    return behind[0] if near and _LAST_YEAR.search(rate.compare or "同比") else None


def _tenths(context: CheckContext, rate: Quantity) -> Iterator[Finding]:
    """增长近三成, far from what start and end give."""
    now = context.level_of(rate) or next(iter(context.figures_in(rate.start - 12, rate.start)[-1:]), None)
    start = context.starts.get(now.start) if now is not None else None
    if now is None or start is None or not exact(now) or not exact(start) or not same_measure(start, now) or rate.value is None:
        return
    computed = growth_of(now, start)
    context.compare((rate, now, start))
    if computed is not None and computed.low > 0 and gap(computed, Interval(rate.value - 6, rate.value + 9)):
        middle = rounded((computed.low + computed.high) / 2, 1)
        yield context.finding(
            RULE, rate.start, rate.end, f"{shown(start)}到{shown(now)}增长{middle}%，文中写作{shown(rate)}",
            suggestion="核对起数、止数和成数", severity="warning", related=[context.related(start.start, now.end, "起止数")],
        )


def _planned(context: CheckContext, rate: Quantity) -> Iterator[Finding]:
    """力争突破680亿元，增长18%以上 against what the summary says was reached this year."""
    goal = context.level_of(rate)
    if goal is None:
        # 增长10%以上，达到67亿元: the amount may stand behind
        behind = [one for one in context.figures_in(rate.end, rate.end + 12) if one.change == "level" and one.indicator == rate.indicator]
        goal = behind[0] if behind and "。" not in context.text[rate.end : behind[0].start] else None
    if goal is None or goal.role != "target" or not goal.indicator_id or goal.high is not None or goal.change != "level":
        return
    if rate.value is None or goal.base is None or rate.compare or not goal.period.year:
        return
    if _CONSTANT_PRICES.search(goal.indicator) or _YEARLY.search(rate.verb):
        return
    reached = [
        one for one in context.headlines.get((goal.indicator_id, goal.scope, goal.dimension), ()) if one.period.year == goal.period.year - 1
    ]
    if len({one.base for one in reached}) != 1 or not reached[0].base:
        return
    context.compare((rate, goal, reached[0]))
    follows = (goal.base / reached[0].base - 1) * _HUNDRED
    if gap(_aimed_at(goal, reached[0].base), Interval(rate.value * rate.sign - _ROUND, rate.value * rate.sign + _ROUND)) > _ROUND:
        start, end = _verb_span(context, rate)
        yield context.finding(
            RULE, start, end, f"{shown(goal)}比今年的{shown(reached[0])}增长{rounded(follows, 1)}%，文中写作{context.text[start:end]}",
            suggestion="核对目标数、今年数和增幅", severity="warning",
            related=[context.related(goal.start, goal.end, "目标"), context.related(reached[0].start, reached[0].end, "今年")],
        )


def _aimed_at(goal: Quantity, base: Decimal) -> Interval:
    """The growth that a goal means: 480亿元左右 is rounded to tens, 95亿元 to whole numbers, 4.8亿元 to its last digit."""
    value = goal.value or Decimal(0)
    step = Decimal(10) if value >= _HUNDRED and not value % 10 else _ONE.scaleb(-goal.decimals)
    half = step / 2 * (goal.base or Decimal(0)) / value if value else Decimal(0)
    low, high = (goal.base or Decimal(0)) - half, (goal.base or Decimal(0)) + half
    return Interval((low / base - 1) * _HUNDRED, (high / base - 1) * _HUNDRED)


def _of_two_years(rate: Quantity, now: Quantity, base: tuple[Quantity, ...]) -> bool:
    """Whether rate, amount and base all name their years: 2023年10.42亿元、2024年11.38亿元，2024年增长9.2% can't be against 2022年."""
    if len(base) != 1 or rate.compare or rate.period_from != "clause" or base[0].change != "level":
        return False
    year = rate.period.year
    return year is not None and now.period.year == year and base[0].period.year == year - 1 and base[0].period_from == "clause"


def _other_base(context: CheckContext, rate: Quantity, now: Quantity, base: tuple[Quantity, ...]) -> bool:
    """Whether another amount of the sentence is the base: then the rate is right and speaks of that one."""
    printed = _printed(rate)
    for one in context.figures_in(context.sentence_start(rate.start), rate.start):
        if one is not now and one not in base and exact(one) and one.change in ("level", "from") and same_measure(one, now):
            computed = growth_of(now, one)
            if computed is not None and not gap(computed, printed):
                return True
    return False


def _printed(rate: Quantity) -> Interval:
    printed = stands_for(rate)
    return Interval(-printed.high, -printed.low) if rate.sign < 0 else printed


def _near(context: CheckContext, base: Quantity, rate: Quantity) -> bool:
    return base.end <= rate.start and _GAP.match(context.text, base.end, rate.start) is not None


def _from_start(
    context: CheckContext, start: Quantity, now: Quantity, rate: Quantity
) -> tuple[tuple[Quantity, ...], Interval, str] | None:
    computed = growth_of(now, start)
    if computed is None:
        return None
    first, last = _base_year(start, now), now.period.last_year or now.period.year
    since = _SINCE.search(context.text, context.sentence_start(start.start), start.start)
    if since is not None and not start.period_from:
        # 与2020年相比，规上工业总产值由652.3亿元增加到776.6亿元，年均增长9.1%
        first = int(since["year"])
    years = last - first if first and last else 0
    if _YEARLY.search(rate.verb):
        if years < 2 or computed.low <= -100:
            return None
        mean = Interval(_mean(computed.low, years), _mean(computed.high, years))
        # “十四五”期间由…增加到…: from the year before its first, or from its first
        shorter = Interval(_mean(computed.low, years - 1), _mean(computed.high, years - 1)) if _over_stretch(start) and years > 2 else mean
        return (start,), mean if gap(shorter, _printed(rate)) else shorter, f"{years}年前的基数{shown(start)}"
    return (start,), computed, f"基数{shown(start)}"


def _over_stretch(start: Quantity) -> bool:
    """Whether all that is known of the time of a start is the stretch that it opens: “十四五”期间由12.4亿元增加到18.6亿元."""
    return start.period.kind == "years" and start.period_from != "clause"


def _base_year(start: Quantity, now: Quantity) -> int | None:
    """The year of a base: what is told of “十三五”末 is of its last year, what opens “十四五”期间 of the year before its first."""
    if start.period.kind != "years" or start.period.year is None:
        return start.period.year
    if start.period.last_year is not None and now.period.year is not None and start.period.last_year < now.period.year:
        return start.period.last_year
    return start.period.year - 1 if start.period.same_time(now.period) else start.period.year


def _years_ago(context: CheckContext, rate: Quantity, now: Quantity) -> Quantity | None:
    """比2020年的201.2亿元增长60.3%，年均增长12.1%: the one amount of an earlier year that the sentence names."""
    if not _YEARLY.search(rate.verb):
        return None
    begin = max(context.sentence_start(rate.start), context.text.rfind("；", 0, min(now.start, rate.start)) + 1)
    found = [
        one for one in context.figures_in(begin, rate.start)
        if one is not now and exact(one) and one.change in ("level", "from") and same_measure(one, now) and one.period_from == "clause"
        and one.indicator == now.indicator and one.scope == now.scope and (_base_year(one, now) or _FUTURE) < (now.period.year or 0) - 1
    ]
    return found[0] if len({one.base for one in found}) == 1 else None


def _mean(percent: Decimal, years: int) -> Decimal:
    return Decimal((float(percent) / 100 + 1) ** (1 / years) * 100 - 100)


def _judge(
    context: CheckContext, rate: Quantity, now: Quantity, base: tuple[Quantity, ...], computed: Interval, told: str
) -> Finding | None:
    printed = _printed(rate)
    apart = gap(computed, printed)
    if not apart:
        return None
    middle = (computed.low + computed.high) / 2
    decimals = max(rate.decimals, 1 if computed.high - computed.low < 1 else 0)
    said = f"{'年均' if _YEARLY.search(rate.verb) else ''}{'下降' if middle < 0 else '增长'}{rounded(abs(middle), decimals)}%"
    step = _ONE.scaleb(-rate.decimals)
    start, end = _verb_span(context, rate)
    return context.finding(
        RULE, start, end, f"{shown(now)}与{told}相比{said}，文中写作{context.text[start:end]}",
        suggestion="核对现值、基数和增幅，三者有一个不对", severity="warning" if apart <= step else "error",
        related=[context.related(now.start, now.end, "现值"), *(context.related(one.start, one.end, "基数") for one in base)],
    )


def _verb_span(context: CheckContext, rate: Quantity) -> tuple[int, int]:
    """The rate with its verb of change, as a reader would point at it."""
    verb = rate.verb
    start = rate.start - len(verb)
    return (start, rate.end) if verb and context.text[start : rate.start] == verb else (rate.start, rate.end)
