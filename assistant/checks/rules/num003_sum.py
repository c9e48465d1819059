"""分项之和与合计不符

查什么：
“其中”“按…分”“…中，”之后逐项列出的分项相加是否等于总数；“分别为…，合计…”是否相加得来；总数减去已列部分是否等于“其余”；
三次产业结构相加是否为100；出口加进口是否等于进出口总额，资产减负债是否等于净资产。
为什么：
分项由各科室报来、总数另有出处，一处改了另一处常常没改；审稿人一加便知，自己却很少再加一遍。
错例：
全区共有规上工业企业213家，其中大型企业9家、中型企业46家、小微型企业156家。
正例：
全区共有规上工业企业213家，其中大型企业9家、中型企业46家、小微型企业158家；入库科技型中小企业168家，其中有研发机构的26家。
出处：
各分项之和等于总数（统计平衡关系）。“其中”未必列全，只在列出的各项看来就是全部时才核；四舍五入引起的尾差不报（实践）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.checks.arithmetic import exact, in_unit_of, shown
from assistant.checks.context import CheckContext
from assistant.checks.partitions import Partition, partitions
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import factor, plain

RULE = Rule("NUM003", "sum", "numbers", "error")

_HALF = Decimal("0.5")
_STRUCTURE = re.compile(r"(?:三次产业|一二三产业?|三产)(?:结构|比例|占比|比)[^。；\n]{0,80}")
_TRIPLE = re.compile(r"(?P<a>\d+(?:\.\d+)?) ?[:：∶] ?(?P<b>\d+(?:\.\d+)?) ?[:：∶] ?(?P<c>\d+(?:\.\d+)?)")
_REST = re.compile(r"(?:其余|剩余|余下|结余|尚余|还剩|尚有|未使用|未完成|闲置|空置|待售|待租)(?:的)?(?:为)?$")
_OTHERS = re.compile(r"其他|其它|其余")
#: two names that share out all there is
_HALVES = (("出口", "进口"), ("男", "女"), ("内贸", "外贸"))
#: the whole and its two parts, by the names of the table or as written; the second is taken off where the sign is -1
_EQUATIONS = (("进出口总额", "出口总额", "进口总额", 1), ("净资产", "资产总额", "负债总额", -1), ("所有者权益", "资产总额", "负债总额", -1),
              ("贸易顺差", "出口总额", "进口总额", -1), ("一般公共预算收入", "税收收入", "非税收入", 1))
_OPPOSED = re.compile(
    r"(?P<all>\d(?<![\d.]\d)\d{0,5})(?P<unit>[家户件个])(?:企业)?[，,](?:其中)?(?:实现)?(?P<good>盈利|合格)(?:企业|产品)?(?P<one>\d{1,6})(?P=unit)"
    r"[，,、]不?(?:亏损|合格)(?:企业|产品)?(?P<other>\d{1,6})(?P=unit)"
)
#: what a project passes one after the other
_STAGES = ("接洽", "洽谈", "对接", "考察", "签约", "注册", "立项", "备案", "供地", "拿地", "开工", "竣工", "投产", "达产", "入规", "入统")
_A_FUNNEL = 2
#: kinds that leave each other out
_BESIDE_STAGES = re.compile(r"在建|续建|前期|新开工|[未待]")
#: taxes may be more than what stays with the zone: only a sum that nearly fits was meant
_MEANT = Decimal("0.15")
#: kinds that share members or leave many out, so that a list of two or three is seldom all
_OPEN = re.compile(r"税$|税收|博士|硕士|本科|学历|职称|女|少数民族|岁|党员|高级|国有|民营|民间|投资$|优秀|重点|重大|骨干|主要|领军|龙头|等")


def check(context: CheckContext) -> Iterator[Finding]:
    """Lists of parts, remainders, structures and balances that do not add up."""
    seen: set[tuple[int, int]] = set()
    found = list(partitions(context))
    # 7条17.6公里，其中新建3条…、改造4条…: where the counts add up, the lengths beside them have to
    complete = {tuple(part.end for part in one.parts) for one in found if one.added == one.total.base}
    # a part of a list that adds up is no part of a second list of the same total: 缝纫工280人、木工105人，取得证书的341人
    taken = {(one.total.start, part.start): one for one in found if one.added == one.total.base for part in one.parts}
    for one in found:
        key = (one.total.start, one.parts[0].start)
        if key not in seen and all(taken.get((one.total.start, part.start), one) is one for part in one.parts):
            seen.add(key)
            beside = tuple(part.start for part in one.parts) in complete
            yield from _partition(context, replace(one, whole=True) if beside else one)
    for figures in context.figures_by_sentence:
        yield from _rest(context, figures)
        yield from _shares(context, figures)
    yield from _structure(context)
    yield from _equations(context)
    yield from _opposites(context)


def _partition(context: CheckContext, one: Partition) -> Iterator[Finding]:
    total, parts = one.total, one.parts
    if one.nested or _funnel(context, parts):
        return
    difference = one.added - (total.base or Decimal(0))
    context.compare((total, *parts))
    if abs(difference) <= _tolerance(total, parts) or not _sure(one, difference) or _some_of_them(one):
        return
    if _no_whole(context, parts):
        return
    start = parts[-1].subject_start if 0 < parts[-1].start - parts[-1].subject_start < 16 else parts[-1].start
    terms = "＋".join(plain(part.value or Decimal(0)) for part in parts)
    unit = in_unit_of(one.added, total)
    yield context.finding(
        RULE, start, parts[-1].end, f"合计{shown(total)}，分项之和为{unit}（{terms}）", suggestion="核对合计和各分项",
        related=[context.related(total.start, total.end, "合计"),
                 *(context.related(part.start, part.end, "分项") for part in parts[:-1])],
    )


def _funnel(context: CheckContext, parts: Sequence[Quantity]) -> bool:
    """已对接86个、签约32个、开工18个: fewer at every further stage, each among those of the stage before."""
    words = [context.text[context.clause_start(part.start, "，。；：、\n") : part.start].removeprefix("其中") for part in parts]
    found = [next((at for at, stage in enumerate(_STAGES) if one.removeprefix("已").startswith(stage)), -1) for one in words]
    stages = [(stage, part.base or Decimal(0)) for stage, part in zip(found, parts, strict=True) if stage >= 0]
    if len(stages) < _A_FUNNEL or found[-1] < 0 or any(_BESIDE_STAGES.search(one) for one in words):
        return False
    return all(earlier[0] < later[0] and earlier[1] >= later[1] for earlier, later in pairwise(stages))


def _no_whole(context: CheckContext, parts: Sequence[Quantity]) -> bool:
    """Whether the shares printed for the parts say themselves that they are not all: 占比分别为39.5%、45.1%."""
    behind = context.figures_in(parts[-1].end, parts[-1].end + 120)
    told = [one.value for one in behind if one.change == "share" and one.value and one.joint >= 0]
    return len(told) == len(parts) and abs(sum(told, Decimal(0)) - 100) > 2


def _some_of_them(one: Partition) -> bool:
    """粤118个、浙64个、苏41个、其他63个，粤浙苏三省合计223个: the total is that of some neighbours in the list."""
    parts = one.parts
    if len(parts) < 3:
        return False
    return any(
        sum((part.base or Decimal(0) for part in parts[at:end]), Decimal(0)) == one.total.base
        for at in range(len(parts)) for end in range(at + 2, len(parts) + 1)
    )


def _tolerance(total: Quantity, parts: Sequence[Quantity]) -> Decimal:
    """What rounding allows: half a unit of the last printed digit for every part and for the total."""
    figures = (total, *parts)
    finest = max(one.decimals for one in figures)
    allowed = Decimal(0)
    for one in figures:
        unit = factor(one)
        if unit == 1 and not finest:
            continue
        # 10亿元 among figures with a decimal is as exact as they are
        allowed += _HALF.scaleb(-(one.decimals or finest)) * unit
    return allowed


def _sure(one: Partition, difference: Decimal) -> bool:
    """Whether the list was meant to be all of the total."""
    total = one.total.base or Decimal(0)
    share = abs(difference) / max(total, one.added) if total else Decimal(1)
    if _unit_slip(one):
        return True
    if one.whole:
        return share <= Decimal("0.85")
    if any(_OPEN.search(part.indicator) for part in one.parts if part.indicator != one.total.indicator):
        return difference > 0 and one.alike and share <= Decimal("0.2")
    slip = _one_slip(one, difference)
    if difference > 0:
        return share <= Decimal("0.6") and (one.alike or slip or share <= Decimal("0.2"))
    if one.opposed or (len(one.parts) > 2 and one.alike):
        return share <= Decimal("0.12") or (slip and share <= Decimal("0.5"))
    if one.alike or len(one.parts) > 2:
        return share <= Decimal("0.12")
    return share <= Decimal("0.08") and slip


def _unit_slip(one: Partition) -> bool:
    """Whether 万 written for 亿 in one part, or 亿 for 万, would explain the difference: 17.6亿元 of 11.2万元, 3.9亿元, 2.5亿元."""
    for part in one.parts:
        for times in (Decimal(10_000), Decimal("0.0001")):
            others = [each for each in (one.total, *one.parts) if each is not part]
            alone = all(each.unit != part.unit for each in others)
            if alone and one.added - (part.base or Decimal(0)) * (1 - times) == one.total.base:
                return True
    return False


def _one_slip(one: Partition, difference: Decimal) -> bool:
    """Whether one digit written wrong, or two in the wrong order, would explain the difference."""
    for figure, sign in ((one.total, 1), *((part, -1) for part in one.parts)):
        value = figure.value or Decimal(0)
        mended = value + sign * difference / factor(figure)
        if mended <= 0:
            continue
        old = f"{value:.{figure.decimals}f}"
        new = f"{mended:.{figure.decimals}f}"
        if Decimal(new) == mended and len(old) == len(new) and old != new:
            changed = sum(left != right for left, right in zip(old, new, strict=True))
            if changed == 1 or (changed == 2 and sorted(old) == sorted(new)):
                return True
    return False


def _rest(context: CheckContext, figures: Sequence[Quantity]) -> Iterator[Finding]:
    """其余18项 against the total and the part told before it."""
    for at, rest in enumerate(figures):
        word = _REST.search(context.text, max(0, rest.start - 6), rest.start) if exact(rest) else None
        if word is None:
            continue
        before = [one for one in figures[:at] if exact(one) and one.dimension == rest.dimension and one.change in ("level", "increase")]
        if len(before) != 2 or before[0].role != before[1].role:
            continue
        total, part = before
        left = (total.base or Decimal(0)) - (part.base or Decimal(0))
        if left <= 0:
            continue
        context.compare((total, part, rest))
        if left != rest.base:
            yield context.finding(
                RULE, word.start(), rest.end,
                f"{shown(total)}减{shown(part)}余{in_unit_of(left, rest)}，文中写作{word.group()}{shown(rest)}",
                suggestion="核对总数、已列数和其余数",
                related=[context.related(total.start, total.end, "总数"), context.related(part.start, part.end, "已列")],
            )


def _shares(context: CheckContext, figures: Sequence[Quantity]) -> Iterator[Finding]:
    """制造业、服务业、建筑业分别占56.3%、32.1%、15.6%: shares of one whole that come to a little more than all of it."""
    run: list[Quantity] = []
    for one in (*(figure for figure in figures if figure.change == "share"), None):
        if one is not None and exact(one) and (not run or (one.start - run[-1].end < 16 and _of_one_whole(run[-1], one))):
            run.append(one)
            continue
        added = sum((share.value or Decimal(0) for share in run), Decimal(0))
        # 其他 is all the rest, be it of one
        others = [one for one in run if _OTHERS.match(one.indicator)]
        rest = len(run) > 1 and others == run[-1:] and len({one.of or run[0].of for one in run}) == 1
        both = len(run) == len(_HALVES[0]) and any(all(map(str.startswith, (one.indicator for one in run), pair)) for pair in _HALVES)
        short = rest and Decimal(88) < added < Decimal("99.5")
        if ((len(run) > 2 or rest) and Decimal("100.5") < added < (130 if rest else 110)) or short or (both and 1 < abs(added - 100) < 16):
            context.compare(run)
            yield context.finding(
                RULE, run[-1].start, run[-1].end, f"各项占比相加为{plain(added)}%，{'超过' if added > 100 else '不到'}100%",
                suggestion="核对各项占比", severity="warning",
                related=[context.related(share.start, share.end, "占比") for share in run[:-1]],
            )
        run = [one] if one is not None and exact(one) else []


def _of_one_whole(left: Quantity, right: Quantity) -> bool:
    if right.joint >= 0 or right.of == left.of:
        return True
    return not right.of and (_OTHERS.match(right.indicator) is not None or any(right.indicator.startswith(two) for _, two in _HALVES))


def _structure(context: CheckContext) -> Iterator[Finding]:
    text = context.text
    triples = (triple for told in _STRUCTURE.finditer(text) for triple in _TRIPLE.finditer(text, told.start(), told.end()))
    for match in triples:
        added = sum((Decimal(match[name]) for name in "abc"), Decimal(0))
        if abs(added - 100) > Decimal("0.3") and added > 50:
            yield context.finding(
                RULE, match.start("a"), match.end(), f"三次产业结构{match['a']}∶{match['b']}∶{match['c']}相加为{plain(added)}，不是100",
                suggestion="核对三个比重",
            )


def _opposites(context: CheckContext) -> Iterator[Finding]:
    """规上工业企业146家，盈利112家，亏损44家: what cannot be both cannot be more than all."""
    for told in _OPPOSED.finditer(context.text) if "亏损" in context.text or "不合格" in context.text else ():
        total, one, other = (int(told[name]) for name in ("all", "one", "other"))
        if one + other > total > max(one, other):
            yield context.finding(
                RULE, told.start("other"), told.end(), f"{told['one']}与{told['other']}相加为{one + other}，多于总数{total}",
                suggestion="核对总数和两个数", related=[context.related(told.start("all"), told.end("all"), "总数")],
            )


def _equations(context: CheckContext) -> Iterator[Finding]:
    """Balances between named amounts of one sentence."""
    for figures in context.figures_by_sentence:
        if len(figures) < 3:
            continue
        named = {one.indicator: one for one in reversed(figures) if exact(one) and one.change == "level" and one.role != "previous"}
        for whole, first, second, sign in _EQUATIONS:
            total, one, other = named.get(whole), named.get(first), named.get(second)
            if total is None or one is None or other is None or len({total.dimension, one.dimension, other.dimension}) > 1:
                continue
            if total.parent >= 0 or len({(each.scope, each.role) for each in (total, one, other)}) > 1:
                continue
            listed = one.parent == total.start and other.parent == total.start
            if listed or one.start < total.start < other.start:
                # the taxes told before may be all that firms paid
                continue
            context.compare((total, one, other))
            added = (one.base or Decimal(0)) + sign * (other.base or Decimal(0))
            apart = abs(added - (total.base or Decimal(0)))
            if apart > _tolerance(total, (one, other)) and (whole != "一般公共预算收入" or apart < _MEANT * (total.base or Decimal(0))):
                word = "加" if sign > 0 else "减"
                yield context.finding(
                    RULE, total.start, total.end,
                    f"{shown(one)}{word}{shown(other)}为{in_unit_of(added, total)}，文中{whole}写作{shown(total)}",
                    suggestion="核对三个数",
                    related=[context.related(one.start, one.end, first), context.related(other.start, other.end, second)],
                )
