"""Finds words that are words and still wrong where they stand: 反应问题, 正式起用. Pairs and contexts are data in frames.txt.

A context is looked for by the pair of characters where the wrong word and its neighbour meet, so a text that lacks all of them costs one
look into the set of its pairs. Words that are no words are found in spelling.py. Reports nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.checks.gates import shapes
from assistant.checks.lexicon import is_word, read_list
from assistant.checks.scan import find_all

_GAP = r"[^，。；：！？、\n]{0,10}?"
_REACH = 24
_DIGIT = r"\d"


@dataclass(frozen=True, slots=True)
class Misfit:
    """`wrong` stands at [start, end) where `right` belongs."""

    start: int
    end: int
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A word that is taken for another, and where it is in order."""

    wrong: str
    right: str
    fine: tuple[str, ...]


#: two neighbouring characters (a digit as 0) → (pair of words, context, the literal piece of it that holds the wrong word)
Contexts = dict[str, list[tuple[Pair, str, str]]]


@cache
def _table() -> tuple[dict[str, Contexts], Contexts]:
    """(wrong word → its contexts, the contexts of wrong words of one character): a context stands where word and neighbour meet."""
    words: dict[str, Contexts] = {}
    characters: Contexts = {}
    for line in read_list("frames.txt"):
        change, _, rest = line.partition(" ")
        wrong, _, right = change.partition(">")
        contexts, _, fine = rest.partition(" !")
        pair = Pair(wrong, right, tuple(one for one in fine.split(",") if one))
        found = characters if len(wrong) == 1 else words.setdefault(wrong[:2], {})
        for context in contexts.split(","):
            piece = next(part for part in context.split("~") if "*" in part)
            before, _, after = piece.partition("*")
            before, after = before.replace(_DIGIT, "0"), after.replace(_DIGIT, "0")
            key = wrong[-1] + after[0] if after else before[-1] + wrong[0] if before else wrong[:2]
            found.setdefault(key, []).append((pair, context, before + wrong + after))
    return words, characters


def find_misfits(text: str) -> Iterator[Misfit]:
    """Every wrong word in a context that settles it, in no order; the same place may come twice."""
    words, characters = _table()
    pairs = shapes(text)
    for word in pairs.intersection(words):
        contexts = words[word]
        likely = [
            one for key in pairs.intersection(contexts) for one in contexts[key] if _needed(one[1], one[0].wrong) <= pairs
        ]
        if likely:
            places = list(find_all(text, word))
            for pair, context, _ in likely:
                yield from _misfits(text, places, context, pair)
    for key in pairs.intersection(characters):
        for pair, context, piece in characters[key]:
            if _needed(context, pair.wrong) <= pairs:
                shift = 0 if _DIGIT in context else piece.index(pair.wrong)
                sought = pair.wrong if _DIGIT in context else piece
                yield from _misfits(text, [at + shift for at in find_all(text, sought)], context, pair)


def _misfits(text: str, places: Iterable[int], context: str, pair: Pair) -> Iterator[Misfit]:
    """Those of the places of a wrong word at which the context stands and no harmless one does."""
    for at in places:
        if not _stands(text, at, context, pair.wrong) or any(_stands(text, at, fine, pair.wrong) for fine in pair.fine):
            continue
        if len(pair.wrong) + len(context) > 3 or not _by_chance(text, at, context, pair):
            yield Misfit(at, at + len(pair.wrong), pair.wrong, pair.right)


@lru_cache(maxsize=16384)
def _needed(context: str, wrong: str) -> frozenset[str]:
    """The pairs of neighbours without which the context cannot stand in a text, a digit as 0."""
    whole = context.replace(_DIGIT, "0").replace("*", wrong)
    return frozenset(two for part in whole.split("~") for two in map(str.__add__, part, part[1:]))


def _stands(text: str, at: int, context: str, wrong: str) -> bool:
    """Whether the wrong word at this place has the context round it."""
    before, _, after = context.partition("*")
    if "~" not in context and _DIGIT not in context:
        return text.startswith(wrong + after, at) and text.endswith(before, 0, at)
    left, right = _sides(context)
    return (right is None or right.match(text, at + len(wrong)) is not None) and (
        left is None or left.search(text, max(0, at - _REACH), at) is not None
    )


@lru_cache(maxsize=4096)
def _sides(context: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What ends right before the wrong word, what begins right after it."""
    before, after = (re.escape(side).replace(r"\~", _GAP).replace("~", _GAP).replace(r"\\d", _DIGIT) for side in context.split("*"))
    return re.compile(rf"{before}\Z") if before else None, re.compile(after) if after else None


def _by_chance(text: str, at: int, context: str, pair: Pair) -> bool:
    """Whether two characters only meet here: one of them belongs to a word with its other neighbour, or the two are a word."""
    start = at - context.index("*")
    if context == "*":
        return is_word(text[start - 1 : start + 1]) or is_word(text[start + 1 : start + 3])
    if is_word(text[start : start + 2]):
        return True
    around = [text[start - 1 : start + 1] if start else "", text[start + 1 : start + 3]]
    around += [text[left : left + 3] for left in range(max(0, start - 2), start + 2)]
    # 机制|理顺: a mark or a word's end on the other side proves nothing, a word across does
    return any(is_word(one) for one in around if len(one) > 1 and pair.wrong in one) or is_word(around[0])
