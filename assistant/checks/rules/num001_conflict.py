"""同一数字前后不一

查什么：
同一指标、同一时期、同一口径在文中出现两次而数值不同：总结里的年末数与思路里的起点数（由97家增加到…写成由94家）、
前面的“入园企业146家”与后面的“164家入园企业”、概述与分项里同一个主要指标的数值和增幅。
为什么：
一个数改了，别处的同一个数没有跟着改；审稿的人只看一处看不出来。
错例：
目前，园区入园企业146家。班子成员对164家入园企业开展全覆盖走访。
正例：
目前，园区入园企业146家。班子成员对146家入园企业开展全覆盖走访，58家入园企业完成技术改造。
出处：
实践。名称相同而只是其中一部分的数不算矛盾，所以只报数字颠倒、错一位、部分大于全部和起点对不上的情形。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.arithmetic import exact, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.mentions import Mention, mention_of, pairs_of_one_name, same_unit, turned_pairs
from assistant.checks.retold import goals_again, ranks_again, shares_again
from assistant.checks.rule import Rule
from assistant.checks.slips import digits, slip_of
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.reference.tables import indicator

RULE = Rule("NUM001", "conflict", "numbers", "error")

#: rows that a report fills many times over: a figure a project, a meeting, a case
_MANY = frozenset(("I033", "I034", *(f"I0{number}" for number in range(45, 57)), "I061", "I099", "I100", "I101", "I106", "I107", "I108",
                   "I109", "I110", "I120", "I121", "I122", "I123", "I128", "I129", "I130", "I131", "I133", "I134", "I135", "I136"))
_YEAR_BEFORE = ("", "同比", "上年", "去年", "上年同期", "去年同期")
_OTHER_PACE = re.compile(r"累计|年均|每年|平均|环比|两年|名义|可比|现价|不变价|同口径|剔除|扣除")
#: in front of a growth: it is counted in other prices or another currency
_OTHER_MEASURE = re.compile(r"可比|现价|不变价|名义|口径|[元币吨]计|量计|值计|剔除|扣除")
_DEFINITE = re.compile(r"(?:对|全部|所有|这|上述|确保|该)$")
_ALL = re.compile(r"[^，。；\n]{0,12}(?:中[，,]|全部|均|都|全覆盖|逐一)")
_OF_THEM = re.compile(r"[\u4e00-\u9fff“”]{2,10}中(?:，|有|尚|仍|还|已)")
_MANY_DIGITS = 4
_OPENING = re.compile(r"(?:[，。；：\n]|是|全区|这|上述|现有)$")
_HEADS = "项目|企业|单位|人员|问题|村|工程|平台|党组织|机构|事项|产品|品种"
_HEAD_NOUN = re.compile(rf"(?P<noun>[\u4e00-\u9fff“”]{{0,10}}?(?P<head>{_HEADS}))中[，,有]")
#: at the head of a sentence: 58个项目年度计划投资95亿元 takes up all of them
_TAKEN_UP = re.compile(rf"(?P<noun>(?P<head>{_HEADS}))(?:年度|全年|共|总|计划|已全部|全部|均)")
_HEAD_OF_THOSE = re.compile(rf"(?P<head>{_HEADS})中[，,]?")
_DONE_TO = re.compile(r"(?P<verb>签约|引进|落地|开工|在建|实施|受理|获批|立项|签订|入驻|认定|完成|排查|竣工)的$")
_COMMON = frozenset((
    "规模", "以上", "工业", "总产", "产值", "完成", "收入", "投资", "利用", "实际", "总额", "企业", "项目", "增加", "加值", "产业",
    "重点", "主要", "全区", "业总",
    "额以", "上工", "用地",
))


def check(context: CheckContext) -> Iterator[Finding]:
    """Starting points of the plan, headline indicators, and names mentioned again with another number."""
    found: set[int] = set()
    for finding in (
        *_starting_points(context), *_headlines(context), *_growths(context), *_named_again(context), *_among(context),
        *_told_as_problem(context), *_turned(context), *_of_those(context), *_retold(context),
    ):
        if finding.start not in found:
            found.add(finding.start)
            yield finding


def _retold(context: CheckContext) -> Iterator[Finding]:
    """Shares, goals and ranks that are told a second time in another form."""
    for pairs in (shares_again(context), goals_again(context), ranks_again(context)):
        for one, before, what in pairs:
            yield _finding(context, one, before, f"{what}前文为{shown(before)}，此处写作{shown(one)}", sure=not one.chinese)


def _states(one: Quantity) -> bool:
    return exact(one) and one.change == "level" and bool(one.dimension) and one.dimension != "%"


def _starting_points(context: CheckContext) -> Iterator[Finding]:
    """力争由94家增加到110家 in the plan against the year-end number of the summary."""
    plans = [region for region in context.regions if region.part == "plan"]
    ends: dict[tuple[str, str, str], list[Quantity]] = {}
    starts: list[Quantity] = []
    for one in context.quantities:
        if any(region.start <= one.start < region.end for region in plans):
            if one.change == "from" and exact(one) and one.period_from != "clause" and one.dimension:
                starts.append(one)
        elif exact(one) and one.change in ("level", "rate") and one.role in ("actual", "forecast") and one.parent < 0:
            ends.setdefault(_key(one), []).append(one)
    for start in starts:
        known = ends.get(_key(start), [])
        # the number after 增加到, or the total, is the one the year ended with
        reached = [one for one in known if one.start in context.starts or one.cumulative] or known
        if not start.indicator or len({one.base for one in reached}) != 1 or (not start.indicator_id and len(start.indicator) < 4):
            continue
        context.compare((start, *reached))
        last = reached[-1]
        if not (stands_for(start).low <= stands_for(last).high and stands_for(last).low <= stands_for(start).high):
            yield _finding(context, start, last, f"{last.indicator}前文为{shown(last)}，此处起点写作{shown(start)}")


def _key(one: Quantity) -> tuple[str, str, str]:
    """What a figure is a figure of."""
    return one.indicator_id or one.indicator, one.scope, one.dimension


def _headlines(context: CheckContext) -> Iterator[Finding]:
    """Headline indicators of the table told twice for one time."""
    usable = [one for one in context.quantities if _states(one) and one.indicator_id and one.indicator_id not in _MANY
              and one.role in ("actual", "forecast") and one.parent < 0 and one.joint < 0 and one.bound == ""
              and (one.verb in ("", "累计") or (one.start in context.starts and one.verb.endswith(("到", "至"))))]
    first: dict[tuple[object, ...], Quantity] = {}
    for one in usable:
        told = first.setdefault((*_key(one), one.cumulative, *_months(one)), one)
        if told is not one:
            context.compare((told, one))
            yield from _headline(context, told, one)


def _months(one: Quantity) -> tuple[object, ...]:
    """The time of a figure; where nothing is said it is the year of the report."""
    period = one.period
    kind = "year" if period.kind == "unknown" else period.kind
    return kind, period.year, period.first_month, period.last_month, period.last_year


def _headline(context: CheckContext, one: Quantity, other: Quantity) -> Iterator[Finding]:
    left, right = stands_for(one), stands_for(other)
    if left.meets(right) or one.base is None or other.base is None or one.unit != other.unit:
        return
    row = indicator(one.indicator_id)
    slip = slip_of(one, other)
    near = abs(one.base - other.base) / max(one.base, other.base)
    if slip or (near < 1 / 10 and row is not None and row.kind == "flow"):
        yield _finding(context, other, one, f"{one.indicator}前文为{shown(one)}，此处写作{shown(other)}", sure=bool(slip))


def _named_again(context: CheckContext) -> Iterator[Finding]:
    """One name, one unit, two numbers that a slip of the pen would explain, or a part larger than what it is part of."""
    mentions = [mention_of(context, one) for one in context.quantities if _states(one) and one.role != "previous"]
    for first, second, name in pairs_of_one_name(mentions):
        one, other = first.figure, second.figure
        if not same_unit(one, other) or one.start in context.starts or other.start in context.starts:
            continue
        if one.base == other.base:
            context.compare((one, other))
            continue
        if one.scope != other.scope or one.parent >= 0 or other.parent >= 0 or _another_time(one, other):
            continue
        message = f"“{name}”前文为{shown(one)}，此处写作{shown(other)}"
        slip = slip_of(one, other)
        back = second.after.startswith(name)
        if back and (slip or _more_than_all(context, first, second, name) or _taken_up(context, mentions, first, second, name)):
            context.compare((one, other))
            yield _finding(context, other, one, message)
        elif (one.role == "target") != (other.role == "target"):
            continue
        elif slip and (len(digits(one)) > (2 if slip == "turned" else 3) or (slip == "turned" and one.decimals and len(name) > 4)):
            yield _finding(context, other, one, message, sure=False)


def _turned(context: CheckContext) -> Iterator[Finding]:
    """党员1126名 and 1162名党员: one thing in two sentences, the same four digits or more in another order."""
    usable = [one for one in context.quantities if _states(one) and one.role != "previous" and one.start not in context.starts]
    for first, second in turned_pairs([mention_of(context, one) for one in usable if len(digits(one)) > 2]):
        one, other = first.figure, second.figure
        if len(digits(one)) < _MANY_DIGITS and not _OF_THEM.match(context.text, other.end):
            # three digits may meet by chance, but not where the second takes up a total: 2840亩已征土地中尚有615亩
            continue
        apart = context.sentence_start(one.start) != context.sentence_start(other.start)
        told_alike = (one.role == "target") == (other.role == "target") and one.scope == other.scope
        begin = max(context.sentence_start(other.start), other.start - 24)
        around = f"{context.text[begin : other.start]} {second.words}"
        if apart and told_alike and not _another_time(one, other) and _shares(around, first.words):
            context.compare((one, other))
            yield _finding(context, other, one, f"与前文的{shown(one)}像是同一个数，此处写作{shown(other)}（数字颠倒）", sure=False)


def _another_time(one: Quantity, other: Quantity) -> bool:
    if one.period.year and other.period.year and one.period.year != other.period.year:
        # 确保31.6亿元到期债务按时偿付 in the plan speaks of what the summary told
        return not (other.role == "target" and other.period_from in ("", "sentence"))
    return False


def _more_than_all(context: CheckContext, first: Mention, second: Mention, name: str) -> bool:
    """对164家入园企业开展全覆盖走访 with 146 of them in all: a named part can't be more than the whole."""
    one, other = first.figure, second.figure
    if not first.before.endswith(name) or one.role != other.role or (other.base or 0) <= (one.base or 0):
        return False
    definite = _DEFINITE.search(context.text, max(0, other.start - 3), other.start) or _ALL.match(context.text, other.end)
    return bool(definite) and (other.base or 0) < 2 * (one.base or 0)


def _taken_up(context: CheckContext, mentions: Sequence[Mention], first: Mention, second: Mention, name: str) -> bool:
    """37家孵化载体中 with 31 of them in all: what opens a clause and is followed by 中 is the total told before, and told once."""
    one, other = first.figure, second.figure
    if not first.before.endswith(name) or one.role != other.role or one.verb or not context.text.startswith(f"{name}中", other.end):
        return False
    if not _OPENING.search(context.text, max(0, other.start - 4), other.start):
        return False
    others = [each for each in mentions if each.before.endswith(name) or each.after.startswith(name)]
    return all(each is second or each.figure.base == one.base for each in others)


def _among(context: CheckContext) -> Iterator[Finding]:
    """63个签约项目中 against the total of the paragraph that it takes up."""
    earlier: list[Quantity] = []
    last_end = 0
    for figure in context.quantities:
        if "\n" in context.text[last_end : figure.start]:
            earlier = []
        earlier = earlier[-40:]
        last_end = figure.end
        head = _HEAD_NOUN.match(context.text, figure.end, figure.end + 20) if _states(figure) else None
        if head is None and _states(figure) and context.text[figure.start - 1 : figure.start] in ("。", "\n"):
            head = _TAKEN_UP.match(context.text, figure.end)
        if head is not None:
            same = [one for one in earlier if one.dimension == figure.dimension and one.role != "previous"]
            alike = [one for one in same if one.indicator.endswith(head["head"])]
            if alike and all(one.base != figure.base for one in alike):
                turned = [one for one in alike if slip_of(one, figure) or _one_digit(one, figure)]
                totals = [one for one in alike if one.parent < 0]
                if len(totals) == 1 and totals[0] in turned:
                    context.compare((figure, totals[0]))
                    yield _finding(context, figure, totals[0], f"前文{totals[0].indicator}为{shown(totals[0])}，此处写作{shown(figure)}")
            elif alike:
                context.compare((figure, *(one for one in alike if one.base == figure.base)))
        if _states(figure):
            earlier.append(figure)


def _of_those(context: CheckContext) -> Iterator[Finding]:
    """签约的15个项目中 against the 签约项目51个 told before, wherever that stands."""
    for figure in context.quantities:
        head = _HEAD_OF_THOSE.match(context.text, figure.end) if _states(figure) and figure.role != "previous" else None
        done = _DONE_TO.search(context.text, max(0, figure.start - 5), figure.start) if head else None
        if head is None or done is None:
            continue
        told = [
            one for one in context.quantities
            if one.start < figure.start and _states(one) and one.dimension == figure.dimension and one.parent < 0
            and one.role == figure.role and done["verb"] in one.indicator and re.search(rf"{head['head']}数?$", one.indicator)
        ]
        context.compare((figure, *told))
        if len(told) == 1 and told[0].base != figure.base and (slip_of(told[0], figure) or _one_digit(told[0], figure)):
            yield _finding(context, figure, told[0], f"前文{told[0].indicator}为{shown(told[0])}，此处写作{shown(figure)}")


def _growths(context: CheckContext) -> Iterator[Finding]:
    """One indicator, one year, one base, two growth rates."""
    rates: dict[tuple[object, ...], Quantity] = {}
    for one in context.quantities:
        row = indicator(one.indicator_id) if one.indicator_id else None
        ratio = one.change == "rate" and row is not None and row.kind == "ratio" and row.id not in _MANY
        if not exact(one) or row is None or one.dimension != "%" or one.role not in ("actual", "forecast") or one.joint >= 0:
            continue
        if not ratio and (one.change != "growth" or one.compare not in _YEAR_BEFORE or _OTHER_PACE.search(one.verb)):
            continue
        if not ratio and _OTHER_MEASURE.search(context.text, max(context.sentence_start(one.start), one.start - 16), one.start):
            continue
        key = (one.indicator_id, one.scope, one.change, _months(one), _named_here(context, one))
        first = rates.setdefault(key, one)
        if first is not one and _named_here(context, one):
            context.compare((first, one))
            if first.value != one.value or first.sign != one.sign:
                what = "" if ratio else "增幅"
                yield _finding(
                    context, one, first, f"{one.indicator}{what}前文为{shown(first)}，此处写作{shown(one)}", sure=bool(slip_of(first, one)),
                )


def _named_here(context: CheckContext, one: Quantity) -> bool:
    """Whether the figure, or the level it speaks of, stands right behind its name: not one of a part or of another place."""
    level = context.level_of(one) or one
    return level.parent < 0 and level.subject_end > level.subject_start and level.start - level.subject_start < 30


def _told_as_problem(context: CheckContext) -> Iterator[Finding]:
    """外资利用规模下滑，全年同比下降6.3% among the problems, where the summary says 实际使用外资同比下降3.6%."""
    problems = [region for region in context.regions if region.part == "problems"]
    if not problems:
        return
    rates = [one for one in context.quantities if one.change == "growth" and exact(one) and one.role == "actual"]
    inside = [one for one in rates if any(region.start <= one.start < region.end for region in problems)]
    for one in inside:
        words = context.text[context.clause_start(one.start, "；：") : one.start]
        for other in rates:
            if other in inside or other.sign != one.sign or not other.indicator or not _shares(words, other.indicator):
                continue
            if slip_of(other, one) or _one_digit(other, one):
                context.compare((one, other))
                yield _finding(context, one, other, f"{other.indicator}前文增减{shown(other)}，此处写作{shown(one)}", sure=False)
                break


def _shares(words: str, name: str) -> bool:
    """Whether words tell of the thing a name names: they share two characters that not every name has."""
    return any(name[at : at + 2] in words for at in range(len(name) - 1) if name[at : at + 2] not in _COMMON)


def _one_digit(one: Quantity, other: Quantity) -> bool:
    left, right = f"{one.value:f}", f"{other.value:f}"
    return len(left) == len(right) > 1 and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def _finding(context: CheckContext, here: Quantity, there: Quantity, message: str, *, sure: bool = True) -> Finding:
    return context.finding(
        RULE, here.start, _noun_end(context, here), message, suggestion="核对两处，以准确的为准", severity="error" if sure else "warning",
        related=[context.related(there.start, there.end, "另一处")],
    )


def _noun_end(context: CheckContext, one: Quantity) -> int:
    return one.subject_end if one.end < one.subject_end <= one.end + 10 and one.subject_start >= one.end else one.end

