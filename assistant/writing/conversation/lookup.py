"""Answers to "how much": the figures asked for, each with the sentence it stands in, or that the library doesn't hold them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.writing.conversation import cues
from assistant.writing.conversation.answers import Answer, Citation
from assistant.writing.conversation.identity import is_target
from assistant.writing.conversation.matching import ENOUGH, Candidate, Matcher, best_of, near_of
from assistant.writing.conversation.notebook import Notebook
from assistant.writing.conversation.question import Ask, Question
from assistant.writing.conversation.statements import Statement
from assistant.writing.conversation.wordings import clause_with, place_name, remarks, report_name, said, years_differ


def look_up(question: Question, matcher: Matcher, notebook: Notebook | None = None) -> Answer:
    """The answer to a question for figures. notebook: the project's notes among the statements; every line then names its source."""
    lines: list[str] = []
    citations: list[Citation] = []
    missing: list[str] = []
    answered: Candidate | None = None
    for ask in question.asks:
        ranked = matcher.rank(ask, near=answered.statement if answered else None)
        best = best_of(ranked)
        if best is not None and best.quantity.masked:
            told = (one for one in ranked if not one.faults and not one.quantity.masked)
            best = next((one for one in told if one.cover >= best.cover and one.score > best.score - 0.1), best)
        if best is None and notebook is None and not question.years and not ask.target and not cues.ACTUAL.search(ask.text):
            # nobody said of which year: what is only planned is an answer, too, under that name
            best = next((one for one in ranked if one.faults == ("target",) and one.cover >= ENOUGH and one.strict >= 0.6), None)
        if best is None or best.quantity.masked:
            missing.append(_missing(question, ask, best or near_of(ranked)))
            if best is None:
                near = near_of(ranked)
                if near is not None:
                    citations.append(near.statement.cite())
            else:
                citations.append(best.statement.cite())
            continue
        answered = best
        line, places = _told(best, ranked, matcher, notebook)
        if line not in lines:
            lines.append(line)
        citations += [one for one in places if one not in citations]
    if not lines:
        return Answer("".join(dict.fromkeys(missing)) or absent_line(question), tuple(citations), True, "lookup")
    return Answer("\n".join(lines + missing), tuple(citations), False, "lookup")


def _told(best: Candidate, ranked: Sequence[Candidate], matcher: Matcher, notebook: Notebook | None) -> tuple[str, list[Citation]]:
    """The line and its places; where the notes don't agree, all they say side by side: which one holds is the user's to settle."""
    place = best.statement.place
    readings = notebook.readings(place.note, best.quantity.start) if notebook is not None and place is not None else []
    if not readings:
        line = sentence(best)
        if place is not None:
            line = _so_far(best, ranked) or line
        return (line if notebook is None else f"{line[:-1]}（{report_name(best.statement)}）。"), [best.statement.cite()]
    notes = {one.place.note: one for one in matcher.statements if one.place is not None}
    told = "；".join(f"{quantity.quote}（{report_name(notes[id])}）" for id, quantity in readings)
    year = f"{best.year}年" if best.year else ""
    name = best.quantity.indicator or "这一项"
    state = "还没有核定" if notebook is not None and place is not None and notebook.is_open(place.note, best.quantity.start) else "并列写明"
    return f"{place_name(best.statement)}{year}{name}，素材里的数不一致，{state}：{told}。", [notes[id].cite() for id, _ in readings]


def _so_far(best: Candidate, ranked: Sequence[Candidate]) -> str:
    """What a note says of a figure until some month and for the whole year, both; "" where it says one of them."""
    same = [
        one for one in ranked
        if one.statement is best.statement and not one.faults and one.quantity.change == best.quantity.change == "level"
        and one.quantity.indicator == best.quantity.indicator and one.quantity.role in ("actual", "forecast")
        and one.quantity.parent == best.quantity.parent and one.quantity.scope == best.quantity.scope]
    if len(same) != 2 or {one.quantity.role for one in same} != {"actual", "forecast"}:
        return ""
    done, expected = sorted(same, key=lambda one: one.quantity.role)
    if done.quantity.period.kind not in ("months", "half", "quarter", "at"):
        return ""
    year = f"{best.year}年" if best.year else ""
    noted = "".join(f"（{text}）" for one in (done, expected) for start, text in one.statement.noted if start == one.quantity.start)
    return f"{place_name(best.statement)}{year}：{said(done)}；{clause_with(expected)}{noted}。"


def sentence(candidate: Candidate) -> str:
    """The figure as a sentence that names unit and year."""
    statement = candidate.statement
    noted = remarks(candidate)
    extra = f"（{'，'.join(noted)}）" if noted else ""
    if years_differ(candidate) and candidate.quantity.role == "previous":
        name = candidate.quantity.indicator
        quoted = f"{report_name(statement)}原文：“{clause_with(candidate)}”。"
        return f"{place_name(statement)}{candidate.year}年{name}{candidate.quantity.quote}{extra}。{quoted}"
    year = f"{candidate.year}年" if candidate.year else ""
    return f"{place_name(statement)}{year}：{said(candidate)}{extra}。"


def _missing(question: Question, ask: Ask, near: Candidate | None) -> str:
    if near is not None and near.quantity.masked and not near.faults and near.statement.place is not None:
        return f"{near.quantity.indicator or ask.name}在素材里还没有数（{report_name(near.statement)}）。"
    if near is not None and near.quantity.masked and not near.faults:
        return f"资料库里{report_name(near.statement)}写到{near.quantity.indicator or '这一项'}，但数字已隐去，查不到。"
    line = absent_line(question, ask)
    if near is None:
        return line
    statement = near.statement
    what = "目标" if is_target(statement, near.quantity) else ("，".join(remarks(near)) or "数据")
    name = near.quantity.indicator or ask.name
    year = f"{near.year}年" if near.year else ""
    return f"{line}相近的只有{place_name(statement)}{year}{name}的{what}（见{report_name(statement)}），不是所问的数。"


def still_missing(question: Question, statement: Statement) -> Answer:
    """That the notes speak of what is asked and leave the figure open."""
    year = f"{statement.year}年" if statement.year else ""
    name = question.asks[0].name or "这一项"
    text = f"{place_name(statement)}{year}{name}，素材里还没有数，先在缺口里补上：“{statement.text}”（{report_name(statement)}）。"
    return Answer(text, (statement.cite(),), True, "lookup")


def absent_line(question: Question, ask: Ask | None = None) -> str:
    """The sentence that says that the library doesn't hold it."""
    where = "、".join(dict.fromkeys(one.written for one in question.named)) or "、".join(question.unknown)
    year = "、".join(f"{year}年" for year in question.years)
    period = question.period.label if question.period else ""
    what = ask.name if ask else ""
    scope = question.scope if question.scope not in what else ""
    kind = "目标" if (ask.target if ask else question.target) else "数据"
    return f"资料库里没有{where}{year}{period}{scope}{what}的{kind}。"


def tell_role(question: Question, matcher: Matcher) -> Answer:
    """Whether a figure that the question names was reached or is a target."""
    for ask in question.asks:
        ranked = [one for one in matcher.rank(ask) if "year" not in one.faults and "scope" not in one.faults and one.cover >= 0.4]
        named = [one for one in ranked if not question.figures or _same(one, question.figures)]
        if not named:
            continue
        best = named[0]
        statement = best.statement
        if is_target(statement, best.quantity):
            verdict = f"是{best.year or ''}年的目标数，不是完成数"
        elif best.quantity.role == "forecast":
            verdict = "是预计完成数，不是目标"
        else:
            verdict = "是完成数，不是目标"
        text = f"{place_name(statement)}：“{clause_with(best)}”，{verdict}（{report_name(statement)}）。"
        return Answer(text, (statement.cite(),), False, "role")
    return Answer(absent_line(question, question.asks[0] if question.asks else None), (), True, "role")


def _same(candidate: Candidate, figures: Sequence[str]) -> bool:
    value = candidate.quantity.value
    for figure in figures:
        number = re.match(r"\d+(?:\.\d+)?", figure)
        if number and value is not None and Decimal(number.group()) == value:
            return True
    return False
