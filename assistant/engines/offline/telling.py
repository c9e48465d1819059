"""How one figure is told: value, move, base, change, share, target. Which figures belong together is in `statements`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.engines.offline.amounts import GAP, Amount, Move
from assistant.engines.offline.items import Item
from assistant.engines.offline.lexicon import rate_name_of, unit_for
from assistant.engines.offline.phrasing import (
    Context,
    change,
    completed,
    degree,
    formal,
    has_verb,
    is_class,
    is_monetary,
    is_rate,
    label_text,
    money,
    move,
    noun_after,
    shown,
    starts_with_action,
    take_period,
    verb_of,
)

_INVERTED = re.compile(
    r"^(?P<noun>[^，]{2,}?)(?:今年)?"
    r"(?P<verb>新增|新建|新认定|重新认定|新培育|建成|盘活|引进|收储|争取|处置|培育|打造|组建|审定|新签约|新组建|获评|累计建成|新发展)$"
)
_SUMS = frozenset(("合计", "累计", "共计", "全年", "今年", "总计", "其中"))
_OBJECT = re.compile(r"(?:机构|企业|平台|基地|中心|专利|资金|厂房|道路|管网|用地|党组织|品种|园区|专业人才|项目)$")
_FORECAST = re.compile(r"^(?:预计|预期|力争|确保|计划|争取|拟|将|有望|要)")
_FACILITY = re.compile(r"通车|道路|路|桥|管网|管线|隧道|航道")


@dataclass(frozen=True, slots=True)
class Statement:
    """A written clause with the sign that stands before it."""

    sep: str
    text: str


def told_target(
    item: Item, goal: Amount, following: Item | None, context: Context, before: list[Statement]
) -> tuple[int, Statement | None]:
    goal = money(goal, context.unit) if goal.unit else goal.with_unit(context.unit)
    rated = following is not None and following.kind in ("completion", "rate")
    if not rated and re.search(r"投资|完成", context.last_label) and item.label.endswith("计划"):
        return 1, Statement("", f"{item.label}投资{shown(goal, context)}")
    name = {"年目标": "年度目标", "年计划": "年度计划", "年任务": "年度任务"}.get(item.label, item.label)
    if following is None or following.kind not in ("completion", "rate") or following.single is None:
        return 1, Statement("", f"{name}为{shown(goal, context)}")
    verb = "为" if any("完成" in one.text for one in before) else "完成"
    context.last = goal
    return 2, Statement("，", f"{verb}{name}{shown(goal, context)}的{shown(following.single.with_unit('%'), context)}")


def told_completion(item: Item, rate: Amount, context: Context, before: list[Statement]) -> Statement:
    if item.label == "进度":
        return Statement("", f"进度为{shown(rate.with_unit('%'), context)}")
    text = completed(rate.with_unit("%"), item, context)
    stands = any(re.search(r"完成|实现", one.text) for one in before[-3:])
    if stands and text.startswith("完成") and item.second is None and not text.startswith("完成进度"):
        text = "为" + text[2:]
    return Statement("", text)


def told_gap(item: Item, context: Context) -> str:
    period, label = label_text(item, context)
    assert item.single is not None
    amount = money(item.single, unit_for(label))
    return f"{period}{verb_of(label, amount)}{label}{GAP}{amount.unit}{formal(item.tail)}"


def told_move(item: Item, context: Context) -> str:
    moved = item.amount
    assert isinstance(moved, Move)
    period, label = label_text(item, context)
    text = move(item, label, context)
    unit = moved.high.unit or moved.low.unit or unit_for(label)
    if not unit and context.head is not None and context.head.kind == "count" and is_class(label):
        unit = context.unit
        low_high = (moved.low.with_unit(unit), moved.high.with_unit(unit))
        item = replace(item, amount=replace(moved, low=low_high[0], high=low_high[1]))
        text = move(item, label, context)
    high = money(moved.high.with_unit(unit) if unit else moved.high, unit)
    if not moved.rank:
        low = moved.low.with_unit(high.unit) if high.unit else moved.low
        context.take(high, label)
        context.step = abs((high.base or 0) - (money(low, unit).base or 0))
    context.base = "rank" if moved.rank else "move"
    return f"{period}{label}{text}{formal(item.tail)}"


def told_base(item: Item, following: Item | None, context: Context) -> tuple[int, Statement | None]:
    amount = item.single
    assert amount is not None
    unit = context.unit
    amount = money(amount, unit) if amount.unit else amount.with_unit(unit) if unit else amount
    name = {
        "去年": "上年", "去年同期": "上年同期", "去年底": "上年底", "去年末": "上年末", "同期": "上年同期",
    }.get(item.label, item.label)
    if following is not None and following.kind in ("growth", "delta") and following.single is not None and following.since in ("", "同比"):
        rate = following.single if following.kind == "delta" else following.single.with_unit("%")
        text = change(rate, following.verb, "", replace(context, part="plan")).removeprefix("同比")
        return 2, Statement("", f"比{name}的{shown(amount, context)}{text}")
    return 1, Statement("", f"{name}为{shown(amount, context)}")


def told_rate(items: Sequence[Item], at: int, context: Context, before: list[Statement]) -> Statement | None:
    """A bare percentage: of a target, of a total, or the rate of the action before it."""
    single = items[at].single
    assert single is not None
    rate = single.with_unit("%")
    written = shown(rate, context)
    last = context.last
    previous = items[at - 1] if at else None
    name = rate_name_of(context.last_label) if last is not None else None
    if name and (previous is None or previous.kind == "value"):
        return Statement("，", f"{name}为{written}")
    if previous is not None and previous.kind == "value" and previous.single is not None:
        plan = next((i for i in reversed(items[: at - 1]) if i.kind in ("value", "target") and i.single and "计划" in i.label), None)
        if plan is not None and plan.single is not None and is_share(previous.single, plan.single, rate):
            return Statement("，", f"完成{'年度' if '年度' in plan.label else ''}计划的{written}")
    if last is not None and any(head is not last and is_share(last, head, rate) for head in context.heads):
        return Statement("，", f"占{written}")
    counted = last is not None and last.kind == "count"
    if counted or re.search(r"(?:以上|以下|以内|人员|人)$", context.last_label) or items[at].sep == "":
        return Statement("，", f"占{written}")
    if "完成" in context.last_label:
        return Statement("，", f"完成率为{written}")
    if last is not None and last.kind in ("money", "bare", "power", "weight", "box", "area"):
        # 56.3亿度 5.1%: growth and share are both read that way; the office knows
        return Statement("，", f"【待核：{written}，素材未写是增幅还是占比】")
    return Statement("，", f"占比为{written}")


def is_share(part: Amount, whole: Amount, rate: Amount) -> bool:
    """Whether the percentage is what the part makes of the whole, both amounts of one kind."""
    a, b, r = part.base, whole.base, rate.value
    if not a or not b or r is None:
        return False
    if part.unit and whole.unit and part.kind != whole.kind and {part.kind, whole.kind} != {"bare", "money"}:
        return False
    return abs(a / b * 100 - r) < 0.6


def told_change(item: Item, context: Context) -> Statement:
    single = item.single
    assert single is not None
    kind = item.kind
    amount = single
    whole = "." not in single.number
    if kind == "growth" and not single.unit and not re.search(r"同比|环比|增[长速幅]", item.since + item.verb) and (
        (whole and context.head is not None and context.head.kind == "count")
        or (context.step and abs(context.step - (single.value or 0)) < 1e-9)
    ):
        # 高企12→17家，+5: five firms, not five percent
        kind = "delta"
    if kind == "growth":
        amount = single.with_unit("个百分点" if context.rate_subject and not single.unit else "%")
    elif not single.unit and context.unit:
        amount = single.with_unit(context.unit)
    elif single.kind == "bare":
        amount = money(single, context.unit)
    verb = item.verb
    if context.base == "move" and context.head is not None and context.head.kind == "time" and single.sign == "-":
        verb = verb or "压缩"
    amount = replace(amount, sign=single.sign)
    if context.base == "rank" and amount.unit in ("位", "名", "个位次", ""):
        return Statement("", f"{'后移' if amount.sign == '-' else '前移'}{shown(amount.with_unit('位'), context)}{formal(item.tail)}")
    return Statement("", change(amount, verb, item.since, context) + formal(item.tail))


def told_named(item: Item, context: Context) -> Statement:
    single = item.single
    assert single is not None
    period, label = label_text(item if single.kind in ("percent", "points") else replace(item, amount=None), context)
    amount = single
    counted = context.head is not None and context.head.kind == "count" and not label
    if not single.unit and counted and single.sign and not item.since and not item.verb:
        amount = single.with_unit(context.unit)
    elif not single.unit:
        amount = single.with_unit("%")
        if single.sign and is_rate(label, amount):
            amount = single.with_unit("个百分点")
    elif single.kind == "bare":
        amount = money(single)
    label = re.sub(r"(?:增速|增幅)$", "", label)
    context.rate_subject = is_rate(label, amount)
    context.last_label = label or context.last_label
    written = change(replace(amount, sign=single.sign), item.verb, item.since, context)
    return Statement("", f"{period}{label}{written}")


def told_bare(
    item: Item, single: Amount, context: Context, before: list[Statement], following: Item | None = None, *, alone: bool = False
) -> Statement:
    """A figure without words of its own, behind another: what it is shows in its unit."""
    amount = single
    if not amount.unit and context.unit and item.sep != "~":
        if context.head is not None and context.head.kind == "money" and amount.before not in ("合计", "共计", "共"):
            return Statement("，", f"【待核：{amount.number}，素材未写是什么】")
        amount = amount.with_unit(context.unit)
    about = context.last_label if context.last is not None else None
    sure = item.sep == "" or amount.unit == "亿" or context.unit.endswith(("元", "批", "项", "个"))
    amount = money(amount, label=None if sure else about)
    text = f"{shown(amount, context)}{formal(item.tail)}"
    said = degree(amount)
    if said and said not in ("累计",):
        text = said + text
    tail = formal(item.tail)
    noun = re.fullmatch(r"[\u4e00-\u9fff“”]{2,20}", tail) is not None and not has_verb(tail)
    if not before and amount.kind == "count" and noun:
        # a counted noun alone has no verb; one in front of a smaller count is the whole of it
        smaller = following is not None and following.kind == "value" and following.single is not None and (
            following.single.kind == "count" and (following.single.value or 0) < (amount.value or 0)
        )
        context.take(amount, item.tail)
        return Statement("", f"共有{text}" if alone else f"{text}中" if smaller else text)
    previous = before[-1].text if before else ""
    if item.sep == "~" and previous.endswith(("以上", "以内")):
        context.take(amount, "")
        return Statement("、", text)
    if said == "累计":
        lead = "累计达到"
    elif said or item.tail or not before or item.sep == "~":
        lead = ""
    elif amount.kind == "count" and amount.unit == "倍":
        lead = "为"
    elif item.sep == "、" and not (amount.kind == "money" and context.last is not None and context.last.kind == "count"):
        lead = ""
    elif amount.kind == "money" and context.last is not None and context.last.kind == "count":
        context.take(amount, "")
        return Statement("，", f"金额{text}")
    elif amount.kind == "money" or re.search(r"突破|增长\d", previous):
        lead = "达到"
    elif amount.kind == "area":
        lead = "面积" if amount.unit != "亩" else "共"
    elif amount.kind == "length":
        lead = "长" if _FACILITY.search(previous) else "共"
    else:
        lead = "共"
    counted = context.last is not None and context.last.kind == "count"
    context.take(amount, "")
    if lead == "共" and counted and amount.kind in ("area", "length"):
        return Statement("、", text)
    return Statement("", lead + text)


def told_value(item: Item, single: Amount, context: Context, before: list[Statement]) -> Statement:
    amount = single
    front, item = _campaign_in_front(item)
    period, label = label_text(item, context)
    if not amount.unit:
        amount = amount.with_unit(_unit_of(label, amount, item, context))
    amount = money(amount, unit_for(label), label)
    label = noun_after(label, amount.unit, context)
    inverted = _INVERTED.match(label)
    if label.endswith("占") and is_class(label[:-1]) and context.topic in ("招商引资", "项目建设"):
        label = f"{label[:-1]}项目占"
    noun = inverted["noun"] if inverted and inverted["noun"] not in _SUMS else ""
    if inverted and noun and (not starts_with_action(noun) or _OBJECT.search(noun)):
        label = inverted["verb"] + inverted["noun"]
    said, tail = degree(amount), formal(item.tail)
    if context.plan and label.startswith("未发生"):
        label = "确保不发生" + label[3:]
    if is_rate(label, amount):
        link = said if re.match(r"达|只有|仅|不足|超|突破|不到|高达", said) else "约为" if said == "约" else "为" + said
        if link == "为" and amount.after in ("以内", "以下") and context.plan:
            link = "控制在"
        elif link == "为" and (re.search(r"[亩人户]均", label) or (context.plan and amount.after == "以上")):
            link = "达到"
        text = f"{label}{link}{shown(amount, context)}{tail}"
    elif amount.kind == "percent" and re.search(r"(?:以上|以下|以内|人员)$", label):
        text = f"{label}占{said}{shown(amount, context)}{tail}"
    else:
        verb = verb_of(label, amount) if not front and (not tail or tail.startswith("（")) else ""
        if before and verb in ("共有", "拥有", "创建"):
            verb = ""
        if not label and period and not tail and amount.kind == "money":
            verb = verb_of(context.last_label, amount) or "达到"
        forecast = _FORECAST.match(label)
        if forecast and verb:
            label, verb = label[forecast.end() :], forecast[0] + verb
        within = amount.after in ("以内", "以下")
        limit = within and ((context.plan and amount.kind == "time" and label.endswith("时限")) or label.endswith(("层级", "环节")))
        text = f"{verb}{label}{'控制在' if limit else ''}{said}{shown(amount, context)}{tail}"
    context.take(amount, label)
    context.rate_subject = is_rate(label, amount)
    return Statement("", front + timed(period, text))


def _unit_of(label: str, amount: Amount, item: Item, context: Context) -> str:
    """The unit of a number without one: by its label, that of the count before it where the label is a mere verb, else 个 for a count."""
    known = unit_for(re.sub(r"(?:净增|新增|增加)$", "", label))
    if known:
        return known
    head = context.head
    if head is not None and head.kind == "count" and (is_class(label) or re.search(r"未通?过$", label)):
        return context.unit
    if head is not None and not label and take_period(item.label)[0] and "." not in amount.number:
        # 招工4050人（上半年2210）: the same at another time
        return context.unit
    if head is not None and re.match(r"现有|原有|每年|目前|累计|净增|上年|去年", label):
        return context.unit
    if head is not None and (item.sep == "、" or (len(label) <= 4 and starts_with_action(label) and not head.unit.endswith(("次", "场")))):
        return context.unit
    if head is not None and head.kind in ("money", "bare") and (item.bracket or item.subset or is_monetary(label)):
        return context.unit
    return "个" if "." not in amount.number and label and head is not None and head.kind == "count" else ""


def _campaign_in_front(item: Item) -> tuple[str, Item]:
    """项目攻坚行动 开工50个: the campaign heads the figures."""
    match = re.match(r"^([\u4e00-\u9fff“”]{3,14}(?:行动|工程|攻坚|计划|战役|活动))\s+(?=\S)", item.label)
    if not match:
        return "", item
    return f"实施{formal(match[1])}，", replace(item, label=item.label[match.end() :])


def timed(period: str, text: str) -> str:
    """A clause with its time in front; a comma where the time is more than a span of months."""
    if not period:
        return text
    if period.startswith("截至") or (
        period in ("上半年", "今年以来", "年初以来", "今年", "全年", "目前") and not starts_with_action(text) and not re.match(r"\d", text)
    ):
        return f"{period}，{text}"
    return f"{period}{text}"
