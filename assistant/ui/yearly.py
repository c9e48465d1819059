"""Growth as the text states it beside growth computed from this year's value and last year's. No presenting here."""

from __future__ import annotations

from decimal import Decimal

from assistant.domain.document import Document
from assistant.domain.quantity import Quantity
from assistant.ui.desk import Desk
from assistant.ui.series import fits

#: written rate, recomputed rate, whether they disagree by more than rounding can explain
Row = tuple[str, Decimal, Decimal, bool]
_MOST = 12


def compared_rates(desk: Desk) -> list[Row]:
    """The rows for the text under review; kept until the text changes."""
    state = desk.reviewing
    if state.document is None:
        return []
    key = ("yearly", state.document.original, desk.project.previous, desk.project.previous_file)
    if desk.yearly is None or desk.yearly[0] != key:
        previous = desk.previous_document()
        rows = (
            rates(desk.workspace.quantities(state.document), desk.workspace.quantities(previous), previous) if previous is not None else []
        )
        desk.yearly = (key, rows)
    return desk.yearly[1]


def rates(now: list[Quantity], before: list[Quantity], previous: Document) -> list[Row]:
    """Indicators with a whole year's value in both texts and a stated growth."""
    rows: list[Row] = []
    seen: set[str] = set()
    year = previous.year or 0
    for level in now:
        if (
            not level.indicator_id
            or level.indicator in seen
            or level.value is None
            or level.base is None
            or not fits(level, level.indicator, year + 1)
        ):
            continue
        growth = next((one for one in now if one.about == level.start and one.change == "growth" and one.value is not None), None)
        old = next((one for one in before if fits(one, level.indicator, year) and one.base and one.dimension == level.dimension), None)
        if growth is None or growth.value is None or old is None or not old.base:
            continue
        written = growth.value * growth.sign
        computed = (level.base / old.base - 1) * 100
        if abs(computed) > 300:
            continue
        rows.append((level.indicator, written, computed, abs(written - computed) > _tolerance(level, old, growth)))
        seen.add(level.indicator)
    return rows[:_MOST]


def _tolerance(level: Quantity, old: Quantity, growth: Quantity) -> Decimal:
    """How far rounding of both values and of the rate itself can move the rate, in points."""

    def half(one: Quantity) -> Decimal:
        return Decimal(1).scaleb(-one.decimals) / 2

    share = half(level) / (abs(level.value) if level.value else Decimal(1)) + half(old) / (abs(old.value) if old.value else Decimal(1))
    return half(growth) + share * 100 * 2 + Decimal("0.05")
