"""Which pairs of characters of a text sound like a common word or like half of a collocation. Where they stand is judged elsewhere."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import compress
from operator import add, or_

from assistant.checks.lexicon import all_words, blurred, read_list
from assistant.checks.neighbours import frequent, seen
from assistant.checks.scan import ByPair, bigrams

#: a character → the syllable of the other one → the word
Sounding = dict[str, dict[str, str]]


@cache
def by_sound() -> tuple[dict[str, str], Sounding, Sounding, frozenset[str], frozenset[str]]:
    """(character → syllable, second character → syllable of the first → word, the same turned round, neighbours, telling nothing)."""
    sound = {one: line.split()[0] for line in read_list("primary.txt") for one in line.split()[1]}
    heads: Sounding = {}
    tails: Sounding = {}
    near: set[str] = set()
    for line in read_list("core.txt"):
        if line.startswith("+"):
            near.update(line[1:].split())
            continue
        for word in line.split():
            if word[0] in sound and word[1] in sound:
                heads.setdefault(word[1], {}).setdefault(sound[word[0]], word)
                tails.setdefault(word[0], {}).setdefault(sound[word[1]], word)
    return sound, heads, tails, frozenset(near), frozenset("".join(read_list("morphemes.txt")))


@cache
def phrases_by_half() -> ByPair[str]:
    """The collocations of four characters by either half."""
    found = ByPair[str]()
    for phrase in read_list("phrases.txt"):
        if len(phrase) == 4:
            for half in dict.fromkeys((phrase[:2], phrase[2:])):
                found.put(half, phrase)
    return found


@lru_cache(maxsize=2)
def odd_pairs(text: str) -> dict[str, tuple[str, list[str], list[str]]]:
    """The pairs of the text that sound like another: pair → (the word, where the pair is none; the halves of collocations; usual words)."""
    table, first, second, alone = _heard()
    # thousands are asked, so it is done by the row
    row = list(bigrams(text) - alone)
    joined = "".join(row)
    ones, others = joined[::2], joined[1::2]
    signs, other_signs = ones.translate(table), others.translate(table)
    by_first = map(first.pairs.__contains__, map(add, signs, others))
    by_second = map(second.pairs.__contains__, map(add, ones, other_signs))
    known, found = all_words(), dict[str, tuple[str, list[str], list[str]]]()
    for at, pair in compress(enumerate(row), map(or_, by_first, by_second)):
        words = {*first.under(signs[at] + others[at]), *second.under(ones[at] + other_signs[at])} - {pair}
        halves = sorted(words & phrases_by_half().pairs)
        strange = bool(words) and pair not in known and not seen(pair)
        right = _sounding_like(pair) if strange else ""
        usual = sorted(words & frequent()) if strange else []
        if right or halves or usual:
            found[pair] = (right, halves, usual)
    return found


@cache
def _heard() -> tuple[dict[int, str], ByPair[str], ByPair[str], frozenset[str]]:
    """(character → sign for its blurred syllable, words by sign and second, by first and sign, words that no other one sounds like)."""
    sound, heads, _, _, _ = by_sound()
    signs: dict[str, str] = {}
    table = {ord(one): signs.setdefault(blurred(syllable), chr(0xE000 + len(signs))) for one, syllable in sound.items()}
    first, second = ByPair[str](), ByPair[str]()
    words = {word for row in heads.values() for word in row.values()}
    by_first = {word: word[0].translate(table) + word[1] for word in sorted(words | phrases_by_half().pairs)}
    by_second = {word: word[0] + word[1].translate(table) for word in by_first}
    for word in by_first:
        first.put(by_first[word], word)
        second.put(by_second[word], word)
    alone = frozenset(word for word in by_first if first.under(by_first[word]) == second.under(by_second[word]) == [word])
    return table, first, second, alone


def _sounding_like(pair: str) -> str:
    """The common word that sounds like the pair and differs in a character that is no usual part of coined names; "" for none."""
    sound, heads, tails, _, plain = by_sound()
    one, other = pair[0], pair[1]
    first, second = sound.get(one), sound.get(other)
    if first is None or second is None:
        return ""
    right = heads.get(other, {}).get(first) if one not in plain else None
    right = right or (tails.get(one, {}).get(second) if other not in plain else None)
    return right if right is not None and right != pair else ""
