"""What a draft says against the will or beyond the knowledge of the notes: figures they withhold, honours that none of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.checks.evidence import Said
from assistant.checks.matching import NEAR, Matching
from assistant.checks.standing import withheld
from assistant.domain.quantity import Note
from assistant.notes.identity import same_period
from assistant.notes.instructions import withholds
from assistant.text.agreement import comparable, exactly
from assistant.text.likeness import grams

_HONOUR = re.compile(
    r"(?:获评|获批(?:建设|创建|设立|为)?|获认定为|入选|荣获|被(?:评为|评定为|认定为|授予|列为|确定为)|成功创建)"
    r"(?P<name>(?:第[一二三四五六七八九十]+批)?(?:国家|全国|省|全省)[\u4e00-\u9fffA-Za-z“”、（）]{4,24}?)(?=[，。；：]|$)"
)
#: the work that a note asks to keep out of the report: 某铝型材项目尚在洽谈，不写入
_WORK = re.compile(
    r"(?:^|[，。；：:、])(?:另有?|还有|其中|有一?个?|某|一个|\d个|（?\d+[）.、])*"
    r"(?P<core>[\u4e00-\u9fffA-Za-z\d]{5,24}?)(?:等)?(?:项目|基地|产业园|生产线|工程|总部)(?!组|办|部|科|数|资金|情况|进度)"
)
_COMMON_WORK = re.compile(r"^(?:省|市|区|县|重点|亿元|以上|在谈|储备|外资|内资|工业|涉密|招商|签约|投资|新|产业|[\d.]+亿?)+$")
#: how much of an honour's name a note, or last year's report, holds that knows of it
_KNOWN = 0.4


_CLAUSE_END = re.compile(r"[，。；\n]")


@dataclass(frozen=True, slots=True)
class Withheld:
    """Figures of one sentence, or a work, that stand only where a note asks to leave them out. start, end: in the draft."""

    note: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """An honour that no note has. start, end: in the draft, the verb included; near: a note that the sentence tells."""

    start: int
    end: int
    near: str


def told_though_withheld(matching: Matching) -> Iterator[Withheld]:
    """The figures of the draft that only a withheld stretch of a note supports, and the works that only such a one names."""
    spans = {note.id: found for note in matching.ledger.notes if (found := _kept_out(note))}
    if not spans:
        return
    places: dict[tuple[str, tuple[int, int]], list[Said]] = {}
    for said, fact in matching.matched.items():
        if _is_in(fact, spans.get(fact.note, ())) and _is_one(matching, said, fact):
            free = (one for one in matching.facts if not _is_in(one, spans.get(one.note, ())))
            if not any(comparable(said.quantity, one.quantity) and exactly(said.quantity, one.quantity) for one in free):
                places.setdefault((fact.note, said.label.sentence), []).append(said)
    for (note, _), figures in places.items():
        if any(one.rarity >= 1 for one in figures):
            start = min(one.label.start for one in figures)
            yield Withheld(note, start, max(one.quantity.end for one in figures))
    yield from _works(matching, spans)


def _kept_out(note: Note) -> Sequence[tuple[int, int]]:
    """The stretches of a note that it asks to leave out; all of it where it asks so of itself."""
    return withheld(note.text) or ([(0, len(note.text))] if withholds(note.text) else [])


def _works(matching: Matching, spans: Mapping[str, Sequence[tuple[int, int]]]) -> Iterator[Withheld]:
    """The works that only a withheld stretch names and the draft names, too."""
    for note, found in spans.items():
        text = matching.notes[note].text
        for start, end in found:
            match = _WORK.search(text, start, end)
            core = match["core"] if match else ""
            at = matching.text.find(core) if core and not _COMMON_WORK.match(core) else -1
            if at < 0 or any(core in one.text for one in matching.ledger.notes if one.id not in spans):
                continue
            stop = _CLAUSE_END.search(matching.text, at)
            yield Withheld(note, at, stop.start() if stop else len(matching.text))


def _is_in(fact: Said, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= fact.quantity.start < end for start, end in spans)


def _is_one(matching: Matching, said: Said, fact: Said) -> bool:
    """Whether both tell the same indicator, period and value."""
    if said.plan != fact.plan or not exactly(said.quantity, fact.quantity) or said.quantity.change != fact.quantity.change:
        return False
    return same_period(said.quantity.period, fact.quantity.period) and matching.name(said, fact) >= NEAR


def claims(matching: Matching, before: str) -> Iterator[Claim]:
    """Honours in sentences that the notes tell otherwise, which neither a note nor `before`, last year's report, has."""
    for match in _HONOUR.finditer(matching.text):
        if any(start <= match.start() < end for start, end in matching.plans):
            continue
        near = next(
            (fact.note for said, fact in matching.matched.items() if said.label.sentence[0] <= match.start() < said.label.sentence[1]), "",
        )
        name = grams(match["name"])
        texts = [note.text for note in matching.ledger.notes]
        if near and not any(_holds(matching, name, text) for text in (*texts, *before.split("\n"))):
            yield Claim(match.start(), match.end(), near)


def _holds(matching: Matching, name: frozenset[str], text: str) -> bool:
    return matching.weights.share(name, grams(text)) >= _KNOWN
