"""人均、户均、亩均与总数对不上

查什么：
同一句里既有总额又有人数（户数、亩数）和人均（户均、亩均）数的，重新相除。
为什么：
总额或人数改过以后，平均数常常没有重算。
错例：
发放稳岗补贴2860万元，惠及职工1.2万人，人均3283元。
正例：
发放稳岗补贴2860万元，惠及职工1.2万人，人均2383元。
出处：
平均数=总额÷个数（统计常识）。总额或个数不止一个时不核（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.arithmetic import exact, rounded, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding

RULE = Rule("NUM017", "average", "numbers", "error")

_AVERAGE = re.compile(r"(?P<of>人均|户均|亩均|家均|企均|平均每[家户人名亩个项])[\u4e00-\u9fff]{0,4}$")
_COUNTED = {
    "人": ("人",), "名": ("人",), "户": ("户", "家"), "亩": ("平方米",), "家": ("家", "户"), "企": ("家", "户"), "个": ("个",),
    "项": ("项",),
}
_MU = Decimal(10_000) / 15


def check(context: CheckContext) -> Iterator[Finding]:
    """Averages whose total and count stand in the sentence, one of each."""
    for figures in context.figures_by_sentence:
        for at, one in enumerate(figures):
            said = _AVERAGE.search(context.text, max(0, one.start - 8), one.start) if exact(one) and one.dimension == "元" else None
            if said is None or one.change != "level":
                continue
            before = [other for other in figures[:at] if exact(other) and other.change == "level" and other.role == one.role]
            money = [other for other in before if other.dimension == "元"]
            totals = [other for other in money if not _AVERAGE.search(context.text, max(0, other.start - 8), other.start)]
            counts = [other for other in before if other.dimension in _COUNTED[said["of"].removeprefix("平均每")[0]]]
            if len(totals) != 1 or len(counts) != 1 or not counts[0].base:
                continue
            total, count, mean = stands_for(totals[0]), stands_for(counts[0]), stands_for(one)
            per = _MU if "亩" in said["of"] else Decimal(1)
            context.compare((one, totals[0], counts[0]))
            low, high = total.low / count.high * per, total.high / max(count.low, Decimal("0.01")) * per
            # what is paid to some may be spread over others: only what is near enough to be meant is judged
            middle = (low + high) / 2
            if (mean.high < low or mean.low > high) and mean.low < 2 * middle < 4 * mean.high:
                factor = (one.base or Decimal(0)) / one.value if one.value else Decimal(1)
                computed = f"{rounded(middle / factor, one.decimals)}{one.unit}"
                yield context.finding(
                    RULE, said.start(), one.end,
                    f"{shown(totals[0])}除以{shown(counts[0])}为{computed}，文中写作{said['of']}{shown(one)}",
                    suggestion="核对总额、个数和平均数", severity="warning",
                    related=[
                        context.related(totals[0].start, totals[0].end, "总额"), context.related(counts[0].start, counts[0].end, "个数"),
                    ],
                )
