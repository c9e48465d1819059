"""The numbers that Word puts in front of paragraphs and keeps out of their text: 一、 （一） 1. ① and the rest.

Made from the numbering part and the styles of a docx; counters are kept for every list while the paragraphs are read in order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    #: the level after which this one starts anew; None is the one above, 0 never
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class Numbering:
    """Says the label of each paragraph; ask in document order, once a paragraph."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str | None, int | None, str]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: Any) -> str:
        """The label of a w:p, "" where it has none."""
        number, depth = self._of(paragraph)
        if number is None or number == "0" or number not in self.abstract:
            return ""
        abstract = self.abstract[number]
        levels = self.levels.get(abstract, {})
        depth = 0 if depth is None else depth
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if (number, depth) in self.overrides and (number, depth) not in self._begun:
            counts.pop(depth, None)
        self._begun.add((number, depth))
        counts[depth] = counts[depth] + 1 if depth in counts else self.overrides.get((number, depth), level.start)
        for deeper in [other for other in counts if other > depth]:
            after = levels[deeper].restart if deeper in levels else None
            if after is None or (after > 0 and depth + 1 <= after):
                del counts[deeper]
        if level.format in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            asked = int(match.group(1)) - 1
            value = counts.get(asked, levels[asked].start if asked in levels else 1)
            kind = "decimal" if level.legal and asked != depth else (levels[asked].format if asked in levels else "decimal")
            return write_number(value, kind)

        return re.sub(r"%(\d)", shown, level.text)

    def _of(self, paragraph: Any) -> tuple[str | None, int | None]:
        """(numId, level) of a paragraph: its own, else its style's."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return self._of_style(self.styles.get("", (None, None, ""))[2])
        own = properties.find(f"{_W}numPr")
        number = depth = None
        if own is not None:
            number, depth = _value(own, "numId"), _whole(_value(own, "ilvl"))
        name = _value(properties, "pStyle") or self.styles.get("", (None, None, ""))[2]
        style_number, style_depth = self._of_style(name)
        return (number if number is not None else style_number), (depth if depth is not None else style_depth)

    def _of_style(self, name: str) -> tuple[str | None, int | None]:
        number: str | None = None
        depth: int | None = None
        for _ in range(12):
            if name not in self.styles:
                break
            own_number, own_depth, parent = self.styles[name]
            number = number if number is not None else own_number
            depth = depth if depth is not None else own_depth
            if number is not None and depth is None:
                # a style tied to a level of a list need not say which: the level names the style
                depth = next((at for at, level in self.levels.get(self.abstract.get(number, ""), {}).items() if level.style == name), None)
            name = parent
        return number, depth


def read_numbering(numbering: Any, styles: Any) -> Numbering:
    """The numbering of a document from the roots of its numbering and styles parts (either may be None)."""
    result = Numbering()
    if numbering is not None:
        links: dict[str, str] = {}
        for abstract in numbering.findall(f"{_W}abstractNum"):
            name = abstract.get(f"{_W}abstractNumId", "")
            result.levels[name] = dict(map(_level, abstract.findall(f"{_W}lvl")))
            if link := _value(abstract, "numStyleLink"):
                links[name] = link
        owners = {
            link: abstract.get(f"{_W}abstractNumId", "")
            for abstract in numbering.findall(f"{_W}abstractNum") if (link := _value(abstract, "styleLink"))}
        for name, link in links.items():
            result.levels[name] = result.levels.get(owners.get(link, ""), {})
        for number in numbering.findall(f"{_W}num"):
            name = number.get(f"{_W}numId", "")
            result.abstract[name] = _value(number, "abstractNumId") or ""
            for override in number.findall(f"{_W}lvlOverride"):
                place = _whole(override.get(f"{_W}ilvl")) or 0
                start = _whole(_value(override, "startOverride"))
                if start is not None:
                    result.overrides[name, place] = start
                replaced = override.find(f"{_W}lvl")
                if replaced is not None:
                    own = f"{result.abstract[name]}/{name}"
                    result.levels[own] = result.levels.get(result.abstract[name], {}) | {place: _level(replaced)[1]}
                    result.abstract[name] = own
    if styles is not None:
        for style in styles.findall(f"{_W}style"):
            name = style.get(f"{_W}styleId", "")
            own = style.find(f"{_W}pPr/{_W}numPr")
            number = _value(own, "numId") if own is not None else None
            depth = _whole(_value(own, "ilvl")) if own is not None else None
            result.styles[name] = (number, depth, _value(style, "basedOn") or "")
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true"):
                result.styles[""] = (None, None, name)
    return result


def _level(element: Any) -> tuple[int, _Level]:
    restart = _value(element, "lvlRestart")
    legal = element.find(f"{_W}isLgl")
    return _whole(element.get(f"{_W}ilvl")) or 0, _Level(
        format=_value(element, "numFmt") or _alternate(element) or "decimal", text=_value(element, "lvlText") or "",
        start=_whole(_value(element, "start")) or (0 if _value(element, "start") == "0" else 1),
        legal=legal is not None and legal.get(f"{_W}val") not in ("0", "false"),
        restart=_whole(restart), style=_value(element, "pStyle") or "")


def _alternate(element: Any) -> str:
    """A format that newer versions of Word wrap in a choice, with a fallback."""
    for choice in element.iter(f"{_W}numFmt"):
        return str(choice.get(f"{_W}val", ""))
    return ""


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else None


def write_number(value: int, kind: str) -> str:
    """A number as Word writes it in that format; decimal where the format is not known here."""
    writer = _WRITERS.get(kind)
    return writer(value) if writer is not None else str(value)


def _han(value: int) -> str:
    if value < 1:
        return "〇"
    if value >= 1000:
        return str(value)
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_HAN[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _HAN[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_HAN[ones] if ones else "")


def _digits(value: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))


def _formal(value: int) -> str:
    return _han(value).translate(str.maketrans("零一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰"))


def _letters(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""


def _roman(value: int) -> str:
    text = ""
    for amount, sign in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= amount:
            text += sign
            value -= amount
    return text


def _circled(value: int) -> str:
    return chr(ord("①") + value - 1) if 1 <= value <= 20 else str(value)


_WRITERS: Mapping[str, Any] = {
    "chineseCounting": _han, "chineseCountingThousand": _han, "japaneseCounting": _han, "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han, "koreanCounting": _han, "ideographDigital": _digits, "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits, "chineseLegalSimplified": _formal, "ideographLegalTraditional": _formal, "japaneseLegal": _formal,
    "upperLetter": _letters, "lowerLetter": lambda value: _letters(value).lower(), "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(), "decimalEnclosedCircle": _circled, "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda value: f"{value:02}", "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "decimalFullWidth": lambda value: "".join(chr(ord("０") + int(digit)) for digit in str(value)),
    "decimalEnclosedParen": lambda value: f"({value})", "decimalEnclosedFullstop": lambda value: f"{value}.",
}
