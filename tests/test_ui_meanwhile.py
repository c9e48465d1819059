"""What the user does while long work runs, or on a page that shows what was a moment ago: nothing is undone, lost, or done elsewhere."""

from __future__ import annotations

import dataclasses
import queue
import threading
import time

import pytest

from assistant.errors import LibraryError
from assistant.projects.project import Project
from assistant.ui import page
from assistant.ui.desk import Desk
from assistant.ui.event import Event
from assistant.ui.todo import fact_key, gap_key
from assistant.workspace import Workspace
from tests.page_texts import NOTES_ECONOMY, NOTES_SAFETY, REPORT_2024, RETURNED, UNIT
from tests.scripted_endpoint import ScriptedEndpoint
from tests.scripted_writers import faithful_model
from tests.test_ui_actions import act, desk, drafted, line, office  # noqa: F401 - fixtures

QUESTION = "规上工业总产值这几年各是多少"


def toasts(desk):  # noqa: F811
    return [effect["text"] for effect in desk.effects if effect["do"] == "toast"]


def finished(steps):
    for _ in steps:
        pass


def until(true, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def asked(desk):  # noqa: F811
    """A question under way: its conversation is there, its answer not yet."""
    steps = page.run(desk, "chat", Event("ask", fields={"question": QUESTION}))
    next(steps)
    return desk, steps


# writing


def test_a_sentence_gone_to_from_the_notes_while_a_draft_is_written_lets_it_come_to_its_end(drafted):  # noqa: F811
    one = line(drafted, "隐患")
    steps = page.run(drafted, "draft", Event("write"))
    next(steps)
    act(drafted, "intake", "line", id=one.id)
    finished(steps)
    assert not drafted.drafting.running
    act(drafted, "top", "new-project")
    assert drafted.project.passages == ()


def test_a_title_given_while_a_draft_is_written_stays(desk, monkeypatch):  # noqa: F811
    act(desk, "intake", "add-sources", {"应急管理局.md": NOTES_SAFETY})
    act(desk, "draft", "brief", unit=UNIT, year=2025)
    write = desk.workspace.draft

    def named_meanwhile(*given, **more):
        made = write(*given, **more)
        act(desk, "draft", "edit", id="title", text="自己起的标题")
        return made

    monkeypatch.setattr(desk.workspace, "draft", named_meanwhile)
    act(desk, "draft", "write")
    assert desk.project.title == "自己起的标题"
    monkeypatch.undo()
    act(desk, "draft", "write")
    assert desk.project.title != "自己起的标题"


def test_a_heading_renamed_while_the_end_of_a_draft_is_put_together_keeps_its_name(desk, monkeypatch):  # noqa: F811
    act(desk, "intake", "add-sources", {"应急管理局.md": NOTES_SAFETY})
    act(desk, "draft", "brief", unit=UNIT, year=2025)
    act(desk, "draft", "write")
    heading = next(one for one in desk.project.passages if one.title and one.lines)
    other = threading.Thread(target=act, args=(desk, "draft", "rename-section"), kwargs={"id": heading.id, "title": "另一个名字"})
    previous = desk.previous_document

    def slow():
        if not other.ident:
            other.start()
            other.join(0.5)
        return previous()

    monkeypatch.setattr(desk, "previous_document", slow)
    act(desk, "draft", "write")
    other.join(20)
    assert desk.project.passage(heading.id).title == "另一个名字"


def test_a_sheet_changed_while_a_section_is_redone_marks_its_new_sentences(drafted, monkeypatch):  # noqa: F811
    redone = next(passage for passage, one in drafted.project.lines() if "隐患" in one.text)
    write = drafted.workspace.draft

    def changed_meanwhile(*given, **more):
        made = write(*given, **more)
        facts = drafted.material().ledger.facts
        act(drafted, "intake", "change-fact", at=next(i for i, one in enumerate(facts) if one.quantity.quote == "18次"), value="20次")
        return made

    monkeypatch.setattr(drafted.workspace, "draft", changed_meanwhile)
    act(drafted, "draft", "rewrite", id=redone.id)
    assert line(drafted, "18次").stale


def test_stop_pressed_before_the_model_is_asked_is_heeded(drafted, monkeypatch):  # noqa: F811
    redone = next(passage for passage, one in drafted.project.lines() if "隐患" in one.text)
    with ScriptedEndpoint(faithful_model) as endpoint:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
        settings = dataclasses.replace(drafted.workspace.settings, model="office-writer", base_url=endpoint.base_url)
        drafted.office.workspace = Workspace(settings)
        for do in ("rewrite", "write"):
            steps = page.run(drafted, "draft", Event(do, {"id": redone.id}))
            if do == "write":
                engine = drafted.workspace.engine

                def stopped_meanwhile(*given, engine=engine, **more):
                    made = engine(*given, **more)
                    act(drafted, "draft", "stop")
                    return made

                monkeypatch.setattr(drafted.workspace, "engine", stopped_meanwhile)
            next(steps)
            act(drafted, "draft", "stop")
            finished(steps)
            assert endpoint.requests == []
            assert drafted.project.passage(redone.id) == redone
            assert not drafted.drafting.running


def test_a_draft_under_way_is_followed_in_every_window(desk, office):  # noqa: F811
    act(desk, "intake", "add-sources", {"经济发展局.md": NOTES_ECONOMY})
    act(desk, "draft", "brief", unit=UNIT, year=2025)
    page._shown(desk, {"draft"}, lambda: None, "first")
    act(desk, "draft", "write")
    first, second = (page._shown(desk, {"draft"}, lambda: None, window) for window in ("first", "second"))
    assert all(any(value and "195.2" in value for value in values) for values in (first, second))
    assert not any(value and "195.2" in value for value in page._shown(desk, {"draft"}, lambda: None, "second"))


# chatting


def test_no_other_project_while_a_question_is_answered(asked):
    desk, steps = asked  # noqa: F811
    kept = desk.kept.id
    for do in ("new-project", "copy-project", "remove-project"):
        (note,) = act(desk, "top", do)
        assert "正在回答" in note["text"]
    finished(steps)
    assert desk.kept.id == kept
    assert desk.project.conversations[0].turns[0].question == QUESTION
    act(desk, "top", "copy-project")
    assert desk.kept.id != kept


def test_an_answer_is_shown_in_the_conversation_it_belongs_to_and_the_one_chosen_meanwhile_stays_chosen(desk):  # noqa: F811
    act(desk, "chat", "ask", question="招商引资往年怎么写")
    first = desk.project.conversations[0]
    act(desk, "chat", "new")
    steps = page.run(desk, "chat", Event("ask", fields={"question": QUESTION}))
    next(steps)
    assert "bz-msg live" in str(page.chatting.TAB.view(desk))
    act(desk, "chat", "choose", id=first.id)
    assert "bz-msg live" not in str(page.chatting.TAB.view(desk))
    finished(steps)
    assert desk.talking.conversation == first.id
    assert [len(one.turns) for one in desk.project.conversations] == [1, 1]
    assert desk.project.conversations[1].turns[0].question == QUESTION


def test_a_conversation_deleted_while_it_is_answered_is_gone_and_nothing_is_left_running(asked):
    desk, steps = asked  # noqa: F811
    act(desk, "chat", "drop", id=desk.project.conversations[0].id)
    finished(steps)
    assert desk.project.conversations == ()
    assert not desk.talking.running


def test_a_source_opened_while_another_question_is_answered_stays_open(desk):  # noqa: F811
    act(desk, "chat", "ask", question=QUESTION)
    steps = page.run(desk, "chat", Event("ask", fields={"question": "招商引资往年怎么写"}))
    next(steps)
    act(desk, "chat", "cite", turn=0, cite=0)
    finished(steps)
    assert desk.talking.open == (0, 0)


def test_an_answer_asked_for_again_that_does_not_come_leaves_the_old_one(desk, monkeypatch):  # noqa: F811
    for question in (QUESTION, "招商引资往年怎么写"):
        act(desk, "chat", "ask", question=question)
    before = desk.project.conversations

    def gone(*_):
        raise LibraryError("资料库打不开")

    monkeypatch.setattr(desk.workspace, "chat_stream", gone)
    (note,) = act(desk, "chat", "again", at=0)
    assert note["text"] == "资料库打不开"
    assert desk.project.conversations == before
    assert not desk.talking.running
    monkeypatch.undo()
    act(desk, "chat", "again", at=0)
    assert [turn.question for turn in desk.project.conversations[0].turns] == [QUESTION]


def test_an_answer_that_does_not_come_can_be_stopped(desk, monkeypatch):  # noqa: F811
    silent = queue.Queue()
    monkeypatch.setattr(desk.workspace, "chat_stream", lambda *_: iter(silent.get, None))
    worker = threading.Thread(target=act, args=(desk, "chat", "ask"), kwargs={"question": QUESTION}, daemon=True)
    worker.start()
    until(lambda: desk.project.conversations)
    act(desk, "chat", "stop")
    worker.join(10)
    assert not worker.is_alive()
    assert not desk.talking.running
    assert desk.project.conversations[0].turns[0].route == "stopped"
    silent.put(None)


# a page that shows what was a moment ago


def test_a_gap_filled_by_two_quick_clicks_fills_no_other_gap(desk):  # noqa: F811
    text = "- 新增就业  人（待核）\n- 培训企业员工  人次（待核）\n- 走访企业  家（待核）\n"
    act(desk, "intake", "add-sources", {"人社局.md": text})
    gaps = [gap for gap in desk.material().ledger.gaps if gap.end > gap.start]
    assert len(gaps) > 1
    html = str(page.intake.TAB.view(desk))
    assert html.count('data-on="fill"') == len(gaps)
    shown = {"at": 0, "gap": gap_key(gaps[0]), "value": "1200人"}
    act(desk, "intake", "fill", **shown)
    act(desk, "intake", "fill", **shown)
    assert sum("1200人" in note.text for note in desk.material().notes) == 1


def test_a_figure_is_changed_only_where_it_stands_as_it_was_shown(drafted):  # noqa: F811
    facts = drafted.material().ledger.facts
    at = next(i for i, fact in enumerate(facts) if fact.quantity.quote == "18次")
    before = drafted.project
    (note,) = act(drafted, "intake", "change-fact", at=at - 1, was=fact_key(facts[at]), value="20次")
    assert "刚变过" in note["text"]
    assert drafted.project == before
    act(drafted, "intake", "change-fact", at=at, was=fact_key(facts[at]), value="20次")
    assert drafted.project.amendments[-1].text == "20次"


def test_taking_back_a_change_takes_back_that_change(drafted):  # noqa: F811
    facts = drafted.material().ledger.facts
    place = {quote: next(i for i, fact in enumerate(facts) if fact.quantity.quote == quote) for quote in ("18次", "195.2亿元")}
    (first,) = act(drafted, "intake", "change-fact", at=place["18次"], value="20次")
    act(drafted, "intake", "change-fact", at=place["195.2亿元"], value="196.2亿元")
    undo = first["action"]
    list(page.run(drafted, undo["pane"], Event(undo["on"], undo["data"]["data"])))
    quotes = {fact.quantity.quote for fact in drafted.material().ledger.facts}
    assert {"18次", "196.2亿元"} <= quotes
    drafted.effects.clear()
    list(page.run(drafted, undo["pane"], Event(undo["on"], undo["data"]["data"])))
    assert toasts(drafted) == ["没有可撤销的"]
    act(drafted, "intake", "undo-fact")
    assert "195.2亿元" in {fact.quantity.quote for fact in drafted.material().ledger.facts}


@pytest.mark.parametrize("kind", ["replace", "never"])
def test_an_entry_of_the_word_list_removed_by_two_quick_clicks_takes_no_other_along(desk, kind):  # noqa: F811
    for old in ("周边乡镇", "各个部门"):
        act(desk, "settings", "add-word", old=old, new="周边镇街" if kind == "replace" else "")
    html = str(page.configuring.TAB.view(desk))
    assert html.count('data-on="drop-word"') == 2
    shown = {"kind": kind, "old": "周边乡镇", "rule": "", "text": "周边乡镇"}
    act(desk, "settings", "drop-word", **shown)
    act(desk, "settings", "drop-word", **shown)
    left = desk.project.replacements if kind == "replace" else desk.project.never
    assert ["各个部门" in one for one in left] == [True]


def test_a_switch_goes_to_where_it_was_pushed(desk, office):  # noqa: F811
    for window, to in ((desk, "protect"), (Desk(office), "protect"), (desk, "plain"), (desk, "plain"), (desk, "protect")):
        assert f'data-to="{to}"' in str(page.configuring.TAB.view(window)) or desk.workspace.settings.figures == to
        act(window, "settings", "switch", name="figures", to=to)
        assert desk.workspace.settings.figures == to


def test_what_was_clicked_in_another_project_is_not_done_in_this_one(drafted):  # noqa: F811
    first, gone = drafted.kept.id, drafted.project.passages[2]
    (note,) = act(drafted, "draft", "drop-section", id=gone.id)
    act(drafted, "top", "copy-project")
    before = drafted.project
    undo = note["action"]
    drafted.effects.clear()
    list(page.run(drafted, undo["pane"], Event(undo["on"], undo["data"]["data"])))
    assert drafted.project == before
    one = next(line for _, line in before.lines() if line.text != "\n")
    finished(page.run(drafted, "draft", Event("edit", {"id": one.id}, {"text": "改在那个项目里。"}, project=first)))
    assert drafted.project == before
    assert "改在那个项目里。" in toasts(drafted)[-1]
    finished(page.run(drafted, "top", Event("remove-project", project=first)))
    assert drafted.project == before
    finished(page.run(drafted, "draft", Event("edit", {"id": one.id}, {"text": "改在这个项目里。"}, project=drafted.kept.id)))
    assert line(drafted, "改在这个项目里。")


def test_what_is_not_saved_is_not_left_for_another_project(drafted, office):  # noqa: F811
    other = Desk(office)
    act(other, "draft", "edit", id="title", text="先存的标题")
    act(drafted, "draft", "edit", id="title", text="后存的标题")
    spare = office.store.add("local", Project(name="另一个"))
    for do, data in (("open-project", {"id": spare.id}), ("new-project", {}), ("remove-project", {})):
        (note,) = act(drafted, "top", do, **data)
        assert "没有存上" in note["text"]
    assert drafted.project.title == "后存的标题"
    act(drafted, "top", "clash-theirs")
    assert drafted.project.title == "先存的标题"


# reviewing


def test_two_quick_clicks_decide_on_one_finding(desk):  # noqa: F811
    act(desk, "review", "review-text", text=RETURNED)
    count, text = len(desk.reviewing.findings), desk.project.review.text
    at = next(i for i, one in enumerate(desk.reviewing.findings) if one.fix is not None)
    act(desk, "review", "finding", at=at)
    fix = desk.reviewing.findings[at].fix
    seen = desk.reviewing.decided
    assert f'data-seen="{seen}"' in str(page.reviewing_tab.TAB.view(desk))
    for do in ("accept", "accept", "ignore", "never"):
        act(desk, "review", do, seen=seen)
    assert desk.project.review.text == text[: fix.start] + fix.text + text[fix.end :]
    assert desk.project.ignored == desk.project.never == ()
    act(desk, "review", "ignore", seen=desk.reviewing.decided)
    assert len(desk.project.ignored) == 1
    assert len(desk.reviewing.findings) < count


def test_a_fix_is_made_in_the_sentence_as_it_is_now_or_not_at_all(drafted):  # noqa: F811
    one = line(drafted, "隐患")
    act(drafted, "draft", "edit", id=one.id, text="幅射带动周边乡镇，隐患整改到位。")
    act(drafted, "review", "review-draft")
    at = next(i for i, finding in enumerate(drafted.reviewing.findings) if finding.quote == "幅射")
    act(drafted, "review", "finding", at=at)
    act(drafted, "draft", "edit", id=one.id, text="今年幅射带动周边乡镇，隐患整改到位。")
    act(drafted, "review", "accept")
    assert line(drafted, "隐患整改到位").text == "今年辐射带动周边乡镇，隐患整改到位。"
    act(drafted, "draft", "edit", id=one.id, text="幅射带动周边乡镇，隐患整改到位。")
    act(drafted, "review", "open")
    at = next(i for i, finding in enumerate(drafted.reviewing.findings) if finding.quote == "幅射")
    act(drafted, "review", "finding", at=at)
    act(drafted, "draft", "edit", id=one.id, text="带动周边乡镇，隐患整改到位。")
    before = drafted.project
    (note,) = act(drafted, "review", "accept")
    assert "刚改过" in note["text"]
    assert drafted.project == before


def test_taking_a_decision_back_leaves_alone_what_was_written_since(drafted):  # noqa: F811
    one, other = line(drafted, "隐患"), line(drafted, "投资")
    act(drafted, "draft", "edit", id=one.id, text="幅射带动周边乡镇，隐患整改到位。")
    act(drafted, "review", "review-draft")
    at = next(i for i, finding in enumerate(drafted.reviewing.findings) if finding.quote == "幅射")
    act(drafted, "review", "finding", at=at)
    act(drafted, "review", "accept")
    act(drafted, "draft", "edit", id=other.id, text="后来改的一句。")
    act(drafted, "review", "undo")
    assert line(drafted, "幅射带动")
    assert line(drafted, "后来改的一句。")
    at = next(i for i, finding in enumerate(drafted.reviewing.findings) if finding.quote == "幅射")
    act(drafted, "review", "finding", at=at)
    act(drafted, "review", "accept")
    act(drafted, "draft", "edit", id=one.id, text="隐患整改到位，辐射带动。")
    (note,) = act(drafted, "review", "undo")
    assert "后来又改过" in note["text"]
    assert line(drafted, "隐患整改到位，辐射带动。")


def test_a_wording_added_since_a_decision_stays_when_it_is_taken_back(desk):  # noqa: F811
    act(desk, "review", "review-text", text=RETURNED)
    act(desk, "review", "finding", at=0)
    act(desk, "review", "ignore")
    act(desk, "settings", "add-word", old="周边乡镇", new="周边镇街")
    act(desk, "settings", "add-word", old="不提的词")
    act(desk, "review", "undo")
    assert desk.project.ignored == ()
    assert desk.project.replacements == (("周边乡镇", "周边镇街"),)
    assert desk.project.never == (("", "不提的词"),)


# the library


def test_two_imports_at_once_each_tell_their_end(desk):  # noqa: F811
    def sent(name, text):
        path = desk.office.upload_root / name
        path.write_text(text, encoding="utf-8")
        return Event("import", files=({"path": str(path), "name": name},))

    first = page.run(desk, "library", sent("2025.txt", REPORT_2024.replace("2024", "2025")))
    next(first)
    second = page.run(desk, "library", sent("空.txt", "\n"))
    next(second)
    finished(second)
    assert desk.shelving.progress is not None
    finished(first)
    assert desk.shelving.progress is None
    assert [name for name, _ in desk.shelving.failures] == ["空.txt"]
    assert any("读入 1 份" in text for text in toasts(desk))


def test_a_report_that_is_gone_leaves_the_open_one_as_it_was(desk):  # noqa: F811
    report = desk.workspace.library.reports()[0]
    act(desk, "library", "read", id=report.id)
    (note,) = act(desk, "library", "read", id="gone")
    assert note["kind"] == "err"
    assert desk.shelving.report == report.id


# settings


def test_trying_the_endpoint_leaves_the_page_free(desk, monkeypatch):  # noqa: F811
    with ScriptedEndpoint(faithful_model, delay=0.0) as endpoint:
        desk.workspace.settings = dataclasses.replace(desk.workspace.settings, model="m", base_url=endpoint.base_url)
        held = threading.Event()
        steps = page.run(desk, "settings", Event("test"))

        def answered(*_, **__):
            held.set()
            time.sleep(1.0)
            raise OSError("gone")

        monkeypatch.setattr(page.configuring.urllib.request, "urlopen", answered)
        worker = threading.Thread(target=finished, args=(steps,), daemon=True)
        worker.start()
        assert held.wait(10)
        began = time.monotonic()
        act(desk, "top", "rename", name="改了名")
        assert time.monotonic() - began < 0.9
        act(desk, "settings", "endpoint", base_url=endpoint.base_url, model="n")
        worker.join(10)
        # what came of another address is not shown for this one
        assert desk.configuring.tried is None
