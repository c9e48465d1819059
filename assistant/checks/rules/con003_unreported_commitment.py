"""上年计划承诺的事，今年没有交代

查什么：
把上年报告计划部分的目标和任务逐项列出，今年总结里既没有同一指标的数字、也没有提到这件事的，报出来。
为什么：
年初说了的事，年底要有下落：做成了、没做成、为什么，都要写。听报告的人手里往往有上年那一份。
错例：
（上年计划：建成拥有180个车位的专用停车场）今年总结只字未提停车场。
正例：
（上年计划：建成拥有180个车位的专用停车场）专用停车场建成启用，设置车位180个。
出处：
年度报告的惯例：计划与总结前后对应（实践）。口号、体制机制一类没有具体事项的表述不算承诺；换了说法、提到了的不报；
半年、季度的报告还没到交账的时候，隔年的报告已过了交账的时候，只作提示。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.continuity import document_place, years_of
from assistant.checks.rule import PREVIOUS, Rule
from assistant.domain.finding import Finding

RULE = Rule("CON003", "unreported-commitment", "continuity", "warning", frozenset((PREVIOUS,)))


def check(context: CheckContext) -> Iterator[Finding]:
    """Promises without an answer, at the heading of their topic."""
    years = years_of(context)
    if years is None or not any(region.part != "plan" for region in context.regions):
        return
    for answer in years.answers:
        if answer.status != "silent":
            continue
        start, end = _place(context, answer.commitment.topic)
        yield context.finding(
            RULE, start, end, answer.message, suggestion=f"交代“{answer.commitment.text}”的完成情况，或说明原因",
            severity="warning" if answer.sure and years.due else "info",
        )


def _place(context: CheckContext, topic: str) -> tuple[int, int]:
    for section in context.sections:
        if topic and section.topic == topic and section.part != "plan" and section.title:
            return section.heading.start, section.heading.end
    return document_place(context.document)
