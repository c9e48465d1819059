"""One generation of a library as arrays: which chunk is alive, of which report, part and topic; filters as masks. No text here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistant.retrieval.lexical import Lexicon
from assistant.retrieval.postings import PARTS
from assistant.retrieval.ranges import Ranges, ranges_of
from assistant.retrieval.report import Report
from assistant.retrieval.terms import fold
from assistant.retrieval.understanding import Units, gather_units, unit_of

Array = Any


@dataclass(frozen=True)
class View:
    """Reports and chunks of one generation. Row n of every array is chunk n of the lexicon; `owner` indexes `reports`, -1 when gone."""

    identity: str
    generation: int
    reports: tuple[Report, ...]
    lexicon: Lexicon
    seq: Array
    owner: Array
    alive: Array
    part: Array
    topic: Array
    topics: tuple[str, ...]

    @cached_property
    def units(self) -> Units:
        """The units by name."""
        return gather_units(self.reports)

    @cached_property
    def years(self) -> Array:
        """The year of each report, 0 where unknown."""
        import numpy as np

        return np.array([report.year or 0 for report in self.reports], np.int32)

    @cached_property
    def plan_years(self) -> Array:
        """The year that each report plans for, 0 where unknown."""
        import numpy as np

        return np.array([report.plan_year or (report.year + 1 if report.year else 0) for report in self.reports], np.int32)

    @cached_property
    def unit_names(self) -> tuple[str, ...]:
        """The different units."""
        return tuple(sorted({unit_of(report) for report in self.reports}))

    @cached_property
    def unit_numbers(self) -> Array:
        """Index in `unit_names` of each report's unit."""
        import numpy as np

        places = {name: number for number, name in enumerate(self.unit_names)}
        return np.array([places[unit_of(report)] for report in self.reports], np.int32)

    @cached_property
    def ranges(self) -> Ranges:
        """The running numbers that are alive."""
        return ranges_of(self.reports)

    @cached_property
    def live(self) -> int:
        """How many chunks are alive."""
        return int(self.alive.sum())

    def of_reports(self, values: Array) -> Array:
        """A value per report spread over its chunks (0 for chunks that are gone)."""
        import numpy as np

        return np.append(values, values.dtype.type(0))[self.owner]

    def mask(self, year: int | None = None, topic: str = "", part: str = "", unit: str = "") -> Array | None:
        """The chunks that filters keep; None for no filter. `unit` and `topic` also match as a piece of the name."""
        import numpy as np

        if year is None and not (topic or part or unit):
            return None
        wanted = np.ones(len(self.reports), bool)
        if year is not None:
            # a government's report goes by the year it is given in, which is the one it plans for
            named = np.array(["政府工作报告" in report.kind for report in self.reports], bool)
            wanted &= (self.years == year) | (named & (self.plan_years == year))
        if unit:
            wanted &= np.array([fold(unit) in fold(f"{report.unit} {report.title}") for report in self.reports], bool)
        mask = self.of_reports(wanted)
        if part:
            mask &= self.part == (PARTS.index(part) if part in PARTS else -1)
        if topic:
            mask &= np.array([topic == name or (bool(name) and topic in name) for name in self.topics])[self.topic]
        return mask


def make_view(identity: str, generation: int, reports: Sequence[Report], lexicon: Lexicon) -> View:
    """Arrays over all segments of the lexicon, chunks of removed reports marked as gone."""
    import numpy as np

    segments = [segment for segment in lexicon.segments if len(segment)]
    topics = tuple(sorted({name for segment in segments for name in segment.topics}))
    seq = np.concatenate([s.seq for s in segments]) if segments else np.zeros(0, np.int64)
    part = np.concatenate([s.part for s in segments]) if segments else np.zeros(0, np.int8)
    topic = [np.array([topics.index(name) for name in s.topics], np.int16)[s.topic] for s in segments]
    held = sorted((report.first, report.last, number) for number, report in enumerate(reports) if report.chunks)
    owner = np.full(len(seq), -1, np.int32)
    if held and len(seq):
        first, last, number = (np.array(column) for column in zip(*held, strict=True))
        place = np.maximum(np.searchsorted(first, seq, "right") - 1, 0)
        owner = np.where((seq >= first[place]) & (seq <= last[place]), number[place], -1).astype(np.int32)
    return View(identity, generation, tuple(reports), lexicon, seq, owner, owner >= 0, part,
                np.concatenate(topic) if topic else np.zeros(0, np.int16), topics or ("",))
