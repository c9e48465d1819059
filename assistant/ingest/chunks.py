"""A document becomes the pieces that are indexed: whole sentences, never across a section, table rows whole.

The heading path is metadata of a piece, not part of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.document import Chunk, Document, Part, Section, Span

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)】]*|\n|$)")
_PROBLEMS = re.compile(r"(?:我们|我区|同时|但|也)?.{0,30}(?:清醒|看到|认识到|存在|面临|不容忽视).{0,30}(?:问题|不足|困难|差距|短板|挑战)")

#: characters of a chunk: one is closed when it has this many, and is never made longer than _MOST by another sentence
_ENOUGH = 260
_MOST = 460
#: a last piece shorter than this goes with the one before it
_LEAST = 60


def split(document: Document) -> list[Chunk]:
    """The chunks in text order: lead first, then every section's own body. Deterministic: the same document gives the same chunks."""
    chunks: list[Chunk] = []
    part: Part = "plan" if document.kind in ("工作要点", "工作计划") else ("summary" if document.kind else "")
    _add(chunks, document, document.lead, (), part, "", document.year, document.unit, document.kind)
    for section in document.sections:
        _add_section(chunks, document, section, None)
    return chunks


def _add_section(chunks: list[Chunk], document: Document, section: Section, text: Section | None) -> None:
    text = section if section.kind or section.unit or section.year else text
    year = text.year if text else document.year
    unit = (text.unit or document.unit) if text else document.unit
    kind = (text.kind or document.kind) if text else document.kind
    headings = section.headings or ((section.number,) if section.number else ())
    _add(chunks, document, section.body, headings, section.part, section.topic, year, unit, kind)
    for child in section.children:
        _add_section(chunks, document, child, text)


def _add(
    chunks: list[Chunk], document: Document, span: Span, headings: tuple[str, ...], part: Part, topic: str,
    year: int | None, unit: str, kind: str,
) -> None:
    text = document.text
    for start, end in _pieces(text, span):
        place = document.offsets.span(start, end)
        piece = text[start:end]
        own: Part = "problems" if part in ("summary", "") and _PROBLEMS.match(piece[:90]) else part
        chunks.append(Chunk(
            "", "", document.source, document.title, year, unit, kind, own, topic, headings, piece, place.start, place.end, len(chunks)))


def _pieces(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Runs of sentences of about 250 to 500 characters; a paragraph's end closes a run that is long enough."""
    ready: list[tuple[int, int]] = []
    start = -1
    end = span.start
    for left, right in _sentences(text, span):
        if start < 0:
            start = left
        elif end - start >= _ENOUGH or right - start > _MOST:
            ready.append((start, end))
            start = left
        end = right
    if start >= 0 and end > start:
        if ready and end - start < _LEAST and end - ready[-1][0] <= _MOST + _LEAST:
            ready[-1] = (ready[-1][0], end)
        else:
            ready.append((start, end))
    for left, right in ready:
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if any(character.isalnum() for character in text[left:right]):
            yield left, right


def _sentences(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Sentences; one that is longer than a chunk may be is cut at semicolons, then at commas. A table row is one sentence."""
    for match in _SENTENCE.finditer(text, span.start, span.end):
        left, right = match.span()
        if left == right:
            continue
        if right - left <= _MOST or "\t" in match.group():
            yield left, right
            continue
        yield from _cut(text, left, right)


def _cut(text: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    while right - left > _MOST:
        window = text[left : left + _MOST]
        place = max(window.rfind("；"), window.rfind(";"))
        if place < _ENOUGH // 2:
            place = max(window.rfind("，"), window.rfind("、"), window.rfind(","))
        if place < _ENOUGH // 2:
            place = _MOST - 1
        yield left, left + place + 1
        left += place + 1
    yield left, right
