"""Word files: numbers that Word generates, tables, levels, places; and the files that must be refused with a reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from assistant.domain.document import Document
from assistant.errors import UnreadableFile
from assistant.ingest.readers.numbering import write_number
from assistant.ingest.reading import read_document
from tests.word_files import CHINESE, level, numbering, paragraph, style, styles, table, word

TITLE = "云汀经济开发区2024年工作总结和2025年工作思路"


def read(tmp_path: Path, data: bytes, name: str = "x.docx") -> Document:
    """The Document of a file with these bytes."""
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


def refused(tmp_path: Path, data: bytes, name: str = "x.docx") -> str:
    """The reason for which a file is refused: one line, the file's name elsewhere."""
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, data, name)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)
    return caught.value.reason


def test_generated_numbers_are_read_as_word_shows_them(tmp_path: Path) -> None:
    def head(text: str, depth: int) -> str:
        return paragraph(text, number=(1, depth))

    document = read(tmp_path, word(
        paragraph(TITLE), paragraph("2024年，全区经济平稳运行。现将情况报告如下："), head("2024年工作总结", 0), head("经济运行平稳", 1),
        paragraph("完成产值312.5亿元。"), head("项目建设加快", 1), head("抓开工", 2), paragraph("新开工21个。"), head("抓投产", 2),
        paragraph("投产14个。"), head("2025年工作思路", 0), head("强化招商", 1), head("抓签约", 2), paragraph("签约40个。"),
        numbering_part=numbering(CHINESE)))
    assert [f"{one.number}{one.title}" for one in document.walk()] == [
        "一、2024年工作总结", "（一）经济运行平稳", "（二）项目建设加快", "1.抓开工", "2.抓投产",
        "二、2025年工作思路", "（一）强化招商", "1.抓签约"]
    assert (document.title, document.year, document.plan_year) == (TITLE, 2024, 2025)
    assert "（二）项目建设加快\n1.抓开工\n新开工21个。" in document.original


def test_numbers_by_style_restart_and_override(tmp_path: Path) -> None:
    part = numbering(
        level(0, "decimal", "%1.", '<w:pStyle w:val="H1"/>') + level(1, "decimal", "%1.%2"),
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>')
    names = styles(
        style("H1", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
        style("H1b", "special", "", based_on="H1"),
        style("Plain", "plain", '<w:numPr><w:numId w:val="0"/></w:numPr>', based_on="H1"))
    text = read(tmp_path, word(
        paragraph("甲", style="H1"), paragraph("乙", number=(1, 1)), paragraph("丙", number=(1, 1)), paragraph("丁", style="H1b"),
        paragraph("戊", number=(1, 1)), paragraph("己", style="Plain"), paragraph("庚", number=(2, 0)), paragraph("辛", number=(2, 0)),
        numbering_part=part, styles_part=names)).original
    assert text.split() == ["1.甲", "1.1", "乙", "1.2", "丙", "2.丁", "2.1", "戊", "己", "5.庚", "6.辛"]


@pytest.mark.parametrize(("value", "kind", "written"), [
    (1, "chineseCounting", "一"), (10, "chineseCountingThousand", "十"), (11, "chineseCounting", "十一"), (20, "chineseCounting", "二十"),
    (105, "chineseCountingThousand", "一百零五"), (110, "chineseCountingThousand", "一百一十"), (12, "ideographDigital", "一二"),
    (3, "decimalEnclosedCircle", "③"), (21, "decimalEnclosedCircle", "21"), (4, "lowerRoman", "iv"), (28, "upperLetter", "BB"),
    (2, "lowerLetter", "b"), (12, "chineseLegalSimplified", "壹拾贰"), (3, "decimalZero", "03"), (3, "neverHeardOf", "3"),
    (2, "ideographTraditional", "乙"), (7, "decimalFullWidth", "７")])
def test_numbers_in_the_formats_of_word(value: int, kind: str, written: str) -> None:
    assert write_number(value, kind).replace("壹拾", "拾") == written.replace("壹拾", "拾")


def test_bullets_show_no_number_and_broken_lists_do_no_harm(tmp_path: Path) -> None:
    part = numbering(level(0, "bullet", "\u25cf") + level(1, "decimal", "%9%2)"))
    text = read(tmp_path, word(
        paragraph("甲条", number=(1, 0)), paragraph("乙条", number=(1, 1)), paragraph("丙条", number=(1, 7)),
        paragraph("丁条", number=(99, 0)),
        numbering_part=part)).original
    assert text.split("\n")[:4] == ["甲条", "11)乙条", "丙条", "丁条"]


def test_a_table_is_rows_of_cells(tmp_path: Path) -> None:
    rows = [["指标", "数值", "增长"], ["税收", "25.4亿元", "6.2%"]]
    document = read(tmp_path, word(paragraph("主要指标如下"), table(rows), paragraph("完。")))
    assert document.original == "主要指标如下\n指标\t数值\t增长\n税收\t25.4亿元\t6.2%\n完。\n"


def test_cells_with_several_paragraphs_and_tables_inside_stay_one_line(tmp_path: Path) -> None:
    cell = f"<w:tc>{paragraph('甲')}{paragraph('乙')}{table([['丙', '丁']])}</w:tc>"
    inner = f"<w:tbl><w:tr>{cell}<w:tc>{paragraph('')}</w:tc></w:tr></w:tbl>"
    assert read(tmp_path, word(inner, paragraph("后"))).original == "甲 乙 丙 丁\t\n后\n"


def test_heading_styles_and_outline_levels_say_the_level(tmp_path: Path) -> None:
    names = styles(
        style("a", "heading 1"), style("b", "标题 2"), style("t", "Title"), style("c", "", '<w:outlineLvl w:val="2"/>', based_on="b"))
    document = read(tmp_path, word(
        paragraph(TITLE, style="t"), paragraph("2024年工作总结", style="a"), paragraph("经济运行", style="b"),
        paragraph("完成产值312.5亿元。"), paragraph("工业", style="c"), paragraph("规上企业227家。"),
        paragraph("2025年工作思路", style="a"), paragraph("签约40个。"), styles_part=names))
    assert document.title == TITLE
    assert [(one.level, one.title, one.part) for one in document.walk()] == [
        (1, "2024年工作总结", "summary"), (2, "经济运行", "summary"), (3, "工业", "summary"), (1, "2025年工作思路", "plan")]


def test_what_word_does_not_show_is_left_out(tmp_path: Path) -> None:
    names = styles(style("TOC1", "toc 1"))
    document = read(tmp_path, word(
        paragraph("一、经济运行\t3", style="TOC1"),
        paragraph("完成", '<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>', '<w:ins><w:r><w:t>新</w:t></w:r></w:ins>', "产值"),
        paragraph('<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>', '<w:r><w:instrText>PAGE</w:instrText></w:r>', "末"),
        styles_part=names))
    assert document.original == "完成新产值\n末\n"


def test_places_lead_from_the_text_to_paragraph_run_and_offset(tmp_path: Path) -> None:
    import docx

    data = word(
        paragraph(TITLE), paragraph("全年完成产值", "312.5亿元", "，增长", "8.1%。", number=(1, 0)), table([["指标", "税收25.4亿元"]]),
        paragraph("链接", '<w:hyperlink><w:r><w:t>在此</w:t></w:r></w:hyperlink>', "。"), numbering_part=numbering(CHINESE))
    document = read(tmp_path, data)
    body = docx.Document(io.BytesIO(data)).element.body
    tag = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = list(body.iter(f"{tag}p"))
    assert document.places
    for place in document.places:
        run = list(paragraphs[place.paragraph].iter(f"{tag}r"))[place.run]
        shown = "".join(text.text or "" for text in run.iter(f"{tag}t"))
        assert document.original[place.start : place.end] == shown[place.offset : place.offset + place.end - place.start]
    # every character but the generated number, tabs and line ends has its place
    covered = "".join(document.original[place.start : place.end] for place in document.places)
    assert covered == document.original.replace("\n", "").replace("\t", "").replace("一、", "", 1)


def test_the_strict_variant_of_the_format_is_read(tmp_path: Path) -> None:
    data = word(paragraph("完成产值312.5亿元。"))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert read(tmp_path, target.getvalue()).original == "完成产值312.5亿元。\n"


def test_what_a_library_writes_is_read(tmp_path: Path) -> None:
    import docx

    made = docx.Document()
    made.add_heading(TITLE, 0)
    made.add_heading("一、2024年工作总结", 1)
    made.add_paragraph("完成产值312.5亿元。")
    made.save(str(tmp_path / "made.docx"))
    document = read_document(tmp_path / "made.docx")
    assert (document.title, [one.title for one in document.walk()]) == (TITLE, ["2024年工作总结"])


def _zip(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return target.getvalue()


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    import tracemalloc

    bomb = word(paragraph("小"), extra={"word/media/big.bin": bytes(300 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    tracemalloc.start()
    reason = refused(tmp_path, bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "MB" in reason
    assert peak < 30 * 1024 * 1024
    assert "MB" in refused(tmp_path, _zip(word__document=b"<a>" + bytes(60 * 1024 * 1024)))
    many = word(paragraph("多"), extra={f"word/p{n}.xml": b"" for n in range(6000)})
    assert "6" in refused(tmp_path, many)


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(word(paragraph("长" * 20000)))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = 0
        while (start := data.find(signature, start)) >= 0:
            name = start + (30 if at == 22 else 46)
            if data[name : name + 17] == b"word/document.xml":
                data[start + at : start + at + 4] = (100).to_bytes(4, "little")
            start += 4
    assert refused(tmp_path, bytes(data))


def test_entities_are_refused(tmp_path: Path) -> None:
    text = b'<!DOCTYPE a [<!ENTITY b "' + "笑".encode() * 9 + b'">]><a>&b;</a>'
    assert "实体" in refused(tmp_path, _zip(word__document=text))


@pytest.mark.parametrize(("data", "word_of_reason"), [
    (b"PK\x03\x04 broken", "损坏"), (b"plain text", "不是 Word"), (_zip(other=b"<a/>"), "没有 Word 正文"),
    (_zip(word__document=b"<w:document"), "损坏"), (_zip(word__document=b"<a/>"), "没有正文"), (word(), "没有文字"),
    (word(paragraph("好"))[:-200], "损坏"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密"),
    (b"", "空的")])
def test_what_is_no_readable_word_file_is_named_with_its_reason(tmp_path: Path, data: bytes, word_of_reason: str) -> None:
    assert word_of_reason in refused(tmp_path, data)


@pytest.mark.parametrize("step", range(0, 40))
def test_damage_anywhere_is_a_reason_never_a_crash(tmp_path: Path, step: int) -> None:
    import random

    data = bytearray(word(paragraph(TITLE), paragraph("完成产值312.5亿元。", number=(1, 0)), numbering_part=numbering(CHINESE)))
    chance = random.Random(step)
    for _ in range(1 + step % 5):
        data[chance.randrange(len(data))] = chance.randrange(256)
    reason = ""
    try:
        assert read(tmp_path, bytes(data)).original
    except UnreadableFile as error:
        reason = str(error)
    assert "\n" not in reason
