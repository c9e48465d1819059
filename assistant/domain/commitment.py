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
    """A goal figure or a task of the plan part of a report; `span` is in that report's original text."""

    id: str
    text: str
    span: Span
    kind: Literal["figure", "task"]
    topic: str = ""
    subject: str = ""
    goal: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How this year's text answers a commitment; `spans` are in this year's original text."""

    commitment: Commitment
    status: Status
    spans: tuple[Span, ...] = ()
    message: str = ""
