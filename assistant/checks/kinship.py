"""Which figures of a draft and of its notes stand together: in a sentence, in a note that it tells, under one name. No sums here.

Closeness first, arithmetic second: with any two numbers of the notes chance would support anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache

from assistant.checks.evidence import Said
from assistant.checks.matching import NEAR, SAME, Matching
from assistant.checks.operations import Derivation, is_percent, rows, shown_rates
from assistant.domain.quantity import Quantity
from assistant.reference.tables import indicators
from assistant.text.agreement import comparable
from assistant.text.likeness import grams

Pair = tuple[Quantity, Quantity]

#: how far away, in characters, supported figures may stand from what is worked out from them
_NEARBY = 260
_THAN = re.compile(r"[高低快慢多少]于|[高低快慢]|超")
#: a name that stands in a sentence nearly whole; how far back, in characters, an average may have been told
_IN_FULL, _SECTION = 0.85, 1200
#: how much of a note's words a sentence has that tells it
_TOLD = 0.5
_DONE_RATE = re.compile(r"(注册|落地|开工|动工|投产|竣工|履约|到位|交付|入驻|入住|办结|整改|取证|达产|签约)率")
_SHARE = re.compile(r"占[\u4e00-\u9fff]{2,14}(?:比重|比例|份额)")
_LISTED = re.compile(r"[\u4e00-\u9fff]{0,4}(?:、|和|及|以及|，)")
#: what every other figure is called shows no kinship
_FAMILIAR = 5


class Kinship:
    """The closeness of the figures of one draft. follows: whether other figures of the text, or last year's report, come to a figure."""

    def __init__(self, matching: Matching, follows: Callable[[Quantity], bool]) -> None:
        self._m = matching
        self._follows = follows
        self._known: dict[Said, list[Derivation]] = {}
        self._by_name: dict[str, list[Said]] = {}
        self._full_names: dict[tuple[int, int], list[Said]] = {}
        self._told_in_words: dict[tuple[int, int], list[str]] = {}
        self._named_alike: dict[Said, list[Said]] = {}

    def stands(self, said: Said) -> bool:
        """Whether a figure may be worked with: noted, worked out, or a base of an earlier time."""
        if said in self._m.matched or self._known.get(said):
            return True
        return said.quantity.role == "previous" or said.quantity.change == "from" or self._follows(said.quantity)

    def _sides(self, said: Said) -> tuple[list[Said], list[Said]]:
        """What the sentence has before a figure and behind it."""
        here, start = self._sentence(said), said.quantity.start
        return [one for one in here if one.quantity.start < start], [one for one in here if one.quantity.start > start]

    def _rows(self, said: Said) -> Iterator[list[Quantity]]:
        """Amounts in a row: of the sentence, of one note that it tells, of one name over the years."""
        yield from rows([one.quantity for one in self._sentence(said)])
        for note in self._notes(said):
            yield from rows([fact.quantity for fact in self._m.by_note[note]])
        yield from rows(self._named(said))

    def _of_one_kind(self, said: Said, terms: Sequence[Quantity]) -> bool:
        """Whether a figure that one of the terms is named like is named like all of them: 发展党员61 is no sum of 党支部 and 党员."""
        facts = [self._fact_of[id(term)] for term in terms if id(term) in self._fact_of]
        likeness = [self._m.own(said, fact) for fact in facts]
        return not likeness or max(likeness) < SAME or min(likeness) >= NEAR

    @cached_property
    def _fact_of(self) -> dict[int, Said]:
        return {id(fact.quantity): fact for fact in self._m.facts}

    def _both(self, said: Said) -> Iterator[list[Quantity]]:
        """The only two amounts of a unit in a note that names what the figure names: 道路：新建6条，改造3条."""
        for note in self._notes(said):
            if self._m.alike(said.grams, self._note_grams.get(note, frozenset())) >= NEAR:
                yield from (row for row in rows([fact.quantity for fact in self._m.by_note[note]]) if len(row) == 2)

    def _shared_name(self, said: Said) -> Iterator[list[Quantity]]:
        """Amounts of one note that the sentence names: 长三角、珠三角的项目68个; and what is named like the figure: 两年共开工120个."""
        named: dict[str, list[Quantity]] = {}
        for one in self._in_full(said.label.sentence):
            if one.note and comparable(one.quantity, said.quantity):
                named.setdefault(one.note, []).append(one.quantity)
        for figures in named.values():
            yield from rows(figures)
        alike = self._m.alike
        near = [*self._around(said), *self._sentence(said)]
        yield from rows([one.quantity for one in near if alike(one.word_grams, said.word_grams) >= NEAR])
        for note in self._notes(said):
            yield from rows([one.quantity for one in self._m.by_note[note] if alike(one.word_grams, said.word_grams) >= NEAR])

    def _pairs(self, said: Said) -> list[Pair]:
        """Two figures that belong together, either way round."""
        here = self._sentence(said)
        found: list[Pair] = [(one.quantity, other.quantity) for one in here for other in here if one is not other]
        for note in self._notes(said):
            facts = [fact.quantity for fact in self._m.by_note[note]]
            found += [(one, other) for one in facts for other in facts if one is not other]
            found += [(fact, one.quantity) for one in here if one not in self._m.matched for fact in facts]
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
            met = Counter(at for gram in held if len(gram) > 1 for at in self._with_pair.get(gram, ()))
            # a name of which so few pairs are met can't be there in full
            near = {at for at, count in met.items() if 2 * count >= self._pairs_in[at]}
            known = self._full_names[place] = [
                one for at, one in enumerate(self._all)
                if one.quantity.indicator_id in named or (at in near and share(one.grams, held) >= _IN_FULL)
            ]
        return known

    @cached_property
    def _pairs_in(self) -> list[int]:
        """How many pairs of characters the name of each figure has; those without a name of some length have too many to be met."""
        return [sum(len(gram) > 1 for gram in one.grams) if len(one.grams) >= _FAMILIAR else 10**6 for one in self._all]

    @cached_property
    def _with_pair(self) -> dict[str, list[int]]:
        """The places of the figures whose names have a pair of characters."""
        found: dict[str, list[int]] = {}
        for at, one in enumerate(self._all):
            for gram in one.grams:
                if len(gram) > 1:
                    found.setdefault(gram, []).append(at)
        return found

    def _of_before(self, said: Said) -> list[Pair]:
        """Amounts of the sentence against those told before in the paragraph: 新签约78个。已落地52个，履约率66.7%."""
        if said.quantity.change not in ("share", "completion", "rate", "level"):
            return []
        before = [one.quantity for one in self._around(said) if one.quantity.start < said.quantity.start]
        return [(one.quantity, whole) for one in self._sentence(said) for whole in before if whole.unit == one.quantity.unit]

    def _done_of(self, said: Said) -> list[Pair]:
        """What was done against all of it, told some lines before: 新签约24个 …… 已注册21个，注册率87.5%."""
        named = _DONE_RATE.search(said.label.words) if said.quantity.change == "rate" else None
        if named is None:
            return []
        parts = [one for one in self._sentence(said) if one.quantity.start < said.quantity.start and named[1] in one.label.words]
        wholes = [
            one.quantity for one in self._m.draft
            if 0 < said.quantity.start - one.quantity.start < _SECTION and one.quantity.change != "from" and self.stands(one)
        ]
        counted = [(part.quantity, whole) for part in parts for whole in wholes if whole is not part.quantity]
        return [(part, whole) for part, whole in counted if part.unit == whole.unit]

    def _share_of(self, said: Said) -> list[Pair]:
        """What the sentence names against the amounts of its paragraph: 生物药……占全园产值的比重由24.9%提高到27.0%."""
        start, end = said.label.sentence[0], said.quantity.start
        if said.quantity.change not in ("share", "rate") or not _SHARE.search(self._m.text, start, end):
            return []
        wholes = [one.quantity for one in self._by_line.get(self._m.line(said), ()) if one is not said and self.stands(one)]
        parts = [one.quantity for one in self._in_full(said.label.sentence) if one.note]
        return [(part, whole) for part in parts for whole in wholes if comparable(part, whole) and not is_percent(whole)]

    def _at_other_times(self, said: Said) -> list[Pair]:
        """The growth of the sentence with the notes' growth of the same indicator over other months."""
        here = [one for one in self._sentence(said) if one.quantity.change == "growth" and one.quantity.indicator_id]
        return [
            (one.quantity, fact.quantity) for one in here for fact in self._m.facts
            if fact.quantity.change == "growth" and fact.quantity.indicator_id == one.quantity.indicator_id and not fact.plan
        ]

    def _run_before(self, said: Said) -> list[Quantity]:
        """The amounts that are listed right before a figure of their kind: 经一路1.2公里、纬五路0.9公里，新增道路2.1公里."""
        run: list[Quantity] = []
        at = said.quantity.start
        for one in reversed([one for one in self._m.by_sentence[said.label.sentence] if one.quantity.start < at]):
            between = self._m.text[one.quantity.end : at]
            if one.quantity.unit != said.quantity.unit or not self.stands(one) or len(between) > 24:
                break
            if run and not _LISTED.match(between):
                break
            run.append(one.quantity)
            at = one.quantity.start
        return run[::-1]

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


@lru_cache(maxsize=256)
def _rows_named(sentence: str) -> frozenset[str]:
    """The indicators of the table that a sentence names in full."""
    return frozenset(row.id for row in indicators() if any(len(name) > 2 and name in sentence for name in (row.name, *row.aliases)))


def _has_pair(some: frozenset[str]) -> bool:
    return any(len(gram) > 1 for gram in some)
