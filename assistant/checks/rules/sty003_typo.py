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

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.checks.spelling import find_slips
from assistant.domain.finding import Finding

RULE = Rule("STY003", "typo", "style", "error")


def check(context: CheckContext) -> Iterator[Finding]:
    """A finding for each wrong form, with the right one."""
    for slip in find_slips(context.text, context.document.year):
        sure = slip.severity == "error"
        yield context.finding(
            RULE,
            slip.start,
            slip.end,
            f"“{slip.wrong}”{'应为' if sure else '疑为'}“{slip.right}”" + (f"（{slip.note}）" if slip.note else ""),
            severity=slip.severity,
            suggestion=f"改为“{slip.right}”",
            fix=slip.right if slip.fixable else None,
        )
