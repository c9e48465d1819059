"""A report as it reads, with places marked: for the reader of the library and the source panel of the chat. Pure."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence

from assistant.domain.document import Document, Section
from assistant.ui.markup import Html, esc, join, tag

_AROUND = 4000
#: start and end in the cleaned text, class of the mark
Mark = tuple[int, int, str]


def cleaned_offset(document: Document, offset: int) -> int:
    """The place in `text` of a place in `original`; one that was cleaned away becomes the next that wasn't."""
    kept, origin = document.offsets.kept, document.offsets.origin
    if not kept:
        return min(offset, len(document.text))
    piece = max(0, bisect.bisect_right(origin, offset) - 1)
    end = kept[piece + 1] if piece + 1 < len(kept) else len(document.text)
    return max(kept[0], min(end, kept[piece] + max(0, offset - origin[piece])))


def cleaned_span(document: Document, start: int, end: int) -> tuple[int, int]:
    """The same for a range."""
    return cleaned_offset(document, start), cleaned_offset(document, end)


def paper(document: Document, places: Sequence[tuple[int, int]] = ()) -> Html:
    """The whole report as headings and paragraphs; places are ranges of `original` to be marked, masked figures are marked anyway."""
    marks: list[Mark] = [(*cleaned_span(document, start, end), "place") for start, end in places]
    marks += [(span.start, span.end, "bz-mask") for span in document.masked]
    headings = {section.heading.start: section for section in document.walk() if section.title}
    title = document.title_span
    pieces, at, text = [], 0, document.text
    if document.title:
        pieces.append(tag("h3", marked(text, title.start, title.end, marks)))
        at = title.end if title.end > title.start else 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        pieces += _line(text, at, end, headings, marks)
        at = end + 1
    return tag("div", *pieces, cls="bz-src", lang="zh-CN")


def _line(text: str, start: int, end: int, headings: dict[int, Section], marks: Sequence[Mark]) -> list[Html]:
    if not text[start:end].strip():
        return []
    lead = start
    while lead < end and text[lead].isspace():
        lead += 1
    section = headings.get(lead) or headings.get(start)
    if section is None and "\t" in text[lead:end]:
        return [_row(text, start, end, [one for one in marks if one[2] == "place"])]
    if section is None:
        inside = [at for at in headings if start < at < end]
        if inside:
            return [*_line(text, start, min(inside), headings, marks), *_line(text, min(inside), end, headings, marks)]
        return [tag("p", marked(text, lead, end, marks))]
    heading = section.heading
    made = [tag("h4", marked(text, heading.start, min(heading.end, end), marks), id=anchor(section), cls=f"l{min(section.level, 3)}")]
    rest = text[heading.end : end].strip("。：: \u3000\t")
    if rest:
        made.append(tag("p", marked(text, heading.end, end, marks)))
    return made


def _row(text: str, start: int, end: int, marks: Sequence[Mark]) -> Html:
    """A line of a table: its cells side by side, as wide as those of the lines around it."""
    cells = []
    at, columns = start, _columns(text, start, end)
    for cell in text[start:end].split("\t"):
        cells.append(tag("span", marked(text, at, at + len(cell), marks)))
        at += len(cell) + 1
    return tag("div", *cells, *[tag("span")] * (columns - len(cells)), cls="cells")


def _columns(text: str, start: int, end: int) -> int:
    """How many cells the longest line of a table has: those at the end of a line are left out where they are empty."""
    # no more than a window's height around is looked at: a sheet can have thousands of rows
    above, below = reversed(text[max(0, start - _AROUND) : start].split("\n")[:-1]), text[end + 1 : end + _AROUND].split("\n")
    table = [text[start:end], *itertools.takewhile(_is_row, above), *itertools.takewhile(_is_row, below)]
    return max(line.count("\t") for line in table) + 1


def _is_row(line: str) -> bool:
    return "\t" in line


def anchor(section: Section) -> str:
    """The id of a heading in the page."""
    return f"sec-{section.heading.start}"


def marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> Html:
    """A stretch of text with its marks; where marks overlap the first wins."""
    pieces: list[object] = []
    at = start
    for left, right, kind in sorted(marks):
        left, right = max(left, at), min(right, end)
        if left >= right or left >= end or right <= start:
            continue
        pieces.append(text[at:left])
        pieces.append(tag("mark", text[left:right], cls=kind) if kind == "place" else tag("span", text[left:right], cls=kind))
        at = right
    pieces.append(text[at:end])
    return join(pieces)


def tree(sections: Sequence[Section]) -> Html:
    """The headings as a list that jumps to them."""
    items = [
        tag("a", section.number, section.title, href=f"#{anchor(section)}", data_jump=anchor(section), cls=f"l{min(section.level, 3)}")
        for top in sections
        for section in top.walk()
        if section.title
    ]
    return tag("nav", *items, cls="bz-toc", aria_label="目录") if items else esc("")


def emphasised(text: str, query: str) -> Html:
    """A passage with the query's words marked: the longest stretches of two characters and more that it holds."""
    marks: list[Mark] = []
    words = [word for word in query.replace("\u3000", " ").split() if len(word) > 1] or [query]
    for word in words:
        spans = _common(text, word)
        marks += [(start, end, "place") for start, end in spans]
    return marked(text, 0, len(text), marks)


def _common(text: str, word: str) -> list[tuple[int, int]]:
    for size in range(len(word), 1, -1):
        parts = {word[at : at + size] for at in range(len(word) - size + 1)}
        spans = []
        for part in parts:
            at = text.find(part)
            while at >= 0:
                spans.append((at, at + size))
                at = text.find(part, at + size)
        if spans:
            return spans
    return []
