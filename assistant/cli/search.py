"""`biganzi search QUERY`: hybrid retrieval, one query or a file of them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError, UnreadableFile

if TYPE_CHECKING:
    from assistant.domain.document import Hit

_PARTS = {"summary": "工作总结", "plan": "工作思路", "problems": "存在问题"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("query", nargs="?", help="要找什么，用平常的话说")
    parser.add_argument("--queries", metavar="FILE.jsonl", help="每行一个 {\"query\": …}，逐行回答")
    parser.add_argument("--library", help="资料库：文件夹，或 Chroma 服务的 http(s)://主机:端口")
    parser.add_argument("-k", type=int, default=10, help="最多给出几条（默认 10）")
    parser.add_argument("--year", type=int, help="只看这一年的报告")
    parser.add_argument("--topic", default="", help="只看这个主题")
    parser.add_argument("--part", default="", choices=["", *_PARTS], help="只看总结（summary）、思路（plan）或问题（problems）部分")
    parser.add_argument("--unit", default="", help="只看这个单位")
    parser.add_argument("--json", action="store_true", help="每个查询输出一行 JSON")


def run(args: argparse.Namespace) -> int:
    """Search; 0 whether or not anything was found."""
    from assistant.settings import load_settings
    from assistant.workspace import Workspace

    if (args.query is None) == (args.queries is None):
        raise InputError("给出一个查询，或用 --queries 给出一个文件，二者取一")
    if args.k < 1:
        raise InputError(f"-k {args.k}: 至少为 1")
    queries = [args.query] if args.queries is None else read_queries(Path(args.queries))
    workspace = Workspace(load_settings(library=args.library))
    if not workspace.library.reports():
        print(f"biganzi search: 资料库 {workspace.settings.library} 是空的；先用 biganzi ingest 读入报告", file=sys.stderr)
    for query in queries:
        hits = workspace.search(query, args.k, year=args.year, topic=args.topic, part=args.part, unit=args.unit)
        if args.json:
            print(json.dumps({"query": query, "hits": [hit_json(hit) for hit in hits]}, ensure_ascii=False), flush=True)
        else:
            print_hits(query, hits, several=len(queries) > 1)
    return 0


def read_queries(path: Path) -> list[str]:
    """The queries of a JSON-lines file. Raises UnreadableFile naming the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise UnreadableFile(path, "不是 UTF-8 文本") from None
    queries = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            query = json.loads(line)["query"]
        except (ValueError, KeyError, TypeError):
            query = None
        if not isinstance(query, str):
            raise UnreadableFile(path, f"第 {number} 行不是 {{\"query\": \"…\"}}")
        queries.append(query)
    return queries


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit in the shape of the interface, with `why` and the chunk's id, unit and title besides."""
    chunk = hit.chunk
    return {
        "rank": hit.rank, "score": hit.score, "report": chunk.report, "source": chunk.source, "year": chunk.year, "topic": chunk.topic,
        "part": chunk.part, "headings": list(chunk.headings), "text": chunk.text, "start": chunk.start, "end": chunk.end,
        "id": chunk.id, "title": chunk.title, "unit": chunk.unit, "why": list(hit.why)}


def print_hits(query: str, hits: list[Hit], *, several: bool) -> None:
    """Hits for a reader."""
    if several:
        print(f"## {query}")
    if not hits:
        print("（没有找到）")
    for hit in hits:
        chunk = hit.chunk
        print(f"{hit.rank}. {chunk.title or chunk.source}" + (f" · {_PARTS[chunk.part]}" if chunk.part else ""))
        if chunk.headings:
            print(f"   {' › '.join(chunk.headings)}")
        print(f"   {' '.join(chunk.text.split())}")
        print(f"   〔{chunk.source} {chunk.start}–{chunk.end}；{'；'.join(hit.why)}〕\n")
