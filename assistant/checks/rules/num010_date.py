"""日期有误

查什么：
日历上没有的日期（6月31日、2月30日、13月）；同一项目先后颠倒的节点（9月28日开工、2月20日封顶）；晚于落款日期的已完成事项。
为什么：
日期多从别处抄来，月和日录错一位读起来仍然通顺，只有对着日历和工序才看得出。
错例：
智能制造产业园9月28日开工建设，2月20日主体结构封顶。
正例：
智能制造产业园2月20日开工建设，9月28日主体结构封顶。
出处：
公历；工程建设程序（实践）。
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence

from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding

RULE = Rule("NUM010", "date", "numbers", "error")

_DATE = re.compile(r"(?:(?P<year>(?:19|20)\d\d) ?年 ?)?(?<![\d.])(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号](?![均处产供])")
#: a pattern that begins with a set of characters is found fast; the others are tried only where it was
_MONTH_AT = re.compile(r"\d{1,3} ?月")
_MONTH = re.compile(r"(?<![\d.—－~～至-])(?P<month>\d{2,3}) ?月(?![龄租薪均供息报结子])")
_MONTHS = re.compile(r"\d{1,2}月? ?[-－—–~～至到]{1,2} ?(?P<last>\d{2})月(?!龄)")
_STAGES = (
    (1, "签约|立项|备案|核准|获批"), (2, "摘牌|拿地|供地"), (3, "开工|奠基|动工|破土"), (4, "封顶"),
    (5, "竣工|完工|建成|完成验收|通过验收|竣工验收"),
    (6, "试生产|试运行|试运营"), (7, "投产|投用|投运|投入使用|投入运行|投入运营|通车|交付使用|启用|开业|运营"), (8, "达产|满产"),
)
_STAGE = re.compile("|".join(f"(?P<s{rank}>{words})" for rank, words in _STAGES))
_EVENT = re.compile(
    r"(?P<year>(?:19|20)\d\d年|去年|上年|今年|当年|次年|翌年|同年|明年)?(?<![\d.—-])(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>3[01]"
    r"|[12]\d|0?[1-9])[日号]|[底末初份]|[上中下]旬)?"
    r"(?P<words>[^，。；、\n\d（）]{0,14})"
)
_JOINED = re.compile(
    r"[，、](?:其中)?(?:一期|首期)?(?:标准厂房|厂房|主体结构|主体|主体工程)?"
    r"(?:并|并于|于|计划|预计|将于|随后|计划于|预计于|有望|可)?$"
)
_FUTURE = re.compile(r"预计|计划|将|力争|确保|拟|争取|目标|有望|明年|下一?年|前|打算|要")
_SIGNED = re.compile(r"^[ \u3000]*(?P<year>20\d\d) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日[ \u3000]*$", re.M)


def check(context: CheckContext) -> Iterator[Finding]:
    """Dates against the calendar, stages of one project against each other, done things against the date under the text."""
    text = context.text
    months = [match.start() for match in _MONTH_AT.finditer(text)]
    for match in _at(_DATE, text, months, back=6):
        month, day = int(match["month"]), int(match["day"])
        year = int(match["year"]) if match["year"] else context.document.year
        if not 1 <= month <= 12:
            yield _finding(context, match.start(), match.end(), f"“{match.group()}”没有{month}月")
        elif not 1 <= day <= (calendar.monthrange(year, month)[1] if year else 29 if month == 2 else calendar.monthrange(2001, month)[1]):
            of = f"{year}年2月" if month == 2 and year else f"{month}月"
            yield _finding(context, match.start("month"), match.end(), f"{of}没有{day}日")
    for match in _at(_MONTH, text, months):
        if int(match["month"]) > 12:
            yield _finding(context, match.start(), match.start("month") + len(match["month"]) + 1, f"“{match['month']}月”不是月份")
    for match in _MONTHS.finditer(text):
        if int(match["last"]) > 12:
            yield _finding(context, match.start(), match.end(), f"“{match.group()}”没有{match['last']}月")
    events = list(_at(_EVENT, text, months, back=5))
    yield from _order(context, events)
    yield from _after_signing(context, events)


def _at(pattern: re.Pattern[str], text: str, places: Sequence[int], back: int = 0) -> Iterator[re.Match[str]]:
    """Matches that begin at these places or, with the year before the month, up to `back` characters earlier."""
    last = 0
    for place in places:
        for start in range(max(last, place - back), place + 1):
            match = pattern.match(text, start)
            if match is not None and match.end() > place:
                last = match.end()
                yield match
                break


def _finding(context: CheckContext, start: int, end: int, message: str) -> Finding:
    return context.finding(RULE, start, end, message, suggestion="核对日期")


def _order(context: CheckContext, events: Sequence[re.Match[str]]) -> Iterator[Finding]:
    """Two dated stages of one project, the later stage with the earlier date."""
    text = context.text
    last: tuple[re.Match[str], int, tuple[int, int]] | None = None
    for match in events:
        stage = _STAGE.search(match["words"])
        if stage is None:
            last = None
            continue
        rank = int((stage.lastgroup or "s0")[1:])
        when = (int(match["month"]), int(match["day"] or 0))
        before, last = last, (match, rank, when)
        if before is None:
            continue
        between = text[before[0].end() : match.start()]
        # a name of its own before the second date makes it another project
        if not _JOINED.match(between):
            continue
        if _both_dated(before[0], match):
            if before[1] < rank and (before[0]["year"], *before[2]) > (match["year"], *when):
                yield _finding(
                    context, before[0].start(), match.start("words") + stage.end(),
                    f"“{before[0].group().strip()}”在前、“{match.group().strip()}”在后，日期却倒了过来",
                )
            continue
        if _other_year(before[0], match, context.document.year):
            continue
        days = bool(before[2][1]) and bool(when[1])
        earlier, later = (before[2], when) if days else ((before[2][0], 0), (when[0], 0))
        if before[1] < rank and earlier > later:
            start, end = before[0].start(), match.start("words") + stage.end()
            first = before[0].group()
            yield context.finding(
                RULE, start, end, f"“{first.strip()}”在前、“{text[match.start() : end]}”在后，日期却倒了过来",
                suggestion="核对两个日期是否抄反，或是否跨了年度",
            )


def _both_dated(first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether both dates name their year in digits."""
    return bool(first["year"] and second["year"] and first["year"][0].isdigit() and second["year"][0].isdigit())


def _other_year(first: re.Match[str], second: re.Match[str], year: int | None) -> bool:
    """Whether the second date is said to lie in a later year than the first."""
    def number(word: str | None) -> int:
        base = year or 2000
        if word is None:
            return -1
        near = {"去年": -1, "上年": -1, "今年": 0, "当年": 0, "同年": 0, "次年": 1, "翌年": 1, "明年": 1}
        return base + near[word] if word in near else int(word[:4])

    one, other = number(first["year"]), number(second["year"])
    if second["year"] in (None, "同年", "当年"):
        return False
    return one < 0 or other != one


def _after_signing(context: CheckContext, events: Sequence[re.Match[str]]) -> Iterator[Finding]:
    """Things the summary tells as done on a day after the one under the text."""
    signatures = list(_SIGNED.finditer(context.text))
    signed = signatures[-1] if signatures else None
    if signed is None or int(signed["year"]) != context.document.year:
        return
    this_year = (None, "今年", f"{context.document.year}年")
    limit = (int(signed["month"]), int(signed["day"]))
    for region in context.regions:
        if region.part != "summary":
            continue
        for match in events:
            if not region.start <= match.start() < region.end:
                continue
            if match["day"] is None or match["year"] not in this_year or _STAGE.search(match["words"]) is None:
                continue
            sentence = context.text[context.clause_start(match.start(), "；") : match.end()]
            if (int(match["month"]), int(match["day"])) > limit and not _FUTURE.search(sentence):
                yield context.finding(
                    RULE, match.start(), match.end(), f"{match.group()}晚于落款日期{signed.group().strip()}", severity="warning",
                    suggestion="核对日期；尚未发生的写“计划”“预计”", related=[context.related(signed.start(), signed.end(), "落款")],
                )
