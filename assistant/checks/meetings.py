"""Congresses and plenums that a text cites before they were held, or still cites as the newest when another has followed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from assistant.checks.dated import DOING, Dated, year_at, year_of
from assistant.reference.tables import Event, timeline

if TYPE_CHECKING:
    from assistant.checks.context import CheckContext

_CONGRESS = re.compile(r"党的(十五|十六|十七|十八|十九|二十)大")
#: 二十届三中全会, 二十届二中、三中全会
_PLENUM = re.compile(r"(十[五六七八九]|二十)届((?:[一二三四五六七]中(?:全会)?[、和及与]?)+)(?<=全会)")
_NUMBERS = "一二三四五六七"
#: the first elects and the seventh prepares the congress; nobody is asked to follow them
_FOLLOWED = _NUMBERS[1:6]
_GUIDING = re.compile(r"^(?:和[^，。；]{2,16}(?:全会|全会精神)|精神|、)")
_SPIRIT = re.compile(r"(?:(?:和|、|及|以及)[^，。；\n]{2,24})?(?:精神|部署|要求)")
_AHEAD = re.compile(r"迎接|即将|将(?:要)?召开|筹备|喜迎|迎来|召开前|献礼|选举")
_LEARNT = re.compile(r"学习|传达|宣传|宣讲|领会|遵循")
_SPREAD = re.compile(r"传达|宣讲|宣传")
_REFORM = re.compile(r"[^。；\n]{0,40}改革")
_BACK = re.compile(r"以来|过去|五年|回顾|去年|上年|上半年|年初|季度|期间|先后")
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_SIGNED = re.compile(r"(20\d\d) ?年 ?(\d{1,2}) ?月")


def find_meetings(context: CheckContext) -> Iterator[Dated]:
    """Congresses and plenums that were still to come, and guiding ones that another has followed."""
    table = timeline()
    congress = {event.name.removeprefix("党的").removesuffix("大"): event for event in table.congresses}
    if "中全会" in context.text:
        yield from _plenums(context, congress, {event.name: event for event in table.plenums})
    text, year = context.text, context.document.year or 0
    names = list(congress)
    for match in _CONGRESS.finditer(text):
        event = congress.get(match.group(1))
        if event is None:
            continue
        here = year_at(context, match.start())
        held = year_of(event.start)
        if held > here and not _AHEAD.search(text, max(0, match.start() - 12), match.end() + 12):
            yield Dated(*match.span(), match.group(), here, f"在{held}年召开", "", True)
            continue
        following = names.index(match.group(1)) + 1
        if following >= len(names) or not _GUIDING.match(text[match.end() : match.end() + 24]):
            continue
        after = congress[names[following]]
        if (
            year_of(after.start)
            and year > year_of(after.start)
            and not re.search(r"党的" + names[following] + "大", text[match.end() : match.end() + 60])
        ):
            clause = text[max(0, match.start() - 24) : match.start()]
            if DOING.search(clause) and not re.search(r"以来|过去|五年", text[max(0, match.start() - 80) : match.end() + 10]):
                yield Dated(*match.span(), match.group(), here, f"之后已召开{after.name}", f"{after.name}精神", False)


def _plenums(context: CheckContext, congress: Mapping[str, Event], plenum: Mapping[str, Event]) -> Iterator[Dated]:
    text, year = context.text, context.document.year or 0
    for match in _PLENUM.finditer(text):
        numbers = re.findall(rf"[{_NUMBERS}](?=中)", match[2])
        last = max(numbers, key=_NUMBERS.index)
        event = plenum.get(f"{match[1]}届{last}中全会")
        if event is None:
            continue
        here = year_at(context, match.start())
        # what is planned in winter for the year to come knows of nothing later than that winter
        unknown = year_of(event.start) > here or (here > year and event.start[:7] > f"{year + 1}-03")
        if unknown and not _AHEAD.search(text, max(0, match.start() - 12), match.end() + 12):
            yield Dated(*match.span(), match.group(), min(here, year or here), f"在{year_of(event.start)}年召开", "", True)
            continue
        later = next((one for one in congress.values() if year_of(one.start) > year_of(event.start)), None)
        if later is not None and 0 < year_of(later.start) <= year:
            # the guiding plenum of a congress that another has followed
            clause = text[max(0, match.start() - 30) : match.start()]
            if (
                text.startswith("精神", match.end())
                and year_of(later.start) < year
                and DOING.search(clause)
                and later.name not in text[max(0, match.start() - 40) : match.end() + 40]
                and not re.search(r"以来|过去|五年|回顾", text[max(0, match.start() - 80) : match.end() + 10])
            ):
                yield Dated(*match.span(), match.group(), year, f"之后已召开{later.name}", f"{later.name}精神", False)
            continue
        newest = _newest(context, match[1], plenum)
        if newest is not None and newest.start > event.start and _left_behind(context, match, newest, len(numbers) > 1):
            told = "、".join(f"{one}中" for one in (*numbers, str(newest.name)[-4]))
            instead = f"{match[1]}届{told}全会" if len(numbers) > 1 else newest.name
            yield Dated(*match.span(), match.group(), here, f"之后已召开{newest.name}", instead, False)


def _newest(context: CheckContext, congress: str, plenum: Mapping[str, Event]) -> Event | None:
    """The last plenum of this congress that a report of the document's year must know of."""
    document, text = context.document, context.text
    year = document.year or 0
    if document.plan_year == year:
        # half a year, or nine months: whether the plenum of the year came before is not known
        year -= 1
    signed = list(_SIGNED.finditer(text, max(0, len(text) - 120)))
    written = f"{year}-{int(signed[-1][2]):02}" if signed and int(signed[-1][1]) == year else f"{year}-12"
    events = (plenum.get(f"{congress}届{number}中全会") for number in _FOLLOWED)
    known = [one for one in events if one is not None and one.verified and one.start[:7] < written]
    return max(known, key=lambda one: one.start, default=None)


def _left_behind(context: CheckContext, match: re.Match[str], newest: Event, several: bool) -> bool:
    """Whether the passage follows the plenum as the newest one: a row of them, or one alone in a text that nowhere names the newer."""
    text, document = context.text, context.document
    begin = context.sentence_start(match.start())
    before = text[max(begin, match.start() - 40) : match.start()]
    if not _SPIRIT.match(text, match.end()) or not (DOING.search(before) or _LEARNT.search(before)):
        return False
    if _BACK.search(text, max(begin, match.start() - 80), match.end() + 10):
        return False
    if {int(year) for year in _YEAR.findall(text, begin, match.start())} - {document.year, document.plan_year}:
        return False
    short = str(newest.name)[-4:]
    paragraph = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    if short in text[paragraph[0] : paragraph[1] if paragraph[1] >= 0 else len(text)]:
        return False
    if several or text.endswith("大和", 0, match.start()):
        return True
    if short in text or "改革" in before or _REFORM.match(text, match.end()):
        # what a plenum decided is carried out for years
        return False
    return "届历次全会" not in text or _SPREAD.search(before) is not None
