"""A section revised by a model under the same fence: what the text says stays said. The difference is shown word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.domain.draft import Sentence
from assistant.domain.quantity import Ledger, Note
from assistant.engines.evidence import Evidence, gather, numbers_in
from assistant.engines.fence import judge, sentences_of
from assistant.engines.names import names_in
from assistant.engines.repair import mend
from assistant.text.width import fold

_WORD = re.compile(r"\d[\d,.]*(?:[亿万]?[\u4e00-\u9fff%]{0,2}(?<=[元家户个项件人次场亩吨%]))?|[A-Za-z]+|《[^》]*》|\s+|.", re.DOTALL)
#: a stretch that stays the same but is shorter than this, between two changes, is shown as changed: reading it is easier
_ISLAND = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a difference: the same on both sides, taken out, or put in."""

    kind: Literal["same", "out", "in"]
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A revised section text with what the fence did. refused: sentences of the model that did not pass; kept: originals put back."""

    text: str
    changes: tuple[Change, ...]
    refused: int = 0
    remarks: tuple[str, ...] = ()


def evidence_for_revision(
    text: str, ledger: Ledger | None, *, part: str = "", year: int | None = None, faulty: Sequence[tuple[int, int]] = ()
) -> Evidence:
    """The evidence under a revision: the sentences as they stand, each its own note, and the notes of the ledger.

    faulty: stretches of the text that a check found wrong: a revision may change those.
    """
    notes, base = [], []
    for number, (start, end) in enumerate(sentences_of(fold(text)), 1):
        sentence = text[start:end]
        wrong = any(left < end and start < right for left, right in faulty)
        carries = bool(numbers_in(fold(sentence)) or names_in(sentence) or "《" in sentence or "【" in sentence)
        note = Note(f"s{number}", sentence, part="plan" if part == "plan" else "")
        begins = "\n" if "\n" in text[:start][len(text[:start].rstrip()) :] else ""
        if carries and not wrong:
            notes.append(note)
            base.append(Sentence(begins + sentence, (note.id,)))
        else:
            base.append(Sentence(begins + sentence, (), (), "generic"))
    given = tuple(ledger.notes) if ledger is not None else ()
    # 一是、二是 are sentences like others here: each can be put back alone
    own_part = "" if part == "problems" else part
    return gather([*notes, *given], base, ledger or Ledger(tuple(notes), year=year), part=own_part, year=year)


def revised(text: str, answer: str, evidence: Evidence) -> Revision:
    """The model's revision with every sentence that fails the fence replaced by the original one."""
    judged = judge(answer, evidence)
    refused = sum(one.verdict == "rejected" for one in judged)
    originals = {name: sentence for sentence in evidence.base for name in sentence.notes}

    def write(notes: tuple[Note, ...]) -> Sequence[Sentence]:
        names = {note.id for note in notes}
        return [sentence for name, sentence in originals.items() if name in names]

    mended = mend(judged, answer, evidence, write)
    result = "".join(sentence.text for sentence in mended.sentences).strip("\n") or text
    return Revision(result, tuple(difference(text, result)), refused, mended.remarks)


def difference(old: str, new: str) -> list[Change]:
    """The changes from one text to another by words (numbers with their units, names in 《》, single characters)."""
    left, right = _WORD.findall(old), _WORD.findall(new)
    steps: list[tuple[str, str, str]] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        out, put = "".join(left[a:b]), "".join(right[c:d])
        island = what == "equal" and len(out) < _ISLAND and steps and steps[-1][0] != "equal"
        if what == "equal" and not island:
            steps.append(("equal", out, out))
        elif steps and steps[-1][0] == "replace":
            steps[-1] = ("replace", steps[-1][1] + out, steps[-1][2] + put)
        else:
            steps.append(("replace", out, put))
    changes = []
    for kind, out, put in steps:
        if kind == "equal" or out == put:
            changes.append(Change("same", out))
            continue
        changes += [Change("out", out)] if out else []
        changes += [Change("in", put)] if put else []
    return changes


def as_text(changes: Sequence[Change]) -> str:
    """A difference in one line: 〔-旧-〕〔+新+〕."""
    marks = {"same": "{}", "out": "〔-{}-〕", "in": "〔+{}+〕"}
    return "".join(marks[change.kind].format(change.text) for change in changes)
