"""Fingerprints of passages, to see that a text has been copied from the library. No library here: it is handed in as data."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

#: a passage is told by this many characters without marks and blanks
SIZE = 32
_STEP = 8
#: bytes of a character in the encoding that is looked at
_WIDE = 4


def squeezed(text: str) -> str:
    """The letters, digits and Han characters of the text."""
    return "".join(filter(str.isalnum, text))


def passages(texts: Iterable[tuple[str, str]]) -> dict[int, str]:
    """Fingerprint → name for (text, name) pairs: every 8th window of 32 characters; the first text to hold a passage names it."""
    found: dict[int, str] = {}
    for text, name in texts:
        for one in fingerprints(squeezed(text), _STEP):
            found.setdefault(one, name)
    return found


def fingerprints(plain: str, step: int = 1) -> list[int]:
    """The numbers that stand for the windows of a squeezed text, `step` characters apart."""
    # of one width for each character, so that the windows are cut out of one piece of memory
    whole = memoryview(plain.encode("utf-32-le", "surrogatepass"))
    width = SIZE * _WIDE
    return [zlib.crc32(whole[at : at + width]) for at in range(0, len(whole) - width + 1, step * _WIDE)]


def matches(text: str, known: dict[int, str], start: int = 0) -> Iterator[tuple[int, int, str]]:
    """Stretches of the text that known passages cover: start, end (offsets plus `start`) and the passage's name."""
    prints = fingerprints(squeezed(text))
    if known.keys().isdisjoint(prints):
        return
    at = [start + index for index, one in enumerate(text) if one.isalnum()]
    position = 0
    while position < len(prints):
        name = known.get(prints[position])
        if name is None:
            position += 1
            continue
        end = position + SIZE
        # the next known window begins a step further on while the copy lasts
        while end + _STEP <= len(at) and prints[end + _STEP - SIZE] in known:
            end += _STEP
        yield at[position], at[end - 1] + 1, name
        position = end
