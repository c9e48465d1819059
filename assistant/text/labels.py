"""The words that stand with a figure: what lies between its neighbours before it and the noun behind it. No comparing here."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.quantity import Quantity

_STOP = re.compile(r"[，,；;。！？：:\n、（）()]")
_SENTENCE = re.compile(r"[。！？；;\n]")
_NUMBER = r"(\d+(?:\.\d+)?|[百千十]|)"
_BAR = re.compile(rf"{_NUMBER}(亿|千万|百万|万)元?(?:及)?(?:以上|级)|超{_NUMBER}(亿|千万|万)元?(?=[的企项]|以上)")
#: what ties a figure to the one before it and names nothing: 目标43亿元的105.3%
_PARTICLES = re.compile(r"^[的为达约仅是共至到]+$")
_CLASS = re.compile(r"(\d+)(?:亿元?)? ?[-—~～至] ?(\d+)亿")
_GAP = re.compile(r"元?(?:以上|的)*(?:产业)?(?:项目|企业)?")
#: a bar with its class in front of the count: 产值超10亿元的企业只有4家, 5000万元以上不足亿元的3个, 不足5000万元的5个
_BAR_GAP = re.compile(
    r"元?(?:及?以[上下]|以内)?(?:、?(?:但)?(?:不足|不到|低于)\d*(?:\.\d+)?[亿千百万]+元?(?:以下)?)?的?"
    r"(?:[\u4e00-\u9fff]{0,4}(?:项目|企业))?(?:已|只有|仅有|仅|有|达到|达|增加到|增至|共|为|突破|超过)*"
)
_BAR_BEFORE = re.compile(r"(?:超过?|突破|不足|不到|低于|高于|达到?)$")
_AFTER = re.compile(r"(?:以上|以下|以内|左右|余)*(?:的)?([\u4e00-\u9fffA-Za-z“”]{0,12})")


@dataclass(frozen=True, slots=True)
class Label:
    """A figure with its words. words: in its own stretch; lead: what the clause or sentence said before; bars: 亿元以上 …

    start, end: the stretch in the text, from the end of the figure before to the end of the noun behind. is_class: whether the figure
    only names the class of the count behind it (1-5亿9个), so that it is no amount.
    """

    quantity: Quantity
    words: str
    lead: str
    bars: frozenset[str]
    start: int
    end: int
    sentence: tuple[int, int]
    is_class: bool = False


def labels(text: str, quantities: Sequence[Quantity]) -> list[Label]:
    """The label of every figure that is no bar of a class name, in order; offsets in `text`."""
    figures = [one for one in quantities if not one.threshold]
    ends = [match.start() for match in _SENTENCE.finditer(text)] if figures else []
    result = []
    for position, one in enumerate(figures):
        before = figures[position - 1].end if position else 0
        after = figures[position + 1].start if position + 1 < len(figures) else len(text)
        left = _left(text, before, one.start)
        if position and _is_class(figures[position - 1], one, text):
            # 1-5亿9个, 1亿元至5亿元项目9个: what reads as money before a count names a class
            left = min(left, _left(text, figures[position - 2].end if position > 1 else 0, figures[position - 1].start))
        right = _right(text, one.end, after)
        at = bisect_left(ends, one.start)
        sentence = ((ends[at - 1] + 1) if at else 0, ends[at] if at < len(ends) else len(text))
        lead = text[max(sentence[0], left - 60) : left]
        words = _PARTICLES.sub("", text[left : one.start]) + " " + text[one.end : right]
        named = position + 1 < len(figures) and _is_class(one, figures[position + 1], text)
        result.append(Label(one, words, lead, bars(words), left, right, sentence, named))
    return result


def bars(words: str) -> frozenset[str]:
    """The bars of class names in these words: 10亿元以上 → 10亿."""
    if "亿" not in words and "万" not in words:
        return frozenset()
    found = {(match[1] or match[3] or "1") + (match[2] or match[4]) for match in _BAR.finditer(words)}
    ranges = {f"{match[1]}-{match[2]}亿" for match in _CLASS.finditer(words)}
    return frozenset(ranges or found)


def _is_class(before: Quantity, one: Quantity, text: str) -> bool:
    if before.dimension not in ("元", "") or one.unit not in ("个", "家", "户"):
        return False
    if "亿" in before.unit and _GAP.fullmatch(text, before.end, one.start):
        return True
    if "万" not in before.unit and "亿" not in before.unit:
        return False
    gap = text[before.end : one.start]
    barred = "以上" in gap or "以下" in gap or "以内" in gap or bool(_BAR_BEFORE.search(text, max(0, before.start - 3), before.start))
    return barred and len(gap) <= 24 and bool(_BAR_GAP.fullmatch(gap))


def _left(text: str, before: int, start: int) -> int:
    """Where the words before a figure begin: behind the last figure and the last pause."""
    at = max(before, start - 40)
    for match in _STOP.finditer(text, at, start):
        # 在孵企业（含毕业企业）87家: what stands before a bracket still names
        if text[match.start()] not in "（(" or match.end() == start:
            at = match.end()
    return at


def _right(text: str, end: int, after: int) -> int:
    match = _AFTER.match(text, end, min(after, end + 20))
    return match.end() if match else end
