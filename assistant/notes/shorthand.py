"""Figures of a note set right by what stands around them: last year's brackets, declared units, rows over years. None is found here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.domain.quantity import Period, Quantity, Role
from assistant.text.indicators import read_name
from assistant.text.units import Unit, unit_of

_LAST = r"(?:上年|去年)(?:同期|末|底)?"
_OPENS_LAST = re.compile(rf"[（(]{_LAST}(?![\u4e00-\u9fff]{{0,4}}(?:增|降|比|目标|任务|计划))")
_THIS = re.compile(r"今年|本年|现|目前|明年")
_BARE_BRACKET = re.compile(r"[（(]\s*$")
#: 上年两项分别为92.6亿元、61.3亿元
_LAST_ROW = re.compile(rf"(?:^|[，；。（(]){_LAST}[^，；。（）\d]{{0,12}}分别(?:为|是|达)?(?=\d)")
_ROW_END = re.compile(r"[，；。）)]")
_CHANGES = frozenset(("growth", "increase", "points", "multiple", "times-more", "rank", "completion"))
#: 历年税收（亿元）：…; …，单位亿元
_DECLARED = re.compile(
    r"[（(](?P<unit>[^（）()\d]{1,6})[）)][：:]|单位(?:均?为|[：:])?\s?(?P<behind>[百千万亿]{0,2}[\u4e00-\u9fff]{1,4}?)(?=[，。；）)]|$)"
)
#: （全年预计/上年）：筱岭5.6/4.9
_NOW_AND_LAST = re.compile(rf"[（(][^（）()/]*(?:今年|本年|预计|当年|全年)[^（）()/]*[/／]\s*{_LAST}[^（）()/]*[）)]")
#: 21到24年签约数：20、22、25、27
_YEARS = re.compile(r"(?<![\d.])(?P<first>(?:20)?[0-3]\d)年?\s?[到至—~～-]\s?(?P<last>(?:20)?[0-3]\d)年")
_PIECE = re.compile(r"[^。；;\n]+")
_YEAR_BEFORE = re.compile(r"(?<!\d)(20\d\d)年(?:末|底|度)?[：:]?\s*$")
#: what comes in and goes out between two stocks, and the word in front of the second
_FLOW = re.compile(
    r"(?:年内|今年|全年|当年|新)*(?:净增|新增|新入|入库|新认定?|认定|退出|到期|退库|注销|迁出|摘帽|新入驻|转出|流失)+"
    r"(?:和|及)?(?:注销|退出|退库)?[\s+]*$"
)
_STOCK = re.compile(r"^[，,、；\s]*(?:现有?|共有?|总数|累计|年末|目前|达到?|剩)\s*(?:为|达)?\s*$")
_COUNTS = frozenset(("家", "户", "个", "件", "人", "名", "项", "所"))
_ALL_BEHIND = re.compile(r"[（(][共总](?:计|数)?\s?")
_CLASS_BEHIND = re.compile(r"^[-—~～至到]?\d|^以上\s?\d|^以下\s?\d")


def set_right(text: str, found: Sequence[Quantity], year: int | None) -> list[Quantity]:
    """The figures of a note, in order, as the note means them; year: the year reported on."""
    quantities = list(found)
    if not quantities:
        return quantities
    steps: tuple[Callable[[str, list[Quantity]], list[Quantity]], ...] = (
        _classes, _units_told, _of_all, _last_year, _equals, _stocks, _carried,
    )
    for step in steps:
        quantities = step(text, quantities)
    return _years(text, quantities, year)


def _classes(text: str, found: list[Quantity]) -> list[Quantity]:
    """5-10亿6: the bar of a class, with so many in it."""
    result: list[Quantity] = []
    for one in found:
        bar = result[-1] if result else None
        money = one.unit and one.dimension in ("元", "") and one.unit[0] in "亿万"
        if money and not one.threshold and _CLASS_BEHIND.match(text[one.end :]):
            one = replace(one, threshold=True)
        elif bar is not None and bar.threshold and one.unit_inferred and text[bar.end : one.start].strip() in ("", "以上", "以下", "的"):
            name = text[bar.start : one.start].strip()
            one = replace(one, indicator=name, indicator_id="", unit="", dimension="", base=None, of="", parent=-1)
        result.append(one)
    return result


def _units_told(text: str, found: list[Quantity]) -> list[Quantity]:
    """The unit that a note states once for its bare figures: in brackets before the colon, or behind them all."""
    declared = next((match for match in _DECLARED.finditer(text) if (unit_of(match["unit"] or match["behind"]) is not None)), None)
    unit = unit_of(declared["unit"] or declared["behind"]) if declared is not None else None
    if declared is None or unit is None or not unit.dimension:
        return found
    floor = declared.end() if declared["unit"] else 0
    kept = [one for one in found if not (one.missing and declared.start() <= one.start < declared.end())]
    bare = [one for one in kept if one.unit_inferred and not one.unit and one.change in ("level", "from") and one.start >= floor]
    return [_with_unit(one, unit) if one in bare else one for one in kept]


def _of_all(text: str, found: list[Quantity]) -> list[Quantity]:
    """291（共334天）: both count the same."""
    result = list(found)
    for at, (one, other) in enumerate(pairwise(found)):
        unit = unit_of(other.unit) if other.unit else None
        if unit is not None and one.unit_inferred and one.change == "level" and _ALL_BEHIND.fullmatch(text[one.end : other.start]):
            result[at] = _with_unit(one, unit)
    return result


def _carried(text: str, found: list[Quantity]) -> list[Quantity]:
    """固投18.7亿，上年17.2亿；工业投资13.9亿: what a figure of last year said of its time is not said of the next figure."""
    own = Period(year=next((one.period.year for one in found if not one.period.label), None))
    return [
        replace(one, period=own)
        if one.role != "previous" and one.period_from != "clause" and one.period.label.startswith(("上年", "去年"))
        and any(other.end <= one.start and other.role == "previous" and other.period.label == one.period.label for other in found)
        else one
        for one in found
    ]


def _with_unit(one: Quantity, unit: Unit) -> Quantity:
    base = one.value * unit.factor if one.value is not None else None
    return replace(one, unit=unit.name, dimension=unit.dimension, base=base)


def _last_year(text: str, found: list[Quantity]) -> list[Quantity]:
    """Figures of a bracket that opens with 上年, stands behind last year's figure or fills the place of one, and of a row of last year."""
    spans = [(match.start(), _closes(text, match.start())) for match in _OPENS_LAST.finditer(text)]
    paired = _NOW_AND_LAST.search(text)
    like_before = False
    for match in _LAST_ROW.finditer(text):
        stop = _ROW_END.search(text, match.end())
        spans.append((match.end() - 1, stop.start() if stop else len(text)))
    result: list[Quantity] = []
    for one in found:
        before = result[-1] if result else None
        inside = any(start < one.start < end and not _THIS.search(text, start, one.start) for start, end in spans)
        opens = _BARE_BRACKET.search(text[: one.start]) is not None
        closed = text[one.end : one.end + 1] in ("）", ")")
        of_last = before is not None and before.role == "previous" and before.change in ("level", "rate")
        if before is not None and of_last and text[before.end : before.end + 1] in ("（", "("):
            end = _closes(text, before.end)
            if one.start < end and not re.match(r"[（(][^（）()]*(?:今年|比|增|降|年)", text[before.end :]):
                spans.append((before.end, end))
                inside = True
        if inside and re.match(rf"[（(]{_LAST}", text[max(0, text.rfind("（", 0, one.start)) :]):
            like_before = True
        elif opens and closed and like_before and one.unit_inferred:
            # 粮油146.7（去年139.2），新材料63.5（57.8）
            inside = True
        if paired is not None and one.start > paired.end() and before is not None and text[before.end : one.start] in ("/", "／"):
            inside = True
        if one.change in ("share", "rate") and one.period_from == "clause" and one.period.label.startswith(("上年", "去年")):
            inside = True
        if inside and one.change not in _CHANGES and one.role in ("actual", "forecast"):
            one = replace(one, role="previous")
        result.append(one)
    return result


def _closes(text: str, opened: int) -> int:
    """Where the bracket closes that opens here."""
    depth = 0
    for at in range(opened, len(text)):
        depth += (text[at] in "（(") - (text[at] in "）)")
        if depth == 0:
            return at
    return len(text)


def _equals(text: str, found: list[Quantity]) -> list[Quantity]:
    """小巨人+8=43家: what the stock is a stock of stands in front of what came in."""
    result: list[Quantity] = []
    for one in found:
        before = result[-1] if result else None
        if before is not None and before.change == "increase" and text[before.end : one.start].strip() in ("=", "＝"):
            one = replace(one, indicator=before.indicator, indicator_id=before.indicator_id, of="", parent=-1)
            unit = unit_of(one.unit) if one.unit else None
            if unit is not None and not before.unit:
                result[-1] = _with_unit(before, unit)
            elif unit is not None and before.unit and not one.unit:
                one = _with_unit(one, unit)
        result.append(one)
    return result


def _stocks(text: str, found: list[Quantity]) -> list[Quantity]:
    """规上企业年内新增9、退出3，现78家: the stock is that of what the flows are of, and its unit is theirs."""
    result = list(found)
    for at, one in enumerate(found):
        if one.change != "level" or at == 0 or not _STOCK.match(text[found[at - 1].end : one.start]):
            continue
        first = at
        while first > 0 and _is_flow(text, found, first - 1):
            first -= 1
        if first == at:
            continue
        head = _FLOW.sub("", text[_begin(text, found, first) : found[first].start]).strip(" ：:，、")
        named = read_name(head, True) if head else None
        label, row = (named.label, named.id) if named is not None and named.text else ("", "")
        result[at] = replace(one, indicator=label, indicator_id=row, of="", parent=-1)
        unit = unit_of(one.unit) if one.unit in _COUNTS else None
        if unit is not None:
            for flow in range(first, at):
                if result[flow].unit_inferred and (not result[flow].unit or result[flow].unit not in _COUNTS):
                    result[flow] = _with_unit(result[flow], unit)
        for behind in range(at + 1, len(found)):
            # 现78家，上年末72家: last year's is of the same thing
            if found[behind].role != "previous" or found[behind].indicator != one.indicator or "。" in text[one.end : found[behind].start]:
                break
            result[behind] = replace(found[behind], indicator=label, indicator_id=row)
    return result


def _begin(text: str, found: Sequence[Quantity], at: int) -> int:
    """Where the words begin that a flow has in front: behind the figure or the stop before it."""
    floor = found[at - 1].end if at else 0
    stop = max(text.rfind(mark, floor, found[at].start) for mark in "。；，、（(")
    return max(floor, stop + 1)


def _is_flow(text: str, found: Sequence[Quantity], at: int) -> bool:
    return bool(_FLOW.search(text[_begin(text, found, at) : found[at].start])) and found[at].change in ("level", "increase")


def _years(text: str, found: list[Quantity], year: int | None) -> list[Quantity]:
    """The years of figures that have no unit: 2021年5、2022年7; 21到24年签约数：20、22、25、27."""
    result = []
    for one in found:
        named = _YEAR_BEFORE.search(text[: one.start]) if one.unit_inferred and one.change == "level" else None
        if named:
            told = int(named[1])
            role: Role = "previous" if year is None or told < year else "actual"
            one = replace(one, period=Period("year", told, label=f"{told}年"), role="target" if one.role == "target" else role)
        result.append(one)
    for piece in _PIECE.finditer(text):
        span = _YEARS.search(piece[0])
        if span is None:
            continue
        first, last = (int(span[name][-2:]) + 2000 for name in ("first", "last"))
        row = [
            at for at, one in enumerate(result)
            if piece.start() <= one.start < piece.end() and one.unit_inferred and one.change == "level" and not one.period.label
        ]
        if len(row) != last - first + 1 or len(row) < 3:
            continue
        for told, at in enumerate(row, first):
            past = told < (year if year is not None else last)
            result[at] = replace(
                result[at], period=Period("year", told, label=f"{told}年"), role="previous" if past else result[at].role
            )
        start, end = piece.start() + span.start(), piece.start() + span.end()
        result = [one for one in result if not (start <= one.start < end and one.dimension == "年")]
    return result
