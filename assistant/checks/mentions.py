"""The words a figure is mentioned with, on either side: 入园企业146家, 164家入园企业.

Which mentions are of one fact is judged by the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checks.context import CheckContext
from assistant.domain.quantity import Quantity

_NAMED_YEAR = re.compile(r"\d年")
_OWN_PAST = re.compile(r"同比|上年|去年|前一年|同期|年初|年末|年底|期初|原|改革前|此前|以前|之前|过去|上季|上月|环比")
_LAST = re.compile(r"同比|上年|去年|前一年")
_BEFORE = re.compile(r"[\u4e00-\u9fffA-Za-z“”]{2,14}$")
_AFTER = re.compile(r"(?:以上)?的?(?P<noun>[\u4e00-\u9fffA-Za-z“”]{2,10})")
#: between name and figure: it says only that there is an amount
_FILLER = (
    "总规模", "总数", "总量", "总额", "数量", "规模", "目前", "已经", "共计", "共有", "累计", "总计", "达到", "仅剩", "仅有", "接近",
    "超过", "突破", "完成", "实现",
    "增加到", "上升到", "现", "已", "共", "达", "为", "有", "是", "仅", "约", "近", "超",
)
_SO_MANY_YEARS = re.compile(r"[两三四五六七八九十]年(?:来|间|内)?")
_BEHIND = len("，五年来累计增长了")
SHORTEST, LONGEST = 4, 8


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure with the words before it (their ends name it) and after it (their beginnings name it)."""

    figure: Quantity
    before: str
    after: str

    @property
    def words(self) -> str:
        """All that names the figure: its indicator and the words on both sides."""
        return f"{self.figure.indicator} {self.before} {self.after}"


def mention_of(context: CheckContext, figure: Quantity) -> Mention:
    """The words on both sides of a figure within its clause."""
    text = context.text
    before = _BEFORE.search(text, max(0, figure.start - 14), figure.start)
    words = _named(before.group()) if before else ""
    after = _AFTER.match(text, figure.end, figure.end + 13)
    return Mention(figure, words, after["noun"] if after else "")


def _named(words: str) -> str:
    """Words without the filler at their end."""
    while words.endswith(_FILLER):
        words = words[: -next(len(one) for one in _FILLER if words.endswith(one))]
    return words


def pairs_of_one_name(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention, str]]:
    """Pairs of which both mentions carry one name of at least four characters, with that name; each pair once."""
    names: dict[str, list[int]] = {}
    for number, one in enumerate(mentions):
        for size in range(SHORTEST, min(LONGEST, len(one.before)) + 1):
            names.setdefault(one.before[-size:], []).append(number)
        for size in range(SHORTEST, min(LONGEST, len(one.after)) + 1):
            names.setdefault(one.after[:size], []).append(number)
    longest: dict[tuple[int, int], str] = {}
    for name, numbers in names.items():
        # a name that many figures carry (项目总投资) names none of them
        if 1 < len(numbers) <= 4:
            for at, left in enumerate(numbers):
                for right in numbers[at + 1 :]:
                    if left != right and len(name) > len(longest.get((left, right), "")):
                        longest[left, right] = name
    for (left, right), name in sorted(longest.items()):
        yield mentions[left], mentions[right], name


def turned_pairs(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Pairs in one unit whose numbers are the same but for two digits that changed places."""
    groups: dict[tuple[str, int, str], list[Mention]] = {}
    for one in mentions:
        number = f"{one.figure.value:f}"
        groups.setdefault(("".join(sorted(number)), number.find("."), one.figure.dimension), []).append(one)
    for alike in groups.values():
        for at, left in enumerate(alike[:12]):
            for right in alike[at + 1 : 12]:
                moved = sum(a != b for a, b in zip(f"{left.figure.value:f}", f"{right.figure.value:f}", strict=True))
                if moved == 2 and same_unit(left.figure, right.figure):
                    yield left, right


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Whether two figures are written in one unit; 名 and 人 are one."""
    if one.dimension != other.dimension or not one.value or not other.value or one.base is None or other.base is None:
        return False
    return one.base * other.value == other.base * one.value


def told_before(context: CheckContext, now: Quantity) -> Quantity | None:
    """The figure of the year before that the same sentence tells in full: 去年完成210.5亿元，今年达到230.7亿元."""
    found = [
        one for one in context.figures_in(context.clause_start(now.start, "；"), now.start)
        if one.indicator == now.indicator and one.dimension == now.dimension and one.scope == now.scope
        and one.change == now.change and one.value is not None and one.period_from == "clause" and _year_before(one, now)
    ]
    return found[-1] if found else None


def same_base(change: Quantity, start: Quantity) -> bool:
    """Whether what a change is measured against can be this starting figure.

    比省定时限 and 比“十三五”末 name another base, and so does 比上年 where the start is of 2020.
    """
    words = change.compare
    if not words:
        return True
    if _NAMED_YEAR.search(words):
        return is_of(start, words)
    if not _OWN_PAST.search(words):
        return False
    years = start.period.year, change.period.last_year or change.period.year
    apart = years[1] - years[0] if years[0] and years[1] else 1
    stated = start.period_from == "clause" and not _OWN_PAST.search(start.period.label)
    return not stated or apart == 1 or not _LAST.search(words)


def over_years(context: CheckContext, change: Quantity, before: Quantity | None) -> Quantity | None:
    """由320亿元增加到480亿元，五年增长50%: the amount that a change over so many years was read from, right before it."""
    if before is None or change.about >= 0 or before.start not in context.starts or not _SO_MANY_YEARS.fullmatch(change.indicator):
        return None
    return before if context.text.startswith(f"，{change.indicator}", before.end) and change.start - before.end < _BEHIND else None


def is_of(one: Quantity, year: str) -> bool:
    """Whether a figure is said to be of the year that these words name."""
    return one.period_from == "clause" and one.period.year is not None and str(one.period.year) in year


def _year_before(one: Quantity, now: Quantity) -> bool:
    if one.period.year and now.period.year:
        return one.period.year == now.period.year - 1 and one.period.last_month == now.period.last_month
    return one.period.label.startswith(("去年", "上年")) and now.period.label.startswith(("今年", "本年"))
