"""Labels of headings and of items inside paragraphs: which family, which number. Where headings stand is the outline's business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.document import Section
from assistant.text.numerals import chinese

HAN = "一二三四五六七八九十"
#: family → how deep it stands in the ladder 一、→（一）→ 1. →（1）→ ①
DEPTH = {"chapter": 1, "section": 2, "arabic": 3, "paren": 4, "circled": 5}

_FAMILY = (
    ("section", re.compile(rf"[（(]\s?[{HAN}百]+\s?[)）]")),
    ("paren", re.compile(r"[（(]\s?\d+\s?[)）]")),
    ("circled", re.compile(r"[①-⑳]")),
    ("arabic", re.compile(r"\d+\s?[.．、]")),
    ("chapter", re.compile(rf"[{HAN}百]+\s?[、．.]")),
)


def family_of(number: str) -> str:
    """The family of a heading's number as written; "" for none of the ladder (dashes, 第一部分 …)."""
    label = number.strip()
    return next((name for name, pattern in _FAMILY if pattern.match(label)), "")


@lru_cache(maxsize=512)
def value_of(label: str) -> int:
    """The number a label says; 0 where there is none."""
    digits = "".join(one for one in label if one.isdigit() and not "①" <= one <= "⑳")
    if digits:
        return int(digits)
    circled = next((ord(one) - ord("①") + 1 for one in label if "①" <= one <= "⑳"), 0)
    if circled:
        return circled
    numeral = "".join(one for one in label if one in HAN + "百两零〇")
    value = chinese(numeral) if numeral else None
    return int(value) if value is not None and value < 1000 else 0


def label_like(model: str, value: int) -> str:
    """The same label with another number: ("（三）", 4) is "（四）"."""
    family = family_of(model)
    numeral = chr(ord("①") + value - 1) if family == "circled" else str(value) if family in ("arabic", "paren") else to_han(value)
    return re.sub(rf"\d+|[{HAN}百]+|[①-⑳]", numeral, model.strip(), count=1)


def to_han(value: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(value, 10)
    return ("十" if tens == 1 else f"{HAN[tens - 1]}十" if tens else "") + (HAN[ones - 1] if ones else "")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A section of the ladder with family and value."""

    section: Section
    family: str
    value: int


def labelled(sections: tuple[Section, ...]) -> list[Labelled]:
    """Those of the siblings that carry a label of the ladder."""
    found = []
    for section in sections:
        family = family_of(section.number)
        if family:
            found.append(Labelled(section, family, value_of(section.number)))
    return found


def sibling_groups(sections: tuple[Section, ...]) -> Iterator[tuple[Section | None, tuple[Section, ...]]]:
    """Every group of siblings with its parent, from the top down."""
    yield None, sections
    for section in sections:
        if section.children:
            for parent, group in sibling_groups(section.children):
                yield (section if parent is None else parent), group
