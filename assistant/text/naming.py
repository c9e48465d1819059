"""Names and kinds of change for the figures of one sentence: own name before or after, a name taken over, what a share is of.

Links between figures (part of a total, growth of a level) are set in between, since names are taken over along them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.quantity import Change
from assistant.text.figures import Figure
from assistant.text.indicators import ADDING, EMPTY, Name, read_name, resolve
from assistant.text.links import link, take_name
from assistant.text.phrases import Left, read_left

_RIGHT = re.compile(r" ?(?:的)?(?P<words>[\u4e00-\u9fffA-Za-z“”·]{1,18})")
#: what a noun after a measure word ends with
_HEAD = re.compile(
    r".{0,12}?(?:项目|企业|公司|单位|机构|平台|中心|人才|人员|专家|干部|党员|职工|员工|学生|群众|居民|农户|问题|隐患|诉求|建议|提案|案件"
    r"|事项|任务|工程|标准厂房|厂房"
    r"|学校|小学|幼儿园|医院|社区|行政村|自然村|村|乡镇|街道|园区|道路|管网|公寓|住房|土地|用地|耕地|农田|基地|车间|工厂|实验室|孵化器"
    r"|专利|商标|标准|产品|品牌|基金"
    r"|债券|贷款|资金|投资|活动|会议|培训班|班次|团队|站|桩|泊位|航线|班列|港口|机场|景区|酒店|市场|合作社|家庭农场|党组织|党支部|网格"
    r"|志愿者|岗位|学位|床位|车位|场所|设施|设备|措施|政策|制度|文件)"
)
#: words that only say that there is an amount, or how it came about; a noun after the figure names it
_ONLY_VERB = re.compile(
    r"(?:新|已|累计|共|成功|组织|实施|推进|推动|建成|新建|建设|建立|设立|开展|举办|召开|引进|引育|招引|签约|新签约|培育|帮助|支持|服务"
    r"|选派|争取|打造|整合|承接|获得|获评|获批|创建|认定|走访"
    r"|完成|实现|解决|办理|办结|化解|清理|盘活|收储|供应|新增|净增|净增加|增加|开工|开工建设|竣工|投产|培训|发放|兑现|落实|安排|投入"
    r"|改造|整治|排查|整改|查处|关停|搬迁|安置|惠及|涉及|覆盖|带动"
    r"|吸引|集聚|入驻|注册|申报|编制|出台|制定|修订|取消|下放|梳理|谋划|储备|开通|新开通|开行|投用|接入|整顿|派驻|招聘|招录|录用|提拔"
    r"|交流|调整|表彰|评选|检查|抽检|约谈|处置|处理|审议|审批"
    r"|对|为|与|在|向|给|让|使|把|将|由|从|是|到|近|达|和|及|同|以|按|有|省|市|区|全市|全省|全区|其|这|该|第一批|首批|首期|力争|确保"
    r"|推广|实行|全面|分)+$"
)
_AMOUNT_ONLY = re.compile(
    r"^(?:完成|超额|超额完成|实现|达到|新增|净增|增加|增|对|为|与|在|向|由|从|到|其|这|该|近|达|和|是|有|及|累计|共|已|新|使|让|把|将|以"
    r"|按)+$"
)
#: after a figure: it is a base, and these words tell how far the amount has moved from it
_MOVES = re.compile(r"翻|增长|增加|增至|下降|提高|减少|上升|缩短|压缩|降低|提升|扩大到|净增|相比|的[\d一二两三四五六七八九十]+倍")
_GOAL_AFTER = re.compile(r" ?(?:的)?(?:年初|年度|全年|既定|预期|当年|年)?(?:目标|任务)")
#: 税收：预计全年72.5亿元: what opens a line and stands before a colon names the amounts behind it
_LABEL = re.compile(
    r"(?:^|\n)[ \u3000]*(?:——|[-•·])?(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]?[.．、]?)?[ \u3000]*"
    r"(?P<label>[\u4e00-\u9fffA-Za-z“”.\d]{2,14})[：:]$"
)
#: such a head names a subject of the report, or a list, and no amount
_NO_LABEL = re.compile(
    r"情况|工作|方面|任务|目标|如下|其中|包括|分别|[一二三四五六七八九十]是|措施|问题|举措|要求|进展|成效|重点|指标|计划|安排|思路|项目|[市县区镇局委办]$"
)
_GENERIC = re.compile(
    r"^(?:总数|总量|总额|总数量|总规模|总户数|总家数|数量|规模|总计|累计|总面积|总人数|总值|总体|存量|余额|合计|共|总里程|增速|增幅"
    r"|增长率|涨幅|降幅|降幅度|幅度)$"
)
_SPEED = re.compile(r"(?P<noun>.*?)(?:的)?(?P<word>增速|增幅|增长率|涨幅|增长幅度|降幅|下降幅度|年均增速|平均增速)$")
_THAN = re.compile(
    r"(?P<noun>.*?)(?:增速|增幅)?(?P<verb>高于|低于|快于|慢于|好于|优于|高出|低出|超出|超过|领先|落后)(?P<base>[^，]{1,20})$"
)
_PLANNED = re.compile(r"(?:年度|全年|当年)?(?:目标任务|目标|任务|计划)")
_TO_EACH = re.compile(r"(?P<to>[到至])每(?:日|天|小时|月|年|人)$")
_FROM = re.compile(r"(?:由|从)(?:最初|原来|原先|之前|此前|过去|当初|改革前|年初|上年|去年)?(?:的)?约?(?:每[\u4e00-\u9fff]{1,4})?$")
#: 由日均3万吨: the 均 belongs to what stands right before the figure
_FROM_MEAN = re.compile(r"(?P<own>[由从])(?:[日月人亩户车]均?|平)$")
_TARGET = re.compile(r"目标|任务|计划|预算(?!收入|支出)|进度|工程量|总量")
_BAR_AFTER = re.compile(
    r" ?(?:及?以上|以下|以内|级|规模)?(?:的)?(?P<noun>(?:及以上|大型|重大|重点|制造业|工业|产业|外资|内资|签约|先进|战略性新兴|新兴"
    r"|服务业|科技|骨干|龙头|单体|集装箱|通用|煤炭|散货|上市|非公|规模|税收|纳税"
    r"|新签约|在建|新开工|招商|旗舰|总部|现代|专用|高压|输|变)*(?:项目|企业|单位|公司|产业集群|集群|园区|村|大户|泊位|码头|变电站|输变电"
    r"|线路|开闭所|机组|发电机组|轮|船|港区))"
)
_LIMIT_NUMBER = re.compile(r"(?:及?以上|以下|以内) ?(?=\d)")
_CAPACITY = re.compile(r"(?:年产|日产|年处理|日处理|年加工|年屠宰|年新增|年存储|日供水|年发电|库容)$")
_NAME_AFTER = re.compile(r"[\u4e00-\u9fffA-Za-z“”]{0,20}?(?:项目|工程|生产线|基地|矿|电站|风电|光伏|改造|扩建)")


def name_figures(figures: Sequence[Figure], text: str, backwards: str, notes: bool) -> None:
    """Give every figure of a sentence its name, change, whole and links; offsets are those of the folded text."""
    length = len(text)
    seen: list[Figure] = []
    before: Figure | None = None
    for figure in figures:
        signed = _before_time(figure, text, _signed(figure, text))
        left = read_left(backwards, length, signed, figure.floor)
        start, cuts = figure.floor, figure.cuts
        if before is not None and before.threshold and before.end == figure.floor and before.clause == figure.clause:
            start, cuts = before.floor, [*before.cuts, *cuts]
        elif before is not None and not before.threshold and before.right > start and before.clause == figure.clause:
            start = min(before.right, left.end)
        raw, raw_end = _raw(text, start, left.end, cuts, figure)
        mean = _FROM_MEAN.search(raw) if raw and raw[-1] in "均日月人亩户车平" else None
        if mean is not None:
            raw_end -= len(raw) - mean.end("own")
            raw = raw[: mean.end("own")]
        own = read_name(raw, notes) if raw else EMPTY
        figure.left = left
        gap = text[before.right : left.end].strip() if before is not None and before.clause == figure.clause else None
        adjacent = before if gap is not None and before is not None and gap in ("", "的") else None
        _classify(figure, left, own, raw, adjacent, gap)
        if signed == figure.start - 1 and text[signed] in "+-↑↓":
            _apply_sign(figure, text[signed])
        _threshold(figure, text, raw)
        _give_name(figure, own, raw, raw_end, text, seen, notes)
        link(figure, adjacent, gap, seen)
        if before is not None and figure.named and before.clause == figure.clause and figure.unit.kind == "count" == before.unit.kind:
            _share_verb(figure, before, text)
        seen.append(figure)
        before = figure


def _share_verb(figure: Figure, before: Figure, text: str) -> None:
    """A verb in front of a row holds for all of it: 新增A11家、B2家."""
    if figure.change != "level" or figure.prefix or before.change != "increase" or before.verb not in ADDING:
        return
    if text[before.end : before.end + 1] == "、" and "、" not in text[before.end + 1 : figure.start]:
        figure.change, figure.verb, figure.sign, figure.prefix = "increase", before.verb, before.sign, before.verb


def _signed(figure: Figure, text: str) -> int:
    """Where the words before the figure end: before a sign that stands right at it."""
    at = figure.start
    if at and text[at - 1] in "+-↑↓" and (at < 2 or not text[at - 2].isdigit()):
        return at - 1
    return at


def _before_time(figure: Figure, text: str, at: int) -> int:
    """Where the words before the figure end when a time stands between verb and figure: 增加到2025年的1098.7亿元."""
    if text[at - 2 : at - 1] == "每" or text[at - 3 : at - 2] == "每":
        # 提高到每日4.5万吨
        to = _TO_EACH.search(text, max(0, at - 5), at)
        return to.end("to") if to is not None else at
    last = figure.cuts[-1] if figure.cuts else None
    if last is not None and last[2] == "period" and text[last[1] : at] in ("", "的") and text[last[0] - 1 : last[0]] in ("到", "至"):
        return last[0]
    return at


def _apply_sign(figure: Figure, sign: str) -> None:
    figure.sign = -figure.sign if sign in "-↓" else figure.sign
    figure.verb = figure.verb or sign
    if figure.change in ("rate", "level", "") and figure.unit.kind == "percent":
        figure.change = "growth"
    elif figure.change in ("level", "") and sign in "+↑↓-":
        figure.change = "increase"


def _raw(text: str, start: int, end: int, cuts: Sequence[tuple[int, int, str]], figure: Figure) -> tuple[str, int]:
    """The words from which the name is read: without times, role words and empty brackets that stand among them."""
    if figure.previous and cuts:
        last = next((cut for cut in reversed(cuts) if cut[2] == "period"), None)
        if last is not None:
            end = min(end, last[0])
    inside = [cut for cut in cuts if start <= cut[0] and cut[1] <= end]
    if not inside:
        return text[start:end], end
    pieces, at = [], start
    for left, right, _ in inside:
        pieces.append(text[at:left])
        at = right
    pieces.append(text[at:end])
    return "".join(pieces), end


def _classify(figure: Figure, left: Left, own: Name, raw: str, adjacent: Figure | None, gap: str | None) -> None:
    kind = figure.unit.kind
    figure.approximate = figure.approximate or left.approximate
    figure.bound = figure.bound or left.bound
    figure.verb = left.verb if left.change in ("change", "result") else ""
    figure.compare = left.compare
    if left.change == "change":
        figure.sign = left.sign
    if figure.change:
        return
    if not left.verb and _FROM.search(raw.rstrip("的 ")):
        figure.change = "from"
        return
    if own.share_of is not None and kind not in ("percent", "points"):
        figure.opens_share = True
    of_before = gap == "的" and adjacent is not None
    if kind in ("percent", "points", "times"):
        figure.change = _ratio_change(figure, left, own, raw, of_before, adjacent)
    elif left.change == "change":
        figure.change = "increase"
    elif own.verb and not own.share_of:
        figure.change, figure.verb = ("increase", own.verb) if own.verb in ADDING else ("level", own.verb)
        figure.sign = -1 if own.verb.startswith(("净减", "减", "压减", "退库")) else 1
    else:
        figure.change = "level"


def _ratio_change(figure: Figure, left: Left, own: Name, raw: str, of_before: bool, adjacent: Figure | None) -> Change:
    if figure.unit.kind == "points":
        return "points"
    if figure.unit.kind == "times":
        return "times-more" if left.change == "change" else "multiple"
    if own.share_of is not None:
        figure.of = own.share_of
        return "completion" if _TARGET.search(own.share_of) else "share"
    if left.verb.endswith(("占", "占到", "占比", "比重")) and left.change == "level":
        return "share"
    if of_before and adjacent is not None:
        if adjacent.goal or _TARGET.search(adjacent.name) or adjacent.previous:
            return "completion"
        return "share"
    if raw.rstrip().endswith("的") and (own.goal or _TARGET.search(own.text) or own.text.endswith("总投资")):
        figure.of = own.text
        return "completion"
    if left.change == "change":
        return "growth"
    speed = _SPEED.match(own.text)
    if speed:
        figure.sign = -1 if "降" in speed["word"] else figure.sign
        return "growth"
    if (left.change == "level" and left.verb.startswith("完成")) or own.text.endswith(("完成率", "进度", "序时进度")):
        return "completion"
    return "rate"


def _threshold(figure: Figure, text: str, raw: str) -> None:
    if figure.threshold or figure.unit.kind not in ("money", "measure", "count", "bare") or figure.form == "hole":
        return
    if figure.unit.dimension in ("吨级", "千伏"):
        figure.threshold = True
    elif figure.unit.kind in ("money", "bare") or figure.unit.dimension in ("吨", "千伏安"):
        match = _BAR_AFTER.match(text, figure.end)
        if match and not (text.startswith("的", figure.end)):
            figure.threshold = True
    if not figure.threshold and _LIMIT_NUMBER.match(text, figure.end) and figure.unit.kind in ("money", "bare"):
        figure.threshold = True
    if not figure.threshold and _CAPACITY.search(raw) and _NAME_AFTER.match(text, figure.end):
        figure.threshold = True
    if figure.threshold:
        figure.change = "level"


def _give_name(figure: Figure, own: Name, raw: str, raw_end: int, text: str, seen: Sequence[Figure], notes: bool) -> None:
    if figure.change == "rank":
        _name_rank(figure, own, seen)
        return
    name = own if not figure.opens_share or not own.share_of else read_name(own.share_of, notes)
    speed = _SPEED.match(own.text) if own.text and figure.unit.kind in ("percent", "points") else None
    than = _THAN.match(own.text) if own.text and figure.unit.kind in ("percent", "points", "money", "count") else None
    if speed:
        name = read_name(speed["noun"], notes) if speed["noun"] else EMPTY
    elif than:
        figure.compare = figure.compare or than["base"]
        figure.sign = -1 if than["verb"] in ("低于", "慢于", "落后", "低出") else 1
        name = read_name(than["noun"], notes) if than["noun"] else EMPTY
    # 超出年度目标3.5亿元: by how much, no amount of the goal
    beyond = than is not None and figure.change == "level" and figure.unit.kind in ("money", "count") and than["verb"].endswith("出")
    if beyond:
        figure.change = "increase"
    if figure.change == "completion" and figure.of and figure.of == own.text:
        name = EMPTY
    if figure.unit.name == "个" and name.text.endswith(("元以上", "亿以上")):
        # 新签约亿元以上44个: what is counted by a bar of money is projects
        name = read_name(f"{raw.rstrip()}项目", notes)
    figure.goal = (own.goal and not beyond) or bool(_GOAL_AFTER.match(text, figure.right))
    generic = bool(_GENERIC.match(name.text))
    weak = not name.text or (not name.id and bool(_ONLY_VERB.match(name.text)))
    running = "累计" in raw or "累计" in figure.left.near or "累计" in figure.left.verb
    figure.cumulative = running or (generic and name.text[0] in "总存累")
    if own.share_of == "" and figure.change in ("from", "rate", "growth", "points") and name.text:
        # 占比 itself rises or falls: a ratio with a name of its own
        figure.name = figure.noun = name.text + "占比"
        figure.scope, figure.named = name.scope, True
        figure.name_start, figure.name_end = raw_end - len(raw), raw_end
        return
    if figure.threshold:
        _take(figure, name, raw_end - len(raw), raw_end, own)
        return
    if "其余" in raw and weak:
        figure.name = figure.noun = "其余"
        figure.named = True
        return
    if weak and not generic and figure.unit.kind in ("count", "measure", "money", "") and figure.change in ("level", "increase", "from"):
        after = _after(figure, text)
        if after:
            verb = name.text if name.text and name.text[-1] not in "对为与在向给让使把将由从是到近达和及同以按有其这该分" else ""
            found = read_name(verb + after, notes)
            plain = read_name(after, notes)
            name = found if found.id or not plain.id else plain
            if name.verb in ADDING and figure.change == "level":
                figure.change, figure.verb = "increase", name.verb
            _take(figure, name, figure.end, figure.end + len(after), own)
            return
    if weak or generic:
        source = _source(figure, name, seen, generic)
        act = weak and name.text and not _AMOUNT_ONLY.match(name.text)
        if act and not figure.cumulative and figure.change == "level" and figure.unit.kind in ("count", "measure", "time", ""):
            _take(figure, name, raw_end - len(raw), raw_end, own)
            return
        if own.share_of == "" and source is not None and figure.change in ("from", "rate"):
            figure.name = figure.noun = source.name + "占比"
            figure.scope, figure.named = source.scope, True
            return
        if source is not None:
            take_name(figure, source)
            figure.scope = name.scope or source.scope
            if source.goal:
                done = _PLANNED.sub("", source.name)
                figure.name = figure.noun = ("完成" if done == "投资" else "") + (done or source.name)
                figure.id = figure.family = ""
            elif source.prefix and source.noun and (generic or (source.change == "increase" and figure.change in ("level", "from"))):
                row, family = resolve(source.noun, notes)
                figure.id, figure.family = row, family
                figure.name = _canonical(row) or source.noun
            return
        label = _label(figure, text) if not notes and (not name.text or _AMOUNT_ONLY.match(name.text)) else ""
        if label:
            _take(figure, read_name(label, notes), figure.clause_start - 1 - len(label), figure.clause_start - 1, own)
            return
    _take(figure, name, raw_end - len(raw), raw_end, own)


def _name_rank(figure: Figure, own: Name, seen: Sequence[Figure]) -> None:
    """第2位 after an amount ranks that amount; else it is the place in an assessment."""
    figure.scope = own.scope
    words = re.sub(r"(?:位|排)?(?:列|居|名)?(?:全.|.{0,4}前)?$", "", own.text)
    words = "" if own.text == own.scope or _GENERIC.match(words) else words
    named = own.id or (len(words) > 3 and not words.endswith(("中", "上")))
    near = [one for one in seen if one.sub == figure.sub and one.clause >= figure.clause - 1]
    amount = next((one for one in reversed(near) if one.name and one.is_level), None)
    rank = next((one for one in reversed(seen) if one.change == "rank" and one.clause == figure.clause), None)
    if rank is not None:
        figure.name, figure.id, figure.scope = rank.name, rank.id, rank.scope
        if figure.left.change == "result" or figure.left.verb in ("到", "至"):
            rank.previous, rank.about = True, figure.start
    elif named:
        figure.name, figure.id, figure.named = own.canonical or words, own.id, True
    elif amount is not None and not figure.previous and "由" not in figure.verb:
        figure.name, figure.id, figure.family, figure.about = amount.name, amount.id, amount.family, amount.start
    else:
        figure.name, figure.id = "考核排名", "I133"


def _canonical(row: str) -> str:
    from assistant.reference.tables import indicator

    known = indicator(row) if row else None
    return known.name if known else ""


def _take(figure: Figure, name: Name, start: int, end: int, own: Name) -> None:
    figure.name, figure.id, figure.family, figure.scope = name.label, name.id, name.family, name.scope or own.scope
    noun = name.text
    figure.prefix = name.verb
    figure.noun = noun[len(name.verb) :] if name.verb and noun.startswith(name.verb) else noun
    figure.named = bool(name.text)
    if figure.named:
        figure.name_start, figure.name_end = start, end


def _label(figure: Figure, text: str) -> str:
    """The head of the line before a colon right in front of the figure's clause; "" where it can name no amount."""
    if text[figure.clause_start - 1 : figure.clause_start] not in ("：", ":") or not figure.is_level:
        return ""
    match = _LABEL.search(text, max(0, figure.clause_start - 24), figure.clause_start)
    return match["label"] if match is not None and not _NO_LABEL.search(match["label"]) else ""


def _after(figure: Figure, text: str) -> str:
    """The noun or the verb phrase that follows a figure: 67家企业, 58个项目, 29个完成公司注册."""
    match = _RIGHT.match(text, figure.right)
    if match is None:
        return ""
    words = match["words"]
    if _MOVES.match(words):
        return ""
    following = text[match.end() : match.end() + 1]
    closed = not following or following in "，。；、）\n"
    first = not text[figure.clause_start : figure.start].strip()
    if first and closed and len(words) <= 14 and not words.endswith("中"):
        return words
    head = _HEAD.match(words)
    if head:
        figure.right = match.start("words") + head.end()
        return head.group()
    return words if len(words) <= 8 and closed and figure.unit.kind == "count" else ""


def _source(figure: Figure, name: Name, seen: Sequence[Figure], generic: bool) -> Figure | None:
    """The earlier figure whose name this one takes over."""
    same = [one for one in seen if one.name and not one.threshold and one.sub == figure.sub]
    pool = same or [one for one in seen if one.name and not one.threshold]
    free = [one for one in pool if not one.goal]
    if free and (figure.unit.kind in ("percent", "points", "times") or any(one.unit.dimension == figure.unit.dimension for one in free)):
        pool = free
    if not pool:
        return None
    if figure.part and name.scope:
        alike = [one for one in pool if one.is_level and not one.part and one.unit.dimension == figure.unit.dimension]
        return (alike or pool)[-1]
    if generic and figure.unit.kind not in ("percent", "points", "times"):
        return next((one for one in pool if one.unit.dimension == figure.unit.dimension and one.parent < 0), pool[-1])
    if figure.unit.kind in ("percent", "points", "times"):
        if figure.bracket >= 0:
            return next((one for one in reversed(pool) if one.start == figure.bracket), pool[-1])
        inner = [one for one in pool if one.bracket < 0 or one.bracket == figure.bracket]
        return (inner or pool)[-1]
    alike = [one for one in pool if one.unit.dimension == figure.unit.dimension]
    if figure.change in ("increase", "from") and alike:
        return next((one for one in reversed(alike) if one.parent < 0), alike[-1])
    last = seen[-1]
    beside = figure.start - last.end == 1 and last.unit.dimension != figure.unit.dimension
    if beside and figure.change == "level" and last in pool and last.named:
        # 收储土地865亩，出让工业用地18宗、1320亩: the second measure of the thing just named
        return last
    return alike[-1] if alike else pool[-1]
