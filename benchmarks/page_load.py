"""Many people at the page at once: python -m benchmarks.page_load [--users 50] [--minutes 0] [-o results.json]

Start and first answer of the server, the page ready in a browser, then `users` at once who search, check a report of some 3,000 characters
and draft offline through the page's own interface. Says errors, latencies, and the server's memory; --minutes goes on for so long (a soak)
and says whether memory grew.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from tests.page_server import CHROMIUM, ROOT, Server, browser, open_page


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3, help="what each user does so many times")
    parser.add_argument("--minutes", type=float, default=0.0, help="instead of rounds: go on for so long")
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.command("ingest", str(ROOT / "corpus" / "reports"))
        server.start()
        first = server.seconds
        server.stop()
        server.start()
        try:
            result = {"start_first_s": round(first, 2), "start_second_s": round(server.seconds, 2), **_page(server), **_load(server, args)}
        finally:
            server.stop()
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if args.output:
        args.output.write_text(text + "\n", encoding="utf-8")


def _page(server: Server) -> dict[str, float]:
    if CHROMIUM is None:
        return {}
    times = []
    with browser() as chromium:
        for _ in range(4):
            began = time.monotonic()
            page = open_page(chromium, server)
            page.locator("#bz-pane-draft .bz-work").wait_for()
            times.append(time.monotonic() - began)
            page.context.close()
    return {"page_ready_first_s": round(times[0], 2), "page_ready_s": round(statistics.median(times[1:]), 2)}


def _load(server: Server, args: argparse.Namespace) -> dict[str, Any]:
    report = (ROOT / "corpus" / "reports" / "2023年度工作总结.md").read_text(encoding="utf-8")
    notes = (ROOT / "corpus" / "notes-2026" / "招商局.md").read_text(encoding="utf-8")
    previous = (ROOT / "corpus" / "reports" / "2021年度工作总结.txt").read_text(encoding="utf-8")
    jobs = {
        "search": ["招商引资 一号工程", 10, 0, "", "", ""],
        "check": [report, "", previous],
        "draft": [notes, "棠州经济开发区", 2026, "", "", ""],
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    errors: list[str] = []
    memory: list[float] = []
    assert server.process is not None
    process = psutil.Process(server.process.pid)
    ends = time.monotonic() + args.minutes * 60 if args.minutes else 0.0

    def user(number: int) -> None:
        names = list(jobs)
        turn = 0
        while (time.monotonic() < ends) if ends else turn < args.rounds * len(names):
            name = names[(number + turn) % len(names)]
            began = time.monotonic()
            try:
                _call(server, name, jobs[name])
                times[name].append(time.monotonic() - began)
            except Exception as error:  # noqa: BLE001 - every failure is counted, whatever it is
                errors.append(f"{name}: {error}")
            turn += 1
            # a person reads what came before asking again
            time.sleep(1.0)

    threads = [threading.Thread(target=user, args=(number,)) for number in range(args.users)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        memory.append(process.memory_info().rss / 1e6)
        time.sleep(1.0)
    found: dict[str, Any] = {"users": args.users, "calls": sum(map(len, times.values())), "errors": len(errors), "first_errors": errors[:3]}
    for name, values in times.items():
        if values:
            ordered = sorted(values)
            found[f"{name}_p50_s"] = round(statistics.median(ordered), 2)
            found[f"{name}_p95_s"] = round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 2)
    found["memory_peak_mb"] = round(max(memory))
    if ends and len(memory) > 60:
        found["memory_after_a_minute_mb"], found["memory_at_the_end_mb"] = round(memory[60]), round(memory[-1])
    return found


def _call(server: Server, name: str, data: list[Any]) -> Any:
    request = urllib.request.Request(
        f"{server.url}/gradio_api/call/{name}", json.dumps({"data": data}).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        event = json.load(answer)["event_id"]
    with urllib.request.urlopen(f"{server.url}/gradio_api/call/{name}/{event}", timeout=120) as answer:
        text = answer.read().decode("utf-8")
    if "event: complete" not in text:
        raise RuntimeError(text[:200])
    return text


if __name__ == "__main__":
    sys.exit(main())
