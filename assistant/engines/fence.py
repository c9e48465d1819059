"""The fence: each sentence that a model wrote is compared with the evidence and found fine, to be confirmed, or rejected.

Nothing is mended here, and no model is asked; what happens to a rejected sentence is decided in `repair`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.engines.evidence import Evidence
from assistant.engines.fence_figures import FigureLook
from assistant.engines.fence_places import PlaceLook
from assistant.engines.fence_wording import WordLook
from assistant.engines.sight import Remark, Verdict
from assistant.text.quantities import read_quantities
from assistant.text.width import fold

_SENTENCE = re.compile(r"(?:【[^】\n]*】|[^。！？!?\n])*(?:[。！？!?]+[”’」』）)]*|(?=\n)|\Z)")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A sentence with its verdict, the reasons, and what supports it. figures: indices of `Evidence.figures` that it carries."""

    text: str
    start: int
    end: int
    verdict: Verdict
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    figures: frozenset[int] = frozenset()


def judge(prose: str, evidence: Evidence) -> list[Judgement]:
    """A judgement for each sentence of a section's prose, in order; white space between sentences belongs to none."""
    folded = fold(prose)
    spoken = evidence.year + 1 if evidence.year and evidence.part == "plan" else evidence.year
    quantities = read_quantities(folded, year=spoken, part=evidence.part)  # type: ignore[arg-type]
    found = []
    for start, end in sentences_of(folded):
        inside = [quantity for quantity in quantities if start <= quantity.start < end]
        found.append(_Sentence(prose, folded, start, end, inside, evidence).judgement())
    return found


def sentences_of(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences of a text with their end marks, blanks at the edges left out; 【…】 is never cut."""
    spans = []
    for match in _SENTENCE.finditer(text):
        piece = match[0]
        left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
        if right > left:
            spans.append((match.start() + left, match.start() + right))
    return spans


class _Sentence(FigureLook, PlaceLook, WordLook):
    """All looks at one sentence, in the order in which they account for its digits."""

    def judgement(self) -> Judgement:
        """The verdict with its reasons."""
        self.look_at_doubts()
        for quantity in self.quantities:
            self.look_at_figure(quantity)
        self.look_at_times()
        self.look_at_literals()
        self.find_support()
        self.look_at_numbers()
        self.look_at_names()
        self.look_at_stages()
        self.look_at_words()
        self.look_at_the_rest()
        worst: Verdict = "fine"
        for remark in self.remarks:
            worst = "rejected" if "rejected" in (worst, remark.verdict) else "confirm"
        text, notes = self.prose[self.start : self.end], tuple(dict.fromkeys(self.notes))
        return Judgement(text, self.start, self.end, worst, tuple(self.remarks), notes, frozenset(self.figures))
