"""Up to when a fact counts, as the ledger's column says it: 1—9月, 截至10月底, 全年预计. Read off the fact's period alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.quantity import Fact, Quantity
from assistant.ui.language import say

_HALVES = {1: "上半年", 7: "下半年"}
_QUARTERS = {1: "一季度", 4: "二季度", 7: "三季度", 10: "四季度"}
#: no name of an indicator: the sign between two values, or a goal that is named after the figure it stands behind
_UNNAMED = re.compile(r"[^\u4e00-\u9fffA-Za-z]*(?:(?:年度|全年|年初|今年|年)?(?:目标|计划|任务)(?:任务|数|值)?|点|以上)?")

_GOAL = re.compile(r"[^\u4e00-\u9fffA-Za-z]*(?:年度|全年|年初|今年|年)?(?:目标|计划|任务)(?:任务|数|值)?")
_CHANGES = frozenset(("growth", "increase", "points", "share", "completion", "multiple", "times-more", "rank"))


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The words of the column ("" where the note says nothing) and what they are sorted by: year, then how far into it."""

    text: str
    key: tuple[int, float]


def cutoff_of(quantity: Quantity, year: int | None = None) -> Cutoff:
    """The cut-off of a figure; `year` is the year reported on, whose goals need no year."""
    period, role = quantity.period, "target" if _GOAL.fullmatch(quantity.indicator) else quantity.role
    span, reach = _span(quantity)
    spoken = period.year or year or 0
    if role == "target":
        whole = span if span and period.kind != "year" else say("全年") if spoken in (0, year) else say("{year}年", year=spoken)
        return Cutoff(say("{span}目标", span=whole), (spoken, 14.0))
    if role == "forecast":
        return Cutoff(say("{span}预计", span=span or say("全年")), (spoken, 13.0 if period.kind in ("year", "unknown") else reach + 0.2))
    if quantity.change == "from":
        return Cutoff(say("原数"), (spoken or (year or 1) - 1, 12.0))
    if role == "previous":
        if period.kind != "at" and "同期" in period.label:
            return Cutoff(say("上年同期"), (spoken, 0.5))
        told = span or say("上年")
        return Cutoff(told, (spoken or (year or 1) - 1, reach if span else 0.5))
    return Cutoff(span, (spoken, reach))


def _span(quantity: Quantity) -> tuple[str, float]:
    period = quantity.period
    first, last = period.first_month, period.last_month
    match period.kind:
        case "months" if last:
            return say("{first}—{last}月", first=first or 1, last=last), float(last)
        case "half" if first in _HALVES:
            return say(_HALVES[first]), float(last or 6)
        case "quarter" if first in _QUARTERS:
            return say(_QUARTERS[first]), float(last or 3)
        case "month" if last:
            return say("{month}月当月", month=last), last - 0.2
        case "day":
            told = re.search(r"\d{1,2}\s*月\s*\d{1,2}\s*[日号]", period.label)
            return (told[0].replace(" ", "") if told else period.label), (last or 12) - 0.3
        case "at":
            told = re.search(r"\d{1,2}\s*月\s*\d{1,2}\s*[日号]", period.label)
            if told:
                return say("截至{day}", day=told[0].replace(" ", "")), (last or 12) + 0.1
            if last == 1 and "初" in period.label:
                return say("年初"), 0.1
            if last:
                return (say("年底") if last == 12 and "月" not in period.label else say("截至{month}月底", month=last)), last + 0.1
            return say("目前"), 12.3
        case "year":
            return say("全年"), 12.6
        case "years":
            return period.label, 12.7
    return "", 99.0


def shared_cutoff(facts: Sequence[Fact], year: int | None = None) -> str:
    """The cut-off of readings side by side: the one that all have, else that they differ."""
    told = dict.fromkeys(cutoff_of(fact.quantity, year).text for fact in facts)
    return next(iter(told), "") if len(told) == 1 else say("不一致")


def named_after(fact: Fact, facts: Sequence[Fact]) -> Fact | None:
    """The fact that gives a nameless one its name: the figure of its note that 目标 or → stands behind; None where it has one."""
    own = fact.quantity
    if not _UNNAMED.fullmatch(own.indicator) or (not own.indicator and own.role != "target"):
        return None
    earlier = [one for one in facts if one.note == fact.note and one.quantity.start < own.start]
    before = [one for one in earlier if one.quantity.indicator and not _UNNAMED.fullmatch(one.quantity.indicator)]
    kind = "" if _GOAL.fullmatch(own.indicator) else own.dimension
    fitting = [one for one in before if not kind or not one.quantity.dimension or one.quantity.dimension == kind]
    return (fitting or before)[-1] if before else None


def fact_cutoff(fact: Fact, facts: Sequence[Fact], year: int | None = None) -> Cutoff:
    """The cut-off of a fact; a completion or a share counts up to where the figure that it speaks of does."""
    quantity = fact.quantity
    if quantity.change in ("completion", "share") and quantity.about >= 0:
        spoken = next((one for one in facts if one.note == fact.note and one.quantity.start == quantity.about), None)
        if spoken is not None:
            return cutoff_of(spoken.quantity, year)
    return cutoff_of(quantity, year)


def gathered(facts: Sequence[tuple[int, Fact]], every: Sequence[Fact], year: int | None = None) -> list[tuple[int, Fact, bool]]:
    """The facts with those of one indicator together, this year's cut-offs first; the last value: the row above at another cut-off."""
    groups: dict[tuple[str, str], list[tuple[int, Fact]]] = {}
    for at, fact in facts:
        groups.setdefault(_subject(fact, every, at), []).append((at, fact))
    found = []
    for rows in groups.values():
        kinds = sorted(dict.fromkeys(_kind(fact) for _, fact in rows), key=_CHANGES.__contains__)
        last = None
        for at, fact in sorted(rows, key=lambda row: (kinds.index(_kind(row[1])), _nearest(row[1], every, year))):
            found.append((at, fact, _kind(fact) == last))
            last = _kind(fact)
    return found


def _nearest(fact: Fact, every: Sequence[Fact], year: int | None) -> tuple[int, int, float]:
    spoken, reach = fact_cutoff(fact, every, year).key
    away = 0 if not spoken or spoken == year else 1 if year and spoken < year else 2
    return away, spoken, reach


def _kind(fact: Fact) -> str:
    quantity = fact.quantity
    return quantity.dimension if quantity.change in ("level", "from", "rate") else quantity.change


def _subject(fact: Fact, every: Sequence[Fact], at: int) -> tuple[str, str]:
    quantity = (named_after(fact, every) or fact).quantity
    if not quantity.indicator or (fact.quantity.parent >= 0 and fact.quantity.change == "level") or fact.quantity.threshold:
        return str(at), ""
    return quantity.indicator, quantity.scope
