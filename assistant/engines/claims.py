"""Words that make a claim stronger than a fact: stages, plans, denials, praise, scope. Reading only; nothing is compared here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: the ladder of a project; a class later in it says more than one before it
STAGES: tuple[tuple[str, str], ...] = (
    ("意向", r"意向|在谈|洽谈"),
    ("签约", r"签约|签订(?!责任)|签署"),
    ("拿地", r"拿地|摘牌|供地"),
    ("开工", r"(?<!拿地即)开工|动工|破土|奠基"),
    ("结顶", r"结顶|封顶"),
    ("竣工", r"竣工|完工|竣备|建成|通车(?!里程)|通水"),
    ("投产", r"投产|试生产|投运|投用|投入(?:使用|运营|运行)"),
    ("达产", r"达产"),
)
_STAGE = tuple((name, re.compile(pattern)) for name, pattern in STAGES)
ORDER = {name: at for at, (name, _) in enumerate(STAGES)}
#: rates and stocks named after a stage are indicators, no stage of anything: 开工率, 签约项目 …
_STAGE_NAME = re.compile(
    r"[早快促抓保](?:签约|开工|竣工|投产|达产|供地|动工|建成)|新开工|新签约|(?:签约|开工|竣工|投产|达产|供地|履约)率|达产后"
)

#: surely not done yet
FUTURE = re.compile(
    r"拟(?!定|订|建|人)|(?<![即必])将(?!近|军|其|原|全)|计划(?!生育)|力争|争取|确保|预计|预期|有望|目标|明年|次年|来年|下一步|年底前|年内(?=[^，。]{0,8}(?:实现|完成|开工|竣工|投产|建成))"
    r"|即将|将于|筹备|谋划|准备"
)
#: words under which a thing is still going on: good enough where the notes only plan it
_UNDERWAY = re.compile(
    r"推动|推进|加快|加速|促进|力促|抓好|抓紧|启动|做好|深化|强化|聚焦|围绕|着力|全力|持续|继续|要|实施"
)
DONE = re.compile(
    r"已(?!知)|(?:完成|实现|建成|取得|开展|组织|引进|签约|开工|竣工|投产)了"
    r"|(?:顺利|成功|圆满|如期|全面)(?:完成|实现|建成|签约|开工|竣工|投产)"
)
NEGATIVE = re.compile(
    r"未(?!来)|没有|无(?=[较重人违死事一任新投])|零(?=[事投上增死])|尚无"
    r"|不(?=[到足够能高多强大优快平充全力得再予]|明显|突出|健全|完善|平衡)"
)
#: praise and rank that only a note may give
STRONG = re.compile(
    r"显著|大幅(?:度)?|明显|历史(?:最高|新高|性|最好)|新高|创(?:下)?新(?=高|纪录)|创历史|首(?:个|次|家|批|位|创|例)|率先|第一(?!书记|议题|责任|季度|产业|批|轮|时间|阶段|届|期|要务|线)|唯一"
    r"|领先|领跑|前列|前茅|最(?:高|大|多|好|快|优|强)|翻番|翻一番|超额|圆满|全面(?:完成|实现|建成|达标|超额)|跨越式|井喷|飞速|迅猛|史无前例|空前|一流|标杆|名列|位居|跻身|全覆盖|零事故"
    r"|全部(?=完成|建成|到位|达标|整改|办结|竣工|投产|兑现|开工|任务)|突破性|里程碑|高速增长|强劲|大踏步|远超|遥遥"
)
#: an event that happened or did not: the library can't lend it
EVENT = re.compile(
    r"荣获|获评|获批|获得(?!感)|被(?:评|授|列|认定)|入选|荣登|跻身|挂牌(?!督办)|揭牌|授牌|通过(?:了)?(?:验收|评审|认定|考核)|列入(?:国家|省|市)"
    r"|落户|斩获|摘得|正式成立|成立了|出台(?:了)?《"
)
#: parts of a zone: what holds for one of them does not hold for the whole
QUARTER = re.compile(r"核心区|示范区|起步区|启动区|托管区|拓展区|主城区|保税区|综保区|本级")
WIDE = re.compile(r"全区|全市|全省|全国|全县|全镇|全球|全世界|整个(?:开发区|园区|经开区)")
NARROW = re.compile(
    r"核心区|示范区|起步区|启动区|托管区|拓展区|主城区|保税区|综保区|本级|规上|规模以上|限上|限额以上|市级以上|省级以上|国家级"
    r"|重点(?=企业|项目|行业)|亿元以上|部分"
)

_QUOTE = re.compile(r"“[^”\n]{1,40}”")
_CLAUSE = re.compile(r"[^，。；！？!?;\n]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas with what it claims. start, end: offsets in the text it was cut from."""

    text: str
    start: int
    end: int
    stages: frozenset[str]
    future: bool
    negative: bool


def stages_of(text: str) -> frozenset[str]:
    """Names of the stages that a text speaks of."""
    bare = _STAGE_NAME.sub("", text)
    return frozenset(name for name, pattern in _STAGE if pattern.search(bare))


def without_stages(text: str) -> str:
    """The text with the stage words blanked out, so that what remains is who and what."""
    for _, pattern in _STAGE:
        text = pattern.sub("＿", text)
    return text


def stage_allowed(stage: str, allowed: Iterable[str]) -> bool:
    """Whether a stage may be claimed where the notes speak of these."""
    allowed = set(allowed)
    # 建成投产 is one word of the genre: a thing that runs has been built
    return stage in allowed or (stage == "竣工" and bool(allowed & {"投产", "达产"})) or (stage == "投产" and "达产" in allowed)


def is_future(text: str) -> bool:
    """Whether the words say that it has not happened yet."""
    return bool(FUTURE.search(text))


def is_open(text: str) -> bool:
    """Whether the words leave open that it has happened: planned or under way."""
    return is_future(text) or bool(_UNDERWAY.search(text))


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a text in order; a 、 parts them only where both sides bring a stage (8月签约、10月拿地)."""
    found: list[Clause] = []
    # “签约即供地、拿地即开工” names a service, no stage of anything
    text = _QUOTE.sub(lambda quote: "＿" * len(quote[0]), text) if "“" in text else text
    for match in _CLAUSE.finditer(text):
        pieces = match[0].split("、")
        whole = len(pieces) == 1 or sum(bool(stages_of(piece)) for piece in pieces) < 2
        at = match.start()
        for piece in [match[0]] if whole else pieces:
            if piece.strip():
                found.append(Clause(piece, at, at + len(piece), stages_of(piece), is_future(piece), bool(NEGATIVE.search(piece))))
            at += len(piece) + 1
    return found
