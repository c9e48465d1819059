"""What of the notes a draft leaves out: facts and whole notes. What asks not to be told, or says nothing new, is no omission."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from assistant.checks.evidence import Said
from assistant.checks.matching import NEAR, Matching
from assistant.checks.operations import differences, growths, is_amount, is_percent, rows, sums
from assistant.checks.standing import is_earlier, is_name, is_span, is_withdrawn, withheld
from assistant.domain.quantity import Note
from assistant.notes.instructions import withholds
from assistant.text.agreement import comparable
from assistant.text.clauses import sentences
from assistant.text.likeness import grams

#: a note of which no sentence holds so much is not told
_UNTOLD = 0.4
#: how long a name is, in grams, that tells a thing, and how much of it a sentence then has
_NAME, _WHOLE_NAME = 3, 0.9
_FIRST = re.compile(r"首位|第一|榜首|之首|头名")
_REMAINING = re.compile(r"[，、；]?其[他余它]")
_NO_FACTS = frozenset(("年", "月", "日", "岁"))
#: what a note says once more: of all it was done, none is, what is left, all together
_NONE = re.compile(r"[未无零没]")
_ALL_DONE = re.compile(r"改完|整改|办结|解决|完成|全部|销号|化解")
_WHOLLY = re.compile(r"全部|均已|都已|全面|悉数|逐项|如期|100%|100％")
_IN_ALL = re.compile(r"加起来|合计|总共|一共|共计|总计")
#: 产值过20亿的企业只有3家: the bar of a class, with what is in it behind
_BAR = re.compile(r"元?(?:以[上下])?的?(?:企业|项目|村|户|单位|街道|镇|园区)(?:只有|仅有?|有|达到?|共|仅剩|为)?\s?\d")
_LEFT_OVER = re.compile(r"[没未余剩]|尚|还有")


class Omissions(Matching):
    """The matching of a draft with its notes, asked what is left out."""

    def is_missing(self, fact: Said) -> bool:
        """Whether a fact that no figure of the draft tells ought to stand in it."""
        quantity = fact.quantity
        if fact.plan or quantity.role == "target" or "goal" in fact.aspects or quantity.dimension in _NO_FACTS:
            return False
        year = quantity.period.year
        if year is not None and self.year is not None and year < self.year:
            return False
        note = self.notes[fact.note]
        if withholds(note.text) or is_earlier(note, fact.label, self.year) or is_name(note.text, fact.label) or is_span(fact.label):
            return False
        if any(start <= quantity.start < end for start, end in withheld(note.text)) or quantity.quote in self.withdrawn:
            return False
        if any(other.start == quantity.end for other in note.quantities):
            # 过5亿3家: the bar of a class
            return False
        if _BAR.match(note.text, quantity.end):
            return False
        if note.part == "problems" and not any(one.plan is False for one in self.draft):
            return False
        if _REMAINING.match(fact.label.words.strip()) and any(one in self.taken for one in self.by_note[fact.note]):
            # 装备17、新材料14、其他8: what is left when the others are told
            return False
        return not (self._written(fact) or self._is_base(fact) or self._is_the_one(fact) or self._says_nothing_new(fact))

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Figures that a note takes back, as they are written."""
        return frozenset(
            quote for fact in self.facts if is_withdrawn(self.notes[fact.note].text, fact.quantity)
            for quote in (fact.quantity.quote, *(one.quantity.quote for one in self.facts if one.quantity.value == fact.quantity.value))
            if fact.rarity > 0.5
        )

    def _says_nothing_new(self, fact: Said) -> bool:
        """Whether the draft has what a fact only says again: a sum or a rest of figures it tells, all of them done, none happened."""
        words, quantity = fact.label.words, fact.quantity
        if quantity.value == 0:
            return any(_NONE.search(held) and self.weights.share(fact.word_grams, grams(held)) >= NEAR for held in self._wordings)
        beside = [one for one in self.by_note[fact.note] if one is not fact and comparable(one.quantity, quantity)]
        told = [one.quantity for one in beside if one in self.taken]
        if _ALL_DONE.search(words):
            as_many = [self.taken[one] for one in beside if one in self.taken and one.quantity.value == quantity.value]
            if any(_WHOLLY.search(self.text, *one.label.sentence) for one in as_many):
                return True
        if _IN_ALL.search(words):
            return any(one.makes(quantity) for row in rows(told) for one in sums(row))
        if _LEFT_OVER.search(words):
            line = {self.line(self.taken[one]) for one in beside if one in self.taken}
            around = [one.quantity for one in self.matched if self.line(one) in line and comparable(one.quantity, quantity)]
            pairs = [(whole, part) for whole in around for part in told if whole is not part]
            return any(one.makes(quantity) for one in differences(pairs))
        return False

    @cached_property
    def _wordings(self) -> list[str]:
        return [self.text[one.start : one.end] for one in sentences(self.text)]

    def _is_base(self, fact: Said) -> bool:
        """Whether a note gives a value only as what a growth is counted from: 1110.0万人次，1268.4万人次，同比+14.3%."""
        facts = [one.quantity for one in self.by_note[fact.note]]
        rates = [one for one in facts if is_percent(one)]
        at = next(place for place, one in enumerate(facts) if one is fact.quantity)
        beside = [one for one in (*facts[at + 1 : at + 2], *facts[max(0, at - 1) : at]) if is_amount(one)]
        if not beside or not rates or not is_amount(fact.quantity):
            return False
        return any(found.makes(rate) for found in growths([(now, fact.quantity) for now in beside]) for rate in rates)

    def _is_the_one(self, fact: Said) -> bool:
        """Whether a thing there is one of is named without its number: 加氢站1座, told as 建成加氢站."""
        if fact.quantity.value != 1 or fact.quantity.unit == "%" or len(fact.word_grams) < _NAME:
            return False
        return any(self.weights.share(fact.word_grams, held) >= _WHOLE_NAME for held in self._sentences)

    @cached_property
    def _sentences(self) -> list[frozenset[str]]:
        return [grams(self.text[one.start : one.end]) for one in sentences(self.text)]

    def untold(self) -> Iterator[Note]:
        """Notes without a figure whose words stand together nowhere in the draft."""
        silent = [
            note for note in self.ledger.notes
            if not note.instruction and note.id not in self.by_note and note.part == "" and len(grams(note.text)) >= 12
            and not withholds(note.text) and not withheld(note.text)
            and all(gap.note != note.id for gap in self.ledger.gaps)
        ]
        if silent:
            for note in silent:
                if max((self.weights.share(grams(note.text), one) for one in self._sentences), default=0.0) < _UNTOLD:
                    yield note

    def _written(self, fact: Said) -> bool:
        """Whether the number stands in the draft anyhow, near words of its note: read as no figure there, or paired with another."""
        digits = re.search(r"\d[\d.]*", fact.quantity.quote)
        if digits is None or (fact.quantity.change == "rank" and fact.quantity.value == 1 and _FIRST.search(self.text)):
            return True
        for match in re.finditer(rf"(?<![\d.]){re.escape(digits[0])}(?![\d]|\.\d)", self.text):
            around = self.text[max(0, match.start() - 45) : match.end() + 30]
            held = grams(around)
            words = fact.grams if len(fact.grams) > 2 else fact.all_grams if len(fact.all_grams) > 2 else grams(self.notes[fact.note].text)
            if self.weights.share(words, held) >= 0.5:
                return True
        return False
