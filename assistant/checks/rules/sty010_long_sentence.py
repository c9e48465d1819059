"""句子太长

查什么：一逗到底、中间没有分号也没有句号的长句（140字以上），或者总长超过260字的句子。
为什么：领导念稿、代表审议都靠断句；一句话里事情太多，数字和主语容易对不上。
错例：
对列入年度计划的34个项目逐一明确……，坚持……，对进度滞后的……，与……建立……，累计协调……，平均为……，推动项目早开工、早竣工、早达效。
正例：
在“服务专员”“挂牌督办”之后分别断为三句。
出处：公文写作惯例（惯例），只作建议；真实报告中99%的句子在260字以内。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding

RULE = Rule("STY010", "long-sentence", "style", "info")

_COMMAS_ONLY, _ANY = 140, 260


def check(context: CheckContext) -> Iterator[Finding]:
    """Sentences that nobody reads in one breath."""
    text = context.text
    for span in context.sentences:
        length = span.end - span.start
        if length < _COMMAS_ONLY:
            continue
        semicolons = text.count("；", span.start, span.end) + text.count(";", span.start, span.end)
        commas = text.count("，", span.start, span.end) + text.count(",", span.start, span.end)
        if length >= _ANY or (not semicolons and commas >= 4):
            yield context.finding(
                RULE, span.start, span.end, f"一句{length}字" + ("，一逗到底" if not semicolons else ""), suggestion="按意思断成几句"
            )
