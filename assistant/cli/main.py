"""Finds the command and runs it. A command's module is imported only when it is the one asked for."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from assistant.errors import BiganziError

#: name → one line of help; the module is assistant.cli.<name with _ for ->, with add_arguments(parser) and run(args) -> int
COMMANDS = {
    "ingest": "读入往年报告（文件或文件夹），清洗、切分、建索引",
    "library": "资料库里有什么：list | show ID | remove ID | stats | rebuild",
    "search": "在资料库中检索",
    "extract": "打印文件的纯文本（检查结果的位置以它为准）",
    "outline": "打印文件的标题层次",
    "facts": "列出文件中的数字：指标、时期、口径、数值、单位",
    "draft": "由素材起草总结与思路",
    "critique": "审阅草稿：规则检查，有模型时加审读意见和修改稿",
    "check": "只做规则检查（不联网、不用模型）",
    "explain": "解释一条检查规则",
    "export": "按公文版式导出 Word",
    "layout": "检查 Word 文件的版式",
    "chat": "在终端里与资料库对话",
    "eval": "评测：init | run | why | rescore | compare | report | list",
    "serve": "打开网页工作台（默认 127.0.0.1:7860）",
    "mcp": "以 MCP 服务提供 check、search、draft、ledger",
    "doctor": "检查配置、可达性和缺什么",
}


def usage() -> str:
    """The text of `biganzi --help`, made without importing any command."""
    width = max(map(len, COMMANDS))
    lines = ["usage: biganzi COMMAND [options]", "", "笔杆子 Biganzi：由往年报告和科室素材起草、核对开发区年度总结。", "", "commands:"]
    lines += [f"  {name:<{width}}  {text}" for name, text in COMMANDS.items()]
    lines += ["", "biganzi COMMAND --help 显示该命令的选项。"]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code of the interface (0, 1, 2, 3, 130)."""
    args = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    if not args or args[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if args else 2
    if args[0] in ("-V", "--version"):
        from assistant import __version__

        print(f"biganzi {__version__}")
        return 0
    name = args[0]
    if name not in COMMANDS:
        print(f"biganzi: 没有命令 {name}；biganzi --help 列出全部命令", file=sys.stderr)
        return 2
    module = importlib.import_module(f"assistant.cli.{name.replace('-', '_')}" if name != "eval" else "assistant.cli.eval_")
    parser = argparse.ArgumentParser(prog=f"biganzi {name}", description=COMMANDS[name])
    module.add_arguments(parser)
    try:
        return int(module.run(parser.parse_args(args[1:])))
    except BiganziError as error:
        print(f"biganzi {name}: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(f"biganzi {name}: 已中断，完成的部分已保留", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # the reader of a pipe went away (… | head): what is left unsaid is nobody's loss
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
