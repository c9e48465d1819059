"""Web pages, PDF, office formats, scans: what comes out, and one clear line where a file or an optional package is not there."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from assistant.domain.document import Document
from assistant.errors import UnreadableFile
from assistant.ingest.readers import office
from assistant.ingest.readers.scan import rows
from assistant.ingest.reading import read_document
from tests.pdf_files import pdf
from tests.word_files import CHINESE, numbering, paragraph, word

TITLE = "栖川高新区2024年工作总结和2025年工作思路"
PAGE = f"""<!DOCTYPE html><html><head><meta charset="CHARSET"><title>{TITLE}_某某网</title><style>p{{}}</style></head><body>
<div class="top"><a href="/">首页</a> <a href="/x">登录</a></div><nav><ul><li>政务公开<li>办事服务</ul></nav>
<div id="main"><h1>{TITLE}</h1><div class="info">发布时间：2025-01-06 来源：管委会</div>
<div class="content"><p>2024年，栖川高新区坚持稳中求进，
各项工作取得新进展，经济运行总体平稳。</p>
<h2>一、2024年工作总结</h2><p>完成规上工业总产值<b>312.5</b>亿元，<!-- 注 -->同比增长8.1%&nbsp;。<br>税收25.4亿元，增长6.2%。</p>
<table><tr><th>指标<th>数值</tr><tr><td>税收</td><td>25.4亿元</td></tr></table>
<h2>二、2025年工作思路</h2><ol start="3"><li><p>签约项目40个，到位资金60亿元。</p></li><li>开工21个。</li></ol>
</div></div>
<aside>热门文章，欢迎阅读，欢迎下载。</aside>
<footer>版权所有，翻印必究。</footer><script>var a="脚本，不是正文。";</script></body></html>"""


def read(tmp_path: Path, name: str, data: bytes) -> Document:
    """The Document of a file with these bytes."""
    (tmp_path / name).write_bytes(data)
    return read_document(tmp_path / name)


def refused(tmp_path: Path, name: str, data: bytes) -> str:
    """The one line for which a file is refused."""
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, name, data)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize(("named", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("nonsense", "utf-8"), ("gbk", "utf-8-sig")])
def test_the_article_of_a_page_comes_out_and_nothing_else(tmp_path: Path, named: str, encoding: str) -> None:
    document = read(tmp_path, "x.html", PAGE.replace("CHARSET", named).encode(encoding))
    assert document.original.split("\n") == [
        TITLE, "2024年，栖川高新区坚持稳中求进，各项工作取得新进展，经济运行总体平稳。", "一、2024年工作总结",
        "完成规上工业总产值312.5亿元，同比增长8.1%\xa0。", "税收25.4亿元，增长6.2%。", "指标\t数值", "税收\t25.4亿元",
        "二、2025年工作思路", "3.签约项目40个，到位资金60亿元。", "4.开工21个。", ""]
    assert (document.title, document.year, document.unit) == (TITLE, 2024, "栖川高新区")
    assert [(one.level, one.title, one.part) for one in document.sections] == [
        (1, "2024年工作总结", "summary"), (1, "2025年工作思路", "plan")]


def test_the_title_of_the_window_serves_where_the_page_has_no_other(tmp_path: Path) -> None:
    page = PAGE.replace("CHARSET", "utf-8").replace("<h1>", "<div hidden-title>").replace("</h1>", "</div>")
    assert read(tmp_path, "x.htm", page.encode()).title == TITLE


def test_headings_of_a_page_without_numbers_say_their_level(tmp_path: Path) -> None:
    page = (f"<h1>{TITLE}</h1><h2>2024年工作总结</h2><h3>经济运行</h3><p>完成产值312.5亿元，增长8.1%。</p>"
            "<h2>2025年工作思路</h2><p>签约40个。</p>")
    document = read(tmp_path, "x.html", page.encode())
    assert [(one.level, one.title) for one in document.walk()] == [(1, "2024年工作总结"), (2, "经济运行"), (1, "2025年工作思路")]


@pytest.mark.parametrize("data", [
    b"<html><body></body></html>", b"<!-- only -->", b"<script>var a;</script>", b"\x89PNG\r\n", b"<div>" * 5000,
    "<p>好</p>".encode("utf-16")])
def test_pages_without_text_and_strange_pages_do_no_harm(tmp_path: Path, data: bytes) -> None:
    try:
        text = read(tmp_path, "x.html", data).original
    except UnreadableFile as error:
        text = error.reason
    assert text


def test_a_pdf_is_read_and_its_lines_are_joined(tmp_path: Path) -> None:
    sentence = ("（一）经济运行稳中有进。全年完成规上工业总产值三百一十二亿元，比上年增长百分之八，完成税收收入二十五亿元，"
                "新增规上工业企业十一家，园区综合考评位次比上年前移三位，主导产业产值占规上工业的比重达到六成以上。") * 4
    lines = [sentence[at : at + 28] for at in range(0, len(sentence), 28)]
    half = len(lines) // 2
    pages = [[TITLE, "一、2024年工作总结", *lines[:half], "— 1 —"], [*lines[half:], "二、2025年工作思路", "签约40 个。", "— 2 —"]]
    document = read(tmp_path, "x.pdf", pdf(pages))
    assert "— 1 —" not in document.original
    assert "签约40个。" in document.original
    assert sentence in document.text
    assert (document.title, [one.title for one in document.walk()]) == (TITLE, ["2024年工作总结", "经济运行稳中有进", "2025年工作思路"])


def test_a_row_of_a_table_in_a_pdf_keeps_its_cells_apart(tmp_path: Path) -> None:
    document = read(tmp_path, "x.pdf", pdf([["主要指标如下。", "指标 数值 增长", "税收 25.4 亿元 6.2%"]]))
    assert document.original == "主要指标如下。\n指标\t数值\t增长\n税收\t25.4亿元\t6.2%\n"


@pytest.mark.parametrize(("data", "reason"), [(b"%PDF-1.7 broken", "损坏"), (b"text", "不是 PDF"), (pdf([["完"]])[:300], "损坏")])
def test_a_broken_pdf_is_named_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in refused(tmp_path, "x.pdf", data)


def test_missing_packages_are_said_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    from assistant.ingest.readers import scan

    scan._engine.cache_clear()
    assert "biganzi[ocr]" in refused(tmp_path, "x.png", b"\x89PNG\r\n\x1a\n")
    assert "biganzi[ocr]" in refused(tmp_path, "scan.pdf", pdf([[]]))
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert "biganzi[pdf]" in refused(tmp_path, "x.pdf", pdf([["完"]]))


def test_pieces_on_one_height_are_one_line() -> None:
    def box(left: float, top: float) -> list[list[float]]:
        return [[left, top], [left + 90, top], [left + 90, top + 20], [left, top + 20]]

    boxes = [box(200, 52), box(10, 50), box(10, 100), box(10, 150)]
    assert rows(boxes, ["25.4亿元", "税收", "一、总结", "污点"], [0.9, 0.9, 0.9, 0.2]) == ["税收 25.4亿元", "一、总结"]
    assert rows(None, None, None) == []


def test_without_an_office_program_the_file_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    assert "LibreOffice" in refused(tmp_path, "x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....")
    # a .doc that is a .docx by content needs none
    assert read(tmp_path, "y.doc", word(paragraph("完成产值312.5亿元。"))).original == "完成产值312.5亿元。\n"


def test_an_office_program_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find_office", lambda: str(program))
    monkeypatch.setattr(office, "_SECONDS", 0.3)
    assert "中止" in refused(tmp_path, "x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....")


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_old_formats_by_way_of_the_office_program(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "x.docx").write_bytes(word(
        paragraph(TITLE), paragraph("2024年工作总结", number=(1, 0)), paragraph("经济运行", number=(1, 1)),
        paragraph("完成产值312.5亿元。"), paragraph("2025年工作思路", number=(1, 0)),
        paragraph("签约40个。"), numbering_part=numbering(CHINESE)))
    subprocess.run([
        "soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "doc",
        "--outdir", str(tmp_path), str(tmp_path / "x.docx")], check=True, timeout=120, capture_output=True)
    shutil.copy(tmp_path / "x.doc", tmp_path / "x.wps")
    for name in ("x.doc", "x.wps"):
        document = read_document(tmp_path / name)
        assert document.title == TITLE
        assert [f"{one.number}{one.title}" for one in document.walk()] == ["一、2024年工作总结", "（一）经济运行", "二、2025年工作思路"]
    assert "打不开" in refused(tmp_path, "broken.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
