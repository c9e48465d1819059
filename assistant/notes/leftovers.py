"""Numbers of notes that the reading of figures leaves out, since no unit follows: 小巨人4, 同比5.1, 183（去年底168）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.domain.quantity import Change, Note, Period, Quantity, Role
from assistant.reference.tables import indicator
from assistant.text.indicators import read_name
from assistant.text.periods import read_period
from assistant.text.scanner import UNIT_AT
from assistant.text.units import Unit, unit_of

_NUMBER = re.compile(r"(?<![\d.A-Za-z#“第])\d+(?:\.\d+)?(?![\d.]*[A-Za-z#”])")
_NO_FIGURE_AFTER = re.compile(r"\s*(?:年(?!增|均)|月|季度?|日|号|期(?!间)|#|级|模式|型|系列|英?寸|纳米|nm|[-—~－至到+＋×]\s*\d|[:：]\d)")
_NO_FIGURE_BEFORE = re.compile(r"(?:\d[日号路线栋楼层道]|[国省县]道|\d月|\d[-—~－+＋:：×]|第|编号|文号|[A-Za-z])$")
_STOP = re.compile(r"[，,；;。：:、（(）)\s→/]")
_GROWTH = re.compile(r"(?:同比|增速|增幅|增长|(?<![净新])增|(?<![压精核])减|降|降幅|下降|减少|环比|[+\-↑↓])\s*$")
_DOWN = re.compile(r"(?:降|减|[-↓])[\u4e00-\u9fff]*\s*$")
_ADDED = re.compile(r"(?:净增加?|净减少?|新增|增加|多|少|退库|新入规|升规)\s*$")
_WITH_STOCK = re.compile(r"(?:[，、（(](?:共|累计|总数|总量|达到?|现有)|\s*[=＝])\s*\d")
_EARLIER = re.compile(r"(?:去年|上年|20\d\d年)(?:底|末|同期|年底)?\s*$")
_GOAL = re.compile(r"(?:目标|任务|计划)(?:数|为|是)?\s*$")
#: 年初任务：新开5，竣工5; 年初说的是开20竣17
_GOALS = re.compile(r"(?:年初|年度|全年|原)?(?:计划|目标|任务)(?:数|是)?[：:]|年初(?:说|定|提|报|下达|安排)[的了]?(?:是|目标|任务)?")
#: all that a figure of what stands before it has in front: 全年预计46.5
_SAME_THING = re.compile(
    r"^(?:预计|预估)?(?P<when>全年|年末|年底|上半年|前三季度)?(?:数|累计)?(?P<role>预计|预估|有望)?(?:能?(?:到|达到?)|为|是)?$"
)
_DAY = re.compile(r"(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])")
_STEP = re.compile(
    r"\s?(?:日|号)?(?:正式|全面|顺利|全线)?(?:开工|动工|开建|建成|竣工|完工|投产|投用|投运|通车|开通|启用|交付|封顶|揭牌|签约|验收|开业|开馆|开园|试产|试运|达产|摘牌|点火|并网|上线|获批|挂牌)"
)
_CLASS = re.compile(r"(?:以上|以下|级)\s*$")
_RATE = re.compile(r"(?:率|占比|占|比重|强度|满意度)\s*(?:达|为|约|到)?\s*$")
_COMPLETION = re.compile(r"(?:完成(?:全年|年度|目标)?[^，；。]{0,14}的|进度)\s*$")
_COUNTS = ("家", "户", "个", "件", "人", "名", "项")
_PERCENT = unit_of("%")


def leftover_figures(note: Note) -> list[Quantity]:
    """The uncovered numbers of a note as figures whose unit follows from their neighbours; without a unit where nothing tells."""
    found: list[Quantity] = []
    for start, end in _numbers(note):
        found.append(_figure(note, start, end, sorted((*note.quantities, *found), key=lambda one: one.start)))
    return _listed(note, _in_a_row(note, found))


def _in_a_row(note: Note, found: Sequence[Quantity]) -> list[Quantity]:
    """Bare levels of a row have the unit that is written behind its last: 84、96、106个."""
    at = {one.start: one for one in note.quantities}
    result: list[Quantity] = []
    for one in reversed(found):
        last = at.get(one.end + 1) if note.text[one.end : one.end + 1] == "、" else None
        if last is not None and last.unit and one.unit_inferred and one.change == last.change == "level" and one.value is not None:
            unit = unit_of(last.unit)
            factor = unit.factor if unit is not None else Decimal(1)
            one = replace(one, unit=last.unit, dimension=last.dimension, base=one.value * factor, period=last.period)
        at[one.start] = one
        result.append(one)
    return result[::-1]


def _numbers(note: Note) -> Iterator[tuple[int, int]]:
    covered = [(one.start, one.end) for one in note.quantities]
    for match in _NUMBER.finditer(note.text):
        start, end = match.span()
        if any(left < end and start < right for left, right in covered) or _NO_FIGURE_AFTER.match(note.text, end):
            continue
        if _NO_FIGURE_BEFORE.search(note.text[max(0, start - 3) : start]) or re.fullmatch(r"(?:19|20)\d\d", match[0]):
            continue
        if match[0].startswith("0") and not match[0].startswith("0."):
            continue
        if _DAY.fullmatch(match[0]) and _STEP.match(note.text, end):
            # 3.12开工 is a day
            continue
        yield start, end


def _figure(note: Note, start: int, end: int, before: Sequence[Quantity]) -> Quantity:
    text = note.text
    floor = max((one.end for one in before if one.end <= start), default=0)
    # PM2.5 31: the blank right before a number parts it from its own name
    left = start - 1 if start - 1 > floor and text[start - 1] == " " and text[start - 2] not in " ，。；：、）)" else start
    while left > floor and not _STOP.match(text, left - 1):
        left -= 1
    words = text[left:start]
    levels = [one for one in before if one.end <= start and one.change in ("level", "rate", "from") and "。" not in text[one.end : start]]
    last = levels[-1] if levels else None
    if _EARLIER.search(words):
        # 上云新增38家，去年底75: of what stands right before, if that only came in
        beside = [
            one for one in before
            if one.end <= start and one.change in ("level", "rate", "from", "increase") and "。" not in text[one.end : start]
            and one.role != "target"
        ]
        last = beside[-1] if beside and "；" not in text[beside[-1].end : start] else last
    unit, kind, role, sign = _kind(note, words, text[max(0, start - 20) : start], last)
    if kind == "growth" and words.endswith("+") and _WITH_STOCK.match(text, end) and "." not in text[start:end]:
        # 非公党支部+4，共41
        unit, kind = None, "increase"
    goals = re.split(r"[。；]", text[:start])[-1]
    if role == "actual" and kind == "level" and _GOALS.search(goals):
        role = "target"
    when = _SAME_THING.match(words.strip()) if words.strip() and unit is None and kind == "level" and role != "target" else None
    if when is not None and last is not None and "；" not in text[last.end : start]:
        # 1-11月42.3万标箱，全年预计46.5
        unit = unit_of(last.unit) if last.unit and last.change == "level" and not last.threshold else None
        role = "forecast" if "预" in words or when["role"] else role
    written = UNIT_AT.match(text, end)
    stop = end
    if written:
        unit, stop = unit_of(written["unit"]), written.end()
    behind = None if written or text[end : end + 1] not in ("（", "(") else UNIT_AT.match(text, end + 1)
    if behind and text[behind.end() : behind.end() + 1] in ("）", ")"):
        # 实际使用外资2650（万美元）
        unit, written = unit_of(behind["unit"]), behind
    name, row, about = "", "", -1
    if role != "previous" and kind in ("level", "rate", "share", "growth", "increase"):
        named = read_name(_GROWTH.sub("", words) if kind == "growth" else words, True) if words.strip("→ ") else None
        if named is not None and named.text:
            name, row = named.label, named.id
    arrow_behind, arrow_before = text[stop : stop + 1] == "→", text[left - 1 : left] == "→"
    following = next((one for one in note.quantities if one.start == stop + 1), None)
    if arrow_behind:
        kind, role = "from", "previous"
        unit = unit or (unit_of(following.unit) if following is not None and following.unit else None)
    if not name and kind != "completion":
        source = last if (arrow_before or not arrow_behind) else (levels[0] if levels else None)
        if source is not None:
            name, row = source.indicator, source.indicator_id
            about = source.start if kind in ("growth", "increase") else -1
    parent = None
    if unit is None and kind == "level" and _CLASS.search(words):
        # 亿元以上57个（10亿以上4）: so many of those counted before
        parent = next((one for one in reversed(levels) if one.unit in _COUNTS and not one.threshold), None)
        unit = unit_of(parent.unit) if parent is not None else None
    if unit is None and kind in ("level", "from"):
        unit = _usual_unit(row)
    if row and not (unit is not None or written) and "." not in text[start:end] and parent is None and words:
        known = indicator(row)
        if known is not None and known.units and known.units[0] not in _COUNTS and text[left - 1 : left] in ("（", "("):
            # 签约28（外资5）: so many of them, and no amount of foreign money
            name, row = words.strip(), ""
    told_for = next((one.period for one in reversed(levels) if one.role not in ("previous", "target") and one.change != "from"), Period())
    period = _whole_year(told_for, when) if when is not None and when["when"] else told_for
    value = Decimal(text[start:end])
    unit_name, dimension, base = (unit.name, unit.dimension, value * unit.factor) if unit is not None else ("", "", None)
    return Quantity(
        start, stop, text[start:stop], name.rstrip("+"), row, period if role != "previous" else Period(), "", value, None,
        unit_name, dimension, base,
        len(text[start:end].partition(".")[2]), kind, sign, role, subject_start=left, subject_end=start,
        verb=words.strip() if kind in ("growth", "increase") else "", about=about, unit_inferred=written is None,
        parent=parent.start if parent is not None else -1, of=parent.indicator if parent is not None else "",
    )


def _whole_year(period: Period, when: re.Match[str]) -> Period:
    """The time that 全年预计46.5 tells itself, in the year of the figure before it."""
    return read_period(when["when"], period.year).period


def _kind(note: Note, words: str, before: str, last: Quantity | None) -> tuple[Unit | None, Change, Role, int]:
    """Unit (where the words tell it), kind of change, role and sign of a bare number."""
    role: Role = "target" if note.part == "plan" else "actual"
    same = unit_of(last.unit) if last is not None and last.unit else None
    if _ADDED.search(words) or (words.endswith("+") and last is not None and last.unit in _COUNTS):
        own = _ADDED.sub("", words).strip(" +，")
        fits = same if not own or (last is not None and last.unit in _COUNTS) else None
        return fits, "increase", role, -1 if re.search(r"减|少|退库", words) else 1
    if _GROWTH.search(words):
        return _PERCENT, "growth", role, -1 if _DOWN.search(words) else 1
    if _GOAL.search(words):
        return same, "level", "target", 1
    if _EARLIER.search(words):
        return same, "level", "previous", 1
    if _COMPLETION.search(before):
        return _PERCENT, "completion", role, 1
    if _RATE.search(words):
        return _PERCENT, "share" if "占" in words else "rate", role, 1
    return None, "level", role, 1


def _usual_unit(row: str) -> Unit | None:
    known = indicator(row) if row else None
    return unit_of(known.units[0]) if known is not None and known.units and known.units[0] in _COUNTS else None


def _listed(note: Note, found: Sequence[Quantity]) -> list[Quantity]:
    """Bare levels that follow a total as a list get its unit and point at it: 雨污管网14.6公里：雨水8.2，污水6.4."""
    result: list[Quantity] = []
    run: list[Quantity] = []
    for one in [*found, None]:
        if one is not None and one.change == "level" and one.role == "actual" and one.unit_inferred and one.parent < 0:
            if run and not _goes_on(note, run[-1], one):
                result += _of_total(note, run)
                run = []
            run.append(one)
            continue
        result += _of_total(note, run)
        run = []
        if one is not None:
            result.append(one)
    return result


def _goes_on(note: Note, one: Quantity, other: Quantity) -> bool:
    between = note.text[one.end : other.start]
    return not re.search(r"[；。：）)]|\d", between) and len(between) <= 14


def _of_total(note: Note, run: Sequence[Quantity]) -> list[Quantity]:
    if not run:
        return []
    earlier = [
        one for one in note.quantities
        if one.end <= run[0].start and one.change in ("level", "increase") and one.value is not None and not one.threshold
        and "。" not in note.text[one.end : run[0].start]
    ]
    summed = sum((one.value for one in run if one.value is not None), Decimal(0))
    total = next((one for one in reversed(earlier) if one.value == summed and len(run) > 1), None)
    if total is None:
        opened = re.search(r"(?:[：:（(]|其中)[^：:（()）]{0,12}$", note.text[: run[0].start])
        whole = all(not one.decimals for one in run)
        fitting = [one for one in earlier if bool(one.decimals) != whole or one.unit in _COUNTS or not whole]
        total = fitting[-1] if opened and fitting else None
        if total is not None and total.value is not None and any(one.value is not None and one.value > total.value for one in run):
            total = None
    if total is None:
        return list(run)
    unit = unit_of(total.unit) if total.unit else None
    return [
        replace(
            one, unit=one.unit or (unit.name if unit else ""), dimension=one.dimension or (unit.dimension if unit else ""),
            base=one.base if one.base is not None else (one.value * unit.factor if unit and one.value is not None else None),
            parent=total.start, of=total.indicator,
        )
        for one in run
    ]
