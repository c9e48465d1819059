"""增量与起止数对不上

查什么：
“由A提高到B，提高N”中的N是不是B与A之差：百分点、家数、位次、时限、系数都算；净增数是不是新增数减去退出数；两个百分数之差写成了“%”；
“新建n，总长达到m”的m是不是前文（上年报告）的总数加n，会不会比原有的还少。
为什么：
起止数和增量三个数常由不同的人填，改了一个忘了另一个；百分数相减的结果是百分点，写成“提高0.27%”意思就变了。
错例：
规上工业企业研发活动覆盖率由68.5%提高到73.2%，提高5.7个百分点。
正例：
规上工业企业研发活动覆盖率由68.5%提高到73.2%，提高4.7个百分点。
出处：
百分点与百分比的区别见统计用语常识；净增=新增-减少（实践）。文中数字按所印位数视为四舍五入的结果。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.additions import grown_stocks
from assistant.checks.apart import apart_in_percent, behind_pace, points_apart
from assistant.checks.arithmetic import exact, gap, growth_of, in_unit_of, rounded, same_measure, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.elsewhere import amounts_of
from assistant.checks.mentions import same_base
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval, factor, plain

RULE = Rule("NUM005", "change", "numbers", "error")

_ELSEWHERE = re.compile(r"十[一二三四五六]五|全[省市国县区]|平均|目标|任务|计划|预期|上月|上季|环比|同类|前三|标准|要求|规定|时限")
_GROSS = re.compile(r"^(?:新|累计新)")
_SHARED_OUT = re.compile(r"[年月日]均|每[年月日天季]")
_NEXT = re.compile(r"，(?:同比|[比较]上年)?净?(?:增加|减少|增)了?")
_NEAR = re.compile(r"[^，。；：、（）\n\d]{0,12}$")
#: additions to these are gross: some leave while others come
_COUNTED = frozenset(("家", "户", "人", "个", "项", "件", "元"))
#: of these some leave while others come, so that more may come in than is gained
_COUNTS = frozenset(("家", "户", "人", "个", "项", "件", "条", "座", "所", "台", "辆", "支", "名"))
_THAN = re.compile(r"(?:高出|高|低|多|少|多出|增加|减少)(?:了)?$")
_CAME = re.compile(r"推动|新增|新引进|助推|培育|实现|登陆|成功|上市|入规|认定")
_NAMED_YEAR = re.compile(r"20\d\d(?=年)")
_RATIO = re.compile(r"(?:率|比例|比重|占比|覆盖面|满意度)$")
_RISES = re.compile(r"提高|提升|上升|降低|下降|回落")
#: a share is higher than another by points; 率 is left alone, since 生产率, 产出率 and others are no percentages
_SHARE_IS_HIGHER = re.compile(
    r"(?P<share>比重|占比)(?:比|较)[^，。；：、\d]{1,14}?(?P<verb>高出?|低|提高|提升|上升|增加|下降|降低|回落)了?$"
)
_LEFT_OUT = re.compile(r"扣除|退出|退库|注销|淘汰|摘牌|取消|迁出|关停|未通过|剔除|减去|撤销")


def check(context: CheckContext) -> Iterator[Finding]:
    """Differences whose both ends stand in the sentence, and net figures against additions and losses."""
    last: Quantity | None = None
    for change in context.quantities:
        before, last = last, change
        if change.dimension == "%" and change.change != "points":
            yield from _share_is_higher(context, change)
        if change.change not in ("points", "increase", "growth") or not exact(change):
            continue
        now = context.level_of(change) or _added_to(context, change, before)
        if change.change == "increase" and before is not None and now is before:
            yield from _than_other(context, change, before)
        if now is None and change.change == "growth" and before is not None and before.change == "share" and exact(before):
            yield from _ratio_in_percent(context, change, before)
        if now is None or not exact(now) or _ELSEWHERE.search(change.compare):
            continue
        if _GROSS.match(change.verb) and (change.about >= 0 or now is not before):
            continue
        start = context.starts.get(now.start)
        told = before is not None and before.role == "previous" and before.change in ("level", "rate") and before.end <= change.start
        if start is None and before is not None and told:
            near = _NEAR.match(context.text, before.end, change.start) or (now.start < before.start and _NEXT.fullmatch(
                context.text, before.end, change.start))
            start = before if near else None
        if start is None and change.change == "growth" and now.change == "rate" and now.dimension == "%":
            yield from _ratio_in_percent(context, change, now)
        named = _of_named_year(context, change, now) if start is None and change.change == "increase" and now.change == "level" else None
        start = start or named
        if start is None or not exact(start) or not same_measure(start, now):
            continue
        if start is not named and not same_base(change, start):
            continue
        if change.change == "growth":
            if now.dimension == "%":
                yield from _percent_for_points(context, change, start, now)
        elif change.dimension == now.dimension or (change.change == "points" and now.dimension == "%"):
            times = _times(change, start, now)
            if times:
                context.compare((change, start, now))
                yield from _difference(context, change, start, now, times)
    yield from behind_pace(RULE, context)
    yield from grown_stocks(RULE, context)
    yield from points_apart(RULE, context)
    for figures in context.figures_by_sentence:
        yield from apart_in_percent(RULE, context, figures)
        yield from _of_two_stretches(context, figures)
        yield from _net(context, figures)
        yield from _faster(context, figures)
        yield from _additions(context, figures)


def _added_to(context: CheckContext, change: Quantity, before: Quantity | None) -> Quantity | None:
    """供热能力由3.6万吨提升到6.1万吨，新增能力2.5万吨: what is added to a measured capacity is the difference."""
    if before is None or before.start not in context.starts or before.dimension != change.dimension or change.dimension in _COUNTED:
        return None
    return before if change.verb == "新增" and len(change.indicator) > 1 and before.indicator.endswith(change.indicator) else None


def _distance(start: Quantity, now: Quantity) -> tuple[Interval, Decimal]:
    one, other = stands_for(start), stands_for(now)
    middle = abs((now.base or Decimal(0)) - (start.base or Decimal(0)))
    half = (one.high - one.low + other.high - other.low) / 2
    return Interval(middle - half, middle + half), middle


def _times(change: Quantity, start: Quantity, now: Quantity) -> int:
    """Among how many years the difference is shared out: 年均净增38家; 0 where that is not known, or months share it."""
    if not _SHARED_OUT.search(change.verb):
        return 1
    years = (now.period.last_year or now.period.year or 0) - (start.period.year or 0)
    return years if "年" in change.verb and start.period_from == "clause" and 1 < years < 20 else 0


def _difference(context: CheckContext, change: Quantity, start: Quantity, now: Quantity, times: int) -> Iterator[Finding]:
    computed, middle = _distance(start, now)
    printed = stands_for(change)
    if times > 1:
        # 年均净增38家 is rounded
        half = max(Decimal("0.5").scaleb(-change.decimals) * factor(change), (computed.high - computed.low) / 2 / times)
        middle /= times
        computed = Interval(middle - half, middle + half)
    apart = gap(computed, printed)
    decimals = max(start.decimals, now.decimals)
    # figures of one precision subtract exactly: 73.2-68.5 is 4.7 on paper, whatever lies behind the last digit
    step = Decimal(1).scaleb(-decimals) * factor(now)
    if times == 1 and change.decimals == decimals and not apart and abs(middle - (change.base or Decimal(0))) > step:
        apart = step
    if not apart:
        return
    unit = "个百分点" if change.change == "points" else change.unit
    value = rounded(middle / factor(change), decimals if change.unit == now.unit or change.change == "points" else 4)
    if change.unit != now.unit and change.change != "points":
        value = value.rstrip("0").rstrip(".")
    among = f"，{times}年平均每年" if times > 1 else "相差"
    yield context.finding(
        RULE, _verb_start(context, change), change.end,
        f"{shown(start)}到{shown(now)}{among}{plain(Decimal(value)) if '.' not in value else value}{unit}，文中写作{shown(change)}",
        suggestion="核对起数、止数和增量，三者有一个不对",
        related=[context.related(start.start, start.end, "起数"), context.related(now.start, now.end, "止数")],
    )


def _percent_for_points(context: CheckContext, change: Quantity, start: Quantity, now: Quantity) -> Iterator[Finding]:
    computed, middle = _distance(start, now)
    relative = growth_of(now, start)
    printed = stands_for(change)
    context.compare((change, start, now))
    if relative is None or not gap(Interval(abs(relative.low), abs(relative.high)) if relative.low > 0 else
                                   Interval(abs(relative.high), abs(relative.low)), printed):
        return
    decimals = max(start.decimals, now.decimals)
    difference = rounded(middle, decimals)
    related = [context.related(start.start, start.end, "起数"), context.related(now.start, now.end, "止数")]
    at = _verb_start(context, change)
    if not gap(computed, printed):
        yield context.finding(
            RULE, at, change.end,
            f"{shown(start)}到{shown(now)}相差{difference}个百分点，文中写作{shown(change)}（两个百分数相减应为百分点）",
            suggestion="改为“个百分点”", related=related,
            fix=f"{change.quote.rstrip('%％﹪ ')}个百分点", fix_span=(change.start, change.end),
        )
        return
    yield context.finding(
        RULE, at, change.end, f"{shown(start)}到{shown(now)}相差{difference}个百分点，文中写作{shown(change)}",
        suggestion="核对起数、止数和增量", severity="warning", related=related,
    )


def _net(context: CheckContext, figures: tuple[Quantity, ...]) -> Iterator[Finding]:
    """净增 against 新增 and what was lost in the same sentence: 新认定19家，扣除未通过复审的6家，净增13家."""
    for at, net in enumerate(figures):
        if net.change != "increase" or not net.verb.startswith("净") or not exact(net) or net.role == "target" or at < 2:
            continue
        gross = next((one for one in figures[:at] if one.verb.startswith("新") and one.dimension == net.dimension and exact(one)), None)
        if gross is None:
            continue
        lost = [one for one in figures[:at] if one.dimension == net.dimension and exact(one) and one.start > gross.start
                and _LEFT_OUT.search(context.text, one.subject_start if one.subject_end else one.start, one.start)]
        if len(lost) != 1:
            continue
        context.compare((net, gross, lost[0]))
        left = (gross.base or Decimal(0)) - (lost[0].base or Decimal(0))
        if left != net.base:
            yield context.finding(
                RULE, _verb_start(context, net), net.end,
                f"{shown(gross)}减{shown(lost[0])}为{plain(left)}{net.unit}，文中写作净增{shown(net)}",
                suggestion="核对新增、退出和净增三个数",
                related=[context.related(gross.start, gross.end, "新增"), context.related(lost[0].start, lost[0].end, "退出")],
            )


def _than_other(context: CheckContext, change: Quantity, other: Quantity) -> Iterator[Finding]:
    """人均可支配收入42680元，比农村居民21460元高出21220元: the difference of two amounts that stand side by side."""
    if not _THAN.match(context.text, other.end, change.start) or not exact(other) or not exact(change):
        return
    begin = context.clause_start(other.start)
    if not context.text.startswith(("比", "较"), begin):
        return
    found = [one for one in context.figures_in(context.sentence_start(begin), begin)
             if exact(one) and one.dimension == other.dimension and one.role != "previous"]
    if not found or found[-1].change != "level":
        return
    first = found[-1]
    context.compare((change, first, other))
    computed, middle = _distance(other, first)
    if gap(computed, stands_for(change)):
        yield context.finding(
            RULE, _verb_start(context, change), change.end,
            f"{shown(first)}与{shown(other)}相差{in_unit_of(middle, change)}，文中写作{shown(change)}",
            suggestion="核对两个数和差数",
            related=[context.related(first.start, first.end, "数值"), context.related(other.start, other.end, "相比的数")],
        )


def _additions(context: CheckContext, figures: Sequence[Quantity]) -> Iterator[Finding]:
    """新开通内贸航线2条、近洋航线1条，航线总数由11条增加到15条: what came in can't be less than what was gained."""
    for now in figures:
        start = context.starts.get(now.start)
        if start is None or start not in figures or not exact(start) or not exact(now) or not now.base or not start.base:
            continue
        head = now.indicator.removesuffix("总数").removesuffix("数")[-2:]
        gained = now.base - start.base
        added = [
            one for one in figures[: figures.index(start)]
            if exact(one) and one.dimension == now.dimension and one.parent < 0 and _plain(one.indicator)[-2:] == head
            and one.change in ("level", "increase") and one.role == now.role
        ]
        if not added or not added[0].verb.startswith("新"):
            added = _just_before(context, figures, start, now, head)
        if not added or gained <= 0 or len(head) < 2:
            continue
        if context.text.find("其中", added[0].start, now.end) >= 0:
            continue
        context.compare((start, now, *added))
        came = sum((one.base or Decimal(0) for one in added), Decimal(0))
        short = came < gained if now.dimension in _COUNTS else came != gained
        if short:
            told = "＋".join(shown(one) for one in added)
            yield context.finding(
                RULE, start.start, now.end, f"{shown(start)}到{shown(now)}增加{in_unit_of(gained, now)}，前文新增{told}",
                suggestion="核对新增数和起止两个数", related=[context.related(one.start, one.end, "新增") for one in added],
            )


def _just_before(
    context: CheckContext, figures: Sequence[Quantity], start: Quantity, now: Quantity, head: str
) -> list[Quantity]:
    """推动4家企业登陆资本市场，上市企业总数由17家增加到21家: the one figure of the clause before."""
    if "总数" not in now.indicator and "总数" not in context.text[max(0, start.start - 6) : start.start]:
        return []
    before = [one for one in figures if one.start < start.start and one.dimension == now.dimension]
    text = context.text
    if len(before) != 1 or not exact(before[0]) or before[0].change != "level" or not text.startswith(head, before[0].end):
        return []
    words = text[before[0].end : start.start]
    return before if words.count("，") == 1 and len(words) < 32 and _CAME.search(text, max(0, before[0].start - 6), start.start) else []


def _plain(name: str) -> str:
    return name.removesuffix("总数").removesuffix("数")


def _faster(context: CheckContext, figures: Sequence[Quantity]) -> Iterator[Finding]:
    """工业投资增速比全部投资高5.8个百分点 where the growth of both stands in the sentence."""
    for at, points in enumerate(figures):
        if points.change != "points" or len(points.compare) < 2 or not exact(points):
            continue
        rates = [one for one in figures[:at] if one.change == "growth" and exact(one) and one.indicator]
        own = [one for one in rates if one.indicator == points.indicator and one.scope == points.scope]
        rest = [one for one in rates if one not in own]
        other = [one for one in rest if (one.scope and one.scope in points.compare) or one.indicator[-2:] == points.compare[-2:]]
        if len(own) != 1 or not other:
            continue
        printed = stands_for(points)
        apart = [(gap(_distance(one, own[0])[0], printed), one) for one in other]
        context.compare((points, own[0], *other))
        # several may be meant: only when none fits is something wrong
        if all(far for far, _ in apart) and len({one.indicator for one in other}) == 1:
            one = other[0]
            apart_by = rounded(_distance(one, own[0])[1], max(one.decimals, own[0].decimals))
            yield context.finding(
                RULE, _verb_start(context, points), points.end,
                f"增速{shown(own[0])}与{shown(one)}相差{apart_by}个百分点，文中写作{shown(points)}",
                suggestion="核对两个增速和差数",
                related=[context.related(own[0].start, own[0].end, "增速"), context.related(one.start, one.end, "相比的增速")],
            )


def _of_named_year(context: CheckContext, change: Quantity, now: Quantity) -> Quantity | None:
    """达到200万标箱，比2025年增加13.6万标箱: the amount that the text tells for the year named."""
    year = _NAMED_YEAR.search(change.compare)
    if year is None or len(now.indicator) < 4:
        return None
    found = [
        one for one in amounts_of(context).named((now.indicator,), now)
        if one.period.year == int(year.group()) and one.period.kind in ("year", "unknown") and one.unit == now.unit
        and one.scope == now.scope and one.parent < 0
    ]
    return found[0] if len({one.base for one in found}) == 1 else None


def _ratio_in_percent(context: CheckContext, change: Quantity, now: Quantity) -> Iterator[Finding]:
    """优良天数比例89.6%，同比提高1.8%; 占…的比重达46.8%，提高4.1%: a ratio rises in points."""
    falls = now.change == "share" and change.sign < 0
    if falls and any("增长" in one.verb for one in context.figures_in(context.sentence_start(now.start), now.start)):
        # 出口占58.2%，增长8.6%；进口占41.8%，下降2.1%: what falls is the amount
        return
    if (now.change == "share" or _RATIO.search(now.indicator)) and _RISES.search(change.verb) and 0 <= change.start - now.end < 12:
        context.compare((change, now))
        yield context.finding(
            RULE, _verb_start(context, change), change.end,
            f"{now.indicator}{'占比' if now.change == 'share' else ''}是百分数，升降应说百分点，文中写作{change.verb}{shown(change)}",
            suggestion="核对是否为“个百分点”", severity="warning", related=[context.related(now.start, now.end, "比率")],
        )


def _share_is_higher(context: CheckContext, change: Quantity) -> Iterator[Finding]:
    """物流成本占产值的比重比市级园区高1.8%: neither ratio is printed, and still the distance of two is told in points."""
    told = _SHARE_IS_HIGHER.search(context.text, max(0, change.start - 26), change.start)
    if told is not None:
        context.compare((change,))
        yield context.finding(
            RULE, told.start("verb"), change.end, f"两个{told['share']}相差应说百分点，文中写作{told['verb']}{shown(change)}",
            suggestion="核对是否为“个百分点”", severity="warning",
        )


def _of_two_stretches(context: CheckContext, figures: Sequence[Quantity]) -> Iterator[Finding]:
    """一季度…增长3.8%；二季度…增长5.9%，增速比一季度加快2.1个百分点."""
    for at, apart in enumerate(figures):
        if apart.change != "points" or not exact(apart) or not apart.compare:
            continue
        rates = [one for one in figures[:at] if one.change == "growth" and exact(one) and one.period.label]
        now = rates[-1] if rates else None
        then = next((one for one in rates if one.period.label == apart.compare), None)
        if now is None or then is None or now is then or now.indicator != then.indicator or now.value is None or then.value is None:
            continue
        context.compare((apart, now, then))
        moved = now.value * now.sign - then.value * then.sign
        # 加快2个百分点 is rounded
        if moved * apart.sign != apart.value and apart.decimals:
            yield context.finding(
                RULE, _verb_start(context, apart), apart.end,
                f"{shown(now)}与{apart.compare}的{shown(then)}相差{plain(abs(moved))}个百分点，"
                f"文中写作{apart.verb}{shown(apart)}",
                suggestion="核对两个增速和差数",
                related=[context.related(then.start, then.end, apart.compare), context.related(now.start, now.end, "增速")],
            )


def _verb_start(context: CheckContext, change: Quantity) -> int:
    start = change.start - len(change.verb)
    return start if change.verb and context.text[start : change.start] == change.verb else change.start
