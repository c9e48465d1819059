"""计划里又写了已经完成的进度

查什么：
总结部分说某个项目已经开工、竣工、投产，计划部分又把同一项目的同一步（或更早一步）列为明年要做的事，或者问题部分说它“尚未”走到这一步；今年已经超过的目标，原数又写进明年的计划。
为什么：
计划多在上年稿子上改，项目往前走了，打算却没有跟着改；读者会问：到底投产了没有？
错例：
某某经济开发区2025年工作总结和2026年工作打算

一、2025年工作总结

沧研新材高纯石英项目4月开工、11月投产。

二、2026年工作打算

推动沧研新材高纯石英项目上半年开工。
正例：
总结说“沧研新材高纯石英项目11月投产”，计划说“推动沧研新材高纯石英项目达产达效”。
出处：
项目建设的先后：签约、开工、主体封顶、竣工、投产、达产（常识）。名称须一字不差（规模可省），一期与二期分开看；“全面投产”“正式运营”“竣工验收”和分批分段的不报。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.goals import old_goals
from assistant.checks.progress import said_otherwise
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.text.stages import Step

RULE = Rule("CON005", "status-conflict", "continuity", "warning")


def check(context: CheckContext) -> Iterator[Finding]:
    """Works that the plan begins or ends, or that a problem misses, although the summary says that they have got there."""
    for step, done in said_otherwise(context):
        start, end = _span(context, step)
        first, last = _span(context, done)
        said = f"前文说“{context.text[first:last]}”，{'此处' if step.denied else '计划'}却写“{context.text[start:end]}”"
        yield context.finding(
            RULE, start, end, said, suggestion="核对项目进度",
            related=(context.related(first, last, "前文"),),
        )
    for ahead, reached, goal in old_goals(context):
        said = f"{goal.quote}是今年的目标，今年已达{reached.quote}，计划仍写{ahead.quote}以上"
        yield context.finding(
            RULE, ahead.start, ahead.end, said, suggestion="核对是否沿用了今年的目标",
            related=(context.related(reached.start, reached.end, "今年完成"), context.related(goal.start, goal.end, "今年目标")),
        )


def _span(context: CheckContext, step: Step) -> tuple[int, int]:
    """The name with its stage, as a reader would point at it."""
    start = context.text.rfind(step.name[:4], step.clause[0], step.end)
    return (start if start >= 0 else step.when[0] or step.start), step.end
