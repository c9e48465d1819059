"""占比、完成率与数值对不上

查什么：
同一句里既有部分、总数又有占比的，重新相除：占…的p%、为年度计划的p%、办结率p%、“…中有n家，占p%”、合计占p%、资产负债率。
为什么：
占比由另一张表算出，部分或总数改过以后常常没有重算；两位数字颠倒（49.5%写成45.9%）读起来也看不出。
错例：
兑现惠企资金1.86亿元，其中“免申即享”资金0.92亿元，占45.9%。
正例：
兑现惠企资金1.86亿元，其中“免申即享”资金0.92亿元，占49.5%；完成年度目标80亿元的106.1%。
出处：
占比=部分÷总数×100%，完成率=完成数÷目标数×100%。完成率超过100%是正常的；约数、区间不核（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.arithmetic import exact, gap, ratio_of, rounded, same_measure, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval
from assistant.text.indicators import resolve

RULE = Rule("NUM006", "share", "numbers", "error")

_HUNDRED = Decimal(100)
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2})(?:完成|到位|利用)?率$")
_AMONG = re.compile(r"[^，。；：\n]{0,24}中[，,]?")
_TOGETHER = re.compile(r"(?:合计|共|累计|三者|两者)?占")
_TAIL = re.compile(r"(?:总数|总量|总额|总值|总人数|人数|数)$")
_NEAR = 90


def check(context: CheckContext) -> Iterator[Finding]:
    """Shares and completion rates whose part and whole can be found."""
    for figures in context.figures_by_sentence:
        for at, rate in enumerate(figures):
            if rate.dimension != "%" or not exact(rate):
                continue
            if rate.change in ("share", "completion"):
                yield from _share(context, rate, figures, at)
            elif rate.change == "rate":
                yield from _named_rate(context, rate, figures, at)


def _share(context: CheckContext, rate: Quantity, figures: Sequence[Quantity], at: int) -> Iterator[Finding]:
    part = context.level_of(rate)
    if part is None or not exact(part) or part.change not in ("level", "increase") or part.dimension == "%":
        return
    parts = _together(context, part, rate)
    whole = context.by_start.get(rate.parent)
    if whole is not None:
        above = context.by_start.get(part.parent)
        if whole is part or not exact(whole) or not same_measure(part, whole):
            return
        # 到位资金38.6亿元，其中…6.2亿元，完成年度目标35亿元的110.3%: the rate may go back to the total
        if above is None or above is whole or not exact(above) or not _fits(above, whole, rate):
            yield from _judge(context, rate, parts, (whole,))
        return
    if rate.change == "completion":
        return
    listed = context.by_start.get(part.joint)
    above = context.by_start.get(listed.parent) if listed is not None else None
    if above is not None and len(parts) > 1 and exact(above) and same_measure(part, above):
        yield from _judge(context, rate, parts, (above,))
        return
    if rate.of and not rate.of.startswith(("全", "其")):
        named = _named_whole(context, rate, part)
        if named is not None:
            yield from _judge(context, rate, parts, (named,))
        return
    if rate.of:
        return
    # 46个行政村中，…达到37个，占80.4%: the whole is the figure before 中
    before = [one for one in figures[:at] if one.start < part.start and exact(one) and same_measure(one, part)]
    among = [one for one in before if one.base and one.base >= (part.base or 0) and _AMONG.match(context.text, one.end)]
    if among and rate.start - part.end < _NEAR:
        yield from _judge(context, rate, parts, (among[-1],))


def _fits(part: Quantity, whole: Quantity, rate: Quantity) -> bool:
    quotient = ratio_of(part, whole)
    return quotient is not None and not gap(Interval(quotient.low * _HUNDRED, quotient.high * _HUNDRED), stands_for(rate))


def _together(context: CheckContext, part: Quantity, rate: Quantity) -> tuple[Quantity, ...]:
    """The part, or all members of its list where the share is that of all (合计占)."""
    if part.joint >= 0 and "合计" in context.text[part.end : rate.start]:
        return tuple(one for one in context.quantities if one.joint == part.joint and exact(one))
    return (part,)


def _named_whole(context: CheckContext, rate: Quantity, part: Quantity) -> Quantity | None:
    """The one figure of the text that 占…的 names: by its row of the table, or by the very same words."""
    row = resolve(rate.of)[0]
    plain = _TAIL.sub("", rate.of)
    found = [
        one for one in context.quantities
        if (one.indicator_id == row if row else len(plain) > 1 and _TAIL.sub("", one.indicator) == plain)
        and exact(one) and one.change == "level" and one.role in ("actual", "forecast") and not one.scope
        and same_measure(one, part) and one.period.year == part.period.year and one.start != part.start
    ]
    values = {one.base for one in found}
    months = {(one.period.first_month, one.period.last_month) for one in found}
    return found[0] if len(values) == 1 and len(months) == 1 and (found[0].base or 0) >= (part.base or 0) else None


def _named_rate(context: CheckContext, rate: Quantity, figures: Sequence[Quantity], at: int) -> Iterator[Finding]:
    """收集问题386个，办结371个，办结率96.1%: the verb of the rate names its part, an earlier figure of the dimension is the whole."""
    name = _RATE.search(rate.indicator)
    if name is None:
        return
    stem = name["stem"]
    earlier = [one for one in figures[:at] if exact(one) and one.change in ("level", "increase") and one.dimension and one.dimension != "%"]
    if rate.indicator == "资产负债率":
        part = next((one for one in reversed(earlier) if one.indicator.startswith("负债")), None)
        wholes = [one for one in earlier if one.indicator.startswith("资产总")]
    else:
        part = next((one for one in reversed(earlier) if stem in one.indicator or _says(context, one, stem)), None)
        wholes = [one for one in earlier if part is not None and one.start < part.start and one.dimension == part.dimension]
    if part is None or rate.start - part.end > _NEAR or part.role == "target":
        return
    wholes = [one for one in wholes if one is not part and (one.base or 0) >= (part.base or 0) and one.role == part.role]
    if wholes:
        yield from _judge(context, rate, (part,), wholes)


def _says(context: CheckContext, one: Quantity, stem: str) -> bool:
    """Whether the words right around a figure hold the verb of the rate: 已开工25个, 29个完成公司注册."""
    text = context.text
    before = text[max(0, one.start - 8) : one.start]
    cut = max(before.rfind(mark) for mark in "，。；、：")
    after = text[one.end : one.end + 10]
    stops = [at for mark in "，。；、：" if (at := after.find(mark)) >= 0]
    return stem in before[cut + 1 :] or stem in after[: min(stops, default=10)]


def _judge(context: CheckContext, rate: Quantity, parts: Sequence[Quantity], wholes: Sequence[Quantity]) -> Iterator[Finding]:
    """Compare with every figure that may be the whole; only when none fits is something wrong."""
    spans = [stands_for(one) for one in parts]
    part = Interval(sum((one.low for one in spans), Decimal(0)), sum((one.high for one in spans), Decimal(0)))
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
    if not apart:
        return
    middle = (computed.low + computed.high) / 2
    decimals = max(rate.decimals, 1)
    if middle > 1000 or middle < Decimal("0.05"):
        return
    text = context.text
    start = rate.start
    for word in (rate.indicator, "占比", "占"):
        if word and text.endswith(word, 0, rate.start):
            start = rate.start - len(word)
            break
    written = "＋".join(shown(one) for one in parts)
    step = Decimal(1).scaleb(-rate.decimals)
    yield context.finding(
        RULE, start, rate.end, f"{written}是{shown(whole)}的{rounded(middle, decimals)}%，文中写作{shown(rate)}",
        suggestion="核对部分、总数和占比，三者有一个不对", severity="warning" if apart <= step else "error",
        related=[*(context.related(one.start, one.end, "部分") for one in parts), context.related(whole.start, whole.end, "总数")],
    )
