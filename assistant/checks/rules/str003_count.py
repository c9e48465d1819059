"""说了几项，列出来不是几项

查什么：
引语里说“重点抓好以下五个方面工作：”，后面列出的标题或“一是…”却不是五项；“A、B、C三大产业”前面列的不是三个；“组建A、B、C、D3支专班”列的不是三支；
“三家企业产值分别为”后面却只有两个数。
为什么：增删一项后引语里的数常常忘了改，汇报时一数就露馅。
错例：
重点抓好以下五个方面工作：（一）…（二）…（三）…（四）…
正例：
重点抓好以下四个方面工作：（一）…（二）…（三）…（四）…
出处：公文写作惯例（惯例）；数目与所列项目应当相符。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.bodies import bodies
from assistant.checks.context import CheckContext
from assistant.checks.items import ItemList, lists_in
from assistant.checks.labels import labelled, value_of
from assistant.checks.respective import uneven
from assistant.checks.rule import Rule
from assistant.domain.document import Section, Span
from assistant.domain.finding import Finding

RULE = Rule("STR003", "count", "structure", "error")

_NUMBER = r"(?P<number>[一二两三四五六七八九十]{1,3}|\d{1,2})"
_CLASS = r"(?:个(?:方面|层面|环节|维度|着力点)?|方面|项|大|条|件|类|点|篇文章|场(?:硬仗|战役|攻坚战))"
_WHAT = (
    r"(?:重点|主要|关键|专项|具体|突出|民生|民心|攻坚|提升|标志性|重大|显著|明显|新|大)*(?:工作|任务|方面|行动|工程|举措|措施|实事|重点|目标|问题|计划|要求|"
    r"环节|文章|硬仗|战役|攻坚战|抓手|关键|体系|高地|突破|提升|转变|着力点|活动|专项|清单|机制|不足|短板|困难|特点|成效|亮点)"
)
_PROMISE = re.compile(rf"(?<![第\d一二三四五六七八九十百千万.]){_NUMBER}{_CLASS}[“”\"]?{_WHAT}?(?:的?(?:工作|任务|问题|举措|措施))?")
#: what makes a promise of it: it points forward, or it is the object of a verb of doing
_FORWARD = re.compile(
    r"以下|下列|如下|下面|即|就是|(?:重点|着力|着重|主要|切实|突出|全力|集中|扎实|深入|统筹|围绕|从|将|要|需|须|聚焦)[^。；]{0,14}$"
)
_ACTING = re.compile(r"(?:实施|推进|抓好|开展|打好|做好|落实|办好|推动|(?:实现|取得|做到|办成|干成|突出|抓住|强化|完成)了?)[“\"]?$")
_DOING = re.compile(
    r"(?:抓好|做好|抓实|推进|推动|实施|开展|办好|落实|组织|打好|写好|完成|强化|存在|表现在|体现在|有|是|从|围绕|聚焦|突出|抓住|做到|实现)[^。；，]{0,12}$"
)
_NAMED = re.compile(
    r"(?P<number>[两三四五六七八九十1-9]\d?)(?:大|个|项|类|条)(?:支柱|主导|特色|优势|重点|战略性?|新兴|百亿级?|千亿级?|产业|方面)*"
    r"(?:产业集群|产业链|产业|集群|板块|片区|园区|方面|工程|行动|领域|行业)"
)
_NAMES = re.compile(r"(?:[\u4e00-\u9fff“”‘’（）()A-Za-z0-9+《》·—-]{2,14}、)+[\u4e00-\u9fff“”‘’（）()A-Za-z0-9+《》·—-]{2,16}$")
_THINGS = re.compile(
    r"(?P<number>[三四五六七八九])(?:个|家|座|大)(?:重点|主要|重大|产业|招商|新|在建|亿元|省级|市级)*(?:项目|企业|平台"
    r"|基地|中心|联络处|镇|街道|港区|组团|部门|省份|城市|园)"
    r"(?!的|以上|及以上)"
)
_FEW = r"(?P<number>[2-9]|[两三四五六七八九十])"
_BODY = (
    r"(?:[\u4e00-\u9fff]{0,6}(?:专班|小组|工作组|[专调督服]\w组|中心|基地|平台|片区|组团|板块|园区|港区|街区|[工服]\w站|驿站|支队|队伍|服务队|突击队|公司|联盟|党支部|党委"
    r"|党组织|办公室|产业链|研究院|实验室|学院|基金|窗口|专区|专栏|展区|分局|联络处|办事处|分会场|联合体|委员会))"
)
#: 组建甲、乙、丙3支专班: the verb says where the names begin, and each of them is a body of its own
_FOUNDED = re.compile(
    r"(?:组建|成立|设立|设置|下设|内设|新设|建立|派驻|派出|分设|划分为|分为|划设|规划建设|打造|形成|构建|建成|组成|开设)了?"
    rf"(?P<names>(?:[\u4e00-\u9fff“”]{{2,12}}、)+[\u4e00-\u9fff“”]{{2,14}}?){_FEW}[支个家大座条只所](?P<noun>{_BODY})"
)
#: 3支专班（甲、乙、丙）
_IN_BRACKETS = re.compile(r"[（(](?P<names>[^（）()\d，。；、]{2,16}(?:、[^（）()\d，。；、]{2,16})+)[）)]")
_SO_MANY = re.compile(rf"(?<![\d.第一二三四五六七八九十百]){_FEW}[支个家大座条只所]{_BODY}$")
#: how far before its bracket a number stands
_NEAR = 16
_NOT_ALL = re.compile(r"等|其中|含|包括|如|见|例|分别")
#: 第一件大事，第二个突破是: items that number what was promised
_ORDINAL = re.compile(r"第(?P<number>[一二三四五六七八九十])(?P<what>[个件项场篇条大][\u4e00-\u9fff]{1,3})(?=[，、：是])")
_REACH, _BEFORE = 160, 300
_AND = re.compile(r"[和与及](?!谐|平)|以及")


def check(context: CheckContext) -> Iterator[Finding]:
    """Promised counts against headings, items and lists."""
    text, seen = context.text, set[int]()
    for section in (None, *context.sections):
        for finding in _before_headings(context, section):
            seen.add(finding.start)
            yield finding
    spans = bodies(context)
    for one in lists_in(text, tuple(spans)):
        yield from _before_items(context, one, spans)
    listed = [*_named(context), *_fewer(context)]
    yield from listed
    yield from (one for one in _founded(context) if all(one.start >= other.end or one.end <= other.start for other in listed))
    yield from _ordinals(context)
    for start, end, names, figures in uneven(text):
        told = f"“分别”前面是{names}项，后面是{figures}个数"
        yield context.finding(RULE, start, end, told, suggestion="核对名称与数是否一一对应", severity="warning")


def _before_headings(context: CheckContext, section: Section | None) -> Iterator[Finding]:
    """The last sentence before the first child: "重点抓好以下五个方面工作："."""
    document = context.document
    children = document.sections if section is None else section.children
    body = document.lead if section is None else section.body
    rows = labelled(children)
    if section is None or len(rows) < 2:
        return
    # a family of its own: what the promise counts is the row that follows it
    rows = [row for row in rows if row.family == rows[0].family]
    sentence = _last_sentence(context.text, body)
    promise = _promise(context.text, sentence)
    if promise is None or not rows:
        return
    start, end, number = promise
    found = _row_length([row.value for row in rows])
    if found == number or found < 2:
        return
    ends_open = context.text[sentence.end - 1 : sentence.end] in ("：", ":")
    near = abs(found - number) <= 2 and bool(_ACTING.search(context.text, sentence.start, start))
    if not ends_open and not near and not _FORWARD.search(context.text, sentence.start, start):
        return
    first, last = rows[0].section, rows[-1].section
    yield context.finding(
        RULE,
        start,
        end,
        f"引语说“{context.text[start:end].strip('“”')}”，后面列出的是{first.number.strip()}至{last.number.strip()}共{found}项",
        related=(context.related(last.heading.start, last.heading.end, "最后一项"),),
        suggestion=f"改为{_like(context.text[start:end], found)}，或核对是否漏了一项",
    )


def _row_length(values: list[int]) -> int:
    """How many items there are; a numbering slip counts as an item all the same."""
    return len(values)


def _before_items(context: CheckContext, one: ItemList, spans: list[Span]) -> Iterator[Finding]:
    """A promise right before 一是…, in its sentence or in the one before."""
    text, first = context.text, one.items[0]
    if len(one.items) < 2 or first.value != 1:
        return
    start = max((span.start for span in spans if span.start <= first.start), default=0)
    before = text[: first.start].rstrip()
    if not before or before[-1] not in "：:。；":
        return
    cut = max(text.rfind("。", start, len(before) - 1), text.rfind("\n", start, len(before) - 1)) + 1
    promise = _promise(text, Span(max(cut, start), len(before)))
    if promise is None:
        return
    left, right, number = promise
    found = len(one.items)
    if found == number or (before[-1] not in "：:" and not _FORWARD.search(text, cut, left)):
        return
    # several lists under one promise: their sum, or a nested list, may be what is counted
    if number > 12 or found > 12:
        return
    yield context.finding(
        RULE,
        left,
        right,
        f"前面说“{text[left:right].strip('“”')}”，后面列出的是{found}项"
        f"（{text[first.start : first.end]}…{text[one.items[-1].start : one.items[-1].end]}）",
        related=(context.related(one.items[-1].start, one.items[-1].end, "最后一项"),),
        suggestion=f"改为{_like(text[left:right], found)}，或核对是否漏了一项",
    )


def _ordinals(context: CheckContext) -> Iterator[Finding]:
    """办成了六件大事 before 第一件大事, 第二件大事 … 第五件大事."""
    text = context.text
    rows: dict[str, list[re.Match[str]]] = {}
    for match in _ORDINAL.finditer(text) if "第一" in text else ():
        rows.setdefault(match.group("what"), []).append(match)
    for what, found in rows.items():
        values = [value_of(match.group("number")) for match in found]
        if len(values) < 2 or values != list(range(1, len(values) + 1)):
            continue
        first = found[0].start()
        promises = list(re.finditer(rf"(?<!第)(?P<number>[两三四五六七八九十]){what}", text[max(0, first - _BEFORE) : first]))
        if not promises or value_of(promises[-1].group("number")) == len(values):
            continue
        start = max(0, first - _BEFORE) + promises[-1].start()
        said = promises[-1].group()
        yield context.finding(
            RULE,
            start,
            start + len(said),
            f"前面说“{said}”，后面列出的是第一至{found[-1].group('number')}共{len(values)}项",
            related=(context.related(*found[-1].span(), "最后一项"),),
            suggestion=f"改为{_like(said, len(values))}，或核对是否漏了一项",
        )


def _named(context: CheckContext) -> Iterator[Finding]:
    """A、B、C三大产业: the names before the number are as many as it says."""
    text = context.text
    for match in _NAMED.finditer(text):
        begin = max(0, match.start() - _REACH)
        names = _NAMES.search(text, begin, match.start()) if "、" in text[begin : match.start()] else None
        if names is None or "等" in names.group() or _FIGURES.search(names.group()):
            continue
        number = value_of(match.group("number"))
        parts = names.group().split("、")
        counts = {len(parts), len(parts) + len(_AND.findall(parts[-1]))}
        # a list that stands in a wider list has no clear beginning
        before = text[max(0, names.start() - 1) : names.start()]
        if before == "、" or number in counts or min(abs(number - count) for count in counts) > 1:
            continue
        yield context.finding(
            RULE,
            names.start(),
            match.end(),
            f"列出{len(parts)}个，却说“{match.group()}”：{names.group()}",
            severity="warning",
            suggestion="核对所列项目与数目",
        )


def _fewer(context: CheckContext) -> Iterator[Finding]:
    """A基地、B中心三个重点项目: fewer names than the number says. More names say nothing: the clause may begin with another list."""
    text = context.text
    for match in _THINGS.finditer(text):
        start = max(text.rfind(one, max(0, match.start() - _REACH), match.start()) for one in "，。；：\n") + 1
        names = text[start : match.start()]
        if "、" not in names or "等" in names or "其中" in names or "分别" in names or "“" in names:
            continue
        number, parts = value_of(match.group("number")), names.split("、")
        most = len(parts) + len(_AND.findall(names))
        if not most < number <= most + 2 or min(map(len, parts)) < 2 or max(map(len, parts)) > 24:
            continue
        yield context.finding(
            RULE,
            start,
            match.end(),
            f"列出{len(parts)}个，却说“{match.group()}”：{names}",
            severity="warning",
            suggestion="核对所列项目与数目",
        )


def _founded(context: CheckContext) -> Iterator[Finding]:
    """组建甲、乙、丙、丁3支专班; 3支专班（甲、乙、丙、丁）: neither more nor fewer names than the number says."""
    text = context.text
    lists = [(match, match) for match in _FOUNDED.finditer(text)] if "、" in text else []
    for names in _IN_BRACKETS.finditer(text):
        said = _SO_MANY.search(text, max(0, names.start() - _NEAR), names.start())
        lists += [(names, said)] if said is not None else []
    for names, said in lists:
        number, parts = value_of(said["number"]), names["names"].split("、")
        counts = {len(parts), len(parts) + len(_AND.findall(parts[-1]))}
        if number in counts or min(abs(number - count) for count in counts) > 2 or _NOT_ALL.search(names["names"]):
            continue
        yield context.finding(
            RULE, min(names.start("names"), said.start("number")), names.end(),
            f"列出{max(counts)}个，却说{said['number']}个：{names['names']}", severity="warning", suggestion="核对所列项目与数目",
        )


_FIGURES = re.compile(r"\d")


def _last_sentence(text: str, span: Span) -> Span:
    end = span.end
    while end > span.start and text[end - 1].isspace():
        end -= 1
    cut = max(text.rfind("。", span.start, max(span.start, end - 1)), text.rfind("\n", span.start, max(span.start, end - 1)))
    return Span(max(cut + 1, span.start), end)


def _promise(text: str, sentence: Span) -> tuple[int, int, int] | None:
    """The last count in the sentence that speaks of what follows: start, end, number."""
    found = None
    for match in _PROMISE.finditer(text, sentence.start, sentence.end):
        number = value_of(match.group("number"))
        rest = text[match.end() : sentence.end].strip(' \u3000”"')
        head = text[sentence.start : match.start()]
        if number < 2 or number > 40:
            continue
        # it closes the sentence, and something before it points forward or does something with it
        if rest not in (
            "",
            "：",
            ":",
            "。",
            "，即：",
            "，即",
            "：即",
            "展开：",
            "入手：",
            "发力：",
            "下功夫：",
            "上下功夫：",
            "上持续发力：",
        ) and not re.fullmatch(r"(?:上)?[^，。；：]{0,8}[：:]", rest):
            continue
        if not (_FORWARD.search(head) or _DOING.search(head) or head.strip() == ""):
            continue
        found = (match.start(), match.end(), number)
    return found


def _like(promise: str, number: int) -> str:
    from assistant.checks.labels import to_han

    changed = (
        re.sub(r"\d+", str(number), promise, count=1)
        if re.search(r"\d", promise)
        else re.sub(r"[一二两三四五六七八九十]+", to_han(number) if number != 2 else "两", promise, count=1)
    )
    return f"“{changed.strip('“”')}”"
