"""素材中的内容没有写进文稿

查什么：
对照素材，逐条找文稿里没有下落的数字和事项：整条没写的报整条，写了一半的报漏掉的数字。计划部分的素材、给写稿人的提示、上年基数和目标值不报。
为什么：
各科室报来的数字是全年工作的凭据，汇总时容易丢条。漏写的内容在文稿里没有位置，只能拿素材去对。
错例：
（素材：走访企业860家次；引进博士23人）全年走访企业860家次。
正例：
（素材：走访企业860家次；引进博士23人）全年走访企业860家次，引进博士23人。
出处：
办文惯例：素材的数字要么写入，要么说明不用（实践）。同一数字换了单位、合并表述、由别的数字算出来的，都算已经写入。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.evidence import Evidence, Said, evidence_of, source_of, told
from assistant.checks.rule import NOTES, Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Note

#: 某某食品：总投资3.2亿，已签约
_HEAD = re.compile(r"[\u4e00-\u9fff]{4,16}(?=[：，（])")

RULE = Rule("EVI001", "missing-fact", "evidence", "warning", frozenset((NOTES,)))


def check(context: CheckContext) -> Iterator[Finding]:
    """One finding a note that is not, or not wholly, in the draft; where its neighbours stand, else at the section of its topic."""
    evidence = evidence_of(context)
    if evidence is None:
        return
    by_note: dict[str, list[Said]] = defaultdict(list)
    for fact in evidence.missing:
        by_note[fact.note].append(fact)
    for note, facts in by_note.items():
        known = evidence.notes[note]
        start, end = _place(context, evidence, known)
        quotes = "、".join(dict.fromkeys(_named(known, fact) for fact in facts))
        whole = len(facts) == sum(fact.note == note for fact in evidence.facts) and not _told_in_words(context, known)
        said = "没有写入文稿" if whole else f"中的{quotes}没有写入文稿"
        heading = _heading(context, known) if whole else None
        yield context.finding(
            RULE, start, end, f"{source_of(known)}“{told(known, 60)}”{said}", suggestion=f"补写：{quotes}，或确认不用",
            related=[context.related(*heading, "同题的一节")] if heading is not None and heading != (start, end) else (),
        )
    for known in evidence.untold:
        start, end = _place(context, evidence, known)
        yield context.finding(RULE, start, end, f"{source_of(known)}“{told(known, 60)}”没有写入文稿", suggestion="补写，或确认不用")


def _told_in_words(context: CheckContext, note: Note) -> bool:
    """Whether the draft names the work that a note opens with, so that only its figures are left out."""
    head = _HEAD.match(note.text)
    return head is not None and head[0] in context.text


def _named(note: Note, fact: Said) -> str:
    label = fact.label
    return note.text[label.start : max(label.end, label.quantity.end)].strip(" ，；、（）()。：→") or fact.quantity.quote


def _neighbour(evidence: Evidence, note: Note) -> str:
    """The note before, where the same department told it under the same topic: the draft has them in one place; else ""."""
    ids = list(evidence.notes)
    before = evidence.notes[ids[at - 1]] if (at := ids.index(note.id)) else None
    one = before is not None and before.topic == note.topic and before.department == note.department and before.part == note.part
    return before.id if before is not None and one else ""


def _heading(context: CheckContext, note: Note) -> tuple[int, int] | None:
    """The heading of the section of the note's topic, outside of the plan."""
    for section in context.sections:
        if section.part != "plan" and section.topic == note.topic and section.title:
            return section.heading.start, section.heading.end
    return None


def _place(context: CheckContext, evidence: Evidence, note: Note) -> tuple[int, int]:
    """The last figure of the same note that the draft has, else of its neighbour, else the heading of its topic, else the title."""
    for known in (note.id, _neighbour(evidence, note)):
        there = [said for said, fact in evidence.supported.items() if fact.note == known and not said.plan]
        if there:
            last = max(there, key=lambda said: said.quantity.start)
            return last.quantity.start, last.quantity.end
    heading = _heading(context, note)
    if heading is not None:
        return heading
    title = context.document.title_span
    if title.end > title.start:
        return title.start, title.end
    first = context.sentences[0] if context.sentences else None
    return (first.start, first.end) if first is not None else (0, min(1, len(context.text)))
