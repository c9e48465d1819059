"""`biganzi layout`: our own export passes, a plain Word file does not, and --fix puts right what can be put right."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt

from assistant.cli.main import main
from assistant.writing.export.docx import write_docx
from assistant.writing.export.layout import fix_layout, read_layout

REPORT = """# 云渡经济开发区2024年工作总结

2024年，开发区扎实推进各项工作。

## 一、主要工作

### （一）经济运行平稳

全年完成产值120亿元。

1.抓项目。开工项目20个。
"""


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    word = docx.Document()
    word.add_heading("云渡经济开发区2024年工作总结", 0)
    for line in (
        "2024年，开发区扎实推进各项工作。",
        "一、主要工作",
        "（一）经济运行平稳。全年完成产值120亿元。",
        "1.抓项目。开工项目20个。",
        "云渡经济开发区管委会",
        "二〇二四年十二月五日",
    ):
        word.add_paragraph(line)
    file = tmp_path / "plain.docx"
    word.save(str(file))
    return file


def test_our_own_export_has_no_departure(tmp_path: Path) -> None:
    write_docx(REPORT, tmp_path / "ours.docx")
    assert read_layout(tmp_path / "ours.docx") == []


def test_departures_name_clause_and_strength(plain: Path) -> None:
    found = {(one.clause, one.what): one for one in read_layout(plain)}
    assert found["5.1", "纸张"].strength == "hard"
    assert found["5.2.1", "天头（上边距）"].wanted.startswith("37毫米")
    assert found["7.3.3", "一级标题字体"].wanted == "黑体"
    assert found["7.3.5", "成文日期写法"].strength == "hard"
    assert found["7.5", "页码"].found == "没有页码"
    assert found["7.3.3", "正文字号"].found == "11磅"


def test_fix_leaves_only_what_needs_a_writer(plain: Path, tmp_path: Path) -> None:
    before = plain.read_bytes()
    _, after = fix_layout(plain, tmp_path / "fixed.docx")
    assert [one.what for one in after] == ["成文日期写法"]
    assert plain.read_bytes() == before
    words = [one.text for one in docx.Document(str(tmp_path / "fixed.docx")).paragraphs]
    assert words == [one.text for one in docx.Document(str(plain)).paragraphs]
    _, again = fix_layout(tmp_path / "fixed.docx", tmp_path / "fixed.docx")
    assert again == after


def test_a_single_wrong_margin_and_size(tmp_path: Path) -> None:
    write_docx(REPORT, tmp_path / "ours.docx")
    word = docx.Document(str(tmp_path / "ours.docx"))
    word.sections[0].left_margin = Mm(25)
    body = next(one for one in word.paragraphs if "120亿元" in one.text)
    body.runs[0].font.size = Pt(14)
    word.save(str(tmp_path / "ours.docx"))
    assert [(one.what, one.found) for one in read_layout(tmp_path / "ours.docx")] == [("订口（左边距）", "25.0毫米"), ("正文字号", "14磅")]


def test_command(plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layout", str(plain)]) == 1
    assert "第5.1条（必须） 纸张" in capsys.readouterr().out
    assert main(["layout", str(plain), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["departures"][0]["clause"] == "5.1"
    assert main(["layout", str(plain), "--fix"]) == 1
    assert "余 1 项" in capsys.readouterr().err
    assert main(["layout", str(tmp_path / "none.docx")]) == 2
    assert main(["layout", str(tmp_path / "text.doc")]) == 2
