"""A draft as a project keeps it: headings with their sentences and versions, made from what the drafting job gives and back. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.domain.document import Document
from assistant.domain.draft import Draft, DraftSection, OpenPoint, PlannedSection, Sentence
from assistant.domain.quantity import Note
from assistant.projects.project import How, Line, Passage, Project, Version

KEPT_VERSIONS = 20
_NUMBERS = "零一二三四五六七八九十"


def new_id() -> str:
    """A short name that nothing else has."""
    return secrets.token_hex(4)


def key_of(section: DraftSection | PlannedSection | Passage) -> tuple[int, str, str]:
    """What makes it the same section when it comes again: level, part and topic."""
    return section.level, section.part, section.topic


def fits(passage: Passage, section: DraftSection) -> bool:
    """Whether the section is what belongs under that heading: by its title within its part, else by level, part and topic."""
    if not passage.title or not section.title:
        return not passage.title and not section.title and passage.level == section.level
    if (passage.title, passage.part, passage.level) == (section.title, section.part, section.level):
        return True
    return key_of(passage) == key_of(section)


def planned_passages(sections: Sequence[PlannedSection]) -> tuple[Passage, ...]:
    """An outline without a sentence, the opening paragraph first."""
    made = [Passage(new_id(), "", "", 1, "", "summary")]
    return (*made, *(Passage(new_id(), one.number, one.title, one.level, one.topic, one.part, one.length) for one in sections))


def with_lengths(passages: Sequence[Passage], previous: Document | None) -> tuple[Passage, ...]:
    """The passages, those without a wished length given that of last year's same section, to the next ten characters."""
    if previous is None:
        return tuple(passages)
    chars: dict[tuple[int, str, str], int] = {}
    for section in previous.walk():
        body = len(previous.text[section.body.start : section.body.end].strip())
        if section.topic and not section.children and body >= 40:
            chars.setdefault((section.level, section.part, section.topic), round(body, -1))
    return tuple(one if one.length or not one.topic else replace(one, length=chars.get(key_of(one))) for one in passages)


def totals(passages: Sequence[Passage]) -> dict[str, tuple[int, int]]:
    """Passage id → characters written and wished; a heading of level 1 counts what is below it.

    Its wish is its own, else the sum of those below, where each of them has one: a sum of some would be held against the text of all.
    """
    found = {one.id: (one.chars, one.length or 0) for one in passages}
    for at, top in enumerate(passages):
        if not top.title or top.level != 1:
            continue
        below = []
        for one in passages[at + 1 :]:
            if one.level == 1:
                break
            below.append(one)
        if below:
            wishes = [one.length for one in below if one.length]
            wished = top.length or (sum(wishes) if len(wishes) == len(below) else 0)
            found[top.id] = (top.chars + sum(one.chars for one in below), wished)
    return found


def lines_of(sentences: Iterable[Sentence]) -> tuple[Line, ...]:
    """Sentences of the drafting job as lines; a line break in front of one becomes a line of its own."""
    lines: list[Line] = []
    for sentence in sentences:
        text = sentence.text
        if text.startswith("\n"):
            if lines:
                lines.append(Line(new_id(), "\n"))
            text = text.lstrip("\n")
        if text.strip():
            lines.append(Line(new_id(), text, sentence.notes, sentence.citations, sentence.support))
    return tuple(lines)


def place_of(passages: Sequence[Passage], section: DraftSection) -> int | None:
    """Where a written section belongs: under its own title, else under the heading of its level, part and topic; None where nowhere."""
    same = (i for i, one in enumerate(passages) if (one.level, one.title) == (section.level, section.title) and fits(one, section))
    return next(same, next((i for i, one in enumerate(passages) if fits(one, section)), None))


def with_section(
    passages: Sequence[Passage], section: DraftSection, how: How, when: str, *, dropped: Iterable[str] = ()
) -> tuple[Passage, ...]:
    """The passages with a written section put where it belongs; a locked one stays as it is, a dropped one stays out."""
    passages = tuple(passages)
    at = place_of(passages, section)
    if at is None:
        if dropped_key(section) in dropped:
            return passages
        made = Passage(
            new_id(), section.number, section.title, section.level, section.topic, section.part, lines=lines_of(section.sentences)
        )
        return renumbered((*passages, replace(made, versions=(Version(when, how, made.lines),))))
    old = passages[at]
    if old.locked:
        return passages
    made = replace(rewritten(old, lines_of(section.sentences), how, when), written_for=old.length if old.asked else None)
    return (*passages[:at], made, *passages[at + 1 :])


def dropped_key(section: DraftSection | Passage) -> str:
    """How a project remembers a section that its user took out."""
    return f"{section.level}/{section.part}/{section.topic}"


def rewritten(passage: Passage, lines: tuple[Line, ...], how: How, when: str) -> Passage:
    """The passage with other sentences; what stood before stays among its versions."""
    versions = (*passage.versions, Version(when, how, lines))
    return replace(passage, lines=lines, versions=versions[-KEPT_VERSIONS:])


def with_line(passage: Passage, id: str, change: Callable[[Line], Line], how: How, when: str) -> Passage:
    """The passage with one sentence changed, as a version of its own."""
    return rewritten(passage, tuple(change(line) if line.id == id else line for line in passage.lines), how, when)


def renumbered(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages numbered in their order: 一、 and （一） within it, 1. below."""
    counts = [0] * 8
    made = []
    for passage in passages:
        if not passage.title:
            made.append(replace(passage, number=""))
            continue
        counts[passage.level] += 1
        counts[passage.level + 1 :] = [0] * (7 - passage.level)
        made.append(replace(passage, number=number_of(passage.level, counts[passage.level])))
    return tuple(made)


def number_of(level: int, count: int) -> str:
    """The label of a heading, by level."""
    if level == 1:
        return f"{chinese(count)}、"
    return f"（{chinese(count)}）" if level == 2 else f"{count}."


def chinese(count: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(count, 10)
    if not tens:
        return _NUMBERS[ones]
    return f"{_NUMBERS[tens] if tens > 1 else ''}十{_NUMBERS[ones] if ones else ''}"


def draft_of(project: Project, notes: Sequence[Note] = ()) -> Draft:
    """The project's text as the drafting job would give it, for export and for the checks."""
    sections = tuple(
        DraftSection(one.number, one.title, one.level, one.topic, one.part, sentences_of(one.lines))  # type: ignore[arg-type]
        for one in project.passages
        if one.title or one.lines
    )
    used = frozenset(id for _, line in project.lines() for id in line.notes)
    points = tuple(OpenPoint(note, text) for note, text in project.open_points)
    return Draft(
        project.title or project.name,
        sections,
        tuple(notes),
        used,
        points,
        (),
        project.engine or "offline",
        year=project.year,
        unit=project.unit,
        kind=project.kind,
    )


def sentences_of(lines: Iterable[Line]) -> tuple[Sentence, ...]:
    """Lines as sentences, a paragraph mark joined to the sentence after it."""
    made: list[Sentence] = []
    fresh = False
    for line in lines:
        if line.text == "\n":
            fresh = bool(made)
            continue
        made.append(Sentence(f"\n{line.text}" if fresh else line.text, line.notes, line.citations, line.support))
        fresh = False
    return tuple(made)
