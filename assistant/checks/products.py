"""A number of things, what falls to each of them, and what that comes to, as one sentence tells them: 24期，每期50人，共培训1200人次.

Whether the three agree is judged by the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.checks.arithmetic import exact, stands_for
from assistant.checks.context import CheckContext
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval, factor
from assistant.text.units import MU

_EACH = re.compile(
    # what it begins with is looked at first: at most places nothing more is tried
    r"(?=[均亩单每])(?:(?<=[人户亩家企村场趟])均|(?P<mu>亩产|单产)量?|(?:每|单(?=[个家户亩台套]))(?P<each>[\u4e00-\u9fff]))[\u4e00-\u9fff]{0,6}?(?:约|达到?|为)?(?=\d)"
)
#: 每年 and 每月 count what no figure of the sentence need count
_TIMES = "年月日天周季时分秒"
_TOTAL = re.compile(r"^[，,、；]?(?:预计)?[\u4e00-\u9fff]{0,8}?(?P<said>总|共|合计|累计)[\u4e00-\u9fff]{0,8}$")
_INCOME = re.compile(r"^[，,](?:预计|年)?[\u4e00-\u9fff]{0,6}(?:收入|增收|金额|资金|支出)(?:达到?|为|约)?$")
#: more than one thing is multiplied, or the total is of something else
_OTHERWISE = re.compile(r"每[人户家个台亩][每年月日]|每[\u4e00-\u9fff]{1,3}每|加上|另|其余|其他|不含|扣除|以上|含")
#: the total may hold more than these
_WIDER = re.compile(r"全年|累计|各[类项级种]|全[区部园]")
_WITH_OTHERS = re.compile(r".{0,6}?[（(，](?:另?含|包括|其中)")
_PEOPLE = frozenset(("人", "人次"))
_COUNTED = {
    "人": ("人",), "户": ("户", "家"), "亩": ("平方米",), "家": ("家", "户"), "企": ("家", "户"), "村": ("个",),
    "场": ("场", "次"), "趟": ("趟", "列"),
}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Product:
    """Three figures of one sentence: `count` things with `each` apiece are `total`. mean: `each` is an average, rounded as it likes."""

    count: Quantity
    each: Quantity
    total: Quantity
    mean: bool
    #: what each has, with its words: 户均增收4200元
    words: str
    #: the total is said to be all of it (共, 总额), not merely told behind
    said: bool

    @property
    def computed(self) -> Interval:
        """What the total has to be, in the unit of its dimension."""
        number, apiece = stands_for(self.count), stands_for(self.each)
        if self.mean:
            # 户均4200元 may be rounded to hundreds
            digits = (self.each.value or Decimal(1)).normalize().as_tuple()
            half = Decimal("0.5").scaleb(int(digits.exponent)) * factor(self.each)
            middle = self.each.base or Decimal(0)
            apiece = Interval(min(apiece.low, middle - half), max(apiece.high, middle + half))
        return Interval(number.low * apiece.low / self._per, number.high * apiece.high / self._per)

    @property
    def middle(self) -> Decimal:
        """The product of the two as printed."""
        return (self.count.base or Decimal(0)) * (self.each.base or Decimal(0)) / self._per

    @property
    def _per(self) -> Decimal:
        return MU if self.count.dimension == "平方米" else Decimal(1)


def products(context: CheckContext) -> Iterator[Product]:
    """The products of a text, each with the one count and the one total that its sentence has for it."""
    text = context.text
    for told in _EACH.finditer(text):
        found = context.figures_in(told.end(), told.end() + 1)
        if not found or found[0].start != told.end() or not exact(found[0]) or found[0].dimension in ("%", "百分点", ""):
            continue
        each = found[0]
        begin = context.sentence_start(each.start)
        before = [one for one in context.figures_in(max(begin, each.start - _LONGEST), told.start()) if exact(one)]
        counts = [one for one in before if _counts(text, one, told)]
        if len(counts) != 1 or counts[0].role != each.role:
            continue
        total, said = _total(context, each, before, told)
        if total is not None and _WITH_OTHERS.match(text, total.end):
            continue
        if total is None or total is counts[0] or _OTHERWISE.search(text, min(counts[0].start, told.start()), max(each.end, total.start)):
            continue
        averaged = text.endswith("平均", begin, told.start())
        words = text[told.start() - (2 if averaged else 0 if told["each"] or told["mu"] else 1) : each.end]
        yield Product(counts[0], each, total, averaged or not told["each"], words, said)


def _counts(text: str, one: Quantity, told: re.Match[str]) -> bool:
    """Whether a figure counts what the words 每期, 户均, 亩产 speak of."""
    if one.change not in ("level", "increase") or one.role == "previous":
        return False
    if told["mu"]:
        return one.unit.endswith("亩")
    word = told["each"]
    if not word:
        word = text[told.start() - 1]
        return one.dimension in _COUNTED[word] and (word != "亩" or one.unit.endswith("亩"))
    if word in _TIMES:
        return False
    # 15个村每村, 站点16个，每站
    return one.unit.lstrip("万千百亿") == word or text.startswith(word, one.end) or word in one.indicator[-3:]


def _total(context: CheckContext, each: Quantity, before: Sequence[Quantity], told: re.Match[str]) -> tuple[Quantity | None, bool]:
    text = context.text
    behind = context.figures_in(each.end, each.end + _LONGEST // 2)
    if behind and _alike(behind[0], each):
        words = text[each.end : behind[0].start]
        if "。" not in words and "\n" not in words:
            all_of_it = _TOTAL.match(words)
            if all_of_it is not None or _INCOME.match(words):
                return behind[0], all_of_it is not None and _WIDER.search(words) is None
            return None, False
    if told["mu"] or text.endswith("平均", 0, told.start()):
        totals = [one for one in before if _alike(one, each)]
        return (totals[0], True) if len(totals) == 1 else (None, False)
    return None, False


def _alike(total: Quantity, each: Quantity) -> bool:
    """Whether a figure can be the sum of what falls to each."""
    same = total.dimension == each.dimension or {total.dimension, each.dimension} <= _PEOPLE
    return same and exact(total) and total.change in ("level", "increase") and total.role == each.role and total.parent < 0
