"""Whose note it is, which topic it speaks of and which part of the report it belongs to. No figures are read here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.domain.document import Part
from assistant.reference.tables import Topic, topics

PROBLEMS_TOPIC, PLAN_TOPIC = "存在问题", "目标思路"

_OFFICE = re.compile(r"(?:局|科|室|办|部|处|委|中心|分局|支队|大队|公司|集团|工会|团委|妇联|小组|专班|服务队|园区|街道|镇)$")
_PROBLEMS = re.compile(
    r"^(?:(?:目前|当前|班子|主要)*(?:存在|面临)?的?(?:主要|突出)?(?:问题|困难|不足|短板|差距)"
    r"(?:和?(?:困难|不足|短板|差距|建议))?)(?:$|[（(：])"
)
_PLAN = re.compile(
    r"^(?:(?:(?:20)?\d\d|明|下一?|次|来)年?(?:度|的)?[、，]?(?:主要|重点|工作|初步|总体)*(?:预期)?(?:目标|计划|打算|思路|安排|举措|任务|重点|工作|设想|谋划)"
    r"|明年|来年|下半年|下一?步|下阶段|下一阶段|(?:主要|预期|发展)?目标(?:任务)?$|工作(?:思路|打算|计划|安排)$|计划$|打算$)"
)
_ABBREVIATIONS = {
    "经发": "经济发展局", "经发局": "经济发展局", "招商": "招商局", "财政": "财政局", "建设": "建设局", "规建": "规划建设局",
    "组织": "组织人事部", "纪工委": "纪工委", "科技": "科技局", "应急": "应急管理局", "环保": "生态环境分局", "审批": "行政审批局",
}


#: offices that the topic table doesn't list; the general office collects for all and speaks for no topic
_OFFICE_TOPICS = (
    ("发展改革", "经济运行"), ("发改", "经济运行"), ("财务", "经济运行"), ("经营管理", "经济运行"), ("商务", "招商引资"),
    ("融资", "融资运营"),
    ("资产", "融资运营"), ("投资部", "融资运营"), ("工程", "项目建设"), ("农业", "产业发展"), ("企管", "改革创新"), ("人力", "改革创新"),
    ("审计", "改革创新"), ("法务", "改革创新"), ("安监", "安全环保"), ("应急", "安全环保"), ("生态", "安全环保"), ("口岸", "招商引资"),
    ("物流", "产业发展"), ("港务", "产业发展"), ("自然资源", "征迁收储"), ("住建", "产城融合"), ("市政", "产城融合"), ("城管", "产城融合"),
    ("人才", "科技创新"), ("文旅", "产业发展"), ("市场监管", "营商环境"), ("税务", "经济运行"), ("金融", "融资运营"), ("宣传", "党的建设"),
    ("工会", "党的建设"), ("团委", "党的建设"),
)
_GENERAL_OFFICE = re.compile(r"党政办|综合办|综合部|综合科|办公室|政研室|研究室|秘书")
#: 十、2026打算, （三）招商局: the number of a heading names nobody
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、](?!\d)) *")
_NO_GROUP = re.compile(r"^(?:附表|附件|文字|文字部分|表格|表|数据|其他|其它|项目表|一览表|说明|备注)\d*$")


@dataclass(frozen=True, slots=True)
class Owner:
    """What a heading says of the notes under it: who reported, under which title, on which topic, in which part."""

    department: str = ""
    title: str = ""
    topic: str = ""
    part: Part = ""
    remark: str = ""


def owner_of(heading: str, before: Owner | None = None) -> Owner:
    """Read a heading such as 招商（招商局）, 党政办（年中报市里的）, 三、明年. A part heading under a department keeps the department."""
    text = _NUMBERED.sub("", heading.strip("：: "))
    inner = re.search(r"（([^）]*)）", text)
    title = re.sub(r"（[^）]*）", "", text).strip()
    remark = inner[1].strip() if inner else ""
    department = ""
    if remark and all(_OFFICE.search(piece) or piece in _ABBREVIATIONS for piece in re.split(r"[、，/＋+和]", remark) if piece):
        department, remark = remark, ""
    elif _OFFICE.search(title) and not _PROBLEMS.match(title):
        department = title
    part = part_of_heading(title)
    if before is not None and not department and (part or _NO_GROUP.match(title)):
        department = before.department
    group = "" if part or _NO_GROUP.match(title) else title
    return Owner(department or group, title, topic_of_heading(group, department), part, remark)


def part_of_heading(title: str) -> Part:
    """problems or plan where a heading says so, else ""."""
    if _PROBLEMS.match(title) or title in ("问题", "困难", "不足"):
        return "problems"
    if _PLAN.match(title) and not title.endswith(("完成情况", "总结", "素材", "情况")):
        return "plan"
    return ""


def part_prefix(text: str) -> tuple[Part, int]:
    """The part that a line names at its own beginning (存在问题：…, 明年打算：…, 下半年：…) and where its content begins."""
    match = re.match(r"^([^：:，。；\d]{0,6}(?:20\d\d年?)?[^：:，。；\d]{1,10})[：:]\s*(?=\S)", text)
    if not match:
        return "", 0
    part = part_of_heading(match[1])
    return (part, match.end()) if part else ("", 0)


def topic_of_heading(title: str, department: str = "") -> str:
    """The topic that a heading names: by the topics' aliases, by the department, else by its keywords; "" where nothing speaks."""
    for topic in topics():
        if title and (title == topic.name or (len(title) > 1 and topic.name.startswith(title))):
            return topic.name
    for topic in topics():
        if title and any(alias in title for alias in topic.aliases):
            return topic.name
    for name in filter(None, (department, title)):
        if _GENERAL_OFFICE.search(name):
            return ""
        for topic in topics():
            if any(office in name for office in topic.departments):
                return topic.name
        for word, known in _OFFICE_TOPICS:
            if word in name:
                return known
    found = scores(f"{title} {department}")
    return max(found, key=lambda name: found[name]) if found else ""


def is_group(heading: str) -> bool:
    """Whether a heading groups notes by owner or subject; 附表 and 文字 only say what form they have."""
    return not _NO_GROUP.match(re.sub(r"（[^）]*）", "", heading).strip("：: "))


def is_office(name: str) -> bool:
    """Whether a name is that of a department, so that it can stand behind a figure as its owner."""
    return bool(name) and all(_OFFICE.search(piece) or piece in _ABBREVIATIONS for piece in re.split(r"[、，/＋+和]", name) if piece)


def same_office(one: str, other: str) -> bool:
    """Whether two names are one department's: one within the other, or the short form of the other (经发局, 经济发展局)."""
    short, long = sorted((one, other), key=len)
    if short in long:
        return True
    if len(short) < 3 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def topic_of(text: str, owner: Owner) -> str:
    """The topic of a note: what its own words say, weighed against the heading that it stands under."""
    # what stands before the first figure is what the note is about; the rest may name anything
    figure = re.search(r"\d", text)
    lead = text[: figure.start()] if figure and figure.start() > 3 else text[:24]
    weights = scores(text)
    for name, weight in scores(lead).items():
        weights[name] = weights.get(name, 0.0) + weight
    for name in (PROBLEMS_TOPIC, PLAN_TOPIC):
        weights.pop(name, None)
    if owner.topic and owner.topic not in (PROBLEMS_TOPIC, PLAN_TOPIC):
        weights[owner.topic] = weights.get(owner.topic, 0.0) + 2.6
    if not weights:
        return ""
    order = [topic.name for topic in topics()]
    return max(weights, key=lambda name: (weights[name], -order.index(name)))


def scores(text: str) -> dict[str, float]:
    """How strongly the words of a text speak for each topic; topics without a word are left out."""
    found: dict[str, float] = {}
    for topic in topics():
        total, rest = 0.0, text
        for word in _words(topic):
            if word in rest:
                # a word of two characters says little: 安全 stands in 安全屋 as well
                total += 0.6 + 0.4 * min(len(word), 6)
                rest = rest.replace(word, "\n")
        if total:
            found[topic.name] = total
    return found


@cache
def _words(topic: Topic) -> tuple[str, ...]:
    return tuple(sorted({*topic.keywords, *topic.aliases}, key=len, reverse=True))
