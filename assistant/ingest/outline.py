"""Headings become the section tree. Which line is a heading is decided in headings.py, what it is about in parts.py and topics.py."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.document import Section, Span
from assistant.ingest.heading import Heading
from assistant.ingest.numbering import RANK


class _Node:
    __slots__ = ("children", "heading", "rank")

    def __init__(self, heading: Heading, rank: tuple[int, int]) -> None:
        self.heading = heading
        self.rank = rank
        self.children: list[_Node] = []


def build_tree(text: str, headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The sections: bodies end where the next heading starts, so that headings, bodies and the marks between them tile the text."""
    roots: list[_Node] = []
    stack: list[_Node] = []
    for heading, rank in zip(headings, _ranks(headings), strict=True):
        node = _Node(heading, rank)
        while stack and stack[-1].rank >= rank:
            stack.pop()
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    if not headings:
        return ()
    starts = [heading.start for heading in headings[1:]] + [len(text)]
    ends = {heading.start: end for heading, end in zip(headings, starts, strict=True)}
    return tuple(_section(text, node, 1, (), ends) for node in roots)


def _ranks(headings: Sequence[Heading]) -> list[tuple[int, int]]:
    """The depth key of every heading.

    A level that the file itself gives stands above all families; a family of which some heading has such a level shares it.
    An unnumbered heading that names a part stands above 一、 where 一、 follows under it, beside it where not.
    """
    given: dict[str, tuple[int, int]] = {}
    for heading in headings:
        if heading.rank[0] < 0 and heading.number:
            given.setdefault(heading.family, heading.rank)
    ranks = []
    for heading in headings:
        rank = heading.rank
        if rank[0] == 0:
            rank = given.get(heading.family, rank)
        ranks.append(rank)
    tops = [index for index, heading in enumerate(headings) if heading.family == "top" and heading.rank[0] == 0]
    chapters = [heading for heading in headings if heading.family == "chapter"]
    # a lone part name among 一、二、三 is their sibling, unless they begin anew below it
    for index in tops:
        before = any(heading.family == "chapter" for heading in headings[:index])
        below = next((heading for heading in headings[index + 1 :] if heading.family in ("chapter", "top", "appendix", "text")), None)
        anew = below is not None and below.family == "chapter" and below.value <= 1
        if chapters and not (anew and (len(tops) > 1 or before)) and not (below is None and len(tops) > 1):
            ranks[index] = (0, RANK["chapter"]) if len(tops) == 1 else ranks[index]
    return ranks


def _section(text: str, node: _Node, level: int, path: tuple[str, ...], ends: dict[int, int]) -> Section:
    heading = node.heading
    headings = (*path, heading.title) if heading.title else path
    end = ends[heading.start]
    start = min(heading.after, end)
    while start < end and text[start].isspace():
        start += 1
    children = tuple(_section(text, child, level + 1, headings, ends) for child in node.children)
    return Section(
        number=heading.number, title=heading.title, level=level, heading=Span(heading.start, heading.end), body=Span(start, end),
        headings=headings, children=children)
