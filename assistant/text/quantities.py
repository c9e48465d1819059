"""All figures of a text with their identity. The parts: scanner and walk find them, naming says what they are, joint shares out lists."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from assistant.domain.quantity import Quantity, Role
from assistant.text.figures import Figure
from assistant.text.joint import share_out
from assistant.text.naming import name_figures
from assistant.text.walk import walk
from assistant.text.width import fold

_MOVED = re.compile(r"[^，。；、\d]{0,4}(?:[到至]|→) ?")


def read_quantities(
    text: str, *, year: int | None = None, part: Literal["summary", "plan", "problems", ""] = "", note: bool = False
) -> list[Quantity]:
    """All quantities of a text in order, offsets in that text.

    year: the year the text reports on (for a plan: the year planned). part: in "plan" a figure is a target unless the words say
    otherwise. note: read the shorthand of departments' notes, too (+9.2, ↑6.2, 规上工企227（上市5）, 84→97家, 213/220户).
    """
    folded = fold(text)
    backwards = folded[::-1]
    role: Role = "target" if part == "plan" else "actual"
    found: list[Quantity] = []
    for sentence in walk(folded, year, role, note):
        figures = sentence.figures
        _finish_units(figures, folded)
        name_figures(figures, folded, backwards, note)
        share_out(figures, folded, note)
        for figure in figures:
            quantity = _quantity(figure, text)
            if quantity is not None:
                found.append(quantity)
    return found


def _finish_units(figures: list[Figure], text: str) -> None:
    """20个工作日缩到12个: the second 个 is short for the unit of the first."""
    for one, other in pairwise(figures):
        short = other.unit.name == "个" and len(one.unit.name) > 1 and one.unit.name.startswith("个")
        if short and not text.startswith("百", other.end) and _MOVED.fullmatch(text, one.end, other.start):
            other.unit = one.unit


def _quantity(figure: Figure, text: str) -> Quantity | None:
    unit = figure.unit
    if figure.drop or not (unit.name or figure.form in ("rank", "ratio") or _bare_counts(figure)):
        return None
    value = figure.value
    base = None if value is None else value * unit.factor
    role: Role = figure.role
    if figure.previous or figure.change == "from":
        role = "previous"
    elif figure.goal and role in ("actual", "forecast"):
        role = "target"
    return Quantity(
        figure.start, figure.end, text[figure.start : figure.end], figure.name, figure.id, figure.period, figure.scope,
        value, figure.high, unit.name, unit.dimension, base, figure.decimals, figure.change or "level", figure.sign, role,
        figure.approximate, figure.bound, figure.masked, figure.name_start, figure.name_end, figure.threshold,
        figure.verb, figure.compare, figure.of, figure.about, figure.parent, figure.joint, figure.period_from,
        figure.unit_inferred, figure.missing, figure.chinese, figure.cumulative,
    )


def _bare_counts(figure: Figure) -> bool:
    """Whether digits without a unit are a figure: a coefficient after a verb of change (由0.568提高到0.582), or what notes leave out."""
    if not figure.name or not (figure.decimals > 0 or figure.unit_inferred):
        return False
    return figure.unit_inferred or figure.change in ("from", "increase") or bool(figure.verb or figure.left.near)
