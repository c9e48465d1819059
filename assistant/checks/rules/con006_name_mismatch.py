"""项目名称与上年报告差一个字

查什么：
同一个项目（企业简称连着产品或工程，至少五个字相同），上年报告里是一个字，今年全文这一处是另一个字，而上年报告从未这样写过的，报出来。
为什么：
项目名称年年沿用，音近形近的字最容易打错；前后两年对不上，读者不知是一个项目还是两个。
错例：
（上年报告：泽川新材聚酰胺项目12月签约）泽州新材聚酰胺项目8月开工。
正例：
（上年报告：泽川新材聚酰胺项目12月签约）泽川新材聚酰胺项目8月开工。
出处：
公文写作惯例（惯例）：同一名称前后一致。方位、数字、大小不同的当作两个；同一句里两个名称都有的当作两家。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.misnamed import misnamed
from assistant.checks.rule import PREVIOUS, Rule
from assistant.domain.finding import Finding

RULE = Rule("CON006", "name-mismatch", "continuity", "warning", frozenset((PREVIOUS,)))


def check(context: CheckContext) -> Iterator[Finding]:
    """Names of works with another character than in last year's report."""
    if context.before is None:
        return
    text = context.text
    notes = [note.text for note in context.notes.notes] if context.notes is not None else []
    for one in misnamed(text, context.before.text, firms=False):
        written = text[one.start : one.end]
        if any(written in note for note in notes):
            continue
        yield context.finding(
            RULE, one.start, one.end, f"上年报告为“{one.usual}”，今年写作“{written}”", suggestion=f"核对是否应为“{one.usual}”",
        )
