"""The headings of a draft with the notes for each: from last year's report or the notes' topics. No sentences here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.domain.document import Document, Part, Section
from assistant.domain.draft import PlannedSection
from assistant.domain.quantity import Conflict, Note
from assistant.engines.offline.lexicon import wording
from assistant.writing.assignment import is_problem, note_topics
from assistant.writing.headings import clean_title, house_style, level_number, shifted_years, titled

#: a topic of one or two notes goes into the section that usually holds it
_NEAR = {
    "征迁收储": ("产城融合", "项目建设"), "民生事业": ("产业发展", "产城融合", "营商环境"), "融资运营": ("项目建设", "经济运行"),
    "改革创新": ("营商环境", "科技创新"), "产业发展": ("经济运行", "科技创新", "项目建设"), "产城融合": ("项目建设", "征迁收储"),
    "营商环境": ("改革创新", "经济运行", "项目建设"), "项目建设": ("招商引资", "产城融合"), "招商引资": ("项目建设", "经济运行"),
    "科技创新": ("产业发展",),
}
OTHER = "其他工作"
_PARTS: tuple[Part, ...] = ("summary", "problems", "plan")
#: what is said of the plan as a whole
_GENERAL = re.compile(r"开局之年|收官之年|意义重大|总体要求|总体思路|指导思想|以.{0,12}为指导|总基调")
_NUMBERED_LIST = re.compile(r"[一二两三四五六七八九十]+(?:个方面|件事|大行动|大任务|项重点|大工程|项行动)")
_GOAL = re.compile(r"(?:主要|预期|全年)?目标|确保全年|全年")
_WHOLE = re.compile(r"产值|税收|固投|固定资产投资|增加值|营收|营业收入|利润|收入|进出口|资产|生产总值")


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
    """The part a note belongs to; what names none is summary, or a problem where it tells of something that went wrong."""
    return note.part or ("problems" if is_problem(note) else "summary")


def plan_sections(
    notes: Sequence[Note], frame: Frame, previous: Document | None = None, conflicts: Sequence[Conflict] = ()
) -> list[PlannedSection]:
    """The sections in order, level-1 headings included, each with the ids of its notes; every note but instructions is in one."""
    carried = [note for note in notes if not note.instruction]
    topics = note_topics(carried, conflicts)
    found: list[PlannedSection] = []
    for part in _PARTS:
        mine = [note for note in carried if part_of(note) == part]
        if not mine:
            continue
        house = house_sections(previous, part) if previous is not None else []
        flat = previous is not None and len({section.topic for section in house}) > 1 and _is_flat(previous, part)
        title = part_title(part, frame, previous)
        ids = tuple(note.id for note in mine)
        if part == "problems":
            found.append(PlannedSection("", title, 1, "存在问题", part, ids))
        elif part == "plan" and frame.plan_only:
            found += _plan_alone(mine, topics, frame)
        elif part == "plan" and len(mine) <= 3:
            found.append(PlannedSection("", title, 1, "目标思路", part, ids))
        else:
            goals = goal_notes(mine) if part == "plan" and not flat else ()
            rest = [note for note in mine if note.id not in goals]
            inner = _topical(rest, topics, part, house)
            if flat:
                found += [replace(section, level=1) for section in inner]
                continue
            found.append(PlannedSection("", title, 1, "目标思路" if part == "plan" else "", part, goals))
            found += inner
    return numbered(found, _second_style(previous))


def _plan_alone(plans: Sequence[Note], topics: dict[str, str], frame: Frame) -> list[PlannedSection]:
    """总体要求, 主要目标, 重点工作 where the notes hold nothing but plans."""
    general = tuple(note.id for note in plans if _GENERAL.search(note.text) and not _NUMBERED_LIST.search(note.text))
    goals = tuple(name for name in goal_notes(plans) if name not in general)
    lists = tuple(note.id for note in plans if _NUMBERED_LIST.search(note.text))
    goals = tuple(name for name in goals if name not in lists)
    rest = [note for note in plans if note.id not in (*general, *goals, *lists)]
    found = []
    if general:
        found.append(PlannedSection("", "总体要求", 1, "总体要求", "plan", general))
    if goals:
        found.append(PlannedSection("", "主要目标", 1, "主要目标", "plan", goals))
    if rest or lists:
        found.append(PlannedSection("", "重点工作", 1, "重点工作", "plan", lists))
        found += _topical(rest, topics, "plan", [])
    return found


def goal_notes(plans: Sequence[Note]) -> tuple[str, ...]:
    """The ids of the plan notes that set goals for the whole, or list the tasks: they stand before the tasks."""
    found = []
    for at, note in enumerate(plans):
        if at == 0 and _WHOLE.search(note.text) and len(re.findall(r"\d+(?:\.\d+)?", note.text)) > 1:
            # the first line of a plan that speaks of output, taxes or income sets the goals
            found.append(note.id)
        elif _GENERAL.search(note.text) or _NUMBERED_LIST.search(note.text) or _GOAL.match(note.text) or _is_economic(note):
            found.append(note.id)
    return tuple(found)


def _is_economic(note: Note) -> bool:
    return note.topic in ("经济运行", "目标思路") and (not note.department or bool(_WHOLE.search(note.text)))


def _topical(notes: Sequence[Note], topics: dict[str, str], part: Part, house: Sequence[PlannedSection]) -> list[PlannedSection]:
    by_topic: dict[str, list[str]] = {}
    for note in notes:
        by_topic.setdefault(topics[note.id] or OTHER, []).append(note.id)
    divided = _divided(notes, by_topic, part)
    if divided:
        return divided
    if part == "summary":
        lengths = {note.id: len(note.text) for note in notes}
        long = [name for name, ids in by_topic.items() if sum(lengths[one] for one in ids) > 40 and name != OTHER]
        _merge_small(by_topic, [*(section.topic for section in house), *long])
    order = [*[section.topic for section in house], *wording()["topics"]]
    known = {section.topic: section.title for section in reversed(house)}
    style = house_style([section.title for section in house])
    names = sorted(by_topic, key=lambda name: order.index(name) if name in order else len(order))
    return [
        PlannedSection("", known.get(name) or titled(name, part, style), 2, name, part,
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


def part_title(part: Part, frame: Frame, previous: Document | None = None) -> str:
    """The level-1 heading of a part, in last year's words with this year's number where there is such a heading."""
    if previous is not None and frame.year is not None:
        for section in previous.sections:
            if section.part == part and section.number.startswith(tuple("一二三四五六")) and section.title:
                dated = bool(re.search(r"20\d\d年", section.title))
                if ("半年" in section.title) != frame.half or (dated and not previous.year):
                    break
                return shifted_years(section.title, frame.year - previous.year if previous.year else 0)
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


def house_sections(previous: Document, part: Part) -> list[PlannedSection]:
    """Last year's level-2 headings of this part that hold neither figure nor name, by topic; the first of a topic wins."""
    found: dict[str, PlannedSection] = {}
    for section in _second_level(previous, part):
        title = clean_title(section.title, previous)
        if title and section.topic and section.topic not in found:
            found[section.topic] = PlannedSection("", title, 2, section.topic, part)
    return list(found.values())


def _is_flat(previous: Document, part: Part) -> bool:
    """Whether last year's topics stood at the top, without a heading for the part."""
    tops = [section for section in previous.sections if section.part == part]
    return len(tops) > 1 and not any(section.children for section in tops)


def _second_style(previous: Document | None) -> str:
    """How last year's second level was numbered: "1." or ""."""
    numbers = [child.number for top in previous.sections for child in top.children] if previous is not None else []
    arabic = sum(bool(re.match(r"^\d", number)) for number in numbers)
    return "1." if arabic > len(numbers) / 2 else ""


def _second_level(previous: Document, part: Part) -> list[Section]:
    tops = [section for section in previous.sections if section.part == part]
    inner = [child for top in tops for child in top.children]
    return inner or tops


def numbered(sections: Sequence[PlannedSection], second: str = "") -> list[PlannedSection]:
    """The sections with their numbers: 一、 and （一） within it, 1. below; second: "1." where the house numbers its second level so."""
    counts = [0, 0, 0, 0, 0]
    found = []
    for section in sections:
        if not section.title:
            found.append(section)
            continue
        counts[section.level] += 1
        for deeper in range(section.level + 1, len(counts)):
            counts[deeper] = 0
        found.append(replace(section, number=level_number(3 if second and section.level == 2 else section.level, counts[section.level])))
    return found


def near_topics(topic: str) -> tuple[str, ...]:
    """The topics whose sections usually hold notes of this topic as well, nearest first."""
    return _NEAR.get(topic, ())


def _number(note: str) -> int:
    digits = note.lstrip("n")
    return int(digits) if digits.isdigit() else 0
