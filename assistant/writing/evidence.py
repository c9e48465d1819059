"""A draft held against its notes: which it carries, which figures are missing or foreign, what to ask back. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.domain.draft import Brief, DraftSection, OpenPoint, Sentence
from assistant.domain.quantity import Ledger, Note
from assistant.engines.offline.fidelity import foreign_figures, numbers, same_in_other_unit, unwritten_figures
from assistant.engines.offline.merging import blanked, time_of
from assistant.notes.instructions import remarks as asides_of
from assistant.writing.assignment import is_withheld

_PERSONAL = re.compile(r"处分|线索|第一种形态|立案|留置|诫勉|违纪")
_FOREIGN = "【待核】"


def used_notes(sections: Iterable[DraftSection]) -> frozenset[str]:
    """The ids of the notes that some sentence stands on."""
    return frozenset(note for section in sections for sentence in section.sentences for note in sentence.notes)


def open_points(ledger: Ledger, sections: Sequence[DraftSection], remarks: Sequence[str] = ()) -> Iterator[OpenPoint]:
    """What is to be asked or decided, by note: figures that the draft lacks, contradictions, gaps, instructions."""
    used = used_notes(sections)
    for conflict in ledger.conflicts:
        yield OpenPoint(conflict.facts[0].note, f"素材相互矛盾：{conflict.reason or conflict.indicator}")
    for gap in ledger.gaps:
        yield OpenPoint(gap.note, gap.question)
    for note in ledger.notes:
        if note.instruction:
            yield OpenPoint(note.id, f"写作提示，未写入正文：{note.text}")
            continue
        if is_withheld(note):
            yield OpenPoint(note.id, f"素材注明不写入正文：{note.text}")
            continue
        for aside in asides_of(note.text):
            if not any(gap.note == note.id and gap.start <= aside.start < gap.end for gap in ledger.gaps):
                yield OpenPoint(note.id, f"写作提示，未写入正文：{aside.text}")
        own = "".join(sentence.text for section in sections for sentence in section.sentences if note.id in sentence.notes)
        lacking = unwritten_figures(blanked(note).removeprefix(time_of(note.text)), own)
        elsewhere = {number for number in lacking if same_in_other_unit(number, own)}
        if elsewhere:
            yield OpenPoint(note.id, f"{'、'.join(sorted(elsewhere))}与正文中换了单位的数字相同，正文只写一次：{note.text}")
            lacking -= elsewhere
        if _PERSONAL.search(note.text):
            yield OpenPoint(note.id, f"涉及个人或案件情况，写入前请确认能否公开：{note.text}")
        if note.id not in used:
            yield OpenPoint(note.id, f"未写入正文：{note.text}")
        elif lacking:
            yield OpenPoint(note.id, f"有数字未写入正文（{'、'.join(sorted(lacking))}）：{note.text}")
    for remark in dict.fromkeys(remarks):
        yield OpenPoint("", f"素材说明：{remark}")


def without_foreign(sentence: Sentence, ledger: Ledger, brief: Brief) -> Sentence:
    """The sentence with every number that neither its notes nor the user's settings give replaced by a mark to be checked."""
    allowed = [note.text for note in _notes(ledger, sentence)]
    if _FOREIGN[:-1] in sentence.text:
        named = set(sentence.notes)
        disputed = {
            fact.note for one in ledger.conflicts if named & {side.note for side in one.facts} for fact in one.facts
        }
        allowed += [note.text for note in ledger.notes if note.id in disputed]
    if brief.year is not None:
        allowed.append(f"{brief.year - 1} {brief.year} {brief.year + 1}")
    allowed += [brief.unit, brief.kind]
    foreign = foreign_figures(sentence.text, *allowed)
    if not foreign:
        return sentence
    text = re.sub(r"\d+(?:,\d{3})*(?:\.\d+)?", lambda match: _FOREIGN if numbers(match[0]) & foreign else match[0], sentence.text)
    return replace(sentence, text=text, support="unsupported")


def _notes(ledger: Ledger, sentence: Sentence) -> list[Note]:
    return [note for note in ledger.notes if note.id in sentence.notes]
