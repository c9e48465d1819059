"""What a search brings back, and in which order: by wording, by word family, by unit, year and part."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.document import Hit
from assistant.retrieval.library import Library
from assistant.retrieval.terms import phrase_codes, term_codes
from assistant.retrieval.understanding import gather_units, understand
from assistant.retrieval.vocabulary import vocabulary
from tests.library_texts import fill, pieces, report


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Three zones over three years whose reports differ in figures only."""
    library = Library.open(tmp_path_factory.mktemp("library"))
    fill(library, units=("青屏经济开发区", "洛渠高新技术产业开发区", "云汀临港经济开发区"), years=(2021, 2022, 2023))
    library.index()
    return library


def top(library: Library, query: str, **filters: object) -> tuple[str, int | None, str, str]:
    hit = library.search(query, 5, **filters)[0]  # type: ignore[arg-type]
    return hit.chunk.unit, hit.chunk.year, hit.chunk.part, hit.chunk.topic


@pytest.mark.parametrize(
    ("query", "topic"),
    [("空置厂房", "平台载体"), ("货柜数量", "开放"), ("外商投资到了多少", "开放"), ("交税多少", "经济运行"), ("没地可用", "问题"),
     ("修几公里路", "项目"), ("利用外资", "开放")])
def test_another_wording_of_the_same_thing(library: Library, query: str, topic: str) -> None:
    assert top(library, query)[3] == topic


@pytest.mark.parametrize(
    ("query", "unit", "year"),
    [("青屏2022年厂房使用率", "青屏经济开发区", 2022), ("洛渠高新区23年实际使用外资", "洛渠高新技术产业开发区", 2023),
     ("云汀2021年产值", "云汀临港经济开发区", 2021), ("港区2022年集装箱", "云汀临港经济开发区", 2022),
     ("高新区２０２１年税收", "洛渠高新技术产业开发区", 2021)])
def test_unit_and_year_named_in_the_query(library: Library, query: str, unit: str, year: int) -> None:
    assert top(library, query)[:2] == (unit, year)


def test_what_is_planned_for_a_year_stands_in_the_report_before(library: Library) -> None:
    assert top(library, "青屏2023年计划建多少道路")[:3] == ("青屏经济开发区", 2022, "plan")
    assert top(library, "青屏2023年存在哪些短板")[:3] == ("青屏经济开发区", 2023, "problems")


def test_filters_are_strict(library: Library) -> None:
    hits = library.search("厂房", 50, year=2022, unit="洛渠", part="summary")
    assert {(h.chunk.year, h.chunk.unit, h.chunk.part) for h in hits} == {(2022, "洛渠高新技术产业开发区", "summary")}
    assert {h.chunk.topic for h in library.search("厂房道路外资", 50, topic="开放")} == {"开放"}
    assert library.search("厂房", 5, year=1999) == []
    assert library.search("厂房", 5, unit="无此单位") == []


def test_every_hit_says_why(library: Library) -> None:
    hits = library.search("青屏2022年空置厂房", 5)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(a.score >= b.score for a, b in itertools.pairwise(hits))
    assert all(hit.why for hit in hits)
    why = " ".join(hits[0].why)
    assert "字面第1位" in why
    assert "同义：空置厂房→" in why or "词语：" in why
    assert "单位：青屏经济开发区" in why
    assert "年份：2022" in why


def test_near_duplicates_are_one_hit_but_other_figures_are_not(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    same = [("党的建设全面加强", "summary", "党建", "坚持党建引领，压紧压实全面从严治党主体责任，推动党建与业务工作深度融合。")]
    for year in (2020, 2021, 2022):
        library.replace(*report("青屏经济开发区", year, [*pieces(year, year % 10), *same]))  # type: ignore[list-item]
    hits = library.search("党建引领 从严治党", 10)
    party = [hit for hit in hits if hit.chunk.topic == "党建"]
    assert len(party) == 1
    assert sum("几乎相同" in why for why in party[0].why) == 2
    assert len([hit for hit in library.search("厂房使用率", 10) if hit.chunk.topic == "平台载体"]) == 3


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="青屏厂房的2023年怎么写％，。（）？ a&.", max_size=40), st.integers(1, 40))
def test_any_query_gets_an_answer_in_order(library: Library, query: str, k: int) -> None:
    hits: list[Hit] = library.search(query, k)
    assert len(hits) <= k
    assert len({hit.chunk.id for hit in hits}) == len(hits)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert hits == library.search(query, k)


def test_terms_find_every_two_character_term_and_whole_words() -> None:
    codes = set(term_codes(["规上工业企业研发（R&D）投入５.12亿元"])[0].tolist())
    for phrase in ("规上", "工业", "企业研发", "R&D", "5.12", "亿元"):
        assert codes >= set(phrase_codes(phrase)), phrase
    for phrase in ("发投", "5.1", "12", "业投"):
        assert not codes >= set(phrase_codes(phrase)), phrase


def test_a_query_is_understood(library: Library) -> None:
    units = gather_units(library.reports())
    asked = understand("洛渠高新区2022-2023年解决企业问题多少个", vocabulary(), units)
    assert asked.units == ("洛渠高新技术产业开发区",)
    assert asked.years == {2022, 2023}
    assert asked.part == ""  # problems solved for others are no shortcomings
    assert understand("上半年党建怎么写", vocabulary(), units).kinds == {"半年"}
    assert understand("增长15%、投资2000万元", vocabulary(), units).years == frozenset()
    # words that every zone's name has name none
    assert understand("经济开发区投资发展", vocabulary(), units).units == ()


def test_the_word_families_are_well_formed() -> None:
    words = vocabulary()
    assert len(words.families) > 150
    for family in words.families:
        assert all(len(wording) >= 2 for wording in family.written), family.name
        assert len(set(family.written)) == len(family.written), family.name
        assert 0 < family.weight <= 1
