"""`biganzi facts` through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli.main import main

TEXT = """云渡经济开发区2024年工作总结

一、主要工作

1—11月完成规上工业总产值479.3亿元，增长8.5%，其中核心区318.6亿元。招商**次。
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text("\ufeff" + TEXT, encoding="utf-8")
    return path


def test_json(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", str(report), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)["facts"]
    for fact in facts:
        assert TEXT[fact["start"] : fact["end"]] == fact["quote"]
        assert {"indicator", "period", "scope", "value", "unit", "change"} <= fact.keys()
    first = facts[0]
    assert (first["indicator"], first["period"], first["value"], first["unit"], first["change"]) == (
        "规模以上工业总产值", "2024年1—11月", 479.3, "亿元", "level")
    assert [fact["scope"] for fact in facts if fact["quote"] == "318.6亿元"] == ["核心区"]
    assert [fact["value"] for fact in facts if fact["masked"]] == [None]


def test_text(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", str(report)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{report}:5:")
    assert "479.3亿元" in lines[0]


def test_a_missing_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", str(tmp_path / "无.txt"), "--json"]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
