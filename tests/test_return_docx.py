"""A Word file comes back as it was: fixes in the runs they belong to, findings as comments, all other parts untouched."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.finding import Finding, Fix
from assistant.errors import UnreadableFile
from assistant.ingest.reading import read_document
from assistant.text.edits import applied, with_edit
from assistant.writing.export.annotate import return_docx
from tests.word_files import CHINESE, numbering, paragraph, table, word

_RUN = '<w:r><w:rPr><w:b/><w:color w:val="C00000"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'


def finding(text: str, quote: str, start: int = -1) -> Finding:
    at = text.index(quote) if start < 0 else start
    return Finding("STY004", "typo", "style", "error", f"“{quote}”有误", at, at + len(quote), quote)


def back(tmp_path, data, edits=(), findings=(), *, tracked=False):
    source, out = tmp_path / "in.docx", tmp_path / "out.docx"
    source.write_bytes(data)
    document = read_document(source)
    done = return_docx(source, document, findings, out, edits, tracked=tracked)
    return done, out, document


def xml(path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml").decode("utf-8")


def edits_of(text: str, *changes: tuple[str, str]) -> tuple[Fix, ...]:
    edits, now = (), text
    for old, new in changes:
        at = now.index(old)
        edits = with_edit(edits, now, Fix(at, at + len(old), new))
        now = now[:at] + new + now[at + len(old) :]
    return edits


FILE = word(
    paragraph("青禾岭产业园区工作总结"),
    paragraph("加快", _RUN.format("幅射带动"), "周边，税收3.2亿元。"),
    table([["指标", "数值"], ["工业产值", _RUN.format("88.4亿元")]]),
    paragraph('<w:r><w:t>招商</w:t><w:tab/><w:t>引资到位资金</w:t><w:drawing/><w:t>12亿元</w:t></w:r>'),
)


@pytest.mark.parametrize("tracked", [False, True])
def test_a_fix_is_in_the_text_in_the_look_of_its_run(tmp_path, tracked):
    source = tmp_path / "in.docx"
    source.write_bytes(FILE)
    text = read_document(source).original
    edits = edits_of(text, ("幅射", "辐射"), ("88.4", "86.4"), ("到位资金", "实际到位资金"), ("亿元。", "亿元，增长5%。"))
    done, out, _ = back(tmp_path, FILE, edits, tracked=tracked)
    assert (done.made, done.left) == (4, ())
    assert read_document(out).original == applied(text, edits)
    body = xml(out)
    assert "<w:drawing/>" in body
    # the new word is as bold and as red as the one it replaces, and nothing else is
    for words in ("86.4", "辐"):
        before = body[: body.index(words)]
        assert '<w:b/><w:color w:val="C00000"/>' in before[before.rindex("<w:r>") :]
    assert "<w:b/>" not in body[body.index("实际") - 200 : body.index("实际")].rpartition("<w:r>")[2]
    assert ("<w:ins " in body, "<w:delText" in body) == (tracked, tracked)
    if tracked:
        # whoever refuses the changes has what was sent in; a figure is struck out whole
        assert ">88.4亿元<" not in body
        assert "88.4</w:delText>" in body


def test_findings_hang_at_their_very_words_after_the_fixes(tmp_path):
    import docx

    source = tmp_path / "in.docx"
    source.write_bytes(FILE)
    text = read_document(source).original
    edits = edits_of(text, ("幅射", "辐射和示范"))
    now = applied(text, edits)
    quotes = ("周边，税收", "88.4亿元", "引资", "辐射和示范带动周")
    done, out, _ = back(tmp_path, FILE, edits, [finding(now, quote) for quote in quotes])
    assert done.comments == 4
    comments = list(docx.Document(str(out)).comments)
    assert [one.author for one in comments] == ["笔杆子"] * 4
    assert commented(out) == list(quotes)


def commented(path) -> list[str]:
    """The words that each comment holds, in order of the comments."""
    from lxml import etree

    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    open_, found = set(), {}
    for element in etree.fromstring(xml(path).encode("utf-8")).iter():
        if element.tag == f"{name}commentRangeStart":
            open_.add(element.get(f"{name}id"))
            found[element.get(f"{name}id")] = ""
        elif element.tag == f"{name}commentRangeEnd":
            open_.discard(element.get(f"{name}id"))
        elif element.tag == f"{name}t":
            for one in open_:
                found[one] += element.text or ""
    return [found[key] for key in sorted(found, key=int)]


def test_what_no_run_holds_becomes_a_comment_that_says_so(tmp_path):
    import docx

    data = word(
        paragraph("工作总结"), paragraph("工业提质", number=(1, 0)), paragraph("招商引资", number=(1, 0)), numbering_part=numbering(CHINESE)
    )
    source = tmp_path / "in.docx"
    source.write_bytes(data)
    text = read_document(source).original
    edits = edits_of(text, ("二、", "三、"), ("提质", "提质增效"))
    done, out, _ = back(tmp_path, data, edits, [finding(applied(text, edits), "一、")])
    assert (done.made, len(done.left), done.comments) == (1, 1, 1)
    said = [one.text for one in docx.Document(str(out)).comments]
    assert any("“二、”改成“三、”" in one or "“二”改成“三”" in one for one in said)
    assert commented(out) == ["招商引资", "工业提质增效"] or commented(out) == ["招商引资", "工业提质"]


def test_parts_that_no_fix_touches_stay_as_they_are(tmp_path):
    import docx

    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "内部资料"
    made.add_heading("年度总结", 1)
    made.add_paragraph("完成税收5亿元，幅射带动明显。", style="Intense Quote")
    made.add_table(2, 2).cell(1, 1).text = "12家"
    buffer = io.BytesIO()
    made.save(buffer)
    source = tmp_path / "in.docx"
    source.write_bytes(buffer.getvalue())
    text = read_document(source).original
    edits = edits_of(text, ("幅射", "辐射"))
    _, out, _ = back(tmp_path, buffer.getvalue(), edits, [finding(applied(text, edits), "12家")])
    again = docx.Document(str(out))
    assert again.sections[0].header.paragraphs[0].text == "内部资料"
    assert again.paragraphs[1].style.name == "Intense Quote"
    assert again.paragraphs[1].text == "完成税收5亿元，辐射带动明显。"
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(out) as after:
        for name in ("word/styles.xml", "word/header1.xml", "word/settings.xml"):
            assert before.read(name) == after.read(name)


def test_somebodys_own_tracked_changes_stay(tmp_path):
    data = word(
        paragraph(
            "税收",
            '<w:del w:id="1" w:author="甲"><w:r><w:delText>3亿元</w:delText></w:r></w:del>',
            '<w:ins w:id="2" w:author="甲"><w:r><w:t>4亿元，幅射</w:t></w:r></w:ins>',
            "带动。",
        )
    )
    source = tmp_path / "in.docx"
    source.write_bytes(data)
    text = read_document(source).original
    edits = edits_of(text, ("幅射", "辐射"))
    for tracked in (False, True):
        done, out, _ = back(tmp_path, data, edits, tracked=tracked)
        assert done.made == 1
        assert read_document(out).original == "税收4亿元，辐射带动。\n"
        assert "<w:delText>3亿元</w:delText>" in xml(out)


def test_what_is_no_word_file_is_refused(tmp_path):
    source = tmp_path / "in.docx"
    source.write_bytes(FILE)
    document = read_document(source)
    source.write_bytes(b"PK")
    with pytest.raises(UnreadableFile):
        return_docx(source, document, [], tmp_path / "out.docx")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.text(alphabet="甲乙3.5%", min_size=1, max_size=5), min_size=1, max_size=4), min_size=1, max_size=4),
    st.data(),
    st.booleans(),
)
def test_any_fixes_within_paragraphs_are_made_exactly(tmp_path_factory, paragraphs, data, tracked):
    tmp_path = tmp_path_factory.mktemp("any")
    file = word(*[paragraph(*runs) for runs in paragraphs])
    source = tmp_path / "in.docx"
    source.write_bytes(file)
    text = read_document(source).original
    edits, now = (), text
    for _ in range(data.draw(st.integers(1, 4))):
        line = data.draw(st.sampled_from([at for at, one in enumerate(now) if one != "\n"] or [0]))
        end = data.draw(st.integers(line, min(line + 4, now.index("\n", line))))
        fix = Fix(line, end, data.draw(st.text(alphabet="子丑7.%", max_size=4)))
        edits = with_edit(edits, now, fix)
        now = now[: fix.start] + fix.text + now[fix.end :]
    done, out, _ = back(tmp_path, file, edits, tracked=tracked)
    assert not done.left
    if now.strip():
        assert read_document(out).original == now
