"""Amounts that a text tells at one place and relies on at another: found by name, unit and time. Nothing is judged here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.checks.arithmetic import exact
from assistant.checks.context import CheckContext
from assistant.domain.quantity import Quantity
from assistant.text.indicators import resolve

_FRONT = re.compile(
    r"^(?:完成|实现|实施|累计|全年|全区|年度|计划|目标|已|共|有|新|规模以上工业企业|规上工业企业|园区|我区|期末|年末|现有|各项|本外币|区内|银行机构|"
    r"的|全部|这些|上述|其余|剩余|个)+(?=.{2})"
)
_END = re.compile(r"(?:(?:年度|全年)?(?:目标|任务|计划)|总数|总量|总额|总值|人数|户数|家数|数|项目|企业|个|的)$")


def core(name: str) -> str:
    """A name without the words that come and go: 完成总产值目标 → 总产值, 计划新开工项目 → 新开工."""
    bare = _FRONT.sub("", name)
    before = None
    while before != bare and len(bare) > 3:
        before, bare = bare, _END.sub("", bare)
    return bare


def same_name(one: str, other: str) -> bool:
    """Whether two names are one thing's: the same row, the same core, or one the end of the other where that is long enough."""
    if not one or not other:
        return False
    left, right = core(one), core(other)
    if left == right:
        return len(left) > 1
    row = resolve(left)[0] or resolve(one)[0]
    if row and row == (resolve(right)[0] or resolve(other)[0]):
        return True
    short, long = sorted((left, right), key=len)
    return len(short) > 2 and long.endswith(short)


def same_stretch(one: Quantity, other: Quantity) -> bool:
    """Whether two figures speak of one year, and of the same months where months are told."""
    left, right = one.period, other.period
    if left.year and right.year and left.year != right.year:
        return False
    return (left.first_month or 1, _last(one)) == (right.first_month or 1, _last(other))


def _last(one: Quantity) -> int:
    return one.period.last_month or 12


class Amounts:
    """The levels of one text, by the last two characters of their names."""

    def __init__(self, context: CheckContext) -> None:
        self._context = context
        self._by_end: dict[str, list[Quantity]] = defaultdict(list)
        for one in context.quantities:
            if one.change == "level" and one.indicator and one.dimension and exact(one) and not one.threshold:
                for end in {core(one.indicator)[-2:], one.indicator[-2:], one.indicator_id}:
                    self._by_end[end].append(one)

    def named(self, names: Iterable[str], near: Quantity, *, goal: bool = False) -> list[Quantity]:
        """The amounts of one of these names that are told for the time of `near`; goals only, or results only."""
        found: dict[int, Quantity] = {}
        for name in names:
            for one in (*self._by_end[core(name)[-2:]], *self._by_end[resolve(name)[0]]):
                role = one.role == "target" if goal else one.role in ("actual", "forecast")
                if role and one is not near and same_name(name, one.indicator):
                    found[one.start] = one
        return list(found.values())

    def nearest(self, found: Sequence[Quantity], near: Quantity) -> Quantity | None:
        """The one of these in the sentence, else in the paragraph, else in the text; None where there are two values to choose from."""
        text = self._context.text
        begin = self._context.sentence_start(near.start)
        line = text.rfind("\n", 0, near.start) + 1
        for start, end in ((begin, near.start), (line, near.start), (0, len(text))):
            here = [one for one in found if start <= one.start < end]
            if here:
                return here[-1] if len({one.base for one in here}) == 1 else None
        return None


def amounts_of(context: CheckContext) -> Amounts:
    """The amounts of a context, kept on it for all rules."""
    kept: dict[str, Amounts] = vars(context).setdefault("_kept_amounts", {})
    if "amounts" not in kept:
        kept["amounts"] = Amounts(context)
    return kept["amounts"]
