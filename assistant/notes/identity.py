"""What a fact is a fact of, as a key that departments share: name, scope, kind of figure. No values are compared here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.quantity import Fact, Note, Period, Quantity
from assistant.reference.tables import indicator
from assistant.text.indicators import resolve

#: indicators that any project or batch has one of: they only mean something together with what they are an amount of
ATTACHED = frozenset((
    "项目总投资", "累计完成投资", "年内完成投资", "年度计划投资", "签约总投资", "投资完成率", "总投资", "计划总投资", "协议总投资",
    "完成投资", "投资", "计划投资", "年度计划", "目标", "全年目标", "年度目标", "任务", "用地", "占地", "投资额", "金额", "资金",
    "面积", "总面积", "建筑面积",
    "合计", "累计", "规模",
))
_FILLER = re.compile(
    r"新|已|共|累计|全年|今年|其中|实现|完成|达到?|共计|合计|的|了|数$|数量$|总数$|总额$|[“”\"'《》、，（）()\s]"
)
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{2}")
_COUNTS = frozenset(("个", "家", "户", "项", "件", "名", "人"))
#: names that only mean something inside their list
_NAMELESS = re.compile(r"(?:其[他余它]|国家级|省级|市级|县级|[大中小]型|小微|[A-Z]区|\W*)(?:的|行业|企业|项目)?$")
#: who, in front of what: 理论中心组学习 and 党工委中心组学习 are one thing
_BODY = re.compile(r"^(?:党工委|党委|党组|理论|班子|领导班子|全区|我区|全年)+(?=.{3})")
_LAST_YEAR = re.compile(r"(?:同比|比|较)?(?:上年|去年|上年同期|去年同期|同期)?(?:同比)?(?:末|底)?")
_MEASURES = {"level": "value", "from": "value", "rate": "value", "increase": "increase", "growth": "growth", "times-more": "growth"}


@dataclass(frozen=True, slots=True)
class Identity:
    """Facts with equal identities speak of the same thing. subject: what an attached amount (总投资) is an amount of."""

    name: str
    subject: str
    scope: str
    kind: str
    of: str
    role: str


def name_key(quantity: Quantity) -> str:
    """The name of a figure's indicator without words that only say how much or since when; the table's row where it has one."""
    if quantity.indicator_id:
        return quantity.indicator_id
    bare = _BODY.sub("", quantity.indicator)
    return (resolve(bare, True)[0] if bare != quantity.indicator else "") or _FILLER.sub("", bare)


def is_attached(note: Note, quantity: Quantity) -> bool:
    """Whether the figure means nothing without what it is an amount of: 总投资, 投资 alone; a count that follows a larger one."""
    written = _FILLER.sub("", note.text[quantity.subject_start : quantity.subject_end])
    if quantity.indicator in ATTACHED or written in ATTACHED or not quantity.indicator:
        return True
    known = indicator(quantity.indicator_id) if quantity.indicator_id else None
    if known is not None and known.kind not in ("flow", "count-period"):
        return False
    first = next((one for one in note.quantities if one.value is not None and not one.threshold), None)
    if first is None or first.start >= quantity.start or quantity.value is None or first.value is None:
        return False
    counts = first.dimension == quantity.dimension and quantity.unit in _COUNTS
    return counts and quantity.value <= first.value and first.indicator != quantity.indicator


def identity(note: Note, quantity: Quantity) -> Identity | None:
    """The identity of a fact; None where its name is not known, so that nothing can be said of it."""
    if not quantity.indicator or quantity.threshold or _NAMELESS.match(quantity.indicator):
        return None
    key = name_key(quantity)
    if not _WORDS.search(key) and indicator(key) is None:
        return None
    attached = is_attached(note, quantity)
    subject = subject_of(note, quantity) if attached else ""
    if attached and not subject:
        return None
    measure = _MEASURES.get(quantity.change, quantity.change)
    if measure in ("increase", "growth", "points") and not _LAST_YEAR.fullmatch(quantity.compare):
        measure = f"{measure} {quantity.compare}"
    role = "target" if quantity.role == "target" else "previous" if quantity.role == "previous" else quantity.role
    return Identity(key, subject, quantity.scope, measure, _whole(note, quantity), role)


def subject_of(note: Note, quantity: Quantity) -> str:
    """What stands first in the note and is counted or named there: 新签约项目数 for 总投资, the project of a table row."""
    head = note.text.split("：", 1)[0] if "：" in note.text[:30] else ""
    if head and not re.search(r"[，；。]", head) and len(head) < quantity.start:
        return _FILLER.sub("", re.sub(r"^\W+", "", head))
    for other in note.quantities:
        if other.start >= quantity.start:
            break
        if other.indicator and other.indicator not in ATTACHED and not other.threshold:
            return name_key(other)
    return ""


def _whole(note: Note, quantity: Quantity) -> str:
    """The whole that the figure is a part of, as a key."""
    if quantity.of:
        known = indicator(quantity.of)
        return known.id if known else _FILLER.sub("", quantity.of)
    if quantity.parent >= 0:
        whole = next((other for other in note.quantities if other.start == quantity.parent), None)
        return name_key(whole) if whole is not None else ""
    return ""


def same_period(one: Period, other: Period) -> bool:
    """Whether two figures may be held against each other: the same time, or none said; a part of the year is never the year."""
    if one.same_time(other):
        return True
    whole_year = ("unknown", "year", "at")
    if one.kind in whole_year and other.kind in whole_year:
        years = one.year is None or other.year is None or one.year == other.year
        months = one.last_month is None or other.last_month is None or one.last_month == other.last_month
        return years and months and not ((one.kind == "at" and one.last_month) or (other.kind == "at" and other.last_month))
    return False


def facts_of(notes: Sequence[Note]) -> list[Fact]:
    """Every figure of the notes that has a value, in order; bars of class names (亿元以上) are no facts."""
    return [
        Fact(note.id, quantity)
        for note in notes
        if not note.instruction
        for quantity in note.quantities
        if quantity.value is not None and not quantity.masked and not quantity.threshold
    ]
