"""Answers that are names: rows with 、 in a sentence, items (一是 …), headings under the one asked about. Figures are not looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.document import Section
from assistant.writing.conversation.answers import Answer, Citation
from assistant.writing.conversation.lookup import absent_line
from assistant.writing.conversation.passages import TROUBLE, of_time, passage_of, rank_statements
from assistant.writing.conversation.question import Question
from assistant.writing.conversation.statements import Statement, make_citation, squeeze
from assistant.writing.conversation.terms import coverage, weigh
from assistant.writing.conversation.wordings import place_name, report_name

_ROW = re.compile(
    r"《[^》]+》(?:(?:、|和|及)?《[^》]+》)*|[^，。；：、！？\s]{1,30}?(?:、[^，。；：、！？]{1,30}){1,11}(?:(?:和|及|以及|与)[^，。；：、！？]{1,30})?")
_ITEM = re.compile(r"(?:^|(?<=[。；：\s]))\s*(?P<name>[一二三四五六七八九十]{1,2}(?:是|要|抓|盯)[^，。；：]{2,40})")
_NUMBERED = re.compile(r"[一二三四五六七八九十\d]+(?:大|个|项|类|条|支|张|方面)")
_PAPERS = re.compile(r"制度|办法|文件|意见|方案|措施|规定|清单|规划|出台|印发|制定|修订")
_WORK = re.compile(r"方面|工作|任务|件事|行动|举措|措施|重点|抓手|思路|计划|打算|安排")
_ENOUGH = 0.45

#: a way to answer: how well it fits, the text, where it stands
Found = tuple[float, str, tuple[Citation, ...]]


def list_names(question: Question, statements: Sequence[Statement]) -> Answer:
    """The names asked for, with the sentence or the headings that they stand in."""
    statements = of_time(question, statements)
    if TROUBLE.search(question.text):
        statements = [statement for statement in statements if statement.part == "problems"] or statements
    best: Found | None = max((*_outlines(question, statements), *_plans(question, statements)), key=lambda one: one[0], default=None)
    if TROUBLE.search(question.text) and all(statement.part == "problems" for statement in statements):
        firsts = {(statement.report.id, statement.headings): statement for statement in reversed(statements)}
        latest = max(statement.year or 0 for statement in statements)
        for statement in firsts.values():
            for bonus, text, citations in _items(question, statement, statements):
                score = 0.9 + bonus - 0.05 * (latest - (statement.year or 0))
                if best is None or score > best[0]:
                    best = (score, text, citations)
    ranked = [(score, cover, statement) for score, cover, statement in rank_statements(question, statements) if cover >= _ENOUGH]
    for score, _, statement in ranked[:12]:
        found = (
            *_rows(question, statement), *_children(question, statement, statements), *_items(question, statement, statements))
        for bonus, text, citations in found:
            if best is None or score + bonus > best[0]:
                best = (score + bonus, text, citations)
    if best is not None:
        return Answer(best[1], best[2], False, "list")
    if ranked:
        statement = ranked[0][2]
        cited = passage_of(statement, statements)
        return Answer(f"“{' '.join(cited.quote.split())}”（{report_name(statement)}）", (cited,), False, "list")
    return Answer(absent_line(question, question.asks[0] if question.asks else None), (), True, "list")


def _fits(question: Question, count: int) -> float:
    """How well the number of names agrees with the number asked for."""
    if not question.count:
        return 0.1 if count > 2 else 0.0
    return 0.3 if count == question.count else -0.25


def _rows(question: Question, statement: Statement) -> list[Found]:
    found: list[Found] = []
    terms = [term for ask in question.asks for term in ask.terms]
    for match in _ROW.finditer(statement.text):
        titles = re.findall(r"《[^》]+》", match.group())
        if titles and not _PAPERS.search(question.text):
            continue
        names = titles or re.split(r"、|以及", match.group())
        left = max(statement.text.rfind(mark, 0, match.start() + 1) for mark in "，。；：") + 1
        marks = (statement.text.find(mark, match.end()) for mark in "，。；：")
        right = min((place for place in marks if place >= 0), default=len(statement.text))
        clause = statement.text[left:right].strip()
        held = sum(term.weight for term in terms if term.held_by(squeeze(clause))) / (sum(term.weight for term in terms) or 1)
        last = names[-1]
        more = len(re.split(r"和|与|及(?!其)", last)) - 1 if not question.count or len(names) < question.count else 0
        bonus = (0.3 if titles else 0.0) + _fits(question, len(names) + (more if len(names) + more == question.count else 0)) + 0.25 * held
        if sum(bool(re.search(r"\d", name)) for name in names) * 2 > len(names):
            # a row of figures is no row of names, but it may hold them: 高端装备159.7亿元、新能源材料127.4亿元
            bonus -= 0.2
        found.append((bonus, f"{place_name(statement)}：{clause}。（{report_name(statement)}）", (statement.cite(),)))
    return found


def _section_of(statement: Statement) -> Section | None:
    for section in statement.document.walk():
        if section.body.start <= statement.at < section.body.end or section.heading.start == statement.lead != statement.at:
            return section
    return None


def _children(question: Question, statement: Statement, statements: Sequence[Statement]) -> list[Found]:
    """Headings below the section whose text announces them: 重点实施“六大行动”：（一）…（二）…"""
    if not re.search(r"[：:]\s*$|(?:以下|如下|下面).{0,12}[。]?$|方面(?:的)?工作[。；]?$", statement.text.strip()) and not (
        question.count and _NUMBERED.search(statement.text)):
        return []
    section = _section_of(statement)
    if section is None or len(section.children) < 2:
        return []
    return [(_fits(question, len(section.children)) + 0.2, *_headings(section, statement, statements))]


def _items(question: Question, statement: Statement, statements: Sequence[Statement]) -> list[Found]:
    """Items of the section: 一是 …。二是 …。"""
    same = [
        one for one in statements
        if one.report.id == statement.report.id and one.headings == statement.headings and one.voice == statement.voice]
    names: list[str] = []
    citations: list[Citation] = []
    for one in same:
        for match in _ITEM.finditer(one.text):
            names.append(match["name"].strip())
            if not citations or citations[-1] != one.cite():
                citations.append(one.cite())
    if len(names) < 2:
        return []
    text = f"{place_name(statement)}：{'；'.join(names)}。（{report_name(statement)}）"
    return [(_fits(question, len(names)) - 0.05, text, tuple(citations))]


def _outlines(question: Question, statements: Sequence[Statement]) -> list[Found]:
    """Sections whose own title is what is asked about: 2025年工作思路有哪几条."""
    terms = weigh([term for ask in question.asks for term in ask.terms], [statement.folded for statement in statements])
    found = []
    seen = set()
    for statement in statements:
        if statement.report.id in seen:
            continue
        seen.add(statement.report.id)
        for section in statement.document.walk():
            cover = coverage(terms, squeeze(section.title))
            if cover < 0.6:
                continue
            own = (one for one in statements if one.report.id == statement.report.id)
            inside = next((one for one in own if one.at >= section.heading.start), statement)
            named = any(str(year) in section.title for year in question.years)
            score = 0.8 * cover + (0.15 if named else -0.3 if question.years and statement.year not in question.years else 0.0)
            if len(section.children) > 1:
                found.append((score + _fits(question, len(section.children)), *_headings(section, inside, statements)))
            else:
                found.extend((score + bonus, text, citations) for bonus, text, citations in _items(question, inside, statements))
    return found


def _plans(question: Question, statements: Sequence[Statement]) -> list[Found]:
    """The headings of the plan part, where the question is for what will be done, in general words: 2026年重点抓哪七个方面."""
    if not _WORK.search(question.text) or "总结" in question.text:
        return []
    found = []
    for name in dict.fromkeys(statement.report.id for statement in statements):
        inside = [one for one in statements if one.report.id == name and one.is_plan]
        if not inside or (question.years and inside[0].plan_year not in question.years):
            continue
        for section in inside[0].document.walk():
            held = any(section.heading.start <= one.at < section.end for one in inside)
            if section.part == "plan" and len(section.children) > 2 and held:
                bonus = 0.0 if question.years else 0.02 * ((inside[0].plan_year or 2000) - 2100)
                found.append((0.75 + bonus + _fits(question, len(section.children)), *_headings(section, inside[0], statements)))
                break
    return found


def _headings(section: Section, statement: Statement, statements: Sequence[Statement]) -> tuple[str, tuple[Citation, ...]]:
    citations = []
    for child in section.children:
        inside = next((
            one for one in statements if one.report.id == statement.report.id and child.heading.start <= one.at < child.end), None)
        end = inside.at + len(inside.text) if inside is not None else child.heading.end
        citations.append(make_citation(statement.report, statement.document, child.heading.start, end, statement))
    names = "；".join(f"{child.number}{child.title}" for child in section.children)
    return f"{place_name(statement)}：{names}。（{report_name(statement)}）", tuple(citations)
