"""`biganzi draft NOTES…`: notes become a draft as Word, Markdown or JSON. What a draft is made of is in `writing/`, not here."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.domain.draft import DraftSection
from assistant.errors import InputError

_SUFFIXES = (".docx", ".md", ".json", ".html", ".pdf")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("notes", nargs="+", metavar="NOTES", help="素材文件（md、txt、docx、xlsx、csv），或一个文件夹（一个文件一个部门）")
    parser.add_argument("--year", type=int, help="总结的年度；不写则从素材标题里看")
    parser.add_argument("--unit", default="", help="单位名称；不写则从素材标题或上年报告里看")
    parser.add_argument("--kind", default="", help="文种，如 年度工作总结、上半年工作总结；不写则看素材有哪些部分")
    parser.add_argument("--section", metavar="TITLE", help="只写这一节")
    parser.add_argument("--outline", metavar="FILE", help="自己的提纲，一行一个标题；标题后可写字数，如 招商引资（约800字）")
    parser.add_argument("--previous", metavar="REPORT", help="本单位上年报告：取它的标题、顺序和承诺，不取数字")
    parser.add_argument("--engine", choices=("auto", "offline", "model"), help="用模型写还是离线写（默认 auto）")
    parser.add_argument(
        "--prompt", action="append", default=[], metavar="NAME=VERSION", help="用哪一版提示词，如 draft_section=v1；也可 NAME=文件",
    )
    parser.add_argument("--dry-run", action="store_true", help="只打印将要发给模型的请求，一个字节也不发")
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
    engine = workspace.engine(args.prompt, on_trouble=lambda line: print(f"biganzi draft: {line}", file=sys.stderr))
    if args.dry_run:
        return _rehearse(workspace.preview(brief, engine), workspace.settings.base_url)
    draft = workspace.draft(brief, _progress if engine.name == "model" else None, engine=engine)
    if args.output:
        from assistant.writing.export.files import write_draft

        write_draft(draft, args.output)
        if Path(args.output).suffix.lower() in (".docx", ".pdf"):
            from assistant.cli.export import say_missing_fonts

            say_missing_fonts()
    if args.json:
        print(to_json(draft))
    elif not args.output:
        print(to_markdown(draft), end="")
    _summary(draft, args.output)
    return _told(engine, workspace.settings.prices)


def _progress(section: DraftSection) -> None:
    """A model takes its time: say which section stands."""
    print(f"{section.number}{section.title or '开头'}：写好 {sum(bool(one.text.strip()) for one in section.sentences)} 句", file=sys.stderr)


def _rehearse(bodies: list[dict[str, object]], base_url: str) -> int:
    """Print what would be sent: a line of JSON a request."""
    import json

    for body in bodies:
        print(json.dumps(body, ensure_ascii=False))
    where = f"{base_url or 'https://api.openai.com/v1'}/chat/completions"
    said = f"共 {len(bodies)} 个请求，将发往 {where}；什么都没有发出" if bodies else "离线起草，不发送任何内容"
    print(said, file=sys.stderr)
    return 0


def _told(engine: object, prices: dict[str, list[float]]) -> int:
    """Say what a model took and cost; 3 where it wrote nothing because the endpoint failed, 130 where the user stopped it."""
    from assistant.engines.offline.engine import OfflineEngine

    if isinstance(engine, OfflineEngine):
        return 0
    from assistant.engines.model import ModelEngine

    assert isinstance(engine, ModelEngine)
    tally = engine.tally
    price = prices.get(engine.endpoint.model, [])
    cost = f"，约 {tally.cost(price):.4f} 元" if price else ""
    print(
        f"模型 {engine.model}：请求 {tally.requests} 次，输入 {tally.prompt_tokens}、输出 {tally.completion_tokens} 词元{cost}；"
        f"退回 {tally.rejected} 句，由离线引擎补写 {tally.replaced} 句，整节离线 {tally.by_fallback} 节",
        file=sys.stderr,
    )
    if engine.stopped:
        return 130
    return 3 if engine.failure is not None and not tally.by_model else 0


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
