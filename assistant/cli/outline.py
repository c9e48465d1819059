"""`biganzi outline FILE`: the heading tree and what the report says of itself."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.domain.document import Document, Section, Span

_PARTS = {"summary": "总结", "plan": "思路", "problems": "问题"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("file", help="报告文件（txt、md、html、docx、doc、wps、pdf、扫描件）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出，位置是 biganzi extract 所印文本中的偏移")


def run(args: argparse.Namespace) -> int:
    """Print the tree; 0, or UnreadableFile."""
    from assistant.ingest.reading import read_document

    document = read_document(args.file)
    print(json.dumps(outline_json(document), ensure_ascii=False) if args.json else outline_text(document))
    return 0


def outline_json(document: Document) -> dict[str, Any]:
    """The tree for machines; every start and end is an offset in the extracted text."""
    return {
        "path": document.source, "title": document.title, "year": document.year, "plan_year": document.plan_year,
        "unit": document.unit, "kind": document.kind, "chars": len(document.original), "lead": _place(document, document.lead),
        "sections": [_section(document, section) for section in document.sections],
        "masked": [_place(document, span) | {"quote": document.text[span.start : span.end]} for span in document.masked],
    }


def outline_text(document: Document) -> str:
    """The tree for a reader: one heading a line, indented, with part and topic behind it."""
    about = [str(document.year or "年份不明"), document.unit or "单位不明", document.kind or "类型不明"]
    lines = [document.title or "（无标题）", f"〔{'，'.join(about)}〕"]
    for section in document.walk():
        told = "，".join(word for word in (_PARTS.get(section.part, ""), section.topic) if word)
        name = f"{section.number}{section.title}" or "（无标题）"
        lines.append("  " * section.level + name + (f"  〔{told}〕" if told else ""))
    if document.masked:
        lines.append(f"〔隐去的数字 {len(document.masked)} 处〕")
    return "\n".join(lines)


def _section(document: Document, section: Section) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "number": section.number, "title": section.title, "level": section.level, **_place(document, section.heading),
        "headings": list(section.headings), "part": section.part, "topic": section.topic, "body": _place(document, section.body),
    }
    if section.kind or section.unit or section.year:
        entry |= {"year": section.year, "plan_year": section.plan_year, "unit": section.unit, "kind": section.kind}
    return entry | {"children": [_section(document, child) for child in section.children]}


def _place(document: Document, span: Span) -> dict[str, int]:
    place = document.origin(span)
    return {"start": place.start, "end": place.end}
