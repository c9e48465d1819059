"""`biganzi mcp`: check, search, draft and ledger for other assistants, over the Model Context Protocol on standard input and output.

The protocol's part that tools need is a few messages of JSON-RPC, a line each; it is spoken here without another package.
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any, TextIO

from assistant.errors import BiganziError

_PROTOCOL = "2025-06-18"
_KNOWN = ("2024-11-05", "2025-03-26", _PROTOCOL)
_TEXT = {"type": "string"}


def _schema(required: Iterable[str], **properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


TOOLS: dict[str, tuple[str, dict[str, Any]]] = {
    "check": (
        "检查一份报告：数字、结构、文字、依据、衔接。给出每处问题的位置、说明和改法。",
        _schema(
            ["text"],
            text={**_TEXT, "description": "报告全文"},
            notes={**_TEXT, "description": "素材，一条一行"},
            previous={**_TEXT, "description": "去年的报告"},
        ),
    ),
    "search": (
        "在往年报告的资料库里检索，给出段落、出处和位置。",
        _schema(
            ["query"],
            query=_TEXT,
            k={"type": "integer", "minimum": 1, "maximum": 50},
            year={"type": "integer"},
            topic=_TEXT,
            part={"type": "string", "enum": ["", "summary", "plan", "problems"]},
            unit=_TEXT,
        ),
    ),
    "draft": (
        "由素材起草总结与思路；每一句都标明依据的素材，数字只来自素材。",
        _schema(
            ["notes"],
            notes={**_TEXT, "description": "素材，一条一行"},
            unit=_TEXT,
            year={"type": "integer"},
            kind=_TEXT,
            previous=_TEXT,
            section=_TEXT,
        ),
    ),
    "ledger": (
        "把素材读成台账：指标、时期、数值、单位，以及相互矛盾和缺少的数。",
        _schema(["notes"], notes=_TEXT, year={"type": "integer"}),
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--library", help="资料库：文件夹，或 Chroma 服务的 http(s)://主机:端口")


def run(args: argparse.Namespace) -> int:
    """Answer messages until the other side closes; 0."""
    from assistant import services
    from assistant.settings import load_settings
    from assistant.workspace import Workspace

    workspace = Workspace(load_settings(library=args.library))
    calls = {
        "check": services.check_text,
        "search": services.search_library,
        "draft": services.draft_report,
        "ledger": services.ledger_of_notes,
    }
    serve(sys.stdin, sys.stdout, lambda name, given: calls[name](workspace, **given))  # type: ignore[operator]
    return 0


def serve(source: TextIO, target: TextIO, call: Callable[[str, dict[str, Any]], dict[str, Any]]) -> None:
    """Read requests a line each and write answers a line each; `call` runs a tool."""
    for line in source:
        if not line.strip():
            continue
        for one in _answers(line, call):
            if one is not None:
                target.write(json.dumps(one, ensure_ascii=False) + "\n")
                target.flush()


def _answers(line: str, call: Callable[[str, dict[str, Any]], dict[str, Any]]) -> list[dict[str, Any] | None]:
    try:
        message = json.loads(line)
    except ValueError:
        return [_error(None, -32700, "not JSON")]
    return [answer(one, call) for one in message] if isinstance(message, list) else [answer(message, call)]


def answer(message: Any, call: Callable[[str, dict[str, Any]], dict[str, Any]]) -> dict[str, Any] | None:
    """The answer to one message; None for a notification."""
    if not isinstance(message, dict) or not isinstance(message.get("method"), str):
        return _error(message.get("id") if isinstance(message, dict) else None, -32600, "not a request")
    if "id" not in message:
        return None
    id, method = message["id"], message["method"]
    params = message.get("params")
    given: dict[str, Any] = params if isinstance(params, dict) else {}
    if method == "initialize":
        from assistant import __version__

        wanted = given.get("protocolVersion")
        return _result(
            id,
            {
                "protocolVersion": wanted if wanted in _KNOWN else _PROTOCOL,
                "capabilities": {"tools": {"listChanged": False}},
                "serverInfo": {"name": "biganzi", "version": __version__},
            },
        )
    if method == "ping":
        return _result(id, {})
    if method == "tools/list":
        return _result(
            id, {"tools": [{"name": name, "description": said, "inputSchema": schema} for name, (said, schema) in TOOLS.items()]}
        )
    if method == "tools/call":
        return _called(id, given, call)
    return _error(id, -32601, f"no method {method}")


def _called(id: Any, given: dict[str, Any], call: Callable[[str, dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    name, arguments = given.get("name"), given.get("arguments") or {}
    if name not in TOOLS:
        return _error(id, -32602, f"no tool {name}")
    fault = _fault(arguments, TOOLS[name][1])
    if fault:
        return _error(id, -32602, fault)
    try:
        data = call(str(name), arguments)
    except BiganziError as error:
        return _result(id, {"content": [{"type": "text", "text": str(error)}], "isError": True})
    except Exception as error:  # noqa: BLE001 - one call that fails must not take the others along, nor stay without an answer
        traceback.print_exc(file=sys.stderr)
        return _error(id, -32603, f"{name}: {type(error).__name__}")
    return _result(
        id, {"content": [{"type": "text", "text": json.dumps(data, ensure_ascii=False)}], "structuredContent": data, "isError": False}
    )


def _fault(arguments: Any, schema: dict[str, Any]) -> str:
    import jsonschema

    try:
        jsonschema.validate(arguments, schema)
    except jsonschema.ValidationError as error:
        return f"{'.'.join(map(str, error.absolute_path)) or 'arguments'}: {error.message[:200]}"
    return ""


def _result(id: Any, result: dict[str, Any]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": id, "result": result}


def _error(id: Any, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}
