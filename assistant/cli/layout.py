"""`biganzi layout FILE.docx`: where the layout departs from GB/T 9704-2012, and `--fix`. The measuring is in writing/export."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.writing.export.layout import Departure

_STRENGTH = {"hard": "必须", "usual": "一般应", "practice": "惯例"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("file", metavar="FILE.docx", help="要检查版式的 Word 文件")
    parser.add_argument("--fix", action="store_true", help="按标准改正版式，写回文件（或 -o 指定的文件）")
    parser.add_argument("-o", "--output", metavar="OUT.docx", help="改正后写到这个文件，原文件不动")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the departures; 1 when one that the standard leaves no choice on remains. Raises UnreadableFile."""
    from assistant.writing.export.layout import fix_layout, read_layout

    if args.fix or args.output:
        before, found = fix_layout(args.file, args.output or args.file)
        print(f"{args.output or args.file}: 改正 {len(before) - len(found)} 项，余 {len(found)} 项", file=sys.stderr)
    else:
        found = read_layout(args.file)
    if args.json:
        print(json.dumps({"version": 1, "path": args.file, "departures": [asdict(one) for one in found]}, ensure_ascii=False, indent=1))
    else:
        print(_text(args.output or args.file, found))
    return 1 if any(one.strength == "hard" for one in found) else 0


def _text(path: str, found: Sequence[Departure]) -> str:
    lines = []
    for one in found:
        where = "全文" if not one.paragraph else f"第{one.paragraph}段" + (f"等{one.count}段" if one.count > 1 else "")
        lines.append(
            f"{path}: {where} GB/T 9704—2012 第{one.clause}条（{_STRENGTH[one.strength]}） {one.what}：{one.found}，应为{one.wanted}"
        )
    lines.append(f"版式不合处 {len(found)} 项" if found else "版式符合 GB/T 9704—2012")
    return "\n".join(lines)
