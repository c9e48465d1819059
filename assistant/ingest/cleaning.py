"""The extracted text becomes the cleaned text, by deletion only, with the map that leads back. No headings here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.domain.document import OffsetMap, Residue
from assistant.ingest.breaks import line_breaks, page_joints
from assistant.ingest.masks import hides_figure
from assistant.ingest.residue import find_lines, inline_residue, line_residue

_MARKDOWN = re.compile(r"^(#{1,6}[ \t]+|>[ \t]?)|(\*\*|__)(?=\S)|(?<=\S)(\*\*|__)", re.MULTILINE)
_TITLED = re.compile(r"工作|总结|报告|思路|计划|汇报|要点")


def clean(original: str, *, markdown: bool = False) -> tuple[str, OffsetMap, tuple[Residue, ...]]:
    """The text without residue, the map to `original`, and what was taken out, in order and without overlap."""
    found = inline_residue(original)
    if markdown:
        found += _markup(original)
    lines = find_lines(original)
    if found:
        lines = _without(lines, found)
    dead = line_residue(original, lines)
    joints = page_joints(original, lines, dead)
    found += joints
    found += _duplicates(lines, dead, {joint.end for joint in joints})
    for index, kind in dead.items():
        found.append(_whole_line(original, lines[index][0], lines[index][1], kind))
    if joints:
        starts = {start for start, _, content in lines for joint in joints if start < joint.end <= start + len(content)}
        found += line_breaks(original, lines, dead, frozenset(starts))
    else:
        found += line_breaks(original, lines, dead)
    return _delete(original, found)


def _markup(original: str) -> list[Residue]:
    found = []
    for match in _MARKDOWN.finditer(original):
        if match.group(1):
            found.append(Residue(match.start(), match.end(), "markup"))
    # stars are also how figures are masked: only a pair on one line that encloses words is bold
    for match in re.finditer(r"(\*\*|__)(?=[^\s*_])([^*_\n]{1,200}?)(?<=[^\s*_])\1(?![*_])", original):
        apart = match.start() == 0 or original[match.start() - 1] not in "*_"
        if apart and re.search(r"[\u4e00-\u9fff]{2}|\d", match.group(2)) and not hides_figure(match.group(2)):
            found.append(Residue(match.start(), match.start() + 2, "markup"))
            found.append(Residue(match.end() - 2, match.end(), "markup"))
    return found


def _without(lines: list[tuple[int, int, str]], found: list[Residue]) -> list[tuple[int, int, str]]:
    """The lines as they read once marks inside them are gone; a line of nothing else is dropped."""
    found.sort(key=lambda one: one.start)
    changed = []
    position = 0
    for start, end, content in lines:
        while position < len(found) and found[position].end <= start:
            position += 1
        inside = []
        place = position
        while place < len(found) and found[place].start < end:
            inside.append(found[place])
            place += 1
        if not inside:
            changed.append((start, end, content))
            continue
        kept, at = [], start
        for one in inside:
            if one.start > at:
                kept.append((at, one.start))
            at = max(at, one.end)
        if at < end:
            kept.append((at, end))
        text = "".join(content[left - start : right - start] for left, right in kept)
        if text.strip():
            changed.append((kept[0][0], kept[-1][1], text.strip()))
    return changed


def _duplicates(lines: list[tuple[int, int, str]], dead: dict[int, str], joints: set[int]) -> list[Residue]:
    """The title said twice: on the first lines, or twice in a row at the start of a text that is one line."""
    found: list[Residue] = []
    alive = [index for index in range(min(len(lines), 40)) if index not in dead][:12]
    seen: dict[str, int] = {}
    for index in alive:
        start, end, content = lines[index]
        if 6 <= len(content) <= 80 and _TITLED.search(content) and "。" not in content:
            if content in seen:
                dead[index] = "duplicate"
            seen[content] = index
    if alive:
        start, end, content = lines[alive[0]]
        shift = next((joint - start for joint in joints if start < joint < end), 0)
        head = content[shift:]
        for length in range(8, min(80, len(head) // 2) + 1):
            if head[length] == head[0] and head[:length] == head[length : 2 * length] and _TITLED.search(head[:length]):
                found.append(Residue(start + shift, start + shift + length, "duplicate"))
                break
    return found


def _whole_line(original: str, start: int, end: int, kind: str) -> Residue:
    """The line with its blanks and its line end."""
    begin = original.rfind("\n", 0, start) + 1
    stop = original.find("\n", end)
    return Residue(begin, len(original) if stop < 0 else stop + 1, kind)


def _delete(original: str, found: Iterable[Residue]) -> tuple[str, OffsetMap, tuple[Residue, ...]]:
    ordered: list[Residue] = []
    for one in sorted(found, key=lambda residue: (residue.start, -residue.end)):
        if ordered and one.start < ordered[-1].end:
            if one.end <= ordered[-1].end:
                continue
            one = Residue(ordered[-1].end, one.end, one.kind)
        if one.end > one.start:
            ordered.append(one)
    if not ordered:
        return original, OffsetMap(), ()
    pieces: list[str] = []
    kept: list[int] = []
    origin: list[int] = []
    at = length = 0
    for one in [*ordered, Residue(len(original), len(original), "")]:
        if one.start > at:
            pieces.append(original[at : one.start])
            kept.append(length)
            origin.append(at)
            length += one.start - at
        at = one.end
    if not kept:
        return "", OffsetMap((0,), (len(original),)), tuple(ordered)
    return "".join(pieces), OffsetMap(tuple(kept), tuple(origin)), tuple(ordered)
