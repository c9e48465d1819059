"""The head of a report: where its title stands and where its own text begins. What the title says is read in metadata.py."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.document import Span
from assistant.ingest.numbering import read_label
from assistant.ingest.residue import Line

_TITLE = re.compile(r"总结|报\s?告|思路|计划|要\s?点|汇报|述职|安排|打算|方案|小结|情况|规划|意见|讲话")
_STRONG = re.compile(r"\d{4}年|[xX*×○]{2}年|工作|年度|政\s?府|述职")
#: a title that goes on below: it ends in the middle, or the next line begins there
_TAIL = re.compile(r"(?:年度?|工作|和|及|与|暨|以及|——|、)$")
_PART = re.compile(r"(?:总结|回顾|思路|计划|打算|安排|任务|情况|问题)$")
_JOINED = re.compile(r"和|及|与|暨|以及|并")
_UNIT = re.compile(r".{2,40}(?:委员会|管委会|公司|人民政府|开发区|高新区|园区|示范区|集中区|新区|办公室|局|领导班子|中心|集团)$")
#: a title that runs into the first sentence without even a blank
_GLUED_TITLE = re.compile(
    r"[^。，；：,:;\s]{6,60}?(?:总结|思路|计划|打算|安排|要点|报告)(?=(?:19|20)\d\d年(?:是|来|以来|，|,|[^\s。，；：]{1,12}[，,])|今年|一年来|过去一年)")
_FRONT = re.compile(
    r"[（(]?[—–-]{2,}.*|[（(]?(?:\d{4}|[〇○零一二三四五六七八九]{4}|[xX*]{2,4}|20[xX*]{2})年[^。，]{0,12}日?[^。，]{0,45}[）)]?"
    r"|.{0,24}(?:省长|市长|区长|县长|主席|主任|总理|书记|院长|局长|董事长)[\s\u3000].{1,12}|.{2,24}(?:主席|总理|省长|市长|区长|县长)"
    r"|.{2,30}(?:会议|大会)上.{0,3}|[\u4e00-\u9fff][\s\u3000]{0,2}[\u4e00-\u9fff]{1,3}|[（(].{2,40}[）)]")
_GREETING = re.compile(r"(?:各位|尊敬的|同志们|市委|区委|县委|省).{0,20}[：:!！]")
_SPOKEN = re.compile(r"我(?:代表|受|向)|[现请].{0,10}(?:汇报|报告)如下|请予?.{0,6}审议|[:：]$")

_LOOK = 12
_LONG = 70


_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Front:
    """title: as words, without the blanks of a letter-spaced one. body: where the text of the report itself begins."""

    title: str = ""
    span: Span = _NOWHERE
    body: int = 0


def read_front(text: str, lines: Sequence[Line], hints: Mapping[int, int] | None = None) -> Front:
    """Title and front matter. A text that starts with its first paragraph or heading has no title."""
    hints = hints or {}
    if not lines:
        return Front()
    index = _title_line(lines, hints)
    if index is None:
        one_line = _title_in_line(lines[0])
        if one_line is not None:
            return Front(_words(text[one_line.start : one_line.end]), one_line, one_line.end)
        return Front("", Span(0, 0), _skip_front(lines, 0, hints))
    first = last = index
    above = lines[index - 1][2] if index else ""
    if len(above) <= 40 and _UNIT.fullmatch(above) and not _UNIT.fullmatch(lines[index][2]) and above not in lines[index][2]:
        first = index - 1
    while last + 1 < len(lines) and last - index < 2 and lines[last + 1][0] not in hints:
        following = lines[last + 1][2]
        open_ended = _TAIL.search(lines[last][2]) or _UNIT.fullmatch(lines[last][2]) or _JOINED.match(following)
        if not open_ended:
            break
        sentence = re.search(r"[。；：，:;]", following) is not None
        if len(following) > 40 or sentence or not _TITLE.search(following) or read_label(following, 0, len(following)):
            break
        last += 1
    span = Span(lines[first][0], lines[last][1])
    title = "".join(_words(line[2]) for line in lines[first : last + 1])
    return Front(title, span, _skip_front(lines, last + 1, hints))


def _title_line(lines: Sequence[Line], hints: Mapping[int, int]) -> int | None:
    best: tuple[int, int] | None = None
    for index, (start, _, content) in enumerate(lines[:_LOOK]):
        numbered = read_label(content, 0, len(content))
        if numbered is not None and numbered.family in ("chapter", "section"):
            break
        if len(content) > _LONG or "。" in content or "；" in content or _GREETING.match(content) or _SPOKEN.search(content):
            if len(content) > _LONG or "。" in content:
                break
            continue
        if hints.get(start) == 1 and not any(level == 1 and place > start for place, level in hints.items()):
            return index
        score = 2 * bool(_TITLE.search(content)) + bool(_STRONG.search(content)) - 3 * content.startswith(("—", "-", "（", "("))
        if score >= 2 and (best is None or score > best[0]):
            best = (score, index)
    if best is not None:
        return best[1]
    start, _, content = lines[0]
    named = len(content) <= 40 and not re.search(r"[。；：，！:;,]", content) and not _GREETING.match(content)
    if named and read_label(content, 0, len(content)) is None and len(lines) > 1 and len(lines[1][2]) > len(content):
        return 0
    return None


def _title_in_line(line: Line) -> Span | None:
    """The title of a text whose title, lead and headings stand on one line: up to the first blank."""
    content = line[2]
    glued = _GLUED_TITLE.match(content)
    if glued is not None and len(content) - glued.end() >= 30 and _STRONG.search(glued.group()):
        return Span(line[0], line[0] + glued.end())
    blank = re.search(r"[ \t\u3000\xa0]+", content[: _LONG + 1])
    if blank is None or blank.start() < 6 or len(content) - blank.end() < 30:
        return None
    end = blank.start()
    second = re.search(r"[ \t\u3000\xa0]+", content[blank.end() : _LONG + 1]) if _UNIT.fullmatch(content[:end]) else None
    if second is not None and len(content) - blank.end() - second.end() >= 30:
        # the unit on a line of its own, the rest of the title on the next
        end = blank.end() + second.start()
    words = content[:end]
    if re.search(r"[。，；：,:;]", words) or not _TITLE.search(words) or not _STRONG.search(words):
        return None
    return Span(line[0], line[0] + end)


def _skip_front(lines: Sequence[Line], index: int, hints: Mapping[int, int]) -> int:
    """Where the first line stands that is neither a subtitle, a speaker's name nor a date."""
    stop = min(len(lines), index + 8)
    while index < stop and index < len(lines):
        content = lines[index][2]
        if len(content) > 80 or "。" in content or not _FRONT.fullmatch(content) or lines[index][0] in hints or _PART.search(content):
            break
        if read_label(content, 0, len(content)) is not None and not content.startswith(("—", "-", "–")):
            break
        index += 1
    return lines[index][0] if index < len(lines) else (lines[-1][1] if lines else 0)


def _words(title: str) -> str:
    """A letter-spaced title closed up; blanks between words of a normal one stay single."""
    title = title.strip().strip("#*").strip()
    parts = title.split()
    if len(parts) > 2 and all(len(part) == 1 for part in parts):
        return "".join(parts)
    return " ".join(parts)
