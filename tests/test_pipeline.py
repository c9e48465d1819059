"""Ingest as a batch: what is new goes in, what is unchanged is skipped, what can't be read is named, and the rest go on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.errors import InputError
from assistant.ingest.pipeline import find_files, ingest
from assistant.retrieval.library import Library
from tests.library_texts import files

ROOT = Path(__file__).parents[1]


def test_new_unchanged_and_changed(tmp_path: Path) -> None:
    paths = files(tmp_path / "reports")
    library = Library.open(tmp_path / "library")
    first = ingest(library, [tmp_path / "reports"])
    assert (len(first.added), len(first.skipped), first.failed) == (4, 0, ())
    assert first.chars == sum(len(path.read_text(encoding="utf-8")) for path in paths)
    again = ingest(library, [tmp_path / "reports"])
    assert (len(again.added), len(again.skipped)) == (0, 4)
    paths[0].write_text(paths[0].read_text(encoding="utf-8").replace("标准厂房", "高标准厂房"), encoding="utf-8")
    changed = ingest(library, [tmp_path / "reports"])
    assert changed.added == (str(paths[0]),)
    assert len(library.reports()) == 4
    assert any("高标准厂房" in chunk.text for chunk in library.chunks())


def test_offsets_lead_to_the_extracted_text(tmp_path: Path) -> None:
    files(tmp_path / "reports", 2)
    library = Library.open(tmp_path / "library")
    ingest(library, [tmp_path / "reports"])
    assert library.chunks()
    for chunk in library.chunks():
        original = library.document(chunk.report).original
        assert "".join(chunk.text.split()) in "".join(original[chunk.start : chunk.end].split())


def test_a_bad_file_is_named_and_the_rest_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    files(folder, 3)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not a docx")
    library = Library.open(tmp_path / "library")
    result = ingest(library, [folder, tmp_path / "gone.txt"])
    assert len(result.added) == 3
    assert {Path(failure.path).name for failure in result.failed} == {"empty.txt", "noise.txt", "broken.docx", "gone.txt"}
    for failure in result.failed:
        assert failure.reason
        assert "\n" not in failure.reason
        assert "Traceback" not in failure.reason
    assert not result.nothing_read


def test_nothing_at_all_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "picture.xyz").write_text("x")
    with pytest.raises(InputError, match="没有可读入的文件"):
        ingest(Library.open(tmp_path / "library"), [tmp_path])
    assert not (tmp_path / "library").exists()


def test_folders_are_searched_to_the_bottom(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.docx", "a/~$1.docx", ".git/x.txt", "a/.hidden.txt", "c.exe", "c.MD"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [Path(path).relative_to(tmp_path).as_posix() for path in find_files([tmp_path])] == ["c.MD", "a/1.docx", "b/2.txt"]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files(tmp_path / "reports")
    place = ["--library", str(tmp_path / "library")]
    (tmp_path / "reports" / "empty.txt").write_bytes(b"")
    assert main(["ingest", str(tmp_path / "reports"), *place, "--json"]) == 0
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert len(result["added"]) == 4
    assert [Path(item["path"]).name for item in result["failed"]] == ["empty.txt"]
    assert "empty.txt" in err
    assert main(["ingest", str(tmp_path / "reports" / "empty.txt"), *place]) == 2
    assert main(["ingest", str(tmp_path / "nowhere"), *place]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "nowhere" in err


def test_search_and_library_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files(tmp_path / "reports")
    place = ["--library", str(tmp_path / "library")]
    assert main(["search", "厂房", *place, "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {"query": "厂房", "hits": []}
    assert "ingest" in err
    assert main(["ingest", str(tmp_path / "reports"), *place]) == 0
    queries = tmp_path / "q.jsonl"
    queries.write_text('{"query": "空置厂房"}\n\n{"query": "货柜", "source": "x"}\n', encoding="utf-8")
    capsys.readouterr()
    assert main(["search", "--queries", str(queries), *place, "-k", "3", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["query"] for line in lines] == ["空置厂房", "货柜"]
    for line in lines:
        assert [hit["rank"] for hit in line["hits"]] == [1, 2, 3]
        for hit in line["hits"]:
            assert {"rank", "score", "report", "source", "year", "topic", "part", "headings", "text", "start", "end"} <= hit.keys()
            original = Path(hit["source"]).read_text(encoding="utf-8")
            assert "".join(hit["text"].split()) in "".join(original[hit["start"] : hit["end"]].split())
    assert "使用率" in lines[0]["hits"][0]["text"]
    assert "集装箱" in lines[1]["hits"][0]["text"]

    assert main(["library", "list", *place, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == 4
    assert main(["library", "show", "r0.txt", *place]) == 0
    assert "标准厂房" in capsys.readouterr().out
    assert main(["library", "remove", listed[0]["id"], *place, "--json"]) == 0
    assert main(["library", "stats", *place, "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["reports"] == 3
    assert main(["library", "rebuild", *place]) == 0
    assert main(["library", "show", *place]) == 2
    assert main(["library", "remove", "nothing", *place]) == 2


@pytest.mark.parametrize(
    ("argv", "word"),
    [(["search"], "查询"), (["search", "厂房", "-k", "0"], "-k 0"), (["search", "--queries", "none.jsonl"], "none.jsonl"),
     (["search", "厂房", "--queries", "q.jsonl"], "取一")])
def test_unusable_arguments_are_one_line(tmp_path: Path, argv: list[str], word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*argv, "--library", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert word in err
    assert len(err.strip().splitlines()) == 1


def test_a_bad_line_of_queries_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "q.jsonl").write_text('{"query": "厂房"}\n{"question": 1}\n', encoding="utf-8")
    assert main(["search", "--queries", str(tmp_path / "q.jsonl"), "--library", str(tmp_path / "library")]) == 2
    assert "第 2 行" in capsys.readouterr().err


def test_three_ingests_at_once_lose_nothing(tmp_path: Path) -> None:
    for name in "abc":
        files(tmp_path / name, 10)
    command = [sys.executable, "-m", "assistant", "ingest"]
    children = [
        subprocess.Popen(
            [*command, str(tmp_path / name), "--library", str(tmp_path / "library")], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for name in "abc"]
    for child in children:
        _, error = child.communicate(timeout=120)
        assert child.returncode == 0, error
    library = Library.open(tmp_path / "library")
    assert len(library.reports()) == 30
    assert library.stats()["index"] == {"sound": True, "missing": 0}
    assert sum(report.chunks for report in library.reports()) == len(library.chunks())
