"""The harness around any job: plan, cache, limits, stop, kill, and the count that always adds up."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from assistant.errors import EndpointError, InputError
from assistant.evaluation.cases import load_cases
from assistant.evaluation.plan import Cell, plan_cells
from assistant.evaluation.runner import explain_key, run_cells
from assistant.evaluation.store import Output, RunStore
from assistant.evaluation.suites import Limits, load_suite

SUITE = """\
name: small
cases:
  - {id: c1, kind: section, notes: "- 产值12亿"}
  - {id: c2, kind: section, notes: "- 税收3亿"}
variants:
  - {id: a, engine: prompt}
  - {id: b, engine: prompt, temperature: 0.9}
  - {id: local, engine: offline}
models: [m1, m2]
repeats: 2
"""


def make(tmp_path: Path, text: str = SUITE, **versions: str) -> list[Cell]:
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    suite = load_suite(tmp_path / "small.yaml")
    return plan_cells(suite, load_cases(suite.cases), versions)


async def echo(cell: Cell) -> Output:
    await asyncio.sleep(0)
    return Output({"text": cell.id}, 10, 5)


def test_every_cell_is_planned_once_with_a_stable_id(tmp_path: Path) -> None:
    cells = make(tmp_path)
    assert len(cells) == 2 * 2 * (2 + 2 + 1)
    assert len({c.id for c in cells}) == len(cells)
    assert [c.id for c in cells] == [c.id for c in make(tmp_path)]
    assert len({c.key for c in cells}) == len(cells), "repeats are part of the key"


def test_a_second_run_is_all_cached_and_a_changed_prompt_calls_again(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs.db")
    cells = make(tmp_path)
    store.begin("r1", "small", cells, {})
    state = run_cells("r1", cells, store, echo, Limits(concurrency=3))
    assert (state.done, state.failed, state.missing, state.cached) == (20, 0, 0, 0)
    store.begin("r2", "small", cells, {})
    assert run_cells("r2", cells, store, echo, Limits()).cached == 20
    changed = make(tmp_path, **{"prompt:a": "v2"})
    store.begin("r3", "small", changed, {})
    state = run_cells("r3", changed, store, echo, Limits())
    assert (state.done, state.cached) == (20, 12)
    missed = next(c for c in changed if c.variant.id == "a")
    assert any("prompts" in line and "v2" in line for line in explain_key(store, "r3", missed.id))
    assert "命中缓存" in explain_key(store, "r3", next(c for c in changed if c.variant.id == "b").id)[0]
    with pytest.raises(InputError):
        explain_key(store, "r3", "zzz")


def test_a_failure_is_a_record_and_is_tried_again_next_time(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs.db")
    cells = make(tmp_path)

    async def fails(cell: Cell) -> Output:
        if cell.model == "m2":
            raise EndpointError("连不上")
        if cell.case.id == "c2":
            raise ZeroDivisionError
        return await echo(cell)

    store.begin("r", "small", cells, {})
    state = run_cells("r", cells, store, fails, Limits())
    assert state.planned == state.done + state.failed + state.missing
    assert state.failed == 14
    assert {r.error for r in store.rows("r") if r.status == "failed"} == {"连不上", "ZeroDivisionError: "}
    assert run_cells("r", cells, store, echo, Limits()).failed == 0


def test_the_token_cap_stops_and_says_so(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs.db")
    cells = make(tmp_path)
    store.begin("r", "small", cells, {})
    state = run_cells("r", cells, store, echo, Limits(concurrency=1, tokens=60))
    assert (state.done, state.missing) == (4, 16)
    assert "60" in state.stopped


def test_concurrency_is_used_and_never_passed(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs.db")
    cells = make(tmp_path)

    async def slow(cell: Cell) -> Output:
        await asyncio.sleep(0.02)
        return await echo(cell)

    store.begin("r", "small", cells, {})
    assert run_cells("r", cells, store, slow, Limits(concurrency=7)).highest == 7


CHILD = """
import asyncio, sys
from pathlib import Path
from tests.test_eval_runner import make
from assistant.evaluation.runner import run_cells
from assistant.evaluation.store import Output, RunStore
from assistant.evaluation.suites import Limits
folder = Path(sys.argv[1])
store, cells = RunStore(folder / "runs.db"), make(folder)
async def job(cell):
    with open(folder / "calls.txt", "a") as f: f.write(cell.id + "\\n")
    await asyncio.sleep(0.1)
    return Output({"text": cell.id})
store.begin("r", "small", cells, {})
state = run_cells("r", cells, store, job, Limits(concurrency=4))
sys.exit(0 if not state.missing else 130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("how", "repeated"), [(signal.SIGINT, 0), (signal.SIGKILL, 4)])
def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path, how: signal.Signals, repeated: int) -> None:
    command = [sys.executable, "-c", textwrap.dedent(CHILD), str(tmp_path)]
    root = Path(__file__).parents[1]
    child = subprocess.Popen(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    calls = tmp_path / "calls.txt"
    deadline = time.monotonic() + 20
    while not (calls.exists() and len(calls.read_text().split()) >= 6) and time.monotonic() < deadline:
        time.sleep(0.01)
    child.send_signal(how)
    child.wait(20)
    assert subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False).returncode == 0
    made = calls.read_text().split()
    assert len(set(made)) == 20
    assert len(made) - 20 <= repeated


def test_every_mistake_of_a_suite_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(
        "name: 有空格 的名\ncases: nowhere/*.yaml\nvariants:\n"
        "  - {id: a, engine: magic}\n  - {id: a, colour: red}\nrepeats: 0\ngates:\n  - {scorer: beauty}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        load_suite(path)
    message = str(caught.value)
    for line, word in ((1, "name"), (4, "engine"), (5, "colour"), (6, "repeats")):
        assert f"bad.yaml:{line}: " in message
        assert word in message
    path.write_text(
        "name: x\ncases: nowhere/*.yaml\nvariants:\n  - {id: a}\n  - {id: a}\ngates:\n  - {scorer: beauty}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s):2: cases.*:5: |:5: .*:2: cases"):
        load_suite(path)
