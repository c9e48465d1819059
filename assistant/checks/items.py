"""Items inside paragraphs: 一是…二是…, 一要…, 第一，…, ①…, （1）…: where they begin and which lists they make. No judgement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.checks.labels import value_of
from assistant.domain.document import Span

_HAN = "一二三四五六七八九十"
# 十 alone needs care: 十是; a preceding character that makes a word of it (统一是, 之一是, 第一是) rules it out.
# Each alternative begins with its characters, not with a group: what cannot begin is then passed over without being tried
_WORDY = re.compile(
    rf"[{_HAN}]{{1,2}}(?P<is>[是要抓])"
    rf"|第[{_HAN}]{{1,2}}(?P<nth>(?=[，、,：:]))"
    r"|[①-⑳](?P<circled>)"
    r"|\d{1,2}[.．、](?:(?=[\u4e00-\u9fff]{2})|[ \u3000](?=[\u4e00-\u9fffA-Z“]))(?P<arabic>)"
    r"|[（(]\d{1,2}[)）](?P<paren>)"
)
#: what may stand before an item: the start of a line, a mark, a bracket or a blank
_BEFORE = frozenset("\n。；;：:！!？?，,、）)”… \u3000\t")


@dataclass(frozen=True, slots=True)
class Item:
    """A marker with its number. family: is, nth, circled, paren; verb: 是, 要 or 抓. text[start:end] is the marker.

    led: a colon stands before it, so that it may open a list inside another's item.
    """

    start: int
    end: int
    value: int
    family: str
    verb: str = ""
    led: bool = False


@dataclass(slots=True)
class ItemList:
    """Items of one list in order; `faults` are (position in items, the number expected there)."""

    items: list[Item] = field(default_factory=list)
    faults: list[tuple[int, int]] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """The number that would go on with the list."""
        return self.items[-1].value + 1


def find_items(text: str, start: int, end: int) -> list[Item]:
    """The markers of text[start:end] that stand where an item may begin."""
    found = []
    for match in _WORDY.finditer(text, start, end):
        before = text[match.start() - 1] if match.start() else "\n"
        family = str(match.lastgroup)
        if before not in _BEFORE and match.start() != start:
            continue
        if family in ("is", "nth") and before in "，,、" and not (family == "is" and match.group("is") == "是"):
            # "…，一要…" and "…、第一，" are running text as often as not
            continue
        if family in ("paren", "arabic") and before not in "\n。；;：: \u3000\t":
            continue
        found.append(Item(match.start(), match.end(), value_of(match.group()), family, match.group("is") or "", before in "：:"))
    return found


def lists_of(items: Sequence[Item]) -> list[ItemList]:
    """The lists that the items make; a new 1 opens a list, an item that goes on with an outer list closes the inner one."""
    done: list[ItemList] = []
    open_lists: list[ItemList] = []
    for position, item in enumerate(items):
        if item.value == 1 and open_lists and len(open_lists[-1].items) == 1 and open_lists[-1].items[0].value == 1 and not item.led:
            # a list of one item is none: 一是…一是…
            current = open_lists[-1]
            after = items[position + 1].value if position + 1 < len(items) else 0
            if after in (0, 3):
                current.faults.append((1, 2))
                current.items.append(Item(item.start, item.end, 2, item.family, item.verb))
                continue
        if item.value == 1 or not open_lists:
            opened = ItemList([item])
            if item.value != 1:
                opened.faults.append((0, 1))
            open_lists.append(opened)
            done.append(opened)
            continue
        while len(open_lists) > 1 and not _fits(open_lists[-1], item) and any(_fits(one, item) for one in open_lists[:-1]):
            open_lists.pop()
        current = open_lists[-1]
        if not _fits(current, item):
            following = next((later for later in items[position + 1 :] if _same(later, item)), None)
            expected = current.expected
            current.faults.append((len(current.items), expected))
            # a slip is followed by the number after the expected one: count on as if it had been right
            if following is not None and following.value == expected + 1 and item.value != expected:
                item = Item(item.start, item.end, expected, item.family, item.verb)
        current.items.append(item)
    return done


def _same(one: Item, other: Item) -> bool:
    return one.family == other.family and (one.family != "is" or one.verb == other.verb)


def _fits(one: ItemList, item: Item) -> bool:
    return one.expected == item.value and _same(one.items[-1], item)


@lru_cache(maxsize=2)
def lists_in(text: str, spans: tuple[Span, ...]) -> list[ItemList]:
    """The lists of several stretches (section bodies), each family by itself; no list goes on from one stretch to the next."""
    found: list[ItemList] = []
    for span in spans:
        items = find_items(text, span.start, span.end)
        for key in dict.fromkeys((item.family, item.verb) for item in items):
            found += lists_of([item for item in items if (item.family, item.verb) == key])
    return sorted(found, key=lambda one: one.items[0].start)
