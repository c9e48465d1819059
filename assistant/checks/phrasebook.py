"""The fixed phrases of the genre: what is repeated by design. Lists only; which wording is wrong is said elsewhere."""

from __future__ import annotations

from functools import cache

from assistant.checks.lexicon import read_list
from assistant.checks.scan import QUOTES

_MARKS = str.maketrans("", "", QUOTES + "、，。；： \u3000")


def is_stock(passage: str) -> bool:
    """Whether fixed phrases make up more than half of a passage."""
    plain = passage.translate(_MARKS)
    if not plain:
        return True
    covered = bytearray(len(plain))
    for phrase in _phrases():
        at = plain.find(phrase)
        if at >= 0:
            covered[at : at + len(phrase)] = b"\1" * len(phrase)
    return sum(covered) * 2 > len(plain)


@cache
def _phrases() -> tuple[str, ...]:
    from assistant.reference.tables import formulas

    found = [row.canonical for row in formulas()]
    found += [member for row in formulas() for member in row.members]
    found += read_list("phrases.txt")
    return tuple(dict.fromkeys(plain for phrase in found if len(plain := phrase.translate(_MARKS)) >= 4))
