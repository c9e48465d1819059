"""What years are called: a place in a five-year plan, the year of a congress or after it, an anniversary. Tells which year it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.dated import year_of
from assistant.reference.tables import timeline

_PLAN_PLACE = re.compile(
    r"“?十(?P<number>[一二三四五六])五”?(?:规划|时期|发展)?(?:实施|建设|发展)?的?(?P<place>开局|起步|收官|收尾|最后|第[一二三四五]"
    r"|谋划)[之一]?[年步]?"
)
_CONGRESS = re.compile(r"党的(?P<name>[一二]?十[一二三四五六七八九]?大|二十一大|二十大)(?P<rest>精神的?开局之年|(?:胜利)?召开之年)")
_ANNIVERSARY = re.compile(
    r"(?P<what>新中国成立|中华人民共和国成立|建国|中国共产党成立|建党|改革开放|建军|中国人民抗日战争[^，。]{0,24}胜利"
    r"|红军长征胜利)(?P<count>\d{2,3})周年"
)
_SINCE = {
    "新中国": 1949, "中华人": 1949, "建国": 1949, "中国共": 1921, "建党": 1921, "改革开": 1978, "建军": 1927, "中国人": 1945,
    "红军长": 1936,
}
_PLACES = {"开局": 0, "起步": 0, "收官": 4, "收尾": 4, "最后": 4, "第一": 0, "第二": 1, "第三": 2, "第四": 3, "第五": 4}


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a year is called at [start, end) of the words looked at, and the year that is. since, what: of an anniversary."""

    start: int
    end: int
    said: str
    year: int
    kind: str
    since: int = 0
    what: str = ""


def first_year(number: str) -> int:
    """The first year of the plan with this number: 四 → 2021."""
    return 2006 + 5 * "一二三四五六".index(number)


def occasions(words: str, start: int = 0, end: int | None = None) -> Iterator[Occasion]:
    """Each of them, kind by kind."""
    stop = len(words) if end is None else end
    for place in _PLAN_PLACE.finditer(words, start, stop):
        if place["place"] != "谋划":
            yield Occasion(*place.span(), place.group(), first_year(place["number"]) + _PLACES[place["place"]], "plan")
    congresses = {event.name.removeprefix("党的"): year_of(event.start) for event in timeline().congresses}
    for found in _CONGRESS.finditer(words, start, stop):
        held = congresses.get(found["name"])
        if held:
            yield Occasion(*found.span(), found.group(), held + (1 if "开局" in found["rest"] else 0), "congress")
    for found in _ANNIVERSARY.finditer(words, start, stop):
        since = _SINCE.get(found["what"][:3]) or _SINCE[found["what"][:2]]
        yield Occasion(*found.span(), found.group(), since + int(found["count"]), "anniversary", since, found["what"])
