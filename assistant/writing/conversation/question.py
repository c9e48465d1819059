"""What a question asks: units, years, period, scope, target or actual, one or several things, and of what kind. No searching here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from assistant.domain.quantity import Period
from assistant.retrieval.understanding import Units
from assistant.retrieval.vocabulary import vocabulary
from assistant.text.indicators import resolve
from assistant.text.numerals import chinese
from assistant.text.periods import read_period
from assistant.text.units import unit_of
from assistant.text.width import fold
from assistant.writing.conversation import cues
from assistant.writing.conversation.names import Named, find_units, unknown_names
from assistant.writing.conversation.terms import Term, read_terms

Kind = Literal["lookup", "compare", "table", "list", "wording", "role", "passage"]
#: level: the amount · growth: by how much it rose · share · rank · completion: percent of a target · more: the difference itself
Wanted = Literal["level", "growth", "share", "rank", "completion", "more", "date"]

@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked. terms: what to look for; indicator: row of the table or ""; dimension: of the unit asked for or "".

    name: the words without those that only ask, for sentences about it.
    """

    text: str
    name: str
    terms: tuple[Term, ...]
    indicator: str = ""
    dimension: str = ""
    wanted: Wanted = "level"
    money: bool = False
    #: what is meant to be reached is asked for
    target: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison."""

    units: tuple[str, ...]
    year: int | None
    written: str = ""


@dataclass(frozen=True)
class Question:
    """A question understood. `asks` share units, years, period, scope and role; `sides` are set for comparisons."""

    text: str
    kind: Kind = "lookup"
    asks: tuple[Ask, ...] = ()
    context: tuple[Term, ...] = ()
    units: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    unknown: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    latest: int = 0
    #: 2022年以来: from this year on, 0 where nothing of the kind is said
    since: int = 0
    period: Period | None = None
    whole_year: bool = False
    scope: str = ""
    target: bool = False
    sides: tuple[Side, ...] = ()
    against_previous: bool = False
    most: bool = False
    count: int = 0
    excluded: tuple[Term, ...] = ()
    figures: tuple[str, ...] = field(default=())
    kinds: tuple[str, ...] = ()
    #: the figure of the year before that a report names beside its own is asked for
    base: bool = False
    #: what stands before the year at the very beginning and may be a place: 贵州2025年 …
    lead: str = ""


def read_question(text: str, units: Units, *, own: str = "", today: date | None = None) -> Question:
    """Take a question apart. own: the user's unit; today decides 今年 and 去年."""
    text = fold(text).strip()
    now = (today or date.today()).year
    named = find_units(text, units, own)
    unknown = unknown_names(text, named)
    plain = _blank(text, [(one.start, one.end) for one in (*named, *unknown)])
    negated = cues.NOT.findall(plain)
    plain = cues.NOT.sub(lambda match: " " * len(match.group()), plain)
    years, placed, against, rest = _years(plain, now)
    latest = _latest(text)
    since = cues.SINCE.search(text)
    rest = cues.LATEST.sub(lambda match: " " * len(match.group()), rest)
    period, rest = _period(rest, years[0] if len(years) == 1 else None)
    scope = cues.SCOPE.search(rest)
    kind = _kind(text, rest, years, latest, named, against)
    target = bool(cues.TARGET.search(cues.ROLE.sub("", rest))) and not cues.ACTUAL.search(rest) and kind != "wording"
    asks, context = _asks(rest, kind)
    possible = tuple(dict.fromkeys(unit for one in named for unit in one.units))
    count = re.search(r"([一二两三四五六七八九十]|\d{1,2})(?:大|个|项|类|条|支|张|件|点|方面)", rest)
    return Question(
        text, kind, asks, context, possible, tuple(named), tuple(one.written for one in unknown), years, latest,
        _full(since[1]) if since else 0, period, bool(cues.WHOLE_YEAR.search(rest)),
        scope.group() if scope else "", target, _sides(named, placed, years, against), against, bool(cues.MOST.search(rest)),
        _count(count[1]) if count else 0,
        tuple(term for part in negated for term in read_terms(re.sub(r"^(?:不要|不含|不算|不包括|除了|别要|不是)", "", part))),
        tuple(match.group() for match in re.finditer(r"\d+(?:\.\d+)?(?:[万亿]?元|[万亿]?美元|%|家|个|人|亩|户|项|次)", rest)),
        tuple(name for name, pattern in (("述职", "述职"), ("半年", "半年总结|上半年总结|双过半")) if re.search(pattern, text)),
        bool(re.search(r"(?<![比较])(?:上年|去年)同期", text)) and not years, _lead(text, named, unknown))


def _lead(text: str, named: Sequence[Named], unknown: Sequence[Named]) -> str:
    match = cues.LEAD.match(text)
    return match[1] if match and not named and not unknown else ""


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\u3000" * (end - start) + text[end:]
    return text


def _count(written: str) -> int:
    value = int(written) if written.isdigit() else chinese(written)
    return int(value or 0)


def _full(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _years(text: str, now: int) -> tuple[tuple[int, ...], list[tuple[int, int]], bool, str]:
    """The years named, each with its place, whether the year before is meant as a base, and the text without them."""
    found: list[tuple[int, int]] = []
    spans: list[tuple[int, int]] = []
    for match in cues.YEAR_RANGE.finditer(text):
        first, last = _full(match[1]), _full(match[2])
        if 0 < last - first < 12:
            found.extend((match.start(), year) for year in range(first, last + 1))
            spans.append(match.span())
    rest = _blank(text, spans)
    spans = []
    for match in cues.YEAR_ROW.finditer(rest):
        row = [_full(one) for one in re.findall(rf"{cues.Y4}|[0-4]\d", match.group())]
        if all(1980 < year < 2060 for year in row):
            found.extend((match.start(), year) for year in row)
            spans.append(match.span())
    rest = _blank(rest, spans)
    spans = []
    for match in cues.YEAR.finditer(rest):
        found.append((match.start(), _full(match[1] or match[2])))
        spans.append(match.span())
    rest = _blank(rest, spans)
    spans = []
    for match in cues.PLAN_END.finditer(rest):
        end = read_period(match.group(), None).period.last_year
        if end:
            found.append((match.start(), end))
            spans.append(match.span())
    rest = _blank(rest, spans)
    spans, against = [], False
    for match in cues.NEAR.finditer(rest):
        spans.append(match.span())
        if rest.startswith("同期", match.end()):
            continue  # 上年同期 is the base that a report names beside its own figure
        if match["base"] or (found and match["word"].startswith(("上", "去"))):
            against = True
        else:
            found.append((match.start(), now + cues.NEAR_YEARS.get(match["word"], 0)))
    rest = _blank(rest, spans)
    return tuple(dict.fromkeys(year for _, year in sorted(found))), sorted(found), against, rest


def _latest(text: str) -> int:
    match = cues.LATEST.search(text)
    if match is None:
        return 0
    written = match["count"]
    return 99 if not written or written == "几" else _count(written)


def _period(text: str, year: int | None) -> tuple[Period | None, str]:
    match = cues.PERIOD.search(text)
    if match is None:
        return None, text
    return read_period(match.group(), year).period, _blank(text, [match.span()])


def _kind(text: str, rest: str, years: Sequence[int], latest: int, named: Sequence[Named], against: bool) -> Kind:
    if cues.ROLE.search(rest):
        return "role"
    if cues.WORDING.search(rest) and not re.search(r"多少|第几", rest):
        return "wording"
    figure = bool(cues.FIGURE.search(rest))
    if (cues.TABLE.search(text) or cues.SINCE.search(text) or latest or len(years) > 2) and not re.search(r"哪些|怎么", rest):
        return "table"
    sides = len({one.units for one in named if one.units}) > 1 or len(years) > 1
    if cues.LIST_COUNT.search(rest) and not re.search(r"更|比|多少", rest):
        return "list"
    # 比上年增长多少 asks for a growth that the report states itself
    stated = against and cues.GROWTH.search(rest) and not sides
    if cues.COMPARE.search(rest) and (sides or against or not figure or "比" in rest) and not stated:
        return "compare"
    if sides and (figure or re.search("各|分别|比|增还是|是增|涨|升还是", rest)):
        return "compare"
    named_group = cues.LIST_NOUN.search(rest.strip(" \u3000？?。的呢是")) and not figure
    if named_group or (cues.LIST.search(rest) and not re.search(r"多少|第几|(?<!哪)几[家个项人次]", rest)):
        return "list"
    if figure or cues.MOST.search(rest):
        return "lookup"
    if cues.DATE.search(rest):
        return "passage"
    told = re.search(r"怎么|如何|为什么|介绍|情况|做法|措施|经验|谁|进展|什么", rest)
    return "lookup" if len(rest.strip(" \u3000？?。呢")) <= 24 and not told else "passage"


def _asks(rest: str, kind: Kind) -> tuple[tuple[Ask, ...], tuple[Term, ...]]:
    """The things asked, and the terms of segments that ask nothing but say which place is meant."""
    if kind in ("wording", "list", "passage"):
        ask = _ask(rest, wide=True)
        return ((ask,) if ask.terms else ()), ()
    segments = [piece for piece in re.split(r"[，,。？?；;！!]", rest) if piece.strip(" \u3000")]
    pieces: list[str] = []
    for segment in segments:
        pieces.extend(_split_pair(segment))
    asking = [piece for piece in pieces if cues.ASKED.search(piece)]
    if not asking:
        asking, pieces = pieces, []
    comparing = kind in ("compare", "table")
    asks: list[Ask] = []
    for piece in asking:
        one = _ask(piece, comparing)
        if one.terms:
            asks.append(one)
        elif asks and (one.wanted != "level" or one.target):
            # 建了多少，完成年度任务的百分之几: the second asks of the same thing
            asks.append(replace(asks[-1], wanted=one.wanted, dimension=one.dimension, money=one.money, target=one.target))
    context = [term for piece in pieces if piece not in asking for term in _ask(piece, comparing).terms]
    if comparing and not asks:
        asks, context = [one for one in (_ask(piece, True) for piece in pieces) if one.terms], []
    if not asks and context:
        whole = _ask(rest)
        return (whole,), ()
    if kind == "compare":
        # 谁大, 多了几家 … asks nothing new
        return tuple(asks[:1]), tuple(context) if asks else ()
    return tuple(asks), tuple(context)


def _split_pair(segment: str) -> list[str]:
    """Two things asked in one breath: A和B各是多少, A多少、B多少."""
    pair = re.match(r"(.{2,})(?:和|与|、|以及)(.{2,}?)(?:各|分别)(?:是|有|为|达到)?(?:多少|几).*$", segment)
    if pair:
        return [f"{pair[1]}多少", f"{pair[2]}多少"]
    parts = re.split(r"、|(?<=少)和|(?<=少)以及", segment)
    return parts if len(parts) > 1 and all(cues.ASKED.search(part) for part in parts) else [segment]


def _ask(piece: str, comparing: bool = False, wide: bool = False) -> Ask:
    measure = cues.MEASURE.search(piece)
    dimension = ""
    money = bool(re.search(r"多少钱|多少[万亿]?元|多少亿(?!千|吨|人)|多少美元|金额|几个亿|几亿", piece))
    if measure:
        written = measure["unit"]
        unit = unit_of(cues.MEASURE_FOR.get(written, written)) if cues.MEASURE_FOR.get(written, written) else None
        dimension = unit.dimension if unit else ""
    wanted = _wanted(piece, dimension)
    bare = cues.MEASURE.sub(" ", cues.RANKING.sub(" ", piece))
    if wanted in cues.SAYING and not wide:
        bare = cues.SAYING[wanted].sub(" ", bare)
    target = bool(cues.TARGET.search(cues.ROLE.sub("", piece))) and not cues.ACTUAL.search(piece)
    if not wide and (target or cues.TARGET.search(piece)):
        bare = cues.TARGET_WORDS.sub(" ", bare)
    if wanted == "level":
        bare = re.sub(r"占(?:了|到)?\s*$|占(?=\s|多少|几)", " ", bare)
    if comparing:
        bare = re.sub(r"(?:各?(?:是|有|为))?多少\s*$", " ", bare.strip(" \u3000"))
        bare = cues.COMPARING.sub(" ", bare.strip(" \u3000"))
    inside = cues.INSIDE.match(bare)
    terms = read_terms(bare, wide=wide)
    if inside:
        # 惠企资金里免申即享的: the part is asked for, the whole only says where it stands
        part = read_terms(inside["part"], wide=wide)
        known = {term.text for term in part}
        terms = (*(replace(term, weight=0.2 * term.weight, place=term.place - 60) for term in read_terms(inside["whole"], wide=wide)
                   if term.text not in known), *part)
    return Ask(
        piece.strip(" \u3000"), _name(bare), terms, _indicator(bare), dimension, wanted, money or dimension in ("元", "美元"), target)


def _wanted(piece: str, dimension: str) -> Wanted:
    for name, pattern in (
        ("date", cues.DATE), ("completion", cues.COMPLETION), ("rank", cues.RANK), ("share", cues.SHARE), ("growth", cues.GROWTH),
        ("more", cues.MORE),
    ):
        if not pattern.search(piece):
            continue
        if name == "share" and dimension and dimension != "%":
            return "level"
        if name == "growth" and dimension and dimension != "%" and re.search(r"(?:增加|减少|提高)了?多少", piece):
            return "more"
        return name  # type: ignore[return-value]
    return "level"


def _name(words: str) -> str:
    name = words
    for _ in range(3):
        name = cues.TALK.sub("", name)
    return name


def _indicator(piece: str) -> str:
    """The row of the indicator table that a piece names, where the name is most of it: 规上工业企业研发投入 is not 研发投入."""
    folded = re.sub(r"\s+", "", cues.SCOPE.sub("", piece))
    content = re.sub(
        r"(?:是|有|为|达到?|完成|做到|实现|突破)?了?(?:多少|几|预计)[^，]*$|增长|增速|增幅|占比|的|呢|那|目标"
        r"|计划|净增|新增|[？?]", "", folded)
    if content in ("完成投资", "投资"):
        return ""  # of what, the words before it say
    whole = resolve(content, True)[0] if 1 < len(content) < 20 else ""
    if whole:
        return whole
    best, row = (0, 0), ""
    for start, end, _ in vocabulary().find(folded):
        found = resolve(folded[start:end], True)[0]
        # the last noun is what is counted
        if found and (end, end - start) > best:
            best, row = (end, end - start), found
    return row if row and best[1] >= 0.7 * len(content) else ""


def _sides(named: Sequence[Named], placed: Sequence[tuple[int, int]], years: Sequence[int], against: bool) -> tuple[Side, ...]:
    """The sides of a comparison: units each with the year beside it, or the years of one unit."""
    groups = [one for one in named if one.units]
    distinct = list(dict.fromkeys(one.units for one in groups))
    if len(distinct) > 1:
        sides = []
        for number, one in enumerate(groups):
            following = groups[number + 1].start if number + 1 < len(groups) else 10**6
            own = [year for place, year in placed if one.start <= place < following]
            before = [year for place, year in placed if place < one.start and (number == 0 or place > groups[number - 1].start)]
            if len(placed) >= len(groups):
                year = own[0] if own else (before[-1] if before else None)
            else:
                year = years[0] if len(years) == 1 else (own[0] if own else None)
            sides.append(Side(one.units, year, one.written))
        if len(placed) >= len(groups) and any(side.year is None for side in sides) and len({place for place, _ in placed}) >= len(groups):
            sides = [Side(one.units, year, one.written) for one, (_, year) in zip(groups, placed, strict=False)]
        return tuple(sides)
    unit = distinct[0] if distinct else ()
    if len(years) > 1:
        return tuple(Side(unit, year) for year in sorted(years))
    if against and len(years) == 1:
        return Side(unit, years[0] - 1), Side(unit, years[0])
    return ()
