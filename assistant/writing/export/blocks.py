"""A draft or its Markdown becomes the paragraphs of an official text. Layout itself is in `docx`, not here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.domain.draft import Draft

#: label: the remark under the title, such as the offline label · run-in: a level-2 or -3 heading followed by text on its line
Kind = Literal["title", "label", "heading1", "heading2", "heading3", "body", "table", "signature", "date"]

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_LEVEL_1 = re.compile(r"^[一二三四五六七八九十]+、")
_LEVEL_2 = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")
_LEVEL_3 = re.compile(r"^\d{1,2}[.．](?!\d)")
_RUN_IN = re.compile(r"^([（(][一二三四五六七八九十]+[）)]|\d{1,2}[.．](?!\d))[^。；！？]{2,30}。(?=.)")
_DATE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_TABLE_RULE = re.compile(r"^\|?[\s:|-]+\|[\s:|-]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. `run_in` counts the characters at its start that are a run-in heading (0 for none)."""

    kind: Kind
    text: str
    run_in: int = 0
    cells: tuple[tuple[str, ...], ...] = ()


def blocks_of_markdown(markdown: str) -> list[Block]:
    """Paragraphs of a Markdown text; the heading level follows the number label, else the count of `#`."""
    lines = _COMMENT.sub("", markdown.replace("\r\n", "\n")).split("\n")
    return _with_signature(list(_blocks(lines)))


def blocks_of_draft(draft: Draft) -> list[Block]:
    """Paragraphs of a draft, with its label under the title."""
    blocks = [Block("title", draft.title)]
    if draft.engine == "offline":
        blocks.append(Block("label", "（离线起草，供修改核对）"))
    for section in draft.sections:
        if section.title or section.number:
            blocks.append(_heading(section.level, section.number + section.title))
        for paragraph in _paragraphs(section.sentences):
            blocks.append(_body(paragraph))
    return _with_signature(blocks)


def _paragraphs(sentences: tuple[object, ...]) -> Iterator[str]:
    text = ""
    for sentence in sentences:
        piece = str(getattr(sentence, "text", sentence))
        head, *rest = piece.split("\n")
        text += head
        for part in rest:
            if text.strip():
                yield text.strip()
            text = part
    if text.strip():
        yield text.strip()


def _blocks(lines: list[str]) -> Iterator[Block]:
    has_title = False
    rows: list[tuple[str, ...]] = []
    for raw in [*lines, ""]:
        line = raw.strip().strip("\u3000")
        if line.startswith("|") and line.endswith("|") and len(line) > 2:
            if not _TABLE_RULE.match(line):
                rows.append(tuple(cell.strip() for cell in line[1:-1].split("|")))
            continue
        if rows:
            yield Block("table", "\n".join("\t".join(row) for row in rows), cells=tuple(rows))
            rows = []
        if not line or (set(line) <= set("-*_ ") and len(line) >= 3):
            continue
        line = _EMPHASIS.sub(r"\2", line)
        heading = _HEADING.match(line)
        if heading:
            depth, text = len(heading[1]), heading[2]
            if depth == 1 and not has_title and not _LEVEL_1.match(text):
                has_title = True
                yield Block("title", text)
            else:
                yield _heading(depth - 1, text)
        elif line.startswith(">"):
            yield Block("label", line.lstrip("> ").strip())
        elif _LEVEL_1.match(line) and len(line) <= 40 and line[-1] not in "。；！？，":
            yield Block("heading1", line)
        elif _LEVEL_2.match(line) and len(line) <= 40 and line[-1] not in "。；！？，":
            yield Block("heading2", line)
        else:
            yield _body(re.sub(r"^[-*+]\s+", "", line))


def _heading(level: int, text: str) -> Block:
    if _LEVEL_1.match(text):
        level = 1
    elif _LEVEL_2.match(text):
        level = 2
    elif _LEVEL_3.match(text):
        level = 3
    kind: Kind = "heading1" if level <= 1 else "heading2" if level == 2 else "heading3"
    return Block(kind, text)


def _body(text: str) -> Block:
    run_in = _RUN_IN.match(text)
    return Block("body", text, run_in.end() if run_in else 0)


def _with_signature(blocks: list[Block]) -> list[Block]:
    """The last line as date and the one before it as signature, where they look so (GB/T 9704-2012, 7.3.5)."""
    if blocks and blocks[-1].kind == "body" and _DATE.match(blocks[-1].text):
        blocks[-1] = Block("date", blocks[-1].text)
        before = blocks[-2] if len(blocks) > 1 else None
        if before and before.kind == "body" and len(before.text) <= 30 and before.text[-1] not in "。；！？：":
            blocks[-2] = Block("signature", before.text)
    return blocks
