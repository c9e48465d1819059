"""Rates that carry the verb of their part in their name: 办结率, 开工率, 整改率. The part and the whole are looked for around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.arithmetic import exact, ratio_of, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.elsewhere import amounts_of, core
from assistant.checks.rule import Rule
from assistant.checks.shares import judge, plain_name
from assistant.checks.slips import miswritten
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval

_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2})(?:完成|到位|利用)?[率面]$")
AMONG = re.compile(r"[^，。；：\n]{0,24}中[，,]?")
_SUBJECT = re.compile(r"(?P<name>[\u4e00-\u9fff“”]{2,14}?)(?:中)?(?:已|均已|已有|有)[\u4e00-\u9fff]{1,6}$")
#: 签约项目中，已开工15个: the clause before says of what
_AMONG_THEM = re.compile(r"(?:^|[，。；])(?P<name>[\u4e00-\u9fff“”]{2,12}?)中，$")
_NEAR = 90
#: so many characters name a thing by itself
_NAMED = 4


def named_rate(
    rule: Rule, context: CheckContext, rate: Quantity, sentence: Sequence[Quantity], before: Sequence[Quantity]
) -> Iterator[Finding]:
    """收集问题386个，办结371个，办结率96.1%: the verb of the rate names its part, an earlier figure of the dimension is the whole."""
    name = _RATE.search(rate.indicator)
    if name is None or rate.start in context.starts:
        # 配套率由31%提高到36% rests on no count beside it
        return
    stem = name["stem"]
    usual = [one for one in sentence if exact(one) and one.change in ("level", "increase") and one.dimension not in ("", "%")]
    # 亏损企业31家，比上年同期增加5家，亏损面…: how many more there are is no part
    earlier = [one for one in usual if not (one.change == "increase" and one.compare)]
    among: list[Quantity] = []
    if rate.indicator == "资产负债率":
        part = next((one for one in reversed(earlier) if "负债" in one.indicator), None)
        wholes = [one for one in earlier if "资产总" in one.indicator]
    else:
        part = next((one for one in reversed(earlier) if stem in one.indicator or _says(context, one, stem)), None)
        if part is None and earlier and not re.search(r"[，；。]", context.text[earlier[-1].end : rate.start].replace("，", "", 1)):
            # 24个完成注册，履约率为88.9%: right after the part, whatever its verb
            part = earlier[-1]
            wholes = among = _totals(context, earlier, part)
        else:
            wholes = [one for one in earlier if part is not None and one.start < part.start and one.dimension == part.dimension]
    if part is None:
        yield from _told_apart(rule, context, rate, stem, before)
        return
    if rate.start - part.end > _NEAR or part.role == "target" or "/" in part.dimension:
        return
    wholes = [one for one in wholes if not _of_another_thing(part, one, stem)]
    among = among or _totals(context, earlier, part) or _class_of(context, rate, part, before)
    larger = [one for one in wholes if one is not part and (one.base or 0) >= (part.base or 0) and one.role in (part.role, "target")]
    # more than all of them: 27个签约项目中，72个开工
    if larger or among:
        yield from judge(rule, context, rate, (part,), larger or among, before)


def _of_another_thing(part: Quantity, whole: Quantity, stem: str) -> bool:
    """盘活闲置土地1260亩，处置批而未供土地860亩，处置率72.3%: the part names its own thing behind the verb, and the whole is of another."""
    thing = part.indicator.removeprefix(stem) if part.indicator.startswith(stem) else ""
    if len(thing) < _NAMED or not whole.indicator:
        return False
    pairs = [thing[at : at + 2] for at in range(len(thing) - 1)]
    return 2 * sum(pair in whole.indicator for pair in pairs) < len(pairs)


def _told_apart(rule: Rule, context: CheckContext, rate: Quantity, stem: str, before: Sequence[Quantity]) -> Iterator[Finding]:
    """开工率达到56.5%，有26个项目开工, with the total a sentence earlier; 新开工52个，新投产41个。开工率、投产率分别达到…."""
    usable = [one for one in before if exact(one) and one.change in ("level", "increase") and one.dimension not in ("", "%")]
    end = rate.end + 40
    behind = [one for one in context.figures_in(rate.end, end) if "。" not in context.text[rate.end : one.end]]
    following = next((one for one in behind if _says(context, one, stem)), None)
    if following is not None and exact(following) and following.dimension not in ("", "%"):
        head = plain_name(following.indicator)[-2:]
        totals = [one for one in usable if one.dimension == following.dimension and one.parent < 0]
        wholes = [one for one in totals if plain_name(one.indicator).endswith(head)]
        parts = (following,)
    elif rate.joint >= 0:
        part = next((one for one in reversed(usable[-8:]) if stem in one.indicator), None)
        if part is None:
            return
        parts = (part,)
        wholes = [one for one in usable if one.start < part.start and one.dimension == part.dimension and one.parent < 0]
    else:
        return
    larger = [one for one in wholes if (one.base or 0) >= (parts[0].base or 0) and one.role == parts[0].role]
    if larger and parts[0].role != "target":
        yield from judge(rule, context, rate, parts, larger, before)


def _totals(context: CheckContext, earlier: Sequence[Quantity], part: Quantity) -> list[Quantity]:
    """The figures of the sentence of which the part is told: 27个签约项目中."""
    return [one for one in earlier if one.start < part.start and one.dimension == part.dimension and AMONG.match(context.text, one.end)]


def _class_of(context: CheckContext, rate: Quantity, part: Quantity, before: Sequence[Quantity]) -> list[Quantity]:
    """计划新开工项目已开工19个，开工率70.4%, with 新开工27个 told before; 亏损企业31家，亏损面24.2%, of all firms."""
    if rate.indicator == "亏损面":
        amounts = amounts_of(context)
        firms = [one for one in amounts.named(("规上工业企业",), rate) if one.dimension == part.dimension and one.parent < 0]
        return [one for one in firms if (one.base or 0) > (part.base or 0)]
    whole = context.by_start.get(part.parent)
    share = ratio_of(part, whole) if whole is not None and exact(whole) and whole.dimension == part.dimension else None
    if whole is not None and share is not None:
        # 累计38个，其中16个实现产业化，转化率42.1%; 其中重大隐患9项，整改率100% is no part of all of them
        computed = Interval(share.low * 100, share.high * 100)
        if computed.meets(stands_for(rate)) or miswritten(rate, computed):
            return [whole]
    subject = _SUBJECT.search(context.text, context.clause_start(part.start), part.start)
    subject = subject or _AMONG_THEM.search(context.text[context.sentence_start(part.start) : context.clause_start(part.start)])
    if subject is None or not part.dimension:
        return []
    name = core(subject["name"])
    told = [one for one in before if one.start < part.start and exact(one) and one.dimension == part.dimension]
    found = [one for one in told if core(one.indicator) == name]
    return found[-1:] if len(name) > 1 else []


def _says(context: CheckContext, one: Quantity, stem: str) -> bool:
    """Whether the words right around a figure hold the verb of the rate: 已开工25个, 29个完成公司注册."""
    text = context.text
    before = text[max(0, one.start - 8) : one.start]
    cut = max(before.rfind(mark) for mark in "，。；、：")
    after = text[one.end : one.end + 10]
    stops = [at for mark in "，。；、：" if (at := after.find(mark)) >= 0]
    return stem in before[cut + 1 :] or stem in after[: min(stops, default=10)]
