"""“突破”“超额完成”而数值不到

查什么：
“突破5亿元，达到4.86亿元”“超额完成9000万美元的年度任务”而实际只有8650万美元：说过了线的数，旁边的实际数并没有过线。
为什么：
实际数后来核减了，“突破”“超额”的话还留着；或者两个数录反了。
错例：
实际使用外资8650万美元，超额完成9000万美元的年度任务。
正例：
营业收入首次突破5亿元，达到5.26亿元；高新技术企业净增13家，超额完成净增12家的年度任务。
出处：
“突破”“超过”“超额”的词义（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.arithmetic import exact, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity

RULE = Rule("NUM016", "not-reached", "numbers", "error")

_BEYOND = re.compile(r"突破|超过|逾|超额完成(?:净增|新增)?")
_HUNDREDS = re.compile(r"(?:突破|超过|跨过)(?P<bar>[百千十])亿元?(?:大关)?[，,]?达到? ?(?P<reached>\d+(?:\.\d+)?) ?亿元")
_BARS = {"百": 100, "千": 1000, "十": 10}
#: names of a goal that name no indicator
_UNNAMED = ("", "完成", "超额", "超额完成", "年度目标", "年度任务")
_NEAR = 40


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
