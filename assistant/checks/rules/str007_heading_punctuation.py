"""标题序号和标题末尾的标点

查什么：“一，”“一．”“（一）、”“（1）.”“①、”“1，”一类序号标点错误；同级序号写法不一（多数用“1.”，个别用“1、”）；
独占一行的标题末尾带句号而其他标题都不带。
为什么：序号后的标点是定好的；写法不一，自动编目录和套版式时会漏掉这一条。
错例：
（一）、突出项目为王
正例：
（一）突出项目为王
出处：GB/T 15834—2011 附录B.4：汉字数字后用顿号，带括号的序号后不加点号，阿拉伯数字后用下脚点（国家标准）；
独占一行的标题末尾不用句号（惯例）。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.labels import family_of, sibling_groups
from assistant.checks.rule import Rule
from assistant.domain.document import Section
from assistant.domain.finding import Finding

RULE = Rule("STR007", "heading-punctuation", "structure", "warning")

_HAN = "一二三四五六七八九十"
#: a label with the wrong mark at the start of a line → what replaces the mark
_WRONG = re.compile(
    rf"^[ \t\u3000]*(?:(?P<han>[{_HAN}]{{1,3}}[ \u3000]?)(?P<hanmark>[，,：:．.])(?=[\u4e00-\u9fff])"
    rf"|(?P<bracket>[（(](?:[{_HAN}]{{1,3}}|\d{{1,2}})[)）])(?P<bracketmark>[、，,．.：:])(?=\S)"
    r"|(?P<circled>[①-⑳])(?P<circledmark>[、，,．.])"
    r"|(?P<digits>\d{1,2})(?P<digitsmark>[，,：:。])(?=[\u4e00-\u9fff]))",
    re.M,
)
_LADDER = re.compile(rf"^[ \t\u3000]*(?:[{_HAN}]{{1,3}}、|[（(](?:[{_HAN}]{{1,3}}|\d{{1,2}})[)）]|\d{{1,2}}[.．、])", re.M)
_PARTS = {
    "han": ("、", "汉字数字后用顿号"),
    "bracket": ("", "带括号的序号后不加标点"),
    "circled": ("", "圈码后不加标点"),
    "digits": (".", "阿拉伯数字后用下脚点"),
}


def check(context: CheckContext) -> Iterator[Finding]:
    """Wrong marks after labels, odd ones out, full stops after headings on lines of their own."""
    yield from _marks(context)
    yield from _odd_labels(context)
    yield from _full_stops(context)


def _marks(context: CheckContext) -> Iterator[Finding]:
    text = context.text
    wrong = list(_WRONG.finditer(text))
    if not wrong:
        return
    right = len(_LADDER.findall(text))
    for match in wrong:
        name = next(key for key in _PARTS if match.group(key))
        mark, why = _PARTS[name]
        # "三，" may open a sentence and "12：" a time: only a text with labels of its own has labels gone wrong
        line_end = text.find("\n", match.end())
        length = (len(text) if line_end < 0 else line_end) - match.end()
        if name in ("han", "digits") and (not right or (match.group(f"{name}mark") in "：:" and length > 40)):
            continue
        start, end = match.start(name), match.end(f"{name}mark")
        # a whole text written so is a habit, a few are slips
        habit = sum(1 for one in wrong if one.group(name)) >= max(3, right // 3)
        yield context.finding(
            RULE,
            start,
            end,
            f"序号“{text[start:end]}”标点不对：{why}",
            severity="info" if habit and name in ("bracket", "circled") else None,
            suggestion=f"改为“{match.group(name).strip()}{mark}”",
            fix=f"{match.group(name).rstrip()}{mark}",
        )


def _odd_labels(context: CheckContext) -> Iterator[Finding]:
    """Among siblings of one family the one whose label is written otherwise."""
    for _, group in sibling_groups(context.document.sections):
        for family in ("chapter", "section", "arabic", "paren"):
            rows = [one for one in group if family_of(one.number) == family]
            if len(rows) < 3:
                continue
            forms = Counter(_form(one.number) for one in rows)
            usual, count = forms.most_common(1)[0]
            if len(forms) == 1 or count * 3 < len(rows) * 2:
                continue
            for one in rows:
                if _form(one.number) != usual:
                    yield context.finding(
                        RULE,
                        one.heading.start,
                        one.heading.start + len(one.number),
                        f"序号“{one.number.strip()}”与同级其他序号写法不一（其他为“{_sample(rows, usual)}”式）",
                        severity="warning",
                        suggestion="同级序号用同一种写法",
                    )


def _form(number: str) -> str:
    return re.sub(rf"\d+|[{_HAN}百]+", "#", number.strip()).replace(" ", "").replace("(", "（").replace(")", "）").replace("．", ".")


def _sample(rows: list[Section], form: str) -> str:
    return next(one.number.strip() for one in rows if _form(one.number) == form)


def _full_stops(context: CheckContext) -> Iterator[Finding]:
    """Of headings that stand alone on their line, those few that end in a mark."""
    text = context.text
    for family, group in (
        (family, group) for _, group in sibling_groups(context.document.sections) for family in ("chapter", "section", "arabic")
    ):
        alone: list[Section] = []
        for one in group:
            if family_of(one.number) == family and one.title:
                line_end = text.find("\n", one.heading.end)
                rest = text[one.heading.end : len(text) if line_end < 0 else line_end].strip()
                if len(rest) <= 1:
                    alone.append(one)
        marked = [one for one in alone if text[one.heading.end : one.heading.end + 1] in "。，；、,;．" and one.heading.end < len(text)]
        if not marked or len(alone) < 3 or len(marked) * 3 > len(alone):
            continue
        for one in marked:
            mark = text[one.heading.end]
            yield context.finding(
                RULE,
                one.heading.start,
                one.heading.end + 1,
                f"独占一行的标题末尾多了“{mark}”，其他同级标题都不带",
                severity="warning",
                suggestion="删去末尾标点",
                fix="",
                fix_span=(one.heading.end, one.heading.end + 1),
            )
