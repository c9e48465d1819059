"""Headings that stand inside a line, behind the end of another sentence: texts that lost their line ends, headings glued to a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.ingest.heading import Heading, make_heading
from assistant.ingest.numbering import HAN, INLINE_LABEL, RANK, Family, number_value
from assistant.ingest.residue import Line
from assistant.ingest.titles import read_title

_BOUNDARY = frozenset("。！？!?：:”…")
_ARABIC = re.compile(r"(?<![\d.])\d{1,2}(?:[.．](?!\s?\d)|、)")
_UPPER = re.compile(rf"[{HAN}]{{1,3}}、[^。；，：,:;]{{2,24}}$")
_MARK = re.compile(r"[。；，：,:;]")
#: characters of text that a numbered heading has under it; an item of a list has none
_BODY = 15


def with_glued(text: str, lines: Sequence[Line], begin: int, found: list[Heading]) -> list[Heading]:
    """Adds the headings that stand inside a line, behind the end of another sentence."""
    places = list(INLINE_LABEL.finditer(text, begin))
    starts = {heading.start for heading in found}
    spans = [(line[0], line[1]) for line in lines]
    lined = {family: sum(1 for heading in found if heading.family == family) for family in ("chapter", "section")}
    candidates: list[Heading] = []
    line = 0
    for match in places:
        if match.start() in starts:
            continue
        while line < len(spans) and spans[line][1] <= match.start():
            line += 1
        if line == len(spans) or spans[line][0] >= match.start():
            continue
        before = text[match.start() - 1]
        family: Family = "chapter" if match.group().endswith("、") else "section"
        # the first heading of a part stands behind the part's own: "一、2024年工作总结（一）经济运行平稳"
        first = family == "section" and number_value(match.group()) == 1
        follows = first and _UPPER.search(text[max(0, match.start() - 30) : match.start()])
        if before not in _BOUNDARY and not before.isspace() and not follows:
            continue
        if (before.isspace() and text[match.start() - 2] in "，、,；;") or (before == "”" and text[match.start() - 2] not in "。！？"):
            continue
        place = match.end()
        while place < spans[line][1] and text[place].isspace():
            place += 1
        title = read_title(text, place, spans[line][1], family, glued=True)
        if title is None or title.end - place > 45 or title.end - place < 4:
            continue
        candidates.append(make_heading(
            text, family, match.group(), number_value(match.group()), match.start(), place, title.end, title.after,
            alone=title.alone, glued=True))
    kept = _accepted(found, candidates, lined) if candidates else found
    if not any(heading.family in ("arabic", "section") and not heading.glued for heading in kept):
        kept = _with_arabic(text, lines, begin, kept)
    return _parted(kept) if len(kept) > len(found) else found


def _with_arabic(text: str, lines: Sequence[Line], begin: int, found: Sequence[Heading]) -> list[Heading]:
    """Adds 1. 2. 3. inside lines, where each is a title with text under it and they count up below one heading."""
    bounds = [heading.start for heading in found] + [len(text)]
    kept = list(found)
    ends = [end for _, end, _ in lines]
    for place, heading in enumerate(found):
        if heading.family not in ("chapter", "section", "top", "dash"):
            continue
        run: list[Heading] = []
        for match in _ARABIC.finditer(text, heading.start + len(heading.number), bounds[place + 1]):
            before = text[match.start() - 1]
            at = bisect_right(ends, match.start())
            line_end = ends[at] if at < len(ends) else len(text)
            start = match.end()
            while start < line_end and text[start].isspace():
                start += 1
            follows = not run and match.start() - heading.start < 30 and not _MARK.search(text, heading.start, match.start())
            apart = before in _BOUNDARY or before.isspace() or follows
            if number_value(match.group()) != len(run) + 1 or not apart or start >= line_end:
                continue
            title = read_title(text, start, line_end, "arabic", glued=True)
            if title is not None and title.end - start >= 4:
                run.append(make_heading(
                    text, "arabic", match.group(), len(run) + 1, match.start(), start, title.end, title.after, glued=True))
        stops = [one.start for one in run[1:]] + bounds[place + 1 : place + 2]
        full = sum(1 for one, stop in zip(run, stops, strict=True) if stop - one.after >= _BODY) if run else 0
        if len(run) > 1 and full * 3 >= len(run) * 2:
            kept += run
    return sorted(kept, key=lambda one: one.start)


def _accepted(found: list[Heading], candidates: list[Heading], lined: Mapping[str, int]) -> list[Heading]:
    """Of the candidates those whose number fits where they stand. In a text that writes such headings on lines of their own
    only a missing number is looked for inside lines; in a text that has none there (it lost its line ends), all are taken."""
    merged = sorted([*found, *candidates], key=lambda heading: heading.start)
    kept: list[Heading] = []
    last: dict[str, int] = {"chapter": 0, "section": 0}
    for position, heading in enumerate(merged):
        if heading.family not in last:
            kept.append(heading)
            continue
        if heading.glued:
            free = lined[heading.family] == 0
            if free:
                fits = heading.value > last["chapter"] if heading.family == "chapter" else (
                    heading.value == 1 or (last["section"] and abs(heading.value - last["section"]) <= 2))
            else:
                fits = heading.value == last[heading.family] + 1 and _next_value(merged, position) != heading.value
                if fits and heading.value == 1:
                    fits = _next_value(merged, position) == 2
            if not fits:
                continue
        kept.append(heading)
        last[heading.family] = heading.value
        if heading.family == "chapter":
            last["section"] = 0
    return kept


def _parted(kept: list[Heading]) -> list[Heading]:
    """A glued heading ends the title that runs up to it."""
    for position in range(len(kept) - 1):
        one, other = kept[position], kept[position + 1]
        if one.end > other.start:
            end = other.start
            title = one.title[: max(0, end - (one.end - len(one.title)))].rstrip(" \t\u3000\xa0，,、：:")
            kept[position] = replace(one, title=title, end=one.end - (len(one.title) - len(title)), after=other.start, alone=True)
        elif one.after > other.start:
            kept[position] = replace(one, after=other.start)
    return kept


def _next_value(merged: Sequence[Heading], position: int) -> int:
    heading = merged[position]
    for other in merged[position + 1 :]:
        if other.family == heading.family and not other.glued:
            return other.value
        if RANK[other.family] < RANK[heading.family] and not other.glued:
            return 0
    return 0
