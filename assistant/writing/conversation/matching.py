"""How well a figure fits what is asked: name, unit, kind of change, year, period, scope, target or actual. Answers are worded elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.quantity import Period, Quantity
from assistant.reference.tables import indicator
from assistant.writing.conversation.identity import clause_of, is_bar, is_target, own_words, period_of, year_of
from assistant.writing.conversation.question import Ask, Question
from assistant.writing.conversation.statements import Statement, squeeze
from assistant.writing.conversation.terms import Term, coverage, graded, weigh

_NEWLY = re.compile(r"新增|净增|增加|新认定|新签|新建|新开|新设|新引进|新登记")
_ASKING = r"(?:是|有|为|达到?|完成|做到|降到|升到|实际|一共|总共|预计|了|的)*(?:多少|几|呢|$)"
_MONEY_NOUN = re.compile(
    rf"(?:投资|收入|产值|总额|资金|税收|利润|成交额|销售额|投入|费用|贷款|金额|资产|外资|内资|增加值|债务"
    rf"|进口|出口|补助|债券){_ASKING}")
_RATE_NOUN = re.compile(rf"(?:率|占比|比重|比例|成本|强度|满意度){_ASKING}")
_BAR = re.compile(r"\d+(?:\.\d+)?[百千]?[万亿](?:元(?:以上|以下|以内|级)|-\d)")
_MEASURED = frozenset(("平方米", "米", "吨", "标箱", "千瓦", "千瓦时", "立方米", "%", "百分点", "倍", "工作日", "天", "小时"))
#: words in front of an indicator that make it another one
_PART = re.compile(
    r"工业|农业|服务业|制造业|高技术|高新|民营|民间|外资|国有|集体|中小|大型|中型|小型|微型|规上|规模以上|战略性新兴|新兴|主导产业|核心|房地产|基础设施|技改"
    r"|地方|中央|省级|市级|县级|国家级|境外|境内|跨境|个人|企业所得|出口|进口|一产|二产|三产|第[一二三]产业")
_DAYS = {"天", "工作日", "日", "月", "小时"}
#: how much a term is worth by where it stands: own words, row of the table, linked figures, clause, up to the semicolon, sentence, item;
#: once for whether the figure can be meant at all, once for which figure of a sentence is, once for its name alone
_COVER = (1.0, 1.0, 0.92, 0.86, 0.78, 0.68, 0.45)
_FIT = (1.0, 1.0, 0.92, 0.78, 0.64, 0.5, 0.3)
_STRICT = (1.0, 1.0, 0.92, 0.5, 0.25, 0.25, 0.1)
_FLOWS = ("level", "rate", "increase")
#: below this share of the question's words a figure is not what was asked
ENOUGH = 0.54
#: and below this share of them in its own words, its name or the figures it is linked to, it has another name
_NAMED = 0.59
_WORTH = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that may be the answer; year: the year it is true of.

    cover: share of the question's words that it and what stands around it account for; strict: that its own words, its name and the
    figures it is linked to account for. faults: why it is not what was asked (year, period, scope, target, actual, unit, name), empty
    when nothing speaks against it.
    """

    statement: Statement
    quantity: Quantity
    score: float
    cover: float
    strict: float
    year: int | None
    faults: tuple[str, ...] = ()
    #: whether it is the kind of figure asked for: an amount, a growth, a share …
    fits: bool = True


@lru_cache(maxsize=4096)
def _names(row: str) -> tuple[str, ...]:
    known = indicator(row) if row else None
    return tuple(squeeze(name) for name in (known.name, *known.aliases, *known.short_names) if len(name) > 2) if known else ()


def _share_of(name: str, text: str) -> float:
    """The share of a name's pairs of characters that stand in a text; both folded."""
    pairs = [name[at : at + 2] for at in range(len(name) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


class Matcher:
    """Scores the figures of some statements against the asks of one question."""

    def __init__(self, statements: Sequence[Statement], question: Question) -> None:
        self.statements = statements
        self.question = question
        self.texts = [statement.folded for statement in statements]
        self.latest: dict[str, int] = {}
        for statement in statements:
            if statement.year:
                self.latest[statement.unit] = max(self.latest.get(statement.unit, 0), statement.year)
        asked = {term.text for ask in question.asks for term in ask.terms}
        self.excluded = tuple(term for term in question.excluded if term.text not in asked)
        self.context = weigh(question.context, self.texts)
        voices: dict[tuple[str, int], list[str]] = {}
        for statement in statements:
            voices.setdefault((statement.report.id, statement.voice), []).append(statement.folded + statement.path)
        #: years of a unit of which there is a report on the whole year
        self.whole = {(statement.unit, statement.year) for statement in statements if "半年" not in statement.kind}
        self.voices = {key: coverage(self.context, "".join(parts)) if self.context else 0.0 for key, parts in voices.items()}

    def rank(self, ask: Ask, *, near: Statement | None = None) -> list[Candidate]:
        """All figures that share words with the ask, best first. near: where the ask before was answered."""
        terms = weigh(ask.terms, self.texts)
        found: list[Candidate] = []
        for number, statement in enumerate(self.statements):
            if not statement.quantities:
                continue
            around = self._around(number) + statement.path
            # a statement that holds so little of the words has no figure that could account for enough of them
            known = bool(ask.indicator) and any(one.indicator_id == ask.indicator for one in statement.quantities)
            if not known and coverage(terms, statement.folded + around) < _WORTH:
                continue
            inside = coverage(self.context, statement.folded + around) if self.context else 0.0
            voice = self.voices[statement.report.id, statement.voice]
            found.extend(
                self._score(ask, terms, statement, quantity, around, 0.3 * max(inside, 0.7 * voice), near)
                for quantity in statement.quantities if not quantity.threshold)
        found.sort(key=lambda one: (-one.score, one.statement.report.number, one.statement.at, one.quantity.start))
        return found

    def _around(self, number: int) -> str:
        """The sentences before in the same item."""
        statement = self.statements[number]
        pieces = []
        for other in reversed(self.statements[max(0, number - 2) : number]):
            if other.item != statement.item or other.report.id != statement.report.id:
                break
            pieces.append(other.folded)
        return "".join(pieces)

    def _score(
        self, ask: Ask, terms: Sequence[Term], statement: Statement, quantity: Quantity, around: str, bonus: float, near: Statement | None,
    ) -> Candidate:
        text = statement.text
        own = squeeze(own_words(statement, quantity) + quantity.scope + quantity.indicator)
        # one of its names has to fit: pairs gathered from several would fit anything
        known = max(_names(quantity.indicator_id), key=lambda name: coverage(terms, name), default="")
        linked = squeeze(self._linked(statement, quantity))
        clause = squeeze(text[slice(*clause_of(text, quantity.start))])
        sub = squeeze(text[slice(*clause_of(text, quantity.start, whole=True))])
        words = (own, known, linked, clause, sub, statement.folded, around)
        held = [[term.held_by(place) if place else 0.0 for place in words] for term in terms]
        cover, fit, strict = (
            graded(terms, [max(level * one for level, one in zip(levels, row, strict=True)) for row in held])
            for levels in (_COVER, _FIT, _STRICT))
        last = max((term.place for term in terms), default=0)
        tail = [term for term in terms if term.place >= last - 1 and term.weight > 0.3] or terms
        # what is counted stands last in the question: 人才公寓住进去多少套 is after 入住, not after 公寓
        ends = max(coverage(tail, own + known), 0.9 * coverage(tail, linked))
        score = fit + bonus + 0.12 * ends + 0.12 * self._precision(ask, quantity, statement)
        if ask.wanted == "rank" and quantity.change == "rank":
            strict = max(strict, 0.8)  # places are of assessments, whatever those are called
        if ask.indicator and quantity.indicator_id:
            same = ask.indicator == quantity.indicator_id
            score += 0.15 if same else -0.2
            if same and quantity.parent < 0:
                cover, strict = max(cover, 0.8), max(strict, 0.8)
        kind = _fit_change(ask, quantity, own)
        kind = 0.0 if self.question.base and quantity.change == "from" else kind
        score += _fit_unit(ask, quantity) + kind
        if quantity.role == "previous" and not self.question.base:
            # what a report says of its own year comes before what the next one says of the year before
            score -= 0.2
        faults, penalty = self._faults(ask, statement, quantity, own)
        score -= penalty
        ratio = ask.wanted in ("growth", "share", "completion")
        ending = ends >= 0.85 or (ratio and any(term.held_by(own) for term in tail[-1:]))
        part = quantity.parent >= 0 and strict >= 0.5 and coverage(tail, linked) >= 0.85
        near_enough = strict >= _NAMED or part or (strict >= 0.33 and ending and cover >= (ENOUGH if ratio else 0.64))
        named = near_enough and self._is_named(ask, quantity, statement, own + linked + clause)
        if ask.wanted != "rank" and near is not statement and not named:
            faults.append("name")
        asked = ask.text + self.question.text
        if len(ask.name) > 2 and squeeze(ask.name) in own:
            score += 0.1
        bars = [term for term in terms if _BAR.match(term.text)]
        if bars and not any(term.held_by(own + linked) for term in bars):
            score -= 0.3
        if "级以上" in own and "以上" not in asked:
            score -= 0.12
        if quantity.parent >= 0 and quantity.change == "level" and self._precision(ask, quantity, statement) < 0.5 and not quantity.scope:
            score -= 0.08  # a part under a name that was not asked for: 其他道路4.6公里
        if (quantity.cumulative or "总" in own) and re.search("总共|一共|累计|总数|总量", asked):
            score += 0.12
        if re.search("合计|总计|共计", own) and not re.search("合计|总|共", asked):
            score -= 0.15
        if self.excluded:
            written = coverage(self.excluded, squeeze(own_words(statement, quantity)))
            score -= max(0.7 * written, 0.3 * coverage(self.excluded, squeeze(quantity.indicator)))
        if quantity.quote in self.question.text and self.question.kind == "lookup":
            score -= 0.5
        if near is not None:
            section = near.report.id == statement.report.id and near.headings == statement.headings
            score += 0.25 if near is statement else 0.08 if section else -0.05
            if near.unit != statement.unit or near.year != statement.year:
                score -= 0.3
        if self.question.years and not statement.is_plan and statement.year not in self.question.years:
            score -= 0.1
        if "半年" in statement.kind and self.question.period is None and (statement.unit, statement.year) in self.whole:
            score -= 0.3
        if not self.question.years:
            latest = self.latest.get(statement.unit, 0)
            score -= min(0.5, 0.25 * (latest - statement.year)) if latest and statement.year else 0.0
        if quantity.bound and not is_target(statement, quantity):
            score -= 0.06
        if is_bar(statement, quantity):
            score -= 0.3
        if statement.part == "problems":
            score -= 0.1
        return Candidate(
            statement, quantity, round(score, 4), round(cover, 4), round(strict, 4), year_of(statement, quantity), tuple(faults),
            kind > -0.3)

    def _linked(self, statement: Statement, quantity: Quantity) -> str:
        """Words of the figures that this one is a part of or speaks of."""
        words = [quantity.of, quantity.indicator]
        left, _ = clause_of(statement.text, quantity.start, whole=True)
        before = next((
            one for one in reversed(statement.quantities)
            if left <= one.start and one.end <= quantity.start and not one.threshold and one.dimension == quantity.dimension), None)
        if before is not None and (len(quantity.indicator) <= 4 or quantity.role == "target") and not quantity.indicator_id:
            # 收集问题356个，办结342个: the verb alone goes on about what was counted before
            words.append(own_words(statement, before))
        for other in statement.quantities:
            if other.start in (quantity.parent, quantity.about):
                words += [other.indicator, statement.text[other.subject_start : other.subject_end], own_words(statement, other)]
            if other.parent == quantity.start and other.about >= 0:
                # 预计完成527.5亿元，完成年度目标525亿元的100.5%: what the target is for
                words.append(other.indicator)
        return " ".join(words)

    def _precision(self, ask: Ask, quantity: Quantity, statement: Statement) -> float:
        """How little the figure's own name says that was not asked, 0 to 1."""
        name = squeeze(statement.text[quantity.subject_start : quantity.subject_end] or quantity.indicator)
        return _share_of(name, self._asked(ask)) if len(name) > 1 else 0.4

    def _is_named(self, ask: Ask, quantity: Quantity, statement: Statement, words: str) -> bool:
        """Whether the question names a well-known indicator that is not the one it names itself: 资产总额 is no 固定资产投资.

        And whether what it says in front of the name holds: 工业税收 is no 税收收入.
        """
        if not quantity.indicator_id or quantity.indicator_id == ask.indicator:
            return True
        asked = self._asked(ask)
        names = _names(quantity.indicator_id)
        if max([_share_of(name, asked) for name in names] + [self._precision(ask, quantity, statement)]) < 0.5:
            return False
        name = squeeze(ask.name)
        ending = max((one for one in names if len(one) > 1 and name.endswith(one)), key=len, default="")
        front = _PART.findall(name[: -len(ending)]) if ending else []
        return all(part in words for part in front)

    def _asked(self, ask: Ask) -> str:
        return squeeze(ask.text + " ".join(other for term in ask.terms for other in term.others) + self.question.scope)

    def _faults(self, ask: Ask, statement: Statement, quantity: Quantity, own: str) -> tuple[list[str], float]:
        question = self.question
        faults: list[str] = []
        penalty = 0.0
        year = year_of(statement, quantity)
        if question.years and year not in question.years:
            faults.append("year")
        if question.base and quantity.role != "previous" and quantity.change != "from":
            faults.append("year")
        older = quantity.role == "previous" or (year and statement.year and year < statement.year)
        if older and not question.years and not question.base:
            penalty += 0.2
        target = is_target(statement, quantity)
        if "计划投资" in ask.text:
            pass  # an amount of money under that name, meant or not
        elif target and not ask.target:
            faults.append("target")
        elif ask.target and not target:
            faults.append("actual")
        if question.scope and question.scope not in quantity.scope and question.scope not in own:
            faults.append("scope")
        if not question.scope and quantity.scope and squeeze(quantity.scope) not in squeeze(ask.text):
            penalty += 0.2
        wrong, minus = _period_fault(question, statement, period_of(statement, quantity))
        if wrong:
            faults.append("period")
        penalty += minus
        # a department's sheet leaves units out: 省级专精特新55，小巨人10
        bare = statement.place is not None and not quantity.unit
        if not bare and _other_dimension(ask, quantity):
            faults.append("unit")
        return faults, penalty


def _period_fault(question: Question, statement: Statement, period: Period) -> tuple[bool, float]:
    half = "半年" in statement.kind
    partial = period.kind in ("months", "half", "quarter", "month")
    asked = question.period
    if asked is None:
        if question.whole_year and (partial or (half and period.kind in ("unknown", "at"))):
            return True, 0.0
        return False, 0.22 if partial and not half else 0.0
    if asked.kind == period.kind and (asked.first_month, asked.last_month) == (period.first_month, period.last_month):
        return False, -0.15
    if period.kind in ("unknown", "at", "day", "month"):
        if half and asked.kind == "half" and asked.last_month == (12 if statement.is_plan else 6):
            return False, 0.0
        if asked.kind == "at" and period.kind == "at":
            return asked.last_month != period.last_month and period.last_month is not None, 0.0
        if asked.kind == "at" and period.kind == "unknown":
            return False, 0.1
    return True, 0.0


def _other_dimension(ask: Ask, quantity: Quantity) -> bool:
    """Whether the unit asked for can't be that of the figure: money for heads, places for percent."""
    if ask.wanted in ("rank", "growth", "share", "completion", "date"):
        return False
    money = quantity.dimension.split("/")[0] in ("元", "美元", "欧元", "港元", "日元")
    if ask.money:
        return not money
    if not ask.dimension:
        return False
    if ask.dimension == quantity.dimension or {ask.dimension, quantity.dimension} <= _DAYS:
        return False
    # heads, firms and projects are counted with many measure words; an area or a length is never one of them
    counts = ask.dimension not in _MEASURED and ask.dimension != "元"
    theirs = not money and quantity.dimension not in _MEASURED and quantity.dimension not in ("位次", "")
    return not (counts and theirs)


def _fit_unit(ask: Ask, quantity: Quantity) -> float:
    if ask.wanted in ("rank", "growth", "share", "completion"):
        return 0.0
    if ask.dimension:
        return 0.12 if ask.dimension == quantity.dimension else -0.12
    if ask.money or _MONEY_NOUN.search(ask.text):
        return 0.1 if quantity.dimension in ("元", "美元") else -0.08
    if _RATE_NOUN.search(ask.text):
        return 0.1 if quantity.dimension == "%" else -0.08
    return 0.0


def _fit_change(ask: Ask, quantity: Quantity, own: str) -> float:
    change = quantity.change
    if ask.wanted == "growth":
        return 0.2 if change in ("growth", "times-more") else 0.0 if change in ("points", "increase") else -0.45
    if ask.wanted == "share":
        ratio = change == "rate" and re.search("占比|比例|比重|率", quantity.indicator + own)
        return 0.2 if change == "share" or ratio else -0.4
    if ask.wanted == "rank":
        return 0.25 if change == "rank" else -0.6
    if ask.wanted == "completion":
        return 0.25 if change == "completion" else -0.45
    if ask.wanted == "more":
        based = bool(re.search("上年|去年|同比|同期", ask.text))
        if change in ("increase", "growth"):
            return 0.15 if change == "increase" else 0.1 if based else 0.0
        return -0.1 if change in ("level", "rate") else -0.3
    if change == "rank":
        return -0.5
    if change not in _FLOWS:
        return -0.22 if change == "from" else -0.35
    if change == "increase" and not _NEWLY.search(ask.text):
        return -0.1
    if change != "increase" and _NEWLY.search(ask.text) and not _NEWLY.search(own):
        return -0.15
    return 0.0


def best_of(candidates: Sequence[Candidate], *, least: float = ENOUGH) -> Candidate | None:
    """The first candidate that accounts for enough of the question and has no fault.

    None, too, where a figure that carries the very name is there, but for another year, scope or part of the year: then the ones
    that only stand near the words are other figures.
    """
    fine = [one for one in candidates if not one.faults]
    named = max((one.strict for one in candidates if one.faults and one.fits and not {"unit", "name"} & set(one.faults)), default=0.0)
    if named >= 0.8 and max((one.strict for one in fine), default=0.0) < 0.6 * named:
        return None
    best = next((one for one in fine if one.fits and one.cover >= least), None)
    misnamed = next((one for one in candidates if one.faults == ("name",) and one.fits), None)
    if best is not None and misnamed is not None and misnamed.score > best.score + 0.15:
        return None  # the nearest figure bears another name: a farther one is no better
    return best


def near_of(candidates: Iterable[Candidate], *, least: float = ENOUGH) -> Candidate | None:
    """The best candidate whose only faults are year, period, scope or target: what could be offered instead."""
    return next((one for one in candidates if one.faults and one.cover >= least and not {"unit", "name"} & set(one.faults)), None)

