"""A file or a text becomes a Document: reader, cleaning, headings, tree, metadata. Each of these is a module of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.domain.document import Document, Part, Section, Span
from assistant.errors import UnreadableFile
from assistant.ingest.cleaning import clean
from assistant.ingest.extract import Extract
from assistant.ingest.front import Front, read_front
from assistant.ingest.heading import Heading
from assistant.ingest.headings import find_headings
from assistant.ingest.masks import find_masked
from assistant.ingest.metadata import read_kind, read_unit, read_years
from assistant.ingest.numbering import LABEL
from assistant.ingest.outline import build_tree
from assistant.ingest.parts import part_of, top_parts
from assistant.ingest.residue import Line, find_lines
from assistant.ingest.topics import topic_of

#: changes whenever the same file would be read differently, so that a library knows what to read anew
PARSER_VERSION = "1"

_LONGEST_HEADING = 80
_MARKDOWN_HEAD = re.compile(r"^(#{1,6})[ \t]+\S", re.MULTILINE)

#: a report on part of the year: 2025年1—9月工作情况和四季度工作安排
_PART_OF_YEAR = re.compile(r"前[三两]个?季度|[一二三1-3]季度|1 ?[-—~至] ?(?:[2-9]|1[01]) ?月|上半年")


def read_document(path: str | Path) -> Document:
    """A file as a Document. Raises UnreadableFile with one line that names the file and the reason."""
    from assistant.ingest.readers import read_file

    extract = read_file(path)
    if not extract.text.strip():
        raise UnreadableFile(path, "文件里没有文字")
    return build_document(extract, os.fspath(path))


def parse_document(text: str, source: str = "") -> Document:
    """A text in hand as a Document; `original` is the text without its byte order mark and with line ends as \\n."""
    from assistant.ingest.decoding import normalise_line_ends

    text = normalise_line_ends(text.removeprefix("\ufeff"))
    return build_document(Extract(text, markdown=source.lower().endswith((".md", ".markdown"))), source)


def build_document(extract: Extract, source: str) -> Document:
    """The Document of an extracted text."""
    original = extract.text
    levels = dict(extract.levels)
    markdown = extract.markdown or len(_MARKDOWN_HEAD.findall(original[:20000])) >= 2
    if markdown:
        levels.update({match.end() - 1: len(match.group(1)) for match in _MARKDOWN_HEAD.finditer(original)})
    text, offsets, residue = clean(original, markdown=markdown)
    lines = find_lines(text)
    hints = {start: level for start, _, words in lines if _may_head(words) and (level := levels.get(offsets.at(start)))} if levels else {}
    front = read_front(text, lines, hints)
    title_lines = {start for start, _, _ in lines if front.span.start <= start < front.span.end}
    hints = {start: level for start, level in hints.items() if start not in title_lines}
    headings = find_headings(text, lines, front.body, hints)
    sections = build_tree(text, headings)
    document = Document(
        source=source, original=original, text=text, offsets=offsets, title=front.title, title_span=front.span,
        lead=_lead(text, front, headings), sections=sections, masked=find_masked(text), places=extract.places, residue=residue)
    return _described(document, headings, front, lines)


def _may_head(words: str) -> bool:
    """Whether a line can be the heading that its style or mark says it is: whole paragraphs are styled so by mistake."""
    return len(words) <= _LONGEST_HEADING or LABEL.match(words) is not None


def _lead(text: str, front: Front, headings: Sequence[Heading]) -> Span:
    start = max(front.body, front.span.end)
    end = headings[0].start if headings else len(text)
    while start < end and text[start].isspace():
        start += 1
    return Span(min(start, end), end)


def _described(document: Document, headings: Sequence[Heading], front: Front, lines: Sequence[Line]) -> Document:
    text = document.text
    lead = text[document.lead.start : document.lead.end]
    before = text[: document.lead.start]
    several = [heading for heading in headings if heading.family == "text"]
    own = [heading for heading in headings if not several or heading.start < several[0].start]
    kind = read_kind(document.title, own, lead)
    year, plan_year = read_years(document.title, own, lead, text, front=before)
    if plan_year is None and (kind == "半年总结" or _PART_OF_YEAR.search(document.title)):
        # what follows a half-year's review is for the other half, what follows nine months is for the last quarter
        plan_year = year
    unit = read_unit(document.title, lead, before, text[-300:])
    sections = []
    parts = top_parts(document.sections, kind, year, plan_year)
    for section, part in zip(document.sections, parts, strict=True):
        if any(heading.start == section.heading.start for heading in several):
            sections.append(_one_text(text, section, headings))
        else:
            sections.append(_filled(text, section, part, year, plan_year))
    return replace(document, kind=kind, year=year, plan_year=plan_year, unit=unit, sections=tuple(sections))


def _one_text(text: str, section: Section, headings: Sequence[Heading]) -> Section:
    """One of several model texts in a file, read as the report that it is: its own kind, years and unit, and parts by these."""
    inner = [heading for heading in headings if section.heading.end <= heading.start < section.end]
    lead = text[section.body.start : section.body.end]
    whole = text[section.body.start : section.end]
    # the titles of such pages are all the same and say no year that can be trusted, but that it is a summary they know
    kind = read_kind("", inner, lead) or read_kind(section.title, (), "")
    year, plan_year = read_years("", inner, "", whole, trust_title=False)
    if kind == "半年总结" and plan_year is None:
        plan_year = year
    unit = read_unit("", lead, "", whole[-300:])
    parts = top_parts(section.children, kind, year, plan_year)
    children = tuple(_filled(text, child, part, year, plan_year) for child, part in zip(section.children, parts, strict=True))
    return replace(section, children=children, year=year, plan_year=plan_year, unit=unit, kind=kind)


def _filled(text: str, section: Section, part: Part, year: int | None, plan_year: int | None, topic: str = "") -> Section:
    """The section with part and topic, and so all below it. A heading that says no topic of its own has its parent's."""
    own = topic_of(section.title, text[section.body.start : section.body.end], part, topic) or topic
    children = tuple(
        _filled(text, child, part_of(child.title, part, year, plan_year), year, plan_year, own if section.level > 1 else "")
        for child in section.children)
    return replace(section, part=part, topic=own, children=children)


def titles(sections: Sequence[Section]) -> Mapping[str, Section]:
    """The sections by their path, for callers that look one up by name."""
    return {"/".join(one.headings): one for section in sections for one in section.walk()}
