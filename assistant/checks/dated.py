"""A mention that does not fit its year, and which year a place of a text speaks of. What is looked for is said elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.checks.context import CheckContext

#: words before a name that have it under way
DOING = re.compile(
    r"开展|推进|推动|实施|深入|扎实|抓好|抓实|组织|部署|启动|深化|结合|按照|落实|坚持|打好|打赢|参加|统筹|贯彻|全力|做好|加强|抓|聚焦|紧扣|持续"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A mention that does not fit its year. when: the years of the thing, in words. instead: what belongs there, "" where open."""

    start: int
    end: int
    name: str
    year: int
    when: str
    instead: str
    early: bool


def year_of(date: str) -> int:
    """The year of an ISO date, 0 where it is open."""
    return int(date[:4]) if date[:4].isdigit() else 0


def year_at(context: CheckContext, offset: int) -> int:
    """The year that the part of the text at this place speaks of."""
    for region in context.regions:
        if region.start <= offset < region.end and region.year:
            return region.year
    return context.document.year or 0
