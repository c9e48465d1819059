"""Units that break off: 12.4亿 without 元, 12万平方 without 米, a rate without %, 8.2%百分点. Found by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.scan import bigrams

_STOP = r"(?=[，。；）\n]|、(?!\d))"
_MARKS = "，。；、）"
#: a money figure: what it is of stands right before it
_MONEY = re.compile(
    r"(?:税收(?:收入)?|投资额?|总?产值|营?收入|贷款(?:余额)?|资金|营收|利润|增加值|补贴|奖补|融资|授信|出口额?|进出口(?:总[额值])?|消费额)"
    r"(?:共|约|达到?|为|突破|超过?|累计|完成|实现|共计|合计|近)*(?P<said>\d[\d.]*[万亿])" + _STOP
)
_AREA = re.compile(r"(?:平方|立方)" + _STOP)
_BEFORE_AREA = re.compile(r"\d[\d.]*(?:[百千万亿]?|[微毫]克(?:每|/))\Z")
#: rates that are told in percent; 容积率, 汇率 and the like are not
_STEMS = (
    "完成 合格 办结 满意 覆盖 达标 开工 投产 投用 利用 入驻 入住 优良 整改 就业 签约 履约 到位 转化 化解"
    " 占有 增长 贡献 负债 不良 出租 产销 入库 落地 处置 收集 绿化"
)
_RATES = frozenset(_STEMS.split())
_RATE = re.compile(r"(?:率|占比|比重)(?:达到?|为|(?:提高|提升|上升|下降|降低)[到至]|降[到至]|升至)(?P<said>\d{2,3}(?:\.\d+)?)" + _STOP)
_POINTS = re.compile(r"(?P<said>\d[\d.]*[%％]个?百分点)")


def find_bare(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, what is lacking or too much) of each figure whose unit breaks off."""
    pairs = bigrams(text)
    if not pairs.isdisjoint([one + mark for one in "万亿" for mark in _MARKS]):
        yield from ((*match.span("said"), "元") for match in _MONEY.finditer(text))
    if "平方" in pairs or "立方" in pairs:
        for match in _AREA.finditer(text):
            before = _BEFORE_AREA.search(text, max(0, match.start() - 12), match.start())
            if before is not None:
                yield before.start(), match.end(), "米"
    if not pairs.isdisjoint([digit + mark for digit in "0123456789" for mark in _MARKS]):
        for match in _RATE.finditer(text):
            if match.group()[0] != "率" or text[match.start() - 2 : match.start()] in _RATES:
                yield *match.span("said"), "%"
    if "%百" in pairs or "%个" in pairs or "％百" in pairs or "％个" in pairs:
        yield from ((*match.span(), "") for match in _POINTS.finditer(text))
