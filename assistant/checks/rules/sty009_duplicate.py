"""内容重复

查什么：同一句话紧接着粘贴两遍；同一长句、同一段在文中出现两次；带数字的一句又夹在总结另一段的长句里；同级的两个标题一样；词语重叠（“推进推进”“的的”）；
并列的几项里同一项列了两次（新材料、电子信息、新材料三大产业）。
为什么：复制粘贴和合并修订最常见的痕迹；整句重复还会让数字被算两次。
错例：
争创省级优质工程3个、市级安全文明工地8个。争创省级优质工程3个、市级安全文明工地8个。
正例：
争创省级优质工程3个、市级安全文明工地8个。
出处：公文写作惯例（惯例）；固定提法的重复不算。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.enumerations import find_repeated
from assistant.checks.lexicon import is_word
from assistant.checks.rule import Rule
from assistant.checks.scan import bigrams, find_all
from assistant.domain.document import Section, Span
from assistant.domain.finding import Finding

RULE = Rule("STY009", "duplicate", "style", "error")

_BLANK = re.compile(r"[\s\u3000]+")
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十]+[、是要]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、]|[①-⑳]|第[一二三四五六七八九十]+[，、])"
)
_LABELS = frozenset("一二三四五六七八九十（(0123456789①②③④⑤⑥⑦⑧⑨⑩第")
_APART, _NEXT, _TAIL, _CLAUSE = 18, 5, 8, 4
_TWICE = re.compile(r"(?=(..)\1)")
_WORD = re.compile(r"([\u4e00-\u9fff]{3,8})\1")
_LONG_WORD = re.compile(r"(?:^|[，。；、：\n])([\u4e00-\u9fff]{9,16})\1")
#: words that are said twice on purpose, and pairs that only look like one word twice
_MEANT = re.compile(
    r"(?:研究|讨论|学习|考虑|商量|了解|锻炼|打扫|整理|活动|交流|沟通|宣传|一[\u4e00-\u9fff]|半[\u4e00-\u9fff]|成[\u4e00-\u9fff]|[上中下]海|人[人]|各位|同志|同志们|非常|永远|努力|奋斗|前进"
    r"|代代|年年|天天|时时|处处|[\u4e00-\u9fff]个|一[个项家件步年月天村户条批轮处座场届代道][\u4e00-\u9fff]{0,5}|[零一二三四五六七八九十百千万]+)$"
)
_CHARACTER = re.compile(
    r"(?<![目标有别是真似])的的(?!确|士|话)|(?<![为除])了了(?!解|结|然|事|断|却|无)|(?<![共总])和和(?!谐|平|睦|美|气|善|解|顺)|(?<![现存所实旨正潜内自意])在在(?!建|职|册|岗|场|校|线|孵|研|逃|押|外"
    r"|这|此|全|用|产|制)"
    r"|(?<![求但可只就还也都不若要总老凡于真算])是是(?!否|非)|(?<![参给赠赋授付寄相])与与(?!会)|(?<![作成因认称视以定行变名较极最尤更颇甚有无]|人)为为(?!民|了|期|主|什|何|官|政|人|企|群)"
    r"|(?<![面针应相核校反查绝])对对(?!照|策|外|接|口|内|标|象|方|联)"
)
#: characters that are not said twice for emphasis as 层层, 牢牢, 家家 are; 企业业务 is two words that meet
_SINGLE = frozenset("要会将已也不被把从由能可使让就额率量值费度性者局院厅司厂园元万亿吨亩")
_DOUBLED_SINGLE = frozenset(one * 2 for one in _SINGLE)
_DOUBLED_CHARACTERS = frozenset(["的的", "了了", "和和", "在在", "是是", "与与", "为为", "对对"])
#: a clause that may have been pasted, and how long all of it is at least
_PIECE, _PASTED = 8, 14
_STOPS = ("。", "！", "？", "\n", "")
_FIGURE = re.compile(r"\d")
_CUT = re.compile(r"([，；。！？：\n])")


def check(context: CheckContext) -> Iterator[Finding]:
    """Repeated sentences, clauses and words."""
    yield from _sentences(context)
    yield from _headings(context.document.sections, context)
    text = context.text
    yield from _clauses(context)
    for start, end, name in find_repeated(text):
        said = f"并列的几项里“{name}”列了两次"
        yield context.finding(RULE, start, end, said, severity="warning", suggestion="删去一个，或核对是否应为另一项")
    for start, word in _words(text):
        if _MEANT.fullmatch(word) or len(set(word)) == 1 or text[start - 1 : start] in ("“", "《"):
            continue
        yield context.finding(
            RULE,
            start,
            start + 2 * len(word),
            f"“{word}”重复",
            suggestion=f"只留一个“{word}”",
            severity="warning" if len(word) == 2 else None,
            fix=word if len(word) > 2 else None,
        )
    doubled = sorted(at for pair in _DOUBLED_CHARACTERS & bigrams(text) for at in find_all(text, pair))
    for match in filter(None, (_CHARACTER.match(text, at) for at in doubled)):
        one = match.group()[0]
        yield context.finding(RULE, *match.span(), f"“{one}”字重复", suggestion=f"只留一个“{one}”", fix=one)
    for pair in _DOUBLED_SINGLE & bigrams(text):
        for at in find_all(text, pair):
            if not (is_word(text[at + 1 : at + 3]) or is_word(text[at + 1 : at + 4]) or is_word(pair) or text[at + 2 : at + 3] == pair[0]):
                yield context.finding(
                    RULE, at, at + 2, f"“{pair[0]}”字重复", severity="warning", suggestion=f"只留一个“{pair[0]}”"
                )


def _headings(group: tuple[Section, ...], context: CheckContext) -> Iterator[Finding]:
    """Numbered sections side by side under one heading."""
    seen: dict[str, Section] = {}
    for section in group:
        if section.number and "年工作" not in section.title and len(section.title) >= _CLAUSE:
            first = seen.setdefault(section.title, section)
            if first is not section:
                yield context.finding(
                    RULE, section.heading.start, section.heading.end, f"标题“{_short(section.title)}”重复", severity="warning",
                    suggestion="改写标题", related=(context.related(first.heading.start, first.heading.end, "前一处"),),
                )
        yield from _headings(section.children, context)


def _sentences(context: CheckContext) -> Iterator[Finding]:
    seen: dict[str, Span] = {}
    previous = ""
    last: Span | None = None
    headings = {section.heading.start for section in context.sections}
    runs: list[tuple[Span, Span]] = []
    for span in context.sentences:
        if (span.start in headings and span.end - span.start < 40) or span.start < context.document.lead.start:
            continue
        words = context.text[span.start : span.end]
        if " " in words or "\u3000" in words:
            words = _BLANK.sub("", words)
        if words[0] in _LABELS:
            words = _LABEL.sub("", words)
        if last is not None and words == previous and len(words) >= _NEXT:
            yield context.finding(
                RULE,
                span.start,
                span.end,
                f"同一句连续出现两遍：{_short(words)}",
                suggestion="删去重复的一句",
                related=(context.related(last.start, last.end, "前一处"),),
                fix="",
            )
        elif last is not None and len(words) >= _TAIL and previous.endswith(f"，{words}"):
            yield context.finding(
                RULE, span.start, span.end, f"与上一句的末尾重复：{_short(words)}", suggestion="删去重复的一句",
                related=(context.related(last.start, last.end, "前一处"),), fix="",
            )
        elif len(words) >= _APART and words[-1:] in "。！？；" and words in seen:
            first = seen[words]
            # a passage that stands twice is one thing to say
            if runs and runs[-1][1].end <= span.start <= runs[-1][1].end + 2 and runs[-1][0].end <= first.start <= runs[-1][0].end + 2:
                runs[-1] = (Span(runs[-1][0].start, first.end), Span(runs[-1][1].start, span.end))
            else:
                runs.append((first, span))
        else:
            seen.setdefault(words, span)
        previous, last = words, span
    for first, span in runs:
        yield context.finding(
            RULE,
            span.start,
            span.end,
            f"与前文重复：{_short(context.text[span.start : span.end])}",
            severity="warning",
            suggestion="删去一处，或改写",
            related=(context.related(first.start, first.end, "前一处"),),
        )


def _clauses(context: CheckContext) -> Iterator[Finding]:
    """The same clause twice in a row inside a sentence; a sentence that is a part of another one elsewhere."""
    at = 0
    before, mark = "", ""
    pieces = _CUT.split(context.text)
    first: dict[str, int] = {}
    again: list[tuple[int, int]] = []
    for index in range(0, len(pieces), 2):
        piece = pieces[index]
        if len(piece) >= _PIECE:
            if piece in first and mark in _STOPS:
                again.append((first[piece], index))
            first.setdefault(piece, index)
        if piece == before and mark in ("，", "；") and len(piece) >= _CLAUSE:
            yield context.finding(RULE, at, at + len(piece), f"分句重复：{_short(piece)}", suggestion="删去其中一处")
        before = piece
        mark = pieces[index + 1] if index + 1 < len(pieces) else ""
        at += len(piece) + len(mark)
    for one, other in again:
        yield from _pasted(context, pieces, one, other)


def _pasted(context: CheckContext, pieces: list[str], first: int, again: int) -> Iterator[Finding]:
    """A whole sentence with a figure that stands word for word inside a longer one of another paragraph of the summary."""
    stop = again
    while pieces[stop] == pieces[first + stop - again] and stop + 1 < len(pieces) and pieces[stop + 1] not in _STOPS:
        stop += 2
    words = "".join(pieces[again : stop + 1])
    twin = "".join(pieces[first : first + stop + 1 - again])
    if words != twin or len(words) < _PASTED or pieces[stop + 1 : stop + 2] != ["。"] or not _FIGURE.search(words):
        return
    whole = pieces[first - 1] in _STOPS and pieces[first + stop + 1 - again] in _STOPS
    if whole and len(words) + 1 >= _APART:
        # two like sentences are told of already
        return
    left = sum(map(len, pieces[:first]))
    start = sum(map(len, pieces[:again]))
    homes = [_home(context, at) for at in (left, start)]
    if None in homes or homes[0] == homes[1]:
        return
    yield context.finding(
        RULE, start, start + len(words) + 1, f"前文已写过：{_short(words)}", severity="warning", suggestion="删去一处",
        related=(context.related(left, left + len(twin), "前一处"),),
    )


def _home(context: CheckContext, at: int) -> int | None:
    """Where the paragraph begins that holds the place; None outside of the summary and where a section only opens its subsections."""
    region = next((one for one in context.regions if one.start <= at < one.end), None)
    section = next((one for one in reversed(context.sections) if one.heading.start <= at), None)
    if region is None or region.part != "summary" or section is None or section.children:
        return None
    return context.text.rfind("\n", 0, at)


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Words said twice: known words of two characters, any of three to eight, longer ones at the start of a clause."""
    last = -1
    for match in _TWICE.finditer(text):
        # 新建改建改建: the pair that is a word may begin inside one that is none
        if match.start() > last and is_word(match.group(1)):
            last = match.start() + 3
            yield match.start(), match.group(1)
    for pattern in (_WORD, _LONG_WORD):
        for match in pattern.finditer(text):
            yield match.start(1), match.group(1)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 30 else f"{flat[:29]}…"
