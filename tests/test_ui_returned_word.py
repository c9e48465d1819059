"""审校 of an uploaded Word file: the file itself is kept with the project and comes back with fixes and comments. Without a browser."""

from __future__ import annotations

import base64
import dataclasses
import io

import docx
import pytest

from assistant.errors import InputError
from assistant.ingest.reading import read_document
from assistant.settings import Settings
from assistant.ui import page
from assistant.ui.desk import Desk, Office
from assistant.ui.event import Event
from assistant.ui.users import User
from assistant.workspace import Workspace
from tests.page_texts import RETURNED
from tests.word_files import paragraph, word


@pytest.fixture
def office(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "uploads").mkdir()
    return Office.open(Workspace(Settings(library=str(tmp_path / "library"))), tmp_path / "uploads")


@pytest.fixture
def desk(office):
    return Desk(office)


def returned() -> bytes:
    """The returned draft as somebody's own Word file: a header, a bold word, a table."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "党政办修改稿"
    for line in RETURNED.splitlines():
        before, word_, after = line.partition("幅射")
        one = made.add_paragraph(before)
        if word_:
            one.add_run(word_).bold = True
            one.add_run(after)
    made.add_table(1, 2).cell(0, 1).text = "附表"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def act(desk, do, pane="review", files=None, **data):
    sent = []
    for name, content in (files or {}).items():
        path = desk.office.upload_root / name
        path.write_bytes(content)
        sent.append({"path": str(path), "name": name})
    desk.effects.clear()
    fields = {name: str(value) for name, value in data.items()}
    for _ in page.run(desk, pane, Event(do, fields, fields, tuple(sent))):
        pass
    for tab in page.TABS:
        tab.view(desk)
    return [effect for effect in desk.effects if effect["do"] in ("toast", "download")]


def accept(desk, words):
    at = next(i for i, one in enumerate(desk.reviewing.findings) if one.fix is not None and words in one.quote)
    act(desk, "finding", at=at)
    act(desk, "accept")


def exported(desk, tmp_path, **data):
    effects = act(desk, "export", **data)
    path = tmp_path / "back.docx"
    path.write_bytes(base64.b64decode(next(one["data"] for one in effects if one["do"] == "download")))
    return path, next(one["text"] for one in effects if one["do"] == "toast")


def test_the_file_comes_back_with_its_own_layout(desk, office, tmp_path):
    act(desk, "review-file", files={"返回稿.docx": returned()})
    accept(desk, "幅射")
    assert "辐射" in desk.project.review.text
    # the page is closed, the server started anew
    again = Desk(office)
    again.effects.clear()
    path, told = exported(again, tmp_path)
    assert "改好 1 处" in told
    assert f"{len(again.reviewing.findings)} 条批注" in told
    made = docx.Document(str(path))
    assert made.sections[0].header.paragraphs[0].text == "党政办修改稿"
    assert [one.text for one in made.tables[0].rows[0].cells] == ["", "附表"]
    changed = next(run for one in made.paragraphs for run in one.runs if "辐" in run.text)
    assert changed.bold
    assert len(list(made.comments)) == len(again.reviewing.findings) > 0
    assert read_document(path).original == again.project.review.text
    tracked, _ = exported(again, tmp_path, tracked="1")
    assert "辐" not in "".join(one.text for one in docx.Document(str(tracked)).paragraphs), "it stands in an insertion to be taken"
    assert read_document(tracked).original == again.project.review.text


def test_undo_takes_the_fix_out_of_the_file_too(desk, tmp_path):
    act(desk, "review-file", files={"返回稿.docx": returned()})
    accept(desk, "幅射")
    act(desk, "undo")
    path, told = exported(desk, tmp_path)
    assert "改好 0 处" in told
    assert "幅射" in read_document(path).original


def test_always_replace_is_made_at_every_place(desk, tmp_path):
    data = word(paragraph("工作总结"), paragraph("幅射带动周边。"), paragraph("继续幅射带动。"))
    act(desk, "review-file", files={"稿.docx": data})
    at = next(i for i, one in enumerate(desk.reviewing.findings) if one.fix is not None and "幅射" in one.quote)
    act(desk, "finding", at=at)
    act(desk, "always")
    path, told = exported(desk, tmp_path)
    assert "改好 2 处" in told
    assert read_document(path).original == "工作总结\n辐射带动周边。\n继续辐射带动。\n"


def test_headings_that_only_word_knows_are_headings_here_too(desk):
    made = docx.Document()
    made.add_paragraph("青禾岭产业园区2025年工作总结")
    for title, text in (("工业运行", "规上工业总产值达到88.4亿元，增长6.1%。"), ("项目建设", "新开工项目12个。")):
        made.add_heading(title, 1)
        made.add_paragraph(text)
    buffer = io.BytesIO()
    made.save(buffer)
    act(desk, "review-file", files={"稿.docx": buffer.getvalue()})
    assert [one.title for one in desk.reviewing.document.walk()] == ["工业运行", "项目建设"]


def test_it_goes_with_the_project_and_nowhere_else(desk, office, tmp_path):
    act(desk, "review-file", files={"返回稿.docx": returned()})
    kept = desk.project.review.file
    accept(desk, "幅射")
    effects = act(desk, "export-project", pane="top")
    packed = base64.b64decode(next(one["data"] for one in effects if one["do"] == "download"))

    other = Desk(office, User("王敏", "writer"))
    with pytest.raises(InputError):
        office.store.file("王敏", kept.sha256)
    act(other, "import-project", pane="top", files={"带走.biganzi": packed})
    path, told = exported(other, tmp_path)
    assert "改好 1 处" in told
    assert docx.Document(str(path)).sections[0].header.paragraphs[0].text == "党政办修改稿"

    act(desk, "remove-project", pane="top")
    with pytest.raises(InputError):
        office.store.file(desk.user.name, kept.sha256)
    assert office.store.file("王敏", kept.sha256), "the other user's copy is the other user's"
    assert not office.copies(kept.sha256).exists()


def test_a_file_that_is_reviewed_no_longer_is_let_go(desk, office):
    act(desk, "review-file", files={"返回稿.docx": returned()})
    kept = desk.project.review.file
    act(desk, "review-text", text=RETURNED)
    assert desk.project.review.file is None
    with pytest.raises(InputError):
        office.store.file(desk.user.name, kept.sha256)
    # but not while it is one of the project's notes, or another project reviews it
    act(desk, "review-file", files={"返回稿.docx": returned()})
    held = desk.project.review.file
    act(desk, "copy-project", pane="top")
    act(desk, "review-text", text=RETURNED)
    assert office.store.file(desk.user.name, held.sha256)


def test_a_file_that_is_gone_leaves_the_official_layout(desk, office, tmp_path):
    act(desk, "review-file", files={"返回稿.docx": returned()})
    lost = dataclasses.replace(desk.project.review.file, sha256="0" * 64)
    desk.change(review=dataclasses.replace(desk.project.review, file=lost))
    desk.reviewing.extract = None
    again = Desk(office)
    path, told = exported(again, tmp_path)
    assert "改用公文版式" in told
    assert "幅射" in read_document(path).original


def test_a_file_that_reads_otherwise_is_not_written_into(desk, tmp_path):
    act(desk, "review-file", files={"返回稿.docx": returned()})
    accept(desk, "幅射")
    shifted = tuple(dataclasses.replace(one, start=one.start - 3, end=one.end - 3) for one in desk.project.review.edits)
    desk.change(review=dataclasses.replace(desk.project.review, edits=shifted))
    path, told = exported(desk, tmp_path)
    assert "改用公文版式" in told
    assert "对不上" in told
    assert "辐射" in read_document(path).original


def test_a_name_in_a_project_file_leads_nowhere(desk, office, tmp_path):
    act(desk, "review-file", files={"返回稿.docx": returned()})
    outside = tmp_path / "evil.docx"
    name = f"../../../../{outside.name}"
    desk.change(review=dataclasses.replace(desk.project.review, file=dataclasses.replace(desk.project.review.file, name=name)))
    packed = base64.b64decode(next(one["data"] for one in act(desk, "export-project", pane="top") if one["do"] == "download"))
    other = Desk(office, User("王敏", "writer"))
    act(other, "import-project", pane="top", files={"带走.biganzi": packed})
    assert other.project.review.file.name == name
    exported(other, tmp_path)
    path = other.path_of(other.project.review.file)
    assert path.parent == office.copies(other.project.review.file.sha256)
    assert list(tmp_path.rglob("evil.docx")) in ([], [path])


def test_text_and_other_files_come_out_in_the_official_layout(desk, tmp_path):
    act(desk, "review-file", files={"稿.txt": RETURNED.encode()})
    assert desk.project.review.file is None
    path, told = exported(desk, tmp_path)
    assert "已导出" in told
    assert len(list(docx.Document(str(path)).comments)) == len(desk.reviewing.findings)


def test_a_broken_word_file_is_named_without_a_path(desk, office):
    told = act(desk, "review-file", files={"坏.docx": b"PK\x03\x04 nothing"})
    assert told[0]["text"].startswith("坏.docx: ")
    assert str(office.folder) not in told[0]["text"]
    assert not any(office.folder.glob("files/*")), "nothing of it is kept"
