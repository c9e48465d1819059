"""Replacements in a text, kept in offsets of the text as it was: one more of them, the text they make, the way back. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.finding import Fix


def applied(text: str, edits: Sequence[Fix]) -> str:
    """The text with the edits made; they are in order and apart, as `with_edit` keeps them."""
    pieces, last = [], 0
    for one in edits:
        pieces += [text[last : one.start], one.text]
        last = one.end
    return "".join(pieces) + text[last:]


def with_edit(edits: Sequence[Fix], text: str, fix: Fix) -> tuple[Fix, ...]:
    """The edits with one more. text: as the edits have left it, offsets of `fix` are in it; those of the result in the text before all."""
    before: list[Fix] = []
    after: list[Fix] = []
    left, right = fix.start, fix.end
    # by how much a place in front of what the fix touches, and one behind it, have moved
    ahead = behind = shift = 0
    for one in edits:
        start = one.start + shift
        shift += _growth(one)
        if one.end + shift < fix.start:
            before.append(one)
            ahead = behind = shift
        elif start > fix.end:
            after.append(one)
        else:
            left, right, behind = min(left, start), max(right, one.end + shift), shift
    words = text[left : fix.start] + fix.text + text[fix.end : right]
    return (*before, Fix(left - ahead, right - behind, words), *after)


def origin(edits: Sequence[Fix], start: int, end: int) -> tuple[int, int]:
    """The range of the text before the edits that a range of the text after them came from; one inside an edit is all of its range."""
    shift = 0
    left, right = -1, -1
    for one in edits:
        begin = one.start + shift
        finish = begin + len(one.text)
        if left < 0 and start < finish:
            left = min(start - shift, one.start)
        if right < 0 and end <= begin:
            right = end - shift
        elif right < 0 and end <= finish:
            right = one.end
        shift += _growth(one)
    left = left if left >= 0 else start - shift
    return left, max(left, right if right >= 0 else end - shift)


def moved(edits: Sequence[Fix], offset: int) -> int:
    """Where a place of the text before the edits stands after them; one inside an edit goes to where that begins."""
    shift = 0
    for one in edits:
        if offset < one.start:
            break
        if offset < one.end:
            return one.start + shift
        shift += _growth(one)
    return offset + shift


def _growth(edit: Fix) -> int:
    return len(edit.text) - (edit.end - edit.start)
