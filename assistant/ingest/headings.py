"""Finds the headings of a cleaned text: labelled lines and headings without a label; those inside lines are found in glued.py.

Builds no tree.

A faulty number is kept as it stands: judging it is the checks' business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.ingest.glued import with_glued
from assistant.ingest.heading import Heading, make_heading
from assistant.ingest.numbering import RANK, number_value, read_label
from assistant.ingest.residue import Line
from assistant.ingest.titles import LONG, read_title

_TEXT_LABEL = re.compile(
    r"^(?P<title>.{4,60}?)\s*(?P<label>[【\[（(]?第[一二三四五六七八九十\d]{1,3}篇[】\]）)]?|（[一二三四五六七八九十\d]{1,3}）"
    r"|[【\[][一二三四五六七八九十\d]{1,3}[】\]])[：:]?$"
                         r"|^(?P<first>(?:篇[一二三四五六七八九十\d]{1,3}|第[一二三四五六七八九十\d]{1,3}篇)[：:、\s])\s*(?P<rest>.{4,60})$")
_APPENDIX = re.compile(r"附(?:件|录|表)\s?[\d一二三四五六七八九]{0,2}[：:]?")
_KEYWORD = re.compile(
    r"(?:回顾|总结|思路|安排|打算|成就|重点工作|重点任务|目标任务|主要任务|主要目标|总体要求|工作计划|工作情况|主要问题|存在(?:的)?问题|困难和问题|民生实事|主要工作|工作部署|下一步工作|工作建议|开展情况|完成情况)$")
_CLOSING = re.compile(r"结束语|结语")
_NO_HEADING = re.compile(
    r"(?:委员会|人民政府|管委会|办公室|公司|领导班子|局|党组|党工委)$|^[\d〇一二三四五六七八九十xX*×○年月日/.\s-]+$|^(?:各位|尊敬的"
    r"|同志们|注[：:]|（|\(|——|--|--)")
_SENTENCE_MARK = re.compile(r"[。；！？!?;]")


def find_headings(text: str, lines: Sequence[Line], begin: int, hints: Mapping[int, int] | None = None) -> list[Heading]:
    """The headings at or behind `begin` (the end of title and front matter), in order.

    hints: start of a line → level that the file format itself gives it (Word style, `#`, h2).
    """
    hints = hints or {}
    found: list[Heading] = []
    later = [line for line in lines if line[0] >= begin]
    skip = -1
    for index, (start, end, content) in enumerate(later):
        if index == skip:
            continue
        following = later[index + 1] if index + 1 < len(later) else None
        heading = None
        if len(content) <= 24 and _APPENDIX.fullmatch(content) and following and len(following[2]) <= LONG and "。" not in following[2]:
            heading, skip = _appendix(text, (start, end, content), following), index + 1
        heading = heading or _text_label(start, end, content) or _labelled(text, start, end)
        if heading is None and start in hints:
            heading = make_heading(text, "plain", "", 0, start, start, end, end, alone=True)
        if heading is None and len(content) <= 45:
            heading = _plain(text, later, index, titled=begin > 0)
        if heading is not None:
            if start in hints:
                heading = replace(heading, rank=(-1, hints[start]))
            found.append(heading)
    found = with_glued(text, lines, begin, found)
    return _settle(text, lines, found)


def _labelled(text: str, start: int, end: int) -> Heading | None:
    label = read_label(text, start, end)
    if label is None or (label.end >= end and label.family in ("dash", "circled")):
        return None
    if label.family == "chapter" and label.value == 0 and end - start > 20:
        return None
    title = read_title(text, label.end, end, label.family)
    if title is None:
        if label.family in ("dash", "ordinal", "circled") or label.value == 0:
            return None
        return make_heading(text, label.family, label.text, label.value, start, label.end, label.end, label.end)
    return make_heading(text, label.family, label.text, label.value, start, label.end, title.end, title.after, alone=title.alone)


def _text_label(start: int, end: int, content: str) -> Heading | None:
    """One of several model texts in a page: "…工作总结【第二篇】" or "篇二：…工作总结"."""
    if len(content) > 70 or ("篇" not in content and content[-1] not in "】]"):
        return None
    match = _TEXT_LABEL.match(content)
    if match is None or ("篇" not in content and not re.search(r"总结|计划|报告|思路", content)):
        return None
    label = match.group("label") or match.group("first")
    if label.startswith("（") and "篇" not in label:
        return None
    title = (match.group("title") or match.group("rest")).strip()
    if not re.search(r"总结|计划|报告|思路|汇报|要点|安排|体会", title):
        return None
    return Heading("text", label.strip(" ：:、"), number_value(label), title, start, end, end, (0, RANK["text"]), True)


def _appendix(text: str, line: Line, following: Line) -> Heading:
    number = line[2].rstrip("：:")
    return Heading("appendix", number, number_value(number), following[2], line[0], following[1], following[1], (0, RANK["appendix"]), True)


def _plain(text: str, lines: Sequence[Line], index: int, *, titled: bool) -> Heading | None:
    """A line of its own without label or end mark that names a part, or that blank lines set off as they do the other headings."""
    start, end, content = lines[index]
    if len(content) < 3 or content[-1] in "。；：，、！？.…;:,!?" or _SENTENCE_MARK.search(content) or _NO_HEADING.search(content):
        return None
    if index + 1 >= len(lines):
        return None
    gap_after = text.count("\n", end, lines[index + 1][0])
    gap_before = text.count("\n", lines[index - 1][1], start) if index else 0
    isolated = gap_before >= 5 and gap_after >= 3
    if _CLOSING.fullmatch(content) or (isolated and len(content) <= 40):
        return make_heading(text, "plain", "", 0, start, start, end, end, alone=True)
    if (index or titled) and _KEYWORD.search(content) and "，" not in content[:-8]:
        return make_heading(text, "top", "", 0, start, start, end, end, alone=True)
    return None


def _settle(text: str, lines: Sequence[Line], found: list[Heading]) -> list[Heading]:
    """Takes back what only looked like a heading: pure lists, dash and ordinal paragraphs that head nothing."""
    drop: set[int] = set()
    for family in ("dash", "ordinal", "circled", "arabic", "paren"):
        for run in _runs(found, family):
            if not _heads(text, found, run, family):
                drop.update(found[position].start for position in run)
    return [heading for heading in found if heading.start not in drop]


def _runs(found: Sequence[Heading], family: str) -> list[list[int]]:
    """The positions of siblings of one family, cut where a higher heading stands between."""
    runs: list[list[int]] = []
    current: list[int] = []
    rank = RANK[family]  # type: ignore[index]
    for position, heading in enumerate(found):
        if heading.family == family:
            if current and heading.value == 1 and found[current[-1]].value > 1 and family != "dash":
                runs.append(current)
                current = []
            current.append(position)
        elif RANK[heading.family] < rank and not (family in ("arabic",) and heading.family == "dash"):
            if current:
                runs.append(current)
            current = []
    if current:
        runs.append(current)
    return runs


def _heads(text: str, found: Sequence[Heading], run: Sequence[int], family: str) -> bool:
    if family in ("arabic", "paren"):
        titled = sum(1 for position in run if found[position].title)
        return titled * 2 >= len(run)
    if family == "circled":
        return len(run) > 1 and all(found[position].alone and found[position].title for position in run)
    if family == "ordinal":
        return len(run) > 1 and sum(1 for position in run if found[position].alone) * 2 > len(run)
    # a dash paragraph heads what is numbered under it, or the paragraph below when it is a line of its own
    heading = [position for position in run
               if position + 1 < len(found) and found[position + 1].family in ("arabic", "paren")]
    alone = [position for position in run if found[position].alone and len(found[position].title) <= 30]
    return len(run) > 1 and (len(heading) * 2 >= len(run) or len(alone) == len(run))
