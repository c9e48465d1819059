"""Whether a written text holds the figures of its note, and none besides. Figures are compared as numbers, units by their writers."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WIDE = str.maketrans("０１２３４５６７８９．", "0123456789.")
#: a wide comma groups wide digits only: between others it parts two clauses
_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))|(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


@lru_cache(maxsize=8192)
def numbers(text: str) -> frozenset[str]:
    """All numbers of a text with decimals as written, without grouping commas and closing zeros."""
    text = _GROUPS.sub("", text).translate(_WIDE)
    found = set()
    for number in _NUMBER.findall(text):
        whole, _, decimals = number.partition(".")
        decimals = decimals.rstrip("0")
        found.add((whole.lstrip("0") or "0") + (f".{decimals}" if decimals else ""))
    return frozenset(found)


def unwritten_figures(note: str, *texts: str) -> set[str]:
    """Numbers of a note that none of the texts has."""
    return set(numbers(note).difference(*(numbers(text) for text in texts)))


def foreign_figures(text: str, *sources: str) -> set[str]:
    """Numbers of a text that none of its sources has."""
    return set(numbers(text).difference(*(numbers(source) for source in sources)))


def same_in_other_unit(number: str, text: str) -> bool:
    """Whether the text has the number in another unit of the same kind: 98700万 and 9.87亿."""
    value = float(number)
    if value < 1:
        return False
    others = [float(other) for other in numbers(text)]
    return any(abs(value * factor - other) < 1e-9 * max(1.0, other) for other in others for factor in (1e4, 1e-4, 1e8, 1e-8))
