"""几个数之间的关系对不上

查什么：
由名称就知道怎么算的比率，同段有分子分母的重新相除：营业收入利润率、存贷比；
“N项中a增b降”的a加b应为N；前文“…项目n个，已开工m个”，同句或后文“还有…没有开工”“其余…个”“在建的…个”应为n减m；
“目标a，已完成b，还差（超收、比目标多）c”的c应为a与b之差。
为什么：
同一件事分在几处写，余下的数最容易照抄成总数或已完成数；率和量出自不同的表。
错例：
全年签约项目78个，已开工44个。78个签约项目中还有44个没有开工。
正例：
全年签约项目78个，已开工44个。78个签约项目中还有34个没有开工。
出处：
营业收入利润率=利润总额÷营业收入，存贷比=贷款余额÷存款余额，其余=总数-已列（统计常识）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.checks.arithmetic import exact, gap, ratio_of, rounded, same_measure, shown, stands_for
from assistant.checks.context import CheckContext
from assistant.checks.elsewhere import amounts_of, core, same_name, same_stretch
from assistant.checks.rule import Rule
from assistant.checks.shortfalls import gaps_to_goals
from assistant.checks.slips import slip_of
from assistant.domain.finding import Finding
from assistant.domain.quantity import Quantity
from assistant.text.agreement import Interval, factor

RULE = Rule("NUM020", "relation", "numbers", "error")

#: how the name of a rate ends → the names of its part and of its whole
_RATES = (
    ("利润率", ("利润总额",), ("营业收入", "主营业务收入")),
    ("存贷", ("贷款余额", "各项贷款余额"), ("存款余额", "各项存款余额")),
    ("存贷比", ("贷款余额", "各项贷款余额"), ("存款余额", "各项存款余额")),
)
_UP_AND_DOWN = re.compile(
    r"(?<=[\d种个类项家户])[增升涨][、，]?(?P<down>\d{1,3})(?:种|个|类|项|家|户)?[降跌减](?:[、，]?(?P<level>\d{1,3})(?:种|个)?持?平)?"
)
_UP = re.compile(r"(?P<up>\d{1,3})(?:种|个|类|项|家|户)?$")
_OF_ALL = re.compile(r"(?P<all>\d{1,3})(?:种|个|类|项|家|户)[^，。；\n\d]{0,14}[中里][，,](?:[^。；\n]{0,30}[，,、])?[^，。；\n\d]{0,6}$")
_VERBS = (
    "开工|竣工|投产|办结|整改|注册|落地|完工|建成|解决|销号|验收|达产|入驻|交付|签约|改造|搬迁|腾退|拆除|供地|关停|接入|安装|通车|完成"
)
_NOT_YET = re.compile(rf"(?:[^，。；\n\d]{{0,6}}?)(?:尚未|还未|仍未|没有|未)(?:完成)?(?P<verb>{_VERBS})")
_NOT_BEFORE = re.compile(rf"(?:尚未|还未|仍未|没有|未)(?:完成)?(?P<verb>{_VERBS})的(?:还有|尚有|仍有)?$")
_UNDER_WAY = re.compile(r"(?:在建|未竣工|未完工)的$")
_ACT = re.compile(rf"(?:已|均已|已有)?(?P<verb>{_VERBS})(?:项目|公司|企业)?$")
_JUNE, _DECEMBER = 6, 12
#: how many figures before one may be its total
_BACK = 5
#: how many counts are kept in mind
_MANY = 60
_REST = re.compile(r"(?:其余|剩余|余下)(?:的)?$")
_NOUN = re.compile(r"(?P<noun>[\u4e00-\u9fff“”]{3,14}?(?:项目|企业|问题|隐患|事项|任务|工程))")
_COUNTS = frozenset(("个", "家", "项", "件", "户", "处", "条", "座", "台", "栋", "所", "辆", "套"))
#: 41个签约项目中，仍有19个: between the total and what is left of it
_AMONG = re.compile(r"[\u4e00-\u9fff“”]{0,10}[中里]?[，,]?(?:目前)?(?:仍|还|尚)?有?$")
#: what is left is told of more than the total beside it
_OF_MORE = re.compile(r"[两三四五]年|累计|合计|总计|历年|加上|连同|共|另")
#: so many characters must be shared by what is done and what is still to do
_SHARED = 3


def check(context: CheckContext) -> Iterator[Finding]:
    """Rates known by name, ups and downs of a number of things, and what is left of a number of things."""
    text = context.text
    for name, parts, wholes in _RATES:
        if name in text:
            yield from _rates(context, name, parts, wholes)
    if "增" in text and ("降" in text or "跌" in text):
        yield from _ups_and_downs(context)
    if "下半年" in text:
        yield from _second_half(context)
    if "目标" in text or "任务" in text or "计划" in text or "预算" in text or "总投资" in text:
        yield from gaps_to_goals(RULE, context)
    if any(word in text for word in ("没有", "尚未", "还未", "仍未", "未", "其余", "剩余", "在建的")):
        yield from _left_over(context)


def _second_half(context: CheckContext) -> Iterator[Finding]:
    """上半年完成96.8亿元，为全年目标200亿元的48.4%; 下半年完成103.2亿元以上: what is left of the year's goal."""
    told: list[tuple[Quantity, Quantity]] = []
    for one in context.quantities:
        if one.change == "completion" and one.parent >= 0:
            goal, done = context.by_start.get(one.parent), context.by_start.get(one.about)
            half = done is not None and (context.document.kind.startswith("半年") or done.period.last_month == _JUNE)
            if goal is not None and done is not None and half and exact(goal) and exact(done) and same_measure(goal, done):
                told.append((goal, done))
        ahead = (one.period.first_month, one.period.last_month) == (_JUNE + 1, _DECEMBER)
        if not ahead or one.role != "target" or one.change != "level" or one.value is None or one.high is not None:
            continue
        for goal, done in told:
            left = (goal.base or Decimal(0)) - (done.base or Decimal(0))
            if left <= 0 or one.unit != done.unit or not same_name(one.indicator, done.indicator) or one.scope != done.scope:
                continue
            context.compare((one, goal, done))
            due = left / factor(one)
            if one.base != left and _near(one, left, due):
                yield context.finding(
                    RULE, one.start, one.end,
                    f"全年目标{shown(goal)}减上半年{shown(done)}为{due:f}{one.unit}，文中写作{shown(one)}",
                    suggestion="核对目标、完成数和下半年的数", severity="warning",
                    related=[context.related(goal.start, goal.end, "全年目标"), context.related(done.start, done.end, "上半年")],
                )
            break


def _rates(context: CheckContext, name: str, parts: Sequence[str], wholes: Sequence[str]) -> Iterator[Finding]:
    """营业收入258.9亿元…利润总额12.6亿元…营业收入利润率4.9%, all in one paragraph and of one time."""
    amounts = amounts_of(context)
    for rate in context.quantities:
        named = rate.dimension == "%" and rate.change == "rate" and rate.indicator.endswith(name)
        if not named or rate.role == "previous" or not exact(rate):
            continue
        line = context.text.rfind("\n", 0, rate.start)
        pair = []
        for names in (parts, wholes):
            found = [one for one in amounts.named(names, rate) if line < one.start < rate.start and same_stretch(one, rate)]
            pair.append(amounts.nearest(found, rate))
        part, whole = pair
        if part is None or whole is None or part.scope != whole.scope or not same_measure(part, whole):
            continue
        quotient = ratio_of(part, whole)
        if quotient is None:
            continue
        computed = Interval(quotient.low * 100, quotient.high * 100)
        context.compare((rate, part, whole))
        if gap(computed, stands_for(rate)):
            middle = (computed.low + computed.high) / 2
            right = rounded(middle, max(rate.decimals, 1)) if middle > Decimal("0.05") else f"{middle:.2g}"
            yield context.finding(
                RULE, rate.start, rate.end,
                f"{shown(part)}÷{shown(whole)}为{right}%，"
                f"文中{rate.indicator}写作{shown(rate)}",
                suggestion="核对三个数和单位",
                related=[context.related(part.start, part.end, "分子"), context.related(whole.start, whole.end, "分母")],
            )


def _ups_and_downs(context: CheckContext) -> Iterator[Finding]:
    """12种主要产品中，产量7增5降，价格3涨9跌."""
    for row in _UP_AND_DOWN.finditer(context.text):
        up = _UP.search(context.text, max(0, row.start() - 4), row.start())
        begin = up.start() if up is not None else 0
        whole = _OF_ALL.search(context.text, max(context.sentence_start(begin), begin - 70), begin) if up is not None else None
        if whole is None or up is None:
            continue
        counted = int(up["up"]) + int(row["down"]) + int(row["level"] or 0)
        if counted != int(whole["all"]) and (row["level"] or counted > int(whole["all"])):
            yield context.finding(
                RULE, begin, row.end(), f"共{whole['all']}，{context.text[begin : row.end()]}相加为{counted}",
                suggestion="核对增、降、持平各几项", related=[context.related(whole.start("all"), whole.end("all"), "总数")],
            )


def _left_over(context: CheckContext) -> Iterator[Finding]:
    """What is left of a total that was told with what is done of it."""
    told: list[tuple[Quantity, Quantity, str]] | None = None
    tied: list[tuple[Quantity, Quantity, str]] | None = None
    text = context.text
    for one in context.quantities:
        if one.dimension not in _COUNTS or not exact(one) or (one.role == "target" and "其余" not in text[one.start - 4 : one.start]):
            continue
        verb = _open_verb(context, one)
        if not verb:
            continue
        told = told if told is not None else list(_done(context))
        noun = _NOUN.match(text, one.end)
        named = noun["noun"] if noun is not None else ""
        pairs = [
            (total, done, act, total.base - done.base) for total, done, act in told
            if done.end < one.start and total.dimension == one.dimension and total.base and done.base and done.base < total.base
            and (len(named) > 2 and core(named) == core(total.indicator) if verb == "其余"
                 else (act == verb and _same_total(context, total, one, named)) or _split(context, total, done, one, act, verb))
        ]
        sure = verb == "其余" or any(_split(context, *pair[:2], one, pair[2], verb) for pair in pairs)
        tied = tied if tied is not None else list(_tied(context))
        of_tied = [
            (total, done, act, total.base - done.base) for total, done, act in tied
            if done.end < one.start and total.dimension == one.dimension and total.base and done.base
            and (_of_one_work(context, total, done, one) if verb == "其余" else act == verb and _again(context, total, one))
        ]
        sure, pairs = (True, of_tied) if of_tied else (sure, pairs)
        if pairs:
            context.compare((one, *pairs[0][:2]))
        wrong = [pair for pair in pairs if sure or one.base in (pair[0].base, pair[1].base) or _near(one, pair[3])]
        if wrong and all(one.base != left for *_, left in pairs):
            total, done, act, left = wrong[0]
            yield context.finding(
                RULE, one.start, one.end, f"{shown(total)}减{act}的{shown(done)}为{left}，文中写作{shown(one)}",
                suggestion="核对总数、已列数和余下的数",
                related=[context.related(total.start, total.end, "总数"), context.related(done.start, done.end, act)],
            )


def _open_verb(context: CheckContext, one: Quantity) -> str:
    """What the figure is not yet: 34个没有开工, 未竣工的31个, 在建的31个, 其余8个; "" where it is told of nothing open."""
    text = context.text
    behind = _NOT_YET.match(text, one.end)
    if behind is not None:
        return behind["verb"]
    before = _NOT_BEFORE.search(text, max(0, one.start - 14), one.start)
    if before is not None:
        return before["verb"]
    if _UNDER_WAY.search(text, max(0, one.start - 6), one.start):
        return "竣工"
    return "其余" if _REST.search(text, max(0, one.start - 5), one.start) else ""


def _done(context: CheckContext) -> Iterator[tuple[Quantity, Quantity, str]]:
    """Totals with what is done of them: 签约项目78个…已开工44个; 实施重点项目47个…竣工项目16个."""
    line: list[Quantity] = []
    last = 0
    for one in context.quantities:
        if "\n" in context.text[last : one.start]:
            line = []
        last = one.end
        if one.dimension not in _COUNTS or not exact(one) or one.change not in ("level", "increase"):
            continue
        act = _ACT.search(context.text, max(context.clause_start(one.start), one.start - 10), one.start)
        if act is not None:
            usable = [each for each in line if each.dimension == one.dimension and (each.base or 0) > (one.base or 0) and each.parent < 0]
            subject = core(context.text[context.clause_start(one.start) : act.start()])
            named = [each for each in line if each.dimension == one.dimension and len(subject) > 1 and core(each.indicator) == subject]
            for total in named[-1:] or usable[-_BACK:]:
                yield total, one, act["verb"]
        line.append(one)


def _tied(context: CheckContext) -> Iterator[tuple[Quantity, Quantity, str]]:
    """Totals with what is done of them, tied by a rate printed beside it that gives the total: 开工17个，开工率41.5% is of 41."""
    totals: list[Quantity] = []
    for figures in context.figures_by_sentence:
        for at, rate in enumerate(figures):
            counted = rate.dimension in _COUNTS and exact(rate) and rate.change in ("level", "increase")
            if counted:
                totals = [*totals[-_MANY:], rate]
            done = figures[at - 1] if at and rate.dimension == "%" and rate.change in ("rate", "share") and exact(rate) else None
            if done is None or done not in totals or rate.start - done.end > len("，开工率达到约"):
                continue
            act = _ACT.search(context.text, max(context.clause_start(done.start), done.start - 10), done.start)
            printed = stands_for(rate)
            for total in totals:
                of_one = total.start < done.start and total.dimension == done.dimension and (total.base or 0) > (done.base or 0)
                if of_one and printed.low <= (done.base or Decimal(0)) / (total.base or Decimal(1)) * 100 <= printed.high:
                    yield total, done, act["verb"] if act is not None else ""


def _again(context: CheckContext, total: Quantity, one: Quantity) -> bool:
    """Whether the total is named once more right before what is left of it: 41个签约项目中，仍有19个."""
    before = context.figures_in(context.sentence_start(one.start), one.start)
    again = before[-1] if before else None
    return (
        again is not None and (again.base, again.dimension) == (total.base, total.dimension)
        and _AMONG.fullmatch(context.text, again.end, one.start) is not None
    )


def _of_one_work(context: CheckContext, total: Quantity, done: Quantity, one: Quantity) -> bool:
    """Whether 其余4家家具企业的水性漆替代 is of 19家家具企业推行水性漆替代: the noun and the work are the same."""
    text = context.text
    heads = (text[one.end : one.end + size] for size in (6, 5, 4, 3))
    head = next((head for head in heads if text.startswith(head, total.end)), "")
    if not head or any(mark in head for mark in "，。；、"):
        return False
    task = text[total.end + len(head) : done.start]
    rest = text[one.end + len(head) : one.end + 40]
    rest = rest[: next((at for at, mark in enumerate(rest) if mark in "，。；\n"), 0)]
    return any(rest[at : at + _SHARED] in task for at in range(len(rest) - _SHARED + 1))


def _split(context: CheckContext, total: Quantity, done: Quantity, one: Quantity, act: str, verb: str) -> bool:
    """签约项目36个，已开工21个，仍有17个尚未开工: total, done and left stand side by side in one sentence."""
    if (act != verb and "完成" not in (act, verb)) or context.text.endswith(("尚有", "剩余", "余下", "尚余", "还剩"), 0, one.start):
        # 尚有19栋 is a remainder by its word, whatever it is a remainder of: sums are judged elsewhere
        return False
    begin = context.sentence_start(one.start)
    begin = max(begin, context.text.rfind("；", begin, one.start) + 1)
    before = [each for each in context.figures_in(begin, one.start) if each.dimension == one.dimension]
    return before[-2:] == [total, done] and not _OF_MORE.search(context.text, done.end, one.start)


def _same_total(context: CheckContext, total: Quantity, one: Quantity, noun: str) -> bool:
    """Whether the figure is told of this total: it is named in the clause again, or the things have one name."""
    begin = context.sentence_start(one.start)
    again = [each for each in context.figures_in(begin, one.start) if each.dimension == total.dimension and exact(each)]
    if again:
        return again[-1].base == total.base
    return bool(noun and core(noun)[-2:] in total.indicator) or (one.base == total.base and total.indicator.endswith("项目"))


def _near(one: Quantity, left: Decimal, value: Decimal | None = None) -> bool:
    """Whether a slip of the pen would make one of the other; value: in the unit of the figure."""
    return bool(slip_of(one, replace(one, value=left if value is None else value, base=left)))
