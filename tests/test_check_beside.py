"""Checks in a process beside: the same findings, whatever happens to the process, and none left behind."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from assistant.checks.beside import _PROGRAM, Beside, Job
from assistant.checks.words import NO_WORDS, HouseWords
from assistant.settings import Settings
from assistant.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
TEXT = """桐屿开发区2025年工作总结
一、2025年工作总结
全年完成工业总产值120.5亿元，比上年的100亿元增长18.2%。引进项目12个，其中亿元以上项目15个。
三、2026年工作思路
1.抓招商，,力争引进项目20个。
"""
PREVIOUS = """桐屿开发区2024年工作总结
一、2024年工作总结
全年完成工业总产值99亿元。
二、2025年工作思路
新建标准厂房3万平方米。
"""
NOTES = "- 全年完成工业总产值125.5亿元，同比增长18.2%。\n- 引进项目12个。\n"


@pytest.fixture
def beside():
    made = Beside(1)
    yield made
    made.close()


def material():
    from assistant.notes.reading import parse_notes

    desk = Workspace(Settings())
    return desk, desk.parse(TEXT, "text"), desk.ledger_of(parse_notes(NOTES, "notes"), 2025), desk.parse(PREVIOUS, "previous")


def process_of(beside: Beside):
    return next(place.process for place in beside._free.queue if place.number == 0)


def test_the_same_as_here(beside):
    desk, document, notes, previous = material()
    here = desk.examine(document, notes=notes, previous=previous, replacements=[("抓招商", "抓好招商")])
    desk.beside = beside
    there = desk.examine(document, notes=notes, previous=previous, replacements=[("抓招商", "抓好招商")])
    assert process_of(beside) is not None
    assert there == here
    assert {one.category for one in there.findings} >= {"numbers", "structure", "evidence"}
    assert there.document is document


def test_many_at_once(beside):
    desk, document, notes, previous = material()
    here = desk.examine(document, notes=notes, previous=previous)
    desk.beside = beside
    with ThreadPoolExecutor(8) as threads:
        seen = list(threads.map(lambda _: desk.examine(document, notes=notes, previous=previous), range(24)))
    assert all(one == here for one in seen)
    assert beside._free.qsize() == 1


def test_a_process_that_dies_costs_no_check(beside):
    _, document, _, _ = material()
    first = beside.examine(document)
    killed = process_of(beside)
    killed.kill()
    killed.wait()
    assert beside.examine(document) == first
    assert beside.examine(document, words=HouseWords(("抓招商",))).document is document
    assert process_of(beside).pid != killed.pid


def test_where_none_can_be_started_checks_are_done_here(beside, monkeypatch):
    _, document, _, _ = material()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert beside.examine(document).findings
    assert process_of(beside) is None


def test_a_second_process_only_where_one_is_at_work():
    _, document, _, _ = material()
    two = Beside(2)
    try:
        for _ in range(3):
            two.examine(document)
        assert [place.process is not None for place in sorted(two._free.queue)] == [True, False]
        with ThreadPoolExecutor(4) as threads:
            assert len({one.findings for one in threads.map(lambda _: two.examine(document), range(8))}) == 1
        assert [place.process is not None for place in sorted(two._free.queue)] == [True, True]
    finally:
        two.close()


def test_what_lies_in_the_folder_is_no_module(beside, tmp_path, monkeypatch):
    for name in ("pickle", "queue", "assistant"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _, document, _, _ = material()
    assert beside.examine(document).findings
    assert process_of(beside) is not None


@pytest.mark.parametrize("share", [1.0, 0.5], ids=["answer unread", "job broken off"])
def test_it_says_nothing_when_its_asker_is_gone(share):
    _, document, _, _ = material()
    job = pickle.dumps(Job(document, None, None, NO_WORDS))
    command = [sys.executable, "-P", "-c", _PROGRAM, str(ROOT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(job[: int(len(job) * share)])
        process.stdin.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_it_ends_with_the_program_that_started_it():
    program = (
        "import time\nfrom assistant.checks.beside import Beside\nfrom assistant.workspace import Workspace\n"
        "made = Beside(1)\nmade.examine(Workspace().parse('总结', ''))\n"
        "print(next(one.process.pid for one in made._free.queue if one.process), flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT) as started:
        assert started.stdout is not None
        beside = psutil.Process(int(started.stdout.readline()))
        started.kill()
    deadline = time.monotonic() + 10
    while beside.is_running() and beside.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not beside.is_running() or beside.status() == psutil.STATUS_ZOMBIE
