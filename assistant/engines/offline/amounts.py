"""Numbers with their units in a folded note, written out as a draft writes them. Which noun a number belongs to is read in `items`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.text.units import unit_of

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
GAP = "【待补】"
_MASK = r"(?:\ue000|[?？](?=\s*[万亿元%])|\*+|[Xx×]{2,}|_{2,}|[○●]{2,}|…(?=[万亿%]))"
#: what must stay in one piece: quotes, book titles, dates, codes, ordinals, slogans, road and building numbers
_NAMES = re.compile(
    r"“[^”]{1,40}”|《[^》]{1,60}》|(?:19|20)\d\d\s*[-—~]\s*(?:19|20)\d\d年?|(?:19|20)\d\d年?度?(?=[^\d.%个家亿万])|(?:19|20)\d\d年"
    r"|\d{1,2}\s*[-—~至]\s*\d{1,2}月(?:份|底)?|\d{1,2}月(?:\d{1,2}日?(?![\d.个家亿万场次项件]))?(?:上旬|中旬|下旬|底|初|末)?|\d{1,2}日(?![均产处供])"
    r"|第\s*\d+(?:\s*[-—~至→]\s*第?\d+)?\s*(?:批次|[位名期批届次轮号])?|PM\s?2\.5|PM\s?10|[A-Za-z]+[-]?\d+(?:\.\d+)?(?![\d万亿%])|\d+(?:[#＃][、，]?)+(?:\d+[#＃])*楼?"
    r"|\d+(?:\+[\dA-Za-zNX]+)+|\d+\s*[kK][Vv]A?|\d+千伏(?=变电|输电|线路|开闭)|\d+(?:\.\d+)?万?吨级|\d+[A-Za-z]+(?![\d㎡])|[国省县乡]道\d+|\d{2,4}(?=[国省县]道)|(?:世界|中国|民营企业)?\d+强|\d+(?:\.\d+)?[:：∶]\d+(?:\.\d+)?(?::\d+)*|(?<![\d.])\d+\s*[/／]\s*\d+(?![\d.]*[\u4e00-\u9fff%])"
    r"|\d+\s*[×*]\s*\d+(?:小时)?|12345|\d+(?=年(?:期|计划|行动))|[（(]\d[）)]"
)
_UNIT = re.compile(
    r"(?P<money>亿美元|万美元|美元|亿欧元|万欧元|亿港元|亿元|万元|千元|元(?![件宝])|亿块|万块|W(?![A-Za-z]))"
    r"|(?P<per>(?:万元|元|万吨|吨|万立方米|立方米|亿元|公斤|微克|毫克|万|人|吨标准煤)[/／](?:亩|人|吨|平方米|立方米|公顷|平方公里|升|户|日|天|年|万元))"
    r"|(?P<area>万㎡|万平方米|万平米|万平(?!均)|万方|平方公里|平方千米|平方米|平米|㎡|万亩|亩|公顷|立方米|方(?![面案式向针便])|平(?![均台稳方安])|km2)"
    r"|(?P<length>公里|千米|km|米(?!粉)|延米)"
    r"|(?P<weight>万吨标准煤|吨标准煤|万吨级|吨级|万吨|亿吨|吨|公斤|千克)"
    r"|(?P<power>亿千瓦时|万千瓦时|千瓦时|亿度|万度|度(?![假过])|万千瓦|千瓦|兆瓦|MW|MWh|KWH|kWh|千伏安|千伏)"
    r"|(?P<box>万标箱|标箱|万TEU|TEU|万标准箱)"
    r"|(?P<points>个百分点|百分点|个点|点(?![位心]))"
    r"|(?P<percent>%|‰)"
    r"|(?P<time>个工作日|工作日|个小时|小时|分钟|个月|个季度|年(?!度|底|初|末|中|内|均|前)|天|周(?![边年]))"
    r"|(?P<count>(?:万|千|百|亿)?(?:人次|家次|户次|项次|件次|批次|轮次|车次|架次|艘次|辆次|班次|台套|个百分点|场次|例次|个|家|户|人(?!民|才|员|均|大|力)|名(?!单|称|录)|项(?!目)|件(?!套)|次(?!数|年|日|产)"
    r"|场(?!所|馆|景|地)|起|条(?!例|件)|座|所(?!有|在|得|属)|栋|幢|套|间(?!接)|台|辆|艘|架|只|头(?!部)|株|棵|处(?!置|理|罚|分|级)|宗|批(?!准|而|次)|期(?!间|限|货)|支(?!持|部|队|付)|例(?!如)|张|份(?!额)|篇|部(?!门|分|署|级)"
    r"|册|种(?!植|业|子|养|类)|类|款|口(?!岸|径)|门(?!槛|户)|组(?!织|建)|片(?!区)|块|对(?!接|标|上|外|口)|岁|席|床|届|轮|趟|列|根|封|幅|枚|位(?!于|列|居)|倍|成(?!立|果|交|本|效|功|型|长|员|都|熟)|番|层|级(?!别)|章|票|分(?!别|类|布|局|公|支|包))"
    r")"
    r"|(?P<bare>万亿|亿|万)"
)
_BEFORE = re.compile(
    r"((?<![签契节制条大合违预公])约|(?<!附)近(?![\d]*年)|超过|超|逾|突破|首破|破|(?<![通经超不未没])过(?!程)|不足|不到|不少于|不低于|至少|仅剩|只有|仅|只"
    r"|将近|接近|大约|高达|达到|达|共计|(?<![公中])共|合计|累计)\s*$"
)
_AFTER = re.compile(r"^\s*(以上|以下|以内|之内|内(?![资外部需])|左右|上下|余|多(?!万|亿|个|家|项|次|人|元)|有余)")
_AFTER_WORDS = {"内": "以内", "之内": "以内", "上下": "左右", "有余": "余"}
_INNER = re.compile(r"(余|多|几)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a note. start, end span all of it, words of degree included.

    number, high: as to be written; unit: as to be written, "" where the note gives none; kind: the unit's group.
    before, after: 约, 突破 … / 以上, 左右 …; sign: +, -, or "".
    """

    start: int
    end: int
    number: str
    unit: str = ""
    kind: str = ""
    high: str = ""
    before: str = ""
    after: str = ""
    sign: str = ""
    inner: str = ""

    @property
    def value(self) -> float | None:
        """The number as read, in its written unit; None for a gap."""
        try:
            return float(self.number)
        except ValueError:
            return None

    @property
    def base(self) -> float | None:
        """The number in the unit of its dimension, so that 1.2万元 and 12000元 agree."""
        unit = unit_of(self.unit) if self.unit else None
        if self.value is None:
            return None
        return self.value * float(unit.factor) if unit and unit.kind in ("money", "measure", "bare") else self.value

    def text(self) -> str:
        """The amount as a draft writes it, without `before` and sign."""
        if self.high:
            low_unit = self.unit if self.kind in ("percent", "money") else ""
            return f"{self.number}{low_unit}～{self.high}{self.unit}{self.after}"
        if self.inner:
            return f"{self.number}{self.inner}{self.unit}{self.after}"
        return f"{self.number}{self.unit}{self.after}"

    def with_unit(self, unit: str) -> Amount:
        """The same amount in a unit that its context gives."""
        return replace(self, unit=unit, kind=kind_of(unit))


@dataclass(frozen=True, slots=True)
class Move:
    """From one amount to another: 84→97家, 第29位→第23位."""

    start: int
    end: int
    low: Amount
    high: Amount
    rank: bool = False


def kind_of(unit: str) -> str:
    """The group of a unit: money, area, count, percent …; "" for none."""
    match = _UNIT.match(unit) if unit else None
    return (match.lastgroup or "") if match else ""


def amounts(text: str) -> list[Amount | Move]:
    """All numbers of a folded text that are amounts, in order; names, dates and codes are left alone."""
    held = [match.span() for match in _NAMES.finditer(text)]
    found: list[Amount | Move] = []
    at = 0
    move = re.compile(
        rf"第?\s*({NUMBER})\s*([^\d\s→>，。；（）、+\-]{{0,4}})\s*(?:→|—+>|-+>|⇒|=>|➡️?|↗|↘)\s*第?\s*({NUMBER})"
    )
    single = re.compile(rf"([+\-−↑↓])?\s*({NUMBER}|{_MASK})")
    while at < len(text):
        moved = move.search(text, at)
        one = single.search(text, at)
        if moved and one and moved.start() <= one.start(2):
            read, at = _move(text, moved)
            found.append(read)
            continue
        if one is None:
            break
        # a move is written in signs that a name may hold as well; an amount inside a name is none
        inside = next((span for span in held if span[0] <= one.start(2) < span[1]), None)
        if inside:
            at = inside[1]
            continue
        if not one[2][0].isdigit() and not _masks(text, one):
            at = one.end()
            continue
        amount = _amount(text, one)
        found.append(amount)
        at = max(amount.end, one.end())
    return found


def _masks(text: str, match: re.Match[str]) -> bool:
    """Whether a mask stands for a figure: a unit follows it. XX路 is a masked name."""
    return _UNIT.match(text, match.end()) is not None


def _amount(text: str, match: re.Match[str]) -> Amount:
    number = match[2].replace(",", "") if match[2][0].isdigit() else GAP
    sign = {"↑": "+", "↓": "-", "−": "-"}.get(match[1] or "", match[1] or "")
    start, end, high, inner = match.start(2), match.end(2), "", ""
    if sign:
        start = match.start()
        # 5-10亿 is a range, 上年-5 is not: a digit right before the dash makes it one
    spread = re.match(rf"\s*(万|亿|%|个|家)?[元]?\s*[-—~～至]\s*({NUMBER})(?!\d*[月年])", text[end:])
    if spread and number != GAP:
        high, end = spread[2].replace(",", ""), end + spread.end()
    inner_match = _INNER.match(text, end)
    if inner_match and _UNIT.match(text, inner_match.end()):
        inner, end = inner_match[1], inner_match.end()
    unit, kind, end = _unit(text, end)
    before_match = _BEFORE.search(text[:start])
    before = before_match[1] if before_match else ""
    if before_match:
        start = before_match.start()
    after_match = _AFTER.match(text[end:])
    after = ""
    if after_match and not (after_match[1] in ("多", "余") and inner):
        after = _AFTER_WORDS.get(after_match[1], after_match[1])
        end += after_match.end()
    arrow = re.match(r"\s*([↑↓])", text[end:])
    if arrow and not sign and kind in ("percent", "", "points"):
        sign, end = "+" if arrow[1] == "↑" else "-", end + arrow.end()
    return Amount(start, end, number, unit, kind, high, before, after, sign, inner)


def _unit(text: str, at: int) -> tuple[str, str, int]:
    blank = re.match(r"\s?", text[at:])
    begin = at + (blank.end() if blank else 0)
    match = _UNIT.match(text, begin)
    if not match or not match.lastgroup:
        return "", "", at
    written, kind, end = match[0], match.lastgroup, match.end()
    return formal_unit(written, kind, text[end : end + 2]), kind, end


def formal_unit(written: str, kind: str, following: str = "") -> str:
    """A unit as a draft writes it. 方 and ㎡ right behind the digits stay: they say themselves what they are."""
    if kind == "bare":
        return written
    fixed = {
        "W": "万元", "亿块": "亿元", "万块": "万元", "万㎡": "万平方米", "万平米": "万平方米", "万平": "万平方米", "平米": "平方米",
        "平": "平方米",
        "亿度": "亿千瓦时", "万度": "万千瓦时", "度": "千瓦时", "点": "个百分点", "个点": "个百分点", "百分点": "个百分点",
        "工作日": "个工作日",
        "千米": "公里", "个小时": "小时", "平方千米": "平方公里", "TEU": "标箱", "万TEU": "万标箱", "万标准箱": "万标箱",
    }
    return fixed.get(written, written)


def _move(text: str, match: re.Match[str]) -> tuple[Move, int]:
    rank = match[0].lstrip().startswith("第")
    end = match.end()
    unit, kind, end = _unit(text, end)
    after_match = _AFTER.match(text[end:])
    after = ""
    if after_match:
        after, end = after_match[1], end + after_match.end()
    first = _UNIT.match(match[2].strip()) if match[2].strip() else None
    first_unit = formal_unit(first[0], first.lastgroup or "") if first else ""
    first_kind = (first.lastgroup or "") if first else ""
    if not unit and first_unit:
        unit, kind = first_unit, first_kind
    if not first_unit or (kind == "money" and first_kind == "bare" and unit.startswith(first_unit)):
        first_unit, first_kind = unit, kind
    low = Amount(match.start(1), match.end(1), match[1].replace(",", ""), first_unit, first_kind)
    high = Amount(match.start(3), end, match[3].replace(",", ""), unit, kind, after=after)
    return Move(match.start(), end, low, high, rank), end
