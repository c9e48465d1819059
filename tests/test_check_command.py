"""`biganzi check` and `explain` as a user runs them: formats, exit codes, selection, fixes, decisions, house words, baseline, comments."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli.main import main

CLEAN = "云渡经济开发区2024年工作总结\n\n全年完成规上工业总产值120亿元，开工项目20个。\n"
WRONG = (
    "云渡经济开发区2024年工作总结\n\n全年完成产值120亿元。。"
    "示范片区的幅射带动作用增强,开工项目20个。\n一是抓项目。三是抓招商。三是抓环境。\n"
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "wrong.txt").write_text(WRONG, encoding="utf-8")
    return tmp_path


def report(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, list[dict]]:  # type: ignore[type-arg]
    code = main(["check", *args, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)["files"]


def test_json_has_the_shape_of_the_interface_and_exact_places(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, files = report(capsys, "wrong.txt", "clean.txt")
    assert code == 1
    assert [file["path"] for file in files] == ["wrong.txt", "clean.txt"]
    assert files[0]["chars"] == len(WRONG)
    assert files[1]["findings"] == []
    assert {finding["rule"] for finding in files[0]["findings"]} >= {"STY003", "STY005", "STR004"}
    for finding in files[0]["findings"]:
        assert set(finding) >= {"rule", "name", "category", "severity", "message", "start", "end", "quote", "related", "suggestion", "fix"}
        assert WRONG[finding["start"] : finding["end"]] == finding["quote"]
        for other in finding["related"]:
            assert WRONG[other["start"] : other["end"]] == other["quote"]
        if finding["fix"]:
            assert set(finding["fix"]) == {"start", "end", "text"}


def test_text_names_line_and_column(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "wrong.txt"]) == 1
    out = capsys.readouterr().out
    assert "wrong.txt:3:12: STY005 punctuation 错误" in out
    assert "wrong.txt:3:19: STY003 typo 错误 “幅射”应为“辐射”" in out
    assert "\033" not in out
    assert out.rstrip().splitlines()[-1].startswith("1 个文件：错误")


def test_exit_codes(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "clean.txt"]) == 0
    assert main(["check", "wrong.txt", "--exit-zero"]) == 0
    capsys.readouterr()
    assert main(["check", "nowhere.txt"]) == 2
    assert "nowhere.txt" in capsys.readouterr().err
    assert main(["check", "wrong.txt", "--select", "STY999"]) == 2
    assert "STY999" in capsys.readouterr().err


def test_an_unreadable_file_leaves_the_others_checked(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, files = report(capsys, "nowhere.txt", "wrong.txt")
    assert code == 2
    assert files[0]["error"]
    assert files[1]["findings"]


@pytest.mark.parametrize(
    ("args", "rules"),
    [
        (["--select", "STY003"], {"STY003"}),
        (["--select", "typo,STR"], {"STY003", "STR004"}),
        (["--select", "structure"], {"STR004"}),
        (["--ignore", "STY", "--ignore", "STR"], set()),
    ],
)
def test_selection(desk: Path, capsys: pytest.CaptureFixture[str], args: list[str], rules: set[str]) -> None:
    _, files = report(capsys, "wrong.txt", *args)
    assert {finding["rule"] for finding in files[0]["findings"]} == rules


def test_diff_shows_and_fix_writes(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "wrong.txt", "--fix", "--diff"])
    diff = capsys.readouterr().err
    assert "-全年完成产值120亿元。。" in diff
    assert "+全年完成产值120亿元。示范片区的辐射带动作用增强，开工项目20个。" in diff
    assert (desk / "wrong.txt").read_text(encoding="utf-8") == WRONG
    main(["check", "wrong.txt", "--fix"])
    fixed = (desk / "wrong.txt").read_text(encoding="utf-8")
    assert "120亿元。示范片区的辐射带动作用增强，开工" in fixed
    assert "三是抓招商。三是抓环境。" in fixed, "what a machine can't know is left alone"


def test_fix_keeps_encoding_mark_and_line_ends(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, mark, encoding in (("gb.txt", b"", "gb18030"), ("bom.txt", b"\xef\xbb\xbf", "utf-8")):
        (desk / name).write_bytes(mark + WRONG.replace("\n", "\r\n").encode(encoding))
        main(["check", name, "--fix", "--exit-zero"])
        data = (desk / name).read_bytes()
        assert data.startswith(mark)
        text = data[len(mark) :].decode(encoding)
        assert text.count("\r\n") == WRONG.count("\n")
        assert "辐射" in text
    capsys.readouterr()


def test_accept_once_survives_edits_elsewhere(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, files = report(capsys, "wrong.txt", "--select", "STY003")
    name = files[0]["findings"][0]["fingerprint"]
    main(["check", "wrong.txt", "--select", "STY003", "--accept", f"#{name}"])
    assert name in (desk / "biganzi-decisions.toml").read_text(encoding="utf-8")
    (desk / "wrong.txt").write_text("前言一段。\n" + WRONG, encoding="utf-8")
    capsys.readouterr()
    _, files = report(capsys, "wrong.txt", "--select", "STY003")
    assert files[0]["findings"] == []
    (desk / "wrong.txt").write_text(WRONG.replace("幅射", "辐射"), encoding="utf-8")
    main(["check", "wrong.txt", "--select", "STY003"])
    assert "已对不上的条目" in capsys.readouterr().err


def test_never_and_replace(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "wrong.txt", "--never", "typo:幅射", "--replace", "示范片区=示范区"])
    capsys.readouterr()
    _, files = report(capsys, "wrong.txt", "--select", "STY")
    found = {finding["rule"]: finding for finding in files[0]["findings"]}
    assert "STY003" not in found
    assert found["STY014"]["fix"]["text"] == "示范区"


def test_house_words_are_left_alone(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "biganzi-words.txt").write_text("幅射带动  # 本地品牌名\n", encoding="utf-8")
    _, files = report(capsys, "wrong.txt", "--select", "STY003")
    assert files[0]["findings"] == []


def test_baseline_hides_what_was_there(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "wrong.txt", "--format", "json", "-o", "before.json", "--exit-zero"])
    (desk / "wrong.txt").write_text(WRONG + "贯彻落实工作布署。\n", encoding="utf-8")
    code, files = report(capsys, "wrong.txt", "--baseline", "before.json")
    assert code == 1
    assert [finding["quote"] for finding in files[0]["findings"]] == ["布署"]
    (desk / "broken.json").write_text("[]", encoding="utf-8")
    assert main(["check", "wrong.txt", "--baseline", "broken.json"]) == 2


def test_comments_in_a_copy_of_the_word_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import docx

    word = docx.Document()
    word.add_heading("云渡经济开发区2024年工作总结", 0)
    paragraph = word.add_paragraph("全年完成产值120亿元，示范片区的幅")
    paragraph.add_run("射带动作用").bold = True
    paragraph.add_run("进一步增强。")
    word.save("report.docx")
    before = Path("report.docx").read_bytes()
    main(["check", "report.docx", "--comments", "noted.docx", "--exit-zero"])
    assert Path("report.docx").read_bytes() == before
    noted = docx.Document("noted.docx")
    assert any("辐射" in comment.text for comment in noted.comments)
    assert noted.paragraphs[1].text == "全年完成产值120亿元，示范片区的幅射带动作用进一步增强。"
    marked = _between_marks(noted.paragraphs[1]._element)
    assert "幅射" in marked
    assert main(["check", "report.docx", "--comments", "report.docx"]) == 2
    capsys.readouterr()


def _between_marks(paragraph) -> list[str]:  # type: ignore[no-untyped-def]
    found, inside = [], None
    for element in paragraph.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "commentRangeStart":
            inside = ""
        elif tag == "commentRangeEnd" and inside is not None:
            found.append(inside)
            inside = None
        elif tag == "t" and inside is not None:
            inside += element.text or ""
    return found


def test_docx_findings_carry_paragraph_and_run(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import docx

    word = docx.Document()
    word.add_paragraph("全年完成产值120亿元。")
    word.add_paragraph("发挥").add_run("幅射带动作用。")
    word.save("report.docx")
    _, files = report(capsys, "report.docx", "--select", "STY003")
    assert files[0]["findings"][0]["place"] == {"paragraph": 1, "run": 1, "offset": 0}


def test_check_loads_no_heavy_library(desk: Path) -> None:
    code = (
        "import sys; from assistant.cli.main import main; main(['check', 'wrong.txt', '--exit-zero']);"
        "print([n for n in sys.modules if n.partition('.')[0] in"
        " {'langchain', 'langchain_core', 'chromadb', 'gradio', 'openai', 'docx', 'numpy'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=desk)
    assert done.stdout.splitlines()[-1] == "[]"


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "STY003", "numbering"]) == 0
    out = capsys.readouterr().out
    assert "STY003 typo" in out
    assert "STR001 numbering" in out
    assert "错例：" in out
    assert main(["explain", "--list"]) == 0
    assert "STR008" in capsys.readouterr().out
    assert main(["explain", "typoo"]) == 2
    assert "typo" in capsys.readouterr().err
