"""Figures that are nearly what the notes come to: the sum is plain, the result is not what the draft says. Only sums without a choice.

What makes a figure right is in `derived`; here one is wrong, and the working tells by how much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.derived import Derived
from assistant.checks.evidence import Said
from assistant.checks.matching import NEAR, Matching
from assistant.checks.operations import Derivation, amount, differences, growths, is_amount, is_percent, ratios, rows, sums
from assistant.domain.quantity import Quantity
from assistant.text.agreement import comparable, factor
from assistant.text.likeness import grams

#: a total, and nothing else, right before the figure
_TOTAL = re.compile(r"(?:合计|共计|总计|累计)[^，；。、\d]{0,8}$")
_TOTAL_BEFORE = re.compile(r"[两三四五]年(?:累计|共|合计)[^，；。、\d]{0,16}$")
_LAST_YEAR = re.compile(r"(?:同比|比|较)?(?:上年|去年|上年同期|去年同期|同期|上年底|上年末|年初)?(?:同比)?(?:末|底)?")
#: by how much, in parts of the result, a total may be missed and still be that total
_NEAR_TOTAL = 0.12


class Miscounts:
    """The figures of one draft that plain sums of the notes contradict."""

    def __init__(self, matching: Matching, derived: Derived) -> None:
        self._m, self._derived = matching, derived
        self._by_start = {said.quantity.start: said for said in matching.draft}

    def of(self, said: Said) -> Derivation | None:
        """The working whose result the figure should be; None where it is right, or where nothing is sure."""
        quantity = said.quantity
        if said.plan or said in self._m.matched or quantity.value is None or quantity.bound or quantity.approximate:
            return None
        if (quantity.role != "actual" and quantity.change != "completion") or quantity.high is not None or quantity.chinese:
            return None
        if self._derived.of(said):
            return None
        found = list(self._workings(said))
        results = {round(one.low, 6) for one in found}
        return found[0] if len(results) == 1 and not found[0].makes(quantity) else None

    def _workings(self, said: Said) -> Iterator[Derivation]:
        quantity = said.quantity
        if is_amount(quantity) and quantity.change == "level":
            yield from self._totals(said)
            return
        now = self._by_start.get(quantity.about)
        fact = self._m.matched.get(now) if now is not None else None
        if fact is None or not is_amount(fact.quantity) or fact.plan:
            return
        if quantity.change in ("growth", "increase") and _LAST_YEAR.fullmatch(quantity.compare):
            pairs = [(fact.quantity, one) for one in self._bases(fact)]
            if is_percent(quantity) and quantity.change == "growth":
                yield from growths(pairs)
            elif quantity.change == "increase" and comparable(quantity, fact.quantity):
                yield from differences(pairs)
        elif quantity.change == "completion":
            yield from ratios([(fact.quantity, one.quantity) for one in self._goals(fact)])

    def _totals(self, said: Said) -> Iterator[Derivation]:
        before = self._m.text[max(0, said.quantity.start - 24) : said.quantity.start]
        if not (_TOTAL.search(before) or _TOTAL_BEFORE.search(before)):
            return
        words = said.grams | grams(before)
        for note in self._m.by_note:
            facts = self._m.by_note[note]
            if self._m.alike(words, grams(self._m.notes[note].text)) < NEAR:
                continue
            for row in rows([fact.quantity for fact in facts if fact.quantity.role == "actual"]):
                yield from (one for one in sums(row) if comparable(row[0], said.quantity) and self._is_near(one, said.quantity))

    def _is_near(self, found: Derivation, figure: Quantity) -> bool:
        # 轴承装备187.3、食品乳品112.4: the notes leave the unit out
        result = found.low * (1.0 if found.terms[0].unit else float(factor(figure)))
        return len(found.terms) > 1 and abs(result - amount(figure)) <= _NEAR_TOTAL * result

    def _bases(self, fact: Said) -> Sequence[Quantity]:
        """The only value of an earlier time that a note gives for a fact: 158家（去年124）."""
        facts = [one.quantity for one in self._m.by_note[fact.note]]
        before = [one for one in facts if (one.role == "previous" or one.change == "from") and comparable(one, fact.quantity)]
        own = [one for one in before if fact.quantity.start in (one.about, -1) or _adjacent(facts, one, fact.quantity)]
        stated = any(one.change in ("growth", "increase") and one.about == fact.quantity.start for one in facts)
        return own if len(own) == 1 and len(before) == 1 and not stated else []

    def _goals(self, fact: Said) -> Sequence[Said]:
        """The only goal that a note sets beside a fact: 到位资金29.7亿（任务28亿）."""
        facts = self._m.by_note[fact.note]
        goals = [one for one in facts if one.quantity.role == "target" and comparable(one.quantity, fact.quantity)]
        return goals if len(goals) == 1 and _adjacent([one.quantity for one in facts], goals[0].quantity, fact.quantity) else []


def _adjacent(figures: Sequence[Quantity], one: Quantity, other: Quantity) -> bool:
    places = [at for at, each in enumerate(figures) if each is one or each is other]
    return len(places) == 2 and places[1] - places[0] == 1
