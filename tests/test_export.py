"""The draft as a file: official layout in Word, HTML that escapes, PDF, and nothing half written."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.domain.draft import Draft, DraftSection, Sentence
from assistant.writing.export.blocks import blocks_of_draft, blocks_of_markdown
from assistant.writing.export.docx import FONTS, write_docx
from assistant.writing.export.html import to_html
from assistant.writing.export.title import title_lines

MARKDOWN = """# 临河经济开发区2026年工作总结和2027年工作思路

> 离线起草

## 一、2026年工作总结

（一）经济运行稳中向好。完成规上工业总产值224.18亿元，【待核：213家／214家】。

（二）招商引资扎实推进。签约项目36个，税收【待补】亿元。

| 指标 | 数值 |
|---|---|
| 固定资产投资 | 90亿元 |

临河经济开发区管委会
2026年12月20日
"""


def test_blocks_know_title_headings_run_in_and_signature() -> None:
    kinds = [b.kind for b in blocks_of_markdown(MARKDOWN)]
    assert kinds == ["title", "label", "heading1", "body", "body", "table", "signature", "date"]
    run_in = blocks_of_markdown(MARKDOWN)[3]
    assert run_in.text[: run_in.run_in] == "（一）经济运行稳中向好。"


def test_a_draft_becomes_paragraphs_at_line_breaks() -> None:
    section = DraftSection("（一）", "经济运行", 2, sentences=(Sentence("甲。"), Sentence("乙。"), Sentence("\n"), Sentence("丙。")))
    texts = [b.text for b in blocks_of_draft(Draft("标题", (section,), (), frozenset()))]
    assert texts == ["标题", "（离线起草，供修改核对）", "（一）经济运行", "甲。乙。", "丙。"]


def test_word_file_has_the_official_page_styles_and_marks(tmp_path: Path) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    path = tmp_path / "out.docx"
    write_docx(MARKDOWN, path)
    document = Document(str(path))
    section = document.sections[0]
    millimetres = [round(x.mm) for x in (section.page_width, section.page_height, section.top_margin, section.left_margin)]
    assert millimetres == [210, 297, 37, 28]
    by_text = {p.text: p for p in document.paragraphs}
    heading = by_text["一、2026年工作总结"]
    assert heading.style.name == "公文一级标题"
    assert heading.style.element.rPr.rFonts.get(qn("w:eastAsia")) == FONTS["heading1"]
    body = next(p for text, p in by_text.items() if text.startswith("（一）"))
    assert body.paragraph_format.line_spacing is None
    assert round(body.style.paragraph_format.line_spacing.pt, 2) == 28.95
    marked = [run.text for p in document.paragraphs for run in p.runs if run.font.highlight_color]
    assert marked == ["【待核：213家／214家】", "【待补】"]
    with zipfile.ZipFile(path) as archive:
        footers = "".join(archive.read(n).decode() for n in archive.namelist() if n.startswith("word/footer"))
        assert not [n for n in archive.namelist() if "font" in n.lower() and n.endswith((".ttf", ".odttf"))]
    assert footers.count("PAGE") == 2
    assert document.tables[0].cell(1, 1).text == "90亿元"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("临河经开区2026年工作总结", 1),
        ("临河经济开发区2026年工作总结和2027年工作思路", 2),
        ("中国共产党临河经济技术开发区工作委员会、管理委员会2026年度领导班子述职报告和2027年工作打算", 3),
    ],
)
def test_titles_break_into_lines_that_fit(title: str, lines: int) -> None:
    broken = title_lines(title)
    assert "".join(broken) == title
    assert len(broken) == lines
    assert all(len(line) <= 20 and line[0] not in "的、，）》" for line in broken)
    assert not any(line.endswith("2026") or line.endswith("2027") for line in broken)


def test_html_shows_markup_of_the_text_as_text() -> None:
    page = to_html("# 题\n\n<script>alert(1)</script>【待补】")
    assert "<script>" not in page
    assert "<mark>【待补】</mark>" in page
    assert "http" not in page


def test_export_command_writes_each_format_and_names_what_it_cannot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "draft.md"
    source.write_text(MARKDOWN, encoding="utf-8")
    for suffix in (".docx", ".md", ".html"):
        assert main(["export", str(source), "-o", str(tmp_path / f"out{suffix}")]) == 0
        assert (tmp_path / f"out{suffix}").stat().st_size > 400
    assert main(["export", str(source), "-o", str(tmp_path / "out.xyz")]) == 2
    assert ".xyz" in capsys.readouterr().err


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "out.md").write_text("old", encoding="utf-8")
    source = tmp_path / "draft.md"
    source.write_text(MARKDOWN, encoding="utf-8")
    # root ignores permissions, so the target is a folder: it can't be replaced by a file
    (folder / "out.docx").mkdir()
    assert main(["export", str(source), "-o", str(folder / "out.docx")]) == 2
    assert "out.docx" in capsys.readouterr().err
    assert sorted(os.listdir(folder)) == ["out.docx", "out.md"]


@pytest.mark.office
@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice or pdftotext is not installed")
def test_rendered_pages_have_22_lines_and_page_numbers(tmp_path: Path) -> None:
    from assistant.writing.export.files import write_markdown_as

    paragraph = "各科室按照年初确定的目标任务逐项抓好落实，重点工作按月调度、按季通报，" * 6
    write_markdown_as("# 临河经济开发区2026年工作总结\n\n" + "\n\n".join(paragraph + "。" for _ in range(14)), tmp_path / "out.pdf")
    text = subprocess.run(["pdftotext", "-layout", str(tmp_path / "out.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")
    lines = [line for line in pages[1].splitlines() if line.strip()]
    assert lines[-1].strip().replace(" ", "") == "—2—"
    assert len(lines) - 1 == 22
    assert max(len(line.strip()) for line in lines) == 28
