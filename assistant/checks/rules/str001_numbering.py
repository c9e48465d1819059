"""同级序号不连续

查什么：同一上级标题之下，序号有跳号、重号、倒号，或不从“一”起。
为什么：增删段落后最容易漏改序号；序号断了，读者会以为缺了一部分，引用“第（三）项”也会引错。
错例：
（三）优化环境。……
（五）党的建设。……
正例：
（三）优化环境。……
（四）党的建设。……
出处：GB/T 9704—2012 第7.3.3条“结构层次序数依次”（国家标准）；同级连续为机关公文通例（惯例）。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.labels import Labelled, label_like, labelled, sibling_groups
from assistant.checks.ladder import misplaced
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding

RULE = Rule("STR001", "numbering", "structure", "error")


def check(context: CheckContext) -> Iterator[Finding]:
    """A finding at each number that does not follow the one before it."""
    elsewhere = {place.section.heading.start for place in misplaced(context.document.sections)}
    explained = {(place.parent.heading.start, place.value) for place in misplaced(context.document.sections) if place.parent}
    last: dict[str, int] = {}
    for _parent, group in sibling_groups(context.document.sections):
        rows = [row for row in labelled(group) if row.section.heading.start not in elsewhere]
        for run in _runs(rows):
            # numbers that run on through several groups (dash paragraphs) begin where the group before ended
            begin = run[0].value if run[0].value == last.get(run[0].family, 0) + 1 else 1
            last[run[0].family] = run[-1].value
            yield from _check_run(context, run, explained, begin)


def _runs(rows: list[Labelled]) -> Iterator[list[Labelled]]:
    """Siblings of one family; a list below the chapters may begin anew at 1 under the same parent."""
    for family in dict.fromkeys(row.family for row in rows):
        run: list[Labelled] = []
        mine = [row for row in rows if row.family == family]
        for position, row in enumerate(mine):
            after = mine[position + 1].value if position + 1 < len(mine) else 0
            anew = row.value == 1 and run and family != "chapter" and (after in (0, 2) or family in ("arabic", "paren", "circled"))
            if anew:
                yield run
                run = []
            run.append(row)
        if run:
            yield run


def _check_run(context: CheckContext, run: list[Labelled], explained: set[tuple[int, int]], begin: int) -> Iterator[Finding]:
    if len(run) < 2:
        return
    expected = begin
    for position, row in enumerate(run):
        value, after = row.value, run[position + 1].value if position + 1 < len(run) else 0
        if not value:
            continue
        before = run[position - 1] if position else None
        while before is not None and value > expected and (before.section.heading.start, expected) in explained:
            expected += 1
        if value == expected:
            expected += 1
            continue
        # the next number tells whether this one is a slip or the row itself has a hole
        slip = after == expected + 1 and after != value + 1
        yield _finding(context, row, expected, before, slip)
        expected = expected + 1 if slip else value + 1


def _finding(context: CheckContext, row: Labelled, expected: int, before: Labelled | None, slip: bool) -> Finding:
    heading = row.section.heading
    should = label_like(row.section.number, expected)
    written = row.section.number.strip()
    end = min(heading.end, heading.start + 40)
    if before is None:
        message = f"序号从“{written}”起，前面没有“{should}”"
    elif row.value == before.value:
        message = f"序号“{written}”重复，按顺序应为“{should}”"
    elif slip or row.value < expected:
        message = f"序号“{written}”不接上文“{before.section.number.strip()}”，按顺序应为“{should}”"
    else:
        message = f"序号由“{before.section.number.strip()}”跳到“{written}”，缺“{should}”"
    related = (
        ()
        if before is None
        else (
            context.related(before.section.heading.start, min(before.section.heading.end, before.section.heading.start + 40), "上一个序号"),
        )
    )
    return context.finding(
        RULE,
        heading.start,
        end,
        message,
        related=related,
        suggestion=f"改为“{should}”，并核对后面的序号" if row.value <= expected or slip else f"补上“{should}”或顺改序号",
    )
