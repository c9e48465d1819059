"""整段照抄往年材料

查什么：（需要资料库）与库中报告连续32字以上相同的段落；固定提法和称谓不算。
为什么：写法可以借，整段照抄会把去年的事实一起带进来，也会被看出是“翻版”。
错例：
整段与2022年总结“营商环境”部分一字不差。
正例：
借用结构和句式，事实和数字用今年的。
出处：写作惯例（惯例），只作建议；数字照抄另见 CON 类规则。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.copied import matches
from assistant.checks.phrasebook import is_stock
from assistant.checks.rule import LIBRARY, Rule
from assistant.domain.finding import Finding

RULE = Rule("STY013", "copied", "style", "info", frozenset({LIBRARY}))


def check(context: CheckContext) -> Iterator[Finding]:
    """Passages that the library holds word for word."""
    for span in context.paragraphs:
        for start, end, name in matches(context.text[span.start : span.end], context.fingerprints, span.start):
            if is_stock(context.text[start:end]):
                continue
            yield context.finding(
                RULE, start, end, f"与“{name}”连续{end - start}字相同", suggestion="改写；核对其中的数字、名称是不是今年的"
            )
