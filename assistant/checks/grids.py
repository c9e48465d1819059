"""Tables in a text: rows of cells in one line, or a cell a line. Which columns have to agree is judged by the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.domain.document import Span
from assistant.domain.quantity import Period, Quantity
from assistant.text.units import unit_of

_SEPARATOR = re.compile(r"[ ]*(?:\t|\u3000+| {2,}|[|｜])[ ]*")
_NUMBER = re.compile(
    r"(?P<sign>[-－−+＋]?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<percent>[%％]?)(?P<unit>[\u4e00-\u9fff]{0,4})$"
)
_NUMBERING = re.compile(r"(?:序号|编号|序)$")
_UNIT_TOLD = re.compile(r"[（(](?:单位[：:])?(?P<unit>[^（）()]{1,6})[）)]")
_YEAR = re.compile(r"20\d\d(?=年)")
#: such a column holds no amounts of the year itself
_NO_AMOUNT = re.compile(r"上年|去年|同期|目标|任务|计划|同比|增[长幅速减]|占比|比重|完成率|排名|位次|序号|编号")
_RULE = re.compile(r"[-:\s|｜]+$")
_FEWEST_CELLS, _MOST_CELLS = 3, 9
#: lines that may be cells of a table told a cell a line
_SHORT = 16
_PROSE = re.compile(r"[。；，：]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its place; value where it is a number, decimals as printed."""

    start: int
    end: int
    text: str
    value: Decimal | None = None
    decimals: int = 0
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its heads and its rows, each row as long as the heads."""

    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def grids(context: CheckContext) -> Iterator[Grid]:
    """All tables of a text in order."""
    text = context.text
    block: list[tuple[Cell, ...]] = []
    short: list[Span] = []
    for line in (*context.paragraphs, None):
        if block and line is not None and _RULE.fullmatch(text, line.start, line.end):
            # |---|---| below the heads
            continue
        cells = _cells(text, line) if line is not None else ()
        if len(cells) >= _FEWEST_CELLS:
            block.append(cells)
        else:
            if len(block) > 2:
                yield from _grid(block)
            block = []
        single = line is not None and len(cells) < 2 and line.end - line.start <= _SHORT
        if single and line is not None and not _PROSE.search(text, line.start, line.end):
            short.append(line)
        else:
            if len(short) >= 3 * _FEWEST_CELLS:
                yield from _upright(text, short)
            short = []


def _cells(text: str, line: Span) -> tuple[Cell, ...]:
    if not any(text.find(mark, line.start, line.end) >= 0 for mark in ("\t", "\u3000", "  ", "|", "｜")):
        return ()
    cells, at = [], line.start
    for match in _SEPARATOR.finditer(text, line.start, line.end):
        if match.start() > line.start:
            cells.append(_cell(text, at, match.start()))
        at = match.end()
    if at < line.end:
        cells.append(_cell(text, at, line.end))
    return tuple(cells)


def _cell(text: str, start: int, end: int) -> Cell:
    words = text[start:end].strip()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    match = _NUMBER.match(words)
    if match is None:
        return Cell(start, start + len(words), words)
    digits = match["number"].replace(",", "")
    value = Decimal(digits) * (-1 if match["sign"] in ("-", "－", "−") else 1)
    return Cell(start, start + len(words), words, value, len(digits.partition(".")[2]), bool(match["percent"]))


def _grid(block: Sequence[tuple[Cell, ...]]) -> Iterator[Grid]:
    heads, rows = block[0], []
    if any(cell.value is not None for cell in heads[1:]):
        return
    for row in block[1:]:
        if len(row) == len(heads) - 1 and _NUMBERING.match(heads[0].text) and row[0].value is None:
            # a total has no number of its own
            row = (Cell(row[0].start, row[0].start, ""), *row)
        if len(row) != len(heads):
            return
        rows.append(row)
    yield Grid(heads, tuple(rows))


def _upright(text: str, lines: Sequence[Span]) -> Iterator[Grid]:
    """A table told a cell a line: the number of columns is the one that makes all rows alike, a name first, a number last."""
    cells = [_cell(text, line.start, line.end) for line in lines]
    first = next((at for at, cell in enumerate(cells) if cell.value is not None), None)
    if first is None:
        return
    for width in range(_MOST_CELLS, _FEWEST_CELLS - 1, -1):
        for begin in range(max(0, first - 2 * width), first - width + 1):
            heads = cells[begin : begin + width]
            body = cells[begin + width :]
            count = len(body) // width
            rows = [tuple(body[at * width : (at + 1) * width]) for at in range(count)]
            if count < 2 or any(cell.value is not None for cell in heads):
                continue
            alike = [all((row[at].value is None) == (rows[0][at].value is None) for row in rows) for at in range(width)]
            if all(alike) and rows[0][0].value is None and rows[0][-1].value is not None:
                yield Grid(tuple(heads), tuple(rows))
                return


def amounts_in_tables(context: CheckContext) -> Iterator[Quantity]:
    """What the tables tell of the year of the report, as amounts: row by row from the one column whose head fits, where a unit is told."""
    year = context.document.year
    for grid in grids(context):
        fit = [
            at for at, head in enumerate(grid.heads)
            if grid.rows and grid.rows[0][at].value is not None and not _NO_AMOUNT.search(head.text)
            and (told := _YEAR.findall(head.text)) in ([], [str(year)]) and (told or not any(_YEAR.search(one.text) for one in grid.heads))
        ]
        if len(fit) != 1:
            continue
        for row in grid.rows:
            name = next((cell for cell in row if cell.value is None and cell.text), None)
            cell = row[fit[0]]
            bracket = _UNIT_TOLD.search(name.text) or _UNIT_TOLD.search(grid.heads[fit[0]].text) if name is not None else None
            unit = unit_of(bracket["unit"]) if bracket is not None else None
            if name is None or unit is None or cell.value is None or cell.percent:
                continue
            yield Quantity(
                cell.start, cell.end, cell.text + unit.name, _UNIT_TOLD.sub("", name.text), period=Period(year=year), value=cell.value,
                unit=unit.name, dimension=unit.dimension, base=cell.value * unit.factor, decimals=cell.decimals,
            )
