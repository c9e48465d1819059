"""Figures of works that notes name: which work a figure of the draft speaks of, and what is told of one work with another's value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from assistant.checks.evidence import Changed, Said
from assistant.checks.matching import attached
from assistant.checks.omissions import Omissions
from assistant.checks.slips import digits
from assistant.text.agreement import exactly
from assistant.text.likeness import grams

#: what opens a note that tells of one work; how long its name is, in grams, and how much of it a sentence has that tells it, or not
_HEAD = re.compile(r"[^，。；：:、,（(\d]{3,20}(?=[，：:,（(\d—])")
_NAME_OF_WORK, _WHOLE_WORK, _STRANGE_WORK = 7, 0.9, 0.45
#: what a work can make in a year
_CAPACITY = re.compile(r"产能|年产|年加工|年处理|日产|日处理|能力")


class NamedWorks(Omissions):
    """The matching of a draft with its notes, asked about the works in it."""

    def told_of_another_work(self) -> Iterator[Changed]:
        """总投资 of one project told of another: the sentence names a work whose note has its own, and has the value from elsewhere."""
        heads = {note: head for note, (_, head) in self._heads.items()}
        for said, fact in list(self.matched.items()):
            if not attached(said, fact) or said.rarity < 0.6 or not exactly(said.quantity, fact.quantity):
                continue
            before = grams(self.text[said.label.sentence[0] : said.quantity.start])
            if fact.note not in heads or self.weights.share(heads[fact.note], before) > _STRANGE_WORK:
                continue
            named = [note for note, head in heads.items() if self.weights.share(head, before) >= _WHOLE_WORK]
            own = [one for note in named for one in self.by_note[note] if self.rival(said, one) and one not in self.taken]
            own = [one for one in own if one.quantity.indicator == fact.quantity.indicator and one.plan == said.plan]
            if len(named) == len(own) == 1:
                del self.matched[said]
                if self.taken.get(fact) is said:
                    del self.taken[fact]
                yield Changed(said, own[0])

    def is_of_its_work(self, said: Said, fact: Said, slip: str) -> bool:
        """Whether a figure of the very work that a note tells is the note's with digits exchanged, or the other one of what it can make."""
        if not self.tells_its_work(said, fact):
            return False
        if slip == "turned" and len(digits(said.quantity)) > 1:
            return True
        makes = (bool(_CAPACITY.search(f"{one.label.words} {one.quantity.indicator}") or "/" in one.quantity.unit) for one in (said, fact))
        return all(makes) and sum(self.alike_in_kind(said, one) for one in self.by_note[fact.note]) == 1

    def tells_its_work(self, said: Said, fact: Said) -> bool:
        """Whether the work that a figure of the draft is told of is the one that the fact's note opens with."""
        works = self._works
        if said not in works:
            works[said] = self._work_told(said)
        return works[said] == fact.note

    @cached_property
    def _works(self) -> dict[Said, str]:
        return {}

    def _work_told(self, said: Said) -> str:
        """The note whose work is the last one named in front of a figure in its part of the sentence, "" where there is none."""
        start, end = said.label.sentence[0], said.quantity.start
        piece = self.text[max(start, self.text.rfind("；", start, end) + 1) : end]
        held = grams(piece)
        named = [
            (piece.rfind(words[:3]), note) for note, (words, head) in self._heads.items()
            if words[:3] in piece and self.weights.share(head, held) >= _WHOLE_WORK
        ]
        return max(named)[1] if named else ""

    @cached_property
    def _heads(self) -> dict[str, tuple[str, frozenset[str]]]:
        """The names that notes open with, and their grams, where they are long enough to name one work."""
        opened = {note: _HEAD.match(self.notes[note].text) for note in self.by_note}
        heads = {note: (found[0], grams(found[0])) for note, found in opened.items() if found is not None}
        return {note: one for note, one in heads.items() if len(one[1]) >= _NAME_OF_WORK}
