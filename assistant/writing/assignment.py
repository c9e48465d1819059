"""Which topic each note is written under. Topics of single notes come from notes/; here they are settled against the notes around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.domain.quantity import Conflict, Note
from assistant.notes.departments import topic_of_heading
from assistant.notes.instructions import remarks, withholds

_CONTINUES = re.compile(r"^(?:按|其中|分[产规行区类板]|（合|\(合)")
#: notes without a word of the topic table
_LAST_RESORT = (
    (re.compile(r"投产|开工|竣工|封顶|结顶|达产|完工|主体|预算内投资|落地"), "项目建设"),
    (re.compile(r"减负|收费|走访|诉求|惠企|招聘|用工"), "营商环境"),
    (re.compile(r"拆违|亮化|大道|路|管网|开闭所|公园|充电桩"), "产城融合"),
    (re.compile(r"用电|税|产值|收入|登记|主体"), "经济运行"),
    (re.compile(r"制度|子公司|压减|改制|数字化平台"), "改革创新"),
)
#: a building is a building, whoever will live in it
_FACILITY = re.compile(r"^.{0,8}?(?:公寓|厂房|道路|大道|管网|污水|学校|医院|变电站|公租房|停车|公交|水厂|电厂)")
#: how a note begins that is of its topic whoever reports it
_STRONG = {
    "招商引资": re.compile(
        r"^(?:全年|今年|新|共)*(?:签约|招商|外出招商|引进项目|合同项目|到位)|^[^，；。\d]{2,12}(?:引来|引进|带来)[^，；。\d]{0,6}(?:企业|项目)\d"
    ),
    "项目建设": re.compile(
        r"^(?:亿元以上|省、?市?|市|重点|产业|在建|工程)*项目|^“?百日攻坚|^[^，；。\d]{2,16}\d{1,2}月\d{1,2}日(?:开工|投产)"
    ),
    "科技创新": re.compile(r"^(?:新增|新认定)?(?:高企|高新技术企业|科小|科技型|专精特新|小巨人|专利|发明专利|研发|孵化器|技术合同)"),
    "安全环保": re.compile(r"^(?:安全|隐患|生产安全|应急|PM|空气|优良天数|检查企业|消防)"),
    "党的建设": re.compile(r"^(?:党|理论中心组|中心组|主题党日|第一议题|廉政|宣讲)"),
}
_NEVER = re.compile(r"(?!)")
#: what went wrong is a problem, wherever it was reported
_WENT_WRONG = re.compile(r"滞后|挖断|被[^，。；]{0,6}(?:通报|约谈|问责|处罚)|未(?:完成|达到)(?:目标|任务|计划|序时)|停工|烂尾|逾期未|上访")


def is_withheld(note: Note) -> bool:
    """Whether a note asks not to be written: it becomes an open point."""
    return any(withholds(remark.text) for remark in remarks(note.text))


def is_problem(note: Note) -> bool:
    """Whether a note of no part tells of something that went wrong."""
    return not note.part and bool(_WENT_WRONG.search(note.text))


def note_topics(notes: Sequence[Note], conflicts: Sequence[Conflict] = ()) -> dict[str, str]:
    """The topic of each note: its own, that of the note it goes on with or contradicts, that of its department."""
    majority = _majorities(notes)
    total = Counter((note.part, note.topic) for note in notes)
    by_indicator = _by_indicator(notes)
    found: dict[str, str] = {}
    before: Note | None = None
    for note in notes:
        topic = note.topic if note.topic not in ("存在问题", "目标思路") else ""
        main = majority.get((note.source, note.department, note.part), "")
        beside = before is not None and (before.part, before.source, before.department) == (note.part, note.source, note.department)
        if before is not None and beside and _CONTINUES.match(note.text):
            topic = found[before.id]
        elif not topic:
            topic = _last_resort(note, by_indicator) or main or (found[before.id] if before is not None and beside else "")
        elif main and topic != main and total[note.part, topic] <= 3 and not _STRONG.get(topic, _NEVER).match(note.text):
            topic = main
        own = next((name for name, pattern in _STRONG.items() if pattern.match(note.text)), "")
        if own and total[note.part, own] > 1 and not note.part:
            topic = own
        if topic in ("科技创新", "民生事业") and _FACILITY.match(note.text):
            topic = "产城融合"
        found[note.id] = topic
        before = note
    _like_the_summary(found, notes)
    _side_by_side(found, conflicts, {note.id: note.part for note in notes})
    return found


def _like_the_summary(found: dict[str, str], notes: Sequence[Note]) -> None:
    """A plan for a figure goes under the topic that the summary reports that figure under."""
    reported: dict[str, str] = {}
    for note in notes:
        for one in note.quantities:
            if note.part == "" and one.indicator and one.change == "level" and found.get(note.id):
                reported.setdefault(one.indicator, found[note.id])
    for note in notes:
        lead = next((one for one in note.quantities if not one.threshold), None)
        if note.part == "plan" and lead is not None and lead.indicator in reported:
            found[note.id] = reported[lead.indicator]


def _last_resort(note: Note, by_indicator: dict[str, str]) -> str:
    for one in note.quantities:
        if one.indicator in by_indicator:
            return by_indicator[one.indicator]
    return next((topic for pattern, topic in _LAST_RESORT if pattern.search(note.text)), "")


def _by_indicator(notes: Sequence[Note]) -> dict[str, str]:
    """The topic under which an indicator is reported by a note that knows its topic."""
    found: dict[str, str] = {}
    for note in notes:
        for one in note.quantities:
            if note.topic and one.indicator and one.change == "level" and len(one.indicator) > 2:
                found.setdefault(one.indicator, note.topic)
    return found


def _side_by_side(found: dict[str, str], conflicts: Sequence[Conflict], parts: dict[str, str]) -> None:
    """Notes of one part that contradict each other are written in one place, that of the first."""
    for conflict in conflicts:
        first = conflict.facts[0].note
        for fact in conflict.facts[1:]:
            if first in found and fact.note in found and parts[first] == parts[fact.note]:
                found[fact.note] = found[first]


def _majorities(notes: Sequence[Note]) -> dict[tuple[str, str, str], str]:
    """What a department mostly reports on, else what its name says."""
    groups: dict[tuple[str, str, str], Counter[str]] = {}
    for note in notes:
        if note.department:
            groups.setdefault((note.source, note.department, note.part), Counter())[note.topic] += 1
    found = {}
    for key, counts in groups.items():
        (topic, count), *_ = counts.most_common(1)
        named = topic_of_heading("", key[1])
        if topic and count >= 2 and count > 0.5 * sum(counts.values()):
            found[key] = topic
        elif named and named not in ("存在问题", "目标思路"):
            found[key] = named
    return found
