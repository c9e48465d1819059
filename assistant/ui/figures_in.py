"""The figures of a sentence and the facts behind them: by value, and among the facts of the notes that the sentence stands on. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.domain.quantity import Fact

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SIGNS = ("个百分点", "百分点", "%", "％", "‰")


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in a sentence with the fact that it comes from; fact is None where none of the sentence's notes has it."""

    start: int
    end: int
    fact: Fact | None


def figures(text: str, facts: Sequence[Fact]) -> list[Shown]:
    """All figures in order, years and dates left out unless a fact holds them."""
    found: list[Shown] = []
    for match in _FIGURE.finditer(text):
        value = _decimal(match[0])
        end = match.end()
        rest = text[end : end + 6]
        fact = _fact(value, rest, facts)
        if fact is None and re.match(r"年|月|日|[—-]\d|号", rest):
            continue
        unit = fact.quantity.unit if fact is not None else ""
        for sign in ((unit, f"{unit}元") if unit else ()) + _SIGNS:
            if sign and rest.startswith(sign):
                end += len(sign)
                break
        if rest.startswith("亿元") and unit == "亿":
            end = match.end() + 2
        found.append(Shown(match.start(), end, fact))
    return found


def _fact(value: Decimal | None, rest: str, facts: Sequence[Fact]) -> Fact | None:
    if value is None:
        return None
    same = [fact for fact in facts if value in (fact.quantity.value, fact.quantity.high)]
    percent = rest.startswith(("%", "％"))
    fitting = [fact for fact in same if (fact.quantity.unit in ("%", "％")) == percent]
    return next(iter(fitting or same), None)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
