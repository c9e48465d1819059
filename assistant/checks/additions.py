"""What is added to a stock and what the stock then comes to, against the stock as it was told before: 新建2.6公里，总长达到24.7公里.

The stock stands in the summary for a plan, in last year's report for a summary. Changes with both ends in one sentence
are judged elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.checks.arithmetic import exact, in_unit_of, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity

_ADDED = re.compile(
    r"(?P<verb>新(?:认定|引进|培育|获批|投用|建成|开通|[建增开设铺辟])|净增)(?P<noun>[\u4e00-\u9fffA-Za-z0-9“”]{2,12}?)(?=\d+(?:\.\d+)?[^\d，。；：、\n]{1,5}[，,]"
    r"(?P<stock>[\u4e00-\u9fffA-Za-z“”]{0,12}?(?:总(?:长度?|里程|数|面积|量|规模)|累计)(?:达到?|增至|增加到|为|建成)*)\d)"
)
_STOCK = re.compile(r"(?:总(?:长度?|里程|数|面积|量|规模)|累计|现有|共有|拥有|已有)[\u4e00-\u9fffA-Za-z0-9“”]{0,14}$")
#: 航线总数: the total is of a wider kind than what is added, 内贸航线
_OWN_NAME = re.compile(r"(?:园区|全区|全园)?(?P<noun>[\u4e00-\u9fffA-Za-z“”]{2,10}?)总")
#: in front of a name that stands for all there is of a thing
_OPENING = re.compile(r"(?:园区|全区|全园|我区|港区|开发区)?(?:现有|共有|已有|拥有)?")
#: what is built stays; firms come and go
_BUILT = frozenset(("米", "平方米", "千瓦", "千伏安"))
_LASTING = re.compile(r"道路|管网|管廊|管道|厂房|公寓|基站|充电桩|桩|仓|库|泊位|车位|绿道|线路|党组织|党支部")
#: by which part a sum may be missed before it is told: plans are rounded
_SLACK = Decimal("0.03")
_NEAR = 30


@dataclass(frozen=True, slots=True)
class Addition:
    """Two figures of one sentence: what is added, and what there is then; the name of the thing."""

    added: Quantity
    total: Quantity
    noun: str
    net: bool


def grown_stocks(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    """Totals that are less than what there was before, or not what there was with what is added."""
    for one in additions(context):
        if one.total.role == "target":
            source, label = context, "前文"
        elif context.before is not None and one.total.role != "previous":
            source, label = context.before, "上年报告"
        else:
            continue
        stocks = [stock for stock in _stocks(source, one) if source is not context or stock.end < one.added.start]
        if len({stock.base for stock in stocks}) == 1:
            yield from _judge(rule, context, one, stocks[-1], label)


def additions(context: CheckContext) -> Iterator[Addition]:
    """All 新建…n，总长达到m of a text whose figures are exact."""
    for told in _ADDED.finditer(context.text) if "新" in context.text else ():
        found = context.figures_in(told.end("noun"), told.end("stock") + 1)
        if len(found) != len(("added", "total")) or found[1].start != told.end("stock"):
            continue
        added, total = found
        alike = added.dimension == total.dimension and added.role == total.role and total.change == "level"
        if alike and exact(added) and total.value is not None and total.high is None and not total.masked and added.dimension != "%":
            own = _OWN_NAME.match(told["stock"])
            yield Addition(added, total, own["noun"] if own is not None else told["noun"], told["verb"] == "净增")


def _stocks(context: CheckContext, one: Addition) -> Iterator[Quantity]:
    """The totals of this thing that a text tells for the year before."""
    text, year = context.text, one.total.period.year
    at = text.find(one.noun)
    while at >= 0:
        end = at + len(one.noun)
        for stock in context.figures_in(end, end + _NEAR):
            words = text[end : stock.start]
            if "。" in words or "；" in words or "\n" in words:
                break
            fits = stock.dimension == one.total.dimension and stock.change == "level" and exact(stock) and stock.parent < 0
            whole = year is not None and stock.period.year == year - 1 and stock.period.last_month in (None, 12)
            grown = stock.start in context.starts
            begin = context.clause_start(stock.start)
            alone = stock.start == end and _OPENING.fullmatch(text, begin, at) is not None
            named = grown or alone or _STOCK.search(text, min(begin, at), stock.start)
            if fits and whole and named and stock.role in ("actual", "forecast") and text[at - 1 : at] != "新":
                yield stock
        at = text.find(one.noun, end)


def _judge(rule: Rule, context: CheckContext, one: Addition, stock: Quantity, label: str) -> Iterator[Finding]:
    before, after, added = stands_for(stock), stands_for(one.total), stands_for(one.added)
    context.compare((one.added, one.total))
    lasting = one.total.dimension in _BUILT or bool(_LASTING.search(one.noun))
    fewer = after.high < before.low and (lasting or one.net)
    slack = _SLACK * (one.total.base or Decimal(0))
    fixed = exact(one.total)
    short = fixed and (lasting or one.net) and after.high + slack < before.low + added.low
    beyond = fixed and after.low - slack > before.high + added.high
    # firms may come and go, but hardly as many as have come
    same = fixed and one.total.base == stock.base and one.total.decimals == stock.decimals
    if not (fewer or short or beyond or same):
        return
    due = in_unit_of((stock.base or Decimal(0)) + (one.added.base or Decimal(0)), one.total)
    told = f"比{label}的{shown(stock)}还少" if fewer else f"{label}已是{shown(stock)}"
    why = told if fewer or same else f"{label}的{shown(stock)}加{shown(one.added)}为{due}"
    yield context.finding(
        rule, one.total.start, one.total.end, f"{why}，文中写作{shown(one.total)}", suggestion="核对原有数、新增数和总数",
        severity="warning", related=[context.related(one.added.start, one.added.end, "新增")],
    )
