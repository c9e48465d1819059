"""What the user said about facts, laid over the notes as they were sent in. No storage and no ledger here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.domain.quantity import Conflict, Fact, Gap, Note
from assistant.projects.project import Amendment
from assistant.text.quantities import read_quantities

#: a unit right before the gap whose number is missing: 入驻率  %（待核）
_LONE_UNIT = re.compile(r"(?<![\d.])(\s*(?:[%％‰]|[亿万千百]?(?:元|美元|平方米|平米|公里|人|家|个|项|户|亩|套|件|吨))\s*)$")
#: what says that the figure is still to come, right behind the gap
_TOLD = re.compile(r"\s*[（(](?:待[核定补统报]|数据待|未报|暂缺)[^（）()]{0,10}[）)]")
#: a note is known by the hash of its file and where it stands in it
Key = tuple[str, int]


def keys_of(notes: Iterable[Note], hashes: Mapping[str, str]) -> dict[str, Key]:
    """Note id → key. hashes: source path → hash of the file."""
    return {note.id: (hashes.get(note.source, note.source), note.start) for note in notes}


def amended(notes: Sequence[Note], hashes: Mapping[str, str], amendments: Sequence[Amendment]) -> list[Note]:
    """The notes with the amendments made, in their order; one whose place no longer reads as it did is passed over."""
    texts = {note.id: note.text for note in notes}
    by_key = {key: id for id, key in keys_of(notes, hashes).items()}
    touched: set[str] = set()
    for one in amendments:
        id = by_key.get((one.sha256, one.at))
        if id is None:
            continue
        text, end = texts[id], one.start + len(one.quote)
        if text[one.start : end] == one.quote:
            texts[id] = text[: one.start] + one.text + text[end:]
            touched.add(id)
    return [
        replace(note, text=texts[note.id], quantities=tuple(read_quantities(texts[note.id], part=note.part, note=True)))
        if note.id in touched
        else note
        for note in notes
    ]


def settling(conflict: Conflict, value: str, keys: Mapping[str, Key], when: str) -> list[Amendment]:
    """Amendments that give every note of a conflict the same value, as written."""
    group = f"{conflict.indicator}@{when}"
    return [
        Amendment("settle", *keys[fact.note], fact.quantity.start, fact.quantity.quote, value, conflict.indicator, when, group)
        for fact in conflict.facts
        if fact.quantity.quote != value
    ]


def filling(gap: Gap, note: Note, value: str, keys: Mapping[str, Key], when: str) -> Amendment:
    """An amendment that puts a value where a note lacks one; a unit that stands there without its number is written over."""
    start = gap.start
    lone = _LONE_UNIT.search(note.text[:start])
    if lone:
        start = lone.start(1)
    told = _TOLD.match(note.text[gap.end :])
    quote = note.text[start : gap.end + (told.end() if told else 0)]
    return Amendment("fill", *keys[gap.note], start, quote, value, gap.question, when, f"{gap.note}@{when}")


def editing(fact: Fact, value: str, keys: Mapping[str, Key], when: str) -> Amendment:
    """An amendment that changes one figure of a note."""
    quantity = fact.quantity
    return Amendment(
        "edit", *keys[fact.note], quantity.start, quantity.quote, value, quantity.indicator, when, f"{fact.note}:{quantity.start}@{when}"
    )
