"""Headings as strings: numbers, years moved on, what may be taken over from last year. Which headings a draft has is in `outline`."""

from __future__ import annotations

import re

from assistant.domain.document import Document

_DIGITS = "零一二三四五六七八九十"
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


def shifted_years(title: str, by: int) -> str:
    """A heading with its years moved on; “十四五” and the like stay for the user to see."""
    return re.sub(r"(?<!\d)(20\d\d)(?=年)", lambda match: str(int(match[1]) + by), title)


def clean_title(title: str, previous: Document) -> str:
    """Last year's heading, "" where it holds a figure, a quotation or a claim that this year's notes would have to support."""
    if re.search(r"\d|[“”《》]", title) or _CLAIM.search(title) or len(title) > 34:
        return ""
    return title.rstrip("。；：")
