"""A draft follows its notes: which note is which after the files changed, and which sentences use a fact that reads otherwise now. Pure.

A line keeps, for each of its notes, the digest of what the note said when the line was written (`seen`); the project keeps those texts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.engines.offline.fidelity import numbers, same_in_other_unit
from assistant.projects.project import Line, NoteCopy, Passage, Project

#: a note that is gone keeps its name behind this sign, so that it is found again when its file comes back
GONE = "×"
#: stands behind the digests where the user decided something that the text does not show yet
DECIDED = "decided"
_LIKE = 0.6


def digest_of(text: str) -> str:
    """A short name for what a note says."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def renames(old: Sequence[NoteCopy], new: Sequence[NoteCopy]) -> dict[str, str]:
    """Old id → id of the same note now: the same place of the same file, else the same words or nearly so in a file of that name."""
    found: dict[str, str] = {}
    places = {(one.sha256, one.at): one.id for one in new}
    for one in old:
        if (one.sha256, one.at) in places:
            found[one.id] = places[one.sha256, one.at]
    taken = set(found.values())
    free = [one for one in new if one.id not in taken]
    words: dict[tuple[str, str], str] = {}
    for one in reversed(free):
        words[one.source, one.text] = one.id
    for one in old:
        same = words.pop((one.source, one.text), None) if one.id not in found else None
        if same is not None:
            found[one.id] = same
            taken.add(same)
    grams = {one.id: _grams(one.text) for one in free if one.id not in taken}
    for one in old:
        if one.id in found:
            continue
        own = _grams(one.text)
        rated = [(_likeness(own, grams[other.id]), other.id) for other in free if other.id in grams and other.source == one.source]
        best = max(rated, default=None)
        if best is not None and best[0] >= _LIKE:
            found[one.id] = best[1]
            del grams[best[1]]
    return {one.id: found.get(one.id, GONE + one.id.lstrip(GONE)) for one in old}


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


def followed(project: Project, now: Sequence[NoteCopy]) -> Project:
    """The project with its sentences on the notes as they are named now, those marked that use what has changed."""
    current = {one.id: one for one in _latest(project.notes)}
    names = renames(tuple(current.values()), now)
    passages = tuple(_renamed(passage, names) for passage in project.passages)
    copies = tuple(replace(one, id=names.get(one.id, one.id)) for one in project.notes)
    points = tuple((names.get(note, note), text) for note, text in project.open_points)
    texts = {digest_of(one.text): one.text for one in (*project.notes, *now)}
    known = {one.id: one.text for one in _latest(copies)}
    marked = stale_marked(passages, {one.id: one.text for one in now}, texts, known)
    return replace(project, passages=marked, notes=copies, open_points=points)


def _latest(copies: Iterable[NoteCopy]) -> list[NoteCopy]:
    """The last copy of each note."""
    return list({one.id: one for one in copies}.values())


def _renamed(passage: Passage, names: Mapping[str, str]) -> Passage:
    def line(one: Line) -> Line:
        return replace(one, notes=tuple(names.get(note, note) for note in one.notes)) if one.notes else one

    versions = tuple(replace(version, lines=tuple(line(one) for one in version.lines)) for version in passage.versions)
    return replace(passage, lines=tuple(line(one) for one in passage.lines), versions=versions)


def with_copies(project: Project, now: Sequence[NoteCopy]) -> tuple[NoteCopy, ...]:
    """The copies that the project needs: the notes as they are, behind them what some sentence still stands on."""
    needed = {digest for _, line in project.lines() for digest in line.seen}
    own = {(one.id, one.text) for one in now}
    gone = {note for _, line in project.lines() for note in line.notes if note.startswith(GONE)}
    kept = [one for one in project.notes if (digest_of(one.text) in needed or one.id in gone) and (one.id, one.text) not in own]
    return (*kept, *now)


def seen_by(passages: Sequence[Passage], texts: Mapping[str, str]) -> tuple[Passage, ...]:
    """The passages, those sentences that have not seen their notes yet taken to have seen them as they are (note id → text)."""

    def line(one: Line) -> Line:
        if one.seen or not one.notes:
            return one
        return replace(one, seen=tuple(digest_of(texts[note]) if note in texts else "" for note in one.notes))

    def seen(passage: Passage) -> Passage:
        versions = tuple(replace(version, lines=tuple(line(one) for one in version.lines)) for version in passage.versions)
        return replace(passage, lines=tuple(line(one) for one in passage.lines), versions=versions)

    return tuple(seen(passage) for passage in passages)


def stale_marked(
    passages: Sequence[Passage], now: Mapping[str, str], texts: Mapping[str, str], known: Mapping[str, str] = {}
) -> tuple[Passage, ...]:
    """The passages with the sentences marked that use what has changed in their notes.

    now: note id → what it says; texts: digest → what was said; known: note id → what it said for sentences that kept no digest.
    """
    lines = [line for passage in passages for line in passage.lines if line.notes]
    changed: dict[tuple[str, str], Callable[[Line], bool]] = {}

    def stale(line: Line) -> bool:
        if DECIDED in line.seen:
            return True
        for place, note in enumerate(line.notes):
            digest = line.seen[place] if place < len(line.seen) else digest_of(known[note]) if note in known else ""
            text = now.get(note)
            if text is not None and (not digest or digest == digest_of(text)):
                continue
            key = (note, digest)
            if key not in changed:
                mates = [one for one in lines if note in one.notes]
                changed[key] = _uses(texts.get(digest), text, mates)
            if changed[key](line):
                return True
        return False

    return tuple(
        replace(passage, lines=tuple(replace(line, stale=stale(line)) if line.notes else line for line in passage.lines))
        for passage in passages
    )


def _uses(old: str | None, new: str | None, mates: Sequence[Line]) -> Callable[[Line], bool]:
    """What tells whether a sentence uses what changed from the old text of a note to the new one; where that can't be told, all do."""
    if old is None or new is None:
        return lambda line: True
    gone = numbers(old) - numbers(new)
    if gone:

        def holds(line: Line) -> bool:
            return bool(gone & numbers(line.text)) or any(same_in_other_unit(number, line.text) for number in gone)

    elif numbers(new) - numbers(old):

        def holds(line: Line) -> bool:
            return bool(re.search(r"【待[补核]", line.text))

    else:
        return lambda line: True
    return holds if any(holds(line) for line in mates) else lambda line: True
