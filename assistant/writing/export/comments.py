"""A text in the official layout as Word, every finding a comment at its place. No checking here."""

from __future__ import annotations

import copy
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.files import write_bytes
from assistant.writing.export.runs import AUTHOR, INITIALS

_SEVERITY = {"error": "错", "warning": "疑", "info": "议"}


def write_commented(document: Document, findings: Sequence[Finding], path: str | Path) -> int:
    """Write the text with its findings as comments; returns how many found their place. Raises UnreadableFile."""
    import docx

    from assistant.writing.export.docx import write_docx

    with tempfile.TemporaryDirectory() as folder:
        between = Path(folder) / "text.docx"
        write_docx(_markdown(document), between)
        word = docx.Document(str(between))
    placed = sum(_comment(word, document.original, finding) for finding in findings)
    buffer = io.BytesIO()
    word.save(buffer)
    write_bytes(path, buffer.getvalue())
    return placed


def _markdown(document: Document) -> str:
    text, title = document.text, document.title_span
    if document.title and not text.lstrip().startswith("#"):
        return text[: title.start] + "# " + text[title.start :]
    return text


def _comment(word: Any, original: str, finding: Finding) -> bool:
    line_start = original.rfind("\n", 0, finding.start) + 1
    line_end = original.find("\n", finding.start)
    line = original[line_start : len(original) if line_end < 0 else line_end]
    quote = finding.quote.split("\n")[0]
    said = (
        f"{_SEVERITY[finding.severity]}：{finding.message}"
        + (f"\n{finding.suggestion}" if finding.suggestion else "")
        + f"\n（{finding.rule} {finding.name}）"
    )
    whole = line.strip().lstrip("#").strip()
    paragraphs = list(word.paragraphs)
    # the title may be set in several lines: a paragraph that holds the quote will do where none is the whole line
    found = next((one for one in paragraphs if whole and one.text.strip() == whole), None) or next(
        (one for one in paragraphs if quote and quote in one.text), None
    )
    if found is None or not found.runs:
        found = next((one for one in paragraphs if one.text.strip() and one.runs), None)
        quote = ""
    if found is None:
        return False
    before = original[line_start : finding.start]
    at = _place(found.text, quote, before)
    runs = _isolated(found, at, at + len(quote)) if quote and at >= 0 else list(found.runs)
    if not runs:
        return False
    word.add_comment(runs, text=said, author=AUTHOR, initials=INITIALS)
    return True


def _place(text: str, quote: str, before: str) -> int:
    """The occurrence of the quote that has as many earlier ones in front of it as in the original line."""
    at = -1
    for _ in range(before.count(quote) + 1 if quote else 0):
        following = text.find(quote, at + 1)
        if following < 0:
            break
        at = following
    return at


def _isolated(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold exactly this range of the paragraph; runs across its edges are split."""
    for edge in (start, end):
        at = 0
        for run in paragraph.runs:
            length = len(run.text)
            if at < edge < at + length:
                second = copy.deepcopy(run._element)
                run._element.addnext(second)
                text = run.text
                run.text = text[: edge - at]
                type(run)(second, paragraph).text = text[edge - at :]
                break
            at += length
    chosen, at = [], 0
    for run in paragraph.runs:
        if at >= start and at + len(run.text) <= end and run.text:
            chosen.append(run)
        at += len(run.text)
    return chosen
