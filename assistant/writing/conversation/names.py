"""Which units of the library a question names, by the short forms people use, and names that the library may not know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval.terms import fold
from assistant.retrieval.understanding import Units

#: what follows a place name in a unit's name or its short form
_WORDS = "经济技术|经济|高新技术产业|高新技术|高新|农业高新|农业|临港|临空|工业|产业|综合|保税|现代|投资|开发|建设|控股|城投|国有|平台|物流"
_ZONE = "开发区|经开区|高新区|农高区|综保区|保税区|自贸区|示范区|集中区|集聚区|工业园区|工业园|产业园区|产业园|园区|港区|新区|度假区|园|区"
_TAIL = re.compile(
    rf"(?:省|自治区|市|县|区|旗|州|镇|乡)?(?:(?:国家级|省级|市级|县级|级)?(?:{_WORDS})*(?:{_ZONE}))?"
    rf"(?:(?:{_WORDS})*(?:有限)?(?:公司|集团))?(?:管委会|管理委员会)?(?:领导班子|班子)?(?:的)?")
_OWN = re.compile(r"我区|我们区|我园区|本区|咱们区|咱区|我县园区|本园区|我公司|我们公司|本公司")
_CLASS = "经开区|高新区|农高区|综保区|保税区|开发区|工业园区|产业园区|工业园|产业园|集中区|集聚区|示范区|港区|新区|园区|投资公司|平台公司"
_UNKNOWN = re.compile(
    rf"(?:^|(?<=[\s\u3000，。；、？和与跟同比及年]))([\u4e00-\u9fff]{{2,8}}?)(?:经济技术|经济|高新技术产业"
    rf"|高新技术|临港|临空|工业)?(?:{_CLASS})")
_NO_NAME = re.compile(
        r"找|写|句|查|看|问|说|讲|做|来|请|给|要|想|能|会|[哪那这各个每其我咱你他本全该某有是在的和与跟比把从对为谁些家]"
        r"|国家|省级|市级|县级|国级|先进|一般|其他|其它|入园|进园|规上|高新|经济|技术|开发|工业|农业|产业|企业"
        r"|项目|"
        r"核心|化工|临港|清廉|智慧|投资|平台|子|上市|被投|控股|绿色|科技|物流|示范|培育|建设|创建|申创|年|月"
        r"|多少|什么|怎么|园区|商务|食品|医药|智能|装备|材料|数字")
#: words by which units with the same place name are told apart: in the question → in the unit's name
_KINDS = tuple((re.compile(asked), re.compile(named)) for asked, named in (
    ("公司|集团|城投|平台", "公司|集团"), ("高新", "高新"), ("农高|农业", "农业"), ("经开|经济", "经济"),
    ("保税|综保", "保税"), ("临港|港区", "港"),
    ("工业园|集中区|集聚区", "工业|集中|集聚"), ("度假|旅游", "度假|旅游"), ("新区", "新区"),
))


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as named at a place of the question: all units it can mean, and the words used for it."""

    start: int
    end: int
    units: tuple[str, ...]
    written: str


def find_units(text: str, units: Units, own: str = "") -> list[Named]:
    """The units named, in order; each place takes the longest name. own: the user's unit, for 我区."""
    folded = fold(text)
    found: list[Named] = []
    at = 0
    while at < len(folded):
        whole = max((unit for unit in units.classes if len(unit) > 2 and folded.startswith(fold(unit), at)), key=len, default="")
        if whole:
            tail = _TAIL.match(folded, at + len(whole))
            found.append(Named(at, tail.end() if tail else at + len(whole), (whole,), text[at : at + len(whole)]))
            at = found[-1].end
            continue
        hit = next((folded[at:end] for end in range(min(len(folded), at + 8), at + 1, -1) if folded[at:end] in units.pieces), "")
        if hit and not (len(hit) == 2 and re.match(r"[\u4e00-\u9fff]", folded[at - 1 : at] or "。") and _inside_word(folded, at, units)):
            # 芦河县园区 is 芦河县's, but 芦河省外资金 is no 芦河省
            after = folded[at + len(hit) : at + len(hit) + 1]
            owned = any(hit + after in fold(unit) for unit in units.pieces[hit])
            tail = None if after in "省市县州旗镇乡" and after and not owned else _TAIL.match(folded, at + len(hit))
            end = tail.end() if tail else at + len(hit)
            possible = _told_apart(sorted(units.pieces[hit]), folded[at:end], folded)
            found.append(Named(at, end, tuple(possible), text[at : at + len(hit)]))
            at = end
            continue
        mine = _OWN.match(folded, at)
        if mine:
            known = [unit for unit in units.classes if own and (own in unit or unit in own)]
            found.append(Named(at, mine.end(), tuple(known) or ((own,) if own else ()), mine.group()))
            at = mine.end()
            continue
        at += 1
    return _joined(found)


def _joined(found: Sequence[Named]) -> list[Named]:
    """Names side by side that belong to one unit are one: 江东省芦河 is 江东省芦河经济开发区, not two."""
    joined: list[Named] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and before.end == one.start:
            both = tuple(unit for unit in one.units if fold(before.written) in fold(unit))
            if both:
                joined[-1] = Named(before.start, one.end, both, before.written + one.written)
                continue
        joined.append(one)
    return joined


def _inside_word(folded: str, at: int, units: Units) -> bool:
    """Whether a two-character name only begins in the middle of a longer one (海宁波 …): the characters before make a name, too."""
    return any(folded[at - size : at + 1] in units.pieces for size in (1, 2) if at >= size)


def _told_apart(possible: Sequence[str], written: str, text: str) -> list[str]:
    if len(possible) < 2:
        return list(possible)
    whole = [unit for unit in possible if fold(unit) in written]
    if whole:
        return whole
    for words in (written, text):
        for asked, named in _KINDS:
            if asked.search(words):
                fitting = [unit for unit in possible if named.search(unit)]
                if fitting and len(fitting) < len(possible):
                    return fitting
    zones = [unit for unit in possible if not re.search("公司|集团", unit)]
    return zones or list(possible)


def unknown_names(text: str, named: Sequence[Named]) -> list[Named]:
    """Names in front of 经开区, 高新区 … that are none of the library's units: 柏溪经开区, 云州高新区."""
    found = []
    covered = [(one.start, one.end) for one in named]
    for match in _UNKNOWN.finditer(text):
        start, end = match.span()
        if any(left < end and start < right for left, right in covered):
            continue
        name = match[1]
        if not _NO_NAME.search(name) and len(name) <= 4:
            found.append(Named(start, end, (), name))
    return found
