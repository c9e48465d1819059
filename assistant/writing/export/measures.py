"""What a Word file really looks like: fonts, sizes, indents and spacing after all styles have had their say. Judges nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_LABELS = (
    ("heading1", re.compile(r"[一二三四五六七八九十]{1,3}、")),
    ("heading2", re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")),
    ("heading3", re.compile(r"\d{1,2}[.．](?!\d)")),
    ("heading4", re.compile(r"[（(]\d{1,2}[)）]")),
)
_DATE = re.compile(
    r"[（(]?(?:\d{4}年\d{1,2}月\d{1,2}日|[二〇○零一二三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)[)）]?$"
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the body. kind: title, heading1–4, body, date, signature. number: from 1, empty paragraphs counted."""

    number: int
    kind: str
    text: str
    paragraph: Any


def read_lines(word: Any) -> list[Line]:
    """The paragraphs that hold text, each with what it is; tables are left out."""
    lines: list[Line] = []
    seen_body = False
    paragraphs = list(word.paragraphs)
    last = max((index for index, one in enumerate(paragraphs) if one.text.strip()), default=-1)
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text.strip()
        if not text:
            continue
        kind = next((name for name, pattern in _LABELS if pattern.match(text)), "body")
        if not seen_body and kind == "body" and len(text) <= 60 and text[-1] not in "。：；，" and not _DATE.match(text):
            kind = "title" if not lines or lines[-1].kind == "title" else "label"
        elif not seen_body and _DATE.match(text):
            kind = "label"
        else:
            seen_body = True
        if seen_body and index >= last - 2 and kind == "body" and len(text) <= 30 and text[-1] not in "。；：":
            kind = "date" if _DATE.match(text) else "signature"
        lines.append(Line(index + 1, kind, text, paragraph))
    return lines


def heading_runs(line: Line) -> list[Any]:
    """The runs of the heading itself: all of a line of its own, those up to the first full stop of a run-in heading."""
    stop = line.text.find("。")
    if stop < 0 or stop >= len(line.text) - 1:
        return [run for run in line.paragraph.runs if run.text.strip()]
    found, length = [], 0
    for run in line.paragraph.runs:
        if length > stop:
            break
        length += len(run.text)
        if run.text.strip() and length <= stop + 1:
            found.append(run)
    return found


def east_asian_font(run: Any, paragraph: Any) -> str:
    """The font that Chinese characters of the run have; "" where nothing says."""

    def own(properties: Any) -> str | None:
        fonts = None if properties is None else properties.find(f"{_W}rFonts")
        return None if fonts is None else fonts.get(f"{_W}eastAsia")

    return _first(run, paragraph, own) or ""


def size_of(run: Any, paragraph: Any) -> float | None:
    """The size in points."""

    def own(properties: Any) -> str | None:
        return _value(properties, "sz")

    found = _first(run, paragraph, own)
    return float(found) / 2 if found else None


def colour_of(run: Any, paragraph: Any) -> str:
    """The colour as six hexadecimal digits, "" or "auto" for the default."""
    return _first(run, paragraph, lambda properties: _value(properties, "color")) or ""


def bold(run: Any, paragraph: Any) -> bool:
    """Whether the run is bold."""

    def own(properties: Any) -> str | None:
        element = None if properties is None else properties.find(f"{_W}b")
        return None if element is None else element.get(f"{_W}val", "1")

    return (_first(run, paragraph, own) or "0") not in ("0", "false", "off")


def alignment_of(paragraph: Any) -> str:
    """left, center, right, both …; "" where nothing says."""
    return _of_paragraph(paragraph, lambda properties: _value(properties, "jc")) or ""


def first_line_characters(paragraph: Any, size: float) -> float:
    """The indent of the first line in characters; blanks typed at the start count, too."""

    def own(properties: Any) -> str | None:
        indent = None if properties is None else properties.find(f"{_W}ind")
        if indent is None:
            return None
        characters = indent.get(f"{_W}firstLineChars")
        if characters:
            return str(float(characters) / 100)
        twips = indent.get(f"{_W}firstLine")
        return str(float(twips) / 20 / size) if twips else None

    typed = len(paragraph.text) - len(paragraph.text.lstrip("\u3000"))
    return float(_of_paragraph(paragraph, own) or 0) + typed


def line_pitch(paragraph: Any) -> tuple[str, float] | None:
    """(rule, value): exact or atLeast with points, auto with lines; None where nothing says."""

    def own(properties: Any) -> str | None:
        spacing = None if properties is None else properties.find(f"{_W}spacing")
        line = None if spacing is None else spacing.get(f"{_W}line")
        return None if spacing is None or not line else f"{spacing.get(f'{_W}lineRule') or 'auto'} {line}"

    found = _of_paragraph(paragraph, own)
    if found is None:
        return None
    rule, line = found.split()
    return rule, float(line) / (240 if rule == "auto" else 20)


def _value(properties: Any, name: str) -> str | None:
    element = None if properties is None else properties.find(f"{_W}{name}")
    value = None if element is None else element.get(f"{_W}val")
    return None if value is None else str(value)


def _first(run: Any, paragraph: Any, own: Callable[[Any], str | None]) -> str | None:
    """The nearest word on a property of characters: run, its style, the paragraph's styles, the defaults."""
    for properties in (
        run._element.rPr,
        *(style.element.rPr for style in _styles(run.style)),
        *(style.element.rPr for style in _styles(paragraph.style)),
    ):
        found = own(properties)
        if found is not None:
            return found
    return own(_default(paragraph, "rPrDefault", "rPr"))


def _of_paragraph(paragraph: Any, own: Callable[[Any], str | None]) -> str | None:
    for properties in (paragraph._element.pPr, *(style.element.pPr for style in _styles(paragraph.style))):
        found = own(properties)
        if found is not None:
            return found
    return own(_default(paragraph, "pPrDefault", "pPr"))


def _styles(style: Any) -> Iterator[Any]:
    seen = 0
    while style is not None and seen < 12:
        yield style
        style, seen = style.base_style, seen + 1


def _default(paragraph: Any, holder: str, name: str) -> Any:
    return paragraph.part.styles.element.find(f"{_W}docDefaults/{_W}{holder}/{_W}{name}")
