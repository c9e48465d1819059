"""What a passage calls its year, plans to end or to begin, celebrates or drafts, where that belongs to another year.

"2025年是……" names its year itself and is held against the calendar in num011_year.py; here the year is the one the passage speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.checks.dated import Dated, year_of
from assistant.checks.occasions import first_year, occasions
from assistant.reference.tables import timeline

if TYPE_CHECKING:
    from assistant.checks.context import CheckContext, Region

_NAMED = re.compile(r"(?:(?:19|20)\d\d ?年|今年|明年|去年)，?(?:是|正值|恰逢|适逢|迎来|既是|也是)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d) ?年")
_OPENS = re.compile(r"\s*(?:(?:19|20)\d\d) ?年(?=，|我|全|园|管|开|工)")
_THEN = re.compile(r"”?的((?:19|20)\d\d) ?年")
_BACK = re.compile(r"以来|回顾|过去|刚刚|曾|期间|历程|近年|[三五两]年来|后评估|总结评估|成果|上年|去年")
_FEAST = re.compile(r"庆祝|纪念|喜迎|迎接|献礼|向[^，。]{0,4}$|迎")
_PLAN = re.compile("十([一二三四五六])五")
_FIVE = r"“?十[一二三四五六]五”?"
_GOAL = re.compile(
    rf"(?P<verb>确保|力争|实现|推动|全力|奋力|决战|冲刺|夺取|助力|保障)[^，。；\n]{{0,8}}?(?P<said>{_FIVE}(?:规划|时期|发展|主要|目标|任务)*"
    r"(?:实现|胜利|圆满|高质量|完美|顺利|良好|精彩|坚实|成功|的)*(?P<place>收官|开局|开好局|起好步|开门红))(?!之年|年)"
)
_GROUND = re.compile(r"奠定|打下|基础|夯实|准备|创造|储备|蓄势|积蓄")
_DRAFT = re.compile(
    rf"(?:编制|起草|谋划)[^，。；\n]{{0,6}}?{_FIVE}(?:发展|专项)?(?:规划|纲要)"
    rf"|{_FIVE}(?:发展|专项)?规划(?:纲要)?(?:的)?编制"
)
_MIDTERM = re.compile(rf"{_FIVE}(?:发展|专项)?(?:规划|纲要)(?:实施)?中期评估")
#: (pattern, how many years before the first of the plan it may be, how many after)
_WINDOWS = ((_GOAL, 0, 0), (_DRAFT, 2, 1), (_MIDTERM, -1, 3))
#: how far the words of a pattern reach from the name of the plan
_NEAR = 24
_GREETED = re.compile(r"(?:喜迎|迎接|献礼)党的(?P<name>十[五六七八九]|二十)大")


def find_callings(context: CheckContext) -> Iterator[Dated]:
    """All of them, of one-year reports."""
    text = context.text
    if "五”" in text or "五规划" in text:
        yield from _plans(context)
    if "周年" in text or "之年" in text:
        yield from _occasions(context)
    if "迎" in text or "献礼" in text:
        held = {event.name: year_of(event.start) for event in timeline().congresses}
        for match in _GREETED.finditer(text):
            year = held.get(f"党的{match['name']}大", 0)
            here, _, told = _where(context, match.start(), match.end())
            if told and 0 < year < here:
                yield Dated(*match.span(), match.group(), here, f"是{year}年召开以前的话", "", False)


def _occasions(context: CheckContext) -> Iterator[Dated]:
    text, document = context.text, context.document
    for one in occasions(text):
        if not one.said.endswith("年") or (one.kind == "anniversary" and not _FEAST.search(text, max(0, one.start - 10), one.start)):
            continue
        here, exact, told = _where(context, one.start, one.end)
        if not told:
            continue
        near = {here}
        if not exact and here == document.year:
            # the summary ends with an outlook
            near.add(document.plan_year or here + 1)
        if one.year not in near:
            yield Dated(one.start, one.end, one.said, here, f"是{one.year}年", _fitting(one.kind, one.since, one.what, here), False)


def _fitting(kind: str, since: int, what: str, year: int) -> str:
    if kind == "anniversary":
        return f"{what}{year - since}周年"
    return next((one for one in timeline().epithets.get(year, ()) if "开局之年" in one or "收官之年" in one), "")


def _plans(context: CheckContext) -> Iterator[Dated]:
    text, year = context.text, context.document.year or 0
    last = -1
    for mention in _PLAN.finditer(text):
        # the words before it reach far, so they are read only where a plan is named
        left, right = max(0, last, mention.start() - _NEAR), min(len(text), mention.end() + _NEAR)
        for pattern, early, late in _WINDOWS:
            match = pattern.search(text, left, right)
            if match is None or not match.start() <= mention.start() < match.end():
                continue
            last = match.end()
            here, _, told = _where(context, match.start(), match.end())
            first = first_year(mention[1])
            if pattern is not _GOAL:
                if told and not any(first - early <= one <= first + late for one in (here, year)):
                    yield Dated(*match.span(), match.group(), here, f"是{first - early}—{first + late}年的事", "", False)
                break
            due = first + 4 if match["place"] == "收官" else first
            ground = _GROUND.search(text, match.start(), match.end() + 16)
            if told and (here > due or (here < due - 1 and year < due - 1 and not ground)):
                yield Dated(*match.span("said"), match["said"], here, f"是{due}年", "", False)
            break


def _where(context: CheckContext, start: int, end: int) -> tuple[int, bool, bool]:
    """The year of the place, whether its sentence names it, whether it can be told: not where the sentence looks back or names others."""
    text = context.text
    begin = context.sentence_start(start)
    stop = min((at for mark in "。；\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    after = _THEN.match(text, end)
    if after:
        return int(after[1]), True, True
    years = _YEAR.findall(text, begin, stop)
    region: Region | None = next((one for one in context.regions if one.start <= start < one.end), None)
    here = (region.year if region else None) or context.document.year or 0
    if _NAMED.search(text, begin, start) or _BACK.search(text, begin, stop) or not here:
        return here, False, False
    if years:
        named = int(years[0])
        return named, True, len(set(years)) == 1 and (named == here or _OPENS.match(text, begin) is not None)
    return here, False, True
