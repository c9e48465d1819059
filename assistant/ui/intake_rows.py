"""The rows of the ledger as words and sort keys, for the table and for the file that is handed out. No markup here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.domain.quantity import Fact
from assistant.ui.cutoffs import fact_cutoff, gathered, named_after
from assistant.ui.desk import Desk
from assistant.ui.facts import growth_of, name_of, note_of, value_of
from assistant.ui.language import say

#: note → the sentences that stand on it, with their text
Uses = dict[str, list[tuple[str, str]]]
COLUMNS = ("indicator", "period", "value", "change", "cutoff", "department", "used")
_KINDS = {
    "growth": "增速", "increase": "增减量", "points": "百分点", "share": "占比", "completion": "完成率", "multiple": "倍数",
    "times-more": "增长倍数", "rank": "位次", "from": "原值", "rate": "比率",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as a row. at: its place in the ledger; goes_on: it is the row above at another cut-off; lines: the sentences that use it."""

    at: int
    fact: Fact
    name: str
    period: str
    growth: Fact | None
    cutoff: str
    cutoff_key: tuple[int, float]
    department: str
    lines: tuple[str, ...]
    goes_on: bool = False


def fact_department(desk: Desk, fact: Fact) -> str:
    """Whose figure it is."""
    note = note_of(desk, fact.note)
    return (note.department or Path(note.source).stem) if note else ""


def uses_of(desk: Desk) -> Uses:
    """Which sentences stand on which notes."""
    found: Uses = {}
    for _, line in desk.project.lines():
        for note in line.notes:
            found.setdefault(note, []).append((line.id, line.text.replace(",", "")))
    return found


def lines_using(used: Uses, fact: Fact) -> list[str]:
    """The sentences that stand on the fact's note and hold its figure."""
    digits = re.match(r"\D*([\d,]+(?:\.\d+)?)", fact.quantity.quote)
    number = digits[1].replace(",", "") if digits else ""
    return [line for line, text in used.get(fact.note, []) if not number or re.search(rf"(?<![\d.]){re.escape(number)}(?!\.?\d)", text)]


def rows_of(desk: Desk, chosen: Sequence[tuple[int, Fact]], used: Uses) -> list[Row]:
    """The chosen facts as rows, those of one indicator together; a growth stands in the row of its figure. Sorted as the user asked."""
    facts, year = desk.material().ledger.facts, desk.project.year
    by_note: dict[str, list[Fact]] = {}
    for fact in facts:
        by_note.setdefault(fact.note, []).append(fact)
    growths = {id(fact): growth_of(fact, by_note[fact.note]) for fact in facts}
    taken = {id(growth) for growth in growths.values() if growth is not None}
    rows = []
    for at, fact, goes_on in gathered([pair for pair in chosen if id(pair[1]) not in taken], facts, year):
        cutoff, name = fact_cutoff(fact, by_note[fact.note], year), fact_name(fact, by_note[fact.note])
        period, lines = period_shown(fact, year), tuple(lines_using(used, fact))
        rows.append(
            Row(at, fact, name, period, growths[id(fact)], cutoff.text, cutoff.key, fact_department(desk, fact), lines, goes_on)
        )
    return _sorted(rows, desk.intake.sort)


def fact_name(fact: Fact, facts: Sequence[Fact]) -> str:
    """What a figure is called: a completion and a share say so, a nameless one takes the name of the figure before it."""
    name = name_of((named_after(fact, facts) or fact).quantity)
    if fact.quantity.change == "completion":
        return say("{name}完成率", name=name)
    return say("{name}占比", name=name) if fact.quantity.change == "share" else name


def period_shown(fact: Fact, year: int | None) -> str:
    """The year that a figure belongs to; how far into it is the cut-off's to say."""
    period = fact.quantity.period
    if period.kind == "years" and period.label:
        return period.label
    known = period.year or (year if fact.quantity.role != "previous" else None)
    return say("{year}年", year=known) if known else ""


def matches(row: Row, query: str, text: str) -> bool:
    """Whether a row has what is sought: in its indicator, figure, cut-off, department or note."""
    return query in f"{row.name}{row.fact.quantity.quote}{row.cutoff}{row.period}{row.department}{text}"


def _sorted(rows: list[Row], wish: str) -> list[Row]:
    column, down = wish.removeprefix("-"), wish.startswith("-")
    keys: dict[str, Callable[[Row], Any]] = {
        "indicator": lambda row: row.name,
        "period": lambda row: row.period,
        "value": lambda row: (row.fact.quantity.dimension, row.fact.quantity.base or row.fact.quantity.value or Decimal(0)),
        "change": lambda row: _signed(row.growth),
        "cutoff": lambda row: row.cutoff_key,
        "department": lambda row: row.department,
        "used": lambda row: len(row.lines),
    }
    if column not in keys:
        return rows
    # what has nothing in that column stays at the end either way
    blank = {"change": lambda row: row.growth is None, "cutoff": lambda row: not row.cutoff, "period": lambda row: not row.period}
    is_blank: Callable[[Row], bool] = blank.get(column, lambda row: False)
    known = [row for row in rows if not is_blank(row)]
    return sorted(known, key=keys[column], reverse=down) + [row for row in rows if is_blank(row)]


def _signed(growth: Fact | None) -> Decimal:
    return (growth.quantity.value or Decimal(0)) * growth.quantity.sign if growth is not None else Decimal(0)


def table_of(desk: Desk) -> list[list[str]]:
    """The whole ledger as cells, the heading first: a row a fact, in the ledger's order."""
    facts, year = desk.material().ledger.facts, desk.project.year
    table = [["指标", "时期", "数值", "性质", "截止", "科室", "出处", "原文"]]
    for fact in facts:
        note = note_of(desk, fact.note)
        quantity = fact.quantity
        kind = {"forecast": "预计数", "target": "目标数", "previous": "上年数"}.get(quantity.role, "")
        sort = _KINDS.get(quantity.change, "") or kind or "数值"
        cells = [fact_name(fact, facts), period_shown(fact, year), value_of(quantity), sort, fact_cutoff(fact, facts, year).text]
        table.append([*cells, note.department if note else "", fact.note, note.text if note else ""])
    return table
