"""占位符没有补全

查什么：XX、××、**、____、20XX、某某、【待补】、（此处补充）等占位或留给自己看的话。
为什么：留到定稿就是事故；被遮住的数字不能当作零，也不能猜。
错例：
XX食品中央厨房项目5月18日投产，召开党工委会议**次。
正例：
康禾食品中央厨房项目5月18日投产，召开党工委会议32次。
出处：公文写作惯例（惯例）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.checks.scan import bigrams
from assistant.domain.finding import Finding

RULE = Rule("STY011", "placeholder", "style", "error")

_TOKENS = re.compile(
    r"(?P<year>20[xX×*＊]{1,2}(?=年)|20__年?)"
    r"|(?P<mask>(?<![A-Za-z0-9*＊×+＋xX])(?:[xX]{2,6}|[×✕]{2,6}|[*＊]{1,8}|(?<![一二三四五六七八九○〇])[○〇]{2,6}(?![一二三四五六七八九]))(?![A-Za-z0-9*＊+＋]))"
    r"|(?P<one>(?<![A-Za-z0-9+＋\-—×“])[xX×](?=(?:年|月|日|个(?!性)|家|项|亿|万|次|人|名|户|件|亩|公里|%|％|区|市|县|镇|公司|企业)(?!光|射|线))(?!×))"
    r"|(?P<line>_{2,}|＿{2,})"
    r"|(?P<some>某某(?:[某]*)|某年某月|某月某日|[张李王]某某?(?=同志|书记|主任|局长))"
    r"|(?P<box>[【\[（(〔](?:[^】\]）)〕\n]{0,12}?(?:待补|待核|待定|待填|待完善|待确认|待更新|补充|填写|请填|请补|插入|此处|空缺|暂缺|缺数据|TODO|todo|待)[^】\]）)〕\n]{0,16})[】\]）)〕])"
    r"|(?P<empty>【[ \u3000]*】|(?<=[\u4e00-\u9fff])[（(][ \u3000]*[）)](?=(?:[万亿]?元|人次|[个家项件次人名户亩年月日场]|%|％|公里)))"
    r"|(?P<bare>(?:数据|数字|金额|名称|具体情况|内容)(?:待补充?|待核实?|待定|待填|暂缺|待更新)|此处(?:补充|插入|填写|省略|略)[^，。；\n]{0,10}|TODO|TBD|FIXME|\?{2,}"
    r"|？{2,}(?=[\u4e00-\u9fff]))"
)
_UNIT = r"(?=(?:[万亿]?元|[万亿]?美元|[家个项件次场人名户亩]|人次|批次|%|％|公里|平方米)(?:[，。；、（]|以上|左右|$))"
#: blanks of rarer kinds: one of the pairs of the text → what is looked for
_RARE = (
    (("  ", "\u3000\u3000"), re.compile(rf"(?:  |\u3000\u3000)[ \u3000]*{_UNIT}")),
    (("00",), re.compile(rf"000*{_UNIT}")),
    (("##",), re.compile(r"(?<=[\u4e00-\u9fff])#{1,6}(?=[万亿家个项件次场人名户亩元%])")),
    (("N场", "N个", "N家", "N项", "N次", "N人", "N亿", "N万", "N件", "N名"), re.compile(rf"(?<=[\u4e00-\u9fff])N{{1,3}}{_UNIT}")),
    (
        tuple(one + other for one in "□■▲◆…" for other in "亿万元家个项件次场人名户亩%％□"),
        re.compile(r"(?<=[\u4e00-\u9fff])(?:□+|■+|▲+|◆+|…+)(?=[亿万家个项件次场人名户亩元%％])"),
    ),
    (("待定",), re.compile(r"(?<=[值额数量率资入])待定(?=[，。；、]|$)")),
    (
        tuple(one + other for one in "[［" for other in "数金名单日企项姓年"),
        re.compile(r"[［\[](?:数据|数值|数字|金额|名称|单位|日期|企业|项目|姓名|年份)[^\]］\n]{0,6}[\]］]"),
    ),
)
#: with what one of them begins: tried at these places alone
_BEGINS = re.compile(r"[2xX×✕*＊○〇_＿某张李王【\[（(〔数金名具内此TF?？]")
#: brackets that only look like notes to oneself
_BOX_FINE = re.compile(
    r"补充(?:耕地|医疗|养老|保险|协议|预算|规定|意见|性|指标)|待遇|等待|待业|招待|接待|对待|期待|待岗|优待|款待|看待|待命|亟待|有待|待开发|待建|待产|待批|待售|此处房|待征|待征收|待收储|待供|插入式"
)
_CODE = re.compile(r"[\d+＋]\s?[xXN×]{1,2}|[xX]\s?[+＋]")
#: two figures multiplied, an X-ray, a slogan with X
_AROUND = 3
#: the three families of marks, and what one of them must hold
_SIGNS = ("x", "X", "×", "✕", "*", "＊", "○", "〇〇", "__", "＿", "某", "??", "？？", "TODO", "todo", "TBD", "FIXME")
_NOTES = ("待补", "待核", "待定", "待填", "待完", "待确", "待更", "补充", "填写", "请填", "请补", "插入", "此处", "空缺", "暂缺", "缺数")
_EMPTY = ("【", "（）", "()", "（ ", "( ", "（\u3000")
_WAITS = ("（待", "(待", "【待", "[待", "〔待", "待）", "待)", "待】", "待]")


def check(context: CheckContext) -> Iterator[Finding]:
    """What stands in the place of a name, a figure or a sentence."""
    text = context.text
    pairs = bigrams(text)
    for keys, pattern in _RARE:
        for match in pattern.finditer(text) if not pairs.isdisjoint(keys) else ():
            # what begins with a mark of its own is looked for by it; what stands before is looked at then
            if match.group()[0] in "0 \u3000" and not "\u4e00" <= text[match.start() - 1 : match.start()] <= "\u9fff":
                continue
            stop = _with_unit(text, match.end())
            said = text[match.start() : stop].strip() or "空白"
            yield context.finding(
                RULE, match.start(), stop, f"“{said}”是占位，没有补全", severity="warning", suggestion="补上实际内容；没有就删去这一句"
            )
    if pairs.isdisjoint(_NOTES) and pairs.isdisjoint(_WAITS) and not any(one in text for one in (*_SIGNS, *_EMPTY)):
        return
    for match in _tokens(text):
        kind = str(match.lastgroup)
        start, end = match.span()
        if kind == "box" and (_BOX_FINE.search(match.group()) or ("待" in match.group() and not _note(match.group()))):
            continue
        if kind in ("mask", "one") and _CODE.search(text, max(0, start - _AROUND), min(len(text), end + _AROUND)):
            continue
        if kind == "mask" and match.group() in ("*", "＊") and not _fills(text, start, end):
            continue
        if kind == "mask" and set(match.group()) <= set("*＊") and _bold(text, start, end):
            continue
        if kind == "line" and text[max(0, start - 1) : start].isascii() and text[max(0, start - 1) : start].isalnum():
            continue
        stop = _with_unit(text, end) if kind in ("mask", "one", "line", "empty", "some", "year") else end
        what = "数字" if kind in ("mask", "one", "line", "year", "empty") and _counts(text, end) else "内容"
        yield context.finding(RULE, start, stop, f"“{text[start:stop]}”是占位，{what}没有补全", suggestion="补上实际内容；没有就删去这一句")


def _tokens(text: str) -> Iterator[re.Match[str]]:
    last = 0
    for begin in _BEGINS.finditer(text):
        match = _TOKENS.match(text, begin.start()) if begin.start() >= last else None
        if match is not None:
            last = match.end()
            yield match


def _note(words: str) -> bool:
    return bool(re.search(r"待(?:补|核|定|填|完善|确认|更新)", words)) or len(words) <= 5


def _fills(text: str, start: int, end: int) -> bool:
    """A single star stands for a figure only before a unit and after Chinese."""
    return bool(re.match(r"[年月日个家项亿万次人名户件亩%％元公]", text[end : end + 1])) and bool(
        re.match(r"[\u4e00-\u9fff]", text[max(0, start - 1) : start])
    )


def _bold(text: str, start: int, end: int) -> bool:
    """**重点** is a mark of Markdown: the same stars close it on the line and no unit follows the opening ones."""
    stars = text[start:end]
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[line_start : len(text) if line_end < 0 else line_end]
    return len(stars) == 2 and line.count(stars) % 2 == 0 and line.count(stars) >= 2 and not _counts(text, end)


def _counts(text: str, end: int) -> bool:
    return bool(re.match(r"\s?(?:年|月|日|个|家|项|亿|万|次|人|名|户|件|亩|公里|%|％|元|场|期|批|吨|篇)", text[end : end + 3]))


def _with_unit(text: str, end: int) -> int:
    unit = re.compile(
        r"\s?(?:[\u4e00-\u9fff]{0,2}(?:公司|企业|集团|同志|项目)|[万亿]?(?:元|人次|人|家|个|项|次|名|户|件|亩|平方米|公里|吨|年|月|日)|%|％)"
    ).match(text, end)
    return unit.end() if unit else end
