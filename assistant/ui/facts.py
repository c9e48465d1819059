"""Facts of the ledger put into words for the page. Pure but for the desk's material."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from assistant.domain.quantity import Fact, Note, Period, Quantity
from assistant.ui.desk import Desk
from assistant.ui.language import say


def facts_by_note(desk: Desk) -> dict[str, list[Fact]]:
    """The facts of each note, in order of place."""
    found: dict[str, list[Fact]] = {}
    for fact in desk.material().ledger.facts:
        found.setdefault(fact.note, []).append(fact)
    return found


def note_of(desk: Desk, id: str) -> Note | None:
    """A note by its id."""
    return next((note for note in desk.material().notes if note.id == id), None)


def place_of(desk: Desk, note: Note) -> str:
    """Whose note it is and where it stands: 招商局 招商局.md 第3条."""
    mine = [one for one in desk.material().notes if one.source == note.source]
    return say("{file} 第{n}条", file=Path(note.source).name, n=mine.index(note) + 1)


def described(desk: Desk, fact: Fact) -> str:
    """A fact for the card under the pointer: indicator, period and value, the note's words, its place."""
    quantity, note = fact.quantity, note_of(desk, fact.note)
    head = "　".join(filter(None, (name_of(quantity), period_of(quantity.period), value_of(quantity))))
    if note is None:
        return head
    return f"{head}\n“{note.text}”\n{note.department or say('没有署名')}，{place_of(desk, note)}"


def name_of(quantity: Quantity) -> str:
    """Indicator with its scope."""
    return f"{quantity.scope + ' ' if quantity.scope and quantity.scope != '其中' else ''}{quantity.indicator or say('（没有写指标）')}"


def value_of(quantity: Quantity) -> str:
    """The value as the note writes it, with its sign where it is a change."""
    if quantity.change == "growth" and quantity.value is not None:
        return f"{'+' if quantity.sign > 0 else '−'}{quantity.value}%"
    return quantity.quote


def period_of(period: Period) -> str:
    """The time as a table shows it."""
    if period.label:
        return re.sub(r"(?<=\d)[-–~～](?=\d)", "—", period.label)
    if period.kind == "year" and period.year:
        return f"{period.year}年"
    if period.kind == "months" and period.last_month:
        return f"{period.first_month or 1}—{period.last_month}月"
    if period.kind == "at" and period.year:
        return f"{period.year}年底" if not period.last_month else f"{period.last_month}月底"
    return f"{period.year}年" if period.year else ""


def growth_of(fact: Fact, others: list[Fact]) -> Fact | None:
    """The growth that speaks of this figure, in the same note."""
    return next(
        (
            one
            for one in others
            if one.note == fact.note
            and one.quantity.about == fact.quantity.start
            and one.quantity.change in ("growth", "points", "increase")
        ),
        None,
    )


def previous_value(desk: Desk, quantity: Quantity) -> Decimal | None:
    """Last year's value of the same indicator in the same unit, from last year's report."""
    year = desk.project.year
    report = (
        next((one for one in desk.workspace.library.reports() if one.id == desk.project.previous), None) if desk.project.previous else None
    )
    if report is None or year is None or not quantity.indicator_id or quantity.scope:
        return None
    from assistant.ui.series import fits

    for old in desk.office.figures.of(desk.workspace, report).quantities:
        if (
            fits(old, quantity.indicator, report.year or year - 1)
            and old.base is not None
            and quantity.base is not None
            and old.dimension == quantity.dimension
        ):
            return old.value if old.unit.rstrip("元") == quantity.unit.rstrip("元") else None
    return None
