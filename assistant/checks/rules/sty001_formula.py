"""固定提法写错

查什么：固定提法的用字、次序、搭配（“五位一体”总体布局写成战略布局，“四个自信”前用“增强”，不敢腐、不想腐、不能腐的次序），并列内容缺错，长提法差一个字。
为什么：提法是定好的，多一字少一字、次序颠倒都是差错。
错例：
推动“五位一体”战略布局、“四个全面”总体布局落地见效。
正例：
推动“五位一体”总体布局、“四个全面”战略布局落地见效。
出处：党和国家正式文件的表述（规范），见 assistant/reference/formulas.yaml 各条来源；只有惯用搭配的作疑似处理（惯例）。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.formulae import find_deviations
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding

RULE = Rule("STY001", "formula", "style", "error")


def check(context: CheckContext) -> Iterator[Finding]:
    """A finding for each departure from a formula."""
    for one in find_deviations(context.text):
        right = _inner(one.right)
        yield context.finding(
            RULE,
            one.start,
            one.end,
            f"“{_inner(one.written)}”与{one.why}不符，应为“{right}”",
            severity=one.severity,
            suggestion=f"改为“{right}”",
        )


def _inner(words: str) -> str:
    """The words as they stand inside quotation marks: the pair right round them goes, those inside become single ones."""
    whole = words.startswith("“") and words.find("”") == len(words) - 1
    return (words[1:-1] if whole else words).replace("“", "‘").replace("”", "’")
