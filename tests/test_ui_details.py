"""Small promises of looks and fields: round scales, sums under ledger lines, why a passage was found, fields that race an upload.

No browser: the markup and the desk are looked at.
"""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from types import SimpleNamespace

import pytest

from assistant.domain.document import Hit
from assistant.errors import InputError
from assistant.ui import charts, inspector, shelf_view
from assistant.ui.audit import AuditLog
from assistant.ui.configuring_preview import with_tokens
from assistant.ui.draft_job import joined_by
from assistant.ui.event import Event
from assistant.ui.judging_view import moved, verdict_of
from assistant.ui.language import say
from tests.test_ui_actions import act, desk, drafted, office  # noqa: F401 - fixtures

_SUMS = "技改投资24.4亿元，去年22.1亿元，同比+14.4%\n进出口总额51.8亿元，去年48.7亿元，同比+6.4%"
_PREVIOUS = "文溪经济开发区2024年工作总结\n\n一、2024年工作总结\n\n（一）经济运行\n\n规上工业总产值88.1亿元。\n"


def _ticks(picture: str) -> list[float]:
    return [float(found) for found in re.findall(r">(-?[\d.]+)%</text>", picture.split("circle")[0])]


@pytest.mark.parametrize(("low", "high"), [("4.8", "13.9"), ("-6.2", "31.4"), ("0.4", "0.9"), ("120", "260")])
def test_a_scale_has_round_steps_that_hold_every_rate(low: str, high: str) -> None:
    picture = charts.dots([("甲", Decimal(low), Decimal(low), False), ("乙", Decimal(high), Decimal(high), False)])
    ticks = _ticks(picture)
    assert 3 <= len(ticks) <= 7
    steps = {round(after - before, 6) for before, after in itertools.pairwise(ticks)}
    assert len(steps) == 1
    (step,) = steps
    # 1, 2, 2.5 or 5 times a power of ten
    assert f"{step:e}"[:3].rstrip(".0") in ("1", "2", "2.5", "5")
    assert ticks[0] <= min(0.0, float(low))
    assert ticks[-1] >= float(high)


def test_words_and_not_pairs_of_characters_say_why_a_passage_was_found() -> None:
    hit = Hit(None, 1, 1.0, ("字面第2位", "向量第1位", "词语：商引、引资、招商、号工、工程、一号", "同义：工程→项目"))  # type: ignore[arg-type]
    assert shelf_view.why(hit, "招商引资 一号工程") == [
        say("字面第{n}", n="2"),
        say("语义第{n}", n="1"),
        say("词语：{words}", words="招商引资、一号工程"),
        "同义：工程→项目",
    ]


def test_the_preview_hides_what_the_shield_hides_and_leaves_months() -> None:
    shown = re.sub(r"<[^>]+>", "", with_tokens("1—10月完成固定资产投资116.7亿元，增长7.2%。"))
    assert shown.startswith("1—10月")
    assert "116.7" not in shown
    assert "7.2" not in shown
    assert "数1" in shown
    assert "率2" in shown


def test_a_ledger_line_shows_the_sum_on_the_notes_own_base_and_says_when_it_differs(drafted) -> None:  # noqa: F811
    act(
        drafted,
        "intake",
        "paste",
        text="技改投资24.4亿元，去年22.1亿元，同比+14.4%\n进出口总额51.8亿元，去年48.7亿元，同比+6.4%",
        department="商务局",
    )
    act(drafted, "draft", "write")
    found = {
        figure: inspector.inspector(drafted)
        for _, line in drafted.project.lines()
        for figure in ("24.4", "51.8")
        if figure in line.text and not act(drafted, "draft", "line", id=line.id)
    }
    assert "24.4 ÷ 22.1 − 1 = 10.4%" in found["24.4"]
    assert say("与写的不同，请核对") in found["24.4"]
    # in the notes it is, right it is not: no tick beside it
    assert 'class="bz-och bz-nowrap"' in found["24.4"]
    assert 'class="bz-och bz-nowrap"' not in found["51.8"]
    assert "51.8 ÷ 48.7 − 1 = 6.4%" in found["51.8"]
    assert say("与写的不同，请核对") not in found["51.8"].split("51.8 ÷")[1].split("</span>")[0]


def test_an_amount_of_increase_is_not_held_against_a_growth_in_percent(drafted) -> None:  # noqa: F811
    act(drafted, "intake", "paste", text="高新技术企业24家，去年22家，比去年增加2家", department="科技局")
    act(drafted, "draft", "write")
    found = next(line for _, line in drafted.project.lines() if "24家" in line.text)
    act(drafted, "draft", "line", id=found.id)
    assert "24家" in inspector.inspector(drafted)
    assert say("与写的不同，请核对") not in inspector.inspector(drafted)


@pytest.mark.parametrize(
    ("before", "engine", "told"),
    [
        ("", "offline", "offline"),
        ("offline", "offline", "offline"),
        ("model 甲", "offline", "model 甲+offline"),
        ("model 甲", "model 甲", "model 甲"),
        ("model 甲+offline", "model 甲", "model 甲+offline"),
        ("model 甲", "model 甲+offline", "model 甲+offline"),
    ],
)
def test_who_wrote_the_first_sections_is_told_after_the_rest_is_written(before: str, engine: str, told: str) -> None:
    assert joined_by(before, engine) == told


def test_a_torn_line_of_the_log_hides_no_other_and_a_log_that_cannot_be_written_is_told_of(tmp_path, capsys) -> None:
    log = AuditLog(tmp_path / "desk" / "audit.jsonl")
    log.record("甲", "起草")
    with log.path.open("a", encoding="utf-8") as file:
        file.write('{"when": "2026-\n')
    log.record("乙", "试连")
    assert [line["who"] for line in log.last()] == ["乙", "甲"]
    assert capsys.readouterr().err == ""
    unwritable = AuditLog(log.path / "audit.jsonl")
    unwritable.record("甲", "起草")
    assert "操作没有记进日志" in capsys.readouterr().err
    with pytest.raises(InputError):
        unwritable.last()
    assert AuditLog(tmp_path / "none.jsonl").last() == []


def test_a_field_changed_after_an_upload_leaves_the_uploaded_report_alone(desk) -> None:  # noqa: F811
    act(desk, "intake", "add-sources", {"经济发展局.md": "规上工业总产值96.4亿元，增长9.4%"})
    act(desk, "draft", "previous-file", {"去年.txt": _PREVIOUS})
    assert desk.project.previous == "own"
    # the page still shows the choice as it was before the upload was answered
    stale = {"unit": "文溪经济开发区", "year": "2025", "previous": ""}
    for event in (Event("brief", {"changed": "year"}, stale), Event("write", {}, stale)):
        from assistant.ui import page

        for _ in page.run(desk, "draft", event):
            pass
    assert desk.project.previous == "own"
    assert desk.project.previous_file is not None
    assert desk.project.year == 2025
    # the choice itself counts
    act(desk, "draft", "brief", changed="previous", previous="")
    assert desk.project.previous_file is None


def test_a_project_that_was_not_named_by_hand_follows_its_year(desk) -> None:  # noqa: F811
    act(desk, "draft", "brief", year=2024)
    assert desk.project.name == "2024年度工作总结"
    act(desk, "top", "rename", name="给市里的那份")
    act(desk, "draft", "brief", year=2025)
    assert desk.project.name == "给市里的那份"


def _analysis(scores):
    column = SimpleNamespace(label="offline")
    cells = [SimpleNamespace(case=case, column=0, scores=scored) for case, scored in scores.items()]
    return SimpleNamespace(columns=(column,), cells=cells, scorers=("numbers", "time"))


def test_changed_cases_come_with_the_largest_change_first_and_seconds_decide_nothing() -> None:
    before = _analysis(
        {"甲例": {"numbers": 0.5, "time": 1.0}, "乙例": {"numbers": 1.0, "time": 1.0}, "丙例": {"numbers": 0.7, "time": 1.0}}
    )
    after = _analysis({"甲例": {"numbers": 0.9, "time": 9.0}, "乙例": {"numbers": 0.9, "time": 9.0}, "丙例": {"numbers": 0.7, "time": 9.0}})
    assert [(case, scorer) for case, scorer, _, _ in moved(before, after)] == [("甲例", "numbers"), ("乙例", "numbers")]
    slower = SimpleNamespace(scorer="time", verdict="worse", detectable=0.1, cases=3)
    same = SimpleNamespace(scorer="numbers", verdict="unclear", detectable=0.1, cases=3)
    assert verdict_of([slower, same])[0] == say("无法判定")
