"""占比、完成率与数值对不上

查什么：
文中既有部分、总数又有占比的，重新相除：占…的p%、为年度计划的p%、办结率p%、“…中有n家，占p%”、合计占p%、资产负债率；
总数或部分在别处、但文中只有一个同名数的，也拿来核。
为什么：
占比由另一张表算出，部分或总数改过以后常常没有重算；两位数字颠倒（49.5%写成45.9%）读起来也看不出。
错例：
兑现惠企资金1.86亿元，其中“免申即享”资金0.92亿元，占45.9%。
正例：
兑现惠企资金1.86亿元，其中“免申即享”资金0.92亿元，占49.5%；完成年度目标80亿元的106.1%。
出处：
占比=部分÷总数×100%，完成率=完成数÷目标数×100%。完成率超过100%是正常的；约数、区间不核（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.checks.arithmetic import exact, same_measure
from assistant.checks.classes import all_but_others, from_bar_on, implied_whole
from assistant.checks.context import CheckContext
from assistant.checks.elsewhere import amounts_of
from assistant.checks.fractions import spoken_shares
from assistant.checks.grids import amounts_in_tables
from assistant.checks.line_lists import line_lists
from assistant.checks.named_rates import AMONG, named_rate
from assistant.checks.rule import Rule
from assistant.checks.shares import distance, fits, judge, plain_name
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.indicators import resolve

RULE = Rule("NUM006", "share", "numbers", "error")

_OWN = re.compile(
    r"^(?:全区的?|全园区?|园区|开发区|全部|我区|公司|全公司|集团|示范区|度假区|保税区|集聚区|港区|新区|高新区|经开区|工业园|产业园)"
)
#: what an amount is measured as → the rows that can be its whole
_WHOLES = {
    "产值": ("I002", "I003"), "税收": ("I025",), "投资": ("I037",), "增加值": ("I004", "I005"), "营业收入": ("I007",),
    "进出口": ("I062",), "出口": ("I063",), "生产总值": ("I001",), "GDP": ("I001",),
}
_PLANNED = re.compile(r"(?:目标|任务|计划)[\u4e00-\u9fff]{0,8}$")
_EXCEEDED = re.compile(r"超(?:出|过|额)?(?:年度|全年|年初|既定|预期)*(?:目标|任务|计划)(?:任务|数)?$")
_GOAL = re.compile(r"目标|任务")
_TOGETHER = re.compile(r"(?P<count>[两三四五])[类项者档级个省市](?:[\u4e00-\u9fff]{0,4})?合?计?")
#: 工业投资中，技术改造投资19.2亿元: the clause itself says of what it tells a part
_OWN_WHOLE = re.compile(r"(?:在|从)?(?P<name>[^，。；：、\n\d]{3,14}?)(?:当|之)?中(?P<apart>[，,]?)")
_NOUN = re.compile(r"(?<=..)(?:人员|项目|企业|产业|产品)$")
_SEVERAL = {"两": 2, "三": 3, "四": 4, "五": 5}
_OF_THE_YEAR = re.compile(r"年度|全年|年初|^目标|^任务")
_NEAR = 90
#: how many figures of a paragraph are kept in mind
_BACK = 40


def check(context: CheckContext) -> Iterator[Finding]:
    """Shares and completion rates whose part and whole can be found."""
    levels: dict[str, list[Quantity]] = {}
    for one in context.quantities:
        if one.change == "level" and one.role in ("actual", "forecast") and exact(one) and one.indicator and one.dimension not in ("", "%"):
            levels.setdefault(plain_name(one.indicator), []).append(one)
            if one.indicator_id:
                levels.setdefault(one.indicator_id, []).append(one)
    if any(one.change == "share" and one.of and plain_name(one.of) not in levels for one in context.quantities):
        for one in amounts_in_tables(context):
            # what the text tells itself goes first
            levels.setdefault(plain_name(one.indicator), [one])
    paragraph: list[Quantity] = []
    for figures in context.figures_by_sentence:
        if paragraph and "\n" in context.text[paragraph[-1].end : figures[0].start]:
            paragraph = []
        for at, rate in enumerate(figures):
            if rate.dimension != "%" or not exact(rate):
                continue
            before = (*paragraph, *figures[:at])
            if rate.change in ("share", "completion"):
                yield from _share(context, rate, before, levels)
                if rate.change == "share" and not rate.of:
                    yield from from_bar_on(RULE, context, rate)
            elif rate.change == "rate":
                yield from named_rate(RULE, context, rate, figures[:at], before)
        yield from implied_whole(RULE, context, figures)
        paragraph = [*paragraph[-_BACK:], *figures]
    yield from spoken_shares(RULE, context)
    yield from _line_by_line(context)


def _line_by_line(context: CheckContext) -> Iterator[Finding]:
    """…863.4亿元。其中： with a line each: 石油化工512.7亿元，占59.4%."""
    for listed in line_lists(context):
        pairs = [(part, rate) for part, rate in listed.rows if rate is not None and rate.parent < 0]
        if listed.totals:
            for part, rate in pairs:
                yield from judge(RULE, context, rate, (part,), listed.totals, ())
        else:
            yield from implied_whole(RULE, context, [one for pair in pairs for one in pair])


def _share(
    context: CheckContext, rate: Quantity, before: Sequence[Quantity], levels: Mapping[str, Sequence[Quantity]]
) -> Iterator[Finding]:
    part = context.level_of(rate)
    newly = context.by_start.get(rate.about)
    if rate.change == "completion" and newly is not None and newly.change == "increase" and newly.verb.startswith("新"):
        # 总量达到1.86万人，新增2600人，完成年度任务2400人的108.3%: what came in is held against the goal
        part = newly
    if rate.change == "completion" and (part is None or (part.change == "increase" and not part.verb.startswith("新"))):
        part = _done(context, rate) or part
    if rate.change == "share" and rate.joint >= 0:
        part = _beside(context, rate) or part
    if part is None and rate.change == "share" and not rate.scope:
        part = _only(levels.get(plain_name(rate.indicator), ()), rate)
    if part is None and rate.change == "share":
        yield from all_but_others(RULE, context, rate)
        part = _named_in_clause(context, rate, levels)
    if rate.change == "share" and not rate.of and (part is None or not exact(part)):
        part = _counted_among(context, rate)
    if part is None or not exact(part) or part.change not in ("level", "increase") or part.dimension == "%":
        return
    near = context.text[max(0, rate.start - _NEAR) : part.start]
    own = _own_whole(context, rate, part, before) if rate.change == "share" and "中" in near else None
    if own is not None:
        yield from judge(RULE, context, rate, (part,), (own[0],), before, own[1])
        return
    parts = _together(context, part, rate) if part.start == rate.about else _first_of_list(context, part, rate)
    whole = context.by_start.get(rate.parent)
    if whole is not None and rate.change == "completion" and _is_excess(context, whole, part):
        return
    if whole is None and rate.change == "completion":
        whole = _goal(context, rate, part)
        if whole is not None and same_measure(part, whole):
            yield from judge(RULE, context, rate, (part,), (whole,), before)
        return
    listed = context.by_start.get(part.joint)
    if whole is None and listed is not None and len(parts) > 1:
        whole = context.by_start.get(listed.parent)
    if whole is not None and _names(rate.of, whole):
        # 突破规划的180万标箱目标 bounds what was reached, not the goal
        set_goal = rate.change == "completion" and whole.role == "target" and whole.value is not None and whole.high is None
        if whole is not part and (exact(whole) or set_goal) and same_measure(part, whole):
            yield from judge(RULE, context, rate, parts, (whole,), before, _said_of(rate, whole))
    elif rate.change == "share" and not rate.of and (shared := _whole_before(context, rate, part)) is not None:
        yield from judge(RULE, context, rate, parts, (shared,), before)
    elif rate.change == "share":
        wholes = _named_wholes(rate, part, levels)
        if not wholes and not rate.of:
            wholes = _whole_of_list(context, rate, part, levels)
        if wholes is None and not rate.of:
            wholes = _mentioned_wholes(context, part, before) if rate.start - part.end < _NEAR else ()
        fit = [one for one in wholes or () if one not in parts and same_measure(one, part) and (one.base or 0) >= (part.base or 0)]
        if len({one.base for one in fit}) == 1 or any(fits(part, one, rate) for one in fit):
            above = context.by_start.get(part.parent)
            # 合计320.1亿元，其中…63.1亿元，占规上工业总产值的…: of the part or of all of them, whichever comes nearer
            if above is not None and exact(above) and fit and distance(above, fit[0], rate) < distance(part, fit[0], rate):
                parts = (above,)
            yield from judge(RULE, context, rate, parts, fit, before, _said_of(rate, fit[0]) if len({one.base for one in fit}) == 1 else "")


def _said_of(rate: Quantity, whole: Quantity) -> str:
    """The name of a whole that 占…的 spells out; "" where it is told with other words, or with none."""
    named = plain_name(_OWN.sub("", rate.of))
    row = resolve(named)[0] if named else ""
    same = plain_name(whole.indicator).endswith(named) or (row and row == whole.indicator_id)
    return plain_name(whole.indicator) if rate.change == "share" and len(named) > 3 and same else ""


def _named_in_clause(context: CheckContext, rate: Quantity, levels: Mapping[str, Sequence[Quantity]]) -> Quantity | None:
    """电子信息产业规模偏小，仅占规上工业总产值的15.7%: the output of the trade that the sentence begins with."""
    if not rate.of.endswith("产值"):
        return None
    words = context.text[context.clause_start(rate.start, "；：") : rate.start]
    keys = [key for key in levels if key.endswith("产值") and len(key) > 4 and key.removesuffix("产值").removesuffix("产业") in words]
    found = [one for key in keys for one in levels[key] if one.period.year == rate.period.year]
    return found[0] if len({one.base for one in found}) == 1 else None


def _counted_among(context: CheckContext, rate: Quantity) -> Quantity | None:
    """12个村中，有9个村集体收入超过50万元，占比75%: the part is what is counted first behind 中."""
    figures = context.figures_in(context.sentence_start(rate.start), rate.start)
    whole = next((one for one in figures if exact(one) and AMONG.match(context.text, one.end)), None)
    if whole is None:
        return None
    return next((one for one in figures if one.start > whole.start and exact(one) and one.dimension == whole.dimension), None)


def _whole_before(context: CheckContext, rate: Quantity, part: Quantity) -> Quantity | None:
    """The whole of the share told just before in the sentence: 其中政府出资12亿元，占40%；社会资本18亿元，占60%."""
    for one in reversed(context.figures_in(context.sentence_start(rate.start), part.start)):
        if one.change == "share":
            whole = context.by_start.get(one.parent)
            semicolon = "；" in context.text[one.end : part.start]
            fits = whole is not None and exact(whole) and same_measure(whole, part) and (whole.base or 0) >= (part.base or 0)
            return whole if semicolon and fits and part.parent < 0 else None
    return None


def _own_whole(context: CheckContext, rate: Quantity, part: Quantity, before: Sequence[Quantity]) -> tuple[Quantity, str] | None:
    """工业投资41.5亿元…；工业投资中，技术改造投资19.2亿元，占32.9%: the amount that the clause of the part names, with that name."""
    begin = context.clause_start(part.start)
    said = _OWN_WHOLE.match(context.text, begin, part.start)
    if said is None and begin and context.text[begin - 1] == "，":
        said = _OWN_WHOLE.match(context.text, context.clause_start(begin - 1), part.start)
        said = said if said is not None and said["apart"] and said.end() == begin else None
    if said is None:
        return None
    name = plain_name(said["name"])
    if rate.of and not name.endswith(plain_name(_OWN.sub("", rate.of))):
        return None
    told = [
        one for one in before
        if one.start < said.start() and exact(one) and one.change == "level" and same_measure(one, part) and one.role == part.role
        and (_NOUN.sub("", plain_name(one.indicator)) == _NOUN.sub("", name) or context.text.endswith((said["name"], name), 0, one.start))
    ]
    whole = told[-1] if len({one.base for one in told}) == 1 else None
    return (whole, name) if whole is not None and (whole.base or 0) >= (part.base or 0) else None


def _first_of_list(context: CheckContext, part: Quantity, rate: Quantity) -> tuple[Quantity, ...]:
    """A类112家、B类263家、C类94家、D类17家，A、B两类合计占77.2%: so many members of the list, from its first on."""
    several = _TOGETHER.search(context.text, context.clause_start(rate.start), rate.start)
    if several is None:
        return (part,)
    members = [one for one in context.figures_in(part.start, rate.start) if one.dimension == part.dimension and exact(one)]
    return tuple(members[: _SEVERAL[several["count"]]])


def _whole_of_list(
    context: CheckContext, rate: Quantity, part: Quantity, levels: Mapping[str, Sequence[Quantity]]
) -> Sequence[Quantity] | None:
    """华岭精密132.6亿元，占全区规上工业总产值的15.4%；前10位企业412.8亿元，占47.9%: the whole named for the share before."""
    for one in reversed(context.figures_in(context.sentence_start(rate.start), part.start)):
        if one.change == "share" and one.of:
            first = context.level_of(one)
            return _named_wholes(one, first, levels) if first is not None and same_measure(first, part) else None
    return None


def _goal(context: CheckContext, rate: Quantity, part: Quantity) -> Quantity | None:
    """The goal of a completion, told before in the sentence (目标为270个，实际签约286个，为目标的105.9%) or elsewhere by its name."""
    begin = context.sentence_start(rate.start)
    if rate.of.endswith("总投资"):
        return _invested_in(context, part, begin)
    here = [
        one for one in context.figures_in(begin, rate.start)
        if one is not part and one.value is not None and one.high is None and not one.masked and one.dimension == part.dimension
        and one.change == "level" and one.role != "previous" and one.base != part.base
        and not _is_excess(context, one, part)
    ]
    goals = [one for one in here if one.role == "target" or _PLANNED.search(context.text, max(begin, one.start - 12), one.start)]
    if here:
        return goals[0] if len(goals) == 1 and len(here) == 1 else None
    if not _OF_THE_YEAR.search(rate.of) or part.role == "target":
        return None
    told = [
        one for one in amounts_of(context).named((part.indicator,), rate, goal=True)
        if same_measure(one, part) and one.scope == part.scope and one.period.year == part.period.year and one.joint < 0
        # what the plan of the second half sets is no goal of the year
        and (_GOAL.search(one.indicator) or _PLANNED.search(context.text, max(0, one.start - 12), one.start))
    ]
    return told[0] if told and len({one.base for one in told}) == 1 else None


def _is_excess(context: CheckContext, one: Quantity, part: Quantity) -> bool:
    """26家，超年度目标6家: the figure is by how much the goal was exceeded."""
    return 2 * (one.base or 0) < (part.base or 0) and _EXCEEDED.search(context.text, max(0, one.start - 12), one.start) is not None


def _invested_in(context: CheckContext, part: Quantity, begin: int) -> Quantity | None:
    """项目总投资25亿元，已完成投资8亿元，完成总投资的32%: the one total before; what one year put in is not held against it."""
    so_far = part.cumulative or "已" in context.text[context.clause_start(part.start) : part.start]
    found = [one for one in context.figures_in(begin, part.start) if exact(one) and one.indicator.endswith("总投资")]
    return found[0] if so_far and part.period_from not in ("clause", "sentence") and len(found) == 1 else None


def _beside(context: CheckContext, rate: Quantity) -> Quantity | None:
    """The amount at the same place of a list as long: 分别为142.7亿元、78.6亿元和47.2亿元，占…的比重分别为53.1%、29.3%和17.6%."""
    figures = context.figures_in(context.sentence_start(rate.start), rate.end + 60)
    shares = [one for one in figures if one.joint == rate.joint]
    lists: dict[int, list[Quantity]] = {}
    for one in figures:
        if 0 <= one.joint != rate.joint and one.start < rate.joint and one.change == "level" and exact(one):
            lists.setdefault(one.joint, []).append(one)
    fitting = [amounts for amounts in lists.values() if len(amounts) == len(shares)]
    return fitting[-1][shares.index(rate)] if fitting and rate in shares else None


def _done(context: CheckContext, rate: Quantity) -> Quantity | None:
    """The amount of a completion where an increase or a semicolon stands between: 预计199.6亿元；比上年增长12.8%，为目标190亿元的105.1%."""
    goal = context.by_start.get(rate.parent)
    figures = context.figures_in(context.sentence_start(rate.start), goal.start if goal is not None else rate.start)
    found = [
        one for one in figures
        if exact(one) and one.change == "level" and one.role in ("actual", "forecast") and (goal is None or one.dimension == goal.dimension)
    ]
    return found[-1] if found else None


def _only(figures: Sequence[Quantity], rate: Quantity) -> Quantity | None:
    """The one amount of this name and year in the text."""
    found = [one for one in figures if one.period.year == rate.period.year and not one.scope]
    return found[0] if len({one.base for one in found}) == 1 else None


def _names(of: str, whole: Quantity) -> bool:
    """Whether what 占…的 says can be the figure it was linked with."""
    if not of or not whole.indicator or _OWN.match(of) or of.startswith(("其", "总", "年度", "计划", "目标", "规划", "任务", "预期")):
        return True
    row = resolve(of)[0]
    if row:
        return row == whole.indicator_id or of in whole.indicator
    return of in whole.indicator or whole.indicator in of or of[-2:] == whole.indicator[-2:]


def _together(context: CheckContext, part: Quantity, rate: Quantity) -> tuple[Quantity, ...]:
    """The part, or all members of its list where the share is that of all (合计占)."""
    if part.joint >= 0 and rate.start - part.end < 30 and "合计" in context.text[part.end : rate.start]:
        return tuple(one for one in context.figures_in(part.joint, part.end) if one.joint == part.joint and exact(one))
    return (part,)


def _named_wholes(rate: Quantity, part: Quantity, levels: Mapping[str, Sequence[Quantity]]) -> Sequence[Quantity] | None:
    """The figures that 占…的 can mean, by row, by the same words, or by what the part is measured as; None where it names nothing."""
    named = _OWN.sub("", rate.of)
    if rate.of and not named:
        keys: tuple[str, ...] = _rows(part.indicator)
    elif named and not rate.of.startswith(("全市", "全省", "全国", "全县", "其")):
        row, plain = resolve(named)[0], plain_name(named)
        keys = (row,) if row in levels else tuple(key for key in levels if key.endswith(plain)) if len(plain) > 1 else ()
    elif rate.indicator.endswith("占比") or (not rate.of and part.start != rate.about):
        keys = _rows(part.indicator)
    else:
        return () if rate.of else None
    found = [one for key in keys for one in levels.get(key, ())]
    whole = [one for one in found if not one.scope and one.period.year == part.period.year and _one_time(one, part)]
    return [one for one in whole if one.parent < 0] or whole


def _one_time(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts of one year are of the same months, or one of them does not say."""
    return not one.period_from or not other.period_from or _months(one) == _months(other)


def _months(one: Quantity) -> int:
    """The last month of a running total; 12 for everything else."""
    return one.period.last_month or 12 if one.period.first_month == 1 else 12


def _rows(name: str) -> tuple[str, ...]:
    return next((rows for ending, rows in _WHOLES.items() if name.endswith(ending)), ())


def _mentioned_wholes(context: CheckContext, part: Quantity, before: Sequence[Quantity]) -> Sequence[Quantity]:
    """46个行政村中，…达到37个，占80.4%: the figure before 中; else the totals of the paragraph that count the same kind of thing."""
    begin = context.clause_start(part.start, "；") - 1
    usable = [one for one in before if one.start < part.start and exact(one) and same_measure(one, part)]
    larger = [one for one in usable if begin < one.start and (one.base or 0) >= (part.base or 0)]
    among = [one for one in larger if AMONG.match(context.text, one.end)]
    if among:
        return among[-1:]
    head = plain_name(part.indicator)[-2:]
    totals = [one for one in usable if one.parent < 0 and one.role == part.role and one.change in ("level", "increase")]
    return [one for one in totals if len(head) == 2 and plain_name(one.indicator).endswith(head)]
