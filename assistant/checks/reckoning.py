"""Which figures of a draft need no note of their own: arithmetic that the number rules have followed, and last year's report.

What the notes say of a figure is weighed elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module

from assistant.checks.arithmetic import change_of, exact, stands_for
from assistant.checks.context import CheckContext
from assistant.domain.quantity import Quantity
from assistant.text.likeness import grams

#: the rules that work a figure out from others
_ARITHMETIC = (
    "num003_sum", "num004_growth", "num005_change", "num006_share", "num007_multiple", "num017_average",
)
_RESULTS = frozenset(("growth", "points", "increase", "share", "completion", "multiple", "times-more", "rate"))
#: in front of an amount that is the result of a sum, a difference, a division
_WORKED_OUT = re.compile(r"(?:合计|共计|总计|一共|共|其余|剩余|余下|均|平均|相差|当月)[\u4e00-\u9fff]{0,6}$")
_LAST_YEAR = re.compile(r"(?:同比|比|较)?(?:上年|去年|上年同期|去年同期|同期)?(?:同比|同期)?(?:末|底)?")
#: what every other figure is called shows no kinship
_COMMON = frozenset(("完成", "实现", "全年", "全区", "其中", "达到", "增长", "项目", "企业", "工业", "以上", "比上", "上年", "提高"))


class Reckoning:
    """The figures of one draft that follow from others."""

    def __init__(self, context: CheckContext) -> None:
        self._context = context

    def follows(self, figure: Quantity) -> bool:
        """Whether the figure is worked out from others of the text, or from last year's report."""
        return figure.start in self._worked_out or self.since_last_year(figure)

    @cached_property
    def _worked_out(self) -> frozenset[int]:
        context = self._context
        probe = CheckContext(context.document)
        # what is read of the text stays read, and what is compared here counts for nothing
        vars(probe).update((name, value) for name, value in vars(context).items() if name not in vars(probe))
        wrong: list[tuple[int, int]] = []
        for module in _ARITHMETIC:
            check = import_module(f"assistant.checks.rules.{module}").check
            wrong += [(one.start, one.end) for one in check(probe)]
        compared = probe.compared
        original = context.document.offsets.span
        found = set()
        for one in context.quantities:
            if (one.start, one.end) not in compared or not self._is_result(one):
                continue
            place = original(one.start, one.end)
            if not any(start < place.end and place.start < end for start, end in wrong):
                found.add(one.start)
        return frozenset(found)

    def _is_result(self, one: Quantity) -> bool:
        return one.change in _RESULTS or bool(_WORKED_OUT.search(self._context.text, max(0, one.start - 12), one.start))

    def since_last_year(self, figure: Quantity) -> bool:
        """Whether a change since last year is what this year's figure of the sentence and last year's report come to."""
        if figure.change not in ("increase", "points", "growth") or not exact(figure) or self._context.before is None:
            return False
        if not _LAST_YEAR.fullmatch(figure.compare):
            return False
        printed = stands_for(figure)
        for now in self._levels(figure):
            for then in self._of_last_year(now):
                moved = change_of(figure, stands_for(now), stands_for(then))
                if moved is not None and printed.meets(moved):
                    return True
        return False

    def _levels(self, figure: Quantity) -> Iterator[Quantity]:
        """The figures of the sentence that the change may speak of."""
        context = self._context
        dimension = "%" if figure.change == "points" else "" if figure.change == "growth" else figure.dimension
        for one in context.figures_in(context.sentence_start(figure.start), figure.start):
            fits = one.dimension == dimension if dimension else one.dimension not in ("%", "百分点")
            if fits and exact(one) and one.change in ("level", "rate", "share", "completion"):
                yield one

    def _of_last_year(self, now: Quantity) -> Iterator[Quantity]:
        """The figures of last year's report in the same unit that share a word with this one."""
        before = self._context.before
        words = self._words(self._context, now)
        for then in before.quantities if before is not None else ():
            if then.dimension == now.dimension and exact(then) and then.base and words & self._words(before, then):
                yield then

    @staticmethod
    def _words(context: CheckContext | None, one: Quantity) -> frozenset[str]:
        text = context.text[max(0, one.start - 24) : one.start] if context is not None else ""
        return frozenset(gram for gram in grams(f"{one.indicator} {text}") if len(gram) > 1) - _COMMON


def reckoning_of(context: CheckContext) -> Reckoning:
    """The reckoning of a context, kept on it for all rules."""
    kept: dict[str, Reckoning] = vars(context).setdefault("_kept_reckoning", {})
    return kept.setdefault("reckoning", Reckoning(context))
