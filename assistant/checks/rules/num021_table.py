"""表格里的数对不上

查什么：
表格的合计、小计行与上面各行之和；“完成比例”一列与目标、完成两列；“同比”“增减”一列与本期、上年同期两列。
表格可以用制表符、空格、竖线分列，也可以一格一行。
为什么：
附表由各科室分别填，改了一格，合计和百分比往往还是旧的；领导看表比看文字仔细。
错例：
指标　年度目标　实际完成　完成比例
规上工业总产值（亿元）　850　862.4　101.5%
竣工投产项目（个）　26　29　115.1%
正例：
指标　年度目标　实际完成　完成比例
规上工业总产值（亿元）　850　862.4　101.5%
竣工投产项目（个）　26　29　111.5%
出处：
合计=各行之和，完成比例=完成÷目标×100%，同比=（本期÷上年同期-1）×100%（统计常识）；四舍五入的尾差不报（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.checks.elsewhere import amounts_of
from assistant.checks.grids import Cell, Grid, grids
from assistant.checks.rule import Rule
from assistant.checks.slips import slip_of
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import plain
from assistant.text.units import unit_of

RULE = Rule("NUM021", "table", "numbers", "error")

_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计)")
_INSIDE = re.compile(r"其中|[^\u4e00-\u9fff]*#")
_NO_SUM = re.compile(r"率|比|占|增[长幅速]|同比|均|排名|位次|序号|编号|名次|得分|强度|浓度|[%％]")
_RATE = re.compile(r"完成(?:比例|率|进度|百分比)|进度|完成[^\u4e00-\u9fff]*[%％]")
_GOAL = re.compile(r"目标|计划|任务")
_DONE = re.compile(r"完成|实际|累计")
_BEFORE = re.compile(r"上年|去年|同期|基数|上期")
_GROWTH = re.compile(r"同比|增[长幅速]|±|增减[^\u4e00-\u9fff]*[%％]")
_MORE = re.compile(r"增减|增量|净增|增加")
_NO_AMOUNT = re.compile(r"目标|任务|计划|序号|编号")
_UNIT = re.compile(r"^(?:计量)?单位$")
_IN_BRACKETS = re.compile(r"[（(](?P<unit>[^（）()]{1,6})[）)]")
_LONG_ENOUGH = 4
_THAN_LAST_YEAR = ("", "同比", "上年", "去年", "上年同期", "去年同期")
_HALF = Decimal("0.5")


def check(context: CheckContext) -> Iterator[Finding]:
    """Totals below their columns, completions and growths beside what they are worked out from."""
    for grid in grids(context):
        yield from _totals(context, grid)
        yield from _completions(context, grid)
        yield from _growths(context, grid)
        yield from _against_text(context, grid)


def _totals(context: CheckContext, grid: Grid) -> Iterator[Finding]:
    """A row of totals against the rows above it, back to the total before."""
    names = [next((cell.text for cell in row[:2] if cell.value is None and cell.text), "") for row in grid.rows]
    begin = 0
    for at, name in enumerate(names):
        if not _TOTAL.search(name):
            continue
        above, begin = grid.rows[begin:at], at + 1
        if len(above) < 2 or any(_INSIDE.match(one) for one in names[at - len(above) : at]):
            continue
        sums = []
        for column, head in enumerate(grid.heads):
            cells, total = [row[column] for row in above], grid.rows[at][column]
            numbers = [cell.value for cell in cells if cell.value is not None]
            if total.value is None or total.percent or len(numbers) != len(cells) or _NO_SUM.search(head.text):
                continue
            sums.append((total, cells, sum(numbers, Decimal(0))))
        right = [one for one in sums if abs((one[0].value or 0) - one[2]) <= _slack((one[0], *one[1]))]
        for total, cells, added in sums:
            near = total.value and abs(total.value - added) <= abs(added) * _HALF
            if all(one[0] is not total for one in right) and (right or near):
                terms = "＋".join(plain(cell.value or Decimal(0)) for cell in cells)
                yield context.finding(
                    RULE, total.start, total.end, f"各行相加为{plain(added)}（{terms}），{name}写作{total.text}",
                    suggestion="核对合计和各行",
                    related=[context.related(cell.start, cell.end, "分项") for cell in cells],
                )


def _slack(cells: Sequence[Cell]) -> Decimal:
    """What rounding allows: half of the last printed place for every cell with a point."""
    return sum((_HALF.scaleb(-cell.decimals) for cell in cells if cell.decimals), Decimal(0))


def _one(grid: Grid, pattern: re.Pattern[str], but: Sequence[re.Pattern[str]] = ()) -> int | None:
    """The one column whose head says so."""
    found = [at for at, head in enumerate(grid.heads) if pattern.search(head.text) and not any(each.search(head.text) for each in but)]
    return found[0] if len(found) == 1 else None


def _completions(context: CheckContext, grid: Grid) -> Iterator[Finding]:
    rate, goal, done = _one(grid, _RATE), _one(grid, _GOAL, (_RATE,)), _one(grid, _DONE, (_RATE, _GOAL))
    if rate is None or goal is None or done is None:
        return
    for row in grid.rows:
        yield from _quotient(context, row[rate], row[done], row[goal], Decimal(0))


def _growths(context: CheckContext, grid: Grid) -> Iterator[Finding]:
    rate, before = _one(grid, _GROWTH, (_BEFORE,)), _one(grid, _BEFORE, (_GROWTH,))
    more = _one(grid, _MORE, (_GROWTH, _BEFORE))
    if before is None:
        return
    others = [
        at for at, head in enumerate(grid.heads)
        if at not in (rate, before, more) and not _NO_AMOUNT.search(head.text)
        and sum(row[at].value is not None and not row[at].percent for row in grid.rows) * 2 > len(grid.rows)
    ]
    if len(others) != 1:
        return
    for row in grid.rows:
        now, then = row[others[0]], row[before]
        if now.percent or then.percent:
            continue
        if rate is not None and (row[rate].percent or re.search("[%％]", grid.heads[rate].text)):
            yield from _quotient(context, row[rate], now, then, Decimal(100))
        if more is not None and row[more].value is not None and now.value is not None and then.value is not None:
            moved = now.value - then.value
            if abs(moved - (row[more].value or 0)) > _slack((now, then, row[more])):
                yield context.finding(
                    RULE, row[more].start, row[more].end, f"{now.text}与{then.text}相差{plain(moved)}，表中写作{row[more].text}",
                    suggestion="核对两期的数和增减", related=[context.related(now.start, then.end, "两期")] if now.start < then.end else (),
                )


def _against_text(context: CheckContext, grid: Grid) -> Iterator[Finding]:
    """The amounts and growths of a table against what the text tells of the same indicators."""
    rate, goal, before = _one(grid, _GROWTH, (_BEFORE,)), _one(grid, _GOAL, (_RATE,)), _one(grid, _BEFORE, (_GROWTH,))
    units = _one(grid, _UNIT)
    named = [
        at for at, head in enumerate(grid.heads)
        if at not in (rate, goal, before) and not _NO_SUM.search(head.text) and not _RATE.search(head.text)
        and grid.rows and grid.rows[0][at].value is not None
    ]
    if len(named) != 1:
        return
    first, last = grid.heads[0].start, grid.rows[-1][-1].end
    for row in grid.rows:
        name = next((cell for cell in row if cell.value is None and cell.text), None)
        now = row[named[0]]
        if name is None or now.value is None or now.percent or _TOTAL.search(name.text):
            continue
        bracket = _IN_BRACKETS.search(name.text)
        written = row[units].text if units is not None else bracket["unit"] if bracket else ""
        words = _IN_BRACKETS.sub("", name.text)
        unit = unit_of(written) if written else None
        if unit is None or len(words) < _LONG_ENOUGH:
            continue
        near = Quantity(now.start, now.end, now.text, words, value=now.value, unit=unit.name, dimension=unit.dimension,
                        base=now.value * unit.factor, decimals=now.decimals)
        told = [
            one for one in amounts_of(context).named((words,), near)
            if one.unit == unit.name and not first <= one.start < last and not one.scope and one.parent < 0
            and one.period.year in (None, context.document.year) and one.role == "actual"
        ]
        same = [one for one in told if one.base == near.base]
        context.compare(same)
        if told and not same and len({one.base for one in told}) == 1 and slip_of(told[0], near):
            yield context.finding(
                RULE, now.start, now.end, f"正文中{words}为{told[0].quote}，表中写作{now.text}", suggestion="核对正文和表格",
                related=[context.related(told[0].start, told[0].end, "正文")],
            )
        elif same and rate is not None and row[rate].percent and row[rate].value is not None:
            yield from _growth_in_text(context, same, row[rate])


def _growth_in_text(context: CheckContext, told: Sequence[Quantity], cell: Cell) -> Iterator[Finding]:
    for one in told:
        for rate in context.figures_in(one.end, one.end + 30):
            if rate.change != "growth" or rate.about != one.start or rate.value is None or rate.compare not in _THAN_LAST_YEAR:
                continue
            context.compare((rate,))
            if rate.value * rate.sign != cell.value and rate.decimals == cell.decimals:
                yield context.finding(
                    RULE, rate.start, rate.end, f"表中同比为{cell.text}，正文写作{rate.verb}{rate.quote}", suggestion="核对正文和表格",
                    severity="warning", related=[context.related(cell.start, cell.end, "表格")],
                )
            break


def _quotient(context: CheckContext, rate: Cell, part: Cell, whole: Cell, less: Decimal) -> Iterator[Finding]:
    """A rate in percent against part ÷ whole; less: 100 for a growth."""
    if rate.value is None or part.value is None or whole.value is None or whole.value <= 0 or part.value < 0:
        return
    halves = [_HALF.scaleb(-cell.decimals) if cell.decimals else Decimal(0) for cell in (part, whole)]
    low = (part.value - halves[0]) / (whole.value + halves[1]) * 100 - less
    high = (part.value + halves[0]) / (whole.value - halves[1]) * 100 - less
    printed = _HALF.scaleb(-rate.decimals)
    if low - printed <= rate.value <= high + printed:
        return
    right = ((part.value / whole.value) * 100 - less).quantize(Decimal(1).scaleb(-max(rate.decimals, 1)))
    sum_of = f"{part.text}÷{whole.text}" + ("-1" if less else "")
    yield context.finding(
        RULE, rate.start, rate.end, f"{sum_of}为{right:f}%，表中写作{rate.text}", suggestion="核对表中三个数",
        related=[context.related(part.start, part.end, "数值"), context.related(whole.start, whole.end, "基数")],
    )
