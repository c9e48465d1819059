"""What a report is once it is read: text, sections, chunks and hits. No reading and no files here."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Part = Literal["summary", "plan", "problems", ""]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps offsets of a cleaned text to the text it was cut from.

    The cleaned text is made by deletion only, so the map is a list of kept pieces: `kept[i]` cleaned offset
    where a piece begins, `origin[i]` the same place in the original. Empty lists mean "nothing was deleted".
    """

    kept: tuple[int, ...] = ()
    origin: tuple[int, ...] = ()

    def at(self, offset: int) -> int:
        """The original offset of the character at a cleaned offset."""
        if not self.kept:
            return offset
        piece = max(0, bisect.bisect_right(self.kept, offset) - 1)
        return self.origin[piece] + offset - self.kept[piece]

    def span(self, start: int, end: int) -> Span:
        """The original range of a cleaned range; a deletion inside it is included, one at its edge is not."""
        if end <= start:
            place = self.at(start)
            return Span(place, place)
        return Span(self.at(start), self.at(end - 1) + 1)


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the heading tree. All spans are offsets in `Document.text` (the cleaned text).

    number: the label as written, "一、", "（一）", "1."; empty where a heading has none.
    heading: where number and title stand. body: from the end of the heading to the first child or the end.
    headings: titles from the top of the tree down to this one. level 1 is the top below the title.
    title is empty for a numbered item that carries no heading of its own ("6、…都开展了整治。" among titled siblings).
    Between heading and body stands nothing but the heading's end mark and white space.
    year, plan_year, unit, kind: set only where one file holds several texts and this section is one of them; else the document's hold.
    """

    number: str
    title: str
    level: int
    heading: Span
    body: Span
    headings: tuple[str, ...] = ()
    part: Part = ""
    topic: str = ""
    children: tuple[Section, ...] = ()
    year: int | None = None
    plan_year: int | None = None
    unit: str = ""
    kind: str = ""

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def end(self) -> int:
        """Where the section ends, children included."""
        return self.children[-1].end if self.children else self.body.end


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of a docx text came from, so that a comment can be put there.

    paragraph: index among all w:p of the body in document order, those of tables and text boxes included (0-based).
    run: index among all w:r of that paragraph in document order. offset: where in the run's text the stretch begins.
    """

    start: int
    end: int
    paragraph: int
    run: int
    offset: int


@dataclass(frozen=True, slots=True)
class Residue:
    """A range of `Document.original` that is not in `text`, and why.

    kind: "line-break" (a break inside a sentence), "markup" (marks of Markdown), "invisible" (zero-width characters),
    "duplicate" (the title once more), and page residue proper: "marker" (##paidbegin##), "furniture" (navigation, print bar,
    date line, photo credit), "advert", "page-number", "page-split" (a page joint numbered like a heading), "footer" (licence), "glossary".
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """One report as read: `original` is what `biganzi extract` prints, `text` the same without page residue.

    `lead` is the text between the title and the first heading. Every span inside refers to `text`;
    `origin()` turns one into a span of `original`.
    """

    source: str
    original: str
    text: str
    offsets: OffsetMap = OffsetMap()
    title: str = ""
    title_span: Span = Span(0, 0)
    year: int | None = None
    plan_year: int | None = None
    unit: str = ""
    kind: str = ""
    lead: Span = Span(0, 0)
    sections: tuple[Section, ...] = ()
    masked: tuple[Span, ...] = ()
    places: tuple[Place, ...] = field(default=(), repr=False)
    residue: tuple[Residue, ...] = ()

    def walk(self) -> Iterator[Section]:
        """All sections in document order."""
        for section in self.sections:
            yield from section.walk()

    def origin(self, span: Span) -> Span:
        """The span of `original` that a span of `text` came from."""
        return self.offsets.span(span.start, span.end)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a report that is indexed; it never crosses a section.

    text: cleaned text without the heading path. start, end: offsets in the report's extracted text.
    """

    id: str
    report: str
    source: str
    title: str
    year: int | None
    unit: str
    kind: str
    part: Part
    topic: str
    headings: tuple[str, ...]
    text: str
    start: int
    end: int
    position: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved chunk with its rank (1 is best), its fused score, and why it ranks, in words."""

    chunk: Chunk
    rank: int
    score: float
    why: tuple[str, ...] = ()
