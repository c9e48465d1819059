"""Bad files and folders through the real commands: one clear line on standard error, the exit code, nothing lost."""

from __future__ import annotations

import ctypes
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.ingest.reading import read_document
from tests.library_texts import files
from tests.word_files import paragraph, word

ROOT = Path(__file__).parents[1]
BOMB = word(paragraph("小"), extra={"word/media/x.bin": bytes(250 * 1024 * 1024)})
BAD = {
    "empty.txt": (b"", "空的"),
    "blank.txt": (" \n\u3000\n".encode(), "没有文字"),
    "program.txt": (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, "不是文本"),
    "noise.txt": (bytes(range(1, 256)) * 40, "编码"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(200), "图片"),
    "renamed.txt": (word(paragraph("好")), "Word"),
    "broken.docx": (b"PK\x03\x04" + bytes(100), "损坏"),
    "bomb.docx": (BOMB, "MB"),
    "broken.pdf": (b"%PDF-1.7\nnothing", "损坏"),
    "strange.xyz": (b"abc", "不支持"),
}


def one_line(error: str, *words: str) -> None:
    """Standard error is one line that holds these words and no traceback."""
    assert len(error.strip().splitlines()) == 1, error
    assert "Traceback" not in error
    for word_ in words:
        assert word_ in error


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["extract", "outline", "ingest"])
def test_a_bad_file_is_one_line_with_its_name_and_reason(
    tmp_path: Path, name: str, command: str, capsys: pytest.CaptureFixture[str],
) -> None:
    data, reason = BAD[name]
    (tmp_path / name).write_bytes(data)
    library = ["--library", str(tmp_path / "library")] if command == "ingest" else []
    assert main([command, str(tmp_path / name), *library]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    one_line("\n".join(line for line in err.splitlines() if not line.startswith("读入 0 篇")), name, reason)


def test_one_bad_file_among_good_ones_is_named_and_the_rest_are_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files(tmp_path / "reports", 3)
    for name, (data, _) in BAD.items():
        (tmp_path / "reports" / name).write_bytes(data)
    place = ["--library", str(tmp_path / "library")]
    assert main(["ingest", str(tmp_path / "reports"), *place, "--json"]) == 0
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert len(result["added"]) == 3
    # a file of a kind that is no report is not even looked at in a folder
    assert {Path(one["path"]).name for one in result["failed"]} == set(BAD) - {"strange.xyz"}
    for one in result["failed"]:
        assert BAD[Path(one["path"]).name][1] in one["reason"]
        assert any(one["path"] in line and one["reason"] in line for line in err.splitlines())
    assert main(["search", "标准厂房", *place, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["hits"]


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("big.txt", "big.docx", "big.html"):
        with open(tmp_path / name, "wb") as file:
            file.truncate(50 * 1024 * 1024)
        assert main(["extract", str(tmp_path / name)]) == 2
        one_line(capsys.readouterr().err, name, "太大", "50 MB")


@pytest.mark.parametrize("command", ["extract", "outline", "ingest"])
def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    library = ["--library", str(tmp_path / "library")] if command == "ingest" else []
    assert main([command, str(tmp_path / "gone.txt"), *library]) == 2
    assert "gone.txt" in capsys.readouterr().err
    (tmp_path / "folder").mkdir()
    assert main([command, str(tmp_path / "folder"), *library]) == 2
    one_line(capsys.readouterr().err, "folder")
    assert not (tmp_path / "library").exists() or command == "ingest"


def test_a_library_of_another_version_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files(tmp_path / "reports", 1)
    place = ["--library", str(tmp_path / "library")]
    assert main(["ingest", str(tmp_path / "reports"), *place]) == 0
    store = next(path for path in (tmp_path / "library").iterdir() if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3")
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = store.read_bytes()
    capsys.readouterr()
    for argv in (["ingest", str(tmp_path / "reports")], ["search", "厂房"], ["library", "list"]):
        assert main([*argv, *place]) == 2
        one_line(capsys.readouterr().err, "版本")
    assert store.read_bytes() == before


@pytest.mark.parametrize("argv", [
    ["search", "厂房", "--year", "1897"], ["search", "1897年的厂房"], ["search", "厂房", "--topic", "没有这个主题"]])
def test_an_unknown_year_or_topic_finds_nothing_wrong(tmp_path: Path, argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    files(tmp_path / "reports", 2)
    place = ["--library", str(tmp_path / "library"), "--json"]
    assert main(["ingest", str(tmp_path / "reports"), *place]) == 0
    capsys.readouterr()
    assert main([*argv, *place]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert hits == [] if "--year" in argv or "--topic" in argv else hits


@pytest.mark.parametrize("argv", [
    ["search", "厂房", "--year", "去年"], ["search", "厂房", "--part", "nothing"], ["library", "show"], ["library", "burn"]])
def test_unusable_arguments_end_with_two(tmp_path: Path, argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main([*argv, "--library", str(tmp_path / "library")])
    except SystemExit as stop:
        code = int(stop.code or 0)
    assert code == 2
    assert "Traceback" not in capsys.readouterr().err


def _without_override() -> None:
    """In the child of a root process: give up the right to write where the mode forbids it, as any user lacks it."""
    if os.getuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="takes capabilities away, as root may write anywhere")
def test_a_library_that_cannot_be_written_can_still_be_searched(tmp_path: Path) -> None:
    files(tmp_path / "reports", 2)
    place = ["--library", str(tmp_path / "library")]

    def run(*argv: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "assistant", *argv, *place]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=_without_override)

    assert run("ingest", str(tmp_path / "reports")).returncode == 0
    (tmp_path / "new.txt").write_text("临澜经济开发区2024年工作总结\n一、工作总结\n产值增长。\n", encoding="utf-8")
    everything = [tmp_path / "library", *sorted((tmp_path / "library").rglob("*"))]
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        done = run("ingest", str(tmp_path / "new.txt"))
        assert done.returncode == 2, done.stderr
        one_line(done.stderr, "library")
        done = run("search", "标准厂房", "--json")
        assert done.returncode == 0, done.stderr
        assert len(json.loads(done.stdout)["hits"]) > 1
        assert run("library", "list").stdout.count("开发区") >= 2
    finally:
        for path in everything:
            path.chmod(0o755)


def test_extract_prints_exactly_what_offsets_count_in(tmp_path: Path) -> None:
    text = "临澜经济开发区2024年工作总结\r\n一、工作总结\r\n产值增长８%。\u2028完"
    (tmp_path / "x.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    command = [sys.executable, "-m", "assistant", "extract", str(tmp_path / "x.txt")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == text.replace("\r\n", "\n") == read_document(tmp_path / "x.txt").original


def test_the_outline_in_both_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "首页 > 公文 >\n临澜经济开发区2024年工作总结\n一、2024年工作总结\n（一）经济运行平稳。税收**亿元，产值增长8.1%。\n"
        "二、2025年工作打算\n签约40个。\n")
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    assert main(["outline", str(path), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["title"], result["year"], result["plan_year"], result["unit"], result["kind"]) == (
        "临澜经济开发区2024年工作总结", 2024, 2025, "临澜经济开发区", "年度总结")
    first, second = result["sections"]
    child = first["children"][0]
    assert [child[name] for name in ("number", "title", "level", "part", "topic")] == ["（一）", "经济运行平稳", 2, "summary", "经济运行"]
    assert text[child["start"] : child["end"]] == "（一）经济运行平稳"
    assert text[child["body"]["start"] : child["body"]["end"]].strip() == "税收**亿元，产值增长8.1%。"
    assert child["headings"] == ["2024年工作总结", "经济运行平稳"]
    assert second["part"] == "plan"
    assert [text[one["start"] : one["end"]] for one in result["masked"]] == [one["quote"] for one in result["masked"]] == ["**"]
    assert main(["outline", str(path)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "临澜经济开发区2024年工作总结"
    assert any(line.startswith("    （一）经济运行平稳") for line in shown)
    assert main(["extract", str(path), "--clean"]) == 0
    assert "首页" not in capsys.readouterr().out
    assert main(["extract", str(path), "--json"]) == 0
    extracted = json.loads(capsys.readouterr().out)
    assert extracted["text"] == text
    assert extracted["residue"][0]["kind"] == "furniture"


def test_help_loads_nothing_heavy() -> None:
    code = ("import sys; from assistant.cli.main import main; main(['--help']); "
            "print(sorted({'chromadb', 'numpy', 'langchain_core', 'lxml', 'gradio'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
