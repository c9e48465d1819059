"""The same plan on a Ray cluster: workers answer, this process keeps. One door for Ray; the plan, the store and the job are the others'."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import BiganziError, EndpointError, InputError
from assistant.evaluation.answering import Desk
from assistant.evaluation.plan import Cell
from assistant.evaluation.progress import Progress
from assistant.evaluation.runner import State, over
from assistant.evaluation.store import Output, RunStore
from assistant.evaluation.suites import Suite
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.evaluation.harness import Plan


def work_on_cluster(
    plan: Plan, store: RunStore, settings: Settings, address: str, *,
    prices: Mapping[str, tuple[float, float]] | None = None, progress: Progress | None = None,
) -> State:
    """Answer every open cell on a cluster. address: ray://host:port, host:port, auto, or local for two workers on this machine.

    Workers see the files that cases name under the same paths (a shared disk), and take the key from their own environment.
    A worker that dies costs its cell another try; the rate limits hold within each worker. Raises InputError, EndpointError.
    """
    try:
        import ray
    except ImportError:
        raise InputError("--ray 要先安装：pip install 'biganzi[distributed]'") from None
    state = State(len(plan.cells))
    state.cached = store.take_from_cache(plan.run)
    open_ids = store.open_cells(plan.run)
    state.done = state.planned - len(open_ids)
    todo = [cell for cell in plan.cells if cell.id in open_ids]
    if not todo:
        return state
    try:
        place: dict[str, Any] = {"num_cpus": 2, "include_dashboard": False} if address == "local" else {"address": address}
        ray.init(**place, log_to_driver=False, logging_level="error")
    except Exception as error:
        raise EndpointError(f"连不上 Ray 集群 {address}：{str(error).splitlines()[0][:120]}") from error
    try:
        _work(ray, plan, store, settings, todo, state, prices or {}, progress)
    finally:
        ray.shutdown()
    return state


def _work(
    ray: Any, plan: Plan, store: RunStore, settings: Settings, todo: list[Cell], state: State,
    prices: Mapping[str, tuple[float, float]], progress: Progress | None,
) -> None:
    answer = ray.remote(num_cpus=0.5, max_retries=2)(_answer)
    suite, folder = ray.put((settings, plan.suite)), str((store.path.parent / "libraries").resolve())
    queue, start = iter(todo), time.monotonic()
    running: dict[Any, Cell] = {}
    limits = plan.suite.limits
    while True:
        try:
            while len(running) < limits.concurrency and not state.stopped and not over(state, limits):
                cell = next(queue, None)
                if cell is None:
                    break
                running[answer.remote(suite, cell, folder)] = cell
            state.running, state.highest = len(running), max(state.highest, len(running))
            if not running:
                return
            ready, _ = ray.wait(list(running), timeout=1.0)
            for reference in ready:
                _keep(ray, plan.run, store, running.pop(reference), reference, state, prices)
            state.seconds = time.monotonic() - start
            if progress:
                progress(state)
        except KeyboardInterrupt:
            if state.stopped:
                raise
            state.stopped = "已中断：等在途的回答收完（再按一次立即停）"


def _keep(
    ray: Any, run: str, store: RunStore, cell: Cell, reference: Any, state: State, prices: Mapping[str, tuple[float, float]]
) -> None:
    try:
        output, trouble, is_endpoint = ray.get(reference)
    except Exception as error:  # noqa: BLE001 -- a lost worker is a record, not the end of the run
        output, trouble, is_endpoint = None, f"Ray：{type(error).__name__}: {str(error).splitlines()[0][:120]}", False
    if output is None:
        store.failed(run, cell, trouble)
        state.failed += 1
        state.is_endpoint_down = is_endpoint
        return
    store.done(run, cell, output)
    state.done += 1
    state.tokens += output.prompt_tokens + output.completion_tokens
    inward, outward = prices.get(cell.model, (0.0, 0.0))
    state.cost += (output.prompt_tokens * inward + output.completion_tokens * outward) / 1e6


#: one desk a worker and suite: it holds the libraries that are open
_DESKS: dict[str, Desk] = {}


def _answer(given: tuple[Settings, Suite], cell: Cell, folder: str) -> tuple[Output | None, str, bool]:
    """In the worker: the answer, or the line for the record and whether it is the endpoint's fault."""
    settings, suite = given
    desk = _DESKS.get(suite.name)
    if desk is None or desk.suite != suite:
        # libraries are built by each worker for itself: two processes building the same one would wait for each other
        desk = _DESKS[suite.name] = Desk(settings, suite, Path(folder) / f"worker-{os.getpid()}")

    async def once() -> Output:
        try:
            return await desk(cell)
        finally:
            await desk.close()

    try:
        return asyncio.run(once()), "", False
    except BiganziError as error:
        return None, str(error), isinstance(error, EndpointError)
    except Exception as error:  # noqa: BLE001 -- one cell's fault is a record
        return None, f"{type(error).__name__}: {error}", False
