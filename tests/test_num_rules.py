"""All rules on numbers together: any text in, no exception out, exact places; recall on our own planted errors; silence on clean texts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checks.context import CheckContext
from assistant.checks.registry import selected
from assistant.checks.runner import check_document, examine, run_rules
from assistant.domain.finding import Finding
from assistant.ingest.reading import parse_document, read_document
from tests.shared_material import SHARED, needs_shared

ROOT = Path(__file__).resolve().parents[1]
PLANTED = sorted((ROOT / "eval" / "checks").glob("numbers-*"))
RIGHT = (Path(__file__).parent / "cases" / "numbers_right.txt").read_text(encoding="utf-8")
_PIECES = st.sampled_from([
    "规上工业企业", "213家", "其中", "大型9家", "、", "，", "。", "；", "\n", "由84家", "增加到97家", "净增13家", "增长8.5%",
    "提高2.7个百分点", "占49.5%",
    "合计", "分别为", "1—11月", "全年完成", "税收31.2亿元", "第29位", "上升至第23位", "前移6位", "是2020年112亿元的2.4倍", "翻了一番",
    "下降-3%", "5～3家",
    "6月31日", "9月开工，2月封顶", "2025年是“十四五”规划收官之年", "同比增长%", "（", "）", "三次产业结构为5∶62∶33", "其余18项",
    "一、2024年工作总结",
    "二、2025年工作计划", "办结率96%", "中，", "按产业分，", "比上年的59.0亿元", "0家", "0亿元", "资产负债率0%", "年均增长", "突破5亿元",
    "之比为0∶1", "由0%提高到0%",
])


def loud(findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.severity != "info"]


def places(one: Finding) -> list[tuple[int, int]]:
    return [(one.start, one.end), *((place.start, place.end) for place in one.related)]


def is_met(error: dict[str, int], findings: list[Finding]) -> bool:
    return any(start < error["end"] and error["start"] < end for one in findings for start, end in places(one))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=200)))
def test_any_text_gives_findings_with_exact_places(text: str) -> None:
    document = parse_document(text, "文稿.txt")
    for one in check_document(document, select=["NUM"]):
        assert one.name != "crash", one.message
        for start, end in places(one):
            assert 0 <= start <= end <= len(document.original)
        assert document.original[one.start : one.end] == one.quote
        for place in one.related:
            assert document.original[place.start : place.end] == place.quote


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(RIGHT) - 1), st.integers(1, 6), st.text("0123456789%年月、。，家亿元第", max_size=3))
def test_a_damaged_report_is_checked_like_any_other(at: int, length: int, instead: str) -> None:
    document = parse_document(RIGHT[:at] + instead + RIGHT[at + length :], "文稿.txt")
    assert not [one.message for one in check_document(document, select=["NUM"]) if one.name == "crash"]


def test_planted_errors_are_found_and_clean_versions_are_silent() -> None:
    found, total, alarms = Counter[str](), Counter[str](), []
    for case in PLANTED:
        errors = json.loads((case / "truth.json").read_text(encoding="utf-8"))["errors"]
        findings = loud(check_document(read_document(case / "bad.txt"), select=["NUM"]))
        for error in errors:
            total[error["kind"]] += 1
            found[error["kind"]] += is_met(error, findings)
        alarms += [(case.name, one.quote) for one in loud(check_document(read_document(case / "clean.txt"), select=["NUM"]))]
    assert sum(total.values()) >= 150
    assert not alarms
    low = {kind: (found[kind], total[kind]) for kind in total if found[kind] < 0.92 * total[kind]}
    assert not low
    assert sum(found.values()) >= 0.97 * sum(total.values())


def test_figures_that_were_compared_are_counted() -> None:
    seen = examine(parse_document("税收31.2亿元，比上年的28.6亿元增长9.1%。外出招商28次。", "文稿.txt"), select=["NUM"])
    assert (seen.figures, seen.compared) == (4, 3)


def test_findings_tell_both_numbers_and_the_computation() -> None:
    text = "规上工业企业213家，其中大型9家、中型46家、小微型156家。税收31.2亿元，比上年的28.6亿元增长19.1%。"
    by_name = {one.name: one for one in check_document(parse_document(text, "文稿.txt"), select=["NUM"])}
    assert {"213家", "211家", "9＋46＋156"} <= {word for word in ("213家", "211家", "9＋46＋156") if word in by_name["sum"].message}
    for word in ("31.2亿元", "28.6亿元", "9.1%", "19.1%"):
        assert word in by_name["growth"].message


class TestShared:
    """The founders' cases and the proofread reports."""

    pytestmark = needs_shared

    def test_cases(self) -> None:
        found = total = 0
        for case in sorted((SHARED / "cases").iterdir()):
            errors = json.loads((case / "truth.json").read_text(encoding="utf-8"))["errors"]
            findings = loud(check_document(read_document(case / "bad.txt"), select=["NUM"]))
            numbers = [error for error in errors if error["category"] == "numbers"]
            total += len(numbers)
            found += sum(is_met(error, findings) for error in numbers)
            assert not loud(check_document(read_document(case / "clean.txt"), select=["NUM"]))
        assert found >= 0.92 * total

    def test_proofread_reports(self) -> None:
        rules = selected(["NUM"])
        alarms = characters = 0
        for path in sorted((SHARED / "corpus-real" / "gov").glob("*.txt")):
            document = read_document(path)
            characters += len(document.original)
            alarms += len(loud(run_rules(CheckContext(document), rules)))
        assert alarms <= 0.1 * characters / 10_000
