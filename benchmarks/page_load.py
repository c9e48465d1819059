"""Many people at the page at once: python -m benchmarks.page_load [--users 50] [--rounds 3 | --minutes 20] [-o results.json]

Start and first answer of the server, the page ready in a browser, then `users` at once who search, check a report of some 4,000 characters
and draft offline through the page's own interface. Says errors, latencies, and the memory of the server with the processes beside it.

--minutes goes on for so long, a soak: meanwhile a visitor opens the page in Chromium four times a minute, asks the chat, removes the
conversation, so that the project stays as large as it is, looks at the library and leaves. Growth is the median of the last three minutes
against the median of minutes three to five, when all that is loaded on first use is there; the slope is that of a straight line through
all samples from minute three on. No growth: under 2 % and under 2 MB per 1,000 calls.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from tests.page_server import CHROMIUM, ROOT, Server, browser, go, open_page


class _Sample(NamedTuple):
    seconds: float
    calls: int
    megabytes: float
    beside: float


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
    memory: list[_Sample] = []
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
    visits: list[float] = []
    if ends and CHROMIUM is not None:
        threads.append(threading.Thread(target=_visitor, args=(server, ends, visits, errors)))
    began_all = time.monotonic()
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        calls = sum(map(len, times.values()))
        own, beside = _megabytes(process)
        memory.append(_Sample(time.monotonic() - began_all, calls, own + beside, beside))
        time.sleep(1.0)
    found: dict[str, Any] = {"users": args.users, "calls": sum(map(len, times.values())), "errors": len(errors), "first_errors": errors[:3]}
    for name, values in times.items():
        if values:
            ordered = sorted(values)
            found[f"{name}_p50_s"] = round(statistics.median(ordered), 2)
            found[f"{name}_p95_s"] = round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 2)
    found["memory_peak_mb"], found["of_it_beside_mb"] = (round(max(values)) for values in list(zip(*memory, strict=True))[2:])
    if ends:
        found.update(visits=len(visits), visit_p50_s=round(statistics.median(visits), 2) if visits else None)
    return {**found, **(_growth(memory) if args.minutes > 8 else {})}


def _growth(memory: Sequence[_Sample]) -> dict[str, Any]:
    """What the soak says of memory; the definition is at the top of this file."""
    last = memory[-1].seconds
    warm = statistics.median(one.megabytes for one in memory if 180 <= one.seconds < 300)
    end = statistics.median(one.megabytes for one in memory if one.seconds >= last - 180)
    settled = [one for one in memory if one.seconds >= 180]
    slope = statistics.linear_regression([one.calls for one in settled], [one.megabytes for one in settled]).slope * 1000
    minutes = [statistics.median(one.megabytes for one in memory if at <= one.seconds < at + 60) for at in range(0, int(last) - 59, 60)]
    return {
        "memory_minutes_3_to_5_mb": round(warm, 1),
        "memory_last_3_minutes_mb": round(end, 1),
        "growth_percent": round((end / warm - 1) * 100, 2),
        "slope_mb_per_1000_calls": round(slope, 2),
        "grows": end / warm > 1.02 or slope >= 2,
        "memory_by_minute_mb": [round(one) for one in minutes],
    }


def _visitor(server: Server, ends: float, visits: list[float], errors: list[str]) -> None:
    """Open the page, ask, tidy up, look at another tab, leave; every visit is a browser session of its own."""
    with browser() as chromium:
        while time.monotonic() < ends:
            began = time.monotonic()
            try:
                page = open_page(chromium, server, "#chat")
                chat = page.locator("#bz-pane-chat")
                chat.locator("textarea").fill("2023年规模以上工业总产值是多少")
                chat.locator("textarea").press("Enter")
                chat.locator(".bz-msg .bz-do").first.wait_for()
                chat.get_by_role("button", name="删掉这个会话").click()
                page.get_by_role("dialog").get_by_role("button", name="删掉").click()
                chat.locator(".bz-msg").first.wait_for(state="detached")
                go(page, "资料库")
                page.locator("#bz-pane-library .bz-work").wait_for()
                page.context.close()
                visits.append(time.monotonic() - began)
            except Exception as error:  # noqa: BLE001 - every failure is counted, whatever it is
                errors.append(f"visit: {error}")
            time.sleep(max(0.0, 15.0 - (time.monotonic() - began)))


def _megabytes(process: psutil.Process) -> tuple[float, float]:
    """Of the server, and of the processes beside it."""
    beside = 0.0
    for one in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            beside += one.memory_info().rss / 1e6
    return process.memory_info().rss / 1e6, beside


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
