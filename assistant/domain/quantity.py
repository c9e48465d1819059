"""A figure and what it is a figure of: indicator, period, scope, value, unit, kind of change. No parsing here."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Decimal
from operator import attrgetter
from typing import Literal

PeriodKind = Literal["year", "months", "at", "half", "quarter", "month", "day", "years", "unknown"]

#: level: the amount itself · growth: percent against a base · increase: amount added (增长了/新增/提高 with a unit)
#: points: percentage points · share: part of a whole in percent · completion: percent of a target
#: multiple: is N times · times-more: grew by N times · rank: 第N位 · from: the base of 由A到B · rate: a ratio indicator
Change = Literal["level", "growth", "increase", "points", "share", "completion", "multiple", "times-more", "rank", "from", "rate"]

#: actual: happened · forecast: 预计 · target: 力争, 目标, plan part · previous: value of an earlier period named as base
Role = Literal["actual", "forecast", "target", "previous"]


@dataclass(frozen=True, slots=True)
class Period:
    """The time a figure covers. `label` is as written; months are 1–12; year None when the text gives none."""

    kind: PeriodKind = "unknown"
    year: int | None = None
    first_month: int | None = None
    last_month: int | None = None
    last_year: int | None = None
    label: str = ""

    def same_time(self, other: Period) -> bool:
        """Whether both name the same time, a missing year agreeing with any."""
        years = self.year is None or other.year is None or self.year == other.year
        return years and (self.kind, self.first_month, self.last_month, self.last_year) == (
            other.kind, other.first_month, other.last_month, other.last_year)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of a text.

    start, end: offsets of number and unit in the text that was read, `text[start:end] == quote`.
    indicator: canonical name (reference table) or the open name as written (a project, a firm); indicator_id: row of
    the table or "". scope: "" whole unit, else "核心区", a firm, "其中"… value: in `unit` as written, None when masked or
    missing; high: upper end of a range. base: value in the base unit of its dimension (元, 平方米, 家…), exact.
    decimals: digits after the point as written: they decide what agrees. bound: "" exact, "min" (以上, 超), "max" (以内).
    sign: -1 for a decrease, the value itself stays positive as the genre writes it.
    """

    start: int
    end: int
    quote: str
    indicator: str = ""
    indicator_id: str = ""
    period: Period = Period()
    scope: str = ""
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    dimension: str = ""
    base: Decimal | None = None
    decimals: int = 0
    change: Change = "level"
    sign: int = 1
    role: Role = "actual"
    approximate: bool = False
    bound: Literal["", "min", "max"] = ""
    masked: bool = False
    #: what stands right before the figure and names it, with its offsets: for messages and for related places
    subject_start: int = 0
    subject_end: int = 0
    #: the bar of a class name such as 亿元以上项目, or a rating inside a name (110千伏变电站): no amount, never added up
    threshold: bool = False
    #: the words of change right before the figure, as written: 同比增长, 净增, 压缩至 …; "" where there are none
    verb: str = ""
    #: what a change is measured against, as written: 同比, 上年, 年初, 2020年, 全市平均水平 …
    compare: str = ""
    #: the whole that a share or a part is of, as a name: 占营业收入的2.9% → 营业收入; 其中国家级9家 → the indicator of the total
    of: str = ""
    #: offset (`start`) of the level figure that this growth, share, completion … speaks of; -1 where the text gives none
    about: int = -1
    #: offset (`start`) of the total of which this figure is a part (其中, 分项, brackets); -1 where it is no part
    parent: int = -1
    #: offset (`start`) of the first figure of a joint list (A、B分别达到1、2) that this one belongs to; -1 outside of one
    joint: int = -1
    #: where the period is stated: in the figure's own clause, earlier in its sentence, at the head of its paragraph, nowhere
    period_from: Literal["clause", "sentence", "paragraph", ""] = ""
    #: the unit is not written here, it follows from the context (84→97家, 规上工企227)
    unit_inferred: bool = False
    #: the digits are gone and only the unit is left (税收亿元); `masked` is true, too
    missing: bool = False
    #: written with Chinese numerals
    chinese: bool = False
    #: a running total (累计, 总数, 总里程), not what came in the period
    cumulative: bool = False

    def shifted(self, by: int) -> Quantity:
        """The same figure of a text that stands `by` code points further on: all offsets move."""
        if not by:
            return self
        # `replace` looks at each of the forty fields by name: every figure of a text comes through here
        values = list(_values(self))
        for place in _PLACES:
            if values[place] >= 0:
                values[place] += by
        return Quantity(*values)


_NAMES = [one.name for one in fields(Quantity)]
_PLACES = [_NAMES.index(name) for name in ("start", "end", "subject_start", "subject_end", "about", "parent", "joint")]
_values = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class Note:
    """One bullet of the user's material. id is n1, n2 … over all files; start, end: offsets in the file's extracted text."""

    id: str
    text: str
    source: str = ""
    department: str = ""
    topic: str = ""
    part: Literal["summary", "plan", "problems", ""] = ""
    start: int = 0
    end: int = 0
    quantities: tuple[Quantity, ...] = ()
    #: 别改格式, 待财政核 … speaks to the writer and never enters a draft
    instruction: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity of the ledger with the note it stands in (offsets of the quantity are in the note's text)."""

    note: str
    quantity: Quantity


#: values: one thing with two values, `facts` are the readings side by side · sum, growth, share, relation: the notes' own
#: arithmetic, `facts` holds the doubtful figure (and its other reading, if one is written) · definition: 新认定13（含重新认定5）,
#: 净增21 · count: 四件事 with three named · stage: 竣工 and then 力争竣工 · time: 2025年是“十五五”开局之年
ConflictKind = Literal["values", "sum", "growth", "share", "relation", "definition", "count", "stage", "time"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the notes can't all be right about; `reason` shows both figures and the computation."""

    indicator: str
    facts: tuple[Fact, ...]
    reason: str = ""
    kind: ConflictKind = "values"


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure that is missing or masked in a note, with the question to ask back."""

    note: str
    question: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """All facts of the notes, once each, with what contradicts and what is missing."""

    notes: tuple[Note, ...] = ()
    facts: tuple[Fact, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    gaps: tuple[Gap, ...] = ()
    year: int | None = None
    departments: tuple[str, ...] = field(default=())
