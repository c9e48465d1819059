"""Headings as strings: numbers, years moved on, what may be taken over from last year. Which headings a draft has is in `outline`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.document import Document, Part
from assistant.engines.offline.lexicon import wording

_DIGITS = "零一二三四五六七八九十"
_FRONTS = frozenset(
    ["着力", "聚力", "奋力", "全力", "持续", "坚持", "突出", "强化", "聚焦", "抓好", "抓实", "狠抓", "抓", "大力", "深入",
     "加快", "切实", "以"]
)
_CLAIM = re.compile(r"显著|历史|新高|第一|首|突破|翻番|领先|跨越|新台阶|新成效|明显")


def chinese(number: int) -> str:
    """1–99 in Chinese numerals as headings write them."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def level_number(level: int, number: int) -> str:
    """一、 · （一） · 1. · （1）"""
    return {1: f"{chinese(number)}、", 2: f"（{chinese(number)}）", 3: f"{number}."}.get(level, f"（{number}）")


_LEVELS = (
    (1, re.compile(r"^第?[一二三四五六七八九十]{1,3}(?:、|部分[：:、\s]*|[.．])\s*")),
    (2, re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]\s*")),
    (3, re.compile(r"^\d{1,2}[.．、](?!\d)\s*")),
    (4, re.compile(r"^[（(]\d{1,2}[）)]\s*")),
)


def level_of(line: str) -> tuple[int, str, str]:
    """(level, number as written, title) of a line of an outline: by its number, its Markdown marks, else by its indent."""
    bare = line.strip().strip("\u3000")
    mark = re.match(r"^(#{1,6})\s*|^[-*+•·]\s+", bare)
    text = bare[mark.end() :] if mark else bare
    for level, pattern in _LEVELS:
        match = pattern.match(text)
        if match:
            return level, match[0].strip(), text[match.end() :].strip("。：: ")
    if mark and mark[1]:
        return len(mark[1]), "", text.strip("。：: ")
    indent = len(line) - len(line.lstrip(" \t\u3000"))
    return 1 + min(3, indent // 2), "", text.strip("。：: ")


def shifted_years(title: str, by: int) -> str:
    """A heading with its years moved on; “十四五” and the like stay for the user to see."""
    return re.sub(r"(?<!\d)(20\d\d)(?=年)", lambda match: str(int(match[1]) + by), title)


def house_style(titles: Sequence[str]) -> str:
    """What all headings of a house begin with (着力, 聚力, 抓 …); "bare" where they are one phrase each; "" for no pattern."""
    if len(titles) < 2:
        return ""
    for length in (3, 2, 1):
        front = titles[0][:length]
        if front in _FRONTS and all(title.startswith(front) for title in titles):
            return front
    return "bare" if not any("，" in title for title in titles) else ""


def titled(topic: str, part: Part, style: str = "") -> str:
    """The heading for a topic in this program's words, in the pattern of the house where there is one."""
    bank = wording()["topics"]
    row = bank.get(topic) or bank["其他工作"]
    if style in ("坚持", "强化", "突出", "聚焦", "抓", "狠抓", "抓好", "抓实"):
        return f"{style}{row['noun']}"
    if style and style != "bare":
        return f"{style}{row['acts'][0]}，{row['acts'][1]}"
    if style == "bare":
        return f"{row['noun']}扎实推进" if part == "summary" else str(row["acts"][0])
    return str(row["plan" if part == "plan" else "summary"])


def clean_title(title: str, previous: Document) -> str:
    """Last year's heading, "" where it holds a figure, a quotation or a claim that this year's notes would have to support."""
    if re.search(r"\d|[“”《》]|[一二三四五六七八九十]+[大个项条件]", title) or _CLAIM.search(title) or len(title) > 34:
        return ""
    if previous.unit and previous.unit in title:
        return ""
    return title.rstrip("。；：")
