"""`eval init`: a finished report and its notes become cases that load and run; a name becomes a suite that loads."""

from pathlib import Path

from assistant.evaluation.cases import load_case
from assistant.evaluation.suites import load_suite
from tests.eval_desk import make_desk

REPORT = """\
澄屿产业园2025年工作总结

一、2025年工作总结
（一）招商引资提质增效
全年新签约亿元以上项目39个，协议总投资168.2亿元，到位市外资金72.5亿元，招商引资工作取得新进展。
（二）项目建设扎实推进
全年新开工项目24个，竣工投产项目16个，完成投资86.7亿元，项目建设进度总体符合预期。
"""
NOTES = "- 新签约亿元以上39个，协议总投资168.2亿\n- 到位市外资金72.5亿\n- 新开工24个，竣工投产16个\n- 完成投资86.7亿\n"


def test_a_report_and_its_notes_become_cases(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, cases=0)
    (tmp_path / "定稿.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "素材.md").write_text(NOTES, encoding="utf-8")
    done = desk.run("init", "定稿.txt", "素材.md", "--id", "y2025", "--sections")
    assert done.returncode == 0, done.stderr
    whole = load_case(tmp_path / "eval/cases/y2025.yaml")
    assert (whole.kind, whole.year, whole.unit, whole.reference) == ("report", 2025, "澄屿产业园", REPORT)
    assert whole.notes == ((tmp_path / "素材.md").resolve(),)
    assert "项目建设扎实推进" in whole.expect["headings"]
    section = load_case(tmp_path / "eval/cases/y2025-02.yaml")
    assert (section.section, section.notes_text.count("\n")) == ("项目建设扎实推进", 2)
    assert desk.run("init", "定稿.txt", "素材.md", "--id", "y2025").returncode == 2, "what is there is not overwritten"
    assert desk.run("init", "--suite", "mine").returncode == 0
    assert len(load_suite(tmp_path / "eval/suites/mine.yaml").cases) == 3
    (tmp_path / "eval/suites/mine.yaml").write_text(
        (tmp_path / "eval/suites/mine.yaml").read_text(encoding="utf-8").replace("time: 0}", "time: 0, chrf: 1}"), encoding="utf-8")
    told = desk.json("run", "mine")
    assert told["counts"]["done"] == 3
    assert 0.1 < told["columns"][0]["means"]["chrf"] < 1.0
    assert told["columns"][0]["means"]["coverage"] == 1.0


def test_a_case_table_a_line_a_case(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, cases=0)
    table = "kind,section,unit,year,notes\nsection,项目建设,澄屿产业园,2026,- 新开工24个\nsection,招商引资,澄屿产业园,2026,- 签约39个\n"
    (tmp_path / "eval/cases/all.csv").write_text(table, encoding="utf-8")
    suite = "name: table\ncases: [../cases/all.csv]\nvariants: [{id: offline}]\n"
    (tmp_path / "eval/suites/table.yaml").write_text(suite, encoding="utf-8")
    assert desk.json("run", "table")["columns"][0]["means"]["numbers"] == 1.0


def test_notes_that_hold_nothing_are_refused(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, cases=0)
    (tmp_path / "定稿.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "空.md").write_text("\n", encoding="utf-8")
    done = desk.run("init", "定稿.txt", "空.md")
    assert done.returncode == 2
    assert "空.md" in done.stderr
    assert list((tmp_path / "eval/cases").iterdir()) == []
