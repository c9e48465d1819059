"""When two figures say the same: the rounding shown decides. Which figures to compare is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.quantity import Quantity
from assistant.text.units import unit_of

_HALF = Decimal("0.5")
_ONE = Decimal(1)
_ZERO = Decimal(0)
_HALVES = tuple(_HALF.scaleb(-places) for places in range(6))
#: by how much a value may lie above 突破, 超, or below 不足, and still be what it speaks of
_WELL_OVER = Decimal("1.1")
#: dimensions that count one thing by different measure words: 112个 and 112条 may be the same risks
_COUNTERS = frozenset((
    "家", "户", "个", "项", "件", "人", "名", "次", "场", "起", "条", "座", "所", "栋", "套", "间", "台", "处", "宗", "批", "期", "班",
    "支", "例", "份",
    "种", "类", "款", "口", "组", "片", "块", "人次", "家次", "户次", "项次", "件次", "批次", "场次", "轮次", "轮",
))
#: 方 is short for either in notes
_LOOSELY_ONE = (frozenset(("方", "立方米")), frozenset(("方", "平方米")))
#: what is told a day or a year, with and without saying so
_FLOWS = frozenset((
    "吨", "立方米", "方", "平方米", "米", "标箱", "件", "人次", "千瓦时",
    "台", "套", "辆", "只", "片", "块", "支", "颗", "箱", "瓶", "粒", "双",
))
_MONEY = frozenset(("元", "美元", "欧元", "港元", "日元"))
#: what a bare 亿 or 万 of the notes can't stand for
_RATIOS = frozenset(("%", "百分点", "倍", "位次", "比", "年", "月", "天"))


@dataclass(frozen=True, slots=True)
class Interval:
    """What a written number may stand for, both ends included, in the unit of its dimension."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies inside."""
        return self.low <= value <= self.high


def factor(quantity: Quantity) -> Decimal:
    """What the unit is worth in the unit of its dimension; 1 where nothing tells."""
    unit = unit_of(quantity.unit)
    if unit is not None:
        return unit.factor
    if quantity.value and quantity.base is not None:
        return quantity.base / quantity.value
    return _ONE


def interval(quantity: Quantity) -> Interval | None:
    """The values a figure may stand for by its decimals, range and 余, 多, 约; None where it has no value."""
    if quantity.value is None:
        return None
    unit = factor(quantity)
    counted = quantity.dimension in _COUNTERS and quantity.unit == quantity.dimension and not quantity.decimals
    half = _ZERO if counted else _HALVES[quantity.decimals] if quantity.decimals < len(_HALVES) else _HALF.scaleb(-quantity.decimals)
    low, high = quantity.value, quantity.high if quantity.high is not None else quantity.value
    if quantity.bound == "min" and any(mark in quantity.quote for mark in "余多"):
        # 20余家 is 20 to 29, 470多万 is 470 to 479, 9800余人次 is 9800 to 9899
        return Interval(low * unit, (low + _round_step(low)) * unit)
    if quantity.bound == "min":
        # 突破610亿 is told of 612.8亿
        return Interval((low - half) * unit, max(high + half, low * _WELL_OVER) * unit)
    if quantity.bound == "max":
        return Interval((low / _WELL_OVER - half) * unit, (high + half) * unit)
    if quantity.approximate:
        half = max(half, low * Decimal("0.05"))
    return Interval((low - half) * unit, (high + half) * unit)


def _round_step(value: Decimal) -> Decimal:
    """The place of the last digit that is not 0: 9800 → 100, 20 → 10, 23 → 1."""
    digits = value.normalize()
    exponent = digits.as_tuple().exponent
    return _ONE.scaleb(exponent) if isinstance(exponent, int) and exponent > 0 else _ONE


def measure(quantity: Quantity) -> str:
    """The dimension of a figure; counts by any measure word are one, "" where there is no unit."""
    return "count" if quantity.dimension in _COUNTERS else quantity.dimension


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether both measure in one dimension, so that their values may be set side by side; counts by any measure word are one."""
    if one.dimension == other.dimension or {one.dimension, other.dimension} in _LOOSELY_ONE:
        return True
    if "/" in one.dimension + other.dimension and one.dimension.partition("/")[0] == other.dimension.partition("/")[0]:
        # 日处理能力8万吨 and 8万吨/日, 亩均税收25.1万元 and 25.1万元/亩
        flow, names = one.dimension.partition("/")[0], one.indicator + other.indicator
        if flow in _FLOWS or (flow in _MONEY and ("均" in names or "强度" in names)):
            return True
    if one.unit_inferred or other.unit_inferred:
        # a unit that was filled in may be the wrong one of two: 27个、58.3亿：食品12，装备8
        return (one.dimension in _RATIOS) == (other.dimension in _RATIOS)
    if not one.dimension or not other.dimension:
        # notes leave units out: 税收21.36亿, 高企61
        plain_one, full = (one, other) if not one.dimension else (other, one)
        if not plain_one.unit or full.dimension in _MONEY:
            return True
        return full.dimension not in _RATIOS and full.unit.startswith(plain_one.unit)
    return one.dimension in _COUNTERS and other.dimension in _COUNTERS


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two comparable figures can be one value: 9.87亿度 and 98700万千瓦时, 0.13亿 and 1250万."""
    if not one.unit or not other.unit or ((one.unit_inferred or other.unit_inferred) and one.dimension != other.dimension):
        return one.value is not None and one.value == other.value
    left, right = interval(one), interval(other)
    if left is None or right is None:
        return False
    if _sharp(one) and _sharp(other) and one.decimals == other.decimals and (one.unit == other.unit or factor(one) == factor(other)):
        # printed alike, so that rounding explains nothing
        return one.value == other.value
    return left.meets(right)


def _sharp(quantity: Quantity) -> bool:
    return not (quantity.bound or quantity.approximate or quantity.high is not None)


def exactly(one: Quantity, other: Quantity) -> bool:
    """Whether two figures have the very same value in the unit of their dimension; without a unit, the same number."""
    if not one.unit or not other.unit or ((one.unit_inferred or other.unit_inferred) and one.dimension != other.dimension):
        return one.value == other.value
    return one.base is not None and one.base == other.base and one.high == other.high


def growth(now: Quantity, before: Quantity) -> Interval | None:
    """Percent by which `now` exceeds `before`, as an interval; None where a value is missing or the base is not positive."""
    new, old = interval(now), interval(before)
    if new is None or old is None or old.low <= 0:
        return None
    return Interval((new.low / old.high - 1) * 100, (new.high / old.low - 1) * 100)


def ratio(part: Quantity, whole: Quantity) -> Interval | None:
    """`part` in percent of `whole`, as an interval; None where a value is missing or the whole is not positive."""
    new, old = interval(part), interval(whole)
    if new is None or old is None or old.low <= 0:
        return None
    return Interval(new.low / old.high * 100, new.high / old.low * 100)


def percent(now: Decimal, before: Decimal, decimals: int = 1) -> str:
    """The growth from `before` to `now` as it is printed, sign and all: "+15.6%"."""
    value = (now / before - 1) * 100
    return f"{value:+.{max(decimals, 1)}f}%"


def plain(value: Decimal) -> str:
    """A number without needless zeros and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
