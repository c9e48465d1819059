"""Shares that a list bears out by itself: of its classes from a bar on, of all but 其他, of the whole that the other members come to.

Shares with a part and a whole of their own are judged elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.arithmetic import exact, in_unit_of, rounded, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval

_HUNDRED = Decimal(100)
_LEADING = re.compile(r"(?:主导|主要|重点|特色|支柱)产业")
_OTHER = re.compile(r"其他|其它|其余")
_FROM_BAR = re.compile(r"(?P<low>\d+)?亿元?以上(?:的)?(?:项目|企业)?(?:合计|共)?占(?:比)?(?:达到?|为)?$")
_CLASS = re.compile(r"(?P<low>\d+)?亿?元?(?:(?:[～~—\-－至到]{1,2}\d+亿元?)|亿元?以上|以上|(?P<below>亿元?以下))(?:的)?(?:项目|企业)?$")
#: so many pairs of amount and share are needed to tell which one is wrong
_FEWEST = 3


def implied_whole(rule: Rule, context: CheckContext, figures: Sequence[Quantity]) -> Iterator[Finding]:
    """118.6亿元…占36.3%；96.2亿元…占29.4%；84.5亿元…占25.9%: amounts and shares of one list come to one whole, told or not."""
    pairs: list[tuple[Quantity, Quantity, Interval]] = []
    for rate in figures:
        part = context.by_start.get(rate.about) if rate.change == "share" and rate.parent < 0 and exact(rate) else None
        if part is None or not exact(part) or part.change != "level" or not part.base or not rate.value:
            continue
        if pairs and (part.dimension != pairs[0][0].dimension or rate.of != pairs[0][1].of):
            return
        amount, share = stands_for(part), stands_for(rate)
        pairs.append((part, rate, Interval(amount.low / share.high * _HUNDRED, amount.high / max(share.low, Decimal("0.01")) * _HUNDRED)))
    if len(pairs) < _FEWEST:
        return
    context.compare(one for pair in pairs for one in pair[:2])
    for part, rate, whole in pairs:
        others = [other[2] for other in pairs if other[1] is not rate]
        agree = all(one.meets(other) for one in others for other in others)
        if agree and not any(whole.meets(other) for other in others):
            low, high = max(one.low for one in others), min(one.high for one in others)
            right = rounded((part.base or Decimal(0)) / ((low + high) / 2) * _HUNDRED, max(rate.decimals, 1))
            whole_of_all = in_unit_of((low + high) / 2, part)
            yield context.finding(
                rule, rate.start, rate.end, f"同列其他各项推出总数约为{whole_of_all}，{shown(part)}应占{right}%，文中写作{shown(rate)}",
                suggestion="核对各项数值和占比", severity="warning", related=[context.related(part.start, part.end, "部分")],
            )
            return


def all_but_others(rule: Rule, context: CheckContext, rate: Quantity) -> Iterator[Finding]:
    """高端装备12个、新能源材料9个、其他5个，主导产业项目占80.8%: all of the list but the others."""
    if not _LEADING.search(context.text, context.clause_start(rate.start), rate.start):
        return
    figures = context.figures_in(context.sentence_start(rate.start), rate.start)
    other = next((at for at in range(len(figures) - 1, -1, -1) if _OTHER.match(figures[at].indicator)), 0)
    listed = list(figures[: other + 1])
    run = [figures[other]] if figures else []
    for one in reversed(listed[:-1]):
        if not context.text[one.end : run[0].start].startswith("、") or one.dimension != run[0].dimension:
            break
        run.insert(0, one)
    if len(run) < 3 or not all(map(exact, run)) or not other:
        return
    total = sum((one.base or Decimal(0) for one in run), Decimal(0))
    share = (total - (run[-1].base or Decimal(0))) / total * _HUNDRED if total else Decimal(0)
    context.compare((rate, *run))
    printed = stands_for(rate)
    if total and not printed.low <= share <= printed.high:
        yield context.finding(
            rule, rate.start, rate.end, f"除“其他”外各项占{rounded(share, max(rate.decimals, 1))}%，文中写作{shown(rate)}",
            suggestion="核对各项和占比", severity="warning", related=[context.related(run[0].start, run[-1].end, "各项")],
        )


def from_bar_on(rule: Rule, context: CheckContext, rate: Quantity) -> Iterator[Finding]:
    """10亿元以上6个、5亿～10亿元13个、1亿～5亿元29个，5亿元以上项目占39.6%: the classes from the bar on, of all of them."""
    said = _FROM_BAR.search(context.text, context.clause_start(rate.start), rate.start)
    if said is None:
        return
    bar = Decimal(said["low"] or 1)
    members: list[tuple[Decimal, Quantity]] = []
    for one in context.figures_in(context.sentence_start(rate.start), said.start()):
        lowest = _CLASS.search(context.text, max(context.clause_start(one.start, "，。；：、\n"), one.start - 20), one.start)
        if one.dimension in ("个", "家") and exact(one) and lowest is not None:
            members.append((Decimal(0) if lowest["below"] else Decimal(lowest["low"] or 1), one))
    if members and (members[0][1].base or 0) >= sum(one.base or Decimal(0) for _, one in members[1:]):
        # 亿元以上项目48个 is all of them
        members = members[1:]
    if len(members) < _FEWEST or len({one.dimension for _, one in members}) > 1 or bar not in [low for low, _ in members]:
        return
    total = sum((one.base or Decimal(0) for _, one in members), Decimal(0))
    above = sum((one.base or Decimal(0) for low, one in members if low >= bar), Decimal(0))
    share, printed = above / total * _HUNDRED if total else Decimal(0), stands_for(rate)
    context.compare((rate, *(one for _, one in members)))
    if total and not printed.low <= share <= printed.high:
        yield context.finding(
            rule, rate.start, rate.end,
            f"{said['low'] or ''}亿元以上共{above}，占{total}的{rounded(share, max(rate.decimals, 1))}%，文中写作{shown(rate)}",
            suggestion="核对各档和占比", severity="warning",
            related=[context.related(members[0][1].start, members[-1][1].end, "各档")],
        )
