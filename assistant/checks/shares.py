"""A part, a whole and the rate printed beside them: how far they are apart, and the finding where nothing told before explains it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.arithmetic import exact, gap, ratio_of, rounded, same_measure, shown, stands_for, sum_of
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval

_HUNDRED = Decimal(100)
#: how far back, in characters, the whole of a share may stand
_FAR = 700
_TAIL = re.compile(r"(?:总数|总量|总额|总值|总人数|人数|数)$")


def plain_name(name: str) -> str:
    """A name without the words that come and go: 绿色石化产业产值 and 绿色石化产值."""
    return _TAIL.sub("", name).replace("产业产值", "产值")


def distance(part: Quantity, whole: Quantity, rate: Quantity) -> Decimal:
    """How many percentage points the share that follows and the printed one are apart; much where there is no share."""
    quotient = ratio_of(part, whole)
    return gap(Interval(quotient.low * _HUNDRED, quotient.high * _HUNDRED), stands_for(rate)) if quotient else Decimal(10_000)


def fits(part: Quantity, whole: Quantity, rate: Quantity) -> bool:
    """Whether the printed share follows from the two figures."""
    return not distance(part, whole, rate)


def judge(
    rule: Rule, context: CheckContext, rate: Quantity, parts: Sequence[Quantity], wholes: Sequence[Quantity], before: Sequence[Quantity],
    named: str = "",
) -> Iterator[Finding]:
    """Compare with every figure that may be the whole; only when nothing told before fits is something wrong.

    named: what the text itself says the share is of; then an earlier amount of another name that would fit explains nothing.
    """
    part = sum_of(parts)
    printed = stands_for(rate)
    best: tuple[Decimal, Quantity, Interval] | None = None
    for whole in wholes:
        span = stands_for(whole)
        if span.low <= 0:
            continue
        computed = Interval(part.low / span.high * _HUNDRED, part.high / span.low * _HUNDRED)
        apart = gap(computed, printed)
        if best is None or apart < best[0]:
            best = apart, whole, computed
    if best is None:
        return
    apart, whole, computed = best
    context.compare((rate, *parts, whole))
    if apart and _explained(context, rate, parts[-1], wholes, before, named):
        return
    middle = (computed.low + computed.high) / 2
    if not apart or not Decimal("0.05") < middle < 1000:
        return
    start = rate.start
    for word in (rate.indicator, "占比", "占"):
        if word and context.text.endswith(word, 0, rate.start):
            start = rate.start - len(word)
            break
    written = "＋".join(shown(one) for one in parts)
    step = Decimal(1).scaleb(-rate.decimals)
    yield context.finding(
        rule, start, rate.end, f"{written}是{shown(whole)}的{rounded(middle, max(rate.decimals, 1))}%，文中写作{shown(rate)}",
        suggestion="核对部分、总数和占比，三者有一个不对", severity="warning" if apart <= step else "error",
        related=[*(context.related(one.start, one.end, "部分") for one in parts), context.related(whole.start, whole.end, "总数")],
    )


def _explained(
    context: CheckContext, rate: Quantity, part: Quantity, wholes: Sequence[Quantity], before: Sequence[Quantity], named: str
) -> bool:
    """Whether the rate goes back further: to the total of the part's list, or to an earlier total of the paragraph.

    到位资金38.6亿元，其中…6.2亿元，完成年度目标35亿元的110.3% speaks of 38.6亿元; the 38个项目 of 24个开工，开工率63.2% may stand a
    sentence earlier.
    """
    above = context.by_start.get(part.parent)
    rest = [whole for whole in wholes if whole is not above]
    if above is not None and exact(above) and any(same_measure(above, whole) and fits(above, whole, rate) for whole in rest):
        return True
    if _sum_fits(context, rate, part, wholes):
        return True
    wide = [
        one for one in context.figures_in(part.start - _FAR, part.start)
        if one.parent < 0 and (one.unit, one.role) == (part.unit, part.role)
    ]
    return any(
        exact(one) and one.change in ("level", "increase") and one.start < part.start and same_measure(one, part) and fits(part, one, rate)
        for one in (*before, *wide) if not named or plain_name(one.indicator).endswith(named)
    ) or _of_another_part(context, rate, wholes)


def _sum_fits(context: CheckContext, rate: Quantity, part: Quantity, wholes: Sequence[Quantity]) -> bool:
    """已完工31个、在建52个、开展前期工作19个，开工率81.4%: the part is the sum of some neighbours."""
    told = [
        one for one in context.figures_in(context.sentence_start(rate.start), rate.start)
        if one.dimension == part.dimension and exact(one) and one.change in ("level", "increase")
    ]
    for whole in wholes:
        if not whole.base:
            continue
        printed = stands_for(rate)
        for at in range(len(told)):
            added = Decimal(0)
            for one in told[at:]:
                added += one.base or Decimal(0)
                if one is not told[at] and printed.low <= added / whole.base * _HUNDRED <= printed.high:
                    return True
    return False


def _of_another_part(context: CheckContext, rate: Quantity, wholes: Sequence[Quantity]) -> bool:
    """10亿元以上14个、5亿～10亿元31个、1亿～5亿元82个，10亿元以上项目占11.0%: the share is that of an earlier member of the list."""
    begin = context.clause_start(rate.start)
    words = context.text[begin : rate.start]
    for one in context.figures_in(context.sentence_start(rate.start), begin):
        named = len(one.indicator) > 1 and (one.indicator in words or one.indicator.removesuffix("项目") in words)
        if named and exact(one) and any(same_measure(one, whole) and fits(one, whole, rate) for whole in wholes):
            return True
    return False
