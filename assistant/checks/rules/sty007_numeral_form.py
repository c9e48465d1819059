"""数字写法不合规范

查什么：相邻数字表概数写成“2、3次”；“3千万元”“2百余人”式混写；“20几家”；“党的20大”“20届4中全会”“8项规定”；日期一半汉字一半数字；“二零二四年”；缺0的小数；数值范围漏写百分号（建议）；起止用短横（建议）。
为什么：概数、专名、日期的写法有国家标准；写错了既不规范，也会被误读（“2、3次”像是两项）。
错例：
企业平均减少跑动2、3次，培训2百余人次。
正例：
企业平均减少跑动两三次，培训200余人次。
出处：GB/T 15835—2011 第4、5章（国家标准，公文“可参照执行”）；GB/T 15834—2011 第4.13条连接号（国家标准）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.gates import Gate, shapes
from assistant.checks.labels import to_han
from assistant.checks.rule import Rule
from assistant.checks.scan import bigrams
from assistant.domain.finding import Finding

RULE = Rule("STY007", "numeral-form", "style", "warning")

_UNIT = (
    r"(?:个(?!百分点)|次|年(?!级|度)|家|天|人|名|项(?!目)|件|户|处|倍|成|周"
    r"|小时|分钟|公里|亩|万(?!年)|百|千(?!瓦|米|克|伏)|亿|元"
    r"|批次|轮|遍|场|位|台|套|种|条|岁|步|里|吨|米|年时间|个月|层楼)"
)
#: two neighbours joined by 顿号 with a unit right after: an approximation written as a list
_APPROXIMATE = re.compile(rf"(?<![\d.、第%期号—\-～~／/（(])(?P<one>\d{{1,2}})、(?P<two>\d)(?P<unit>{_UNIT})(?!、)")
_APPROXIMATE_HAN = re.compile(
    r"、(?<=(?P<one>[一两二三四五六七八])、)(?<![一二三四五六七八九十百千万、第\d][一两二三四五六七八]、)(?P<two>[二三四五六七八九])(?P<unit>[十百]?(?:个月|次|年(?!级|度)|家|天|人|名|件|户|倍|成|周|小时|公里|亩"
    r"|万|百|千))(?!、)"
)
_MIXED = re.compile(
    r"(?<![\d.A-Za-z万亿])\d+(?:\.\d+)?\s?(?:[百](?!分|度|年|草|花|姓|货|强|日|万千瓦|帕)|[千](?!瓦|米|克|伏|卡|帕|焦|赫|字节|斤|牛|公里|年|兆|流|乏|分|比特|伏安|吨级|户|家万户|兆瓦|万家"
    r"|多)|十(?!\d|年|大|项|件|堰|五|四|三|佳|强|条))(?:[余多]|万|亿)?(?=[\u4e00-\u9fff])"
)
_HAN_MIXED = re.compile(
    r"(?<![第一二三四五六七八九十百千万亿\d])[一二三四五六七八九]?[十百千]\d{1,3}"
    r"(?=[家个次人名项件户处亩元余多万亿届年天台套种条场期])"
)
#: a count in Chinese numerals beside one in digits of the same unit; small ones (一次, 两个) are words
_HAN_COUNT = re.compile(
    r"(?:[三四五六七八九]|十[一二三四五六七八九]?|[二三四五六七八九]十[一二三四五六七八九]?)"
    r"(?P<unit>人次|批次|次|场次|场|期|件|名)(?=[、，；。])"
)
_HAN_COUNT_BEFORE = frozenset("第一二三四五六七八九十百千万每首上下前后、“")
#: the same for numbers from eleven on, whatever they count; from the 十 on, which is found faster than what may stand before it
_HAN_LARGE = re.compile(r"十(?P<ones>[一二三四五六七八九]?)(?=[个家项件人次名处种条公户亩](?!多|余|国|五|人大))")
#: 二百六十家次: an exact count of hundreds in words
_HAN_HUNDREDS = re.compile(
    r"百(?:零[一二三四五六七八九]|[一二三四五六七八九]十[一二三四五六七八九]?)(?=[个家项件人次名处种条户亩](?!多|余|国))"
)
_HAN_BEFORE = frozenset("第一二三四五六七八九十百千万“《")
_COUNTED = re.compile(r"\d(?:个|家|项|件|人|次|名|处|种|条|公里|户|亩)")
#: before a measure word it is 两, or 2
_TWO = re.compile(r"(?<![第十百千万一两三二周其之初廿农月期区级])二(?=(?:所|家|个|次|场|件|条|台|套|座|项|名)[、，。；])")
_HAN_COUNT_PAIRS = frozenset(one + other for one in "三四五六七八九十一二" for other in "人批次场期件名")
_FEW = re.compile(rf"(?<![\d.])\d+几(?={_UNIT}|[十百千万亿]|%)|(?<!\d)几\d{{1,3}}(?={_UNIT}|[百千万亿])|几十几\d")
_NAMES = (
    (Gate(r"党的(?P<a>\d{2})大"), ("的0",)),
    (Gate(r"(?<!\d)\d{1,2}届(?:\d|[一二三四五六七])中全会|[一二]?十[一二三四五六七八九]?届\d中全会"), ("0届", "届0")),
    (Gate(r"(?<=中央)\d项规定"), ("央0",)),
    (Gate(r"(?P<e>1[2-6][·.]?5)(?=”?(?:规划|时期|期间|收官|开局))"), ()),
    (Gate(r"[234](?:个意识|个自信|个维护|个确立|个全面|个服从|个伟大)"), ()),
    (
        Gate(r"(?:第1书记|1岗双责|3会1课|3重1大|2学1做|3严3实|两学1做|三会1课)(?!\d)|(?<=[“纠反])4风"),
        ("第0", "0岗", "0会", "0重", "0学", "0严", "学0", "会0", "0风"),
    ),
)
_DATE = re.compile(
    r"[二一][〇零○Oo０0][〇零○Oo０0一二三四五六七八九\d]{2}年(?:\d{1,2}月(?:\d{1,2}日)?)|\d{4}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?"
    r"|\d{4}年\d{1,2}月[一二三四五六七八九十]{1,3}日"
)
_ZERO_YEAR = re.compile(r"[一二]零[零一二三四五六七八九]{2}年")
_NO_ZERO = re.compile(r"\.(?<![\d.．a-zA-Z…*×xX]\.)\d{1,3}(?=%|％|个百分点|亿|万|倍|元)")
_POINT = re.compile(r"[0-9]+[。·]\d{1,2}(?=%|％|个百分点|亿元|万元|亿美元|万美元|万平方米|万吨|万亩|公里|倍)")
_GROUPED = re.compile(r"(?<![\d.,])(?:\d{1,3},\d{4}|[12]?\d,\d{3}年(?!来|间|前))(?![\d,])")
_SYMBOL = re.compile(r"(?P<bad>KV|Kv|kv|KVA|KW(?!h)|Kw(?!h)|KM|Km|KG|Kg)(?![A-Za-z])")
_NUMBER_BEFORE = re.compile(r"(?<![A-Za-z])\d+(?:\.\d+)?\s?$")
_RIGHT_SYMBOL = {"kv": "kV", "kva": "kVA", "kw": "kW", "km": "km", "kg": "kg"}
#: the upper end of a range, found by its mark; then the lower end before it
_RANGE_END = re.compile(
    r"[-—~～–－至到]\s?\d+(?:\.\d+)?(?P<percent>[%％])|[-—~～–－]\d+(?:\.\d+)?[万亿](?=[元人吨亩平辆千])"
)
_LOW = re.compile(r"(?<![\d.%％])\d+(?:\.\d+)?\s?$")
_LOW_BIG = re.compile(r"(?<![\d.万亿])\d+(?:\.\d+)?$")
_REACH = 16
_HYPHEN = re.compile(
    r"(?<![\d-])(?:1[0-2]|[1-9])[-－~](?:1[0-2]|[1-9])月|20\d\d[-－~]20\d\d年|(?<![\d.])\d+(?:\.\d+)?%?[-~]\d+(?:\.\d+)?[%％]"
)
_WIDE = re.compile(r"[０-９]+(?:[．.][０-９]+)?[％%]?")
_NEIGHBOURS = frozenset(["一二", "两三", "二三", "三四", "四五", "五六", "六七", "七八", "八九", "三五"])
_RANGE_KEYS = frozenset(("0-", "0—", "0~", "0～", "0–", "0－"))
#: pattern, pairs of which the text (digits as 0) holds one, what is wrong, what to do
_FORMS = (
    (_MIXED, ("0百", "0千", "0十"), "阿拉伯数字不与“十、百、千”混写", "全用阿拉伯数字（3000万元、200余人）或全用汉字"),
    (re.compile(r"(?<![\d.第])\d成(?=左右|多)"), ("0成",), "几成是概数，用汉字", "改为汉字，如“三成”"),
    (_TWO, tuple(f"二{one}" for one in "所家个次场件条台套座项名"), "量词前不用“二”", "改为“两”或“2”"),
    (_HAN_MIXED, ("十0", "百0", "千0"), "一个数里汉字与阿拉伯数字混写", "全用阿拉伯数字，如36家"),
    (_FEW, ("0几", "几0"), "带“几”的概数用汉字", "改为汉字，如“二十几家”"),
    (
        _DATE,
        (*tuple(f"年{one}" for one in "一二三四五六七八九十"), "二〇", "二零", "二○", "一九", "月一", "月二", "月三", "月十"),
        "同一日期里汉字数字与阿拉伯数字混用",
        "改用同一种数字，如2024年3月5日",
    ),
    (_ZERO_YEAR, ("二零", "一零"), "年份的“零”应写“〇”", "改为“〇”或用阿拉伯数字"),
    (_NO_ZERO, (), "小数点前缺“0”", "补上“0”"),
    (_POINT, ("。0", "·0"), "小数点应为半角“.”", "改为“.”"),
    (_GROUPED, ("0,",), "数字分节号位置不对", "三位一节，年份不分节"),
    (
        re.compile(r"[一二三四五六七八九十百千万]分之\d+(?:\.\d+)?"),
        ("之0",),
        "分数、百分数里汉字与阿拉伯数字混写",
        "改为8.5%、五分之三这样的写法",
    ),
    (re.compile(r"\d+分之[一二三四五六七八九十]"), ("0分",), "分数里汉字与阿拉伯数字混写", "改为五分之三这样的写法"),
    (
        re.compile(r"(?<![第\d])[一二三四五六七八九][亿万]\d{1,4}[千百十]?(?=[万元余])"),
        ("亿0", "万0"),
        "一个数里汉字与阿拉伯数字混写",
        "全用阿拉伯数字，如3.5亿元",
    ),
    (
        re.compile(r"(?<![十百千万\d])[一二]\d[〇零一二三四五六七八九\d]{2}年"),
        ("二0", "一0"),
        "年份里汉字与阿拉伯数字混写",
        "改为2024年或二〇二四年",
    ),
    (
        re.compile(r"十[一二三四五][·.．、]五(?=”?(?:规划|时期|期间|以来))"),
        ("·五", ".五", "．五", "、五"),
        "五年规划的简称中间不加点",
        "如“十四五”",
    ),
    (re.compile(r"(?<!\d)1[1-6]五(?=”?(?:规划|时期|期间|以来|开局|收官))"), ("0五",), "专名中的数字用汉字", "如“十四五”"),
)
_CIRCLE_YEAR = re.compile(r"[一二][○Oo][○Oo〇零一二三四五六七八九]{2}年")
_PERCENT_WORDS = re.compile(r"百分之[一二三四五六七八九十百]+(?:点[一二三四五六七八九〇零]+)?")
#: 26年工作: the year of the text or a neighbour, cut to its last two digits
_SHORT_YEAR = re.compile(r"(?<=[\u4e00-\u9fff])(?P<year>\d\d)年(?=工作(?!经)|计划|目标|预算|度(?!假)|底|年初|上半年|下半年|全年|重点)")
_HABITS = (
    (_HYPHEN, ("0-", "0~", "0－", "%-", "%~"), "起止用一字线或浪纹线，不用短横"),
    (_WIDE, (), "数字用半角"),
)
#: more of one kind in a text are how it was typed, so few full-width figures among half-width ones are slips
_USUAL, _ODD = 3, 2
_HAN_DIGIT = {str(index): one for index, one in enumerate("零一二三四五六七八九")}


def check(context: CheckContext) -> Iterator[Finding]:
    """Forms of numbers that the standards rule out."""
    text = context.text
    shape = shapes(text)
    if "0、" in shape and "、0" in shape:
        yield from _approximations(context)
    for match in _APPROXIMATE_HAN.finditer(text):
        pair = match.group("one") + match.group("two")
        if pair in _NEIGHBOURS:
            words = pair.replace("二三", "两三") + match.group("unit")
            start, end = match.start() - 1, match.end()
            yield context.finding(
                RULE, start, end, f"相邻数字连用表示概数，中间不加顿号：{text[start:end]}", suggestion=f"改为“{words}”", fix=words
            )
    yield from _names(context, shape)
    for pattern, keys, said, what in _FORMS:
        if keys and shape.isdisjoint(keys):
            continue
        matches = list(pattern.finditer(text))
        for match in matches:
            yield context.finding(
                RULE, *match.span(), f"{said}：{match.group()}", severity="info" if len(matches) > _USUAL else None, suggestion=what
            )
    yield from _years(context, shape)
    for match in _HAN_COUNT.finditer(text) if not bigrams(text).isdisjoint(_HAN_COUNT_PAIRS) else ():
        if text[match.start() - 1 : match.start()] in _HAN_COUNT_BEFORE:
            continue
        start = max(text.rfind(one, 0, match.start()) for one in "。；\n") + 1
        ends = [at for one in "。；\n" if (at := text.find(one, match.end())) >= 0]
        if re.search(rf"\d{match.group('unit')}", text[start : min(ends, default=len(text))]):
            yield context.finding(
                RULE, *match.span(), f"同一句里“{match.group()}”用汉字，其他同类数用阿拉伯数字", suggestion="统一用阿拉伯数字"
            )
    yield from _large_in_words(context)
    for match in _SYMBOL.finditer(text) if "K" in text else ():
        number = _NUMBER_BEFORE.search(text, max(0, match.start() - _REACH), match.start())
        if number is None:
            continue
        right = _RIGHT_SYMBOL[match.group("bad").lower()]
        yield context.finding(
            RULE,
            *match.span(),
            f"计量单位符号应为“{right}”：{number.group()}{match.group()}",
            severity="info",
            suggestion=f"改为“{right}”",
            fix=right,
        )
    if not shape.isdisjoint(_RANGE_KEYS):
        yield from _ranges(context)
    for match in _PERCENT_WORDS.finditer(text) if "分之" in shape else ():
        start = max(text.rfind(one, 0, match.start()) for one in "。\n") + 1
        end = text.find("。", match.end())
        if re.search(r"\d(?:[%％]|个百分点)", text[start : end if end >= 0 else len(text)]):
            yield context.finding(
                RULE, *match.span(), f"“{match.group()}”用汉字，同一句里其他数用阿拉伯数字", suggestion="统一用阿拉伯数字和%"
            )
    for pattern, keys, said in _HABITS:
        found = list(pattern.finditer(text)) if not keys or not shape.isdisjoint(keys) else []
        if found:
            count = f"（全文{len(found)}处）" if len(found) > 1 else ""
            odd = pattern is _WIDE and len(found) <= _ODD and "00" in shape
            yield context.finding(
                RULE, *found[0].span(), f"{said}：{found[0].group()}{count}", severity="warning" if odd else "info",
                suggestion="如1—9月、5%～8%",
            )


def _years(context: CheckContext, shape: frozenset[str]) -> Iterator[Finding]:
    """Years written with a circle for a nought, or cut to two digits."""
    text, year = context.text, context.document.year
    for match in _CIRCLE_YEAR.finditer(text) if not shape.isdisjoint(("二○", "一○", "二O", "二o")) else ():
        said = f"年份的“〇”用了别的符号：{match.group()}"
        yield context.finding(RULE, *match.span(), said, severity="info", suggestion="改为“〇”或用阿拉伯数字")
    for match in _SHORT_YEAR.finditer(text) if year else ():
        full = 2000 + int(match.group("year"))
        if year is not None and abs(full - year) <= 1:
            yield context.finding(RULE, *match.span(), f"年份写成了两位：{match.group()}", suggestion=f"改为“{full}年”")


def _ranges(context: CheckContext) -> Iterator[Finding]:
    """Ranges of which only the upper end has its percent sign, its 万 or 亿."""
    text = context.text
    found = [
        (low.start(), high.end(), bool(high.group("percent")))
        for high in _RANGE_END.finditer(text)
        if (low := (_LOW if high.group("percent") else _LOW_BIG).search(text, max(0, high.start() - _REACH), high.start()))
    ]
    for start, end, _ in [one for one in found if one[2]]:
        yield context.finding(RULE, start, end, f"数值范围两端都要带百分号：{text[start:end]}", severity="info", suggestion="如8%～10%")
    for start, end, _ in [one for one in found if not one[2]]:
        yield context.finding(
            RULE, start, end, f"数值范围前一个数省了“万”“亿”会误读：{text[start:end]}", severity="info", suggestion="如3亿～5亿元"
        )


def _large_in_words(context: CheckContext) -> Iterator[Finding]:
    """An exact number from eleven on in words where its neighbours are in digits."""
    text = context.text
    for pattern, tens, marks, where in (
        (_HAN_LARGE, "二三四五六七八九", "。；，\n", "分句"), (_HAN_HUNDREDS, "一二三四五六七八九", "。\n", "句"),
    ):
        for match in pattern.finditer(text):
            begin = match.start()
            if text[begin - 1 : begin] in tuple(tens):
                begin -= 1
            elif not match.groupdict().get("ones"):
                # 十 alone is a word, 百 alone no number
                continue
            if text[begin - 1 : begin] in _HAN_BEFORE:
                continue
            start = max(text.rfind(one, 0, begin) for one in marks) + 1
            ends = [at for one in marks if (at := text.find(one, match.end())) >= 0]
            if _COUNTED.search(text, start, min(ends, default=len(text))):
                yield context.finding(
                    RULE, begin, match.end() + 1, f"“{text[begin : match.end()]}”用汉字，同一{where}里其他数用阿拉伯数字",
                    suggestion="统一用阿拉伯数字",
                )


def _approximations(context: CheckContext) -> Iterator[Finding]:
    for match in _APPROXIMATE.finditer(context.text):
        one, two = int(match.group("one")), int(match.group("two"))
        if (two == one + 1 or (one, two) == (3, 5) or (one > 10 and two == one % 10 + 1)) and not _listed(context.text, match.start()):
            words = (("两" if one == 2 else to_han(one)) if one < 10 else to_han(one)) + to_han(two) + match.group("unit")
            yield context.finding(
                RULE, *match.span(), f"相邻数字连用表示概数，用汉字且不加顿号：{match.group()}", suggestion=f"改为“{words}”", fix=words
            )


def _names(context: CheckContext, shape: frozenset[str]) -> Iterator[Finding]:
    for gate, keys in _NAMES:
        if keys and shape.isdisjoint(keys):
            continue
        for match in gate.finditer(context.text):
            start, end = match.span("a") if "a" in match.groupdict() else match.span()
            name = context.text[start:end]
            if "e" in match.groupdict():
                right = f"十{_HAN_DIGIT[re.sub(r'[^0-9]', '', name)[1]]}五"
            elif "a" in match.groupdict():
                right = to_han(int(name))
            else:
                right = re.sub(r"^二个", "两个", re.sub(r"\d+", lambda one: _small(one.group()), name))
            yield context.finding(RULE, start, end, f"专名中的数字用汉字：{name}", suggestion=f"改为“{right}”", fix=right)


def _small(digits: str) -> str:
    return to_han(int(digits)) if 0 < int(digits) < 100 else digits


def _listed(text: str, start: int) -> bool:
    """Whether the figures number things (附件1、2, 表1、2, 第1、2) rather than count them."""
    return text[max(0, start - 1) : start] in ("第", "件", "表", "图", "号", "期", "注", "款", "章", "节") or bool(
        re.search(r"[号期批组线站标][厂房楼线桥]?$", text[max(0, start - 3) : start])
    )
