"""Every rule against its Markdown cases: the named rule fires on the marked place of a wrong example and is silent on a right one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.checks.copied import passages
from assistant.checks.manual import PARTS, page_of
from assistant.checks.registry import all_rules
from assistant.checks.runner import check_document
from assistant.checks.words import parse_words
from assistant.domain.finding import Finding
from assistant.ingest.reading import parse_document
from tests.rule_cases import RuleCase, read_cases

CASES = read_cases()


def findings_of(case: RuleCase) -> list[Finding]:
    ledger = None
    if case.notes:
        from assistant.notes.ledger import build_ledger
        from assistant.notes.reading import parse_notes

        ledger = build_ledger(parse_notes(case.notes, "素材.md"))
    previous = parse_document(case.previous, "上年.txt") if case.previous else None
    document = parse_document(case.text, "文稿.txt")
    fingerprints = passages([(case.library, "往年报告")]) if case.library else None
    found = check_document(document, ledger, previous, select=[case.rule], words=parse_words(case.words), fingerprints=fingerprints)
    for one in found:
        assert one.name != "crash", one.message
        assert document.original[one.start : one.end] == one.quote
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: RuleCase) -> None:
    found = findings_of(case)
    spans = [(one.start, one.end) for one in found] + [(place.start, place.end) for one in found for place in one.related]
    if not case.wrong:
        assert not found, [(one.quote, one.message) for one in found]
        return
    for start, end in case.marks:
        met = any(left < end and start < right for left, right in spans)
        assert met, f"silent on {case.text[start:end]!r}; found {[(one.quote, one.message) for one in found]}"
    own = [(one.quote, one.message) for one in found if not any(_meets(one, mark) for mark in case.marks)]
    assert not own, f"fires beside the marked places, too: {own}"


def _meets(one: Finding, mark: tuple[int, int]) -> bool:
    places = [(one.start, one.end), *((place.start, place.end) for place in one.related)]
    return any(start < mark[1] and mark[0] < end for start, end in places)


@pytest.mark.parametrize("loaded", all_rules(), ids=lambda one: one.rule.code)
def test_rule_has_a_manual_page_and_cases(loaded) -> None:  # type: ignore[no-untyped-def]
    page = page_of(loaded)
    assert page.title
    assert tuple(page.parts) == PARTS
    mine = [case for case in CASES if case.rule == loaded.rule.code]
    assert any(case.wrong for case in mine), "no wrong example"
    assert any(not case.wrong for case in mine), "no right example"
    assert re.fullmatch(r"(NUM|STR|STY|EVI|CON)\d{3}", loaded.rule.code)


@pytest.mark.parametrize("file", ["numbers_right.txt", "numbers_right_more.txt", "numbers_right_third.txt", "numbers_right_fourth.txt"])
def test_numbers_rules_are_silent_on_right_sentences(file: str) -> None:
    text = (Path(__file__).parent / "cases" / file).read_text(encoding="utf-8")
    found = check_document(parse_document(text, "文稿.txt"), select=["NUM"])
    assert not found, [(one.rule, one.quote, one.message) for one in found]
