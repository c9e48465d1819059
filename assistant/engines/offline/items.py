"""What a clause says: a value, a growth, a base, a target, a share, a move, or words. How it is written is decided in `phrasing`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.engines.offline.amounts import Amount, Move, amounts
from assistant.engines.offline.clauses import Clause

Kind = Literal["words", "value", "growth", "delta", "named growth", "base", "target", "completion", "rate", "share", "move", "bare"]

_SINCE = r"(?:同比|环比|比上?去?年(?:同期|末|底)?|较上?去?年(?:同期|末|底)?|比年初|较年初|比上年末|比前一年)"
_UP = r"增长|增加|上升|提高|提升|净增加|净增|上涨|扩大|增|提"
_DOWN = r"下降|降低|减少|回落|压减|压降|压缩|缩短|缩小|收窄|降|减|少"
_GROWTH = re.compile(rf"^(?P<since>{_SINCE})?\s*(?P<noun>增速|增幅|增长率)?(?:为|达)?\s*(?P<verb>{_UP}|{_DOWN}|多)?(?:了|为|达)?\s*$")
_NAMED = re.compile(
    rf"^(?P<name>.*?[\u4e00-\u9fffA-Za-z.\d”）])\s*(?P<since>{_SINCE})?\s*(?P<verb>增速|增幅|{_UP}|{_DOWN})?(?:为|达|了)?\s*$"
)
_SHARE = re.compile(r"^(?:只|仅)?(?:共|合计)?占(?:比|比重)?(?:达|为|约)?(?P<whole>[^\d]*?)的?(?:比重|比例)?(?:达|为)?$")
_TARGET = re.compile(r"^(?:年度|全年|年初|今年|年)?(?:的)?(?:目标|任务|计划)(?:任务|数|值|为|是)*$")
_COMPLETION = re.compile(
    r"^(?:已|共|已经)?(?:完成|达到|为|占)(?P<what>(?:全年|年度|年初|今年|年)?(?:的)?(?:目标|任务|计划|进度)?(?:任务|投资)?)(?:的)?$"
    r"|^(?P<what2>(?:目标|任务|计划)?)(?:完成率|完成比例|完成)$|^进度$|^为?(?P<what3>(?:全年|年度)(?:目标|任务|计划)(?:任务)?)的?$"
)
_BASE = re.compile(r"^(?P<base>(?:上年|去年)(?:同期|底|末)?|年初|同期|(?:19|20)\d\d年(?:底|末|同期)?)(?:为|是|只有|仅)?$")
_SUBSET = re.compile(r"^(?:其中|包括|含)[：:]?\s*")
_COLLOQUIAL = re.compile(r"^(?:过半差一点|接近过半|差一点|快过半|刚过半)\s*$")
_OF_TARGET = re.compile(r"^(?:已|共)?完成(?P<what>全年|年度|年初|今年)?(?:的)?(?P<noun>目标|任务|计划)?$")


@dataclass(frozen=True, slots=True)
class Item:
    """A read clause. label: words before the amount; tail: words behind it; sep: the sign before the clause.

    amount is None for words. second: the other amount of a joint reading (目标 130亿 in 完成全年130亿的47.6).
    subset: said to be a part (其中, brackets). bracket: 1 when it stood in brackets behind the item before.
    """

    kind: Kind
    label: str = ""
    amount: Amount | Move | None = None
    tail: str = ""
    sep: str = ""
    start: int = 0
    second: Amount | None = None
    since: str = ""
    verb: str = ""
    subset: bool = False
    bracket: bool = False

    @property
    def single(self) -> Amount | None:
        """The amount where it is one number and no move."""
        return self.amount if isinstance(self.amount, Amount) else None


def items_of(clause: Clause) -> list[Item]:
    """The items of a clause, those of its brackets behind them. Offsets of amounts are moved to the note's."""
    found = _read(clause.text, clause.start, clause.sep)
    for bracket in clause.brackets:
        inner = [item for part in bracket.clauses for item in items_of(part)]
        if any(item.kind == "words" for item in inner) and not all(item.kind == "words" for item in inner):
            # words and figures mixed: one remark, kept in brackets as it is
            inner = [Item("words", bracket.text, start=bracket.start)]
        found += [replace(item, bracket=True) for item in inner]
    return found


def _read(text: str, offset: int, sep: str) -> list[Item]:
    body = _SUBSET.sub("", text)
    cut = len(text) - len(body)
    subset = cut > 0
    offset += cut
    brackets = [match.span() for match in re.finditer(r"（[^（）]*）", body)]
    # what stands in brackets inside a clause belongs to the name before it
    free = [one for one in amounts(body) if not any(start < one.start < end for start, end in brackets)]
    every = _joined(free, body)
    if not every:
        return [Item("words", body.strip(), None, "", sep, offset, subset=subset)]
    target = _of_target(body, every)
    if target is not None:
        goal = _at(target.second, offset)
        return [
            replace(target, sep=sep, start=offset, amount=_at(target.amount, offset), second=goal if isinstance(goal, Amount) else None)
        ]
    found: list[Item] = []
    begin = 0
    for position, amount in enumerate(every):
        label = body[begin : amount.start]
        end = every[position + 1].start if position + 1 < len(every) else len(body)
        following = body[amount.end : end]
        tail, nxt = (following, end) if position + 1 == len(every) else _tail(following, amount.end)
        item = _kind(label.strip(), amount, tail.strip())
        first = not found
        place = offset + begin
        found.append(replace(item, sep=sep if first else "~", start=place, amount=_at(amount, offset), subset=subset and first))
        begin = nxt
    return found


def _joined(every: list[Amount | Move], body: str) -> list[Amount | Move]:
    """Leave out amounts that belong to a name: a bar (10亿以上5个), a leading count that heads a noun (67家企业获贷23.5亿)."""
    kept: list[Amount | Move] = []
    for position, amount in enumerate(every):
        following = every[position + 1] if position + 1 < len(every) else None
        if isinstance(amount, Amount) and following is not None:
            between = body[amount.end : following.start]
            bounded = amount.after in ("以上", "以下", "以内") or bool(amount.high) or amount.before in ("过", "超")
            is_bar = amount.kind in ("money", "bare", "time") and bounded
            aged = amount.kind in ("count", "time") and bool(amount.after) and not between and not isinstance(following, Move)
            if aged and isinstance(following, Amount) and following.kind == "percent":
                continue
            counted = isinstance(following, Move) or following.kind in ("count", "percent", "") or bool(following.kind)
            beside = isinstance(following, Amount) and following.kind in ("money", "bare") and not between.strip()
            if is_bar and counted and len(between) <= 10 and not beside:
                continue
            # 亿元以上 stands without a number and is no amount at all
            leading = not body[: amount.start].strip() or re.fullmatch(r"(?:全部|这|上述|共)?", body[: amount.start].strip())
            unsigned = not amount.sign and not (isinstance(following, Amount) and following.sign)
            if leading and amount.kind in ("count", "money", "bare", "time") and between.strip() and unsigned:
                continue
        kept.append(amount)
    return kept


def _tail(text: str, start: int) -> tuple[str, int]:
    """Between two amounts of one clause: all words go to the later one."""
    return "", start


def _shifted(amount: Amount, offset: int) -> Amount:
    return replace(amount, start=amount.start + offset, end=amount.end + offset)


def _at(amount: Amount | Move | None, offset: int) -> Amount | Move | None:
    if isinstance(amount, Amount):
        return _shifted(amount, offset)
    if isinstance(amount, Move):
        low, high = _shifted(amount.low, offset), _shifted(amount.high, offset)
        return Move(amount.start + offset, amount.end + offset, low, high, amount.rank)
    return None


def _of_target(body: str, every: list[Amount | Move]) -> Item | None:
    """完成全年130亿的47.6."""
    if len(every) != 2 or not all(isinstance(amount, Amount) for amount in every):
        return None
    goal, rate = every
    assert isinstance(goal, Amount)
    assert isinstance(rate, Amount)
    match = _OF_TARGET.match(body[: goal.start].strip())
    if match and body[goal.end : rate.start].strip() in ("的", "") and rate.kind in ("percent", "") and not body[rate.end :].strip():
        return Item("completion", match["noun"] or "目标", rate.with_unit("%"), second=goal, since=match["what"] or "")
    return None


def _kind(label: str, amount: Amount | Move, tail: str) -> Item:
    if isinstance(amount, Move):
        return Item("move", label, amount, tail)
    percent = amount.kind == "percent"
    bare_number = amount.kind == ""
    growth = _GROWTH.match(label)
    signed = bool(amount.sign)
    if growth and (growth[0] or signed) and not tail:
        told = bool(growth["since"] or growth["noun"] or growth["verb"] in ("增", "增长", "降", "下降") or signed)
        unit_known = percent or (bare_number and told and growth["verb"] not in ("净增", "少", "多"))
        verb = growth["verb"] or ""
        return Item("growth" if unit_known else "delta", "", amount, tail, since=growth["since"] or "", verb=verb)
    if _COLLOQUIAL.match(label) and percent:
        return Item("rate", "", amount, tail)
    share = _SHARE.match(label)
    if share and (percent or bare_number) and label.startswith(("占", "只占", "仅占", "共占", "合计占")):
        return Item("share", share["whole"].strip(), amount, tail)
    completion = _COMPLETION.match(label)
    if completion and percent:
        what = completion["what"] or completion["what2"] or completion["what3"] or ("进度" if label == "进度" else "")
        return Item("completion", what, amount, tail)
    if label in ("年度", "全年") and amount.kind in ("money", "bare"):
        return Item("target", "年度目标" if label == "年度" else "全年目标", amount, tail)
    if _TARGET.match(label) and not percent:
        return Item("target", label, amount, tail)
    base = _BASE.match(label)
    if base:
        return Item("base", base["base"], amount, tail)
    if not label:
        return Item("rate" if percent and not tail else "bare", "", amount, tail)
    named = _NAMED.match(label)
    if named and not tail and (signed or (named["verb"] and (percent or amount.kind == "points" or bare_number))):
        verb = named["verb"] or ""
        rated = percent or amount.kind == "points"
        grows = verb in ("增速", "增幅", "") or rated or (bare_number and verb in ("增", "增长", "降", "下降"))
        counted = verb in ("净增", "增加", "减少", "少", "多") and not rated and not signed
        to_value = verb in ("压缩", "缩短", "压减", "提高", "提升", "降低") and not signed
        if grows and not counted and not to_value:
            return Item("named growth", named["name"].strip(), amount, tail, since=named["since"] or "", verb=verb)
    return Item("value", label, amount, tail)
