"""Figures that notes contradict: shown side by side where the first of them would stand, once a section. The ledger finds them."""

from __future__ import annotations

import re

from assistant.domain.quantity import Conflict, Fact, Ledger
from assistant.engines.offline.amounts import Amount
from assistant.engines.offline.merging import Piece
from assistant.engines.offline.phrasing import formal

_WRONG = re.compile(r"应为|相差")


def _with_unit(quote: str, unit: str) -> str:
    """A bare number with the unit that the other side gives."""
    return quote + unit if re.fullmatch(r"\d+(?:\.\d+)?", quote) else quote


class Disputes:
    """The ledger's conflicts by note and place; remembers which stand already in the section that is being written."""

    def __init__(self, ledger: Ledger) -> None:
        self._by_note: dict[str, list[tuple[Fact, Conflict]]] = {}
        for conflict in ledger.conflicts:
            for fact in conflict.facts:
                self._by_note.setdefault(fact.note, []).append((fact, conflict))
        self._names = {note.id: note for note in ledger.notes}
        self._standing: list[str] = []
        self._marks: dict[int, str] = {}

    def shown(self, piece: Piece, amount: Amount, shift: tuple[int, ...] = ()) -> str | None:
        """The readings side by side where this amount of the piece is contradicted; None where it is not."""
        conflict = self._of(piece, amount, shift)
        if conflict is None:
            return None
        if len(conflict.facts) > 1:
            return self.marked(conflict)
        # one note against itself: its figure stands and is marked; what is wrong with it is told among the open points
        return f"{amount.text()}【待核】" if _WRONG.search(conflict.reason) else None

    def stands(self, piece: Piece, amount: Amount, shift: tuple[int, ...] = ()) -> bool:
        """Whether this amount is contradicted and both readings stand in the section already."""
        conflict = self._of(piece, amount, shift)
        return conflict is not None and len(conflict.facts) > 1 and self.marked(conflict) in self._standing

    def _of(self, piece: Piece, amount: Amount, shift: tuple[int, ...]) -> Conflict | None:
        for note in piece.notes:
            for fact, conflict in self._by_note.get(note.id, ()):
                if piece.offsets:
                    back = sum(1 for place in shift if place < amount.start)
                    if fact.quantity.start < amount.end - back and amount.start - back < fact.quantity.end:
                        return conflict
                elif amount.number and amount.number in fact.quantity.quote:
                    return conflict
        return None

    def all_stand(self, piece: Piece) -> bool:
        """Whether the notes of the piece are in dispute and all of their disputes stand already."""
        entries = [conflict for note in piece.notes for _, conflict in self._by_note.get(note.id, ())]
        conflicts = [conflict for conflict in entries if len(conflict.facts) > 1]
        return bool(conflicts) and all(self.marked(conflict) in self._standing for conflict in conflicts)

    def note_written(self, text: str) -> None:
        """Remember which disputes a written text shows."""
        if "【待核" not in text:
            return
        for conflict in self._joint():
            marked = self.marked(conflict)
            if marked in text and marked not in self._standing:
                self._standing.append(marked)

    def _joint(self) -> list[Conflict]:
        """The conflicts of more than one fact, once each."""
        every = {id(conflict): conflict for entries in self._by_note.values() for _, conflict in entries if len(conflict.facts) > 1}
        return list(every.values())

    def standing(self, piece: Piece) -> list[str]:
        """The marks of this piece's disputes that stand already."""
        marks = [self.marked(conflict) for note in piece.notes for _, conflict in self._by_note.get(note.id, ())]
        return [mark for mark in marks if mark in self._standing]

    def readings(self, piece: Piece) -> list[str]:
        """What the piece's text may hold besides its own figures: the other sides' readings."""
        return [self.marked(conflict) for note in piece.notes for _, conflict in self._by_note.get(note.id, ())]

    def sides(self, text: str) -> list[str]:
        """The notes whose readings a text shows side by side."""
        if "【待核" not in text:
            return []
        return [fact.note for conflict in self._joint() if self.marked(conflict) in text for fact in conflict.facts]

    def marked(self, conflict: Conflict) -> str:
        """【待核：46个（招商局）；43个（经济发展局）】; owners only where they differ."""
        known = self._marks.get(id(conflict))
        if known is None:
            known = self._marks[id(conflict)] = self._mark(conflict)
        return known

    def _mark(self, conflict: Conflict) -> str:
        owners = [self._names[fact.note].department if fact.note in self._names else "" for fact in conflict.facts]
        told = all(owners) and len(set(owners)) > 1
        unit = next((fact.quantity.unit for fact in conflict.facts if fact.quantity.unit), "")
        readings = [
            formal(_with_unit(fact.quantity.quote.strip(), unit)) + (f"（{owner}）" if told else "")
            for fact, owner in zip(conflict.facts, owners, strict=True)
        ]
        return f"【待核：{'；'.join(dict.fromkeys(readings))}】"
