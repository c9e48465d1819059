"""Fingerprints of passages, to see that a text has been copied from the library. No library here: it is handed in as data."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

#: a passage is told by this many characters without marks and blanks
SIZE = 32
_STEP = 8


def squeezed(text: str, start: int = 0) -> tuple[str, list[int]]:
    """The letters, digits and Han characters of the text, and where each stands (plus `start`)."""
    kept = [index for index, one in enumerate(text) if one.isalnum()]
    return "".join([text[index] for index in kept]), [start + index for index in kept]


def passages(texts: Iterable[tuple[str, str]]) -> dict[int, str]:
    """Fingerprint → name for (text, name) pairs: every 8th window of 32 characters; the first text to hold a passage names it."""
    found: dict[int, str] = {}
    for text, name in texts:
        plain, _ = squeezed(text)
        for at in range(0, len(plain) - SIZE + 1, _STEP):
            found.setdefault(fingerprint(plain[at : at + SIZE]), name)
    return found


def fingerprint(window: str) -> int:
    """The number that stands for a window."""
    return zlib.crc32(window.encode("utf-8", "surrogatepass"))


def matches(text: str, known: dict[int, str], start: int = 0) -> Iterator[tuple[int, int, str]]:
    """Stretches of the text that known passages cover: start, end (offsets plus `start`) and the passage's name."""
    plain, at = squeezed(text, start)
    position = 0
    while position + SIZE <= len(plain):
        name = known.get(fingerprint(plain[position : position + SIZE]))
        if name is None:
            position += 1
            continue
        end = position + SIZE
        # the next known window begins a step further on while the copy lasts
        while end + _STEP <= len(plain) and known.get(fingerprint(plain[end + _STEP - SIZE : end + _STEP])) is not None:
            end += _STEP
        yield at[position], at[end - 1] + 1, name
        position = end
