"""Which characters have been seen side by side in proofread reports, and so which pairs are strangers. No finding is made here.

A slip of the keyboard leaves two strangers: the pair itself, and the wrong character with its other neighbour; the right character would
have been met with either. Two words that only happen to meet are strangers once: 上|树 in 政治上树牢.
"""

from __future__ import annotations

from functools import cache

from assistant.checks.lexicon import all_words, is_word, read_list


@cache
def _rows() -> dict[str, tuple[str, str, str]]:
    """Character → those that follow it often, those that do so time and again, all that ever do."""
    rows: dict[str, tuple[str, str, str]] = {}
    for line in read_list("neighbours.txt"):
        often, some, rare = line[2:].split("|")
        rows[line[0]] = (often, often + some, often + some + rare)
    return rows


def seen(pair: str) -> bool:
    """Whether the two characters have been seen side by side."""
    row = _rows().get(pair[0])
    return row is not None and pair[1:] in row[2]


def met(pair: str) -> bool:
    """Whether the two characters have been seen side by side, or are a word."""
    return seen(pair) or is_word(pair)


def usual(pair: str) -> bool:
    """Whether they are seen side by side time and again."""
    row = _rows().get(pair[0])
    return row is not None and pair[1:] in row[1]


@cache
def frequent() -> frozenset[str]:
    """The words of two characters that reports use all the time."""
    return frozenset(first + second for first, (often, _, _) in _rows().items() for second in often) & all_words()


def fits(text: str, at: int, pair: str, word: str) -> bool:
    """Whether the word, one character off the pair at this place, agrees with the neighbour whom the wrong character is a stranger to."""
    if pair[0] != word[0]:
        beside = text[at - 1 : at] if at else ""
        here, there, beyond = beside + pair[0], beside + word[0], text[at + 2 : at + 4]
    else:
        beside = text[at + 2 : at + 3]
        here, there, beyond = pair[1] + beside, word[1] + beside, text[at - 2 : at] if at > 1 else ""
    if not "\u4e00" <= beside <= "\u9fff":
        # a mark or a figure knows everybody: then the word on the other side must speak for it
        return beyond in frequent()
    return not met(here) and usual(there)


def may_stand(text: str, at: int, pair: str, word: str) -> bool:
    """Whether the word in the place of the pair has been met with the neighbour of the character it changes; a mark is no neighbour."""
    beside, there = (text[at - 1 : at] if at else "", 0) if pair[0] != word[0] else (text[at + 2 : at + 3], 1)
    if not "\u4e00" <= beside <= "\u9fff":
        return True
    return seen(beside + word[0] if there == 0 else word[1] + beside)
