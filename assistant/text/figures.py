"""A figure while it is being read: number, unit and bound out of one scanner match. What it counts is found later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.domain.quantity import Change, Period, Role
from assistant.text.numerals import arabic, chinese
from assistant.text.phrases import Left
from assistant.text.scanner import UNIT_AT
from assistant.text.units import Unit, unit_of

NO_PERIOD = Period()
NO_WORDS = Left(0)
_AFTER = re.compile(r" ?(?:(?P<min>(?:及|\(含\)|（含）)?以上)|(?P<max>以内|以下)|(?P<about>左右|上下))")
_PERCENT = Unit("%", "%", Decimal(1), "percent")
_TIMES = Unit("倍", "倍", Decimal(1), "times")
_YUAN_BAR = Unit("亿元", "元", Decimal(100_000_000), "money")
_RANK = Unit("位", "位次", Decimal(1), "rank")
_NONE = Unit("", "", Decimal(1), "")
_RATIO = Unit("∶1", "比", Decimal(1), "ratio")


@dataclass(slots=True, eq=False)
class Figure:
    """One figure with what the walk knew of its place; the later steps fill in the rest."""

    start: int
    end: int
    value: Decimal | None
    unit: Unit
    form: str
    high: Decimal | None = None
    decimals: int = 0
    approximate: bool = False
    bound: Literal["", "min", "max"] = ""
    masked: bool = False
    missing: bool = False
    threshold: bool = False
    chinese: bool = False
    unit_inferred: bool = False
    #: set by the walk: where the words before it begin, which of them are times and role words, its clause, sub-sentence (；) …
    floor: int = 0
    cuts: Sequence[tuple[int, int, str]] = ()
    clause: int = 0
    clause_start: int = 0
    sub: int = 0
    sentence: int = 0
    bracket: int = -1
    part: bool = False
    colon: bool = False
    previous: bool = False
    period: Period = NO_PERIOD
    period_from: Literal["clause", "sentence", "paragraph", ""] = ""
    role: Role = "actual"
    #: set by naming: right is where its own words after it end (以上, the noun)
    right: int = 0
    left: Left = NO_WORDS
    name: str = ""
    noun: str = ""
    prefix: str = ""
    id: str = ""
    family: str = ""
    scope: str = ""
    named: bool = False
    name_start: int = 0
    name_end: int = 0
    change: Change | Literal[""] = ""
    sign: int = 1
    verb: str = ""
    compare: str = ""
    of: str = ""
    goal: bool = False
    opens_share: bool = False
    cumulative: bool = False
    about: int = -1
    parent: int = -1
    joint: int = -1
    drop: bool = False

    def __post_init__(self) -> None:
        self.right = self.end
        self.name_start = self.name_end = self.start

    @property
    def is_level(self) -> bool:
        """Whether it states an amount (or a ratio) of its own time that other figures can speak of."""
        return (self.change in ("level", "rate") and not self.threshold and not self.previous) or self.change == "increase"


def read_figure(match: re.Match[str], kind: str, text: str, notes: bool) -> Figure | None:
    """The figure of a scanner match; None where the digits turn out to be no figure. Offsets are those of the folded text."""
    start, end = match.span()
    if kind == "number":
        read = arabic(match["number"])
        # "1 2 9 0 元": a number typed with blanks between its digits has no readable end
        if read is None or (text[start - 1 : start] == " " and text[start - 2 : start - 1].isdigit()):
            return None
        figure = _with_unit(start, end, read[0], text, "number")
        figure.decimals = read[1]
    elif kind == "range":
        figure_or_none = _range(match, text)
        if figure_or_none is None:
            return None
        figure = figure_or_none
    elif kind == "masked":
        unit = UNIT_AT.match(text, end)
        found = unit_of(unit["unit"]) if unit else None
        if unit is None or found is None or (found.kind == "bare" and not notes):
            return None
        figure = Figure(start, unit.end(), None, found, "masked")
        figure.masked = True
    elif kind == "hole":
        written = text[start:end].strip()
        found = unit_of(written.lstrip("- "))
        if found is None:
            return None
        figure = Figure(end - len(written), end, None, found, "hole")
        figure.masked = figure.missing = True
    elif kind == "pair":
        left, right = arabic(match["left"]), arabic(match["right"])
        if left is None or right is None:
            return None
        figure = _with_unit(start, end, left[0], text, "pair")
        figure.decimals, figure.high = left[1], right[0]
    elif kind == "rank":
        figure = _rank(match, start, end)
    elif kind == "bar":
        factor = {"百": 100, "千": 1000}.get(text[start], 1)
        figure = Figure(start, end, Decimal(factor), _YUAN_BAR, "bar")
        figure.threshold, figure.bound, figure.chinese = True, "min", True
    elif kind == "ratio":
        parts = re.findall(r"\d+(?:\.\d+)?", match.group())
        if len(parts) != 2 or parts[1] != "1":
            return None
        figure = Figure(start, end, Decimal(parts[0]), _RATIO, "ratio")
        figure.decimals = len(parts[0].partition(".")[2])
    else:
        in_words = _in_words(match, kind, start, end)
        if in_words is None:
            return None
        figure = in_words
    after = _AFTER.match(text, figure.end)
    if after:
        if after["about"]:
            figure.approximate = True
        elif not figure.bound:
            figure.bound = "min" if after["min"] else "max"
        figure.right = after.end()
    return figure


def _with_unit(start: int, end: int, value: Decimal | None, text: str, form: str) -> Figure:
    """A number with the unit that follows it, if one does; 20余家 and 5亿多元 are approximate lower bounds."""
    match = UNIT_AT.match(text, end)
    if match is None:
        return Figure(start, end, value, _NONE, form)
    written = match["unit"]
    inner, after = match["inner"], match["after"]
    fuzz = match["fuzz"] or inner or after
    found = unit_of(written.replace("余", "").replace("多", "") if inner or after else written)
    if found is None:
        return Figure(start, end, value, _NONE, form)
    figure = Figure(start, match.end(), value, found, form)
    if fuzz:
        figure.approximate, figure.bound = True, "min"
    return figure


def _range(match: re.Match[str], text: str) -> Figure | None:
    low, high = arabic(match["low"]), arabic(match["high"])
    if low is None or high is None:
        return None
    start, end = match.span()
    figure = _with_unit(start, end, low[0], text, "range")
    figure.high, figure.decimals = high[0], max(low[1], high[1])
    unit, low_unit = figure.unit, unit_of(match["low_unit"].strip())
    # 5000万～2亿元: the lower end has a magnitude of its own
    if (
        low_unit is not None and unit.factor and low_unit.factor != unit.factor and unit.kind in ("money", "measure", "count", "bare")
        and (low_unit.kind == "bare" or low_unit.dimension == unit.dimension)
    ):
        figure.value = low[0] * low_unit.factor / unit.factor
    return figure


def _rank(match: re.Match[str], start: int, end: int) -> Figure:
    written = match["rank_no"] or match["top"]
    value = Decimal(written) if written.isdigit() else chinese(written)
    figure = Figure(start, end, value, _RANK, "rank")
    figure.change = "rank"
    figure.chinese = not written.isdigit()
    if match.group().startswith("前"):
        figure.bound = "max"
    return figure


def _in_words(match: re.Match[str], kind: str, start: int, end: int) -> Figure | None:
    """Figures in Chinese words: 百分之五, 三分之一, 翻两番, 三成, 一半, 两位数, 三倍, 十二个工作日."""
    value: Decimal | None
    unit = _PERCENT
    if kind == "percent_cn":
        value = chinese(match["per_hundred"])
    elif kind == "fraction":
        below, above = chinese(match["below"]), chinese(match["above"])
        if not below or above is None:
            return None
        value = (above * 100 / below).quantize(Decimal("0.01"))
    elif kind == "fold":
        value, unit = Decimal(2) ** int(chinese(match["folds"] or "一") or 1), _TIMES
    elif kind == "tenths":
        value = (chinese(match["tenth"]) or Decimal(0)) * 10
    elif kind == "half":
        value = Decimal(50)
    elif kind == "digits":
        value = Decimal(10)
    elif kind == "times_cn":
        value, unit = chinese(match["times"]), _TIMES
    elif kind == "chinese":
        value = chinese(match["cn"])
        found = unit_of(match["cn_unit"])
        if found is None:
            return None
        unit = found
    else:
        return None
    if value is None:
        return None
    figure = Figure(start, end, value, unit, kind)
    figure.chinese = True
    if kind in ("tenths", "half", "fraction"):
        figure.approximate = True
    if kind == "digits" or match.group().startswith("过半"):
        figure.bound = "min"
    if kind == "fold":
        figure.change = "multiple"
    return figure
