"""What may lie between two figures that should be one: digits turned, another size of unit. No texts here."""

from __future__ import annotations

import re

from assistant.checks.matching import rarity
from assistant.domain.quantity import Quantity


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
