"""引号、书名号、括号不成对

查什么：一段之内“ ”、‘ ’、《 》、（ ）、〔 〕、【 】只有一半，或者同一种引号套在自己里面。
为什么：少半边，读者分不清名称到哪里为止；改稿时删了半句最容易留下。
错例：
深化“一网通办”“一次办好改革，……
正例：
深化“一网通办”“一次办好”改革，……
出处：GB/T 15834—2011 第4.8、4.9、4.15条（国家标准）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.document import Span
from assistant.domain.finding import Finding

RULE = Rule("STY006", "pairing", "style", "error")

_CLOSES = {"”": "“", "’": "‘", "》": "《", "）": "（", ")": "（", "〕": "〔", "】": "【", "〉": "〈"}
_OPENS = {"“": "“", "‘": "‘", "《": "《", "（": "（", "(": "（", "〔": "〔", "【": "【", "〈": "〈"}
_CLOSER = {"“": "”", "‘": "’", "《": "》", "（": "）", "〔": "〕", "【": "】", "〈": "〉"}
_NAMES = {"“": "引号", "‘": "单引号", "《": "书名号", "（": "括号", "〔": "六角括号", "【": "方头括号", "〈": "单书名号"}
_MARK = re.compile("[" + re.escape("".join([*_CLOSES, *_OPENS])) + "]")
#: "1）" and "A)" open an item and have no left half; so does an English apostrophe
_LABEL = re.compile(r"(?:^|[\n。；;：:，,、 \u3000])(?:\d{1,2}|[A-Za-z]|[一二三四五六七八九十]{1,2})$")
_WORD_END = re.compile(r"[，。；：！？、\n]")
_CLAUSE_END = re.compile(r"[，。；：！？\n]")
_LONG_QUOTE = 400
#: a line of this length that ends in no mark was cut by hand or by another program
_LINE, _CUT = 25, 2
_CLOSED = "。；：！？.;:!?"


def check(context: CheckContext) -> Iterator[Finding]:
    """One finding for each half that has no other half in its paragraph."""
    text = context.text
    for place in _whole(context):
        yield from _paragraph(context, text, place)


def _whole(context: CheckContext) -> Iterator[Span]:
    """The paragraphs, those put together that hard line ends have cut in the middle of a sentence."""
    text, headings = context.text, {section.heading.start for section in context.sections}
    last: Span | None = None
    for place in context.paragraphs:
        if last is not None:
            line = text.rfind("\n", last.start, last.end) + 1 or last.start
            cut = last.end - line >= _LINE and text[last.end - 1] not in _CLOSED and place.start - last.end <= _CUT
            if cut and place.start not in headings and line not in headings:
                last = Span(last.start, place.end)
                continue
            yield last
        last = place
    if last is not None:
        yield last


def _paragraph(context: CheckContext, text: str, place: Span) -> Iterator[Finding]:
    stack: list[tuple[str, int]] = []
    nested: dict[int, int] = {}
    for match in _MARK.finditer(text, place.start, place.end):
        mark, at = match.group(), match.start()
        if mark in _OPENS:
            kind = _OPENS[mark]
            if kind in ("“", "《", "‘") and any(one == kind for one, _ in stack):
                nested[at] = next(start for one, start in reversed(stack) if one == kind)
            stack.append((kind, at))
            continue
        kind = _CLOSES[mark]
        if mark == "’" and ((at and text[at - 1].isascii() and text[at - 1].isalpha()) or text[at + 1 : at + 2].isdigit()):
            continue
        depth = next((index for index in range(len(stack) - 1, -1, -1) if stack[index][0] == kind), -1)
        if depth < 0:
            if (kind == "（" and _LABEL.search(text, max(place.start, at - 4), at)) or (kind == "‘" and not stack):
                continue
            if stack and stack[-1][0] != "（":
                # opened with one kind, closed with another: one mistake
                other, opened = stack.pop()
                yield context.finding(
                    RULE,
                    opened,
                    at + 1,
                    f"{text[opened]} 与 {mark} 不配对",
                    suggestion=f"改为 {text[opened]}…{_CLOSER[other]} 或 {kind}…{mark}",
                )
                continue
            start = max((text.rfind(one, place.start, at) for one in "，。；：！？、\n"), default=-1) + 1
            yield context.finding(
                RULE,
                max(start, at - 20, place.start),
                at + 1,
                f"{_NAMES[kind]} {mark} 没有左半边",
                suggestion=f"补上 {kind} 或删去 {mark}",
            )
            continue
        for lost, start in stack[depth + 1 :]:
            yield _unclosed(context, text, place, lost, start)
        closed = stack[depth][1]
        del stack[depth:]
        # “A“B”C”: the inner pair came first; a name inside a name needs the other kind of mark
        outer = next((inner for inner, out in nested.items() if out == closed), None)
        if outer is not None and kind in ("“", "《"):
            other = "‘ ’" if kind == "“" else "〈 〉"
            yield context.finding(
                RULE,
                outer,
                min(outer + 12, at + 1),
                f"{_NAMES[kind]}套在同一种{_NAMES[kind]}里",
                severity="warning",
                suggestion=f"里层改用{other}",
            )
    for lost, start in stack:
        # a quotation that runs over paragraphs opens each and closes the last
        if lost == "“" and start == place.start and place.end - place.start > _LONG_QUOTE:
            continue
        yield _unclosed(context, text, place, lost, start)


def _unclosed(context: CheckContext, text: str, place: Span, kind: str, start: int) -> Finding:
    # the lost half is somewhere in this clause: a list inside a quotation runs over its 顿号
    end = (_CLAUSE_END if kind == "“" else _WORD_END).search(text, start + 1, place.end)
    stop = min(end.start() if end else place.end, start + 30)
    return context.finding(RULE, start, max(stop, start + 1), f"{_NAMES[kind]} {kind} 没有右半边", suggestion=f"补上 {_CLOSER[kind]}")
