"""SIGKILL while ingesting: the short run of benchmarks/kill_ingest.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a matter of POSIX systems")
def test_killed_at_any_moment_the_library_is_whole_and_the_command_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "benchmarks"))
    from kill_ingest import kill_often

    result = kill_often(12, seed=5, files=8)
    assert result["kills"] == 12
    assert result["failures"] == []
