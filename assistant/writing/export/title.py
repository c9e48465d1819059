"""Breaks a title into balanced lines (GB/T 9704-2012, 7.3.1: meaning complete per line, symmetrical)."""

from __future__ import annotations

import re

#: 156 mm hold 20 characters of 22 pt
CAPACITY = 20

_MAY_END = re.compile(
    r"(?<=[区会园局市县年司部])(?=\d{4}年|上半年|工作|关于)|(?<=关于)|(?=和\d{4}年)|(?=和[^，]{2,}(?:思路|计划|打算|安排))"
    r"|(?=[（(])|(?<=[，、：])|(?<=总结)(?=[和与及暨])|"
    r"(?<=[\u4e00-\u9fff])(?<!工作)(?=工作|情况|总结|报告|思路|计划)"
)
_BAD_START = tuple("的和与及暨、，。）》”’")


def title_lines(title: str, capacity: int = CAPACITY) -> list[str]:
    """Lines of at most `capacity` characters, as even as the allowed breaks permit; one line when it fits."""
    title = title.strip()
    if len(title) <= capacity:
        return [title]
    breaks = sorted({m.start() for m in _MAY_END.finditer(title)} - {0, len(title)})
    strong = [b for b in breaks if title[b] not in "的、，。）》”’"]
    count = -(-len(title) // capacity)
    for lines in range(count, count + 2):
        best = _best(title, strong, lines, capacity)
        if best:
            return best
    return [title[i : i + capacity] for i in range(0, len(title), capacity)]


def _best(title: str, breaks: list[int], lines: int, capacity: int) -> list[str]:
    best: tuple[float, list[str]] | None = None

    def walk(start: int, left: int, done: list[str]) -> None:
        nonlocal best
        if left == 1:
            rest = title[start:]
            if 4 <= len(rest) <= capacity:
                pieces = [*done, rest]
                lengths = [len(p) for p in pieces]
                # a 和 that opens a line is worse than a small difference in length
                cost = max(lengths) - min(lengths) + sum(3 for p in pieces[1:] if p.startswith(_BAD_START))
                if best is None or cost < best[0]:
                    best = (cost, pieces)
            return
        for b in breaks:
            if start < b <= start + capacity:
                walk(b, left - 1, [*done, title[start:b]])

    walk(0, lines, [])
    return best[1] if best else []
