"""What a text tells a second time in another form: a share as a fraction, a goal in the plan, a rank as a starting point. Pairs only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.arithmetic import exact, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.elsewhere import core
from assistant.checks.slips import slip_of
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval
from assistant.text.likeness import grams

#: figure told again, figure told before, what both are: for the message
Pair = tuple[Quantity, Quantity, str]

_SHARE = re.compile(r"(?:占比|比重|占[^，。；\n]{0,12}?的?(?:比重)?)(?:仅有|仅为|仅|只有|只|达到?|高达|约为|约|为|超过|不足|接近|近|到)*$")
#: how far from what it says a rough share may lie, in percentage points, by the word beside it
_LESS, _MORE = re.compile(r"不足|不到|低于"), re.compile(r"超过?|突破|以上|多$")
_NEARLY = re.compile(r"近|接近|将近")
_SHARED_GRAMS = 3
_PACE = re.compile(r"增速|增幅|贡献")


def shares_again(context: CheckContext) -> Iterator[Pair]:
    """加工贸易占比达到47.3% where 43.7% was told; 占比仅有五分之一左右 where it was 25.9%."""
    told: dict[str, list[Quantity]] = {}
    for one in context.quantities:
        if one.dimension != "%" or one.change not in ("share", "rate") or one.value is None:
            continue
        name = _thing(one)
        rough = one.chinese
        if one.about < 0 and len(name) > 2 and one.role == "actual" and _SHARE.search(context.text, max(0, one.start - 24), one.start):
            same = [
                each for each in told.get(name[-2:], ())
                if _thing(each) == name and each.scope == one.scope and each.period.year == one.period.year and not _PACE.search(name)
            ]
            wholes = {each.of for each in same}
            if same and len({each.value for each in same}) == 1 and (not one.of or one.of in wholes or wholes == {""}):
                context.compare((one, same[0]))
                if (rough and _far_off(context, one, same[0])) or (not rough and exact(one) and bool(slip_of(same[0], one))):
                    yield one, same[0], f"{name}占比"
        if not rough and exact(one) and one.change == "share" and len(name) > 2:
            told.setdefault(name[-2:], []).append(one)


def _thing(one: Quantity) -> str:
    return core(re.sub(r"^(?:而|但|其中)|(?:产值|产业)?(?:占比|比重)?$", "", one.indicator))


def _far_off(context: CheckContext, rough: Quantity, exactly: Quantity) -> bool:
    """Whether a share told roughly (五分之一左右, 近三成, 超过一半) can't be the one told exactly."""
    value, span = rough.value or Decimal(0), stands_for(exactly)
    around = context.text[max(0, rough.start - 3) : rough.start], context.text[rough.end : rough.end + 2]
    if _LESS.search(around[0]):
        allowed = Interval(value - 12, value)
    elif _NEARLY.search(around[0]):
        allowed = Interval(value - 6, value + Decimal("0.5"))
    elif _MORE.search(around[0]) or around[1].startswith(("以上", "多")):
        allowed = Interval(value, value + 12)
    else:
        allowed = Interval(value - 4, value + 4)
    return not allowed.meets(span)


def goals_again(context: CheckContext) -> Iterator[Pair]:
    """全年达到620亿元 in the plan of a report on nine months, where 年度目标650亿元 was told with the result."""
    set_before: dict[tuple[str, str, int | None], Quantity] = {}
    for one in context.quantities:
        if one.change == "completion" and one.parent >= 0:
            goal, done = context.by_start.get(one.parent), context.by_start.get(one.about)
            whole_year = goal is not None and re.search(r"年度|全年", goal.indicator + one.of)
            if goal is not None and done is not None and done.indicator_id and exact(goal) and whole_year and not done.scope:
                set_before.setdefault((done.indicator_id, goal.dimension, done.period.year), goal)
        elif one.role == "target" and one.change == "level" and one.indicator_id and exact(one) and one.period.kind == "year":
            first = set_before.get((one.indicator_id, one.dimension, one.period.year))
            if first is not None and not one.scope:
                context.compare((one, first))
                if (one.base or 0) < (first.base or 0):
                    yield one, first, f"{one.indicator}年度目标"


def ranks_again(context: CheckContext) -> Iterator[Pair]:
    """由第76位进到前60位 in the plan, where the summary says 第67位 of the same assessment."""
    plans = [region for region in context.regions if region.part == "plan"]
    if not plans:
        return
    ranks = [one for one in context.quantities if one.change == "rank" and one.value is not None and not one.bound]
    ahead = [one for one in ranks if any(region.start <= one.start < region.end for region in plans)]
    for one in ahead:
        if one.role != "previous":
            continue
        words = _words(context, one)
        same = [each for each in ranks if each not in ahead and len(words & _words(context, each)) >= _SHARED_GRAMS]
        if not same:
            continue
        context.compare((one, *same))
        if all(each.value != one.value for each in same) and len({each.value for each in same}) == 1:
            yield one, same[-1], "位次"


def _words(context: CheckContext, one: Quantity) -> frozenset[str]:
    return frozenset(gram for gram in grams(context.text[context.clause_start(one.start) : one.start]) if len(gram) > 1)
