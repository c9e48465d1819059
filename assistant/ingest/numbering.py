"""Labels that open a heading: which family they belong to and which number they say. Nothing about where headings stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Family = Literal[
    "text", "appendix", "top", "part", "chapter", "plain", "section", "dash", "ordinal", "arabic", "paren", "circled"]

#: how deep a family stands where several of them are nested; the smaller the higher
RANK: dict[Family, int] = {
    "text": 0, "appendix": 1, "top": 2, "part": 3, "chapter": 4, "plain": 4, "section": 5, "dash": 6, "ordinal": 6,
    "arabic": 7, "paren": 8, "circled": 9}

HAN = "一二三四五六七八九十百零〇两"
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}

#: a label at the start of a line; the named group that matched is the family
LABEL = re.compile(
    rf"(?P<chapter>[{HAN}]{{1,4}}\s?[、．](?![{HAN}]{{1,2}}[、产次])|、(?=[^\s、]))"
    rf"|(?P<section>[（(]\s?[{HAN}]{{1,4}}\s?[)）][、.．]?(?!期))"
    r"|(?P<paren>[（(]\s?\d{1,2}\s?[)）][、.．]?)"
    r"|(?P<arabic>\d{1,2}\s?(?:[.．](?:(?!\s?\d)|(?=\s(?:\d{1,2}月|20\d\d年)))|、))"
    rf"|(?P<part>第[{HAN}]{{1,3}}(?:部分|章|节|编)[：:、]?)"
    rf"|(?P<ordinal>第[{HAN}]{{1,3}}[，、,：:])"
    r"|(?P<circled>[①-⑳])"
    r"|(?P<dash>(?:—|－|–|―|─){2,}|-{2,})")
#: a label of the two families that are found inside a line as well
INLINE_LABEL = re.compile(rf"[（(]\s?[{HAN}]{{1,3}}\s?[)）](?!期)|[{HAN}]{{1,3}}、(?![{HAN}]{{1,2}}[、产次])")


@dataclass(frozen=True, slots=True)
class Label:
    """A label: `text` as written, without the blanks after it; value 0 where it says no number."""

    family: Family
    text: str
    value: int
    end: int


def read_label(text: str, start: int, end: int) -> Label | None:
    """The label at text[start:end], if there is one; `end` of the result is where the title may begin."""
    match = LABEL.match(text, start, end)
    if match is None or match.lastgroup is None:
        return None
    family: Family = match.lastgroup  # type: ignore[assignment]
    place = match.end()
    while place < end and text[place].isspace():
        place += 1
    return Label(family, match.group(), number_value(match.group()), place)


def number_value(label: str) -> int:
    """The number a label says: 十二 is 12, (3) is 3, ② is 2; 0 where there is none."""
    digits = "".join(character for character in label if character.isdigit() and not "①" <= character <= "⑳")
    if digits:
        return int(digits)
    for character in label:
        if "①" <= character <= "⑳":
            return ord(character) - ord("①") + 1
    return han_value("".join(character for character in label if character in HAN))


def han_value(numeral: str) -> int:
    """A Chinese numeral below 1,000 as it stands in labels; 0 for none."""
    total = unit = 0
    for character in numeral:
        if character == "十":
            total, unit = total + (unit or 1) * 10, 0
        elif character == "百":
            total, unit = total + (unit or 1) * 100, 0
        else:
            unit = _DIGITS.get(character, 0)
    return total + unit
