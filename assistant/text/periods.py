"""Times as reports write them: 全年, 1—9月, 截至10月底, 去年, 五年来, “十四五”以来, 3月20日.

Which figure a time governs is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.quantity import Period, PeriodKind
from assistant.text.numerals import chinese

_Y4 = r"(?:19|20)\d\d"
_MASKED_YEAR = r"(?:19|20)(?:\d[*xX×○]|[*xX×○]{2})"
_DASH = r" ?[-—~至到]{1,2} ?"
_NEAR = r"(?:今年|去年|上年|本年|当年|明年|前年|次年|来年)"
_YEAR = rf"(?:(?:{_Y4}|{_MASKED_YEAR}) ?年(?:度)?|{_NEAR}(?:度)?)"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_QUARTER = r"(?:第?[一二三四1-4]季度|前[两二三23]个?季度|上半年|下半年|全年|半年)"
_EDGE = r"(?:年初|年末|年底|年中|末|底|初|同期|年内)"
_FEW = r"(?:[一二三四五六七八九十两几]|\d{1,2})"

#: 到 of 增加到2025年的 belongs to the verb
_UNTIL = r"(?:截至到?|截止到?|(?<![加高长少降缩减升展扩短大升移])[到至])"

#: the regex of a time as source, for the scanner; matched against folded text
PERIOD = (
    rf"{_UNTIL}?(?:{_YEAR} ?)?{_MONTH} ?月?{_DASH}{_MONTH} ?月(?:份)?"
    rf"|{_UNTIL}?(?:{_YEAR})?(?:{_YEAR} ?)?{_MONTH} ?月(?:份)?(?: ?{_DAY} ?[日号]|[底末初]|[上中下]旬|份)?"
    rf"(?:{_DASH}{_MONTH} ?月(?: ?{_DAY} ?日)?)?"
    rf"|{_Y4} ?(?:年)?{_DASH}(?:{_Y4}|\d\d) ?年(?:度|间|期间)?"
    rf"|{_UNTIL}?{_YEAR}(?:以来|的)?(?:{_QUARTER}|前{_FEW}个月|{_EDGE}(?:以来)?|以来)?"
    rf"|(?:截至|截止)(?:目前|现在|当前|{_EDGE})?"
    rf"|(?:[过近前]去?|这|未来|今后|连续|最近)?{_FEW}年(?:多)?(?:以?来|间|中)"
    rf"|过去{_FEW}年|近{_FEW}年|今后{_FEW}年|未来{_FEW}年|过去一年|一年来"
    rf"|“?十[一二三四五六]五”?(?:时期|期间|以来|末|五年|前\w年)"
    rf"|(?:比|较)?(?:{_QUARTER}|同期|年初以来|年初|年末|年底|上月|上季度|基期|本月|当月)"
    rf"|{_UNTIL}?目前"
)

_READ = re.compile(
    rf"(?P<until>截至|截止到?|到|至)?(?P<year>{_Y4}|{_MASKED_YEAR})? ?年?(?:度)?(?P<near>{_NEAR})?(?:度)? ?(?P<rest>.*)$", re.S
)
_MONTHS = re.compile(rf"(?P<first>{_MONTH}) ?月?{_DASH}(?P<last>{_MONTH}) ?月")
_MONTH_ONE = re.compile(rf"(?P<month>{_MONTH}) ?月(?:份)?(?: ?(?P<day>{_DAY}) ?[日号])?(?P<edge>[底末初]|[上中下]旬)?")
_YEARS = re.compile(rf"(?P<first>{_Y4}) ?年?{_DASH}(?P<last>{_Y4}|\d\d) ?年")
_PLAN = re.compile(r"十(?P<number>[一二三四五六])五")
_FIRST_YEARS = re.compile(r"前(?P<count>[两二三四])年")
_SPAN = re.compile(rf"(?P<count>{_FEW})年")
_FIRST_MONTHS = re.compile(rf"前(?P<count>{_FEW})个月")
_PARTS = {
    "上半年": ("half", 1, 6), "下半年": ("half", 7, 12), "半年": ("half", 1, 6), "全年": ("year", None, None),
    "前三季度": ("months", 1, 9),
    "前两季度": ("half", 1, 6), "前二季度": ("half", 1, 6), "前3季度": ("months", 1, 9),
    "前三个季度": ("months", 1, 9), "前两个季度": ("half", 1, 6),
}
_NEAR_YEARS = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "次年": 1, "来年": 1}


@dataclass(frozen=True, slots=True)
class Time:
    """A period with what it is good for. earlier: an earlier year than the one reported on (去年, 上年同期, 2020年)."""

    period: Period
    earlier: bool = False
    #: 年初, 同期 … name a base, seldom the time of a figure
    base_like: bool = False


@lru_cache(maxsize=4096)
def read_period(written: str, year: int | None) -> Time:
    """The period of a matched time; `year` is the year that the text reports on (for 今年, 去年, 1—9月). Label as written."""
    span = _span_of_years(written, year)
    if span is not None:
        return Time(span)
    match = _READ.match(written)
    if match is None:  # pragma: no cover - the pattern matches any text
        return Time(Period(label=written))
    named = match["year"]
    stated: int | None = year
    if named:
        stated = int(named) if named.isdigit() else None
    elif match["near"]:
        stated = None if year is None else year + _NEAR_YEARS[match["near"]]
    earlier = bool(match["near"]) and _NEAR_YEARS[match["near"]] < 0
    earlier = earlier or "同期" in written or (named is not None and year is not None and stated is not None and stated < year)
    if "同期" in written and not match["near"] and not named and year is not None:
        stated = year - 1
    kind, first, last = _inside(match["rest"], bool(match["until"]), bool(named or match["near"]))
    edge = not match["until"] and match["rest"] in ("年初", "初", "年底", "年末", "末", "底", "上月", "上季度", "基期")
    base_like = "同期" in written or edge
    return Time(Period(kind, stated, first, last, None, written), earlier, base_like)


def _inside(rest: str, until: bool, has_year: bool) -> tuple[PeriodKind, int | None, int | None]:
    """Kind and months of what follows the year."""
    months = _MONTHS.search(rest)
    if months:
        return "months", int(months["first"]), int(months["last"])
    month = _MONTH_ONE.search(rest)
    if month:
        number = int(month["month"])
        if until or month["edge"] in ("底", "末"):
            return "at", None, number
        return ("day" if month["day"] else "month"), number, number
    begun = _FIRST_MONTHS.search(rest)
    if begun:
        return "months", 1, _number(begun["count"]) or None
    for name, (kind, first, last) in _PARTS.items():
        if name in rest:
            return kind, first, last  # type: ignore[return-value]
    quarter = re.search(r"([一二三四1-4])季度", rest)
    if quarter:
        number = "一二三四".find(quarter[1]) + 1 or int(quarter[1])
        return "quarter", number * 3 - 2, number * 3
    if "初" in rest:
        return "at", None, 1
    if rest.startswith(("年底", "年末", "末", "底")):
        return "at", None, 12
    if until or "目前" in rest:
        return "at", None, None
    return ("year" if has_year or not rest else "unknown"), None, None


def _number(written: str) -> int:
    """A small count in either kind of digits; 0 for 几."""
    return int(written) if written.isdigit() else int(chinese(written) or 0)


def _span_of_years(written: str, year: int | None) -> Period | None:
    years = _YEARS.search(written)
    if years:
        first = int(years["first"])
        last = years["last"]
        return Period("years", first, None, None, int(last) if len(last) == 4 else first // 100 * 100 + int(last), written)
    plan = _PLAN.search(written)
    if plan:
        first = 2001 + ("一二三四五六".index(plan["number"])) * 5 + 5
        last = first + 4
        so_far = _FIRST_YEARS.search(written)
        if so_far is not None:
            last = min(last, first + _number(so_far["count"]) - 1)
        elif written.endswith("以来") and year is not None and first <= year:
            last = min(last, year)
        return Period("years", first, None, None, last, written)
    if re.search(rf"{_FEW}年(?:多)?(?:以?来|间|中)|^(?:过去|近|今后|未来|最近){_FEW}年", written):
        count = _SPAN.search(written)
        number = _number(count["count"]) if count is not None else 0
        if number == 1 or year is None or not number:
            return Period("year" if number == 1 else "years", year if number == 1 else None, None, None, None, written)
        if written.startswith(("今后", "未来")):
            return Period("years", year + 1, None, None, year + number, written)
        return Period("years", year - number + 1, None, None, year, written)
    return None


def period_name(period: Period) -> str:
    """A period in one standard form: 2024年, 2024年1—9月, 截至2024年10月, 2021—2025年; the words as written where nothing is known."""
    year = f"{period.year}年" if period.year else ""
    first, last = period.first_month, period.last_month
    if period.kind == "years" and period.year and period.last_year:
        return f"{period.year}—{period.last_year}年"
    if period.kind == "at":
        return f"截至{year}{last}月" if last else f"截至{year}" if year else period.label
    if period.kind in ("months", "half", "quarter") and first and last:
        return f"{year}{first}—{last}月"
    if period.kind in ("month", "day") and last:
        return f"{year}{last}月"
    return year or period.label
