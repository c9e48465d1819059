"""对话 in a project with notes: answers from the sheets and from the reports, the cited sheet opened at its place. Without a browser."""

from __future__ import annotations

import pytest

from assistant.errors import LibraryError
from assistant.settings import Settings
from assistant.ui import page
from assistant.ui.desk import Desk, Office
from assistant.ui.event import Event
from assistant.ui.todo import conflict_key
from assistant.workspace import Workspace
from tests.page_texts import HOSTILE, NOTES_ECONOMY, NOTES_INVESTMENT, NOTES_SAFETY, REPORT_2024, UNIT


@pytest.fixture
def office(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2024.txt").write_text(REPORT_2024, encoding="utf-8")
    workspace = Workspace(Settings(library=str(tmp_path / "library"), unit=UNIT))
    workspace.ingest([tmp_path / "2024.txt"])
    (tmp_path / "uploads").mkdir()
    return Office.open(workspace, tmp_path / "uploads")


@pytest.fixture
def desk(office):
    desk = Desk(office)
    act(
        desk, "intake", "add-sources", {"经济发展局.md": NOTES_ECONOMY, "招商促进局.md": NOTES_INVESTMENT, "应急管理局.md": NOTES_SAFETY}
    )
    act(desk, "draft", "brief", unit=UNIT, year=2025)
    return desk


def act(desk, pane, do, files=None, **data):
    sent = []
    for name, text in (files or {}).items():
        path = desk.office.upload_root / name
        path.write_text(text, encoding="utf-8")
        sent.append({"path": str(path), "name": name})
    desk.effects.clear()
    fields = {name: str(value) for name, value in data.items()}
    for _ in page.run(desk, pane, Event(do, fields, fields, tuple(sent))):
        pass
    for tab in page.TABS:
        tab.view(desk)
    return [effect["text"] for effect in desk.effects if effect["do"] == "toast"]


def ask(desk, question):
    act(desk, "chat", "ask", question=question)
    return desk.project.conversations[-1].turns[-1]


def shown(desk):
    return str(next(tab for tab in page.TABS if tab.name == "chat").view(desk))


def test_this_year_from_a_sheet_and_last_year_from_the_report(desk, office):
    now = ask(desk, "今年固定资产投资是多少")
    assert "2025年：固定资产投资56.0亿元" in now.answer
    assert "素材·经济发展局" in now.answer
    assert now.references[0].note == next(one.sha256 for one in desk.project.sources if one.name == "经济发展局.md")
    assert "1 份素材" in shown(desk)
    then = ask(desk, "去年呢")
    assert "2024年" in then.answer
    assert "52.3亿元" in then.answer
    assert then.references[0].report
    assert then.references[0].note == ""

    act(desk, "chat", "cite", turn=0, cite=0)
    html = shown(desk)
    assert '<mark class="place">固定资产投资56.0亿元，增长7.1%</mark>' in html
    assert "与原文一致" in html
    assert "在素材里打开" in html
    assert "经济发展局.md" in html
    act(desk, "chat", "in-intake", department="经济发展局")
    assert desk.intake.department == "经济发展局"
    # it is there on another desk, too
    again = Desk(office)
    act(again, "chat", "cite", turn=0, cite=0)
    assert '<mark class="place">固定资产投资56.0亿元' in shown(again)


def test_what_is_not_settled_is_not_chosen_and_what_is_settled_says_so(desk):
    turn = ask(desk, "今年新签约亿元以上项目多少个")
    assert "26个（素材·经济发展局）；24个（素材·招商促进局）" in turn.answer
    assert len(turn.references) == 2
    conflict = next(one for one in desk.material().ledger.conflicts if one.kind == "values")
    act(desk, "intake", "settle", conflict=conflict_key(conflict), value="26个")
    told = ask(desk, "今年新签约亿元以上项目多少个").answer
    assert "还没有核定" not in told
    assert "26个" in told
    assert "24个" not in told or "核定数，原报24个" in told


def test_a_gap_is_told_until_it_is_filled(desk):
    assert "还没有数" in ask(desk, "今年税收收入是多少").answer
    at = next(i for i, one in enumerate(desk.material().ledger.gaps) if "税收" in one.question)
    act(desk, "intake", "fill", at=at, value="7.4亿元")
    turn = ask(desk, "今年税收收入是多少")
    assert "7.4亿元" in turn.answer
    assert "补报数" in turn.answer
    assert "7.4" not in turn.references[0].quote


def test_a_sheet_that_is_taken_out_is_no_source_any_more(desk):
    ask(desk, "今年固定资产投资是多少")
    source = next(one for one in desk.project.sources if one.name == "经济发展局.md")
    act(desk, "intake", "drop-source", id=source.sha256)
    assert act(desk, "chat", "cite", turn=0, cite=0) == ["这份素材已经不在项目里"]
    turn = ask(desk, "今年固定资产投资是多少")
    assert turn.absent
    assert "56.0" not in turn.answer


def test_a_library_that_cannot_be_read_is_not_called_a_report_that_is_gone(desk, monkeypatch):
    ask(desk, "去年固定资产投资是多少")
    assert desk.project.conversations[-1].turns[-1].references[0].report

    def fail(name):
        raise LibraryError("资料库读不出来")

    monkeypatch.setattr(desk.workspace.library, "document", fail)
    assert act(desk, "chat", "cite", turn=0, cite=0) == ["资料库读不出来"]
    assert desk.talking.document is None


def test_a_project_that_does_not_say_its_year_answers_for_this_one(desk):
    desk.change(year=None, unit="")
    turn = ask(desk, "今年固定资产投资是多少")
    assert "56.0亿元" in turn.answer
    assert UNIT in turn.answer


def test_another_project_has_its_own_notes_only(desk, office):
    act(desk, "top", "new-project", name="另一个")
    turn = ask(desk, "今年固定资产投资是多少")
    assert "56.0" not in turn.answer


def test_markup_in_a_sheet_is_shown_as_text(office):
    desk = Desk(office)
    act(desk, "intake", "add-sources", {"宣传办.md": HOSTILE})
    turn = ask(desk, "今年固定资产投资是多少")
    assert "56.0亿元" in turn.answer
    act(desk, "chat", "cite", turn=0, cite=0)
    html = shown(desk)
    # the whole sheet is in the source panel, its tags as text
    assert "&lt;img src=x" in html
    assert "<img" not in html
    assert "<script" not in html
    assert 'href="javascript' not in html


def test_a_row_of_a_spreadsheet_is_cited_in_its_cells(office):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["指标", "单位", "1-11月", "增长"], ["固定资产投资", "亿元", 51.2, 6.8], ["进出口总额", "亿元", 22.4, 7.1]):
        book.active.append(row)
    desk = Desk(office)
    path = office.upload_root / "经济发展局.xlsx"
    book.save(path)
    event = Event("add-sources", {}, {}, ({"path": str(path), "name": path.name},))
    for _ in page.run(desk, "intake", event):
        pass
    act(desk, "draft", "brief", unit=UNIT, year=2025)
    turn = ask(desk, "今年进出口总额是多少")
    assert "22.4亿元" in turn.answer
    assert "1-11月" in turn.answer
    act(desk, "chat", "cite", turn=0, cite=0)
    assert '<span><mark class="place">22.4</mark></span>' in shown(desk)
    assert "与原文一致" in shown(desk)
