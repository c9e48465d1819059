"""The general word list and what characters sound and look like. Only asks and answers; lists are read when first asked. No rule here."""

from __future__ import annotations

from functools import cache
from importlib import resources


def is_word(word: str) -> bool:
    """Whether two or three characters are a common word."""
    return word in all_words()


def alike(one: str, other: str) -> bool:
    """Whether two characters are taken for one another: same sound, or a telling part in common."""
    if one == other:
        return False
    return not set(keys_of(one)).isdisjoint(keys_of(other))


@cache
def keys_of(character: str) -> tuple[str, ...]:
    """What two characters that are taken for one another have in common at least one of: blurred syllables, telling parts."""
    sounds = _groups("sounds.txt").get(character, frozenset())
    return (*{blurred(syllable) for syllable in sounds}, *_groups("components.txt").get(character, frozenset()))


@cache
def blurred(syllable: str) -> str:
    """The syllable as those hear it who keep zh and z, l and n, -ing and -in no apart."""
    for one, other in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(one):
            syllable = other + syllable[2:]
    if syllable.startswith("n") and len(syllable) > 1:
        syllable = "l" + syllable[1:]
    return syllable[:-1] if syllable.endswith("ng") and syllable[-3] in "aei" else syllable


@cache
def all_words() -> frozenset[str]:
    """The common words of two and three characters."""
    return frozenset(" ".join((*read_list("words.txt"), *read_list("genre_words.txt"))).split())


@cache
def common_words() -> frozenset[str]:
    """The words of two characters that reports use often."""
    core = frozenset(word for line in read_list("core.txt") for word in line.removeprefix("+").split())
    return core | frozenset(word for line in read_list("genre_words.txt") for word in line.split())


@cache
def _groups(name: str) -> dict[str, frozenset[str]]:
    """Character → the keys of the lines it stands in."""
    keys: dict[str, set[str]] = {}
    for line in read_list(name):
        key, _, members = line.partition(" ")
        for one in members:
            keys.setdefault(one, set()).add(key)
        if len(key) == 1:
            keys.setdefault(key, set()).add(key)
    return {one: frozenset(mine) for one, mine in keys.items()}


@cache
def read_list(name: str) -> tuple[str, ...]:
    """The lines of a word list, comments left out."""
    text = resources.files("assistant.checks.wordlists").joinpath(name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
