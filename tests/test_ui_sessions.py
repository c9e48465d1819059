"""What Gradio keeps of calls and pages is let go, with the Gradio that is installed: a server in this process, asked over HTTP."""

from __future__ import annotations

import http.client
import json
import platform
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.ui import launch, limits
from assistant.ui.desk import Desk
from assistant.ui.sessions import LettingGo
from assistant.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    from starlette.middleware import Middleware

    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "uploads"))
        patch.setattr(limits, "middleware", lambda: [Middleware(limits.Guard), Middleware(LettingGo, grace=0.3, pause=0.0)])
        app = launch.serve(Workspace(Settings(library=str(folder / "library"))), port=port, block=False)
        yield app, port
        app.get_blocks().close(verbose=False)


def answered(port: int, name: str, data: list[object]) -> str:
    called = begun(port, name, data)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/gradio_api/call/{name}/{called}", timeout=60) as answer:
        return answer.read().decode("utf-8")


def begun(port: int, name: str, data: list[object]) -> str:
    address = f"http://127.0.0.1:{port}/gradio_api/call/{name}"
    request = urllib.request.Request(address, json.dumps({"data": data}).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(json.load(answer)["event_id"])


def kept(app) -> dict[str, set[str]]:
    queue = app.get_blocks()._queue
    return {
        "states": set(app.state_holder.session_data),
        "used": set(app.state_holder.time_last_used),
        "messages": set(queue.pending_messages_per_session),
        "ids": set(queue.pending_event_ids_session),
    }


def wait_for(condition, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


def let_go(app, port: int, session: str) -> bool:
    """Whether nothing of it is kept any more; tidying up goes with calls, so each look makes one."""
    answered(port, "search", ["工作", 3, 0, "", "", ""])
    return not any(session in names for names in kept(app).values())


def open_session(app, port: int, session: str) -> http.client.HTTPConnection:
    """A page as the browser opens it: its heartbeat, and the load that puts a desk into its state."""
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    page.request("GET", f"/gradio_api/heartbeat/{session}")
    # the connection goes to its answer, which is closed with it
    page.answer = page.getresponse()  # type: ignore[attr-defined]
    load = next(number for number, one in app.get_blocks().fns.items() if any(event == "load" for _, event in one.targets))
    body = {"data": [], "fn_index": load, "session_hash": session, "event_data": None}
    address = f"http://127.0.0.1:{port}/gradio_api/queue"
    request = urllib.request.Request(f"{address}/join", json.dumps(body).encode(), {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=30).close()
    with urllib.request.urlopen(f"{address}/data?session_hash={session}", timeout=30) as answer:
        assert "process_completed" in answer.read().decode("utf-8")
    assert desk_of(app, session) is not None
    return page


def desk_of(app, session: str) -> Desk | None:
    state = app.state_holder.session_data.get(session)
    return next((value for value in state.state_data.values() if isinstance(value, Desk)), None) if state else None


def close(page: http.client.HTTPConnection) -> None:
    page.sock.shutdown(socket.SHUT_RDWR) if page.sock else None
    page.answer.close()  # type: ignore[attr-defined]
    page.close()


def test_a_call_is_over_when_its_answer_has_been_fetched(served):
    app, port = served
    for _ in range(3):
        assert "event: complete" in answered(port, "check", ["总结\n一、工作\n完成。\n", "", ""])
    assert "event: error" in answered(port, "check", ["", "", ""])
    wait_for(lambda: not any(kept(app).values()))


def test_an_answer_that_nobody_fetches_goes_after_a_while(served):
    app, port = served
    left = begun(port, "check", ["总结\n一、工作\n完成。\n", "", ""])
    wait_for(lambda: left in app.state_holder.session_data)
    assert "event: complete" in answered(port, "search", ["工作", 3, 0, "", "", ""])
    wait_for(lambda: let_go(app, port, left), 20)


def test_an_open_page_keeps_its_desk_and_a_closed_one_does_not(served):
    app, port = served
    page = open_session(app, port, "page-a")
    try:
        time.sleep(0.5)
        answered(port, "search", ["工作", 3, 0, "", "", ""])
        assert desk_of(app, "page-a") is not None
    finally:
        close(page)
    wait_for(lambda: let_go(app, port, "page-a"), 20)


def test_what_is_saved_nowhere_else_is_not_let_go(served):
    app, port = served
    page = open_session(app, port, "page-b")
    desk = desk_of(app, "page-b")
    assert desk is not None
    desk.clash = desk.kept
    close(page)
    time.sleep(0.6)
    answered(port, "search", ["工作", 3, 0, "", "", ""])
    answered(port, "search", ["工作", 3, 0, "", "", ""])
    assert desk_of(app, "page-b") is desk


def test_gradio_keeps_no_figures_about_calls(served):
    app, port = served
    answered(port, "search", ["工作", 3, 0, "", "", ""])
    queue = app.get_blocks()._queue
    assert queue.events_recorded > 1
    assert len(queue.event_analytics) <= 1
    assert queue.cached_event_analytics_summary == {"functions": {}}


def test_the_browser_keeps_no_calls(served):
    _, port = served
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/config", timeout=30) as answer:
        assert json.load(answer)["run_history"] is False


HEAPS = """
import ctypes, sys, threading
from assistant.ui.launch import few_heaps
wanted = sys.argv[1] == "few"
if wanted and not few_heaps():
    sys.exit(7)
together = threading.Barrier(12)
def work():
    together.wait()
    kept = [bytes(2000 + n) for n in range(500)]
    together.wait()
threads = [threading.Thread(target=work) for _ in range(12)]
[one.start() for one in threads]
[one.join() for one in threads]
library = ctypes.CDLL(None)
library.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, out)
library.fflush(out)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="heaps are counted by the GNU C library")
def test_threads_share_two_heaps():
    def heaps(how: str) -> int:
        done = subprocess.run([sys.executable, "-c", HEAPS, how], capture_output=True, text=True, check=True, cwd=ROOT)
        return done.stdout.count("<heap ")

    assert heaps("few") <= 2 < heaps("as ever")
