"""“突破”“超额完成”而数值不到

查什么：
“突破5亿元，达到4.86亿元”“超额完成9000万美元的年度任务”而实际只有8650万美元：说过了线的数，旁边的实际数并没有过线；
同一句里完成率不到100%（或者完成数低于目标数），又说“超额完成”“全面完成”“如期完成任务”；
“超出目标20亿元110%”而实际数只是目标的110%（超出的是10%）。
为什么：
实际数后来核减了，“突破”“超额”的话还留着；或者两个数录反了；“达到目标的百分之几”和“超出目标百分之几”差一个100%。
错例：
实际使用外资8650万美元，超额完成9000万美元的年度任务。
正例：
营业收入首次突破5亿元，达到5.26亿元；高新技术企业净增13家，超额完成净增12家的年度任务。
出处：
“突破”“超过”“超额”“完成”的词义（实践）。消耗、排放等不许超过的指标和年中的进度不核。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.arithmetic import exact, gap, growth_of, rounded, same_measure, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity

RULE = Rule("NUM016", "not-reached", "numbers", "error")

_BEYOND = re.compile(r"突破|超过|逾|超额完成(?:净增|新增)?")
_HUNDREDS = re.compile(r"(?:突破|超过|跨过)(?P<bar>[百千十])亿元?(?:大关)?[，,]?达到? ?(?P<reached>\d+(?:\.\d+)?) ?亿元")
_HUNDRED = Decimal(100)
_BARS = {"百": 100, "千": 1000, "十": 10}
#: names of a goal that name no indicator
_UNNAMED = ("", "完成", "超额", "超额完成", "年度目标", "年度任务")
_NEAR = 40
_GOAL = r"(?:全年|年度|年初|当年|预期|预定|既定|计划|确定|下达|分解|各项|的|目标|任务|计划|指标|数|值){1,6}"
#: a clause that claims the goal and names nothing else: what stands before it is meant
_CLAIM = re.compile(
    rf"[，；,（(](?:已经?|均|并|实现了?|从而|也|都)?(?P<claim>(?:超额|全面|圆满|如期|提前|顺利|全部|较好地?)完成了?{_GOAL})(?=[，。；,）)\n])"
)
_RATE_AFTER = re.compile(r"[，,（(](?:年度|任务|目标|总)?(?:任务|目标)?完成(?:率|比例)(?:为|达到?)?$")
#: the goal of the year, not that of three years, of a stretch of it or of somebody else
_YEARS_GOAL = re.compile(rf"(?:其|市定|省定|{_GOAL})*(?:的)?")
_CAPPED = re.compile(r"能耗|耗|排放|控制|限额|上限|事故|死亡|浓度|费用|支出|成本|损失|投诉|不良|负债|时限|天数|库存|赤字|煤|红线|以内")
_STRETCH = re.compile(r"[序时]进度|阶段|季度|半年|\d月|三年|五年|十[一二三四五六]五")
_SURPASSED = re.compile(rf"(?P<said>超(?:出|过|额)?(?:完成)?了?(?:{_GOAL}))(?=[\d.]+)")
_YEAR_OVER = 12


def check(context: CheckContext) -> Iterator[Finding]:
    """Bars said to be passed against the figure beside them."""
    for match in _HUNDREDS.finditer(context.text):
        if float(match["reached"]) < _BARS[match["bar"]]:
            yield context.finding(
                RULE, match.start("reached"), match.end(),
                f"{match['reached']}亿元没有达到{match['bar']}亿元，文中写作“突破{match['bar']}亿元”",
                suggestion="核对数值或改“突破”的说法",
            )
    for said in _BEYOND.finditer(context.text):
        goal = said.group().startswith("超额")
        for bar in context.figures_in(said.end(), said.end() + (16 if goal else 4))[:1]:
            if bar.threshold or bar.value is None or bar.high is not None or bar.approximate or bar.masked or not bar.dimension:
                continue
            yield from _judge(context, bar, said.group(), context.figures_in(bar.start - _NEAR, bar.end + _NEAR))
    if "完成" in context.text and not context.document.kind.startswith("半年"):
        for claim in _CLAIM.finditer(context.text):
            yield from _claimed(context, claim)
    for beyond in _SURPASSED.finditer(context.text):
        yield from _surpassed(context, beyond)


def _claimed(context: CheckContext, claim: re.Match[str]) -> Iterator[Finding]:
    """完成年度目标1.2亿元的96.7%，超额完成任务: the figures before the claim, or the rate right behind it."""
    begin = context.sentence_start(claim.start())
    if _STRETCH.search(context.text, begin, claim.end()) or _CAPPED.search(context.text, begin, claim.start()):
        return
    before = context.figures_in(max(begin, context.text.rfind("；", begin, claim.start()) + 1), claim.start())
    behind = context.figures_in(claim.end(), claim.end() + 14)[:1]
    if behind and _RATE_AFTER.match(context.text, claim.end("claim"), behind[0].start):
        last = behind[0]
    elif before and claim.start() - before[-1].end < 3:
        last = before[-1]
    else:
        return
    if not exact(last) or _through(last) != _YEAR_OVER:
        return
    related = [context.related(last.start, last.end, "完成情况")]
    if last.dimension == "%" and last.change in ("completion", "rate"):
        named = last.of and last.change == "completion" and _YEARS_GOAL.fullmatch(last.of)
        if last.role == "target" or not (named or last in behind):
            return
        context.compare((last,))
        short = stands_for(last).high < _HUNDRED
    else:
        really = context.text.endswith("完成", 0, last.start) or "实际" in context.text[max(begin, last.start - 8) : last.start]
        goals = [one for one in before if one.role == "target" and one is not last]
        if len(goals) != 1 or goals[0].value is None or goals[0].high is not None or (last.role == "target" and not really):
            return
        if not same_measure(goals[0], last) or (last.change, last.scope) != (goals[0].change, goals[0].scope) or last.role == "previous":
            return
        if last.sign < 0 or goals[0].sign < 0 or goals[0].bound == "max":
            return
        if len([one for one in before if one.dimension == last.dimension]) != len((goals[0], last)):
            return
        context.compare((last, goals[0]))
        short = stands_for(last).high < (goals[0].base or 0)
        related.append(context.related(goals[0].start, goals[0].end, "目标"))
    if short:
        yield context.finding(
            RULE, claim.start("claim"), claim.end("claim"), f"完成数为{shown(last)}，没有达到目标，文中写作“{claim['claim']}”",
            suggestion="核对完成数或改说法", related=related,
        )


def _surpassed(context: CheckContext, beyond: re.Match[str]) -> Iterator[Finding]:
    """462吨，超出年度目标420吨110%: it is 110 % of the goal and exceeds it by 10 %."""
    figures = context.figures_in(beyond.end(), beyond.end() + 16)
    if len(figures) < 2 or figures[0].start != beyond.end() or figures[1].dimension != "%" or not exact(figures[1]):
        return
    goal, rate = figures[:2]
    if context.text[goal.end : rate.start] not in ("", "的") or goal.value is None or goal.high is not None or goal.masked:
        return
    before = [
        one for one in context.figures_in(context.sentence_start(beyond.start()), beyond.start())
        if same_measure(one, goal) and exact(one) and one.role in ("actual", "forecast")
    ]
    if not before:
        return
    grown = growth_of(before[-1], goal)
    if grown is None or not gap(grown, stands_for(rate)):
        return
    context.compare((before[-1], goal, rate))
    percent = ((before[-1].base or Decimal(0)) / (goal.base or Decimal(1)) - 1) * _HUNDRED
    if not 0 < percent < 2 * _HUNDRED:
        # 超任务2亿元10%: what is told is the excess itself; a goal not reached is told by what stands above
        return
    reached = rounded(percent + _HUNDRED, rate.decimals)
    yield context.finding(
        RULE, beyond.start(), rate.end,
        f"{shown(before[-1])}是目标{shown(goal)}的{reached}%，超出{rounded(percent, rate.decimals)}%，"
        f"文中写作{context.text[beyond.start() : rate.end]}",
        suggestion="改为“超出”的百分数，或改为“为目标的百分之几”", related=[context.related(before[-1].start, before[-1].end, "完成数")],
    )


def _judge(context: CheckContext, bar: Quantity, said: str, figures: Sequence[Quantity]) -> Iterator[Finding]:
    begin = context.sentence_start(bar.start)
    inside = [one for one in figures if one is not bar and begin <= one.start and "。" not in context.text[bar.end : one.start]]
    reached = [one for one in inside if exact(one) and _of_one_thing(one, bar) and one.start not in context.starts]
    if said.startswith("超额"):
        # 下降4.1%，累计下降16.8%，超额完成下降15%的目标: the last one told is meant
        reached = [one for one in reached if one.start < bar.start and one.role in ("actual", "forecast")][-1:]
    else:
        reached = [one for one in reached if (one.role == "target") == (bar.role == "target") and one.role != "previous"]
    if len(reached) != 1:
        return
    context.compare((bar, reached[0]))
    if stands_for(reached[0]).high < (bar.base or 0):
        yield context.finding(
            RULE, bar.start, bar.end, f"{shown(reached[0])}没有达到{shown(bar)}，文中写作“{said}{shown(bar)}”",
            suggestion="核对两个数或改说法", related=[context.related(reached[0].start, reached[0].end, "实际数")],
        )


def _through(one: Quantity) -> int:
    """The month that a figure's time ends with; the whole year where nothing else is said."""
    return one.period.last_month or 12


def _of_one_thing(one: Quantity, bar: Quantity) -> bool:
    """Whether a figure is what the bar is held against: by its name, or by its verb where the bar is only called a goal."""
    if (one.dimension, one.scope, one.period.year, one.change) != (bar.dimension, bar.scope, bar.period.year, bar.change):
        return False
    if _through(one) < _through(bar):
        # 1—11月完成541.8亿元，预计全年突破600亿元: the year is not over
        return False
    unnamed = bar.indicator in _UNNAMED or bar.indicator.startswith("超额")
    return one.indicator == bar.indicator or (unnamed and (one.verb.endswith(bar.verb) if bar.verb else not one.verb))
