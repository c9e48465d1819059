"""A draft or a Markdown text becomes a file of the format that its name ends with. The formats themselves have modules of their own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from assistant.domain.draft import Draft
from assistant.errors import InputError
from assistant.files import write_text

SUFFIXES = (".docx", ".md", ".json", ".html", ".pdf")


def write_draft(draft: Draft, path: str | Path) -> None:
    """Write a draft whole or not at all. Raises InputError for a format it doesn't know, UnreadableFile where it can't write."""
    from assistant.writing.export.markdown import to_json, to_markdown

    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".json":
        write_text(path, to_json(draft) + "\n")
    elif suffix in (".docx", ".pdf"):
        _word(draft, path)
    else:
        write_markdown_as(to_markdown(draft), path)


def write_markdown_as(markdown: str, path: str | Path) -> None:
    """Write a Markdown text in the format that the suffix names. Raises InputError, UnreadableFile."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".md":
        write_text(path, markdown if markdown.endswith("\n") else markdown + "\n")
    elif suffix in (".html", ".htm"):
        from assistant.writing.export.html import to_html

        write_text(path, to_html(markdown))
    elif suffix in (".docx", ".pdf"):
        _word(markdown, path)
    else:
        raise InputError(f"{path}: 不认识的格式 {suffix or '（没有后缀）'}；可用 .docx、.md、.html、.pdf")


def _word(source: Draft | str, path: Path) -> None:
    from assistant.writing.export.docx import write_docx

    if path.suffix.lower() == ".docx":
        write_docx(source, path)
        return
    from assistant.writing.export.office import docx_to_pdf

    with tempfile.TemporaryDirectory() as folder:
        between = Path(folder) / "draft.docx"
        write_docx(source, between)
        docx_to_pdf(between, path)
