"""Notes become one ledger: every figure once with its note, what contradicts, what is missing. The kinds have modules of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.domain.quantity import Ledger, Note, Quantity
from assistant.notes.claims import claim_conflicts, claim_questions
from assistant.notes.conflicts import two_values
from assistant.notes.gaps import find_gaps
from assistant.notes.identity import facts_of
from assistant.notes.instructions import without_machine_talk
from assistant.notes.leftovers import leftover_figures
from assistant.notes.ranks import with_ranks
from assistant.notes.rates import rate_conflicts
from assistant.notes.shorthand import set_right
from assistant.notes.sums import sum_conflicts


def build_ledger(notes: Sequence[Note], year: int | None = None) -> Ledger:
    """The ledger of these notes; `year` is the year reported on, so that 今年, 去年 and plans get their years."""
    placed = tuple(_complete(note, year) for note in notes)
    facts = facts_of(placed)
    by_id = {note.id: note for note in placed}
    departments = tuple(dict.fromkeys(note.department for note in placed if note.department))
    conflicts = (*two_values(facts, by_id), *sum_conflicts(placed), *rate_conflicts(placed), *claim_conflicts(placed))
    gaps = (*find_gaps(placed), *claim_questions(placed, year))
    return Ledger(placed, tuple(facts), conflicts, gaps, year, departments)


def _complete(note: Note, year: int | None) -> Note:
    """The note with its figures in their years (a plan speaks of the next one), and with the numbers that have no unit."""
    if note.instruction:
        return note
    text = without_machine_talk(note.text)
    if year is not None and note.quantities:
        from assistant.text.quantities import read_quantities

        spoken = year + 1 if note.part == "plan" else year
        note = replace(note, quantities=tuple(read_quantities(text, year=spoken, part=note.part, note=True)))
    note = replace(note, quantities=with_ranks(text, tuple(_points(note, one) for one in note.quantities)))
    note = replace(note, quantities=tuple(_moved(note)))
    more = leftover_figures(replace(note, text=text))
    found = sorted((*note.quantities, *more), key=lambda one: one.start)
    return replace(note, quantities=tuple(set_right(text, found, year)))


def _moved(note: Note) -> Iterator[Quantity]:
    """41.5%→46.8%: the first of the two is what the second started from."""
    for at, one in enumerate(note.quantities):
        now = note.quantities[at + 1] if at + 1 < len(note.quantities) else None
        arrow = now is not None and one.change in ("level", "rate") and note.text[one.end : now.start] == "→"
        yield replace(one, change="from", role="previous", about=now.start) if arrow and now is not None else one


def _points(note: Note, one: Quantity) -> Quantity:
    """↑0.7个点 is 0.7 percentage points, whatever the measure word."""
    if one.unit != "个" or note.text[one.end : one.end + 1] != "点" or note.text[one.end : one.end + 2] in ("点位", "点源"):
        return one
    end = one.end + 1
    quote = note.text[one.start : end]
    return replace(one, end=end, quote=quote, unit="个百分点", dimension="百分点", base=one.value, change="points", threshold=False)
