"""`biganzi critique DRAFT`: what rules, counts and, with a model, a proofreader and a reviewer say of a draft. No judging here."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.writing.critique import Critique


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("draft", metavar="DRAFT", help="要审阅的草稿：.docx、.md、.txt …")
    parser.add_argument("--notes", nargs="+", action="extend", default=[], help="今年的素材（文件或文件夹）")
    parser.add_argument("--previous", help="上年报告：核对基数、承诺和写法")
    parser.add_argument("--outline", metavar="FILE", help="提纲，标题后可写字数，如 招商引资（约800字）：核对各节长短")
    parser.add_argument("--engine", choices=("auto", "offline", "model"), help="是否请模型审读（默认 auto）")
    parser.add_argument("--revise", action="store_true", help="同时给出修改稿（需要模型），事实不变，逐词标出改动")
    parser.add_argument("--prompt", action="append", default=[], metavar="NAME=VERSION", help="用哪一版提示词：proofread、critique、revise")
    parser.add_argument("--dry-run", action="store_true", help="只打印将要发给模型的请求，一个字节也不发")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    parser.add_argument("--json", action="store_true", help="同 --format json")
    parser.add_argument("-o", "--output", metavar="OUT", help="写到文件：.md 或 .json")


def run(args: argparse.Namespace) -> int:
    """Review; 0, 1 when a finding of severity error remains, 2 for unusable input, 3 when the endpoint failed."""
    from assistant.files import write_text
    from assistant.settings import load_settings
    from assistant.workspace import Workspace
    from assistant.writing.critique_report import to_json, to_markdown

    if args.output and Path(args.output).suffix.lower() not in (".md", ".json"):
        raise InputError(f"{args.output}: 审阅意见只能写成 .md 或 .json")
    workspace = Workspace(load_settings(engine=args.engine))
    document = workspace.read(args.draft)
    notes = workspace.ledger(args.notes) if args.notes else None
    previous = workspace.read(args.previous) if args.previous else None
    if args.dry_run:
        bodies = workspace.critique_preview(document, notes=notes, previous=previous, prompts=args.prompt)
        for body in bodies:
            print(json.dumps(body, ensure_ascii=False))
        print(f"共 {len(bodies)} 个请求；什么都没有发出", file=sys.stderr)
        return 0
    result = workspace.critique(document, notes=notes, previous=previous, revise=args.revise, prompts=args.prompt, outline=args.outline)
    for line in result.told:
        print(f"biganzi critique: {line}", file=sys.stderr)
    as_json = args.json or args.format == "json"
    if args.output:
        write_text(args.output, (to_json if Path(args.output).suffix.lower() == ".json" else to_markdown)(args.draft, result))
        print(f"已写到 {args.output}", file=sys.stderr)
    if as_json:
        print(to_json(args.draft, result))
    elif not args.output:
        print(to_markdown(args.draft, result), end="")
    if result.model is not None:
        _say_usage(result, workspace.settings.prices)
    if result.failed:
        return 3
    return 1 if any(one.severity == "error" for one in result.findings) else 0


def _say_usage(result: Critique, prices: dict[str, list[float]]) -> None:
    usage, price = result.usage, prices.get(result.model or "", [])
    money = (usage.prompt_tokens * price[0] + usage.completion_tokens * price[1]) / 1_000_000 if len(price) == 2 else 0.0
    cost = f"，约 {money:.4f} 元" if money else ""
    print(f"模型 {result.model}：输入 {usage.prompt_tokens}、输出 {usage.completion_tokens} 词元{cost}", file=sys.stderr)
