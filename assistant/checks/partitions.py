"""Totals and the lists of parts that stand with them in a text: 其中…, …中，, 按…分, …合计. Whether they add up is judged by the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assistant.checks.arithmetic import exact
from assistant.checks.context import CheckContext
from assistant.checks.line_lists import line_lists
from assistant.domain.quantity import Quantity

_HEAD = re.compile(r"(?P<noun>[^，。；：\n]{0,30}?)中[，,]$")
_SORTED = re.compile(
    r"(?:按[^，。；\n]{1,8}(?:分|看|划分|统计|计算|来看)|从[^，。；\n]{1,8}(?:看|来看)|分[^，。；\n]{1,6}(?:看|来看|统计))[，,：:]?$"
)
#: 其中高级工400人，中级工1200人: a clause that is nothing but a name
_ITEM = re.compile(r"[，,][\u4e00-\u9fffA-Za-z]{2,10}$")
#: the first measure of a pair that stands between: 共计20栋2240套
_PAIRED = re.compile(r"\d+(?:\.\d+)?[\u4e00-\u9fff]{1,4}$")
_AGAIN = re.compile(r"[，,](?:累计|共|合计)(?P<verb>[\u4e00-\u9fff]{2})$")
_QUARTERS = re.compile(r"[，,；](?:全年|前[两二三]个?季度|上半年)(?:累计|合计|共)?(?:完成|实现)?")
#: so many characters stand between a list and its sum at most
_SUM_NEAR = 14
_OF_IT = re.compile(r"其中[，,：:]?$")
_LEVELS = ("国家级", "省级", "市级", "县级", "区级")
_SUM_AFTER = re.compile(
    r"(?:等)?[，,；]?(?:三者|两者|几项|以上)?(?:合计|共计|总计|一共|共|合起来)(?:达|为|有|[\u4e00-\u9fff]{2})?$"
)
#: 三大主导产业合计: so many members of the list, from its first on
_SO_MANY = re.compile(r"(?:前|以?上述?|这)?(?P<count>[两二三四五六七八])(?:大|个|类|项|家|者)")
_HAN_COUNT = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_YEARS = re.compile(r"(?P<first>20\d\d)年?[至到—\-~～－](?P<last>20\d\d)年")
_REST = re.compile(r"其他|其它|其余|及其他")
#: a bar; 规模以上 and 限额以上 are kinds of firms
_NESTED = re.compile(r"(?<!规模)(?<!限额)以上|以下|超|突破|不低于|以内")
#: kinds of one thing that a list names one by one; words of one family are alternatives
_FAMILIES = tuple(frozenset(words.split()) for words in (
    "新开工 续建 竣工 在建 竣工投产 投产 新建 开工", "出口 进口 出口总额 进口总额", "幼儿园 小学 初中 高中", "企业 个体工商户 "
    "农民专业合作社 合作社",
    "厂房 公寓 商业 办公", "男 女", "工业 农业 服务业 建筑业 商贸业",
))


@dataclass(frozen=True, slots=True)
class Partition:
    """A total with its parts. whole: the list says that it names all of the total (按…分, 合计, 其他)."""

    total: Quantity
    parts: tuple[Quantity, ...]
    whole: bool = False

    @property
    def added(self) -> Decimal:
        """The sum of the parts in the unit of their dimension."""
        return sum((one.base or Decimal(0) for one in self.parts), Decimal(0))

    @property
    def nested(self) -> bool:
        """Whether the parts are bars one inside the other (亿元以上, 10亿元以上), so that they never add up."""
        return sum(bool(_NESTED.search(one.indicator)) for one in self.parts) > 1 and not any("~" in one.indicator for one in self.parts)

    @property
    def alike(self) -> bool:
        """Whether the parts are named as alternatives of one kind: 外贸航线 and 内贸航线, 新开工 and 续建."""
        names = [_bare(one.indicator) for one in self.parts]
        if any(not name for name in names):
            return False
        if any(all(any(name.endswith(word) or name.startswith(word) for word in family) for name in names) for family in _FAMILIES):
            return True
        return len({name[-1] for name in names}) == 1 or len({name[0] for name in names}) == 1

    @property
    def opposed(self) -> bool:
        """Whether two parts are named as the halves of one thing: names of one length that share half their characters, 新开工 and 续建."""
        names = [one.indicator for one in self.parts]
        if any(all(any(name.endswith(word) for word in family) for name in names) for family in _FAMILIES[:2]):
            return True
        shared = sum(len(set(column)) == 1 for column in zip(*names, strict=False))
        return len({len(name) for name in names}) == 1 and 2 * shared >= len(names[0]) > 0


def _bare(name: str) -> str:
    """A name without what all names of such a list share: 外资项目 and 内资项目 differ in 外资 and 内资."""
    return re.sub(r"(?:数|总额|面积|项目|企业|平台|机构|人员|资金|投资)$", "", name)


def partitions(context: CheckContext) -> Iterator[Partition]:
    """All totals with two parts or more whose figures are exact."""
    members: dict[int, list[Quantity]] = {}
    for one in context.quantities:
        if one.parent >= 0 and (one.change == "level" or (one.change == "increase" and not one.compare)):
            members.setdefault(one.parent, []).append(one)
    for start, parts in members.items():
        total = context.by_start.get(start)
        if total is not None and _usable(total) and len(parts) > 1 and all(map(_usable, parts)):
            same = [one for one in parts if one.dimension == total.dimension and one.role == parts[0].role]
            if len(same) == len(parts) and not is_average(context, total):
                yield Partition(total, tuple(parts), _by_level(total, parts) or any(_REST.search(one.indicator) for one in parts))
    for listed in line_lists(context):
        parts = [part for part, _ in listed.rows]
        added = sum((one.base or Decimal(0) for one in parts), Decimal(0))
        # 1—11月789.6亿元；预计全年863.4亿元。其中： the parts are of one of the two
        if listed.totals and all(one.base != added for one in listed.totals):
            yield Partition(listed.totals[-1], tuple(parts), listed.whole)
    earlier: tuple[Quantity, ...] = ()
    for figures in context.figures_by_sentence:
        if earlier and "\n" in context.text[earlier[-1].end : figures[0].start]:
            earlier = ()
        for run in _comma_runs(context, figures):
            found = _added_up(context, run, figures)
            if found is not None:
                yield found
        for run in (*_runs(context, figures), *_second_runs(context, figures)):
            some = _added_up(context, run, figures)
            if some is not None and len(some.parts) < len(run):
                yield some
            found = _total_of(context, run, figures, earlier)
            if found is not None and not is_average(context, found.total):
                yield found
        earlier = (*earlier[-12:], *figures)


def _by_level(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """市级以上绿色工厂 by 国家级, 省级, 市级: every level from the lowest one named is there."""
    name = total.indicator.replace("及以上", "以上")
    lowest = next((at for at, level in enumerate(_LEVELS) if f"{level}以上" in name), None)
    if lowest is None:
        return False
    named = {at for at, level in enumerate(_LEVELS) for one in parts if level in one.indicator}
    return named == set(range(lowest + 1))


def _usable(one: Quantity) -> bool:
    # 比年初目标少2个 tells how far off something is, it is neither a part nor a total
    off = one.change == "increase" and bool(one.compare)
    return exact(one) and bool(one.dimension) and one.role != "previous" and not off


def is_average(context: CheckContext, total: Quantity) -> bool:
    """Whether a figure is told per head, per household, per mu, or as the excess over a plan: it has no parts."""
    if total.indicator.startswith("超"):
        # 超计划8个 is a distance
        return True
    return "每" in total.indicator or "均" in total.indicator or "均" in context.text[max(0, total.start - 4) : total.start]


def _runs(context: CheckContext, figures: Sequence[Quantity]) -> Iterator[tuple[Quantity, ...]]:
    """Figures of one dimension in one list with 、 between, each with its own name or shared out by 分别."""
    run: list[Quantity] = []
    for one in figures:
        if one.threshold:
            continue
        if run and not (_usable(one) and one.dimension == run[-1].dimension and _listed(context, run[-1], one)):
            if len(run) > 1:
                yield tuple(run)
            run = []
        if _usable(one) and one.change in ("level", "increase"):
            run.append(one)
        else:
            run = []
    if len(run) > 1:
        yield tuple(run)


def _comma_runs(context: CheckContext, figures: Sequence[Quantity]) -> Iterator[tuple[Quantity, ...]]:
    """Lists whose members stand in clauses of their own: 国家级14个、省级83个，市级156个，共计253个."""
    run: list[Quantity] = []
    mixed = False
    for one in figures:
        if run:
            between = context.text[run[-1].end : one.start]
            item = bool(_ITEM.match(between)) and not _SUM_AFTER.search(between) and "其中" not in between
            if not (_usable(one) and one.dimension == run[-1].dimension and (item or _listed(context, run[-1], one))):
                if len(run) > 1 and mixed:
                    yield tuple(run)
                run, mixed = [], False
            mixed = mixed or item
        if _usable(one) and one.change in ("level", "increase") and not one.threshold:
            run.append(one)
        else:
            run, mixed = [], False
    if len(run) > 1 and mixed:
        yield tuple(run)


def _second_runs(context: CheckContext, figures: Sequence[Quantity]) -> Iterator[tuple[Quantity, ...]]:
    """The second measures of a list of pairs: 一期12栋1280套、二期8栋860套."""
    second = [two for one, two in pairwise(figures) if one.end == two.start and one.dimension != two.dimension and _usable(two)]
    firsts = {two.start: one for one, two in pairwise(figures)}
    run: list[Quantity] = []
    for one in second:
        beside = firsts[one.start]
        between = context.text[run[-1].end : beside.start] if run else ""
        if run and (run[-1].dimension != one.dimension or not between.startswith("、") or len(between) > 16):
            if len(run) > 1:
                yield tuple(run)
            run = []
        run.append(one)
    if len(run) > 1:
        yield tuple(run)


def _listed(context: CheckContext, left: Quantity, right: Quantity) -> bool:
    between = context.text[left.end : right.start]
    if _ITEM.match(between) and left.subject_end <= left.start and right.subject_end <= right.start and not _SUM_AFTER.search(between):
        return left.parent >= 0 or "其中" in context.text[max(0, left.start - 60) : left.start]
    return len(between) <= 24 and between[:1] in ("、", "和", "及", "与") and not any(mark in between for mark in "，；。：,;")


def _total_of(
    context: CheckContext, run: tuple[Quantity, ...], figures: Sequence[Quantity], earlier: Sequence[Quantity]
) -> Partition | None:
    text = context.text
    first = run[0]
    added = _added_up(context, run, figures)
    if added is not None and len(added.parts) == len(run):
        return added
    if first.parent >= 0:
        # 其中高级工400人，中级工1200人: only the first of the clauses was linked to the total
        total = context.by_start.get(first.parent)
        loose = total is not None and _usable(total) and any(one.parent < 0 for one in run)
        return Partition(total, run, any(_REST.search(one.indicator) for one in run)) if loose and total is not None else None
    begin = context.clause_start(first.start, "，；：,") - 1
    if begin < 0:
        return None
    head = text[max(0, begin - 40) : begin + 1]
    alike = [one for one in (*earlier, *figures) if one.start < first.start and one.dimension == first.dimension]
    # a part of an earlier list is no total of a later one
    before = [one for one in alike if _usable(one) and one.parent < 0 and one.change in ("level", "increase")]
    rest = any(_REST.search(one.indicator) for one in run) or _every_year(text[begin + 1 : first.start], run)
    if _SORTED.search(head):
        total = _opening(context, before, run)
        return Partition(total, run, True) if total is not None else None
    if _OF_IT.search(text, max(0, begin - 3), begin + 1) or _OF_IT.search(text, begin + 1, begin + 3):
        # 。其中，…: the total stands in the sentence before
        total = _opening(context, before, run)
        return Partition(total, run, rest) if total is not None else None
    noun = _HEAD.search(head)
    if noun is None or noun["noun"].endswith("其"):
        return None
    inside = [one for one in before if one.start >= begin + 1 - len(noun["noun"]) - 2]
    named = [one for one in before if one.indicator and _names(noun["noun"], one)]
    chosen = inside or named
    return Partition(chosen[-1], run, rest) if chosen else None


def _every_year(words: str, run: Sequence[Quantity]) -> bool:
    """Whether the list has a member for every year that its words name: 2016年至2020年分别完成…, five of them."""
    span = _YEARS.search(words)
    return span is not None and int(span["last"]) - int(span["first"]) + 1 == len(run)


def _added_up(context: CheckContext, run: tuple[Quantity, ...], figures: Sequence[Quantity]) -> Partition | None:
    """The list with the sum told behind it: …，合计1333亿元."""
    text = context.text
    first, last = run[0], run[-1]
    following = next((one for one in figures if one.start > last.start and one.dimension == first.dimension), None)
    if following is None or not _usable(following) or following.change not in ("level", "increase"):
        return None
    words = text[last.end : following.start]
    told = _SUM_AFTER.search(_PAIRED.sub("", words)) and "累计" not in words
    again = _AGAIN.search(words) if first.joint >= 0 or "先后" in text[max(0, first.start - 12) : first.start] else None
    told = told or (again is not None and again["verb"] in text[max(0, first.start - 12) : first.start])
    quarters = first.joint >= 0 and _QUARTERS.match(words) and "季度" in text[max(0, first.start - 20) : first.start]
    if len(words) > _SUM_NEAR or not (told or quarters):
        return None
    counted = _SO_MANY.search(words)
    count = _HAN_COUNT[counted["count"]] if counted is not None and _REST.search(last.indicator) else len(run)
    # 三大产业合计 behind three named ones and the others is of the three
    return Partition(following, run[:count], True) if 1 < count <= len(run) else None


def _opening(context: CheckContext, before: Sequence[Quantity], run: Sequence[Quantity]) -> Quantity | None:
    """The total that a 按…分 speaks of: the one that the parts add up to, else the first larger than every part in the nearest sentence."""
    largest = max(one.base or Decimal(0) for one in run)
    fit = [one for one in before if (one.base or Decimal(0)) > largest]
    added = sum((one.base or Decimal(0) for one in run), Decimal(0))
    exactly = [one for one in fit if one.base == added]
    if exactly or not fit:
        return exactly[-1] if exactly else None
    cut = context.sentence_start(fit[-1].start)
    return next(one for one in fit if one.start >= cut)


def _names(noun: str, one: Quantity) -> bool:
    name = re.sub(r"^(?:实现|完成|新|全年|全区)+|数$", "", one.indicator)
    bare = re.sub(r"^(?:在|这些|全部|上述|这|\d+[个家项件])+", "", noun)
    return len(bare) >= 2 and (bare in one.indicator or (len(name) >= 2 and name in bare))
