"""The fence's look at figures: is each one a figure of the notes, of the same thing, time, degree and kind of change?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.domain.quantity import Quantity
from assistant.engines.evidence import DOUBT, Known, content_of, without_grouping
from assistant.engines.labels import is_swapped, keeps_label, label_of_figure
from assistant.engines.matching import Problem, names_agree, problems, same_amount, surely_agree
from assistant.engines.sight import Sight
from assistant.text.width import fold

#: words that any figure may stand beside: a clause of nothing else does not say whose figure it is
_EMPTY_WORDS = re.compile(
    r"完成|全年|年度|目标|同比|增长|下降|提高|减少|增加|占比?|比|上年|去年|同期|计划|任务|预计|实现|达到?|其中|总额|投资|以上|左右|净增|新增"
)


class FigureLook(Sight):
    """Figures of one sentence, weighed against all figures of the evidence that are the same amount."""

    def look_at_figure(self, quantity: Quantity) -> None:
        span = (quantity.start, quantity.end)
        block = next((self.prose[left:right] for left, right in self.covered if left <= span[0] < right), "")
        equal = [(i, known) for i, known in enumerate(self.evidence.figures) if same_amount(quantity, known.quantity)]
        if block:
            self.figures |= {i for i, known in equal if known.doubt == block}
            return
        note = self._copied(quantity, equal)
        if note:
            # the department's own words, left as they are: what they mean is not for the reader of figures to say
            self.covered.append(span)
            self.notes.append(note)
            self.figures |= {i for i, known in equal if note in known.notes}
            return
        if quantity.masked or quantity.missing or quantity.value is None:
            self._bare(quantity)
            return
        if not equal:
            self._unknown(quantity)
            return
        proved = {note for _, known in equal if known.verified for note in known.notes}
        # shorthand says less than the sentence written out of it: where there is one, it alone is compared
        candidates = [(i, known) for i, known in equal if known.verified or not set(known.notes) <= proved] or equal
        clause = self._around(quantity)
        same = {i for i, _ in equal}
        rivals = [
            (i, other) for i, other in enumerate(self.evidence.figures)
            if other.verified and i not in same and other.quantity.dimension == quantity.dimension
        ]
        weighed = sorted(
            ((self._weigh(quantity, i, known, clause, rivals), order, i, known) for order, (i, known) in enumerate(candidates)),
            key=lambda row: (_rank(row[0]), row[1]),
        )
        found, _, index, known = weighed[0]
        for grade, code, message in found:
            self.say(grade, code, message, *span)
        if not any(grade == "rejected" for grade, _, _ in found):
            self.covered.append(span)
            self.figures.add(index)
            for i, other in equal:
                if set(other.notes) & set(known.notes) and names_agree(other.quantity, known.quantity) is not False:
                    self.figures.add(i)
            self.notes += known.notes
        else:
            self.covered.append(span)

    def _copied(self, quantity: Quantity, equal: Sequence[tuple[int, Known]]) -> str:
        """The note whose very clause, or very text, holds this figure in the sentence; "" where there is none or where notes disagree."""
        if any(known.doubt for _, known in equal):
            return ""
        if self.copied:
            return self.copied
        at = quantity.start - self.start
        clause = next((one for one in self.clauses if one.start <= at < one.end), None)
        own = clause.text.strip() if clause is not None else ""
        telling = bool(content_of(_EMPTY_WORDS.sub("＿", own)))
        for note, _, clauses in self.evidence.copies:
            if telling and own in clauses:
                return note
        return ""

    def _weigh(
        self, quantity: Quantity, at: int, known: Known, clause: str, rivals: Sequence[tuple[int, Known]]
    ) -> list[Problem]:
        found = problems(quantity, known, clause, self.evidence.part)
        if known.doubt:
            found.append(("rejected", "doubt", f"素材对此说法不一，须照写{known.doubt}"))
        named = self._named(quantity, at, known, clause, rivals)
        if named is not None:
            found.append(named)
        return found

    def _named(
        self, quantity: Quantity, at: int, known: Known, clause: str, rivals: Sequence[tuple[int, Known]]
    ) -> Problem | None:
        fact = known.quantity
        if quantity.threshold or fact.threshold:
            same = quantity.threshold == fact.threshold or not quantity.indicator
            return None if same else ("confirm", "indicator", "这个数在素材里只是档次（如亿元以上）")
        agree = names_agree(quantity, fact)
        mine, its = quantity.indicator or "此处", fact.indicator or "别处"
        label = label_of_figure(quantity, self.text, self.start)
        labels = self.evidence.labels
        own = labels[at]
        for i, other in rivals if quantity.joint < 0 else ():
            swapped = is_swapped(label, own, labels[i]) and self._is_rival(quantity, known, other)
            if swapped and not self._has_its_place(other, labels[i] - own):
                return "rejected", "indicator", f"素材里这里应是{other.quantity.quote}，{quantity.quote}是另一处的数"
        if agree:
            return None
        kept = keeps_label(label, own)
        if agree is None:
            # a figure without a name of its own: its clause must speak of what the figure's own clause speaks of
            if kept or self._shares(clause, known):
                return None
            return "confirm", "indicator", f"看不出{quantity.quote}说的是什么，素材里它是{its}的数"
        named = [
            other.quantity for _, other in rivals
            if _same_kind(other.quantity, quantity) and surely_agree(quantity, other.quantity) and self._is_rival(quantity, known, other)
        ]
        if named and not kept and not self._shares_name(_bare(clause), known):
            return "rejected", "indicator", f"素材里{mine}是{named[0].quote}，{quantity.quote}是{its}的数"
        if kept:
            return None
        strict = bool(quantity.indicator_id and fact.indicator_id)
        if not strict and self._shares(clause, known):
            return None
        grade: Literal["rejected", "confirm"] = "rejected" if quantity.indicator_id or fact.indicator_id else "confirm"
        return grade, "indicator", f"{quantity.quote}在素材里是{its}，稿中写成了{mine}"

    def _has_its_place(self, other: Known, telling: frozenset[str]) -> bool:
        """Whether the rival itself stands in this sentence under its own name: then nothing has taken its place."""
        return any(
            same_amount(one, other.quantity) and len(label_of_figure(one, self.text, self.start) & telling) * 2 >= len(telling)
            for one in self.quantities
        )

    def _is_rival(self, quantity: Quantity, known: Known, other: Known) -> bool:
        """Whether a figure of another sentence can be meant: it has the name, and this sentence is more like its sentence."""
        if other.context == known.context:
            return True
        if not names_agree(quantity, other.quantity):
            return False
        mine = content_of(self.text)
        return len(mine & content_of(other.context)) > len(mine & content_of(known.context))

    def _shares(self, clause: str, known: Known) -> bool:
        """Whether the words around the figure share something with the words around the known one."""
        its = _near(known.context, known.quantity)
        mine = content_of(clause)
        return not mine or not content_of(its) or bool(mine & content_of(its)) or bool(mine & content_of(known.quantity.indicator))

    def _shares_name(self, around: str, known: Known) -> bool:
        name = content_of(_bare(known.quantity.indicator))
        return bool(name) and len(name & content_of(around)) * 2 >= len(name)

    def _unknown(self, quantity: Quantity) -> None:
        span = (quantity.start, quantity.end)
        self.covered.append(span)
        if self._literal(quantity):
            return
        twin = next(
            (known.quantity for known in self.evidence.figures
             if known.quantity.value == quantity.value and {known.quantity.unit, quantity.unit} == {"%", "个百分点"}), None)
        if twin is not None:
            self.say("rejected", "unit", f"素材是{twin.quote}，百分点和百分比不能互换", *span)
            return
        same = [known.quantity for known in self.evidence.figures
                if known.verified and names_agree(quantity, known.quantity) and known.quantity.dimension == quantity.dimension]
        if same:
            self.say("rejected", "figure", f"素材里{same[0].indicator}是{same[0].quote}，稿中是{quantity.quote}", *span)
        else:
            self.say("rejected", "figure", f"素材里没有{quantity.quote}这个数", *span)

    def _literal(self, quantity: Quantity) -> bool:
        """Whether the digits with their unit stand in the notes where no figure was read (a name, a class, a date)."""
        written = without_grouping(self.folded[quantity.start : quantity.end]).replace(" ", "")
        if quantity.threshold or quantity.chinese or len(written) > 1:
            at = self.evidence.text.find(written)
            while at >= 0:
                before, after = self.evidence.text[at - 1 : at], self.evidence.text[at + len(written) : at + len(written) + 1]
                if not (before.isdigit() or before == "." or (written[-1].isdigit() and (after.isdigit() or after == "."))):
                    known = any(_stands(known, written) for known in self.evidence.figures)
                    if not known or quantity.threshold:
                        return True
                at = self.evidence.text.find(written, at + 1)
        return False

    def _bare(self, quantity: Quantity) -> None:
        # with the words before it: 增长% stands in no note because some other % does
        written = self.folded[max(self.start, quantity.start - 3) : quantity.end]
        if not DOUBT.search(self.text) and written not in self.evidence.text:
            self.say("rejected", "figure", "这里缺一个数，素材没有这样的空", quantity.start, quantity.end)
        self.covered.append((quantity.start, quantity.end))

    def _around(self, quantity: Quantity) -> str:
        """The clause of a figure with its subject before it, back to the last stop or the figure before."""
        at = quantity.start - self.start
        clause = next((one for one in self.clauses if one.start <= at < one.end), None)
        left = min(clause.start if clause else at, quantity.subject_start - self.start if quantity.subject_start > self.start else at)
        right = clause.end if clause else quantity.end - self.start
        return self.text[max(0, left) : right]


def _same_kind(one: Quantity, other: Quantity) -> bool:
    percent = {"growth", "share", "completion", "rate"}
    return one.change == other.change or not ({one.change, other.change} & percent)


def _rank(found: Sequence[Problem]) -> tuple[int, int]:
    return sum(grade == "rejected" for grade, _, _ in found), len(found)


def _bare(clause: str) -> str:
    return re.sub(r"[\d.%,]+", "＿", clause)


def _near(text: str, quantity: Quantity) -> str:
    """The clause of a known figure, with its subject."""
    left = max(text.rfind(mark, 0, quantity.start) for mark in "，。；\n") + 1
    if 0 < quantity.subject_start < left and quantity.subject_end > quantity.subject_start:
        left = quantity.subject_start
    ends = [at for at in (text.find(mark, quantity.end) for mark in "，。；\n") if at >= 0]
    return text[left : min(ends, default=len(text))]


def _stands(known: Known, written: str) -> bool:
    return without_grouping(fold(known.quantity.quote)).replace(" ", "") == written
