"""其中数大于总数

查什么：
“其中”之后或括号里的一部分大于它所属的总数；按定义包含于另一指标的数（工业投资与固定资产投资、技改投资与工业投资）反而更大。
为什么：
部分不可能大于整体；多半是录错一位数字，或者总数与其中数单位不同。
错例：
累计建成省级以上科技企业孵化器23家，其中国家级29家。
正例：
累计建成省级以上科技企业孵化器23家，其中国家级9家。
出处：
统计包含关系；指标之间的包含关系见本项目 indicators.yaml（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from assistant.checks.arithmetic import exact, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.partitions import is_average
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.reference.tables import relations

_SETTLED = re.compile(
    r"[，,、]?(?:其中|已经|已|现已|完成|均)?(?:办结|整改|整改到位|完成整改|解决|化解|销号|处置|答复)(?:率?达?到?|了|完成)?"
)
#: spent so far against the whole project: overruns exist, but seldom in a report
_OVERRUN = "R18"
_BAR = re.compile(
    r"(?P<of>产值|税收|纳税|投资|营收|营业收入|销售收入)?(?:超|过)?(?P<number>\d+(?:\.\d+)?|[百千])?(?P<unit>亿|千万|百万|万)元?(?:及?以上|级)"
    r"(?:的|产业|工业|重点|重大)*(?P<noun>项目|企业|公司|村|大户)?(?:有|达到?|共|分别|为)?$"
)
_BAR_NUMBERS = {"一": "1", "百": "100", "千": "1000"}
_BAR_UNITS = {"亿": Decimal("1e8"), "千万": Decimal("1e7"), "百万": Decimal("1e6"), "万": Decimal("1e4")}
_OTHER_STOCK = re.compile(r"新|累计|净增|增加|储备|在谈")
#: （满分100分） is what the score is out of, no part of it
_OUT_OF = re.compile(r"满分|总分|基础分|标准|限值|上限|基准")
_FOUND = re.compile(r"排查|收集|受理|线索|发现|查摆|诉求|隐患|问题|交办|反馈|信访|投诉|纠纷")

RULE = Rule("NUM002", "part-exceeds-total", "numbers", "error")


def check(context: CheckContext) -> Iterator[Finding]:
    """Parts against their totals, and indicators against those that include them."""
    reported: set[int] = set()
    for part in context.quantities:
        total = context.by_start.get(part.parent)
        if total is None or part.change not in ("level", "increase") or part.dimension != total.dimension or not part.dimension:
            continue
        if not _fit(part, total) or is_average(context, total) or _OUT_OF.search(part.indicator):
            continue
        context.compare((part, total))
        if stands_for(part).low > stands_for(total).high and not _of_another(context, part, total):
            reported.add(part.start)
            yield _finding(context, part, total, f"其中数{shown(part)}大于总数{shown(total)}")
    for figures in context.figures_by_sentence:
        yield from _more_done(context, figures)
        yield from _same_name_inside(context, figures)
        yield from _included(context, figures, reported)
        yield from _above_bars(context, figures)


def _of_another(context: CheckContext, part: Quantity, total: Quantity) -> bool:
    """出口74.5亿元，进口27.3亿元，其中高新技术产品出口48.9亿元: the part names another amount of the sentence that can hold it."""
    name = part.indicator
    return any(
        one is not total and one.dimension == part.dimension and exact(one) and (one.base or 0) >= (part.base or 0)
        and len(one.indicator) > 1 and name.endswith(one.indicator.removesuffix("总额").removesuffix("总值").removesuffix("数"))
        for one in context.figures_in(context.sentence_start(part.start), part.start)
    )


def _more_done(context: CheckContext, figures: tuple[Quantity, ...]) -> Iterator[Finding]:
    """排查线索23条，办结32条: more settled than there were."""
    for whole, done in pairwise(figures):
        if not exact(whole) or not exact(done) or done.dimension != whole.dimension or done.role != whole.role or not whole.dimension:
            continue
        if _SETTLED.fullmatch(context.text, whole.end, done.start) and _FOUND.search(whole.indicator + whole.verb):
            context.compare((whole, done))
            if (done.base or 0) > (whole.base or 0):
                start = done.subject_start if whole.end < done.subject_start < done.start else done.start
                yield context.finding(
                    RULE, start, done.end, f"办结、整改的{shown(done)}多于总数{shown(whole)}", suggestion="核对两个数",
                    related=[context.related(whole.start, whole.end, "总数")],
                )


def _same_name_inside(context: CheckContext, figures: tuple[Quantity, ...]) -> Iterator[Finding]:
    """合同引资128亿元；其中10亿元以上项目5个，合同引资139亿元; 规划面积36平方公里，已建成面积3800公顷."""
    first: dict[str, Quantity] = {}
    for one in figures:
        if not exact(one) or one.change != "level" or not one.dimension or one.role == "previous":
            continue
        key = f"{one.indicator}{one.dimension}"
        whole = first.setdefault(key, one)
        inside = whole is not one and "其中" in context.text[whole.end : one.start] and one.subject_end > whole.end
        if one.indicator.startswith(("建成面积", "已建成面积", "建成区面积")):
            planned = first.get(f"规划面积{one.dimension}")
            whole, inside = (planned, True) if planned is not None else (whole, inside)
        same_time = one.period.year == whole.period.year and one.period.kind == whole.period.kind and one.cumulative == whole.cumulative
        if inside and same_time and one.role == whole.role and one.parent < 0 and one.scope == whole.scope:
            context.compare((whole, one))
            if stands_for(one).low > stands_for(whole).high:
                yield _finding(context, one, whole, f"其中数{shown(one)}大于总数{shown(whole)}")


def _above_bars(context: CheckContext, figures: tuple[Quantity, ...]) -> Iterator[Finding]:
    """50亿元以上企业36家，10亿元以上企业29家: those above the higher bar are among those above the lower one."""
    found: list[tuple[Decimal, str, Quantity]] = []
    for one in figures:
        if one.dimension not in ("个", "家", "户") or one.change != "level" or not exact(one) or one.role == "previous":
            continue
        bar = _BAR.search(context.text, max(context.clause_start(one.start, "，。；：、\n"), one.start - 18), one.start)
        if bar is not None and not _OTHER_STOCK.search(context.text, max(0, bar.start() - 6), bar.start()):
            number = Decimal(_BAR_NUMBERS.get(bar["number"] or "一", bar["number"])) * _BAR_UNITS[bar["unit"]]
            found.append((number, (bar["of"] or "") + (bar["noun"] or ""), one))
    for at, (low, name, one) in enumerate(found):
        for high, other_name, other in found[at + 1 :]:
            if low == high or name != other_name or one.dimension != other.dimension or one.role != other.role or one.scope != other.scope:
                continue
            lower, higher = (one, other) if low < high else (other, one)
            if other.parent == one.start:
                continue
            context.compare((one, other))
            if (higher.base or 0) > (lower.base or 0):
                yield context.finding(
                    RULE, higher.start, higher.end, f"门槛更高的{shown(higher)}多于门槛低的{shown(lower)}", suggestion="核对两个数",
                    related=[context.related(lower.start, lower.end, "门槛低的")],
                )


def _fit(part: Quantity, total: Quantity) -> bool:
    """Whether both are amounts of one kind: no targets against results, no bounds that leave the sign open."""
    if part.value is None or total.value is None or part.high is not None or total.high is not None or part.threshold or total.threshold:
        return False
    if total.bound == "min" or part.bound == "max" or total.approximate or part.approximate or total.change not in ("level", "increase"):
        return False
    return (part.role == "target") == (total.role == "target") and total.role != "previous"


def _included(context: CheckContext, figures: tuple[Quantity, ...], reported: set[int]) -> Iterator[Finding]:
    named = {one.indicator: one for one in reversed(figures) if exact(one) and one.change == "level" and one.role in ("actual", "forecast")}
    if len(named) < 2:
        return
    for relation in relations():
        if (relation.certainty != "always" and relation.id != _OVERRUN) or relation.op not in ("<=", "<"):
            continue
        part, total = named.get(relation.left), named.get(relation.right)
        if part is None or total is None or part.start in reported or part.parent == total.start or part.dimension != total.dimension:
            continue
        if part.scope != total.scope or part.period != total.period or (part.cumulative != total.cumulative and relation.id != _OVERRUN):
            continue
        context.compare((part, total))
        if stands_for(part).low > stands_for(total).high:
            yield _finding(context, part, total, f"{relation.left}{shown(part)}大于包含它的{relation.right}{shown(total)}")


def _finding(context: CheckContext, part: Quantity, total: Quantity, message: str) -> Finding:
    start = part.subject_start if 0 < part.start - part.subject_start < 20 and part.subject_end <= part.start else part.start
    return context.finding(
        RULE, start, part.end, message, suggestion="核对两个数和它们的单位", related=[context.related(total.start, total.end, "总数")],
    )
