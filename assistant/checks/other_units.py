"""One thing measured in units that don't go together, or a thousandfold apart: 吨 for 标箱, 万元 for 万美元, 2180吨 for 2180万吨.

The two stand in the summary and in the plan, or in this year's report and in last year's. Pairs only; the rules word them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.arithmetic import exact
from assistant.checks.context import CheckContext
from assistant.domain.quantity import Quantity

#: measures of which none is told in place of another
_MEASURES = frozenset((
    "元", "美元", "欧元", "平方米", "米", "吨", "千瓦", "千瓦时", "标箱", "立方米", "吨标准煤", "工作日", "人次", "辆", "件",
))
_FAR = Decimal(1000)
#: a ton of water is a cubic metre
_ONE_THING = (frozenset(("吨", "立方米")),)
#: between a year and the next no figure goes further
_LEAST, _MOST = Decimal("0.5"), Decimal(2)
_SHORTEST = 3
#: what a goal is of the amount reached, and by what it would have to be mended
_SOON = Decimal("0.95"), Decimal("1.3")
_NOUGHTS = tuple(map(Decimal, ("0.1", "10", "0.01", "100")))

Key = tuple[str, str]


def far_goals(context: CheckContext) -> Iterator[tuple[Quantity, Quantity]]:
    """(goal of the plan, what was reached) of one name and measure, a thousandfold apart, or a nought for a row of the table."""
    reached, aimed = _told(context)
    for key, goals in aimed.items():
        for goal in goals:
            done = [one for one in reached.get(key, ()) if one.dimension == goal.dimension and one.cumulative == goal.cumulative]
            if done and (all(_times(goal, one) >= _FAR for one in done) or all(_nought(goal, one) for one in done)):
                yield goal, done[-1]


def other_measures(context: CheckContext) -> Iterator[tuple[Quantity, Quantity, bool]]:
    """(figure of the summary, figure of the plan or of last year's report, whether the latter), measured as different things."""
    reached, aimed = _told(context)
    then = _told(context.before)[0] if context.before is not None else {}
    for key, figures in reached.items():
        for others, earlier in ((aimed.get(key, ()), False), (then.get(key, ()), True)):
            if others and not {one.dimension for one in figures} & {one.dimension for one in others}:
                alike = [(one, other) for one in figures for other in others if _alike(one, other)]
                if alike:
                    yield (*alike[0], earlier)
                    break


def _told(context: CheckContext) -> tuple[dict[Key, list[Quantity]], dict[Key, list[Quantity]]]:
    """The amounts of the summary and the goals of the plan by name and scope, read once."""
    kept: dict[str, tuple[dict[Key, list[Quantity]], dict[Key, list[Quantity]]]] = vars(context).setdefault("_kept_measures", {})
    if "told" not in kept:
        reached: dict[Key, list[Quantity]] = {}
        aimed: dict[Key, list[Quantity]] = {}
        plans = [(region.start, region.end) for region in context.regions if region.part == "plan"]
        for one in context.quantities:
            if one.dimension not in _MEASURES or one.change != "level" or not one.base or one.threshold:
                continue
            if one.parent >= 0 or one.joint >= 0 or len(one.indicator) < _SHORTEST or one.high is not None or one.verb:
                continue
            key = one.indicator_id or one.indicator, one.scope
            if one.role == "target" and any(start <= one.start < end for start, end in plans):
                aimed.setdefault(key, []).append(one)
            elif one.role in ("actual", "forecast") and exact(one):
                reached.setdefault(key, []).append(one)
        kept["told"] = reached, aimed
    return kept["told"]


def _times(one: Quantity, other: Quantity) -> Decimal:
    left, right = one.base or Decimal(1), other.base or Decimal(1)
    return max(left, right) / min(left, right)


def _nought(goal: Quantity, done: Quantity) -> bool:
    """Whether a headline goal is what a year may bring but for a nought, or for a point in the wrong place: 21800万吨 after 2015万吨."""
    times = (goal.base or Decimal(0)) / (done.base or Decimal(1))
    return bool(goal.indicator_id or len(goal.indicator) > _SHORTEST) and any(_SOON[0] <= times * by <= _SOON[1] for by in _NOUGHTS)


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether the numbers themselves, with their 万 or 亿, are of one size: 34.2万吨 and 37万标箱."""
    if one.dimension == other.dimension or frozenset((one.dimension, other.dimension)) in _ONE_THING:
        return False
    if _magnitude(one) != _magnitude(other) or not one.value or not other.value:
        return False
    return _LEAST <= one.value / other.value <= _MOST


def _magnitude(one: Quantity) -> Sequence[str]:
    return [mark for mark in one.unit if mark in "十百千万亿"][:2]
