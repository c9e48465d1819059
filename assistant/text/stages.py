"""How far a project has come, as texts say it: 签约, 开工, 封顶, 竣工, 投产, 达产, with the object and the month. No comparing here."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.text.clauses import clauses, sentences

SIGNED, GRANTED, BEGUN, ROOFED, BUILT, RUNNING, FULL = range(1, 8)
STAGE_NAMES = {SIGNED: "签约", GRANTED: "落地", BEGUN: "开工", ROOFED: "主体完工", BUILT: "竣工", RUNNING: "投产投用", FULL: "达产"}

_STAGES = (
    ("full", FULL, r"(?:全面|正式|满负荷)?(?:达产(?:达效|增效)?|满产)(?!后|率|年|时间)"),
    ("running", RUNNING, r"(?:正式|建成|竣工|全面|全线|顺利|陆续|相继|全部|交付)*"
                         r"(?:投产(?:达效)?|投用|投运|投入(?:正式)?(?:使用|运行|运营|生产)|建成投产|通车|通水|通航|通气|启用|交付(?:使用)?"
                         r"|开学|开园|开业|开放|并网(?:发电)?|试生产|试投产|试运行|试运营|上线运行|正式运营)(?!率|数|后|里程|时间)"),
    ("roofed", ROOFED, r"主体(?:结构|工程|厂房)?(?:已经|已|均|全部|顺利|提前|基本)?"
                       r"(?:于?(?:1[0-2]|[1-9])月(?:(?:3[01]|[12]?\d)日|底|初|[上中下]旬)?)?(?:全部|顺利|提前|如期)?"
                       r"(?:封顶|结顶|完工|竣工|完成)"
                       r"|完成主体(?:结构|工程|厂房)?(?:建设|施工|封顶)?|封顶|结顶|设备(?:正在?|已|开始|陆续|全部|进场)*(?:安装|调试)(?!周期|时间|期|单位|企业)"),
    ("built", BUILT, r"(?:全面|顺利|如期|提前|全部)?(?:竣工(?:验收)?|完工|竣备|建成(?!区|面积|后|以来|的)|交工(?:验收)?)(?!率|数|后|即)"),
    ("begun", BEGUN, r"(?:集中|全面|正式|顺利|如期)?(?:开工(?:建设)?|动工(?:建设)?|启动建设|破土动工|开建|进场施工|奠基)"
                     r"(?!率|数|前|条件|手续|后|”|时间)"),
    ("ground", BEGUN, r"(?:完成)?(?:桩基|基础|土建)(?:工程)?施工(?:完成|阶段)?|完成(?:桩基|基础)(?:工程)?"),
    ("granted", GRANTED, r"完成(?:规划|方案|初步|施工图)?设计|完成(?:选址|立项|前期工作|可研)|拿地|摘牌|完成(?:公司|工商)?注册|落户"),
    ("signed", SIGNED, r"(?:成功|正式|集中)?签约(?!率|数|项目|金额|总|入驻)|签(?:订|署|下|了)?(?:投资|合作|框架|战略)*协议"),
)
#: what a stage can begin with: most places fail on their first character
_FIRST = "全正满达建竣顺陆相交投通启开并试上主完封结设如提集动破进奠桩基拿摘落成签土"
_STAGE = re.compile(f"(?=[{_FIRST}])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, _, pattern in _STAGES) + ")")
_RANK = {name: rank for name, rank, _ in _STAGES}
_NOT_YET = re.compile(r"(?:未能?|尚未|还未|没有?|暂未|推迟|延期|滞后|停滞|暂缓)[^，。；]{0,6}$")
_FUTURE = re.compile(r"力争|确保|争取|计划|拟|将|预计|有望|推动|加快|即将|准备|筹备|待|为.{0,4}做准备")
_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:(3[01]|[12]\d|[1-9])日)?(?P<before>底?前)?")
_HALF = (
    ("上半年", 6), ("年内", 12), ("年底前", 12), ("年底", 12), ("下半年", 12), ("一季度", 3), ("二季度", 6), ("三季度", 9), ("四季度", 12),
)
_PHASE = re.compile(r"[一二三四五六七八九十]期|[A-Z]区|(?:首|前|后)期|#\d+|\d+#|[一二三四五六]标段")
_TIME = re.compile(
    r"(?:截至|截止|到|于|在|至)?(?:20\d\d年|今年|去年|明年|本年|上年)?(?:度)?(?:1[0-2]|[1-9])月(?:(?:3[01]|[12]?\d)日|底|末|初|上旬|中旬|下旬|份)?(?:之?前|以前)?"
    r"|(?:20\d\d|今|去|明|上|本)年(?:度|内|底|末|初)?(?:前)?|年内|年底前?|年末|年初|上半年|下半年|[一二三四]季度(?:末|底)?(?:前)?|目前|当前|现已|\d+个月内?|提前|如期|按期|按时"
)
_LEAD = re.compile(
    r"^(?:确保|力争|推动|推进|争取|加快|全力|促进|抓好|做好|实现|支持|保障|完成|组织|实施|着力|重点|大力|扎实|稳步|有序|高标准|高质量|及|并|和|与|同时|其中|一批|对|将|让|使|把|使得|建设|建好|启动|再|又|已|有|是|为"
    r"|一是|二是|三是|四是|五是|六是|七是|八是|[一二三四五六七八九十]要|以及|此外|另外|全区|我区|全年)+"
)
_TAIL = re.compile(
    r"(?:已经|已|均|都|全部|相继|陆续|先后|顺利|成功|如期|全面|正式|也|并|将|于|在|的|完成|实现|基本|正在|正|加快|集中|即将|拟|被|由|，|、|等"
    r"|逐步|全线|完成投资|建设|等项目(?=$)|力争|确保|争取|计划|预计|有望|推动)+$"
)
_FIGURES = re.compile(
    r"^(?:总?投资|规模|面积|拥有|可?容纳)?(?:约|近|达)?\d+(?:\.\d+)?(?:亿|万)?(?:元|美元|平方米|亩|人|个[\u4e00-\u9fff]{0,3}|辆)?的"
    r"|(?:\d+(?:\.\d+)?(?:余|多)?(?:亿|万)?(?:套|公里|平方米|亩|个|条|座|户|米|栋|台|间|安置房)+)+$"
)
#: 锦和年产5万吨负极材料项目 is named without how much it makes
_CAPACITY = re.compile(
    r"(?:(?:年产|日产|年处理|日处理|年加工|年新增)\d+(?:\.\d+)?(?:余|多)?[十百千万亿]{0,2}(?:吨|套|台|件|辆|只|片|块|米|平方米|立方米|千瓦时?|兆瓦|吉瓦|个|支|颗)(?:/年)?"
    r"|\d+(?:\.\d+)?[十百千万亿]{0,2}(?:吨|套|台|件|辆|只|片|块|米|平方米|立方米|个|支|颗)/[年日天]"
    # 某公司投资12亿元的试剂项目
    r"|(?<=[\u4e00-\u9fff]{4})(?:计划|协议|合同)?总?投资(?:额|约|达)?\d+(?:\.\d+)?(?:余|多)?[万亿]元的)"
)
#: 3.某某项目: the number of its line
_NUMBER_OF_LINE = re.compile(r"^\s*(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])")
#: what follows a name without belonging to it, and what names of works end with
_CAUSE = re.compile(r"因|受|由于|按|自(?=20|去年|上年|\d)")
_MONEY_BEHIND = re.compile(r"(?<=.{4})(?:计划|协议|合同)?总?投资(?:额|约|达)?\d")
_WORK = re.compile(r"(?:项目|工程|园|基地|学校|厂|路|大道|桥|站|中心|公寓|码头|泊位|线|平台|广场|大厦|院|库|港|管网|社区|小区|市场|馆)$")
_COUNT_BEHIND = re.compile(r"(?:拥有|首批|共)?\d+(?:余|多)?(?:个|家|条|座|项|处|栋|套)")
_NOT_NAMING = re.compile(r"项目|企业|工程|\d+(?:\.\d+)?(?:余|多)?(?:个|家|座|万|亿|公里|亩|套|平|条|处|项|栋|米)")
_NO_NAME = frozenset(("项目", "工程", "厂房", "园区", "企业", "标准厂房", "安置房", "其中", "产业园"))
_QUOTED = re.compile(r"“[^”\n]*”")
_GENERIC = re.compile(
    r"^(?:.{0,4}\d+(?:余|多)?(?:个|家|项|条|亿|万|%|座|处|户|宗)"
    r"|(?:一批|多个|若干|部分|所有|全部|各)?(?:重点|重大|亿元以上|新|签约|产业|工业)*(?:项目|工程|企业|园区|任务|公司|建设)新?$)"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One project at one stage. start, end: of the stage's words; month: when, or by when; until: the month is a limit.

    phase: 一期, 二期 … of the name; "" where it has none. future: promised or expected; denied: 尚未开工, 投产推迟.
    """

    name: str
    phase: str
    rank: int
    word: str
    start: int
    end: int
    clause: tuple[int, int]
    month: int | None = None
    until: bool = False
    future: bool = False
    denied: bool = False
    day: int | None = None
    #: where the date stands; empty where there is none
    when: tuple[int, int] = (0, 0)


def read_steps(text: str, start: int = 0, end: int | None = None) -> Iterator[Step]:
    """Every named project or work of the text with the stage it is said to be at, in order, offsets in `text`."""
    places = [match.start() for match in _STAGE.finditer(text, start, len(text) if end is None else end)]
    if not places:
        return
    for sentence in sentences(text, start, end):
        at = bisect_left(places, sentence.start)
        if at == len(places) or places[at] >= sentence.end:
            continue
        name, phase = _subject(text, sentence.start, sentence.end)
        for clause in clauses(text, sentence.start, sentence.end):
            at = clause.start
            if text[clause.start - 1 : clause.start] in ("；", ";"):
                # 甲项目3月开工；乙基地二期总投资2亿元，9月投产: another work, named in a clause without a stage
                other, another = _subject(text, clause.start, sentence.end)
                name, phase = (other, another) if other else (name, phase)
            quoted = [(one.start(), one.end()) for one in _QUOTED.finditer(text, clause.start, clause.end)]
            for match in _STAGE.finditer(text, clause.start, clause.end):
                if any(left < match.start() < right for left, right in quoted):
                    continue
                words = text[at : match.start()]
                found, number = _named(words, text[match.end() : clause.end])
                own = _PHASE.sub("", _bare(words))
                if found:
                    name, phase = found, number
                elif number and name and not own:
                    phase = number
                elif len(own) >= 2 or _counted(text[match.end() : match.end() + 6]) or (not own and _COUNT_BEHIND.match(text, match.end())):
                    # other works, or a number of them: 17个竣工投产, 建成3个泊位
                    name, phase = "", ""
                    at = match.end()
                    continue
                at = match.end()
                if name:
                    rank = _RANK[match.lastgroup or ""]
                    left = match.start() - len(words) if "、" in words else clause.start
                    # 主体结构已于11月封顶 holds its date
                    when = _when(text, left, match.end() if rank == ROOFED else match.start())
                    yield Step(
                        name, phase, rank, match.group(), match.start(), match.end(), (clause.start, clause.end), when.month, when.until,
                        bool(_FUTURE.search(words)), bool(_NOT_YET.search(words)), when.day, when.span,
                    )


def _subject(text: str, start: int, end: int) -> tuple[str, str]:
    """The work that a sentence opens with, where its first clause has no stage: 某项目因用地调整，于7月26日开工."""
    first = next(clauses(text, start, end), None)
    if first is None or _STAGE.search(text, first.start, first.end):
        return "", ""
    words = _MONEY_BEHIND.split(_CAUSE.split(_bare(text[first.start : first.end]))[0])[0]
    phase = _PHASE.search(words)
    core = words[: phase.start()] if phase and phase.start() >= 4 else _PHASE.sub("", words)
    named = len(core) >= 4 and (_WORK.search(core) or phase) and not _GENERIC.match(core) and "、" not in core
    return (core, phase.group() if phase else "") if named else ("", "")


def _counted(after: str) -> bool:
    """Whether what follows counts: 竣工投产17个, 通车里程7.8公里."""
    return bool(re.match(r"(?:里程|面积|项目|数|企业)?(?:达到)?(?:约|近)?\d", after))


@lru_cache(maxsize=4096)
def _named(words: str, after: str) -> tuple[str, str]:
    """The name of the work in front of a stage (or behind it: 建成科创路二期) and its phase."""
    name = _bare(words.rsplit("、", 1)[-1] if "、" in words else words)
    if len(name) < 4 and not _PHASE.fullmatch(name):
        behind = _bare(re.split(r"[，、（(]", after, maxsplit=1)[0])
        if len(behind) >= 4 and not _NOT_NAMING.match(behind):
            name = behind
    phase = _PHASE.search(name)
    core = name[: phase.start()] if phase and phase.start() >= 2 else _PHASE.sub("", name)
    if len(core) < (2 if phase else 4) or _GENERIC.match(core) or core in _NO_NAME:
        return "", phase.group() if phase and len(core) < 2 else ""
    return core, phase.group() if phase else ""


def _bare(words: str) -> str:
    text = re.sub(r"（[^）]*）|\([^)]*\)", "", _NUMBER_OF_LINE.sub("", words))
    text = _CAPACITY.sub("", _TIME.sub("", text))
    before = None
    while before != text:
        before = text
        text = _FIGURES.sub("", _TAIL.sub("", _LEAD.sub("", text.strip(" 　“”，、："))))
    return text


@dataclass(frozen=True, slots=True)
class _When:
    month: int | None = None
    day: int | None = None
    until: bool = False
    span: tuple[int, int] = (0, 0)


def _when(text: str, start: int, end: int) -> _When:
    found = None
    for match in _MONTH.finditer(text, start, end):
        found = match
    if found is not None:
        return _When(int(found[1]), int(found[2]) if found[2] else None, bool(found["before"]), found.span())
    for word, month in _HALF:
        place = text.find(word, start, end)
        if place >= 0:
            return _When(month, None, True, (place, place + len(word)))
    return _When()
