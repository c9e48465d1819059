"""位次升降写反

查什么：
“由第A位上升至第B位”中B应小于A，“下降”时B应大于A；名次没有变却说升降；“前移N位”中的N是不是两个名次之差。
等级也一样：考核评级A级最高，由B类到C类不是“升”；安全风险A级最高，由D级到C级不是“降”。
为什么：
名次越小越好，起止两个数抄反或者升降用错一个字，好事就变成了坏事。
错例：
在全省开发区综合评价中，我区由第55位上升至第62位。
正例：
在全省开发区综合评价中，我区由第62位上升至第55位。
出处：
位次上升指名次数字变小（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.arithmetic import exact, shown
from assistant.checks.context import CheckContext
from assistant.checks.grades import turned
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity

RULE = Rule("NUM013", "rank-direction", "numbers", "error")

_UP = r"上升|前移|提升|提高|跃升|跃居|晋升|晋位|进位|升至|升到|攀升|前进|赶超|跃至|跃上"
_DOWN = r"下降|后移|下滑|退步|退位|滑落|跌至|跌到|降至|降到|回落|后退|滑至|跌落"
_BETWEEN = re.compile(rf"[^，。；\n\d]{{0,6}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[^，。；\n\d]{{0,8}}(?:20\d\d年度?的?)?$")
_BY = re.compile(rf"[，,](?:同比|比上年|较上年|实现)?(?:(?P<up>{_UP}|进)|(?P<down>{_DOWN}|退))了?$")
_THEN = re.compile(rf"[，,](?:比?上年|同比|实现)?(?:(?P<up>{_UP}|进)|(?P<down>{_DOWN}|退))了? ?\d+ ?(?:个?位次?|名|个名次)")
_MOVED = re.compile(rf"(?:(?P<up>{_UP}|进)|(?P<down>{_DOWN}|退))了? ?(?P<places>\d+) ?(?:个?位次?|名|个名次)")
_UNITS = re.compile(
    r"(?:省级|国家级|市级|全省|全市)?(?:经济|高新|综合)?(?:单位|开发区|经开区|高新区|功能区|保税区|工业园区|园区|县|乡镇|街道|部门|区县)"
)
_TO = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:至|到|为)?$")
_PLACES = re.compile(r" ?(?:个?位次?|名|个名次)")
_FROM = re.compile(r"(?:由|从)[^，。；\n]{0,18}$")


def check(context: CheckContext) -> Iterator[Finding]:
    """Pairs of ranks with a verb of rise or fall between them."""
    text = context.text
    for one in turned(text):
        yield context.finding(
            RULE, one.start, one.end, f"{one.right}，文中写作“{one.verb}”", suggestion="核对两个等级是否抄反，或改升降的说法",
        )
    last = None
    pair: tuple[Quantity, Quantity] | None = None
    for rank in context.quantities:
        if rank.change != "rank":
            if pair is not None:
                yield from _places(context, *pair, rank)
                pair = None
            continue
        pair = None
        start, last = last, rank
        yield from _against_itself(context, rank)
        yield from _beyond_all(context, rank)
        if start is not None and rank.role == "previous":
            yield from _than_last_year(context, start, rank)
        if start is None or rank.start - start.end > 16 or start.value is None or rank.value is None or rank.bound or start.bound:
            continue
        verb = _BETWEEN.match(text, start.end, rank.start)
        origin = _FROM.search(text, max(0, start.start - 20), start.start)
        if verb is None or origin is None:
            continue
        context.compare((start, rank))
        pair = start, rank
        better = rank.value < start.value
        if better == bool(verb["up"]) and rank.value != start.value:
            continue
        word = verb["up"] or verb["down"]
        fact = "位次没有变" if rank.value == start.value else "位次变小，是上升" if better else "位次变大，是下降"
        yield context.finding(
            RULE, origin.start(), rank.end, f"由{shown(start)}到{shown(rank)}{fact}，文中写作“{word}”",
            suggestion="核对两个位次是否抄反，或改升降的说法",
        )


def _places(context: CheckContext, start: Quantity, rank: Quantity, moved: Quantity) -> Iterator[Finding]:
    """前移6位 after two ranks: their difference."""
    if moved.start - rank.end > 10 or not exact(moved) or start.value is None or rank.value is None:
        return
    verb = _BY.match(context.text, rank.end, moved.start)
    if verb is None or _PLACES.match(context.text, moved.end - len(moved.unit)) is None:
        return
    context.compare((start, rank, moved))
    apart = abs(start.value - rank.value)
    if apart != moved.value:
        yield context.finding(
            RULE, rank.end + 1, moved.end, f"{shown(start)}到{shown(rank)}相差{apart}位，文中写作{context.text[rank.end + 1 : moved.end]}",
            suggestion="核对两个位次和升降的位数", related=[context.related(start.start, rank.end, "两个位次")],
        )


def _against_itself(context: CheckContext, rank: Quantity) -> Iterator[Finding]:
    """后移至第15位，前移4位: the two verbs contradict each other."""
    said = _TO.search(context.text, max(0, rank.start - 8), rank.start)
    then = _THEN.match(context.text, rank.end)
    if said is not None and then is not None and bool(said["up"]) != bool(then["up"]):
        yield context.finding(
            RULE, said.start(), then.end(), f"“{said.group()}{shown(rank)}”与“{then.group()[1:]}”说法相反", suggestion="核对位次是升是降",
        )


def _than_last_year(context: CheckContext, now: Quantity, before: Quantity) -> Iterator[Finding]:
    """排名第38位，比上年的第36位上升2位: last year's rank told after this year's."""
    moved = _MOVED.match(context.text, before.end)
    if moved is None or now.value is None or before.value is None or before.start - now.end > 16:
        return
    context.compare((now, before))
    gained = before.value - now.value
    if (gained > 0) != bool(moved["up"]) or abs(gained) != int(moved["places"]):
        fact = "没有变" if not gained else f"{'上升' if gained > 0 else '下降'}{abs(gained)}位"
        yield context.finding(
            RULE, before.start, moved.end(), f"由{shown(before)}到{shown(now)}{fact}，文中写作{moved.group()}",
            suggestion="核对两个位次和升降的位数",
            related=[context.related(now.start, now.end, "现位次")],
        )


def _beyond_all(context: CheckContext, rank: Quantity) -> Iterator[Finding]:
    """共有23个单位参加，我区列第26位: a place that the number of those compared does not have."""
    for one in reversed(context.figures_in(max(context.sentence_start(rank.start), rank.start - 30), rank.start)):
        if rank.value is None or rank.bound:
            return
        if one.dimension in ("个", "家") and exact(one) and _UNITS.match(context.text, one.end):
            context.compare((one, rank))
            if one.value is not None and rank.value > one.value:
                yield context.finding(
                    RULE, rank.start, rank.end, f"参加的只有{shown(one)}，名次却是{shown(rank)}", suggestion="核对名次和参加的个数",
                    related=[context.related(one.start, one.end, "个数")],
                )
            return
