"""What is missing in the notes, with the question to ask back: figures lost before their unit, masked ones, ones still to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.domain.quantity import Gap, Note, Quantity
from assistant.notes.instructions import remarks

_TO_CONFIRM = re.compile(r"待.{0,6}(?:核|定|补|确认|提供|报)|没核|未核|核实|不确定|记不清|暂估")
#: 入驻率  %: a unit with nothing but a gap or marks in front
_HOLE = re.compile(
    r"(?P<name>[\u4e00-\u9fffA-Za-z]{2,14})(?P<hole>[ \u3000]+|[ \u3000]*(?:[_＿]{2,}|[*＊×]{1,4}|[xX]{2,4}|[?？]{1,3})[ \u3000]*)"
    r"(?P<unit>%|％|(?:万亿|亿|万)(?:元|美元|平方米|吨|人)?|元|家|个|项|户|人次|亩|公里|平方米)(?=[（(，,；;。、]|\s|$)"
)
#: a line that only says whose figure is still to come: 到位资金数待财政核
_TO_COME = re.compile(
    r"(?P<name>[\u4e00-\u9fffA-Za-z]{2,14}?)(?:的?数(?:据|字)?)?待[^，。；]{0,6}(?:核|定|补|报|提供|统计)(?:实|对|准)?(?=[，。；）\s]|$)"
)
_QUOTED = 40


def find_gaps(notes: Sequence[Note]) -> list[Gap]:
    """The gaps of all notes in order, one a figure."""
    return [gap for note in notes if not note.instruction for gap in _gaps(note)]


def _gaps(note: Note) -> Iterator[Gap]:
    lost = [one for one in note.quantities if (one.masked or one.missing or one.value is None) and not one.threshold]
    for one in lost:
        yield Gap(note.id, _question(note, one), one.start, one.end)
    for match in _HOLE.finditer(note.text):
        if not any(one.start < match.end() and match.start("hole") < one.end for one in note.quantities):
            lost.append(Quantity(match.start("hole"), match.end(), match.group()))
            question = f"素材缺少数字：{match['name']}只写了单位（{match['unit']}），实际是多少？原文“{_short(note.text)}”"
            yield Gap(note.id, question, match.start("hole"), match.end())
    if not note.quantities:
        for match in _TO_COME.finditer(note.text):
            yield Gap(note.id, f"素材缺少数字：{match['name']}尚待核报，实际是多少？原文“{_short(note.text)}”", match.start(), match.end())
        return
    for remark in remarks(note.text):
        if lost or not _TO_CONFIRM.search(remark.text):
            continue
        yield Gap(note.id, f"素材“{_short(note.text)}”注明“{remark.text}”：请核定后再写入", remark.start, remark.end)


def _question(note: Note, one: Quantity) -> str:
    name = one.indicator or note.text[: one.start].strip("，；：、 （）()")[-12:] or "此处"
    unit = one.unit or re.sub(r"[\s*＊xX×○_—-]", "", one.quote)
    what = "只写了单位" if one.missing or not re.search(r"[*＊xX×○?？_]", one.quote) else "数字被遮去"
    who = f"，请{note.department}补报" if note.department else ""
    return f"素材缺少数字：{name}{what}（{unit}），实际是多少{who}？原文“{_short(note.text)}”"


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"
