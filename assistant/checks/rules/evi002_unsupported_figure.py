"""文稿里的数字在素材中找不到依据

查什么：
一句话里别的数字都能在素材中对上、唯独这个数字没有来历的，报出来。能由放在一起的素材数字算出的（合计、差额、占比、增幅、年均、倍数、亩均、折算）、上年基数、计划部分的目标不报；整句都与素材无关的不报。素材里各数齐全、算出来却是另一个数的，把算式报出来。素材注明不写入、供参考的数字写进了文稿，素材没有的国家级、省级称号写进了文稿，也报出来。
为什么：
套用旧稿或顺手发挥，最容易添出一个好看却没有出处的数字（达产后产值、服务面积、惠及人数）。
错例：
（素材：引进配套企业5家，总投资4.6亿）引进配套企业5家，总投资4.6亿元，达产后年产值9.2亿元。
正例：
（素材：引进配套企业5家，总投资4.6亿）引进配套企业5家，总投资4.6亿元。
出处：
公文数字须有据可查（实践）；素材是否齐全要由写稿人判断，所以只作疑似。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.evidence import evidence_of, source_of, stretch, told
from assistant.checks.operations import printed
from assistant.checks.rule import NOTES, Rule
from assistant.domain.finding import Finding

RULE = Rule("EVI002", "unsupported-figure", "evidence", "warning", frozenset((NOTES,)))


def check(context: CheckContext) -> Iterator[Finding]:
    """Figures whose sentence the notes cover, but which no note has."""
    evidence = evidence_of(context)
    if evidence is None:
        return
    for said in evidence.unsupported:
        near = next(
            (evidence.notes[fact.note] for other, fact in evidence.supported.items() if other.label.sentence == said.label.sentence), None
        )
        start, end = stretch(context, said)
        working = evidence.miscounted.get(said)
        if working is not None:
            due = printed(working, said.quantity)
            message = f"按素材{working.shown}应为{due}{said.quantity.unit}，文中写作{said.quantity.quote}"
            yield context.finding(RULE, start, end, message, suggestion=f"核对是否应为{due}{said.quantity.unit}")
            continue
        message = f"素材中没有“{context.text[start:end]}”这个数字"
        if near is not None:
            message += f"；同一句其余内容出自{source_of(near)}“{told(near)}”"
        yield context.finding(RULE, start, end, message, suggestion="核对出处；没有依据就删去")
    for held in evidence.withheld:
        note = evidence.notes.get(held.note)
        start = held.start + len(context.text[held.start : held.end]) - len(context.text[held.start : held.end].lstrip(" 　，、；（"))
        message = f"{source_of(note)}注明不写入或仅供参考：“{told(note)}”"
        yield context.finding(RULE, start, held.end, message, suggestion="删去，或问明能否写入")
    for claim in evidence.claims:
        message = f"素材中没有“{context.text[claim.start : claim.end]}”；同一句其余内容出自{source_of(evidence.notes.get(claim.near))}"
        yield context.finding(RULE, claim.start, claim.end, message, suggestion="核对出处；没有依据就删去")
