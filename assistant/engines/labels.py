"""What the words around a figure call it, for telling figures apart that the reader gives one name. No figure is read here."""

from __future__ import annotations

import re

from assistant.domain.quantity import Quantity

_BOUND = re.compile(r"[，。；：（）、\n]|\d(?![年月])")
_LABEL_FILLER = re.compile(r"完成|实现|达到?|为|是|有|共|计|约|近|到|在|了|的|中|其中|全年|预计|分别|合计")
_LEFT_UNIT = re.compile(
    r"^(?:%|亿|万|千)?(?:美?元|平方米|家|户|个百分点|个|项|件|人次|人|名|次|场|亩|公里|台|套|处|批|宗|期|座|天|吨|位|倍|千瓦时)?(?:以上|左右|以内)?"
)


def label_of(text: str, start: int, end: int) -> frozenset[str]:
    """What the words right around a figure call it, as a set of characters and pairs; empty words and digits left out.

    The words before it count, back to a mark or the figure before; where they say nothing, those before that, too.
    """
    found = _words_before(text, start)
    if not found:
        at = max((match.start() for match in re.finditer(r"[，、（：]", text[:start])), default=-1)
        # 省2个7.5亿元: the figure before it took the name; 芨岩新材，计10亿元: the name stands before the mark
        shared = _tokens(re.sub(r"[\d.]+", "＿", text[at + 1 : start])) if start - at <= 12 else frozenset()
        found = shared or (_words_before(text, at) if at >= 0 and start - at <= 4 else frozenset())
    after = re.match(r"[\u4e00-\u9fff]{0,6}(?:(?<=[省市县区])、[\u4e00-\u9fff]{0,6})?", text[end:])
    return found | _tokens(after[0] if after else "")


def label_of_figure(quantity: Quantity, text: str, offset: int = 0) -> frozenset[str]:
    """The label of a figure of a text that begins at `offset`: in a joint list (A、B分别为1、2) only its name says which it is."""
    if quantity.joint >= 0 and quantity.indicator:
        return _tokens(quantity.indicator)
    return label_of(text, quantity.start - offset, quantity.end - offset)


def _words_before(text: str, start: int) -> frozenset[str]:
    cut = max((match.end() for match in _BOUND.finditer(text, max(0, start - 20), start)), default=max(0, start - 20))
    words = text[cut:start]
    if cut and text[cut - 1].isdigit():
        words = _LEFT_UNIT.sub("", words)
    return _tokens(words)


def _tokens(words: str) -> frozenset[str]:
    bare = _LABEL_FILLER.sub("＿", words.replace("其余", "剩余"))
    han = re.findall(r"[\u4e00-\u9fffA-Za-z]+|\d+", bare)
    return frozenset(piece for run in han for piece in (*run, *(run[i : i + 2] for i in range(len(run) - 1))) if not piece.isspace())


_CHANGE_TOKENS = _tokens("同比增长") | _tokens("比上年同期下降") | _tokens("较去年提高减少增加占上升回落年")


#: 提高0.014 and 增加0.014 are the same thing said in two ways
_VERBS = frozenset().union(*(_tokens(word) for word in ("提高", "减少", "增加", "增长", "下降", "上升", "回落", "净增", "新增")))


def keeps_label(label: frozenset[str], own: frozenset[str]) -> bool:
    """Whether most of what the known figure is called stands around the figure, words that any change takes left out."""
    telling = own - _CHANGE_TOKENS
    return bool(telling) and len(label & telling) * 2 >= len(telling)


def is_swapped(label: frozenset[str], own: frozenset[str], rival: frozenset[str]) -> bool:
    """Whether a figure's label speaks for the rival figure and not for its own, by the words in which the two differ."""
    if own <= _VERBS and rival <= _VERBS:
        return False
    only_own, only_rival = own - rival, rival - own
    if not only_rival or not label:
        return False
    return not label & only_own and len(label & only_rival) * 2 >= len(only_rival) and bool(only_own or label >= rival)
