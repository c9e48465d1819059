"""What the user did not say is read from the notes' titles and last year's report: year, unit, half-year, title. No notes here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.document import Document
from assistant.domain.draft import Brief
from assistant.writing.headings import shifted_years
from assistant.writing.outline import Frame

DEFAULT_KIND = Brief().kind
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?=年(?!度全|度省|底))")
_UNIT = re.compile(
    r"^[^\u4e00-\u9fff]*(?P<unit>[\u4e00-\u9fff]{0,18}?(?:开发区|高新区|经开区|农高区|示范区|工业园区|产业园区|园区|产业园|新区|试验区|保税区|自贸区|工业园"
    r"|公司|集团|管委会|街道|镇|县|市))"
)
_PLAN_TITLE = re.compile(r"工作思路|工作计划|工作打算|工作安排|工作要点|目标任务")
_GENERIC = re.compile(r"^(?:园区|开发区|高新区|经开区|农高区|示范区|新区|工业园区|公司|我区|全区|各.*)$")


def completed_brief(brief: Brief, titles: Sequence[str], remarks: Sequence[str], previous: Document | None = None) -> Brief:
    """The brief with year and unit filled in from titles of the notes, remarks beside them, and last year's report."""
    texts = [*titles, *remarks]
    year = brief.year
    if year is None:
        found = [int(match) for text in texts for match in _YEAR.findall(text)]
        year = found[0] if found else previous.year + 1 if previous is not None and previous.year else None
        if found and titles and _PLAN_TITLE.search(titles[0]) and not re.search(r"总结|情况|汇报|回顾", titles[0]):
            year = found[0] - 1
    unit = brief.unit.strip()
    if not unit:
        matches = [match["unit"] for title in titles if (match := _UNIT.match(title))]
        unit = matches[0] if matches else ""
        if previous is not None and previous.unit and (not unit or _GENERIC.match(unit)):
            unit = previous.unit
    return replace(brief, year=year, unit=unit)


def is_half(brief: Brief, titles: Sequence[str]) -> bool:
    """Whether the report covers half a year."""
    if brief.kind != DEFAULT_KIND:
        return "半年" in brief.kind
    return any(re.search(r"半年|1\s*[-—~～至]\s*6\s*月", title) for title in titles)


def _fits(title: str, frame: Frame) -> bool:
    """Whether last year's title says what this report holds: half-year or not, a plan or none."""
    planned = bool(re.search(r"计划|思路|打算|安排", title))
    return bool(title) and ("半年" in title) == frame.half and planned == ("plan" in frame.parts) and not frame.plan_only


def title_of(brief: Brief, frame: Frame, previous: Document | None = None, titles: Sequence[str] = ()) -> str:
    """The title of the draft: the user's kind, else last year's title with its years moved on, else by what the notes hold."""
    unit, year = brief.unit, brief.year
    when = f"{year}年" if year else ""
    if brief.kind != DEFAULT_KIND:
        return f"{unit}{'' if brief.kind.startswith(when) and when else when}{brief.kind}"
    if previous is not None and previous.year and year and unit in previous.title and _fits(previous.title, frame):
        return re.sub(r"\s+", "", shifted_years(previous.title, year - previous.year))
    special = "党建" if any("党建" in title for title in titles) else ""
    if frame.plan_only:
        return f"{unit}{f'{year + 1}年' if year else ''}{special}工作思路"
    if frame.half:
        return f"{unit}{when}上半年{special}工作总结" + ("和下半年工作安排" if "plan" in frame.parts else "")
    following = f"和{f'{year + 1}年' if year else '下一步'}工作计划" if "plan" in frame.parts else ""
    return f"{unit}{when}{special}工作总结{following}"
