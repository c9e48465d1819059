"""占比、完成率与数值对不上

查什么：
文中既有部分、总数又有占比的，重新相除：占…的p%、为年度计划的p%、办结率p%、“…中有n家，占p%”、合计占p%、资产负债率；
总数或部分在别处、但文中只有一个同名数的，也拿来核。
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
from collections.abc import Iterator, Mapping, Sequence
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
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2})(?:完成|到位|利用)?[率面]$")
_AMONG = re.compile(r"[^，。；：\n]{0,24}中[，,]?")
_TAIL = re.compile(r"(?:总数|总量|总额|总值|总人数|人数|数)$")
_OWN = re.compile(r"^(?:全区|全园区?|园区|开发区|全部|全区的|我区|公司|全公司)")
#: what an amount is measured as → the rows that can be its whole
_WHOLES = {
    "产值": ("I002", "I003"), "税收": ("I025",), "投资": ("I037",), "增加值": ("I004", "I005"), "营业收入": ("I007",),
    "进出口": ("I062",), "出口": ("I063",), "生产总值": ("I001",), "GDP": ("I001",),
}
_NEAR = 90
#: how many figures of a paragraph are kept in mind
_BACK = 40


def check(context: CheckContext) -> Iterator[Finding]:
    """Shares and completion rates whose part and whole can be found."""
    levels: dict[str, list[Quantity]] = {}
    for one in context.quantities:
        if one.change == "level" and one.role in ("actual", "forecast") and exact(one) and one.indicator and one.dimension not in ("", "%"):
            levels.setdefault(_plain(one.indicator), []).append(one)
            if one.indicator_id:
                levels.setdefault(one.indicator_id, []).append(one)
    paragraph: list[Quantity] = []
    for figures in context.figures_by_sentence:
        if paragraph and "\n" in context.text[paragraph[-1].end : figures[0].start]:
            paragraph = []
        for at, rate in enumerate(figures):
            if rate.dimension != "%" or not exact(rate):
                continue
            before = (*paragraph, *figures[:at])
            if rate.change in ("share", "completion"):
                yield from _share(context, rate, before, levels)
            elif rate.change == "rate":
                yield from _named_rate(context, rate, figures[:at], before)
        paragraph = [*paragraph[-_BACK:], *figures]


def _share(
    context: CheckContext, rate: Quantity, before: Sequence[Quantity], levels: Mapping[str, Sequence[Quantity]]
) -> Iterator[Finding]:
    part = context.level_of(rate)
    if part is None and rate.change == "share" and not rate.scope:
        part = _only(levels.get(_plain(rate.indicator), ()), rate)
    if rate.change == "share" and not rate.of and (part is None or not exact(part)):
        part = _counted_among(context, rate)
    if part is None or not exact(part) or part.change not in ("level", "increase") or part.dimension == "%":
        return
    parts = _together(context, part, rate)
    whole = context.by_start.get(rate.parent)
    listed = context.by_start.get(part.joint)
    if whole is None and listed is not None and len(parts) > 1:
        whole = context.by_start.get(listed.parent)
    if whole is not None and _names(rate.of, whole):
        if whole is not part and exact(whole) and same_measure(part, whole):
            yield from _judge(context, rate, parts, (whole,), before)
    elif rate.change == "share" and not rate.of and (shared := _whole_before(context, rate, part)) is not None:
        yield from _judge(context, rate, parts, (shared,), before)
    elif rate.change == "share":
        wholes = _named_wholes(rate, part, levels)
        if wholes is None and not rate.of:
            wholes = _mentioned_wholes(context, part, before) if rate.start - part.end < _NEAR else ()
        fit = [one for one in wholes or () if one not in parts and same_measure(one, part) and (one.base or 0) >= (part.base or 0)]
        if len({one.base for one in fit}) == 1 or any(_fits(part, one, rate) for one in fit):
            above = context.by_start.get(part.parent)
            # 合计320.1亿元，其中…63.1亿元，占规上工业总产值的…: of the part or of all of them, whichever comes nearer
            if above is not None and exact(above) and fit and _distance(above, fit[0], rate) < _distance(part, fit[0], rate):
                parts = (above,)
            yield from _judge(context, rate, parts, fit, before)


def _plain(name: str) -> str:
    """A name without the words that come and go: 绿色石化产业产值 and 绿色石化产值."""
    return _TAIL.sub("", name).replace("产业产值", "产值")


def _counted_among(context: CheckContext, rate: Quantity) -> Quantity | None:
    """12个村中，有9个村集体收入超过50万元，占比75%: the part is what is counted first behind 中."""
    figures = context.figures_in(context.sentence_start(rate.start), rate.start)
    whole = next((one for one in figures if exact(one) and _AMONG.match(context.text, one.end)), None)
    if whole is None:
        return None
    return next((one for one in figures if one.start > whole.start and exact(one) and one.dimension == whole.dimension), None)


def _whole_before(context: CheckContext, rate: Quantity, part: Quantity) -> Quantity | None:
    """The whole of the share told just before in the sentence: 其中政府出资12亿元，占40%；社会资本18亿元，占60%."""
    for one in reversed(context.figures_in(context.sentence_start(rate.start), part.start)):
        if one.change == "share":
            whole = context.by_start.get(one.parent)
            semicolon = "；" in context.text[one.end : part.start]
            fits = whole is not None and exact(whole) and same_measure(whole, part) and (whole.base or 0) >= (part.base or 0)
            return whole if semicolon and fits and part.parent < 0 else None
    return None


def _only(figures: Sequence[Quantity], rate: Quantity) -> Quantity | None:
    """The one amount of this name and year in the text."""
    found = [one for one in figures if one.period.year == rate.period.year and not one.scope]
    return found[0] if len({one.base for one in found}) == 1 else None


def _names(of: str, whole: Quantity) -> bool:
    """Whether what 占…的 says can be the figure it was linked with."""
    if not of or not whole.indicator or _OWN.match(of) or of.startswith(("其", "总", "年度", "计划", "目标")):
        return True
    row = resolve(of)[0]
    if row:
        return row == whole.indicator_id or of in whole.indicator
    return of in whole.indicator or whole.indicator in of or of[-2:] == whole.indicator[-2:]


def _distance(part: Quantity, whole: Quantity, rate: Quantity) -> Decimal:
    quotient = ratio_of(part, whole)
    return gap(Interval(quotient.low * _HUNDRED, quotient.high * _HUNDRED), stands_for(rate)) if quotient else Decimal(10_000)


def _fits(part: Quantity, whole: Quantity, rate: Quantity) -> bool:
    return not _distance(part, whole, rate)


def _together(context: CheckContext, part: Quantity, rate: Quantity) -> tuple[Quantity, ...]:
    """The part, or all members of its list where the share is that of all (合计占)."""
    if part.joint >= 0 and rate.start - part.end < 30 and "合计" in context.text[part.end : rate.start]:
        return tuple(one for one in context.figures_in(part.joint, part.end) if one.joint == part.joint and exact(one))
    return (part,)


def _named_wholes(rate: Quantity, part: Quantity, levels: Mapping[str, Sequence[Quantity]]) -> Sequence[Quantity] | None:
    """The figures that 占…的 can mean, by row, by the same words, or by what the part is measured as; None where it names nothing."""
    named = _OWN.sub("", rate.of)
    if rate.of and not named:
        keys: tuple[str, ...] = _rows(part.indicator)
    elif named and not rate.of.startswith(("全市", "全省", "全国", "全县", "其")):
        row, plain = resolve(named)[0], _plain(named)
        keys = (row,) if row in levels else tuple(key for key in levels if key.endswith(plain)) if len(plain) > 1 else ()
    elif rate.indicator.endswith("占比") or (not rate.of and part.start != rate.about):
        keys = _rows(part.indicator)
    else:
        return () if rate.of else None
    found = [one for key in keys for one in levels.get(key, ())]
    whole = [one for one in found if not one.scope and one.period.year == part.period.year and _months(one) == _months(part)]
    return [one for one in whole if one.parent < 0] or whole


def _months(one: Quantity) -> int:
    """The last month of a running total; 12 for everything else."""
    return one.period.last_month or 12 if one.period.first_month == 1 else 12


def _rows(name: str) -> tuple[str, ...]:
    return next((rows for ending, rows in _WHOLES.items() if name.endswith(ending)), ())


def _mentioned_wholes(context: CheckContext, part: Quantity, before: Sequence[Quantity]) -> Sequence[Quantity]:
    """46个行政村中，…达到37个，占80.4%: the figure before 中; else the totals of the paragraph that count the same kind of thing."""
    begin = context.clause_start(part.start, "；") - 1
    usable = [one for one in before if one.start < part.start and exact(one) and same_measure(one, part)]
    larger = [one for one in usable if begin < one.start and (one.base or 0) >= (part.base or 0)]
    among = [one for one in larger if _AMONG.match(context.text, one.end)]
    if among:
        return among[-1:]
    head = _plain(part.indicator)[-2:]
    totals = [one for one in usable if one.parent < 0 and one.role == part.role and one.change in ("level", "increase")]
    return [one for one in totals if len(head) == 2 and _plain(one.indicator).endswith(head)]


def _named_rate(
    context: CheckContext, rate: Quantity, sentence: Sequence[Quantity], before: Sequence[Quantity]
) -> Iterator[Finding]:
    """收集问题386个，办结371个，办结率96.1%: the verb of the rate names its part, an earlier figure of the dimension is the whole."""
    name = _RATE.search(rate.indicator)
    if name is None:
        return
    stem = name["stem"]
    earlier = [one for one in sentence if exact(one) and one.change in ("level", "increase") and one.dimension not in ("", "%")]
    among: list[Quantity] = []
    if rate.indicator == "资产负债率":
        part = next((one for one in reversed(earlier) if one.indicator.startswith("负债")), None)
        wholes = [one for one in earlier if one.indicator.startswith("资产总")]
    else:
        part = next((one for one in reversed(earlier) if stem in one.indicator or _says(context, one, stem)), None)
        if part is None and earlier and not re.search(r"[，；。]", context.text[earlier[-1].end : rate.start].replace("，", "", 1)):
            # 24个完成注册，履约率为88.9%: right after the part, whatever its verb
            part = earlier[-1]
            wholes = among = _totals(context, earlier, part)
        else:
            wholes = [one for one in earlier if part is not None and one.start < part.start and one.dimension == part.dimension]
    if part is None:
        yield from _told_apart(context, rate, stem, before)
        return
    if rate.start - part.end > _NEAR or part.role == "target":
        return
    among = among or _totals(context, earlier, part)
    larger = [one for one in wholes if one is not part and (one.base or 0) >= (part.base or 0) and one.role in (part.role, "target")]
    # more than all of them: 27个签约项目中，72个开工
    if larger or among:
        yield from _judge(context, rate, (part,), larger or among, before)


def _told_apart(context: CheckContext, rate: Quantity, stem: str, before: Sequence[Quantity]) -> Iterator[Finding]:
    """开工率达到56.5%，有26个项目开工, with the total a sentence earlier; 新开工52个，新投产41个。开工率、投产率分别达到…."""
    usable = [one for one in before if exact(one) and one.change in ("level", "increase") and one.dimension not in ("", "%")]
    end = rate.end + 40
    behind = [one for one in context.figures_in(rate.end, end) if "。" not in context.text[rate.end : one.end]]
    following = next((one for one in behind if _says(context, one, stem)), None)
    if following is not None and exact(following) and following.dimension not in ("", "%"):
        head = _plain(following.indicator)[-2:]
        totals = [one for one in usable if one.dimension == following.dimension and one.parent < 0]
        wholes = [one for one in totals if _plain(one.indicator).endswith(head)]
        parts = (following,)
    elif rate.joint >= 0:
        part = next((one for one in reversed(usable[-8:]) if stem in one.indicator), None)
        if part is None:
            return
        parts = (part,)
        wholes = [one for one in usable if one.start < part.start and one.dimension == part.dimension and one.parent < 0]
    else:
        return
    larger = [one for one in wholes if (one.base or 0) >= (parts[0].base or 0) and one.role == parts[0].role]
    if larger and parts[0].role != "target":
        yield from _judge(context, rate, parts, larger, before)


def _totals(context: CheckContext, earlier: Sequence[Quantity], part: Quantity) -> list[Quantity]:
    """The figures of the sentence of which the part is told: 27个签约项目中."""
    return [one for one in earlier if one.start < part.start and one.dimension == part.dimension and _AMONG.match(context.text, one.end)]


def _says(context: CheckContext, one: Quantity, stem: str) -> bool:
    """Whether the words right around a figure hold the verb of the rate: 已开工25个, 29个完成公司注册."""
    text = context.text
    before = text[max(0, one.start - 8) : one.start]
    cut = max(before.rfind(mark) for mark in "，。；、：")
    after = text[one.end : one.end + 10]
    stops = [at for mark in "，。；、：" if (at := after.find(mark)) >= 0]
    return stem in before[cut + 1 :] or stem in after[: min(stops, default=10)]


def _judge(
    context: CheckContext, rate: Quantity, parts: Sequence[Quantity], wholes: Sequence[Quantity], before: Sequence[Quantity]
) -> Iterator[Finding]:
    """Compare with every figure that may be the whole; only when nothing told before fits is something wrong."""
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
    if apart and _explained(context, rate, parts[-1], wholes, before):
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
        RULE, start, rate.end, f"{written}是{shown(whole)}的{rounded(middle, max(rate.decimals, 1))}%，文中写作{shown(rate)}",
        suggestion="核对部分、总数和占比，三者有一个不对", severity="warning" if apart <= step else "error",
        related=[*(context.related(one.start, one.end, "部分") for one in parts), context.related(whole.start, whole.end, "总数")],
    )


def _explained(
    context: CheckContext, rate: Quantity, part: Quantity, wholes: Sequence[Quantity], before: Sequence[Quantity]
) -> bool:
    """Whether the rate goes back further: to the total of the part's list, or to an earlier total of the paragraph.

    到位资金38.6亿元，其中…6.2亿元，完成年度目标35亿元的110.3% speaks of 38.6亿元; the 38个项目 of 24个开工，开工率63.2% may stand a
    sentence earlier.
    """
    above = context.by_start.get(part.parent)
    rest = [whole for whole in wholes if whole is not above]
    if above is not None and exact(above) and any(same_measure(above, whole) and _fits(above, whole, rate) for whole in rest):
        return True
    return any(
        exact(one) and one.change in ("level", "increase") and one.start < part.start and same_measure(one, part) and _fits(part, one, rate)
        for one in before
    )
