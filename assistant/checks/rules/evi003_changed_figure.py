"""文稿里的数字与素材不一致

查什么：
同一事项、同一时间、同一单位，素材是一个数，文稿是另一个数：数字颠倒、抄错一位、单位大小写错、升降方向写反、月产能写成年产能，截至11月底的数写成全年的数。企业、项目名称差一个字的也报。按所印位数四舍五入后相同的、换算单位后相同的不报。
为什么：
手工誊抄几百个数字，总会有几个走样；只看文稿看不出来，拿素材逐项对才看得出来。
错例：
（素材：67家企业获贷23.5亿）帮助67家企业获得贷款25.3亿元。
正例：
（素材：67家企业获贷23.5亿）帮助67家企业获得贷款23.5亿元。
出处：
办文惯例：数字以主管科室报送的为准（实践）。事项是否相同按指标名、同句其他数字和同一条素材判断，名称对得上或数字颠倒的为错误，其余为疑似。
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from assistant.checks.context import CheckContext
from assistant.checks.evidence import Changed, evidence_of, source_of, stretch, told
from assistant.checks.misnamed import misnamed
from assistant.checks.rule import NOTES, Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Note
from assistant.text.agreement import agree

RULE = Rule("EVI003", "changed-figure", "evidence", "error", frozenset((NOTES,)))


def check(context: CheckContext) -> Iterator[Finding]:
    """Figures that the notes give otherwise, and dates of projects."""
    evidence = evidence_of(context)
    if evidence is None:
        return
    for one in evidence.changed:
        note = evidence.notes.get(one.fact.note)
        start, end = stretch(context, one.said)
        yield context.finding(
            RULE, start, end, f"{source_of(note)}为{_fact(one)}，文中写作{_said(one)}：“{told(note)}”",
            suggestion="以素材为准改正，或核对素材", severity="error" if one.sure else "warning",
        )
    for moved in evidence.dates:
        note = evidence.notes.get(moved.note)
        yield context.finding(
            RULE, moved.start, moved.end, f"{source_of(note)}为{moved.name}{moved.told}，文中写作{moved.said}：“{told(note)}”",
            suggestion="核对日期" if moved.sure else "核对项目进度", severity="error" if moved.sure else "warning",
        )
    yield from _names(context, evidence.notes)


def _names(context: CheckContext, notes: Mapping[str, Note]) -> Iterator[Finding]:
    """Names of firms and works that no note writes so, but for one character."""
    ids, starts, at = [], [], 0
    for note in notes.values():
        ids.append(note.id)
        starts.append(at)
        at += len(note.text) + 1
    for one in misnamed(context.text, "\n".join(note.text for note in notes.values()), firms=True):
        note, written = notes[ids[bisect_right(starts, one.at) - 1]], context.text[one.start : one.end]
        yield context.finding(
            RULE, one.start, one.end, f"{source_of(note)}为“{one.usual}”，文中写作“{written}”", suggestion=f"核对是否应为“{one.usual}”",
            severity="warning",
        )


def _turned(one: Changed) -> bool:
    return agree(one.said.quantity, one.fact.quantity) and one.said.quantity.sign != one.fact.quantity.sign


def _said(one: Changed) -> str:
    quantity = one.said.quantity
    if _same_value(one):
        return one.said.label.words.strip(" ，、；（") + quantity.quote
    return f"{quantity.verb}{quantity.quote}" if _turned(one) else quantity.quote


def _same_value(one: Changed) -> bool:
    return not _turned(one) and agree(one.said.quantity, one.fact.quantity)


def _fact(one: Changed) -> str:
    quantity = one.fact.quantity
    if _same_value(one):
        # 月产能2万片, told as 年产能2万片; 截至11月底12.6万件, told as 全年12.6万件
        words = one.fact.label.words.strip(" ，、；（")
        return ("" if quantity.period.label in words else quantity.period.label) + words + quantity.quote
    if _turned(one):
        return f"{'下降' if quantity.sign < 0 else '增长'}{quantity.quote}"
    name = quantity.indicator if len(quantity.indicator) > 1 else ""
    return f"{name}{quantity.quote}"
