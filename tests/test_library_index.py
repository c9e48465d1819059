"""The indexes are caches: damaged, stale or foreign ones are noticed, never believed, and made anew."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import LibraryError
from assistant.retrieval.embeddings import FunctionEmbedding, HashEmbedding
from assistant.retrieval.library import Library
from assistant.retrieval.ranges import joined, size, without
from tests.library_texts import fill, pieces, report

ROOT = Path(__file__).parents[1]
#: a fresh process searches and says what it found and what it thinks of the index; a damaged index must not kill it
LOOK = """
import json, sys
from assistant.retrieval.library import Library
library = Library.open(sys.argv[1])
hits = library.search("第甲开发区第40项工作：厂房使用率", 10)
print(json.dumps([len(hits), any("向量" in why for hit in hits for why in hit.why), library.stats()["index"]]))
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose graph is on disk (Chroma writes it from a thousand vectors on)."""
    folder = tmp_path_factory.mktemp("large")
    library = Library.open(folder)
    for number in range(14):
        body = "第{}区第{}项：建成标准厂房{}万平方米，厂房使用率为{}%。"
        many = [(f"第{n}项工作", "summary", "", body.format(number, n, n, n % 50 + 40)) for n in range(80)]
        library.replace(*report(f"第{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[number]}开发区", 2023, many))
    library.index()
    library.close()
    return folder


def look(folder: Path) -> tuple[int, bool, dict[str, object]]:
    """What a fresh process finds."""
    done = subprocess.run([sys.executable, "-c", LOOK, str(folder)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found, vectors, state = json.loads(done.stdout)
    return found, vectors, state


@pytest.mark.parametrize(
    ("pattern", "damage"),
    [("vectors-*/*/data_level0.bin", "cut"), ("vectors-*/*/link_lists.bin", "garbage"), ("vectors-*/*/header.bin", "garbage"),
     ("vectors-*/*/index_metadata.pickle", "gone"), ("vectors-*/chroma.sqlite3", "garbage"), ("vectors-*/chroma.sqlite3", "gone"),
     ("vectors.json", "cut"), ("lexical-*.seg", "garbage"), ("lexical-*.seg", "cut"), ("lexical.json", "garbage")])
def test_a_damaged_index_is_noticed_and_made_anew(large: Path, tmp_path: Path, pattern: str, damage: str) -> None:
    folder = tmp_path / "library"
    shutil.copytree(large, folder)
    for path in folder.glob(pattern):
        content = path.read_bytes()
        if damage == "gone":
            path.unlink()
        else:
            path.write_bytes(content[: len(content) // 2] if damage == "cut" else random.Random(1).randbytes(len(content)))
    found, vectors, state = look(folder)
    assert (found, vectors, state) == (10, True, {"sound": True, "missing": 0})


def test_a_copied_library_is_as_good(large: Path, tmp_path: Path) -> None:
    shutil.copytree(large, tmp_path / "copy", copy_function=shutil.copyfile)
    before = json.loads((tmp_path / "copy" / "vectors.json").read_text())["directory"]
    assert look(tmp_path / "copy") == (10, True, {"sound": True, "missing": 0})
    assert json.loads((tmp_path / "copy" / "vectors.json").read_text())["directory"] == before


def test_a_mark_left_by_a_killed_writer_is_cleared(large: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(large, folder)
    manifest = json.loads((folder / "vectors.json").read_text())
    (folder / "vectors.json").write_text(json.dumps(manifest | {"dirty": True}))
    (folder / "vectors-orphan").mkdir()
    library = Library.open(folder)
    assert not library.stats()["index"]["sound"]
    assert library.index()
    assert library.stats()["index"] == {"sound": True, "missing": 0}
    assert not (folder / "vectors-orphan").exists()
    # the files were good, so they were kept
    assert json.loads((folder / "vectors.json").read_text())["directory"] == manifest["directory"]


def test_what_another_process_adds_and_removes_is_seen(tmp_path: Path) -> None:
    mine = Library.open(tmp_path)
    fill(mine)
    mine.index()
    assert not [hit for hit in mine.search("霖江2024年厂房使用率", 10) if hit.chunk.year == 2024]
    code = """
import sys
from assistant.retrieval.library import Library
from tests.library_texts import pieces, report
library = Library.open(sys.argv[1])
library.replace(*report("霖江经济开发区", 2024, pieces(2024)))
library.remove("青屏经济开发区-2022.txt")
if sys.argv[2] == "index":
    library.index()
"""
    for index in ("index", ""):
        if not index:
            mine.remove("霖江经济开发区-2024.txt")
            mine.replace(*report("青屏经济开发区", 2022, pieces(2022)))
        subprocess.run([sys.executable, "-c", code, str(tmp_path), index], check=True, cwd=ROOT)
        top = mine.search("霖江2024年厂房使用率", 3)[0]
        assert (top.chunk.unit, top.chunk.year) == ("霖江经济开发区", 2024)
        assert any("向量" in why for why in top.why)
        assert all(hit.chunk.source != "青屏经济开发区-2022.txt" for hit in mine.search("青屏2022年厂房", 20))


def test_a_deleted_and_refilled_library_is_not_confused_with_the_old(tmp_path: Path) -> None:
    fill(Library.open(tmp_path))
    library = Library.open(tmp_path)
    library.index()
    library.search("厂房")
    library.store.close()
    for path in tmp_path.glob("library.sqlite3*"):
        path.unlink()
    fresh = Library.open(tmp_path)
    fresh.replace(*report("云汀港区", 2025, pieces(2025)))
    assert {hit.chunk.unit for hit in fresh.search("厂房使用率", 10)} == {"云汀港区"}
    fresh.index()
    assert fresh.stats()["index"] == {"sound": True, "missing": 0}
    assert {hit.chunk.unit for hit in fresh.search("厂房使用率", 10)} == {"云汀港区"}


def test_vectors_of_two_embeddings_never_mix(tmp_path: Path) -> None:
    asked: list[int] = []

    def made(texts: object) -> list[list[float]]:
        asked.append(len(list(texts)))  # type: ignore[call-overload]
        return [[float(len(text)), float(text.count("厂")), 1.0] for text in texts]  # type: ignore[attr-defined]

    fill(Library.open(tmp_path))
    Library.open(tmp_path).index()
    other = Library.open(tmp_path, embedding=FunctionEmbedding("endpoint:tiny", made))
    for action in (lambda: other.search("厂房"), lambda: other.index(), lambda: other.replace(*report("新区", 2024, pieces(2024)))):
        with pytest.raises(LibraryError, match="library rebuild"):
            action()
    assert asked == []
    other.rebuild()
    assert sum(asked) == 20
    assert other.search("厂房使用率", 3)
    with pytest.raises(LibraryError, match="endpoint:tiny"):
        Library.open(tmp_path).search("厂房")
    # what was paid for is kept: making the index anew asks for nothing
    asked.clear()
    other.rebuild()
    assert asked == []
    Library.open(tmp_path).rebuild()
    assert Library.open(tmp_path).search("厂房")


def test_a_hash_embedding_of_another_size_is_taken_over_silently(tmp_path: Path) -> None:
    fill(Library.open(tmp_path, embedding=HashEmbedding(256)))
    Library.open(tmp_path, embedding=HashEmbedding(256)).index()
    library = Library.open(tmp_path)
    assert library.search("厂房使用率", 3)
    library.index()
    assert any("向量" in why for hit in library.search("厂房使用率", 3) for why in hit.why)


def test_hash_vectors_are_the_same_everywhere() -> None:
    import numpy as np

    texts = ["建成标准厂房12.3万平方米", "", "PM2.5平均浓度", "Ｒ＆Ｄ经费"]
    here = HashEmbedding().embed(texts)
    code = f"from assistant.retrieval.embeddings import HashEmbedding; print(HashEmbedding().embed({texts!r}).tobytes().hex())"
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()
    assert here.tobytes().hex() == there
    lengths = np.linalg.norm(here, axis=1)
    assert np.allclose(lengths, [1, 0, 1, 1])
    assert np.allclose(HashEmbedding().embed(["R&D经费"])[0], here[3])


def test_results_do_not_depend_on_how_the_index_came_about(tmp_path: Path) -> None:
    grown = Library.open(tmp_path / "grown")
    for year in (2021, 2022, 2023, 2024):
        fill(grown, years=(year,))
        grown.index()
    grown.replace(*report("青屏经济开发区", 2021, pieces(1900)))
    fill(grown, years=(2021,))
    fresh = Library.open(tmp_path / "fresh")
    fill(fresh, years=(2022, 2023, 2024))
    fill(fresh, years=(2021,))
    for query in ("青屏2023年厂房", "洛渠2022年货柜", "青屏2025年修路", "洛渠2024年土地不够的问题"):
        assert [h.chunk.text for h in grown.search(query, 1)] == [h.chunk.text for h in fresh.search(query, 1)], query


_ranges = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 8)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8)


@settings(max_examples=200, deadline=None)
@given(_ranges, _ranges)
def test_ranges_are_sets_of_numbers(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    def numbers(ranges: list[tuple[int, int]]) -> set[int]:
        return {n for first, last in ranges for n in range(first, last + 1)}

    rest = without(joined(one), joined(other))
    assert numbers(rest) == numbers(one) - numbers(other)
    assert size(rest) == len(numbers(rest))


def test_an_embedding_endpoint_named_in_the_settings_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import assistant.engines.chat_model as chat_model
    from assistant.settings import Settings
    from assistant.workspace import Workspace

    asked: list[str] = []

    def embed(endpoint: object, texts: list[str]) -> list[list[float]]:
        asked.extend(texts)
        return [[1.0, float(len(text))] for text in texts]

    monkeypatch.setattr(chat_model, "embed", embed)
    workspace = Workspace(Settings(library=str(tmp_path), base_url="http://127.0.0.1:9/v1", embedding_model="tiny"))
    fill(workspace.library)
    workspace.library.index()
    assert len(asked) == 20
    assert workspace.search("厂房使用率", 3)
    assert workspace.library.stats()["embedding"] == "endpoint:tiny"
    with pytest.raises(LibraryError, match="library rebuild"):
        Workspace(Settings(library=str(tmp_path))).search("厂房")
