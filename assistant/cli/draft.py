"""`biganzi draft NOTES…`: notes become a draft as Word, Markdown or JSON. What a draft is made of is in `writing/`, not here."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.errors import InputError

_SUFFIXES = (".docx", ".md", ".json", ".html", ".pdf")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("notes", nargs="+", metavar="NOTES", help="素材文件（md、txt、docx、xlsx、csv），或一个文件夹（一个文件一个部门）")
    parser.add_argument("--year", type=int, help="总结的年度；不写则从素材标题里看")
    parser.add_argument("--unit", default="", help="单位名称；不写则从素材标题或上年报告里看")
    parser.add_argument("--kind", default="", help="文种，如 年度工作总结、上半年工作总结；不写则看素材有哪些部分")
    parser.add_argument("--section", metavar="TITLE", help="只写这一节")
    parser.add_argument("--outline", metavar="FILE", help="自己的提纲，一行一个标题")
    parser.add_argument("--previous", metavar="REPORT", help="本单位上年报告：取它的标题、顺序和承诺，不取数字")
    parser.add_argument("--engine", choices=("auto", "offline", "model"), help="用模型写还是离线写（默认 auto）")
    parser.add_argument("--library", metavar="PLACE", help="资料库的位置")
    parser.add_argument("-o", "--output", metavar="OUT", help="写到文件：.docx、.md、.json（也可 .html、.pdf）")
    parser.add_argument("--json", action="store_true", help="把草稿连同依据、待办和检查结果打印为 JSON")


def run(args: argparse.Namespace) -> int:
    """Write the draft; 0, or 2 where the notes or an argument can't be used."""
    from assistant.domain.draft import Brief
    from assistant.settings import load_settings
    from assistant.workspace import Workspace
    from assistant.writing.export.markdown import to_json, to_markdown

    if args.output and Path(args.output).suffix.lower() not in _SUFFIXES:
        raise InputError(f"{args.output}: 不认识的格式 {Path(args.output).suffix or '（没有后缀）'}；可用 {'、'.join(_SUFFIXES)}")
    if args.year is not None and not 1990 <= args.year <= 2100:
        raise InputError(f"--year {args.year}: 不是能用的年度，请写四位数，如 2025")
    workspace = Workspace(load_settings(engine=args.engine, library=args.library))
    brief = Brief(
        args.year, args.unit, args.kind or Brief().kind, tuple(args.notes), args.outline, args.previous, args.section,
    )
    draft = workspace.draft(brief)
    if args.output:
        from assistant.writing.export.files import write_draft

        write_draft(draft, args.output)
    if args.json:
        print(to_json(draft))
    elif not args.output:
        print(to_markdown(draft), end="")
    _summary(draft, args.output)
    return 0


def _summary(draft: object, output: str | None) -> None:
    from assistant.domain.draft import Draft

    assert isinstance(draft, Draft)
    if output:
        print(f"已写到 {output}", file=sys.stderr)
    carried = [note for note in draft.notes if not note.instruction]
    used = sum(note.id in draft.used for note in carried)
    print(
        f"{'离线起草' if draft.engine == 'offline' else '模型起草'}：素材 {len(carried)} 条，写入 {used} 条；"
        f"待核、待补等 {len(draft.open_points)} 处；检查提示 {len(draft.findings)} 条",
        file=sys.stderr,
    )
