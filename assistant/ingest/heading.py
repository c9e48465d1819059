"""What a heading is while a text is being read. How headings are found is in headings.py and glued.py, the tree in outline.py."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.ingest.numbering import RANK, Family
from assistant.ingest.titles import trimmed


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the cleaned text.

    start: its label. end: behind the title. after: where its body begins. rank: the smaller the higher.
    """

    family: Family
    number: str
    value: int
    title: str
    start: int
    end: int
    after: int
    rank: tuple[int, int]
    alone: bool = False
    glued: bool = False


def make_heading(
    text: str, family: Family, number: str, value: int, start: int, title_start: int, title_end: int, after: int, *,
    alone: bool = False, glued: bool = False,
) -> Heading:
    """A heading whose title is text[title_start:title_end] without the marks that close it."""
    end = trimmed(text, title_start, title_end) if title_end > title_start else title_start
    title = text[title_start:end]
    if not title:
        end = start + len(number)
    return Heading(family, number, value, title, start, end, max(after, end), (0, RANK[family]), alone, glued)
