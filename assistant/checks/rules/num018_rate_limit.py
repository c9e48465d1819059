"""比率超过100%或与天数不符

查什么：
入驻率、整改率、合格率、满意度一类不会超过100%的比率写过了100%；优良天数与优良率对不上。
为什么：
小数点错位或分子分母颠倒，就会出现105%的入驻率；天数与比率常由两张表抄来。
错例：
标准厂房入驻率达到105%。
正例：
完成年度计划的105%，问题整改率100%；空气优良天数312天，优良率85.2%。
出处：
部分不超过全部（统计常识）；完成率、增幅可以超过100%，不在此列。
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.arithmetic import exact, rounded, shown
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Period, Quantity

RULE = Rule("NUM018", "rate-limit", "numbers", "error")

_HUNDRED = Decimal(100)
_CAPPED = re.compile(
    r"(?:入驻|入住|出租|整改|办结|合格|覆盖|满意|处置|达标|普及|回收|注册|履约|开工|投产|审核|参保|响应|综合利用|收缴|化解|硬化|绿化|亮化"
    r"|净化|城镇化|城市化|机械化|拨付|就业|转化|知晓|参与|通过|及时)率$|满意度$"
)
#: a year, a leap year, and a few days without a measurement
_YEARS = (365, 366, 364, 363, 362, 361, 360)
_COMMON_YEAR = 2025
_GOOD_DAYS = "I115"


def check(context: CheckContext) -> Iterator[Finding]:
    """Rates that can't exceed 100, and good days against the days of a year."""
    for one in context.quantities:
        if one.dimension != "%" or not exact(one) or one.change not in ("rate", "share", "completion") or not one.base:
            continue
        if one.base > _HUNDRED and _CAPPED.search(one.indicator):
            yield context.finding(RULE, one.start, one.end, f"{one.indicator}不会超过100%，文中写作{shown(one)}", suggestion="核对比率")
        elif one.indicator_id == _GOOD_DAYS:
            yield from _days(context, one)


def _lengths(period: Period) -> tuple[tuple[int, ...], str]:
    """How many days the time of a figure may have, the likeliest first, and its name: the year unless some of its months are named."""
    first, last = period.first_month, period.last_month
    if not first or not last or last - first == 11:
        return _YEARS, "全年"
    year = period.year or _COMMON_YEAR
    full = sum(calendar.monthrange(year, month)[1] for month in range(first, last + 1))
    return tuple(range(full, full - 7, -1)), "同期"


def _days(context: CheckContext, rate: Quantity) -> Iterator[Finding]:
    near = context.figures_in(rate.start - 30, rate.start)
    days = [one for one in near if one.dimension == "天" and exact(one) and (one.base or 0) > 200]
    if len(days) != 1 or not days[0].base or not rate.base:
        return
    context.compare((rate, days[0]))
    lengths, span = _lengths(days[0].period)
    shares = [days[0].base / length * _HUNDRED for length in lengths]
    if min(abs(share - rate.base) for share in shares) > 1:
        yield context.finding(
            RULE, rate.start, rate.end, f"{shown(days[0])}占{span}的{rounded(shares[0], 1)}%，文中写作{shown(rate)}", severity="warning",
            suggestion="核对天数和比率", related=[context.related(days[0].start, days[0].end, "天数")],
        )
