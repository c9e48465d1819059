"""年份与文稿不符

查什么：
标题定下的总结年度、计划年度与各部分标题、各部分开头、落款是否一致；“是“十四五”规划收官之年”“党的二十大召开之年”“新中国成立75周年”
等说法与年份是否相合；五年规划的起止年；工作思路里已经过去的期限；总结里还没有到的年份。
为什么：
报告多在上年稿子上改，年份最容易留着没改；读者第一眼看到的正是它。
错例：
某某经济开发区2025年工作总结和2026年工作计划

一、2025年工作总结

（一）综合实力实现新提升。全年新签约项目47个。

二、2025年工作计划

（一）抓好招商引资。
正例：
2025年是“十四五”规划收官之年，也是全面完成各项目标任务的关键之年。
出处：
标题为准（实践）；规划和会议的年份见本项目 timeline.yaml。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.occasions import first_year, occasions
from assistant.checks.rule import Rule
from assistant.domain.document import Section
from assistant.domain.finding import Finding

RULE = Rule("NUM011", "year", "numbers", "error")

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d) ?年")
_OPENING = re.compile(r"[ \u3000]*(?P<year>(?:19|20)\d\d) ?年(?:度)?(?=[，,是])")
_NOW = re.compile(r"现将(?:我[区园]|[^，。；\n]{2,12}区)?(?P<year>(?:19|20)\d\d) ?年")
_SIGNED = re.compile(r"^[ \u3000]*(?P<year>(?:19|20)\d\d) ?年 ?(?P<month>\d{1,2}) ?月(?: ?\d{1,2} ?日)?[ \u3000]*$", re.M)
_EPITHET = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d) ?年|今年)(?:，)?(?:是|正值|恰逢|适逢|迎来)(?P<words>(?:(?!(?:19|20)\d\d ?年)[^。；\n]){2,80})"
)
_SPAN = re.compile(
    r"“?十(?P<number>[一二三四五六])五”?(?:规划|时期|期间)?[（(](?P<first>(?:19|20)\d\d)年?[-－—–~～至]{1,2}(?P<last>(?:19"
    r"|20)\d\d)年?[）)]"
)
_DEADLINE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d) ?年(?:\d{1,2}月)?(?:底前|底以前|前|内|年内)(?=[^，。；\n]{0,12}(?:完成|建成|投产|竣工|开工|实现"
    r"|达|投用|通车|启用))"
)
_DONE = re.compile(
    r"(?<![\d至到—－~～-])(?P<year>(?:19|20)\d\d) ?年(?:全年|全区|我区|上半年|下半年|预计|累计|，)?(?:完成|实现|新增|引进|签约"
    r"|建成)(?=[^，。；\n]{0,20}\d)"
)
#: 2023年进出口总值力争: a goal is of the year planned for
_AIMED = re.compile(r"(?<![\d至到—－~～-])(?P<year>(?:19|20)\d\d) ?年(?:度)?[^，。；：、\n\d]{0,14}(?:力争|确保|预期|目标是|目标为)")
_COMPARED = re.compile(r"[比较从由在与于自对]$")
_NEXT_YEAR = re.compile(r"明年(?:，|（|\(|即|也就是)?(?P<year>20\d\d) ?年")
_LAST_YEAR = re.compile(r"(?:上年|去年)[（(](?P<year>(?:19|20)\d\d) ?年")
_BACK = re.compile(r"总结|回顾|完成情况|开展情况|工作情况|成效|主要工作$")
_FORWARD = re.compile(r"打算|思路|计划|安排|部署|展望|下一步")
_AHEAD_WORDS = re.compile(r"谋划|打算|思路|计划|安排|部署|展望|目标|下一步|重点")
_AHEAD = re.compile(r"力争|确保|目标|计划|规划|预期|将|争取|拟|到$|为$|谋划")


def check(context: CheckContext) -> Iterator[Finding]:
    """Years of title, headings, openings and signature against each other, and what a year is called against the calendar."""
    document = context.document
    yield from _epithets(context)
    yield from _spans(context)
    if document.year is None or any(section.year for section in document.sections):
        # several texts in one file have no year in common
        return
    titled = {int(year) for year in _YEAR.findall(document.title)}
    if document.year in titled and "政府工作报告" not in document.title:
        yield from _headings(context, titled)
        yield from _openings(context, titled)
        yield from _signature(context)
    yield from _times(context)


def _finding(
    context: CheckContext, start: int, end: int, message: str, suggestion: str = "核对年份，检查是否沿用了上年稿",
    *, warn: bool = False, title: bool = False,
) -> Finding:
    span = context.document.title_span
    related = [context.related(span.start, span.end, "标题")] if title else []
    return context.finding(RULE, start, end, message, suggestion=suggestion, severity="warning" if warn else None, related=related)


def _expected(context: CheckContext, section: Section) -> int | None:
    document = context.document
    if section.part == "plan" and "总结" not in section.title and "回顾" not in section.title:
        return document.plan_year or (document.year if document.kind.startswith("半年") else None)
    if section.part in ("summary", "problems"):
        return document.year
    return None


def _headings(context: CheckContext, titled: set[int]) -> Iterator[Finding]:
    for section in context.document.sections:
        years = _YEAR.findall(section.title)
        yield from _not_ahead(context, section, years)
        expected = _expected(context, section)
        if len(years) != 1 or expected is None or expected not in titled or int(years[0]) == expected:
            continue
        heading = context.text[section.heading.start : section.heading.end]
        if int(years[0]) == (context.document.plan_year or expected + 1) and _AHEAD_WORDS.search(section.title):
            continue
        at = heading.find(years[0])
        if at >= 0:
            start = section.heading.start + at
            what = "计划" if section.part == "plan" else "总结"
            yield _finding(context, start, section.heading.end, f"标题称{expected}年{what}，此处写作{years[0]}年", title=True)


def _not_ahead(context: CheckContext, section: Section, years: list[str]) -> Iterator[Finding]:
    """二、2024年工作安排 behind 一、2024年工作回顾: the year told of is not the one planned for."""
    document = context.document
    if section.part != "plan" or document.kind.startswith("半年") or len(years) != 1 or int(years[0]) != document.year:
        return
    if _BACK.search(section.title) or not _FORWARD.search(section.title):
        return
    earlier = (one for one in document.sections if one.heading.start < section.heading.start)
    back = any(_YEAR.findall(one.title) == years and _BACK.search(one.title) for one in earlier)
    at = context.text.find(years[0], section.heading.start, section.heading.end)
    if back and at >= 0:
        yield _finding(context, at, section.heading.end, f"前文回顾的是{years[0]}年，计划部分也写作{years[0]}年")


def _openings(context: CheckContext, titled: set[int]) -> Iterator[Finding]:
    document = context.document
    lead = document.lead
    places: list[tuple[int, int]] = []
    if lead.end > lead.start and document.year in titled:
        places.append((lead.start, document.year or 0))
        for match in _NOW.finditer(context.text, lead.start, lead.end):
            if int(match["year"]) not in titled:
                yield _finding(context, match.start("year"), match.end(), f"标题为{document.year}年，此处写作{match['year']}年", title=True)
    for section in document.sections:
        expected = _expected(context, section)
        if section.part != "plan" and _AHEAD_WORDS.search(section.title):
            continue
        if expected in titled and expected is not None:
            places.append((section.body.start, expected))
    for start, year in places:
        found = _OPENING.match(context.text, _first(context.text, start))
        if found and int(found["year"]) != year and not _both(context.text, found.end(), year):
            yield _finding(context, found.start("year"), found.end(), f"这一部分写的是{year}年，开头写作{found['year']}年", title=True)


def _first(text: str, start: int) -> int:
    while start < len(text) and text[start] in " \u3000\n":
        start += 1
    return start


def _both(text: str, at: int, year: int) -> bool:
    """Whether the opening sentence goes on to the expected year: 2023年，…；2024年，我们将…"""
    end = text.find("。", at)
    return str(year) in text[at : end if end >= 0 else at + 200]


def _signature(context: CheckContext) -> Iterator[Finding]:
    year = context.document.year or 0
    last = None
    for match in _SIGNED.finditer(context.text, max(context.document.lead.start, len(context.text) - 400)):
        last = match
    if last is None:
        return
    signed, month = int(last["year"]), int(last["month"])
    if signed < year or signed > year + 1 or (signed == year + 1 and month > 6):
        yield _finding(
            context, last.start("year"), last.end(), f"标题为{year}年，落款写作{last.group().strip()}", title=True, warn=signed > year,
        )


def _epithets(context: CheckContext) -> Iterator[Finding]:
    for match in _EPITHET.finditer(context.text):
        if match["year"]:
            year = int(match["year"])
        else:
            region = next((one for one in context.regions if one.start <= match.start() < one.end), None)
            # a government's report is given in the year it plans for: 今年 is that one
            if region is None or region.year is None or context.document.kind.startswith("政府") or not context.document.title:
                continue
            year = region.year
        for one in occasions(context.text, *match.span("words")):
            if one.year == year:
                continue
            if one.kind == "anniversary":
                told = one.year - one.since
                said, remedy = f"{year}年是{one.what}{year - one.since}周年，此处写作{told}周年", "核对年份或周年数"
            else:
                said, remedy = f"{one.year}年才是“{one.said}”，此处写作{year}年", "核对年份或说法"
            yield _finding(context, match.start(), one.end, said, remedy)


def _spans(context: CheckContext) -> Iterator[Finding]:
    for match in _SPAN.finditer(context.text):
        first = first_year(match["number"])
        if (int(match["first"]), int(match["last"])) != (first, first + 4):
            yield _finding(
                context, match.start(), match.end(),
                f"“十{match['number']}五”是{first}—{first + 4}年，此处写作{match['first']}—{match['last']}年", "核对起止年份",
            )


def _times(context: CheckContext) -> Iterator[Finding]:
    year, text = context.document.year or 0, context.text
    for match in _LAST_YEAR.finditer(text):
        if int(match["year"]) not in (year - 1, year):
            yield _finding(context, match.start(), match.end(), f"上年是{year - 1}年，此处写作{match['year']}年", warn=True)
    for match in _NEXT_YEAR.finditer(text) if "明年" in text and not context.document.kind.startswith("政府") else ():
        if int(match["year"]) not in (year + 1, context.document.plan_year):
            yield _finding(context, match.start(), match.end(), f"明年是{year + 1}年，此处写作{match['year']}年", warn=True)
    for region in context.regions:
        if region.part == "plan" and context.document.plan_year:
            for match in _DEADLINE.finditer(text, region.start, region.end):
                if int(match["year"]) < context.document.plan_year:
                    yield _finding(
                        context, match.start(), match.end(),
                        f"计划年度为{context.document.plan_year}年，期限却写作{match.group()}", warn=True,
                    )
            for match in _AIMED.finditer(text, region.start, region.end):
                told = int(match["year"]) == year < context.document.plan_year
                if told and not _COMPARED.search(text, max(0, match.start() - 3), match.start()):
                    said = f"计划年度为{context.document.plan_year}年，此处写作{match['year']}年"
                    yield _finding(context, match.start(), match.end(), said, warn=True)
        elif region.part == "summary":
            for match in _DONE.finditer(text, region.start, region.end):
                before = text[context.clause_start(match.start(), "；") : match.start()]
                if int(match["year"]) > year and not _AHEAD.search(before) and not _AHEAD.search(match.group()):
                    yield _finding(context, match.start(), match.end(), f"总结的是{year}年，此处写作{match['year']}年", warn=True)
