"""Places in assessments as notes write them: 一、二、三季度第4、4、3位, 2021年第7，2022年第4, 69→58位. Other figures are read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.domain.quantity import Quantity

_ASSESSED = re.compile(r"考核|排名|评价|评估|位次|排位|位列|名列|百强|全[省市国]")
_PLACES = re.compile(r"第(?P<all>\d{1,3}(?:、\d{1,3})*)(?P<unit> ?(?:位次?|名))?(?![\d.、届期批号版次季条章节类产轮场阶代支个家])")
#: 69→58位, 98位→83位, 由12名升到9名
_MOVED = re.compile(
    r"(?<![\d.])(?P<before>\d{1,3})(?: ?(?:位次?|名))?\s?"
    r"(?:→|[-—]{1,2}>|(?:[上提]?升|前移|跃升|进位|[下退]?降|后移|退)?[到至](?:了|第)*)\s?(?P<now>\d{1,3})(?: ?(?:位次?|名))"
)
#: 第9位（上年12位）
_LAST = re.compile(r"(?:上年|去年)(?:为|是|排名?|列)?第? ?(?P<last>\d{1,3}) ?(?:位次?|名)")
#: what is assessed: the words of the clause without times
_NAME = re.compile(r"(?:^|[，。；：、])(?P<name>[^，。；：、]{2,24}?)(?:20\d\d年|[一二三四]季度|全年|第|[、\d→位名次由从升降至到])*$")
_NUMBER = re.compile(r"\d+")
_LETTER = re.compile(r"[\u4e00-\u9fff]")
_MAY_RANK = re.compile(r"第|→|->|\d ?[位名]")


def with_ranks(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The figures of a note with its places in assessments; what was read there as something else makes room."""
    if not _MAY_RANK.search(text) or not _ASSESSED.search(text):
        return tuple(quantities)
    found = [one for one in _ranks(text) if not any(_same_place(one, other) for other in quantities)]
    kept = [one for one in quantities if not any(one.start < rank.end and rank.start < one.end for rank in found)]
    return tuple(sorted((*kept, *found), key=lambda one: one.start))


def _same_place(one: Quantity, other: Quantity) -> bool:
    return other.change == "rank" and one.start < other.end and other.start < one.end


def _ranks(text: str) -> Iterator[Quantity]:
    for match in _PLACES.finditer(text):
        for number in _NUMBER.finditer(text, match.start("all"), match.end("all")):
            yield _rank(text, *number.span())
    for match in _MOVED.finditer(text):
        before, now = _rank(text, *match.span("before")), _rank(text, *match.span("now"))
        yield replace(before, role="previous", about=now.start)
        yield now
    for match in _LAST.finditer(text):
        yield replace(_rank(text, *match.span("last")), role="previous")


def _rank(text: str, start: int, end: int) -> Quantity:
    value = Decimal(text[start:end])
    words = _NAME.search(text, 0, start)
    name = words["name"] if words and _LETTER.search(words["name"]) else "考核排名"
    return Quantity(
        start, end, text[start:end], name, "", value=value, unit="位", dimension="位次", base=value, change="rank",
        subject_start=words.start("name") if words else start, subject_end=words.end("name") if words else start,
    )
