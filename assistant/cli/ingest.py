"""`biganzi ingest PATH…`: files and folders into the library, with a progress bar and the failures by name."""

from __future__ import annotations

import argparse
import json
import sys
import time


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="报告文件或文件夹")
    parser.add_argument("--library", help="资料库：文件夹，或 Chroma 服务的 http(s)://主机:端口")
    parser.add_argument("--json", action="store_true", help="结果以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    """Ingest; 0, or 2 when nothing at all could be read."""
    from assistant.settings import load_settings
    from assistant.workspace import Workspace

    bar = ProgressBar()
    try:
        result = Workspace(load_settings(library=args.library)).ingest(args.paths, bar)
    finally:
        bar.finish()
    for failure in result.failed:
        print(f"biganzi ingest: {failure.path}: {failure.reason}", file=sys.stderr)
    if not result.indexed:
        print("biganzi ingest: 另一个进程正在建索引，这次读入的报告会由它一并编入", file=sys.stderr)
    if args.json:
        print(json.dumps({
            "added": list(result.added), "skipped": list(result.skipped),
            "failed": [{"path": failure.path, "reason": failure.reason} for failure in result.failed],
            "chunks": result.chunks, "chars": result.chars, "seconds": round(result.seconds, 3)}, ensure_ascii=False))
    else:
        print(f"读入 {len(result.added)} 篇（{result.chars} 字，{result.chunks} 段），未变跳过 {len(result.skipped)} 篇，"
              f"读不了 {len(result.failed)} 篇，用时 {result.seconds:.1f} 秒", file=sys.stderr)
    return 2 if result.nothing_read else 0


class ProgressBar:
    """One line on standard error, drawn only when the work has taken over a second and a person may be looking."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._drawn = 0.0
        self._width = 0

    def __call__(self, done: int, total: int, what: str) -> None:
        """Draw at most ten times a second."""
        now = time.monotonic()
        if now - self._started < 1 or now - self._drawn < 0.1 or not sys.stderr.isatty():
            return
        self._drawn = now
        filled = int(24 * done / max(1, total))
        line = f"\r[{'█' * filled}{'·' * (24 - filled)}] {done}/{total} {what[:40]}"
        print(line + " " * max(0, self._width - len(line)), end="", file=sys.stderr, flush=True)
        self._width = len(line)

    def finish(self) -> None:
        """Leave the line empty."""
        if self._width:
            print("\r" + " " * (2 * self._width) + "\r", end="", file=sys.stderr, flush=True)
