"""How many points a rate lies above or below another that is printed beside it: 增长8.2%，比全市平均水平6.5%高1.7个百分点.

Changes since last year and rates that only one name ties are judged elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checks.arithmetic import exact, rounded, shown
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import plain

_POINTS = re.compile(
    r"(?:比|较|高于|低于|快于|慢于|超过|超出|高出)(?P<whom>[^，。；：\n\d%]{0,16})[（(]?(?P<base>\d+(?:\.\d+)?) ?[%％]"
    r"(?:[）)]|的[^，。；\n\d%]{1,8})?[高低快慢多少]?出?了? ?(?P<points>\d+(?:\.\d+)?) ?个百分点"
)
_BEHIND_PACE = re.compile(
    r"(?P<done>\d+(?:\.\d+)?) ?% ?[，,](?:离|距|较|比)?(?:快于|高于|超过?|慢于|低于|落后于?|滞后于?)?(?:序时|时间)进度"
    r"(?:还差|差|相差|滞后|落后|快|慢)? ?(?P<points>\d+(?:\.\d+)?) ?个百分点"
)
_HIGHER = re.compile(r"高于|快于|低于|慢于|超过?|领先|落后|高出")
_OWN_PAST = re.compile(r"上年|去年|同期|年初|上月|上季|年均|\d年|均|分别|降幅|下降")
_OTHERS = re.compile(r"比(?!上|重|例|率)|较(?!上)|[高低快慢]于|超[过出]|平均|全[省市县国区]|目标")
_HALF = Decimal("0.5")


def points_apart(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    """Distances in points that are not the difference of the two rates."""
    for told in _POINTS.finditer(context.text) if "个百分点" in context.text else ():
        if _OWN_PAST.search(told["whom"].replace("平均", "")):
            continue
        begin = context.sentence_start(told.start())
        begin = max(begin, context.text.rfind("；", begin, told.start()) + 1)
        rates = [
            one for one in context.figures_in(begin, told.start())
            if one.dimension == "%" and exact(one) and one.value is not None and one.change in ("growth", "rate", "share", "completion")
            # what an earlier clause is compared with is not what is told
            and not _OTHERS.search(context.text, context.clause_start(one.start), one.start)
        ]
        if not rates or any(one.sign < 0 or one.joint >= 0 for one in rates):
            continue
        base, points = Decimal(told["base"]), Decimal(told["points"])
        steps = [-int(number.as_tuple().exponent) for number in (base, points)]
        slack = Decimal("0.0") if len({*steps, rates[-1].decimals}) == 1 else _HALF.scaleb(-min(*steps, rates[-1].decimals))
        context.compare(rates[-1:])
        if any(abs(abs((one.value or Decimal(0)) - base) - points) <= slack for one in rates):
            continue
        now = rates[-1]
        if len(rates) > 1 and told.start() - now.end > len("，增速"):
            continue
        right = rounded(abs((now.value or Decimal(0)) - base), max(now.decimals, steps[0]))
        yield context.finding(
            rule, told.start("points"), told.end(), f"{shown(now)}与{told['base']}%相差{right}个百分点，文中写作{told['points']}个百分点",
            suggestion="核对两个百分数和差数", related=[context.related(now.start, now.end, "数值")],
        )


def behind_pace(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    """完成全年目标的48.4%，离序时进度还差1.6个百分点: six months are 50 %."""
    for match in _BEHIND_PACE.finditer(context.text) if "进度" in context.text else ():
        done = next(iter(context.figures_in(match.start(), match.start() + 1)), None)
        months = 6 if context.document.kind.startswith("半年") else (done.period.last_month or 0) if done is not None else 0
        if not 0 < months < 12:
            continue
        apart = abs(Decimal(match["done"]) - Decimal(months * 100) / 12)
        if abs(apart - Decimal(match["points"])) > Decimal("0.15"):
            yield context.finding(
                rule, match.start("points"), match.end(), f"{match['done']}%与{months}个月的序时进度相差{rounded(apart, 1)}个百分点，"
                f"文中写作{match['points']}个百分点", suggestion="核对完成率和差数",
            )


def apart_in_percent(rule: Rule, context: CheckContext, figures: Sequence[Quantity]) -> Iterator[Finding]:
    """78.9%，高于75.0%的序时进度3.9%: the distance of two percents is told in points."""
    percents = [one for one in figures if one.dimension == "%" and one.value is not None]
    for first, second, apart in zip(percents, percents[1:], percents[2:], strict=False):
        if first.value is None or second.value is None or apart.value != abs(first.value - second.value):
            continue
        if _HIGHER.search(context.text, first.end, second.start) and not re.search(r"[，。；]", context.text[second.end : apart.start]):
            context.compare((first, second, apart))
            yield context.finding(
                rule, apart.start, apart.end, f"{shown(first)}与{shown(second)}相差{plain(apart.value)}个百分点，文中写作{shown(apart)}",
                suggestion="改为“个百分点”", fix=f"{apart.quote.rstrip('%％﹪ ')}个百分点",
                related=[context.related(first.start, second.end, "两个百分数")],
            )
