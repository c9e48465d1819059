"""The user's own outline: lines become headings with level, part and topic, each note goes under the one that fits. No sentences here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.domain.document import Part
from assistant.domain.draft import PlannedSection
from assistant.domain.quantity import Conflict, Note
from assistant.errors import InputError
from assistant.ingest.topics import topic_of
from assistant.writing.assignment import note_topics
from assistant.writing.headings import level_of
from assistant.writing.outline import near_topics, part_of

_PLAN = re.compile(r"计划|打算|思路|安排|目标|下一步|下步|展望|举措|明年|下半年")
_PROBLEMS = re.compile(r"问题|不足|困难|短板|差距")
_LENGTH = re.compile(r"\s*[（(]约?(?P<chars>[1-9]\d{1,4})字(?:左右|以内)?[）)]$|\s+约?(?P<chars2>[1-9]\d{1,4})字(?:左右|以内)?$")
_TITLE = re.compile(r"总结|报告|思路|计划|汇报|要点")


def read_outline(path: str | Path) -> list[PlannedSection]:
    """The headings of an outline file, a line each. Raises UnreadableFile, InputError where there is none."""
    from assistant.ingest.reading import read_document

    found = outline_of(read_document(path).original)
    if not found:
        raise InputError(f"{path}: 提纲里没有一个标题；请一行写一个标题，如“一、…”“（一）…”")
    return found


def outline_of(text: str) -> list[PlannedSection]:
    """The headings of an outline text; the part and topic of each from its own words, else from the heading above it."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    rows = [level_of(line) for line in lines]
    if rows and not rows[0][1] and len(rows) > 1 and _TITLE.search(rows[0][2]) and len(rows[0][2]) > 8:
        rows = rows[1:]
    least = min((level for level, _, _ in rows), default=1)
    found: list[PlannedSection] = []
    parts: dict[int, Part] = {}
    for level, number, title in rows:
        depth = level - least + 1
        title, length = _with_length(title)
        above_it: list[Part] = [parts[above] for above in range(depth - 1, 0, -1) if above in parts]
        parent: Part = above_it[0] if above_it else "summary"
        part: Part = "problems" if _PROBLEMS.search(title) else "plan" if _PLAN.search(title) else parent
        parts = {**{above: kept for above, kept in parts.items() if above < depth}, depth: part}
        found.append(PlannedSection(number, title, depth, topic_of(title), part, (), length))
    return found


def _with_length(title: str) -> tuple[str, int | None]:
    """A heading without the length that is wished behind it: 招商引资（约800字）, 招商引资 800字."""
    match = _LENGTH.search(title)
    return (title[: match.start()].rstrip("，：: "), int(match["chars"] or match["chars2"])) if match and match.start() else (title, None)


def filled(outline: Sequence[PlannedSection], notes: Sequence[Note], conflicts: Sequence[Conflict] = ()) -> list[PlannedSection]:
    """The outline with every note under the heading that fits best; a note of a part that the outline lacks is in none."""
    carried = [note for note in notes if not note.instruction]
    topics = note_topics(carried, conflicts)
    leaves = [at for at, one in enumerate(outline) if at + 1 == len(outline) or outline[at + 1].level <= one.level]
    placed: dict[int, list[str]] = {}
    for note in carried:
        fitting = [at for at in leaves if outline[at].part == part_of(note)]
        if not fitting and part_of(note) == "problems":
            fitting = [at for at in leaves if outline[at].part == "summary"]
        if not fitting:
            continue
        best = max(fitting, key=lambda at: (_fit(outline[at], note, topics[note.id]), -at))
        placed.setdefault(best, []).append(note.id)
    return [replace(one, notes=tuple(placed.get(at, ()))) for at, one in enumerate(outline)]


def _fit(section: PlannedSection, note: Note, topic: str) -> float:
    shared = sum(1 for at in range(len(section.title) - 1) if section.title[at : at + 2] in note.text)
    same = 4.0 if topic and section.topic == topic else 0.0
    near = near_topics(topic)
    close = 2.0 - 0.1 * near.index(section.topic) if section.topic in near else 0.0
    return same + (close if not same else 0.0) + min(shared, 3) * 0.8


def only_section(
    plan: Sequence[PlannedSection], wanted: str, notes: Sequence[Note], conflicts: Sequence[Conflict] = ()
) -> list[PlannedSection]:
    """The one section whose title or topic is meant, else a new one for the notes of its topic. Raises InputError where no note fits."""
    bare = level_of(wanted)[2]
    fitting = [one for one in plan if bare and bare in (one.title, one.topic)]
    fitting = fitting or [one for one in plan if bare and bare in one.title and one.notes]
    topic = topic_of(bare)
    fitting = fitting or [one for one in plan if topic and one.topic == topic and one.notes]
    if fitting:
        return [fitting[0]]
    topics = note_topics([note for note in notes if not note.instruction], conflicts)
    ids = tuple(name for name, known in topics.items() if known and known == topic)
    if not ids:
        there = "、".join(dict.fromkeys(one.title for one in plan if one.notes))
        raise InputError(f"--section {wanted}: 素材里没有这一节的内容；能写的有：{there}")
    return [PlannedSection("", bare, 1, topic, "summary", ids)]
