"""`biganzi chat`: the conversation in a terminal, or a file of questions answered a line each."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError, UnreadableFile

if TYPE_CHECKING:
    from assistant.workspace import Workspace
    from assistant.writing.conversation.answers import Answer

_HELP = "问数字、措辞、名单、对比都可以；以“检查 文件”“用 文件 起草 标题”开头的句子按命令办。空行或 Ctrl-D 退出。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("question", nargs="?", help="只问这一句；不写则进入对话")
    parser.add_argument("--questions", metavar="FILE.jsonl", help="每行一个 {\"id\", \"question\", \"history\"}，逐行回答")
    parser.add_argument("--library", help="资料库：文件夹，或 Chroma 服务的 http(s)://主机:端口")
    parser.add_argument("--engine", choices=["auto", "offline", "model"], help="offline 只用规则；model 由模型组织语言，出处照样逐条核对")
    parser.add_argument("--json", action="store_true", help="每个回答输出一行 JSON")


def run(args: argparse.Namespace) -> int:
    """Answer; 0 whether or not the library holds what was asked."""
    from assistant.settings import load_settings
    from assistant.workspace import Workspace

    if args.question and args.questions:
        raise InputError("给出一个问题，或用 --questions 给出一个文件，二者取一")
    workspace = Workspace(load_settings(library=args.library, engine=args.engine))
    if not workspace.library.reports():
        print(f"biganzi chat: 资料库 {workspace.settings.library} 是空的；先用 biganzi ingest 读入报告", file=sys.stderr)
    if args.questions:
        for number, asked in enumerate(read_questions(Path(args.questions)), 1):
            answer = workspace.chat(asked["question"], asked.get("history", ()))
            show(answer, asked.get("id", str(number)), as_json=args.json)
        return 0
    if args.question:
        show(workspace.chat(args.question), "1", as_json=args.json)
        return 0
    return converse(workspace, as_json=args.json)


def converse(workspace: Workspace, *, as_json: bool = False) -> int:
    """Ask and answer until an empty line or the end of the input."""
    interactive = sys.stdin.isatty()
    if interactive:
        print(_HELP)
    history: list[str] = []
    number = 0
    while True:
        try:
            line = input("问> " if interactive else "").strip()
        except EOFError:
            return 0
        if not line:
            if interactive:
                return 0
            continue
        number += 1
        if as_json:
            show(workspace.chat(line, history), str(number), as_json=True)
        else:
            talk(workspace, line, history)
        history.append(line)


def talk(workspace: Workspace, line: str, history: list[str]) -> None:
    """Carry out a line in plain words: a command, or a question whose answer appears as it comes."""
    from assistant.errors import BiganziError

    try:
        action = workspace.route(line)
        if action.verb == "ask":
            for piece in workspace.chat_stream(line, history):
                if isinstance(piece, str):
                    print(piece, end="", flush=True)
                else:
                    print()
                    print_places(piece)
        else:
            print(workspace.act(action))
    except BiganziError as error:
        print(f"biganzi chat: {error}", file=sys.stderr)


def show(answer: Answer, name: str, *, as_json: bool) -> None:
    """One answer, as a line of JSON or for a reader."""
    if as_json:
        print(json.dumps(answer_json(answer, name), ensure_ascii=False), flush=True)
        return
    print(answer.text)
    print_places(answer)


def print_places(answer: Answer) -> None:
    """The citations of an answer for a reader, and why a model's wording was not taken."""
    for number, cited in enumerate(answer.citations, 1):
        where = " › ".join(part for part in cited.headings if part)
        print(f"  〔{number}〕{cited.title or cited.source}{' · ' + where if where else ''}（{cited.source} {cited.start}–{cited.end}）")
        print(f"      “{' '.join(cited.quote.split())}”")
    if answer.note:
        print(f"  （{answer.note}）")


def answer_json(answer: Answer, name: str) -> dict[str, Any]:
    """An answer in the shape of the interface."""
    return {
        "id": name, "answer": answer.text,
        "citations": [{"source": one.source, "start": one.start, "end": one.end, "quote": one.quote} for one in answer.citations],
        "absent": answer.absent,
    }


def read_questions(path: Path) -> list[dict[str, Any]]:
    """The questions of a JSON-lines file. Raises UnreadableFile naming the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise UnreadableFile(path, "不是 UTF-8 文本") from None
    asked = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        history = row.get("history", []) if isinstance(row, dict) else None
        if not isinstance(row, dict) or not isinstance(row.get("question"), str) or not isinstance(history, list) or not all(
            isinstance(one, str) for one in history):
            raise UnreadableFile(path, f"第 {number} 行不是 {{\"id\": …, \"question\": \"…\"}}（history 可有，是一列问题）")
        asked.append(row)
    return asked
