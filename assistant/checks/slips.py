"""What may lie between two figures that should be one: digits turned, another size of unit; and what adds up to one. No texts here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.checks.matching import rarity
from assistant.domain.quantity import Quantity
from assistant.text.agreement import comparable


def makes_up(total: Quantity, figures: Sequence[Quantity]) -> bool:
    """Whether a run of neighbours in one unit adds up to a figure."""
    if total.base is None or total.change not in ("level", "increase") or not total.base:
        return False
    for at, first in enumerate(figures):
        added = Decimal(0)
        for count, one in enumerate(figures[at:], 1):
            if one.dimension != first.dimension or not one.unit or one.change not in ("level", "increase") or one.value is None:
                break
            added += (one.base if one.base is not None else one.value) or Decimal(0)
            if count > 1 and (added == total.base or (first.dimension != total.dimension and added == total.value)):
                return not first.dimension or comparable(first, total)
    return False


def permuted(one: Quantity, other: Quantity) -> bool:
    """Whether the digits are the same in another order, or all the same but one: 25.3 and 23.5, 410 and 450."""
    left, right = (re.sub(r"\D", "", quantity.quote) for quantity in (one, other))
    if len(left) < 2 or len(left) != len(right):
        return False
    return sorted(left) == sorted(right) or (len(left) > 2 and sum(a != b for a, b in zip(left, right, strict=True)) == 1)


def turned_digits(one: Quantity, other: Quantity) -> bool:
    """Whether three digits or more are the same in another order, in one unit: 521家 and 512家."""
    left, right = (re.sub(r"\D", "", quantity.quote) for quantity in (one, other))
    return len(left) > 2 and sorted(left) == sorted(right) and one.dimension == other.dimension


def same_digits(one: Quantity, other: Quantity) -> bool:
    """Whether only the size of the unit differs: 6830万 and 6830亿元."""
    return one.value == other.value and rarity(one) >= 0.6
