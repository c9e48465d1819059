"""Lists told a line each below a line that ends in 其中： or the like: their amounts and shares with the total above. Nothing is judged.

Lists inside one sentence are read in `partitions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checks.arithmetic import exact, same_measure
from assistant.checks.context import CheckContext
from assistant.domain.document import Span
from assistant.domain.quantity import Quantity

_MARK = re.compile(r"(?P<kind>[—–\-•●·▪◆■◇○※]+|[①-⑳]|[（(]\d{1,2}[）)]|\d{1,2}[.．、)）])\s*(?=\S)")
_LEAD = re.compile(r"(?:其中|(?:按|从|分)[^，。；：\n]{1,8}(?:分|看|来看)|构成(?:如下|为)?)[：:]$")
#: a list says that it is all of its total by its last member
_REST = re.compile(r"其他|其它|其余")


@dataclass(frozen=True, slots=True)
class LineList:
    """totals: amounts of the line above that the members may be of, the likeliest last; rows: (amount, its share or None), a line each.

    whole: every line has an amount, and the last is 其他.
    """

    totals: tuple[Quantity, ...]
    rows: tuple[tuple[Quantity, Quantity | None], ...]
    whole: bool


def line_lists(context: CheckContext) -> Iterator[LineList]:
    """All lists of two lines or more below a line that announces the parts of something."""
    text, lines = context.text, context.paragraphs
    for at, line in enumerate(lines):
        if not text.startswith(("：", ":"), line.end - 1) or not _LEAD.search(text, max(line.start, line.end - 14), line.end):
            continue
        below = _alike(text, lines[at + 1 : at + 12])
        rows = [row for one in below if (row := _row(context, one)) is not None]
        if len(rows) > 1 and len({part.dimension for part, _ in rows}) == 1:
            above = context.figures_in(line.start, line.end)
            totals = [
                one for one in above
                if exact(one) and one.change == "level" and one.role in ("actual", "forecast") and same_measure(one, rows[0][0])
                and all((one.base or 0) > (part.base or 0) for part, _ in rows)
            ]
            yield LineList(tuple(totals), tuple(rows), len(rows) == len(below) and bool(_REST.search(rows[-1][0].indicator)))


def _alike(text: str, lines: Sequence[Span]) -> list[Span]:
    """The lines from the first on that begin with one kind of mark."""
    found: list[Span] = []
    kinds = set()
    for line in lines:
        mark = _MARK.match(text, line.start, line.end)
        if mark is None:
            break
        kinds.add(re.sub(r"[\d①-⑳]+", "1", mark["kind"]))
        if len(kinds) > 1:
            break
        found.append(line)
    return found


def _row(context: CheckContext, line: Span) -> tuple[Quantity, Quantity | None] | None:
    """The first amount of a line and the share that speaks of it."""
    figures = context.figures_in(line.start, line.end)
    part = figures[0] if figures else None
    if part is None or not exact(part) or part.change != "level" or part.dimension in ("", "%"):
        return None
    shares = [one for one in figures if one.change == "share" and one.about == part.start and exact(one) and not one.of]
    return part, shares[0] if shares else None
