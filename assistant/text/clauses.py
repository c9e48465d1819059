"""Sentences and clauses of report prose as offsets: where a reader pauses. What a clause says is read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.document import Span

# a full stop between digits is a decimal point, a colon between digits a ratio, and a comma between digits parts thousands
_SENTENCE = re.compile(r"(?:[^。！？!?；;\n]|(?<=\d)[;](?=\d))+(?:[。！？!?；;]+[”’」』）)]*)?")
_CLAUSE = re.compile(r"(?:[^，,；;。！？!?：:\n]|(?<=\d)[,:：](?=\d))+")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Stretches up to a full stop, a semicolon or a line's end, blanks at both ends left out."""
    for match in _SENTENCE.finditer(text, start, len(text) if end is None else end):
        span = _trimmed(text, match.start(), match.end())
        if span is not None:
            yield span


def clauses(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Stretches between commas, colons and the ends of sentences, blanks and marks left out."""
    for match in _CLAUSE.finditer(text, start, len(text) if end is None else end):
        span = _trimmed(text, match.start(), match.end())
        if span is not None:
            yield span


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None
