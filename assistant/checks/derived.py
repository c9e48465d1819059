"""Which noted figures stand together closely enough that a figure of the draft may be worked out from them. The sums are in `operations`.

Closeness first, arithmetic second: with any two numbers of the notes chance would support anything. Operands are figures of the same
sentence that are themselves supported, figures of one note that the sentence tells, and figures of one name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.checks.evidence import Said
from assistant.checks.matching import NEAR, SAME, Matching
from assistant.checks.operations import (
    Derivation,
    amount,
    averages,
    differences,
    exchanges,
    growths,
    is_amount,
    is_percent,
    multiples,
    paces,
    parts,
    ratios,
    rest,
    rows,
    shown_rates,
    spread,
    sums,
    yearly,
    years_said,
)
from assistant.domain.quantity import Quantity
from assistant.reference.tables import indicators
from assistant.text.agreement import comparable
from assistant.text.likeness import grams

Pair = tuple[Quantity, Quantity]

#: how far away, in characters, supported figures may stand from what is worked out from them
_NEARBY = 260
#: what the words in front of a figure say of how it came about
_TOTAL = re.compile(r"合计|累计|[共总]|[两三四五几](?:年|项|类|者|园|区|地|省|市)|以来|历年|全年|[上下]半年|季度")
_REST = re.compile(r"[差余剩净另超未没]|[高低多少快慢大小]于|多|少|尚|还有|缺口|当[月年]|扣除|增|减|降|提|压|缩|[前后]移|上升|进位|比")
_AVERAGE = re.compile(r"均|每|单位面积|强度")
_EACH = re.compile(r"[亩人户家地件企日月]均|平均|每\w|单位面积")
_YEARLY = re.compile(r"年均|年平均|平均每年|每年")
_EXCHANGED = re.compile(r"折|约合|相当于|合人民币")
#: 存贷比, 产销比: a quotient that may lie above one
_QUOTIENT = re.compile(r"[^占\d]比(?:例|率)?[为达到约]*\s*$")
_MOVED = re.compile(r"增|降|减|压|缩|提|升|快|超|涨|跌|省|高于|低于")
_AGAINST = re.compile(r"目标|任务|计划|预算|完成|相当于|为|是|达|之比")
_DAYS = (365, 366)
#: what opens the parts of a figure
_OF_IT = re.compile(r"(?:[\d.]+[^\d，。；]{1,5})?[，、]?(?:其中|包括|分别|即)|[：（(]")
_PACE = re.compile(r"[时序]间?(?:时)?进度|时间过半")
_THAN = re.compile(r"[高低快慢多少]于|[高低快慢]|超")
#: a name that stands in a sentence nearly whole; how far back, in characters, an average may have been told
_IN_FULL, _SECTION = 0.85, 1200
#: how much of a note's words a sentence has that tells it
_TOLD = 0.5
#: what every other figure is called shows no kinship
_FAMILIAR = 5


class Derived:
    """What the figures of one draft that no note has are worked out from."""

    def __init__(self, matching: Matching, follows: Callable[[Quantity], bool]) -> None:
        self._m = matching
        self._follows = follows
        self._known: dict[Said, list[Derivation]] = {}
        self._by_name: dict[str, list[Said]] = {}
        self._full_names: dict[tuple[int, int], list[Said]] = {}
        self._told_in_words: dict[tuple[int, int], list[str]] = {}
        self._named_alike: dict[Said, list[Said]] = {}

    def of(self, said: Said) -> Derivation | None:
        """The working that makes the figure; None where none of the sums comes to it."""
        return next(iter(self._worked_out.get(said, ())), None)

    def told(self) -> set[int]:
        """The `id` of the noted figures that the draft tells by what is worked out from them: 净增8家 by 251-243, and by 14-6 as well."""
        return {id(term) for found in self._worked_out.values() for one in found for term in one.terms}

    @cached_property
    def _worked_out(self) -> dict[Said, list[Derivation]]:
        """All workings that make a figure without a fact of its own."""
        left = [one for one in self._m.draft if one not in self._m.matched]
        # a share of a total that is itself a sum: the totals first, then what rests on them
        for _ in range(2):
            for one in left:
                if not self._known.get(one):
                    self._known[one] = [found for found in self.workings(one) if found.makes(one.quantity)]
        return self._known

    def stands(self, said: Said) -> bool:
        """Whether a figure may be worked with: noted, worked out, or a base of an earlier time."""
        if said in self._m.matched or self._known.get(said):
            return True
        return said.quantity.role == "previous" or said.quantity.change == "from" or self._follows(said.quantity)

    def workings(self, said: Said) -> Iterator[Derivation]:
        """All sums that might make a figure of this kind, from what stands close to it; nearest first."""
        quantity, words = said.quantity, self._words(said)
        if quantity.change == "points" or (quantity.change == "increase" and quantity.unit == "位"):
            yield from differences([pair for pair in self._pairs(said) if _rates(pair) or _places(pair)])
            yield from differences(self._set_against(said, words))
            if _PACE.search(words):
                yield from self._ahead(said)
        elif is_percent(quantity):
            yield from self._percents(said, words)
        elif quantity.change in ("multiple", "times-more"):
            yield from multiples(self._pairs(said))
        elif is_amount(quantity):
            yield from self._amounts(said, words)

    def _percents(self, said: Said, words: str) -> Iterator[Derivation]:
        pairs = self._pairs(said)
        if _YEARLY.search(words):
            yield from paces(pairs, years_said(words))
            return
        if said.quantity.change == "growth" or _MOVED.search(words):
            yield from (one for one in growths(pairs) if _right_way(one.terms, said.quantity))
        if said.quantity.change == "growth":
            return
        pairs += [*self._of_named(said), *self._of_before(said)]
        goal = bool(_AGAINST.search(words)) or bool(_QUOTIENT.search(said.label.words))
        yield from (one for one in ratios(pairs) if goal or amount(one.terms[0]) <= amount(one.terms[1]))
        for total in self._totals(said):
            ends = [id(part) for part in total.terms]
            wholes = {id(whole): whole for part, whole in pairs if id(part) in ends and is_amount(whole) and amount(whole) >= total.low > 0}
            for whole in wholes.values():
                yield Derivation("share", (*total.terms, whole), f"({total.shown})÷{whole.quote}", *_percent_of(total, whole))
        for one in self._sentence(said):
            if one.quantity.unit == "天" and one.quantity.value:
                shares = [amount(one.quantity) / days * 100 for days in _DAYS]
                yield Derivation("share", (one.quantity,), f"{one.quantity.quote}÷365", min(shares), max(shares))
            if is_percent(one.quantity) and one.quantity.change == "share":
                left = 100 - float(one.quantity.value or 0)
                yield Derivation("difference", (one.quantity,), f"100-{one.quantity.quote}", left, left)

    def _amounts(self, said: Said, words: str) -> Iterator[Derivation]:
        quantity = said.quantity
        pairs = [pair for pair in self._pairs(said) if is_amount(pair[0]) and is_amount(pair[1])]
        sides = [[one.quantity for one in side] for side in self._sides(said)]
        for row in rows([one for one in sides[0] if comparable(one, quantity)]):
            yield from rest(row)
        if _OF_IT.match(self._m.text, quantity.end):
            for row in rows([one for one in sides[1] if comparable(one, quantity)]):
                yield from parts(row)
        if said.rarity >= 1:
            beside = [pair for note in self._notes(said) for pair in pairwise(fact.quantity for fact in self._m.by_note[note])]
            yield from differences([pair for pair in beside if comparable(pair[0], quantity) and is_amount(pair[0]) and is_amount(pair[1])])
        if _TOTAL.search(words) or said.rarity >= 1:
            yield from (one for one in self._totals(said) if comparable(one.terms[0], quantity))
        else:
            rows_here = [row for row in self._rows(said) if comparable(row[0], quantity)]
            yield from (one for row in rows_here for one in parts(row) if len(one.terms) > 2)
            yield from (one for row in self._both(said) if comparable(row[0], quantity) for one in sums(row))
        if _REST.search(words) or quantity.change == "increase" or self._joined(said):
            yield from (one for one in differences(pairs) if comparable(one.terms[0], quantity))
        near = [one.quantity for one in (*self._sentence(said), *self._around(said))] + self._named(said) + self._told(said)
        near = [one for one in {id(one): one for one in near}.values() if is_amount(one)]
        if _AVERAGE.search(words):
            shared_out = [one for one in self._called(_EACH.sub("", said.label.words)) if is_amount(one)]
            yield from averages([*near, *shared_out], [*near, *self._divisors], words)
        if _YEARLY.search(words):
            yield from spread(near, years_said(words))
            for row in self._rows(said):
                yield from (one for one in yearly(row) if comparable(row[0], quantity))
        if _EXCHANGED.search(words) or "元" in quantity.dimension != "元":
            yield from exchanges(quantity, near, self._rates)

    def _sides(self, said: Said) -> tuple[list[Said], list[Said]]:
        """What the sentence has before a figure and behind it."""
        here, start = self._sentence(said), said.quantity.start
        return [one for one in here if one.quantity.start < start], [one for one in here if one.quantity.start > start]

    def _joined(self, said: Said) -> bool:
        """Whether the figure goes on from an increase: 分别增加4个和15.4亿元."""
        before = [one.quantity for one in self._m.by_sentence[said.label.sentence] if one.quantity.start < said.quantity.start]
        last = before[-1] if before else None
        return last is not None and last.change == "increase" and self._m.text[last.end : said.quantity.start] in ("和", "、", "及", "与")

    def _totals(self, said: Said) -> Iterator[Derivation]:
        for row in self._rows(said):
            yield from sums(row)

    def _rows(self, said: Said) -> Iterator[list[Quantity]]:
        """Amounts in a row: of the sentence, of one note that it tells, of one name over the years."""
        yield from rows([one.quantity for one in self._sentence(said)])
        for note in self._notes(said):
            yield from rows([fact.quantity for fact in self._m.by_note[note]])
        yield from rows(self._named(said))

    def _both(self, said: Said) -> Iterator[list[Quantity]]:
        """The only two amounts of a unit in a note that names what the figure names: 道路：新建6条，改造3条."""
        for note in self._notes(said):
            if self._m.alike(said.grams, self._note_grams.get(note, frozenset())) >= NEAR:
                yield from (row for row in rows([fact.quantity for fact in self._m.by_note[note]]) if len(row) == 2)

    def _pairs(self, said: Said) -> list[Pair]:
        """Two figures that belong together, either way round."""
        here = self._sentence(said)
        found: list[Pair] = [(one.quantity, other.quantity) for one in here for other in here if one is not other]
        for note in self._notes(said):
            facts = [fact.quantity for fact in self._m.by_note[note]]
            found += [(one, other) for one in facts for other in facts if one is not other]
        wholes = self._wholes(said)
        for one in (*here, *self._around(said)):
            found += [(one.quantity, other) for other in (*wholes, *self._kin(one)) if other is not one.quantity]
        return list({(id(one), id(other)): (one, other) for one, other in found}.values())

    def _sentence(self, said: Said) -> list[Said]:
        return [one for one in self._m.by_sentence[said.label.sentence] if one is not said and self.stands(one)]

    def _around(self, said: Said) -> list[Said]:
        """Supported figures of the paragraph near a figure, outside its sentence."""
        start = said.quantity.start
        return [
            one for one in self._by_line.get(self._m.line(said), ())
            if one.label.sentence != said.label.sentence and abs(one.quantity.start - start) < _NEARBY and self.stands(one)
        ]

    @cached_property
    def _by_line(self) -> dict[int, list[Said]]:
        found: dict[int, list[Said]] = {}
        for one in self._m.draft:
            found.setdefault(self._m.line(one), []).append(one)
        return found

    def _notes(self, said: Said) -> list[str]:
        """The notes that a sentence tells, or that name what the figure names."""
        matched = self._m.matched
        told = [matched[one].note for one in self._m.by_sentence[said.label.sentence] if one is not said and one in matched]
        return list(dict.fromkeys((*told, *(fact.note for fact in self._alike(said)), *self._in_words(said.label.sentence))))

    def _in_words(self, sentence: tuple[int, int]) -> list[str]:
        """The notes whose names a sentence has, though perhaps none of their figures: 恒泰轴承、绿野乳业等3家企业."""
        known = self._told_in_words.get(sentence)
        if known is None:
            held, share = grams(self._m.text[sentence[0] : sentence[1]]), self._m.weights.share
            known = self._told_in_words[sentence] = [note for note, words in self._note_grams.items() if share(words, held) >= _TOLD]
        return known

    @cached_property
    def _note_grams(self) -> dict[str, frozenset[str]]:
        found = {note: grams(self._m.notes[note].text) for note in self._m.by_note}
        return {note: words for note, words in found.items() if len(words) > _FAMILIAR}

    def _told(self, said: Said) -> list[Quantity]:
        return [fact.quantity for note in self._notes(said) for fact in self._m.by_note[note]]

    def _alike(self, said: Said) -> list[Said]:
        """The facts that name what a figure names."""
        known = self._named_alike.get(said)
        if known is None:
            near = dict.fromkeys(fact for gram in said.grams if len(gram) > 1 for fact in self._by_gram.get(gram, ()))
            found = [fact for fact in near if self._m.own(said, fact) >= SAME] if len(said.grams) >= _FAMILIAR else []
            known = self._named_alike[said] = sorted(found, key=self._place.__getitem__)
        return known

    @cached_property
    def _by_gram(self) -> dict[str, list[Said]]:
        """The facts with a name of some length, by the pairs of characters in it."""
        found: dict[str, list[Said]] = {}
        for fact in self._m.facts:
            if len(fact.grams) >= _FAMILIAR:
                for gram in fact.grams:
                    if len(gram) > 1:
                        found.setdefault(gram, []).append(fact)
        return found

    @cached_property
    def _place(self) -> dict[Said, int]:
        return {fact: at for at, fact in enumerate(self._m.facts)}

    def _named(self, said: Said) -> list[Quantity]:
        return [fact.quantity for fact in self._alike(said)]

    def _kin(self, said: Said) -> list[Quantity]:
        """Figures of the notes and of the draft that are named alike: this year's and last year's, the part's and the whole's."""
        found = [fact.quantity for fact in self._alike(said)]
        row = said.quantity.indicator_id
        if row:
            found += [one.quantity for one in self._m.draft if one.quantity.indicator_id == row and one is not said and self.stands(one)]
        return found

    def _wholes(self, said: Said) -> list[Quantity]:
        """What the figure is said to be a share of, wherever it stands: 占电子信息产业的28.2%."""
        return self._called(said.quantity.of or self._last_whole(said))

    def _last_whole(self, said: Said) -> str:
        """The whole of the share before, where the figure names none: 占全区产值的15.4%；前10位企业占47.9%."""
        before = [one for one in self._by_line.get(self._m.line(said), ()) if one.quantity.start < said.quantity.start]
        return next((one.quantity.of for one in reversed(before) if one.quantity.change == "share" and one.quantity.of), "")

    def _called(self, name: str) -> list[Quantity]:
        """What goes by a name, in the notes and in the draft."""
        known = self._by_name.get(name)
        if known is None:
            of, alike = grams(name), self._m.alike
            named = [one for one in self._all if len(one.grams) > 2 and alike(of, one.grams) >= SAME] if _has_pair(of) else []
            known = self._by_name[name] = named
        return [one.quantity for one in known if one.note or self.stands(one)]

    def _of_named(self, said: Said) -> list[Pair]:
        """Amounts of the sentence against what the sentence names in full, but tells elsewhere: 三园规上工业总产值……占全区的53.1%."""
        here = [one.quantity for one in self._sentence(said)]
        if not here or said.quantity.change not in ("share", "completion", "rate", "level"):
            return []
        wholes = [one.quantity for one in self._in_full(said.label.sentence) if one.note or self.stands(one)]
        return [(one, whole) for one in here for whole in wholes if one is not whole]

    def _in_full(self, place: tuple[int, int]) -> list[Said]:
        """What a sentence names in full."""
        known = self._full_names.get(place)
        if known is None:
            sentence = self._m.text[place[0] : place[1]]
            held, share, named = grams(sentence), self._m.weights.share, _rows_named(sentence)
            known = self._full_names[place] = [
                one for one in self._all
                if one.quantity.indicator_id in named or (len(one.grams) >= _FAMILIAR and share(one.grams, held) >= _IN_FULL)
            ]
        return known

    def _of_before(self, said: Said) -> list[Pair]:
        """Amounts of the sentence against those told before in the paragraph: 新签约78个。已落地52个，履约率66.7%."""
        if said.quantity.change not in ("share", "completion", "rate", "level"):
            return []
        before = [one.quantity for one in self._around(said) if one.quantity.start < said.quantity.start]
        return [(one.quantity, whole) for one in self._sentence(said) for whole in before if whole.unit == one.quantity.unit]

    def _ahead(self, said: Said) -> Iterator[Derivation]:
        """How far a completion is ahead of the calendar: 57.7%，快于时间进度7.7个百分点."""
        for one in self._sentence(said):
            if is_percent(one.quantity):
                for months in range(1, 12):
                    gap = abs(float(one.quantity.value or 0) - months / 12 * 100)
                    yield Derivation("difference", (one.quantity,), f"{one.quantity.quote}-{months}/12", gap - 0.05, gap + 0.05)

    def _set_against(self, said: Said, words: str) -> list[Pair]:
        """A rate of the sentence with those told a little before: 增速12.8%，低于平均增速0.6个百分点."""
        if said.quantity.change != "points" or not _THAN.search(words):
            return []
        start = said.quantity.start
        told = [
            one.quantity for one in self._m.draft
            if is_percent(one.quantity) and 0 < start - one.quantity.start < _SECTION and self.stands(one)
        ]
        here = [one.quantity for one in self._sentence(said)]
        return [(one, other) for one in here for other in told if one.change == other.change]

    @cached_property
    def _all(self) -> list[Said]:
        """Every figure of the notes and of the draft."""
        return [*self._m.facts, *self._m.draft]

    @cached_property
    def _divisors(self) -> list[Quantity]:
        """Areas and staffs that the notes tell once: 工业用地9600亩."""
        return [fact.quantity for fact in self._m.facts if fact.quantity.unit in ("亩", "万亩", "公顷", "平方公里", "万人")]

    @cached_property
    def _rates(self) -> dict[str, list[float]]:
        found: dict[str, list[float]] = {}
        for facts in self._m.by_note.values():
            for foreign, rate in shown_rates([fact.quantity for fact in facts]):
                found.setdefault(foreign, []).append(rate)
        return found

    def _words(self, said: Said) -> str:
        """The words of the figure's own clause, before it and right behind it."""
        start = max(said.label.sentence[0], said.quantity.start - 24)
        return self._m.text[start : said.quantity.start] + self._m.text[said.quantity.end : said.quantity.end + 4]


@lru_cache(maxsize=256)
def _rows_named(sentence: str) -> frozenset[str]:
    """The indicators of the table that a sentence names in full."""
    return frozenset(row.id for row in indicators() if any(len(name) > 2 and name in sentence for name in (row.name, *row.aliases)))


def _has_pair(some: frozenset[str]) -> bool:
    return any(len(gram) > 1 for gram in some)


def _percent_of(total: Derivation, whole: Quantity) -> tuple[float, float]:
    share = total.low / amount(whole) * 100
    return share, share


def _rates(pair: Pair) -> bool:
    return is_percent(pair[0]) and is_percent(pair[1])


def _places(pair: Pair) -> bool:
    return pair[0].change == pair[1].change == "rank"


def _right_way(terms: Sequence[Quantity], figure: Quantity) -> bool:
    """Whether a growth runs the way the figure says, where the figures tell which of them is the earlier."""
    now, before = terms
    if _earlier(now, before):
        return False
    if not _earlier(before, now):
        return True
    return (amount(now) > amount(before)) == (figure.sign > 0)


def _earlier(one: Quantity, other: Quantity) -> bool:
    if (one.role == "previous" or one.change == "from") != (other.role == "previous" or other.change == "from"):
        return one.role == "previous" or one.change == "from"
    years = one.period.year, other.period.year
    return years[0] is not None and years[1] is not None and years[0] < years[1]
