"""Any text in, no exception out: every rule survives made-up and mangled texts, and every offset is exact."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.checks.fixes import apply, chosen
from assistant.checks.registry import all_rules
from assistant.checks.runner import CRASH, check_document
from assistant.domain.finding import Finding
from assistant.ingest.reading import parse_document
from tests.rule_cases import read_cases
from tests.shared_material import SHARED, needs_shared

PIECES = st.sampled_from(
    [
        "一、",
        "（一）",
        "1.",
        "（1）",
        "①",
        "一是",
        "三是",
        "第一，",
        "“",
        "”",
        "《",
        "》",
        "（",
        ")",
        "‘",
        "。",
        "，",
        "；",
        "：",
        "、",
        "\n",
        "\n\n",
        " ",
        "\u3000",
        "2024年",
        "1—9月",
        "增长",
        "下降",
        "12.6",
        "亿元",
        "%",
        "个百分点",
        "XX",
        "**",
        "____",
        "约",
        "左右",
        "不少于",
        "以上",
        "2、3次",
        "3千万",
        "20几",
        "幅射",
        "久久为工",
        "五个方面",
        "重点抓好",
        "以下",
        "其中",
        "分别",
        "合计",
        "“四个意识”",
        "“五位一体”战略布局",
        "工作总结",
        "工作思路",
        "存在问题",
        "党纪学习教育",
        "项目",
        "企业",
        "招商",
        "— 3 —",
        "……",
        "...",
        "?",
        "\u200b",
        "\ufeff",
        "\x00",
        "\ud800",
        "𠮷",
        "é",
        "ﬀ",
        "١٢",
        "㈠",
        "Ⅳ",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))


def examine(text: str) -> list[Finding]:
    document = parse_document(text, "a.txt")
    found = check_document(document)
    for one in found:
        assert one.name != CRASH, one.message
        assert document.original[one.start : one.end] == one.quote
        assert 0 <= one.start <= one.end <= len(document.original)
        for other in one.related:
            assert document.original[other.start : other.end] == other.quote
        if one.fix is not None:
            assert 0 <= one.fix.start <= one.fix.end <= len(document.original)
    return found


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_made_up_texts(text: str) -> None:
    examine(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_made_up_texts_against_last_year(text: str, previous: str) -> None:
    document, before = parse_document(text, "a.txt"), parse_document(previous, "b.txt")
    assert not [one for one in check_document(document, previous=before) if one.name == CRASH]


def test_mangled_cases() -> None:
    chooser = random.Random(5)
    for case in read_cases():
        text = case.text
        for _ in range(2):
            at = chooser.randrange(len(text) + 1)
            cut = min(len(text), at + chooser.randrange(6))
            examine(text[:at] + chooser.choice(["", "”", "）", "、", "\n", "一是", "0", "XX", text[:7]]) + text[cut:])


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(3))
def test_mangled_real_texts(seed: int) -> None:
    for mark in needs_shared[1:]:
        if mark.args[0]:
            pytest.skip(mark.kwargs["reason"])
    chooser = random.Random(seed)
    files = sorted((SHARED / "corpus-real" / "gov").glob("*.txt")) + sorted((SHARED / "seeds").glob("*.txt"))
    for file in chooser.sample(files, 6):
        text = file.read_text(encoding="utf-8", errors="replace")[:6000]
        for _ in range(3):
            at = chooser.randrange(len(text))
            to = chooser.randrange(len(text))
            text = text[:at] + text[to : to + 40] + text[at + chooser.randrange(30) :]
        examine(text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_fixes_do_not_overlap_and_can_be_made(text: str) -> None:
    document = parse_document(text, "a.txt")
    fixes = chosen(check_document(document, select=["STY", "STR"]))
    assert all(one.end <= other.start for one, other in itertools.pairwise(fixes))
    apply(document.original, fixes)


def test_findings_come_in_order_of_place_and_once() -> None:
    text = "\n".join(case.text for case in read_cases("s"))
    found = examine(text)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert len({(one.start, one.end, one.rule, one.name) for one in found}) == len(found)
    assert len(all_rules()) >= 22
