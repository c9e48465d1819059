"""The whole draft against an earlier moment: which moments there are, what stood there then, and the page that shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.projects.draftbook import rewritten
from assistant.projects.moments import moments, text_at
from assistant.projects.project import Line, Passage, Project
from assistant.settings import Settings
from assistant.ui import page
from assistant.ui.desk import Desk, Office
from assistant.ui.event import Event
from assistant.workspace import Workspace


def written(passage: Passage, text: str, how: str, when: str) -> Passage:
    return rewritten(passage, (Line("x", text),), how, f"2025-12-{when}")


def project() -> Project:
    first, second = Passage("a", "一、", "经济运行", 1), Passage("b", "二、", "项目建设", 1)
    first = written(first, "产值88.4亿元。", "起草", "01T09:00:00")
    second = written(second, "项目26个。", "起草", "01T09:00:40")
    first = written(first, "产值86.4亿元。", "手改", "01T10:00:00")
    first = written(first, "规上产值86.4亿元。", "手改", "01T10:01:00")
    second = written(second, "项目26个，<b>开工</b>12个。", "重写", "02T08:00:00")
    return Project(name="试", passages=(first, second))


def test_a_moment_is_what_was_done_in_one_go_and_reads_otherwise_than_now():
    found = [(one.when[8:16], one.how, one.sections) for one in moments(project())]
    assert found == [("01T10:01", "手改", 1), ("01T09:00", "起草", 2)]


def test_the_text_of_a_moment():
    first, second = project().passages
    assert text_at(first, "2025-12-01T09:00:40") == "产值88.4亿元。"
    assert text_at(second, "2025-12-01T10:01:00") == "项目26个。"
    assert text_at(second, "2025-11-30T00:00:00") == ""


def test_of_a_moment_before_all_kept_versions_the_oldest_stands_in():
    passage = Passage("a", "一、", "经济运行", 1)
    for number in range(30):
        passage = written(passage, f"第{number}稿", "手改", f"01T09:{number:02d}:00")
    assert text_at(passage, "2025-12-01T08:00:00") == "第10稿"


def test_a_draft_that_nobody_touched_has_none():
    first = written(Passage("a", "一、", "经济运行", 1), "产值88.4亿元。", "起草", "01T09:00:00")
    assert moments(Project(passages=(first,))) == []
    assert moments(Project()) == []


def test_broken_times_make_no_trouble():
    first = written(Passage("a", "一、", "经济", 1), "甲", "起草", "?")
    assert len(moments(Project(passages=(written(first, "乙", "手改", "!"),)))) <= 2
    assert len(moments(Project(passages=(written(first, "乙", "手改", "2025"),)))) <= 2


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "uploads").mkdir()
    desk = Desk(Office.open(Workspace(Settings(library=str(tmp_path / "library"))), tmp_path / "uploads"))
    desk.change(passages=project().passages)
    return desk


def act(desk, do, **data):
    fields = {name: value for name, value in data.items() if name == "when"}
    for _ in page.run(desk, "draft", Event(do, {name: value for name, value in data.items() if name != "when"}, fields)):
        pass
    return str(next(tab for tab in page.TABS if tab.name == "draft").view(desk))


def test_all_changes_are_on_one_page(desk):
    html = act(desk, "changes")
    assert "改了 1 节，加 13 字，删 0 字" in html
    assert "项目26个<ins>，&lt;b&gt;开工&lt;/b&gt;12个</ins>。" in html
    assert "（没有改动）" in html
    html = act(desk, "changes", when="2025-12-01T09:00:40")
    assert "改了 2 节" in html
    assert "<del>88.4</del>" in html
    assert "<ins>86.4</ins>" in html
    html = act(desk, "changes", when="2025-12-01T09:00:40", end="1")
    assert "<del>" not in html
    assert 'class="bz-s' in html


def test_nothing_to_compare_is_said(desk):
    desk.change(passages=tuple(replace(one, versions=one.versions[-1:]) for one in desk.project.passages))
    assert "没有改动" in act(desk, "changes")
    assert 'class="bz-s' in act(desk, "changes")
