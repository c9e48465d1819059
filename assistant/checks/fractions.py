"""Shares told in words, 近七成, 三分之二, 一半以上, against the part and the whole beside them. Shares in percent are judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.arithmetic import exact, ratio_of, rounded, same_measure, shown
from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval

_HUNDRED = Decimal(100)
_IN_WORDS = re.compile(r"[一二三四五六七八九]成|分之|一半|过半")
#: how far, in percentage points, a share may be from the words: 近七成 is 64 to 70, 七成以上 70 to 90, 七成 66 to 74
_NEAR, _ABOVE, _ROUND, _SLACK = Decimal(6), Decimal(20), Decimal(4), Decimal("0.5")
#: beyond this the figures are of something else
_FAR = Decimal(40)


def spoken_shares(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    """Shares in words whose part and whole stand in the sentence."""
    if not _IN_WORDS.search(context.text):
        return
    for one in context.quantities:
        if not one.chinese or one.change != "share" or one.dimension != "%" or one.value is None or one.parent < 0 or one.high is not None:
            continue
        part, whole = context.level_of(one), context.by_start.get(one.parent)
        if part is None or whole is None or not exact(part) or not exact(whole) or not same_measure(part, whole):
            continue
        quotient = ratio_of(part, whole)
        if quotient is None or (part.base or 0) > (whole.base or 0):
            continue
        computed, said = Interval(quotient.low * _HUNDRED, quotient.high * _HUNDRED), _meant(one, one.value)
        context.compare((one, part, whole))
        if computed.meets(said) or not computed.meets(Interval(said.low - _FAR, said.high + _FAR)):
            continue
        words = context.text[one.start - 1 : one.end] if context.text[one.start - 1] in "近超约达过" else shown(one)
        yield context.finding(
            rule, one.start, one.end, f"{shown(part)}是{shown(whole)}的{rounded((computed.low + computed.high) / 2, 1)}%，文中写作{words}",
            suggestion="核对部分、总数和占比", severity="warning",
            related=[context.related(part.start, part.end, "部分"), context.related(whole.start, whole.end, "总数")],
        )


def _meant(one: Quantity, value: Decimal) -> Interval:
    """What the words may stand for."""
    if one.bound == "max":
        return Interval(value - _NEAR, value + _SLACK)
    if one.bound == "min":
        return Interval(value - _SLACK, value + _ABOVE)
    return Interval(value - _ROUND, value + _ROUND)
