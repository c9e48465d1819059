"""Grades given to a thing, 由B级升为A级, and the grade that another text has for it. Ranks are figures: not here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_VALUE = r"(?:[A-E]{1,3}\+?|[ⅠⅡⅢⅣⅤ]|[一二三四五]|优秀|良好|合格|劣[ⅤV])"
_KIND = r"(?:[级类等档]|星级)"
_MOVED = re.compile(
    rf"由(?P<value>{_VALUE})(?P<kind>{_KIND})(?:[（(][^（）()\n]*[）)])?"
    rf"(?:下|上|提|晋|调|跃|跨)?(?:降|升|调整|晋|格|级)?[为至到入](?P<to>{_VALUE})(?P=kind)"
)
_STATED = re.compile(
    rf"(?:评定|认定|核定|确定|评估|评价|定级|保持|达到|列|评)*(?:结果)?[为是在入]?了?(?P<value>{_VALUE})(?P<kind>{_KIND})"
)
_NAME = re.compile(r"[\u4e00-\u9fff]+$")
#: how much of the name must stand in both texts
_LONG, _SHORT = 10, 5


_TURNED = re.compile(
    r"[由从](?P<old>[A-E])(?P<kind>[级类等档])(?:[（(][^（）()\n]*[）)])?(?P<verb>上升|提升|晋升|跃升|晋|升|下降|降|退)(?:格|级|低)?[为至到入](?P<new>[A-E])(?P=kind)"
)
_RISK = re.compile(r"风险|隐患|污染|危险|负债|债务|敏感")


@dataclass(frozen=True, slots=True)
class Turned:
    """A move whose verb goes against the order of the grades. start, end: from 由 on; right: what the order says."""

    start: int
    end: int
    verb: str
    right: str


def turned(text: str) -> Iterator[Turned]:
    """由B类升为C类, and 安全风险等级由D级降为C级: A is best, but for risks of which it is the highest."""
    for match in _TURNED.finditer(text):
        before = text[max(0, match.start() - 24, text.rfind("。", 0, match.start()) + 1) : match.start()]
        old, new = (match[side] + match["kind"] for side in ("old", "new"))
        up, later = "升" in match["verb"] or "晋" in match["verb"], match["new"] > match["old"]
        if match["new"] == match["old"]:
            continue
        if "安全风险" in before:
            # 由C级提升为D级 is said of a risk that is less
            if not up and not later:
                yield Turned(match.start(), match.end(), match["verb"], f"{new}风险高于{old}")
        elif not _RISK.search(before) and up == later:
            higher = "低" if later else "高"
            yield Turned(match.start(), match.end(), match["verb"], f"{new}{higher}于{old}")


@dataclass(frozen=True, slots=True)
class Step:
    """A move from a grade: start, end of the grade it moved from with its kind; thing: what is graded."""

    thing: str
    value: str
    start: int
    end: int


def moves(text: str) -> Iterator[Step]:
    """Every 由B级升为A级 of the text with the name in front of it."""
    for match in _MOVED.finditer(text):
        name = _NAME.search(text, max(0, match.start() - 24), match.start())
        if name is not None and match["value"] != match["to"]:
            yield Step(name.group(), match["value"] + match["kind"], match.start("value"), match.end("kind"))


def graded(step: Step, text: str, plans: Sequence[tuple[int, int]]) -> tuple[str, int] | None:
    """(grade, where it stands) that a text gives to the same thing outside of its plans; None where it gives none, or more than one."""
    thing = step.thing[-_LONG:]
    while len(thing) >= _SHORT:
        found: dict[str, int] = {}
        at = text.find(thing)
        while at >= 0:
            end = at + len(thing)
            stated = _MOVED.match(text, end)
            value = (stated["to"] + stated["kind"], stated.start("to")) if stated else None
            if stated is None and (plain := _STATED.match(text, end)):
                value = (plain["value"] + plain["kind"], plain.start("value"))
            if value is not None and value[0][-1] == step.value[-1] and not any(start <= at < stop for start, stop in plans):
                found.setdefault(*value)
            at = text.find(thing, end)
        if found:
            return next(iter(found.items())) if len(found) == 1 else None
        thing = thing[1:]
    return None
