"""The sums a writer does with noted figures: totals, differences, shares, growth, averages, multiples, exchange.

Which figures stand together is decided elsewhere: every operation is tried on operands that are handed over. A result supports a
figure when it comes to it at the rounding shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.domain.quantity import Quantity
from assistant.text.agreement import comparable, factor, interval, plain

Operation = Literal["sum", "difference", "share", "growth", "pace", "multiple", "average", "exchange"]

#: the longest row that is added up, and the most years of an average growth
_LONGEST, _MOST_YEARS = 12, 10
_MU = 10000 / 15
#: by how much an amount may differ that was changed at another day's rate
_EXCHANGE_SLACK = 0.015
MONEY = frozenset(("元", "美元", "欧元", "港元", "日元"))
#: yuan for one, where the notes name no rate
_USUAL_RATES = {"美元": (6.3, 7.4), "欧元": (7.0, 8.3), "港元": (0.8, 0.95), "日元": (0.043, 0.065)}
#: how units begin whose whole numbers are rounded
_ROUND = ("万", "亿", "千", "百")
#: a percentage that rounding leaves so open, in points, and what is taken of it on either side
_VAGUE, _CLEAR = 10.0, 2.0
_SMALL, _HALF_UNIT, _HALF_TENTH = 20, 0.5, 0.05
_ADDABLE = frozenset(("level", "increase", "from"))
_NO_AMOUNT = frozenset(("年", "月", "日", "天", "小时", "比", "位次"))
#: what an area or a length is divided by is worth in the unit of its dimension; other words are units themselves
_WORTH = {
    "亩": ("平方米", _MU), "地": ("平方米", _MU), "企": ("家", 1.0), "名": ("人", 1.0), "公里": ("米", 1000.0), "平方公里": ("平方米", 1e6),
}
_EACH = re.compile(r"(?P<one>[\u4e00-\u9fff])均|[每单]一?(?P<other>[\u4e00-\u9fff]{1,4})")
_DAILY = re.compile(r"日均|每天|平均每日")
_MONTHLY = re.compile(r"月均|每月|每个月")
_WEEKLY = re.compile(r"周均|每周")


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a figure comes about. terms: the figures it is worked out from; shown: the working (84+96+106); low, high: the result."""

    operation: Operation
    terms: tuple[Quantity, ...]
    shown: str
    low: float
    high: float

    def makes(self, figure: Quantity) -> bool:
        """Whether the result, at the rounding shown, is the figure."""
        low, high = bounds(figure)
        if self.operation == "average" and (low == high or figure.bound):
            # 平均每场24家, 每天2家以上: a count that is rounded
            low, high = low - 0.5, high + 0.5
        if self.operation in ("sum", "difference") and figure.unit and not self.terms[0].unit:
            # 轴承装备187.3、食品乳品112.4: the notes leave the unit out
            size = float(factor(figure))
            low, high = low / size, high / size
        slack = 1e-9 * max(abs(low), abs(high), 1.0)
        least, most = self.low, self.high
        if self.operation in ("share", "growth", "pace") and most - least > _VAGUE:
            # 由1万吨提高到1.5万吨 may be anything from 38% to 63%: only what is printed counts
            middle = (least + most) / 2
            least, most = middle - _CLEAR, middle + _CLEAR
        return least <= high + slack and low - slack <= most


def amount(quantity: Quantity) -> float:
    """The value in the unit of its dimension; as written where it has none."""
    return float(quantity.base if quantity.base is not None else quantity.value or 0)


def bounds(quantity: Quantity) -> tuple[float, float]:
    """What the figure may stand for, in the unit of its dimension."""
    found = interval(quantity)
    return (float(found.low), float(found.high)) if found is not None else (1.0, 0.0)


def number(quantity: Quantity) -> str:
    """The number as written, without its unit."""
    return plain(quantity.value) if quantity.value is not None else quantity.quote


def is_percent(quantity: Quantity) -> bool:
    """Whether the figure is a percentage that is not one of points."""
    return quantity.unit == "%" and quantity.change != "points"


def is_amount(quantity: Quantity) -> bool:
    """Whether a figure can be added, subtracted, divided: no rate, no bar, no time."""
    if quantity.value is None or quantity.threshold or quantity.masked or quantity.change not in _ADDABLE:
        return False
    return quantity.unit not in ("%", "‰", "倍") and quantity.dimension not in _NO_AMOUNT


def rows(figures: Sequence[Quantity]) -> list[list[Quantity]]:
    """The amounts of figures that stand together, those of one unit in a row, in the order written."""
    found: dict[str, list[Quantity]] = {}
    for one in figures:
        if is_amount(one):
            found.setdefault(one.dimension or (one.unit and "-"), []).append(one)
    return [row for row in found.values() if len(row) > 1]


def on_scale(one: Quantity, other: Quantity) -> tuple[float, float]:
    """What a figure may stand for beside another: a bare 2.9 beside 18.2亿 is 2.9亿, a goal and a count are exact."""
    low, high = bounds(one)
    if not one.decimals and not one.bound and not one.approximate and one.high is None and one.value:
        # 由1万吨提高到2万吨: small whole numbers are set, not measured
        rounded = one.unit[:1] in _ROUND and one.role != "target"
        half = (_HALF_UNIT if one.value >= _SMALL else _HALF_TENTH) * float(factor(one)) if rounded else 0.0
        low, high = amount(one) - half, amount(one) + half
    if not one.unit and other.unit and other.value:
        size = float(factor(other))
        return low * size, high * size
    return low, high


def rest(row: Sequence[Quantity]) -> Iterator[Derivation]:
    """What is left of a total when the parts behind it are taken away: 总额4.2，其中出口3.1."""
    taken, shown = 0.0, ""
    for at in range(len(row) - 1, 0, -1):
        taken += amount(row[at])
        shown = f"-{number(row[at])}{shown}"
        left = amount(row[at - 1]) - taken
        if left > 0:
            yield Derivation("difference", tuple(row[at - 1 :]), f"{number(row[at - 1])}{shown}", left, left)


def flows(row: Sequence[Quantity]) -> Iterator[Derivation]:
    """A stock after what came in and what went out: 去年286家，新增31家，退9家."""
    if not 3 <= len(row) <= 6:
        return
    stock = max(row, key=amount)
    others = [one for one in row if one is not stock]
    for came in others:
        for went in others:
            if came is not went:
                left = amount(stock) + amount(came) - amount(went)
                yield Derivation("sum", (stock, came, went), f"{number(stock)}+{number(came)}-{number(went)}", left, left)


def together(row: Sequence[Quantity]) -> Iterator[Derivation]:
    """All of a row."""
    if len(row) > 1:
        added = sum(map(amount, row))
        yield Derivation("sum", tuple(row), "+".join(map(number, row)), added, added)


def parts(row: Sequence[Quantity]) -> Iterator[Derivation]:
    """The first figures of a row together, two or more: 17家，其中国家级4家、省级13家."""
    return (one for one in sums(row) if one.terms[0] is row[0])


def sums(row: Sequence[Quantity]) -> Iterator[Derivation]:
    """Every run of neighbours added up."""
    for at in range(len(row) - 1):
        added = amount(row[at])
        for end in range(at + 1, min(at + _LONGEST, len(row))):
            added += amount(row[end])
            run = tuple(row[at : end + 1])
            yield Derivation("sum", run, "+".join(map(number, run)), added, added)


def differences(pairs: Sequence[tuple[Quantity, Quantity]]) -> Iterator[Derivation]:
    """The larger less the smaller, of amounts, places and rates."""
    for one, other in pairs:
        more, less = (one, other) if amount(one) >= amount(other) else (other, one)
        found = amount(more) - amount(less)
        if found and comparable(one, other):
            yield Derivation("difference", (more, less), f"{number(more)}-{number(less)}", found, found)


def ratios(pairs: Sequence[tuple[Quantity, Quantity]]) -> Iterator[Derivation]:
    """The first in percent of the second."""
    for part, whole in pairs:
        low, high = on_scale(part, whole)
        least, most = on_scale(whole, part)
        if least > 0 and low > 0 and (low, high) != (least, most) and _alike(part, whole):
            yield Derivation("share", (part, whole), f"{number(part)}÷{number(whole)}", low / most * 100, high / least * 100)


def growths(pairs: Sequence[tuple[Quantity, Quantity]]) -> Iterator[Derivation]:
    """By how many percent the first lies above the second, or below it: always as a positive figure."""
    for now, before in pairs:
        low, high = on_scale(now, before)
        least, most = on_scale(before, now)
        if least > 0 and low > 0 and _alike(now, before) and low != least:
            one, two = (low / most - 1) * 100, (high / least - 1) * 100
            low, high = (one, two) if low > least else (-two, -one)
            yield Derivation("growth", (now, before), f"{number(now)}÷{number(before)}-1", max(low, 0.0), high)


def paces(pairs: Sequence[tuple[Quantity, Quantity]], years: Sequence[int]) -> Iterator[Derivation]:
    """The average growth a year from the second to the first."""
    for now, before in pairs:
        low, high = on_scale(now, before)
        least, most = on_scale(before, now)
        if least <= 0 or low <= 0 or low == least or not _alike(now, before):
            continue
        for count in years:
            one, two = ((low / most) ** (1 / count) - 1) * 100, ((high / least) ** (1 / count) - 1) * 100
            low_, high_ = (one, two) if low > least else (-two, -one)
            yield Derivation("pace", (now, before), f"({number(now)}÷{number(before)})^(1/{count})-1", low_, high_)


def multiples(pairs: Sequence[tuple[Quantity, Quantity]]) -> Iterator[Derivation]:
    """How many times the second the first is, and by how many times it has grown."""
    for more, less in pairs:
        low, high = on_scale(more, less)
        least, most = on_scale(less, more)
        if least <= 0 or low <= 0 or not _alike(more, less) or low <= least:
            continue
        shown = f"{number(more)}÷{number(less)}"
        yield Derivation("multiple", (more, less), shown, low / most, high / least)
        yield Derivation("multiple", (more, less), f"{shown}-1", low / most - 1, high / least - 1)


def averages(amounts: Sequence[Quantity], divisors: Sequence[Quantity], words: str) -> Iterator[Derivation]:
    """An amount for each 亩, 人, 家, day, month, as the words before the figure say."""
    for least, most, shown in _counts(words):
        for one in amounts:
            low, high = bounds(one)
            yield Derivation("average", (one,), f"{number(one)}÷{shown}", low / most, high / least)
    each = {name[:end] for match in _EACH.finditer(words) for name in (match["one"] or match["other"],) for end in range(1, len(name) + 1)}
    for name in sorted(each):
        dimension, worth = _WORTH.get(name, (name, 1.0))
        for by in divisors:
            least, most = bounds(by)
            if dimension not in (by.dimension, by.unit) or least <= 0:
                continue
            for one in amounts:
                if one is not by and (one.dimension != by.dimension or amount(one) > amount(by)):
                    low, high = bounds(one)
                    yield Derivation("average", (one, by), f"{one.quote}÷{by.quote}", low / most * worth, high / least * worth)


def _counts(words: str) -> Iterator[tuple[float, float, str]]:
    """How many days, weeks, months there are in a year, a half, a quarter."""
    for said, (least, most), name in ((_DAILY, (365.0, 366.0), "天"), (_WEEKLY, (52.0, 52.3), "周"), (_MONTHLY, (12.0, 12.0), "个月")):
        if said.search(words):
            for part in (1, 2, 4):
                yield least / part, most / part, f"{least / part:.0f}{name}"


def yearly(row: Sequence[Quantity]) -> Iterator[Derivation]:
    """The yearly average of runs of neighbours, each figure a year."""
    for one in sums(row):
        count = len(one.terms)
        yield Derivation("average", one.terms, f"({one.shown})÷{count}", one.low / count, one.high / count)


def spread(amounts: Sequence[Quantity], years: Sequence[int]) -> Iterator[Derivation]:
    """The yearly average of a total of several years, and what a yearly amount comes to in them."""
    for one in amounts:
        low, high = bounds(one)
        for count in years:
            if count > 1:
                yield Derivation("average", (one,), f"{number(one)}÷{count}", low / count, high / count)


def exchanges(figure: Quantity, amounts: Sequence[Quantity], rates: dict[str, list[float]]) -> Iterator[Derivation]:
    """Foreign money in yuan, or yuan in foreign money, at the rates the notes show; where they show none, at usual ones."""
    for one in amounts:
        if one.dimension not in MONEY or figure.dimension not in MONEY or {one.dimension, figure.dimension} - {"元"} == set():
            continue
        foreign = one.dimension if figure.dimension == "元" else figure.dimension
        if "元" not in (one.dimension, figure.dimension):
            continue
        known = rates.get(foreign)
        spans = [(rate * (1 - _EXCHANGE_SLACK), rate * (1 + _EXCHANGE_SLACK)) for rate in known] if known else [_USUAL_RATES[foreign]]
        low, high = bounds(one)
        for least, most in spans:
            if figure.dimension == "元":
                yield Derivation("exchange", (one,), f"{one.quote}×{least:.2f}～{most:.2f}", low * least, high * most)
            else:
                yield Derivation("exchange", (one,), f"{one.quote}÷{least:.2f}～{most:.2f}", low / most, high / least)


def shown_rates(figures: Sequence[Quantity]) -> Iterator[tuple[str, float]]:
    """The rates that neighbours show: 1.32亿美元（约9.4亿元）."""
    for one, other in pairwise(figures):
        for foreign, yuan in ((one, other), (other, one)):
            usual = _USUAL_RATES.get(foreign.dimension)
            if usual is None or yuan.dimension != "元" or not amount(foreign):
                continue
            rate = amount(yuan) / amount(foreign)
            if usual[0] * 0.95 <= rate <= usual[1] * 1.05:
                yield foreign.dimension, rate


def printed(derivation: Derivation, figure: Quantity) -> str:
    """The result of a derivation as the figure would print it, in its unit."""
    bare = derivation.operation in ("sum", "difference") and not derivation.terms[0].unit
    size = 1.0 if bare else float(factor(figure))
    return f"{(derivation.low + derivation.high) / 2 / size:.{figure.decimals}f}"


def _alike(one: Quantity, other: Quantity) -> bool:
    return is_amount(one) and is_amount(other) and comparable(one, other)


def years_said(words: str) -> list[int]:
    """How many years the words speak of: 三年 → 3; all that may be meant where they don't say."""
    found = {_CHINESE[match] if match in _CHINESE else int(match) for match in re.findall(r"([两二三四五六七八九]|(?<!\d)[1-9])年", words)}
    return sorted(found) if found else list(range(2, _MOST_YEARS + 1))


_CHINESE = {word: count for count, word in enumerate("一二三四五六七八九", 1)} | {"两": 2}
