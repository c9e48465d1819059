"""Rows of names with one of them told twice: 新材料、电子信息、新材料三大产业. Only finds; rows with figures are read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: a row of three items and more, from its first mark on; the item before it
_ROW = re.compile(r"(?:、[\u4e00-\u9fff“”]{2,12}){2,}")
_FIRST = re.compile(r"[\u4e00-\u9fff“”]{2,12}\Z")
#: what may follow the last name of a row
_AFTER = re.compile(r"(?:等|[一二三四五六七八九十两]+[大个地项类家市县]|[和及与]|为(?:主|重点)|\Z)")
_LONG, _LEAD, _SHORT_LEAD = 6, 4, 2


def find_repeated(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of the second mention in a row."""
    for row in _ROW.finditer(text):
        first = _FIRST.search(text, max(0, row.start() - 12), row.start())
        if first is None:
            continue
        items = text[first.start() : row.end()].split("、")
        heads = [one[:2] for one in items[1:]]
        if len(set(heads)) == len(heads) and not any(head in items[0] for head in heads):
            continue
        places = [first.start() + sum(len(one) + 1 for one in items[:at]) for at in range(len(items))]
        seen: dict[str, int] = {}
        for at, item in enumerate(items[:-1]):
            if at and item in seen:
                yield places[at], places[at] + len(item), item
                break
            # the first item has the verb before it: 赴深圳
            for size in range(2, min(_LONG, len(item)) + 1) if not at else ():
                if len(item) - size <= (_LEAD if size > 2 else _SHORT_LEAD):
                    seen[item[-size:]] = at
            if at:
                seen[item] = at
        else:
            last = items[-1]
            for name in sorted(filter(last.startswith, seen), key=len, reverse=True):
                if _AFTER.match(last, len(name)):
                    yield places[-1], places[-1] + len(name), name
                    break
