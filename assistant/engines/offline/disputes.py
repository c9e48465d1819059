"""Figures that notes contradict: shown side by side where one of them would stand. What contradicts is found by the ledger."""

from __future__ import annotations

from assistant.domain.quantity import Conflict, Fact, Ledger, Note
from assistant.engines.offline.amounts import Amount


class Disputes:
    """The ledger's conflicts by note and place."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._by_note: dict[str, list[tuple[Fact, Conflict]]] = {}
        for conflict in ledger.conflicts:
            for fact in conflict.facts:
                self._by_note.setdefault(fact.note, []).append((fact, conflict))
        self._names = {note.id: note for note in ledger.notes}

    def shown(self, note: Note, amount: Amount) -> str | None:
        """The readings side by side where this amount of the note is contradicted; None where it is not."""
        for fact, conflict in self._by_note.get(note.id, ()):
            if fact.quantity.start < amount.end and amount.start < fact.quantity.end:
                return self.marked(conflict)
        return None

    def marked(self, conflict: Conflict) -> str:
        """【待核：46个（招商局）；43个（经济发展局）】"""
        return f"【待核：{'；'.join(self._reading(fact) for fact in conflict.facts)}】"

    def _reading(self, fact: Fact) -> str:
        note = self._names.get(fact.note)
        quote = fact.quantity.quote.strip()
        owner = (note.department or note.id) if note else fact.note
        return f"{quote}（{owner}）"

    def readings(self, note: Note) -> list[str]:
        """What the note's own text may hold besides its figures: the other sides' readings."""
        return [self.marked(conflict) for _, conflict in self._by_note.get(note.id, ())]
