"""Names of firms and works that another text, the notes or last year's report, writes with one other character. No rule here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.checks.lexicon import is_word, read_list

#: characters that no coined name holds, or that tell two things apart on purpose
_NO_NAME = frozenset(
    "全的了和与及或在是有为等于以将从到由向对把被让使也都又并而但各每该此其这那个家项级性型化式条件名位人次场户批年月日亿万元总新老旧"
    "东西南北中上下左右前后内外一二三四五六七八九十两大小高低甲乙丙丁省市县区国镇乡村街规限首第共已未正再拟约近超达占比较同按完成"
    "赴来去进出入开竣签续建"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
#: what a name of a work or a firm is followed by, or holds
_WORK = re.compile(r"[\u4e00-\u9fff\dA-Za-z]{0,14}?(?:项目|基地|生产线|产业园|中心|工厂|工程|公司|集团|专用线|园区)")
#: how many characters behind the odd one must be the same, and where the trade itself says that it is a firm
_SAME, _TRADE = 4, 2


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A name of the text that the other one writes otherwise. start, end: in the text; usual: as the other writes it; at: where, there."""

    start: int
    end: int
    usual: str
    at: int


@dataclass(frozen=True, slots=True)
class _Place:
    before: str
    odd: str
    at: int


def misnamed(text: str, other: str, *, firms: bool) -> Iterator[Misnamed]:
    """Names that `other` never has, while it has the same but for one character, in the order of the text.

    firms: whether a firm's short name (two characters and its trade) is enough; else what it makes must be the same, too.
    """
    sizes = (_SAME, _TRADE) if firms else (_SAME,)
    seen: set[int] = set()
    for size in sizes:
        theirs = _places(other, size)
        for behind, mine in _places(text, size).items():
            rivals = theirs.get(behind)
            if not rivals:
                continue
            for one in mine:
                usual = _usual(one, rivals, behind, other)
                if usual is None or one.at in seen or not _is_named(text, one, size):
                    continue
                if _named_together(text, one, usual, behind):
                    continue
                seen.add(one.at)
                start, end = one.at - 1, one.at + 1 + _shared(text, one.at + 1, other, usual.at + 1)
                yield Misnamed(start, end, other[usual.at - 1 : usual.at + end - one.at], usual.at - 1)


def _places(text: str, size: int) -> dict[str, list[_Place]]:
    """Each character that may be part of a coined name, by the characters behind it."""
    found: dict[str, list[_Place]] = {}
    trades = _trades() if size == _TRADE else None
    for run in _HAN.finditer(text):
        for at in range(run.start() + 1, run.end() - size):
            behind = text[at + 1 : at + 1 + size]
            if (trades is None or behind in trades) and text[at] not in _NO_NAME and text[at - 1] not in _NO_NAME:
                found.setdefault(behind, []).append(_Place(text[at - 1], text[at], at))
    return found


def _usual(one: _Place, rivals: list[_Place], behind: str, other: str) -> _Place | None:
    """How the other text writes the name, where it never writes it so."""
    name = one.before + one.odd + behind
    if name in other or is_word(one.odd + behind[0]):
        return None
    for rival in rivals:
        if rival.odd == one.odd or rival.before != one.before:
            continue
        whole = (rival.before + rival.odd, rival.odd + behind[0], rival.before + rival.odd + behind[0])
        if not any(is_word(word) for word in whole):
            return rival
    return None


def _is_named(text: str, one: _Place, size: int) -> bool:
    return size == _TRADE or bool(_WORK.match(text, one.at + 1))


def _named_together(text: str, one: _Place, usual: _Place, behind: str) -> bool:
    """Whether the sentence itself has both names, so that they are two."""
    start = max(text.rfind(mark, 0, one.at) for mark in "。\n") + 1
    end = min((place for mark in "。\n" if (place := text.find(mark, one.at)) >= 0), default=len(text))
    return usual.before + usual.odd + behind in text[start:end]


def _shared(text: str, at: int, other: str, there: int) -> int:
    """How many characters the two have in common from there on."""
    size = 0
    while at + size < len(text) and there + size < len(other) and text[at + size] == other[there + size] and _HAN.match(text[at + size]):
        size += 1
    return size


@cache
def _trades() -> frozenset[str]:
    words = (word for line in read_list("name_ends.txt") if line.startswith("企业") for word in line.split()[1:])
    return frozenset(word for word in words if len(word) == _TRADE)
