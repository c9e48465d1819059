"""Sorted ranges of running numbers, both ends included: what an index holds and what it lacks. Nothing but arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.retrieval.report import Report

Array = Any
Ranges = list[tuple[int, int]]


def ranges_of(reports: Iterable[Report]) -> Ranges:
    """The live running numbers as sorted, joined ranges."""
    return joined([(report.first, report.last) for report in reports if report.chunks])


def size(ranges: Iterable[Sequence[int]]) -> int:
    """How many numbers the ranges hold."""
    return sum(last - first + 1 for first, last in ranges)


def joined(ranges: Ranges) -> Ranges:
    """Sorted, with touching and overlapping ranges made one."""
    whole: Ranges = []
    for first, last in sorted(ranges):
        if whole and first <= whole[-1][1] + 1:
            whole[-1] = (whole[-1][0], max(whole[-1][1], last))
        else:
            whole.append((first, last))
    return whole


def without(ranges: Ranges, taken: Ranges) -> Ranges:
    """The ranges minus others; both sorted and joined."""
    rest: Ranges = []
    place = 0
    for first, last in ranges:
        while place and taken[place - 1][1] >= first:
            place -= 1
        while place < len(taken) and taken[place][1] < first:
            place += 1
        while place < len(taken) and taken[place][0] <= last:
            if taken[place][0] > first:
                rest.append((first, taken[place][0] - 1))
            first = taken[place][1] + 1
            place += 1
        if first <= last:
            rest.append((first, last))
    return rest


def blocks(ranges: Ranges, most: int) -> Iterable[tuple[int, int]]:
    """The ranges cut into pieces of at most `most` numbers."""
    for first, last in ranges:
        for start in range(first, last + 1, most):
            yield start, min(last, start + most - 1)


def within(seqs: Array, ranges: Ranges) -> Array:
    """Which of the numbers lie in the ranges, as a mask."""
    import numpy as np

    if not ranges:
        return np.zeros(len(seqs), bool)
    first, last = (np.array(column) for column in zip(*ranges, strict=True))
    place = np.maximum(np.searchsorted(first, seqs, "right") - 1, 0)
    return (seqs >= first[place]) & (seqs <= last[place])
