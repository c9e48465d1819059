"""Speed and memory of `biganzi eval run` against a scripted endpoint on the loopback, beside promptfoo and inspect_ai. Run by hand.

    python benchmarks/eval_speed.py [--rounds 5] [--promptfoo BIN] [--inspect PYTHON] [--large]

100 cases × 4 prompts, 200 ms an answer, 32 at once (ideal 2.5 s); each system is a whole process, its processor time and peak
memory are the process's own (children included). The endpoint runs in this process and counts what is in flight.
--large: 10,000 cells of 3,000 characters for memory and the report, with 1,000 and 4,000 beside them.
Writes docs/benchmarks/evaluation.json.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.eval_desk import PROMPT, EvalDesk, make_desk  # noqa: E402
from tests.scripted_endpoint import ScriptedEndpoint  # noqa: E402

OUTPUT = ROOT / "docs" / "benchmarks" / "evaluation.json"
CASES, AT_ONCE, DELAY = 100, 32, 0.2
_ANSWER = "全年新开工项目{n}个，完成投资{n}.5亿元，项目建设稳步推进，要素保障更加有力，服务效能持续提升，一批重点项目竣工投产。"
_LIGHT = "{mentions: 1, time: 0, tokens: 0}"
_CHECKS = "{numbers: 3, coverage: 3, structure: 1, style: 1, evidence: 1, mentions: 1, time: 0}"


_LOOP = f"""
import asyncio, sys
from assistant.engines.endpoint import Endpoint, Message
from assistant.engines.light_client import LightClient
from assistant.engines.limits import AdaptiveLimit

async def main():
    client = LightClient(Endpoint("ok", sys.argv[1]), AdaptiveLimit({AT_ONCE}))
    await asyncio.gather(*(client.answer([Message("user", "新开工项目1个")]) for _ in range({CASES * 4})))

asyncio.run(main())
"""


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--promptfoo", help="the promptfoo program, where it is installed")
    parser.add_argument("--inspect", help="a Python that has inspect_ai and openai")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    args = parser.parse_args()
    kept = json.loads(args.output.read_text()) if args.output.exists() else {}
    if args.large:
        kept["large"] = [large(count) for count in (1_000, 4_000, 10_000)]
    else:
        kept["speed"] = speed(args.rounds, args.promptfoo, args.inspect)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def speed(rounds: int, promptfoo: str | None, inspect: str | None) -> list[dict[str, Any]]:
    """Rows of system, seconds, processor seconds, megabytes, in flight; medians over the rounds, the systems in turn within a round."""
    rows: dict[str, list[dict[str, float]]] = {}
    for _ in range(rounds):
        for name, measured in one_round(promptfoo, inspect):
            rows.setdefault(name, []).append(measured)
            print(f"{name:<32} " + "  ".join(f"{k} {v:.2f}" for k, v in measured.items()), flush=True)
    result = [
        {"system": name} | {key: round(statistics.median(one[key] for one in found), 2) for key in found[0]} for name, found in rows.items()
    ]
    print("\n| system | wall, s | processor, s | memory, MB | in flight | requests |\n|---|---|---|---|---|---|")
    for row in result:
        print(f"| {row['system']} | {row['wall']} | {row['cpu']} | {row['memory']:.0f} | {row['in flight']:.0f} | {row['requests']:.0f} |")
    return result


def one_round(promptfoo: str | None, inspect: str | None) -> Any:
    """Each system once, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="biganzi-eval-speed-"))
    try:
        with ScriptedEndpoint(_answer, delay=DELAY) as server:
            loop = EvalDesk(folder, server.base_url)
            yield "a bare asyncio loop", measure(server, [sys.executable, "-c", _LOOP, server.base_url], loop)
            for name, scorers in (("biganzi, light scorers", _LIGHT), ("biganzi, the program's checks", _CHECKS)):
                desk = speed_desk(folder / name[9:14], server.base_url, scorers)
                yield f"{name}: cold", measure(server, desk.command("run", "speed"), desk)
                yield f"{name}: again", measure(server, desk.command("run", "speed"), desk)
                yield f"{name}: all from the cache", measure(server, desk.command("run", "speed", "--run", "other"), desk)
            if promptfoo:
                place = folder / "promptfoo"
                write_promptfoo(place, server.base_url)
                command = [promptfoo, "eval", "-j", str(AT_ONCE), "--no-progress-bar", "--no-table", "-o", str(place / "out.json")]
                surroundings = {"PROMPTFOO_CONFIG_DIR": str(place / "config"), "PROMPTFOO_DISABLE_TELEMETRY": "1",
                                "PROMPTFOO_DISABLE_UPDATE": "1", "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1"}
                yield "promptfoo: cold", measure(server, command, EvalDesk(place, server.base_url), **surroundings)
                yield "promptfoo: all from the cache", measure(server, command, EvalDesk(place, server.base_url), **surroundings)
            if inspect:
                place = folder / "inspect"
                write_inspect(place)
                command = [inspect, "-m", "inspect_ai", "eval", "tasks.py", "--model", "openai-api/local/ok", "--display", "none",
                           "--max-connections", str(AT_ONCE)]
                surroundings = {"LOCAL_API_KEY": "x", "LOCAL_BASE_URL": server.base_url, "INSPECT_CACHE_DIR": str(place / "cache"),
                                "INSPECT_EVAL_CACHE": "true"}
                yield "inspect_ai: cold", measure(server, command, EvalDesk(place, server.base_url), **surroundings)
                yield "inspect_ai: all from the cache", measure(server, command, EvalDesk(place, server.base_url), **surroundings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(server: ScriptedEndpoint, command: list[str], desk: EvalDesk, **surroundings: str) -> dict[str, float]:
    """One process from start to end: seconds, processor seconds, peak megabytes, median in flight over the middle of its requests."""
    before, samples, ended = len(server.requests), [], threading.Event()

    def watch() -> None:
        while not ended.wait(0.01):
            samples.append((len(server.requests) - before, server.running))

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.monotonic()
    with open(os.devnull, "wb") as nowhere:
        import subprocess

        child = subprocess.Popen(command, cwd=desk.folder, env=desk.environment(**surroundings), stdout=nowhere, stderr=subprocess.PIPE)
        assert child.stderr
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - start
    ended.set()
    watcher.join()
    if status:
        print(f"exit {os.waitstatus_to_exitcode(status)}: {said.decode(errors='replace')[-400:]}", file=sys.stderr)
    made = len(server.requests) - before
    middle = [running for done, running in samples if made and AT_ONCE <= done <= made - AT_ONCE]
    return {"wall": seconds, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024,
            "in flight": statistics.median(middle) if middle else 0.0, "requests": made}


def speed_desk(folder: Path, base_url: str, scorers: str) -> EvalDesk:
    """The desk of 100 cases and 4 prompts."""
    lines = []
    for number in range(4):
        (folder / "prompts").mkdir(parents=True, exist_ok=True)
        (folder / f"prompts/p{number}.md").write_text(PROMPT.format(changed=str(number), system=f"写法{number}：写一段"), encoding="utf-8")
        lines.append(f"  - {{id: p{number}, engine: prompt, prompts: {{section: ../../prompts/p{number}.md}}}}")
    suite = (
        "name: speed\ncases: ../cases/*.yaml\nvariants:\n" + "\n".join(lines) + f"\nmodels: [ok]\nscorers: {scorers}\n"
        f"limits: {{concurrency: {AT_ONCE}}}\n"
    )
    desk = make_desk(folder, base_url, cases=CASES, suite=suite)
    (folder / "eval/suites/small.yaml").rename(folder / "eval/suites/speed.yaml")
    return desk


def write_promptfoo(folder: Path, base_url: str) -> None:
    """The same work as a promptfoo configuration."""
    folder.mkdir(parents=True)
    config = {
        "prompts": [f"写法{number}：写一段\n项目建设{{{{n}}}}\n- 新开工项目{{{{n}}}}个\n- 完成投资{{{{n}}}}.5亿元" for number in range(4)],
        "providers": [{"id": "openai:chat:ok", "config": {"apiBaseUrl": base_url, "apiKey": "x"}}],
        "tests": [{"vars": {"n": str(n)}, "assert": [{"type": "contains", "value": "新开工"}]} for n in range(1, CASES + 1)],
    }
    (folder / "promptfooconfig.json").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    (folder / "promptfooconfig.yaml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")


def write_inspect(folder: Path) -> None:
    """The same work as an inspect_ai task: a sample a case and prompt."""
    folder.mkdir(parents=True)
    (folder / "tasks.py").write_text(f"""
from inspect_ai import Task, task
from inspect_ai.dataset import Sample
from inspect_ai.scorer import includes
from inspect_ai.solver import generate

@task
def speed():
    samples = [
        Sample(input=f"写法{{p}}：写一段\\n项目建设{{n}}\\n- 新开工项目{{n}}个\\n- 完成投资{{n}}.5亿元", target="新开工")
        for n in range(1, {CASES + 1}) for p in range(4)
    ]
    return Task(dataset=samples, solver=generate(cache=True), scorer=includes())
""", encoding="utf-8")


def large(count: int) -> dict[str, Any]:
    """A run of so many cells of 3,000 characters, answered at once by the endpoint: peak memory of the run and of its report, sizes."""
    folder = Path(tempfile.mkdtemp(prefix="biganzi-eval-large-"))
    try:
        with ScriptedEndpoint(_long, piece=3000) as server:
            desk = speed_desk(folder, server.base_url, _LIGHT)
            for path in (folder / "eval/cases").glob("*.yaml"):
                path.unlink()
            rows = [{"id": f"c{n:05d}", "kind": "section", "section": f"项目建设{n}", "notes": f"- 新开工项目{n}个\n- 完成投资{n}.5亿元\n",
                     "expect": {"mentions": ["新开工"]}} for n in range(count // 4)]
            table = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (folder / "eval/cases/many.jsonl").write_text(table, encoding="utf-8")
            suite = folder / "eval/suites/speed.yaml"
            suite.write_text(suite.read_text().replace("*.yaml", "many.jsonl"), encoding="utf-8")
            run = measure(server, desk.command("run", "speed"), desk)
            report = measure(server, desk.command("report", "-o", "out.html"), desk)
            page = folder / "out.html"
            row = {"cells": count, "run wall": run["wall"], "run memory": run["memory"], "report wall": report["wall"],
                   "report memory": report["memory"], "page MB": page.stat().st_size / 1e6, "page opens": opening(page)}
            print("  ".join(f"{k} {v:.2f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items()), flush=True)
            return {k: round(v, 2) for k, v in row.items()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def opening(page: Path) -> float:
    """Seconds until a browser has drawn the page and can scroll it; median of three, nan without a browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return float("nan")
    with sync_playwright() as playwright:
        place = next((p for p in ("/usr/bin/chromium", "/usr/bin/google-chrome") if Path(p).exists()), None)
        browser = playwright.chromium.launch(executable_path=place)
        times = []
        for _ in range(3):
            tab = browser.new_page()
            start = time.monotonic()
            tab.goto(page.as_uri())
            tab.wait_for_selector("body[data-ready='1']")
            tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            times.append(time.monotonic() - start)
            tab.close()
        browser.close()
    return statistics.median(times)


def _answer(request: dict[str, Any]) -> str:
    import re

    found = re.search(r"新开工项目(\d+)个", str(request["messages"][-1]["content"]))
    return _ANSWER.format(n=found[1] if found else 0)


def _long(request: dict[str, Any]) -> str:
    import random

    seed = str(request["messages"])
    rng = random.Random(seed)
    sentence = _answer(request)
    pieces = [sentence]
    while sum(map(len, pieces)) < 3000:
        clause = rng.choice(sentence.split("，"))
        pieces.append(f"第{rng.randrange(10**6)}号项目完成投资{rng.randrange(10**4)}.{rng.randrange(100)}亿元，{clause}。")
    return "".join(pieces)[:3000]


if __name__ == "__main__":
    main()
