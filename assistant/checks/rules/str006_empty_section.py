"""只有标题，没有内容

查什么：标题下面既没有正文也没有下级标题。
为什么：多半是素材没到位先占了位，或者改稿时把正文删了、移走了。
错例：
9.体制机制改革持续深化
二、存在的主要问题
正例：
9.体制机制改革持续深化。完成管委会机构改革，内设机构由9个精简到7个。
二、存在的主要问题
出处：公文写作惯例（惯例）；工作清单式的短条目（多数条目都只有一行）不算。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.labels import family_of, labelled, sibling_groups
from assistant.checks.rule import Rule
from assistant.domain.document import Section
from assistant.domain.finding import Finding

_SIGNED = re.compile(
    r"(?:[^。，；：\n]{2,30}\s*\n\s*)?[（(]?(?:\d{4}年\d{1,2}月(?:\d{1,2}日)?"
    r"|[二〇○零一三四五六七八九十年月日]{6,14})[）)]?"
)

RULE = Rule("STR006", "empty-section", "structure", "error")


def check(context: CheckContext) -> Iterator[Finding]:
    """Headings with nothing below, where most of their siblings have something."""
    every = [one for one in context.sections if family_of(one.number)]
    hollow = sum(1 for one in every if _empty(context, one))
    if not every or hollow * 3 > len(every):
        return
    for _, group in sibling_groups(context.document.sections):
        rows = labelled(group)
        filled = sum(1 for row in rows if not _empty(context, row.section))
        for row in rows:
            section = row.section
            if not section.title or not _empty(context, section) or filled * 2 < len(rows) or not filled:
                continue
            # a long line that ends in a full stop says what there is to say: an item, not a heading
            line = context.text[section.heading.end : section.heading.end + 1]
            if line == "。" and (len(section.title) > 30 or any(one.isdigit() for one in section.title)):
                continue
            yield context.finding(
                RULE,
                section.heading.start,
                section.heading.end,
                f"“{section.title}”只有标题，没有正文",
                suggestion="补写正文，或删去标题并顺改序号",
            )


def _empty(context: CheckContext, section: Section) -> bool:
    if section.children:
        return False
    body = context.text[section.body.start : section.body.end].strip()
    # what stands below the last heading may be no more than who signs and when
    return not body or (len(body) < 60 and bool(_SIGNED.fullmatch(body)))
