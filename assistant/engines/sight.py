"""One sentence under examination: what was seen, which of its digits are accounted for. The looks are in the fence_ modules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.domain.quantity import Quantity
from assistant.engines.claims import clauses_of
from assistant.engines.evidence import Evidence, stands_whole

Verdict = Literal["fine", "confirm", "rejected"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that the fence saw; start, end: offsets in the prose."""

    verdict: Verdict
    code: str
    message: str
    start: int
    end: int
    quote: str


class Sight:
    """A sentence of a prose with its clauses and figures; each look adds remarks, supporting notes and covered stretches."""

    def __init__(self, prose: str, folded: str, start: int, end: int, quantities: Sequence[Quantity], evidence: Evidence) -> None:
        self.prose, self.folded, self.start, self.end = prose, folded, start, end
        self.evidence, self.quantities = evidence, list(quantities)
        self.text = folded[start:end]
        self.clauses = clauses_of(self.text)
        self.remarks: list[Remark] = []
        self.figures: set[int] = set()
        self.notes: list[str] = []
        self.covered: list[tuple[int, int]] = []
        #: the note whose text holds the whole sentence as it stands
        whole = self.text.rstrip("。！？；").strip()
        self.copied = next((note for note, text, _ in evidence.copies if len(whole) > 4 and stands_whole(whole, text)), "")
        self.notes += [self.copied] if self.copied else []

    def say(self, verdict: Verdict, code: str, message: str, start: int, end: int) -> None:
        """Offsets are those of the whole prose."""
        self.remarks.append(Remark(verdict, code, message, start, end, self.prose[start:end]))

    def is_covered(self, start: int, end: int) -> bool:
        return any(left <= start and end <= right for left, right in self.covered)

    def touches(self, start: int, end: int) -> bool:
        return any(left < end and start < right for left, right in self.covered)
