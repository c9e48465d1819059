"""范围前大后小

查什么：
“5～3家”“第12至7期”“2025—2021年”一类起止颠倒的范围。
为什么：
范围应由小到大；颠倒的多半是两个数录反，也可能是漏了一位数字或一个单位。
错例：
新增上市及过会企业5～3家。
正例：
新增上市及过会企业3～5家。
出处：
GB/T 15835—2011、GB/T 15834—2011数值范围的写法：前小后大（国家标准示例）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding

RULE = Rule("NUM015", "range", "numbers", "error")

#: a number, a dash, a number: found fast, the others are tried only there
_DASH = re.compile(r"\d{1,4}[年月]? ?[-－—–~～至到]{1,2} ?第? ?\d")
_ORDINAL = re.compile(r"第 ?(?P<low>\d{1,4}) ?(?:[-－—–~～至到]{1,2}) ?第? ?(?P<high>\d{1,4}) ?(?:批次|[期批届次号章条轮周页名位场季])")
_YEARS = re.compile(r"(?<!\d)(?P<low>(?:19|20)\d\d)年? ?[-－—–~～至到]{1,2} ?(?P<high>(?:19|20)\d\d)年")
_DATES = re.compile(
    r"月(?P<day>\d{1,2})日?(?:[-－—–~～至到]{1,2})(?!次年|翌年)(?:(?P<until>1[0-2]|[1-9])月)?(?P<last>\d{1,2})日"
)
_MONTH = re.compile(r"(?<![\d.年])(?:1[0-2]|[1-9])$")
_MONTHS = re.compile(r"(?<![\d.年月日])(?P<low>1[0-2]|[1-9])月?[-－—–~～](?P<high>1[0-2]|[1-9])月(?!\d|次|翌)")


def check(context: CheckContext) -> Iterator[Finding]:
    """Ranges of figures, ordinals, years and months that run backwards."""
    text = context.text
    for one in context.quantities:
        if one.high is None or one.value is None or "/" in one.quote or one.high >= one.value or one.approximate:
            continue
        context.compare((one,))
        yield _finding(context, one.start, one.end)
    for dates in _DATES.finditer(text):
        month = _MONTH.search(text, max(0, dates.start() - 3), dates.start())
        if month is not None and _backwards(int(month.group()), dates):
            yield _finding(context, month.start(), dates.end())
    for dash in _DASH.finditer(text):
        for pattern, back in ((_ORDINAL, 2), (_YEARS, 0)):
            match = pattern.match(text, max(0, dash.start() - back)) or pattern.match(text, max(0, dash.start() - 1))
            if match is not None and int(match["low"]) > int(match["high"]):
                yield _finding(context, match.start(), match.end())
        match = _MONTHS.match(text, dash.start())
        if match is None:
            continue
        # 11—3月 is a winter; 9—1月 are the running months of a year written backwards
        low, high = int(match["low"]), int(match["high"])
        if low > high and not (low > 9 and high < 6):
            yield _finding(context, match.start(), match.end())


def _backwards(first: int, match: re.Match[str]) -> bool:
    """Whether a date comes before the one it follows; from autumn on into the spring is no slip."""
    last = int(match["until"] or first)
    if first == last:
        return int(match["day"]) > int(match["last"])
    return first > last and not (first > 9 and last < 6)


def _finding(context: CheckContext, start: int, end: int) -> Finding:
    written = context.text[start:end]
    return context.finding(
        RULE, start, end, f"范围“{written}”前大后小", suggestion="调换起止两个数，或核对是否漏了数字、单位",
    )
