"""What a name on paper is the name of: the row of the indicator table, the scope before it, the verb in front.

Figures are not read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.reference.tables import indicator, indicators

#: words for the whole unit itself: they leave the scope empty
_WHOLE = (
    "全区|我区|本区|区内|全园区|全园|园区|开发区|经开区|高新区|农高区|示范区|管委会|公司|集团公司|我们|全公司|全域|区域内|辖区内|辖区"
    "|入园"
)
_SCOPE = re.compile(
    rf"(?P<whole>{_WHOLE})(?:内|共|的|累计|范围内|全部)?(?=.{{2}}|$)"
    r"|(?P<scope>全[市县省国州镇盟旗]|全社会(?!研发|固定|R&D|用电)|我[市县省国]|核心区|主城区|建成区(?!面积)|城镇(?!居民|新增|登记|调查"
    r"|化)|[东西南北中新老]区|[\u4e00-\u9fff]{2,4}(?:园区|片区|组团|街道|功能区))(?:内|的)?(?=.{2}|$)"
)
#: words at the front of a name that say nothing of what is counted
_LEAD = re.compile(
    r"(?:[\s”·—:：,，.．、；;）)\-~+*#→]+|其中|其余(?=[\u4e00-\u9fff]{2})|包括|同时|此外|另外|目前|现已|现有|现|已经|已有|已|全年|今年"
    r"|年内|当年|本年|年末|年底|年度(?!计划|目标|任务)"
    r"|截至|预计|预期|有望|力争|确保|争取|计划(?!总?投资|完成投资)|累计(?!完成投资|投资)|合计|总计|共计|共有|共|总的|全部|各级"
    r"|各类(?!经营主体|市场主体)|各项"
    r"|完成(?!率|投资)|实现|达到|达成|达(?!产)|取得|拥有|具有|有(?!效|色|机|限|研|组织)|是|为|将|使|让|把|对|与|和|及|以及|并|且|也|还"
    r"|再|又|均|都|在|由|从|按|以(?!上)|[约近超仅](?=\d)|仅(?=有|为)"
    r"|分别|主要(?!污)|各(?!类)|的|了|到(?!位|期|账)|新(?=增加)|一批|最新|一个|等|年均|上半年|下半年|全面|扎实|深入|积极|大力|持续|不断"
    r"|着力|切实|进一步|成功|顺利|率先|推动(?=.{2})|推进(?=.{2})|促进(?=.{2})|高标准|高质量|稳步|加快)"
)
_BRACKET = re.compile(r"（[^）]{0,30}）|\([^)]{0,30}\)")
_TAIL = re.compile(
    r"(?:[\s：:，,、“—]+|同比|环比|比较|较|比|分别|累计|合计|共计|总计|预计|将|(?<!签)约|均|已|共|(?<!发)达|(?<![行作成])为|是|由|从|的"
    r"|等|占比|进一步|还|也|都|再|全年|总共"
    r"|成功|相继|陆续|仅|从原来|由原来|由最初)$"
)
_VERB = re.compile(
    r"(?P<verb>净增加?|新增加?|增加|新认定|新引进|新签约|新开工|新开通|新设立|新设|新登记|新注册|新建成|新建改建|新建|新招引|新入规"
    r"|新创建|新培育|新获批|新上|净减少?|减少|压减|退库)(?=.)"
)
#: who does it, in front of the name of what is counted: 党工委理论学习中心组学习
_AGENT = re.compile(
    r"(?:党工委|党委|党组|公司党委|机关党委|管委会|领导班子|班子|党政班子|组织|开展|举办|坚持|召开|扎实开展|全市|全省|全县|我市|我省"
    r"|区级|全国)+$"
)
_GOAL = re.compile(r"(?:目标任务|目标|任务数?|计划投资|计划|指标任务|预期)(?:数|值|额)?$|^(?:年度|全年|年初|当年)?(?:目标|任务|计划投资)")
_RATE = re.compile(r"(?:率|比例|比重|占比|强度|系数|集中度|满意度|浓度|比率|增速|增幅|密度|覆盖面|之比|渗透率|贡献度|纯度|知晓度)$")
_COUNT_TAIL = re.compile(r"(?:总数量|总数|总量|数量|总户数|总家数|户数|个数|数|总额|总值|总规模|完成额|金额|规模)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as read. text: without filler words, verb and scope; verb: 新增, 净增 … in front; id: row of the table or "".

    family: row whose name the end of this one is (工业税收 → 税收收入), for its units. goal: names a target (年度目标).
    share_of: what stands after 占; skip: how many characters were cut off at the front of the raw name.
    """

    text: str = ""
    verb: str = ""
    scope: str = ""
    id: str = ""
    canonical: str = ""
    family: str = ""
    goal: bool = False
    rate: bool = False
    share_of: str | None = None
    skip: int = 0

    @property
    def label(self) -> str:
        """The canonical name of a row, else the name as written."""
        return self.canonical or self.text


EMPTY = Name()
#: verbs in front of a name that make the figure a difference, not an amount
ADDING = frozenset(("净增", "净增加", "新增", "新增加", "增加", "净减少", "净减", "减少", "压减", "退库", "新入规"))


@cache
def _names(notes: bool) -> dict[str, str]:
    """Every name → row id; canonical names win over aliases."""
    table: dict[str, str] = {}
    for row in indicators():
        for alias in row.aliases:
            table[alias] = row.id
    for row in indicators():
        table[row.name] = row.id
        if row.name.endswith("数"):
            table.setdefault(row.name[:-1], row.id)
    if notes:
        for row in indicators():
            for short in (*row.loose, *row.short_names):
                table.setdefault(short, row.id)
    return table


@lru_cache(maxsize=8192)
def resolve(name: str, notes: bool = False) -> tuple[str, str]:
    """Row id and family id of a bare name: the row it names as a whole, and the row that its end names."""
    table = _names(notes)
    found = table.get(name)
    if found:
        return found, found
    plain = _COUNT_TAIL.sub("", name)
    if plain != name and len(plain) > 1:
        found = table.get(plain)
        if found:
            return found, found
    for at in range(1, len(name) - 2):
        found = table.get(name[at:])
        if found:
            return (found if _AGENT.match(name[:at]) else ""), found
    return "", ""


@lru_cache(maxsize=8192)
def read_name(raw: str, notes: bool = False) -> Name:
    """Read the words before a figure as a name: filler words, scope and verb taken off, the table asked."""
    text = _BRACKET.sub("", raw)
    share_of: str | None = None
    place = _share(text)
    if place >= 0:
        share_of = _TAIL.sub("", re.sub(r"^比|(?:的)?(?:比重|比例|份额)$", "", _strip_tail(text[place + 1 :])))
        text = text[:place]
    text = _strip_tail(text)
    left, scope = _strip_lead(text)
    skip = raw.find(left) if left else 0
    if not left:
        return Name(share_of=share_of, scope=scope)
    goal = bool(_GOAL.search(left)) and not left.startswith(("列入", "纳入", "入选", "进入"))
    row, family = resolve(left, notes)
    verb, noun = "", left
    if not row:
        match = _VERB.match(left)
        if match:
            verb, noun = match["verb"], left[match.end() :]
            rest, inner = _strip_lead(noun)
            noun, scope = rest or noun, scope or inner
            row, family = resolve(noun, notes)
            whole = resolve(verb + noun, notes)[0]
            if whole:
                row, noun = whole, verb + noun
    else:
        match = _VERB.match(left)
        verb = match["verb"] if match else ""
    known = indicator(row) if row else None
    if verb and verb not in ADDING and not noun.startswith(verb):
        noun = verb + noun
    return Name(
        noun[-24:] if len(noun) > 24 else noun, verb, scope, row, known.name if known else "", family, goal, bool(_RATE.search(noun)),
        share_of, max(skip, 0),
    )


def _share(text: str) -> int:
    """Where 占 stands that makes what follows the whole of a share; -1 where it is another word (占地, 占用)."""
    place = text.rfind("占")
    while place >= 0:
        if text[place + 1 : place + 2] not in ("地", "用", "有", "领", "补", "道"):
            return place
        place = text.rfind("占", 0, place)
    return -1


def _strip_tail(text: str) -> str:
    while text:
        match = _TAIL.search(text)
        if not match:
            break
        text = text[: match.start()]
    return text


def _strip_lead(text: str) -> tuple[str, str]:
    scope = ""
    at = 0
    while at < len(text):
        match = _LEAD.match(text, at)
        if match is None:
            match = _SCOPE.match(text, at)
            if match is None:
                break
            scope = match["scope"] or scope
        at = match.end()
    return text[at:], scope
