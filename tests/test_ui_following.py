"""起草's actions after the notes changed: doubts decided, gaps filled, sheets gone; and writing only what is missing. No browser."""

from __future__ import annotations

import time

import pytest

from assistant.projects.project import Passage
from assistant.settings import Settings
from assistant.ui import page
from assistant.ui.desk import Desk, Office
from assistant.ui.draft_outline import outline
from assistant.ui.event import Event
from assistant.ui.todo import conflict_key, open_todos
from assistant.workspace import Workspace

NOTES = {
    "经济发展局.md": (
        "# 经济发展局\n\n- 规上工业总产值301.5亿元，同比增长7.2%\n- 1-9月技改投资24.4亿元，去年同期22.1亿元，增长14.4%\n"
        "- 固定资产投资52.3亿元\n"
    ),
    "规划建设局.md": "# 规划建设局\n\n- 新建道路4.6公里\n- 新建标准厂房6.2万平方米；入驻率  %（待核）\n- 盘活低效用地762亩\n",
    "应急管理局.md": "# 应急管理局\n\n- 排查隐患812项，整改806项\n- 开展应急演练18次\n",
}


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "uploads").mkdir()
    desk = Desk(Office.open(Workspace(Settings(library=str(tmp_path / "library"))), tmp_path / "uploads"))
    sent = []
    for name, text in NOTES.items():
        (tmp_path / "uploads" / name).write_text(text, encoding="utf-8")
        sent.append({"path": str(tmp_path / "uploads" / name), "name": name})
    run(desk, "intake", "add-sources", files=tuple(sent))
    run(desk, "draft", "brief", unit="澜江新区", year="2026")
    run(desk, "draft", "write")
    return desk


def run(desk, pane, do, files=(), **data):
    """Carry an event out; returns what was said at the page's edge."""
    desk.effects.clear()
    for _ in page.run(desk, pane, Event(do, data, data, files)):
        pass
    for tab in page.TABS:
        tab.view(desk)
    return [effect["text"] for effect in desk.effects if effect["do"] == "toast"]


def line(desk, word):
    return next(line for _, line in desk.project.lines() if word in line.text)


def section(desk, word):
    return next(passage for passage, line in desk.project.lines() if word in line.text)


def test_a_doubtful_figure_that_stands_is_marked_no_more_when_its_section_is_written_anew(desk):
    assert "14.4%【待核】" in line(desk, "24.4亿元").text
    doubt = next(one for one in desk.material().ledger.conflicts if len(one.facts) == 1)
    run(desk, "intake", "settle", conflict=conflict_key(doubt), at="0")
    assert [one.text for _, one in desk.project.lines() if one.stale] == [line(desk, "24.4亿元").text]
    run(desk, "draft", "rewrite", id=section(desk, "24.4亿元").id)
    assert "14.4%" in line(desk, "24.4亿元").text
    assert "【待核】" not in line(desk, "24.4亿元").text
    assert not line(desk, "24.4亿元").stale


def test_that_it_stands_can_be_taken_back(desk):
    doubt = next(one for one in desk.material().ledger.conflicts if len(one.facts) == 1)
    run(desk, "intake", "settle", conflict=conflict_key(doubt), at="0")
    run(desk, "intake", "reopen", conflict=conflict_key(doubt))
    assert not desk.project.kept_apart
    assert not any(one.stale for _, one in desk.project.lines())


def test_taking_one_back_leaves_what_else_was_decided_or_changed(desk):
    texts = ("- 税收24.4亿元，去年同期22.1亿元，增长14.4%", "- 进出口总额36.2亿元，去年同期31.1亿元，增长12.1%")
    run(desk, "intake", "paste", text=texts[0], department="财政局")
    run(desk, "intake", "paste", text=texts[1], department="商务局")
    run(desk, "draft", "write")
    conflicts = desk.material().ledger.conflicts
    doubts = [next(one for one in conflicts if word in (one.reason or "")) for word in ("22.1亿元→24.4", "31.1亿元→36.2")]
    for doubt in doubts:
        assert len(doubt.facts) == 1
        run(desk, "intake", "settle", conflict=conflict_key(doubt), at="0")
    run(desk, "intake", "reopen", conflict=conflict_key(doubts[0]))
    assert line(desk, "36.2亿元").stale
    # a change of the note that came before the decision is still a change when the decision is taken back
    at = next(i for i, one in enumerate(desk.material().ledger.facts) if one.quantity.quote == "36.2亿元")
    run(desk, "intake", "change-fact", at=str(at), value="36.3亿元")
    again = next(one for one in desk.material().ledger.conflicts if one.reason and "→36.3亿元" in one.reason)
    run(desk, "intake", "settle", conflict=conflict_key(again), at="0")
    run(desk, "intake", "reopen", conflict=conflict_key(again))
    assert line(desk, "36.2亿元").stale


def test_a_filled_gap_leaves_the_list_and_marks_its_sentence(desk):
    assert any(todo.kind == "待补" for todo in open_todos(desk.project))
    gap = next(at for at, one in enumerate(desk.material().ledger.gaps) if "入驻率" in one.question)
    run(desk, "intake", "fill", at=str(gap), value="92.5%")
    assert "要重看" in {todo.kind for todo in open_todos(desk.project)}
    assert line(desk, "6.2万平方米").stale
    assert not any("入驻率" in text for _, text in desk.project.open_points)
    run(desk, "draft", "rewrite", id=section(desk, "6.2万平方米").id)
    assert "92.5%" in line(desk, "6.2万平方米").text


def test_the_marks_survive_the_rewriting_of_another_section(desk):
    facts = desk.material().ledger.facts
    at = next(i for i, one in enumerate(facts) if one.quantity.quote == "52.3亿元")
    run(desk, "intake", "change-fact", at=str(at), value="53.1亿元")
    run(desk, "draft", "rewrite", id=section(desk, "812项").id)
    at = next(i for i, one in enumerate(desk.material().ledger.facts) if one.quantity.quote == "18次")
    run(desk, "intake", "change-fact", at=str(at), value="20次")
    assert line(desk, "52.3亿元").stale
    assert line(desk, "18次").stale
    assert not line(desk, "812项").stale
    # taken back, the last change leaves the first mark where it is
    run(desk, "intake", "undo-fact")
    assert line(desk, "52.3亿元").stale
    assert not line(desk, "18次").stale


def test_a_sheet_that_goes_leaves_the_others_with_their_notes(desk):
    gone = next(one for one in desk.project.sources if one.name == "经济发展局.md")
    notes = {note.id: note.text for note in desk.material().notes}
    assert "812项" in notes[line(desk, "812项").notes[0]]
    run(desk, "intake", "drop-source", id=gone.sha256)
    notes = {note.id: note.text for note in desk.material().notes}
    assert "812项" in notes[line(desk, "812项").notes[0]]
    assert line(desk, "301.5亿元").stale
    assert not line(desk, "812项").stale
    # looked at and let stand: nothing supports it any more, and that is said
    run(desk, "draft", "fine", id=line(desk, "301.5亿元").id)
    assert line(desk, "301.5亿元").support == "unsupported"


def test_only_what_is_missing_is_written(desk):
    road, safety = section(desk, "4.6公里"), section(desk, "812项")
    run(desk, "draft", "edit", id=line(desk, "4.6公里").id, text="新建道路4.6公里，群众出行更方便。")
    run(desk, "draft", "lock", id=road.id)
    emptied = [
        one if one.id != safety.id else Passage(one.id, one.number, one.title, one.level, one.topic, one.part)
        for one in desk.project.passages
    ]
    desk.change(passages=tuple(emptied))
    before = {one.id: one.lines for one in desk.project.passages if one.lines}
    told = run(desk, "draft", "write", offline="1", rest="1")
    assert any("补写了 1 节" in text for text in told)
    assert {one.id: one.lines for one in desk.project.passages if one.id in before} == before
    assert line(desk, "812项")
    assert any("没有要补写的" in text for text in run(desk, "draft", "write", offline="1", rest="1"))


def test_a_wish_is_shown_and_kept(desk):
    passage = section(desk, "301.5亿元")
    run(desk, "draft", "section", id=passage.id)
    run(desk, "draft", "rename-section", id=passage.id, length="约800字")
    assert (desk.project.passage(passage.id).length, desk.project.passage(passage.id).asked) == (800, True)
    assert "还没有按这个字数重写" in str(page.TABS[[tab.name for tab in page.TABS].index("draft")].view(desk))
    run(desk, "draft", "rewrite", id=passage.id)
    said = str(page.TABS[[tab.name for tab in page.TABS].index("draft")].view(desk))
    assert "没有凑字数" in said
    run(desk, "draft", "section", id="")
    assert "／800字" in str(outline(desk))
    run(desk, "draft", "rename-section", id=passage.id, length="")
    assert not desk.project.passage(passage.id).asked


def test_notes_may_change_while_a_draft_is_being_written(desk):
    """A section that comes in after a sheet has gone is on the notes as they are named now."""
    from assistant.ui.draft_job import Job, take_section
    from assistant.ui.outlining import brief_of

    job = Job(desk, brief_of(desk), None)
    sections = []
    desk.workspace.draft(job.brief, sections.append, notes=desk.material().notes, engine=desk.workspace.offline_engine(), check=False)
    gone = next(one for one in desk.project.sources if one.name == "经济发展局.md")
    run(desk, "intake", "drop-source", id=gone.sha256)
    for one in sections:
        take_section(desk, one, time.strftime("%Y-%m-%dT%H:%M:%S"), job.notes)
    notes = {note.id: note.text for note in desk.material().notes}
    assert "812项" in notes[line(desk, "812项").notes[0]]
    assert line(desk, "301.5亿元").stale
