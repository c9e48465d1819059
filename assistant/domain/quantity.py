"""A figure and what it is a figure of: indicator, period, scope, value, unit, kind of change. No parsing here."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
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
    #: the bar of a class name such as 亿元以上项目: it is no amount and is never added up
    threshold: bool = False


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


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same indicator, period, scope and unit with different values."""

    indicator: str
    facts: tuple[Fact, ...]
    reason: str = ""


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
