"""数字张冠李戴

查什么：
文稿给这一项的数字，素材里是同一条中另一项的：两个数字对调，或者把甲项的数写到乙项名下。
为什么：
并列的几个数字（供水、天然气；合作社、家庭农场）誊抄时最容易对调，单个看每个数字都“有依据”。
错例：
（素材：供水管网8.4公里；天然气管网5.6公里）铺设供水管网5.6公里、天然气管网8.4公里。
正例：
（素材：供水管网8.4公里；天然气管网5.6公里）铺设供水管网8.4公里、天然气管网5.6公里。
出处：
数字有无依据，要看指标、时间、单位是否同一，只有数值相同不算（实践）。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.evidence import evidence_of, source_of, stretch, told
from assistant.checks.rule import NOTES, Rule
from assistant.domain.finding import Finding
from assistant.text.likeness import grams

RULE = Rule("EVI004", "misattributed", "evidence", "error", frozenset((NOTES,)))


def check(context: CheckContext) -> Iterator[Finding]:
    """Figures that the same note gives to something else."""
    evidence = evidence_of(context)
    if evidence is None:
        return
    for one in evidence.swapped:
        note = evidence.notes.get(one.fact.note)
        start, end = stretch(context, one.said)
        theirs = _words(one.fact.label.words, one.fact.quantity.indicator)
        message = f"{source_of(note)}中{one.fact.quantity.quote}是“{theirs}”的数"
        if one.own is not None:
            message += f"，“{_words(one.own.label.words, one.own.quantity.indicator)}”为{one.own.quantity.quote}"
        yield context.finding(
            RULE, start, end, f"{message}；文中写作“{context.text[start:end]}”：“{told(note)}”",
            suggestion="核对两项数字是否对调" if one.own is not None else "核对这个数字是哪一项的",
            severity="error" if one.own is not None else "warning",
        )


def _words(words: str, indicator: str) -> str:
    # 同比+ names nothing
    return (words.strip(" ，、；（(：的") if grams(words) else "") or indicator
