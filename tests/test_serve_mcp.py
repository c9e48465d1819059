"""`biganzi mcp` over its standard input and output, and the four services behind it and behind the page's interface."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from assistant.errors import InputError
from assistant.services import MOST_CHARS, check_text, draft_report, ledger_of_notes, search_library
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.page_server import Server
from tests.page_texts import NOTES_ECONOMY, NOTES_INVESTMENT, REPORT_2024, RETURNED


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "2024.txt").write_text(REPORT_2024, encoding="utf-8")
    made = Workspace(Settings(library=str(tmp_path / "library")))
    made.ingest([tmp_path / "2024.txt"])
    return made


def test_services_answer_in_the_shapes_of_the_commands(workspace):
    found = check_text(workspace, RETURNED, NOTES_ECONOMY, REPORT_2024)["files"][0]
    assert any(one["rule"].startswith("NUM") for one in found["findings"])
    assert all(RETURNED[one["start"] : one["end"]] == one["quote"] for one in found["findings"])
    hits = search_library(workspace, "招商引资", 3)["hits"]
    assert hits[0]["rank"] == 1
    assert "/" not in hits[0]["source"]
    draft = draft_report(workspace, NOTES_ECONOMY, "榆湾经济开发区", 2025)
    assert "195.2亿元" in draft["markdown"]
    ledger = ledger_of_notes(workspace, NOTES_ECONOMY + NOTES_INVESTMENT, 2025)
    assert ledger["conflicts"]
    json.dumps([found, hits, draft, ledger])


@pytest.mark.parametrize(
    "call",
    [
        lambda w: check_text(w, " "),
        lambda w: search_library(w, "x", part="all"),
        lambda w: draft_report(w, ""),
        lambda w: ledger_of_notes(w, "a" * (MOST_CHARS + 1)),
    ],
)
def test_services_say_in_one_line_what_they_cannot_use(workspace, call):
    with pytest.raises(InputError) as error:
        call(workspace)
    assert "\n" not in str(error.value)


def test_mcp_speaks_the_protocol(tmp_path):
    messages = [
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {"protocolVersion": "2025-03-26", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
        },
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
        {
            "jsonrpc": "2.0",
            "id": 3,
            "method": "tools/call",
            "params": {"name": "ledger", "arguments": {"notes": NOTES_ECONOMY, "year": 2025}},
        },
        {"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"name": "check", "arguments": {"text": " "}}},
        {"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": {"name": "check", "arguments": {"file": "/etc/passwd"}}},
        {"jsonrpc": "2.0", "id": 6, "method": "no/such"},
        {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": None},
    ]
    given = "\n".join(json.dumps(one, ensure_ascii=False) for one in messages) + "\nnot json\n"
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "mcp"],
        input=given,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=Server(tmp_path).environment,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = {one.get("id"): one for one in map(json.loads, done.stdout.splitlines())}
    assert answers[1]["result"]["protocolVersion"] == "2025-03-26"
    assert {tool["name"] for tool in answers[2]["result"]["tools"]} == {"check", "search", "draft", "ledger"}
    assert any(fact["quote"] == "195.2亿元" for fact in answers[3]["result"]["structuredContent"]["facts"])
    assert answers[4]["result"]["isError"]
    assert answers[5]["error"]["code"] == -32602
    assert answers[6]["error"]["code"] == -32601
    assert answers[7]["error"]["code"] == -32602
    assert answers[None]["error"]["code"] == -32700


def test_a_tool_that_fails_answers_under_the_call_s_own_id_and_the_server_goes_on(capsys):
    from assistant.cli import mcp

    def fail(name, given):
        raise ValueError("a fault of the tool's own")

    calls = [
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "check", "arguments": {"text": "总结"}}},
        {"jsonrpc": "2.0", "id": 2, "method": "ping"},
    ]
    target = io.StringIO()
    mcp.serve(io.StringIO("".join(json.dumps(one) + "\n" for one in calls)), target, fail)
    first, second = map(json.loads, target.getvalue().splitlines())
    assert (first["id"], first["error"]["code"]) == (1, -32603)
    assert second == {"jsonrpc": "2.0", "id": 2, "result": {}}
    assert "a fault of the tool's own" in capsys.readouterr().err


def test_a_port_of_the_environment_that_is_no_number_is_told_in_a_line(monkeypatch, capsys):
    from assistant.cli.main import main

    monkeypatch.setenv("BIGANZI_PORT", "abc")
    with pytest.raises(SystemExit) as ended:
        main(["serve"])
    assert ended.value.code == 2
    assert "abc" in capsys.readouterr().err


def test_serve_names_a_port_that_is_taken(tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "serve", "--port", str(port)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=Server(tmp_path).environment,
            timeout=90,
            check=False,
        )
    assert done.returncode == 2
    assert str(port) in done.stderr
    assert "Traceback" not in done.stderr
