"""The library keeps reports: whole, once each, under another process's feet, and says clearly when it can't."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.errors import InputError, LibraryBusy, LibraryError, LibraryVersionError
from assistant.retrieval.library import Library
from tests.library_texts import fill, pieces, report


def test_opening_and_reading_create_nothing(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library")
    assert library.reports() == []
    assert library.chunks() == []
    assert library.search("厂房") == []
    assert library.stats()["reports"] == 0
    assert library.index()
    library.rebuild()
    assert not (tmp_path / "library").exists()


def test_a_document_comes_back_as_it_went_in(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    document, chunks = report("青屏经济开发区", 2023, pieces(2023))
    stored = library.replace(document, chunks, sha256="abc", parser="1")
    assert Library.open(tmp_path).document(stored.id) == document
    assert [(c.text, c.start, c.end, c.headings, c.part, c.topic) for c in library.chunks(report=stored.id)] == [
        (c.text, c.start, c.end, c.headings, c.part, c.topic) for c in chunks]
    for chunk in library.chunks():
        assert document.original[chunk.start : chunk.end] == chunk.text


def test_the_same_file_replaces_itself(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    document, chunks = report("青屏经济开发区", 2023, pieces(2023))
    first = library.replace(document, chunks, sha256="one", parser="1")
    assert library.holds(document.source, "one", "1")
    assert not library.holds(document.source, "two", "1")
    assert not library.holds(document.source, "one", "2")
    second = library.replace(*report("青屏经济开发区", 2023, pieces(2023)[:2]), sha256="two", parser="1")
    assert second.id == first.id
    assert len(library.reports()) == 1
    assert len(library.chunks()) == 2
    assert library.search("道路", 5, part="plan") == []


def test_a_moved_file_is_the_same_report(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library")
    old = tmp_path / "old" / "r.txt"
    document, chunks = report("青屏经济开发区", 2023, pieces(2023), source=str(old))
    library.replace(document, chunks, sha256="one", parser="1")
    new = tmp_path / "new" / "r.txt"
    assert library.holds(str(new), "one", "1")
    assert [r.source for r in library.reports()] == [str(new)]


def test_chunks_by_what_they_are(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    fill(library)
    assert {c.part for c in library.chunks(part="plan")} == {"plan"}
    assert {(c.unit, c.year) for c in library.chunks(unit="洛渠高新区", year=2022)} == {("洛渠高新区", 2022)}
    assert len(library.chunks(topic="平台载体")) == 4


def test_reports_are_found_by_id_prefix_and_name(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    fill(library, years=(2022,))
    one = library.reports()[0]
    assert library.report(one.id) == library.report(one.id[:6]) == library.report(one.source) == one
    with pytest.raises(InputError, match="没有这一篇"):
        library.report("无此篇")
    with pytest.raises(InputError):
        library.report("")


def test_removed_is_gone_everywhere(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    fill(library)
    library.index()
    gone = library.remove("青屏经济开发区-2022.txt")
    assert gone.id not in {r.id for r in library.reports()}
    assert all(hit.chunk.report != gone.id for hit in library.search("青屏2022年产值", 20))
    with pytest.raises(InputError):
        library.remove(gone.id)


def test_another_version_is_left_alone(tmp_path: Path) -> None:
    fill(Library.open(tmp_path))
    path = tmp_path / "library.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    new = report("新区", 2024, pieces(2024))
    for attempt in (lambda lib: lib.reports(), lambda lib: lib.search("厂房"), lambda lib: lib.replace(*new)):
        with pytest.raises(LibraryVersionError, match="另一版本") as error:
            attempt(Library.open(tmp_path))
        assert "\n" not in str(error.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b""])
def test_a_file_that_is_no_library(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.sqlite3").write_bytes(content)
    library = Library.open(tmp_path)
    if content:
        with pytest.raises(LibraryError):
            library.reports()
        assert (tmp_path / "library.sqlite3").read_bytes() == content
    else:
        # what a process leaves that was killed while it made the library
        assert library.reports() == []
        fill(library)
        assert len(library.reports()) == 4


def test_somebody_elses_database_is_not_touched(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "library.sqlite3") as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(LibraryError, match="不是笔杆子的资料库"):
        fill(Library.open(tmp_path))


def test_a_location_that_cannot_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="不是文件夹"):
        Library.open(tmp_path / "file")
    with pytest.raises(LibraryError, match="写不进去"):
        fill(Library.open(tmp_path / "file" / "library"))
    with pytest.raises(InputError):
        Library.open("  ")


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    # a limit on file size is what a full disk looks like to SQLite, without needing a disk to fill
    fill(Library.open(tmp_path))
    code = """
import resource, signal, sys
from assistant.errors import BiganziError
from assistant.retrieval.library import Library
from tests.library_texts import pieces, report
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
library = Library.open(sys.argv[1])
many = [("长", "summary", "", "字" * 50_000 + str(n) + "".join(chr(0x4e00 + n * i % 20000) for i in range(50_000))) for n in range(20)]
try:
    library.replace(*report("大区", 2024, many))
except BiganziError as error:
    print(type(error).__name__, str(error).count(chr(10)))
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, cwd=Path(__file__).parents[1])
    assert done.stdout.split() == ["LibraryError", "0"], done.stderr
    library = Library.open(tmp_path)
    assert len(library.reports()) == 4
    assert len(library.search("厂房使用率", 4)) == 4


def test_a_writer_waits_for_its_turn_and_then_says_so(tmp_path: Path) -> None:
    fill(Library.open(tmp_path))
    code = "import sys, time, filelock; l = filelock.FileLock(sys.argv[1]); l.acquire(); print('held', flush=True); time.sleep(30)"
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "write.lock")], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        library = Library.open(tmp_path, wait=0.3)
        started = time.monotonic()
        with pytest.raises(LibraryBusy, match="另一个进程"):
            library.replace(*report("新区", 2024, pieces(2024)))
        assert time.monotonic() - started < 5
        # readers never wait
        assert len(library.reports()) == 4
        assert library.search("厂房")
    finally:
        holder.kill()
        holder.wait()
    library.replace(*report("新区", 2024, pieces(2024)))
    assert len(library.reports()) == 5


def test_three_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    code = """
import sys
from assistant.retrieval.library import Library
from tests.library_texts import pieces, report
library = Library.open(sys.argv[1])
for year in range(2010, 2022):
    library.replace(*report(sys.argv[2] + "开发区", year, pieces(year)))
    if year % 4 == 0:
        library.index()
library.index()
"""
    folder = Path(__file__).parents[1]
    children = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name], cwd=folder) for name in ("青屏", "洛渠", "栖川")]
    assert [child.wait(timeout=120) for child in children] == [0, 0, 0]
    library = Library.open(tmp_path)
    assert len(library.reports()) == 36
    assert len(library.chunks()) == 36 * 5
    assert library.stats()["index"] == {"sound": True, "missing": 0}
    for name in ("青屏", "洛渠", "栖川"):
        hit = library.search(f"{name}2015年闲置厂房", 1)[0]
        assert (hit.chunk.unit, hit.chunk.year) == (name + "开发区", 2015)


def test_a_file_that_holds_several_texts_speaks_for_several_units(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    document, first = report("青屏经济开发区", 2023, pieces(2023))
    _, second = report("洛渠高新区", 2021, pieces(2021, 3))
    library.replace(document, [*first, *second])
    library.index()
    assert len(library.reports()) == 1
    hit = library.search("洛渠2021年厂房使用率", 1)[0]
    assert (hit.chunk.unit, hit.chunk.year, hit.chunk.source) == ("洛渠高新区", 2021, document.source)
    assert {h.chunk.year for h in library.search("厂房", 20, year=2021)} == {2021}
    assert {c.unit for c in library.chunks(year=2021)} == {"洛渠高新区"}
