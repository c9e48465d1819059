"""Looks for many literal strings in one text at once, and reads a text without its quotation marks. No word list here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

QUOTES = '“”‘’"「」『』'


@lru_cache(maxsize=8)
def bigrams(text: str) -> frozenset[str]:
    """All pairs of neighbouring characters of the text."""
    return frozenset([text[at : at + 2] for at in range(len(text) - 1)])


def find_all(text: str, word: str) -> Iterator[int]:
    """Where the word begins, overlaps left out."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


T = TypeVar("T")


class ByPair(Generic[T]):
    """Things filed under a pair of characters; asked for those whose pair a text holds."""

    def __init__(self) -> None:
        self._rows: dict[str, list[T]] = {}

    def put(self, pair: str, thing: T) -> None:
        """File one thing; all of them before the first question."""
        self._rows.setdefault(pair, []).append(thing)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs. Two frozen sets are met by walking the smaller one, a dict and a frozen set by walking the set."""
        return frozenset(self._rows)

    def under(self, pair: str) -> list[T]:
        """What is filed under the pair."""
        return self._rows.get(pair, [])

    def held(self, pairs: frozenset[str]) -> Iterator[tuple[str, list[T]]]:
        """Each pair of these with what is filed under it, in no order that means anything."""
        for pair in self.pairs & pairs:
            yield pair, self._rows[pair]


class Words:
    """Literal strings that are looked up by their rarest means: a text that lacks a word's pairs of characters is not searched for it."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_pair = ByPair[str]()
        for word in words:
            self._by_pair.put(word[:2], word)

    def present(self, text: str) -> Iterator[str]:
        """The words that the text holds, in no order that means anything."""
        pairs = bigrams(text)
        for _, words in self._by_pair.held(pairs):
            for word in words:
                if len(word) == 2 or (word[-2:] in pairs and word[1:3] in pairs and word in text):
                    yield word

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Every place of every word."""
        for word in sorted(self.present(text)):
            for at in find_all(text, word):
                yield at, word


@dataclass(frozen=True)
class Bare:
    """A text without certain characters (quotation marks, say): what is matched when they do not matter."""

    full: str
    dropped: str
    pieces: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """What is left."""
        return "".join(self.pieces)

    @cached_property
    def _at(self) -> list[int]:
        """Where each character stands in the full text; made only once something is found."""
        gone = frozenset(self.dropped)
        return [index for index, one in enumerate(self.full) if one not in gone]

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Its pairs of neighbours, and those of the full text: enough to tell what cannot be there."""
        return bigrams(self.full).union([left[-1] + right[0] for left, right in pairwise(filter(None, self.pieces))])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range in the full text, with the other half of a quotation mark that stands right outside."""
        left, right = self._at[start], self._at[end - 1] + 1
        piece = self.full[left:right]
        if piece.count("”") > piece.count("“") and self.full[left - 1 : left] == "“":
            left -= 1
        elif piece.count("“") > piece.count("”") and self.full[right : right + 1] == "”":
            right += 1
        return left, right


@lru_cache(maxsize=4)
def without(text: str, dropped: str) -> Bare:
    """The text without the characters of `dropped`."""
    return Bare(text, dropped, tuple(re.split(f"[{re.escape(dropped)}]+", text)))
