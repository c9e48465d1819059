"""Regular expressions that are only run where the text holds what they cannot match without. No pattern of any rule here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # the only description of a pattern that the library gives
from typing import Any

from assistant.checks.scan import ByPair, bigrams

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
        needed = needed_by(pattern)
        #: for each string its pairs of neighbours, a single character as it is; empty: always run
        self.keys = tuple(tuple(one[at : at + 2] for at in range(len(one) - 1)) for one in needed if len(one) > 1)
        #: characters of which the text must hold one, where there is no such pair
        self.single = tuple(one for one in needed if len(one) == 1)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, made ready when a text first needs it: most never do."""
        return re.compile(self.source)

    def open(self, text: str) -> bool:
        """Whether the pattern can match at all."""
        if not self.keys and not self.single:
            return True
        pairs = bigrams(text)
        for key in self.keys:
            if key[0] in pairs and all(pair in pairs for pair in key):
                return True
        return any(one in text for one in self.single)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in the text."""
        return self.pattern.finditer(text) if self.open(text) else iter(())


class Gates:
    """Many gates at once: a text is asked for the pairs that open any of them, not gate by gate."""

    def __init__(self, gates: Iterable[Gate]) -> None:
        self._gates = tuple(gates)
        #: the first pair of a key → the gates that have such a key
        self._by_pair = ByPair[int]()
        #: gates that no pair tells of
        self._others: list[int] = []
        for index, gate in enumerate(self._gates):
            if gate.keys and not gate.single:
                for pair in {key[0] for key in gate.keys}:
                    self._by_pair.put(pair, index)
            else:
                self._others.append(index)

    def open(self, text: str) -> list[int]:
        """The places in the row of the gates whose pattern can match, in order."""
        told = {index for _, row in self._by_pair.held(bigrams(text)) for index in row}
        return [index for index in sorted(told.union(self._others)) if self._gates[index].open(text)]


#: patterns → what `worked_out` says of them; `python -m assistant.checks.gates` writes it anew after a pattern has changed
TABLE = Path(__file__).resolve().parent / "wordlists" / "gates.json"
#: the patterns that were asked for since the program began
asked: set[str] = set()


def needed_by(pattern: str) -> Sequence[str]:
    """Strings of which every match holds at least one: from the table, since working them out takes as long as a report; in order."""
    asked.add(pattern)
    known = _table().get(pattern)
    return worked_out(pattern) if known is None else known


@cache
def _table() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    return found


def worked_out(pattern: str) -> list[str]:
    """The same from the pattern itself."""
    return sorted(_needed(_parser.parse(pattern)))


def table() -> str:
    """What the table should hold: all patterns of all rules, worked out."""
    from assistant.checks.runner import check_document
    from assistant.ingest.reading import parse_document

    check_document(parse_document("2025年工作总结\n\n一、2025年工作总结\n\n全年完成税收1亿元。", "a.txt"))
    return json.dumps({one: worked_out(one) for one in sorted(asked)}, ensure_ascii=False, indent=0) + "\n"


def _needed(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Strings of which every match (with what stands round it) holds at least one; empty where there is no telling."""
    best: frozenset[str] = frozenset()
    run = ""
    before: frozenset[str] = frozenset()
    for name, value in [*parsed, (None, None)]:
        kind = str(name)
        first, last = _edges(kind, value)
        if before and first and len(before) * len(first) <= _MANY:
            best = _better(best, frozenset(one + other for one in before for other in first))
        if kind not in ("AT", "ASSERT", "ASSERT_NOT"):
            # what takes no room parts no neighbours
            before = last
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
        elif kind == "IN":
            best = _better(best, _edges(kind, value)[0])
    return best


_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def _edges(kind: str, value: Any) -> tuple[frozenset[str], frozenset[str]]:
    """The characters with which an element begins and ends, both empty where that can't be told or the element may be left out."""
    if kind == "LITERAL":
        return frozenset([chr(value)]), frozenset([chr(value)])
    if kind == "IN" and all(str(item[0]) == "LITERAL" for item in value):
        members = frozenset(chr(item[1]) for item in value)
        return members, members
    if kind in ("MAX_REPEAT", "MIN_REPEAT") and value[0] >= 1:
        return _ends(value[2])
    if kind == "SUBPATTERN":
        return _ends(value[3])
    if kind == "BRANCH":
        options = [_ends(one) for one in value[1]]
        if all(first and last for first, last in options):
            return frozenset().union(*(one for one, _ in options)), frozenset().union(*(one for _, one in options))
    return _NOTHING


def _ends(parsed: Iterable[tuple[Any, Any]]) -> tuple[frozenset[str], frozenset[str]]:
    """The same of a row of elements: it begins as its first does and ends as its last."""
    edges = [_edges(str(name), value) for name, value in parsed if str(name) not in ("AT", "ASSERT", "ASSERT_NOT")]
    return (edges[0][0], edges[-1][1]) if edges else _NOTHING


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


if __name__ == "__main__":
    # the modules of the rules know this one under its own name
    from assistant.checks import gates
    from assistant.files import write_text

    write_text(TABLE, gates.table())
