"""Big cheap runs over the OpenAI Batch API: hand over what is open, come back later, collect. Only bare prompts can go this way.

A batch is found again by its metadata, so a process killed between handing over and writing it down does not pay twice.
"""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import EndpointError, InputError
from assistant.evaluation.answering import Desk
from assistant.evaluation.plan import Cell
from assistant.evaluation.prompting import messages_of, prompt_of
from assistant.evaluation.runner import State, run_cells
from assistant.evaluation.store import Output, RunStore

if TYPE_CHECKING:
    from assistant.engines.light_client import LightClient
    from assistant.evaluation.harness import Plan

#: the API takes 50,000 requests and 200 MB a batch
_MOST, _BYTES = 20_000, 150_000_000
_ENDED = ("completed", "failed", "expired", "cancelled")
_BOUNDARY = "biganzi-batch-boundary"


@dataclass(slots=True)
class Batch:
    """A batch handed over: its cells with the keys they had then."""

    id: str
    cells: dict[str, str]
    status: str = ""


def work_in_batch(plan: Plan, store: RunStore, desk: Desk, *, say: Callable[[str], None]) -> State:
    """Collect what has come back, hand over what is open, and answer at once what needs no batch. Raises EndpointError, InputError."""
    others = [cell for cell in plan.cells if cell.variant.engine != "prompt"]
    if others:
        run_cells(plan.run, others, store, desk, plan.suite.limits)
    state = State(len(plan.cells))
    state.cached = store.take_from_cache(plan.run)
    waiting = asyncio.run(_collect_and_submit(plan, store, desk, say))
    counts = [row.status for row in store.rows(plan.run)]
    state.done, state.failed = counts.count("done"), counts.count("failed")
    if waiting:
        state.stopped = f"{waiting} 格在批量任务里，稍后用同样的命令收取"
    return state


async def _collect_and_submit(plan: Plan, store: RunStore, desk: Desk, say: Callable[[str], None]) -> int:
    from assistant.engines.light_client import LightClient, is_direct

    cells = {cell.id: cell for cell in plan.cells if cell.variant.engine == "prompt"}
    waiting: set[str] = set()
    clients: dict[str, LightClient] = {}
    try:
        for model in dict.fromkeys(cell.model for cell in cells.values()):
            endpoint = desk.endpoint(next(c.variant for c in cells.values() if c.model == model), model)
            if not is_direct(endpoint):
                raise InputError("批量任务不能经过代理；请直连接口，或不用 --batch")
            clients[model] = LightClient(endpoint)
        first = next(iter(clients.values()), None)
        for batch in _known(store, plan.run):
            assert first is not None
            waiting |= await _collect(store, plan.run, first, batch, cells, say)
        for model, client in clients.items():
            todo = [cells[c] for c in store.open_cells(plan.run) if c in cells and c not in waiting and cells[c].model == model]
            for part in _parts(plan, sorted(todo, key=lambda cell: cell.id), desk):
                waiting |= await _submit(store, plan.run, client, part, say)
    finally:
        for client in clients.values():
            await client.close()
    return len(waiting)


def _parts(plan: Plan, cells: Sequence[Cell], desk: Desk) -> Iterator[list[tuple[Cell, bytes]]]:
    """Open cells as request lines, in portions that the API takes."""
    from assistant.engines.light_client import chat_body

    part: list[tuple[Cell, bytes]] = []
    size = 0
    for cell in cells:
        messages = messages_of(cell.case, prompt_of(plan.suite, cell.variant, cell.case.kind), desk.passages(cell))
        body = chat_body(desk.endpoint(cell.variant, cell.model), messages, seed=cell.seed)
        for name in ("stream", "stream_options"):
            body.pop(name)
        line = {"custom_id": cell.id, "method": "POST", "url": "/v1/chat/completions", "body": body}
        data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        if part and (len(part) >= _MOST or size + len(data) > _BYTES):
            yield part
            part, size = [], 0
        part.append((cell, data))
        size += len(data)
    if part:
        yield part


async def _submit(store: RunStore, run: str, client: LightClient, part: list[tuple[Cell, bytes]], say: Callable[[str], None]) -> set[str]:
    data = b"".join(line for _, line in part)
    mark = hashlib.sha256(data).hexdigest()[:24]
    cells = {cell.id: cell.key for cell, _ in part}
    found = await _find(client, mark)
    if found is None:
        file = _json(await client.request("POST", "/files", _form(data), f"multipart/form-data; boundary={_BOUNDARY}"))
        order = {
            "input_file_id": file["id"], "endpoint": "/v1/chat/completions", "completion_window": "24h",
            "metadata": {"biganzi": mark, "run": run},
        }
        found = _json(await client.request("POST", "/batches", json.dumps(order).encode()))
    store.keep_batch(str(found["id"]), run, json.dumps({"cells": cells}))
    say(f"交出批量任务 {found['id']}：{client.endpoint.model}，{len(cells)} 格")
    return set(cells)


async def _find(client: LightClient, mark: str) -> dict[str, Any] | None:
    """A batch with this mark that is still worked on or done; None where the endpoint has none, or lists none."""
    try:
        listed = _json(await client.request("GET", "/batches?limit=100"))
    except EndpointError:
        return None
    for batch in listed.get("data", []):
        if (batch.get("metadata") or {}).get("biganzi") == mark and batch.get("status") not in ("failed", "expired", "cancelled"):
            return dict(batch)
    return None


async def _collect(
    store: RunStore, run: str, client: LightClient, batch: Batch, cells: dict[str, Cell], say: Callable[[str], None]
) -> set[str]:
    """Take in a batch that has ended; returns the cells that are still to wait for."""
    told = _json(await client.request("GET", f"/batches/{batch.id}"))
    status = str(told.get("status"))
    if status not in _ENDED:
        counts = told.get("request_counts") or {}
        say(f"批量任务 {batch.id}：{status}，{counts.get('completed', 0)}/{counts.get('total', len(batch.cells))}")
        return set(batch.cells)
    came = 0
    for name in ("output_file_id", "error_file_id"):
        if told.get(name):
            content = await client.request("GET", f"/files/{told[name]}/content")
            for line in content.body.splitlines():
                came += _take(store, run, batch, cells, json.loads(line)) if line.strip() else 0
    if status != "completed":
        for cell_id in set(batch.cells) & store.open_cells(run) & set(cells):
            store.failed(run, cells[cell_id], f"批量任务 {batch.id} 没有做完（{status}）")
    store.keep_batch(batch.id, run, json.dumps({"cells": batch.cells, "ended": status}))
    say(f"批量任务 {batch.id}：{status}，收到 {came}/{len(batch.cells)} 格")
    return set()


def _take(store: RunStore, run: str, batch: Batch, cells: dict[str, Cell], line: dict[str, Any]) -> int:
    cell_id = str(line.get("custom_id"))
    cell, key = cells.get(cell_id), batch.cells.get(cell_id)
    if cell is None or key is None:
        return 0
    response = line.get("response") or {}
    body = response.get("body") or {}
    choices = body.get("choices") or []
    text = str((choices[0].get("message") or {}).get("content") or "").strip() if choices else ""
    if response.get("status_code", 200) >= 300 or not text:
        said = ((line.get("error") or body.get("error") or {}).get("message")) or "没有内容"
        if key == cell.key:
            store.failed(run, cell, f"批量任务里的这一格没有成：{str(said)[:120]}")
        return 0
    from assistant.engines.answer_text import without_thoughts

    usage = body.get("usage") or {}
    value = {"kind": cell.case.kind, "text": without_thoughts(text).strip(), "finish": choices[0].get("finish_reason") or "stop"}
    output = Output(value, int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0))
    # the answer belongs to what was asked then: where the plan has changed since, it is kept for the cache alone
    if key == cell.key:
        store.done(run, cell, output)
    else:
        store.keep(dataclasses.replace(cell, key=key), output)
    return 1


def _known(store: RunStore, run: str) -> list[Batch]:
    found = []
    for batch, text in store.batches(run):
        state = json.loads(text)
        if not state.get("ended"):
            found.append(Batch(batch, dict(state["cells"])))
    return found


def _form(data: bytes) -> bytes:
    """The requests as a multipart form with purpose=batch."""
    head = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="biganzi-{int(time.time())}.jsonl"\r\n'
        "Content-Type: application/jsonl\r\n\r\n"
    )
    return head.encode() + data + f"\r\n--{_BOUNDARY}--\r\n".encode()


def _json(response: Any) -> dict[str, Any]:
    try:
        value = json.loads(response.body)
    except ValueError:
        raise EndpointError("批量接口的回答不是 JSON；这个接口可能没有批量任务") from None
    if not isinstance(value, dict):
        raise EndpointError("批量接口的回答无法读懂")
    return value
