"""How this year's report answers last year's promises: the figure or the passage, kept or not, and by how much it falls short."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assistant.domain.commitment import Answer, Commitment, Status
from assistant.domain.document import Document, Span
from assistant.domain.quantity import Quantity
from assistant.reference.tables import indicator
from assistant.text.agreement import comparable, measure, plain
from assistant.text.clauses import sentences
from assistant.text.labels import Label, bars, labels
from assistant.text.likeness import Weights, grams
from assistant.text.quantities import read_quantities
from assistant.text.stages import STAGE_NAMES, Step, read_steps

#: how much of the promise's words the answering words must hold
_NAMED, _MENTIONED, _TRACE, _TASK_TRACE = 0.62, 0.55, 0.3, 0.45
_LATE = re.compile(r"推迟|延期|滞后|延迟|晚于|未能?按|未完成|尚未|仍未|暂缓|停滞|未达|差距|少于|低于目标|没有完成")
_PERCENT_LIKE = frozenset(("share", "rate", "completion"))
#: words of a figure that is itself a goal, and of a stock beside what came in
_AIMED = re.compile(r"目标|任务|计划|预期|力争|确保")
_NEW = re.compile(r"净增|新增|增加(?!到)|新入规|升规|新认定|新培育|新引进|净")
_NEWLY = re.compile(r"净增加?|新(?:增加?|建|设|设立|认定|培育|引进|入规|组建)")
#: how a task without a stage is promised; the passage that does it says the same word, and nearly all of its object
_VERB = re.compile(r"完成|出台|编制|制定|组建|成立|设立|创建|开通|建立|推行|推出|启动")
_DONE_BY = {"编制": "编制完成"}
_WHOLLY = 0.8
_SHORT = 0.5
_PERSONS = frozenset(("人", "名", "人次"))
_PAIRS = (("进口", "出口"), ("内资", "外资"), ("开工", "竣工"), ("签约", "开工"), ("收入", "支出"), ("发现", "整改"))
_RUNNING_TOTAL = re.compile(r"累计|总数|总量|存量|历年")
#: names of a goal that is met from above: fewer days, less debt
_LESS = re.compile(r"时限|时间|负债率|成本|能耗|浓度|起数|事故|排放|周期|天数(?=.{0,4}压)|费用率")


@dataclass(frozen=True)
class _Report:
    """This year's text without its plan: where answers are looked for. quantities: of the whole text, where they are read already."""

    document: Document
    quantities: Sequence[Quantity] | None = None

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        sections = [section for section in self.document.walk() if section.part == "plan"]
        cuts = sorted((section.heading.start, section.end) for section in sections)
        spans, at = [], 0
        for start, end in cuts:
            if start > at:
                spans.append(Span(at, start))
            at = max(at, end)
        if at < len(self.document.text):
            spans.append(Span(at, len(self.document.text)))
        return tuple(spans)

    @cached_property
    def labels(self) -> list[Label]:
        if self.quantities is not None:
            told = [one for one in self.quantities if any(span.start <= one.start < span.end for span in self.spans)]
            return labels(self.document.text, told)
        found: list[Label] = []
        for span in self.spans:
            text = self.document.text[span.start : span.end]
            for label in labels(text, read_quantities(text, year=self.document.year)):
                by = span.start
                found.append(Label(
                    label.quantity.shifted(by), label.words, label.lead, label.bars, label.start + by, label.end + by,
                    (label.sentence[0] + by, label.sentence[1] + by),
                ))
        return found

    @cached_property
    def told(self) -> list[_Told]:
        """The figures with the grams of their words."""
        found = []
        for label in self.labels:
            words = grams(label.words)
            own = words | grams(label.quantity.indicator)
            before = re.split(r"[，；。]", label.lead.rstrip("，；。"))[-1]
            found.append(_Told(label, words, own, own | grams(before), own | grams(label.lead)))
        return found

    @cached_property
    def reached(self) -> frozenset[int]:
        """Where the figures begin that something rose or fell to: 由58个增加到62个."""
        return frozenset(label.quantity.about for label in self.labels if label.quantity.change == "from")

    @cached_property
    def _by_measure(self) -> dict[str, list[_Told]]:
        found: dict[str, list[_Told]] = {}
        for told in self.told:
            found.setdefault(measure(told.label.quantity), []).append(told)
        return found

    def told_in(self, goal: Quantity) -> list[_Told]:
        """The figures measured as a goal is, and those without a unit."""
        own = measure(goal)
        return [*self._by_measure.get(own, ()), *(self._by_measure.get("", ()) if own else ())]

    @cached_property
    def problems(self) -> range:
        """Where the part about problems stands; figures there answer nothing."""
        held = [section for section in self.document.walk() if section.part == "problems"]
        return range(min(one.heading.start for one in held), max(one.end for one in held)) if held else range(0)

    @cached_property
    def sentences(self) -> list[tuple[Span, frozenset[str]]]:
        text = self.document.text
        return [(one, grams(text[one.start : one.end])) for span in self.spans for one in sentences(text, span.start, span.end)]

    @cached_property
    def steps(self) -> list[Step]:
        return [step for span in self.spans for step in read_steps(self.document.text, span.start, span.end)]

    def around(self, step: Step) -> str:
        """The clauses about one work: its sentence, cut where other works are spoken of."""
        text = self.document.text
        begin = max(text.rfind(mark, 0, step.clause[0]) for mark in "。；\n") + 1
        begin = max([begin, *(one.clause[1] for one in self.steps if begin <= one.start < step.start and one.name != step.name)])
        stop = re.compile(r"[。；\n]").search(text, step.clause[1])
        end = stop.start() if stop else len(text)
        other = next((one.clause[0] for one in self.steps if step.start < one.start < end and one.name != step.name), end)
        return text[min(begin, step.clause[0]) : min(end, max(other, step.clause[1]))]

    @cached_property
    def weights(self) -> Weights:
        text = self.document.text
        return Weights(text[span.start : span.end] for span, _ in self.sentences)


def answers(commitments: Sequence[Commitment], document: Document, quantities: Sequence[Quantity] | None = None) -> list[Answer]:
    """An answer for every promise, in their order; places and messages speak of `document`, this year's report.

    quantities: the figures of `document.text`, where the caller has them; else they are read.
    """
    report = _Report(document, quantities)
    return [_answer(one, report) for one in commitments]


def _answer(promise: Commitment, report: _Report) -> Answer:
    if promise.stage and promise.kind == "task":
        return _by_step(promise, report) or _by_words(promise, report)
    if promise.goal is not None:
        stepped = _by_step(promise, report) if promise.stage else None
        found = _by_figure(promise, promise.goal, report) or _by_difference(promise, promise.goal, report)
        return found or stepped or _by_words(promise, report)
    return _by_words(promise, report)


def _by_figure(promise: Commitment, goal: Quantity, report: _Report) -> Answer | None:
    best: tuple[float, Label] | None = None
    asked = _Asked(promise, goal, bars(promise.text), grams(promise.text.replace(goal.quote, " ")))
    for told in report.told_in(goal):
        score = _score(asked, told, report)
        if score >= _NAMED and (best is None or score > best[0]):
            best = (score, told.label)
    if best is None:
        return None
    label = best[1]
    found = label.quantity
    status = _verdict(goal, found, promise.text)
    text = report.document.text
    sentence = text[label.sentence[0] : label.sentence[1]]
    span = report.document.offsets.span(label.start, label.end)
    said = text[label.start : label.end].strip(" 　、，的（")
    message = f"上年计划“{promise.text}”，今年“{said}”" + _difference(goal, found, status)
    if status == "missed" and _LATE.search(sentence):
        message += "，文中已说明"
    return Answer(promise, status, (span,), message, found)


def _by_difference(promise: Commitment, goal: Quantity, report: _Report) -> Answer | None:
    """新增3个, 新建4个 answered by 由21个增加到24个."""
    newly = bool(_NEWLY.search(promise.text)) and goal.change == "level"
    if (goal.change != "increase" and not newly) or goal.base is None:
        return None
    name = grams(_NEWLY.sub("", goal.indicator))
    levels = {label.quantity.start: label for label in report.labels}
    for label in report.labels:
        begin, level = label.quantity, levels.get(label.quantity.about)
        if begin.change != "from" or level is None or not comparable(begin, goal):
            continue
        same_row = bool(goal.indicator_id) and begin.indicator_id == goal.indicator_id
        if not same_row and not _is_named(name, grams(begin.indicator), report.weights):
            continue
        if begin.base is None or level.quantity.base is None:
            continue
        grown = level.quantity.base - begin.base
        text = report.document.text[label.start : level.end].strip(" 　、，的（")
        kept: Status = "done" if grown >= goal.base else "missed"
        message = f"上年计划“{promise.text}”，今年“{text}”，增加{plain(grown)}{goal.unit}"
        return Answer(promise, kept, (report.document.offsets.span(label.start, level.end),), message, level.quantity)
    return None


def _is_named(name: frozenset[str], other: frozenset[str], weights: Weights) -> bool:
    """Whether two names are one, neither saying much that the other does not."""
    return len(name & other) > 2 and weights.shared(name, other) >= _WHOLLY * max(weights.sum(name), weights.sum(other))


@dataclass(frozen=True)
class _Asked:
    """A goal with what is compared for each figure: bars of class names, grams of the words without the figure."""

    promise: Commitment
    goal: Quantity
    bars: frozenset[str]
    grams: frozenset[str]


@dataclass(frozen=True)
class _Told:
    """A figure of this year's text with the grams of its own words, with its name, with the clause before, with all that stood before."""

    label: Label
    words: frozenset[str]
    own: frozenset[str]
    near: frozenset[str]
    wide: frozenset[str]


def _score(asked: _Asked, told: _Told, report: _Report) -> float:
    """How surely this figure answers the goal, 0 to a little over 1."""
    goal, label, found, weights = asked.goal, told.label, told.label.quantity, report.weights
    if found.value is None or found.role == "previous" or found.change == "from" or not comparable(goal, found):
        return 0.0
    if not _same_measure(goal, found) or (asked.bars and label.bars and asked.bars != label.bars):
        return 0.0
    if (goal.dimension in _PERSONS) != (found.dimension in _PERSONS):
        return 0.0
    text, words = asked.promise.text, f"{label.words} {found.indicator} {found.verb}"
    if _NEWLY.search(text) and found.start in report.reached:
        # what a stock rose to is not what came in
        return 0.0
    if (_NEW.search(text) and not _NEW.search(words)) or _contrary(text, words):
        return 0.0
    same_row = bool(goal.indicator_id) and goal.indicator_id == found.indicator_id and goal.scope == found.scope
    suffix = len(found.indicator) >= 3 and (goal.indicator.endswith(found.indicator) or found.indicator.endswith(goal.indicator or "?"))
    # what stood before names a figure only where it has no words of its own
    held = told.own if told.words else told.near
    if not (same_row or suffix or asked.grams & held):
        return 0.0
    score = weights.share(asked.grams, held)
    if same_row:
        score = max(score, 0.8)
    elif goal.indicator_id and found.indicator_id and found.unit == goal.unit and not _one_name(goal, found, weights):
        return 0.0
    elif suffix:
        score = max(score, 0.7)
    if score < 0.66 and told.words and weights.share(told.words, asked.grams) >= _SHORT and weights.share(asked.grams, told.wide) >= 0.65:
        # 实施亿元以上项目58个，其中新开工23个: short for what stood before
        score = 0.66
    if score < 0.4 or (_AIMED.search(f"{label.words} {found.indicator}") and not _AIMED.search(asked.promise.text)):
        return 0.0
    if asked.bars and not label.bars and not asked.bars & bars(label.lead):
        score -= 0.3
    score += (0.1 if found.unit == goal.unit else 0.0) + (0.05 if found.change == goal.change else 0.0)
    score -= 0.3 if found.period.kind in ("months", "half", "quarter", "month") and found.role != "forecast" else 0.0
    score -= 0.1 if found.of or (found.parent >= 0 and goal.parent < 0) else 0.0
    score -= 0.25 if _RUNNING_TOTAL.search(label.words) and not _RUNNING_TOTAL.search(asked.promise.text) else 0.0
    score -= 0.3 if label.start in report.problems else 0.0
    return score - (0.2 if found.scope != goal.scope else 0.0)


def _contrary(one: str, other: str) -> bool:
    """Whether two wordings name the two sides of a pair: 进口 and 出口."""
    return any((a in one and b not in one and b in other and a not in other) for pair in _PAIRS for a, b in (pair, pair[::-1]))


def _one_name(goal: Quantity, found: Quantity, weights: Weights) -> bool:
    first, second = indicator(goal.indicator_id), indicator(found.indicator_id)
    return first is None or second is None or weights.alike(first.name, second.name) > 0.7


def _same_measure(goal: Quantity, found: Quantity) -> bool:
    if goal.change == found.change or (goal.change in _PERCENT_LIKE and found.change in _PERCENT_LIKE):
        return True
    return {goal.change, found.change} <= {"level", "increase"} and goal.dimension != "%"


def _verdict(goal: Quantity, found: Quantity, words: str) -> Status:
    aim, value = _amount(goal), _amount(found)
    if aim is None or value is None:
        return "partial"
    if goal.change in ("growth", "increase") and found.sign != goal.sign:
        return "missed"
    falls = goal.change in ("level", "rate", "share") and goal.bound == "" and bool(_LESS.search(goal.indicator or words))
    less = goal.bound == "max" or falls
    if goal.approximate:
        aim *= Decimal("1.01") if less else Decimal("0.99")
    return "done" if (value <= aim if less else value >= aim) else "missed"


def _amount(quantity: Quantity) -> Decimal | None:
    return quantity.base if quantity.base is not None else quantity.value


def _difference(goal: Quantity, found: Quantity, status: Status) -> str:
    aim, value = _amount(goal), _amount(found)
    if aim is None or value is None or goal.value is None:
        return ""
    unit = goal.base / goal.value if goal.base is not None and goal.value else Decimal(1)
    gap = abs(value - aim) / unit
    shown = f"{plain(gap.quantize(Decimal(1).scaleb(-max(goal.decimals, found.decimals)) if found.unit == goal.unit else Decimal('0.01')))}"
    name = "个百分点" if goal.unit == "%" else goal.unit
    if status == "missed":
        if goal.change in ("growth", "increase") and found.sign != goal.sign:
            return "，未升反降" if goal.sign > 0 else "，未降反升"
        rate = f"，完成{plain((value / aim * 100).quantize(Decimal('0.1')))}%" if goal.change == "level" and value < aim and aim else ""
        return f"，差{shown}{name}{rate}"
    if value == aim:
        return "，如数完成"
    return f"，{'优于' if goal.bound == 'max' or value < aim else '超'}目标{shown}{name}"


def _by_step(promise: Commitment, report: _Report) -> Answer | None:
    """The furthest stage that this year's text gives the project."""
    best: Step | None = None
    late = False
    for step in report.steps:
        if step.future or not _same_work(promise, step, report):
            continue
        late = late or step.denied or bool(_LATE.search(report.around(step)))
        if not step.denied and (best is None or step.rank > best.rank):
            best = step
    if best is None:
        return None
    text, offsets = report.document.text, report.document.offsets
    said = text[best.clause[0] : best.clause[1]].strip()
    status: Status = "done" if best.rank >= promise.stage else "missed"
    message = f"上年计划“{promise.text}”，今年“{said}”"
    if status == "missed":
        message += f"，只到{STAGE_NAMES[best.rank]}，未到{STAGE_NAMES[promise.stage]}" + ("，文中说明有推迟" if late else "")
    elif promise.due and best.month and best.rank == promise.stage and best.month > promise.due:
        status = "missed"
        message += f"，比计划晚{best.month - promise.due}个月"
    elif late:
        status = "missed"
        message += "，文中说明有推迟"
    return Answer(promise, status, (offsets.span(*best.clause),), message)


def _same_work(promise: Commitment, step: Step, report: _Report) -> bool:
    name = promise.subject
    if step.phase and step.phase not in promise.subject:
        return False
    if not step.phase and re.search(r"[二三四五六]期", promise.subject):
        return False
    return report.weights.alike(name, step.name + step.phase) >= 0.8


def _by_words(promise: Commitment, report: _Report) -> Answer:
    """The passage whose words hold the promise's words, without a verdict; silent where there is none."""
    words = promise.subject if promise.kind == "task" and len(promise.subject) >= 4 else re.sub(r"\d[\d.]*[^\s，、]{0,3}", "", promise.text)
    wanted = grams(words) or grams(promise.text)
    # the unit's own name stands everywhere and answers nothing
    apart = wanted - grams(report.document.unit or "")
    wanted = apart if len(apart) > 3 else wanted
    best: tuple[float, Span] | None = None
    for span, held in report.sentences:
        share = report.weights.share(wanted, held)
        if best is None or share > best[0]:
            best = (share, span)
    if best is None or best[0] < _MENTIONED:
        message = f"上年计划“{promise.text}”，今年未见交代"
        return Answer(promise, "silent", (), message, sure=best is None or best[0] < (_TASK_TRACE if promise.kind == "task" else _TRACE))
    text = report.document.text
    said = text[best[1].start : best[1].end]
    short = said if len(said) <= 40 else said[:40] + "…"
    place = report.document.offsets.span(best[1].start, best[1].end)
    if promise.stage and _LATE.search(said):
        return Answer(promise, "missed", (place,), f"上年计划“{promise.text}”，今年“{short}”，文中说明有推迟")
    verb = _VERB.search(promise.text)
    doing = _DONE_BY.get(verb.group(), verb.group()) if verb else ""
    if promise.kind == "task" and doing and best[0] >= _WHOLLY and doing in said and not _LATE.search(said):
        return Answer(promise, "done", (place,), f"上年计划“{promise.text}”，今年“{short}”")
    return Answer(promise, "partial", (place,), f"上年计划“{promise.text}”，今年提到“{short}”，未说是否完成")
