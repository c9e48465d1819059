"""倍数与数值对不上

查什么：
“B是A的N倍”中N应为B除以A，“A与B之比为n∶1”同；“增长N倍”应为B除以A再减1；“翻一番”应为两倍上下；“减少N倍”没有意义。
为什么：
“是…的1.8倍”与“增长0.8倍”常被混用，一字之差多出整整一个基数。
错例：
全年完成规上工业总产值1098.7亿元，比2020年的610.4亿元增长1.8倍。
正例：
全年完成规上工业总产值1098.7亿元，是2020年610.4亿元的1.8倍。
出处：
倍数与增长倍数的区别见统计用语常识；减少不用倍数（编辑规范）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.arithmetic import exact, gap, ratio_of, rounded, same_measure, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.elsewhere import amounts_of
from assistant.checks.mentions import over_years
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval

RULE = Rule("NUM007", "multiple", "numbers", "error")

_FEWER = re.compile(r"(?:下降|减少|降低|缩短|压缩|压减|缩小|减小)(?:了)? ?(?:\d+(?:\.\d+)?|[一两二三四五六七八九十]+) ?倍")
_HIGHER = re.compile(r"高|多|超出")
_TWO_YEARS = re.compile(r"(?P<now>20\d\d)年[^，。；\n\d]{0,8}是(?P<then>20\d\d)年的$")
_RESTATED = re.compile(r"[，,（(]?(?:即|也就是|相当于|折合|约)(?:约|为)?")
_NEAR = re.compile(r"(?:的|[^，。；：、（）\n\d]{0,12})$")
_LOOSE = Decimal("0.1")


def check(context: CheckContext) -> Iterator[Finding]:
    """Multiples whose both amounts stand in the sentence, and decreases told in multiples."""
    last: Quantity | None = None
    for multiple in context.quantities:
        before, last = last, multiple
        if multiple.change not in ("multiple", "times-more") or not exact(multiple) or multiple.unit != "倍":
            continue
        if before is not None and _RESTATED.fullmatch(context.text, before.end, multiple.start - len(multiple.verb)):
            yield from _restated(context, multiple, before)
            continue
        years = _TWO_YEARS.search(context.text, max(0, multiple.start - 24), multiple.start) if multiple.change == "multiple" else None
        if years is not None:
            pair = [_of_year(context, multiple, int(years[name])) for name in ("now", "then")]
            if pair[0] is not None and pair[1] is not None and pair[0].indicator == pair[1].indicator and same_measure(pair[0], pair[1]):
                context.compare((multiple, pair[0], pair[1]))
                yield from _judge(context, multiple, pair[0], pair[1])
            continue
        now = context.level_of(multiple) or over_years(context, multiple, before)
        if now is None or not exact(now):
            continue
        if now is before and _HIGHER.search(multiple.verb) and context.text.startswith(("比", "较"), context.clause_start(now.start)):
            # 亩均税收28.7万元，比全省平均水平20.5万元高0.4倍
            first = [one for one in context.figures_in(context.sentence_start(now.start), context.clause_start(now.start)) if exact(one)]
            if first and first[-1].change == "level" and same_measure(first[-1], now):
                context.compare((multiple, first[-1], now))
                yield from _judge(context, multiple, first[-1], now)
            continue
        if multiple.compare and str(now.period.year or "-") in multiple.compare and now.period_from == "clause":
            # 2020年是1068亿元，2025年比2020年增长0.5倍: what it grew to is told elsewhere
            reached = _reached(context, multiple, now)
            if reached is not None:
                context.compare((multiple, reached, now))
                yield from _judge(context, multiple, reached, now)
            continue
        base = context.by_start.get(multiple.parent) or context.starts.get(now.start)
        if base is None and before is not None and before.role == "previous" and _NEAR.match(context.text, before.end, multiple.start):
            base = before
        if base is None and multiple.change == "multiple" and multiple.indicator != now.indicator:
            base = _named_base(context, multiple, now)
        if base is not None and base is not now and exact(base) and same_measure(base, now):
            context.compare((multiple, now, base))
            yield from _judge(context, multiple, now, base)
    for figures in context.figures_by_sentence:
        yield from _to_one(context, figures)
    for match in _FEWER.finditer(context.text):
        yield context.finding(
            RULE, match.start(), match.end(), f"“{match.group()}”：减少不能用倍数", suggestion="改为“下降百分之几”或“降至几分之一”",
        )


def _restated(context: CheckContext, multiple: Quantity, rate: Quantity) -> Iterator[Finding]:
    """增长117.8%，即增长1.2倍: the same growth in percent and in multiples."""
    if rate.change != "growth" or not exact(rate) or rate.value is None:
        return
    printed = stands_for(multiple)
    grown = rate.value / 100 * rate.sign
    times = grown if multiple.change == "times-more" else grown + 1
    context.compare((multiple, rate))
    if not printed.low <= times <= printed.high:
        start = multiple.start - len(multiple.verb) if context.text.endswith(multiple.verb, 0, multiple.start) else multiple.start
        said = "增长" if multiple.change == "times-more" else "为原来的"
        yield context.finding(
            RULE, start, multiple.end,
            f"增长{shown(rate)}即{said}{rounded(times, max(multiple.decimals, 1))}倍，文中写作{context.text[start:multiple.end]}",
            suggestion="核对增幅和倍数（增长倍数比倍数少1）", related=[context.related(rate.start, rate.end, "增幅")],
        )


def _of_year(context: CheckContext, multiple: Quantity, year: int) -> Quantity | None:
    """The one amount that the paragraph told before for a year that it named there."""
    line = context.text.rfind("\n", 0, multiple.start) + 1
    found = [
        one for one in context.figures_in(line, multiple.start)
        if exact(one) and one.period.year == year and one.period_from == "clause" and one.period.kind == "year"
        and one.change in ("level", "from") and one.dimension not in ("%", "百分点")
    ]
    return found[-1] if len({one.base for one in found}) == 1 else None


def _reached(context: CheckContext, multiple: Quantity, base: Quantity) -> Quantity | None:
    """The amount of the year reported on that has the name of the base."""
    found = [
        one for one in amounts_of(context).named((base.indicator,), multiple)
        if one.period.year == multiple.period.year and one.period.kind in ("year", "unknown") and same_measure(one, base) and not one.scope
    ]
    return found[0] if len({one.base for one in found}) == 1 else None


def _named_base(context: CheckContext, multiple: Quantity, now: Quantity) -> Quantity | None:
    """带动社会资本投资21.3亿元，为基金投资额的3.6倍: the one amount before it whose name shares its words."""
    words = {multiple.indicator[at : at + 2] for at in range(len(multiple.indicator) - 1)}
    found = [
        one for one in context.figures_in(context.sentence_start(now.start), now.start)
        if exact(one) and one.change == "level" and same_measure(one, now)
        and any(one.indicator[at : at + 2] in words for at in range(len(one.indicator) - 1))
    ]
    return found[0] if len(found) == 1 else None


def _to_one(context: CheckContext, figures: Sequence[Quantity]) -> Iterator[Finding]:
    """加工业产值…，与农业总产值之比达到2.3∶1, where both amounts stand in the sentence."""
    for at, ratio in enumerate(figures):
        if ratio.unit != "∶1" or not exact(ratio) or "之比" not in context.text[max(0, ratio.start - 10) : ratio.start]:
            continue
        amounts = [one for one in figures[:at] if one.change == "level" and exact(one) and one.dimension and one.role != "previous"]
        if len(amounts) != 2 or not same_measure(*amounts):
            continue
        printed = stands_for(ratio)
        both = [computed for pair in (amounts, amounts[::-1]) if (computed := ratio_of(*pair)) is not None]
        context.compare((ratio, *amounts))
        if both and all(gap(computed, printed) for computed in both):
            left, right = amounts
            nearest = min(both, key=lambda computed: gap(computed, printed))
            number = rounded((nearest.low + nearest.high) / 2, max(ratio.decimals, 1))
            yield context.finding(
                RULE, ratio.start, ratio.end,
                f"{shown(left)}与{shown(right)}之比为{number}∶1，文中写作{shown(ratio)}",
                suggestion="核对两个数和比值", related=[context.related(one.start, one.end, "数值") for one in amounts],
            )


def _judge(context: CheckContext, multiple: Quantity, now: Quantity, base: Quantity) -> Iterator[Finding]:
    computed = ratio_of(now, base)
    if computed is None:
        return
    doubled = "番" in multiple.quote
    printed = stands_for(multiple)
    if doubled:
        value = multiple.base or Decimal(0)
        printed = Interval(value * (1 - _LOOSE), value * (1 + 2 * _LOOSE))
    more = multiple.change == "times-more"
    if more:
        computed = Interval(computed.low - 1, computed.high - 1)
    if not gap(computed, printed):
        return
    middle = (computed.low + computed.high) / 2
    decimals = max(multiple.decimals, 1)
    times = f"增长{rounded(middle, decimals)}倍" if more else f"{rounded(middle, decimals)}倍"
    whole = Interval(computed.low + 1, computed.high + 1) if more else computed
    hint = "（前者是后者的倍数，增长倍数要减1）" if more and not gap(whole, printed) else ""
    spoken = context.text.endswith(multiple.verb, 0, multiple.start)
    start = multiple.start - len(multiple.verb) if spoken else multiple.start
    said = context.text[start : multiple.end]
    yield context.finding(
        RULE, start, multiple.end, f"{shown(now)}与{shown(base)}相比为{times}，文中写作{said}{hint}", suggestion="核对两个数和倍数",
        related=[context.related(now.start, now.end, "现值"), context.related(base.start, base.end, "基数")],
    )
