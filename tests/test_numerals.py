"""Numbers in either kind of digits, and what makes none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.numerals import arabic, chinese

_DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """A whole number below 10**12 in Chinese numerals."""
    if number < 10:
        return _DIGITS[number]
    for place, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= place:
            rest = number % place
            tail = "" if not rest else ("零" if rest < place // 10 else "") + written(rest)
            return f"{written(number // place)}{name}{tail}"
    raise AssertionError


@pytest.mark.parametrize(("text", "value"), [
    ("十二", "12"), ("二十", "20"), ("一百零五", "105"), ("三千零五十", "3050"), ("两万", "20000"), ("一亿二千万", "120000000"),
    ("二〇二三", "2023"), ("十二点六", "12.6"), ("零点五", "0.5"), ("百", "100"),
])
def test_chinese_numerals(text: str, value: str) -> None:
    assert chinese(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "几百", "点五五点", "三三十", "数十", "abc"])
def test_what_is_no_number(text: str) -> None:
    assert chinese(text) is None


@pytest.mark.parametrize(("text", "value", "decimals"), [
    ("1,234.50", "1234.50", 2), ("07", "7", 0), ("12.6", "12.6", 1), ("1 234", "1234", 0),
])
def test_arabic_digits(text: str, value: str, decimals: int) -> None:
    assert arabic(text) == (Decimal(value), decimals)


def test_arabic_is_none_for_no_number() -> None:
    assert arabic("1.2.3") is None


@given(st.integers(1, 10**12 - 1))
def test_written_numbers_read_back(number: int) -> None:
    assert chinese(written(number)) == number


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿点几", max_size=12))
def test_any_characters_are_read_or_refused(text: str) -> None:
    value = chinese(text)
    assert value is None or value >= 0
