"""Rates of a note against the amounts beside them: growth, shares, completion, points taken for percent. No sums here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.domain.quantity import Conflict, Fact, Note, Quantity
from assistant.text.agreement import Interval, comparable, growth, interval, plain, ratio

_HUNDRED = Decimal(100)
#: growth at constant prices does not follow from the amounts
_CONSTANT_PRICES = re.compile(r"生产总值|GDP|增加值|可支配收入|人均.{0,4}收入|能耗")
_OTHER_BASE = re.compile(r"全[省市国县区]|平均|年初|环比|上月|上季|20\d\d年")
_SLACK = Decimal("0.06")


def rate_conflicts(notes: Sequence[Note]) -> Iterator[Conflict]:
    """Rates that the amounts of their own note contradict."""
    for note in notes:
        if note.instruction:
            continue
        for one in note.quantities:
            if one.value is None or one.approximate or one.bound or one.high is not None:
                continue
            found = None
            if one.change == "growth":
                found = _points(note, one) or _growth(note, one)
            elif one.change == "completion":
                found = _completion(note, one)
            elif one.change in ("share", "rate"):
                found = _points(note, one) or _share(note, one)
            elif one.change in ("multiple", "times-more"):
                found = _multiple(note, one)
            if found is not None:
                yield found


def _growth(note: Note, rate: Quantity) -> Conflict | None:
    now = _level(note, rate)
    if re.search(r"年均|平均", note.text[max(0, rate.start - 8) : rate.start]):
        # 2020→2022……年均+9.1% is no growth of one step
        return None
    if now is None or _CONSTANT_PRICES.search(now.indicator) or _OTHER_BASE.search(rate.compare):
        return None
    base = _base(note, now, rate)
    if base is None:
        return _goal(note, now, rate)
    computed, printed = growth(now, base), interval(rate)
    if computed is None or printed is None:
        return None
    if rate.sign < 0:
        printed = Interval(-printed.high, -printed.low)
    if computed.low - _SLACK <= printed.high and printed.low <= computed.high + _SLACK:
        return None
    right = (computed.low + computed.high) / 2
    said = f"{'下降' if rate.sign < 0 else '增长'}{_percent(rate)}"
    exact = ((now.base / base.base - 1) * _HUNDRED if now.base is not None and base.base else right)
    fits = f"{'下降' if exact < 0 else '增长'}{_shown(abs(exact), rate)}%"
    reason = f"{_name(now)}{base.quote}→{now.quote}，应为{fits}（{now.quote}÷{base.quote}-1），素材写{said}"
    return Conflict(_name(now), (Fact(note.id, rate),), reason, "growth")


def _goal(note: Note, goal: Quantity, rate: Quantity) -> Conflict | None:
    """A goal and its growth against this year's amount: 增长9%，力争570亿（2025年预计520.4亿）. Only the goal is rounded."""
    if goal.role != "target" or goal.base is None or rate.value is None:
        return None
    base = next(
        (
            one for one in note.quantities
            if one is not goal and one.base and one.change == "level" and one.indicator == goal.indicator and comparable(one, goal)
            and one.period.year is not None and re.search(r"20\d\d年|上年|今年|去年", note.text[max(0, one.start - 9) : one.start])
        ),
        None,
    )
    reach = interval(goal)
    if base is None or base.base is None or reach is None:
        return None
    wanted = base.base * (1 + rate.sign * rate.value / _HUNDRED)
    if reach.holds(wanted):
        return None
    unit = goal.base / goal.value if goal.value else Decimal(1)
    shown = plain((wanted / unit).quantize(Decimal("0.1")))
    real = plain(((goal.base / base.base - 1) * _HUNDRED).quantize(Decimal("0.1")))
    reason = f"{_name(goal)}{base.quote}增长{_percent(rate)}为{shown}{goal.unit}，目标写{goal.quote}（增长{real}%）：两个目标是否都要写"
    return Conflict(_name(goal), (Fact(note.id, goal),), reason, "growth")


def _base(note: Note, now: Quantity, rate: Quantity) -> Quantity | None:
    """The amount that a growth rate is counted from: 由A到B, 去年同期A, A→B."""
    for one in note.quantities:
        if one is now or not one.value or not comparable(one, now) or (one.unit_inferred and one.unit != now.unit):
            continue
        if one.change == "from" and (one.about == now.start or 0 <= now.start - one.end <= 3):
            return one
        if one.role == "previous" and one.change == "level" and _other_stretch(one, now):
            continue
        if one.role == "previous" and one.change == "level" and one.indicator == now.indicator and not _between(note, one, now, rate):
            return one
    return None


def _other_stretch(one: Quantity, now: Quantity) -> bool:
    """Whether two amounts are of one year: 1—5月15.6亿 is no base of 上半年19.8亿."""
    year, other = one.period.year, now.period.year
    return one.period_from == "clause" and now.period_from == "clause" and year == other and one.period.last_month != now.period.last_month


def _between(note: Note, base: Quantity, now: Quantity, rate: Quantity) -> bool:
    """Whether the base belongs to another clause group than the amount and its rate."""
    first, last = min(base.start, now.start), max(base.end, now.end, rate.end)
    return "；" in note.text[first:last] or "。" in note.text[first:last]


def _level(note: Note, rate: Quantity) -> Quantity | None:
    found = next((one for one in note.quantities if one.start == rate.about), None)
    if found is None:
        before = [one for one in note.quantities if one.end <= rate.start and one.change == "level" and one.role != "previous"]
        found = before[-1] if before and "；" not in note.text[before[-1].end : rate.start] else None
    return found if found is not None and found.value and found.change == "level" and not found.bound else None


def _completion(note: Note, rate: Quantity) -> Conflict | None:
    now = _level(note, rate)
    if now is None or now.role == "target":
        return None
    goals = [
        one for one in note.quantities
        if one.role == "target" and one.change == "level" and comparable(one, now) and one.value and now.end <= one.start
        and "；" not in note.text[now.end : one.start]
    ]
    goal = next((one for one in goals if one.start == rate.parent), goals[-1] if len(goals) == 1 else None)
    return _of(note, rate, now, goal, "完成率") if goal is not None else None


def _share(note: Note, rate: Quantity) -> Conflict | None:
    part = next((one for one in note.quantities if one.start == rate.about), None)
    if part is None or part.parent < 0 or rate.change != "share" or not part.value:
        return None
    whole = next((one for one in note.quantities if one.start == part.parent), None)
    if whole is None or not whole.value or not comparable(part, whole):
        return None
    found = _of(note, rate, part, whole, "占比")
    # 国际17.05，国内21.71；占比44.0% is the share of the other one
    others = [one for one in note.quantities if one.change == "level" and one.value and one is not whole and comparable(one, whole)]
    return None if any(_of(note, rate, one, whole, "占比") is None for one in others) else found


def _of(note: Note, rate: Quantity, part: Quantity, whole: Quantity, what: str) -> Conflict | None:
    computed, printed = ratio(part, whole), interval(rate)
    if computed is None or printed is None or (computed.low - _SLACK <= printed.high and printed.low <= computed.high + _SLACK):
        return None
    if computed.low > 1000:
        # other units than it seems
        return None
    right = (computed.low + computed.high) / 2
    reason = f"{_name(part)}{part.quote}÷{whole.quote}={_shown(right, rate)}%，素材写{what}{_percent(rate)}"
    return Conflict(_name(part), (Fact(note.id, rate),), reason, "share")


def _points(note: Note, rate: Quantity) -> Conflict | None:
    """提高5%（由18%到23%）: the difference of two rates is told in points."""
    ends = [one for one in note.quantities if one.unit == "%" and one is not rate and one.value is not None]
    begin = next((one for one in ends if one.change == "from" and abs(one.start - rate.end) <= 12), None)
    moved = re.search(r"提高|提升|上升|增加|降|减|压", note.text[max(0, rate.start - 6) : rate.start])
    if begin is None or begin.value is None or rate.value is None or not moved:
        return None
    end = next((one for one in ends if one.start > begin.end and one.start - begin.end <= 6), None)
    if end is None or end.value is None or abs(end.value - begin.value) != rate.value:
        return None
    reason = f"由{begin.quote}到{end.quote}，相差{plain(rate.value)}个百分点（{plain(end.value)}-{plain(begin.value)}），不是{rate.quote}"
    return Conflict(_name(rate), (Fact(note.id, rate),), reason, "growth")


def _multiple(note: Note, rate: Quantity) -> Conflict | None:
    """翻了0.25倍, 降低1倍: what the words can't mean, with what the amounts say."""
    if rate.value is None:
        return None
    words = note.text[max(0, rate.start - 4) : rate.start]
    if rate.sign < 0 and rate.change == "times-more":
        reason = f"“{words[-2:]}{rate.quote}”说不通（降低一倍就是降到零），请写明下降百分之几"
        return Conflict(_name(rate), (Fact(note.id, rate),), reason, "growth")
    if "翻" in words and rate.value < 1:
        reason = f"“翻了{rate.quote}”说不通，应为增长{plain(rate.value * 100)}%"
        return Conflict(_name(rate), (Fact(note.id, rate),), reason, "growth")
    return None


def _name(quantity: Quantity) -> str:
    return quantity.indicator or "这一项"


def _percent(rate: Quantity) -> str:
    return rate.quote if rate.quote.endswith("%") else f"{rate.quote}%"


def _shown(value: Decimal, rate: Quantity) -> str:
    return plain(value.quantize(Decimal(1).scaleb(-max(rate.decimals, 1))))
