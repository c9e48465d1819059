"""The ledger's cut-off: read off each fact's period, one indicator's cut-offs side by side, sorted, sought and handed out."""

from __future__ import annotations

import base64
import csv
import io

import pytest

from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_notes
from assistant.settings import Settings
from assistant.ui import intake
from assistant.ui.cutoffs import cutoff_of, fact_cutoff, gathered
from assistant.ui.desk import Desk, Office
from assistant.ui.event import Event
from assistant.ui.intake_rows import fact_name, rows_of, uses_of
from assistant.workspace import Workspace

NOTES = """# 澜江新区2026年素材

## 经济发展局
- 1-9月完成规上工业总产值301.5亿元，同比增长7.2%，全年预计完成405亿元，年度目标400亿元，去年同期281.2亿元
- 截至10月底，规上工业企业187家
- 上半年税收收入12.6亿元
- 招商引资到位资金33亿元
"""


def facts_of(text, year=2026):
    return build_ledger(parse_notes(text), year).facts


@pytest.mark.parametrize(
    ("note", "cutoff"),
    [
        ("1-9月完成固定资产投资52.3亿元", "1—9月"),
        ("前三季度实现进出口总额20.1亿元", "1—9月"),
        ("截至10月底，高新技术企业61家", "截至10月底"),
        ("预计全年实现税收收入18.4亿元", "全年预计"),
        ("上半年实现利润总额6.1亿元", "上半年"),
        ("截至11月25日，累计签约项目31个", "截至11月25日"),
        ("走访企业820家次", ""),
    ],
)
def test_the_cutoff_is_read_off_the_period(note, cutoff):
    fact = facts_of(f"- {note}")[0]
    assert cutoff_of(fact.quantity, 2026).text == cutoff


def test_goals_and_last_years_figures_say_so():
    facts = {fact.quantity.quote: fact for fact in facts_of(NOTES)}
    told = {quote: fact_cutoff(fact, list(facts.values()), 2026).text for quote, fact in facts.items()}
    assert told["301.5亿元"] == "1—9月"
    assert told["405亿元"] == "全年预计"
    assert told["400亿元"] == "全年目标"
    assert told["281.2亿元"] == "上年同期"
    plan = facts_of("【2027年打算】\n- 规上工业总产值增长8%以上\n")[0]
    assert cutoff_of(plan.quantity, 2026).text == "2027年目标"


def test_one_indicator_at_several_cutoffs_stands_together():
    facts = facts_of(NOTES)
    rows = [(fact.quantity.quote, goes_on) for _, fact, goes_on in gathered(list(enumerate(facts)), facts, 2026)]
    at = rows.index(("301.5亿元", False))
    assert rows[at : at + 4] == [("301.5亿元", False), ("405亿元", True), ("400亿元", True), ("281.2亿元", True)]
    # a goal that is only called 目标 takes the name of what it is a goal for
    names = {fact.quantity.quote: fact_name(fact, facts) for fact in facts}
    assert names["400亿元"] == names["301.5亿元"] == "规模以上工业总产值"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "uploads").mkdir()
    office = Office.open(Workspace(Settings(library=str(tmp_path / "library"))), tmp_path / "uploads")
    desk = Desk(office)
    desk.change(year=2026)
    intake.paste(desk, Event("paste", {}, {"text": NOTES}))
    return desk


def shown(desk):
    facts = desk.material().ledger.facts
    return rows_of(desk, list(enumerate(facts)), uses_of(desk))


def test_sorted_by_the_cutoff_and_back(desk):
    as_written = [row.at for row in shown(desk)]
    intake.sort(desk, Event("sort", {"sort": "cutoff"}))
    told = [row.cutoff for row in shown(desk)]
    assert told == ["上年同期", "上半年", "1—9月", "截至10月底", "全年预计", "全年目标", ""]
    intake.sort(desk, Event("sort", {"sort": "-cutoff"}))
    # what has none stays last either way
    assert [row.cutoff for row in shown(desk)] == ["全年目标", "全年预计", "截至10月底", "1—9月", "上半年", "上年同期", ""]
    intake.sort(desk, Event("sort", {"sort": "nonsense"}))
    assert [row.at for row in shown(desk)] == as_written


def test_the_table_shows_it_and_finds_by_it(desk):
    html = str(intake.view(desk))
    assert "全年预计" in html
    assert 'aria-sort="none"' in html
    intake.find(desk, Event("find", {}, {"query": "全年预计"}))
    table = str(intake.view(desk)).split("<tbody>")[1].split("</tbody>")[0]
    assert ">405亿元<" in table
    assert ">301.5亿元<" not in table


def test_the_file_that_is_handed_out_has_it(desk):
    desk.effects.clear()
    intake.export_ledger(desk, Event("export-ledger"))
    text = base64.b64decode(desk.effects[0]["data"]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    by_value = {row["数值"].lstrip("'"): row for row in rows}
    assert by_value["301.5亿元"]["截止"] == "1—9月"
    assert by_value["405亿元"]["截止"] == "全年预计"
    assert by_value["400亿元"]["指标"] == "规模以上工业总产值"
    assert by_value["+7.2%"]["性质"] == "增速"


def test_readings_at_two_cutoffs_are_two_facts_and_no_conflict(desk):
    other = "- 截至11月底，规上工业企业191家\n"
    intake.paste(desk, Event("paste", {}, {"text": other, "department": "统计局"}))
    html = str(intake.view(desk))
    assert not desk.material().ledger.conflicts
    assert "截至10月底" in html
    assert "截至11月底" in html
