"""提法过时或超前

查什么：已经结束的专题教育、专项行动当作今年正在做的工作来写；提法、会议在那一年还没有；指导思想仍停在上一次党代会、上一次全会；
“收官之年”“圆满收官”“周年”“规划编制”说的不是这一年。
为什么：套用往年稿子的典型痕迹；提法与年份对不上，属于政治性差错。
错例：
（2024年总结）深入实施安全生产专项整治三年行动，检查企业1826家次。
正例：
（2024年总结）深入实施安全生产治本攻坚三年行动，检查企业1826家次。
出处：各项活动、会议、提法的起止时间见 assistant/reference/timeline.yaml（正式文件和公开报道）；回顾、成果、常态化的说法不算。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.eras import find_dated
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding

RULE = Rule("STY002", "stale-formula", "style", "warning")


def check(context: CheckContext) -> Iterator[Finding]:
    """A finding for each mention that does not fit its year."""
    for one in find_dated(context):
        named = one.name if one.name.startswith("“") else f"“{one.name}”"
        if one.early:
            yield context.finding(
                RULE,
                one.start,
                one.end,
                f"{named}{one.when}，这里说的是{one.year}年",
                severity="error",
                suggestion="核对年份，或改用当时的提法",
            )
        else:
            instead = one.instead if one.instead.startswith("“") else f"“{one.instead}”"
            yield context.finding(
                RULE,
                one.start,
                one.end,
                f"{named}{one.when}，这里说的是{one.year}年的工作",
                suggestion=f"{one.year}年应为{instead}" if one.instead else "改用现行提法，或写明是往年的工作",
            )
