"""素材自相矛盾，文稿取了其中一个

查什么：
同一指标、同一时间，两个科室报了不同的数（或素材内部的合计、增幅、占比算不拢），文稿用了其中一个，又没有用【待核】标明的，在用到的地方提示。
为什么：
矛盾的数字不能由写稿人悄悄选一个：要么回问主管科室，要么并列待核。
错例：
（素材：招商局报新签约46个，经发局报新签约43个）全年新签约项目46个。
正例：
（素材：招商局报新签约46个，经发局报新签约46个）全年新签约项目46个。
出处：
办文惯例：口径不一的数字先核后用（实践）。换算后相同的（9.87亿度与98700万千瓦时）、时间不同的（1—10月与11月底）不算矛盾。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.checks.context import CheckContext
from assistant.checks.evidence import Said, evidence_of
from assistant.checks.rule import NOTES, Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Conflict

#: 新认定13家（含重新认定5家） may be told as it is, but not as 新增13家
_AS_NEW = re.compile(r"新增|净增")

RULE = Rule("EVI005", "contradictory-notes", "evidence", "warning", frozenset((NOTES,)))


def check(context: CheckContext) -> Iterator[Finding]:
    """Figures of the draft that stand on a contradiction of the notes."""
    evidence = evidence_of(context)
    if evidence is None or context.notes is None:
        return
    by_place = {(fact.note, fact.quantity.start): said for said, fact in evidence.supported.items()}
    for conflict in context.notes.conflicts:
        if conflict.kind == "values" and len({said.quantity.base for said in _told(conflict, by_place)}) > 1:
            # the draft tells both values of two things: what the notes name alike is not one
            continue
        for fact in conflict.facts:
            said = by_place.get((fact.note, fact.quantity.start))
            if said is None:
                continue
            around = context.text[said.label.sentence[0] : said.label.sentence[1] + 1]
            if "待核" in around or (conflict.kind == "definition" and not _AS_NEW.search(said.label.words)):
                break
            start, end = said.quantity.start, said.quantity.end
            yield context.finding(RULE, start, end, f"素材自相矛盾：{conflict.reason}", suggestion="核实后再定，或写成【待核：…】")
            break


def _told(conflict: Conflict, by_place: Mapping[tuple[str, int], Said]) -> list[Said]:
    """The figures of the draft that stand on the readings of a contradiction."""
    found = (by_place.get((fact.note, fact.quantity.start)) for fact in conflict.facts)
    return [said for said in found if said is not None]
