"""`biganzi draft` through the command: formats, options, what goes wrong, files whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.cli.main import main

NOTES = """# 云岭经济开发区2025年总结素材（办公室汇总）

## 经济发展局
- 1-11月规上工业总产值286.4亿，+9.2%，预计全年315亿左右
- 固投74.5亿 ↑11.3%；工业投资46.2亿，占62%
- 税收21.36亿元，上年20.08亿，+6.4%，年度目标22.8亿，完成93.7%
- 规上工企183家（11月底），大型5、中型38、小微140

## 招商局
- 新签约亿元以上36个，协议总投资165.8亿
- 到位内资38.7亿

## 党政办
- 新签约亿元以上34个
- 规上税收  亿（待财政核）
- 提法统一用“一区两园”
- 受理线索5条（内部掌握，别写）

## 存在问题
- 可供工业用地只剩410亩

## 2026年计划
- 产值+8%，340亿左右；税收+6%以上
- 新签约亿元以上40个以上，到位内资42亿
- 科技大厦10月底前投用
- 发展党员20名
"""
PREVIOUS = """云岭经济开发区2024年工作总结和2025年工作计划

2024年，云岭经济开发区较好完成全年目标任务。现将有关情况报告如下：

一、2024年工作总结

（一）招商引资扎实推进。全年新签约亿元以上项目31个，协议总投资142.6亿元。

（二）经济运行总体平稳。全年完成规上工业总产值262.3亿元，增长7.2%。

二、存在的主要问题

一是可供工业用地不足。

三、2025年工作计划

（一）狠抓招商引资。全年新签约亿元以上项目40个以上。

（二）狠抓经济运行。规上工业总产值增长9%，建成云岭科技大厦。

云岭经济开发区管理委员会
2024年12月20日
"""


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of notes in a folder of its own, without a library and without a model."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "BIGANZI_ENGINE", "BIGANZI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BIGANZI_LIBRARY", str(tmp_path / "library"))
    path = tmp_path / "素材.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def drafted(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, object]:
    """The JSON of a draft that must succeed."""
    assert main(["draft", *args, "--json"]) == 0
    result: dict[str, object] = json.loads(capsys.readouterr().out)
    return result


def sections(data: dict[str, object]) -> list[str]:
    """Headings as they stand."""
    return [one["number"] + one["title"] for one in data["sections"] if one["title"]]  # type: ignore[attr-defined]


def test_json_has_the_shape_of_the_interface(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = drafted(capsys, str(notes))
    assert {"engine", "model", "prompt", "title", "markdown", "sections", "notes", "open_points", "findings", "usage"} <= set(data)
    assert data["engine"] == "offline"
    assert data["model"] is None
    assert data["prompt"] is None
    assert data["title"] == "云岭经济开发区2025年工作总结和2026年工作计划"
    assert sections(data)[0] == "一、2025年工作完成情况"
    assert [one for one in sections(data) if one[1] == "、"] == ["一、2025年工作完成情况", "二、存在的主要问题", "三、2026年工作计划"]
    for section in data["sections"]:  # type: ignore[attr-defined]
        assert {"number", "title", "level", "topic", "sentences"} <= set(section)
        for sentence in section["sentences"]:
            assert set(sentence) == {"text", "notes", "citations", "support"}
            assert sentence["text"].strip() in data["markdown"]  # type: ignore[operator]


def test_shorthand_becomes_sentences_and_nothing_is_settled_or_invented(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = drafted(capsys, str(notes))
    text = str(data["markdown"])
    assert "1—11月完成规模以上工业总产值286.4亿元，同比增长9.2%，预计全年完成315亿元左右。" in text
    assert "完成固定资产投资74.5亿元，同比增长11.3%，其中工业投资46.2亿元，占62%。" in text
    assert "实现税收收入21.36亿元，比上年的20.08亿元增长6.4%，完成年度目标22.8亿元的93.7%。" in text
    assert "截至11月底，共有规模以上工业企业183家，其中大型5家、中型38家、小微140家。" in text
    assert "【待核：36个（招商局）；34个（党政办）】" in text
    assert "规模以上企业税收【待补】亿元" in text
    assert "确保科技大厦10月底前投用。" in text
    assert "可供工业用地仅剩410亩" in text
    assert "线索" not in text
    assert "一区两园" not in text
    opened = {(point["note"], point["text"]) for point in data["open_points"]}  # type: ignore[attr-defined]
    said = "\n".join(text for _, text in opened)
    assert "不写入正文：受理线索5条" in said
    assert "写作提示" in said
    assert "素材缺少数字" in said
    assert "素材相互矛盾" in said
    assert not [word for word in ("显著", "历史最高", "位居前列", "成效明显") if word in text]


def test_the_draft_says_that_it_was_made_offline_outside_of_the_text(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draft", str(notes)]) == 0
    output = capsys.readouterr()
    assert output.out.splitlines()[2].startswith("> 离线起草")
    assert "离线起草：素材" in output.err


@pytest.mark.parametrize("suffix", [".docx", ".md", ".json"])
def test_output_files(notes: Path, suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    target = notes.parent / f"out{suffix}"
    assert main(["draft", str(notes), "-o", str(target)]) == 0
    assert str(target) in capsys.readouterr().err
    if suffix == ".json":
        assert json.loads(target.read_text(encoding="utf-8"))["engine"] == "offline"
    elif suffix == ".md":
        assert target.read_text(encoding="utf-8").startswith("# 云岭经济开发区2025年")
    else:
        from docx import Document

        document = Document(str(target))
        texts = [one.text for one in document.paragraphs]
        assert "（离线起草，供修改核对）" in texts
        assert "一、2025年工作完成情况" in texts
        assert document.core_properties.comments.startswith("离线起草")
    assert not [name for name in os.listdir(notes.parent) if name.startswith(".out")]


def test_previous_report_gives_title_headings_and_order_but_no_figure(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = notes.parent / "去年.txt"
    before.write_text(PREVIOUS, encoding="utf-8")
    data = drafted(capsys, str(notes), "--previous", str(before))
    headings = sections(data)
    assert headings[0] == "一、2025年工作总结"
    assert headings.index("（一）招商引资扎实推进") < headings.index("（二）经济运行总体平稳")
    assert "三、2026年工作计划" in headings
    text = str(data["markdown"])
    assert "142.6" not in text
    assert "262.3" not in text
    said = "\n".join(point["text"] for point in data["open_points"])  # type: ignore[attr-defined]
    assert "各节标题沿用上年" in said


def test_own_outline_and_one_section(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outline = notes.parent / "提纲.md"
    outline.write_text("一、今年工作\n（一）招大引强\n（二）稳住经济大盘\n二、存在问题\n三、明年打算\n", encoding="utf-8")
    data = drafted(capsys, str(notes), "--outline", str(outline))
    assert sections(data) == ["一、今年工作", "（一）招大引强", "（二）稳住经济大盘", "二、存在问题", "三、明年打算"]
    by_title = {one["title"]: "".join(s["text"] for s in one["sentences"]) for one in data["sections"]}  # type: ignore[attr-defined]
    assert "38.7亿元" in by_title["招大引强"]
    assert "286.4亿元" in by_title["稳住经济大盘"]
    assert "410亩" in by_title["存在问题"]
    only = drafted(capsys, str(notes), "--section", "招商引资")
    assert len(only["sections"]) == 1  # type: ignore[arg-type]
    assert "38.7亿元" in str(only["markdown"])
    assert "286.4" not in str(only["markdown"])


PLANS = """云岭经济开发区2026年工作思路素材

1 2026年是“十五五”开局之年，做好全年工作意义重大
2 规上产值增长9%，力争570亿（2025年预计520.4亿）
3 税收增长7%左右，达到41.3亿（上年38.6）
4 规上企业突破300家（现有287，每年净增15左右）
5 实际利用外资XX万美元，增10%
6 新签约亿元以上项目30个，10亿以上5个
7 重点抓好三大行动：
8 高企净增20
9 道路6.8公里，标准厂房5万平
"""


def test_plans_alone_become_a_plan(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes.write_text(PLANS, encoding="utf-8")
    data = drafted(capsys, str(notes))
    assert data["title"] == "云岭经济开发区2026年工作思路"
    assert [one for one in sections(data) if one[1] == "、"] == ["一、总体要求", "二、主要目标", "三、重点工作"]
    text = str(data["markdown"])
    assert "规模以上工业总产值增长9%，力争570亿元（2025年预计520.4亿元）" in text
    assert "规模以上企业突破300家（现有287家，每年净增15家左右）" in text
    assert "实际利用外资【待补】万美元，增长10%" in text
    assert "同比" not in text
    assert text.count("主要预期目标是：") == 1


def test_year_unit_and_kind_of_the_user_stand(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = drafted(capsys, str(notes), "--year", "2026", "--unit", "青屿高新区", "--kind", "工作报告")
    assert data["title"] == "青屿高新区2026年工作报告"
    assert "青屿高新区坚持" in str(data["markdown"])
    assert "云岭" not in str(data["markdown"])


def test_several_departments_in_a_folder(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = notes.parent / "各部门"
    folder.mkdir()
    (folder / "招商局.md").write_text("- 新签约项目36个\n- 外出招商28次\n", encoding="utf-8")
    (folder / "经济发展局.txt").write_text("新签约项目33个\n工业用电9.87亿度 +7.3%\n", encoding="utf-8")
    data = drafted(capsys, str(folder), "--year", "2025", "--unit", "云岭经济开发区")
    text = str(data["markdown"])
    assert "36个（招商局）" in text
    assert "33个（经济发展局）" in text
    assert "工业用电量9.87亿千瓦时，同比增长7.3%" in text


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("- 新签约亿元以上36个，总投资120.5亿；10亿以上6个", "- 新签约亿元以上34个，其中已开工21个", "其中10亿元以上项目6个、已开工21个。"),
        ("- 新签约亿元以上36个，协议总投资120.5亿", "- 新签约亿元以上34个，其中已开工21个", "协议总投资120.5亿元，其中已开工21个。"),
        ("- 新签约亿元以上36个", "- 新签约亿元以上34个，协议总投资120.5亿", "】，协议总投资120.5亿元。"),
        ("- 新签约亿元以上36个，注册29个", "- 新签约亿元以上34个，其中工业25个、服务业9个", "】，其中工业25个、服务业9个，注册29个。"),
        ("- 新签约亿元以上36个，+4.8%；10亿以上6个", "- 新签约亿元以上34个，+5.0%，已开工21", "其中10亿元以上项目6个；已开工21个。"),
    ],
)
def test_a_dispute_is_told_once_with_the_facts_of_both_notes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], first: str, second: str, expected: str
) -> None:
    (tmp_path / "招商局.md").write_text(f"# 2026年工作素材\n{first}\n- 外出招商71批次\n", encoding="utf-8")
    (tmp_path / "规划建设局.md").write_text(f"# 2026年工作素材\n{second}\n- 新建道路4.3公里\n", encoding="utf-8")
    data = drafted(capsys, str(tmp_path), "--year", "2026", "--unit", "云栖经开区")
    markdown = str(data["markdown"])
    assert markdown.count("新签约亿元以上项目【待核：36个（招商局）；34个（规划建设局）】") == 1
    assert expected in markdown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有的.md"], "没有的.md"),
        (["空.md"], "空.md"),
        (["素材.md", "--year", "25"], "--year 25"),
        (["素材.md", "-o", "x.xls"], ".xls"),
        (["素材.md", "--section", "航天工程"], "--section 航天工程"),
        (["素材.md", "--previous", "没有的.docx"], "没有的.docx"),
        (["素材.md", "--outline", "空.md"], "空.md"),
        (["坏.docx"], "坏.docx"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(
    notes: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (notes.parent / "空.md").write_text("\n\n", encoding="utf-8")
    (notes.parent / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    assert main(["draft", *arguments]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert said in output.err
    assert "Traceback" not in output.err
    assert len([line for line in output.err.splitlines() if line.strip()]) == 1


def test_notes_without_figures_make_a_draft(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes.write_text("- 扎实开展主题教育\n- 智慧园区平台上线运行\n- 清廉园区经验全市推广\n", encoding="utf-8")
    data = drafted(capsys, str(notes))
    assert "智慧园区平台上线运行。" in str(data["markdown"])
    assert "None" not in str(data["markdown"])


def test_a_target_that_cannot_be_written_leaves_what_was_there(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = notes.parent / "out.docx"
    target.mkdir()
    assert main(["draft", str(notes), "-o", str(target)]) == 2
    assert "out.docx" in capsys.readouterr().err
    assert target.is_dir()
    assert not [name for name in os.listdir(notes.parent) if name.startswith(".out")]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_killed_while_writing_leaves_the_old_file_or_the_new_one(notes: Path) -> None:
    target = notes.parent / "out.docx"
    target.write_bytes(b"old")
    code = f"from assistant.cli.main import main; main(['draft', {str(notes)!r}, '-o', {str(target)!r}])"
    for delay in (0.15, 0.3, 0.45, 0.6, 0.8):
        process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        data = target.read_bytes()
        assert data == b"old" or data[:4] == b"PK\x03\x04"
        if data != b"old":
            from docx import Document

            assert Document(str(target)).paragraphs
