"""Items of a group become clauses: what takes what in, what is a part of what, how they are joined. One figure alone is in `telling`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.engines.offline.amounts import GAP, Amount
from assistant.engines.offline.items import Item
from assistant.engines.offline.lexicon import unit_for
from assistant.engines.offline.phrasing import (
    Context,
    degree,
    formal,
    label_text,
    money,
    noun_after,
    parts_behind,
    shown,
    starts_with_action,
)
from assistant.engines.offline.telling import (
    Statement,
    told_bare,
    told_base,
    told_change,
    told_completion,
    told_gap,
    told_move,
    told_named,
    told_rate,
    told_target,
    told_value,
)

_MECHANISM = re.compile(r"^“[^”]+”$|(?:机制|制度|办法|模式|清单)$")
_CAMPAIGN = re.compile(r"(?:教育|行动|攻坚|活动|整治|大赛|竞赛|擂台赛|治理|招商)$")
#: a label that says when or against what is no part of the figure before the bracket
_NO_PART = re.compile(
    r"^(?:上半年|前三季度|一季度|\d{1,2}月|\d{1,2}\s*[-—~]|现有|原有|上年|去年|目前|每年|同期|(?:19|20)\d\d年|年初|合|约|由|比|目标|计划"
    r"|应|共|总|任务|标准|其他单位)|负债|净资产|支出|成本"
)
_JOINS_ON = re.compile(r"^(?:[\u4e00-\u9fff]{0,3}[到至]|的|和|及|与|或|、|里|中)$|^$")


def statements(items: Sequence[Item], context: Context, *, listed: bool = False) -> list[Statement]:
    """Items as clauses. listed: they are of one kind and are parted by 、."""
    items = _growth_first(_with_units(items))
    found: list[Statement] = []
    at = 0
    while at < len(items):
        item = items[at]
        then = items[at + 1] if at + 1 < len(items) else None
        if item.bracket and item.kind == "base" and then is not None and not then.bracket and then.kind in ("growth", "delta"):
            # 62.4亿（上年59.0），+5.8%: base and growth are one comparison
            item = items[at] = replace(item, bracket=False)
        if item.bracket:
            run = 1
            while at + run < len(items) and items[at + run].bracket:
                run += 1
            found += _bracket([replace(one, bracket=False) for one in items[at : at + run]], context)
            at += run
            continue
        taken, written = _next(items, at, context, found, listed=listed)
        if written is not None and written.text:
            sep = written.sep if written.sep != "?" else ""
            if not written.sep:
                sep = _sign(item)
                if listed and found and item.kind in ("value", "bare") and not written.text.startswith("其中"):
                    plain = item.single is not None and item.single.kind != "percent" and not starts_with_action(item.label)
                    plain = plain and item.single is not None and item.single.before not in ("合计", "共计", "共")
                    sep = "、" if plain and items[at - 1].kind == "value" else "，"
            found.append(Statement(sep, written.text))
        at += taken
    return found


def _with_units(items: Sequence[Item]) -> list[Item]:
    """绿色食品42、有机农产品11，共53个: a sum with a unit gives it to its parts."""
    items = list(items)
    for at in range(len(items) - 2, -1, -1):
        one, other = items[at].single, items[at + 1].single
        enumerated = items[at + 1].sep == "、" and items[at].kind == items[at + 1].kind == "value"
        if enumerated and one is not None and other is not None and not one.unit and not unit_for(items[at].label):
            unit = other.unit if other.kind == "count" else unit_for(items[at + 1].label) if not other.unit else ""
            items[at] = replace(items[at], amount=one.with_unit(unit)) if unit else items[at]
    for at, item in enumerate(items):
        total = item.single
        if total is None or not total.unit or total.value is None or not re.match(r"(?:共|合计|共计)", item.label + total.before):
            continue
        first, rest = at, total.value
        while first > 0 and (part := items[first - 1].single) is not None and not part.unit and not part.sign and part.value:
            rest, first = rest - part.value, first - 1
            if abs(rest) < 1e-9:
                for place in range(first, at):
                    amount = items[place].single
                    assert amount is not None
                    items[place] = replace(items[place], amount=amount.with_unit(total.unit))
                break
    return items


def _growth_first(items: Sequence[Item]) -> list[Item]:
    """进出口58.3亿（出51.7，进6.6），+4.5%: what is said of the total goes in front of its parts."""
    items = list(items)
    at = 0
    while at < len(items):
        if items[at].bracket and items[at].kind == "value":
            end = at
            while end < len(items) and items[end].bracket:
                end += 1
            stop = end
            while stop < len(items) and items[stop].kind in ("growth", "delta", "base", "target", "completion") and not items[stop].bracket:
                stop += 1
            items[at:stop] = [*items[end:stop], *items[at:end]]
            at = stop
        at += 1
    return items


def _sign(item: Item) -> str:
    if item.sep == "、":
        return "、"
    if item.sep == "~" and item.kind in ("value", "bare", "words"):
        return "?" if item.kind == "bare" or _JOINS_ON.match(item.label) else "，"
    return "，"


def _bracket(run: Sequence[Item], context: Context) -> list[Statement]:
    """What stood in brackets: parts of the figure before, a share or growth of it, or a remark that stays in brackets."""
    first = run[0]
    if context.plan and first.kind == "base":
        remark = "，".join(one.text for one in statements(run, replace(context)))
        return [Statement("?", f"（{remark}）")]
    if first.kind in ("share", "rate", "growth", "delta", "base", "completion") or (first.kind == "words" and first.subset):
        return [replace(one, sep=one.sep or "，") for one in statements(run, context)]
    if all(item.kind == "move" and item.label for item in run) and not any(_NO_PART.match(item.label) for item in run):
        written = statements(run, replace(context))
        return [replace(one, sep="，", text=f"其中{one.text}") if not at else one for at, one in enumerate(written)]
    plain = all(item.kind == "value" or (item.kind == "bare" and item.sep == "~" and at) for at, item in enumerate(run))
    if plain and not any(_NO_PART.match(item.label) for item in run):
        count = _parts(run, 0, context, told=True)
        if count == len(run):
            listed = _part_list(run, context)
            return [listed] if listed is not None else []
        if len(run) == 1 and starts_with_action(first.label):
            return [replace(one, sep="，") for one in statements(run, context)]
    written = statements(run, replace(context))
    words = "".join(one.text if not at else (one.sep if one.sep != "?" else "") + one.text for at, one in enumerate(written))
    return [Statement("?", f"（{words.strip('，')}）")] if words.strip("，") else []


def _next(
    items: Sequence[Item], at: int, context: Context, before: list[Statement], *, listed: bool = False
) -> tuple[int, Statement | None]:
    """How many items the next clause takes, and the clause; None where it says nothing new."""
    item = items[at]
    following = items[at + 1] if at + 1 < len(items) and not items[at + 1].bracket else None
    single = item.single
    if item.kind == "words":
        return 1, Statement("", _words(item, bool(before)))
    if single is not None and context.skip(single):
        return 1, None
    if single is not None and single.number == GAP and item.kind in ("value", "bare", "target"):
        return 1, Statement("", told_gap(item, context))
    # the members of a list are parts of its total, not of each other
    count = _parts(items, at, context) if not listed or item.subset else 0
    if count:
        return count, _part_list(items[at : at + count], context)
    if item.kind == "move":
        return 1, Statement("", told_move(item, context))
    if item.kind == "base":
        return told_base(item, following, context)
    if item.kind in ("growth", "delta"):
        return 1, told_change(item, context)
    if item.kind == "named growth":
        return 1, told_named(item, context)
    if single is None:
        return 1, None
    if item.kind == "target":
        return told_target(item, single, following, context, before)
    if item.kind == "completion":
        return 1, told_completion(item, single, context, before)
    if item.kind == "share":
        whole = formal(item.label).strip("的")
        share = shown(single.with_unit("%"), context)
        return 1, Statement("", f"占{whole}的{share}" if whole else f"占{share}")
    if item.kind == "rate":
        return 1, told_rate(items, at, context, before)
    if item.kind == "bare" and not item.label:
        return 1, told_bare(item, single, context, before, following, alone=len(items) == 1)
    return 1, told_value(item, single, context, before)


def _words(item: Item, continued: bool) -> str:
    text = formal(item.label)
    if "、" in item.label and not continued:
        pieces = [formal(piece) for piece in re.split(r"、(?![^“]*”)", item.label)]
        if all(_MECHANISM.search(piece) or _CAMPAIGN.search(piece) for piece in pieces):
            return "，".join(with_verb(piece) for piece in pieces)
    return with_verb(text) if not continued else text


def with_verb(text: str) -> str:
    """A bare campaign or mechanism with the verb that it takes."""
    if re.fullmatch(r"[\u4e00-\u9fff“”]{4,24}(?:调研|座谈|观摩)", text) and not re.match(r"开展|组织|参加|赴", text):
        return f"开展{text}"
    if re.match(r"[\u4e00-\u9fff“”]{3,12}行动，", text) and not starts_with_action(text) and not re.match(r"推进|深化|落实", text):
        return f"实施{text}"
    if starts_with_action(text) or re.search(r"^(?:推进|落实|实行|建立|完善|坚持|深化|加强|学习|贯彻|树立|争创|严格)", text):
        return text
    if re.fullmatch(r"“[^”]+”", text):
        if re.search(r"攻坚|行动|大干|会战|战役", text):
            return f"开展{text}行动"
        return f"落实{text}机制" if re.search(r"[、，]|[周月季]|机制|一[个项]", text) else f"开展{text}活动"
    if re.match(r"^一[个项名套周月事企][^，；]*、一", text):
        return f"落实{text}{'' if text.endswith(('机制', '制度')) else '机制'}"
    if re.fullmatch(r"[\u4e00-\u9fff“”]{2,14}(?:服务团|联盟|联合体|工作组|服务队)", text):
        return f"组建{text}"
    if re.fullmatch(r"[\u4e00-\u9fffA-Za-z]{2,12}(?:平台|系统)", text):
        return f"推进{text}建设"
    if re.fullmatch(r"[\u4e00-\u9fff]{2,10}(?:联席会议|例会|专班|调度会)", text):
        return f"落实{text}制度" if text.endswith(("会议", "会")) else f"组建{text}"
    if len(text) <= 14 and _CAMPAIGN.search(text.strip("“”")) and not re.search(r"[已完]", text):
        return f"开展{text}" if not text.strip("“”").endswith("攻坚") else f"开展{text}行动"
    return text


def _parts(items: Sequence[Item], at: int, context: Context, *, told: bool = False) -> int:
    """How many items from here on are parts of a figure before them: told so (其中, brackets), or they add up to it."""
    item = items[at]
    if item.kind != "value" or item.single is None or item.tail or _NO_PART.search(item.label):
        return 0
    for total in reversed(context.heads):
        count = parts_behind(items, at, total)
        if count > 1:
            context.head = total
            return count
    if not item.subset and not told:
        return 0
    # a count is part of the last count, money of the last money; the latest figure may be of another kind
    head = next((one for one in reversed(context.heads) if _same_kind(item.single, one)), None)
    if head is None or ((item.single.value or 0) > (head.value or 0) > 0 and item.single.unit in ("", head.unit)):
        return 0
    context.head = head
    count = 1
    while at + count < len(items):
        other = items[at + count]
        if other.kind != "value" or other.single is None or not _same_kind(other.single, item.single) or other.single.sign:
            break
        if not told and other.sep != "、" and not re.search(r"以上$|级$", other.label):
            break
        count += 1
    return count


def _same_kind(amount: Amount, head: Amount) -> bool:
    if amount.sign or amount.kind in ("percent", "points") or head.kind in ("percent", "points"):
        return False
    return not amount.unit or amount.kind == head.kind or {amount.kind, head.kind} <= {"bare", "money"}


def _part_list(parts: Sequence[Item], context: Context) -> Statement | None:
    head = context.head
    assert head is not None
    listed: list[str] = []
    for item in parts:
        amount = item.single
        assert amount is not None
        if context.skip(amount):
            continue
        if item.kind == "bare" and listed:
            # 省2个5.3亿: a part told in a second unit
            listed[-1] += shown(money(amount), context)
            continue
        amount = money(amount, head.unit) if amount.unit else amount.with_unit(head.unit)
        _, label = label_text(replace(item, amount=amount), context)
        label = noun_after(label, amount.unit, context)
        listed.append(f"{label}{degree(amount)}{shown(amount, context)}{formal(item.tail)}")
        context.last, context.last_label = amount, label
    return Statement("，", f"其中{'、'.join(listed)}") if listed else None
