"""与上年报告的数字对不上

查什么：
今年写的增幅，按上年报告里同一指标的全年数重新计算；今年引用的上年数、“由A增加到B”的A（位次、等级也算），与上年报告里的数对照。
为什么：
两年的报告往往出自不同的人，基数用错，增幅就全错；外人拿上年报告一除就看得出来。
错例：
（上年报告：外贸进出口总额46.8亿元）外贸进出口总额50.3亿元，增长11.5%。
正例：
（上年报告：外贸进出口总额46.8亿元）外贸进出口总额50.3亿元，增长7.5%。
出处：
增长率=（报告期数÷基期数-1）×100%（统计常识）。按可比价计算的指标、上年只有预计数而相差不大的、注明同口径或修订的不报；基数经过修订的要注明（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.arithmetic import change_of
from assistant.checks.context import CheckContext
from assistant.checks.continuity import Told, Years, whole_year, years_of
from assistant.checks.grades import graded, moves
from assistant.checks.rule import PREVIOUS, Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval, agree, factor, growth, interval, percent, plain
from assistant.text.likeness import grams

RULE = Rule("CON001", "base-mismatch", "continuity", "error", frozenset((PREVIOUS,)))

_CONSTANT_PRICES = re.compile(r"生产总值|GDP|增加值|可支配收入|人均.{0,4}收入|经济总量|能耗|电耗|水耗")
_RESTATED = re.compile(r"可比|同口径|剔除|扣除|不变价|修订|调整后|名义|实际增长|年均|平均增")
_OTHER_BASE = re.compile(r"目标|任务|计划|全[省市国县区]|平均|预期|环比|上月|上季|20\d\d年|“十")
_THAN_LAST_YEAR = re.compile(r"(?:比|较)?(?:上年|去年|上年同期|去年同期)(?:同期|末|底)?|同比")
_UP = re.compile(r"前移|上升|提升|提高|前进|晋升|进位|跃升")
#: how far behind a rank the places may stand that it moved by, and how many pairs of characters two names share at least
_BEHIND, _RANK_WORDS = 24, 3
_WHOLE_YEAR = ("year", "unknown", "at")
#: a growth is off by so many of its last digits before it is unlike the rest; how seldom, one in so many, the rest come out by chance
_ROUGHLY, _NO_CHANCE = Decimal("1.5"), 200
#: percentage points that a restated or rounded base may make
_SLACK, _SLACK_OF_FORECAST = Decimal("0.15"), Decimal(1)


def check(context: CheckContext) -> Iterator[Finding]:
    """Growth rates against last year's amounts, and quoted bases against them."""
    years = years_of(context)
    if years is None or not years.in_step:
        return
    told = {one.quantity.start: one for one in years.now}
    fitting: list[tuple[Quantity, Quantity, Quantity]] = []
    for one in years.now:
        quantity = one.quantity
        if quantity.change == "growth":
            yield from _growth(context, years, told, one, fitting)
        elif quantity.change == "increase" and quantity.unit == "位":
            yield from _rank(context, years, one)
        elif quantity.change in ("increase", "points"):
            yield from _increase(context, years, told, one)
        elif quantity.change == "rank" and quantity.role == "previous":
            yield from _from_rank(context, years, one)
        elif quantity.role == "previous" or quantity.change == "from":
            yield from _base(context, years, one)
    yield from _grades(context, years)
    yield from _unlike_the_rest(context, fitting)


def _unlike_the_rest(context: CheckContext, fitting: Sequence[tuple[Quantity, Quantity, Quantity]]) -> Iterator[Finding]:
    """A growth that rounding would allow, where all others are worked out from the figures as printed: so is this one, and wrongly.

    17.5亿元 and 18.7亿元 may stand for a growth of 6.3 to 7.5 %; that eight others come out to the last digit is no chance.
    fitting: rate, amount of this year, amount of last year.
    """
    odd: list[tuple[Quantity, Quantity, Quantity]] = []
    chance = 1
    for rate, now, before in fitting:
        computed = growth(now, before)
        if computed is None or rate.value is None:
            return
        step = Decimal(1).scaleb(-rate.decimals)
        middle = ((now.base or Decimal(0)) / (before.base or Decimal(1)) - 1) * 100
        apart = abs(middle - rate.value * rate.sign)
        if apart > _ROUGHLY * step:
            odd.append((rate, now, before))
        elif apart <= step / 2:
            chance *= max(1, int((computed.high - computed.low) / step))
    if len(odd) == 1 and chance >= _NO_CHANCE:
        rate, now, before = odd[0]
        over = ((now.base or Decimal(0)) - (before.base or Decimal(0))) / (now.base or Decimal(1)) * 100
        other = "（像是除以了今年的数）" if f"{abs(over):.{rate.decimals}f}" == f"{rate.value:f}" else ""
        start, end = _stretch(context, now, rate)
        right = percent(now.base or Decimal(0), before.base or Decimal(1), rate.decimals)
        yield context.finding(
            RULE, start, end,
            f"上年报告{_name(now)}为{before.quote}，按印出的数为{right}，"
            f"文中写作{'下降' if rate.sign < 0 else '增长'}{rate.quote}{other}；别的增幅都与两年印出的数相合",
            suggestion="核对上年基数和增幅", severity="warning", related=[context.related(rate.start, rate.end, "增幅")],
        )


def _growth(
    context: CheckContext, years: Years, told: dict[int, Told], rate: Told, fitting: list[tuple[Quantity, Quantity, Quantity]]
) -> Iterator[Finding]:
    now = context.level_of(rate.quantity)
    if now is None or now.start not in told or now.change != "level" or not whole_year(now) or now.role == "previous":
        return
    stated = rate.quantity.period
    if rate.quantity.period_from in ("clause", "sentence") and stated.label and not stated.same_time(now.period):
        # 一季度下降9.8%，…全年完成152.8亿元
        return
    around = context.text[rate.label.sentence[0] : rate.label.sentence[1]]
    if _OTHER_BASE.search(rate.quantity.compare) or _CONSTANT_PRICES.search(now.indicator) or _RESTATED.search(rate.quantity.verb):
        return
    if rate.quantity.approximate or rate.quantity.bound or now.bound or now.approximate or now.high is not None:
        return
    if re.search(r"同口径|可比口径|修订", around):
        return
    between = context.text[now.end : rate.quantity.start] if now.end < rate.quantity.start else ""
    in_rows = rate.quantity.joint >= 0 and now.joint >= 0
    based = re.search(r"\d[^，。；]*(?:的|元|家|个|万|亿)?", between.replace("，", "")) and not re.search(r"完成|占|其中", between)
    if based and not in_rows:
        # the base is given on the spot: it is compared with last year's value by itself
        return
    base = years.last_year(told[now.start])
    if base is None or base.quantity.bound or base.quantity.approximate:
        return
    computed, printed = growth(now, base.quantity), interval(rate.quantity)
    if computed is None or printed is None:
        return
    context.compare((rate.quantity, now))
    if rate.quantity.sign < 0:
        printed = Interval(-printed.high, -printed.low)
    slack = _SLACK_OF_FORECAST if base.quantity.role == "forecast" else _SLACK
    if computed.low - slack <= printed.high and printed.low <= computed.high + slack:
        fitting.append((rate.quantity, now, base.quantity))
        return
    before = base.quantity.base or Decimal(0)
    right = percent(now.base or Decimal(0), before, rate.quantity.decimals)
    start, end = _stretch(context, now, rate.quantity)
    yield context.finding(
        RULE, start, end,
        f"上年报告{_name(now)}为{base.quantity.quote}，{now.quote}与之相比为{right}（{now.quote}÷{base.quantity.quote}-1），文中写作"
        f"{'下降' if rate.quantity.sign < 0 else '增长'}{rate.quantity.quote}",
        suggestion="核对上年基数和增幅；基数修订过的注明", related=[context.related(rate.quantity.start, rate.quantity.end, "增幅")],
    )


def _rank(context: CheckContext, years: Years, moved: Told) -> Iterator[Finding]:
    """列第11位，较上年后移4位 where last year's report has 第15位 in the same assessment."""
    quantity = moved.quantity
    before = context.figures_in(context.sentence_start(quantity.start), quantity.start)
    now = next((one for one in reversed(before) if one.change == "rank"), None)
    if now is None or now.bound or now.value is None or quantity.value is None or not _THAN_LAST_YEAR.fullmatch(quantity.compare or "同比"):
        return
    if now.role == "previous" or years.looks_back(quantity.start) or quantity.start - now.end > _BEHIND:
        return
    name = _assessed(context, now)
    ranks = [one.quantity for one in years.then if one.quantity.change == "rank"]
    then = [one for one in ranks if _same_words(name, _assessed(years.before, one))]
    known = {one.value for one in then if one.value is not None and not one.bound}
    if len(known) != 1:
        return
    context.compare((quantity, now))
    gained = next(iter(known)) - now.value
    if gained != quantity.value * (1 if _UP.search(quantity.verb) else -1):
        fact = "没有变" if not gained else f"{'前移' if gained > 0 else '后移'}{plain(abs(gained))}位"
        yield context.finding(
            RULE, quantity.start - len(quantity.verb), quantity.end,
            f"上年报告为{then[0].quote}，今年{now.quote}，{fact}，文中写作{quantity.verb}{quantity.quote}",
            suggestion="核对两年的位次", severity="warning", related=[context.related(now.start, now.end, "今年位次")],
        )


def _from_rank(context: CheckContext, years: Years, was: Told) -> Iterator[Finding]:
    """由第19位升至第12位 where last year's report has 第15位 in the same assessment."""
    quantity = was.quantity
    if quantity.value is None or quantity.bound or years.looks_back(quantity.start):
        return
    name = _assessed(context, quantity)
    ranks = [one.quantity for one in years.then if one.quantity.change == "rank"]
    then = [one for one in ranks if _same_words(name, _assessed(years.before, one))]
    known = {one.value for one in then if one.value is not None and not one.bound}
    if len(known) == 1 and quantity.value not in known:
        context.compare((quantity,))
        said = f"上年报告为{then[0].quote}，文中作为原来的位次写成{quantity.quote}"
        yield context.finding(RULE, quantity.start, quantity.end, said, suggestion="核对两年的位次", severity="warning")


def _grades(context: CheckContext, years: Years) -> Iterator[Finding]:
    """由B级降为D级 where last year's report has C级 for the same thing."""
    plans = [(region.start, region.end) for region in years.before.regions if region.part == "plan"]
    for step in moves(context.text):
        known = graded(step, years.before.text, plans)
        if known is not None and known[0] != step.value and not years.looks_back(step.start):
            said = f"上年报告中{step.thing}为{known[0]}，文中说原来是{step.value}"
            yield context.finding(RULE, step.start, step.end, said, suggestion="核对上年的等级", severity="warning")


def _assessed(context: CheckContext, rank: Quantity) -> frozenset[str]:
    """The words that name what was assessed."""
    return frozenset(gram for gram in grams(context.text[context.clause_start(rank.start) : rank.start]) if len(gram) > 1)


def _same_words(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _RANK_WORDS and 4 * len(one & other) >= 3 * max(len(one), len(other))


def _increase(context: CheckContext, years: Years, told: dict[int, Told], more: Told) -> Iterator[Finding]:
    """竣工投产29个，比上年多9个 where last year's report has 23个; a ratio against last year's, in points."""
    quantity = more.quantity
    if not _THAN_LAST_YEAR.fullmatch(quantity.compare) or quantity.value is None or quantity.bound or quantity.approximate:
        return
    now = context.level_of(quantity)
    if quantity.change == "points" and (now is None or now.dimension != "%"):
        before = context.figures_in(context.sentence_start(quantity.start), quantity.start)
        now = next((one for one in reversed(before) if one.dimension == "%" and one.change in ("rate", "share")), None)
    fits = now is not None and (now.dimension == "%" if quantity.change == "points" else now.dimension == quantity.dimension)
    if now is None or not fits or now.start not in told or now.bound or now.approximate or now.high is not None or now.role == "previous":
        return
    if not whole_year(now) or years.looks_back(quantity.start):
        return
    base = years.last_year(told[now.start])
    if base is None or base.quantity.bound or base.quantity.approximate or base.quantity.unit != now.unit:
        return
    new, old, printed = interval(now), interval(base.quantity), interval(quantity)
    if new is None or old is None or printed is None:
        return
    context.compare((quantity, now))
    moved = change_of(quantity, new, old)
    if moved is None or moved.meets(printed):
        return
    unit = "个百分点" if quantity.change == "points" else now.unit
    right = plain(abs((now.base or Decimal(0)) - (base.quantity.base or Decimal(0))) / factor(now))
    yield context.finding(
        RULE, quantity.start, quantity.end,
        f"上年报告{_name(now)}为{base.quantity.quote}，与{now.quote}相差{right}{unit}，文中写作{quantity.verb}{quantity.quote}",
        suggestion="核对上年数和增减数；口径调整过的注明", severity="warning",
        related=[context.related(now.start, now.end, "今年的数")],
    )


def _base(context: CheckContext, years: Years, quoted: Told) -> Iterator[Finding]:
    quantity = quoted.quantity
    year = context.document.year
    if quantity.period.kind not in _WHOLE_YEAR or quantity.bound or quantity.approximate or _CONSTANT_PRICES.search(quantity.indicator):
        return
    if year is not None and quantity.period.year not in (None, year, year - 1):
        return
    clause = context.text[max(0, quantity.start - 12) : quantity.start]
    if re.search(r"20\d\d年", clause) and str((year or 0) - 1) not in clause:
        return
    if re.search(r"年初|同期|初期|最初|原来|上半年", clause) or years.looks_back(quantity.start):
        return
    base = years.last_year(quoted)
    if base is None or base.quantity.bound or base.quantity.approximate or agree(quantity, base.quantity):
        return
    context.compare((quantity,))
    yield context.finding(
        RULE, quoted.label.start, max(quoted.label.end, quantity.end),
        f"上年报告{_name(quantity)}为{base.quantity.quote}，文中作为上年数写成{quantity.quote}",
        suggestion="核对上年数；口径调整过的注明", severity="warning",
    )


def _name(quantity: Quantity) -> str:
    return quantity.indicator or "这一项"


def _stretch(context: CheckContext, now: Quantity, rate: Quantity) -> tuple[int, int]:
    """From the amount to its rate where they stand together, else the rate alone."""
    if 0 <= rate.start - now.end <= 24 and "\n" not in context.text[now.end : rate.start]:
        return now.start, rate.end
    return rate.start, rate.end
