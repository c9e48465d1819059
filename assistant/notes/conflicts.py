"""Two values for one thing: the same identity and time, values that no rounding makes equal. Arithmetic inside a note is elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from assistant.domain.quantity import Conflict, Fact, Note, Quantity
from assistant.notes.identity import Identity, identity, same_period
from assistant.text.agreement import agree, comparable, measure


def two_values(facts: Sequence[Fact], notes: Mapping[str, Note]) -> Iterator[Conflict]:
    """Facts of one identity whose values differ, all of them side by side, in the order of the notes."""
    groups: dict[Identity, list[Fact]] = defaultdict(list)
    for fact in facts:
        key = identity(notes[fact.note], fact.quantity)
        if key is not None and key.role != "previous":
            groups[key].append(fact)
    for group in groups.values():
        yield from _within(group, notes)


def _within(group: list[Fact], notes: Mapping[str, Note]) -> Iterator[Conflict]:
    left = list(group)
    while left:
        first, *left = left
        against = [other for other in left if _contradict(first, other)]
        if not against:
            continue
        same = [other for other in left if other not in against and _comparable(first, other) and agree(first.quantity, other.quantity)]
        left = [other for other in left if other not in against and other not in same]
        facts = tuple(sorted((first, *against, *same), key=lambda fact: (_number(fact.note), fact.quantity.start)))
        yield Conflict(first.quantity.indicator, facts, _reason(facts, notes))


def _contradict(one: Fact, other: Fact) -> bool:
    if one.note == other.note or not _comparable(one, other) or agree(one.quantity, other.quantity):
        return False
    if _unlike(one.quantity, other.quantity):
        return False
    # 86.5%以上 is a goal or a bar, whatever the heading says
    return not (one.quantity.bound or other.quantity.bound or one.quantity.approximate or other.quantity.approximate)


def _unlike(one: Quantity, other: Quantity) -> bool:
    """Whether one is a bare whole number and the other an amount: 新能源材料17 counts projects, 新能源材料204.5亿 is money."""
    if not one.unit and not other.unit and one.value and other.value:
        # 光伏143.6 and 光伏18: two lists, of amounts and of projects
        return bool(one.decimals) != bool(other.decimals) and max(one.value, other.value) > 3 * min(one.value, other.value)
    bare, full = (one, other) if not one.unit or one.unit_inferred else (other, one)
    if bare.unit and not bare.unit_inferred:
        return False
    return not bare.decimals and bool(full.unit) and measure(full) != "count"


def _comparable(one: Fact, other: Fact) -> bool:
    return comparable(one.quantity, other.quantity) and same_period(one.quantity.period, other.quantity.period)


def _reason(facts: Sequence[Fact], notes: Mapping[str, Note]) -> str:
    said = []
    for fact in facts:
        who = notes[fact.note].department
        said.append(f"{who}报{fact.quantity.quote}" if who else f"{fact.note}为{fact.quantity.quote}")
    return f"{facts[0].quantity.indicator}有{len(facts)}个说法：{'，'.join(said)}；请核实口径和时间，以主管单位的数为准"


def _number(note: str) -> int:
    digits = note.lstrip("n")
    return int(digits) if digits.isdigit() else 0
