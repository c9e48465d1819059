"""Which pairs of characters of a text sound like a common word or like half of a collocation. Where they stand is judged elsewhere."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import compress
from operator import add

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
def genre_terms() -> tuple[str, ...]:
    """Terms of industry, ports, building, party work and finance, of three or four characters."""
    return tuple(term for line in read_list("terms.txt") for term in line.split())


@cache
def phrases_by_half() -> ByPair[str]:
    """The collocations of four characters by either half, the terms of three by their first and last two."""
    found = ByPair[str]()
    for phrase in dict.fromkeys((*read_list("phrases.txt"), *genre_terms())):
        if len(phrase) in (3, 4):
            for half in dict.fromkeys((phrase[:2], phrase[-2:])):
                found.put(half, phrase)
    return found


@cache
def _halves_of_four() -> frozenset[str]:
    """Halves of collocations of four; of a term of three, one wrong character leaves at least one pair that nobody has met."""
    found = phrases_by_half()
    return frozenset(half for half in found.pairs if any(len(phrase) == 4 for phrase in found.under(half)))


#: (the word, where the pair is none; the halves of collocations; usual words)
Likenesses = tuple[str, list[str], list[str]]


@lru_cache(maxsize=2)
def odd_pairs(text: str) -> dict[str, Likenesses]:
    """The pairs of the text that sound like another."""
    table, sounding, alone = _heard()
    dull = _dull()
    # thousands are asked, so it is done by the row
    row = list(bigrams(text) - alone - dull)
    signs = "".join(row).translate(table)
    heard = list(map(add, signs[::2], signs[1::2]))
    alike = compress(zip(row, heard, strict=True), map(sounding.pairs.__contains__, heard))
    odd = {pair: found for pair, sign in alike if (found := _likenesses(pair, sign)) is not None}
    if len(dull) > _MOST_DULL:
        dull.clear()
    dull.update(row)
    dull.difference_update(odd)
    return odd


#: so many pairs are remembered to be like no other one; a report has some eight thousand
_MOST_DULL = 1 << 16


@cache
def _dull() -> set[str]:
    """Pairs of the texts read before that sound like no other one."""
    return set()


@lru_cache(maxsize=1 << 15)
def _likenesses(pair: str, sign: str) -> Likenesses | None:
    """What a pair sounds like, by its sign, that has one of its characters."""
    _, sounding, _ = _heard()
    words = {word for word in sounding.under(sign) if (word[0] == pair[0]) != (word[1] == pair[1])}
    if not words:
        return None
    strange = pair not in all_words() and not seen(pair)
    right = _sounding_like(pair) if strange else ""
    halves = sorted(words & (phrases_by_half().pairs if strange else _halves_of_four()))
    usual = sorted(words & frequent()) if strange else []
    return (right, halves, usual) if right or halves or usual else None


@cache
def _heard() -> tuple[dict[int, str], ByPair[str], frozenset[str]]:
    """(character → sign for its blurred syllable, words and halves by their two signs, those that no other one sounds like)."""
    sound, heads, _, _, _ = by_sound()
    signs: dict[str, str] = {}
    table = {ord(one): signs.setdefault(blurred(syllable), chr(0xE000 + len(signs))) for one, syllable in sound.items()}
    sounding = ByPair[str]()
    words = sorted({word for row in heads.values() for word in row.values()} | phrases_by_half().pairs)
    for word in words:
        sounding.put(word.translate(table), word)
    near = {word for word in words for other in sounding.under(word.translate(table)) if (word[0] == other[0]) != (word[1] == other[1])}
    return table, sounding, frozenset(words) - near


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
