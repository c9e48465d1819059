"""Where a text was cut in the middle of a sentence: page joints numbered "2、", lines broken at a link or at a fixed width.

Says what to delete so that the sentence is whole again. A break that may be a paragraph's end stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.domain.document import Residue
from assistant.ingest.numbering import LABEL
from assistant.ingest.residue import Line

_JOINT = re.compile(r"(\d{1,3})\s?、\s?(?=\S)")
_CLOSED = frozenset("。！？；：!?;:…”’）)】》>.")
_OPEN = frozenset("《“‘（(〔【，、,—～")
_GOES_ON = frozenset("》，。、；：）”’！？,;)%％】〕")
_FUNCTION_START = re.compile(r"是[：:，]|的(?!确)|等[，。、；：]|和《|及《")
_FUNCTION_END = re.compile(r"(?:[的和与及以在对将把按由从向]|根据|按照|关于|制定了?|实施|贯彻|落实)$")
_COUNTED = re.compile(r"[一二三四五六七八九十]+(?:是|要)$")
_MIDDLE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9０-９%％]$")
_HEADED = re.compile(r"各位代表|[#*\-•·●◆■|]|——|尊敬的|附件")
_SUBTITLE = re.compile(r"[—-]{2}\s?\d{4}年[^。]*(?<![上)）议式])$")
_TITLED = re.compile(r"(?:总结|思路|计划|报告|打算|安排|要点|汇报|回顾)$")
_WHOLE = re.compile(r"[\x21-\x7e]*")
_SHORT = 40
_HEADING = 60


def page_joints(text: str, lines: Sequence[Line], dead: dict[int, str]) -> list[Residue]:
    """The labels "1、" "2、" … put in at page joints, each with the line break before it.

    Evidence is a label after a line that does not end a sentence. Labels between two proved joints whose number fits belong to them.
    """
    labels: list[tuple[int, int, int, bool]] = []
    previous = -1
    for index, (start, _, content) in enumerate(lines):
        if index in dead:
            continue
        match = _JOINT.match(content) if content[0].isdigit() else None
        if match:
            cut = previous >= 0 and _cuts(lines[previous][2])
            labels.append((index, int(match.group(1)), start + match.end(), cut))
        previous = index
    proved = [(position, value) for position, (_, value, _, cut) in enumerate(labels) if cut and value > 1]
    if not proved or any(one[1] >= two[1] for one, two in pairwise(proved)):
        return []
    # a lone label after an open line may as well be a list whose lead lacks its colon
    chosen = {position for position, _ in proved}
    for position, (_, value, _, _) in enumerate(labels):
        before = max((v for p, v in proved if p < position), default=0)
        after = min((v for p, v in proved if p > position), default=10**6)
        same = sum(1 for _, other, _, _ in labels if other == value)
        if position not in chosen and same == 1 and before < value < after:
            chosen.add(position)
    values = [labels[position][1] for position in sorted(chosen)]
    if values != list(range(values[0], values[0] + len(values))) or values[0] > 2 or len(values) < 2:
        return []
    # a numbered list has titles after its labels and a full stop before them; joints have neither, for the most part
    if len(proved) * 2 < len(values) - (values[0] == 1):
        return []
    found = []
    for position in sorted(chosen):
        index, _, after_label, _ = labels[position]
        alive = [earlier for earlier in range(index) if earlier not in dead]
        begin = lines[alive[-1]][1] if alive else lines[index][0]
        found.append(Residue(begin, after_label, "page-split"))
    return found


def _cuts(content: str) -> bool:
    return content[-1] not in _CLOSED and (len(content) > _SHORT or content[-1] in _OPEN) and not (
        len(content) <= 60 and LABEL.match(content) and "。" not in content)


def line_breaks(text: str, lines: Sequence[Line], dead: dict[int, str], joined: frozenset[int] = frozenset()) -> list[Residue]:
    """The breaks (with the blanks round them) that stand inside a sentence. joined: starts of lines that a page joint connects."""
    width = wrap_width([content for index, (_, _, content) in enumerate(lines) if index not in dead])
    indented = sum(1 for start, _, _ in lines if text[max(0, start - 1) : start] == "\u3000") * 2 > len(lines)
    found: list[Residue] = []
    previous = -1
    #: does the logical line so far hold a sentence mark, and is it a heading of its own?
    running = False
    #: did the line before begin at a break that was joined, as the name behind a link does?
    joint_before = False
    for index, (start, end, content) in enumerate(lines):
        if index in dead:
            # residue between two lines is no reason to part them, but a removed credit line is: the next text starts afresh
            continue
        if previous >= 0:
            before = lines[previous]
            linked = joint_before and running and before[2].startswith("《") and len(before[2]) <= _SHORT
            goes_on = start in joined or _goes_on(text, before, (start, end, content), running, width, indented, linked)
            if goes_on:
                if start not in joined:
                    found.append(Residue(before[1], start, "line-break"))
                running = running or "。" in content or "，" in content
                joint_before = True
                previous = index
                continue
        joint_before = False
        # a comma alone does not make a numbered line a sentence: "（一）聚焦产业，全面提质" is a heading
        running = "。" in content or ("，" in content and not (len(content) <= _HEADING and LABEL.match(content)))
        previous = index
    return found


def _goes_on(text: str, before: Line, line: Line, running: bool, width: int, indented: bool, linked: bool) -> bool:
    last, first = before[2][-1], line[2][0]
    if last in "。！？；!?;…" or _HEADED.match(line[2]):
        return False
    gap = text[before[1] : line[0]]
    if first in _GOES_ON and not (first == "、" and len(line[2]) < _SHORT and "。" not in line[2]):
        return True
    label = LABEL.match(line[2])
    if (label is not None and (label.lastgroup != "arabic" or label.end() < len(line[2]))) or "\t" in line[2]:
        return False
    if last in "：:”’）)】》>" and not (width and last in "”’）)》"):
        return last == "》" and (linked or bool(_FUNCTION_START.match(line[2])))
    if last in _OPEN:
        return True
    if not _MIDDLE.search(before[2]) and last not in "”’）)》":
        return False
    indent = gap.endswith("\u3000") or gap.endswith("   ")
    if indent and indented:
        return False
    if not running and _TITLED.search(before[2]):
        return False
    own_heading = LABEL.match(before[2]) is not None and not running
    # a figure or a foreign word goes to the next line whole
    whole = _WHOLE.match(line[2])
    if width and len(before[2]) + (whole.end() if whole else 0) >= width - 6 and gap.count("\n") == 1:
        return True
    if own_heading:
        return bool(_FUNCTION_END.search(before[2]) and first == "《")
    if first == "《" and running:
        return True
    if _COUNTED.fullmatch(before[2]) or _FUNCTION_START.match(line[2]) or _SUBTITLE.match(before[2]):
        return True
    if not running:
        return bool(_FUNCTION_END.search(before[2])) and len(line[2]) <= _SHORT and line[2][-1] not in "。；"
    # one of the two is the short text of a link
    return len(before[2]) <= _SHORT or (len(line[2]) <= _SHORT and line[2][-1] not in "。！？；：")


def wrap_width(contents: Sequence[str]) -> int:
    """The number of characters at which lines were broken by force; 0 where they were not."""
    long = [len(content) for content in contents if len(content) > 15]
    if len(long) < 12:
        return 0
    long.sort()
    width = long[len(long) * 9 // 10]
    if width > 90:
        return 0
    near = [content for content in contents if len(content) >= width - 6]
    cut = sum(1 for content in near if content[-1] not in _CLOSED)
    return width if len(near) * 2 >= len(long) and cut * 3 >= len(near) else 0
