"""Whether a written text holds the figures of its note, and none besides. Figures are compared as numbers, units by their writers."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"(?<![\d.A-Za-z])\d+(?:\.\d+)?(?![\d.]*[A-Za-z])")
_ANY = re.compile(r"\d+(?:\.\d+)?")


def figures(text: str) -> set[str]:
    """The numbers of a text with their decimals as written, without grouping commas and closing zeros; years and single digits left out."""
    return {value for value in _values(text, _NUMBER) if len(value) > 1 and not re.fullmatch(r"(?:19|20)\d\d", value)}


def numbers(text: str) -> set[str]:
    """All numbers of a text, single digits, years and numbers beside letters included."""
    return _values(text, _ANY)


def _values(text: str, pattern: re.Pattern[str]) -> set[str]:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    found = set()
    for number in pattern.findall(text):
        whole, _, decimals = number.partition(".")
        decimals = decimals.rstrip("0")
        found.add((whole.lstrip("0") or "0") + (f".{decimals}" if decimals else ""))
    return found


def missing_figures(note: str, text: str) -> set[str]:
    """Numbers of a note that its text lacks."""
    return numbers(note) - numbers(text)


def foreign_figures(text: str, *sources: str) -> set[str]:
    """Numbers of a text that none of its sources has."""
    known = set().union(*(numbers(source) for source in sources)) if sources else set()
    return numbers(text) - known
