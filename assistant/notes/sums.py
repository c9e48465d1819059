"""Totals of the notes against their parts: 合计 of a table or a list, parts over their total, stock and flow, gross and net."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from assistant.domain.quantity import Conflict, Fact, Note, Quantity
from assistant.notes.identity import is_attached, same_period
from assistant.reference.tables import indicator, relations
from assistant.text.agreement import agree, comparable, plain

_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计)")
_TOGETHER = re.compile(r"(?:合计|共计|总计)(?:达|达到|为)?$")
_AGAIN = re.compile(r"(?:重新认定|复审|重新|续认|续签|到期|老)")
_INSIDE = re.compile(r"(?:家|个|户|项)?(?:[（(](?:其中|含|包括)*|，(?:其中|含))[^，；。（()）]{0,10}$")
_NET = re.compile(r"净增")
#: how far things have come, one step after the other, so that they are no parts: 48个里：注册41，开工27
_STAGE = re.compile(r"(?:签约|注册|备案|落地|开工|在建|投产|竣工|达产|验收|交付|入库|办结|整改|通过)[率数]?$")
_COUNTED = ("家", "户", "个", "件", "人", "名", "项", "次", "场")


def sum_conflicts(notes: Sequence[Note]) -> Iterator[Conflict]:
    """Contradictions between totals and parts, in the order of the notes."""
    yield from _tables(notes)
    for note in notes:
        if not note.instruction:
            yield from _together(note)
            yield from _parts(note)
            yield from _gross(note)
    yield from _net(notes)
    yield from _related(notes)


def _tables(notes: Sequence[Note]) -> Iterator[Conflict]:
    """合计 rows: each column summed over the rows above, and what other notes say of the same total."""
    for place, total in enumerate(notes):
        if not _TOTAL.match(total.text) or "：" not in total.text:
            continue
        rows = _rows(notes, place)
        if len(rows) < 2:
            continue
        for head, whole in _columns(total).items():
            parts = [_columns(row).get(head) for row in rows]
            values = [part.base for part in parts if part is not None and part.base is not None]
            if len(values) != len(rows) or whole.base is None:
                continue
            summed = sum(values, Decimal(0))
            if summed == whole.base:
                continue
            unit = whole.base / whole.value if whole.value else Decimal(1)
            computed = plain(summed / unit)
            terms = "+".join(plain(value / unit) for value in values)
            others = [
                Fact(note.id, one)
                for note in notes if note is not total and note not in rows
                for one in note.quantities if one.base == summed and comparable(one, whole) and head[:2] in note.text
            ]
            told = "".join(f"，素材{fact.note}写{fact.quantity.quote}" for fact in others)
            reason = f"{head}合计{whole.quote}，逐行相加为{computed}{whole.unit}（{terms}）{told}"
            yield Conflict(head, (Fact(total.id, whole), *others), reason, "sum")


def _rows(notes: Sequence[Note], place: int) -> list[Note]:
    """The table rows above a 合计 row: notes of one file in a row that have the same columns."""
    heads = set(_columns(notes[place]))
    rows: list[Note] = []
    for note in reversed(notes[:place]):
        if note.source != notes[place].source or note.part != notes[place].part:
            break
        if len(heads & set(_columns(note))) < max(1, len(heads) - 1):
            break
        rows.append(note)
    return rows[::-1]


def _columns(note: Note) -> dict[str, Quantity]:
    """Column head → figure of a table row put into words (项目：总投资3.2亿元，年内完成…)."""
    found: dict[str, Quantity] = {}
    start = note.text.find("：") + 1
    for one in note.quantities:
        if one.start < start or one.value is None:
            continue
        head = re.split(r"[，：]", note.text[start : one.start])[-1].strip()
        if re.fullmatch(r"[\u4e00-\u9fffA-Za-z]{2,12}", head):
            found.setdefault(head, one)
    return found


def _together(note: Note) -> Iterator[Conflict]:
    """合计 behind a list of one unit: 2次，9次，合计12次."""
    for at, total in enumerate(note.quantities):
        if total.base is None or total.change != "level" or not _TOGETHER.search(note.text[max(0, total.start - 5) : total.start]):
            continue
        parts: list[Quantity] = []
        for one in reversed(note.quantities[:at]):
            if "；" in note.text[one.end : total.start] or one.change != "level":
                break
            if one.unit == total.unit and one.base is not None:
                parts.append(one)
        summed = sum((one.base for one in parts if one.base is not None), Decimal(0))
        if len(parts) >= 2 and summed != total.base and not any(_makes(parts[:count], total) for count in range(2, len(parts) + 1)):
            terms = "+".join(one.quote for one in reversed(parts))
            reason = f"{terms}={plain(summed)}{total.unit}，素材写合计{total.quote}"
            yield Conflict(total.indicator or "合计", (Fact(note.id, total),), reason, "sum")


def _makes(parts: Sequence[Quantity], total: Quantity) -> bool:
    return sum((one.base for one in parts if one.base is not None), Decimal(0)) == total.base


def _parts(note: Note) -> Iterator[Conflict]:
    """其中 parts that are together more than their total: 9名，其中硕士6、博士4."""
    by_total: dict[int, list[Quantity]] = {}
    for one in note.quantities:
        if one.parent >= 0 and one.change in ("level", "increase") and one.base is not None:
            by_total.setdefault(one.parent, []).append(one)
    for start, parts in by_total.items():
        total = next((one for one in note.quantities if one.start == start), None)
        if total is None or total.base is None or total.bound or total.unit not in _COUNTED or len(parts) < 2:
            continue
        alike = [one for one in parts if one.unit == total.unit]
        between = [note.text[one.end : two.start] for one, two in pairwise(alike)]
        # parts by two different cuts (国家级, 省级; 装备, 新材料) stand in two lists, so only neighbours are added
        one_list = all(re.search(r"[、，]", words) and "；" not in words for words in between)
        bars = any("以上" in note.text[max(0, one.start - 8) : one.start] for one in alike)
        summed = sum((one.base for one in alike if one.base is not None), Decimal(0))
        stages = all(_STAGE.search(note.text[max(0, one.start - 6) : one.start]) for one in alike)
        if len(alike) >= 2 and summed > total.base and one_list and not bars and not stages:
            terms = "+".join(one.quote for one in alike)
            reason = f"分项{terms}={plain(summed)}{total.unit}，超过总数{total.quote}"
            yield Conflict(total.indicator, (Fact(note.id, total),), reason, "sum")


def _gross(note: Note) -> Iterator[Conflict]:
    """新认定13（含重新认定5）: the net increase is the difference."""
    for at, total in enumerate(note.quantities[:-1]):
        part = note.quantities[at + 1]
        between = note.text[total.end : part.start]
        if total.value is None or part.value is None or not _INSIDE.match(between) or not _AGAIN.search(between):
            continue
        new = re.search(r"新[^，；。]{0,6}$|新(?:增|认定|签约|引进)[^，；。]{0,8}$", note.text[: total.start])
        if new and part.value < total.value and "；" not in between:
            unit = total.unit or part.unit
            net = plain(total.value - part.value)
            what = between.strip("（(，其中含包括")
            sum_ = f"{plain(total.value)}-{plain(part.value)}"
            gross = f"{new.group()}{total.quote}中含{what}{part.quote}"
            reason = f"{gross}，净新增{net}{unit}（{sum_}），不能写成新增{plain(total.value)}{unit}"
            yield Conflict(total.indicator or new.group(), (Fact(note.id, total),), reason, "definition")


def _net(notes: Sequence[Note]) -> Iterator[Conflict]:
    """净增 against the stocks of two dates, and against what came in and what went out: 168+21-6=183, so 净增21 can't be."""
    for note in notes:
        for now in note.quantities:
            base = next(
                (one for one in note.quantities if one.role == "previous" and one.indicator == now.indicator and comparable(one, now)), None
            )
            if base is None or base.value is None or now.role == "previous" or now.change != "level" or not now.value:
                continue
            if now.unit in _COUNTED:
                yield from _against_stock(note, now, base, notes)


def _against_stock(note: Note, now: Quantity, base: Quantity, notes: Sequence[Note]) -> Iterator[Conflict]:
    grown = (now.value or Decimal(0)) - (base.value or Decimal(0))
    flows = "".join(
        f"{'+' if each.sign > 0 else '-'}{plain(each.value)}"
        for each in note.quantities if each.change == "increase" and each.value is not None and each.start > now.start
    )
    for other in notes:
        if other.part == "plan":
            continue
        for one in other.quantities:
            named = indicator(one.indicator_id)
            flow = named is not None and re.sub(r"^新(?:增|认定)", "", named.name) == now.indicator
            if one.change != "increase" or one.value is None or not (flow or one.indicator == now.indicator):
                continue
            if _NET.search(one.verb or other.text[max(0, one.start - 4) : one.start]) and one.value * one.sign != grown:
                shown = f"{base.quote}{flows}={now.quote}，" if flows else ""
                reason = (
                    f"{now.indicator}由{base.quote}到{now.quote}，{shown}净增{plain(grown)}{now.unit}"
                    f"（{plain(now.value or grown)}-{plain(base.value or grown)}），素材{other.id}写净增{one.quote}"
                )
                yield Conflict(now.indicator, (Fact(other.id, one),), reason, "definition")


def _related(notes: Sequence[Note]) -> Iterator[Conflict]:
    """What can't be larger than another: 税收 over 财政总收入, 累计完成 over 总投资 in one row."""
    for note in notes:
        yield from _overrun(note)
    facts: dict[str, list[Fact]] = {}
    for note in notes:
        for one in note.quantities:
            whole = not one.of and one.parent < 0 and not one.scope and not one.bound and not one.unit_inferred
            if one.indicator_id and one.unit and one.change == "level" and one.role == "actual" and whole and not is_attached(note, one):
                facts.setdefault(one.indicator, []).append(Fact(note.id, one))
    for relation in relations():
        if relation.op not in ("<=", "<") or relation.certainty == "none":
            continue
        hint = "" if relation.certainty == "always" else "，口径可能不同"
        for less in facts.get(relation.left, ()):
            for more in facts.get(relation.right, ()):
                one, two = less.quantity, more.quantity
                if not comparable(one, two) or not same_period(one.period, two.period) or one.base is None or two.base is None:
                    continue
                if one.base > two.base and not agree(one, two):
                    left, right = f"{one.indicator}{one.quote}（{less.note}）", f"{two.indicator}{two.quote}（{more.note}）"
                    yield Conflict(one.indicator, (less,), f"{left}大于{right}，一般不应如此{hint}，请核", "relation")


def _overrun(note: Note) -> Iterator[Conflict]:
    if "：" not in note.text or _TOTAL.match(note.text):
        return
    columns = _columns(note)
    done, whole = columns.get("累计完成") or columns.get("累计完成投资"), columns.get("总投资") or columns.get("计划总投资")
    if done is not None and whole is not None and done.base is not None and whole.base is not None and done.base > whole.base:
        name = note.text.split("：", 1)[0]
        yield Conflict(name, (Fact(note.id, done),), f"{name}累计完成{done.quote}，超过总投资{whole.quote}：超概还是笔误", "relation")
