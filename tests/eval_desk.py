"""A working folder for tests of the evaluation: cases, a suite and prompts of this project's own, and the command run in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PROMPT = """\
---
name: section
version: 1
purpose: 测试
variables: [section, notes]
changed: {changed}
---

## system
{system}

## user
{{section}}
{{notes}}
"""
_CASE = """\
kind: section
unit: 澄屿产业园
year: 2026
section: 项目建设{number}
notes: |
  - 新开工项目{number}个
  - 完成投资{number}.5亿元
expect:
  mentions: [新开工]
"""


@dataclass(frozen=True)
class EvalDesk:
    """The folder, with `eval/suites`, `eval/cases` and `prompts`."""

    folder: Path
    base_url: str = ""

    def run(self, *args: str, timeout: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
        """`biganzi eval …` as a user runs it."""
        return subprocess.run(
            self.command(*args), cwd=self.folder, env=self.environment(**environment), capture_output=True, text=True, timeout=timeout,
            check=False,
        )

    def start(self, *args: str) -> subprocess.Popen[str]:
        """The same, not waited for."""
        return subprocess.Popen(
            self.command(*args), cwd=self.folder, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )

    def command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "assistant", "eval", *args]

    def environment(self, **changes: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI", "BIGANZI", "http_", "https_", "HTTP_", "HTTPS_"))}
        given = {"PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(self.folder / "config"), "OPENAI_API_KEY": "sk-secret-9"}
        return kept | given | ({"OPENAI_BASE_URL": self.base_url} if self.base_url else {}) | changes

    def json(self, *args: str) -> Any:
        """The machine output of a command."""
        return json.loads(self.run(*args, "--json").stdout)


def make_desk(folder: Path, base_url: str = "", cases: int = 6, suite: str = "") -> EvalDesk:
    """A desk with so many section cases, two prompts `plain` and `strict`, and a suite `small` that compares them."""
    for name in ("eval/suites", "eval/cases", "prompts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(1, cases + 1):
        (folder / f"eval/cases/c{number:03d}.yaml").write_text(_CASE.format(number=number), encoding="utf-8")
    (folder / "prompts/plain.md").write_text(PROMPT.format(changed="第一版", system="写一段"), encoding="utf-8")
    (folder / "prompts/strict.md").write_text(PROMPT.format(changed="第二版", system="逐条写全，一个数字也不能少"), encoding="utf-8")
    (folder / "eval/suites/small.yaml").write_text(suite or SUITE, encoding="utf-8")
    return EvalDesk(folder, base_url)


SUITE = """\
name: small
cases: ../cases/*.yaml
variants:
  - {id: plain, engine: prompt, prompts: {section: ../../prompts/plain.md}}
  - {id: strict, engine: prompt, prompts: {section: ../../prompts/strict.md}}
models: [ok]
scorers: {numbers: 3, coverage: 3, style: 1, mentions: 1, time: 0, tokens: 0}
gates:
  - {scorer: numbers, not_worse_than: plain}
limits: {concurrency: 4}
"""


def writer(request: dict[str, Any]) -> str:
    """A model that under the strict prompt carries every figure, and under the plain one loses the investment of every case."""
    system, user = (str(message["content"]) for message in request["messages"])
    opened = re.search(r"新开工项目(\d+)个", user)
    spent = re.search(r"完成投资([\d.]+)亿元", user)
    assert opened
    assert spent
    if "逐条" in system:
        return f"全年新开工项目{opened[1]}个，完成投资{spent[1]}亿元。"
    return f"全年新开工项目{opened[1]}个，项目建设稳步推进。"
