"""Items of one note are written as formal words: periods in front, units filled in, changes, shares and parts spelled out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.domain.document import Part
from assistant.engines.offline.amounts import GAP, Amount, Move, amounts, kind_of
from assistant.engines.offline.items import Item
from assistant.engines.offline.lexicon import label_of, unit_for, verb_for, written_out

_MONTHS = r"\d{1,2}\s*[-—~至]\s*\d{1,2}月(?:份)?"
_PERIOD = re.compile(
    rf"^(?:(?P<until>截[至止]到?\s*)?(?P<time>{_MONTHS}|(?:(?:19|20)\d\d年)?\d{{1,2}}月(?:\d{{1,2}}日|[底末])(?!开|召|通|投|竣|交|建|正|主|全|启|签|挂|试|动|发|举|上|成|结|封)|(?:(?:19|20)\d\d年)?(?:上半年|前三季度|[一二三四]季度|年底|年末)|(?:19|20)\d\d年(?![度底末初])"
    rf"|预计全年|全年预计|全年|今年以来|年初以来|今年|目前)[，：:]?\s*)"
)
_FORECAST = re.compile(r"全年预计|预计全年")
_ACTION = re.compile(
    r"^(?:新|共|累计|已|再|全年|预计|拟|将|力争|确保|继续|加快|配合|主动|成功|直接|联合|集中|参与)*(?:完成|实现|达到?|新增|新建|建成|建设|引进|签约|到位|开工|竣工|投产|盘活|收储|走访|拜访|收集|办结|整改|排查|兑现|组织|开展|举办|召开|发展|培育|净增|获评|获得|获|报批|审定"
    r"|流转|带动|推广|接待|争取|登记|认定|入库|举行|铺设|处置|处理|化解|整治|整顿|打造|推动|解决|惠及|涉及|帮助|发放|办理|减免|选派|培训(?!班)|组建|设立|参加|修订|制定|新设|置换|偿还|清收|交付|惠(?!企|民|农)|腾空|拆除|供应|出让|清表|提供|服务|覆盖|移交|发现|检查|查处|审核|招引|引育|引入"
    r"|接入|研发|实施|谋划|储备|协调|约谈|通报|查摆|立行|转正|职级|交流|提拔|公开|招聘(?!会|活动)|讲|上|开|建(?!筑|制)|批|清(?![廉单洁])|征|供(?![水热气电暖])|退库|退出|注册|验收|封顶|翻|压缩|压减|提高|增加|降低|下降|突破|超|投放|投用|投运|投入|运营|承办|接受|表彰|选树|评选|创建|推荐|吸纳|吸引|合作|对接|联系|包联|慰问|捐|救助|资助|改造|新改|绿化提升|栽植|种植|节约|节省|减少|剩|还|清理|拆|迁|安置|回迁|受益|受理)"
)
_IS_RATE = re.compile(r"(?:率|占比|比重|比例|浓度|成本|密度|强度|系数|满意度|得分|[亩人户]均(?:[税产增收][\u4e00-\u9fff]{1,3}|效益)|利率)$")
_HAS_VERB = re.compile(
    r"引来|引进|带动|帮助|惠及|获得|进入|完成|实现|建成|新增|受益|参加|争取|反映|达成|签订|举办|获评|入选|认定|入库|形成|提供|授权"
)
_ABOVE = r"超(?:过)?(?:\d+(?:\.\d+)?|[一二三五十百千]+)亿元?$"
_THRESHOLD = re.compile(
    _ABOVE + r"|(?:亿元?|万元?|\d元)(?:以上|以下|以内)$|^(?:亿元以上|过亿|超亿元?)$|[～~]\d+(?:\.\d+)?(?:亿|万)元$"
)
#: what is counted in ten thousands
_PEOPLE = frozenset(("人", "人次", "名", "户", "户次", "家次", "头", "只", "株", "辆", "台", "件", "次", "套"))
_WORDS_OF_CHANGE = {
    "净增加": "净增", "净增": "净增", "压减": "压减", "压缩": "压缩", "缩短": "缩短", "多": "增加", "少": "减少",
}
_SINCE = {
    "较上年": "比上年", "较上年同期": "比上年同期", "较年初": "比年初", "比去年": "比上年", "比去年同期": "比上年同期", "较去年": "比上年",
    "较去年同期": "比上年同期", "较上年末": "比上年末", "比去年底": "比上年末", "比上年底": "比上年末",
}
_LESS = re.compile(r"能耗|浓度|成本|负债率|事故|投诉|信访|时限|超限|排放|化肥|农药|子公司|层级|事项|环节|流程|材料")
_DOWNWARD = {"压降", "下降", "降低", "减少", "回落", "降", "减", "少", "压减", "压缩", "缩短", "缩小", "收窄"}


@dataclass
class Context:
    """What the earlier items of the sentence leave for the later ones. `swap` may replace an amount by its contradicted readings."""

    part: Part = "summary"
    topic: str = ""
    unit: str = ""
    subject: str = ""
    head: Amount | None = None
    heads: tuple[Amount, ...] = ()
    step: float = 0.0
    last: Amount | None = None
    last_label: str = ""
    goal: tuple[str, str] | None = None
    base: str = ""
    rate_subject: bool = False
    period: str = ""
    swap: Callable[[Amount], str | None] = field(default=lambda amount: None)
    skip: Callable[[Amount], bool] = field(default=lambda amount: False)

    def take(self, amount: Amount, label: str) -> None:
        """A figure was written: the next ones may be parts, changes or shares of it."""
        self.head = self.last = amount
        self.heads = (*self.heads[-5:], amount)
        self.last_label, self.unit, self.base, self.step = label or self.last_label, amount.unit, "", 0.0
        if label:
            self.subject = label

    @property
    def plan(self) -> bool:
        """Whether what is written is planned."""
        return self.part == "plan"


def formal(text: str) -> str:
    """Words of a note as they stand, with numbers' units and short forms written out."""
    every = amounts(text)
    written, at = [], 0
    for amount in every:
        written.append(written_out(text[at : amount.start]))
        if isinstance(amount, Move):
            written.append(f"由{_bare(amount.low)}到{_bare(amount.high)}")
        else:
            sign = amount.sign if amount.kind not in ("percent", "") else ""
            written.append((amount.before if amount.before == "只" else degree(amount)) + sign + money(amount).text())
        at = amount.end
    written.append(written_out(text[at:]))
    return tidy("".join(written))


def tidy(text: str) -> str:
    """Dashes of time spans, brackets and commas as the genre writes them; no blanks between Chinese characters."""
    text = re.sub(r"(\d{1,2})\s*[-~至—]+\s*(\d{1,2})(?=月)", r"\1—\2", text)
    text = re.sub(r"((?:19|20)\d\d)\s*[-~]\s*((?:19|20)\d\d)", r"\1—\2", text)
    text = re.sub(r"(第\d+)\s*[-~]\s*(\d+)(?=[期批届次])", r"\1至\2", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff”）》])\s+(?=[\u4e00-\u9fff“（《])", "，", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff“”（），、])\s+|\s+(?=[\u4e00-\u9fff“”（），、])", "", text)
    text = re.sub(r"(\d{1,2}月\d{1,2})(?=开|召|举|在|起|前|后|通|竣|投)", r"\1日", text)
    text = re.sub(r"(?<=\d)\s*[Kk][Vv]", "kV", text)
    text = re.sub(r"(\d+)\s*[:∶](\s*\d+)", r"\1∶\2", text)
    return text.strip("，、 ")


_MONETARY = re.compile(
    r"产值|收入|税|资金|投资|额|利润|补贴|债|贷|资产|费|款|[外内]资|进出口|出口|进口|外贸|消费|社零|固投|总值|增加值|营收|销售|租金|成交|规模|缴|兑现|奖|补|减负|减免"
    r"|授信|节约|增收|年增|创收|签约|协议|到位|产业|板块|财政|预算|GDP|完成|购|造价|成本|红利|社会资本|项目|政策"
)


def money(amount: Amount, unit: str = "", label: str | None = None) -> Amount:
    """A bare 亿 or 万 is money unless the context says what it counts; a bare 万 behind a label that is no money stays as it is."""
    if amount.kind != "bare":
        return amount
    if label is not None and amount.unit == "万" and not unit and not _MONETARY.search(label):
        return amount
    if unit == "名":
        unit = "人"
    counted = bool(unit) and kind_of(unit) == "count"
    if counted and (label is None or is_monetary(label)) and (amount.unit == "亿" or unit not in _PEOPLE):
        return replace(amount, unit=amount.unit + "元", kind="money")
    if unit and kind_of(unit) in ("count", "area", "weight", "power", "box", "money"):
        return replace(amount, unit=amount.unit + unit.lstrip("万亿"), kind=kind_of(unit))
    return replace(amount, unit=amount.unit + "元", kind="money")


_DEGREES = {
    "破": "突破", "首破": "首次突破", "过": "超过", "大约": "约", "逾": "超", "只": "只有", "剩": "剩余", "达": "达到", "仅剩": "仅剩",
}


def degree(amount: Amount) -> str:
    """The word of degree in front of an amount as a draft writes it: 破 becomes 突破."""
    return _DEGREES.get(amount.before, amount.before)


def _bare(amount: Amount) -> str:
    return money(amount).text()


def take_period(label: str) -> tuple[str, str]:
    """(period as written in front of a sentence, the label without it)."""
    period = ""
    match = _PERIOD.match(label)
    if match and (match[0] != label or not period):
        time = match["time"].strip("，： :")
        until = match["until"] or re.search(r"[底末]$|月\d{1,2}日$", time)
        if not (re.search(r"日$", time) and not match["until"]):
            period = _until(time) if until else time
            label = label[match.end() :]
    forecast = _FORECAST.search(label)
    if forecast:
        label, period = label.replace(forecast[0], "", 1), "预计全年"
    elif label.endswith("预计") and len(label) > 2:
        label, period = label[:-2], f"预计{period}" if not period.startswith("预计") else period
    period = {"全年预计": "预计全年", "预计": "预计"}.get(period, period)
    return tidy(period), label.strip("，：: ")


def _until(time: str) -> str:
    return f"截至{time}" if re.search(r"\d", time) else {"年底": "截至年底", "年末": "截至年末"}.get(time, time)


def change(amount: Amount, verb: str, since: str, context: Context, noun: str = "") -> str:
    """同比增长9.2%, 比上年提高1.5万元, 下降1.3个百分点."""
    down = amount.sign == "-" or verb in _DOWNWARD
    kind = amount.kind
    if kind == "percent":
        verb = {"提": "提高", "提升": "提高"}.get(verb, verb)
        word = verb if verb in ("压缩", "压减", "压降", "缩短", "上升", "提高", "降低", "减少", "增加") else ("下降" if down else "增长")
        # only what is said to grow or fall is a comparison with last year; 提高30% may be against anything
        usual = word in ("增长", "下降") and context.base != "move" and not context.plan
        start = since or ("同比" if usual else "")
    elif kind == "points":
        word = "下降" if down else "提高"
        if verb in ("回落", "收窄", "扩大", "上升"):
            word = verb
        start = since
    else:
        raised = ("下降", "提高") if context.rate_subject or kind == "per" else ("减少", "增加")
        natural = ("减少", "增加") if kind in ("count", "") else raised
        word = _WORDS_OF_CHANGE.get(verb) or natural[0 if down else 1]
        start = since
    start = _SINCE.get(start, start)

    degree = {"约": "约", "近": "近", "超": "超过", "超过": "超过"}.get(amount.before, "")
    return f"{start}{noun}{word}{degree}{shown(amount, context)}"


def shown(amount: Amount, context: Context) -> str:
    """An amount in words, contradicted readings side by side."""
    swapped = context.swap(amount)
    return swapped if swapped is not None else amount.text()


def move(item: Item, label: str, context: Context) -> str:
    """由84家增加到97家."""
    moved = item.amount
    assert isinstance(moved, Move)
    low, high = moved.low, moved.high
    unit = high.unit or low.unit or unit_for(label)
    if unit and not high.unit:
        low, high = low.with_unit(unit), high.with_unit(unit)
    low, high = money(low, unit_for(label)), money(high, unit_for(label))
    down = (low.base or 0) > (high.base or 0)
    if moved.rank:
        return f"由第{low.text()}{'上升' if down else '下降'}至第{high.text()}"
    if high.kind == "time":
        verb = "压缩至" if down else "延长至"
    elif high.kind in ("percent", "points", "money", "per", "weight", "power") or high.kind == "":
        verb = "下降到" if down else "提高到"
        if high.kind == "money" and not _IS_RATE.search(label):
            verb = "减少到" if down else "增加到"
    else:
        verb = "减少到" if down else "增加到"
    if context.plan and not down:
        verb = verb.replace("增加到", "增加到").replace("提高到", "提高到")
    after = high.after
    return f"由{low.text()}{verb}{replace(high, after='').text()}{after}"


def completed(amount: Amount, item: Item, context: Context) -> str:
    """完成年度目标525亿元的100.5%."""
    rate = amount.text()
    if item.second is not None:
        goal = money(item.second, context.unit)
        return f"完成{item.since}{item.label}{goal.text()}的{rate}"
    if context.goal:
        name, value = context.goal
        context.goal = None
        return f"完成{name}{value}的{rate}"
    what = {"": "目标", "年度": "年度目标", "全年": "全年目标", "进度": "进度"}.get(item.label, item.label)
    return f"完成{what}的{rate}"


def is_part(item: Item, head: Amount | None) -> bool:
    """Whether a value can be a part of the head: a plain number of the head's kind."""
    amount = item.single
    if item.kind not in ("value",) or amount is None or head is None or amount.sign or item.tail:
        return False
    return not amount.unit or amount.unit == head.unit or (amount.kind == "bare" and head.kind in ("bare", "money"))


def parts_behind(items: Sequence[Item], at: int, head: Amount | None) -> int:
    """How many items from `at` on are parts of the head, so that 其中 is right: told in brackets, or they add up to it."""
    if head is None or head.value is None:
        return 0
    total, count = 0.0, 0
    for item in items[at:]:
        if item.kind == "bare" and item.sep == "~" and count and not item.label and not item.tail:
            count += 1
            continue
        if not is_part(item, head) or item.subset:
            break
        amount = item.single
        assert amount is not None
        part = money(amount) if amount.unit else amount.with_unit(head.unit)
        if part.base is None:
            break
        total += part.base
        count += 1
        if count > 1 and abs(total - (money(head).base or 0)) < 1e-6 * max(1.0, total):
            beyond = items[at + count] if at + count < len(items) else None
            return count + (beyond is not None and beyond.kind == "bare" and beyond.sep == "~" and not beyond.tail)
    return 0


def is_class(label: str) -> bool:
    """Whether a label names a class by a bar: 亿元以上, 超10亿."""
    return bool(_THRESHOLD.search(label) or re.search(r"级以上$", label))


def noun_after(label: str, unit: str, context: Context) -> str:
    """亿元以上 becomes 亿元以上项目 where projects are counted, 亿元以上企业 where firms are."""
    if not _THRESHOLD.search(label):
        return label
    if re.search(r"纳税|税收|营收|产值", label) or unit in ("家", "户"):
        return label + "企业"
    if unit == "个" and (context.topic in ("招商引资", "项目建设") or re.search(r"签约|已签|开工|项目", label + context.subject)):
        return label + "项目"
    return label + "的" if unit else label


def label_text(item: Item, context: Context) -> tuple[str, str]:
    """(period, label written out) of an item, by the unit behind it."""
    amount = item.amount
    kind = amount.high.kind if isinstance(amount, Move) else amount.kind if amount else ""
    period, label = take_period(item.label)
    label = re.sub(r"\s+", "", label)
    late = re.search(rf"(?<=[\u4e00-\u9fff]{{2}})(年内|全年|上半年|下半年|{_MONTHS})$", label)
    if late and not period and not re.fullmatch(r"(?:确保|力争|完成|实现|争取|预计|达到|突破)+", label[: late.start()]):
        period, label = late[1], label[: late.start()]
    inner = formal(label) if amounts(label) else label
    label = re.sub(r"(?<=亿|万)(?=以上|以下|以内)", "元", inner) if not inner.startswith("亿以上") else "亿元以上" + inner[3:]
    label = label_of(label, "money" if kind == "bare" else kind, alone=not context.head)
    return period, label


def starts_with_action(label: str) -> bool:
    """Whether a label brings its own verb."""
    return bool(_ACTION.match(label))


def is_monetary(label: str) -> bool:
    """Whether a label names money."""
    return bool(_MONETARY.search(label))


def has_verb(text: str) -> bool:
    """Whether words that are no label hold a verb of their own."""
    told = re.search(r"完成|开工|投产|竣工|启动|受|被|按|全部|达|扩|建成|交付", text)
    return bool(_HAS_VERB.search(text) or starts_with_action(text) or told)


def verb_of(label: str, amount: Amount) -> str:
    """The verb that the label lacks."""
    bare = re.sub(r"^\d{1,2}月(?:\d{1,2}日?|[底初末])?", "", label)
    if bare != label and re.match(r"[开召举办督]", bare):
        return ""
    if starts_with_action(label) or amount.before in ("破", "突破", "首破", "超", "超过") or _HAS_VERB.search(label[1:]):
        return ""
    return verb_for(label, "money" if amount.kind == "bare" else amount.kind)


def is_rate(label: str, amount: Amount) -> bool:
    """Whether 为 belongs between label and amount: 注册率为80.6%."""
    if not _IS_RATE.search(label):
        return False
    return amount.kind in ("percent", "per", "time", "") or bool(re.search(r"利率$|系数$|[亩人户]均", label))


def lowers(label: str) -> bool:
    """Whether less of it is what is wanted."""
    return bool(_LESS.search(label))


_POLISH = (
    (re.compile(r"(?<!党的)(?<!党)(?=二十(?:大|届[一二三四五六七]中全会))"), "党的"),
    (re.compile(r"(党的[一二三四五六七八九十]+大)(?=宣讲|学习)"), r"\1精神"),
    (re.compile(r"(中全会)会议精神"), r"\1精神"),
    (re.compile(r"(?<=[日月，；])开(?=[^，；。发展工放]{0,10}(?:会|大会)(?:\d|$|[，；。]))"), "召开"),
    (re.compile(r"去年"), "上年"),
    (re.compile(r"(?<=[今目当][年前])才(?=\d)"), "只有"),
    (re.compile(r"^党建引领"), "坚持党建引领"),
    (re.compile(r"(?<=[亿万]元以[上下])(?=开工|竣工|签约|投产|注册|落地|今年比|比目标|比[上去]年少)"), "项目"),
    (re.compile(r"分别(?=\d)"), "分别为"),
    (re.compile(r"(?<=确保)未发生"), "不发生"),
    (re.compile(r"未过(?=复审|复核|评审|认定|验收|审核|审查|\d+[家个户项名人]|[，；。]|$)"), "未通过"),
    (re.compile(r"(?<![偿归返退])还(?:没(?!有)|未)(?=[\u4e00-\u9fff])"), "尚未"),
    (re.compile(r"(?<=\d月)协议(?=[，；。]|$)"), "签订协议"),
    (re.compile(r"(?<=确保)全年(?=\d+(?:\.\d+)?亿元)"), "实现全年目标"),
    (re.compile(r"按时还(?=$|[，；。])"), "按时偿还"),
    (re.compile(r"(?<![只仅])占((?![比到约为])[\u4e00-\u9fff]{2,14}(?<![的为达约到超]))(?=\d+(?:\.\d+)?%)"), r"占\1的"),
    (re.compile(r"(\d+(?:\.\d+)?)(个|家|户|项)里"), r"\1\2中"),
    (re.compile(r"翻了?0\.\d+倍|(?:下降|降低|减少|压减|同比降低)\d+(?:\.\d+)?倍"), r"【待核：\g<0>】"),
    (re.compile(r"……|(?<=以)…(?=为)"), GAP),
    (re.compile(r"(?<=[\u4e00-\u9fff])，(?=的)|，，+"), "，"),
    (re.compile(r"】【待核】"), "】"),
    (re.compile(r"(?<=[等评]级)(?=[A-Z]{1,3}[+\-]?(?:$|[，；。]))"), "为"),
    (re.compile(r"(?<=[\u4e00-\u9fff]比)(?=\d+(?:\.\d+)?∶\d)"), "为"),
    (re.compile(r"(?<=[省市县区]重点)(?=按[期时]|全部)"), "项目"),
    (re.compile(r"(\d{1,2}月)还有(\d+场)(?=[\u4e00-\u9fff]{2,6}会)"), r"\1还将举办\2"),
    (re.compile(r"（(?![受因])([\u4e00-\u9fff]{2,6})影响，"), r"（受\1影响，"),
    (re.compile(r"(?<=[一二两三四五六七八九十\d]条)链(?=$|[，；。])"), "产业链"),
    (re.compile(r"^盯住"), "紧盯"),
)


def polished(text: str) -> str:
    """Set phrases put right, colloquial ones replaced, impossible ones marked; no figure is touched."""
    for pattern, written in _POLISH:
        text = pattern.sub(written, text)
    return text
