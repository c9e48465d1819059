"""错别字

查什么：同音、形近误写（幅射、布署、座落、截止目前），成语和四字格里写错一个字（久久为工）。
为什么：拼音和五笔输入最容易留下同音、形近字；拼写检查软件大多不认得机关用语。
错例：
产城融合示范片区对周边乡镇的幅射带动作用进一步增强。
正例：
产城融合示范片区对周边乡镇的辐射带动作用进一步增强。
出处：《通用规范汉字表》和《现代汉语词典》通行写法（规范）；“截至/截止”等辨析见公文用语通例（惯例）。
词表和来源见 assistant/checks/wordlists/。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.checks.context import CheckContext
from assistant.checks.frames import find_misfits
from assistant.checks.lexicon import read_list
from assistant.checks.rule import Rule
from assistant.checks.sounds import phrases_by_half
from assistant.checks.spelling import Slip, before_its_time, find_slips
from assistant.domain.finding import Finding

RULE = Rule("STY003", "typo", "style", "error")


#: 汐北综合保税区: what a zone or a company is called is nobody's slip
_NAME = re.compile(
    r"([\u4e00-\u9fff]{2,5}?)(?=(?:国家级?|省级?|市级?)?(?:经济|高新|综合|工业|产业|农业|现代|临空|临港|物流|保税|开发|经开|新区|科技|文化|旅游|投资|建设|城市|生态|化工|出口))"
)


def check(context: CheckContext) -> Iterator[Finding]:
    """A finding for each wrong form, with the right one."""
    taken: list[tuple[int, int]] = []
    names = set(_NAME.findall(context.text, *_title(context)))
    for slip in find_slips(context.text, context.document.year):
        sure = slip.severity == "error"
        if not sure and (any(slip.wrong in name for name in names) or _firm(context.text, slip)):
            continue
        yield context.finding(
            RULE,
            slip.start,
            slip.end,
            f"“{slip.wrong}”{'应为' if sure else '疑为'}“{slip.right}”" + (f"（{slip.note}）" if slip.note else ""),
            severity=slip.severity,
            suggestion=f"改为“{slip.right}”",
            fix=slip.right if slip.fixable else None,
        )
        taken.append((slip.start, slip.end))
    for one in sorted(set(find_misfits(context.text)), key=lambda each: (each.start, -each.end)):
        if before_its_time(one.wrong, context.document.year) or any(start < one.end and one.start < end for start, end in taken):
            continue
        taken.append((one.start, one.end))
        yield context.finding(
            RULE, one.start, one.end, f"“{one.wrong}”疑为“{one.right}”", severity="warning", suggestion=f"改为“{one.right}”"
        )


#: what makes a name of the two characters before it, beside the trades in name_ends.txt
_TRADES = ("新材料", "新能源", "集团", "股份", "大桥", "长江大桥", "高铁", "铁路", "城际", "隧道", "水库")


def _firm(text: str, slip: Slip) -> bool:
    """Whether two characters that are no word stand right before a trade or a work, and the word they sound like does not go with it."""
    if len(slip.wrong) != 2 or not text.startswith(_trades(), slip.end):
        return False
    return slip.right + text[slip.end : slip.end + 2] not in phrases_by_half().under(slip.right)


@cache
def _trades() -> tuple[str, ...]:
    """The words that end the short name of a firm."""
    rows = (line.split() for line in read_list("name_ends.txt"))
    return (*_TRADES, *(word for kind, *words in rows if kind == "企业" for word in words))


def _title(context: CheckContext) -> tuple[int, int]:
    """Where the title stands; the first line where none was found."""
    span = context.document.title_span
    return (span.start, span.end) if span.end > span.start else (0, max(context.text.find("\n"), 0))
