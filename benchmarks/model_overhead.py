"""What the program adds to a model's own time: to the first visible word, and to a draft of twelve sections written side by side.

    python benchmarks/model_overhead.py [--json OUT]

The endpoint is the scripted one of the tests, on the loopback, in a process of its own, so that it takes no time from the client.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assistant.domain.draft import PlannedSection
from assistant.engines.chat_model import ChatModel
from assistant.engines.endpoint import Endpoint, Message
from assistant.engines.engine import SectionRequest
from assistant.engines.model import ModelEngine, ModelOptions
from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_notes
from assistant.prompts import load_prompt
from tests.scripted_endpoint import ScriptedEndpoint
from tests.scripted_writers import draft_in

#: seconds before the endpoint's first piece, seconds that a section takes it, sections, requests at once
FIRST, SECTION, SECTIONS, AT_ONCE = 0.2, 0.2, 12, 8
#: what the project promises: milliseconds to the first word, and how many times the ideal a draft may take
FIRST_MS, TIMES = 60.0, 1.3

NOTES = [
    "1-11月规上工业总产值312.6亿，同比+7.4%，预计全年343亿左右", "固投88.3亿 ↑9.6；其中工业投资57.1亿，占64.7%",
    "税收27.48亿元，+5.2%（11月底）",
    "进出口63.4亿（出口55.2亿，进口8.2亿），同比+3.9%", "规上工企196家，今年新增23家；高企74家，净增9家", "研发投入占比由2.4%提高到2.9%",
]


def _serve(port: Any, stop: Any, delay: float) -> None:
    """The endpoint in its own process: it gives the draft of the prompt back, in pieces."""
    with ScriptedEndpoint(draft_in, delay=delay, piece=16) as server:
        port.value = server.port
        stop.wait()


class Server:
    """The scripted endpoint in another process, for one `with`."""

    def __init__(self, delay: float) -> None:
        context = multiprocessing.get_context("spawn")
        self.port, self._stop = context.Value("i", 0), context.Event()
        self._process = context.Process(target=_serve, args=(self.port, self._stop, delay), daemon=True)

    def __enter__(self) -> str:
        self._process.start()
        while not self.port.value:
            time.sleep(0.02)
        return f"http://127.0.0.1:{self.port.value}/v1"

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._process.join(5)


def requests_for(count: int) -> list[SectionRequest]:
    """Sections of a report, each with the same six notes under other names."""
    made = []
    for at in range(count):
        ledger = build_ledger(parse_notes("\n".join(f"- {note}" for note in NOTES), f"{at}.md"), year=2025)
        section = PlannedSection(f"（{at + 1}）", f"经济运行之{at + 1}", 2, "经济运行", "summary", tuple(note.id for note in ledger.notes))
        made.append(SectionRequest(section, ledger.notes, ledger, year=2025, unit="岚汀经济开发区", kind="年度工作总结"))
    return made


def engine(base_url: str, on_text: Any = None) -> ModelEngine:
    """A model engine as the command line makes it."""
    prompts = load_prompt("draft_section"), load_prompt("revise")
    return ModelEngine(Endpoint("m", base_url, "k"), *prompts, ModelOptions(concurrency=AT_ONCE), on_text=on_text)


def bare_first(base_url: str, messages: list[Message]) -> float:
    """Seconds to the first piece with the bare client and nothing of the program around it: the endpoint's own time."""
    import openai

    client = openai.OpenAI(base_url=base_url, api_key="k", max_retries=0)
    start = time.perf_counter()
    told: Any = [{"role": one.role, "content": one.content} for one in messages]
    for chunk in client.chat.completions.create(model="m", messages=told, stream=True):
        if chunk.choices and chunk.choices[0].delta.content:
            first = time.perf_counter() - start
            break
    client.close()
    return first


def our_first(base_url: str, request: SectionRequest) -> float:
    """Seconds from asking for a section to its first visible word in the caller's hand."""
    heard: list[float] = []
    writer = engine(base_url, lambda title, text: heard.append(time.perf_counter()) if not heard else None)
    start = time.perf_counter()
    writer.write_section(request)
    return heard[0] - start


def main() -> int:
    """Measure, print, and say by the exit code whether the promises hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    request = requests_for(1)[0]
    with Server(FIRST) as base_url:
        rehearsal = engine(base_url)
        messages = [Message(one["role"], one["content"]) for one in rehearsal.preview([request])[0]["messages"]]
        asyncio.run(_warm(base_url, messages))
        own = [bare_first(base_url, messages) for _ in range(9)]
        our_first(base_url, request)
        ours = [our_first(base_url, request) for _ in range(9)]
    with Server(SECTION) as base_url:
        writer = engine(base_url)
        writer.write_section(request)
        requests = requests_for(SECTIONS)
        sent = [[Message(one["role"], one["content"]) for one in body["messages"]] for body in writer.preview(requests)]
        spans, busy, bare = [], [], []
        for _ in range(7):
            bare.append(asyncio.run(_bare_draft(base_url, sent)))
            writer = engine(base_url)
            start, used = time.perf_counter(), time.process_time()
            writer.write_sections(requests)
            spans.append(time.perf_counter() - start)
            busy.append(time.process_time() - used)
            assert writer.tally.by_model == SECTIONS
            assert writer.tally.rejected == 0
    rounds = -(-SECTIONS // AT_ONCE)
    added = 1000 * (statistics.median(ours) - statistics.median(own))
    result = {
        "first_endpoint_ms": round(1000 * statistics.median(own), 1), "first_ours_ms": round(1000 * statistics.median(ours), 1),
        "first_added_ms": round(added, 1), "draft_seconds": round(statistics.median(spans), 3), "draft_ideal": rounds * SECTION,
        "draft_times_ideal": round(statistics.median(spans) / (rounds * SECTION), 2), "draft_best": round(min(spans), 3),
        "bare_seconds": round(statistics.median(bare), 3), "draft_cpu_seconds": round(statistics.median(busy), 3),
    }
    print(json.dumps(result, ensure_ascii=False))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0 if added <= FIRST_MS and result["draft_times_ideal"] <= TIMES else 1


async def _bare_draft(base_url: str, sent: list[list[Message]]) -> float:
    """Seconds that the same requests take the client alone, as many at once, with nothing of the program around them."""
    import openai

    client = openai.AsyncOpenAI(base_url=base_url, api_key="k", max_retries=0)
    room = asyncio.Semaphore(AT_ONCE)

    async def one(messages: list[Message]) -> None:
        async with room:
            told: Any = [{"role": each.role, "content": each.content} for each in messages]
            stream = await client.chat.completions.create(model="m", messages=told, stream=True)
            async for _ in stream:
                pass

    start = time.perf_counter()
    await asyncio.gather(*(one(messages) for messages in sent))
    seconds = time.perf_counter() - start
    await client.close()
    return seconds


async def _warm(base_url: str, messages: list[Message]) -> None:
    model = ChatModel(Endpoint("m", base_url, "k"))
    await model.answer(messages)
    await model.close()


if __name__ == "__main__":
    sys.exit(main())
