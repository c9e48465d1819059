"""Follow-up questions: what a question takes over from the one before it. Nothing is searched here."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.writing.conversation.question import Question, Side

_FOLLOWS = re.compile(
    r"呢[？?]?$|^(?:那么?|还有|再|另外|它|他们|该区|其中|同期|跟|和|与|比)|多还是少|这个(?:数|指标)|(?:它"
    r"|该区|该公司)的?")
_AGAINST = re.compile(r"^(?:那么?)?(?:跟|和|与|同|比|对比)|比(?:呢|一下|较)?[，？?]|相比")
#: words that name nothing: a question of these alone asks for what was asked before
_EMPTY = re.compile(r"^[那么还再呢的？?，。是有多少几\s\u3000跟和与比同还是高低大小更谁哪个]*$")


def complete(question: Question, before: Question | None) -> Question:
    """The question with unit, year, thing asked, period and scope of the one before, as far as it leaves them open."""
    if before is None or not _is_follow_up(question, before):
        return question
    terms = [term for ask in question.asks for term in ask.terms if term.weight >= 1 and term.text not in question.scope]
    asks = question.asks if terms else before.asks
    if not terms and question.target:
        asks = tuple(replace(ask, target=True) for ask in asks)
    units, named = (question.units, question.named) if question.units or question.unknown else (before.units, before.named)
    same_unit = not question.units or question.units == before.units
    years = question.years or (before.years if same_unit or not question.units else ())
    against = (
        (bool(_AGAINST.search(question.text)) or question.kind == "compare") and (question.units or question.years) and not question.sides)
    kind = question.kind if terms or question.kind in ("compare", "table", "wording", "list") else before.kind
    if question.kind == "lookup" and before.kind in ("table", "compare") and terms and not question.units and not question.years:
        # 那高新技术企业呢 after a table asks for the same table of something else
        kind = before.kind
    sides = question.sides
    if against and before.kind in ("lookup", "compare"):
        kind = "compare"
        first = Side(before.units, before.years[0] if before.years else None, before.named[0].written if before.named else "")
        second = Side(
            question.units or before.units, question.years[0] if question.years else (before.years[0] if before.years else None),
            question.named[0].written if question.named else "")
        sides = (first, second)
        units = tuple(dict.fromkeys((*before.units, *question.units)))
        named = (*before.named, *question.named)
        years = tuple(dict.fromkeys(year for year in (first.year, second.year) if year))
    elif kind == "compare" and not sides and before.sides:
        sides = before.sides
    whole = question.text if terms else f"{question.text}（接“{before.text}”）"
    return replace(
        question, text=whole, kind=kind, asks=asks, units=units, named=named,
        context=question.context or (before.context if not terms else ()),
        years=years, latest=question.latest or (before.latest if kind == "table" else 0),
        since=question.since or (before.since if kind == "table" else 0), sides=sides,
        period=question.period or (before.period if not question.years else None),
        scope=question.scope or ("" if terms or question.scope else before.scope),
        target=question.target or (before.target and not terms), unknown=question.unknown or (before.unknown if not question.units else ()))


def _is_follow_up(question: Question, before: Question) -> bool:
    if question.kind == "wording" or question.most or (question.named and not question.units):
        return False
    lacks = not question.units and not question.unknown
    if _FOLLOWS.search(question.text) or not question.asks or _EMPTY.match(question.text):
        return True
    # a question after another one that names neither unit nor year goes on about the same
    plain = question.kind in ("lookup", "compare", "table", "passage")
    return lacks and plain and bool(before.units or before.unknown) and len(question.text) <= 24
