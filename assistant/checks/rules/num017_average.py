"""人均、户均、亩均与总数对不上

查什么：
“五年累计a，年均b”和既有总额又有人数（户数、亩数、天数、月数）和人均（户均、亩均、日均、月均）数的，重新相除；总额和个数在别的句子里的，按名称找来核，
只报数字颠倒、错一位、大小差十倍百倍的；先说个数和每个多少、再说共多少的（24期，每期50人，共1200人次），重新相乘。
为什么：
总额或人数改过以后，平均数常常没有重算。
错例：
发放稳岗补贴2860万元，惠及职工1.2万人，人均3283元。
正例：
发放稳岗补贴2860万元，惠及职工1.2万人，人均2383元。
出处：
平均数=总额÷个数（统计常识）。总额或个数不止一个时不核（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from assistant.checks.arithmetic import exact, gap, in_unit_of, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.elsewhere import amounts_of, same_stretch
from assistant.checks.products import Product, products
from assistant.checks.rule import Rule
from assistant.checks.slips import miswritten
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval, factor
from assistant.text.units import MU

RULE = Rule("NUM017", "average", "numbers", "error")

_AVERAGE = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{0,4}?)(?P<of>[人户亩家企村场趟日月]均|平均每[家户人名亩个项村场趟天月])(?P<what>[\u4e00-\u9fff]{0,4}?|(?:地区|国内)生产总值)(?:约|达到?|为)?$"
)
_PRICE = re.compile(r"(?:均价|单价|平均价格?|平均单价|平均每[\u4e00-\u9fff]{1,2})(?:为|达到?|约)?$")
_YEARLY = re.compile(
    r"(?P<count>[两三四五])年(?:来|间)?(?:累计|合计|一?共)[\u4e00-\u9fff]{0,10}?(?P<total>\d[\d.]*)[^，。；\n\d]{1,5}"
    r"[，,、；]?(?:年均|平均每年)[\u4e00-\u9fff]{0,6}?(?=\d)"
)
_YEARS = {"两": 2, "三": 3, "四": 4, "五": 5}
_IN_TIME = re.compile(r"[日月]均|每[天月趟]")
_COUNTED = {
    "人": ("人", "人次"), "名": ("人",), "户": ("户", "家"), "亩": ("平方米",), "家": ("家", "户"), "企": ("家", "户"), "个": ("个",),
    "项": ("项",), "村": ("个",), "场": ("场", "次"), "趟": ("趟", "列"), "日": ("天",), "天": ("天",),
}
#: what an average is of → the names of its total; what it is per → the names of its count
_TOTALS = {"产值": ("规上工业总产值", "工业总产值", "总产值"), "税收": ("税收收入",), "收入": ("旅游总收入",), "消费": ("旅游总收入",)}
_COUNTS = {"亩": ("工业用地", "工业用地面积"), "人": ("工业从业人员", "规上工业从业人员", "从业人员")}
#: how often a paragraph may hold an amount before which of them is meant is anybody's guess
_FEW = 6
#: how far behind its total, in characters, a mean by time stands
_BESIDE = 12
_LONGEST_YEAR, _SHORTEST_YEAR = 366, 230
#: by which part a total may miss the product of a number and a rounded average
_LOOSE = Decimal("0.05")


def check(context: CheckContext) -> Iterator[Finding]:
    """Averages whose total and count stand in the sentence, one of each; else those told elsewhere under their names."""
    if "年均" in context.text or "平均每年" in context.text:
        yield from _a_year(context)
    for product in products(context):
        yield from _multiplied(context, product)
    if "均" not in context.text:
        return
    for figures in context.figures_by_sentence:
        for at, one in enumerate(figures):
            if "/" in one.unit and exact(one) and _PRICE.search(context.text, max(0, one.start - 8), one.start):
                yield from _price(context, one, figures[:at])
                continue
            said = _AVERAGE.search(context.text, max(0, one.start - 12), one.start) if exact(one) and one.change == "level" else None
            # 人均停留时间1.6天 is no quotient of amounts
            if said is None or one.role == "previous" or (one.dimension != "元" and not _IN_TIME.search(said["of"])):
                continue
            per = said["of"].removeprefix("平均每")[0]
            before = [other for other in figures[:at] if exact(other) and other.change == "level" and other.role == one.role]
            alike = [other for other in before if other.dimension == one.dimension]
            totals = [other for other in alike if not _AVERAGE.search(context.text, max(0, other.start - 12), other.start)]
            if per == "月":
                yield from _monthly(context, one, said, totals)
                continue
            if per in "日天" and len(totals) == 1 and totals[0].period.label == "全年" and one.start - totals[0].end <= _BESIDE:
                yield from _daily(context, one, said, totals[0])
                continue
            # 10月1日至8日 counts no days
            counts = [other for other in before if other.dimension in _COUNTED[per] and not other.quote.endswith("日")]
            if len(totals) == 1 and len(counts) == 1 and counts[0] is not totals[0]:
                yield from _judge(context, one, said, totals[0], counts[0], near=True)
            elif one.dimension == "元":
                pair = _named(context, one, said, per)
                if pair is not None:
                    yield from _judge(context, one, said, *pair, near=False)
                elif not totals and per in "人户":
                    yield from _of_paragraph(context, one, said, per)


def _multiplied(context: CheckContext, one: Product) -> Iterator[Finding]:
    """16个站点，每站12台，共182台: what each has, times their number."""
    computed, printed = one.computed, stands_for(one.total)
    context.compare((one.count, one.each, one.total))
    apart, middle = gap(computed, printed), one.middle
    if not apart or not middle:
        return
    near = one.said and middle / 2 < (one.total.base or Decimal(0)) < middle * 2
    if not (miswritten(one.total, computed) or (near and (not one.mean or apart > middle * _LOOSE))):
        return
    behind = one.each.end - len(one.words) if one.total.start < one.each.start else one.total.start
    end = max(one.total.end, one.each.end)
    yield context.finding(
        RULE, behind, end,
        f"{shown(one.count)}、{one.words.replace(' ', '')}，相乘为{in_unit_of(middle, one.total)}，文中写作{shown(one.total)}",
        suggestion="核对个数、每份数和总数", severity="warning",
        related=[context.related(one.count.start, one.count.end, "个数"), context.related(one.each.start, one.each.end, "每份")],
    )


def _price(context: CheckContext, one: Quantity, before: Sequence[Quantity]) -> Iterator[Finding]:
    """1.26万吨，货值6930万美元，平均单价5500美元/吨: the one amount of each in the sentence."""
    of, _, per = one.dimension.partition("/")
    totals = [each for each in before if exact(each) and each.change == "level" and each.dimension == of]
    counts = [each for each in before if exact(each) and each.change == "level" and each.dimension == per]
    if len(totals) != 1 or len(counts) != 1 or not counts[0].base:
        return
    total, count, mean = stands_for(totals[0]), stands_for(counts[0]), stands_for(one)
    if count.low <= 0:
        return
    computed = Interval(total.low / count.high, total.high / count.low)
    context.compare((one, totals[0], counts[0]))
    if not computed.meets(mean):
        right = ((totals[0].base or Decimal(0)) / counts[0].base / factor(one)).quantize(Decimal(1).scaleb(-one.decimals), ROUND_HALF_UP)
        yield context.finding(
            RULE, one.start, one.end, f"{shown(totals[0])}除以{shown(counts[0])}为{right:f}{one.unit}，文中写作{shown(one)}",
            suggestion="核对总额、数量和单价的单位", severity="warning",
            related=[context.related(totals[0].start, totals[0].end, "总额"), context.related(counts[0].start, counts[0].end, "数量")],
        )


def _a_year(context: CheckContext) -> Iterator[Finding]:
    """五年累计投入28亿元，年均投入5.6亿元."""
    for told in _YEARLY.finditer(context.text):
        total = next(iter(context.figures_in(told.start("total"), told.start("total") + 1)), None)
        mean = next(iter(context.figures_in(told.end(), told.end() + 1)), None)
        if total is None or mean is None or not exact(total) or not exact(mean) or mean.start != told.end():
            continue
        if total.dimension != mean.dimension or total.dimension in ("%", "百分点", "") or total.role != mean.role:
            continue
        years, span = _YEARS[told["count"]], stands_for(total)
        computed = Interval(span.low / years, span.high / years)
        printed = stands_for(mean)
        context.compare((mean, total))
        # 年均开通2条 is a whole number
        slack = Decimal("0.5") * factor(mean) if not mean.decimals else Decimal(0)
        if gap(computed, Interval(printed.low - slack, printed.high + slack)):
            yield context.finding(
                RULE, mean.start, mean.end,
                f"{shown(total)}按{years}年平均为{in_unit_of((total.base or Decimal(0)) / years, mean)}，文中写作{shown(mean)}",
                suggestion="核对累计数、年数和年均数", severity="warning", related=[context.related(total.start, total.end, "累计")],
            )


def _monthly(context: CheckContext, one: Quantity, said: re.Match[str], totals: Sequence[Quantity]) -> Iterator[Finding]:
    """下半年需完成353.2亿元，月均58.9亿元: the months are those of the amount."""
    total = totals[-1] if totals else None
    if total is None or one.start - total.end > _BESIDE:
        return
    if total.period.first_month and total.period.last_month:
        months = total.period.last_month - total.period.first_month + 1
    elif total.period.label == "全年":
        months = 12
    else:
        return
    span, mean = stands_for(total), stands_for(one)
    # 平均每月4场 is a whole number
    slack = Decimal("0.5") * factor(one) if not one.decimals else Decimal(0)
    computed = Interval(span.low / months - slack, span.high / months + slack)
    context.compare((one, total))
    if not computed.meets(mean):
        yield _finding(context, one, said, (total,), f"{shown(total)}按{months}个月平均", computed)


def _daily(context: CheckContext, one: Quantity, said: re.Match[str], total: Quantity) -> Iterator[Finding]:
    """全年接待游客1286万人次，日均12.4万人次: a year has 366 days at most, and some 240 that are worked."""
    span = stands_for(total)
    computed = Interval(span.low / _LONGEST_YEAR * (1 - _LOOSE), span.high / _SHORTEST_YEAR * (1 + _LOOSE))
    context.compare((one, total))
    if not computed.meets(stands_for(one)):
        year = Interval(span.low / _LONGEST_YEAR, span.high / _LONGEST_YEAR)
        yield _finding(context, one, said, (total,), f"{shown(total)}按全年平均每日", year)


def _judge(
    context: CheckContext, one: Quantity, said: re.Match[str], total: Quantity, count: Quantity, *, near: bool
) -> Iterator[Finding]:
    computed = _quotient(total, count, said)
    if computed is None:
        return
    mean = stands_for(one)
    context.compare((one, total, count))
    if computed.meets(mean):
        return
    middle = (computed.low + computed.high) / 2
    # what is paid to some may be spread over others: only what is near enough to be meant is judged
    meant = near and mean.low < 2 * middle < 4 * mean.high
    if said["what"].endswith("生产总值") and gap(computed, mean) < middle * _LOOSE:
        # the people are those of the middle of the year
        return
    if meant or miswritten(one, computed):
        yield _finding(context, one, said, (total, count), f"{shown(total)}除以{shown(count)}", computed)


def _named(context: CheckContext, one: Quantity, said: re.Match[str], per: str) -> tuple[Quantity, Quantity] | None:
    """亩均税收21.6万元, with the taxes and the land told elsewhere."""
    if per not in _COUNTS or said["what"][:2] not in _TOTALS:
        return None
    amounts = amounts_of(context)
    found = amounts.named(_TOTALS[said["what"][:2]], one)
    total = amounts.nearest([each for each in found if same_stretch(each, one) and not each.scope and each.parent < 0], one)
    counted = [each for each in amounts.named(_COUNTS[per], one) if each.dimension in _COUNTED[per]]
    count = amounts.nearest(counted, one)
    return (total, count) if total is not None and count is not None and total.dimension == "元" else None


def _of_paragraph(context: CheckContext, one: Quantity, said: re.Match[str], per: str) -> Iterator[Finding]:
    """游客人均消费1155元, with the income and the visitors told before in the paragraph: some pair of them must give it, or nearly."""
    line = context.text.rfind("\n", 0, one.start) + 1
    before = [each for each in context.figures_in(line, one.start) if exact(each) and each.change == "level" and each.role == one.role]
    totals = [each for each in before if each.dimension == "元"]
    counts = [each for each in before if each.dimension in _COUNTED[per] and (not said["who"] or said["who"][-2:] in each.indicator)]
    if not totals or not counts or len(totals) > _FEW or len(counts) > _FEW:
        return
    near: list[tuple[Quantity, Quantity, Interval]] = []
    for total in totals:
        for count in counts:
            computed = _quotient(total, count, said)
            if computed is None:
                continue
            if computed.meets(stands_for(one)):
                context.compare((one, total, count))
                return
            if miswritten(one, computed):
                near.append((total, count, computed))
    if len(near) == 1:
        total, count, computed = near[0]
        context.compare((one, total, count))
        yield _finding(context, one, said, (total, count), f"{shown(total)}除以{shown(count)}", computed)


def _quotient(total: Quantity, count: Quantity, said: re.Match[str]) -> Interval | None:
    span, number = stands_for(total), stands_for(count)
    if number.low <= 0:
        return None
    per = MU if "亩" in said["of"] else Decimal(1)
    return Interval(span.low / number.high * per, span.high / number.low * per)


def _finding(
    context: CheckContext, one: Quantity, said: re.Match[str], figures: Sequence[Quantity], worked: str, computed: Interval
) -> Finding:
    middle = (computed.low + computed.high) / 2 / factor(one)
    # 8380亿元除以41.9万人次: more digits than were printed tell nothing
    places = max(-one.decimals, middle.adjusted() - 4) if middle else 0
    result = f"{middle.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP).quantize(Decimal(1).scaleb(min(places, 0))):f}{one.unit}"
    return context.finding(
        RULE, said.start("of"), one.end, f"{worked}为{result}，文中写作{said['of']}{shown(one)}",
        suggestion="核对总额、个数和平均数", severity="warning",
        related=[context.related(each.start, each.end, "总额" if not at else "个数") for at, each in enumerate(figures)],
    )
