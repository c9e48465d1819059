"""Headings that carry the label of another level, found from the numbers around them. Says nothing about gaps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checks.labels import DEPTH, family_of, label_like, value_of
from assistant.domain.document import Section

_PLAN = re.compile(r"(?:打算|思路|计划|安排|要点|存在(?:的)?(?:主要)?(?:问题|不足))$")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A heading whose number fits another family. should: the label it ought to carry. parent: the sibling it was taken to stand below."""

    section: Section
    should: str
    value: int
    parent: Section | None
    neighbour: Section


def misplaced(sections: tuple[Section, ...]) -> list[Misplaced]:
    """All headings whose label is one of another level, in document order."""
    found: list[Misplaced] = []
    _walk(sections, found)
    return found


def _walk(group: tuple[Section, ...], found: list[Misplaced]) -> None:
    for position, section in enumerate(group):
        after = group[position + 1] if position + 1 < len(group) else None
        deep = _too_deep(section, after) or _far_too_deep(section, after) or _chapter_below(section, after)
        if deep is not None:
            found.append(deep)
        if position == 0 and after is not None:
            low = _first_too_deep(section, after)
            if low is not None:
                found.append(low)
        high = _too_high(group[position - 1] if position else None, section)
        if high is not None:
            found.append(high)
        _walk(section.children, found)


def _too_deep(section: Section, after: Section | None) -> Misplaced | None:
    """1.、2.（3）4.: the only child of 2. carries the number that 2.'s row lacks."""
    if not section.children:
        return None
    child = section.children[0]
    family, own = family_of(section.number), family_of(child.number)
    value = value_of(child.number)
    if len(section.children) != 1 or not family or not own or DEPTH[own] <= DEPTH[family] or value != value_of(section.number) + 1:
        return None
    if after is not None and not (family_of(after.number) == family and value_of(after.number) == value + 1):
        return None
    if after is None and value < 3:
        return None
    return Misplaced(child, label_like(section.number, value), value, section, section)


def _far_too_deep(section: Section, after: Section | None) -> Misplaced | None:
    """（三）1. 2.（4）1. 2.（五）: what the row lacks stands below one of its grandchildren, alone of its kind there."""
    family, value = family_of(section.number), value_of(section.number) + 1
    if after is None or not family or family_of(after.number) != family or value_of(after.number) != value + 1:
        return None
    for inner in section.walk():
        for child in inner.children:
            own = family_of(child.number)
            if own and DEPTH[own] > DEPTH[family] and value_of(child.number) == value:
                alike = [one for one in inner.children if family_of(one.number) == own]
                if alike == [child] and (inner is not section or len(section.children) > 1):
                    return Misplaced(child, label_like(section.number, value), value, section, section)
    return None


def _chapter_below(section: Section, after: Section | None) -> Misplaced | None:
    """一、二、（三）2026年计划（一）: a row begins anew below a label of the second level whose number the chapters lack."""
    value = value_of(section.number) + 1
    if family_of(section.number) != "chapter" or value < 3 or (after is not None and value_of(after.number) != value + 1):
        return None
    rows = [one for one in section.children if family_of(one.number) == "section"]
    for position, row in enumerate(rows):
        anew = position + 1 < len(rows) and value_of(rows[position + 1].number) == 1
        if value_of(row.number) == value and ((anew and position == 0) or (_PLAN.search(row.title) and (anew or position == 0))):
            return Misplaced(row, label_like(section.number, value), value, section, section)
    return None


def _first_too_deep(first: Section, after: Section) -> Misplaced | None:
    """1.、（二）、（三）: the first of a row carries the label of a deeper level."""
    family, own = family_of(after.number), family_of(first.number)
    if not family or not own or DEPTH[own] <= DEPTH[family] or value_of(first.number) != 1 or value_of(after.number) != 2:
        return None
    return Misplaced(first, label_like(after.number, 1), 1, None, after)


def _too_high(before: Section | None, section: Section) -> Misplaced | None:
    """1.、2.、三、4.: what stands below it goes on with the row it interrupts."""
    if before is None or not before.children or not section.children:
        return None
    last, first = before.children[-1], section.children[0]
    family = family_of(last.number)
    if not family or family_of(first.number) != family:
        return None
    value = value_of(section.number)
    if value != value_of(last.number) + 1 or value_of(first.number) != value + 1 or not family_of(section.number):
        return None
    return Misplaced(section, label_like(last.number, value), value, None, last)
