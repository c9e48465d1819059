"""What a question asks: units, years, period, scope, target or actual, one or several things, and of what kind. Nothing is searched here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from assistant.domain.quantity import Period
from assistant.reference.tables import indicator
from assistant.retrieval.understanding import Units
from assistant.retrieval.vocabulary import vocabulary
from assistant.text.indicators import resolve
from assistant.text.numerals import chinese
from assistant.text.periods import read_period
from assistant.text.units import unit_of
from assistant.text.width import fold
from assistant.writing.conversation.names import Named, find_units, unknown_names
from assistant.writing.conversation.terms import Term, read_terms

Kind = Literal["lookup", "compare", "table", "list", "wording", "role", "passage"]
#: level: the amount · growth: by how much it rose · share · rank · completion: percent of a target · more: the difference itself
Wanted = Literal["level", "growth", "share", "rank", "completion", "more", "date"]

_Y4 = r"(?:19|20)\d\d"
_YEAR = re.compile(rf"(?<!\d)(?:({_Y4})(?:年度|年)?(?![\d.%亿万个家亩项])|((?<![近前过去这续])[0-4]\d)(?=年))(?:年度|年)?(?:末|底)?(?:的)?")
_YEAR_RANGE = re.compile(rf"(?<!\d)({_Y4}|[0-4]\d)年?[-–—~至到]({_Y4}|[0-4]\d)年(?:度|间|期间)?")
_YEAR_ROW = re.compile(rf"(?<!\d)(?:(?:{_Y4}|[0-4]\d)年?(?:、|和|与|跟|及))+(?:{_Y4}|[0-4]\d)年?")
_PLAN_END = re.compile(r"“?十[一二三四五六]五”?(?:期|规划)?末(?:年|的)?")
_NEAR = re.compile(r"(?P<base>[比较同与跟])?(?P<word>今年|本年度?|去年|上一?年度?|前年|明年|来年|大前年)(?:度|的)?")
_NEAR_YEARS = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上一年": -1, "上年度": -1, "上一年度": -1, "前年": -2, "大前年": -3, "明年": 1, "来年": 1}
_LATEST = re.compile(r"(?:最近|近|过去|这)(?P<count>[两二三四五六七八九十几\d]{1,2})年(?:来|间)?|历年|各年|逐年|每年|这些年|近年来?|多年来?")
_PERIOD = re.compile(
    r"(?:上半年|下半年|前三个?季度|前[两二]个?季度|第?[一二三四1-4]季度|\d{1,2} ?月?[-—~至到]{1,2}\d{1,2}月(?:份)?|截至\d{1,2}月[底末]?|前[一二三四五六七八九十\d]{1,2}个月|\d{1,2}月[底末份])")
_WHOLE_YEAR = re.compile(r"全年|一整年|整年")
_SCOPE = re.compile(r"核心区|起步区|主城区|示范片区")
_TARGET = re.compile(
    r"目标|任务|打算|预期|力争|争取(?:达|突破|实现|完成|新增)|下一步|准备|明年要|拟|想(?:要)?[达做完建引]|计划(?!总?投资)|要(?:达到|完成|突破|新增|建|签|引进|开工|实施|抓|做|开展|推进)|安排|定了多少|定的是|定在|定为")
_ACTUAL = re.compile(r"实际(?!使用|利用|到位)|完成了|实绩|做到|兑现情况|完成率|(?:完成|占|达到|超)[^，？]{0,8}(?:目标|任务|计划)的|真正|到底完成|最后|已经|(?:目标|任务|计划)(?:完成|实现)")
_ROLE = re.compile(r"(?:是|算)?(?:完成|实际|实绩|完成数|实际数)[^，。？]{0,4}还是[^，。？]{0,4}(?:目标|计划|任务|预计|预期)|(?:目标|计划|预计)[^，。？]{0,4}还是[^，。？]{0,6}(?:完成|实际|实绩)")
_WORDING = re.compile(
    r"怎么(?:来)?(?:写|表述|说的|讲的|提的|提$|描述|措辞|概括|形容)|如何(?:写|表述|描述|概括)|怎样(?:写|表述|描述)|写法|表述(?:是|方式|$)|说法|措辞|例句|给个例子|举个例子|例子"
    r"|那句|那段|这句|原话|原文|哪句|一句话|找(?:一)?[个句段](?:带|有|关于|写)?|套话|范文|怎么开头|开头怎么|结尾怎么|怎么结尾|提法")
_LIST = re.compile(
    r"哪些|哪几|哪[一二两三四五六七八九十\d]+(?:个|大|项|条|类|支|家|种|件|点|块|步|方面)|都?叫什么|分别是(?:什么|哪)|有什么|是什么|是啥|有啥|都有谁|包括什么|包括哪|指的是|指什么|名单|列出|列一下|名字")
_LIST_COUNT = re.compile(r"哪[一二两三四五六七八九十\d]+(?:个|大|项|条|类|支|家|种|件|点|块|步|方面)")
_LIST_NOUN = re.compile(r"(?:[一二三四五六七八九十\d]+(?:大|个|项|类|条|支|张|位|方面))[^，。？多少几]{2,12}$")
_TABLE = re.compile(r"表格|列表|做(?:个|成|张)?表|列(?:个|成|张)表|历年|逐年|各年|每年|趋势|走势|这些年|近年|近[两二三四五六七八九十几\d]年")
_COMPARE = re.compile(
    r"相比|比较|对比|比一比|[谁哪](?:个|家|边|年)?的?[^，。？]{0,12}(?:更?[大多高快好低少小强短长早晚]|领先|靠前)|多还是少|高还是低|大还是小|快还是慢|差(?:多少|距)|相差|多(?:多少|了几|几)|少(?:多少|了几)|高多少|低多少|(?<!占)比(?![重例率]).{0,14}[多高少低大小快慢强](?:吗|么|了|多少|些|$)"
    r"|多了|少了|[跟与和同].{2,14}比")
_MOST = re.compile(r"最[多高大好快少低小强]|第一|排(?:个)?名|排序|前三")
_FIGURE = re.compile(
    r"多少|几[个家项次条人名场支件座公亿万户套所起批岁年天元%分成倍]|[有达到是为]几|第几|几位|百分之|几成|占比|比重|比例|增速|增幅|增长率|总额|总量|金额|规模多大|多[大高长快]|率(?:是|有|达|呢)?$")
_DATE = re.compile(r"什么时候|哪天|何时|几月|哪个月|几号|哪一天|什么时间|时间是")
_GROWTH = re.compile(r"增长(?:了)?(?:多少|几)|增速|增幅|增长率|涨了?多少|上升(?:了)?多少|下降(?:了)?(?:多少|几)|降幅|同比(?:增长|下降|增减|怎么|多少|$)|提高(?:了)?多少|压缩了?多少|[增减]了?百分之几|百分之几(?:的)?增长|比上年(?:增|降|涨)")
_SHARE = re.compile(r"占比|比重|占.{0,12}(?:多少|几|百分之)|份额|比例是?多少")
_RANK = re.compile(r"第几|排名|名次|位次|排在|排多少|排到|居第|排行|几位$|排第")
_COMPLETION = re.compile(r"完成率|(?:完成|占|达到)[^，？]{0,8}(?:目标|任务|计划)的?(?:百分之|多少|几)|序时|完成百分之|完成了?(?:几成|百分之)")
_MORE = re.compile(r"(?:净增|新增|增加|减少|多|少)了?(?:多少|几)|前移(?:了)?几|进了几位|上升了几位")
_INSIDE = re.compile(r"(?P<whole>.{2,}?)(?:里面|里边|里头|里|当中|之中|其中)(?:的|，)?(?P<part>.{2,})")
_LEAD = re.compile(rf"(?:那么?|请问|查一下)?([\u4e00-\u9fff]{{2,4}}?)(?:省|市|县|区)?(?={_Y4}年|[0-4]\d年|去年|今年|上年|前年)")
_ASKED = re.compile(r"多少|几|哪|什么|怎么|如何|谁|吗|呢|是否|有没有|是不是|啥")
_NOT = re.compile(r"(?:不要|不含|不算|不包括|除了|别要|不是)[^，。？；]*")
_MEASURE = re.compile(
    r"(?:多少|几)(?:万|亿|百|千|余|多)?(?P<unit>个百分点|个工作日|平方公里|平方米|立方米|万标箱|标箱|千瓦时|家次|人次|户次|批次|场次|兆瓦|公里|公顷|美元|亿元|万元|工作日|户|家|个|项|件|人|名|次|场|条|座|所|套|台|辆|只|头|株|宗|批|期|支|份|篇|类|种|组|间|亩|吨|元|倍|位|天|小时|斤|公斤|岁|起|处|米|钱|%)")
_COMPARING = re.compile(r"[多高大快好]还是[少低小慢差]|(?:谁|哪一?(?:个|家|边|年))(?:的|更)?|(?:相|一)?(?:比|对比|比较)(?:一下|起来)?|(?<=[^最])更?[大多高快好低少小强短长早晚](?:多少|几|吗|呢|些|点)?$|[增减多少]了?(?:多少|几)[家个项]?|各(?:是|有|为)?(?:多少|几)|分别")
_RANKING = re.compile(r"排(?:在|到|名)?第?(?:几位?|几名?|多少)|(?:居|列|位列)?第几[位名]?|(?:是|有)?多少位")
_MEASURE_FOR = {"钱": "元", "位": "", "%": "%", "名": "人"}


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
    #: what stands before the year at the very beginning and may be a place: 贵州2025年 …
    lead: str = ""


def read_question(text: str, units: Units, *, own: str = "", today: date | None = None) -> Question:
    """Take a question apart. own: the user's unit; today decides 今年 and 去年."""
    text = fold(text).strip()
    now = (today or date.today()).year
    named = find_units(text, units, own)
    unknown = unknown_names(text, named)
    years, placed, against, rest = _years(_blank(text, [(one.start, one.end) for one in (*named, *unknown)]), now)
    latest = _latest(text)
    rest = _LATEST.sub(lambda match: " " * len(match.group()), rest)
    period, rest = _period(rest, years[0] if len(years) == 1 else None)
    negated = _NOT.findall(rest)
    rest = _NOT.sub(lambda match: " " * len(match.group()), rest)
    scope = _SCOPE.search(rest)
    kind = _kind(text, rest, years, latest, named, against)
    target = bool(_TARGET.search(_ROLE.sub("", rest))) and not _ACTUAL.search(rest) and kind != "wording"
    asks, context = _asks(rest, kind)
    possible = tuple(dict.fromkeys(unit for one in named for unit in one.units))
    count = re.search(r"([一二两三四五六七八九十]|\d{1,2})(?:大|个|项|类|条|支|张|件|点|方面)", rest)
    return Question(
        text, kind, asks, context, possible, tuple(named), tuple(one.written for one in unknown), years, latest, period, bool(_WHOLE_YEAR.search(rest)),
        scope.group() if scope else "", target, _sides(named, placed, years, against), against, bool(_MOST.search(rest)),
        _count(count[1]) if count else 0, tuple(term for part in negated for term in read_terms(re.sub(r"^(?:不要|不含|不算|不包括|除了|别要|不是)", "", part))),
        tuple(match.group() for match in re.finditer(r"\d+(?:\.\d+)?(?:[万亿]?元|[万亿]?美元|%|家|个|人|亩|户|项|次)", rest)),
        tuple(name for name, pattern in (("述职", "述职"), ("半年", "半年总结|上半年总结|双过半")) if re.search(pattern, text)),
        _lead(text, named, unknown))


def _lead(text: str, named: Sequence[Named], unknown: Sequence[Named]) -> str:
    match = _LEAD.match(text)
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
    for match in _YEAR_RANGE.finditer(text):
        first, last = _full(match[1]), _full(match[2])
        if 0 < last - first < 12:
            found.extend((match.start(), year) for year in range(first, last + 1))
            spans.append(match.span())
    rest = _blank(text, spans)
    spans = []
    for match in _YEAR_ROW.finditer(rest):
        row = [_full(one) for one in re.findall(rf"{_Y4}|[0-4]\d", match.group())]
        if all(1980 < year < 2060 for year in row):
            found.extend((match.start(), year) for year in row)
            spans.append(match.span())
    rest = _blank(rest, spans)
    spans = []
    for match in _YEAR.finditer(rest):
        found.append((match.start(), _full(match[1] or match[2])))
        spans.append(match.span())
    rest = _blank(rest, spans)
    spans = []
    for match in _PLAN_END.finditer(rest):
        last = read_period(match.group(), None).period.last_year
        if last:
            found.append((match.start(), last))
            spans.append(match.span())
    rest = _blank(rest, spans)
    spans, against = [], False
    for match in _NEAR.finditer(rest):
        spans.append(match.span())
        if match["base"] or (found and match["word"].startswith(("上", "去"))):
            against = True
        else:
            found.append((match.start(), now + _NEAR_YEARS.get(match["word"], 0)))
    rest = _blank(rest, spans)
    return tuple(dict.fromkeys(year for _, year in sorted(found))), sorted(found), against, rest


def _latest(text: str) -> int:
    match = _LATEST.search(text)
    if match is None:
        return 0
    written = match["count"]
    return 99 if not written or written == "几" else _count(written)


def _period(text: str, year: int | None) -> tuple[Period | None, str]:
    match = _PERIOD.search(text)
    if match is None:
        return None, text
    return read_period(match.group(), year).period, _blank(text, [match.span()])


def _kind(text: str, rest: str, years: Sequence[int], latest: int, named: Sequence[Named], against: bool) -> Kind:
    if _ROLE.search(rest):
        return "role"
    if _WORDING.search(rest) and not re.search(r"多少|第几", rest):
        return "wording"
    figure = bool(_FIGURE.search(rest))
    if (_TABLE.search(text) or latest or len(years) > 2) and not re.search(r"哪些|怎么", rest):
        return "table"
    sides = len({one.units for one in named if one.units}) > 1 or len(years) > 1
    if _LIST_COUNT.search(rest) and not re.search(r"更|比|多少", rest):
        return "list"
    if _COMPARE.search(rest) and (sides or against or not figure or re.search("比", rest)) and not (against and _GROWTH.search(rest) and len(years) < 2 and not sides):
        return "compare"
    if sides and (figure or re.search("各|分别", rest)):
        return "compare"
    if (_LIST.search(rest) and not re.search(r"多少|第几|几[家个项人次]", rest)) or (_LIST_NOUN.search(rest.strip(" \u3000？?。的呢是")) and not figure):
        return "list"
    if figure or _MOST.search(rest):
        return "lookup"
    if _DATE.search(rest):
        return "passage"
    return "lookup" if len(rest.strip(" \u3000？?。呢")) <= 24 and not re.search(r"怎么|如何|为什么|介绍|情况|做法|措施|经验|谁", rest) else "passage"


def _asks(rest: str, kind: Kind) -> tuple[tuple[Ask, ...], tuple[Term, ...]]:
    """The things asked, and the terms of segments that ask nothing but say which place is meant."""
    if kind in ("wording", "list", "passage"):
        ask = _ask(rest, wide=True)
        return ((ask,) if ask.terms else ()), ()
    segments = [piece for piece in re.split(r"[，,。？?；;！!]", rest) if piece.strip(" \u3000")]
    pieces: list[str] = []
    for segment in segments:
        pieces.extend(_split_pair(segment))
    asking = [piece for piece in pieces if _ASKED.search(piece)]
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
    return parts if len(parts) > 1 and all(_ASKED.search(part) for part in parts) else [segment]


def _ask(piece: str, comparing: bool = False, wide: bool = False) -> Ask:
    measure = _MEASURE.search(piece)
    dimension = ""
    money = bool(re.search(r"多少钱|多少[万亿]?元|多少亿(?!千|吨|人)|多少美元|金额|几个亿|几亿", piece))
    if measure:
        written = measure["unit"]
        unit = unit_of(_MEASURE_FOR.get(written, written)) if _MEASURE_FOR.get(written, written) else None
        dimension = unit.dimension if unit else ""
    wanted = _wanted(piece, dimension)
    bare = _RANKING.sub(" ", _MEASURE.sub(" ", piece))
    if wanted in _SAYING and not wide:
        bare = _SAYING[wanted].sub(" ", bare)
    target = bool(_TARGET.search(_ROLE.sub("", piece))) and not _ACTUAL.search(piece)
    if not wide and (target or _TARGET.search(piece)):
        bare = _TARGET_WORDS.sub(" ", bare)
    if wanted == "level":
        bare = re.sub(r"占(?:了|到)?\s*$|占(?=\s|多少|几)", " ", bare)
    if comparing:
        bare = _COMPARING.sub(" ", bare.strip(" \u3000"))
    inside = _INSIDE.match(bare)
    terms = read_terms(bare, wide=wide)
    if inside:
        # 惠企资金里免申即享的: the part is asked for, the whole only says where it stands
        part = read_terms(inside["part"], wide=wide)
        known = {term.text for term in part}
        terms = (*(replace(term, weight=0.4 * term.weight, place=term.place - 60) for term in read_terms(inside["whole"], wide=wide)
                   if term.text not in known), *part)
    return Ask(
        piece.strip(" \u3000"), _name(bare), terms, _indicator(bare), dimension, wanted, money or dimension in ("元", "美元"), target)


_TARGET_WORDS = re.compile(r"(?:年度|全年|年初|预期|主要|工作|发展)?(?:目标|任务)(?:值|数)?(?:任务)?|预期|力争|打算|定(?:了|的是|在|为)|拟(?!定)|准备|下一步")
#: the words by which a kind of figure is asked for: they name no indicator
_SAYING = {
    "growth": re.compile(r"(?:同比|比上年|比去年|较上年)?(?:增长|增速|增幅|增长率|涨|上升|下降|降幅|降|提高)(?:率|幅度)?(?:了)?(?:是|有|为)?(?:多少|几|怎么样)?|百分之几"),
    "share": re.compile(r"的?(?:占比|比重|份额|比例)|占(?:了|到)?(?=多少|几|百分之|$)|百分之几"),
    "completion": re.compile(r"(?:完成|占|达到)了?(?:年度|全年|年初|当年)?(?:目标|任务|计划)(?:数)?的?(?:百分之[几多]少?|多少|几成?)?|完成率|百分之几|完成了?(?:百分之)?几成?|序时进度"),
}


def _wanted(piece: str, dimension: str) -> Wanted:
    for name, pattern in (
        ("date", _DATE), ("completion", _COMPLETION), ("rank", _RANK), ("share", _SHARE), ("growth", _GROWTH), ("more", _MORE),
    ):
        if not pattern.search(piece):
            continue
        if name == "share" and dimension and dimension != "%":
            return "level"
        if name == "growth" and dimension and dimension != "%" and re.search(r"(?:增加|减少|提高)了?多少", piece):
            return "more"
        return name  # type: ignore[return-value]
    return "level"


_TALK = re.compile(
    r"[\s\u3000？?]+|^(?:那么?|请问|和|与|跟|的)+|(?:总共|一共|现在|目前|实际|大概|到底|又|还|都)?(?:是|有|为|达到?|完成|做到|搞|拿|花|降到|升到|压到)?了?(?:多少|几).*$"
    r"|(?:各|分别)(?:是|有)?$|[呢吗了的比]+$")


def _name(words: str) -> str:
    name = words
    for _ in range(3):
        name = _TALK.sub("", name)
    return name


def _indicator(piece: str) -> str:
    """The row of the indicator table that the piece names, where the name is most of what is asked: 规上工业企业研发投入 is not 研发投入."""
    folded = re.sub(r"\s+", "", _SCOPE.sub("", piece))
    content = re.sub(r"(?:是|有|为|达到?|完成|做到|实现|突破)?了?(?:多少|几|预计)[^，]*$|增长|增速|增幅|占比|的|呢|那|目标|计划|净增|新增|[？?]", "", folded)
    whole = resolve(content, True)[0] if 1 < len(content) < 20 else ""
    if whole:
        return whole
    best, row = (0, 0), ""
    for start, end, family in vocabulary().find(folded):
        known = indicator(family.name)
        found = known.id if known is not None else resolve(folded[start:end], True)[0]
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
