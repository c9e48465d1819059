"""What is passed over for speed is nothing that would have been found: each shortcut against the plain way."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checks.gates import Gate, Gates
from assistant.checks.rules import sty011_placeholder
from assistant.checks.scan import ByPair, bigrams
from assistant.checks.spelling import _patterns
from assistant.text import scanner

#: the pieces that the patterns of the reader are made of, so that their alternatives are met, whole and cut
_PIECES = sorted(
    set(re.findall(r"[\u4e00-\u9fff]{1,3}", scanner._DIGITS + scanner._WORDS))
    | set("0123456789.,%（）“”《》，。；：、-—~ xX×*○_AG#/+∶:〔〕\n十五年月日万亿元个家第前上下半季度至到近过来")
)
_PLACEHOLDERS = (
    "20XX年", "**次", "××公司", "__", "某某同志", "【待补】", "（）元", "TODO", "？？", "此处略", "数据", "待定", "年", "3", "x", "A",
    "张某",
)
_TEXTS = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=14).map("".join)


def _found(pattern: re.Pattern[str], text: str) -> list[tuple[tuple[int, int], str | None]]:
    return [(match.span(), match.lastgroup) for match in pattern.finditer(text)]


_PLAIN = re.compile(f"{scanner._MARKS}|(?:(?=\\d)(?:{scanner._DIGITS}))|(?:(?!\\d)(?:{scanner._WORDS}))")


@settings(max_examples=600, deadline=None)
@given(_TEXTS)
def test_the_doors_of_the_scanner_let_everything_in(text: str) -> None:
    assert _found(scanner.SCANNER, text) == _found(_PLAIN, text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PLACEHOLDERS), min_size=1, max_size=8).map("".join))
def test_placeholders_are_tried_wherever_one_begins(text: str) -> None:
    assert [one.span() for one in sty011_placeholder._tokens(text)] == [one.span() for one in sty011_placeholder._TOKENS.finditer(text)]


@pytest.mark.parametrize(
    "source",
    [
        "(?:a|b)?c[de]", "[ab]{2,}c", "(?:a|)b[cd]", "x(?!y)[zw]", "(?P<a>甲乙|丙)(?P<b>近|将近)", "(?<=[甲乙])丙?丁", "(ab|cd)\\1",
        "a*b", "[^a]b", "甲.乙",
    ],
)
@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="abcdewxyz甲乙丙丁近将", max_size=12))
def test_a_gate_is_open_wherever_its_pattern_matches(source: str, text: str) -> None:
    gate = Gate(source)
    matches = list(re.finditer(source, text))
    assert [one.span() for one in gate.finditer(text)] == [one.span() for one in matches]
    assert not matches or Gates([gate]).open(text) == [0]


def test_gates_open_by_row_as_each_would_alone() -> None:
    gates = [gate for gate, *_ in _patterns()]
    row = Gates(gates)
    for gate in gates:
        # a text that a pattern's own strings make opens that gate
        for key in gate.keys:
            text = key[0] + "".join(pair[1] for pair in key[1:])
            assert row.open(text) == [index for index, one in enumerate(gates) if one.open(text)]


def test_things_filed_under_pairs() -> None:
    filed = ByPair[int]()
    filed.put("甲乙", 1)
    filed.put("甲乙", 2)
    filed.put("丙丁", 3)
    assert dict(filed.held(bigrams("一甲乙二"))) == {"甲乙": [1, 2]}
    assert filed.under("丙丁") == [3]
    assert filed.under("戊己") == []
