"""Goals of the plan that are this year's, which the summary says are passed. Nothing on percentages and on what is new each year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.domain.quantity import Quantity

#: what begins at nothing each year may be aimed at anew, and a small number is the same by chance
_ANEW = re.compile(r"新|再|净增|引进|检查|演练|培训|签约|压")
_LEAST = 50


def old_goals(context: CheckContext) -> Iterator[tuple[Quantity, Quantity, Quantity]]:
    """(goal of the plan, what was done, this year's goal) where the plan's is the one that the summary says was passed."""
    goals: dict[tuple[str, str], list[tuple[Quantity, Quantity]]] = {}
    parts = [(region.start, region.end, region.part) for region in context.regions]
    plans = [(start, end) for start, end, part in parts if part == "plan"]
    if not plans:
        return
    for sentence in context.figures_by_sentence:
        if any(start <= sentence[0].start < end for start, end in plans):
            for one in sentence:
                if one.role == "target" and one.bound == "min" and _level(one):
                    for done, goal in goals.get((one.indicator, one.unit), ()):
                        if goal.base == one.base and one.scope == done.scope and (done.base or 0) > (one.base or 0):
                            yield one, done, goal
        else:
            for goal in sentence:
                if goal.role == "target" and goal.change == "level" and goal.value is not None:
                    for done in sentence:
                        if done.role in ("actual", "forecast") and done.unit == goal.unit and done.start < goal.start and _level(done):
                            goals.setdefault((done.indicator, done.unit), []).append((done, goal))


def _level(one: Quantity) -> bool:
    named = one.change == "level" and one.value is not None and one.indicator and not one.threshold and one.dimension != "%"
    return bool(named) and (one.value or 0) >= _LEAST and not _ANEW.search(one.indicator)
