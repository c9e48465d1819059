"""Notes as they come in: layouts, departments, parts, tables, what speaks to the writer, and files of every kind."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.quantity import Note
from assistant.errors import BiganziError, InputError, UnreadableFile
from assistant.notes.departments import same_office
from assistant.notes.reading import parse_material, parse_notes, read_material, read_notes
from assistant.writing.assignment import is_withheld

CONCATENATED = """云岫经开区2025年总结素材（各科室报，办公室拼的）

【招商局】（数据截至11月底）
1、今年新签约33个
2. 在谈41个
① 外出招商52批次
· 到位内资28.4亿（待核）

项目办
10:24 小李
云岫智谷一期竣工
存在问题：土地指标紧
明年打算：签约35个以上
别改格式
<!-- 旧数 29个 -->
"""


def texts(notes: list[Note]) -> list[str]:
    return [note.text for note in notes]


def test_list_marks_headings_and_stamps_are_no_content() -> None:
    notes = parse_notes(CONCATENATED, "素材.md")
    assert texts(notes)[:4] == ["今年新签约33个", "在谈41个", "外出招商52批次", "到位内资28.4亿（待核）"]
    assert not any("小李" in text or "旧数" in text for text in texts(notes))
    assert [note.id for note in notes] == [f"n{number}" for number in range(1, len(notes) + 1)]


def test_departments_and_parts_follow_their_headings() -> None:
    by_text = {note.text: note for note in parse_notes(CONCATENATED, "素材.md")}
    assert by_text["在谈41个"].department == "招商局"
    assert by_text["云岫智谷一期竣工"].department == "项目办"
    assert by_text["土地指标紧"].part == "problems"
    assert by_text["签约35个以上"].part == "plan"
    assert by_text["在谈41个"].topic == "招商引资"


def test_what_speaks_to_the_writer_is_an_instruction() -> None:
    notes = parse_notes(CONCATENATED, "素材.md")
    assert [note.text for note in notes if note.instruction] == ["别改格式"]
    material = parse_material(CONCATENATED, "素材.md")
    assert any("截至11月底" in remark for remark in material.remarks)
    assert any("云岫经开区2025年总结素材" in title for title in material.titles)


def test_offsets_are_those_of_the_file() -> None:
    for note in parse_notes(CONCATENATED, "素材.md"):
        assert CONCATENATED[note.start : note.end] == note.text


def test_a_pasted_table_is_put_into_words() -> None:
    table = (
        "指标\t单位\t1-11月\t去年同期\t增幅%\t全年目标\n"
        "规上工业总产值\t亿元\t186.40\t171.20\t8.9\t205\n"
        "#高技术产业\t亿元\t42.10\t\t12.3\t\n"
    )
    notes = parse_notes(table, "表.txt")
    assert texts(notes) == [
        "1-11月规上工业总产值186.40亿元，去年同期171.20亿元，同比+8.9%，全年目标205亿元",
        "其中：1-11月高技术产业42.10亿元，同比+12.3%",
    ]
    figures = {one.quote: one for one in notes[0].quantities}
    assert figures["186.40亿元"].indicator == "规模以上工业总产值"
    assert figures["171.20亿元"].role == "previous"
    assert figures["205亿元"].role == "target"


def test_a_table_with_bars_between_its_cells_only() -> None:
    table = """## 经济运行（经济发展局）
指标 | 单位 | 本年 | 上年 | 增幅
---|---|---|---|---
规上工业总产值（全年预计） | 亿元 | 412.5 | 380.2 | 8.5
规上工业总产值（1-11月） | 亿元 | 371.6 | 342.1 | 8.6
产值超10亿元企业 | 家 | 9 | 7 | +2
绿电占比 | % | 32.5 | 28.0 | +4.5
安全检查 | 家次 | 280 | — | —
5-10亿 | 个 | 6 | 4 |
"""
    assert [note.text for note in parse_notes(table, "素材.md")] == [
        "全年预计规上工业总产值412.5亿元，上年380.2亿元，同比+8.5%",
        "1-11月规上工业总产值371.6亿元，上年342.1亿元，同比+8.6%",
        "产值超10亿元企业9家，上年7家，比上年增加2家",
        "绿电占比32.5%，上年28.0%，比上年提高4.5个百分点",
        "安全检查280家次",
        "5-10亿元项目6个，上年4个",
    ]


def test_a_table_over_years_and_a_table_of_plans() -> None:
    table = """指标 | 2023 | 2024 | 2025
---|---|---|---
固定资产投资（亿元） | 61.2 | — | 70.4
全省综合评价位次（16家） | 9 | 7 | 6

指标 | 计划
---|---
规上工业总产值 | 增8%左右，突破445亿元
"""
    assert [note.text for note in parse_notes(table, "素材.md")] == [
        "固定资产投资：2023年61.2亿元，2025年70.4亿元",
        "全省综合评价位次（16家）：2023年9，2024年7，2025年6",
        "规上工业总产值：增8%左右，突破445亿元",
    ]


def test_a_column_headed_by_percent_holds_no_differences() -> None:
    # 12.0 against 10.0 is 20 %: the sheet is at odds with itself, which is for the office to settle, not for the reader to mend
    table = "指标\t单位\t本年\t上年\t增幅%\n税收收入\t亿元\t12.0\t10.0\t2.0\n绿电占比\t%\t32.5\t28.0\t4.5\n"
    assert [note.text for note in parse_notes(table, "表.txt")] == [
        "税收收入12.0亿元，上年10.0亿元，同比+2.0%",
        "绿电占比32.5%，上年28.0%，比上年提高4.5个百分点",
    ]


def test_the_last_row_of_a_table_without_a_head_is_a_row() -> None:
    for table in ("盘活低效用地 | 320亩\n消化闲置土地 | 145亩\n", "盘活低效用地\t320亩\n消化闲置土地\t145亩\n"):
        assert [note.text for note in parse_notes(table, "素材.md")] == ["盘活低效用地，320亩", "消化闲置土地，145亩"]


def test_a_bar_in_a_sentence_makes_no_table() -> None:
    notes = parse_notes("1. 全年签约项目12个|其中外资2个。\n2. 新开工项目8个。\n", "素材.md")
    assert [note.text for note in notes] == ["全年签约项目12个|其中外资2个。", "新开工项目8个。"]


def test_what_a_sheet_says_of_itself_is_no_fact() -> None:
    from assistant.notes.instructions import is_instruction

    assert all(map(is_instruction, ("口径说明：除注明外均为全年预计数", "发件人：经济科 老周", "（办公室邮箱导出，按收件时间）")))
    assert not is_instruction("全年签约项目12个，主题教育覆盖党员310名")


def test_a_markdown_table_with_an_empty_cell() -> None:
    table = "| 项目 | 总投资(亿元) | 年内完成(亿元) |\n|---|---|---|\n| 智谷二期 | 6.5 | 1.4 |\n| 冷链园 | 3.2 |  |\n"
    assert texts(parse_notes(table, "表.md")) == ["智谷二期：总投资6.5亿元，年内完成1.4亿元", "冷链园：总投资3.2亿元"]


def test_a_bare_year_heads_the_plan_only_behind_the_departments() -> None:
    notes = parse_notes("# 各科室汇总\n\n【招商局】\n- 签约33个\n\n【2026年】\n- 签约35个\n", "a.md")
    assert [note.part for note in notes] == ["", "plan"]
    notes = parse_notes("# 2025年汇总\n\n【2025年】\n- 签约33个\n", "a.md")
    assert [note.part for note in notes] == [""]


def test_files_of_every_kind(tmp_path: Path) -> None:
    import docx
    import openpyxl

    (tmp_path / "招商局.md").write_text("- 签约33个\n", encoding="utf-8")
    (tmp_path / "科技局.txt").write_bytes("高企54家\n".encode("gb18030"))
    (tmp_path / "统计.csv").write_text("指标,单位,1-11月\n固定资产投资,亿元,54.2\n", encoding="utf-8-sig")
    word = docx.Document()
    word.add_paragraph("新建道路3.4公里", style="List Bullet")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["项目名称", "总投资(亿元)", "冷链园", "3.2"], strict=True):
        cell.text = text
    word.save(str(tmp_path / "建设局.docx"))
    book = openpyxl.Workbook()
    for row in (["指标", "单位", "1-11月"], ["税收收入", "亿元", 8.4], ["工业用电量", "万千瓦时", 43200]):
        book.active.append(row)
    book.save(tmp_path / "经济发展局.xlsx")
    (tmp_path / ".~lock").write_text("x", encoding="utf-8")
    notes = read_notes([tmp_path])
    assert {note.department for note in notes} >= {"招商局", "科技局", "建设局", "经济发展局"}
    assert {"签约33个", "高企54家", "新建道路3.4公里", "冷链园：总投资3.2亿元", "1-11月税收收入8.4亿元"} <= set(texts(notes))
    assert "1-11月固定资产投资54.2亿元" in texts(notes)
    assert [note.id for note in notes] == [f"n{number}" for number in range(1, len(notes) + 1)]


def test_one_file_is_not_the_department_that_its_name_says(tmp_path: Path) -> None:
    path = tmp_path / "招商局.md"
    path.write_text("- 签约33个\n", encoding="utf-8")
    assert read_notes([path])[0].department == ""


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("空.docx", b"PK\x03\x04broken", UnreadableFile),
        ("图.txt", b"\x89PNG\r\n\x1a\n\0\0\0\0" * 40, UnreadableFile),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(tmp_path: Path, name: str, content: bytes, error: type[BiganziError]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read_notes([path])
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_files_name_tells_whose_it_is_under_whatever_the_sheet_is_called(tmp_path: Path) -> None:
    table = "\n".join(
        (
            "## 签约",
            "2026年招商情况统计表（截至12月8日）",
            "事项\t数量\t单位\t备注",
            "新签约项目\t38\t个\t去年33个",
            "到位市外资金\t72.4\t亿元\t+9.6%",
        )
    )
    for name, text in (
        ("招商中心 签约台账（12.8改）.md", table),
        ("规建局汇报.md", "# 规划建设局\n- 新建标准厂房18.6万平方米\n"),
        ("经发局素材（定稿）.txt", "进出口总额41.7亿元"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    notes = read_notes([tmp_path])
    assert {note.department for note in notes} == {"招商中心", "规划建设局", "经发局"}
    texts = [note.text for note in notes]
    # the table's title is no note, and a cell with its own % takes nothing of the row's unit
    assert not [text for text in texts if "统计表" in text]
    assert "到位市外资金72.4亿元，同比+9.6%" in texts
    assert "新签约项目38个，去年33个" in texts


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("经发局", "经济发展局", True),
        ("应急局", "应急和生态环境局", True),
        ("党群部", "党群部小刘", True),
        ("招商局", "财政局", False),
        ("建设局", "经济发展局", False),
        ("科技局", "科技中心", False),
    ],
)
def test_a_department_is_known_by_its_short_name(one: str, other: str, same: bool) -> None:
    assert same_office(one, other) is same
    assert same_office(other, one) is same


@pytest.mark.parametrize(
    "text",
    [
        "内部：被上级约谈1次，不要写", "受理线索4条，内部掌握", "处分1人；请别写进报告", "受理线索4条（内部掌握）", "处分1人（不宜公开）",
        "约谈企业6家（不要写）", "接访45批次（暂不公开）", "约谈企业6家，不对外发布", "接访45批次，暂不公开",
    ],
)
def test_what_is_not_to_be_written_is_withheld(text: str) -> None:
    (note,) = parse_notes(text, "a.md")
    assert is_withheld(note)


def test_a_figure_that_nobody_has_sent_yet_is_told_to_the_writer_only() -> None:
    (note,) = parse_notes("社零、限上这块商务那边没给，等等再说", "a.md")
    assert note.instruction


@pytest.mark.parametrize(
    "text", ["新认定高新技术企业21家，不写手续的事项减少8项", "完成采购9次（含不公开招标2次）", "体育场馆3座（其中1座不对外开放）"]
)
def test_what_is_not_written_yet_is_not_withheld(text: str) -> None:
    (note,) = parse_notes(text, "a.md")
    assert not is_withheld(note)


def test_no_file_and_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_notes([tmp_path / "没有.md"])
    with pytest.raises(InputError):
        read_notes([tmp_path])
    with pytest.raises(InputError):
        read_notes([])


def test_a_document_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "炸弹.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (220 * 1024 * 1024))
    with pytest.raises(UnreadableFile):
        read_notes([path])


def test_an_empty_file_gives_no_notes(tmp_path: Path) -> None:
    path = tmp_path / "空.md"
    path.write_text("", encoding="utf-8")
    assert read_material([path]).notes == ()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for note in parse_notes(text, "a.md"):
        assert note.text
        for one in note.quantities:
            assert note.text[one.start : one.end] == one.quote


def test_a_heading_of_problems_and_plan_is_problems_until_a_line_speaks_of_the_plan() -> None:
    text = (
        "# 2025年总结素材\n## 招商局\n- 签约项目38个\n## 十、存在问题和明年打算（办公室）\n- 可供工业用地剩480亩\n"
        "- 2026：产值破205亿元\n- 签约36个以上\n## 问题及下一步打算\n- 专业干部少\n- 力争新增规上企业7家\n- 新建厂房6万平方米\n"
    )
    assert [(note.text, note.part) for note in parse_material(text).notes] == [
        ("签约项目38个", ""),
        ("可供工业用地剩480亩", "problems"),
        ("产值破205亿元", "plan"),
        ("签约36个以上", "plan"),
        ("专业干部少", "problems"),
        ("力争新增规上企业7家", "plan"),
        ("新建厂房6万平方米", "plan"),
    ]


def test_the_number_of_a_heading_names_nobody() -> None:
    notes = parse_material("# 2025年总结素材\n## 一、经济发展局\n- 产值180亿元\n## 十、2026打算\n- 产值+9%左右\n").notes
    assert [(note.department, note.part) for note in notes] == [("经济发展局", ""), (notes[1].department, "plan")]
    assert "十、" not in notes[1].department
