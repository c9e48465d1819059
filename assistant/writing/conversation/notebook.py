"""The project's own notes as one more source of the chat, beside the library: this year's figures, each at its place in a sheet.

A note says what its user has made of it (settled, filled in); the place cited is the sheet as it was sent in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath

from assistant.domain.document import Document
from assistant.domain.quantity import Conflict, Gap, Note, Period, Quantity
from assistant.retrieval.report import Report
from assistant.retrieval.terms import fold
from assistant.retrieval.understanding import Units, gather_units
from assistant.writing.conversation.answers import Citation
from assistant.writing.conversation.question import Question
from assistant.writing.conversation.searching import Shelf
from assistant.writing.conversation.statements import Statement
from assistant.writing.conversation.terms import Term, coverage

_BREAK = re.compile(r"[，；：。]")
#: the end of an earlier year at the head of a clause, with no figure between it and the one it dates
_END = re.compile(r"\s*(?:(?P<year>20\d\d)年|去年|上年)(?:年底|年末|底|末)(?=[^\d比较由从]*$)")
#: share of a question's words that a note with a gap has to hold
_NAMED = 0.8
#: numbers of sheets among the reports, behind all of the library's
_FIRST = 1_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was sent in: the name to show and the text that the notes' offsets refer to."""

    name: str
    sha256: str
    text: str

    @property
    def title(self) -> str:
        """The name without its ending."""
        return PurePath(self.name).stem


@dataclass(frozen=True)
class Notebook:
    """The notes of one project. sheets: `Note.source` → sheet. amended: note id → (figure as sent in, "" for a gap; as it is now)."""

    notes: tuple[Note, ...] = ()
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    #: contradictions that the user wants to stand side by side
    apart: tuple[Conflict, ...] = ()
    gaps: tuple[Gap, ...] = ()
    amended: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    unit: str = ""
    year: int | None = None

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The notes as statements of this year, in their order."""
        return tuple(self._statements(self.unit or "本单位"))

    def named(self, unit: str) -> Notebook:
        """The same under the name that the library knows the unit by."""
        return self if unit == self.unit else replace(self, unit=unit)

    def _statements(self, unit: str) -> list[Statement]:
        carried = [note for note in self.notes if not note.instruction and note.source in self.sheets]
        text, starts = "", {}
        for note in carried:
            starts[note.id] = len(text)
            text += f"{note.text}\n"
        document = Document("", text, text)
        reports = {source: self._report(number, source, unit) for number, source in enumerate(self.sheets, _FIRST)}
        return [
            Statement(
                self._titled(reports[note.source], note), document, unit, self.year, self.year + 1 if self.year else None, "", note.part,
                tuple(one for one in (note.department, note.topic) if one), note.text, starts[note.id], starts[note.id], number, 0,
                tuple(self._dated(note.text, one) for one in note.quantities),
                self._place(note, unit), tuple(self._noted(note)))
            for number, note in enumerate(carried, 1)]

    def _report(self, number: int, source: str, unit: str) -> Report:
        sheet = self.sheets[source]
        year = self.year
        return Report(
            number, f"note:{sheet.sha256}", source, sheet.name, sheet.sha256, "", f"素材·{sheet.title}", year, year + 1 if year else None,
            unit, "", len(sheet.text), 0, -1, "")

    def _titled(self, report: Report, note: Note) -> Report:
        return replace(report, title=f"素材·{note.department}") if note.department else report

    def _place(self, note: Note, unit: str) -> Citation:
        sheet = self.sheets[note.source]
        line = sheet.text[note.start : note.end]
        start = note.start + len(line) - len(line.lstrip())
        end = note.end - (len(line) - len(line.rstrip()))
        whose = note.department or sheet.title
        headings = (note.department,) if note.department else ()
        return Citation(
            f"note:{sheet.sha256}", sheet.name, start, end, sheet.text[start:end], f"素材·{whose}", self.year, unit, headings, note.id)

    def _noted(self, note: Note) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for quantity in note.quantities:
            before = next((old for old, new in self.amended.get(note.id, ()) if _same(new, quantity.quote)), None)
            if before is not None:
                found.append((quantity.start, f"核定数，原报{before}" if before else "补报数"))
            others = self.readings(note.id, quantity.start)
            if others:
                told = "、".join(f"{self._whose(id)}报{one.quote}" for id, one in others if id != note.id or one.start != quantity.start)
                found.append((quantity.start, f"待核，{told}" if self.is_open(note.id, quantity.start) else told))
        return found

    def missing(self, terms: Sequence[Term]) -> Statement | None:
        """The note that speaks of what is asked and has a gap where its figure should be."""
        lacking = {gap.note for gap in self.gaps}
        near = [one for one in self.statements if one.place is not None and one.place.note in lacking]
        held = [(coverage(terms, one.folded), one) for one in near]
        return max((pair for pair in held if pair[0] >= _NAMED), key=lambda pair: pair[0], default=(0.0, None))[1]

    def _dated(self, text: str, quantity: Quantity) -> Quantity:
        """The figure with the end of an earlier year that opens its clause: 2024年底建成1.2万平方米 is nothing of this year's."""
        left = max((match.end() for match in _BREAK.finditer(text, 0, quantity.start)), default=0)
        told = _END.match(text[left : quantity.start])
        if told is None or quantity.period.kind != "unknown" or quantity.change != "level":
            return quantity
        year = int(told["year"]) if told["year"] else self.year - 1 if self.year else None
        return replace(quantity, period=Period("at", year, None, 12, None, told.group().strip()), period_from="clause")

    def readings(self, note: str, start: int) -> list[tuple[str, Quantity]]:
        """What all the notes say of a figure that they don't agree on, note id and figure; empty where they agree."""
        for conflict in (*self.conflicts, *self.apart):
            if conflict.kind == "values" and any((one.note, one.quantity.start) == (note, start) for one in conflict.facts):
                return [(one.note, one.quantity) for one in conflict.facts]
        return []

    def is_open(self, note: str, start: int) -> bool:
        """Whether a figure that the notes don't agree on still waits for its user's word."""
        return any((one.note, one.quantity.start) == (note, start) for conflict in self.conflicts for one in conflict.facts)

    def _whose(self, id: str) -> str:
        note = next(one for one in self.notes if one.id == id)
        return note.department or self.sheets[note.source].title


def _same(new: str, quote: str) -> bool:
    return fold(quote) in fold(new) or fold(new) in fold(quote)


class ProjectShelf(Shelf):
    """The library's shelf with one project's notes on it."""

    def __init__(self, shelf: Shelf, notebook: Notebook) -> None:
        # the library's own shelf keeps what it has read: it is shared by all projects
        self._shelf = shelf
        self.library, self.reader = shelf.library, shelf.reader
        own = next((unit for unit in shelf.units.classes if is_unit(notebook.unit, unit)), "")
        self.known = bool(own)
        self.notebook = notebook.named(own or notebook.unit or "本单位")
        voices = [*shelf.voices, *{one.report.id: one.report for one in self.notebook.statements}.values()]
        self._units = gather_units(voices)

    @property
    def units(self) -> Units:
        """The library's units and the project's own."""
        return self._units

    def years_of(self, units: Sequence[str]) -> list[int]:
        """The library's years and the project's."""
        years = set(self._shelf.years_of(units))
        if self.notebook.statements and self.notebook.year and (not units or self.notebook.unit in units):
            years.add(self.notebook.year)
        return sorted(years)

    def gather(self, question: Question, units: Sequence[str] | None = None) -> list[Statement]:
        """The library's statements, and the notes where the question is of their unit and names no other."""
        wanted = tuple(question.units if units is None else units)
        found = self._shelf.gather(question, units) if self._shelf.units.classes else []
        # how the reports put something is asked of the reports
        own = question.kind != "wording" and not question.unknown and (not wanted or self.notebook.unit in wanted)
        return [*found, *self.notebook.statements] if own else found


def is_unit(written: str, unit: str) -> bool:
    """Whether a unit's name as a user writes it is this one: 榆湾经开区, 榆湾经济开发区管委会, 江东省榆湾经济开发区."""
    written, unit = fold(written).removesuffix("管理委员会").removesuffix("管委会"), fold(unit)
    if len(written) < 2 or not unit:
        return False
    short, long = sorted((written, unit), key=len)
    letters = iter(long)
    return short in long or (long.startswith(short[:2]) and all(one in letters for one in short))

