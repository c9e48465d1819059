"""Works through a plan: at once within the limits, each answer kept as it arrives, stoppable and continued. Knows no scorer."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from assistant.errors import BiganziError, EndpointError, InputError
from assistant.evaluation.plan import Cell
from assistant.evaluation.store import Output, RunStore
from assistant.evaluation.suites import Limits

Job = Callable[[Cell], Awaitable[Output]]
Progress = Callable[["State"], None]


@dataclass(slots=True)
class State:
    """How far a run is. planned = done + failed + missing always holds; cached are among the done."""

    planned: int
    done: int = 0
    failed: int = 0
    cached: int = 0
    running: int = 0
    highest: int = 0
    tokens: int = 0
    cost: float = 0.0
    seconds: float = 0.0
    stopped: str = ""
    is_endpoint_down: bool = False

    @property
    def missing(self) -> int:
        """Planned cells without a row that says done or failed."""
        return self.planned - self.done - self.failed

    @property
    def remaining_seconds(self) -> float | None:
        """Estimate to the end from the pace of the calls so far; None before the first."""
        called = self.done + self.failed - self.cached
        return self.seconds / called * self.missing if called else None


def run_cells(
    run: str, cells: list[Cell], store: RunStore, job: Job, limits: Limits, *,
    prices: Mapping[str, tuple[float, float]] | None = None, progress: Progress | None = None,
    answered: Callable[[str], None] | None = None,
) -> State:
    """Answer every open cell of a run. The first Ctrl-C lets what is in flight finish and keeps it, the second cancels.

    prices: model → (per million prompt tokens, per million completion tokens), for the cost cap. answered: told of each cell that
    now has its answer in the store.
    """
    state = State(len(cells))
    state.cached = store.take_from_cache(run)
    open_ids = store.open_cells(run)
    state.done = state.planned - len(open_ids)
    state.cached = max(state.cached, 0)
    todo = [cell for cell in cells if cell.id in open_ids]
    if progress:
        progress(state)
    if todo:
        try:
            asyncio.run(_work(run, todo, store, job, limits, prices or {}, state, progress, answered))
        except asyncio.CancelledError:
            state.stopped = "已中断：在途的回答没有等"
    return state


async def _work(
    run: str, todo: Iterable[Cell], store: RunStore, job: Job, limits: Limits,
    prices: Mapping[str, tuple[float, float]], state: State, progress: Progress | None, answered: Callable[[str], None] | None,
) -> None:
    stop = asyncio.Event()
    _listen(stop, state)
    start = time.monotonic()
    queue = iter(todo)

    async def worker() -> None:
        # one iterator for all workers: memory does not grow with the number of cells
        for cell in queue:
            if stop.is_set() or over(state, limits):
                return
            state.running += 1
            state.highest = max(state.highest, state.running)
            try:
                output = await job(cell)
                store.done(run, cell, output)
                state.done += 1
                state.tokens += output.prompt_tokens + output.completion_tokens
                inward, outward = prices.get(cell.model, (0.0, 0.0))
                state.cost += (output.prompt_tokens * inward + output.completion_tokens * outward) / 1e6
                if answered:
                    answered(cell.id)
            except BiganziError as error:
                store.failed(run, cell, str(error))
                state.failed += 1
                state.is_endpoint_down = isinstance(error, EndpointError)
            except Exception as error:  # noqa: BLE001 -- one cell's fault is a record, not the end of the run
                store.failed(run, cell, f"{type(error).__name__}: {error}")
                state.failed += 1
            finally:
                state.running -= 1
                state.seconds = time.monotonic() - start
                if progress:
                    progress(state)

    try:
        await asyncio.gather(*(worker() for _ in range(limits.concurrency)))
    finally:
        close = getattr(job, "close", None)
        if close is not None:
            await close()


def over(state: State, limits: Limits) -> bool:
    """Whether the cap on tokens or cost is reached; the state then says so."""
    if limits.tokens and state.tokens >= limits.tokens:
        state.stopped = f"到了 token 上限 {limits.tokens}"
    elif limits.cost and state.cost >= limits.cost:
        state.stopped = f"到了费用上限 {limits.cost}"
    return bool(state.stopped)


def _listen(stop: asyncio.Event, state: State) -> None:
    loop = asyncio.get_running_loop()

    def interrupted() -> None:
        if stop.is_set():
            for task in asyncio.all_tasks(loop):
                task.cancel()
            return
        state.stopped = "已中断：等在途的回答收完（再按一次立即停）"
        stop.set()

    try:
        loop.add_signal_handler(signal.SIGINT, interrupted)
    except (NotImplementedError, RuntimeError, ValueError):
        # Windows loops and threads other than the main one have no handlers; Ctrl-C then stops at once, answers so far are kept
        return


def explain_key(store: RunStore, run: str, cell: str) -> list[str]:
    """Why a cell hit or missed the cache, in lines. Raises InputError for an unknown cell."""
    found = store.ingredients(run, cell)
    if found is None:
        raise InputError(f"运行 {run} 中没有格 {cell}")
    key, ingredients, status, source = found
    verdict = {"cache": "命中缓存", "call": "实际调用", "": "还没有回答"}[source]
    lines = [f"格 {cell}：{status}，{verdict}，键 {key}"]
    lines += [f"  {name} = {value}" for name, value in sorted(ingredients.items())]
    if source != "cache":
        other = store.nearest(ingredients, store.case_of(run, cell))
        if other is None:
            lines.append("缓存里没有同一用例的回答")
        else:
            lines.append("与最接近的已有回答相比，不同的是：")
            changed = [(name, value) for name, value in sorted(ingredients.items()) if other.get(name) != value]
            lines += [f"  {name}: {other.get(name, '（无）')} → {value}" for name, value in changed]
    return lines
