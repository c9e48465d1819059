"""What a figure of a statement is: the year and time it is true of, whether it is meant to be reached, the words that name it."""

from __future__ import annotations

import re

from assistant.domain.quantity import Period, Quantity
from assistant.writing.conversation.statements import Statement

_GOAL = re.compile(r"目标|任务|计划(?!总?投资)|力争|确保|预期|不低于|不少于")
_DONE = re.compile(r"完成[^，；]{0,14}任务\s*$")
_BREAK = re.compile(r"[，；：。！？]|,(?!\d)|[;:]")
_RESULT = re.compile(r"\s*(?:增加|增长|提高|提升|上升|扩大|压缩|压减|下降|降低|减少|精简|缩短|升|增|减|降)?(?:到|至|为)$")
_VERB_ALONE = re.compile(
    r"\s*(?:首次|已|已经|共|累计|预计|全年|今年|分别)*(?:达到?|为|完成|实现|突破|超过|增加到|增至|上升到"
    r"|提高到|约|近|至|到)*$")
#: verbs of a bar that is passed, and what may stand between it and the amount
_PASSING = re.compile(r"(?:突破|超过|超|逾|破|(?:迈|跃|站|跨|登|踏)上|(?:越|迈|跨)过|跨越|冲破)了?$")
_PASSED = re.compile(
    r"(?:以上)?(?:的?(?:新?台阶|大关|关口|门槛))?\s*[，、,（(]?\s*(?:首次|已经?|共|累计|预计|全年|实际|总量|总额|今年)*"
    r"(?:达到了?|达|为|完成|实现|增加到|增至|上升到|提高到|至|到)?\s*")


def year_of(statement: Statement, quantity: Quantity) -> int | None:
    """The year a figure is true of: as written beside it, the year before for the start of 由A到B, else the report's."""
    stated = quantity.period.year
    if quantity.period.kind == "years":
        if "末" in quantity.period.label and quantity.period_from == "clause":
            return quantity.period.last_year
        # a span of years named earlier in the sentence says nothing of the figures after the next semicolon
        left = max(statement.text.rfind(mark, 0, quantity.start) for mark in "；;。")
        if quantity.period_from == "clause" or statement.text.find(quantity.period.label, max(left, 0), quantity.start) >= 0:
            return None
        return statement.plan_year if statement.is_plan else statement.year
    if quantity.change == "from" or quantity.role == "previous":
        partner = next((one for one in statement.quantities if one.start == quantity.about), None)
        near = partner.period.year if partner is not None else (statement.plan_year if statement.is_plan else statement.year)
        if stated is None or stated == near:
            return near - 1 if near else None
    if stated is not None:
        return stated
    return statement.plan_year if statement.is_plan else statement.year


def period_of(statement: Statement, quantity: Quantity) -> Period:
    """The time a figure covers; part of a year that a paragraph opens with ends where the text goes on to 全年 or 预计."""
    period = quantity.period
    if period.kind not in ("months", "half", "quarter", "month") or quantity.period_from == "clause":
        return period
    whole = Period("unknown", period.year)
    if quantity.role == "forecast":
        return whole
    end = statement.at + quantity.start
    before = statement.document.text[max(0, end - 1500) : end]
    place = before.rfind(period.label)
    return whole if place >= 0 and re.search("全年|预计", before[place + len(period.label) :]) else period


def is_target(statement: Statement, quantity: Quantity) -> bool:
    """Whether a figure is meant to be reached, not reached."""
    if statement.is_plan:
        return quantity.role != "previous"
    if quantity.role != "target":
        return False
    left, right = clause_of(statement.text, quantity.start)
    if _DONE.search(statement.text[left : quantity.start]):
        return False  # 完成棚户区改造任务2619户: the task is done
    return bool(_GOAL.search(statement.text[left:right]) or _GOAL.search(quantity.indicator))


def stands_alone(words: str) -> bool:
    """Whether what stands in front of a figure in its clause names nothing: 达到, 预计完成."""
    return _VERB_ALONE.match(words) is not None


def without_passing(name: str) -> str:
    """A name without the verb of a bar that was read along with it: 税收收入迈上 (20亿元台阶)."""
    return _PASSING.sub("", name)


def is_bar(statement: Statement, quantity: Quantity) -> bool:
    """Whether a figure only says what was passed and the amount itself stands behind it: 首次突破400亿元，达到402.5亿元."""
    text = statement.text
    if quantity.bound != "min" and not _PASSING.search(text[max(0, quantity.start - 8) : quantity.start]):
        return False
    after = next((one for one in statement.quantities if one.start >= quantity.end and not one.threshold), None)
    if after is None or after.dimension != quantity.dimension or after.change != "level":
        return False
    if quantity.base is None or after.base is None or not quantity.base <= after.base < 2 * quantity.base:
        return False
    return _PASSED.fullmatch(text[quantity.end : after.start]) is not None


def clause_of(text: str, offset: int, *, whole: bool = False) -> tuple[int, int]:
    """The range of the clause around an offset; whole: up to the next semicolon on both sides."""
    marks = re.compile(r"[；。！？]|;") if whole else _BREAK
    left = max((match.end() for match in marks.finditer(text, 0, offset)), default=0)
    after = marks.search(text, offset)
    return left, after.start() if after else len(text)


def own_words(statement: Statement, quantity: Quantity) -> str:
    """The words right around a figure that name it: back to the figure or mark before, and the noun after it."""
    text = statement.text
    left, right = clause_of(text, quantity.start)
    before = [one.end for one in statement.quantities if one.end <= quantity.start and one.end > left and not one.threshold]
    start = max(before, default=left)
    if before and not text[start : quantity.start].strip():
        # 主干路5条9.8公里: what names the first names the second
        start = max((one.end for one in statement.quantities if one.end < start and one.end > left and not one.threshold), default=left)
    pause = text.rfind("、", start, quantity.start)
    if pause > start and before:
        start = pause
    after = [one.start for one in statement.quantities if one.start >= quantity.end]
    end = min(min(after, default=right), right, quantity.end + 12)
    tail = re.match(r"[^、，（(的]*", text[quantity.end : end])
    name = "" if quantity.joint >= 0 else text[start : quantity.start]
    if start > left and before and _RESULT.match(name):
        # 万吨级以上泊位由15个增加到18个: what the first is of the second is of
        name = text[max((end for end in before if end < start), default=left) : start] + name
    if start == left and left > 1 and _VERB_ALONE.match(name) and text[left - 1] in "，,":
        # 实际使用外资止降回升，达到3685万美元: the clause before names it
        earlier, _ = clause_of(text, left - 1)
        if not any(earlier <= one.start < left for one in statement.quantities):
            name = text[earlier:left] + name
    return name + " " + quantity.quote + (tail.group() if tail else "")
