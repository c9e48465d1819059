"""`biganzi eval` as a user runs it, against a scripted endpoint: what a changed prompt is worth, and every way a run can end."""

import json
import signal
import sqlite3
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.eval_desk import SUITE, make_desk, writer
from tests.scripted_endpoint import ScriptedEndpoint


def test_a_better_prompt_is_called_better_and_a_worse_one_fails_the_gate(tmp_path: Path) -> None:
    with ScriptedEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url, cases=12)
        done = desk.run("run", "small", "--json")
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert told["counts"] == {"planned": 24, "done": 24, "cached": 0, "failed": 0, "missing": 0}
        means = {column["variant"]: column["means"] for column in told["columns"]}
        assert means["strict"]["numbers"] == 1.0
        assert means["plain"]["numbers"] == 0.5
        verdicts = {row["scorer"]: row["verdict"] for row in told["comparisons"][0]["scorers"]}
        assert (verdicts["mentions"], verdicts["numbers"]) == ("cannot tell", "better")
        assert {row["scorer"]: row["wins"] for row in told["comparisons"][0]["scorers"]}["numbers"] == 12
        assert len(server.requests) == 24
        turned = SUITE.replace("not_worse_than: plain", "not_worse_than: strict").replace("name: small", "name: turned")
        (tmp_path / "eval/suites/turned.yaml").write_text(turned, encoding="utf-8")
        worse = desk.run("run", "turned")
        assert worse.returncode == 1
        assert "未过" in worse.stdout
        assert len(server.requests) == 24, "the same questions under other names are in the cache"


def test_the_same_command_again_calls_nothing_and_a_changed_prompt_only_its_own_cells(tmp_path: Path) -> None:
    with ScriptedEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url, cases=12)
        first = desk.json("run", "small")
        again = desk.json("run", "small")
        assert (again["run"], len(server.requests)) == (first["run"], 24)
        plain = (tmp_path / "prompts/plain.md").read_text(encoding="utf-8")
        (tmp_path / "prompts/strict.md").write_text(plain.replace("写一段", "写两段"), encoding="utf-8")
        changed = desk.json("run", "small")
        assert changed["run"] != first["run"]
        assert (changed["counts"]["cached"], len(server.requests)) == (12, 36)
        held = desk.run("compare", first["run"], changed["run"])
        assert held.returncode == 1, "the changed prompt loses figures"
        assert "更差" in held.stdout
        assert desk.run("compare", changed["run"], first["run"]).returncode == 0
        cell = sqlite3.connect(tmp_path / ".biganzi/eval/runs.db").execute(
            "select cell from cells where run=? and variant='strict'", (changed["run"],)).fetchone()[0]
        why = desk.run("why", cell, "--run", changed["run"]).stdout
        assert "prompts:" in why
        assert "实际调用" in why
        assert "numbers = 0.500" in why
        assert "缺 1" in why


def test_expectations_may_change_without_a_call(tmp_path: Path) -> None:
    with ScriptedEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url)
        first = desk.json("run", "small")
        for path in (tmp_path / "eval/cases").glob("*.yaml"):
            path.write_text(path.read_text(encoding="utf-8").replace("[新开工]", "[新开工, 竣工投产]"), encoding="utf-8")
        again = desk.json("run", "small")
        assert (again["run"], len(server.requests)) == (first["run"], 12)
        assert {column["means"]["mentions"] for column in again["columns"]} == {0.5}


def test_reports_are_whole_and_ask_nothing_of_the_network(tmp_path: Path) -> None:
    with ScriptedEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url)
        run = desk.json("run", "small")["run"]
    assert desk.run("report").returncode == 0
    folder = tmp_path / ".biganzi/eval/reports"
    page = (folder / f"{run}.html").read_text(encoding="utf-8")
    assert "http://" not in page.replace(server.base_url, "")
    assert "https://" not in page
    assert "sk-secret-9" not in page
    assert "| strict | ok |" in (folder / f"{run}.md").read_text(encoding="utf-8")
    suite = ElementTree.fromstring((folder / f"{run}.xml").read_text(encoding="utf-8"))
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    listed = desk.json("list")
    assert [one["run"] for one in listed["runs"]] == [run]
    assert listed["suites"][0]["cases"] == 6
    base = tmp_path / "base.json"
    assert desk.run("report", run, "-o", str(base)).returncode == 0
    assert desk.run("compare", str(base), run).returncode == 0
    assert desk.run("report", "-o", "x.pdf").returncode == 2


def test_the_key_is_nowhere_in_the_store(tmp_path: Path) -> None:
    with ScriptedEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url, cases=1)
        desk.run("run", "small")
        assert server.keys == {"Bearer sk-secret-9"}
    for file in (tmp_path / ".biganzi").rglob("*"):
        assert not file.is_file() or b"sk-secret-9" not in file.read_bytes()


@pytest.mark.parametrize(("model", "code"), [("404", 3), ("401", 3), ("500x2", 0), ("429x1", 0)])
def test_an_endpoint_that_fails_for_good_is_exit_3_and_one_that_recovers_is_0(tmp_path: Path, model: str, code: int) -> None:
    with ScriptedEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url, cases=1)
        done = desk.run("run", "small", "--model", model, "--concurrency", "1")
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_failed_cells_are_exit_1_and_only_they_are_asked_again(tmp_path: Path) -> None:
    with ScriptedEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url, suite=SUITE.replace("models: [ok]", 'models: [ok, "404"]'))
        done = desk.run("run", "small")
        assert done.returncode == 1
        assert "失败 12" in done.stderr
        before = len(server.requests)
        assert desk.run("run", "small").returncode == 1
        assert len(server.requests) == before + 12


def test_the_cap_on_cost_stops_a_run_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "biganzi.toml").write_text("[prices]\nok = [1000.0, 1000.0]\n", encoding="utf-8")
    with ScriptedEndpoint(writer) as server:
        desk = make_desk(tmp_path, server.base_url, suite=SUITE.replace("concurrency: 4", "concurrency: 1, cost: 0.2"))
        done = desk.run("run", "small")
        assert done.returncode == 1
        assert "费用上限" in done.stderr
        assert 2 <= len(server.requests) < 12


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("how", "code", "repeated"), [(signal.SIGINT, 130, 0), (signal.SIGKILL, -9, 4)])
def test_a_stopped_command_goes_on_where_it_was(tmp_path: Path, how: signal.Signals, code: int, repeated: int) -> None:
    with ScriptedEndpoint(writer, delay=0.25) as server:
        desk = make_desk(tmp_path, server.base_url, cases=12)
        child = desk.start("run", "small")
        deadline = time.monotonic() + 30
        while server.finished < 5 and time.monotonic() < deadline:
            time.sleep(0.01)
        child.send_signal(how)
        child.communicate(timeout=30)
        assert child.returncode == code
        assert desk.run("run", "small").returncode == 0
        assert len(server.requests) - 24 <= repeated


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_second_interrupt_does_not_wait(tmp_path: Path) -> None:
    with ScriptedEndpoint(writer, delay=60) as server:
        desk = make_desk(tmp_path, server.base_url)
        child = desk.start("run", "small")
        deadline = time.monotonic() + 30
        while server.running < 4 and time.monotonic() < deadline:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        time.sleep(0.5)
        assert child.poll() is None, "the first waits for what is in flight"
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=20)
    assert child.returncode == 130
    assert "Traceback" not in said


def test_without_an_endpoint_nothing_is_asked_of_anybody(tmp_path: Path) -> None:
    done = make_desk(tmp_path).run("run", "small", OPENAI_API_KEY="")
    assert done.returncode == 2
    assert "OPENAI_BASE_URL" in done.stderr
    assert not (tmp_path / ".biganzi").exists()


@pytest.mark.parametrize(
    "args", [("run", "nothing"), ("why", "abc"), ("report", "abc"), ("compare", "a", "b"), ("rescore", "abc"), ("init",)]
)
def test_what_is_not_there_is_one_line_and_exit_2(tmp_path: Path, args: tuple[str, ...]) -> None:
    done = make_desk(tmp_path).run(*args)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
