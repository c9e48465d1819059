"""本单位统一用词

查什么：处理意见文件或本单位用词表里写明“一律改为”的写法。
为什么：单位名称、简称、专有提法各处写法不一，由本单位自己的表来管。
错例：
（表中有“高新园区 => 高新区”）高新园区全年签约项目20个。
正例：
高新区全年签约项目20个。
出处：本单位规定（惯例）：biganzi-words.txt、biganzi-decisions.toml。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.checks.scan import find_all
from assistant.domain.finding import Finding

RULE = Rule("STY014", "house-words", "style", "warning")


def check(context: CheckContext) -> Iterator[Finding]:
    """Wordings that the office always replaces."""
    text = context.text
    for old, new in context.words.replacements:
        for at in find_all(text, old):
            # "高新区 => 国家高新区" must not see the place that is right already
            shift = new.find(old)
            if shift >= 0 and text[at - shift : at - shift + len(new)] == new and at >= shift:
                continue
            yield context.finding(RULE, at, at + len(old), f"本单位统一写作“{new}”", suggestion=f"改为“{new}”" if new else "删去", fix=new)
