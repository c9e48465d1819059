"""`biganzi export DRAFT -o OUT`: the official layout as Word, or Markdown, HTML, PDF."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("draft", help="草稿：.md、.txt、.docx 或 biganzi draft 写出的 .json")
    parser.add_argument("-o", "--output", required=True, help="写到哪里：.docx、.md、.html 或 .pdf（PDF 需要 LibreOffice）")


def run(args: argparse.Namespace) -> int:
    """Write the file; 0, or an error of the tree in `assistant.errors`."""
    from assistant.writing.export.files import write_markdown_as

    write_markdown_as(markdown_of(Path(args.draft)), args.output)
    print(f"已写出 {args.output}", file=sys.stderr)
    if Path(args.output).suffix.lower() == ".docx":
        say_missing_fonts()
    return 0


def markdown_of(path: Path) -> str:
    """The Markdown of a draft file. Raises UnreadableFile."""
    from assistant.errors import UnreadableFile
    from assistant.workspace import Workspace

    if path.suffix.lower() == ".json":
        import json

        try:
            return str(json.loads(path.read_text(encoding="utf-8"))["markdown"])
        except OSError as error:
            raise UnreadableFile(path, error.strerror or str(error)) from None
        except (ValueError, KeyError, TypeError):
            raise UnreadableFile(path, "不是 biganzi draft --json 写出的草稿") from None
    document = Workspace().read(path)
    if path.suffix.lower() in (".md", ".markdown"):
        # the cleaned text has lost the marks that say what is a heading
        return document.original
    text = document.text
    title = document.title_span
    # a text without Markdown marks gets the one mark that tells the title from the body
    if document.title and not text.lstrip().startswith("#"):
        return text[: title.start] + "# " + text[title.start :]
    return text


def say_missing_fonts() -> None:
    """Say on standard error which of the named fonts this machine lacks."""
    from assistant.writing.export.docx import missing_fonts

    missing = missing_fonts()
    if missing:
        names = "、".join(missing)
        print(f"提示：本机没有字体 {names}，看到的是替代字体；文件里写的仍是这些名字，换到装有它们的电脑即可", file=sys.stderr)
