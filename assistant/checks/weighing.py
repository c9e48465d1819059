"""What a draft's figures are worth against the notes: changed, swapped, unsupported, missing. How they were paired is in `matching`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from assistant.checks.derived import Derived
from assistant.checks.evidence import Changed, Evidence, Said, Swapped
from assistant.checks.matching import NEAR, SAME, attached, kind
from assistant.checks.miscounts import Miscounts
from assistant.checks.named_works import NamedWorks
from assistant.checks.operations import Derivation
from assistant.checks.slips import digits, same_digits, slip_of
from assistant.checks.unwanted import claims, told_though_withheld
from assistant.checks.works import moved_works
from assistant.domain.quantity import Ledger, Quantity
from assistant.notes.identity import same_period
from assistant.text.agreement import comparable, exactly
from assistant.text.labels import Label
from assistant.text.likeness import grams

#: how far away, in characters, a figure may be told again
_NEARBY = 260
_TOLD, _KNOWN = 0.7, 0.4
#: values in common from which a sentence surely tells a note
_TELLS = 1.0
#: 36个签约项目中，: what was told before, once more
_OF_THESE = re.compile(r"[\u4e00-\u9fff“”]{0,10}中(?:，|已|有|尚|仍|还|[\u4e00-\u9fff]{0,10}(?:只有|仅))")
#: by how much the names must fit better crosswise, both together
_CLEARLY = 0.6
_PACE = re.compile(r"([年月日])(?=产能|产值|产量|产|处理|供水|供电|供汽|供气|加工|吞吐)(?:\D*)$")
#: how far a figure lies above a mark that it is said to go over
_A_MARK = Decimal("1.2")
_DECEMBER = 12
#: 检查412家次（1—11月）
_UP_TO = re.compile(r"[（(](?:数据)?(?:截[至止]|到|1\s?[-—~～至]\s?)(\d{1,2})月")
#: names that share so little are two
_STRANGE = 0.12
_NO_AMOUNTS = frozenset(("年", "月", "天", "日", "岁", "层"))
#: so many a writer counts himself
_HANDFUL = 10
#: what repeats what was told: 上述4项
_POINTING = re.compile(r"(?:上述|以上|这|前述|该|前者|后者)$")
_OUT_OF = re.compile(r"满分|基础分")
#: how long, in grams, a part of a note is at least that can be known again
_SHORT = 9
_DIGIT = re.compile(r"\d")
_PIECE = re.compile(r"[^，；。,;]+")
#: 下降-16.7% says twice what it says; 50万元以上的村 is a class, no amount; what the notes ask to leave out
_DOUBLED = re.compile(r"(?:降|减)\D{0,3}[-−]$")
_BAR_BEHIND = re.compile(r"及?以[上下](?=[\u4e00-\u9fff])|的(?:企业|项目|村)(?:只有|仅|有|达)")


def weigh(
    text: str, told: Sequence[Label], plans: Sequence[tuple[int, int]], ledger: Ledger, problems: Sequence[tuple[int, int]],
    *, year: int | None, since_last_year: Callable[[Quantity], bool], follows: Callable[[Quantity], bool], before: str = "",
) -> Evidence:
    """Match the figures of a draft (`told`, with their words) with the facts of the ledger.

    plans, problems: ranges of the draft's text that plan, that own up. year: the one reported on. since_last_year, follows: whether a
    figure is what last year's report, or other figures of the text, come to, so that no note needs to have it. before: last year's text.
    """
    return _Weighing(text, told, plans, ledger, problems, year, since_last_year, follows).evidence(before)


class _Weighing(NamedWorks):
    def __init__(
        self, text: str, told: Sequence[Label], plans: Sequence[tuple[int, int]], ledger: Ledger, problems: Sequence[tuple[int, int]],
        year: int | None, since_last_year: Callable[[Quantity], bool], follows: Callable[[Quantity], bool],
    ) -> None:
        super().__init__(text, told, plans, ledger, year)
        #: where the text speaks of problems: what is said there need not stand in the notes
        self.problems = problems
        self.since_last_year, self.follows = since_last_year, follows

    @cached_property
    def derived(self) -> Derived:
        """What the figures without a fact of their own are worked out from."""
        return Derived(self, self.follows)

    @cached_property
    def miscounted(self) -> dict[Said, Derivation]:
        """Figures that a plain sum of the notes contradicts, with the sum."""
        miscounts = Miscounts(self, self.derived)
        found = {said: miscounts.of(said) for said in self.draft if said not in self.matched and not self.follows(said.quantity)}
        return {said: one for said, one in found.items() if one is not None}

    def evidence(self, before: str) -> Evidence:
        """The matching, step by step: by value and name, then what is left by name and neighbours."""
        self.pair_by_value()
        swapped = list(self._swapped())
        found = [*self._stolen(), *self._changed(), *self._turned(), *self._at_another_pace(), *self._of_part_of_the_year()]
        changed = list({one.said: one for one in reversed(found)}.values())[::-1]
        wrong = {one.said for one in changed} | {one.said for one in swapped}
        told = self.derived.told() | {id(term) for one in self.miscounted.values() for term in one.terms}
        used = {one.fact for one in changed} | {fact for fact in self.facts if id(fact.quantity) in told}
        unsupported = [
            said for said in self.draft
            if said not in self.matched and said not in wrong and (said in self.miscounted or self._is_unsupported(said))
        ]
        missing = [fact for fact in self.facts if fact not in self.taken and fact not in used and self.is_missing(fact)]
        return Evidence(
            tuple(self.draft), tuple(self.facts), self.matched, tuple(changed), tuple(swapped), tuple(unsupported), tuple(missing),
            tuple(self.untold()), tuple(moved_works(self.text, self.plans, self.ledger, self.weights)), self.notes,
            self.miscounted, tuple(told_though_withheld(self)), tuple(claims(self, before)),
        )

    def _crossed(self) -> Iterator[Swapped]:
        """Two neighbours of a sentence whose values the notes give to the other name: 滨河园1万吨、铜岭园1.5万吨."""
        for figures in self.by_sentence.values():
            for one, two in pairwise(figures):
                first, second = self.matched.get(one), self.matched.get(two)
                if first is None or second is None or first.note != second.note or first is second:
                    continue
                if not exactly(one.quantity, first.quantity) or not exactly(two.quantity, second.quantity):
                    continue
                if self._named_by_a_sign(one) or self._named_by_a_sign(two):
                    continue
                if one.quantity.change == "rank" and (one.quantity.role, two.quantity.role) != (second.quantity.role, first.quantity.role):
                    # 由第98位升至第83位: each is what it is called
                    continue
                if one.quantity.value == two.quantity.value or not self.alike_in_kind(one, second) or not self.alike_in_kind(two, first):
                    continue
                across, along = (self.own(one, second), self.own(two, first)), (self.own(one, first), self.own(two, second))
                if min(across) >= NEAR and sum(across) >= sum(along) + _CLEARLY:
                    yield Swapped(one, first, second)
                    yield Swapped(two, second, first)

    def _of_each_other(self) -> Iterator[Swapped]:
        """分别增长8.4%和10.4%, where the notes that have the two amounts give each the other's growth."""
        at = {said.quantity.start: said for said in self.matched}
        rates: dict[tuple[str, int], Said] = {}
        for fact in self.facts:
            if fact.quantity.about >= 0 and kind(fact.quantity) == "percent":
                rates[fact.note, fact.quantity.about] = fact
        told = set(rates.values())
        for said, fact in list(self.matched.items()):
            amount = at.get(said.quantity.about)
            if amount is None or fact not in told or amount.quantity.change != "level":
                continue
            whose = self.matched[amount]
            mine = rates.get((whose.note, whose.quantity.start))
            if mine is None or mine is fact or mine.quantity.change != fact.quantity.change or not exactly(amount.quantity, whose.quantity):
                continue
            if amount.rarity >= 1 and exactly(said.quantity, fact.quantity) and self.rival(said, mine):
                yield Swapped(said, fact, mine)

    def _named_by_a_sign(self, said: Said) -> bool:
        """Whether one character behind a figure is all its name, as where a list goes on: 28个省、市重点项目."""
        return len(said.label.words.strip()) == 1 and not self.text[said.label.start : said.quantity.start].strip(" 　，、；（")

    def _swapped(self) -> Iterator[Swapped]:
        crossed = [*self._crossed(), *self._of_each_other()]
        yield from crossed
        seen = {one.said for one in crossed}
        for said, fact in list(self.matched.items()):
            mine = self.own(said, fact)
            if said in seen or not (said.grams or said.aspects) or mine >= SAME or said.plan != fact.plan:
                continue
            if _OF_THESE.match(self.text, said.quantity.end) or self._named_by_a_sign(said):
                continue
            best: tuple[float, Said] | None = None
            for other in self.by_note[fact.note]:
                if other is fact or not self.rival(said, other) or ("goal" in other.aspects) != ("goal" in said.aspects):
                    continue
                if other.quantity.role == "previous" != said.quantity.role:
                    # 年初142家，新入17家，现有153家: what it was before is named in full
                    continue
                name = self.own(said, other)
                if name >= SAME and name >= mine + 0.25 and (best is None or name > best[0]):
                    best = (name, other)
            if best is None:
                if self._renamed(said, fact, mine):
                    yield Swapped(said, fact)
                continue
            # what has the value of the other must itself be named like this fact, or be gone
            holder = self.taken.get(best[1])
            if holder is not None and holder is not said and self.own(holder, best[1]) >= self.own(holder, fact) - 0.05:
                continue
            yield Swapped(said, fact, best[1])

    def _changed(self) -> Iterator[Changed]:
        pairs = []
        for said in self.draft:
            if said in self.matched or said.quantity.change == "from" or _OF_THESE.match(self.text, said.quantity.end):
                continue
            if self.derived.of(said) or said in self.miscounted or self.since_last_year(said.quantity) or self._told_before(said):
                continue
            if self._goes_beyond(said):
                continue
            for fact in self.facts:
                if said.plan != fact.plan or not self.rival(said, fact) or fact.quantity.quote in self.withdrawn:
                    continue
                if not (fact.quantity.unit or fact.grams or fact.aspects) and fact.rarity < 0.7 and "|" in fact.label.words:
                    # a small number in a cell of which nothing is known
                    continue
                if fact in self.taken:
                    if self._told_again(said, fact):
                        pairs.append((0.5, said, fact))
                    continue
                near = self.affinity.get((said.label.sentence, fact.note), 0.0)
                if not near and attached(said, fact):
                    continue
                name, own = self.name(said, fact), self.own(said, fact)
                slip = slip_of(said.quantity, fact.quantity)
                score = name + 0.12 * min(near, 4.0) + (0.25 if slip else 0.0)
                told = (name >= SAME and near > 0) or (name >= NEAR and score >= 0.85) or own >= 0.85 or (own >= SAME and slip)
                turned = slip == "turned" and len(digits(said.quantity)) > 2 and said.quantity.dimension == fact.quantity.dimension
                if not told and turned:
                    # 科小入库512家 told as 521家 where the paragraph tells the note
                    told = near >= _TELLS or (name >= NEAR and bool(self._told_by_line[self.line(said), fact.note]))
                if told or self._last_of_both(said, fact, own) or (fact.rarity > 0.5 and self.is_of_its_work(said, fact, slip)):
                    pairs.append((score, said, fact))
        pairs.sort(key=lambda one: -one[0])
        seen: set[Said] = set()
        for _, said, fact in pairs:
            if said not in seen and (fact not in seen or fact in self.taken):
                seen |= {said, fact}
                yield Changed(said, fact)

    def _renamed(self, said: Said, fact: Said, own: float) -> bool:
        """Whether the notes' figure stands under a name that shares nothing with theirs: 社会资本27.5亿 told as 银行贷款27.5亿元."""
        if any(len(gram) > 1 for gram in said.word_grams & fact.word_grams):
            # 惠及企业312家 and 312家企业受益
            return False
        if self.notes[fact.note].text.startswith("中", fact.quantity.end):
            # 今年15件中自主研发8件: what follows names the 8
            return False
        named = len(said.word_grams) > 4 and len(fact.word_grams) > 4 and bool(fact.label.words.strip())
        strange = own < _STRANGE and self.name(said, fact) < NEAR
        return named and strange and said.rarity > 0.5 and exactly(said.quantity, fact.quantity)

    def _stolen(self) -> Iterator[Changed]:
        """Figures that have their value from a note which their sentence does not tell, while the note it tells has another for them."""
        yield from self.told_of_another_work()
        for said, fact in list(self.matched.items()):
            told = [one for one in self.by_sentence[said.label.sentence] if one is not said and one in self.matched]
            mates = Counter(self.matched[one].note for one in told)
            if mates[fact.note] or self.taken.get(fact) is not said:
                continue
            mine = self.own(said, fact)
            for note, count in mates.items():
                rivals = [other for other in self.by_note[note] if other not in self.taken and self.rival(said, other)] if count > 1 else []
                other = next((one for one in rivals if self.own(said, one) >= max(SAME, mine) and said.plan == one.plan), None)
                if other is not None:
                    del self.matched[said], self.taken[fact]
                    yield Changed(said, other)
                    break

    def _at_another_pace(self) -> Iterator[Changed]:
        """What the notes give for a month told as for a year: 月产能2万片 as 年产能2万片."""
        for said, fact in list(self.matched.items()):
            mine, theirs = _PACE.search(said.label.words), _PACE.search(fact.label.words)
            if mine and theirs and mine[1] != theirs[1] and exactly(said.quantity, fact.quantity) and self.taken.get(fact) is said:
                yield Changed(said, fact)

    def _of_part_of_the_year(self) -> Iterator[Changed]:
        """What the notes have by the end of November told as of the whole year: 到11月底12.6万件 as 全年12.6万件."""
        for said, fact in list(self.matched.items()):
            mine, theirs = said.quantity.period, fact.quantity.period
            if not mine.label.startswith("全年") or said.quantity.period_from != "clause" or said.quantity.role != "actual":
                continue
            partly = theirs.kind in ("at", "months") and theirs.last_month is not None and theirs.last_month < _DECEMBER
            behind = _UP_TO.match(self.notes[fact.note].text, fact.quantity.end)
            stated = (partly and fact.quantity.period_from) or (behind is not None and int(behind[1]) < _DECEMBER)
            if stated and said.rarity > 0.5 and exactly(said.quantity, fact.quantity):
                others = (one for one in self.facts if one is not fact and self.alike_in_kind(said, one))
                if not any(exactly(said.quantity, one.quantity) for one in others):
                    yield Changed(said, fact, sure=False)

    def _turned(self) -> Iterator[Changed]:
        """Figures with the right value and the wrong direction: 下降2.8% told as 增长2.8%."""
        for said, fact in self.matched.items():
            one, two = said.quantity, fact.quantity
            same = one.change == two.change or (one.change == "growth" and two.change == "increase" and two.unit in ("", "%"))
            if _DOUBLED.search(self.notes[fact.note].text[: two.start]):
                continue
            if not same or one.change not in ("growth", "points") or one.sign == two.sign or not (one.verb and two.verb):
                continue
            if self.name(said, fact) >= NEAR or (said.label.sentence, fact.note) in self.affinity:
                yield Changed(said, fact)

    def _same_thing(self, said: Said, fact: Said) -> bool:
        """Whether two figures have one full name, one kind and one time."""
        one, two = said.quantity, fact.quantity
        if one.change != two.change or one.scope != two.scope or one.of != two.of or not same_period(one.period, two.period):
            return False
        if said.label.bars != fact.label.bars or len(said.grams) < 5 or len(fact.grams) < 5:
            return False
        more = max(self.weights.sum(said.grams), self.weights.sum(fact.grams))
        return self.weights.shared(said.grams, fact.grams) >= 0.6 * more

    def _told_again(self, said: Said, fact: Said) -> bool:
        """Whether a figure tells once more what is told rightly elsewhere: then it must name it fully."""
        return self._same_thing(said, fact) or (same_digits(said.quantity, fact.quantity) and self.own(said, fact) >= SAME)

    def _last_of_both(self, said: Said, fact: Said, own: float) -> bool:
        """Whether all else of a note stands in this sentence, and these two are what is left on either side."""
        if said.grams and fact.grams and own < 0.2:
            return False
        mates = [one for one in self.by_sentence[said.label.sentence] if one in self.matched and self.matched[one].note == fact.note]
        if not mates:
            return False
        own_kind, change = kind(said.quantity), said.quantity.change
        others = [one for one in self.by_sentence[said.label.sentence] if one not in self.matched and kind(one.quantity) == own_kind]
        open_facts = [
            one for one in self.by_note[fact.note] if one not in self.taken and kind(one.quantity) == own_kind and one.plan == said.plan
        ]
        alike = change == fact.quantity.change or not said.grams or not fact.grams
        return len(others) == 1 and len(open_facts) == 1 and alike

    def _is_unsupported(self, said: Said) -> bool:
        quantity = said.quantity
        if said.plan or quantity.role == "previous" or quantity.change == "from" or quantity.dimension in _NO_AMOUNTS:
            return False
        if _BAR_BEHIND.match(self.text, quantity.end) or any(start <= quantity.start < end for start, end in self.problems):
            return False
        if quantity.chinese and quantity.value is not None and (quantity.value <= _HANDFUL or quantity.unit == "%"):
            # 三座污水处理厂, 六分之一: counted, and reckoned roughly, by the writer
            return False
        if _OF_THESE.match(self.text, quantity.end):
            return False
        if quantity.value is not None and quantity.value <= _HANDFUL and self._names_listed(said) == quantity.value:
            return False
        if _POINTING.search(self.text, max(0, quantity.start - 2), quantity.start) or _OUT_OF.search(said.label.words):
            return False
        anchored = self._anchored(said)
        if not anchored and not self._told_in_words(said):
            return False
        return not (self._retold(said) or self.derived.of(said) or self.follows(quantity))

    def _names_listed(self, said: Said) -> int:
        """How many names stand in a list right before a figure: 云岭制衣、松溪针织2个项目."""
        start = said.quantity.start
        words = self.text[max(self.text.rfind(mark, 0, start) for mark in "，。；：（(\n") + 1 : start]
        names = re.split(r"[、和与及]", words)
        return len(names) if len(names) > 1 and all(len(name) > 1 for name in names) and not _DIGIT.search(words) else 0

    def _anchored(self, said: Said) -> bool:
        """Whether the sentence tells a note of which the paragraph has half the figures at least, one of them by name."""
        here = {self.matched[other].note for other in self.by_sentence[said.label.sentence] if other is not said and other in self.matched}
        for note in here:
            told = self._told_by_line[self.line(said), note]
            if 2 * len(told) >= len(self.by_note[note]) and any(self.name(other, self.matched[other]) >= _KNOWN for other in told):
                return True
        return False

    @cached_property
    def _told_by_line(self) -> dict[tuple[int, str], list[Said]]:
        found: dict[tuple[int, str], list[Said]] = defaultdict(list)
        for said, fact in self.matched.items():
            found[self.line(said), fact.note].append(said)
        return found

    def _told_in_words(self, said: Said) -> bool:
        """Whether the sentence, without this figure's clause, tells a note that has no figure for it."""
        start, end = said.label.sentence
        rest = grams(self.text[start : said.label.start] + self.text[max(said.label.end, said.quantity.end) : end])
        silent = [note for note in self.ledger.notes if not note.instruction and note.part != "plan" and note.id not in self.by_note]
        # 禾丰项目4月开工，花卉中心封顶: a note may tell two things, of which the sentence tells one
        pieces = [grams(piece) for note in silent for piece in (note.text, *_PIECE.findall(note.text))]
        if any(len(piece) >= 12 and self.weights.share(piece, rest) >= _TOLD for piece in pieces):
            return True
        # of a note that the paragraph tells, a part without a figure will do: 一期12月5日首批织机300台装好；某某底盘厂房主体完
        line = self.line(said)
        told = {note for at, note in self._told_by_line if at == line and self._told_by_line[at, note]}
        short = [grams(piece) for note in told for piece in _PIECE.findall(self.notes[note].text) if not _DIGIT.search(piece)]
        return any(len(piece) >= _SHORT and self.weights.share(piece, rest) >= _TOLD for piece in short)

    def _retold(self, said: Said) -> bool:
        """Whether the figure repeats one that is supported: 36个签约项目中, 29个完成注册."""
        return self._told_before(said) or any(
            abs(other.quantity.start - said.quantity.start) < _NEARBY and comparable(said.quantity, other.quantity)
            and exactly(said.quantity, other.quantity)
            for other in self.matched
        )

    def _goes_beyond(self, said: Said) -> bool:
        """Whether the sentence has just told a figure that goes over this mark: 产值54.3亿元，突破50亿元."""
        mark = said.quantity
        if mark.bound != "min" or mark.base is None:
            return False
        here = (one.quantity for one in self.by_sentence[said.label.sentence] if one in self.matched)
        ahead = [one.base for one in here if one.start < mark.start and one.dimension == mark.dimension and one.base is not None]
        return any(mark.base <= value <= _A_MARK * mark.base for value in ahead)

    def _told_before(self, said: Said) -> bool:
        """Whether the same figure of the same indicator is supported elsewhere: 总数78家 …… 由51家增加到78家."""
        row = said.quantity.indicator_id
        return bool(row) and any(
            other.quantity.indicator_id == row and other.quantity.change == said.quantity.change and other.plan == said.plan
            and other.quantity.dimension == said.quantity.dimension and exactly(said.quantity, other.quantity)
            for other in self.matched
        )
