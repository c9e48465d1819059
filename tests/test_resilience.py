"""Every fault of an endpoint, played by a real server: one clear line for the user, the draft is whole all the same."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.writing.export.markdown import to_markdown
from tests.model_desk import drafted, engine_for, ledger_of
from tests.note_sets import BULLETS
from tests.scripted_endpoint import ScriptedEndpoint

#: fault → words of the line that the user is told; "" where nothing went wrong in the end
FAULTS = {
    "429": "限流", "429-long": "600 秒", "500": "出错（500）", "html": "出错（502）", "401": "OPENAI_API_KEY", "404": "BIGANZI_MODEL",
    "context": "装不下", "cut": "断开", "no-finish": "断开", "empty": "没有给出任何内容", "malformed": "读懂", "refuse": "拒绝",
    "english": "不是中文", "length": "截断", "loop": "重复", "stall": "没有回应",
    "think": "", "reasoning": "", "fence": "", "markdown": "", "429x1": "", "500x1": "", "cutx1": "", "emptyx1": "",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_draft_is_whole_whatever_the_endpoint_does(fault: str) -> None:
    told: list[str] = []
    ledger = ledger_of(BULLETS)
    with ScriptedEndpoint() as server:
        engine = engine_for(server.base_url, fault, settings={"timeout": 1.0, "retries": 0 if fault == "stall" else 1})
        engine._on_trouble = told.append
        draft = drafted(ledger, engine)
    text = to_markdown(draft)
    for figure in ("312.6亿元", "88.3亿元", "27.48亿元", "210亩", "1120人"):
        assert figure in text
    for foreign in ("999亿元", "remarkable", "抱歉", "```", "希望对您有帮助"):
        assert foreign not in text
    if FAULTS[fault]:
        assert told, "the user must be told"
        assert FAULTS[fault] in told[0]
        assert all("\n" not in line and "sk-secret" not in line for line in told)
        # the same trouble with the whole endpoint is told once, not once a section
        if fault in ("401", "404"):
            assert len(told) == 1
    else:
        assert told == []


def test_no_such_host_is_told_once() -> None:
    told: list[str] = []
    engine = engine_for("http://127.0.0.1:9/v1", settings={"retries": 0})
    engine._on_trouble = told.append
    draft = drafted(ledger_of(BULLETS), engine)
    assert len(told) == 1
    assert "连不上" in told[0]
    assert "312.6亿元" in to_markdown(draft)


def run(arguments: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line as a user runs it, in a folder of its own."""
    clean = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments], cwd=folder, env=clean | environment, capture_output=True, text=True, timeout=120,
        check=False,
    )


@pytest.mark.parametrize(("model", "code", "says"), [("401", 3, "OPENAI_API_KEY"), ("ok", 0, "模型 ok")])
def test_the_command_line_ends_as_the_interface_says(tmp_path: Path, model: str, code: int, says: str) -> None:
    (tmp_path / "notes.md").write_text(BULLETS, encoding="utf-8")
    with ScriptedEndpoint() as server:
        done = run(
            ["draft", "notes.md", "--json"], tmp_path, OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY="sk-secret-123", BIGANZI_MODEL=model
        )
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "sk-secret" not in done.stderr + done.stdout
    draft = json.loads(done.stdout)
    assert draft["engine"] == "model"
    assert draft["model"] == model
    assert draft["prompt"].startswith("draft_section=v")
    assert "312.6亿元" in draft["markdown"]


def test_a_dry_run_prints_the_requests_and_sends_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(BULLETS, encoding="utf-8")
    with ScriptedEndpoint() as server:
        done = run(
            ["draft", "notes.md", "--dry-run", "--prompt", "draft_section=v2"], tmp_path, OPENAI_BASE_URL=server.base_url,
            OPENAI_API_KEY="sk-secret-123", BIGANZI_MODEL="m",
        )
        assert server.requests == []
    assert done.returncode == 0
    bodies = [json.loads(line) for line in done.stdout.splitlines()]
    assert bodies
    assert all(body["model"] == "m" and "<素材>" in body["messages"][1]["content"] for body in bodies)
    assert "sk-secret" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"), [(["--prompt", "draft_section=v99"], "没有版本 v99"), (["--engine", "model"], "没有指定模型")]
)
def test_a_choice_that_cannot_be_met_is_one_line(tmp_path: Path, arguments: list[str], says: str) -> None:
    (tmp_path / "notes.md").write_text(BULLETS, encoding="utf-8")
    environment = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"} | ({"BIGANZI_MODEL": "m"} if "--prompt" in arguments else {})
    done = run(["draft", "notes.md", *arguments], tmp_path, **environment)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_interrupt_keeps_what_is_finished(tmp_path: Path) -> None:
    import signal
    import time

    from tests.note_sets import TABLE
    from tests.scripted_writers import draft_in

    (tmp_path / "notes.md").write_text(BULLETS + TABLE, encoding="utf-8")
    (tmp_path / "biganzi.toml").write_text("concurrency = 1\n", encoding="utf-8")
    with ScriptedEndpoint(draft_in, piece=4, piece_delay=0.03) as server:
        environment = {
            "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
            "OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "k", "BIGANZI_MODEL": "m",
        }
        running = subprocess.Popen(
            [sys.executable, "-m", "assistant", "draft", "notes.md", "-o", "out.md"], cwd=tmp_path, env=environment,
            stderr=subprocess.PIPE, text=True,
        )
        for _ in range(600):
            if server.finished >= 2:
                break
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert "Traceback" not in told
    text = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert "312.6亿元" in text
    assert "已停止" in told + text or len(text) > 200
