"""Scorers that are the program's own checks: structure, arithmetic, style, evidence, continuity, and the figures of the notes."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.evaluation.scorers.subject import Place, Score, Subject
from assistant.notes.instructions import withholds

if TYPE_CHECKING:
    from assistant.checks.evidence import Evidence, Said

_WEIGHT = {"error": 1.0, "warning": 0.4, "info": 0.1}
_SHOWN = 4
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def structure(subject: Subject) -> Score | None:
    """Numbering, levels, missing parts."""
    return _category(subject, "structure")


def arithmetic(subject: Subject) -> Score | None:
    """Figures of the text against each other: sums, growth, shares, units, dates."""
    return _category(subject, "numbers")


def style(subject: Subject) -> Score | None:
    """Wording, punctuation, typos, numeral forms."""
    return _category(subject, "style")


def evidence(subject: Subject) -> Score | None:
    """The text against the notes: what is changed, unsupported, given to another thing, missing."""
    return _category(subject, "evidence") if subject.ledger is not None else None


def continuity(subject: Subject) -> Score | None:
    """The text against last year's report."""
    return _category(subject, "continuity") if subject.previous is not None else None


def numbers(subject: Subject) -> Score | None:
    """Figures right, missing, foreign (per 1,000 characters): the share that is right of all that is right, missing or foreign."""
    if not subject.is_writing or subject.evidence is None:
        return None
    found = subject.evidence
    wrong = [(one.said, f"素材里是 {one.fact.quantity.quote}") for one in found.changed]
    wrong += [(one.said, f"素材里 {one.fact.quantity.quote} 说的是别的事") for one in found.swapped]
    wrong += [(said, "素材里没有这个数") for said in found.unsupported]
    bad = {id(said) for said, _ in wrong}
    # the rules would rather miss than cry wolf; a score counts what they leave undecided and what no note can give
    wrong += [(said, "素材里没有这个数") for said in _foreign(found) if id(said) not in bad]
    bad = {id(said) for said, _ in wrong}
    right = sum(id(said) not in bad for said in found.supported)
    missing = _missing(subject, found)
    foreign = len(wrong)
    per_thousand = 1000 * foreign / max(1, len(subject.text))
    total = right + len(missing) + foreign
    told = f"对 {right}，缺 {len(missing)}，外来 {foreign}（每千字 {per_thousand:.1f}）"
    if missing:
        told += "；缺 " + "、".join(f"{fact.quantity.quote}（{fact.note}）" for fact in missing[:_SHOWN])
    if not total:
        return None
    places = tuple(subject.place(said.quantity.start, said.quantity.end, label) for said, label in wrong)
    return Score(right / total, told, places)


def _missing(subject: Subject, found: Evidence) -> list[Said]:
    """Facts that support nothing and whose digits stand in the text less often than in the notes.

    The rules are asked first, but they pass over plans, and do not read a bare 规上工企206 that a poor text may have copied.
    Left out are notes that the program names as open and those that ask to be left out.
    """
    open_notes = {note for note, _ in subject.value.get("open_points", [])}
    called, used = {id(fact) for fact in found.missing}, {id(fact) for fact in found.supported.values()}
    written = Counter(figure.lstrip("0") for figure in _DIGITS.findall(subject.text))
    given = Counter(figure.lstrip("0") for note in found.notes.values() for figure in _DIGITS.findall(note.text))
    result = []
    for fact in found.facts:
        note = found.notes.get(fact.note)
        if fact.note in open_notes or note is None or withholds(note.text):
            continue
        digits = [figure.lstrip("0") for figure in _DIGITS.findall(fact.quantity.quote)]
        lacks = digits and all(written[figure] < given[figure] for figure in digits)
        if (id(fact) in called or id(fact) not in used) and (lacks or (not digits and id(fact) in called)):
            result.append(fact)
    return result


def _foreign(found: Evidence) -> list[Said]:
    """Figures of the draft that are supported by nothing, written nowhere in the notes, and no sum or difference of two facts."""
    held = {id(said) for said in found.supported}
    written = {figure.lstrip("0") for note in found.notes.values() for figure in _DIGITS.findall(note.text)}
    facts: dict[str, set[Decimal]] = {}
    for fact in found.facts:
        if fact.quantity.value is not None:
            facts.setdefault(fact.quantity.unit, set()).add(abs(Decimal(fact.quantity.value)))
    result = []
    for said in found.draft:
        value = said.quantity.value
        if id(said) in held or value is None or not said.quantity.unit:
            continue
        if any(figure.lstrip("0") in written for figure in _DIGITS.findall(said.quantity.quote)):
            continue
        own = facts.get(said.quantity.unit, set())
        if not any(abs(Decimal(value)) in (one + other, abs(one - other)) for one in own for other in own):
            result.append(said)
    return result


def coverage(subject: Subject) -> Score | None:
    """Share of the notes that the text carries: every figure of a note, or the greater part of its words where it has none.

    A note that the program names as open (contradictory, incomplete, withheld) counts as dealt with.
    """
    if not subject.is_writing or subject.ledger is None or subject.evidence is None:
        return None
    found = subject.evidence
    open_notes = {note for note, _ in subject.value.get("open_points", [])}
    wanted = [note for note in subject.ledger.notes if not note.instruction and not withholds(note.text)]
    lacking = {fact.note for fact in _missing(subject, found)} | {note.id for note in found.untold}
    absent = [note for note in wanted if note.id in lacking and note.id not in open_notes]
    if not wanted:
        return None
    told = f"写到 {len(wanted) - len(absent)}/{len(wanted)} 条"
    if absent:
        told += "；没写全 " + "、".join(f"{note.id} {note.text[:16]}" for note in absent[:_SHOWN])
    return Score(1 - len(absent) / len(wanted), told)


def _category(subject: Subject, category: str) -> Score | None:
    """1 for no finding; a score of one half for one error in a thousand characters. A shorter text counts as a thousand."""
    if not subject.is_writing:
        return None
    # 【待核】 and 【待补】 are what a draft owes its reader, no fault of it
    found = [one for one in subject.findings if one.category == category and not one.quote.startswith(("【待核", "【待补"))]
    weight = sum(_WEIGHT[one.severity] for one in found) / max(1.0, len(subject.text) / 1000)
    places: tuple[Place, ...] = tuple((one.start, one.end, f"{one.rule} {one.message}") for one in found)
    told = "没有问题" if not found else f"{len(found)} 处：" + "；".join(f"{one.rule}“{one.quote[:12]}”" for one in found[:_SHOWN])
    return Score(1 / (1 + weight), told, places)
