"""The founders' real texts: trees and metadata against what a reader wrote down, and promises that hold for every text of any kind."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from assistant.domain.document import Document, Section
from assistant.ingest.chunks import split
from assistant.ingest.reading import read_document
from tests.shared_material import SHARED, needs_shared

pytestmark = needs_shared

TREES = Path(__file__).parent / "data" / "seed_trees.txt"
ALL = sorted(
    path.relative_to(SHARED).as_posix()
    for pattern in ("seeds/*.txt", "corpus-real/gov/*.txt", "cases/*/clean.txt", "cases/*/previous.txt", "cases/*/bad.txt")
    for path in SHARED.glob(pattern))
CLEAN = [name for name in ALL if name.endswith("clean.txt")]


@cache
def expected() -> dict[str, tuple[list[str], list[list[str]]]]:
    """File → (year, plan year, unit, kind, title) and its heading lines."""
    files: dict[str, tuple[list[str], list[list[str]]]] = {}
    for line in TREES.read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            name, *about = [word.strip() for word in line[1:].split(";")]
            files[name] = (about, [])
        elif line and line[0].isdigit():
            list(files.values())[-1][1].append(line.split(" "))
    return files


@cache
def read(name: str) -> Document:
    """A text of the shared material, read once."""
    return read_document(SHARED / name)


@pytest.mark.parametrize("name", expected() if (SHARED / "cases").is_dir() else [])
def test_the_tree_of_a_seed_is_what_a_reader_sees(name: str) -> None:
    about, lines = expected()[name]
    document = read(f"seeds/{name}")
    year, plan_year, unit, kind, title = about
    assert year in ("?", str(document.year))
    assert plan_year in ("?", str(document.plan_year))
    assert (document.unit, document.kind, document.title[:4] or "-") == (unit, kind, title)
    seen = [[str(one.level), one.number or "_", one.title[:4] or "_"] for one in document.walk()]
    assert seen == [line[:3] for line in lines]
    for section, (*_, part, topic) in zip(document.walk(), lines, strict=True):
        assert part in ("?", section.part or "_"), (section.number, section.title[:8])
        assert topic in ("?", section.topic or "_"), (section.number, section.title[:8])


def test_a_page_of_several_texts_gives_each_its_own_year_unit_and_kind() -> None:
    texts = [(one.year, one.plan_year, one.unit, one.kind) for one in read("seeds/002_19533b1d5cebc316.txt").sections]
    assert [kind for *_, kind in texts] == ["述职", "半年总结", "年度总结", "年度总结"]
    assert texts[1][0] == 2020
    assert texts[1][2].endswith("经济开发区")
    assert len(texts[1][2]) == 10
    assert texts[3][:2] == (2020, 2021)


@pytest.mark.parametrize("line", (SHARED / "corpus-real" / "manifest.jsonl").read_text("utf-8").splitlines() if SHARED.is_dir() else [])
def test_an_official_report_is_read_as_one(line: str) -> None:
    entry = json.loads(line)
    document = read(f"corpus-real/{entry['file']}")
    assert document.kind == "政府工作报告"
    # the report that is given in a year looks back on the one before and plans for its own
    assert document.year == entry["year"] - 1
    assert document.plan_year in (entry["year"], None)
    place = re.search(r"海拉尔区|[\u4e00-\u9fff]{2,5}(?:自治区|省|市)(?=政府|20)|国务院", entry["title"].removeprefix(f"{entry['year']}年"))
    assert place is not None
    assert document.unit == place.group()


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith("corpus-real")])
def test_headings_of_official_reports_are_neither_cut_nor_glued(name: str) -> None:
    document = read(name)
    sections = list(document.walk())
    assert len(sections) >= 4
    for section in sections:
        assert section.title, (section.number, section.level)
        assert "。" not in section.title
        assert len(section.title) <= 60
    parts = [section.part for section in document.sections]
    assert parts[0] == "summary"
    assert "plan" in parts
    _counts_up(document.sections)


@pytest.mark.parametrize("name", CLEAN)
def test_headings_of_the_cases_count_up(name: str) -> None:
    document = read(name)
    assert document.title
    assert document.unit
    assert document.year
    assert {"summary", "plan"} <= {section.part for section in document.walk()}
    assert document.masked == ()
    assert all(section.title for section in document.walk())
    _counts_up(document.sections)


def _counts_up(sections: tuple[Section, ...]) -> None:
    """Siblings of one family run 1, 2, 3: a lost or a false heading would break the row."""
    from assistant.ingest.numbering import number_value

    numbers = [number_value(one.number) for one in sections if number_value(one.number) and not one.number.startswith("附")]
    assert numbers == list(range(1, len(numbers) + 1)), [one.number for one in sections]
    for section in sections:
        _counts_up(section.children)


@pytest.mark.parametrize("name", ALL)
def test_every_span_leads_back_to_the_original(name: str) -> None:
    document = read(name)
    for section in document.walk():
        heading = document.origin(section.heading)
        written = _bare(document.original[heading.start : heading.end])
        assert _bare(section.number) in written
        assert _bare(section.title) in written
    for chunk in split(document):
        assert _is_cut_from(chunk.text, document.original[chunk.start : chunk.end])


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_cut_from(text: str, original: str) -> bool:
    """Whether text is original with some characters deleted, first and last kept."""
    rest = iter(original)
    return original[:1] == text[:1] and original[-1:] == text[-1:] and all(character in rest for character in text)
