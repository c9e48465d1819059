"""Arithmetic over figures as printed: what a number may stand for, growth and shares as intervals, how they are shown. No rule here.

Rounding shown in the text decides what agrees: 62.4亿元 stands for 62.35 to 62.45, a count of firms or days for itself alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval, factor, plain

_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
#: dimensions whose whole numbers are measured, not counted, so that they may be rounded
_MEASURED = frozenset((
    "元", "美元", "欧元", "港元", "日元", "平方米", "立方米", "方", "米", "吨", "吨标准煤", "载重吨", "吨公里", "标箱", "千瓦", "千瓦时",
    "千伏安", "升", "%", "百分点", "倍", "微克/立方米", "毫克/升", "小时", "天", "",
))


def exact(quantity: Quantity) -> bool:
    """Whether a figure states one value: no range, bound, approximation, bar or mask."""
    return (
        quantity.value is not None and quantity.high is None and not quantity.bound and not quantity.approximate
        and not quantity.threshold and not quantity.masked
    )


def stands_for(quantity: Quantity) -> Interval:
    """The values that an exact figure may stand for, in the unit of its dimension."""
    base, half = quantity.base or Decimal(0), _half(quantity) * factor(quantity)
    return Interval(base - half, base + half)


def sum_of(figures: Iterable[Quantity]) -> Interval:
    """The values that figures of one dimension may add up to."""
    spans = [stands_for(one) for one in figures]
    return Interval(sum((one.low for one in spans), Decimal(0)), sum((one.high for one in spans), Decimal(0)))


def _half(quantity: Quantity) -> Decimal:
    if quantity.decimals:
        return _HALF.scaleb(-quantity.decimals)
    counted = quantity.dimension not in _MEASURED and not quantity.unit.startswith(("万", "亿", "千万", "百万", "十万"))
    if counted or quantity.role == "target" or quantity.chinese:
        return Decimal(0)
    value = quantity.value or Decimal(0)
    if value < 20 and quantity.dimension not in ("元", "美元", "%", "百分点", "倍"):
        # 由1万吨提高到2万吨: capacities and times of one or two digits are set, not measured
        return Decimal("0.05")
    return _HALF


def same_measure(one: Quantity, other: Quantity) -> bool:
    """Whether both are measured in one dimension."""
    return one.dimension == other.dimension and bool(one.dimension or one.decimals)


def growth_of(now: Quantity, base: Quantity) -> Interval | None:
    """Percent by which `now` exceeds `base`; None where the base may be zero."""
    new, old = stands_for(now), stands_for(base)
    if old.low <= 0:
        return None
    return Interval((new.low / old.high - 1) * _HUNDRED, (new.high / old.low - 1) * _HUNDRED)


def change_of(figure: Quantity, now: Interval, then: Interval) -> Interval | None:
    """By how much `now` lies above `then` the way the figure counts: percent for a growth, else the difference; a decrease turned round."""
    low, high = now.low - then.high, now.high - then.low
    if figure.change == "growth":
        if then.low <= 0:
            return None
        low, high = (now.low / then.high - 1) * _HUNDRED, (now.high / then.low - 1) * _HUNDRED
    return Interval(low, high) if figure.sign > 0 else Interval(-high, -low)


def ratio_of(part: Quantity, whole: Quantity) -> Interval | None:
    """`part` divided by `whole`; None where the whole may be zero."""
    new, old = stands_for(part), stands_for(whole)
    if old.low <= 0:
        return None
    return Interval(new.low / old.high, new.high / old.low)


def rounded(value: Decimal, decimals: int) -> str:
    """A result with so many digits after the point, as the text prints its figures."""
    return f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


def shown(quantity: Quantity) -> str:
    """A figure as written, without blanks."""
    return quantity.quote.replace(" ", "").replace("\u3000", "")


def in_unit_of(base: Decimal, quantity: Quantity) -> str:
    """An amount given in the unit of its dimension, printed in the unit in which this figure is written."""
    number = base / factor(quantity)
    digits = number.quantize(Decimal(1).scaleb(-max(quantity.decimals, 0)), ROUND_HALF_UP)
    text = f"{digits:f}" if digits == number else plain(number.quantize(Decimal("0.0001"), ROUND_HALF_UP))
    written = shown(quantity)
    return text + written.lstrip("0123456789.,，０１２３４５６７８９．")


def gap(computed: Interval, printed: Interval) -> Decimal:
    """How far two intervals are apart; 0 where they meet."""
    return max(computed.low - printed.high, printed.low - computed.high, Decimal(0))
