"""Regular expressions that are only run where the text holds what they cannot match without. No pattern of any rule here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from re import _parser  # type: ignore[attr-defined]  # the only description of a pattern that the library gives
from typing import Any

from assistant.checks.scan import bigrams

_DIGIT = re.compile("[1-9０-９]")
_BESIDE_ZERO = re.compile(r"(?=(0.|.0))")
_MANY = 60


@lru_cache(maxsize=8)
def shapes(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, and those with a digit once more with 0 in its place: "0、", "0百"."""
    return bigrams(text).union(_BESIDE_ZERO.findall(_DIGIT.sub("0", text)))


class Gate:
    """A pattern with the strings of which the text must hold one."""

    def __init__(self, pattern: str) -> None:
        self.source = pattern
        needed = _needed(_parser.parse(pattern))
        #: for each string its pairs of neighbours, a single character as it is; empty: always run
        self.keys = tuple(tuple(one[at : at + 2] for at in range(len(one) - 1)) for one in needed if len(one) > 1)
        self._single = tuple(one for one in needed if len(one) == 1)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, made ready when a text first needs it: most never do."""
        return re.compile(self.source)

    def open(self, text: str) -> bool:
        """Whether the pattern can match at all."""
        if not self.keys and not self._single:
            return True
        pairs = bigrams(text)
        for key in self.keys:
            if key[0] in pairs and all(pair in pairs for pair in key):
                return True
        return any(one in text for one in self._single)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in the text."""
        return self.pattern.finditer(text) if self.open(text) else iter(())


def _needed(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Strings of which every match (with what stands round it) holds at least one; empty where there is no telling."""
    best: frozenset[str] = frozenset()
    run = ""
    for name, value in [*parsed, (None, None)]:
        kind = str(name)
        if kind == "LITERAL":
            run += chr(value)
            continue
        if run:
            best = _better(best, frozenset([run]))
            run = ""
        if kind == "BRANCH":
            best = _better(best, _union(_needed(one) for one in value[1]))
        elif kind == "SUBPATTERN":
            best = _better(best, _needed(value[3]))
        elif kind in ("MAX_REPEAT", "MIN_REPEAT") and value[0] >= 1:
            best = _better(best, _needed(value[2]))
        elif kind == "ASSERT":
            best = _better(best, _needed(value[1]))
        elif kind == "IN" and all(str(item[0]) == "LITERAL" for item in value):
            best = _better(best, frozenset(chr(item[1]) for item in value))
    return best


def _union(options: Iterable[frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    for one in options:
        if not one:
            return frozenset()
        found |= one
    return frozenset(found) if len(found) <= _MANY else frozenset()


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The more telling of two sets: longer strings first, then fewer of them."""
    if not one or not other:
        return one or other
    return max(one, other, key=lambda strings: (min(min(map(len, strings)), 3), -len(strings)))
