"""序号用错层级

查什么：同级各项用“1.”，其中一项却用了“（3）”或“三、”；由“一、”直接跳到“（1）”；“1.”下面反用“（一）”。
为什么：层次序数是读者看结构的唯一线索；层级用错，后面各项在目录里就挂到了别处。
错例：
2.创新平台提质升级。……
（3）成果转化步伐加快。……
4.人才活力持续迸发。……
正例：
2.创新平台提质升级。……
3.成果转化步伐加快。……
4.人才活力持续迸发。……
出处：GB/T 9704—2012 第7.3.3条：结构层次序数依次用“一、”“（一）”“1.”“（1）”（国家标准）；只有两级时“一、”下用“1.”为惯例，不算错。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.labels import DEPTH, family_of, sibling_groups, value_of
from assistant.checks.ladder import misplaced
from assistant.checks.rule import Rule
from assistant.domain.document import Section
from assistant.domain.finding import Finding

RULE = Rule("STR002", "level", "structure", "error")


def check(context: CheckContext) -> Iterator[Finding]:
    """Headings labelled for another level, and levels left out."""
    sections = context.document.sections
    wrong = misplaced(sections)
    for place in wrong:
        heading = place.section.heading
        number = place.section.number.strip()
        yield context.finding(
            RULE,
            heading.start,
            min(heading.end, heading.start + 40),
            f"同级各项用“{place.neighbour.number.strip()}”式序号，此处误用“{number}”",
            suggestion=f"改为“{place.should}”",
            related=(context.related(place.neighbour.heading.start, place.neighbour.heading.end, "同级"),),
        )
    known = {place.section.heading.start for place in wrong}
    for parent, group in sibling_groups(sections):
        if parent is not None:
            yield from _order(context, parent, [one for one in group if one.heading.start not in known])


def _order(context: CheckContext, parent: Section, group: list[Section]) -> Iterator[Finding]:
    above = family_of(parent.number)
    first = next((one for one in group if family_of(one.number)), None)
    if first is None or not above:
        return
    family = family_of(first.number)
    if DEPTH[family] <= DEPTH[above]:
        if DEPTH[family] < DEPTH[above] and value_of(first.number) == 1:
            yield context.finding(
                RULE,
                first.heading.start,
                first.heading.end,
                f"“{parent.number.strip()}”之下反用上一级的“{first.number.strip()}”",
                severity="warning",
                suggestion="按“一、”“（一）”“1.”“（1）”的次序用序号",
            )
        return
    # （一）→（1） is seen in proofread texts; 一、→（1） leaves out two levels
    if above == "chapter" and family == "paren" and value_of(first.number) == 1 and len(group) > 1:
        yield context.finding(
            RULE,
            first.heading.start,
            first.heading.end,
            f"“{parent.number.strip()}”之下直接用“{first.number.strip()}”，跳过“（一）”“1.”两级",
            severity="warning",
            suggestion="按“一、”“（一）”“1.”“（1）”的次序用序号",
        )
