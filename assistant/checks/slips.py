"""What may lie between two figures that should be one: digits turned, one digit wrong, another size of unit. No texts here."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from assistant.checks.matching import rarity
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval, factor


def digits(figure: Quantity) -> str:
    """The significant digits of a figure as printed, without the point."""
    value = figure.value
    return "" if value is None else f"{value:f}".replace(".", "").strip("0") or "0"


def slip_of(one: Quantity, other: Quantity) -> str:
    """How one number could have become the other by a slip of the pen; "" where none explains it.

    turned: the same digits in another order. digit: one digit of three or more differs.
    """
    left, right = f"{one.value:f}", f"{other.value:f}"
    if left == right or len(left) != len(right) or left.find(".") != right.find("."):
        return ""
    if sorted(left) == sorted(right):
        return "turned"
    return "digit" if len(left.replace(".", "")) > 2 and sum(a != b for a, b in zip(left, right, strict=True)) == 1 else ""


def miswritten(figure: Quantity, computed: Interval) -> bool:
    """Whether a printed figure is what follows, but for a slip: digits turned, one digit of three or more, a unit ten or more times off."""
    ours = digits(figure)
    for value in (computed.low, (computed.low + computed.high) / 2, computed.high):
        right = abs(value / factor(figure))
        if not right or figure.value is None:
            continue
        size = right.adjusted() - figure.value.adjusted()
        # as many digits as are printed
        theirs = "".join(map(str, round_to(right, len(f"{figure.value:f}".replace(".", "").lstrip("0") or "0"))))
        left, other = ours.ljust(len(theirs), "0"), theirs.ljust(len(ours), "0")
        if left == other:
            if size:
                return True
        elif not size and len(left) > 2 and len(left) == len(other):
            apart = sum(a != b for a, b in zip(left, other, strict=True))
            if apart == 1 or (apart == 2 and sorted(left) == sorted(other)):
                return True
    return False


def round_to(value: Decimal, places: int) -> tuple[int, ...]:
    """The first digits of a number, rounded."""
    return value.quantize(Decimal(1).scaleb(value.adjusted() - places + 1), ROUND_HALF_UP).normalize().as_tuple().digits


def same_digits(one: Quantity, other: Quantity) -> bool:
    """Whether only the size of the unit differs: 6830万 and 6830亿元."""
    return one.value == other.value and rarity(one) >= 0.6
