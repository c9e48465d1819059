"""标点误用

查什么：中文之间的半角逗号、分号、括号等；重叠或冲突的标点（“。。”“，。”）；“等”“和”前多出的顿号；省略号不是六连点或与“等”连用；直引号；段落以逗号、顿号结束，段末漏句号；并列的引号、书名号之间的顿号（建议）；文件名称用了引号，活动名称用了书名号。
为什么：半角与重复标点多是输入和粘贴留下的；发文后改不了。
错例：
组织企业参加展会7次,现场签约1.35亿元。。
正例：
组织企业参加展会7次，现场签约1.35亿元。
出处：GB/T 15834—2011 第4章、第5章（国家标准）；引号之间不用顿号见第4.5.3.5条“通常不用”（国家标准，只作建议）。
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.checks.scan import bigrams, find_all
from assistant.domain.finding import Finding

RULE = Rule("STY005", "punctuation", "style", "warning")

_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", ".": "。"}
_CJK = r"\u4e00-\u9fff”’》）〕】"
#: half-width marks in Chinese text; after a figure only where Chinese goes on
_HALF = re.compile(
    rf"(?<=[{_CJK}])[,;:!?](?=[{_CJK}“‘《（\d\n])|(?<=[\d%％A-Za-z])[,;](?=[\u4e00-\u9fff“‘《（])|(?<=[{_CJK}])\.(?=[\u4e00-\u9fff“‘《（]|\n|$)"
    rf"|(?<=[\d%％])\.(?=\s*(?:\n|$))|(?<=[%％])\.(?=[\u4e00-\u9fff“])"
)
_HALF_BRACKET = re.compile(r"\((?=[\u4e00-\u9fff“])[^()\n（）]{1,60}\)|(?<=[\u4e00-\u9fff])\([^()\n（）]{1,60}\)")
_DOUBLED = re.compile(
    r"。{2,}|，{2,}|、{2,}|；{2,}|：{2,}|！{2,}(?=[^！]|$)|[，、；：][。！？]|[。！？][，、；]|[，、][，、；：]|；[，、：]|：[，、；。]|，\s*,|,\s*，|。\.|\.。|；;|;；|[;,][，；、。]|[，；、][;]|(?<=[\u4e00-\u9fff])\.\.(?!\.)|“”|（）|《》"
)
#: the least of a paragraph, and of one that must end in a mark
_PARAGRAPH, _LONG = 8, 30
_STOPS = "。，、；：！？,;."
_DOUBLED_PAIRS = frozenset(one + other for one in _STOPS for other in _STOPS) | {"“”", "（）", "《》", "， "}
_ALLOWED_DOUBLED = frozenset(("？！", "！！", "！！！"))
_BEFORE_ETC = re.compile(r"(?<=[\u4e00-\u9fff”》）])、等(?=[\u4e00-\u9fff\d，。；、]|$)(?!级|次|位|额|差|待|候|同|于|闲|距)")
_BEFORE_AND = re.compile(
    r"、(?:和|及|与|以及)(?=[\u4e00-\u9fff“《])(?!谐|平|睦|硕|美|其他|顺|善|解|田|县|政|静|州|龙|林|兴|丰|盛|时|格|家|闻|君|同)"
)
_ELLIPSIS = re.compile(r"(?<!\.)\.{3,}(?!\.)|(?<!…)…(?!…)|。{3,}|…{2,}等|等…{1,}|等等…+")
_STRAIGHT = re.compile(r"\"(?=[^\"\n]{0,60}[\u4e00-\u9fff])[^\"\n]{1,60}\"")
#: (pattern, one of the pairs it needs, what is said, remedy): a document has 《 》, an event has not
_TITLES = (
    (
        re.compile(r"(?:出台|印发|制定|发布|修订|实施)了?(?P<said>“[^”\n]{4,30}(?:意见|办法|条例|规定|细则|若干政策|若干措施|实施方案|通知|规程)”)"),
        ("台“", "发“", "定“", "布“", "订“", "施“", "了“"), "文件名称用书名号，不用引号", "引号改为书名号“《》”",
    ),
    (
        re.compile(r"(?:举办|召开|承办|组织|开展|举行)了?(?P<said>《[^》\n]{2,20}(?:会|大赛|论坛|活动|节|培训班|讲座|沙龙)》)"),
        ("办《", "开《", "织《", "展《", "行《", "了《"), "会议、活动的名称不用书名号", "书名号改为引号，或去掉",
    ),
)
_QUOTED = re.compile(r"[”》]、(?=[“《])")
_INNER_STOP = re.compile(r"[\u4e00-\u9fff]。”(?:的|地|等(?!等)|理念|要求|目标|原则|精神|思路|机制|战略|格局|模式)")
_DASH = re.compile(r"\n(?P<dash>[ \t\u3000]*(?:-{1,3}|—|－{1,2})(?=[\u4e00-\u9fff]))")


def check(context: CheckContext) -> Iterator[Finding]:
    """Marks that are wrong whatever the sentence says."""
    yield from _half_width(context)
    yield from _open_ends(context)
    text = context.text
    pairs = bigrams(text)
    for match in _DOUBLED.finditer(text) if not pairs.isdisjoint(_DOUBLED_PAIRS) else ():
        written = match.group()
        if written in _ALLOWED_DOUBLED or written.startswith("。。。") or (set(written) == {"。"} and len(written) > 2):
            continue
        single = written[0] if len(set(written)) == 1 else ""
        if written in ("“”", "（）", "《》"):
            yield context.finding(RULE, *match.span(), f"“{written}”里面是空的", suggestion="补上内容或删去")
        elif single:
            yield context.finding(
                RULE, *match.span(), f"标点“{single}”重复", severity="error", suggestion=f"只留一个“{single}”", fix=single
            )
        else:
            yield context.finding(RULE, *match.span(), f"标点“{written}”连用", severity="error", suggestion="按句意只留一个")
    for match in _BEFORE_ETC.finditer(text) if "、等" in pairs else ():
        yield context.finding(
            RULE,
            match.start(),
            match.end(),
            "“等”前不加顿号",
            suggestion="删去“等”前的顿号",
            fix="",
            fix_span=(match.start(), match.start() + 1),
        )
    for match in _BEFORE_AND.finditer(text) if not pairs.isdisjoint(("、和", "、及", "、与", "、以")) else ():
        yield context.finding(RULE, *match.span(), f"“{match.group()[1:]}”前不加顿号", severity="info", suggestion="顿号与连词只用一个")
    for match in _ELLIPSIS.finditer(text) if "…" in text or ".." in pairs or "。。" in pairs else ():
        written = match.group()
        if "等" in written:
            yield context.finding(RULE, *match.span(), "省略号与“等”只用一个", suggestion="删去其中一个")
        elif not _latin(text, match.start(), match.end()):
            yield context.finding(RULE, *match.span(), f"省略号应为六连点“……”，此处是“{written}”", suggestion="改为“……”", fix="……")
    for match in _STRAIGHT.finditer(text) if '"' in text else ():
        inner = match.group()[1:-1]
        yield context.finding(RULE, *match.span(), "中文里用了直引号", suggestion="改为“ ”", fix=f"“{inner}”")
    for match in _INNER_STOP.finditer(text) if "。”" in pairs else ():
        yield context.finding(
            RULE, match.start() + 1, match.end(), "引文是句子的一部分，句号不放在引号里", severity="info", suggestion="删去引号内的句号"
        )
    for match in _DASH.finditer(text):
        yield context.finding(
            RULE,
            match.end() - len(match.group("dash").strip()),
            match.end(),
            "破折号应为“——”",
            severity="info",
            suggestion="改为“——”",
            fix="——",
        )
    for pattern, ends, said, remedy in _TITLES:
        for match in pattern.finditer(text) if not pairs.isdisjoint(ends) else ():
            yield context.finding(RULE, match.start("said"), match.end("said"), said, suggestion=remedy)
    quoted = list(_QUOTED.finditer(text)) if "”、" in pairs or "》、" in pairs else []
    if quoted:
        one = quoted[0]
        count = f"（全文{len(quoted)}处）" if len(quoted) > 1 else ""
        yield context.finding(RULE, *one.span(), f"并列的引号或书名号之间通常不用顿号{count}", severity="info", suggestion="删去顿号")


def _open_ends(context: CheckContext) -> Iterator[Finding]:
    """Paragraphs in front of a heading, and the last one, that end in a comma or, after whole sentences, in no mark at all."""
    text = context.text
    headings = [section.heading.start for section in context.sections]
    for stop in [*headings[1:], len(text)]:
        end = stop
        while end > 0 and text[end - 1].isspace():
            end -= 1
        start = text.rfind("\n", 0, end) + 1
        if end - start < _PARAGRAPH or bisect_left(headings, start) < bisect_left(headings, end):
            continue
        if text[end - 1] in "，、":
            yield context.finding(
                RULE, end - 1, end, f"段落以“{text[end - 1]}”结束", severity="error", suggestion="改为句号，或补完下文", fix="。"
            )
        elif "\u4e00" <= text[end - 1] <= "\u9fff" and end - start >= _LONG and "。" in text[start:end]:
            yield context.finding(RULE, end - 1, end, "段末没有句号", suggestion="补上句号")


def _half_width(context: CheckContext) -> Iterator[Finding]:
    text = context.text
    found = (
        [(match.start(), match.end()) for match in _HALF.finditer(text)]
        if any(one in text for one in ",;:!?") or ".\n" in bigrams(text) or _stopped(text)
        else []
    )
    # more than a stray one or two is how the text was typed: one habit, not a thousand slips
    habit = len(found) > 2
    for start, end in found:
        mark = text[start:end]
        yield context.finding(
            RULE,
            start,
            end,
            f"中文里误用半角“{mark}”",
            severity="info" if habit else None,
            suggestion=f"改为全角“{_FULL[mark]}”",
            fix=_FULL[mark],
        )
    for match in _HALF_BRACKET.finditer(text) if "(" in text else ():
        yield context.finding(
            RULE, *match.span(), "中文里误用半角括号", severity="info", suggestion="改为全角（ ）", fix=f"（{match.group()[1:-1]}）"
        )


def _stopped(text: str) -> bool:
    """Whether a point stands somewhere behind Chinese or a percent sign."""
    return any(text[at - 1 : at] in "%％" or text[at - 1 : at] >= "\u4e00" for at in find_all(text, ".") if at)


def _latin(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return bool(around) and all(one.isascii() for one in around)
