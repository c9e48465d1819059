"""The page's actions without a browser: events in, the desk changed, the project saved, what goes wrong said in a note."""

from __future__ import annotations

import dataclasses
import threading
import time

import pytest

from assistant.projects.project import Line, Passage
from assistant.projects.store import ProjectStore
from assistant.settings import Settings
from assistant.ui import page, shelf, top
from assistant.ui.desk import Desk, Office
from assistant.ui.event import Event
from assistant.ui.users import User
from assistant.workspace import Workspace
from tests.page_texts import NOTES_ECONOMY, NOTES_INVESTMENT, NOTES_SAFETY, REPORT_2024, RETURNED, UNIT
from tests.scripted_endpoint import ScriptedEndpoint
from tests.scripted_writers import faithful_model


@pytest.fixture
def office(tmp_path, monkeypatch):
    # settings are kept in the working folder
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2024.txt").write_text(REPORT_2024, encoding="utf-8")
    workspace = Workspace(Settings(library=str(tmp_path / "library"), unit=UNIT))
    workspace.ingest([tmp_path / "2024.txt"])
    (tmp_path / "uploads").mkdir()
    return Office.open(workspace, tmp_path / "uploads")


@pytest.fixture
def desk(office):
    return Desk(office)


def act(desk, pane, do, files=None, **data):
    """Carry an event out; returns the notes it put at the page's edge."""
    sent = []
    for name, text in (files or {}).items():
        path = desk.office.upload_root / name
        path.write_text(text, encoding="utf-8")
        sent.append({"path": str(path), "name": name})
    desk.effects.clear()
    for _ in page.run(
        desk,
        pane,
        Event(do, {name: str(value) for name, value in data.items()}, {name: str(value) for name, value in data.items()}, tuple(sent)),
    ):
        pass
    for tab in page.TABS:
        tab.view(desk)
    return [effect for effect in desk.effects if effect["do"] == "toast"]


@pytest.fixture
def drafted(desk):
    act(desk, "intake", "add-sources", {"经济发展局.md": NOTES_ECONOMY, "招商促进局.md": NOTES_INVESTMENT, "应急管理局.md": NOTES_SAFETY})
    act(desk, "draft", "brief", unit=UNIT, year=2025, previous=desk.workspace.library.reports()[0].id)
    assert act(desk, "draft", "write") == []
    return desk


def section(desk, word):
    return next(one for one in desk.project.passages if word in one.title)


def line(desk, word):
    return next(one for _, one in desk.project.lines() if word in one.text)


def test_every_figure_of_the_notes_is_in_the_draft_or_open(drafted):
    text = "".join(one.text for _, one in drafted.project.lines())
    points = " ".join(text for _, text in drafted.project.open_points)
    for fact in drafted.material().ledger.facts:
        number = str(fact.quantity.value) if fact.quantity.value is not None else ""
        assert number in text or number in points or fact.quantity.quote in points


def test_what_was_done_is_there_on_another_desk(drafted, office):
    again = Desk(office)
    assert again.project == drafted.project
    assert again.kept.revision == drafted.kept.revision


def test_outline_can_be_added_to_moved_dropped_and_brought_back(drafted):
    before = [one.title for one in drafted.project.passages]
    last = section(drafted, before[3])
    act(drafted, "draft", "section", id=last.id)
    act(drafted, "draft", "add-section", id=last.id)
    made = drafted.project.passages[4]
    act(drafted, "draft", "rename-section", id=made.id, title="聚焦安全发展", length="200")
    assert drafted.project.passages[4].title == "聚焦安全发展"
    assert drafted.project.passages[4].length == 200
    act(drafted, "draft", "move", id=made.id, to="up")
    assert drafted.project.passages[3].id == made.id
    act(drafted, "draft", "drop-section", id=last.id)
    assert last.id not in [one.id for one in drafted.project.passages]
    act(drafted, "draft", "undrop", id=last.id, at=4)
    assert drafted.project.passages[4].lines == last.lines
    assert drafted.project.dropped == ()


def test_a_dropped_section_stays_out_of_the_next_draft(drafted):
    gone = section(drafted, "安全")
    act(drafted, "draft", "drop-section", id=gone.id)
    assert act(drafted, "draft", "write") == []
    assert gone.title not in [one.title for one in drafted.project.passages]


def test_a_locked_section_is_left_alone_by_everything(drafted):
    kept = next(one for one in drafted.project.passages if one.level == 2 and one.lines)
    act(drafted, "draft", "lock", id=kept.id)
    for do, data in (("rewrite", {"id": kept.id}), ("edit", {"id": kept.lines[0].id, "text": "改了。"}), ("drop-section", {"id": kept.id})):
        (note,) = act(drafted, "draft", do, **data)
        assert "锁" in note["text"]
    act(drafted, "draft", "write")
    assert drafted.project.passage(kept.id).lines == kept.lines


def test_a_section_is_redone_compared_and_restored(drafted):
    target = next(one for one in drafted.project.passages if any("195.2" in line.text for line in one.lines))
    first = target.lines
    act(drafted, "draft", "section", id=target.id)
    act(drafted, "draft", "rewrite", id=target.id, instruction="精简")
    redone = drafted.project.passage(target.id)
    assert len(redone.versions) == 2
    assert "195.2" in "".join(one.text for one in redone.lines)
    act(drafted, "draft", "compare", at=0)
    act(drafted, "draft", "restore", at=0)
    assert [one.text for one in drafted.project.passage(target.id).lines] == [one.text for one in first]


@pytest.mark.parametrize(("chosen", "stays"), [("投资", True), ("隐患", False)])
def test_a_sentence_chosen_while_another_section_is_redone_stays_chosen(drafted, chosen, stays):
    redone = next(passage for passage, line in drafted.project.lines() if "隐患" in line.text)
    meanwhile = next(line for passage, line in drafted.project.lines() if chosen in line.text and (passage.id == redone.id) is not stays)
    steps = page.run(drafted, "draft", Event("rewrite", {"id": redone.id}))
    next(steps)
    act(drafted, "draft", "line", id=meanwhile.id)
    for _ in steps:
        pass
    assert drafted.drafting.line == (meanwhile.id if stays else "")


def test_a_section_locked_while_it_is_redone_is_left_alone_and_a_second_click_does_nothing(drafted):
    redone = next(passage for passage, line in drafted.project.lines() if "隐患" in line.text)
    steps = page.run(drafted, "draft", Event("rewrite", {"id": redone.id}))
    next(steps)
    act(drafted, "draft", "rewrite", id=redone.id)
    assert drafted.project.passage(redone.id) == redone
    assert drafted.drafting.running
    act(drafted, "draft", "lock", id=redone.id)
    drafted.effects.clear()
    for _ in steps:
        pass
    assert drafted.project.passage(redone.id) == dataclasses.replace(redone, locked=True)
    assert [effect["text"] for effect in drafted.effects if effect["do"] == "toast"] == ["这一节锁着，先解锁"]
    assert not drafted.drafting.running


def test_a_changed_fact_marks_the_sentence_and_looking_at_it_clears_the_mark(drafted):
    facts = drafted.material().ledger.facts
    at = next(i for i, fact in enumerate(facts) if fact.quantity.quote == "18次")
    (note,) = act(drafted, "intake", "change-fact", at=at, value="20")
    assert "少了单位" in note["text"]
    act(drafted, "intake", "change-fact", at=at, value="20次")
    marked = line(drafted, "18次")
    assert marked.stale
    act(drafted, "draft", "fine", id=marked.id)
    assert not line(drafted, "18次").stale
    act(drafted, "intake", "undo-fact")
    assert "18次" in {fact.quantity.quote for fact in drafted.material().ledger.facts}


def test_conflict_settled_with_another_value_or_kept_apart(desk):
    from assistant.ui.todo import conflict_key, open_conflicts

    act(desk, "intake", "add-sources", {"经济发展局.md": NOTES_ECONOMY, "招商促进局.md": NOTES_INVESTMENT})
    (conflict,) = open_conflicts(desk)
    act(desk, "intake", "keep-apart", conflict=conflict_key(conflict))
    assert open_conflicts(desk) == []
    desk.change(kept_apart=())
    (note,) = act(desk, "intake", "settle", conflict=conflict_key(conflict), value="很多")
    assert "填一个数" in note["text"]
    act(desk, "intake", "settle", conflict=conflict_key(conflict), value="25个")
    assert open_conflicts(desk) == []
    assert sum("25个" in note.text for note in desk.material().notes) == 2


def test_a_sheet_by_the_same_name_takes_the_old_ones_place_and_pasted_text_is_a_sheet(desk):
    act(desk, "intake", "add-sources", {"招商促进局.md": NOTES_INVESTMENT})
    act(desk, "intake", "add-sources", {"招商促进局.md": "- 新签约项目30个\n"})
    act(desk, "intake", "paste", text="- 开展应急演练18次", department="应急管理局")
    assert [source.name for source in desk.project.sources] == ["招商促进局.md", "应急管理局.txt"]
    assert len(desk.material().notes) == 2
    act(desk, "intake", "drop-source", id=desk.project.sources[0].sha256)
    assert len(desk.material().notes) == 1


def test_decisions_on_findings_hold_and_are_taken_back(desk):
    act(desk, "review", "review-text", text=RETURNED)
    at = next(i for i, one in enumerate(desk.reviewing.findings) if one.quote == "幅射")
    count = len(desk.reviewing.findings)
    act(desk, "review", "finding", at=at)
    act(desk, "review", "ignore")
    assert len(desk.reviewing.findings) == count - 1
    act(desk, "review", "undo")
    assert len(desk.reviewing.findings) == count
    act(desk, "review", "finding", at=at)
    act(desk, "review", "always")
    assert "辐射" in desk.project.review.text
    assert desk.project.replacements == (("幅射", "辐射"),)
    figure = next(i for i, one in enumerate(desk.reviewing.findings) if "9.9%" in one.quote)
    act(desk, "review", "finding", at=figure)
    (note,) = act(desk, "review", "always")
    assert "数字" in note["text"]
    act(desk, "review", "explain", rule=desk.reviewing.findings[figure].rule)
    act(desk, "review", "narrow", severity="error")


def test_a_wording_added_in_the_settings_is_found_by_the_next_check(desk):
    act(desk, "settings", "add-word", old="周边乡镇", new="周边镇街")
    act(desk, "review", "review-text", text=RETURNED)
    assert any(one.quote == "周边乡镇" for one in desk.reviewing.findings)


def test_projects_come_and_go(drafted, office):
    first = drafted.kept.id
    act(drafted, "top", "copy-project")
    assert drafted.kept.id != first
    assert drafted.project.name.endswith("（2）")
    drafted.effects.clear()
    list(page.run(drafted, "top", Event("export-project")))
    (download,) = [effect for effect in drafted.effects if effect["do"] == "download"]
    import base64

    path = office.upload_root / "项目.biganzi"
    path.write_bytes(base64.b64decode(download["data"]))
    list(page.run(drafted, "top", Event("import-project", files=({"path": str(path), "name": path.name},))))
    imported = drafted.project
    assert dataclasses.replace(imported, name="") == dataclasses.replace(office.store.load("local", first).project, name="")
    assert drafted.material().notes
    act(drafted, "top", "remove-project")
    assert imported.name not in {entry.name for entry in office.store.entries("local")}


def test_no_action_of_the_page_raises_and_unknown_ones_do_nothing(desk):
    for name, tab in page._PANES.items():
        for do in [*tab.actions, "no-such"]:
            notes = act(desk, name, do, id="x", at="999", conflict="x", year="二〇", run="x", page="x", to="next", kind="docx", value="")
            assert not any("没有做成" in note["text"] for note in notes), (name, do, notes)


def test_a_tab_that_cannot_be_drawn_says_so(desk, monkeypatch):
    broken = dataclasses.replace(page.TABS[0], view=lambda desk: 1 / 0)
    assert "出了错" in page._drawn(desk, broken)


def test_roles_are_kept_to(office):
    reader = Desk(office, User("qi", "reader"))
    for name, tab in page._PANES.items():
        for do, action in tab.actions.items():
            if action.role != "reader":
                notes = act(reader, name, do)
                assert [note["text"] for note in notes] == ["您的账号没有这个权限"], do


def test_another_window_saved_first(drafted, office):
    other = Desk(office)
    act(other, "draft", "edit", id="title", text="先存的标题")
    act(drafted, "draft", "edit", id="title", text="后存的标题")
    assert drafted.clash is not None
    assert office.store.load("local", other.kept.id).project.title == "先存的标题"
    act(drafted, "top", "clash-copy")
    assert drafted.clash is None
    assert drafted.project.title == "后存的标题"
    assert isinstance(office.store, ProjectStore)


def test_a_section_that_only_the_other_window_has_is_among_the_differences(drafted, office):
    other = Desk(office)
    alone = Passage("theirs", "", "那边的一节", 1, "", "summary", lines=(Line("theirs-1", "那边新写的一句。"),))
    other.change(passages=(*other.project.passages, alone))
    drafted.change(year=drafted.project.year)
    assert drafted.clash is not None
    shown = str(top.TAB.view(drafted))
    assert "<del>那边新写的一句。</del>" in shown
    assert "正文一样" not in shown


def test_an_import_that_is_over_before_the_page_looks_comes_to_its_end(desk, monkeypatch):
    class AtOnce:
        def __init__(self, target, daemon):
            self.start = target

    ingest = desk.workspace.ingest

    def told_of_every_step(paths, progress):
        for done in range(3):
            progress(done, 3, "2025.txt")
        return ingest(paths, progress)

    monkeypatch.setattr(desk.workspace, "ingest", told_of_every_step)
    page_thread = threading.Thread(target=act, args=(desk, "library", "import", {"2025.txt": REPORT_2024}), daemon=True)
    monkeypatch.setattr(shelf.threading, "Thread", AtOnce)
    page_thread.start()
    page_thread.join(20)
    assert not page_thread.is_alive()
    assert desk.shelving.progress is None


def test_a_page_closed_while_writing_finds_the_draft_whole(desk, office):
    act(desk, "intake", "add-sources", {"经济发展局.md": NOTES_ECONOMY})
    act(desk, "draft", "brief", unit=UNIT, year=2025)
    steps = page.run(desk, "draft", Event("write"))
    next(steps)
    steps.close()
    page._new_desk(office, desk.user, "zh", desk.kept.id)
    deadline = time.monotonic() + 20
    while office.running and time.monotonic() < deadline:
        time.sleep(0.05)
    assert office.running == {}
    assert office.store.load("local", desk.kept.id).project.title == desk.project.title != ""
    assert "195.2" in "".join(one.text for _, one in desk.project.lines())


def test_stopping_keeps_what_is_written(desk):
    act(desk, "intake", "add-sources", {"经济发展局.md": NOTES_ECONOMY, "应急管理局.md": NOTES_SAFETY})
    act(desk, "draft", "brief", unit=UNIT, year=2025)
    for _ in page.run(desk, "draft", Event("write")):
        if desk.project.chars:
            desk.drafting.stopping = True
    assert desk.project.chars
    assert not desk.drafting.running


def test_redoing_a_section_with_a_model_that_does_not_answer_can_be_stopped(drafted, monkeypatch):
    redone = next(passage for passage, line in drafted.project.lines() if "隐患" in line.text)
    with ScriptedEndpoint(faithful_model, delay=60.0) as endpoint:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
        settings = dataclasses.replace(drafted.workspace.settings, model="office-writer", base_url=endpoint.base_url)
        drafted.office.workspace = Workspace(settings)
        worker = threading.Thread(target=act, args=(drafted, "draft", "rewrite"), kwargs={"id": redone.id})
        began = time.monotonic()
        worker.start()
        while not endpoint.requests and time.monotonic() - began < 20:
            time.sleep(0.02)
        assert drafted.drafting.running
        page_said = drafted.effects
        for _ in page.run(drafted, "draft", Event("stop")):
            pass
        worker.join(20)
        assert time.monotonic() - began < 30
        assert len(endpoint.requests) == 1
    assert drafted.project.passage(redone.id) == redone
    assert [one["text"] for one in page_said if one["do"] == "toast"] == ["已停下，这一节没有动"]
    assert not drafted.drafting.running


def test_a_mark_in_the_text_leads_to_where_it_is_settled(desk):
    act(desk, "intake", "add-sources", {"经济发展局.md": NOTES_ECONOMY, "招商促进局.md": NOTES_INVESTMENT})
    act(desk, "draft", "brief", unit=UNIT, year=2025)
    act(desk, "draft", "write")
    marked = line(desk, "【待核")
    act(desk, "draft", "chip", id=marked.id)
    assert "26个" in desk.intake.open
    assert {"do": "tab", "tab": "intake"} in desk.effects


def test_no_other_project_while_a_draft_is_being_written(desk, office):
    kept = desk.kept.id
    desk.drafting.running = True
    office.running["local", kept] = desk
    assert page._new_desk(office, desk.user, "zh", kept) is desk
    for do in ("new-project", "copy-project", "remove-project"):
        (note,) = act(desk, "top", do)
        assert "正在起草" in note["text"]
    assert desk.kept.id == kept
