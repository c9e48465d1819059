"""同级标题不对仗

查什么：同级的四个以上标题里，绝大多数句式一致（同样的开头词、结尾词或字数），个别一条不同。
为什么：总结的小标题讲究整齐；多数已对仗时，剩下的那条多半是没改完。
错例：
聚焦项目建设 / 聚焦招商引资 / 聚焦科技创新 / 环境优化
正例：
聚焦项目建设 / 聚焦招商引资 / 聚焦科技创新 / 聚焦环境优化
出处：公文写作惯例（惯例），只作建议。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from assistant.checks.context import CheckContext
from assistant.checks.labels import labelled, sibling_groups
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding

RULE = Rule("STR008", "parallel-headings", "structure", "info")

_CLAUSE = re.compile(r"[，,、\s]")


def check(context: CheckContext) -> Iterator[Finding]:
    """The one heading among four or more that breaks a frame all others share."""
    for _, group in sibling_groups(context.document.sections):
        for family in ("chapter", "section", "arabic"):
            rows = [row.section for row in labelled(group) if row.family == family and row.section.title]
            if len(rows) < 4:
                continue
            for name, key in _FRAMES:
                values = [key(one.title) for one in rows]
                usual, count = Counter(values).most_common(1)[0]
                if usual and count == len(rows) - 1:
                    odd = rows[next(index for index, value in enumerate(values) if value != usual)]
                    yield context.finding(
                        RULE,
                        odd.heading.start,
                        odd.heading.end,
                        f"同级{count}个标题{name.format(usual)}，此条不同：{odd.title}",
                        suggestion="与同级标题句式取齐",
                    )
                    break


def _shape(title: str) -> str:
    clauses = [str(len(part)) for part in _CLAUSE.split(title) if part]
    return "+".join(clauses) if len(clauses) > 1 else ""


_FRAMES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("都以“{}”开头", lambda title: title[:2]),
    ("都以“{}”结尾", lambda title: title[-2:]),
    ("都是“{}”字的句式", _shape),
)
