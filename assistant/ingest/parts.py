"""Which part of a report a section belongs to: summary, plan or problems. By its own heading, else by its parent's, else by the kind."""

from __future__ import annotations

import re

from assistant.domain.document import Part, Section
from assistant.ingest.metadata import years_of

_PROBLEMS = re.compile(r"问题|不足|短板|困难|差距|不满意|薄弱")
_NOT_PROBLEMS = re.compile(
    r"问题(?:导向|整改|解决)|(?:缩小|补齐|弥补|消除|破除|攻克|化解|摆脱).{0,12}(?:差距|短板|困难|问题|薄弱)|(?:解决|破解|针对|关系|涉及|群众).{0,14}(?:问题|困难)|问题清单|困难群|补.{0,3}短板|短板.{0,4}(?:行动|工程)")
_PLAN = re.compile(
    r"思路|计划|打算|下一步|明年|来年|今后|努力方向|总体要求|工作要求|目标任务|主要目标|预期目标|重大举措|重点任务|主要任务|总体部署|工作安排|年安排|工作部署|政策取向|政府工作的?建议|年重点工作|重点工作$|工作谋划|工作展望|工作要点|工作重点|民生实事|主要考虑|重要要求|发展目标|发展思路|下半年")
_SUMMARY = re.compile(r"总结|回顾|成就|成效|完成情况|工作情况|开展情况|实绩|上半年|情况$|新进展|取得|五年来|过去|首先报告")
_WEAK_SUMMARY = re.compile(r"年(?:的)?(?:主要)?工作$|年国内工作|年主要工作")
_BARE_YEAR = re.compile(r"20\d\d年(?:度)?(?:[：:，,]|$)")


def part_of(title: str, inherited: Part, year: int | None, plan_year: int | None) -> Part:
    """The part a heading speaks for; `inherited` where it says nothing of its own."""
    if not title:
        return inherited
    plan = bool(_PLAN.search(title))
    summary = bool(_SUMMARY.search(title) or _WEAK_SUMMARY.search(title))
    named = years_of(title)
    if summary and not plan and named and year is not None and min(named) > year:
        # "2026年主要工作" in the report on 2025
        plan, summary = True, False
    if named and not plan and not summary and not inherited and _BARE_YEAR.match(title):
        # "2025年：我们走得稳", "2026年：我们要跑得快"
        if plan_year is not None and named[0] == plan_year != year:
            return "plan"
        summary = named[0] == year
    problems = bool(_PROBLEMS.search(title)) and not _NOT_PROBLEMS.search(title)
    if inherited in ("plan", "problems"):
        # below 下一步计划 everything is plan, what it says of 成效 too
        return inherited
    if problems and not plan:
        return "problems"
    if inherited == "summary" and not re.search(r"下一步|计划|打算|思路|明年", title):
        return "summary"
    if plan and summary:
        if problems or (plan_year is not None and named and min(named) >= plan_year):
            return "plan"
        return "summary" if _SUMMARY.search(title) and re.search(r"总结|回顾|成就", title) else "plan"
    if plan:
        return "plan"
    if summary:
        return "summary"
    return inherited


def top_parts(sections: tuple[Section, ...], kind: str, year: int | None, plan_year: int | None) -> list[Part]:
    """The parts of the sections of the top level. What has no word of its own goes on as the one before: in a government report
    what follows the review is plan; a summary is summary until something else is said."""
    said: list[Part] = [part_of(section.title, "", year, plan_year) for section in sections]
    government = kind == "政府工作报告"
    plan_kind = kind in ("工作要点", "工作计划")
    first = next((index for index, part in enumerate(said) if part), None)
    parts: list[Part] = []
    seen: set[Part] = set()
    for index, part in enumerate(said):
        if part:
            parts.append(part)
        elif plan_kind:
            parts.append("plan")
        elif government:
            parts.append("plan" if seen else ("summary" if "plan" in said[index:] and first is not None and index < first else ""))
        elif "plan" in seen or "problems" in seen:
            parts.append("plan" if "plan" in seen else "summary")
        elif kind:
            parts.append("summary")
        else:
            parts.append(parts[-1] if parts else "")
        if parts[-1]:
            seen.add(parts[-1])
    return parts
