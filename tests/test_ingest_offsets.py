"""What holds for every text: no exception, offsets that lead back, sections and chunks that lose nothing. By generated texts."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.document import Document, OffsetMap, Section
from assistant.ingest.chunks import split
from assistant.ingest.cleaning import clean
from assistant.ingest.decoding import NotText, decode, normalise_line_ends
from assistant.ingest.reading import parse_document

#: pieces that the reading modules look for, put together in any order
PIECES = st.sampled_from([
    "一、", "二、", "三、", "（一）", "(二)", "（三）", "1.", "2、", "3．", "（1）", "①", "第一，", "第一部分 ", "——", "附件1：",
    "【第二篇】", "、",
    "2024年工作总结", "存在的主要问题", "2025年工作思路", "经济运行稳中有进", "聚力招大引强，增强发展后劲", "工作总结", "青屏经济开发区",
    "完成规上工业总产值312.5亿元", "同比增长8.1%", "税收**亿元", "投资XX亿元", "*", "##paidbegin##", "首页 > 公文 >", "— 3 —",
    "\u200b", "\ufeff",
    "。", "，", "；", "：", "\n", "\n\n", "\u3000\u3000", " ", "\t", "《条例》", "“", "”", "# ", "## ", "**", "名词解释", "相关推荐",
    "各位代表：", "现将有关情况报告如下：", "时间：2024-01-02", "是", "的", "\r\n", "版权声明", "𠮷", "́", "\x1a"])
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_every_offset_leads_back(text: str) -> None:
    document = parse_document(text)
    assert document.original == text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _cleaned_by_deletion(document)
    _sections_tile(document)
    back = {document.offsets.at(place): place for place in range(len(document.text))}
    end = 0
    for chunk in split(document):
        assert 0 <= chunk.start < chunk.end <= len(document.original)
        assert chunk.text.strip() == chunk.text != ""
        first, last = back[chunk.start], back[chunk.end - 1]
        assert document.text[first : last + 1] == chunk.text
        assert end <= first
        end = last + 1
    for span in document.masked:
        assert 0 <= span.start < span.end <= len(document.text)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert parse_document(text) == parse_document(text)
    assert split(parse_document(text)) == split(parse_document(text))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_figure_of_the_text_is_lost_in_chunks(text: str) -> None:
    document = parse_document(text)
    covered = [document.title_span, *(section.heading for section in document.walk())]
    shown = "".join(chunk.text for chunk in split(document)) + "".join(document.text[span.start : span.end] for span in covered)
    before = document.text[: document.lead.start]
    for figure in re.findall(r"312\.5亿元|8\.1%", document.text[document.lead.start :]):
        assert figure in shown or figure in before


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 12)), max_size=6))
def test_an_offset_map_is_exact(original: str, cuts: list[tuple[int, int]]) -> None:
    gone = {place for start, length in cuts for place in range(start, min(start + length, len(original)))}
    kept = [place for place in range(len(original)) if place not in gone]
    starts = [n for n, place in enumerate(kept) if n == 0 or kept[n - 1] != place - 1]
    offsets = OffsetMap(tuple(starts), tuple(kept[n] for n in starts))
    for n, place in enumerate(kept):
        assert offsets.at(n) == place
    for start in range(len(kept)):
        for end in range(start + 1, len(kept) + 1):
            span = offsets.span(start, end)
            assert (span.start, span.end) == (kept[start], kept[end - 1] + 1)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_cleaning_deletes_and_says_what(text: str) -> None:
    text = normalise_line_ends(text)
    cleaned, offsets, residue = clean(text)
    assert [text[offsets.at(n)] for n in range(len(cleaned))] == list(cleaned)
    gone = [place for one in residue for place in range(one.start, one.end)]
    assert len(gone) == len(set(gone))
    assert len(text) - len(gone) == len(cleaned)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused_with_a_reason(data: bytes) -> None:
    reason = ""
    try:
        assert isinstance(decode(data), str)
    except NotText as error:
        reason = str(error)
    assert "\n" not in reason
    assert not reason or len(reason) > 5


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=60), st.sampled_from(
    ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"]))
def test_chinese_text_comes_through_every_encoding(text: str, encoding: str) -> None:
    # four Han characters in GB18030 are rarely valid UTF-8; where they are, nobody can tell the two apart
    data = text.encode(encoding)
    if encoding == "gb18030":
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return
    assert decode(data) == text


def _cleaned_by_deletion(document: Document) -> None:
    assert [document.original[document.offsets.at(n)] for n in range(len(document.text))] == list(document.text)


def _sections_tile(document: Document) -> None:
    """Headings and bodies follow each other to the end of the text; between a heading and its body stand only marks and blanks."""
    place = document.lead.end if document.sections else None

    def walk(section: Section) -> None:
        nonlocal place
        assert section.heading.start == place, (section.number, section.title)
        assert section.heading.start <= section.heading.end <= section.body.start <= section.body.end
        between = document.text[section.heading.end : section.body.start]
        assert not re.search(r"[\u4e00-\u9fff]{2}", between), between
        place = section.body.end
        for child in section.children:
            assert child.level == section.level + 1
            assert child.headings[: len(section.headings)] == section.headings
            walk(child)

    for section in document.sections:
        assert section.level == 1
        walk(section)
    if document.sections:
        assert place == len(document.text)


@pytest.mark.parametrize("unit", [
    "一", "（", "（一）", "1、", "1.", "*", "**", "X", "—", " ", "\n", "一、总结\n", "首页 > ", "青屏经济开发区", "2024年", "《",
    "产值增长\n", "# a\n", "__a", "产值*-", "完成产值3亿元。", "完成，", "a\t", "二〇二四年", "<!--", "##", "（1）甲。",
    "工作总结和", "各位代表："])
def test_a_long_run_of_anything_is_read_in_no_time(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    started = time.process_time()
    split(parse_document(text))
    # a pattern that tries every start against every end would take minutes
    assert time.process_time() - started < 4
