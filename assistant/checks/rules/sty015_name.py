"""同一名称前后写法不一

查什么：
企业、项目、园区的简称在全文多次写作一个样，只有一处差一个字或换了行业词（华岭精密、华岭精工；沃衡航材、沃恒航材）；
开头约定“以下简称某某”，后文一次也没有用，用的却是另一个简称；
落款的单位与标题的单位不是一个。
为什么：名称多半从不同部门的材料里拼来，音近、义近的字最容易写串；写错名称比写错字更伤单位的脸面。
错例：
龙头企业晟科电子产值突破百亿元。……仅晟科电子一家就引来上下游企业9家。……晟科科技扩建二期开工。
正例：
龙头企业晟科电子产值突破百亿元。……晟科电子扩建二期开工。
出处：公文写作惯例（惯例）：同一名称全文一致；确是两家的，加入本单位词表即可。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from assistant.checks.context import CheckContext
from assistant.checks.lexicon import alike, is_word, read_list
from assistant.checks.rule import Rule
from assistant.checks.scan import bigrams, find_all
from assistant.domain.finding import Finding

RULE = Rule("STY015", "name", "style", "warning")

#: 新能源, 新材料, 新时代 are words of three characters
_NEW = frozenset(("能源", "材料", "时代", "型材", "动力", "农业", "电商", "制造"))
#: characters that no coined name holds, or that tell two things apart on purpose
_PLAIN = frozenset("全的了和与及或在是有为等于以将从到由向对把被让使也都又并而但各每该此其这那个家项级性型化式")
_APART = frozenset("东西南北中上下左右前后内外一二三四五六七八九十大小新老旧高低甲乙丙丁省市县区国")
_ENDS = "。；！？\n"
_GROUPS = ("子公司", "集团", "旗下", "母公司", "关联")


@cache
def _ends(kind: str) -> frozenset[str]:
    """What names of the kind end in."""
    return frozenset(word for line in read_list("name_ends.txt") if line.startswith(kind) for word in line.split()[1:])

_SHORT = re.compile(r"[（(]以下(?:统?简称|统称)[为：:]?[“\"]?(?P<name>[\u4e00-\u9fff]{2,6})[”\"]?[）)]")
#: what a zone is called for short
_CALLED = re.compile(r"[两三][区园]|[全我本][区园]|(?:经开|高新|开发|示范|度假|农高|综保|航空港|保税|合作|试验|港)区|园区")
_SHORT_TIMES = 2
_SIGNATURE = re.compile(
    r"^[ \u3000]*(?P<whole>(?P<unit>[\u4e00-\u9fff]{3,24}[区园城港])(?:管理委员会|管委会))[ \u3000]*\n+[ \u3000]*(?:19|20)\d\d ?年", re.M
)
_OWN = re.compile(r"[\u4e00-\u9fff]{3,24}[区园城港](?:管理委员会|管委会|关于)*“?(?:20|十)")
#: how long a foot is read for a signature, and a name whose one other character tells
_FOOT, _LONG_NAME = 200, 5

#: (stem, ending) of a name
Name = tuple[str, str]
Names = dict[Name, list[int]]


def check(context: CheckContext) -> Iterator[Finding]:
    """The one place where a name that the rest of the text writes otherwise has another character or another trade."""
    text = context.text
    yield from _short_forms(context)
    yield from _signed(context)
    names = _names(text)
    rivals: dict[Name, set[Name]] = defaultdict(set)
    for pair in _near(names):
        for usual, odd in (pair, pair[::-1]):
            if len(names[odd]) == 1 and _one_thing(usual, odd, len(names[usual])):
                rivals[odd].add(usual)
    for odd, near in rivals.items():
        usual, at = next(iter(near)), names[odd][0]
        places = names[usual]
        if len(near) > 1 or (len(places) == 1 and at < places[0]) or not _alone(text, usual, odd, places, at):
            continue
        written, told = "".join(odd), "".join(usual)
        yield context.finding(
            RULE,
            at,
            at + len(written),
            f"“{written}”全文只此一处，其余{len(places)}处作“{told}”",
            related=(context.related(places[0], places[0] + len(told), "其他处"),),
            suggestion=f"核对是否应为“{told}”",
        )


def _short_forms(context: CheckContext) -> Iterator[Finding]:
    """（以下简称“全区”） of which the text makes no use, while it says 两区 all along."""
    text = context.text
    if "以下" not in text:
        return
    for match in _SHORT.finditer(text):
        name = match["name"]
        if not _CALLED.fullmatch(name) or text.find(name, match.end()) >= 0:
            continue
        used = [one for one in _CALLED.finditer(text, match.end()) if name not in one.group()]
        told = {one.group() for one in used if sum(other.group() == one.group() for other in used) >= _SHORT_TIMES}
        # 综合保税区 is one of 两区
        told = {one for one in told if one[0] in "两三"} or told
        if len(told) == 1:
            first = next(one for one in used if one.group() in told)
            yield context.finding(
                RULE, *match.span("name"), f"约定简称“{name}”，后文没有用过，用的是“{first.group()}”",
                related=(context.related(*first.span(), "后文"),), suggestion="简称与后文统一",
            )


def _signed(context: CheckContext) -> Iterator[Finding]:
    """A signature 砚州高新区管委会 below the report of 砚岭高新区."""
    title, text = context.document.title, context.text
    signed = None
    for match in _SIGNATURE.finditer(text, max(context.document.lead.start, len(text) - _FOOT)):
        signed = match
    if signed is None or signed["unit"] in title or signed["unit"] in text[: signed.start()]:
        return
    unit = signed["unit"]
    alike = next((one for at in range(len(title)) if _one_off(one := title[at : at + len(unit)], unit)), "")
    foreign = _OWN.match(title) and not any(unit[at : at + 2] in title for at in range(len(unit) - 3))
    if alike or foreign:
        said = f"标题为“{alike or title}”，落款为“{signed['whole']}”"
        yield context.finding(RULE, *signed.span("whole"), said, suggestion="核对单位名称")


def _one_off(one: str, other: str) -> bool:
    """Whether two long names differ in one character."""
    return len(one) == len(other) >= _LONG_NAME and sum(left != right for left, right in zip(one, other, strict=True)) == 1


def _names(text: str) -> Names:
    """Short names of firms and zones with two characters before the ending, names of parks and houses with three."""
    found: Names = defaultdict(list)
    pairs = bigrams(text)
    short = _ends("企业") | _ends("园区")
    for ending in (short | _ends("场所") if pairs else ()):
        if ending[:2] not in pairs or ending[-2:] not in pairs:
            continue
        size = 2 if ending in short else 3
        for at in find_all(text, ending):
            stem = text[at - size : at] if at >= size else ""
            if not stem or not _PLAIN.isdisjoint(stem) or (stem[-1] == "新" and ending in _NEW) or not _han(stem):
                continue
            if not is_word(stem) if size == 2 else not is_word(text[at - 1 : at + 1]):
                found[stem, ending].append(at - size)
    return found


def _near(names: Names) -> Iterator[tuple[Name, Name]]:
    """Pairs of names that share the stem, or the ending and all but one character of the stem."""
    groups: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for stem, ending in names:
        groups[(stem,)].append((stem, ending))
        for at in range(len(stem)):
            groups[stem[:at], stem[at + 1 :], ending].append((stem, ending))
    for group in groups.values():
        if len(group) > 1:
            yield from combinations(group, 2)


def _han(word: str) -> bool:
    return all("\u4e00" <= one <= "\u9fff" for one in word)


def _one_thing(usual: Name, odd: Name, times: int) -> bool:
    """Whether two names can be one: another trade behind a stem told twice, a stem that sounds the same, a park one character off."""
    (stem, ending), (other, last) = usual, odd
    if stem == other:
        return times > 1 and {ending, last} <= _ends("企业")
    unlike = next({one, two} for one, two in zip(stem, other, strict=True) if one != two)
    if _APART & unlike:
        return False
    return times > 1 if len(stem) > 2 else alike(*unlike)


def _alone(text: str, name: Name, odd: Name, places: list[int], at: int) -> bool:
    """Whether nothing says that these are two: no sentence with both, no group of firms, no stem that names more."""
    start = max(text.rfind(one, 0, at) for one in _ENDS) + 1
    end = min((place for one in _ENDS if (place := text.find(one, at)) >= 0), default=len(text))
    if any(start <= place < end for place in places):
        return False
    if name[0] != odd[0]:
        return True
    if any(one in text[start:at][-8:] for one in _GROUPS) or text.startswith(_GROUPS, at + 4):
        return False
    # 中海油装备, 中海油新材: the name is longer than its last two characters
    if len({text[place - 1 : place] for place in (*places, at)}) == 1 and _han(text[at - 1 : at]):
        return False
    return sum(1 for _ in find_all(text, name[0])) == len(places) + 1
