"""How the figures of a draft that no note has come about. Which figures stand together is in `kinship`, the sums are in `operations`.

Closeness first, arithmetic second: with any two numbers of the notes chance would support anything. Operands are figures of the same
sentence that are themselves supported, figures of one note that the sentence tells, and figures of one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from assistant.checks.evidence import Said
from assistant.checks.kinship import Kinship, Pair
from assistant.checks.operations import (
    MONEY,
    Derivation,
    amount,
    averages,
    differences,
    exchanges,
    flows,
    growths,
    is_amount,
    is_percent,
    multiples,
    paces,
    parts,
    ratios,
    rest,
    rows,
    spread,
    sums,
    together,
    yearly,
    years_said,
)
from assistant.domain.quantity import Quantity
from assistant.text.agreement import comparable

#: what the words in front of a figure say of how it came about
_TOTAL = re.compile(r"合计|累计|[共总]|[两三四五几](?:年|项|类|者|园|区|地|省|市)|以来|历年|全年|[上下]半年|季度|现有|以上")
_REST = re.compile(r"[差余剩净另超未没多少尚增减降提压缩比]|[高低快慢大小]于|还有|缺口|当[月年]|扣除|[前后]移|上升|进位|季度|半年")
_AVERAGE = re.compile(r"均|每|单位面积|强度")
_EACH = re.compile(r"[亩人户家地件企日月]均|平均|每\w|单位面积")
_YEARLY = re.compile(r"年均|年平均|平均每年|每年")
_EXCHANGED = re.compile(r"折|约合|相当于|合人民币")
#: 存贷比, 产销比: a quotient that may lie above one
_QUOTIENT = re.compile(r"[^占\d]比(?:例|率)?[为达到约]*\s*$")
_MOVED = re.compile(r"增|降|减|压|缩|提|升|快|超|涨|跌|省|高于|低于")
_AGAINST = re.compile(r"目标|任务|计划|预算|完成|相当于|为|是|达|之比")
_CLAUSE = re.compile(r"[，；。]")
_DAYS = (365, 366)
#: 增速比1—11月回落0.3个百分点: against the same figure at another time
_TO_DATE = re.compile(r"[比较]\D{0,4}(?:\d+[—～~-])?\d+月|[比较](?:上半年|[前一二三四]+季度)")
#: what opens the parts of a figure
_OF_IT = re.compile(r"(?:[\d.]+[^\d，。；]{1,5})?[，、]?(?:其中|包括|分别|即)|[：（(]")
_PACE = re.compile(r"[时序]间?(?:时)?进度|时间过半")


class Derived(Kinship):
    """What the figures of one draft that no note has are worked out from."""

    def of(self, said: Said) -> Derivation | None:
        """The working that makes the figure; None where none of the sums comes to it."""
        return next(iter(self._worked_out.get(said, ())), None)

    def told(self) -> set[int]:
        """The `id` of the noted figures that the draft tells by what is worked out from them: 净增8家 by 251-243, and by 14-6 as well."""
        # 39÷60以上 may be many a share: what is only bounded works nothing out for sure
        sharp = (one for found in self._worked_out.values() for one in found if not any(term.bound for term in one.terms))
        return {id(term) for one in sharp for term in one.terms}

    @cached_property
    def _worked_out(self) -> dict[Said, list[Derivation]]:
        """All workings that make a figure without a fact of its own."""
        left = [one for one in self._m.draft if one not in self._m.matched]
        for one in left:
            self._known[one] = [found for found in self.workings(one) if found.makes(one.quantity)]
        # a share of a total that is itself a sum, told behind it
        fresh = {self._m.line(one) for one in left if self._known[one]}
        for one in left:
            if not self._known[one] and self._m.line(one) in fresh:
                self._known[one] = [found for found in self.workings(one) if found.makes(one.quantity)]
        return self._known

    def workings(self, said: Said) -> Iterator[Derivation]:
        """All sums that might make a figure of this kind, from what stands close to it; nearest first."""
        quantity, words = said.quantity, self._words(said)
        if quantity.change == "points" or (quantity.change == "increase" and quantity.unit == "位"):
            yield from differences([pair for pair in self._pairs(said) if _rates(pair) or _places(pair)])
            yield from differences(self._set_against(said, words))
            if _PACE.search(words):
                yield from self._ahead(said)
            if _TO_DATE.search(words):
                yield from differences(self._at_other_times(said))
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
        pairs += [*self._of_named(said), *self._of_before(said), *self._done_of(said), *self._share_of(said)]
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
        for row in self._shared_name(said):
            yield from together(row)
        run = self._run_before(said) if quantity.change == "increase" or quantity.decimals or _TOTAL.search(words) else []
        if len(run) > 1:
            yield from (one for one in sums(run) if len(one.terms) == len(run))
        before = [one.quantity for one in self._around(said) if one.quantity.start < quantity.start]
        for row in rows([one for one in (*before, *sides[0]) if one.unit == quantity.unit]):
            yield from (one for one in rest(row) if len(one.terms) > 2)
        if _OF_IT.match(self._m.text, quantity.end):
            for row in rows([one for one in sides[1] if comparable(one, quantity)]):
                yield from parts(row)
        if said.rarity >= 1:
            beside = [pair for note in self._notes(said) for pair in pairwise(fact.quantity for fact in self._m.by_note[note])]
            yield from differences([pair for pair in beside if comparable(pair[0], quantity) and is_amount(pair[0]) and is_amount(pair[1])])
        if _TOTAL.search(words) or said.rarity >= 1:
            yield from (one for one in self._totals(said) if comparable(one.terms[0], quantity))
            yield from (one for row in self._rows(said) if comparable(row[0], quantity) for one in flows(row))
        else:
            rows_here = [row for row in self._rows(said) if comparable(row[0], quantity)]
            yield from (one for row in rows_here for one in parts(row) if len(one.terms) > 2 and self._of_one_kind(said, one.terms))
            yield from (one for row in self._both(said) if comparable(row[0], quantity) for one in sums(row))
        # 新增4家、累计15家: no running total is what is left of another
        if not quantity.cumulative and (_REST.search(_CLAUSE.split(words)[-1]) or quantity.change == "increase" or self._joined(said)):
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
        if _EXCHANGED.search(words) or (quantity.dimension in MONEY and quantity.dimension != "元"):
            yield from exchanges(quantity, near, self._rates)

    def _joined(self, said: Said) -> bool:
        """Whether the figure goes on from an increase: 分别增加4个和15.4亿元."""
        before = [one.quantity for one in self._m.by_sentence[said.label.sentence] if one.quantity.start < said.quantity.start]
        last = before[-1] if before else None
        return last is not None and last.change == "increase" and self._m.text[last.end : said.quantity.start] in ("和", "、", "及", "与")

    def _totals(self, said: Said) -> Iterator[Derivation]:
        for row in self._rows(said):
            yield from sums(row)

    def _ahead(self, said: Said) -> Iterator[Derivation]:
        """How far a completion is ahead of the calendar: 57.7%，快于时间进度7.7个百分点."""
        for one in self._sentence(said):
            if is_percent(one.quantity):
                for months in range(1, 12):
                    gap = abs(float(one.quantity.value or 0) - months / 12 * 100)
                    yield Derivation("difference", (one.quantity,), f"{one.quantity.quote}-{months}/12", gap - 0.05, gap + 0.05)

    def _words(self, said: Said) -> str:
        """The words before the figure, of its own sentence."""
        start = max(said.label.sentence[0], said.quantity.start - 24)
        return self._m.text[start : said.quantity.start]


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
