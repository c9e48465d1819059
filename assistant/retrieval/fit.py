"""How well a chunk's report and part fit what the query names: soft factors, never filters. No text is looked at but its postings."""

from __future__ import annotations

from typing import Any

from assistant.retrieval.postings import PARTS
from assistant.retrieval.terms import phrase_codes
from assistant.retrieval.understanding import Asked, unit_of
from assistant.retrieval.view import View

Array = Any

_OTHER_UNIT = 0.4
_OTHER_CLASS = 0.8
_OTHER_YEAR = 0.45
_YEAR_IN_TEXT = 0.65
_OTHER_KIND = 0.8
#: a government's work report speaks of everything; a zone's writer asks for it by name
_GOVERNMENT = 0.65
_OTHER_PART = {"problems": 0.75, "plan": 0.8}
#: who doesn't ask for plans wants what was done
_NOT_ASKED = 0.9


def fit(asked: Asked, view: View) -> Array:
    """One factor in (0, 1] a row: 1 where everything that the query names agrees."""
    import numpy as np

    factors = view.of_reports(_of_reports(asked, view))
    plan = PARTS.index("plan")
    if asked.years:
        years = list(asked.years)
        reported = view.of_reports(np.isin(view.years, years))
        planned = view.of_reports(np.isin(view.plan_years, years))
        # what is said of a year stands in its report; what was meant for it in the plan part of the one before
        right = np.where(view.part == plan, planned, reported)
        named = np.zeros(len(view.seq), bool)
        for year in asked.years:
            named[view.lexicon.holding(phrase_codes(str(year)))] = True
        factors *= np.where(right, 1.0, np.where(reported | planned, _YEAR_IN_TEXT, np.where(named, _OTHER_YEAR + 0.1, _OTHER_YEAR)))
    if not asked.part:
        factors *= np.where(view.part == plan, _NOT_ASKED, 1.0)
    else:
        factors *= np.where(view.part == PARTS.index(asked.part), 1.0, _OTHER_PART[asked.part])
    return factors


def _of_reports(asked: Asked, view: View) -> Array:
    """The factor that unit and kind make, one a report."""
    import numpy as np

    present = view.units.present
    units = np.ones(len(view.unit_names), np.float32)
    for number, unit in enumerate(view.unit_names):
        if asked.units:
            units[number] = 1.0 if unit in asked.units else _OTHER_UNIT
        else:
            # only what some unit of the library is can tell the others apart
            units[number] = _OTHER_CLASS ** len((asked.classes & present) - view.units.classes[unit])
    factors = units[view.unit_numbers]
    if not asked.units and not asked.of_government:
        general = ["政府工作报告" in report.kind + report.title for report in view.reports]
        factors = factors * np.where(general, np.float32(_GOVERNMENT), np.float32(1.0))
    if asked.kinds:
        fits = [any(kind in report.kind or kind in report.title for kind in asked.kinds) for report in view.reports]
        factors = factors * np.where(fits, np.float32(1.0), np.float32(_OTHER_KIND))
    return factors


def fitting_words(asked: Asked, view: View, row: int) -> list[str]:
    """What of the query's unit, year and part a chunk agrees with, in words."""
    report = view.reports[view.owner[row]]
    words = []
    if unit_of(report) in asked.units:
        words.append(f"单位：{unit_of(report)}")
    part = PARTS[view.part[row]]
    for year in sorted(asked.years):
        if report.year == year and part != "plan":
            words.append(f"年份：{year}")
        elif part == "plan" and (report.plan_year or (report.year or 0) + 1) == year:
            words.append(f"年份：{year}年的安排")
    if asked.part and part == asked.part:
        words.append({"problems": "部分：存在问题", "plan": "部分：下一步工作"}[part])
    words.extend(f"文种：{kind}" for kind in sorted(asked.kinds) if kind in report.kind or kind in report.title)
    return words
