"""Every command of both READMEs runs, in order, as a newcomer would type it; every link and make target is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")


def commands(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line[2:] for block in re.findall(r"```console\n(.*?)```", text, re.S) for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.slow
def test_every_command_runs_in_order(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus" / "reports", tmp_path / "corpus" / "reports")
    shutil.copytree(ROOT / "corpus" / "notes-2026", tmp_path / "corpus" / "notes-2026")
    home = tmp_path / "home"
    home.mkdir()
    own = ("OPENAI", "BIGANZI", "XDG")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(own)} | {"HOME": str(home)}
    for line in commands("README.md"):
        words = shlex.split(line)
        assert words[0] == "biganzi"
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *words[1:]], cwd=tmp_path, env=environment | {"PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, encoding="utf-8", timeout=120)
        assert done.returncode == 0, (line, done.stderr[-2000:])
        assert "Traceback" not in done.stderr
        assert done.stdout or done.stderr
    assert (tmp_path / "draft.docx").stat().st_size > 10_000


@pytest.mark.parametrize("name", READMES)
def test_the_sample_lines_are_what_the_program_writes(name: str, tmp_path: Path) -> None:
    out = tmp_path / "draft.md"
    subprocess.run(
        [sys.executable, "-m", "assistant", "draft", "corpus/notes-2026", "--year", "2026", "--unit", "棠州经济开发区",
         "--previous", "corpus/reports/2025年度工作总结.docx", "-o", str(out)],
        cwd=ROOT, env={**os.environ, "BIGANZI_LIBRARY": str(tmp_path / "library")}, capture_output=True, check=True, timeout=120)
    written = out.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `.*? \| (.+?) \|$", (ROOT / name).read_text(encoding="utf-8"), re.M)
    assert len(rows) == 4
    assert [row for row in rows if row not in written] == []


def test_both_languages_show_the_same_commands() -> None:
    assert commands("README.md") == commands("README.zh-CN.md")
    assert len(commands("README.md")) >= 6


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", READMES)
def test_make_targets_are_there(name: str) -> None:
    targets = re.findall(r"^make (\w+)", (ROOT / name).read_text(encoding="utf-8"), re.M)
    assert {"run", "test"} <= set(targets)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{target}:", makefile, re.M) for target in targets)
