"""One note becomes formal sentences: its items joined in the order total, growth, completion, share, parts. Notes are joined in `paragraphs`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.engines.offline.amounts import GAP, Amount, Move, amounts
from assistant.engines.offline.clauses import Group, groups_of
from assistant.engines.offline.items import Item, items_of
from assistant.engines.offline.lexicon import unit_for
from assistant.engines.offline.phrasing import (
    Context,
    change,
    completed,
    formal,
    is_rate,
    label_text,
    money,
    move,
    noun_after,
    parts_behind,
    rate_name,
    shown,
    starts_with_action,
    take_period,
    tidy,
    verb_of,
)

_BY = re.compile(r"^(?:按|分)?(?P<by>规模|产业|行业|类型|区域|板块|领域|阶段|性质|来源)(?:分|看)?$|^(?P<what>.{0,12}?)(?:分|按)(?P<by2>板块|产业|行业|类型|区域|规模|领域|来源)(?:分|看)?$")
_INVERTED = re.compile(
    r"^(?P<noun>[^，]{2,}?)(?:今年)?(?P<verb>新增|新建|新认定|重新认定|新培育|建成|盘活|引进|收储|争取|处置|培育|组建|审定|新签约|新组建|获评|累计建成|新发展)$"
)
_MECHANISM = re.compile(r"^“[^”]+”$|(?:机制|制度|办法|模式|专班|清单)$")
_CAMPAIGN = re.compile(r"(?:教育|行动|攻坚|活动|整治|工程|计划|大赛|竞赛|擂台赛|治理)$")
_FORECAST = re.compile(r"^(?:预计|预期|力争|确保|计划|争取|拟|将|有望|要)")
_TOTAL_LABEL = re.compile(r"^合\s*计\s*(?P<count>\d+\s*\D{1,3})?$")
_RECORD = re.compile(r"^(?:总投资|计划总投资|投资|累计|年度|年内|面积|规模|占地|用地|建筑面积|一期|二期|年产|年交易额|实际|合同|进度|产值|亩均|协议)")
_NAMED_PLACE = re.compile(r"(?:考核|评价|考评|评比|排名|排位|测评)$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A written clause with the sign that stands before it."""

    sep: str
    text: str


def sentences_of(text: str, context: Context) -> list[str]:
    """The formal sentences of a folded note without its remarks to the writer, without the final full stop."""
    found: list[str] = []
    for number, group in enumerate(groups_of(text)):
        clauses = _group(group, context)
        if not clauses:
            continue
        written = "".join(clause.text if not at else clause.sep + clause.text for at, clause in enumerate(clauses))
        written = tidy(written).strip("，；。、 ")
        if not written:
            continue
        if number and found and (_continues(written, group) or len(found[-1]) + len(written) < 44):
            found[-1] += "；" + written
        else:
            found.append(written)
    return found


def _continues(text: str, group: Group) -> bool:
    """Whether a group has no subject of its own and goes on with the group before it."""
    return text.startswith(("其中", "占", "同比", "比", "完成目标", "完成年度")) and not group.label


def _group(group: Group, context: Context) -> list[Clause]:
    items = [item for clause in group.clauses for item in items_of(clause)]
    items, front = _dates(items)
    label = group.label
    total = _TOTAL_LABEL.match(label)
    inside = [amount for amount in amounts(label) if isinstance(amount, Amount)]
    by = _BY.match(label)
    if label and total:
        count = f"{total['count'].strip()}项目" if total["count"] and total["count"].strip().endswith("个") else (total["count"] or "")
        return _with_front(front, [Clause("", f"{count}合计"), *_glue(_items(items, context))])
    if label and by:
        what = formal(by["what"] or "")
        listed = _items(items, context, listed=True)
        return _with_front(front, [Clause("", f"{what}按{by['by'] or by['by2']}分"), *_comma(listed)])
    if label and inside and not items_of_label_is_name(label, inside):
        head = items_of(_clause_of(label, group.label_start))
        return _with_front(front, _items([*head, *[replace(item, sep=item.sep or "，") for item in items]], context))
    if label:
        return _with_front(front, _labelled(label, items, context))
    return _with_front(front, _items(items, context))


def _clause_of(text: str, start: int):  # type: ignore[no-untyped-def]
    return groups_of(text)[0].clauses[0].__class__(text, start) if not groups_of(text)[0].label else None


def items_of_label_is_name(label: str, inside: Sequence[Amount]) -> bool:
    """Whether the amount of a label belongs to a name: 沧浦人才公寓（480套）, 五大行动."""
    last = inside[-1]
    return bool(label[last.end :].strip("）（ "))


def _dates(items: list[Item]) -> tuple[list[Item], str]:
    """A date in brackets behind the first figure says when the whole is true: 213家（11月底）."""
    kept, front = [], ""
    for item in items:
        if item.kind == "words" and item.bracket and re.fullmatch(
            r"(?:截[至止]到?)?(?:(?:19|20)\d\d年)?(?:\d{1,2}(?:[-—~]\d{1,2})?月)(?:\d{1,2}日)?(?:份)?[底末初]?(?:数据?)?", item.label
        ):
            time = re.sub(r"^截[至止]到?|数据?$", "", item.label)
            front = f"截至{time}" if not re.search(r"\d[-—~]\d", time) else time
            continue
        kept.append(item)
    return kept, front


def _with_front(front: str, clauses: list[Clause]) -> list[Clause]:
    if not front or not clauses or re.match(r"截至|\d{1,2}—", clauses[0].text):
        return clauses
    return [Clause("", f"{tidy(front)}，{clauses[0].text}"), *clauses[1:]]


def _glue(clauses: list[Clause]) -> list[Clause]:
    return [replace(clause, sep="" if not at else clause.sep) for at, clause in enumerate(clauses)]


def _comma(clauses: list[Clause]) -> list[Clause]:
    return [replace(clause, sep="，" if not at else clause.sep) for at, clause in enumerate(clauses)]


def _labelled(label: str, items: list[Item], context: Context) -> list[Clause]:
    """A label without a figure before a colon: an indicator, a project, a campaign or a mere subject."""
    label = label.strip()
    first = items[0] if items else None
    if first is None:
        return [Clause("", formal(label))]
    period, name = take_period(label)
    own_period, own = take_period(first.label)
    if first.kind == "words" or (first.kind == "value" and first.label.startswith(("完成", "报批"))):
        written = _items(items, context)
        if len(name) <= 4 or not written:
            prefix = "" if re.search(r"^(?:安全|民生|招商|土地|机关作风|党建|科技|环保|其他|重点|亮点|总体要求)$", name) else f"{formal(name)}方面，"
            if name == "重点":
                prefix = "重点项目有"
            return [Clause("", prefix + written[0].text), *written[1:]] if written else []
        joint = "" if _RECORD.match(first.label) else "方面，" if not starts_with_action(name) and not name.endswith("：") else "，"
        return [Clause("", f"{formal(name)}{joint}{written[0].text}"), *written[1:]]
    if first.kind == "move" and _NAMED_PLACE.search(name):
        written = _items(items, context)
        return [Clause("", f"在{formal(name)}中{written[0].text}"), *written[1:]]
    if first.kind in ("value", "bare") and not own:
        # the figures say only when: the label is the indicator
        items = [replace(first, kind="value", label=f"{own_period or period}{name}"), *items[1:]]
        return _items(items, context)
    if first.kind in ("move", "growth", "delta") and not own:
        return _items([replace(first, label=name if first.kind == "move" else name, kind="move" if first.kind == "move" else "named growth"), *items[1:]], context)
    if _RECORD.match(own):
        written = _items(items, context)
        return [Clause("", f"{formal(name)}{written[0].text}"), *written[1:]]
    if re.match(r"^比|^与", name):
        written = _items(items, context, listed=True)
        return [Clause("", f"与{formal(name.lstrip('比与'))}相比"), *_comma(written)]
    listed = sum(1 for item in items if item.kind == "value" and item.single and not starts_with_action(item.label)) > 1
    written = _items(items, context, listed=listed)
    if re.fullmatch(r"安全|民生|招商|土地|党建|科技|环保|其他|亮点|机关作风", name):
        return written
    if name == "重点":
        return [Clause("", f"重点项目包括{written[0].text}"), *written[1:]]
    if re.match(r"^“[^”]+”$", name):
        return [Clause("", f"{name}中，{written[0].text}"), *written[1:]]
    joint = "中，" if listed else "方面，"
    return [Clause("", f"{period}{formal(name)}{joint}{written[0].text}"), *written[1:]]


def _items(items: Sequence[Item], context: Context, *, listed: bool = False) -> list[Clause]:
    """Items as clauses. listed: they are of one kind and are parted by 、."""
    clauses: list[Clause] = []
    at = 0
    while at < len(items):
        item = items[at]
        taken, written = _next(items, at, context, clauses)
        if written is not None:
            sep = written.sep or _sign(item, clauses)
            if listed and item.kind in ("value", "bare") and clauses and written.text and not written.text.startswith("其中"):
                sep = "、" if items[at - 1].kind == "value" else "，"
            if written.text:
                clauses.append(Clause(sep, written.text))
        at += taken
    return clauses


def _sign(item: Item, clauses: list[Clause]) -> str:
    if item.sep == "、":
        return "、"
    return "，" if item.sep in ("，", "~", "", "：") else item.sep


def _next(items: Sequence[Item], at: int, context: Context, before: list[Clause]) -> tuple[int, Clause | None]:
    """How many items the next clause takes, and the clause; None where it says nothing new."""
    item = items[at]
    following = items[at + 1] if at + 1 < len(items) else None
    if item.kind == "words":
        return 1, Clause("", _words(item, bool(before)))
    if item.single is not None and item.single.number == GAP and item.kind in ("value", "bare", "target"):
        return 1, Clause("", _gap(item, context))
    count = _parts(items, at, context)
    if count:
        return count, _part_list(items[at : at + count], context)
    if item.kind == "move":
        return 1, Clause("", _move(item, context))
    if item.kind == "target" and following is not None and following.kind in ("completion", "rate") and following.single:
        assert item.single is not None
        goal = money(item.single, context.unit)
        verb = "为" if any("完成" in clause.text for clause in before) else "完成"
        name = re.sub(r"^(?:年|的)?", "", item.label) or "目标"
        context.last = item.single
        return 2, Clause("，", f"{verb}{_target_name(name)}{shown(goal, context)}的{shown(following.single.with_unit('%'), context)}")
    if item.kind == "target":
        assert item.single is not None
        return 1, Clause("", f"{_target_name(item.label)}为{shown(money(item.single, context.unit), context)}")
    if item.kind == "base":
        return _base(item, following, context)
    if item.kind == "completion":
        assert item.single is not None
        text = completed(item.single.with_unit("%"), item, context)
        if any(re.search(r"完成|实现", clause.text) for clause in before[-3:]) and text.startswith("完成") and item.second is None:
            text = "为" + text[2:] if not text.startswith("完成进度") else text
        return 1, Clause("", text)
    if item.kind == "share":
        assert item.single is not None
        whole = formal(item.label).strip("的")
        # 占工投41%: the whole is named without 的
        share = shown(item.single.with_unit("%"), context)
        return 1, Clause("", f"占{whole}的{share}" if whole else f"占{share}")
    if item.kind == "rate":
        return 1, _rate(items, at, context, before)
    if item.kind in ("growth", "delta"):
        return 1, _change(item, context, before)
    if item.kind == "named growth":
        return 1, _named(item, context)
    return 1, _value(item, context, before)


def _target_name(name: str) -> str:
    return {"目标": "目标", "任务": "任务", "计划": "计划", "年计划": "年度计划"}.get(name, name)


def _words(item: Item, continued: bool) -> str:
    text = formal(item.label)
    if item.bracket:
        return f"（{text}）" if not continued else f"（{text}）"
    if "、" in item.label and not continued:
        pieces = [formal(piece) for piece in re.split(r"、(?![^“]*”)", item.label)]
        if all(_MECHANISM.search(piece) or _CAMPAIGN.search(piece) for piece in pieces):
            return "，".join(_with_verb(piece) for piece in pieces)
    return _with_verb(text) if not continued else text


def _with_verb(text: str) -> str:
    if re.search(r"^(?:开展|推进|落实|实行|建立|完善|坚持|深化|加强|组织|参加|学习|贯彻|树立|获评|争创|严格)", text):
        return text
    if re.fullmatch(r"“[^”]+”", text):
        return f"落实{text}机制" if re.search(r"[、，]|[周月季日]|机制|一[个项]", text) else f"开展{text}活动"
    if len(text) <= 14 and _CAMPAIGN.search(text) and not re.search(r"[已完]", text):
        return f"开展{text}" if not text.endswith("攻坚") else f"开展{text}行动"
    return text


def _gap(item: Item, context: Context) -> str:
    period, label = label_text(item, context)
    return f"{period}{label}{GAP}{item.single.unit if item.single else ''}"


def _parts(items: Sequence[Item], at: int, context: Context) -> int:
    """How many items from here on are parts of the figure before them."""
    head = context.head
    item = items[at]
    if head is None or item.kind != "value" or item.single is None:
        return 0
    count = parts_behind(items, at, head)
    if count > 1:
        return count
    same = _same_kind(item.single, head)
    if item.subset or (item.bracket and same and not starts_with_action(item.label)):
        count = 1
        while at + count < len(items):
            other = items[at + count]
            if other.kind != "value" or other.single is None or not _same_kind(other.single, item.single) or other.single.sign:
                break
            if item.bracket != other.bracket or (not item.bracket and other.sep != "、" and not re.search(r"以上$|级$", other.label)):
                break
            count += 1
        return count
    return 0


def _same_kind(amount: Amount, head: Amount) -> bool:
    if amount.sign or amount.kind in ("percent", "points"):
        return False
    return not amount.unit or amount.kind == head.kind or {amount.kind, head.kind} <= {"bare", "money"}


def _part_list(parts: Sequence[Item], context: Context) -> Clause:
    head = context.head
    assert head is not None
    listed = []
    for item in parts:
        amount = item.single
        assert amount is not None
        unit = head.unit
        amount = money(amount, head.unit) if amount.unit else amount.with_unit(unit)
        period, label = label_text(item, context)
        label = noun_after(label, amount.unit, context)
        listed.append(f"{label}{_degree(amount)}{shown(amount, context)}{item.tail}")
        context.last, context.last_label = amount, label
    return Clause("，", f"其中{'、'.join(listed)}")


def _degree(amount: Amount) -> str:
    return {"破": "突破", "首破": "首次突破", "过": "超过", "大约": "约", "逾": "超", "只": "只有", "剩": "剩余", "达": "达到"}.get(amount.before, amount.before)


def _move(item: Item, context: Context) -> str:
    moved = item.amount
    assert isinstance(moved, Move)
    period, label = label_text(item, context)
    text = move(item, label, context)
    unit = moved.high.unit or moved.low.unit or unit_for(label)
    high = money(moved.high.with_unit(unit) if unit else moved.high, unit)
    if not moved.rank:
        context.head, context.last, context.unit = high, high, high.unit
    context.base = "move"
    context.last_label = label or context.last_label
    return f"{period}{label}{text}{item.tail}"


def _base(item: Item, following: Item | None, context: Context) -> tuple[int, Clause | None]:
    amount = item.single
    assert amount is not None
    unit = context.unit
    amount = money(amount, unit) if amount.unit else amount.with_unit(unit) if unit else amount
    name = {"上年": "上年", "去年": "上年", "去年同期": "上年同期", "去年底": "上年底", "去年末": "上年末", "同期": "上年同期"}.get(item.label, item.label)
    if following is not None and following.kind in ("growth", "delta") and following.single is not None and not following.since:
        text = change(following.single if following.kind == "delta" else following.single.with_unit("%"), following.verb, "", replace_plan(context))
        text = text.removeprefix("同比")
        return 2, Clause("", f"比{name}的{shown(amount, context)}{text}")
    return 1, Clause("", f"{name}为{shown(amount, context)}")


def replace_plan(context: Context) -> Context:
    """The context without its habit of 同比."""
    return replace(context, part="plan")


def _rate(items: Sequence[Item], at: int, context: Context, before: list[Clause]) -> Clause | None:
    """A bare percentage: of a target, of the total, or the rate of the action before it."""
    item = items[at]
    assert item.single is not None
    rate = item.single.with_unit("%")
    written = shown(rate, context)
    last, head = context.last, context.head
    previous = items[at - 1] if at else None
    if previous is not None and previous.kind == "value" and previous.single is not None:
        name = rate_name(context.last_label)
        if name:
            return Clause("，", f"{name}为{written}")
        plan = next((i for i in reversed(items[: at - 1]) if i.kind in ("value", "target") and i.single and "计划" in i.label), None)
        if plan is not None and plan.single is not None and _ratio(previous.single, plan.single, rate):
            return Clause("，", f"完成{'年度' if '年度' in plan.label else ''}计划的{written}")
    if last is not None and head is not None and last is not head and _ratio(last, head, rate):
        return Clause("，", f"占{written}")
    if last is not None and context.goal is None and "同比" not in "".join(clause.text for clause in before[-1:]):
        return Clause("，", f"占{written}" if item.bracket else f"完成率为{written}" if "完成" in context.last_label else f"占比为{written}")
    return Clause("，", f"占比为{written}")


def _ratio(part: Amount, whole: Amount, rate: Amount) -> bool:
    a, b, r = part.base, whole.base, rate.value
    if not a or not b or r is None:
        return False
    if (part.unit and whole.unit and part.kind != whole.kind and {part.kind, whole.kind} != {"bare", "money"}):
        return False
    return abs(a / b * 100 - r) < 0.6


def _change(item: Item, context: Context, before: list[Clause]) -> Clause:
    amount = item.single
    assert amount is not None
    if item.kind == "growth":
        amount = amount.with_unit("%")
    elif not amount.unit and context.unit:
        amount = amount.with_unit(context.unit)
    elif amount.kind == "bare":
        amount = money(amount, context.unit)
    if item.kind == "delta" and amount.kind == "bare":
        amount = money(amount)
    amount = replace(amount, sign=item.single.sign if item.single else amount.sign)
    if item.kind == "delta" and not item.verb and amount.sign == "+" and not item.since and amount.kind == "count":
        return Clause("", f"增加{shown(amount, context)}{item.tail}")
    return Clause("", change(amount, item.verb, item.since, context) + item.tail)


def _named(item: Item, context: Context) -> Clause:
    amount = item.single
    assert amount is not None
    period, label = label_text(replace(item, amount=None), context)
    if not amount.unit:
        amount = amount.with_unit("%")
    elif amount.kind == "bare":
        amount = money(amount)
    label = re.sub(r"(?:增速|增幅)$", "", label)
    context.rate_subject = is_rate(label, amount)
    context.subject = label
    context.last_label = label
    written = change(replace(amount, sign=item.single.sign if item.single else ""), item.verb, item.since, context)
    return Clause("", f"{period}{label}{written}")


def _value(item: Item, context: Context, before: list[Clause]) -> Clause:
    amount = item.single
    assert amount is not None
    period, label = label_text(item, context)
    if not amount.unit:
        unit = unit_for(label) or (context.unit if context.head is not None and item.kind != "bare" else "")
        if unit:
            amount = amount.with_unit(unit)
    amount = money(amount, context.unit if not label else unit_for(label))
    label = noun_after(label, amount.unit, context)
    inverted = _INVERTED.match(label)
    if inverted and not starts_with_action(inverted["noun"]):
        label = inverted["verb"] + inverted["noun"]
    degree = _degree(amount)
    if item.kind == "bare" and not label:
        text = f"{degree or '计'}{shown(amount, context)}{item.tail}"
        if degree == "累计":
            text = f"累计达到{shown(amount, context)}{item.tail}"
    elif is_rate(label, amount):
        text = f"{label}{degree if degree.startswith('达') else '为' + degree}{shown(amount, context)}{item.tail}"
    else:
        verb = verb_of(label, amount) if not item.tail else ""
        if before and verb == "共有":
            verb = ""
        if _FORECAST.match(label) and verb:
            forecast = _FORECAST.match(label)
            assert forecast is not None
            label, verb = label[forecast.end() :], forecast[0] + verb
        text = f"{verb}{label}{degree}{shown(amount, context)}{item.tail}"
    if not context.head or not (item.bracket or item.subset):
        context.head = amount
    context.last, context.last_label, context.unit, context.base = amount, label, amount.unit, ""
    context.rate_subject = is_rate(label, amount)
    if label:
        context.subject = label
    return Clause("", _timed(period, text))


def _timed(period: str, text: str) -> str:
    if not period:
        return text
    if period.startswith("截至") or (period in ("上半年", "今年以来", "年初以来", "今年", "全年", "目前") and not starts_with_action(text)):
        return f"{period}，{text}"
    return f"{period}{text}"


Swap = Callable[[Amount], str | None]
