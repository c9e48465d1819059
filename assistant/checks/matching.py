"""Figures of a draft and facts of the ledger brought together, by value, name and neighbours. What follows of it is in `weighing`.

A value alone is no support: name, kind of figure and the neighbours in the same note decide with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from assistant.checks.evidence import Said
from assistant.checks.standing import is_ahead, is_date, is_span
from assistant.domain.quantity import Ledger, Quantity
from assistant.notes.identity import ATTACHED, same_period
from assistant.text.agreement import agree, comparable, exactly, interval, measure
from assistant.text.labels import Label, labels
from assistant.text.likeness import Weights, grams

_PERCENT = frozenset(("%", "百分点"))
#: name likeness from which two labels are one thing, and below which they are surely two
SAME, NEAR, OTHER = 0.72, 0.45, 0.34
_NO_OTHER = 0.42
#: values below this rarity are met by chance all the time
_COMMON = 0.7
#: how alike 总投资 and 总投资 are at most: of what, is the question
_ATTACHED_ALIKE, _ATTACHED_NAME = 0.6, 0.7
#: what the draft leaves open on purpose
_MARK = re.compile(r"【待[核补][^】]*】")
_ASPECTS = (
    ("new", re.compile(r"新[增建认引成开备设招签入升]|净增|发展党员")),
    ("stock", re.compile(r"累计|总数|总量|总里程|存量|增加到|提高到")),
    ("goal", re.compile(r"目标|任务|计划")),
)
#: 5亿以上占38.9%: the bar of a class
_CLASS_BEHIND = re.compile(r"元?及?以[上下](?:占|的|项目|企业|\d)")
#: percents that are never taken for one another
_NEVER_ONE = ({"share", "growth"}, {"completion", "growth"}, {"rate", "growth"})
_YEARLY = re.compile(r"年均|年平均|每年|[亩人户日月]均")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_OF_YEAR = frozenset("年")
_NO_HEAD = re.compile(r"[\d，；。、|：]")
_GENERIC = grams("企业项目工程") - {"业项", "目工"} | grams("家次人次") | grams("占比") | grams("占")


class Matching:
    """The figures of a draft, the facts of the notes, and which stands behind which: `matched`, and the other way round `taken`."""

    def __init__(
        self, text: str, told: Sequence[Label], plans: Sequence[tuple[int, int]], ledger: Ledger, year: int | None = None,
    ) -> None:
        self.text, self.plans = text, plans
        self.ledger, self.year = ledger, year
        self.notes = {note.id: note for note in ledger.notes}
        # the year of a text without a plan part is not sure enough to tell which year is the next
        ahead = year if plans else None
        following = ahead + 1 if ahead is not None else 0
        marked = [match.span() for match in _MARK.finditer(text)]
        self.draft = [
            _said(label, any(start <= label.quantity.start < end for start, end in plans) or label.quantity.period.year == following)
            for label in told
            if label.quantity.value is not None and not label.quantity.masked and not label.is_class
            and not any(start <= label.quantity.start < end for start, end in marked)
        ]
        self.facts = [
            _said(label, is_ahead(note, label, ahead), note.id)
            for note in ledger.notes if not note.instruction
            for label in labels(note.text, note.quantities)
            if label.quantity.value is not None and not label.quantity.masked and not label.is_class
            and not _CLASS_BEHIND.match(note.text, label.quantity.end) and not is_date(note.text, label.quantity)
        ]
        self.weights = Weights([note.text for note in ledger.notes])
        self._own: dict[tuple[Said, Said], float] = {}
        self._name: dict[tuple[Said, Said], float] = {}
        self.matched: dict[Said, Said] = {}
        self.taken: dict[Said, Said] = {}

    @cached_property
    def by_note(self) -> dict[str, list[Said]]:
        """The facts of each note."""
        found: dict[str, list[Said]] = defaultdict(list)
        for fact in self.facts:
            found[fact.note].append(fact)
        return found

    @cached_property
    def by_sentence(self) -> dict[tuple[int, int], list[Said]]:
        """The figures of each sentence of the draft."""
        found: dict[tuple[int, int], list[Said]] = defaultdict(list)
        for said in self.draft:
            found[said.label.sentence].append(said)
        return found

    @cached_property
    def equal(self) -> list[tuple[Said, Said]]:
        """All pairs of draft figure and fact with one value."""
        spans = sorted(((*span(fact.quantity), fact) for fact in self.facts), key=lambda one: one[0])
        lows = [low for low, *_ in spans]
        widest = max((high / low for low, high, *_ in spans if low > 0), default=1.0)
        bare: dict[Decimal | None, list[Said]] = defaultdict(list)
        for fact in self.facts:
            if not fact.quantity.unit or fact.quantity.unit_inferred:
                bare[fact.quantity.value].append(fact)
        found = []
        for said in self.draft:
            low, high = span(said.quantity)
            near = [fact for left, right, fact in spans[bisect_left(lows, low / widest - 1) : bisect_right(lows, high)] if right >= low]
            near += bare[said.quantity.value]
            if not said.quantity.unit:
                near += [fact for fact in self.facts if fact.quantity.value == said.quantity.value]
            for fact in dict.fromkeys(near):
                if comparable(said.quantity, fact.quantity) and agree(said.quantity, fact.quantity):
                    found.append((said, fact))
        together = Counter((said.label.sentence, fact.note) for said, fact in found)
        return [
            (said, fact) for said, fact in found
            if said.rarity >= _COMMON or together[said.label.sentence, fact.note] > 1 or _share_a_word(said, fact)
        ]

    @cached_property
    def affinity(self) -> dict[tuple[tuple[int, int], str], float]:
        """How much a sentence of the draft tells what a note tells: values in common, rare ones counting more."""
        found: dict[tuple[tuple[int, int], str], dict[Said, float]] = defaultdict(dict)
        for said, fact in self.equal:
            place = found[said.label.sentence, fact.note]
            place[fact] = max(place.get(fact, 0.0), said.rarity * (0.5 + 0.5 * (self.name(said, fact) > OTHER)))
        return {key: sum(values.values()) for key, values in found.items()}

    def own(self, said: Said, fact: Said) -> float:
        """How alike the figures' own words are, 0 to 1: the lesser one's share that the other holds."""
        known = self._own.get((said, fact))
        if known is None:
            known = self._own[said, fact] = self._own_words(said, fact)
        return known

    def _own_words(self, said: Said, fact: Said) -> float:
        one, other = said.quantity, fact.quantity
        likeness = max(self.alike(said.word_grams, fact.word_grams), self.alike(said.grams, fact.grams))
        if attached(said, fact):
            likeness = min(likeness, _ATTACHED_ALIKE)
        mine, theirs = said.aspects, fact.aspects
        if mine and theirs:
            # 新增 and 累计, 完成 and 目标 of one thing are two figures
            bare = not said.word_grams or not fact.word_grams
            likeness = likeness * 0.4 if not mine & theirs else max(likeness, SAME) if bare else likeness
        if one.period.kind != "unknown" != other.period.kind and not same_period(one.period, other.period):
            likeness *= 0.5
        if said.label.bars and fact.label.bars:
            return max(likeness, 0.85) if said.label.bars == fact.label.bars else min(likeness, 0.3)
        if one.indicator_id and one.indicator_id == other.indicator_id and one.scope == other.scope and not attached(said, fact):
            return max(likeness, 0.85)
        return likeness

    def alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """How much of the lesser wording's weight the other holds, 0 to 1; words that name nothing count little."""
        lesser = min(self.weights.sum(one), self.weights.sum(other))
        if not lesser:
            return 0.0
        # 企业 alone is no name
        shared = self.weights.shared(one, other)
        return shared / lesser * (0.4 if shared and one & other <= _GENERIC else 1.0)

    def name(self, said: Said, fact: Said) -> float:
        """The same, where what stood before in the sentence may name the figure, too."""
        known = self._name.get((said, fact))
        if known is None:
            known = self._any_words(said, fact)
            known = self._name[said, fact] = min(known, _ATTACHED_NAME) if attached(said, fact) else known
        return known

    def _any_words(self, said: Said, fact: Said) -> float:
        if not said.grams and not fact.grams:
            return 0.3
        if not fact.grams:
            # 服务中心建成，300㎡: only what stands before names it
            return max(self.own(said, fact), 0.9 * self.weights.share(fact.all_grams, said.all_grams))
        wide = max(self.weights.share(fact.grams, said.all_grams), self.weights.share(said.grams, fact.all_grams) - 0.1)
        if fact.grams <= _GENERIC:
            wide *= 0.4
        return max(self.own(said, fact), 0.9 * wide)

    def rival(self, said: Said, other: Said) -> bool:
        """Whether the notes' figure could be what the draft's should be: of its kind, of another value."""
        return self.alike_in_kind(said, other) and not agree(said.quantity, other.quantity)

    def alike_in_kind(self, said: Said, other: Said) -> bool:
        """Whether two figures measure the same way, so that one could be told as the other."""
        one, two = said.quantity, other.quantity
        if not comparable(one, two) or kind(one) != kind(two) or (not one.unit and two.unit):
            return False
        if {one.change, two.change} in _NEVER_ONE or bool(_YEARLY.search(said.label.words)) != bool(_YEARLY.search(other.label.words)):
            return False
        if (one.change == "from") != (two.change == "from") or is_span(other.label):
            return False
        if two.decimals and not two.unit and measure(one) == "count" and one.unit == one.dimension:
            # no 7个 is written 586.7
            return False
        if (one.period.kind == "years") != (two.period.kind == "years") and not (one.cumulative and two.cumulative):
            # 四年累计完成 is no figure of one year
            return False
        if (one.role == "target") != (two.role == "target") and "争取" not in said.label.words:
            # 向上争取资金 is no goal
            return False
        if (one.change, one.unit) == ("increase", "位") != (two.change, two.unit):
            return False
        if one.change == "increase" and (one.compare or "净" in one.verb) and two.change == "level":
            # 比上年底增加23家 tells no stock
            return False
        # a bare 169 of the notes is a rival of what it names only
        return not two.unit_inferred or bool(two.unit) or not other.grams or self.own(said, other) >= NEAR

    def pair_by_value(self) -> None:
        """The best fact of the same value for every figure; a fact may stand behind several figures."""
        scored = []
        for said, fact in self.equal:
            if _finer(said.quantity, fact.quantity) and self.name(said, fact) < NEAR:
                # 4.58亿千瓦时 and 任务5亿 of something else
                continue
            near = self.affinity.get((said.label.sentence, fact.note), 0.0)
            score = self.name(said, fact) + 0.12 * min(near, 5.0) + (0.15 if kind(said.quantity) == kind(fact.quantity) else 0.0)
            score -= (0.25 if said.plan != fact.plan else 0.0) + (0.0 if exactly(said.quantity, fact.quantity) else 0.2)
            score += 0.35 if said.rarity > 0.5 and self.tells_its_work(said, fact) else 0.0
            scored.append((score, said, fact))
        scored.sort(key=lambda one: -one[0])
        self._take([(said, fact) for score, said, fact in scored if score >= 0.55 and (_looks_ahead(said) or not fact.plan)])
        left = [(said, fact) for _, said, fact in scored if kind(said.quantity) == kind(fact.quantity) and said.plan == fact.plan]
        # a value that occurs once on both sides is its own proof, and a neighbour that is matched vouches for the whole note
        self._take([(said, fact) for said, fact in left if self._only(said, fact)])
        joined = {(said.label.sentence, fact.note) for said, fact in self.matched.items()}
        self._take([(said, fact) for said, fact in left if (said.label.sentence, fact.note) in joined])
        beside = {(self.line(said), fact.note) for said, fact in self.matched.items()}
        self._take([(said, fact) for said, fact in left if said.rarity > 0.5 and (self.line(said), fact.note) in beside])
        for score, said, fact in scored:
            if score >= 0.65 and (_looks_ahead(said) or not fact.plan):
                self.matched.setdefault(said, fact)
                if said.plan == fact.plan:
                    self.taken.setdefault(fact, said)

    def tells_its_work(self, said: Said, fact: Said) -> bool:
        """Whether a figure of the draft is told of the very work that the note of a fact names; not known here."""
        return False

    def _take(self, pairs: Sequence[tuple[Said, Said]]) -> None:
        for said, fact in pairs:
            if said not in self.matched and fact not in self.taken:
                self.matched[said] = fact
                # a goal of the plan with the value of a result tells no result
                if said.plan == fact.plan:
                    self.taken[fact] = said

    def line(self, said: Said) -> int:
        """Where the paragraph of a figure begins."""
        return self.text.rfind("\n", 0, said.quantity.start)

    def _only(self, said: Said, fact: Said) -> bool:
        if said.rarity < 1 or self.count[said] != 1 or self.count[fact] != 1:
            return False
        # 惠及企业286家 and 新登记企业286户: the same number of something else
        return not (said.word_grams and fact.word_grams) or self.own(said, fact) >= _NO_OTHER

    @cached_property
    def count(self) -> Counter[Said]:
        """How many partners of equal value a figure or fact has."""
        found: Counter[Said] = Counter()
        for said, fact in self.equal:
            found.update((said, fact))
        return found

def _share_a_word(said: Said, fact: Said) -> bool:
    """Whether two figures with a common value (2家, 2个) have a word in common: else they meet by chance."""
    if said.quantity.indicator_id and said.quantity.indicator_id == fact.quantity.indicator_id:
        return True
    return any(len(gram) > 1 for gram in said.all_grams & fact.all_grams)


def _finer(one: Quantity, other: Quantity) -> bool:
    """Whether a figure is printed with more digits than what it agrees with, so that only rounding makes them one."""
    return one.decimals > other.decimals and one.unit[:1] == other.unit[:1] and not exactly(one, other)


def _looks_ahead(said: Said) -> bool:
    """Whether a figure is of the plan, by its place or by its words: 力争……达到260家."""
    return said.plan or said.quantity.role == "target"


def attached(said: Said, fact: Said) -> bool:
    """Whether the name means nothing without what it is an amount of: 总投资 of this project and of that."""
    return said.quantity.indicator in ATTACHED or fact.label.words.strip() in ATTACHED or said.label.words.strip() in ATTACHED


def _said(label: Label, plan: bool, note: str = "") -> Said:
    # 会议、文件分别下降12.5%、9.1%: the words before the first are the last one's name
    words = grams("" if "分别" in label.words and label.quantity.indicator else label.words)
    # 年目标，140000万: the head of the row is the name
    head = _row_head(label.lead) if note and not label.words.strip() else ""
    words = words or (grams(head) - _OF_YEAR)
    own = words | grams(label.quantity.indicator)
    return Said(label, words, own, own | grams(label.lead), plan, label.quantity, rarity(label.quantity), aspects(label, head), note)


def _row_head(lead: str) -> str:
    """The words of a table's row in front of its first figure, where nothing but they can name it."""
    head = _BRACKETS.sub("", lead).strip(" ，|、：")
    return head if head and not _NO_HEAD.search(head) else ""


def span(quantity: Quantity) -> tuple[float, float]:
    """The interval in the unit of the dimension."""
    found = interval(quantity)
    return (float(found.low), float(found.high)) if found is not None else (1.0, 0.0)


def kind(quantity: Quantity) -> str:
    """Kinds of figure that are never taken for one another."""
    if quantity.unit == "%" or quantity.dimension in _PERCENT:
        return "points" if quantity.unit.endswith("百分点") else "percent"
    if quantity.change in ("multiple", "times-more", "rank"):
        return quantity.change
    return "amount"


def aspects(label: Label, head: str = "") -> frozenset[str]:
    """Which figure of a thing it is: what came in, the stock, the goal. head: what names the row, where the figure has no words."""
    words = label.words + head
    found = {name for name, pattern in _ASPECTS if pattern.search(words)}
    if label.quantity.change == "from":
        found.add("from")
    return frozenset(found)


def rarity(quantity: Quantity) -> float:
    """How little a value is met by chance: 2 says nothing, 479.3 nearly all."""
    digits = len(str(quantity.value).replace(".", "").strip("0") or "0")
    return {1: 0.25, 2: 0.6}.get(digits, 1.0)
