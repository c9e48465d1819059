"""照抄上年报告，数字没有更新

查什么：
今年总结部分的句子，事项和数字都与上年报告一样：整句一字不差，或者同一句里两个以上的数字与上年同一事项的数字完全相同。
为什么：
在上年稿子上改写，漏改一句，去年的检查次数、演练场次就成了今年的。
错例：
（上年报告：全年开展安全生产专项检查386次，组织应急演练31场。）全年开展安全生产专项检查386次，组织应急演练31场。
正例：
（上年报告：全年开展安全生产专项检查386次，组织应急演练31场。）全年开展安全生产专项检查428次，组织应急演练36场。
出处：
办文惯例（实践）。规划面积、辖区、泊位等级一类不逐年变化的数，引用上年数作基数的，计划部分的目标，不报。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.continuity import Told, Years, years_of
from assistant.checks.rule import PREVIOUS, Rule
from assistant.domain.finding import Finding
from assistant.text.agreement import comparable, exactly

RULE = Rule("CON002", "stale-copy", "continuity", "warning", frozenset((PREVIOUS,)))

#: what stays as it is for years
_STANDING = re.compile(
    r"规划|面积|核准|辖|占地|户籍|常住|人口|海岸线|行政村|社区|街道|乡镇|距离|位于|总投资|万吨级|千伏|成立|设立于|编制|批准|容积|用地"
    r"|期限|利率|代表|委员"
)
#: what is done anew every year
_DONE = re.compile(
    r"检查|排查|整改|走访|开展|举办|组织|召开|培训|演练|解决|办结|办理|化解|兑现|发放|引进|签约|接待|外出|宣讲|学习|谈话|查处|新增|新建"
    r"|发展|完成|建成|实施|收储|招聘|帮助|受理|处置|慰问|审核|选派|推广"
)
_WHOLE_YEAR = ("year", "unknown", "at")
#: a sentence of so many characters is not written twice by chance
_LONG = 18


def check(context: CheckContext) -> Iterator[Finding]:
    """Sentences of the summary whose figures are last year's."""
    years = years_of(context)
    if years is None or years.same_year:
        return
    index: dict[tuple[object, str], list[Told]] = defaultdict(list)
    for one in years.then:
        index[one.quantity.base, one.quantity.dimension].append(one)
    stale: dict[tuple[int, int], list[tuple[Told, Told]]] = defaultdict(list)
    for one in years.now:
        old = _copied(years, one, index)
        if old is not None:
            stale[one.label.sentence].append((one, old))
    for pairs in stale.values():
        for run in _runs(context, pairs):
            yield from _finding(context, years, run)


def _copied(years: Years, one: Told, index: dict[tuple[object, str], list[Told]]) -> Told | None:
    quantity = one.quantity
    if quantity.role != "actual" or quantity.change not in ("level", "increase") or quantity.cumulative or quantity.approximate:
        return None
    if quantity.period.kind not in _WHOLE_YEAR or _STANDING.search(one.label.words):
        return None
    for old in index[quantity.base, quantity.dimension]:
        if old.quantity.change != quantity.change or not comparable(quantity, old.quantity) or not exactly(quantity, old.quantity):
            continue
        if old.label.words.strip() == one.label.words.strip() or years.same_name(one.grams, old.grams):
            return old
    return None


def _clause(context: CheckContext, one: Told) -> str:
    return context.text[max(one.label.sentence[0], one.label.start - 12) : one.label.end]


def _runs(context: CheckContext, pairs: list[tuple[Told, Told]]) -> Iterator[list[tuple[Told, Told]]]:
    """Copied figures that follow each other without a figure of this year between them."""
    figures = [one for one in context.quantities if not one.threshold]
    place = {one.start: at for at, one in enumerate(figures)}
    run: list[tuple[Told, Told]] = []
    for pair in sorted(pairs, key=lambda one: one[0].quantity.start):
        if run and place[pair[0].quantity.start] != place[run[-1][0].quantity.start] + 1:
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _finding(context: CheckContext, years: Years, run: list[tuple[Told, Told]]) -> Iterator[Finding]:
    digits = [len(re.sub(r"\D", "", one.quantity.quote).strip("0")) for one, _ in run]
    first, last = run[0][0], run[-1][0]
    start, end = first.label.start, max(last.label.end, last.quantity.end)
    while start < first.quantity.start and context.text[start] in " 　、，,；;的（(":
        start += 1
    if not any(_DONE.search(_clause(context, one)) for one, _ in run):
        return
    alone = len(run) == 1 and digits[0] >= 2
    verbatim = alone and digits[0] >= 3 and end - start >= 10 and context.text[start:end] in years.before.text
    sentence = context.text[first.label.sentence[0] : first.label.sentence[1]]
    whole = alone and len(sentence.strip()) >= _LONG and sentence.strip() in years.before.text
    if not (len(run) >= 2 and max(digits) >= 2) and not verbatim and not whole:
        return
    if whole:
        start = first.label.sentence[0] + len(sentence) - len(sentence.lstrip())
        end = first.label.sentence[1]
    context.compare(one.quantity for one, _ in run)
    old = years.before.text[run[0][1].label.start : max(run[-1][1].label.end, run[-1][1].quantity.end)].strip(" 　、，,；;的（(")
    quotes = "、".join(one.quantity.quote for one, _ in run)
    yield context.finding(
        RULE, start, end, f"{quotes}与上年报告“{old}”完全相同，疑为照抄上年、数字未更新", suggestion="换成今年的数字",
    )
