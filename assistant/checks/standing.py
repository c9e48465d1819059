"""How a figure stands in its note: of next year, of earlier years, withdrawn, withheld, a date, a name. The draft is not known here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.quantity import Note, Quantity
from assistant.text.labels import Label

_AHEAD = re.compile(r"明年|来年|下一?年度?|(?<!\d)(20\d\d)(?:年|(?=[：:]))|^(20\d\d)(?=[\u4e00-\u9fff])")
_SPEAKS_OF_IT = re.compile(r"(?:年度?)?(?:的)?(?:工作)?(?:打算|计划|目标|思路|安排|预期)?[：:]")
#: how near its beginning a note says what year it speaks of
_OPENING = 3
#: behind these words a note is back in this year
_BACK = re.compile(r"今年|本年|目前|截至|现有")
_BEFORE = re.compile(r"上一?年|去年|前年|往年|历年|上年同期|(?<!\d)(20\d\d)年?度?")
_YEARS = re.compile(r"(?<![\d.])(?:20)?[12]\d年?[到至—~～-](?:20)?[12]\d年")
_ROW = re.compile(r"(?<![\d.:：-])\d+(?:\.\d+)?(?=\s*(?:[、/，,；;（(|]|$))")
_LAST_BRACKET = re.compile(r"[（(](?:上年|去年)(?:同期)?\s*\d")
_ALL_DAYS = re.compile(r"(?:共|总)(?:计|数)?$")
_VERB_BEHIND = re.compile(
    r"\s?(?:日|号)?(?:正式|全面|顺利|全线)?(?:开工|动工|开建|建成|竣工|完工|投产|投用|投运|通车|开通|启用|交付|封顶|揭牌|签约|验收|开业|开馆|开园|试产|试运|达产|摘牌|点火|并网|上线|获批|挂牌)"
)
_DATE = re.compile(r"(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])")
#: 1210放行128万单: a number that opens the name of what the figure behind counts
_NAME_GOES_ON = re.compile(r"[\u4e00-\u9fff]{2,8}\d")
_WITHDRAWN = re.compile(r"\s?(?:已?作废|不算|不要了|有误|报错了?|是错的|为错)")
_WITHHELD = re.compile(
    r"别写|不再?写(?=[入进]|$|[，。；：）)])|勿写|不要写|勿上报告|(?:就|先|都)?不(?:用|必)?提了|不用写|内部掌握|不宜公开|(?<!必)不公开(?!招|选|竞)|供参考(?=[，。；：）、)]|$)"
)
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_PIECE = re.compile(r"[^。；;！!\n]+")


def is_ahead(note: Note, label: Label, year: int | None) -> bool:
    """Whether a figure of a note speaks of the year after the one reported on (None: not known): by its part, heading, or behind 明年."""
    if note.part == "plan" or (year is not None and label.quantity.period.year == year + 1):
        return True
    start = label.quantity.start
    if year is not None and f"{year + 1}年" in note.department:
        return True
    for match in _AHEAD.finditer(note.text, 0, start):
        named = match[1] or match[2]
        if named and (year is None or int(named) != year + 1):
            continue
        between = note.text[match.end() : start]
        if _BACK.search(between):
            continue
        # what a note opens with holds for its sentence
        stops = r"[。！!\n]" if match.start() < _OPENING else r"[。；;！!\n]"
        if _SPEAKS_OF_IT.match(between) or not re.search(stops, between):
            return True
    return False


def is_earlier(note: Note, label: Label, year: int | None) -> bool:
    """Whether a figure's own words put it into a year before the one reported on."""
    quantity = label.quantity
    if quantity.role == "previous" or quantity.change == "from" or _is_last(quantity.period.label):
        return True
    if _is_series(note.text, quantity) or _in_a_bracket_like_before(note.text, quantity):
        return True
    for words in (label.words, *_head_of_row(note, label)):
        for match in _BEFORE.finditer(words):
            if not match[1] or (year is not None and int(match[1]) < year):
                return True
    return False


def _is_series(text: str, quantity: Quantity) -> bool:
    """Whether the figure is one of a row over years: 21到24年签约数：20、22、25、27."""
    if not _YEARS.search(text):
        return False
    piece = next((one for one in _PIECE.finditer(text) if one.start() <= quantity.start < one.end()), None)
    return piece is not None and bool(_YEARS.search(piece[0])) and len(_ROW.findall(_YEARS.sub("", piece[0]))) > 2


def _in_a_bracket_like_before(text: str, quantity: Quantity) -> bool:
    """Whether a bare figure fills a bracket as one that said 上年 before: 粮油146.7（去年139.2），新材料63.5（57.8）."""
    if text[quantity.start - 1 : quantity.start] not in ("（", "(") or text[quantity.end : quantity.end + 1] not in ("）", ")"):
        return False
    return bool(_LAST_BRACKET.search(text, 0, quantity.start - 1))


def is_span(label: Label) -> bool:
    """Whether the figure is all the days that others are counted of: 291（共334天）."""
    return label.quantity.unit == "天" and bool(_ALL_DAYS.search(label.words.strip()))


def _is_last(words: str) -> bool:
    return words.startswith(("上年", "去年", "前年"))


def _head_of_row(note: Note, label: Label) -> Sequence[str]:
    """What opens the bracket or the 分别 that a figure without words of its own goes on from: 上年两项分别为92.6亿元、61.3亿元."""
    if label.words.strip(" 、和及与的为"):
        return ()
    left = note.text[max(0, label.start - 40) : label.start]
    at = left.rfind("分别")
    return (re.split(r"[，；。（(]", left[:at])[-1],) if at >= 0 and not re.search(r"[；。）)]", left[at:]) else ()


def is_date(text: str, quantity: Quantity) -> bool:
    """Whether a bare number is the day of a step: 3.12开工."""
    return not quantity.unit and bool(_DATE.fullmatch(quantity.quote)) and bool(_VERB_BEHIND.match(text, quantity.end))


def is_name(text: str, label: Label) -> bool:
    """Whether a bare number opens the name of what is counted behind it: 1210放行128万单."""
    quantity = label.quantity
    bare = not quantity.unit and not quantity.decimals and len(quantity.quote) >= 3 and not text[label.start : quantity.start].strip()
    return bare and bool(_NAME_GOES_ON.match(text, quantity.end))


def is_withdrawn(text: str, quantity: Quantity) -> bool:
    """Whether the note itself takes the figure back: 前一封的2.43作废."""
    return bool(_WITHDRAWN.match(text, quantity.end))


def withheld(text: str) -> list[tuple[int, int]]:
    """The stretches of a note that it asks to leave out of the report, in order."""
    found = []
    if _WITHHELD.search(text):
        for piece in _PIECE.finditer(text):
            asks = list(_WITHHELD.finditer(text, piece.start(), piece.end()))
            brackets = [one.span() for one in _BRACKET.finditer(text, piece.start(), piece.end())]
            for ask in asks:
                inside = next((one for one in brackets if one[0] < ask.start() < one[1]), None)
                if inside is None or inside == piece.span():
                    found.append(piece.span())
                elif re.search(r"\d", text[inside[0] : inside[1]]):
                    found.append(inside)
                else:
                    left = max(text.rfind(mark, piece.start(), inside[0]) for mark in "，,、；：")
                    found.append((max(left, piece.start()), inside[1]))
    return found
