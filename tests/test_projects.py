"""Projects: kept, found again, packed and unpacked; amendments to notes; versions compared; a draft and back."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.draft import DraftSection, PlannedSection, Sentence
from assistant.errors import InputError
from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_notes
from assistant.projects.archive import pack, unpack
from assistant.projects.codec import from_json, to_json
from assistant.projects.compare import compare
from assistant.projects.draftbook import (
    draft_of,
    dropped_key,
    lines_of,
    number_of,
    planned_passages,
    renumbered,
    sentences_of,
    with_section,
)
from assistant.projects.following import followed, renames, seen_by, with_copies
from assistant.projects.material import amended, editing, filling, keys_of, settling
from assistant.projects.project import Amendment, Conversation, Line, NoteCopy, Passage, Project, Reference, Source, Text, Turn, Version
from assistant.projects.store import Clash, ProjectStore

FULL = Project(
    name="2025年度工作总结",
    unit="榆湾经济开发区",
    year=2025,
    previous="own",
    previous_file=Source("去年.docx", "b" * 64, 9),
    expected=("招商促进局",),
    sources=(Source("招商促进局.md", "a" * 64, 12, "2025-12-01T08:00:00"),),
    amendments=(Amendment("settle", "a" * 64, 3, 5, "24个", "26个", "新签约项目", "2025-12-02T08:00:00", "g"),),
    title="总结",
    passages=(
        Passage(
            "p1",
            "一、",
            "经济运行",
            1,
            "经济运行",
            "summary",
            280,
            True,
            (Line("l1", "总产值195.2亿元。", ("n1",), ("c:1",), "notes", True, True),),
            (Version("2025-12-02T08:00:00", "起草", (Line("l0", "初稿。"),)),),
        ),
    ),
    notes=(NoteCopy("n1", "总产值195.2亿元", "招商促进局.md", "招商促进局", "a" * 64, 3),),
    open_points=(("n2", "缺少数字"),),
    engine="offline",
    seconds=0.5,
    review=Text("返回稿.docx", "截止11月底"),
    ignored=("abc",),
    never=(("STY003", "双招双引"),),
    replacements=(("截止", "截至"),),
    accepted=2,
    conversations=(
        Conversation(
            "k", "问", (Turn("多少", "180.4亿元", (Reference("a.txt", 1, 5, "180.4", "总结", ("一",), "r"),), False, "lookup", "t"),), "t"
        ),
    ),
)


@pytest.fixture
def store(tmp_path):
    made = ProjectStore.in_folder(tmp_path)
    yield made
    made.close()


def test_json_keeps_everything():
    assert from_json(to_json(FULL)) == FULL


def test_json_of_another_version_is_read_as_far_as_it_goes():
    text = to_json(FULL).replace('"accepted":2,', '"accepted":2,"invented_later":[1],')
    assert from_json(text) == FULL
    assert from_json('{"name":"旧"}') == Project(name="旧")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"sources":[{"size":1}]}', '{"year":"二〇二五"}'])
def test_json_that_is_no_project_is_one_line(text):
    with pytest.raises(InputError) as error:
        from_json(text)
    assert "\n" not in str(error.value)


def test_a_save_from_an_older_revision_is_told_and_nothing_is_lost(store):
    kept = store.add("lin", FULL)
    first = store.save("lin", kept.id, dataclasses.replace(FULL, title="甲"), kept.revision)
    with pytest.raises(Clash) as clash:
        store.save("lin", kept.id, dataclasses.replace(FULL, title="乙"), kept.revision)
    assert clash.value.kept.project.title == "甲"
    assert store.load("lin", kept.id) == first


def test_a_project_is_its_owners_alone(store):
    kept = store.add("lin", FULL)
    sha256 = store.put_file("lin", b"secret")
    for attempt in (
        lambda: store.load("wu", kept.id),
        lambda: store.remove("wu", kept.id),
        lambda: store.file("wu", sha256),
        lambda: store.save("wu", kept.id, FULL, kept.revision),
    ):
        with pytest.raises(InputError):
            attempt()
    assert store.entries("wu") == []
    assert store.load("lin", kept.id).project == FULL


def test_files_go_with_the_last_project_that_holds_them(store):
    sha256 = store.put_file("lin", b"notes")
    held = Project(sources=(Source("a.md", sha256),))
    one, two = store.add("lin", held), store.add("lin", held)
    store.remove("lin", one.id)
    assert store.file("lin", sha256) == b"notes"
    store.remove("lin", two.id)
    with pytest.raises(InputError):
        store.file("lin", sha256)


def test_what_was_open_last_is_known_after_a_restart(tmp_path):
    store = ProjectStore.in_folder(tmp_path)
    kept = store.add("lin", FULL)
    store.set_open("lin", kept.id)
    store.close()
    again = ProjectStore.in_folder(tmp_path)
    assert again.last_open("lin") == kept.id
    assert again.last_open("wu") is None


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "projects.db").mkdir()
    with pytest.raises(InputError) as error:
        ProjectStore.in_folder(tmp_path)
    assert "projects.db" in str(error.value)


def test_pack_and_unpack():
    content = {"x": b"one", "y": b"two"}
    import hashlib

    hashes = {hashlib.sha256(data).hexdigest(): data for data in content.values()}
    project = Project(name="甲", sources=tuple(Source(f"{n}.md", sha) for n, sha in enumerate(hashes)))
    got, files = unpack(pack(project, hashes.__getitem__))
    assert got == project
    assert sorted(files) == [b"one", b"two"]


def test_unpack_refuses_what_is_no_project():
    with pytest.raises(InputError):
        unpack(b"not a zip")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("project.json", to_json(FULL))
    with pytest.raises(InputError, match="不全"):
        unpack(held.getvalue())
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.json", "{}")
        archive.writestr("files/x", b"\0" * 210_000_000)
    with pytest.raises(InputError, match="太大"):
        unpack(bomb.getvalue())


# amendments

SHEETS = "- 新签约亿元以上项目26个\n- 新签约亿元以上项目24个，协议总投资96.4亿元\n- 新建标准厂房6.2万平米，入驻率  %（待核）\n"


def _material(amendments=()):
    notes = [dataclasses.replace(note, source="a.md") for note in parse_notes(SHEETS, "a.md")]
    hashes = {"a.md": "a" * 64}
    mended = amended(notes, hashes, amendments)
    return mended, build_ledger(mended, year=2025), keys_of(mended, hashes)


def test_a_settled_conflict_is_settled_in_every_note_and_nowhere_else():
    _, ledger, keys = _material()
    (conflict,) = ledger.conflicts
    notes, after, _ = _material(settling(conflict, "26个", keys, "t"))
    assert after.conflicts == ()
    assert [note.text for note in notes][:2] == ["新签约亿元以上项目26个", "新签约亿元以上项目26个，协议总投资96.4亿元"]


def test_a_filled_gap_is_a_figure_and_writes_over_the_lone_unit():
    notes, ledger, keys = _material()
    (gap,) = ledger.gaps
    note = next(one for one in notes if one.id == gap.note)
    mended, after, _ = _material([filling(gap, note, "91.5%", keys, "t")])
    assert mended[2].text == "新建标准厂房6.2万平米，入驻率91.5%"
    assert any(fact.quantity.quote == "91.5%" for fact in after.facts)


def test_amendments_follow_each_other_and_one_that_no_longer_fits_is_passed_over():
    _, ledger, keys = _material()
    fact = next(fact for fact in ledger.facts if fact.quantity.quote == "96.4亿元")
    first = editing(fact, "96.8亿元", keys, "t1")
    again = dataclasses.replace(first, quote="96.8亿元", text="97.0亿元")
    gone = dataclasses.replace(first, quote="1亿元", text="2亿元")
    notes, *_ = _material([first, again, gone])
    assert notes[1].text.endswith("97.0亿元")


def _copies(*texts, sha="s", source="甲局.md"):
    return tuple(NoteCopy(f"n{at}", text, source, "甲局", sha, at) for at, text in enumerate(texts, 1))


def _followed(lines, before, now):
    passages = seen_by((Passage("p", "", "甲", 2, lines=lines),), {one.id: one.text for one in before})
    return followed(Project(passages=passages, notes=before), now)


def test_sentences_whose_fact_changed_are_marked_and_nothing_is_rewritten():
    lines = (
        Line("a", "走访企业420家次。", ("n1",)), Line("b", "收集问题138个。", ("n1",)), Line("c", "另一句。", ("n2",)),
        Line("d", "套话。", (), (), "generic"),
    )
    before = _copies("走访企业420家次，问题138个", "另一条")
    # only the sentence that holds the changed figure is marked, not its neighbour on the same note
    made = _followed(lines, before, _copies("走访企业430家次，问题138个", "另一条"))
    assert [line.stale for _, line in made.lines()] == [True, False, False, False]
    assert [line.text for _, line in made.lines()] == [line.text for line in lines]
    # words that changed may concern any sentence on the note
    made = _followed(lines, before, _copies("走访企业420家次，发现问题138个", "另一条"))
    assert [line.stale for _, line in made.lines()] == [True, True, False, False]
    # and what was taken back is no change
    assert not any(line.stale for _, line in _followed(lines, before, before).lines())


def test_a_filled_gap_marks_the_sentence_that_shows_it():
    lines = (Line("a", "新建厂房6万平方米；入驻率【待补】%。", ("n1",)), Line("b", "累计77万平方米。", ("n1",)))
    made = _followed(lines, _copies("厂房6万平方米，累计77万平方米；入驻率 %"), _copies("厂房6万平方米，累计77万平方米；入驻率 92%"))
    assert [line.stale for _, line in made.lines()] == [True, False]


def test_a_mark_stays_when_another_section_is_written_anew():
    before, now = _copies("总产值195.2亿元", "税收7亿元"), _copies("总产值195.8亿元", "税收7亿元")
    made = _followed((Line("a", "完成195.2亿元。", ("n1",)), Line("b", "税收7亿元。", ("n2",))), before, now)
    # the notes are read again for a section that is written now; the old sentence still stands on what it saw
    again = dataclasses.replace(made, notes=with_copies(made, now))
    later = followed(again, _copies("总产值195.8亿元", "税收8亿元"))
    assert [line.stale for _, line in later.lines()] == [True, True]
    assert later.notes[0].text == "总产值195.2亿元"


def test_sentences_find_their_notes_when_a_sheet_goes_and_comes_back():
    first, second = _copies("总产值195.2亿元", sha="a", source="甲局.md"), _copies("税收7亿元", sha="b", source="乙局.md")
    both = (*first, *(dataclasses.replace(one, id="n2") for one in second))
    lines = (Line("a", "完成195.2亿元。", ("n1",)), Line("b", "税收7亿元。", ("n2",)))
    made = _followed(lines, both, second)
    assert [(line.notes, line.stale) for _, line in made.lines()] == [(("×n1",), True), (("n1",), False)]
    back = followed(made, both)
    assert [(line.notes, line.stale) for _, line in back.lines()] == [(("n1",), False), (("n2",), False)]


def test_a_sheet_sent_again_is_the_same_sheet_where_its_words_are():
    lines = (Line("a", "完成195.2亿元。", ("n1",)), Line("b", "走访企业420家次。", ("n2",)))
    before = _copies("总产值195.2亿元", "走访企业420家次，收集问题138个", sha="old")
    now = (
        NoteCopy("n1", "新增一条", "甲局.md", "甲局", "new", 0),
        NoteCopy("n2", "总产值195.2亿元", "甲局.md", "甲局", "new", 9),
        NoteCopy("n3", "走访企业426家次，收集问题138个", "甲局.md", "甲局", "new", 20),
    )
    made = _followed(lines, before, now)
    assert [(line.notes, line.stale) for _, line in made.lines()] == [(("n2",), False), (("n3",), True)]


@given(
    st.lists(st.text(alphabet="走访企业0123456789，问题个", max_size=20), max_size=8),
    st.lists(st.text(alphabet="走访企业0123456789，问题个", max_size=20), max_size=8),
)
@settings(max_examples=80, deadline=None)
def test_every_old_note_is_one_of_the_new_ones_or_gone(before, now):
    old, new = _copies(*before, sha="old"), _copies(*now, sha="new")
    found = renames(old, new)
    kept = [id for id in found.values() if not id.startswith("×")]
    assert len(kept) == len(set(kept))
    assert set(kept) <= {one.id for one in new}
    assert renames(old, old) == {one.id: one.id for one in old}


# versions


@given(st.text(alphabet="经济运行稳中0123456789.%，。向好", max_size=60), st.text(alphabet="经济运行稳中0123456789.%，。向好", max_size=60))
@settings(max_examples=120, deadline=None)
def test_a_comparison_holds_both_texts(old, new):
    changes = compare(old, new)
    assert "".join(text for kind, text in changes if kind != "ins") == old
    assert "".join(text for kind, text in changes if kind != "del") == new


def test_a_figure_is_compared_whole():
    assert ("del", "132.8") in compare("投资132.8亿元", "投资138.2亿元")


# a draft in the project


def _section(title, topic, *texts, level=2, part="summary"):
    return DraftSection("（一）", title, level, topic, part, tuple(Sentence(text, ("n1",)) for text in texts))


def test_paragraphs_survive_the_way_there_and_back():
    sentences = (Sentence("一。"), Sentence("二。"), Sentence("\n三。"))
    assert sentences_of(lines_of(sentences)) == sentences


def test_a_section_finds_its_heading_though_the_user_renamed_it():
    planned = planned_passages(
        [PlannedSection("（一）", "经济运行", 2, "经济运行", "summary"), PlannedSection("（二）", "项目建设", 2, "项目建设", "summary")]
    )
    renamed = (planned[0], dataclasses.replace(planned[1], title="聚焦稳进"), planned[2])
    made = with_section(renamed, _section("经济运行", "经济运行", "好。"), "起草", "t")
    assert [one.title for one in made] == ["", "聚焦稳进", "项目建设"]
    assert made[1].lines[0].text == "好。"


def test_a_locked_section_is_never_rewritten_and_a_dropped_one_stays_out():
    locked = Passage("p", "（一）", "经济运行", 2, "经济运行", "summary", locked=True, lines=(Line("a", "原文。"),))
    section = _section("经济运行", "经济运行", "新的。")
    assert with_section((locked,), section, "重写", "t") == (locked,)
    assert with_section((), section, "起草", "t", dropped=(dropped_key(section),)) == ()


def test_numbers_follow_the_order():
    passages = [
        Passage(str(i), "", title, level)
        for i, (title, level) in enumerate([("", 1), ("甲", 1), ("乙", 2), ("丙", 2), ("丁", 1), ("戊", 2)])
    ]
    assert [one.number for one in renumbered(passages)] == ["", "一、", "（一）", "（二）", "二、", "（一）"]
    assert [number_of(1, n) for n in (10, 11, 20, 21)] == ["十、", "十一、", "二十、", "二十一、"]


def test_the_draft_for_export_holds_headings_and_sentences():
    draft = draft_of(FULL)
    assert draft.title == "总结"
    assert draft.sections[0].title == "经济运行"
    assert draft.sections[0].sentences[0].text == "总产值195.2亿元。"
    assert draft.used == {"n1"}


def test_wished_lengths_come_from_last_years_sections_and_add_up():
    from assistant.ingest.reading import parse_document
    from assistant.projects.draftbook import totals, with_lengths
    from tests.page_texts import REPORT_2024

    previous = parse_document(REPORT_2024)
    (top, first, *_) = (one for one in previous.walk() if one.part == "summary")
    passages = (
        Passage("a", "一、", top.title, 1, "", "summary"),
        Passage("b", "（一）", "甲", 2, first.topic, "summary", lines=(Line("l", "十个字的一句话在此。"),)),
        Passage("c", "（二）", "乙", 2, first.topic, "summary", 300),
    )
    made = with_lengths(passages, previous)
    assert made[1].length == round(len(previous.text[first.body.start : first.body.end].strip()), -1)
    assert made[2].length == 300
    assert totals(made)["a"] == (10, made[1].length + 300)
