"""Figures that a page shows as *, xx, __ or not at all. Says where they stand; what a number is, is read in text/."""

from __future__ import annotations

import re

from assistant.domain.document import Span

_UNIT = (
    r"(?:个百分点|[%％‰]|[万亿]?(?:元|美元|平方米|平方公里|吨|千瓦时?|千瓦|标箱|公里|亩|公顷|人次|人|户|家|件|台|套|吨|立方米)"
    r"|[万亿](?=[，。、；,;（(]|$)"
         r"|家|户|人次|人|名|次|亩|公里|公顷|批|幢|栋|条|宗|篇|场|起|倍|位|片|座|所|辆|部|件|期|天|月|日|周|年度?|处|万|亿"
         r"|个(?!性)|项(?!目)|种|类|平方米|余(?:家|人|户|万|亿|名|次|件|条)|多(?:家|人|户|万|亿|名|次|件|条|个))")
_SIGN = r"(?:(?<![*＊])[*＊]{1,12}(?![*＊])|[xX×]{1,4}|_{2,}|＿{1,}|[○〇]{2,}|某(?=[亿万]?元))"
_MASKED = re.compile(
    rf"(?:\d[\d.]*)?{_SIGN}(?:\s?[-—–~～.]\s?(?:{_SIGN}|\d[\d.]*))*(?:\d[\d.]*)?(?=\s?{_UNIT})|20[xX*×]{{2}}(?=\s?年)"
    rf"|(?<!\d)\d+\.(?=(?:[万亿]?元|亩|[%％]))")
_DROPPED = re.compile(
    r"(?:收入|投资|产值|增长|完成|达到|下降|提高|增速|占比|总额|税收|资金|利润|同比|出口|进口|增幅|交易|零售)额?(?:达|为|约|近"
    r"|超)? ?-?(亿美元|万美元|亿元|万元|[%％]|个百分点)(?!以上|级|以下|的?项目|企业|俱乐部|产业|园区|税收|产出|GDP|产值)")
_SIGNS = re.compile(r"[*＊×_＿]|[xX]|[○〇]{2}|某[亿万]?元|\d\.(?:[万亿]?元|亩|[%％])")


_UNIT_FIRST = re.compile(_UNIT)


def hides_figure(after: str) -> bool:
    """Whether stars before this text would hide a figure: it begins with a unit."""
    return _UNIT_FIRST.match(after) is not None


def find_masked(text: str) -> tuple[Span, ...]:
    """Where a figure was hidden, in order: the mask itself with what is left of the digits, or the unit whose number is gone.

    A mask that hides a name ("**公司", "XX市") is no figure and is not in the list.
    """
    spans = [Span(match.start(1), match.end(1)) for match in _DROPPED.finditer(text)]
    if _SIGNS.search(text):
        spans += [Span(match.start(), match.end()) for match in _MASKED.finditer(text)]
    return tuple(sorted(set(spans)))
