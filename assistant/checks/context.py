"""What a rule may look at: the document and all that is computed from it once. Pure data: no files, no network, no rules.

Rules work in the coordinates of `document.text`; `finding()` turns them into those of `document.original`, so nothing after it
needs to know of both.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.checks.rule import Rule
from assistant.checks.words import NO_WORDS, HouseWords
from assistant.domain.document import Document, Part, Section, Span
from assistant.domain.finding import Finding, Fix, Related, Severity
from assistant.domain.quantity import Ledger, Quantity

_LINE = re.compile(r"[^\n]+")
# a full stop between digits is a mistyped decimal point, and closing quotes belong to the sentence before them
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)]*|(?=\n)|\Z)")


def _bare(pieces: Iterable[re.Match[str]]) -> Iterator[Span]:
    """The pieces that hold something, without blanks at their ends."""
    for match in pieces:
        piece = match.group()
        kept = piece.strip()
        if kept == piece:
            if kept:
                yield Span(*match.span())
        elif kept:
            start = match.start() + len(piece) - len(piece.lstrip())
            yield Span(start, start + len(kept))


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the text that speaks of one year: the summary part, the plan part …"""

    start: int
    end: int
    part: Part
    year: int | None


@dataclass(frozen=True)
class CheckContext:
    """One document under check with the ledger of the notes and last year's report where they are given.

    fingerprints: passages of the library for the rule that looks for copied text: fingerprint → where it stands.
    """

    document: Document
    notes: Ledger | None = None
    previous: Document | None = None
    words: HouseWords = NO_WORDS
    fingerprints: dict[int, str] = field(default_factory=dict)
    _compared: set[tuple[int, int]] = field(default_factory=set, repr=False)

    @property
    def text(self) -> str:
        """The cleaned text that all spans of a rule refer to."""
        return self.document.text

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections, depth first, in document order."""
        return tuple(self.document.walk())

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The lines that hold something, without blanks at their ends."""
        return tuple(_bare(_LINE.finditer(self.text)))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences with their end mark, never across a line; headings without a mark are sentences too."""
        return tuple(_bare(_SENTENCE.finditer(self.text)))

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The text cut where the part (summary, plan, problems) changes; together they cover all of it."""
        document = self.document
        cuts: list[tuple[int, Part, int | None]] = [(0, "", document.year)]
        for top in document.sections:
            # one of several texts in the file speaks of its own years
            own = top if top.year else None
            year, plan_year = (own.year, own.plan_year) if own else (document.year, document.plan_year)
            if year and not plan_year:
                plan_year = year if (own.kind if own else document.kind).startswith("半年") else year + 1
            for section in top.walk():
                speaks_of = plan_year if section.part == "plan" else year
                if (section.part, speaks_of) != cuts[-1][1:]:
                    cuts.append((section.heading.start, section.part, speaks_of))
        ends = [start for start, _, _ in cuts[1:]] + [len(document.text)]
        return tuple(Region(start, end, part, year) for (start, part, year), end in zip(cuts, ends, strict=True) if end > start)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """All figures of the text, offsets in `text`, each with the year its part speaks of."""
        from assistant.text.quantities import read_quantities

        found: list[Quantity] = []
        for region in self.regions:
            for quantity in read_quantities(self.text[region.start : region.end], year=region.year, part=region.part):
                found.append(quantity.shifted(region.start))
        return tuple(found)

    @cached_property
    def by_start(self) -> Mapping[int, Quantity]:
        """Figures by the offset at which they begin: what `about`, `parent` and `joint` of a figure point at."""
        return {quantity.start: quantity for quantity in self.quantities}

    @cached_property
    def _figure_starts(self) -> tuple[int, ...]:
        return tuple(quantity.start for quantity in self.quantities)

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.sentences)

    def figures_in(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The figures that begin in text[start:end]."""
        left = bisect.bisect_left(self._figure_starts, start)
        return self.quantities[left : bisect.bisect_left(self._figure_starts, end, left)]

    def sentence_start(self, offset: int) -> int:
        """Where the sentence begins that holds this offset."""
        at = bisect.bisect_right(self._sentence_starts, offset) - 1
        return self._sentence_starts[at] if at >= 0 else 0

    def clause_start(self, offset: int, marks: str = "，。；：\n") -> int:
        """Where the clause begins that holds this offset; it reaches back to the beginning of the sentence at most."""
        begin = self.sentence_start(offset)
        return max(begin, *(self.text.rfind(mark, begin, offset) + 1 for mark in marks))

    @cached_property
    def starts(self) -> Mapping[int, Quantity]:
        """The starting figure of every 由A到B: offset of B → A."""
        linked = (one for one in self.quantities if one.about >= 0)
        return {one.about: one for one in linked if one.change == "from" or (one.change == "rank" and one.role == "previous")}

    @cached_property
    def headlines(self) -> Mapping[tuple[str, str, str], tuple[Quantity, ...]]:
        """What was reached in a whole year, by row of the indicator table, scope and dimension: amounts that stand for themselves."""
        found: dict[tuple[str, str, str], tuple[Quantity, ...]] = {}
        for one in self.quantities:
            whole_year = one.period.kind in ("year", "unknown") and one.change == "level" and one.role in ("actual", "forecast")
            if whole_year and one.indicator_id and one.value is not None and one.parent < 0 and not one.bound and not one.verb:
                key = (one.indicator_id, one.scope, one.dimension)
                found[key] = (*found.get(key, ())[-8:], one)
        return found

    @cached_property
    def figures_by_sentence(self) -> tuple[tuple[Quantity, ...], ...]:
        """The figures of each sentence that has any, in order."""
        groups: list[list[Quantity]] = []
        sentences, at, last = self.sentences, -1, -1
        for quantity in self.quantities:
            while at + 1 < len(sentences) and sentences[at + 1].start <= quantity.start:
                at += 1
            if at != last or not groups:
                groups.append([])
                last = at
            groups[-1].append(quantity)
        return tuple(tuple(group) for group in groups)

    def level_of(self, quantity: Quantity) -> Quantity | None:
        """The level that a figure of change speaks of: an increase in between (净增4家，增长14.8%) is passed over."""
        level = self.by_start.get(quantity.about)
        for _ in range(4):
            if level is None or level.change != "increase" or level.about < 0:
                break
            level = self.by_start.get(level.about)
        return level

    @cached_property
    def before(self) -> CheckContext | None:
        """Last year's report as a context of its own: its sections and quantities are read once, too."""
        return CheckContext(self.previous, words=self.words) if self.previous is not None else None

    def compare(self, quantities: Iterable[Quantity]) -> None:
        """Say that these figures took part in a comparison, whatever came of it (for `check --stats`)."""
        self._compared.update((quantity.start, quantity.end) for quantity in quantities)

    @property
    def compared(self) -> frozenset[tuple[int, int]]:
        """The places of the figures that some rule compared with something."""
        return frozenset(self._compared)

    def related(self, start: int, end: int, label: str = "") -> Related:
        """Another place of this document, given in `text`, as it stands in `original`."""
        span = self.document.offsets.span(start, end)
        return Related(span.start, span.end, self.document.original[span.start : span.end], label)

    def finding(
        self, rule: Rule, start: int, end: int, message: str, *, suggestion: str = "", severity: Severity | None = None,
        related: Sequence[Related] = (), fix: str | None = None, fix_span: tuple[int, int] | None = None,
    ) -> Finding:
        """A finding on text[start:end]. fix: what surely belongs there instead (at `fix_span` where that is not the whole span)."""
        original = self.document.original
        span = self.document.offsets.span(start, end)
        mend: Fix | None = None
        if fix is not None:
            left, right = fix_span or (start, end)
            place = self.document.offsets.span(left, right)
            # a replacement across page residue would delete what the reader has not seen
            if place.end - place.start == right - left:
                mend = Fix(place.start, place.end, fix)
        return Finding(
            rule.code, rule.name, rule.category, severity or rule.severity, message, span.start, span.end,
            original[span.start : span.end], tuple(related), suggestion, mend,
        )

    def finding_in_original(
        self, rule: Rule, start: int, end: int, message: str, *, suggestion: str = "", severity: Severity | None = None,
        fix: str | None = None,
    ) -> Finding:
        """A finding on original[start:end], for what cleaning has taken out of `text` (page furniture)."""
        return Finding(
            rule.code, rule.name, rule.category, severity or rule.severity, message, start, end,
            self.document.original[start:end], (), suggestion, None if fix is None else Fix(start, end, fix),
        )
