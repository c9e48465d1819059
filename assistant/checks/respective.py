"""Rows of names with 分别 and as many figures as names: where the two rows are of unlike length. No arithmetic here."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = "分别"
_VERBS = r"(?:同比|比上年|较上年)*(?:为|是|达到?|完成|实现|增长|下降|增加|减少|提高|新增|有|占[^，。；、\d]{0,6})*"
_VALUES = re.compile(rf"{_WORD}{_VERBS}(?P<values>第?\d[^，。；：\n]*)(?=[，。；\n])")
_VALUE = re.compile(r"第?\d[\d.]*[^\d、]{0,5}")
_STOPS = "，。；：\n"
_COUNT = re.compile(
    r"(?P<number>[两二三四五六七八九十]|(?<!\d)\d{1,2})(?:大|个|家|项|类|条|座|种|批|市|县|区|镇)[^、\d]{0,10}$"
)
_NUMBERS = {one: at for at, one in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_REACH = 60


def uneven(text: str) -> Iterator[tuple[int, int, int, int]]:
    """(start, end, names, figures) of 甲、乙、丙三家企业产值分别为12亿元、13亿元; names joined by 和 are not counted, they may be one."""
    at = text.find(_WORD)
    while at >= 0:
        match = _VALUES.match(text, at)
        if match is not None:
            start = max(text.rfind(mark, max(0, at - _REACH), at) for mark in _STOPS) + 1
            values, names = re.split(r"、|和", match["values"]), text[start:at]
            if len(values) > 1 and at - start < _REACH and all(_VALUE.fullmatch(one) for one in values):
                count = _names(names)
                if count and count != len(values):
                    yield start, match.end(), count, len(values)
        at = text.find(_WORD, at + 2)


def _names(words: str) -> int:
    """How many things the words name; 0 where that can't be told."""
    told = _COUNT.search(words)
    if told is not None:
        number = told["number"]
        return _NUMBERS[number] if number in _NUMBERS else int(number)
    return 0 if re.search("[和与及等]", words) or "、" not in words else words.count("、") + 1
