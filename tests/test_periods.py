"""Times as reports write them."""

from __future__ import annotations

import re

import pytest

from assistant.text.periods import PERIOD, period_name, read_period


@pytest.mark.parametrize(("written", "name"), [
    ("2024年", "2024年"), ("今年", "2024年"), ("去年", "2023年"), ("1—11月", "2024年1—11月"), ("1-9月份", "2024年1—9月"), ("上半年",
    "2024年1—6月"),
    ("前三季度", "2024年1—9月"), ("截至11月底", "截至2024年11月"), ("截至2023年12月末", "截至2023年12月"), ("三季度", "2024年7—9月"),
    ("“十四五”时期", "2021—2025年"), ("2021—2023年", "2021—2023年"), ("去年同期", "2023年"), ("6月30日", "2024年6月"), ("明年", "2025年"),
    ("近三年", "2022—2024年"),
])
def test_periods(written: str, name: str) -> None:
    found = re.match(PERIOD, written)
    assert found is not None
    assert found.group() == written
    assert period_name(read_period(written, 2024).period) == name


@pytest.mark.parametrize(("written", "earlier"), [("上年", True), ("2020年", True), ("2024年", False), ("今年", False), ("上年同期", True)])
def test_earlier_times(written: str, earlier: bool) -> None:
    assert read_period(written, 2024).earlier is earlier


def test_without_a_year_nothing_is_invented() -> None:
    assert read_period("1—9月", None).period.year is None
    assert read_period("去年", None).period.year is None
