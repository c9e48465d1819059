"""The sentences that hold a report together and say nothing of their own: the lead, the way into problems and plans. No notes here."""

from __future__ import annotations

from assistant.domain.draft import Sentence
from assistant.engines.engine import SectionRequest
from assistant.engines.offline.lexicon import wording


def lead(request: SectionRequest) -> list[Sentence]:
    """The paragraph under the title, from the fields that the draft has sections for."""
    bank = wording()
    fields = _fields(request)
    plan_only = request.section.part == "plan"
    pattern = bank["lead"]["plan"] if plan_only else bank["lead"]["half" if request.half else "year"]
    if not plan_only and request.year is None and not request.half:
        pattern = pattern.replace("{year}年", "今年以来")
    text = pattern.format(
        year=request.year or "", next=(request.year or 0) + 1, unit=request.unit or "全区", fields=fields or "年度重点",
    )
    found = [Sentence(text.replace("推进年度重点等各项工作", "推进各项工作"), support="generic")]
    if not plan_only:
        found.append(Sentence(bank["lead"]["close"], support="generic"))
    return found


def _fields(request: SectionRequest) -> str:
    names = [name for name in dict.fromkeys(request.neighbours) if name]
    return "、".join(names[:6])


def problems_opening(request: SectionRequest) -> list[Sentence]:
    """The way into the problems."""
    bank = wording()
    return [Sentence(bank["problems"], support="generic")]


def plan_opening(request: SectionRequest, has_goals: bool) -> list[Sentence]:
    """The way into the plan, and into its goals where the notes give any."""
    bank = wording()
    if request.section.topic in ("主要目标", "重点工作"):
        name = "主要预期目标是：" if request.section.topic == "主要目标" else ""
        return [Sentence(name, support="generic")] if name else []
    if request.half:
        text = bank["plan_half"]
    elif request.year is not None:
        text = bank["plan_year"].format(next=request.year + 1)
    else:
        text = bank["plan_year"].replace("{next}年", "新的一年")
    found = [Sentence(text, support="generic")]
    if has_goals:
        found.append(Sentence(bank["goals_half" if request.half else "goals"], support="generic"))
    return found
