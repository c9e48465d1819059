"""Comparisons and tables: a figure a side or a year, who is larger only where they are comparable. `matching` finds the figures."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.writing.conversation.answers import Answer, Citation, Table
from assistant.writing.conversation.identity import period_of
from assistant.writing.conversation.lookup import absent_line
from assistant.writing.conversation.matching import ENOUGH, Candidate, Matcher, best_of
from assistant.writing.conversation.question import Ask, Question, Side
from assistant.writing.conversation.searching import Shelf
from assistant.writing.conversation.wordings import amount, place_name, report_name

#: how many candidates a side are tried against each other, and years or units a table shows
_TRIED = 8
_ROWS = 12


def compare(question: Question, shelf: Shelf) -> Answer:
    """One figure a side, the difference, and who is larger."""
    if not question.asks:
        return Answer("没有看懂要比较什么；请写明指标。", (), True, "compare")
    ask = question.asks[0]
    pools = [_pool(question, side, ask, shelf) for side in question.sides]
    chosen = _together(pools)
    lines: list[str] = []
    citations: list[Citation] = []
    missing: list[str] = []
    for side, one in zip(question.sides, chosen, strict=True):
        if one is None:
            named = tuple(one for one in question.named if one.written == side.written) or question.named
            missing.append(absent_line(replace(question, named=named, years=(side.year,) if side.year else question.years), ask))
            continue
        told = f"{place_name(one.statement)}{one.year or ''}年{one.quantity.indicator or ask.name}{amount(one)}"
        if any(other is not None and other.statement.place is not None for other in chosen):
            # notes beside reports: which figure is whose
            told += f"（{report_name(one.statement)}）"
        lines.append(told)
        _add(citations, one)
    found = [one for one in chosen if one is not None]
    if not found:
        return Answer("".join(dict.fromkeys(missing)), (), True, "compare")
    text = "，".join(lines) + "。"
    if len(found) > 1:
        text += _verdict(found)
    return Answer(text + "".join(missing), tuple(citations), bool(missing), "compare")


def _pool(question: Question, side: Side, ask: Ask, shelf: Shelf) -> list[Candidate]:
    own = replace(
        question, units=side.units or question.units, years=(side.year,) if side.year else (), kind="lookup",
        named=tuple(one for one in question.named if not side.written or one.written == side.written))
    statements = shelf.gather(own)
    if not statements:
        return []
    # 24年比23年增长多少 is about the amounts of the two years
    years = len({one.units for one in question.sides}) < 2 and len(question.sides) > 1
    wanted = ask if ask.wanted in ("share", "rank") or (ask.wanted == "growth" and not years) else replace(ask, wanted="level")
    ranked = Matcher(statements, own).rank(wanted)
    if best_of(ranked) is None:
        return []
    return [one for one in ranked if not one.faults and one.cover >= ENOUGH and not one.quantity.masked][:_TRIED]


def _together(pools: Sequence[Sequence[Candidate]]) -> list[Candidate | None]:
    """One candidate a side so that names and units agree as far as they can."""
    filled = [pool for pool in pools if pool]
    if len(filled) > 3:
        return [pool[0] if pool else None for pool in pools]
    best: tuple[float, tuple[Candidate, ...]] = (float("-inf"), ())
    for row in itertools.product(*filled):
        score = sum(one.score for one in row)
        for one, other in itertools.combinations(row, 2):
            mine, theirs = one.quantity, other.quantity
            score += 0.25 if mine.indicator == theirs.indicator and mine.indicator else 0.0
            score += 0.25 if mine.dimension == theirs.dimension else -0.4
            score += 0.1 if mine.change == theirs.change else -0.1
        if score > best[0]:
            best = (score, row)
    chosen = iter(best[1])
    return [next(chosen) if pool else None for pool in pools]


def _verdict(found: Sequence[Candidate]) -> str:
    quantities = [one.quantity for one in found]
    if any(quantity.base is None for quantity in quantities) or len({quantity.dimension for quantity in quantities}) > 1:
        return "两个数的单位不同，不能直接比较。"
    if any(quantity.change == "rank" for quantity in quantities):
        first = min(found, key=lambda one: one.quantity.base or Decimal(0))
        return f"{_label(first, found)}名次靠前。"
    ordered = sorted(found, key=lambda one: one.quantity.base or Decimal(0))
    low, high = ordered[0], ordered[-1]
    text = ""
    if low.quantity.base == high.quantity.base:
        text = "两者相同。"
    elif len(found) == 2:
        same_unit = place_name(found[0].statement) == place_name(found[1].statement)
        later = max(found, key=lambda one: one.year or 0)
        earlier = min(found, key=lambda one: one.year or 0)
        if same_unit and later.year != earlier.year:
            text = _change(earlier, later)
        else:
            text = f"{_label(high, found)}更{_word(high)}，多{_difference(low, high)}。"
    else:
        text = f"{_label(high, found)}最{_word(high)}，{_label(low, found)}最{'少' if _word(high) == '多' else '低'}。"
    years = {one.year for one in found}
    units = {place_name(one.statement) for one in found}
    if len(units) > 1 and len(years) > 1:
        text += f"注意：年份不同（{'、'.join(f'{_label(one, found)}为{one.year}年' for one in found)}），只能参考。"
    kinds = [period_of(one.statement, one.quantity).kind for one in found]
    periods = {kind if kind in ("months", "half", "quarter") else "year" for kind in kinds}
    if len(periods) > 1:
        text += "注意：所涵盖的时段不同，只能参考。"
    return text


def _word(candidate: Candidate) -> str:
    return "高" if candidate.quantity.dimension in ("%", "百分点") else "多"


def _label(candidate: Candidate, found: Sequence[Candidate]) -> str:
    units = {place_name(one.statement) for one in found}
    return place_name(candidate.statement) if len(units) > 1 else f"{candidate.year}年"


def _difference(low: Candidate, high: Candidate) -> str:
    """The difference of two figures, in the unit of the larger one, with as many decimals as the figures have."""
    mine, theirs = high.quantity, low.quantity
    assert mine.base is not None
    assert theirs.base is not None
    assert mine.value
    if mine.dimension == "%":
        return f"{_plain(mine.value - (theirs.value or 0), max(mine.decimals, theirs.decimals))}个百分点"
    factor = mine.base / mine.value
    decimals = max(mine.decimals, theirs.decimals) if mine.unit == theirs.unit else max(mine.decimals, 4)
    return f"{_plain((mine.base - theirs.base) / factor, decimals)}{mine.unit}"


def _plain(value: Decimal, decimals: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _change(earlier: Candidate, later: Candidate) -> str:
    before, after = earlier.quantity.base, later.quantity.base
    assert before is not None
    assert after is not None
    low, high = (earlier, later) if after >= before else (later, earlier)
    text = f"{later.year}年比{earlier.year}年{'多' if after > before else '少'}{_difference(low, high)}"
    if before and later.quantity.dimension != "%":
        rate = _plain(abs(after - before) / before * 100, 1)
        if "." not in rate:
            rate += ".0"
        text += f"，{'增长' if after > before else '下降'}{rate}%"
    return text + "（按两数推算）。"


def _add(citations: list[Citation], candidate: Candidate) -> int:
    cited = candidate.statement.cite()
    if cited not in citations:
        citations.append(cited)
    return citations.index(cited) + 1


def tabulate(question: Question, shelf: Shelf) -> Answer:
    """A table of an indicator over the years (or of several units), from the library's figures."""
    if not question.asks:
        return Answer("没有看懂要列哪个指标；请写明指标，例如“某某区近三年税收收入”。", (), True, "table")
    years = _years(question, shelf)
    units = list(dict.fromkeys(question.units)) or [
        unit for unit in shelf.units.classes if set(shelf.years_of([unit])) & set(years)][:_ROWS]
    rows: list[tuple[str, ...]] = []
    cites: list[int] = []
    citations: list[Citation] = []
    for unit, ask in itertools.product(units, question.asks):
        known: Candidate | None = None
        for year in years:
            pool = _pool(question, Side((unit,), year), ask, shelf)
            if known is not None:
                alike = known
                pool.sort(key=lambda one: -(one.score + (0.25 if one.quantity.indicator == alike.quantity.indicator else 0.0)
                                            + (0.25 if one.quantity.dimension == alike.quantity.dimension else -0.4)))
            one = pool[0] if pool else None
            known = known or one
            if one is None:
                rows.append((unit, f"{year}年", ask.name, "库中没有", ""))
                cites.append(0)
                continue
            rows.append((unit, f"{year}年", one.quantity.indicator, amount(one), report_name(one.statement)))
            cites.append(_add(citations, one))
    if not citations:
        return Answer(absent_line(question, question.asks[0]), (), True, "table")
    table = Table(("单位", "年份", "指标", "数值", "出处"), tuple(rows), tuple(cites))
    return Answer(table.markdown(), tuple(citations), False, "table", table)


def _years(question: Question, shelf: Shelf) -> list[int]:
    if len(question.years) > 1:
        return sorted(question.years)[:_ROWS]
    known = shelf.years_of(question.units)
    if question.since:
        return [year for year in known if year >= question.since][-_ROWS:]
    if question.years:
        return list(question.years)
    return known[-min(question.latest or 99, _ROWS) :]


def most_of(question: Question, shelf: Shelf) -> Answer:
    """Which unit of the library has the most (or the least) of something."""
    found: list[Candidate] = []
    for unit in list(shelf.units.classes)[: 4 * _ROWS]:
        years = question.years or tuple(shelf.years_of([unit])[-1:])
        pool = _pool(question, Side((unit,), years[0] if years else None), question.asks[0], shelf) if question.asks else []
        found.extend(pool[:1])
    if not found:
        return Answer(absent_line(question, question.asks[0] if question.asks else None), (), True, "compare")
    dimension = max({one.quantity.dimension for one in found}, key=lambda name: sum(one.quantity.dimension == name for one in found))
    found = [one for one in found if one.quantity.dimension == dimension and one.quantity.base is not None]
    ranked = any(one.quantity.change == "rank" for one in found)
    least = ranked or any(word in question.text for word in ("最少", "最低", "最小"))
    found.sort(key=lambda one: one.quantity.base or Decimal(0), reverse=not least)
    citations: list[Citation] = []
    rows = [
        (place_name(one.statement), f"{one.year}年", one.quantity.indicator, amount(one), report_name(one.statement))
        for one in found[:_ROWS]]
    cites = tuple(_add(citations, one) for one in found[:_ROWS])
    table = Table(("单位", "年份", "指标", "数值", "出处"), tuple(rows), cites)
    first = found[0]
    named = f"{place_name(first.statement)}（{first.year}年{first.quantity.indicator}{amount(first)}）"
    text = f"资料库里有这个数的共{len(found)}个单位，排在最前的是{named}。"
    if len({one.year for one in found}) > 1:
        text += "各单位年份不同，只能参考。"
    return Answer(f"{text}\n\n{table.markdown()}", tuple(citations), False, "compare", table)
