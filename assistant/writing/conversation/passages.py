"""Answers that are passages: how the reports put something, or the sentence that tells when, who and how. No figures are compared here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.writing.conversation.answers import Answer, Citation
from assistant.writing.conversation.lookup import absent_line
from assistant.writing.conversation.question import Question
from assistant.writing.conversation.statements import Statement, make_citation, squeeze
from assistant.writing.conversation.terms import coverage, weigh
from assistant.writing.conversation.wordings import report_name

_ENOUGH = 0.3
_LONG = 280
TROUBLE = re.compile(r"问题(?!办结|整改|解决)|不足|短板|困难|不够|紧张|瓶颈|制约|薄弱|差距")
_FIGURES = re.compile(r"带(?:同比|增长|对比|数字|数据)|有(?:同比|数字|数据)|含数字")


def rank_statements(question: Question, statements: Sequence[Statement]) -> list[tuple[float, float, Statement]]:
    """(score, share of the words held, statement), best first."""
    texts = [statement.folded for statement in statements]
    terms = weigh([term for ask in question.asks for term in ask.terms] + list(question.context), texts)
    if not terms:
        return []
    found = []
    for number, statement in enumerate(statements):
        around = "".join(
            other.folded for other in statements[max(0, number - 3) : number + 4]
            if other.item == statement.item and other.report.id == statement.report.id and other is not statement)
        inside = coverage(terms, statement.folded)
        item = coverage(terms, statement.folded + around) if around else inside
        path = coverage(terms, statement.folded + around + statement.path)
        if not path:
            continue
        score = 0.7 * inside + 0.2 * item + 0.1 * path
        cover = max(inside, 0.9 * item, 0.75 * path)
        if question.kinds:
            score += 0.15 if any(kind in statement.kind or kind in statement.report.title for kind in question.kinds) else -0.1
        if not question.units and "政府" not in question.text and "政府工作报告" in statement.report.kind + statement.report.title:
            # a government's report speaks of everything; a zone's writer asks for it by name
            score -= 0.12
        if question.years:
            score += 0.1 if {statement.year, statement.plan_year if statement.is_plan else None} & set(question.years) else -0.2
        compared = any(one.change in ("growth", "points") or one.role == "previous" for one in statement.quantities)
        if compared and _FIGURES.search(question.text):
            score += 0.1
        if TROUBLE.search(question.text):
            score += 0.15 if statement.part == "problems" else -0.1
        if question.target != statement.is_plan:
            score -= 0.12 if question.kind == "list" else 0.04
        found.append((round(score, 4), cover, statement))
    found.sort(key=lambda row: (-row[0], row[2].report.number, row[2].at))
    return found


def of_time(question: Question, statements: Sequence[Statement]) -> list[Statement]:
    """The statements of the years and the half asked for, all where none are: what is planned for a year stands in the report before."""
    found = list(statements)
    if question.years:
        years = set(question.years)
        found = [one for one in found if (one.plan_year if one.is_plan else one.year) in years] or found
    if question.period is not None and question.period.kind == "half":
        second = question.period.first_month == 7
        found = [one for one in found if "半年" in one.kind and one.is_plan == second] or found
    elif question.years and any("半年" not in one.kind for one in found):
        found = [one for one in found if "半年" not in one.kind]
    return found


def passage_of(statement: Statement, statements: Sequence[Statement]) -> Citation:
    """The item (一是 …) that a sentence belongs to, as one citation; the sentence alone where the item is long."""
    same = [one for one in statements if one.item == statement.item and one.report.id == statement.report.id]
    left, right = min(one.lead for one in same), max(one.at + len(one.text) for one in same)
    if right - left > _LONG:
        before = next((one for one in same if one.at < statement.at and len(one.text) <= 40 and one is same[0]), None)
        left = before.lead if before and statement.at - before.at < 60 else statement.lead
        right = statement.at + len(statement.text)
    return make_citation(statement.report, statement.document, left, right, statement)


def quote_passages(
    question: Question, statements: Sequence[Statement], *, most: int = 3, least: float = _ENOUGH, strict: bool = False,
) -> Answer:
    """The passages that put what is asked into words, the best first, each with where it stands.

    least: share of the question's words that a passage has to hold. strict: passages of another year are no answer.
    """
    statements = of_time(question, statements)
    if strict and question.years:
        statements = [one for one in statements if (one.plan_year if one.is_plan else one.year) in question.years]
    ranked = rank_statements(question, statements)
    if question.kind == "passage" and ranked:
        section = _whole_section(question, ranked[0][2], statements)
        if section is not None:
            return Answer(f"“{' '.join(section.quote.split())}”（{_where(section, statements)}）", (section,), False, question.kind)
    good = [(score, statement) for score, cover, statement in ranked if cover >= least]
    if not good:
        what = "、".join(ask.text for ask in question.asks)
        return Answer(f"资料库里没有找到与“{what}”相符的段落。" if what else absent_line(question), (), True, question.kind)
    citations: list[Citation] = []
    seen: set[tuple[str, int]] = set()
    top = good[0][0]
    for score, statement in good:
        key = (statement.report.id, statement.voice)
        if key in seen or (citations and score < 0.8 * top):
            continue
        citations.append(passage_of(statement, statements))
        seen.add(key)
        if len(citations) == most:
            break
    lines = [f"“{' '.join(one.quote.split())}”（{_where(one, statements)}）" for one in citations]
    return Answer("\n\n".join(lines), tuple(citations), False, question.kind)


def _whole_section(question: Question, statement: Statement, statements: Sequence[Statement]) -> Citation | None:
    """The section that a statement stands in, where its heading names all that is asked and the section is no long one."""
    terms = [term for ask in question.asks for term in ask.terms]
    if not terms or not statement.headings or coverage(terms, squeeze(statement.headings[-1])) < 0.8:
        return None
    same = [one for one in statements if one.report.id == statement.report.id and one.headings == statement.headings]
    left, right = min(one.lead for one in same), max(one.at + len(one.text) for one in same)
    return make_citation(statement.report, statement.document, left, right, statement) if right - left <= 3 * _LONG else None


def _where(citation: Citation, statements: Sequence[Statement]) -> str:
    statement = next(one for one in statements if one.report.id == citation.report)
    if citation.note:
        return report_name(statement)
    return report_name(statement) + (f"“{citation.headings[-1]}”部分" if citation.headings and citation.headings[-1] else "")
