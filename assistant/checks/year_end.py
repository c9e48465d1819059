"""Where a year ended, held against what the plan aims at. Pairs only; the rules word them.

What is new each year (签约, 新增) has no year's end: only limits, ratios, stocks and running totals are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.arithmetic import exact
from assistant.checks.context import CheckContext
from assistant.domain.quantity import Quantity
from assistant.reference.tables import indicator
from assistant.text.phrases import STEMS

_STEM = re.compile("|".join(sorted(map(re.escape, STEMS), key=len, reverse=True)))
#: what is moved forward or drawn out is no number that goes up
_NEUTRAL = frozenset(("提前", "延长", "整合", "调减"))
_TO = ("到", "至", "为", "达到")
#: the name of a running total; what is left without it is the name of the thing
_TOTAL = re.compile(r"^(?:累计(?:建成|拥有|达到?|有|开通)?|总共)|(?:总长度?|总里程|总数量?|总量|总面积|总规模|总户数|总家数|总额)$")
_COME_AND_GO = re.compile(r"^(?:累计|已)?(?:建成|拥有|共有|现有)|平均|(?<=..)数$")
_HELD = re.compile(r"(?:保持|稳定|维持|控制|不低于|不少于|不高于)[\u4e00-\u9fff]{0,3}$")
_ANEW = re.compile(r"^(?:再|全年|计划)?(?:新|净|年内|引进|签约|开工|竣工|培训|检查|举办|开展|组织|兑现|发放)")


def _plans(context: CheckContext) -> Sequence[tuple[int, int]]:
    return [(region.start, region.end) for region in context.regions if region.part == "plan"]


def _inside(one: Quantity, plans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= one.start < end for start, end in plans)


def _key(one: Quantity) -> tuple[str, str, str]:
    return one.indicator_id or _plain(one.indicator), one.scope, one.dimension


def _plain(name: str) -> str:
    """A name without what may be left out of it: 建成5G基站 and 5G基站总数, 审批平均用时 and 审批用时."""
    return _COME_AND_GO.sub("", _TOTAL.sub("", name))


def goals(context: CheckContext) -> Iterator[tuple[Quantity, Quantity, int]]:
    """(goal of the plan, where the year ended, 1 where the goal is said to be more and -1 where it is said to be less)."""
    plans = _plans(context)
    if not plans:
        return
    ends: dict[tuple[str, str, str], list[Quantity]] = {}
    for one in context.quantities:
        ended = exact(one) and one.change in ("level", "rate") and one.role in ("actual", "forecast") and one.parent < 0 and one.dimension
        if ended and not _inside(one, plans) and one.joint < 0 and len(_plain(one.indicator)) > 2:
            ends.setdefault(_key(one), []).append(one)
    for goal in context.quantities:
        if goal.role != "target" or goal.change not in ("level", "rate") or goal.value is None or goal.high is not None or goal.threshold:
            continue
        known = ends.get(_key(goal), ()) if goal.parent < 0 and _inside(goal, plans) else ()
        reached = [one for one in known if one.start in context.starts] or list(known)
        if not reached or len({one.base for one in reached}) != 1 or goal.start in context.starts:
            continue
        if _HELD.search(context.text, max(0, goal.start - 8), goal.start):
            # 透明度保持在2米以上: a floor, whatever was reached
            continue
        way = _way(goal, grown=reached[-1].start in context.starts)
        if way:
            yield goal, reached[-1], way


def _way(goal: Quantity, *, grown: bool) -> int:
    """Which way from where the year ended the goal is said to lie; 0 where nothing is said. grown: its start is told, too."""
    if goal.verb.endswith(_TO):
        stem = _STEM.search(goal.verb)
        return STEMS[stem.group()] if stem is not None and stem.group() not in _NEUTRAL else 0
    row = indicator(goal.indicator_id) if goal.indicator_id else None
    # 累计投资项目14个 and 投资项目6个 in the plan are two things
    stock = grown or goal.cumulative or _TOTAL.search(goal.indicator)
    counted = goal.dimension not in ("", "%", "元", "美元", "天", "工作日", "小时", "分钟", "标箱", "吨", "人次")
    if goal.verb or goal.bound == "max" or not stock or not counted or _ANEW.match(goal.indicator):
        return 0
    return 1 if row is None or row.kind == "stock" else 0
