"""Whether a figure of a sentence is a figure of the notes: amount, kind of change, name, time, degree. One pair at a time."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from assistant.domain.quantity import Quantity
from assistant.engines.claims import NARROW, is_future
from assistant.engines.evidence import Known, content_of

Grade = Literal["rejected", "confirm"]
Problem = tuple[Grade, str, str]

_TINY = Decimal("0.000001")
_FALLS = re.compile(r"下降|减少|缩短|压缩|压减|降低|回落|收窄|减负|节约|节省")
_RISES = re.compile(r"增长|提高|上升|增加|扩大")
_GROWTH = {"growth", "increase", "points", "times-more"}
_FILLER = re.compile(r"全区|全市|我区|开发区|经开区|高新区|园区|今年|全年|累计|共|新|的|总|数|额|量|完成|实现|达到?|有|项目|企业|资金|工作")


#: what a project has from the first day on
_LASTING = re.compile(r"总投资|用地|占地|面积|规模|产能|装机")


def clause_around(text: str, start: int, end: int) -> str:
    """The stretch between commas that holds a figure."""
    left = max(text.rfind(mark, 0, start) for mark in "，。；\n") + 1
    ends = [at for at in (text.find(mark, end) for mark in "，。；\n") if at >= 0]
    return text[left : min(ends, default=len(text))]


def same_amount(one: Quantity, other: Quantity) -> bool:
    """Whether both are the same amount, whatever the unit it is written in; a missing unit agrees with any."""
    if one.value is None or other.value is None:
        return False
    if one.dimension and other.dimension and one.dimension != other.dimension:
        if {one.dimension, other.dimension} == {"平方米", "方"}:
            return one.unit == other.unit and one.value == other.value
        return False
    left, right = one.base if one.base is not None else one.value, other.base if other.base is not None else other.value
    apart = abs(left - right) > _TINY * max(Decimal(1), abs(left))
    # a number without any unit agrees with the same number in whatever unit
    if apart and (one.value != other.value or (one.unit and other.unit)):
        return False
    return (one.high or one.value) == (other.high or other.value) or (one.high is None) == (other.high is None)


def names_agree(one: Quantity, other: Quantity) -> bool | None:
    """Whether two figures are of the same thing: True, False, or None where one of them has no name."""
    if one.indicator_id and other.indicator_id:
        return one.indicator_id == other.indicator_id
    if not one.indicator or not other.indicator:
        return None
    left, right = one.indicator, other.indicator
    if left == right or left in right or right in left:
        return True
    bare_left, bare_right = _FILLER.sub("", left), _FILLER.sub("", right)
    if not bare_left or not bare_right:
        return None
    if bare_left in bare_right or bare_right in bare_left:
        return True
    pairs_left, pairs_right = content_of(bare_left) or {bare_left}, content_of(bare_right) or {bare_right}
    shared = len(pairs_left & pairs_right)
    return bool(shared) and shared * 2 >= min(len(pairs_left), len(pairs_right))


def surely_agree(one: Quantity, other: Quantity) -> bool:
    """Whether two figures have the same name beyond doubt: the same row of the reference table, or one name inside the other."""
    if one.indicator_id and other.indicator_id:
        return one.indicator_id == other.indicator_id
    left, right = one.indicator, other.indicator
    return bool(left and right) and (left == right or (min(len(left), len(right)) > 2 and (left in right or right in left)))


def problems(quantity: Quantity, known: Known, clause: str, part: str) -> list[Problem]:
    """What is wrong with writing the known figure as this quantity, names apart. `clause` is the stretch around the quantity."""
    fact = known.quantity
    found: list[Problem] = []
    kind = _kind_problem(quantity, fact)
    if kind:
        found.append(("rejected", "kind", kind))
    # 缩短办理时间20天: a word of falling that stands further off
    falls = fact.sign < 0 and _FALLS.search(clause) and not _RISES.search(clause)
    if quantity.sign != fact.sign and not falls and (quantity.change in _GROWTH or fact.change in _GROWTH):
        found.append(("rejected", "direction", f"素材是{_way(fact)}，稿中写成了{_way(quantity)}"))
    time = _time_problem(quantity, fact)
    if time:
        found.append(("rejected", "period", time))
    if fact.approximate and not quantity.approximate and not quantity.bound:
        found.append(("rejected", "hedge", f"素材是约数（{fact.quote}），稿中去掉了“约”“左右”一类的词"))
    if fact.bound and not quantity.bound and not quantity.approximate:
        found.append(("rejected", "hedge", f"素材有“以上”“超”一类的限定（{fact.quote}），稿中没有"))
    if part != "plan" and quantity.role == "actual":
        # the word may stand a clause before: then it is not sure that it governs this figure (12月拟开工，总投资18亿元)
        near = is_future(clause_around(known.context, fact.start, fact.end))
        if fact.role == "forecast":
            found.append(("rejected" if near else "confirm", "hedge", "素材是预计数，稿中写成了已完成"))
        elif fact.role == "target" and (near or not _LASTING.search(fact.indicator)):
            found.append(("rejected" if near else "confirm", "plan", "素材是计划或目标，稿中写成了已完成"))
        elif fact.role == "previous" and quantity.change != "from" and not _earlier(quantity, clause):
            found.append(("rejected", "period", "素材是上年或基期的数，稿中写成了当年的数"))
    if part == "plan" and fact.role in ("target", "forecast") and _told_as_done(quantity, clause):
        found.append(("rejected", "plan", "素材是计划或目标，稿中写成了已完成"))
    scope = "" if fact.scope in ("其中", "全区") else fact.scope
    if scope and scope not in clause:
        wider = bool(quantity.scope) and quantity.scope != scope and scope not in quantity.scope and quantity.scope not in scope
        named = NARROW.search(scope) or re.search(r"区|园|镇|街道|公司|项目", scope)
        if wider and named:
            found.append(("confirm", "scope", f"素材的口径是{scope}，稿中是{quantity.scope}"))
        elif named:
            found.append(("confirm", "scope", f"素材的口径是{scope}，稿中没有写"))
    if (quantity.approximate and not fact.approximate) or (quantity.bound and not fact.bound):
        found.append(("confirm", "hedge", f"素材是确数（{fact.quote}），稿中加了约数或“以上”一类的词"))
    return found


def _told_as_done(quantity: Quantity, clause: str) -> bool:
    return re.search(r"已(?:经)?(?:达到?|完成|实现|突破)?约?\s*" + re.escape(quantity.quote), clause) is not None


def _kind_problem(quantity: Quantity, fact: Quantity) -> str:
    percent = {"growth": "增幅", "share": "占比", "completion": "完成比例"}
    mine, its = quantity.change, fact.change
    # 为年度计划31.5亿元的105.4% is read as a share or as a completion
    of_goal = {mine, its} == {"share", "completion"}
    if mine in percent and its in percent and mine != its and not of_goal:
        return f"素材是{percent[its]}，稿中写成了{percent[mine]}"
    if its == "from" and mine in ("level", "rate") and not quantity.compare:
        return "素材是变化前的数，稿中写成了现在的数"
    added_words = quantity.verb + fact.verb + quantity.indicator + fact.indicator
    if {mine, its} == {"level", "increase"} and quantity.dimension != "%" and not re.search("增收|增值", added_words):
        added, total = (quantity, fact) if mine == "increase" else (fact, quantity)
        # 新增 in front of a name is often read as part of the name: only plain words of total and of growth contradict each other
        if re.search(r"净?增|提高|下降|减少", added.verb) and re.search(r"达到|总数|累计|共有|拥有|[加少高低降减]到|至", total.verb):
            return f"素材{'是增减数' if its == 'increase' else '是总数'}，稿中写成了{'总数' if mine == 'level' else '增减数'}"
    if {mine, its} in ({"multiple", "times-more"},):
        return "“是…倍”和“增长…倍”不能互换"
    return ""


def _time_problem(quantity: Quantity, fact: Quantity) -> str:
    mine, its = quantity.period, fact.period
    if quantity.period_from not in ("clause", "sentence") or fact.period_from not in ("clause", "sentence"):
        return ""
    if mine.kind == "unknown" or its.kind == "unknown" or mine.same_time(its):
        return ""
    if mine.last_month == its.last_month and mine.last_month and (mine.year in (None, its.year) or its.year is None):
        return ""
    if {mine.kind, its.kind} & {"day", "month"} and quantity.period_from != fact.period_from:
        return ""
    years = mine.year is not None and its.year is not None and mine.year != its.year
    if quantity.period_from != "clause" and fact.period_from != "clause" and not years:
        return ""
    # a moment without a month (年底, 目前) is close to any
    if "at" in (mine.kind, its.kind) and not years:
        return ""
    return f"素材的时间是“{its.label}”，稿中是“{mine.label}”"


def _earlier(quantity: Quantity, clause: str) -> bool:
    return quantity.role == "previous" or bool(re.search(r"上年|去年|同期|年初|上季|上月|由|从|较|比|(?:19|20)\d\d年", clause))


def _way(quantity: Quantity) -> str:
    return "下降" if quantity.sign < 0 else "增长"
