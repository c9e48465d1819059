"""A promise of last year's plan and what this year's text says to it. No matching here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.domain.document import Span
from assistant.domain.quantity import Quantity

#: done: answered and met · missed: answered, below the goal · partial: answered without a verdict · silent: not a word
Status = Literal["done", "missed", "partial", "silent"]


@dataclass(frozen=True, slots=True)
class Commitment:
    """A goal figure or a task of the plan part of a report; `span` is in that report's original text.

    subject: the indicator, or the project with its phase. goal: the figure to be reached, its offsets count in the report's cleaned text;
    a task may have one, too (建成科创路二期3.2公里). stage: how far a project is to come (1 签约 … 7 达产), 0 where no stage is named.
    due: the month by which.
    """

    id: str
    text: str
    span: Span
    kind: Literal["figure", "task"]
    topic: str = ""
    subject: str = ""
    goal: Quantity | None = None
    stage: int = 0
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How this year's text answers a commitment; `spans` are in this year's original text.

    message: one Chinese sentence for tables and findings, with both figures and the shortfall. figure: the figure that answers,
    its offsets count in this year's cleaned text. sure: for a silent one, whether really nothing of it is mentioned.
    """

    commitment: Commitment
    status: Status
    spans: tuple[Span, ...] = ()
    message: str = ""
    figure: Quantity | None = None
    sure: bool = True
