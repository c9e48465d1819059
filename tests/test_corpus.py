"""The demo library agrees with itself: figures recomputed from the reports' own text, sums, promises and their answers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest

from assistant.ingest.reading import read_document

CORPUS = Path(__file__).parent.parent / "corpus"
ANNUAL = {year: next((CORPUS / "reports").glob(f"{year}年度*")) for year in range(2021, 2026)}
sys.path.insert(0, str(CORPUS))

NUMBER = r"(\d+(?:\.\d+)?)"


@cache
def text(year: int) -> str:
    return read_document(ANNUAL[year]).text


@cache
def table():
    from build import load_table

    return load_table()


def value(name: str, year: float) -> Decimal:
    return table().series[name][year]


def shown(number: Decimal, like: str) -> str:
    return str(number.quantize(Decimal(1).scaleb(-len(like.partition(".")[2])), ROUND_HALF_UP))


def test_the_files_are_what_the_sources_build() -> None:
    done = subprocess.run([sys.executable, str(CORPUS / "build.py"), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("year", ANNUAL)
def test_length_and_figures(year: int) -> None:
    report = text(year)
    characters = len(re.sub(r"\s", "", report))
    assert 3000 <= characters <= 5000
    assert len(set(re.findall(r"\d+(?:\.\d+)?(?:亿元|万元|万美元|%|家|个|亩|公里|件|人|项|万平方米)", report))) >= 60


@pytest.mark.parametrize("year", ANNUAL)
def test_metadata(year: int) -> None:
    document = read_document(ANNUAL[year])
    assert (document.year, document.plan_year, document.unit) == (year, year + 1, "棠州经济开发区")
    assert {section.part for section in document.sections} >= {"summary", "problems", "plan"}


@pytest.mark.parametrize("year", ANNUAL)
def test_growth_rates_follow_from_the_values_of_two_years(year: int) -> None:
    """Each "value, 增长 rate" of a known indicator in the text, recomputed from this year's and last year's value."""
    found = 0
    summary = text(year).split("存在的主要问题")[0]
    for name, said in table().said.items():
        if year - 1 not in table().series[name] or year not in table().series[name]:
            continue
        between = r"(?:首次突破\d+亿元，|预计)?(?:达到|完成)?"
        pattern = re.escape(said) + between + NUMBER + r"(?:亿元|万美元|件)，(?:同比|比上年)?(增长|下降)" + NUMBER + "%"
        for match in re.finditer(pattern, summary):
            amount, verb, rate = match.groups()
            if Decimal(amount) != value(name, year):
                continue
            change = (value(name, year) / value(name, year - 1) - 1) * 100
            assert (change > 0) == (verb == "增长"), match.group()
            assert shown(abs(change), rate) == rate, match.group()
            found += 1
    assert found >= 6


@pytest.mark.parametrize("year", ANNUAL)
def test_rises_from_a_to_b_carry_last_years_value(year: int) -> None:
    summary = text(year).split("存在的主要问题")[0]
    known = {said: name for name, said in table().said.items()}
    found = 0
    rises = r"(" + "|".join(map(re.escape, known)) + r")(?:总数)?由(?:上年末的)?" + NUMBER + r"[^，。]*?到" + NUMBER
    for match in re.finditer(rises, summary):
        said, before, after = match.groups()
        series = table().series[known[said]]
        assert (Decimal(before), Decimal(after)) == (series[year - 1], series[year]), match.group()
        found += 1
    assert found >= 1


def test_sums_of_the_table_hold_in_every_year() -> None:
    series = table().series
    for line in table().sums:
        left, relation, right = re.fullmatch(r"(.+?) (=|<=) (.+)", line).groups()
        checked = 0
        for year in range(2021, 2027):
            def term(side: str, year: int = year) -> Decimal:
                signs = re.split(r" ([+-]) ", side)
                total = Decimal(0)
                for sign, name in zip(["+", *signs[1::2]], signs[::2], strict=True):
                    at = year - 1 if name.endswith("上年") else year
                    amount = series[name.removesuffix("上年")][at]
                    total += amount if sign == "+" else -amount
                return total

            try:
                a, b = term(left), term(right)
            except KeyError:
                continue
            assert (a == b) if relation == "=" else (a <= b), (line, year)
            checked += 1
        assert checked >= 3, line


def test_every_promise_has_its_answer_in_the_next_report() -> None:
    rows = json.loads((CORPUS / "promises.json").read_text(encoding="utf-8"))
    assert len(rows) >= 100
    for row in rows:
        assert row["promise"] in text(row["year"]).split("工作思路", 1)[1], row["id"]
        if row["year"] < 2025:
            assert row["answers"], row["id"]
            assert all(answer in text(row["year"] + 1) for answer in row["answers"]), row["id"]


def test_no_report_has_an_error_of_its_own() -> None:
    from assistant.checks.runner import check_document

    for year in ANNUAL:
        previous = read_document(ANNUAL[year - 1]) if year > 2021 else None
        findings = check_document(read_document(ANNUAL[year]), previous=previous)
        assert [(one.rule, one.quote, one.message) for one in findings if one.severity == "error"] == [], year


def test_notes_hold_the_traps_they_are_written_with() -> None:
    from assistant.notes.ledger import build_ledger
    from assistant.notes.reading import read_notes

    notes = read_notes([CORPUS / "notes-2026"])
    ledger = build_ledger(notes, year=2026)
    sources = {Path(note.source).suffix for note in notes}
    assert sources == {".md", ".docx", ".xlsx"}
    assert len({note.source for note in notes}) == 5
    signed = [one for one in ledger.conflicts if {str(fact.quantity.value) for fact in one.facts} == {"44", "42"}]
    assert signed, "招商局 says 44 signed projects, 规划建设局 42"
    assert any("14.4" in one.reason for one in ledger.conflicts), "技改投资: 24.4 over 22.1 is 10.4 percent, the table says 14.4"
    assert any("入驻率" in gap.question for gap in ledger.gaps)
    assert not any("用电" in one.indicator for one in ledger.conflicts)
