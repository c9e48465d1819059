"""Lines of notes by their outward form: comments, list marks, headings, chat stamps. What they speak of is read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.notes.instructions import without_machine_talk
from assistant.notes.senders import OFFICE_END, has_clock, is_bold, is_mail_head, sender_of, spoken_by, time_before, without_bold
from assistant.text.width import fold

LineKind = Literal["title", "heading", "note", "row"]

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RULE = re.compile(r"^[\s|:\-—_=*]{3,}$")
_MARKDOWN = re.compile(r"^(#{1,6})(?:\s+|(?=[\u4e00-\u9fff]))([^\t]+?)\s*#*$")
_BRACKETS = re.compile(r"^(?:【([^】]{1,40})】|\[([^\]]{1,40})\]|〖([^〗]{1,40})〗)\s*(（[^）]{1,40}）)?[：:]?\s*$")
#: a heading in brackets with its content behind it; 【待核…】 is a mark and no heading
_INLINE = re.compile(r"^【((?!待|注|附)[^】，。；：]{1,12})】\s*(?=[^\s：:])(?!（[^）]{1,40}）[：:]?\s*$)")
#: a list mark in front of the content; a bare number is one only inside a run of bare numbers
_MARK = re.compile(
    r"^(?P<mark>[-*•·●○◆◇■□▪➢✓√]\s*|—{1,2}\s*|（\d{1,3}）\s*|\d{1,3}）\s*|\d{1,3}[、]\s*|\d{1,3}[.](?!\d)\s*"
    r"|[①-⑳㉑-㉟]\s*|[一二三四五六七八九十]{1,3}、\s*|（[一二三四五六七八九十]{1,3}）\s*|[一二三四五六七八九十]{1,3}[是要]：?(?=.{6}))"
)
#: marks that stand before headings as well as before notes
_BLOCKS = frozenset("■□▪●◆◇➢")
_BARE = re.compile(r"^(?P<number>\d{1,3})(?P<mark>\s+|[：:]\s*)(?=\S)")
_STAMP = re.compile(
    r"^(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?\s*)?"
    r"(?:[\u4e00-\u9fff\w]{1,8}\s*)?\[?\d{1,2}:\d{2}(?::\d{2})?\]?(?:\s*(?:[\u4e00-\u9fff]{1,4}|[A-Za-z]{2,12})[：:]?)?$"
)
_CHINESE_MARK = re.compile(r"^[一二三四五六七八九十]{1,3}、|^（[一二三四五六七八九十]{1,3}）")
_TITLE_WORDS = re.compile(r"素材|材料|总结|汇总|情况|要点|思路|报告|汇报|工作|计划|台账")
_OFFICE = re.compile(
    rf"^[\u4e00-\u9fffA-Za-z、/＋+和与（）]{{1,24}}{OFFICE_END}(?:（[^）]*）)?[：]?$"
)
_FIGURE = re.compile(r"\d")
_QUOTED = re.compile(r"^(?:[>＞]\s*)+(?=\S)")
#: a line in bold type that tells something and heads nothing
_SAYS_MORE = re.compile(r"[。；，：]|(?<!\d)\d(?!\d{0,3}年)")
#: what stands over a table and says what it is: 2026年招商情况统计表（截至12月8日）
_TABLE_TITLE = re.compile(r"(?:统计|情况|汇总|明细|一览|进度|完成|登记|调度)表(?:[（(][^（）()]*[）)])?$|台账(?:[（(][^（）()]*[）)])?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with content. text is folded and without its mark; start, end: its offsets in the file's text.

    number: what a bare or circled list number read, which a reader could take for a figure; "" otherwise.
    """

    kind: LineKind
    text: str
    start: int
    end: int
    mark: str = ""
    number: str = ""
    level: int = 0


def blank_comments(text: str) -> str:
    """The text with `<!-- -->` blanked out, so that all offsets stay."""
    return _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def lines_of(text: str) -> list[Line]:
    """The lines that hold something, in order, each with its outward kind."""
    raw = list(_raw(blank_comments(text)))
    chat = any(has_clock(line.strip()) for line, _ in raw)
    offices: dict[str, str] = {}
    found: list[Line] = []
    run = 0
    for position, (line, start) in enumerate(raw):
        content = line.strip()
        if not content or _RULE.match(content) or is_mail_head(content):
            continue
        at, end = start + line.index(content), start + line.index(content) + len(content)
        quoted = _QUOTED.match(content)
        if quoted:
            content, at = content[quoted.end() :], at + quoted.end()
        if "\t" not in content and "|" not in content:
            sender = sender_of(content)
            if sender is not None:
                office = offices.setdefault(sender.name, sender.office) or next((offices[n] for n in offices if sender.name in n), "")
                if office or any(offices.values()):
                    # somebody of whom no office is known speaks for none, not for the one before
                    found.append(Line("heading", office, at, end, level=2))
                continue
            if _STAMP.match(content):
                continue
            passed = time_before(content, chat)
            content, at = content[passed:], at + passed
            spoken = spoken_by(content)
            if spoken is not None:
                found.append(Line("heading", spoken[0].office, at, at + spoken[1], level=2))
                content, at = content[spoken[1] :], at + spoken[1]
            bold, content = is_bold(content), without_bold(content)
            if bold and not _SAYS_MORE.search(re.sub(r"（[^）]*）", "", content).strip("：: ")):
                found.append(Line("heading", content.rstrip("：: "), at, end, level=2))
                continue
        lead = _INLINE.match(content)
        if lead:
            # 【明年】产值力争1200亿；…: the heading and what stands under it share a line
            found.append(Line("heading", lead[1], at, at + lead.end(), level=2))
            content, at = content[lead.end() :], at + lead.end()
        read, run = _read(content, at, end, run, position, raw, bool(found))
        found.append(read)
    return found


def _raw(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for line in text.split("\n"):
        # a tab divides cells and must survive the folding of blanks
        yield "\t".join(map(fold, line.split("\t"))), at
        at += len(line) + 1


def _read(content: str, at: int, end: int, run: int, position: int, raw: list[tuple[str, int]], seen: bool) -> tuple[Line, int]:
    heading = _MARKDOWN.match(content)
    if heading:
        kind: LineKind = "title" if len(heading[1]) == 1 and not seen else "heading"
        return Line(kind, heading[2], at, end, level=len(heading[1])), run
    brackets = _BRACKETS.match(content)
    if brackets:
        return Line("heading", next(filter(None, brackets.groups()[:3])) + (brackets[4] or ""), at, end, level=2), run
    if "\t" in content or (content.startswith("|") and content.endswith("|") and len(content) > 2) or _barred(content, position, raw):
        return Line("row", content, at, end), run
    bare = _BARE.match(content)
    if bare and int(bare["number"]) == run + 1 and (run or _continues(raw, position, 2)):
        text = content[bare.end() :]
        return Line("note", text, at + bare.end(), end, bare[0].strip(), bare["number"]), run + 1
    mark = _MARK.match(content)
    if mark and content[mark.end() :].strip():
        text = content[mark.end() :]
        written = mark["mark"].strip()
        if _CHINESE_MARK.match(content) and _is_heading(text, written, position, raw):
            return Line("heading", text, at + mark.end(), end, written, level=2), run
        if written in _BLOCKS and _heads_block(text, written, position, raw):
            return Line("heading", text.rstrip("："), at + mark.end(), end, written, level=2), run
        circled = str(ord(written) - 0x2460 + 1) if "①" <= written <= "⑳" else ""
        return Line("note", text, at + mark.end(), end, written, circled), run
    bare_title = re.sub(r"（[^）]*）", "", content)
    if not seen and len(bare_title) <= 50 and _TITLE_WORDS.search(bare_title) and not re.search(r"[，；。]|\d[个家亿万%]", bare_title):
        return Line("title", content, at, end, level=1), run
    if _OFFICE.match(content) and len(content) <= 26:
        return Line("heading", content.rstrip("："), at, end, level=2), run
    following = next((line for line, _ in raw[position + 1 :] if line.strip()), "")
    if "\t" in following and "\t" not in content and len(content) <= 50 and _TABLE_TITLE.search(content):
        return Line("title", content, at, end, level=1), run
    short = len(content) <= 24 and not _FIGURE.search(content.split("（")[0])
    if short and following and (content.endswith("：") or ("\t" in following and content[0] != "（")):
        return Line("heading", content.rstrip("："), at, end, level=3), run
    return Line("note", content, at, end), run


def _barred(content: str, position: int, raw: list[tuple[str, int]]) -> bool:
    """Whether bars divide cells here as in the line before or after: 指标 | 单位 | 本年, as a table is typed without outer bars."""
    bars = _bars(content)
    if not bars:
        return False
    before = next((line for line, _ in reversed(raw[:position]) if line.strip()), "")
    after = next((line for line, _ in raw[position + 1 :] if line.strip()), "")
    return bars in (_bars(before.strip()), _bars(after.strip()))


def _bars(line: str) -> int:
    # the bars of a mark for a machine (<|system|>) divide nothing
    return without_machine_talk(line).count("|") if "|" in line else 0


def _continues(raw: list[tuple[str, int]], position: int, number: int) -> bool:
    """Whether one of the next lines goes on with this bare number: one such line alone may as well open with a figure."""
    return any(re.match(rf"\s*{number}[\s：:]", line) for line, _ in raw[position + 1 : position + 8])


def _heads_block(text: str, mark: str, position: int, raw: list[tuple[str, int]]) -> bool:
    """■ 应急科、市场监管所 and ■ 2026计划（汇总） head the lines under them, which have another mark or none; ■ 开工12个 is a note."""
    bare = re.sub(r"（[^）]*）", "", text).strip("：: ")
    if not 2 <= len(bare) <= 18 or re.search(r"[，；。：]|\d", re.sub(r"20\d\d年?度?", "", bare)):
        return False
    following = next((line.strip() for line, _ in raw[position + 1 :] if line.strip()), "")
    before = next((line.strip() for line, _ in reversed(raw[:position]) if line.strip()), "")
    # the last of a list under one mark is a note
    ends = following.startswith((mark, "#", "【")) or bool(_CHINESE_MARK.match(following))
    return bool(following) and not ends and not before.startswith(mark)


def _is_heading(text: str, mark: str, position: int, raw: list[tuple[str, int]]) -> bool:
    """一、项目（截止12月10日） heads what follows it; 一、规上工业总产值286.4亿 is content under the same mark."""
    bare = re.sub(r"（[^）]*）", "", text)
    if len(bare) > 18 or re.search(r"[，；。]|\d(?!\d*年)", bare):
        return False
    following = next((line.strip() for line, _ in raw[position + 1 :] if line.strip()), "")
    kind = mark[0] == "（"
    same = _CHINESE_MARK.match(following)
    return bool(following) and not (same and (following[0] == "（") == kind)

