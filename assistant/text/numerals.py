"""Numbers as Chinese reports write them: 1,234.5, 十二点六, 1.2万, 三千零五十. Units and meaning are not read here."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
MAGNITUDES = {
    "": Decimal(1), "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000), "十万": Decimal(100_000),
    "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "亿": Decimal(100_000_000), "十亿": Decimal(10**9), "百亿": Decimal(10**10),
    "千亿": Decimal(10**11), "万亿": Decimal(10**12),
    "十万亿": Decimal(10**13), "百万亿": Decimal(10**14), "千万亿": Decimal(10**15),
}


@lru_cache(maxsize=4096)
def arabic(number: str) -> tuple[Decimal, int] | None:
    """The value and the digits after the point of a number in Arabic digits (commas and blanks inside are fine)."""
    plain = number.replace(",", "").replace("，", "").replace(" ", "")
    try:
        value = Decimal(plain)
    except ArithmeticError:
        return None
    return value, len(plain) - plain.index(".") - 1 if "." in plain else 0


@lru_cache(maxsize=1024)
def chinese(number: str) -> Decimal | None:
    """The value of a number in Chinese numerals, 点 as the point; None where the characters make no number.

    Digits side by side are read as written (二〇二三 is 2023); 几, 数 and 多 have no value.
    """
    whole, point, rest = number.partition("点")
    if point:
        if not rest or any(one not in DIGITS for one in rest):
            return None
        before = chinese(whole)
        return None if before is None else before + Decimal("0." + "".join(str(DIGITS[one]) for one in rest))
    if not whole:
        return None
    if all(one in DIGITS for one in whole):
        return Decimal("".join(str(DIGITS[one]) for one in whole))
    total, group, digit, seen = 0, 0, 0, False
    for one in whole:
        if one in DIGITS:
            if digit:
                return None
            digit, seen = DIGITS[one], True
        elif one in _PLACES:
            group += (digit if seen and digit else 1) * _PLACES[one]
            digit, seen = 0, True
        elif one in _GROUPS:
            amount = group + digit
            total = (total + (amount or (0 if total else 1))) * _GROUPS[one] if one == "亿" or not total else total + amount * _GROUPS[one]
            group, digit = 0, 0
        else:
            return None
    return Decimal(total + group + digit)
