"""How far what was reached stands from its goal, told as a figure of its own: 目标60家，已完成46家，还差14家.

Claims in words alone (超额完成) and rates of completion are judged elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.arithmetic import exact, gap, in_unit_of, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval

_APART = re.compile(
    # what it begins with is looked at first: at most places nothing more is tried
    r"(?=[还尚仍缺超短多少的])(?P<word>[还尚仍]差|[还仍尚]需(?:完成|投入|筹措)?|缺口|超收|短收|超(?:目标|计划|任务|预算)|多完成|少完成"
    r"|(?<=[家户个项件人名元吨里米亩套台条次])(?:的(?:年度|全年)?(?:目标|任务|计划)(?:数|值)?)?[多少](?:出|完成|收)?)(?:约|为|了|达到?)?(?=\d)"
)
_GOAL = re.compile(r"(?:目标|任务|计划|预算|概算|总投资|总规模)(?:数|值|的|为|是|投资)*$")
_AGAINST = re.compile(r"(?:比|较)(?:年度|全年|年初|预期|计划|既定|的|目标|任务|预算|数|值)*$")
_CALLED = re.compile(r"的?(?:年度|全年|年初)?(?:目标|任务|计划|预算)")
_COMPARED = ("多", "少")
#: a stretch of the year with the one that has to be over for it to be all of the rest
_STAGES = (("四季度", "前三季度"), ("四季度", "前3季度"), ("下半年", "上半年"), ("12月", "11月"))
_TIME = re.compile(r"月|季度|半年|明年|下一?年|每年")
_ZERO = Decimal(0)


def gaps_to_goals(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    """Distances that are not the difference of the goal and the result that stand before them in the sentence."""
    for told in _APART.finditer(context.text):
        found = context.figures_in(told.end(), told.end() + 1)
        if not found or found[0].start != told.end() or not exact(found[0]) or not found[0].dimension:
            continue
        apart = found[0]
        begin = context.sentence_start(apart.start)
        begin = max(begin, context.text.rfind("；", begin, apart.start) + 1)
        before = [one for one in context.figures_in(begin, told.start()) if one.dimension == apart.dimension]
        pair = _pair(context, before, told)
        if pair is None:
            continue
        goal, done = pair
        # a goal is set, not measured
        reached = stands_for(done)
        middle, half = abs((goal.base or _ZERO) - (done.base or _ZERO)), (reached.high - reached.low) / 2
        context.compare((apart, goal, done))
        if gap(Interval(middle - half, middle + half), stands_for(apart)):
            yield context.finding(
                rule, apart.start, apart.end, f"{shown(goal)}与{shown(done)}相差{in_unit_of(middle, apart)}，文中写作{shown(apart)}",
                suggestion="核对目标数、完成数和差数",
                related=[context.related(goal.start, goal.end, "目标"), context.related(done.start, done.end, "完成数")],
            )


def _pair(context: CheckContext, before: Sequence[Quantity], told: re.Match[str]) -> tuple[Quantity, Quantity] | None:
    """The goal and the result, where the sentence has one of each in this unit and nothing else."""
    text = context.text
    if len(before) != len(("goal", "done")) or not all(map(exact, before)):
        return None
    first, second = before
    if told["word"].endswith(_COMPARED) or told["word"][-2:-1] in _COMPARED:
        # 18家，比年度目标20家少2家
        stands = text[second.end : told.start()] == ""
        named = _AGAINST.search(text, max(0, second.start - 14), second.start)
        called = _CALLED.match(text, second.end) or (named is not None and _GOAL.search(text, max(0, second.start - 14), second.start))
        if not stands or named is None or not called or not _is_result(first):
            return None
        return second, first
    if not _to_the_end(text, first, told):
        return None
    if _is_goal(text, first) and not _is_goal(text, second) and _is_result(second):
        return first, second
    return None


def _to_the_end(text: str, goal: Quantity, told: re.Match[str]) -> bool:
    """Whether what is still to do is all of it: 四季度还需完成 behind 前三季度, but not 年内还需投入 of a project."""
    clause = text[max(text.rfind(mark, goal.end, told.start()) for mark in "，；、") + 1 : told.start()]
    said = text[goal.end : told.start()]
    rest = next((end for end, before in _STAGES if end in clause and before in said), "")
    if rest:
        return True
    return not _TIME.search(clause) and not ("年" in clause and "总投资" in text[max(0, goal.start - 8) : goal.start])


def _is_goal(text: str, one: Quantity) -> bool:
    named = _GOAL.search(text, max(0, one.start - 10), one.start) is not None
    aimed = one.role == "target" and "目标" in text[max(0, one.start - 12) : one.start]
    return one.change == "level" and one.parent < 0 and (named or aimed)


def _is_result(one: Quantity) -> bool:
    return one.change in ("level", "increase") and one.role in ("actual", "forecast") and one.parent < 0
