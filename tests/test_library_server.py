"""The same library on a Chroma server: two machines see the same reports, and a server that is away is one clear line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import EndpointError, LibraryError
from assistant.retrieval.embeddings import FunctionEmbedding
from assistant.retrieval.library import Library
from tests.library_texts import fill, pieces, report


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--path", str(tmp_path_factory.mktemp("server"))], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"})
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def machine(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """From here on libraries are opened as on another machine."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))


def test_a_library_by_address(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, tmp_path / "one")
    mine = Library.open(server)
    assert mine.search("厂房") == []
    fill(mine)
    top = mine.search("洛渠2023年空置厂房", 3, year=2023)[0]
    assert (top.chunk.unit, top.chunk.year) == ("洛渠高新区", 2023)
    assert any("向量" in why for why in top.why)

    machine(monkeypatch, tmp_path / "two")
    theirs = Library.open(server)
    assert {r.id for r in theirs.reports()} == {r.id for r in mine.reports()}
    document, _ = report("青屏经济开发区", 2022, pieces(2022, 2))
    assert theirs.document("青屏经济开发区-2022.txt") == document
    assert theirs.search("洛渠2023年空置厂房", 3, year=2023)[0].chunk == top.chunk
    sha = theirs.report("青屏经济开发区-2022.txt").sha256
    assert theirs.holds("/elsewhere/青屏经济开发区-2022.txt", sha, "")

    # replaced and removed on one machine is so on the other
    theirs.replace(*report("青屏经济开发区", 2022, [("专篇", "summary", "", "仅此一段写龙舟赛。")]))
    theirs.remove("洛渠高新区-2022.txt")
    mine._asked = 0.0  # type: ignore[attr-defined]
    assert mine.search("龙舟赛", 1)[0].chunk.text == "仅此一段写龙舟赛。"
    assert len(mine.reports()) == 3
    assert mine.stats()["index"] == {"sound": True, "missing": 0}
    assert mine.vectors._chunks.count() == sum(r.chunks for r in mine.reports())

    other = FunctionEmbedding("endpoint:tiny", lambda texts: [[float(len(text)), 1.0] for text in texts])
    with pytest.raises(LibraryError, match="library rebuild"):
        Library.open(server, embedding=other).search("厂房")
    Library.open(server, embedding=other).rebuild()
    assert Library.open(server, embedding=other).search("厂房", 2)
    Library.open(server).rebuild()
    assert Library.open(server).search("厂房", 2)


def test_a_server_that_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, tmp_path)
    with pytest.raises(EndpointError, match=r"127\.0\.0\.1:9.*连不上") as error:
        Library.open("http://127.0.0.1:9")
    assert "\n" not in str(error.value)
