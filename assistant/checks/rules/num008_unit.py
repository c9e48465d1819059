"""单位有误

查什么：
同一个数在文中两处单位差了万倍（6830万元与6830亿元、1.86亿美元与1.86万美元）；同一指标总结里、计划里、上年报告里量的不是一种单位
（集装箱一处用万标箱、一处用万吨）或者差了上千倍、多一个零；起止两个数相差上千倍，像是漏了“万”；指标用了不能用的单位
（企业数写成亿元、固定资产投资写成家）；人写成家、企业写成人；主要指标大小离谱；百分数之差写成了“%”（高于全市2.3%）；
单位断在半截（税收12.4亿，、12万平方，、合格率98.6，）。
为什么：
万元与亿元、亩与平方公里、元与万元一字之差，数值差出成千上万倍；数字本身没错，最容易被放过。
错例：
争取各级科技资金6830亿元。存在的问题是，争取的6830万元科技资金中直接用于成果转化的仅占18.5%。
正例：
争取各级科技资金6830万元。存在的问题是，争取的6830万元科技资金中直接用于成果转化的仅占18.5%。
出处：
GB 3100—1993等量和单位国家标准；指标的常用单位见本项目 indicators.yaml；大小的合理范围为经验值（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from assistant.checks.arithmetic import exact, shown
from assistant.checks.bare_units import find_bare
from assistant.checks.context import CheckContext
from assistant.checks.mentions import mention_of
from assistant.checks.other_units import far_goals, other_measures
from assistant.checks.rule import Rule
from assistant.checks.slips import digits
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.reference.tables import indicator
from assistant.text.agreement import plain
from assistant.text.units import unit_of

RULE = Rule("NUM008", "unit", "numbers", "error")

_FAR = Decimal(1000)
_HAN = re.compile(r"[^\u4e00-\u9fff]+")
_CLAUSE = re.compile(r"[^，。；：、（）\n]*")
#: words that stand beside any figure and name none
_COMMON = re.compile(
    r"预计|全年|全区|完成|实现|达到|同比|增长|累计|其中|合计|总额|总量|万元|亿元|美元|平方|公里|以上|项目|企业|资金|投资|年度"
    r"|目标|任务|上年|去年|下降|占比"
)
#: row → the smallest and the largest amount that a zone, a city or a province can have, in the unit of its dimension
_PLAUSIBLE: dict[str, tuple[str, str]] = {
    "I107": ("500", "1e9"), "I109": ("100", "1e9"), "I098": ("1e5", "1e12"), "I024": ("1e6", "1e14"), "I025": ("1e6", "1e14"),
    "I037": ("1e7", "1e14"), "I038": ("1e6", "1e14"), "I001": ("1e8", "1e15"), "I002": ("1e7", "1e15"), "I062": ("1e6", "1e14"),
    "I126": ("1000", "300000"), "I127": ("500", "200000"), "I103": ("100", "1e7"), "I116": ("3", "300"), "I067": ("100", "1e9"),
}
#: what one zone hands out or takes in of such money never comes to a hundred thousand million
_FUNDS = re.compile(r"(?:资金|补贴|补助|奖补|奖励|经费|租金|工资|救助金|保证金|学费|捐款)$")
_MUCH = Decimal("5e10")
_ENDINGS = (("I107", "标准厂房面积"), ("I107", "标准厂房"), ("I107", "标准化厂房"), ("I098", "规划面积"), ("I098", "建成区面积"))
_KINDS = {
    "元": "money", "美元": "money", "欧元": "money", "平方米": "area", "米": "length", "吨": "mass", "千瓦": "power", "千瓦时": "energy",
    "标箱": "boxes", "%": "percent", "百分点": "percent", "天": "time", "工作日": "time", "小时": "time", "年": "time", "月": "time",
}
_COUNTED = frozenset((
    "家", "户", "个", "项", "件", "人", "次", "场", "起", "条", "座", "所", "栋", "套", "间", "台", "宗", "批", "期", "处", "人次", "家次",
))
_AMOUNT_OF = "(?:总数|总量|拥有量|授权量|数量|数)?"
#: what a noun is never counted by: measure words of people, of firms, of ground
_NEVER = (
    (re.compile(rf"(?:企业|公司|合作社|家庭农场){_AMOUNT_OF}$"),
     frozenset(("人", "人次", "公里", "米", "平方米", "件", "宗", "篇", "场", "起"))),
    (re.compile(rf"(?:人才|人员|职工|员工|党员|干部|学生|博士|硕士|专家|劳动力|特派员|辅导员){_AMOUNT_OF}$"),
     frozenset(("家", "项", "件", "座", "条", "宗", "处", "场", "起", "平方米", "米", "元", "套", "台"))),
    (re.compile(rf"(?:道路|公路|管网|管线|航道|绿道){_AMOUNT_OF}$"), frozenset(("家", "人", "户", "平方公里", "人次"))),
    (re.compile(rf"(?:专利|商标){_AMOUNT_OF}$"), frozenset(("家", "人", "户", "平方米", "元", "米", "场"))),
    (re.compile(rf"(?:厂房|公寓|住房){_AMOUNT_OF}$"), frozenset(("家", "人", "场", "次", "件"))),
)
_REACHED = re.compile(r"(?:达到?|共有|突破|超过)$")
_RATIO_OF_RATIOS = re.compile(r"\d+(?:\.\d+)? ?(?P<unit>个百分比|个%)")
_MOVED = re.compile(r"[，,](?:较|比)?(?:上年|去年|年初)?(?:同期|末|底)?(?:提高|提升|上升|下降|回落|降低)了? ?")
_EACH = re.compile(r"[\u4e00-\u9fff]均|平均|每[\u4e00-\u9fff]")
_A_DAY = re.compile(r"(?P<span>日均|每天|每日|月均|每月)(?:处理|达到?|为|约|超过)?(?=\d)")
_A_HOUSEHOLD = re.compile(r"(?:户均|人均)(?:可支配收入|纯收入|增收|收入|创收|年收入)(?:达到?|为|约|超过)?$")
_TO_POINTS = re.compile(r"(?:提高|上升|下降|降低|增加|提升|回落)[到至为] ?(?P<value>\d+(?:\.\d+)?) ?个百分点")
_POINTS = re.compile(
    r"(?:增长|增速为?|下降) ?-?\d+(?:\.\d+)?[%％][^。；\n]{0,30}?(?P<said>(?:高于|低于|快于|慢于|高出|低出|比)(?:全[省市国县区]"
    r"|[^，。；、\n\d]{0,6}平均)[^，。；\n\d]{0,8}?"
    r"(?:高|低|快|慢)?(?<![（(])(?P<value>\d+(?:\.\d+)?)(?P<unit>[%％]))(?![^，。；\n]{0,10}个百分点)"
)


def check(context: CheckContext) -> Iterator[Finding]:
    """Units a figure cannot have, seen from its other mentions, from its neighbours and from its indicator."""
    yield from _same_digits(context)
    yield from _same_indicator(context)
    yield from _bare(context)
    for goal, done in far_goals(context):
        context.compare((goal, done))
        yield context.finding(
            RULE, goal.start, goal.end, f"{goal.indicator}今年为{shown(done)}，目标写作{shown(goal)}，大小不是一个量级",
            suggestion="核对哪一处的数或单位有误", related=[context.related(done.start, done.end, "今年")],
        )
    for one, other, earlier in other_measures(context):
        context.compare((one,))
        place = "上年报告" if earlier else "计划"
        yield context.finding(
            RULE, one.start, one.end, f"{one.indicator}此处为{shown(one)}，{place}中为{shown(other)}，单位不是一种",
            suggestion="核对哪一处的单位有误", severity="warning",
            related=[] if earlier else [context.related(other.start, other.end, place)],
        )
    for one in context.quantities:
        if one.value is None or one.threshold or one.masked:
            continue
        start = context.starts.get(one.start)
        if start is not None and start.change == "from":
            yield from _far_apart(context, start, one)
        elif one.change in ("level", "increase"):
            yield from _unfit(context, one)
    for one in context.quantities:
        row = indicator(one.indicator_id) if one.change == "points" and one.verb.endswith("增长") and one.indicator_id else None
        if row is not None and row.kind == "flow" and one.compare in ("", "同比", "上年"):
            yield _finding(context, one, f"{row.name}的增长应为百分之几，此处写作{one.verb}{shown(one)}")
        now = context.by_start.get(one.about) if one.change == "points" else None
        if now is not None and now.start in context.starts and now.dimension not in ("%", "百分点", "") and one.verb and not one.compare:
            yield _finding(context, one, f"{now.unit or now.indicator}的增减不用百分点，此处写作{shown(one)}")
    for said in _A_DAY.finditer(context.text):
        for one in context.figures_in(said.end(), said.end() + 1):
            yield from _a_day(context, one, context.figures_in(context.sentence_start(one.start), one.start))
    for figures in context.figures_by_sentence:
        for ratio, moved in pairwise(figures):
            told = ratio.dimension == "%" and ratio.change in ("share", "rate") and moved.dimension not in ("%", "百分点", "倍", "位次", "")
            if told and moved.change == "increase" and _MOVED.fullmatch(context.text, ratio.end, moved.start):
                yield _finding(context, moved, f"{shown(ratio)}是比率，增减应用百分点，此处写作{moved.verb}{shown(moved)}")
    for match in _RATIO_OF_RATIOS.finditer(context.text):
        yield context.finding(
            RULE, match.start(), match.end(), f"“{match.group()}”：百分数之差的单位是“个百分点”", suggestion="改为“个百分点”",
            fix="个百分点", fix_span=(match.start("unit"), match.end("unit")),
        )
    for match in _TO_POINTS.finditer(context.text):
        yield context.finding(
            RULE, match.start(), match.end(), f"“{match.group()}”：提高到的是比率，应为{match['value']}%；提高多少才用个百分点",
            suggestion="核对单位", severity="warning",
        )
    for match in _POINTS.finditer(context.text):
        yield context.finding(
            RULE, match.start("said"), match.end("said"),
            f"“{match['said']}”：两个增速之差应为{match['value']}个百分点", suggestion="改为“个百分点”",
            severity="warning", fix="个百分点", fix_span=(match.start("unit"), match.end("unit")),
        )


def _bare(context: CheckContext) -> Iterator[Finding]:
    """Units that break off."""
    for start, end, lacking in find_bare(context.text):
        said = context.text[start:end]
        if lacking:
            yield context.finding(
                RULE, start, end, f"“{said}”后面漏了“{lacking}”", suggestion=f"补上“{lacking}”", severity="warning", fix=said + lacking,
            )
        else:
            remedy = "增幅用“%”，两个百分数之差用“个百分点”"
            yield context.finding(RULE, start, end, f"“{said}”：“%”与“百分点”只用一个", suggestion=remedy)


def _same_digits(context: CheckContext) -> Iterator[Finding]:
    """Two mentions of one amount whose units are a thousandfold or more apart."""
    groups: dict[tuple[str, str], list[Quantity]] = {}
    for one in context.quantities:
        if exact(one) and one.dimension in ("元", "美元", "平方米", "吨", "千瓦时", "千瓦", "人", "户") and len(digits(one)) > 2:
            groups.setdefault((f"{(one.value or Decimal(0)).normalize()}", one.dimension), []).append(one)
    for figures in groups.values():
        if len({one.unit for one in figures}) == 1:
            continue
        for at, one in enumerate(figures[:20]):
            for other in figures[at + 1 : 20]:
                if _ratio(one, other) >= _FAR and _of_one_thing(context, one, other):
                    context.compare((one, other))
                    yield context.finding(
                        RULE, one.start, one.end,
                        f"同一个数在两处单位不同：此处{shown(one)}，另一处{shown(other)}", suggestion="核对哪一处的单位有误",
                        related=[context.related(other.start, other.end, "另一处")],
                    )


def _same_indicator(context: CheckContext) -> Iterator[Finding]:
    """实际使用外资7850亿美元 and a goal of 8500万美元: one headline indicator in sizes that no year brings."""
    groups: dict[tuple[str, str, str], list[Quantity]] = {}
    for one in context.quantities:
        row = indicator(one.indicator_id) if one.indicator_id and exact(one) and one.parent < 0 and not one.joint > 0 else None
        if row is not None and row.kind == "flow" and _names_row(context, one, (row.name, *row.aliases)) and one.change == "level":
            groups.setdefault((row.id, one.scope, one.dimension), []).append(one)
    for figures in groups.values():
        first = figures[0]
        for one in figures[1:]:
            if _ratio(first, one) >= _FAR and first.value != one.value:
                context.compare((first, one))
                yield context.finding(
                    RULE, first.start, first.end, f"{first.indicator}此处为{shown(first)}，另一处为{shown(one)}，相差上千倍",
                    suggestion="核对哪一处的单位有误", related=[context.related(one.start, one.end, "另一处")],
                )
                break


def _ratio(one: Quantity, other: Quantity) -> Decimal:
    """How many times the larger is the smaller; 0 where one of them is 0."""
    return max(one.base, other.base) / min(one.base, other.base) if one.base and other.base else Decimal(0)


def _of_one_thing(context: CheckContext, one: Quantity, other: Quantity) -> bool:
    if _is_each(context, one) != _is_each(context, other):
        # 税收47.9亿元 on 10008亩 is 亩均47.9万元
        return False
    if one.indicator and (one.indicator_id or one.indicator) == (other.indicator_id or other.indicator):
        return True
    left, right = _surroundings(context, one), _surroundings(context, other)
    return any(left[at : at + 4] in right for at in range(len(left) - 3) if " " not in left[at : at + 4])


def _is_each(context: CheckContext, one: Quantity) -> bool:
    """Whether the figure is what falls to one of many: 亩均, 人均, 每户."""
    return bool(_EACH.search(context.text, max(context.clause_start(one.start), one.start - 12), one.start))


def _surroundings(context: CheckContext, one: Quantity) -> str:
    """The telling words around a figure: of its clause, the one before, and what follows directly."""
    text = context.text
    begin = context.clause_start(one.start, "；")
    before = text[max(begin, one.start - 30) : one.start]
    after = _CLAUSE.match(text, one.end, one.end + 10)
    return _COMMON.sub(" ", _HAN.sub(" ", f"{before} {after.group() if after else ''}"))


def _a_day(context: CheckContext, one: Quantity, before: Sequence[Quantity]) -> Iterator[Finding]:
    """全年处理包裹1860万单，日均5.1亿单: more in a day than in all."""
    total = next((other for other in reversed(before) if exact(other) and other.dimension == one.dimension), None)
    if total is not None and total.role == one.role and exact(one) and one.dimension:
        context.compare((one, total))
        if (one.base or 0) > (total.base or 0):
            yield _finding(context, one, f"日（月）均{shown(one)}大于总数{shown(total)}")


def _far_apart(context: CheckContext, start: Quantity, now: Quantity) -> Iterator[Finding]:
    if not exact(start) or not exact(now) or start.dimension != now.dimension:
        return
    context.compare((start, now))
    times = _ratio(start, now)
    if times < _FAR:
        return
    small, large = (start, now) if (start.base or 0) < (now.base or 0) else (now, start)
    yield context.finding(
        RULE, small.start, small.end,
        f"{shown(start)}到{shown(now)}相差{times.quantize(Decimal(1)):f}倍，像是漏了“万”或“亿”",
        suggestion="核对两个数的单位", related=[context.related(large.start, large.end, "另一个数")],
    )


def _unfit(context: CheckContext, one: Quantity) -> Iterator[Finding]:
    row = indicator(one.indicator_id or _row_at_the_end(one.indicator)) if one.indicator else None
    bounds = _PLAUSIBLE.get(row.id) if row is not None else None
    if row is not None and row.units:
        allowed = {_kind(unit.dimension) for written in row.units if (unit := unit_of(written)) is not None}
        kind = _kind(one.dimension)
        if allowed in ({"count"}, {"money"}) and kind and kind not in allowed and _names_row(context, one, (row.name, *row.aliases)):
            units = "、".join(row.units)
            yield _finding(context, one, f"{row.name}的单位通常是{units}，此处写作{shown(one)}")
            return
    if bounds is not None and one.base is not None and exact(one) and "/" not in one.dimension and not one.scope and one.change == "level":
        low, high = Decimal(bounds[0]), Decimal(bounds[1])
        if not low <= one.base <= high and _kind(one.dimension) != "percent" and (row is None or _kind(one.dimension) != "count"):
            yield _finding(context, one, f"{one.indicator}为{shown(one)}，{'小' if one.base < low else '大'}得不合常理")
            return
    funds = one.dimension == "元" and (one.base or 0) >= _MUCH and not one.scope and _FUNDS.search(one.indicator)
    if funds and not one.cumulative and not context.document.kind.startswith("政府") and _right_before(context, one):
        yield _finding(context, one, f"{one.indicator}为{shown(one)}，大得不合常理")
        return
    if one.unit == "亿平方米" and not context.document.kind.startswith("政府"):
        square = plain((one.base or Decimal(0)) / 1_000_000)
        yield _finding(context, one, f"{one.indicator}为{shown(one)}（合{square}平方公里），大得不合常理")
        return
    rich = one.dimension == "元" and (one.base or 0) >= 1_000_000
    if rich and _A_HOUSEHOLD.search(context.text, max(0, one.start - 14), one.start):
        yield _finding(context, one, f"每户（人）{shown(one)}，大得不合常理")
        return
    for noun, never in _NEVER:
        if one.dimension in never and noun.search(one.indicator) and _right_before(context, one):
            yield _finding(context, one, f"“{one.indicator}”不以“{one.unit}”计，此处写作{shown(one)}")
            return


def _row_at_the_end(name: str) -> str:
    """The row that the end of an open name names: 建成标准厂房面积 → I107."""
    return next((row for row, ending in _ENDINGS if name.endswith(ending)), "")


def _kind(dimension: str) -> str:
    """A coarse class of measure; every counting word is "count", what is not known ""."""
    return "count" if dimension in _COUNTED else _KINDS.get(dimension, "")


def _names_row(context: CheckContext, one: Quantity, names: tuple[str, ...]) -> bool:
    """Whether the name of the row stands right before the figure."""
    forms = tuple(form for name in names for form in (name, name.removesuffix("数")) if len(form) > 3)
    return mention_of(context, one).before.endswith(forms)


def _right_before(context: CheckContext, one: Quantity) -> bool:
    if not one.indicator:
        return False
    before = context.text[max(0, one.start - 6) : one.start]
    return before.endswith(one.indicator[-2:]) or _REACHED.sub("", before).endswith(one.indicator[-2:])


def _finding(context: CheckContext, one: Quantity, message: str) -> Finding:
    start = one.subject_start if 0 < one.start - one.subject_start <= 16 and one.subject_end <= one.start else one.start
    return context.finding(RULE, start, one.end, message, suggestion="核对单位", severity="warning")

