"""Sentences of answers: a figure with the clause it stands in, names of units and years. Nothing is searched or scored here."""

from __future__ import annotations

import re

from assistant.retrieval.understanding import unit_of
from assistant.writing.conversation.identity import clause_of, is_target, period_of, stands_alone, without_passing, year_of
from assistant.writing.conversation.matching import Candidate
from assistant.writing.conversation.statements import Statement, squeeze

_LEAD = re.compile(r"^(?:\s|[一二三四五六七八九十]+(?:是|要)|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、．](?!\d)|其中|同时|此外)+")
_FOLLOWING = ("growth", "share", "points", "rank", "multiple", "times-more", "increase")
_SEPARATOR = re.compile(r"，|,(?!\d)")


def place_name(statement: Statement) -> str:
    """The unit of a statement as a reader knows it."""
    return statement.unit or unit_of(statement.report)


def report_name(statement: Statement) -> str:
    """The report as a title in 《》; notes by whose they are."""
    if statement.place is not None:
        return statement.report.title
    title = re.sub(r"\s+", "", statement.report.title)
    return f"《{title}》" if title and "无标题" not in title else f"{statement.report.source.rsplit('/', 1)[-1]}"


def clause_with(candidate: Candidate) -> str:
    """The figure's own clause and the clauses after it that speak of the same figure only; without targets and other figures' clauses."""
    statement, quantity = candidate.statement, candidate.quantity
    text = statement.text
    left, right = clause_of(text, quantity.start)
    known = {quantity.start}
    known |= {one.start for one in statement.quantities if left <= one.start < right}
    while right < len(text) and _SEPARATOR.match(text, right):
        _, end = clause_of(text, right + 1)
        inside = [one for one in statement.quantities if right < one.start < end]
        if not inside or any(one.change not in _FOLLOWING or one.about not in known or is_target(statement, one) for one in inside):
            break
        known |= {one.start for one in inside}
        right = end
    if not quantity.indicator and left > 1 and stands_alone(text[left : quantity.start]) and text[left - 1] in "，,":
        # 固定资产投资首次突破百亿元大关，达到103.2亿元: only the clause before says of what
        earlier, _ = clause_of(text, left - 1)
        if not any(earlier <= one.start < left and not one.threshold for one in statement.quantities):
            left = earlier
    return _LEAD.sub("", text[left:right].strip())


def said(candidate: Candidate) -> str:
    """The figure with its clause; the name in front where the clause itself doesn't say what it is of."""
    clause = clause_with(candidate)
    name = without_passing(candidate.quantity.indicator)
    written = candidate.statement.text[candidate.quantity.subject_start : candidate.quantity.subject_end]
    plain = squeeze(clause)
    said_already = squeeze(written or name) in plain or squeeze(name) in plain or _alike(squeeze(name), plain)
    if name and len(name) < 24 and not said_already:
        clause = f"{name}：{clause}"
    return clause


def _alike(name: str, clause: str) -> bool:
    """Whether most of a name's pairs of characters stand in the clause."""
    pairs = [name[at : at + 2] for at in range(len(name) - 1)]
    return bool(pairs) and sum(pair in clause for pair in pairs) >= 0.6 * len(pairs)


def remarks(candidate: Candidate, *, alone: bool = False) -> list[str]:
    """What a reader must know of the figure that its clause doesn't say: forecast, part of the year, target. alone: without the clause."""
    quantity, statement = candidate.quantity, candidate.statement
    clause = "" if alone else clause_with(candidate)
    found = [text for start, text in statement.noted if start == quantity.start]
    if is_target(statement, quantity):
        found.append("目标数")
    elif quantity.role == "forecast" and "预计" not in clause:
        found.append("预计数")
    period = period_of(statement, quantity)
    label = period.label
    if is_target(statement, quantity):
        return found
    if quantity.role == "previous":
        label = _same_time(candidate)
        return [*found, f"{label}的同期数"] if label and label not in clause else found
    if period.kind in ("months", "half", "quarter", "at", "month") and label and label not in clause:
        found.append(label)
    elif period.kind == "unknown" and "半年" in statement.kind and "上半年" not in clause:
        found.append("上半年")
    return found


def _same_time(candidate: Candidate) -> str:
    """The part of the year that a figure of the year before is of: that of the figure it is set beside."""
    statement, quantity = candidate.statement, candidate.quantity
    if quantity.change != "level" or quantity.period.kind not in ("unknown", "year"):
        return ""
    beside = [one for one in statement.quantities if one.indicator == quantity.indicator and one.role == "actual" and one.change == "level"]
    before = max((one for one in beside if one.start < quantity.start), key=lambda one: one.start, default=None)
    period = period_of(statement, before) if before is not None else None
    return period.label if period is not None and period.kind in ("months", "half", "quarter") else ""


def amount(candidate: Candidate) -> str:
    """The figure alone, as written, with its remarks in brackets."""
    noted = remarks(candidate, alone=True)
    return candidate.quantity.quote + (f"（{'，'.join(noted)}）" if noted else "")


def years_differ(candidate: Candidate) -> bool:
    """Whether the figure is of another year than the report it stands in."""
    year = year_of(candidate.statement, candidate.quantity)
    return year is not None and year != (candidate.statement.plan_year if candidate.statement.is_plan else candidate.statement.year)
