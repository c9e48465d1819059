"""Where a heading ends: behind its label, on its own line, before the sentence it runs into. No trees and no numbers here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.ingest.numbering import Family

_STOP = re.compile(r"[。；;！!？?]|\.{3,}|…")
_FIGURE = re.compile(r"[\d*＊×xX]\s?(?:[%％]|个百分点|[万亿]?(?:元|美元|平方米|吨|千瓦)|[万亿]|家|户|亩|公里|人次|万人)")
_LISTED = re.compile(r"[一首]是|一方面|（一）|\(一\)|①")
_COLON = re.compile(r"[：:]")
_BLANK = re.compile(r"[ \t\u3000\xa0]+")
#: what the verdict of a parallel heading ends in; a glued heading is cut there when nothing else says where it ends
_VERDICT = re.compile(
    r"(?:新(?:突破|成效|进展|提升|台阶|局面|成绩|担当|优势|动能|力量|水平|面貌|活力)|见成效|卓有成效|稳中有进|稳中向好|持续增强"
    r"|不断深化|稳步提升|明显提升|显著增强)")
#: the name of a part of a report, which ends a heading by itself: "存在的主要问题在肯定成绩的同时…"
_PART_NAME = re.compile(
    r"(?:\d{4}年|[上下]半年|存在的?|明年|今后|下一步)[^，。；：,:;\s]{0,8}?(?:工作总结|工作思路|工作计划|工作打算|工作安排|工作回顾|主要问题|困难和问题"
    r"|问题和不足|工作情况|完成情况|重点工作)(?=(?:19|20)\d\d年|在|我们|一是|成绩|对照|主要|下半年|上半年|面对|总的)")
_AFTER_VERDICT = "的，,、和与及；;”》）)"
_END_MARKS = "。；;：:！!？?，,、.．"

LONG = 60
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class TitleEnd:
    """end: where the title ends. after: where the text below it begins. alone: nothing follows on its line."""

    end: int
    after: int
    alone: bool


def read_title(text: str, start: int, line_end: int, family: Family, *, glued: bool = False) -> TitleEnd | None:
    """The end of the title that begins at `start`; None where what follows the label is a sentence, not a heading.

    glued: the heading stands inside a line, so it must be cut off by a full stop, a blank, a list's start or its verdict.
    """
    ladder = family in ("chapter", "section", "part", "text", "appendix")
    limit = LONG if ladder else (LONG if family == "dash" else 32)
    line_end = _strip_end(text, start, line_end)
    if line_end <= start:
        return None
    stop = _STOP.search(text, start, min(line_end, start + _LONGEST + 1))
    place = stop.start() if stop else -1
    if place < 0 and line_end - start <= _LONGEST and not glued:
        return _without_stop(text, start, line_end, ladder)
    if 0 <= place - start <= limit and text[place] not in "；;":
        inner = _cut_inside(text, start, place, line_end, glued)
        if inner is not None:
            return inner
        if not _is_title(text[start:place], ladder):
            return _before_colon(text, start, place, 20)
        alone = place + 1 >= line_end
        if alone and not ladder and family != "ordinal" and (place - start > 20 or "，" in text[start:place] or "了" in text[start:place]):
            return None
        return TitleEnd(place, _skip(text, place + 1, line_end), alone)
    return _cut(text, start, line_end, ladder, glued)


def _without_stop(text: str, start: int, line_end: int, ladder: bool) -> TitleEnd | None:
    """The rest of the line holds no full stop: all of it is the title, or the line is a list item, or there is a blank to cut at."""
    length = line_end - start
    words = text[start:line_end]
    colon = re.search(r"[：:]", words)
    if not ladder:
        if colon and 2 <= colon.start() <= 20 and colon.end() < length and (before := _before_colon(text, start, line_end, 20)):
            return before
        return TitleEnd(line_end, line_end, True) if length <= 40 and _is_title(words, False) else None
    if length > LONG:
        cut = _cut(text, start, line_end, ladder, False)
        if cut is not None:
            return cut
    return TitleEnd(line_end, line_end, True)


def _cut_inside(text: str, start: int, place: int, line_end: int, glued: bool) -> TitleEnd | None:
    """A title parted from a first short sentence by a blank, or by the start of a list."""
    listed = _LISTED.search(text, start + 4, place)
    if listed:
        return TitleEnd(_strip_end(text, start, listed.start()), listed.start(), False)
    if glued:
        # "…取得新成效市委明确了…": a verdict ends a heading that nothing else parts from its text
        part = _PART_NAME.match(text, start, place)
        if part and place - part.end() >= 6:
            return TitleEnd(part.end(), part.end(), False)
        verdict = _VERDICT.search(text, start + 6, place)
        if verdict and place - verdict.end() >= 4 and text[verdict.end()] not in _AFTER_VERDICT:
            return TitleEnd(verdict.end(), verdict.end(), False)
    if glued or line_end - place > LONG:
        blank = _BLANK.search(text, start + 3, place)
        if blank and place - blank.end() >= 12 and _is_title(text[start : blank.start()], True):
            return TitleEnd(blank.start(), blank.end(), False)
    return None


def _cut(text: str, start: int, line_end: int, ladder: bool, glued: bool) -> TitleEnd | None:
    """No full stop near by: cut at a colon, a blank, a list's start or a verdict."""
    near = min(line_end, start + LONG)
    if not ladder:
        blank = _BLANK.search(text, start + 4, min(start + 25, line_end)) if glued else None
        if blank and line_end - blank.end() >= 12 and _is_title(text[start : blank.start()], False):
            return TitleEnd(blank.start(), blank.end(), False)
        return _before_colon(text, start, line_end, 18)
    part = _PART_NAME.match(text, start, near) if glued else None
    if part:
        return TitleEnd(part.end(), part.end(), False)
    listed = _LISTED.search(text, start + 4, near)
    end = listed.start() if listed else near
    blank = _BLANK.search(text, start + 3, end)
    if blank and line_end - blank.end() >= 12 and _is_title(text[start : blank.start()], True):
        return TitleEnd(blank.start(), blank.end(), False)
    if listed:
        return TitleEnd(_strip_end(text, start, end), end, False)
    verdict = _VERDICT.search(text, start + 2, near)
    if verdict:
        return TitleEnd(verdict.end(), verdict.end(), verdict.end() >= line_end)
    if glued and line_end - start <= 40 and not _STOP.search(text, start, line_end):
        return TitleEnd(line_end, line_end, True)
    colon = _COLON.search(text, start + 4, min(near, start + 30))
    if colon and colon.end() < line_end:
        return TitleEnd(colon.start(), _skip(text, colon.end(), line_end), False)
    return None


def _before_colon(text: str, start: int, stop: int, most: int) -> TitleEnd | None:
    """What stands before a colon among the first characters, where it can be a title: "发展目标：各项指标……"."""
    colon = _COLON.search(text, start + 2, min(stop, start + 2 + most))
    if colon is None or colon.end() >= stop or not _is_title(text[start : colon.start()], False):
        return None
    return TitleEnd(colon.start(), _skip(text, colon.end(), stop), False)


def _is_title(words: str, ladder: bool) -> bool:
    if len(words) < 2 or (len(words) < 3 and not ladder):
        return False
    figure = _FIGURE.search(words)
    if figure and (len(words) > 20 or not ladder):
        return False
    return ladder or (words.count("，") + words.count(",") < 3 and not words.endswith(("的", "了")))


def _strip_end(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1].isspace()):
        end -= 1
    return end


def _skip(text: str, place: int, line_end: int) -> int:
    while place < line_end and text[place].isspace():
        place += 1
    return place


def trimmed(text: str, start: int, end: int) -> int:
    """The end of a title without the marks that close it."""
    while end > start + 1 and (text[end - 1] in _END_MARKS or text[end - 1].isspace()):
        end -= 1
    return end
