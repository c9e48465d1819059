"""What a query asks for: its own terms, the word families it touches, and the unit, year, part and kind it names. No scoring here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval.report import Report
from assistant.retrieval.terms import fold, phrase_codes, single_codes
from assistant.retrieval.vocabulary import Family, Vocabulary

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d|[0-4]\d)(?=年|年度|上半年|下半年)|(?<!\d)((?:19|20)\d\d)(?![\d.%亿万个家亩])")
_RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d)年?[-–—~至到]((?:19|20)\d\d)年")
#: words of the question that name a part; longer ones first is not needed, one hit is enough
_PLAN = re.compile(r"计划|打算|思路|预期|下一步|明年|来年|准备|目标|安排|拟|下半年|工作重点|力争|要上|要建|要干|接下来|规划")
_DONE = re.compile(r"完成情况|完成了|兑现|落实情况|成效|实绩|结果|后来|实际|总结里|做到|达到|去年的?目标")
_PROBLEMS = re.compile(
    r"问题|短板|不足|困难|瓶颈|薄弱|差距|难点|短缺|制约|不够|不强|难题|弱项|老大难|跟不上|留不住|难[，、；\s]|难$|不高|偏慢|偏低|偏小")
#: a problem that was solved, or belongs to others, is no question about the zone's own shortcomings
_NEUTRAL = re.compile(
    r"(?:解决|办结|化解|整改|帮助|协调|发现|查找|排查|诉求|反映|急难愁盼)[^，；\s]{0,6}问题"
    r"|问题[^，；\s]{0,4}(?:解决|办结|化解|整改|清单|线索)|困难(?:群众|职工|党员|家庭)|不足\d")
_GOVERNMENT = re.compile(r"政府工作报告|政府报告|全国|国务院|全省|省政府|市政府|县政府")
_KINDS = (("半年", re.compile(r"半年|双过半")), ("述职", re.compile(r"述职")))

#: what kind of body a unit is, by the words on either side
_CLASSES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(asked), re.compile(named))
    for name, asked, named in (
        ("园区", r"园区|开发区|全区|我区|高新区|经开区|管委会|集中区", r"开发区|园区|工业园|集中区|高新|集聚区|示范区|保税|管委会|新区"),
        ("高新区", r"(?<!农业)高新(?:区|技术产业开发区|技术(?:产业)?(?:园|区))", r"(?<!农业)高新(?:技术产业开发区|技术产业园|区)"),
        ("经开区", r"经(?:济)?(?:技术)?开(?:发)?区", r"经(?:济)?(?:技术)?开(?:发)?区"),
        ("农高区", r"农高区|农业高新|农业(?:科技)?园|农科", r"农业高新|农高|农业科技|现代农业"),
        ("港区", r"港区|临港|港口|空港|航空港", r"临港|港区|港口|空港|航空港|保税港"),
        ("保税区", r"保税|综保", r"保税|综保"),
        ("工业园", r"工业园|产业园区|集中区|集聚区|县(?:级)?园区", r"工业园|工业集中区|产业集聚区|产业园区|化工园"),
        ("集中区", r"集中区", r"集中区"),
        ("化工园", r"化工园", r"化工园"),
        ("新区", r"(?<!高)新区", r"新区"),
        ("公司", r"公司|集团|平台公司|国企|国有企业|城投", r"公司|集团"),
        ("度假区", r"度假区|旅游区|景区", r"度假|旅游|风景"),
        ("物流园", r"物流园|物流港|陆港", r"物流|陆港"),
        ("自贸区", r"自贸|自由贸易", r"自由贸易|自贸"),
    )
)
#: words of unit names that name no unit
_GENERIC = re.compile(
    "经开区|高新区|农高区|综保区|经济|技术|开发|产业|高新|工业|园区|投资|发展|管理|委员|公司|集团|建设|示范|农业|临港|综合|保税|国家|省级|市级|新区|中心|集聚|集中|有限|责任|"
    "科技|创新|现代|人民|政府|街道|办公|领导|班子|党工|工委|党组|管委|城市|物流|化工|旅游|度假|合作|试验|先导|先行|生态|商务|金融|数字|装备|制造|"
    "全国|国务|我国|总结|报告|工作|年度|汇报|述职|推进|思路|计划|打算|安排|港区|口岸|服务|运营|资产|城乡|核心|起步|片区|月份|现在|代表|大会|各位|自治(?!区)|民族|回族|壮族|维吾|藏族"
)


@dataclass(frozen=True)
class Asked:
    """A query understood. terms: (code, weight, as written). families: (family, wording in the query)."""

    text: str
    terms: tuple[tuple[int, float, str], ...]
    families: tuple[tuple[Family, str], ...]
    years: frozenset[int]
    part: str
    kinds: frozenset[str]
    units: tuple[str, ...]
    classes: frozenset[str]
    of_government: bool = False


@dataclass(frozen=True)
class Units:
    """The units of a library, and the pieces of their names by which a query may call them."""

    pieces: dict[str, frozenset[str]]
    classes: dict[str, frozenset[str]]
    present: frozenset[str]


def unit_of(report: Report) -> str:
    """The unit of a report, or what its title says before the year where the reader found none."""
    return report.unit or re.split(r"(?:19|20)\d\d年|工作|总结|报告|[，。：]", report.title)[0][:24]


def gather_units(reports: Sequence[Report]) -> Units:
    """What the units of these reports can be called."""
    pieces: dict[str, set[str]] = {}
    classes = {}
    for unit in {unit_of(report) for report in reports}:
        name = fold(unit)
        # a name is called by its beginning, or by that of a place inside it: 江东省霖州…区 by 江东, 霖州
        for own in re.findall(r"[\u4e00-\u9fff]+?(?:省|自治区|市|县|州|盟|旗|(?![\u4e00-\u9fff]))", _GENERIC.sub(" ", name)):
            for end in range(2, min(len(own), 8) + 1):
                pieces.setdefault(own[:end], set()).add(unit)
        classes[unit] = frozenset(label for label, _, named in _CLASSES if named.search(name))
    return Units({piece: frozenset(units) for piece, units in pieces.items()}, classes, frozenset[str]().union(*classes.values()))


def understand(query: str, words: Vocabulary, units: Units) -> Asked:
    """Take a query apart; what it names is looked for among the library's units, never guessed."""
    text = fold(query)
    years, rest = _years(text)
    named, pieces, rest = _units(rest, units)
    classes = frozenset(label for label, asked, _ in _CLASSES if asked.search(text))
    families: list[tuple[Family, str]] = []
    for start, end, family in words.find(rest):
        if family not in [known for known, _ in families]:
            families.append((family, rest[start:end]))
    for phrase in words.idle:
        rest = rest.replace(fold(phrase), " ")
    part = _part(text)
    if part == "plan":
        # such a word says which part is meant; as a term it would find "为年度目标的92%" in the reviews
        rest = _PLAN.sub(" ", rest)
    kinds = frozenset(kind for kind, pattern in _KINDS if pattern.search(text))
    of_government = bool(_GOVERNMENT.search(text))
    return Asked(query, _terms(rest, years, pieces), tuple(families), years, part, kinds, named, classes, of_government)


def _years(text: str) -> tuple[frozenset[int], str]:
    years: set[int] = set()
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), int(match[2])
        if 0 < last - first < 12:
            years.update(range(first, last + 1))
    for match in _YEAR.finditer(text):
        number = int(match[1] or match[2])
        years.add(number if number > 100 else 2000 + number)
    return frozenset(years), _YEAR.sub(" ", _RANGE.sub(" ", text))


def _units(text: str, units: Units) -> tuple[tuple[str, ...], str, str]:
    """Units named by the longest piece at each place; where several share it, the kind of body in the query decides."""
    named: list[str] = []
    pieces = ""
    start = 0
    while start < len(text):
        for end in range(min(len(text), start + 8), start + 1, -1):
            found = units.pieces.get(text[start:end])
            if found:
                wanted = {label for label, asked, _ in _CLASSES if asked.search(text)}
                exact = [unit for unit in found if wanted & units.classes[unit]]
                named.extend(unit for unit in (exact or sorted(found)) if unit not in named)
                pieces += text[start:end] + " "
                text = text[:start] + " " * (end - start) + text[end:]
                start = end - 1
                break
        start += 1
    return tuple(named), pieces, text


def _part(text: str) -> str:
    if _PROBLEMS.search(_NEUTRAL.sub("", text)):
        return "problems"
    if _PLAN.search(text) and not _DONE.search(text):
        return "plan"
    return ""


def _terms(rest: str, years: frozenset[int], pieces: str) -> tuple[tuple[int, float, str], ...]:
    terms: dict[int, tuple[float, str]] = {}
    for piece in rest.split():
        for char in piece:
            for code in single_codes(char):
                terms.setdefault(code, (0.25, char))
        for pair in {piece[i : i + 2] for i in range(len(piece) - 1)}:
            if len(single_codes(pair)) == 2:
                terms.setdefault(phrase_codes(pair)[0], (1.0, pair))
        for word in re.findall(r"[0-9a-z]+(?:[.&+][0-9a-z]+)*", piece):
            terms.setdefault(phrase_codes(word)[0], (1.0, word))
    for piece in pieces.split():
        # the unit is weighed by the report as well: here it only helps passages that name another one
        for code in phrase_codes(piece):
            terms[code] = (0.3, piece)
    for year in years:
        # the year is weighed by the report it belongs to; as a word it only helps where a text looks back
        terms[phrase_codes(str(year))[0]] = (0.4, str(year))
    return tuple((code, weight, word) for code, (weight, word) in terms.items())
