"""升降与数值相反

查什么：
“由A提高到B”而B小于A、“由A压缩到B”而B大于A；“由A增加到B，减少N”前后说法相反；“下降-3.6%”负号与下降重复；
计划里“压缩到B”而今年已经比B短、“提高到B”“总数达到B”而今年已经比B高。
为什么：
起止数写反、升降词用错，或者从表格里连负号一起抄来，读者看到的就是相反的意思。
错例：
企业投资项目审批时限由18个工作日压缩到30个工作日。
正例：
企业投资项目审批时限由30个工作日压缩到18个工作日。
出处：
升降词含方向，其后的数字用绝对值（GB/T 15835—2011示例；实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.arithmetic import exact, same_measure, shown
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.checks.year_end import goals
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.phrases import STEMS

RULE = Rule("NUM014", "direction", "numbers", "error")

_TWICE = re.compile(r"(?:下降|减少|降低|回落|下滑|压减|缩短|压缩|收窄|降幅(?:为|达)?|负增长)了? ?(?P<sign>[-－−﹣])(?=\d)")
_AGAINST = re.compile(
    r"(?P<verb>提高|增加|上升|提升|扩大|加快)了? ?[-－−﹣]\d+(?:\.\d+)? ?"
    r"(?:个百分点|[%％]|[\u4e00-\u9fff]{1,3}(?=[，。；、]))"
)
_STEM = re.compile("|".join(sorted(map(re.escape, STEMS), key=len, reverse=True)))
#: verbs of reorganisation do not say which way a number goes
_NEUTRAL = frozenset(("整合", "调减", "提前", "延长", "拓展", "扩容", "晋升", "进位"))


def check(context: CheckContext) -> Iterator[Finding]:
    """Start and end against the verb between them, the verb of the difference, and signs written twice."""
    for now in context.quantities:
        start = context.starts.get(now.start)
        if start is not None and now.change != "rank" and now.unit != "位" and exact(start) and exact(now) and same_measure(start, now):
            yield from _ends(context, start, now)
        elif now.change in ("increase", "points") and exact(now):
            yield from _difference(context, now)
    for goal, reached, way in goals(context):
        yield from _goal(context, goal, reached, way)
    for match in _AGAINST.finditer(context.text):
        written = match.group()
        yield context.finding(
            RULE, match.start(), match.end(), f"“{written}”：{match['verb']}之后又是负数", suggestion="改为“下降”或删去负号",
        )
    for match in _TWICE.finditer(context.text):
        end = match.end()
        while end < len(context.text) and (context.text[end].isdigit() or context.text[end] in ".．%％"):
            end += 1
        written = context.text[match.start() : end]
        yield context.finding(
            RULE, match.start(), end, f"“{written}”中下降与负号重复",
            suggestion="实为下降的删去负号，实为上升的改说法",
        )


def _ends(context: CheckContext, start: Quantity, now: Quantity) -> Iterator[Finding]:
    stem = _STEM.search(now.verb)
    if stem is None or stem.group() in _NEUTRAL or start.base is None or now.base is None:
        return
    context.compare((start, now))
    rises = now.base > start.base
    if now.base != start.base and rises == (STEMS[stem.group()] > 0):
        return
    begin = start.start - 1 if context.text[start.start - 1 : start.start] in ("由", "从") else start.start
    fact = "没有变化" if now.base == start.base else "变大" if rises else "变小"
    yield context.finding(
        RULE, begin, now.end, f"{shown(start)}到{shown(now)}是{fact}，文中写作“{now.verb}”",
        suggestion="核对起止两个数是否写反、单位是否一致，或改升降的说法",
    )


def _goal(context: CheckContext, goal: Quantity, reached: Quantity, way: int) -> Iterator[Finding]:
    """审批时限压缩到28个工作日 in the plan where 21个工作日 has been reached this year."""
    context.compare((goal, reached))
    if goal.base is None or reached.base is None or (goal.base - reached.base) * way >= 0:
        return
    fact = f"今年已是{shown(reached)}，{shown(goal)}反而更{'低' if way > 0 else '高'}"
    yield context.finding(
        RULE, goal.start - len(goal.verb), goal.end, f"{goal.indicator}{fact}，计划中写作“{goal.verb or '达到'}{shown(goal)}”",
        suggestion="核对目标数和今年的数", severity="warning", related=[context.related(reached.start, reached.end, "今年")],
    )


def _difference(context: CheckContext, change: Quantity) -> Iterator[Finding]:
    now = context.level_of(change)
    start = context.starts.get(now.start) if now is not None else None
    if now is None or start is None or not exact(now) or not exact(start) or not same_measure(start, now):
        return
    stem = _STEM.search(change.verb)
    if stem is None or stem.group() in _NEUTRAL or now.change == "rank" or change.compare or start.base is None or now.base is None:
        return
    if now.base != start.base and (now.base > start.base) != (STEMS[stem.group()] > 0):
        place = change.start - len(change.verb)
        yield context.finding(
            RULE, place, change.end,
            f"由{shown(start)}到{shown(now)}是{'增加' if now.base > start.base else '减少'}，文中写作“{change.verb}”",
            suggestion="改升降的说法，或核对起止两个数",
            related=[context.related(start.start, start.end, "起数"), context.related(now.start, now.end, "止数")],
        )
