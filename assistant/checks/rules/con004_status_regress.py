"""项目进度比上年报告倒退

查什么：
上年报告已经竣工、投产、投用的项目（同名、同期次），今年又写成开工、主体封顶、签约；上年已开工的，今年写成签约；上年已签约、已开工、已投产的，今年又写成某月签约、开工、投产；上年已竣工的，今年计划还在“力争竣工”。
为什么：
进度只会向前。写倒了，不是今年抄错，就是去年报虚。
错例：
（上年报告：海工装备产业园一期12月竣工投产）海工装备产业园一期主体结构封顶。
正例：
（上年报告：海工装备产业园一期12月竣工投产）海工装备产业园一期全面达产。
出处：
项目建设的先后：签约、开工、主体封顶、竣工、投产、达产（常识）。一期与二期分开看；同一篇里先说开工后说投产的是叙述经过，不报。
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.continuity import Years, earlier_year, years_of
from assistant.checks.progress import told_anew, told_partly
from assistant.checks.rule import PREVIOUS, Rule
from assistant.domain.finding import Finding
from assistant.text.stages import BEGUN, BUILT, ROOFED, RUNNING, STAGE_NAMES, Step

RULE = Rule("CON004", "status-regress", "continuity", "error", frozenset((PREVIOUS,)))


def check(context: CheckContext) -> Iterator[Finding]:
    """Works that stand at an earlier stage than last year."""
    years = years_of(context)
    if years is None:
        return
    done = [step for step, planned in years.steps if not planned and not step.future and not step.denied]
    for step, planned in years.steps:
        if step.denied or (step.future and not planned):
            continue
        if years.same_year or earlier_year(context.text[step.clause[0] : step.start], context.document.year):
            continue
        last = not any(other.rank > step.rank and years.same_work(other, step) for other in done)
        again = next((one for one in years.reached if told_anew(step, one, planned, last)), None)
        if again is not None and not told_partly(context.text, step) and not told_partly(years.before.text, again):
            yield _finding(context, years, step, again, planned, sure=not planned and again.month not in (None, step.month))
            continue
        before = [one for one in years.reached if one.rank >= BEGUN and years.same_work(one, step)]
        if not before:
            continue
        best = max(before, key=lambda one: one.rank)
        if not _behind(step, best, planned):
            continue
        if not planned and any(other.rank >= best.rank and years.same_work(other, step) for other in done):
            continue
        yield _finding(context, years, step, best, planned, sure=not planned)


def _finding(context: CheckContext, years: Years, step: Step, best: Step, planned: bool, *, sure: bool) -> Finding:
    said = years.before.text[best.clause[0] : best.clause[1]].strip()
    start, end = _span(context, step)
    written = f"今年{'计划' if planned else ''}{'又' if step.rank == best.rank else '却'}写“{context.text[start:end]}”"
    return context.finding(
        RULE, start, end, f"上年报告“{said}”，已{STAGE_NAMES[best.rank]}，{written}",
        suggestion="核对项目进度", severity=None if sure else "warning",
    )


def _behind(step: Step, best: Step, planned: bool) -> bool:
    if planned:
        return best.rank >= BUILT and step.rank <= BUILT and step.rank <= best.rank
    if best.rank >= BUILT:
        return step.rank <= ROOFED
    return step.rank < best.rank and best.rank < RUNNING


def _span(context: CheckContext, step: Step) -> tuple[int, int]:
    """The name with its stage, as a reader would point at it."""
    start = context.text.rfind(step.name[:4], step.clause[0], step.end)
    return (start if start >= 0 else step.when[0] or step.start), step.end
