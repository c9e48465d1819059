"""Drafts of the founders' note sets: all figures kept, none foreign, with and without a library, and last year's headings taken over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.domain.draft import Brief
from assistant.settings import Settings
from assistant.workspace import Workspace
from assistant.writing.export.markdown import to_markdown
from tests.shared_material import SHARED, needs_shared
from tests.test_offline_promises import counted

pytestmark = needs_shared


def note_sets() -> list[Path]:
    """All note sets of the shared material."""
    return [*sorted((SHARED / "reference").glob("notes-example-*.md")), *sorted((SHARED / "cases").glob("*/notes.md"))]


def content_of(path: Path) -> str:
    """A note set without answer key and list numbers."""
    text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"(?m)^\s*(?:[-*·]|\d{1,2}[.、]?(?=\s|[\u4e00-\u9fff])|（\d{1,2}）)\s*", "", text)


@pytest.fixture(scope="module")
def full_library(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A library with the cases' reports: other units, other years."""
    folder = str(tmp_path_factory.mktemp("library"))
    Workspace(Settings(library=folder)).ingest(sorted((SHARED / "cases").glob("*/clean.txt")))
    return folder


@pytest.mark.parametrize("with_library", [False, True])
def test_all_figures_are_kept_and_none_is_foreign(with_library: bool, full_library: str, tmp_path: Path) -> None:
    workspace = Workspace(Settings(library=full_library if with_library else str(tmp_path / "none"), engine="offline"))
    paths = note_sets()
    assert len(paths) >= 6
    for path in paths:
        result = workspace.draft(Brief(notes=(str(path),)), check=False)
        written = counted(to_markdown(result))
        opened = counted("\n".join(point.text for point in result.open_points))
        wanted = counted(content_of(path))
        assert not {one for one in wanted - written - opened if one not in {"10", "20"}}, path
        assert written <= counted(path.read_text(encoding="utf-8")) | {"2021", "2022", "2023", "2024", "2025", "2026", "2027"}, path
        assert not [s for section in result.sections for s in section.sentences if s.support == "unsupported"]
        for section in result.sections:
            for sentence in section.sentences:
                assert (sentence.support == "library") == bool(sentence.citations)


def test_last_years_report_gives_headings_order_and_promises(tmp_path: Path) -> None:
    case = SHARED / "cases" / "a1"
    workspace = Workspace(Settings(library=str(tmp_path / "none"), engine="offline"))
    result = workspace.draft(Brief(notes=(str(case / "notes.md"),), previous=str(case / "previous.txt")))
    before = workspace.read(case / "previous.txt")
    last = [section.title for section in before.walk() if section.level == 2 and section.part == "summary"]
    now = [section.title for section in result.sections if section.level == 2 and section.part == "summary"]
    assert [title for title in now if title in last] == [title for title in last if title in now]
    assert len([title for title in now if title in last]) >= 5
    assert result.title.endswith("2023年工作总结和2024年工作计划")
    # not one figure of last year is carried over
    assert counted(to_markdown(result)) <= counted(content_of(case / "notes.md")) | {"2022", "2023", "2024"}
