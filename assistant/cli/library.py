"""`biganzi library list|show|remove|stats|rebuild`: what the library holds."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.retrieval.library import Library
    from assistant.retrieval.report import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("action", choices=["list", "show", "remove", "stats", "rebuild"], help="做什么")
    parser.add_argument("id", nargs="?", help="哪一篇（show、remove）：编号、编号的开头或文件名")
    parser.add_argument("--library", help="资料库：文件夹，或 Chroma 服务的 http(s)://主机:端口")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    """One action; 0, or an error of the tree in `assistant.errors`."""
    from assistant.settings import load_settings
    from assistant.workspace import Workspace

    if args.action in ("show", "remove") and not args.id:
        raise InputError(f"library {args.action} 要说明是哪一篇；biganzi library list 列出编号")
    library = Workspace(load_settings(library=args.library)).library
    result, text = _ACTIONS[args.action](library, args)
    if args.json:
        print(json.dumps(result, ensure_ascii=False))
    elif text:
        print(text)
    return 0


def report_json(report: Report) -> dict[str, Any]:
    """A report's entry for machines."""
    return {
        "id": report.id, "source": report.source, "title": report.title, "year": report.year, "plan_year": report.plan_year,
        "unit": report.unit, "kind": report.kind, "chars": report.chars, "chunks": report.chunks, "sha256": report.sha256,
        "ingested": report.ingested}


def _line(report: Report) -> str:
    size = f"{report.chars} 字 {report.chunks} 段"
    return "  ".join([report.id, str(report.year or "年份不明"), report.unit or "—", report.title or "（无标题）", size, report.source])


def _list(library: Library, args: argparse.Namespace) -> tuple[Any, str]:
    reports = sorted(library.reports(), key=lambda r: (r.unit, r.year or 0, r.source))
    return [report_json(report) for report in reports], "\n".join(map(_line, reports)) or "资料库是空的"


def _show(library: Library, args: argparse.Namespace) -> tuple[Any, str]:
    report = library.report(args.id)
    chunks = library.chunks(report=report.id)
    result = report_json(report) | {"sections": [
        {"id": chunk.id, "headings": list(chunk.headings), "part": chunk.part, "topic": chunk.topic, "start": chunk.start,
         "end": chunk.end, "text": chunk.text} for chunk in chunks]}
    return result, _line(report) + "\n\n" + library.document(report.id).original


def _remove(library: Library, args: argparse.Namespace) -> tuple[Any, str]:
    report = library.remove(args.id)
    library.index()
    return {"removed": report_json(report)}, f"已移除 {_line(report)}"


def _stats(library: Library, args: argparse.Namespace) -> tuple[Any, str]:
    stats = library.stats()
    index = stats["index"]
    state = "完好" if index["sound"] else "待修复"
    if index["missing"]:
        state += f"，缺 {index['missing']} 段，下次读入或检索时补上"
    lines = [
        f"位置：{stats['location']}（{stats['bytes'] / 1e6:.1f} MB）",
        f"报告：{stats['reports']} 篇，{stats['chars']} 字，{stats['chunks']} 段",
        f"年份：{'、'.join(map(str, stats['years'])) or '—'}",
        f"单位：{'、'.join(stats['units']) or '—'}",
        f"向量：{stats['embedding']}，索引{state}",
    ]
    return stats, "\n".join(lines)


def _rebuild(library: Library, args: argparse.Namespace) -> tuple[Any, str]:
    from assistant.cli.ingest import ProgressBar

    bar = ProgressBar()
    try:
        library.rebuild(lambda done, total: bar(done, total, "建索引"))
    finally:
        bar.finish()
    print("索引已重建", file=sys.stderr)
    return {"rebuilt": True, **library.stats()}, ""


_ACTIONS = {"list": _list, "show": _show, "remove": _remove, "stats": _stats, "rebuild": _rebuild}
