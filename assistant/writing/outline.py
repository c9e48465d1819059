"""The headings of a draft with the notes meant for each: from the user's outline, last year's report, or the notes' topics. No sentences here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.domain.document import Document, Part, Section
from assistant.domain.draft import PlannedSection
from assistant.domain.quantity import Note
from assistant.engines.offline.lexicon import wording
from assistant.writing.headings import clean_title, level_number, shifted_years

#: a topic of one or two notes goes into the section that usually holds it
_NEAR = {
    "征迁收储": ("产城融合", "项目建设"), "民生事业": ("产城融合", "营商环境", "党的建设"), "融资运营": ("项目建设", "经济运行"),
    "改革创新": ("营商环境", "科技创新"), "产业发展": ("经济运行", "科技创新", "项目建设"), "产城融合": ("项目建设", "征迁收储"),
    "营商环境": ("经济运行", "改革创新", "项目建设"), "项目建设": ("招商引资", "产城融合"), "招商引资": ("项目建设", "经济运行"),
    "科技创新": ("产业发展",), "安全环保": ("民生事业", "产城融合"), "党的建设": ("改革创新",),
}
_CONTINUES = re.compile(r"^(?:按|其中|分|（合|\(合|合)")
OTHER = "其他工作"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the report is: year reported on, half-year or not, and which parts the notes have."""

    year: int | None
    half: bool
    parts: frozenset[Part]

    @property
    def plan_only(self) -> bool:
        """Whether nothing but plans is reported."""
        return "summary" not in self.parts


def frame_of(notes: Iterable[Note], year: int | None, half: bool) -> Frame:
    """The frame that these notes ask for."""
    return Frame(year, half, frozenset(part_of(note) for note in notes if not note.instruction))


def part_of(note: Note) -> Part:
    """The part a note belongs to; what names none is summary."""
    return note.part or "summary"


def plan_sections(notes: Sequence[Note], frame: Frame, previous: Document | None = None) -> list[PlannedSection]:
    """The sections in order, level-1 headings included, each with the ids of its notes; every note but instructions is in one."""
    carried = [note for note in notes if not note.instruction]
    topics = note_topics(carried)
    found: list[PlannedSection] = []
    for part in ("summary", "problems", "plan"):
        mine = [note for note in carried if part_of(note) == part]
        if not mine:
            continue
        house = house_sections(previous, part, frame) if previous is not None else []
        if part == "problems":
            found.append(PlannedSection("", part_title(part, frame, previous), 1, "存在问题", "problems", tuple(note.id for note in mine)))
            continue
        goals = goal_notes(mine) if part == "plan" else ()
        rest = [note for note in mine if note.id not in goals]
        inner = _topical(rest, topics, part, house)
        found.append(PlannedSection("", part_title(part, frame, previous), 1, "目标思路" if part == "plan" else "", part, goals))
        found += inner
    return numbered(found)


def goal_notes(plans: Sequence[Note]) -> tuple[str, ...]:
    """The ids of the plan notes that set the year's goals for the whole: they stand before the tasks."""
    return tuple(
        note.id for note in plans
        if note.topic in ("经济运行", "目标思路") or re.match(r"^(?:主要|预期|全年)?目标|^总体要求|^确保全年", note.text)
        or (not note.topic and re.search(r"开局|意义|总体", note.text))
    )


def _topical(notes: Sequence[Note], topics: dict[str, str], part: Part, house: Sequence[PlannedSection]) -> list[PlannedSection]:
    by_topic: dict[str, list[str]] = {}
    for note in notes:
        by_topic.setdefault(topics[note.id] or OTHER, []).append(note.id)
    divided = _divided(notes, by_topic, part)
    if divided:
        return divided
    _merge_small(by_topic, [section.topic for section in house])
    order = [*[section.topic for section in house], *[name for name in wording()["topics"]]]
    known = {section.topic: section.title for section in reversed(house)}
    names = sorted(by_topic, key=lambda name: order.index(name) if name in order else len(order))
    return [
        PlannedSection("", known.get(name) or wording()["topics"][name]["plan" if part == "plan" else "summary"], 2, name, part,
                       tuple(sorted(by_topic[name], key=_number)))
        for name in names
    ]


def _divided(notes: Sequence[Note], by_topic: dict[str, list[str]], part: Part) -> list[PlannedSection]:
    """Sections within one topic, where nearly all notes are of that topic; [] otherwise."""
    table = wording()["subtopics"]
    for topic, rows in table.items():
        mine = by_topic.get(topic, [])
        if len(mine) < 8 or len(mine) < 0.6 * len(notes):
            continue
        groups: dict[str, list[str]] = {}
        last = rows[0]["name"]
        for note in notes:
            hits = [(sum(word in note.text for word in row["words"]), -at, row["name"]) for at, row in enumerate(rows)]
            best = max(hits)
            last = best[2] if best[0] else last
            groups.setdefault(last, []).append(note.id)
        return [
            PlannedSection("", row["plan" if part == "plan" else "summary"], 2, topic, part, tuple(groups[row["name"]]))
            for row in rows if row["name"] in groups
        ]
    return []


def _merge_small(by_topic: dict[str, list[str]], wanted: Sequence[str]) -> None:
    """Topics with one or two notes go where such notes usually stand, unless last year had a section for them."""
    for name in sorted(by_topic, key=lambda name: len(by_topic[name])):
        if (len(by_topic[name]) > 1 and name != OTHER) or name in wanted or len(by_topic) < 4:
            continue
        for near in _NEAR.get(name, ()):
            if near in by_topic:
                by_topic[near] += by_topic.pop(name)
                break


def note_topics(notes: Sequence[Note]) -> dict[str, str]:
    """The topic of each note: its own, that of the note it goes on with, or that of its department's other notes."""
    majority = _majorities(notes)
    found: dict[str, str] = {}
    total = Counter(note.topic for note in notes)
    before: Note | None = None
    for note in notes:
        topic = note.topic if note.topic not in ("存在问题", "目标思路") else ""
        main = majority.get((note.source, note.department, note.part), "")
        if before is not None and before.part == note.part and (_CONTINUES.match(note.text)):
            topic = found[before.id]
        elif not topic:
            topic = main or (found[before.id] if before is not None and before.part == note.part and before.source == note.source else "")
        elif main and topic != main and total[topic] <= 3:
            topic = main
        found[note.id] = topic
        before = note
    return found


def _majorities(notes: Sequence[Note]) -> dict[tuple[str, str, str], str]:
    groups: dict[tuple[str, str, str], Counter[str]] = {}
    for note in notes:
        if note.department and note.topic:
            groups.setdefault((note.source, note.department, note.part), Counter())[note.topic] += 1
    found = {}
    for key, counts in groups.items():
        (topic, count), *_ = counts.most_common(1)
        if count >= 2 and count > 0.5 * sum(counts.values()):
            found[key] = topic
    return found


def part_title(part: Part, frame: Frame, previous: Document | None = None) -> str:
    """The level-1 heading of a part, in last year's words with this year's number where there is such a heading."""
    if previous is not None and frame.year is not None:
        for section in previous.sections:
            if section.part == part and section.number.startswith(tuple("一二三四五六")) and section.title:
                by = frame.year - previous.year if previous.year else 0
                return shifted_years(section.title, by)
    return default_part_title(part, frame)


def default_part_title(part: Part, frame: Frame) -> str:
    """The level-1 heading of a part as this program words it."""
    if part == "problems":
        return "存在的主要问题"
    if frame.half:
        return "上半年工作情况" if part == "summary" else "下半年工作安排"
    year = frame.year
    if part == "summary":
        return f"{year}年工作完成情况" if year else "工作完成情况"
    if frame.plan_only:
        return "主要目标和重点工作"
    return f"{year + 1}年工作计划" if year else "下一步工作计划"


def house_sections(previous: Document, part: Part, frame: Frame) -> list[PlannedSection]:
    """Last year's level-2 headings of this part that hold neither figure nor name, by topic; the first of a topic wins."""
    found: dict[str, PlannedSection] = {}
    for section in _second_level(previous, part):
        title = clean_title(section.title, previous)
        if title and section.topic and section.topic not in found:
            found[section.topic] = PlannedSection("", title, 2, section.topic, part)
    return list(found.values())


def _second_level(previous: Document, part: Part) -> list[Section]:
    tops = [section for section in previous.sections if section.part == part]
    inner = [child for top in tops for child in top.children]
    return inner or tops


def numbered(sections: Sequence[PlannedSection]) -> list[PlannedSection]:
    """The sections with their numbers: 一、 and （一） within it, 1. below."""
    counts = [0, 0, 0, 0, 0]
    found = []
    for section in sections:
        if not section.title:
            found.append(section)
            continue
        counts[section.level] += 1
        for deeper in range(section.level + 1, len(counts)):
            counts[deeper] = 0
        found.append(replace(section, number=level_number(section.level, counts[section.level])))
    return found


def _number(note: str) -> int:
    digits = note.lstrip("n")
    return int(digits) if digits.isdigit() else 0
