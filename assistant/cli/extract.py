"""`biganzi extract FILE`: the plain text that offsets of findings, chunks and citations refer to."""

from __future__ import annotations

import argparse
import json
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("file", help="报告文件（txt、md、html、docx、doc、wps、pdf、扫描件）")
    parser.add_argument("--clean", action="store_true", help="打印去掉网页残留、接好断行之后的文本（偏移不再对应原文）")
    parser.add_argument("--json", action="store_true", help="输出文本和被清除的部分（JSON）")


def run(args: argparse.Namespace) -> int:
    """Print the text as it is, no line end added; 0, or UnreadableFile."""
    from assistant.ingest.reading import read_document

    document = read_document(args.file)
    if args.json:
        print(json.dumps({
            "path": args.file, "text": document.original, "clean": document.text,
            "residue": [
                {"start": one.start, "end": one.end, "kind": one.kind, "quote": document.original[one.start : one.end]}
                for one in document.residue],
        }, ensure_ascii=False))
        return 0
    # what is printed is what offsets count in: neither a line end more nor one turned into two
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(newline="")
    sys.stdout.write(document.text if args.clean else document.original)
    sys.stdout.flush()
    return 0
