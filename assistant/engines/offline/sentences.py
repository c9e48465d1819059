"""One note becomes formal sentences: its groups with their labels and dates. Items are put into words in `statements`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.engines.offline.amounts import Amount, Move, amounts
from assistant.engines.offline.clauses import Group, groups_of
from assistant.engines.offline.items import Item, items_of
from assistant.engines.offline.lexicon import rate_name_of
from assistant.engines.offline.phrasing import Context, formal, polished, starts_with_action, take_period, tidy
from assistant.engines.offline.statements import statements
from assistant.engines.offline.telling import Statement, is_share, timed

_DIVISION = "规模|产业|行业|类型|区域|板块|领域|阶段|性质|来源|业态|地区"
_BY = re.compile(
    rf"^(?:按|分)?(?P<by>{_DIVISION})(?:分|看|划分)?$|^(?P<what>.{{0,12}}?)(?:分|按)(?P<by2>{_DIVISION})(?:分|看|划分)?$"
)
_TOTAL_LABEL = re.compile(r"^合\s*计\s*(?P<count>\d+\s*\D{1,3})?$")
_RECORD = re.compile(
    r"^(?:总投资|计划总投资|投资|累计|年度|年内|面积|规模|占地|用地|建筑面积|一期|二期|年产|年交易额|实际|合同|进度|产值|亩均|协议|\d{1,2}月)"
)
_RANKING = re.compile(r"(?:考核|评价|考评|评比|排名|排位|测评)$")
_MERE_TOPIC = re.compile(
    r"^(?:安全|民生|招商|土地|机关作风|党建|科技|环保|其他|亮点|人才|金融|项目|总体要求|综合|经济|主要目标|目标|纪检|人力|人事|财务|审计|融资|资产|工程"
    r"|办公室|宣传|工会|组织|应急|信访|文明创建|城管|综治|统计|财政|税务|经发|建设|规划)$"
)
_NUMBERED = re.compile(
    r"^(?P<verb>要抓好?|重点抓好?|抓好?|实施|围绕)?"
    r"(?P<name>.{0,6}?[一二两三四五六七八九十]+(?:个方面|件事|大[\u4e00-\u9fff]{2}|项[\u4e00-\u9fff]{2}|件实事))$"
)
_BAR = re.compile(r"\d+(?:\.\d+)?亿元?以上(?:项目|企业)?")
_DATE = re.compile(
    r"(?:截[至止]到?)?(?:(?:19|20)\d\d年)?(?:\d{1,2}(?:[-—~]\d{1,2})?月)(?:\d{1,2}日)?(?:份)?[底末初]?(?:数据?)?"
)


def sentences_of(text: str, context: Context) -> list[str]:
    """The formal sentences of a folded note without its remarks to the writer, without the final full stop."""
    found: list[str] = []
    for number, group in enumerate(groups_of(text)):
        written = polished(tidy(_joined(_group(group, context)))).strip("，；。、： ")
        if not written:
            continue
        if number and found and not group.label and re.match(r"预计全年(?:完成|实现|达到|增长)?\d", written):
            # the same indicator for the whole year
            found[-1] += f"，{written}"
        elif number and found and (_goes_on(written, group) or len(found[-1]) + len(written) < 44):
            again = written.startswith("其中") and "其中" in found[-1]
            found[-1] += ("，" if written.startswith("其中") and not again and len(written) < 40 else "；") + written[2 if again else 0 :]
        else:
            found.append(written)
    return found


def _joined(clauses: Sequence[Statement]) -> str:
    return "".join(one.text if not at else (one.sep if one.sep != "?" else "") + one.text for at, one in enumerate(clauses))


def _goes_on(text: str, group: Group) -> bool:
    """Whether a group has no subject of its own and goes on with the group before it."""
    return text.startswith(("其中", "占", "同比", "比", "完成目标", "完成年度")) and not group.label


def _group(group: Group, context: Context) -> list[Statement]:
    items, front = _dates([item for clause in group.clauses for item in items_of(clause)])
    label = group.label.strip()
    if not label:
        items = _as_class(_as_part(_with_degrees(_with_share(items)), context), context)
        return _fronted(front, statements(items, context))
    total = _TOTAL_LABEL.match(label)
    if total:
        count = (total["count"] or "").strip()
        return _fronted(front, _behind(f"{count}{'项目' if count.endswith('个') else ''}合计", statements(items, context)))
    by = _BY.match(label)
    if by:
        counted = next((one for one in reversed(context.heads) if one.kind == "count"), None)
        if counted is not None:
            context.head, context.unit = counted, counted.unit
        head = f"{formal(by['what'] or '')}按{by['by'] or by['by2']}分"
        return _fronted(front, _behind(f"{head}，", statements(items, context, listed=True)))
    inside = [one for one in amounts(label) if isinstance(one, Amount)]
    if inside and not label.endswith("）") and not label[inside[-1].end :].strip():
        head_items = [_moved(item, group.label_start) for clause in groups_of(label)[0].clauses for item in items_of(clause)]
        last = next((item.single for item in reversed(head_items) if item.single is not None), None)
        if last is not None and len(items) > 1:
            items = _as_part(items, replace(context, head=last, heads=(last,)))
        return _fronted(front, statements([*head_items, *(replace(item, sep=item.sep or "，") for item in items)], context))
    return _fronted(front, _labelled(label, items, context))


def _as_part(items: list[Item], context: Context) -> list[Item]:
    """固投121.7亿，+8.3%；工业投资77.4亿，占63.6%: a figure with its true share of the one before it is a part of it."""
    if len(items) < 2 or context.head is None or items[0].kind != "value" or items[0].single is None:
        return items
    shares = (one for one in items[1:4] if one.kind in ("share", "rate") or (one.kind == "move" and one.label.startswith("占")))
    second = next(shares, items[1])
    share = second.amount.high if isinstance(second.amount, Move) and second.label.startswith("占") else second.single
    if second.kind not in ("share", "rate", "move") or (second.kind == "share" and second.label) or share is None:
        return items
    part = items[0].single
    if any(is_share(part, head, share) for head in context.heads[-3:]):
        return [replace(items[0], subset=True), *items[1:]]
    return items


def _with_share(items: list[Item]) -> list[Item]:
    """惠企资金1.56亿，免申即享0.92亿，占59.0%: money with its true share of the money before it is a part of it."""
    for at in range(1, len(items) - 1):
        whole, part, share = items[at - 1 : at + 2]
        if whole.kind != "value" or part.kind != "value" or share.kind not in ("share", "rate"):
            continue
        if share.label or part.bracket or part.subset:
            continue
        if not (whole.single and part.single and share.single) or not {whole.single.kind, part.single.kind} <= {"money", "bare"}:
            continue
        named = starts_with_action(part.label) or rate_name_of(part.label) or re.search(r"[增减缴付还]", part.label)
        if not named and is_share(part.single, whole.single, share.single):
            items = [*items[:at], replace(part, subset=True), *items[at + 1 :]]
    return items


def _with_degrees(items: list[Item]) -> list[Item]:
    """引进高层次人才45人，博士19: a degree, or a kind of patent, is a part of the larger number right before it."""
    for at in range(1, len(items)):
        whole, part = items[at - 1].single, items[at].single
        if items[at - 1].kind != "value" or items[at].kind != "value" or whole is None or part is None or items[at].subset:
            continue
        people = whole.unit in ("人", "名") and re.search(r"人才|专家|人员|干部|员工|教师|职工$", items[at - 1].label)
        degree = re.fullmatch(r"(?:博士|硕士|博士后|研究生|本科)(?:学历|研究生|及?以上)*", items[at].label)
        patents = re.search(r"专利$", items[at - 1].label) and re.fullmatch(r"发明(?:专利)?", items[at].label)
        same = (people and degree and part.unit in ("", "人", "名")) or (patents and part.unit in ("", "件"))
        if same and (part.value or 0) < (whole.value or 0):
            items = [*items[:at], replace(items[at], subset=True), *items[at + 1 :]]
    return items


def _as_class(items: list[Item], context: Context) -> list[Item]:
    """签约44个，协议投资180.6亿；10亿以上5个: a smaller count above a bar, alone in its group, is a part of the count before it."""
    single = items[0].single if len(items) == 1 and items[0].kind == "value" else None
    if context.plan or single is None or single.sign or single.unit not in ("", "个", "家", "户") or not _BAR.fullmatch(items[0].label):
        return items
    whole = next((one for one in reversed(context.heads) if one.kind == "count"), None)
    if whole is None or not 0 < (single.value or 0) < (whole.value or 0) or single.unit not in ("", whole.unit):
        return items
    return [replace(items[0], subset=True)]


def _moved(item: Item, by: int) -> Item:
    amount = item.amount
    if isinstance(amount, Amount | Move):
        amount = replace(amount, start=amount.start + by, end=amount.end + by)
    return replace(item, amount=amount, start=item.start + by)


def _dates(items: list[Item]) -> tuple[list[Item], str]:
    """A date in brackets behind the first figure says when the whole is true: 213家（11月底）."""
    kept, front = [], ""
    for item in items:
        if item.kind == "words" and item.bracket and _DATE.fullmatch(item.label):
            time = re.sub(r"^截[至止]到?|数据?$", "", item.label)
            front = f"截至{time}" if not re.search(r"\d[-—~]\d", time) else time
            continue
        kept.append(item)
    return kept, front


def _fronted(front: str, clauses: list[Statement]) -> list[Statement]:
    if not front or not clauses or re.match(r"截至|\d{1,2}—", clauses[0].text):
        return clauses
    return _behind(f"{tidy(front)}，", clauses)


def _behind(front: str, clauses: list[Statement]) -> list[Statement]:
    return [Statement("", front + clauses[0].text), *clauses[1:]] if clauses else []


def _labelled(label: str, items: list[Item], context: Context) -> list[Statement]:
    """A label without a figure before a colon: an indicator, a project, a campaign, a list or a mere subject."""
    first = items[0] if items else None
    if first is None:
        return [Statement("", formal(label))]
    period, name = take_period(label)
    own_period, own = take_period(first.label)
    numbered = _NUMBERED.match(label)
    if numbered and first.kind == "words":
        verb = "重点抓好" if "抓" in (numbered["verb"] or "") else numbered["verb"]
        if not verb and not context.plan and first.label.count("、") and not re.search(r"[事面]$", numbered["name"]):
            # 四大主业：a、b、c
            return _behind(f"{numbered['name']}包括", statements(items, context))
        return _behind(f"{verb or '推进' if context.plan else verb or ''}{numbered['name']}：", statements(items, context))
    if not name:
        return _behind(timed(f"截至{period}" if re.match(r"\d{1,2}月末$", period) else period, ""), statements(items, context))
    if re.fullmatch(r"其\s*中", name):
        return _behind("其中", statements(items, context))
    if _MERE_TOPIC.match(name):
        return statements(items, context)
    main = re.fullmatch(r"重点(签约|开工|在谈|竣工|投产|招引|引进)?(项目|企业)?", name)
    if main:
        return _behind(f"重点{main[1] or ''}{main[2] or '项目'}包括", statements(items, context, listed=True))
    if first.kind == "move" and _RANKING.search(name):
        return _behind(f"在{formal(name)}中", statements(items, context))
    if first.kind in ("value", "bare") and not own and first.single is not None and not first.tail:
        # the figures say only when: the label is the indicator
        return statements([replace(first, kind="value", label=f"{own_period or period}{name}"), *items[1:]], context)
    if first.kind in ("move", "growth", "delta") and not own:
        kind = "move" if first.kind == "move" else "named growth"
        return statements([replace(first, label=name, kind=kind), *items[1:]], context)  # type: ignore[arg-type]
    if _RECORD.match(own) or _RECORD.match(first.label):
        return _behind(formal(name), _staged(statements(items, context)))
    if re.match(r"^[比与]", name):
        return _behind(f"与{formal(name.lstrip('比与'))}相比，", statements(items, context, listed=True))
    if re.match(r"^“[^”]+”$", name):
        return _behind(f"{name}中，", statements(items, context))
    if re.search(r"^(?:新)?开工|^新建|^引进|^续建", name):
        return _behind(formal(name), statements(items, context, listed=True))
    if first.label == "完成" and first.single is not None and len(name) <= 6:
        return statements([replace(first, label=f"完成{name}"), *items[1:]], context)
    if first.kind == "words":
        return _behind(_of_subject(name, context.plan), statements(items, context))
    values = [item for item in items if item.kind == "value" and item.single is not None and item.single.kind != "percent"]
    listed = len(values) > 1 and not any(starts_with_action(item.label) for item in values)
    if re.match(r"^\d", label):
        noun = formal(name)
        return _behind(f"{noun}{'' if noun.endswith(('项目', '企业')) else '项目'}中，", statements(items, context))
    front = f"{period}{formal(name)}中，" if listed else _of_subject(f"{period}{name}", context.plan)
    return _behind(front, statements(items, context, listed=listed))


def _of_subject(name: str, plan: bool = False) -> str:
    """A subject in front of what is said of it."""
    text = formal(name)
    if plan and re.search(r"(?:园区|平台|中心|体系|工程|示范区)$", text):
        return f"推进{text}建设，"
    if re.fullmatch(r"[\u4e00-\u9fff“”]{2,12}行动", text) and not starts_with_action(name) and not re.match(r"实施|开展|推进", text):
        return f"实施{text}，"
    return f"{text}，" if (starts_with_action(name) and len(name) > 2) or len(name) > 8 else f"{text}方面，"


def _staged(clauses: list[Statement]) -> list[Statement]:
    """A project's record that ends in a bare stage: 竣工 becomes 已竣工, 桩基 becomes 进展到桩基."""
    if len(clauses) < 2 or re.search(r"\d", clauses[-1].text) or len(clauses[-1].text) > 8:
        return clauses
    stage = clauses[-1].text
    done = re.search(r"^(?:竣工|投产|通水|通车|结顶|封顶|竣备|交付|投用|开工|达产|完工)$", stage)
    named = f"已{stage}" if done else stage if re.search(r"[已将拟待]|完成|滞后|停", stage) else f"进展到{stage}"
    return [*clauses[:-1], replace(clauses[-1], text=named)]
