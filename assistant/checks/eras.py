"""Formulas and campaigns that date a text: which of them do not fit the year that a passage speaks of. Wording is judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assistant.checks.callings import find_callings
from assistant.checks.dated import DOING, Dated, year_at, year_of
from assistant.checks.lexicon import read_list
from assistant.checks.meetings import find_meetings
from assistant.checks.scan import QUOTES, find_all, without
from assistant.reference.tables import Event, timeline

if TYPE_CHECKING:
    from assistant.checks.context import CheckContext

#: the passage looks back, or speaks of what came of it
_BACK = re.compile(
    r"以来|期间|成果|常态化|长效|巩固|拓展|收官|圆满|收尾|总结|曾|回顾|过去|[五几三]年|十年|十二五|十三五|(?<!\d)20\d\d(?:[—至-]20\d\d)?年|全面胜利|胜利|衔接|后评估|经验|精神"
)
_YEARS_BACK = re.compile(r"[五十]年来|过去[五十]年|这五年|五年工作|十[二三四五]五”?(?:工作|发展)?(?:回顾|总结)|届政府任期")
_CAMPAIGN = re.compile(r"(?:学习|主题|专题)教育|实践活动|三年行动")
_CLAUSE = re.compile(r"[，。；：！？\n]")
#: 党纪学习教育走深走实, 以主题教育为抓手: what is under way though no verb stands before it
_UNDER_WAY = re.compile(
    r"”?(?:(?:深入|扎实|有序|有力|持续|全面|稳步|高质量|纵深|不断|深化)*(?:推进|开展|深化|展开|实施|启动)|走深走实|见行见效|入脑入心|取得实效"
    r"|成效明显|成效显著|(?:作)?为(?:契机|抓手|主线|牵引|载体))"
)
_ANNOUNCED = re.compile(r"将|拟|准备|筹备|部署|即将|谋划|计划|明年")
_BEFORE, _AFTER = 14, 10


@dataclass(frozen=True, slots=True)
class _Era:
    form: str
    first: int
    last: int
    instead: str
    past: bool
    future: bool
    #: how many years before the first it may be spoken of: a campaign is announced before it begins
    ahead: int = 0
    #: only a text of a later year is held to it, not what an earlier one plans
    own: bool = False


def find_dated(context: CheckContext) -> Iterator[Dated]:
    """Mentions too early or too late for the year that their part of the text speaks of."""
    document = context.document
    if document.year is None:
        return
    plain = without(context.text, QUOTES)
    pairs = plain.pairs
    # a text that sums up several years tells of campaigns that are over
    back = bool(_YEARS_BACK.search(document.title) or _YEARS_BACK.search(context.text, 0, len(context.text) // 4))
    seen: set[str] = set()
    taken: list[tuple[int, int]] = []
    for era in _eras():
        if era.form[:2] not in pairs:
            continue
        for at in find_all(plain.text, era.form):
            start, end = plain.span(at, at + len(era.form))
            if era.form.startswith("主题教育") and "\u4e00" <= context.text[start - 1 : start] <= "\u9fff":
                # 安全生产主题教育 is another thing
                continue
            year = year_at(context, start)
            if any(left < end and start < right for left, right in taken):
                continue
            if era.future and era.first and max(year, document.year) < era.first - era.ahead:
                if era.form not in seen:
                    yield Dated(start, end, context.text[start:end], year, f"{era.first}年才提出", "", True)
                    seen.add(era.form)
                    taken.append((start, end))
            elif era.ahead and era.future and year < era.first and _done_before(context, start, end, year):
                yield Dated(start, end, context.text[start:end], year, f"{era.first}年才开展", "", True)
                taken.append((start, end))
            elif era.past and 0 < era.last < year and not back and (document.year > era.last or not era.own):
                if not _current(context.text, start, end, year):
                    continue
                yield Dated(start, end, context.text[start:end], year, _span(era.first, era.last), era.instead, False)
                taken.append((start, end))
    yield from find_meetings(context)
    if not back:
        yield from find_callings(context)


def _done_before(context: CheckContext, start: int, end: int, year: int) -> bool:
    """Whether the summary of a year has a campaign under way that had not begun; a plan may announce it."""
    region = next((one for one in context.regions if one.start <= start < one.end), None)
    if region is None or region.part != "summary" or year != context.document.year:
        return False
    return _current(context.text, start, end, year) and not _ANNOUNCED.search(context.text, max(0, start - _BEFORE), end + _AFTER)


def _span(first: int, last: int) -> str:
    return f"在{first}—{last}年" if first and first != last else f"在{last}年" if last else ""


@cache
def _eras() -> tuple[_Era, ...]:
    events = {event.id: event for event in _every()}
    rows = []
    for line in read_list("eras.txt"):
        name, forms, mode, *until = line.split("\t")
        event = events.get(name)
        if event is None:
            continue
        for form in forms.split("|"):
            rows.append(
                _Era(
                    form,
                    year_of(event.start),
                    int(until[0]) if until else year_of(event.end),
                    _instead(event),
                    mode in ("past", "both"),
                    mode in ("future", "both"),
                    int(name[0] == "E"),
                    len(until) > 1,
                )
            )
    return tuple(rows)


def _every() -> Iterator[Event]:
    table = timeline()
    yield from (*table.campaigns, *table.windows, *table.formulas)


def _instead(event: Event) -> str:
    """What took its place: what the table says, else the campaign or window of the same kind that followed."""
    then = str(event.more.get("then", ""))
    if then:
        return then
    table = timeline()
    if event.id == "W03":
        return "安全生产治本攻坚三年行动"
    if event.id == "W05":
        return "国有企业改革深化提升行动"
    if event in table.campaigns:
        place = table.campaigns.index(event)
        return table.campaigns[place + 1].name if place + 1 < len(table.campaigns) else ""
    return ""


def _current(text: str, start: int, end: int, year: int) -> bool:
    """Whether the clause has the thing under way rather than behind it."""
    left = max((match.end() for match in _CLAUSE.finditer(text, max(0, start - 40), start)), default=max(0, start - 40))
    stop = _CLAUSE.search(text, end)
    right = min(stop.start() if stop else len(text), end + _AFTER)
    if text.startswith("教育期间", end - 2) and not _BACK.search(text, left, start) and not _BACK.search(text, end + 2, right):
        # 党纪学习教育期间，查摆问题63个: told of the year of the text
        return True
    if _BACK.search(text, left, start) or _BACK.search(text, end, right):
        # the year of the text itself does not look back
        said = text[left:start] + text[end:right]
        others = [word for word in _BACK.findall(said) if not word.startswith(str(year))]
        if others:
            return False
    paragraph = text.rfind("\n", 0, start) + 1
    if re.search(r"五年来|过去五年|五年间|近年来|历年", text[paragraph:start]):
        return False
    # several campaigns in a row are a look back over the years
    if _CAMPAIGN.search(text, max(left, start - 40), start) or (
        text[end : end + 1] in "、”" and _CAMPAIGN.search(text, end, min(len(text), end + 40))
    ):
        return False
    if re.search(r"如期|打赢|取得", text[left:start]):
        return False
    named = text.rfind("教育", start, end)
    under_way = named >= 0 and _UNDER_WAY.match(text, named + 2)
    return bool(under_way or DOING.search(text, max(left, start - _BEFORE), start))
