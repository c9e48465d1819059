"""Arithmetic that a model claims, recomputed: an equation must hold and be made of numbers that are really there. No model here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?%?"
#: words and units that may stand behind a number: 251.7亿元+134.7亿元
_WORDS = r"[^\d\s=＝≠+\-−×xX*÷/()（）,，。；;]{0,4}"
_SIDE = (
    rf"[(（]*-?{_NUMBER}(?:\s*{_WORDS}\s*[)）]*\s*[+\-−×xX*÷/]\s*[(（]*\s*{_NUMBER})+"
    r"[^\d=＝≠+\-−×*÷/]{0,4}?[)）]*"
)
_EQUATION = re.compile(rf"(?P<left>{_SIDE})\s*(?P<sign>[=＝≈])\s*(?P<right>-?{_NUMBER})")
_TOKEN = re.compile(rf"\s*({_NUMBER}|[+\-−×xX*÷/()（）])")


@dataclass(frozen=True, slots=True)
class Equation:
    """left = right, as claimed. numbers: the operands as written; result: the right side as written."""

    text: str
    left: str
    right: str
    holds: bool
    numbers: tuple[str, ...]


def equations_in(text: str) -> list[Equation]:
    """All equations that a text states; words and units between numbers are passed over."""
    found = []
    for match in _EQUATION.finditer(text):
        value = evaluate(match["left"])
        right = _value(match["right"])
        holds = value is not None and right is not None and _agree(value, right, match["right"])
        numbers = tuple(re.findall(_NUMBER, match["left"]))
        found.append(Equation(match[0], match["left"], match["right"], holds, numbers))
    return found


def evaluate(expression: str) -> Decimal | None:
    """The value of + − × ÷ and brackets over decimal numbers; None where it can't be read."""
    tokens = _TOKEN.findall(re.sub(r"[^\d.,%+\-−×xX*÷/()（）\s]", "", expression))
    try:
        value, at = _sum(tokens, 0)
    except (IndexError, InvalidOperation, ZeroDivisionError, ValueError):
        return None
    return value if at == len(tokens) else None


def known_numbers(texts: Iterable[str]) -> frozenset[str]:
    """The numbers of some texts in plain form, to look operands up in."""
    return frozenset(plain(number) for text in texts for number in re.findall(_NUMBER, text))


def plain(number: str) -> str:
    """A number without grouping commas, per-cent sign and trailing zeros."""
    bare = number.replace(",", "").rstrip("%")
    return bare.rstrip("0").rstrip(".") if "." in bare else bare


def _sum(tokens: list[str], at: int) -> tuple[Decimal, int]:
    value, at = _product(tokens, at)
    while at < len(tokens) and tokens[at] in "+-−":
        sign = tokens[at]
        other, at = _product(tokens, at + 1)
        value = value + other if sign == "+" else value - other
    return value, at


def _product(tokens: list[str], at: int) -> tuple[Decimal, int]:
    value, at = _factor(tokens, at)
    while at < len(tokens) and tokens[at] in "×xX*÷/":
        sign = tokens[at]
        other, at = _factor(tokens, at + 1)
        value = value / other if sign in "÷/" else value * other
    return value, at


def _factor(tokens: list[str], at: int) -> tuple[Decimal, int]:
    token = tokens[at]
    if token in "(（":
        value, at = _sum(tokens, at + 1)
        if tokens[at] not in ")）":
            raise ValueError(token)
        return value, at + 1
    if token in "-−":
        value, at = _factor(tokens, at + 1)
        return -value, at
    value_or_none = _value(token)
    if value_or_none is None:
        raise ValueError(token)
    return value_or_none, at + 1


def _value(written: str) -> Decimal | None:
    try:
        bare = Decimal(written.replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None
    return bare / 100 if written.endswith("%") else bare


def _agree(value: Decimal, right: Decimal, written: str) -> bool:
    """Whether a value rounds to what was written: half a unit of its last place, a whole one for sums of rounded numbers."""
    decimals = len(written.rstrip("%").partition(".")[2])
    unit = Decimal(1).scaleb(-decimals - (2 if written.endswith("%") else 0))
    if abs(value - right) <= unit * Decimal("0.51"):
        return True
    # 286.4/262.27-1 is often told as 9.2 without the sign
    return not written.endswith("%") and abs(value * 100 - right) <= unit * Decimal("0.51") and abs(value) < 5
