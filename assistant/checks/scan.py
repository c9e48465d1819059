"""Looks for many literal strings in one text at once, and reads a text without its quotation marks. No word list here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

QUOTES = "“”‘’\"「」『』"


@lru_cache(maxsize=8)
def bigrams(text: str) -> frozenset[str]:
    """All pairs of neighbouring characters of the text."""
    return frozenset(map(str.__add__, text, text[1:]))


def find_all(text: str, word: str) -> Iterator[int]:
    """Where the word begins, overlaps left out."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


class Words:
    """Literal strings that are looked up by their rarest means: a text that lacks a word's pairs of characters is not searched for it."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_pair: dict[str, list[str]] = {}
        for word in words:
            # the pair in the middle is the most telling one of a wrong word, and any pair is right
            self._by_pair.setdefault(word[:2], []).append(word)

    def present(self, text: str) -> Iterator[str]:
        """The words that the text holds, in no order that means anything."""
        pairs = bigrams(text)
        for pair in self._by_pair.keys() & pairs:
            for word in self._by_pair[pair]:
                if len(word) == 2 or word in text:
                    yield word

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Every place of every word."""
        for word in sorted(self.present(text)):
            for at in find_all(text, word):
                yield at, word


@dataclass(frozen=True, slots=True)
class Bare:
    """A text without quotation marks: what is matched when “四个意识” and 四个意识 mean the same. at: offset of each character."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range in the full text, quotation marks inside it and right round it included."""
        return self.at[start], self.at[end - 1] + 1


@lru_cache(maxsize=4)
def bare(text: str) -> Bare:
    """The text without quotation marks, with offsets."""
    kept = [index for index, one in enumerate(text) if one not in QUOTES]
    return Bare("".join([text[index] for index in kept]), tuple(kept))
