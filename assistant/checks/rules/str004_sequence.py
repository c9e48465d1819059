"""“一是、二是、三是”不连续

查什么：段落里“一是…二是…三是…”“一要…二要…”“第一，…第二，…”“①…②…”一类并列项有跳号、重号或缺头，或者“一是、二是”之后接“第三”。
为什么：整段挪动、删并之后序次语最容易断；听的人数着“一是、二是”，断了就知道稿子没校。
错例：
一是扛牢主体责任。……三是规范权力运行。……三是强化警示教育。……
正例：
一是扛牢主体责任。……二是规范权力运行。……三是强化警示教育。……
出处：GB/T 15834—2011 附录B.4 序次语（国家标准）；次序连续为通例（惯例）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.bodies import bodies
from assistant.checks.context import CheckContext
from assistant.checks.items import ItemList, lists_in
from assistant.checks.labels import label_like, to_han
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding

RULE = Rule("STR004", "sequence", "structure", "error")

_END = re.compile(r"[。；：！？，\n]")
#: a first item may go without its number: "首先…二是…", "…方面。二是"
_OTHER_FIRST = re.compile(r"首先|第一|其一|一方面|一抓|一要|1[.、．]|（1）|一、")


def check(context: CheckContext) -> Iterator[Finding]:
    """A finding at each item whose number does not follow."""
    for one in lists_in(context.text, tuple(bodies(context))):
        yield from _faults(context, one)
    yield from _other_words(context)


def _other_words(context: CheckContext) -> Iterator[Finding]:
    """一是…二是…第三，…: the third of a row begins in another way than the two before."""
    text = context.text
    for mark, before, own, second in (("第三", ("一是", "二是"), "三是", "第二"), ("三是", ("第一", "第二"), "第三", "二是")):
        at = text.find(mark)
        while at >= 0:
            start = text.rfind("\n", 0, at) + 1
            opens = text[at - 1 : at] in ("。", "；") and (mark == "三是" or text[at + 2 : at + 3] in ("，", "、"))
            if opens and own not in text[start:at] and second not in text[start:at] and all(_item(text, one, start, at) for one in before):
                end = _END.search(text, at + 3)
                stop = min(end.start() if end else len(text), at + 24)
                said = f"前面是“{before[0]}”“{before[1]}”，此处写作“{mark}”"
                yield context.finding(RULE, at, stop, said, suggestion=f"改为“{own}”", severity="warning")
            at = text.find(mark, at + 2)


def _item(text: str, word: str, start: int, end: int) -> bool:
    """Whether the word opens a clause there."""
    at = text.find(word, start, end)
    return at >= 0 and (at == start or text[at - 1] in "。；：，，）")


def _faults(context: CheckContext, one: ItemList) -> Iterator[Finding]:
    text = context.text
    for position, expected in one.faults:
        item = one.items[position]
        before = one.items[position - 1] if position else None
        if before is None and (len(one.items) < 2 or item.family != "is" or _first_unmarked(text, item.start)):
            continue
        written = text[item.start : item.end]
        should = f"{to_han(expected)}{item.verb}" if item.family == "is" else label_like(written, expected)
        end = _END.search(text, item.end)
        stop = min(end.start() if end else len(text), item.end + 24)
        if before is None:
            message = f"并列项从“{written}”起，前面没有“{should}”"
        elif text[before.start : before.end] == written:
            message = f"“{written}”出现两次，按顺序此处应为“{should}”"
        else:
            message = f"“{text[before.start : before.end]}”之后是“{written}”，按顺序应为“{should}”"
        related = () if before is None else (context.related(before.start, before.end, "上一项"),)
        yield context.finding(RULE, item.start, stop, message, related=related, suggestion=f"改为“{should}”，或补上缺的一项")


def _first_unmarked(text: str, start: int) -> bool:
    """Whether the stretch before a list that begins at 二是 says its first item in another way."""
    paragraph = text.rfind("\n", 0, start) + 1
    return paragraph == start or bool(_OTHER_FIRST.search(text, max(paragraph, start - 400), start))
