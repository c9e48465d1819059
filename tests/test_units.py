"""Units with magnitude, dimension and factor."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.text.quantities import read_quantities
from assistant.text.units import unit_of


@pytest.mark.parametrize(("written", "name", "dimension", "factor"), [
    ("亿元", "亿元", "元", "1e8"), ("万元", "万元", "元", "1e4"), ("万亿元", "万亿元", "元", "1e12"), ("万美元", "万美元", "美元", "1e4"),
    ("公顷", "公顷", "平方米", "1e4"), ("平方公里", "平方公里", "平方米", "1e6"), ("万平方米", "万平方米", "平方米", "1e4"),
    ("公里", "公里", "米", "1000"), ("千米", "千米", "米", "1000"), ("家", "家", "家", "1"), ("名", "名", "人", "1"), ("万人次", "万人次",
    "人次", "1e4"),
    ("个百分点", "个百分点", "百分点", "1"), ("兆瓦", "兆瓦", "千瓦", "1000"), ("度", "千瓦时", "千瓦时", "1"), ("亿", "亿", "", "1e8"),
    ("万元/亩", "万元/亩", "元/亩", "1e4"),
])
def test_units(written: str, name: str, dimension: str, factor: str) -> None:
    unit = unit_of(written)
    assert unit is not None
    assert (unit.name, unit.dimension, unit.factor) == (name, dimension, Decimal(factor))


def test_fifteen_mu_are_a_hectare() -> None:
    mu, hectare = unit_of("亩"), unit_of("公顷")
    assert mu is not None
    assert hectare is not None
    # a third of a hundred has no end: the factor is cut short enough for exact sums, by less than anybody can print
    assert abs(mu.factor * 15 - hectare.factor) < Decimal("1e-12")
    assert Decimal(12_340) * mu.factor - Decimal(11_720) * mu.factor == Decimal(620) * mu.factor
    assert mu.dimension == hectare.dimension


@pytest.mark.parametrize("written", ["", "元素", "的", "家庭", "   "])
def test_what_is_no_unit(written: str) -> None:
    assert unit_of(written) is None


@pytest.mark.parametrize(
    ("energy", "power", "kilowatt_hours"),
    [("MWh", "MW", 1000), ("兆瓦时", "兆瓦", 1000), ("GWh", "GW", 1_000_000), ("吉瓦时", "吉瓦", 1_000_000)],
)
def test_energy_is_no_power(energy: str, power: str, kilowatt_hours: int) -> None:
    stored = unit_of(energy)
    assert stored is not None
    assert (stored.dimension, stored.factor) == ("千瓦时", kilowatt_hours)
    assert [one.quote[2:] for one in read_quantities(f"新增储能装机50{energy}，风电装机50{power}。")] == [energy, power]
