"""Runs over the Batch API: hand over, come back, collect; nothing is paid twice, what fails is a record."""

import re
import sqlite3
from pathlib import Path
from typing import Any

from tests.batch_endpoint import BatchEndpoint
from tests.eval_desk import make_desk, writer


def test_handed_over_waited_for_and_collected(tmp_path: Path) -> None:
    with BatchEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url)
        first = desk.run("run", "small", "--batch")
        assert first.returncode == 1, "planned cells have no answer yet"
        assert "12 格在批量任务里" in first.stderr
        assert len(server.batches) == 1
        waiting = desk.run("run", "small", "--batch")
        assert (waiting.returncode, len(server.batches)) == (1, 1)
        assert "in_progress" in waiting.stderr
        server.finish()
        done = desk.run("run", "small", "--batch")
        assert done.returncode == 0, done.stderr
        assert "收到 12/12 格" in done.stderr
        assert "计划 12 格 = 完成 12" in done.stdout
        calls = len(server.calls)
        assert desk.run("run", "small", "--batch").returncode == 0
        assert not any("POST" in call for call in server.calls[calls:])
        assert desk.run("run", "small").returncode == 0, "the answers are those of the same run"


def test_a_line_that_fails_is_a_record_and_goes_over_again(tmp_path: Path) -> None:
    refused = {"on": True}

    def script(request: dict[str, Any]) -> str | None:
        return None if refused["on"] and re.search("项目建设3", str(request["messages"])) else writer(request)

    with BatchEndpoint(script) as server:
        desk = make_desk(tmp_path, server.base_url)
        desk.run("run", "small", "--batch")
        server.finish()
        collected = desk.run("run", "small", "--batch")
        assert collected.returncode == 1
        refused["on"] = False
        assert len(server.batches) == 2, "what failed is handed over again in the same call"
        assert len(server.files[server.batches["batch_1"]["input_file_id"]].splitlines()) == 2
        server.finish()
        assert desk.run("run", "small", "--batch").returncode == 0


def test_a_batch_that_expired_keeps_what_came(tmp_path: Path) -> None:
    with BatchEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url)
        desk.run("run", "small", "--batch")
        server.finish("expired", only=5)
        again = desk.run("run", "small", "--batch")
        assert "收到 5/12 格" in again.stderr
        assert len(server.files[server.batches["batch_1"]["input_file_id"]].splitlines()) == 7


def test_killed_between_handing_over_and_writing_down_it_is_found_again(tmp_path: Path) -> None:
    with BatchEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url)
        desk.run("run", "small", "--batch")
        with sqlite3.connect(tmp_path / ".biganzi/eval/runs.db") as store:
            store.execute("delete from batches")
        desk.run("run", "small", "--batch")
        assert len(server.batches) == 1
        server.finish()
        assert desk.run("run", "small", "--batch").returncode == 0


def test_an_endpoint_without_batches_is_one_line_and_exit_3(tmp_path: Path) -> None:
    with BatchEndpoint(writer, lists=False) as server:
        server.post = lambda *_: (404, b"{}")  # type: ignore[method-assign]
        done = make_desk(tmp_path, server.base_url).run("run", "small", "--batch")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
