"""The walk over a text: scanner matches in order become figures that know their clause, sentence, time, role and brackets.

One pass, linear in the text. Names and kinds of change are read afterwards, sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.quantity import Period, Role
from assistant.text.figures import Figure, read_figure
from assistant.text.periods import read_period
from assistant.text.scanner import SCANNER

_FORECAST = ("预计", "预期", "有望", "预估")
_FIGURES = frozenset((
    "number", "range", "masked", "hole", "pair", "rank", "bar", "ratio", "percent_cn", "fraction", "fold", "tenths", "half", "digits",
    "times_cn", "chinese",
))
#: in front of a time: it names what is compared with, not when the figure was true
_BASE_BEFORE = ("比", "较", "与", "于", "同")
_OFF = ("离", "距")
#: between an earlier time and its figure: 上年的71.0亿元, 上年为59.0亿元
_TIED = ("", "的", " ", "的约", "为", "是", "仅为", "为约")
_FROM_BEFORE = ("由", "从", "是", "为")


@dataclass(slots=True)
class Sentence:
    """The figures of one sentence and where it stands."""

    start: int
    end: int = 0
    figures: list[Figure] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    period: Period
    period_from: Literal["clause", "sentence", "paragraph", ""] = ""
    role: Role = "actual"
    part: bool = False
    colon: bool = False


def walk(text: str, year: int | None, role: Role, notes: bool) -> Iterator[Sentence]:
    """Sentences that hold figures, in order; `text` is folded. role: what a figure is when nothing is said (target in plans)."""
    unknown = Period(year=year)
    state = _State(unknown, role=role)
    paragraph_period: Period | None = None
    sentence = Sentence(0)
    figures = sentence.figures
    floor = clause = 0
    clause_number = sub_number = 0
    paragraph_fresh = True
    cuts: list[tuple[int, int, str]] = []
    brackets: list[tuple[int, list[tuple[int, int, str]], int, _State, int, int]] = []
    previous: tuple[int, int, Period, bool] | None = None
    resumed: tuple[Period, Literal["clause", "sentence", "paragraph", ""]] | None = None
    for match in SCANNER.finditer(text):
        kind = match.lastgroup or ""
        if kind in _FIGURES:
            figure = read_figure(match, kind, text, notes)
            if figure is None:
                continue
            figure.floor, figure.cuts, figure.clause_start = floor, cuts, clause
            figure.clause, figure.sub, figure.sentence = clause_number, sub_number, sentence.start
            figure.role, figure.part, figure.colon = state.role, state.part, state.colon
            figure.period, figure.period_from = state.period, state.period_from
            if brackets and brackets[-1][4] >= 0:
                figure.bracket = brackets[-1][4]
            if previous is not None and previous[0] >= floor and text[previous[1] : figure.start] in _TIED:
                figure.previous, figure.period, figure.period_from = True, previous[2], "clause"
            figures.append(figure)
            if not figure.threshold:
                floor, cuts = figure.end, []
            continue
        start, end = match.span()
        if kind == "comma":
            if resumed is not None and figures and figures[-1].previous:
                # 上年为59.0亿元，同比增长…: what follows speaks of this year again
                state.period, state.period_from = resumed
            resumed = None
            state.colon = text[start] in "：:" and bool(figures)
            if state.colon and notes:
                state.part = True
            elif state.part and text[start] not in "：:" and not brackets and text[start - 2 : start] != "其中":
                state.part = False
            floor, cuts, clause = end, [], end
            clause_number += 1
            previous = None
        elif kind == "item":
            floor, cuts = end, []
        elif kind in ("period", "period_word"):
            time = read_period(match.group(), year)
            before = text[start - 1] if start else ""
            first = match.group()[0]
            cuts.append((start, end, "period"))
            compared = (before in _BASE_BEFORE and before != "") or first in "比较"
            base = compared or (time.earlier and before in _FROM_BEFORE) or (bool(brackets) and time.earlier)
            # 增加到年末的103家 is where the year ended, not what it is measured against
            edge = time.base_like and before not in ("到", "至")
            previous = (start, end, time.period, base) if base or time.earlier or edge else None
            # 距离2025年的目标 is no time of what follows
            if not base and not time.base_like and before not in _OFF:
                resumed = (state.period, state.period_from) if time.earlier else None
                state.period, state.period_from = time.period, "clause"
                if paragraph_fresh and not figures and text[end : end + 1] in ("，", ",", "全", "我"):
                    paragraph_period = time.period
        elif kind == "stop":
            if figures:
                sentence.end = start
                yield sentence
            sentence = Sentence(end)
            figures = sentence.figures
            if match.group() == "\n":
                paragraph_period, paragraph_fresh = None, True
            else:
                paragraph_fresh = False
            state = _State(paragraph_period or unknown, "paragraph" if paragraph_period else "", role)
            floor, cuts, brackets, previous, clause = end, [], [], None, end
            clause_number += 1
            sub_number += 1
        elif kind == "semi":
            state.part = state.colon = False
            state.role = role if state.role == "forecast" else state.role
            floor, cuts, previous, clause = end, [], None, end
            clause_number += 1
            sub_number += 1
        elif kind == "open":
            behind = figures[-1].start if figures and figures[-1].right >= start - 1 else -1
            brackets.append((floor, cuts, len(figures), state, behind, start))
            state = _State(state.period, state.period_from, state.role)
            floor, cuts, clause = end, [], end
            clause_number += 1
        elif kind == "close":
            if brackets:
                old_floor, old_cuts, count, state, _, opened = brackets.pop()
                if len(figures) == count:
                    floor, cuts = old_floor, [*old_cuts, (opened, end, "bracket")]
                else:
                    floor, cuts = end, []
            else:
                floor, cuts = end, []
            clause_number += 1
        elif kind == "role":
            cuts.append((start, end, "role"))
            state.role = "forecast" if match.group() in _FORECAST else "target"
        elif kind == "part":
            cuts.append((start, end, "part"))
            state.part = match.group() != "其余"
        if state.period_from == "clause" and kind in ("comma", "semi"):
            state.period_from = "sentence"
    if figures:
        sentence.end = len(text)
        yield sentence
