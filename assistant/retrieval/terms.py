"""A Chinese text as term codes: single characters, character pairs, and whole words of Latin letters and digits.

No dictionary and no segmentation: pairs find every two-character term wherever it stands, and 12,000 codes a
millisecond come out of numpy. What the terms are worth is the business of `lexical`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
import zlib
from collections.abc import Sequence
from typing import Any

#: tags in the upper bits keep the three kinds of term apart in one integer
_PAIR = 1 << 60
_WORD = 2 << 60
#: 规上工业 has CJK characters only; words are runs of letters and digits with the signs that stand inside them (5.12, R&D)
_WORDS = re.compile(r"[0-9a-z]+(?:[.&+][0-9a-z]+)*")
_CJK_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))

Array = Any


def fold(text: str) -> str:
    """The text with width and letter case folded, as both sides of a comparison see it."""
    return unicodedata.normalize("NFKC", text).lower()


def _is_cjk(codes: Array) -> Array:
    import numpy as np

    mask = np.zeros(codes.shape, dtype=bool)
    for low, high in _CJK_RANGES:
        mask |= (codes >= low) & (codes < high)
    return mask


def term_codes(texts: Sequence[str]) -> tuple[Array, Array]:
    """All terms of many texts: (codes uint64, index of the text int32), one entry an occurrence, in no promised order."""
    import numpy as np

    folded = [fold(text) for text in texts]
    joined = "\n".join(folded)
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter((len(text) + 1 for text in folded), dtype=np.int64, count=len(folded))
    owner = np.repeat(np.arange(len(folded), dtype=np.int32), lengths)[: len(points)]
    cjk = _is_cjk(points)
    pair = cjk[:-1] & cjk[1:] if len(points) else cjk
    pairs = (points[:-1][pair] << np.uint64(21)) | points[1:][pair] | np.uint64(_PAIR)
    words = [(_WORD | zlib.crc32(match.group().encode()), match.start()) for match in _WORDS.finditer(joined)]
    codes = np.fromiter((code for code, _ in words), dtype=np.uint64, count=len(words))
    places = np.fromiter((place for _, place in words), dtype=np.int64, count=len(words))
    return (
        np.concatenate([points[cjk], pairs, codes]),
        np.concatenate([owner[cjk], owner[:-1][pair] if len(points) else owner[pair], owner[places]]),
    )


def phrase_codes(phrase: str) -> list[int]:
    """The codes that a text must hold to hold the phrase: pairs and words; the character itself for a single one."""
    folded = fold(phrase)
    codes = [
        _PAIR | (ord(a) << 21) | ord(b) for a, b in itertools.pairwise(folded) if _cjk(a) and _cjk(b)
    ]
    codes += [_WORD | zlib.crc32(match.group().encode()) for match in _WORDS.finditer(folded)]
    return codes or [ord(char) for char in folded if _cjk(char)]


def single_codes(text: str) -> list[int]:
    """The codes of the single characters of a text."""
    return [ord(char) for char in fold(text) if _cjk(char)]


def _cjk(char: str) -> bool:
    point = ord(char)
    return any(low <= point < high for low, high in _CJK_RANGES)
