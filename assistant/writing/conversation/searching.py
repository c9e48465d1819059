"""Which statements of the library a question is asked of: the reports of the units and years it names, or the ones nearest to its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.retrieval.library import Library
from assistant.retrieval.report import Report
from assistant.retrieval.understanding import Units, gather_units, unit_of
from assistant.writing.conversation.question import Question
from assistant.writing.conversation.statements import Reader, Statement, squeeze

#: a library up to this size is read whole
_SMALL = 24
_MOST = 24
_HITS = 60


class Shelf:
    """A library as the chat uses it: its units, and the statements that fit a question."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.reader = Reader(library)
        self._state: tuple[str, int, int] | None = None
        self._voices: list[Report] = []
        self._units = Units({}, {}, frozenset())

    def refresh(self) -> None:
        """Take in what has changed in the library since the last question."""
        reports = self.library.reports()
        state = self.library.store.state()
        if state != self._state:
            self._voices = self.library.store.voices() if reports else []
            self._units = gather_units(self._voices)
            self._state = state

    @property
    def voices(self) -> list[Report]:
        """The reports as `refresh` saw them, one that holds several texts taken apart."""
        return self._voices

    @property
    def units(self) -> Units:
        """The units that can be named."""
        return self._units

    def years_of(self, units: Sequence[str]) -> list[int]:
        """The years of which there are reports of these units (of any, where none are given), rising."""
        return sorted({voice.year for voice in self._voices if voice.year and (not units or unit_of(voice) in units)})

    def gather(self, question: Question, units: Sequence[str] | None = None) -> list[Statement]:
        """The statements to answer from, in report order."""
        wanted = tuple(question.units if units is None else units)
        reports = {report.number: report for report in self.library.reports()}
        if wanted:
            numbers = list(dict.fromkeys(voice.number for voice in self._voices if unit_of(voice) in wanted))
            if len(numbers) > _MOST:
                numbers = self._fewer(numbers, question, reports)
            found = self._read(reports[number] for number in numbers if number in reports)
            return [statement for statement in found if (statement.unit or unit_of(statement.report)) in wanted]
        if len(reports) <= _SMALL:
            found = self._read(reports.values())
        else:
            hits = self.library.search(question.text, _HITS)
            order = dict.fromkeys(hit.chunk.report for hit in hits)
            by_id = {report.id: report for report in reports.values()}
            found = self._read(by_id[key] for key in list(order)[:_MOST] if key in by_id)
        return self._of_unknown(found, question)

    def _read(self, reports: Iterable[Report]) -> list[Statement]:
        return [statement for report in reports for statement in self.reader.read(report)]

    def _fewer(self, numbers: Sequence[int], question: Question, reports: dict[int, Report]) -> list[int]:
        """The reports of the years asked for and their neighbours; without a year the newest ones."""
        years = {year + by for year in question.years for by in (0, 1, -1)}
        known = [reports[number] for number in numbers if number in reports]
        if years:
            known = [report for report in known if report.year in years] or known
        known.sort(key=lambda report: -(report.year or 0))
        return sorted(report.number for report in known[:_MOST])

    def _of_unknown(self, statements: list[Statement], question: Question) -> list[Statement]:
        """Where the question names a place that is no unit of the library: only the texts that speak of it, none where none does."""
        for name in question.unknown:
            held: dict[tuple[str, int], int] = {}
            for statement in statements:
                count = statement.folded.count(squeeze(name))
                if count:
                    key = (statement.report.id, statement.voice)
                    held[key] = held.get(key, 0) + count
            most = max(held.values(), default=0)
            keep = {key for key, count in held.items() if count * 2 >= most and count > 1} or set(held)
            statements = [statement for statement in statements if (statement.report.id, statement.voice) in keep]
        return statements
