"""标题或开头交代要写的部分，正文没有

查什么：标题、开头一段或章节标题说有“工作总结和工作思路”“存在问题和下一步打算”，正文里却找不到其中一部分；
文中说“见表2”“详见附件3”“如图1”“见下表”，全文却没有这张表、这个附件、这幅图。
为什么：拼稿时整块漏掉，最容易在只看局部时看不出来。
错例：
标题“……2022年工作总结和2023年工作思路”，全文只写到2022年成效。
正例：
标题“……2022年工作总结和2023年工作思路”，后有“二、2023年工作思路”。
出处：公文写作惯例（惯例）：标题与内容应当相符。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.checks.scan import bigrams
from assistant.domain.document import Section, Span
from assistant.domain.finding import Finding

RULE = Rule("STR005", "missing-part", "structure", "error")

_PLAN = re.compile(
    r"(?:(?:20\d\d|明)年(?:度)?|下半年|下一步|下步|今后)(?:的)?(?:全区|重点|主要|总体)?(?:工作)?(?:思路|打算|计划|安排|要点|重点工作|目标任务|谋划)(?:和[^，。：、]{1,8})?"
)
_PROBLEM = re.compile(r"存在(?:的)?(?:主要)?(?:困难和)?(?:问题|不足)|主要问题|问题(?:和|与)不足")
_HAND_OVER = re.compile(r"现(?:就|将|把)?[^。\n]{2,90}?(?:汇报|报告|总结|述职|通报)[^。\n]{0,6}(?:如下|如次|：|:|。)")
_FUTURE = re.compile(
    r"(?:20\d\d|明)年(?:，|,)?(?:是[^。]{2,40}年|我们|管委会|公司|全区|集团|开发区|要|将|计划|力争|工作的?总体)|下一步[，,：]|下步[，,]|新的一年|下半年[，,]|今后一(?:个|段)时期|接下来"
    r"|(?:我们|开发区|管委会|全区|公司)(?:将|要)(?:重点|坚持|以|紧|围绕|全力)|主要(?:预期)?目标(?:是|为|：)"
)
_TROUBLE = re.compile(r"问题|不足|短板|差距|困难|还不|不够|不强|不高|有待|滞后|薄弱|制约")
_WHERE = 80
_REFERENCE = re.compile(
    r"(?:[详参]?见|如)(?:(?P<kind>附件|附表|附图|表|图|专栏)[ \t]?(?P<number>\d{1,2}|[一二三四五六七八九十])(?![\d.．年月个项张家])"
    r"|(?P<near>附表|下表)(?![\d一二三四五六七八九十]))"
)
_POINTERS = frozenset(("见附", "见表", "见图", "见下", "见专", "如附", "如表", "如图", "如下"))
_ANNEXED = re.compile(r"^[ \t\u3000（(]*附表", re.M)
_FIGURES = "零一二三四五六七八九十"
_ROW = re.compile(r"^[^\n\t|]*[\t|][^\n\t|]*[\t|]", re.M)


def check(context: CheckContext) -> Iterator[Finding]:
    """What title, hand-over sentence or a double heading promise, against what the text holds."""
    document, text = context.document, context.text
    yield from _references(context)
    if len(text) < 300:
        return
    places = [document.title_span] if document.title else []
    handed = _HAND_OVER.search(text, document.lead.start, document.lead.end)
    if handed:
        places.append(Span(*handed.span()))
    plan_said = problem_said = False
    for section in context.sections:
        for finding in _double_heading(context, section):
            plan_said = plan_said or (finding.message.startswith("标题“") and "打算" in finding.message)
            yield finding
    for place in places:
        plan = _last(_PLAN, text, place)
        if plan and not plan_said and not _has_plan(context, place.end):
            plan_said = True
            words = text[plan.start : plan.end]
            yield context.finding(
                RULE,
                plan.start,
                plan.end,
                f"{_said(context, place)}说有“{words}”，正文没有这一部分",
                suggestion=f"补写“{words}”，或改标题和引语",
            )
        problem = _last(_PROBLEM, text, place)
        if problem and not problem_said and not _has_problems(context, place.end):
            problem_said = True
            words = text[problem.start : problem.end]
            yield context.finding(
                RULE,
                problem.start,
                problem.end,
                f"{_said(context, place)}说有“{words}”，正文没有这一部分",
                suggestion=f"补写“{words}”，或改标题和引语",
            )


def _references(context: CheckContext) -> Iterator[Finding]:
    """见表2, 见附件, 见下表: the table, the annex or the picture stands somewhere."""
    text = context.text
    if _POINTERS.isdisjoint(bigrams(text)):
        return
    for match in _REFERENCE.finditer(text):
        kind, number = match["kind"] or match["near"], match["number"] or ""
        if not _stands(text, kind, number, match.end()):
            lacks = "后面没有表" if kind == "下表" else f"全文没有{kind}{number}"
            yield context.finding(
                RULE, match.start(), match.end(), f"文中说“{match.group()}”，{lacks}",
                suggestion="补上，或改正编号、删去这句指引", severity="warning",
            )


def _stands(text: str, kind: str, number: str, at: int) -> bool:
    """Whether a line begins with such a caption, a list of annexes has the number, or rows of a table follow."""
    if not number:
        return _ROW.search(text, at if kind == "下表" else 0) is not None or (kind == "附表" and _ANNEXED.search(text) is not None)
    figure = int(number) if number.isdigit() else _FIGURES.index(number)
    numbers = f"(?:{figure}|{_FIGURES[figure] if figure < len(_FIGURES) else figure})(?!\\d)"
    if re.search(rf"^[ \t\u3000（(【\[]*附?{kind.removeprefix('附') if kind != '附件' else kind}[ \t\u3000]*{numbers}", text, re.M):
        return True
    listed = rf"^[ \t\u3000]*附件[：:](?:[^\n]*\n){{0,10}}?[^\n]{{0,4}}{numbers}[.．、]"
    return kind == "附件" and bool(re.search(listed, text, re.M))


def _double_heading(context: CheckContext, section: Section) -> Iterator[Finding]:
    """五、存在问题和2023年工作打算: both halves are below it."""
    text, heading = context.text, section.heading
    problem, plan = _last(_PROBLEM, text, heading), _last(_PLAN, text, heading)
    if problem is None or plan is None or section.level > 2:
        return
    below = text[section.body.start : section.end]
    if not below.strip():
        return
    if not _FUTURE.search(below) and not any(one.part == "plan" for one in section.walk() if one is not section):
        words = text[plan.start : plan.end]
        yield context.finding(
            RULE, plan.start, plan.end, f"标题“{section.title}”下面没有“{words}”的内容", suggestion=f"补写“{words}”，或改标题"
        )
    elif not _TROUBLE.search(below):
        words = text[problem.start : problem.end]
        yield context.finding(
            RULE, problem.start, problem.end, f"标题“{section.title}”下面没有“{words}”的内容", suggestion=f"补写“{words}”，或改标题"
        )


def _has_plan(context: CheckContext, begin: int) -> bool:
    """Whether some section speaks of what is to come, or a paragraph of the later half does."""
    text = context.text
    for section in context.sections:
        if section.level <= 2 and section.heading.start >= begin and _PLAN.search(section.title):
            return True
        if (
            section.part == "plan"
            and section.heading.start >= begin
            and (section.children or text[section.body.start : section.body.end].strip())
        ):
            return True
    for paragraph in context.paragraphs:
        if paragraph.start >= begin + (len(text) - begin) // 3 and _FUTURE.search(
            text, paragraph.start, min(paragraph.end, paragraph.start + _WHERE)
        ):
            return True
    return False


def _has_problems(context: CheckContext, begin: int) -> bool:
    if any(one.part == "problems" for one in context.sections if one.heading.start >= begin):
        return True
    text = context.text
    return bool(
        re.search(
            r"(?:存在|面临|还有)[^。]{0,30}(?:问题|不足|短板|差距|困难)|清醒(?:地)?(?:看到|认识)|(?:问题|不足|短板|差距)[^。]{0,12}[：:]",
            text[begin:],
        )
    )


def _last(pattern: re.Pattern[str], text: str, span: Span) -> Span | None:
    found = None
    for match in pattern.finditer(text, span.start, span.end):
        found = Span(*match.span())
    return found


def _said(context: CheckContext, place: Span) -> str:
    return "标题" if place == context.document.title_span else "开头"
