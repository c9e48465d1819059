"""This year's report held against last year's: the same figures, the same works, the promises. The rules only word what is found here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.checks.context import CheckContext
from assistant.checks.evidence import labels_of
from assistant.checks.progress import listed
from assistant.domain.commitment import Answer
from assistant.domain.document import Document
from assistant.domain.quantity import Quantity
from assistant.text.agreement import comparable
from assistant.text.labels import Label
from assistant.text.likeness import Weights, grams
from assistant.text.stages import Step, read_steps

#: how alike two names must be, both ways, to be one indicator or one work
_SAME_NAME, _SAME_WORK = 0.75, 0.8
#: 五年来, “十三五”期间, 三年行动
_SEVERAL_YEARS = re.compile(
    r"[三四五]年来|十[一二三四五六]五”?(?:期间|时期|以来|工作|发展|回顾|总结|目标圆满|圆满)|[三五]年(?:行动|累计|年均)|[比由与同]20\d\d年|中期评估|中期进展"
)
_WHOLE_YEAR = ("year", "unknown", "at")


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A figure with its label and the grams of its name."""

    label: Label
    grams: frozenset[str]

    @property
    def quantity(self) -> Quantity:
        """The figure."""
        return self.label.quantity


class Years:
    """Both years' reports side by side, read once for all rules."""

    def __init__(self, context: CheckContext, before: CheckContext) -> None:
        self.context, self.before = context, before

    @cached_property
    def in_step(self) -> bool:
        """Whether the two reports cover the same stretch of two years in a row, so that one is the base of the other."""
        new, old = self.context.document, self.before.document
        return _stretch(new) == _stretch(old) and (new.year is None or old.year is None or new.year - old.year == 1)

    @cached_property
    def same_year(self) -> bool:
        """Whether both speak of one year: a year's report after its own half-year's repeats it with right."""
        new, old = self.context.document.year, self.before.document.year
        return new is not None and new == old

    @cached_property
    def midway(self) -> bool:
        """Whether this is a report on part of the year, with the plan of a whole one before it."""
        return _stretch(self.context.document) != "year" and _stretch(self.before.document) == "year"

    @cached_property
    def due(self) -> bool:
        """Whether this report is the one that must answer: its year is the one planned for, and it covers the whole of it."""
        new, old = self.context.document, self.before.document
        planned = old.plan_year or (old.year + 1 if old.year is not None else None)
        in_turn = new.year is None or planned is None or new.year == planned or self.same_year
        return in_turn and not self.midway

    @cached_property
    def _long_views(self) -> list[tuple[int, int]]:
        """Where this year's text looks back on several years: under such a heading, in such a paragraph."""
        found = [
            (section.heading.start, section.end) for section in self.context.sections
            if _SEVERAL_YEARS.search(section.title) and section.part != "plan"
        ]
        text = self.context.text
        found += [(line.start, line.end) for line in self.context.paragraphs if _SEVERAL_YEARS.search(text, line.start, line.end)]
        return found

    def looks_back(self, offset: int) -> bool:
        """Whether this year's text speaks of several years there, so that its bases are not last year's."""
        return any(start <= offset < end for start, end in self._long_views)

    @cached_property
    def now(self) -> list[Told]:
        """This year's figures outside of the plan."""
        return _told(self.context)

    @cached_property
    def then(self) -> list[Told]:
        """Last year's figures outside of its plan: what was reported."""
        return [one for one in _told(self.before) if one.quantity.role in ("actual", "forecast")]

    @cached_property
    def weights(self) -> Weights:
        """What a character tells in both texts."""
        texts = (self.context, self.before)
        return Weights(one.text[span.start : span.end] for one in texts for span in one.sentences)

    @cached_property
    def _by_id(self) -> dict[str, list[Told]]:
        found: dict[str, list[Told]] = defaultdict(list)
        for one in self.then:
            found[one.quantity.indicator_id].append(one)
        return found

    def last_year(self, told: Told) -> Told | None:
        """Last year's reported amount of the same thing, for the whole year; None where there is none, or more than one value."""
        quantity = told.quantity
        pool = self._by_id[quantity.indicator_id] if quantity.indicator_id else self._by_id[""]
        found = [one for one in pool if self._same(told, one)]
        if not found or len({one.quantity.base for one in found}) > 1:
            return None
        return found[0]

    def _same(self, told: Told, one: Told) -> bool:
        new, old = told.quantity, one.quantity
        if old.change not in ("level", "rate", "share") or old.value is None or not comparable(new, old) or new.dimension != old.dimension:
            return False
        if new.scope != old.scope or told.label.bars != one.label.bars or not whole_year(old):
            return False
        if bool(new.of) != bool(old.of) or (new.of and new.of != old.of):
            return False
        if new.indicator_id and new.indicator_id == old.indicator_id:
            # one row of the table may hold several things (总投资 of this and of that): the words must not speak against it
            lesser = min(self.weights.sum(told.grams), self.weights.sum(one.grams))
            return self.weights.shared(told.grams, one.grams) >= 0.3 * lesser
        return self.same_name(told.grams, one.grams)

    def same_name(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Whether two names are one, so that neither says much that the other does not."""
        more = max(self.weights.sum(one), self.weights.sum(other))
        return more > 0 and len(one & other) >= 5 and self.weights.shared(one, other) >= _SAME_NAME * more

    @cached_property
    def reached(self) -> list[Step]:
        """What last year's report says was reached: the stages of its works, outside of the plan."""
        rows = [region for region in self.before.regions if region.part != "plan"]
        listed_too = [step for region in rows for step in listed(self.before.text, region.start, region.end)]
        return [step for step in _steps(self.before) if not step.future and not step.denied] + listed_too

    @cached_property
    def steps(self) -> list[tuple[Step, bool]]:
        """This year's stages of works, and whether they stand in the plan."""
        return [(step, False) for step in _steps(self.context)] + [(step, True) for step in _steps(self.context, "plan")]

    def same_work(self, one: Step, other: Step) -> bool:
        """Whether two stages speak of one work and one phase of it."""
        if one.phase != other.phase:
            return False
        left, right = grams(one.name), grams(other.name)
        shared, sums = self.weights.shared(left, right), (self.weights.sum(left), self.weights.sum(right))
        return shared >= _SAME_WORK * min(sums) and shared >= 0.6 * max(sums)

    @cached_property
    def answers(self) -> list[Answer]:
        """Last year's promises with this year's answers."""
        # few checks have last year's report: the others need not read the modules of promises
        from assistant.notes.commitments import answers, read_commitments

        return answers(read_commitments(self.before.document), self.context.document, self.context.quantities)


def years_of(context: CheckContext) -> Years | None:
    """Both years, kept on the context for all rules; None without last year's report."""
    if context.before is None:
        return None
    kept: dict[str, Years] = vars(context).setdefault("_kept_years", {})
    if "years" not in kept:
        kept["years"] = Years(context, context.before)
    return kept["years"]


def _stretch(document: Document) -> str:
    """The part of the year that a report covers, by its kind and title."""
    words = f"{document.kind} {document.title}"
    if "半年" in words:
        return "half"
    found = re.search(r"前?[一二三四]季度|\d{1,2} ?[-—~至] ?\d{1,2}月", words)
    return found.group() if found else "year"


def _told(context: CheckContext) -> list[Told]:
    plans = [(region.start, region.end) for region in context.regions if region.part == "plan"]
    return [
        # 轻工、化工产值分别达到1、2: the words before the first are the last one's name
        Told(label, grams(f"{'' if in_a_row(label) else label.words} {label.quantity.indicator}"))
        for label in labels_of(context)
        if label.quantity.value is not None and not any(start <= label.quantity.start < end for start, end in plans)
    ]


def in_a_row(label: Label) -> bool:
    """Whether a figure is one of a row whose names stand in a row, too."""
    return label.quantity.joint >= 0 and "分别" in label.words and bool(label.quantity.indicator)


def _steps(context: CheckContext, part: str = "") -> Iterator[Step]:
    for region in context.regions:
        if (region.part == "plan") == (part == "plan"):
            yield from read_steps(context.text, region.start, region.end)


def whole_year(quantity: Quantity) -> bool:
    """Whether a figure speaks of its whole year; 预计 does, also in a paragraph that begins with 1—11月."""
    return quantity.period.kind in _WHOLE_YEAR or (quantity.role == "forecast" and quantity.period_from != "clause")


def earlier_year(text: str, year: int | None) -> bool:
    """Whether the words place what they tell in an earlier year."""
    if re.search(r"去年|上年|前年|往年|此前", text):
        return True
    return year is not None and any(int(found) < year for found in re.findall(r"(20\d\d)年", text))


def document_place(document: Document) -> tuple[int, int]:
    """Where a finding that has no place of its own points: the title, else the first line."""
    if document.title_span.end > document.title_span.start:
        return document.title_span.start, document.title_span.end
    end = document.text.find("\n")
    return 0, end if end > 0 else min(len(document.text), 20)
