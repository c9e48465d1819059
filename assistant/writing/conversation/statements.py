"""A report taken apart for answering: sentences with their figures, year, part and exact place. Nothing is ranked here."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from assistant.domain.document import Chunk, Document, OffsetMap
from assistant.domain.quantity import Quantity
from assistant.retrieval.library import Library
from assistant.retrieval.report import Report
from assistant.retrieval.terms import fold
from assistant.text.quantities import read_quantities
from assistant.writing.conversation.answers import Citation

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”’」』）)]*|\n")
_ITEM = re.compile(
        r"\s*(?:[一二三四五六七八九十]{1,2}(?:是|要|抓|盯)|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．]"
        r"|[①-⑳]|第[一二三四五六七八九十]，?|首先|其次|再次)")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_KEPT = 48


@dataclass(frozen=True)
class Statement:
    """One sentence of a report. `text` is cleaned, `at` its offset in the cleaned document; quantities have offsets in `text`.

    year: what the report (or the text inside a collection) reports on; plan_year: the year its plan part is for.
    lead: offset in the cleaned document where a heading begins that runs into this sentence, else `at`.
    item: sentences of one enumerated item (一是 …) share it.
    """

    report: Report
    document: Document = field(repr=False, compare=False)
    unit: str
    year: int | None
    plan_year: int | None
    kind: str
    part: str
    headings: tuple[str, ...]
    text: str
    at: int
    lead: int
    item: int
    voice: int
    quantities: tuple[Quantity, ...] = ()
    #: for a note: its place in the sheet as it was sent in; what it says may have been amended since
    place: Citation | None = field(default=None, compare=False)
    #: for a note: offset of a figure → what has to be known of it (settled since, reported otherwise by somebody else)
    noted: tuple[tuple[int, str], ...] = ()

    @cached_property
    def folded(self) -> str:
        """The text as comparisons see it: width and case folded, blanks taken out."""
        return squeeze(self.text)

    @cached_property
    def path(self) -> str:
        """Headings and title, folded."""
        return squeeze(" ".join((*self.headings, self.report.title)))

    @property
    def is_plan(self) -> bool:
        """Whether it says what is meant to be done."""
        return self.part == "plan"

    def cite(self, start: int | None = None, end: int | None = None) -> Citation:
        """This sentence (with the heading that runs into it) as a citation, or the part between two offsets of `text`."""
        left = self.lead if start is None else self.at + start
        right = self.at + (len(self.text) if end is None else end)
        return make_citation(self.report, self.document, left, right, self)


def make_citation(report: Report, document: Document, left: int, right: int, statement: Statement) -> Citation:
    """A citation of a range of the cleaned text, without blanks at its ends; of a note, the whole note in its sheet."""
    if statement.place is not None:
        return statement.place
    text = document.text
    while left < right and text[left].isspace():
        left += 1
    while right > left and text[right - 1].isspace():
        right -= 1
    place = document.offsets.span(left, right)
    return Citation(
        report.id, report.source, place.start, place.end, document.original[place.start : place.end], report.title, statement.year,
        statement.unit, statement.headings)


def squeeze(text: str) -> str:
    """The text with width and case folded, blanks and quotation marks taken out: what the two sides of a comparison are."""
    return re.sub(r"\s+", "", fold(text)).replace("—", "-").replace("~", "-").replace("“", "").replace("”", "").replace('"', "")


class Reader:
    """Statements of a library's reports, the last few dozen kept."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._kept: OrderedDict[tuple[str, str, str], tuple[Statement, ...]] = OrderedDict()

    def read(self, report: Report) -> tuple[Statement, ...]:
        """The statements of one report, in text order."""
        key = (report.id, report.sha256, report.ingested)
        found = self._kept.get(key)
        if found is None:
            document = self.library.document(report.id)
            found = tuple(read_statements(report, document, self.library.chunks(report=report.id)))
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found


def read_statements(report: Report, document: Document, chunks: Iterable[Chunk]) -> Iterator[Statement]:
    """The sentences of a report: chunks that follow each other in one section are read as one stretch of text."""
    leads = {section.body.start: section.heading.start for section in document.walk()}
    items = itertools.count(1)
    voices: dict[tuple[str, int | None, str], int] = {}
    for (year, unit, kind, part, headings), group in itertools.groupby(
        chunks, key=lambda chunk: (chunk.year, chunk.unit, chunk.kind, chunk.part, chunk.headings)
    ):
        pieces = list(group)
        left, right = _cleaned(document.offsets, pieces[0].start), _cleaned(document.offsets, pieces[-1].end - 1) + 1
        voice = voices.setdefault((unit, year, headings[0] if headings and len(voices) > 1 else ""), len(voices))
        plan_year = _plan_year(report, year, kind, headings)
        stretch = document.text[left:right]
        turn = _turn(stretch, headings, plan_year) if part == "plan" else 0
        quantities = read_quantities(stretch[:turn], year=year, part="problems") if turn else []
        reported = plan_year if part == "plan" else year
        quantities += [one.shifted(turn) for one in read_quantities(stretch[turn:], year=reported, part=part)]
        item, place = next(items), 0
        for match in _SENTENCE.finditer(stretch):
            if match.group() == "\n" or not match.group().strip():
                item = next(items)
                continue
            start, end = match.span()
            if _ITEM.match(match.group()):
                item = next(items)
            inside = []
            while place < len(quantities) and quantities[place].start < end:
                # a row of a table has units without figures beside them: they are no figures that were taken out
                in_table = quantities[place].masked and "\t" in match.group()
                if quantities[place].start >= start and not in_table:
                    inside.append(quantities[place].shifted(-start))
                place += 1
            lead = leads.get(left + start, left + start)
            if lead == left + start:
                lead = next((leads[at] for at in range(left + start, max(left + start - 4, -1), -1) if at in leads), lead)
            if start and lead != left + start and document.text[lead : left + start].count("\n") > 2:
                lead = left + start
            yield Statement(
                report, document, unit, year, plan_year, kind, "problems" if start < turn else part, headings, match.group(), left + start,
                lead, item, voice, tuple(inside))


def _turn(stretch: str, headings: tuple[str, ...], plan_year: int | None) -> int:
    """Where a section on shortcomings and plans turns to the plans; 0 where it speaks of plans only."""
    if not headings or "问题" not in headings[-1] or plan_year is None:
        return 0
    place = re.search(rf"^(?:.{{0,6}})?{plan_year}年", stretch, re.M)
    return place.start() if place else 0


def _cleaned(offsets: OffsetMap, original: int) -> int:
    """The offset in the cleaned text of an original offset that was kept."""
    if not offsets.kept:
        return original
    piece = max(0, bisect_right(offsets.origin, original) - 1)
    return offsets.kept[piece] + original - offsets.origin[piece]


def _plan_year(report: Report, year: int | None, kind: str, headings: tuple[str, ...]) -> int | None:
    """The year that a plan part is for: as its heading says, as the report says, else the year after."""
    for heading in reversed(headings):
        named = [int(match.group()) for match in _YEAR.finditer(heading)]
        plans = any(word in heading for word in ("计划", "安排", "打算", "思路", "目标", "工作"))
        if named and plans and (year is None or year <= named[-1] <= year + 1):
            return named[-1]
    if "半年" in kind:
        return year
    if report.plan_year and report.year == year:
        return report.plan_year
    return year + 1 if year else report.plan_year
