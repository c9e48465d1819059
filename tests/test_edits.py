"""Replacements kept in offsets of the first text: any row of them gives the same text, and every place leads back."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.finding import Fix
from assistant.text.edits import applied, moved, origin, with_edit

_WORDS = st.text(alphabet="甲乙丙丁戊12。\n", max_size=12)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, tuple[Fix, ...]]:
    first = draw(st.text(alphabet="子丑寅卯34，\n", min_size=1, max_size=30))
    text, edits = first, ()
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        fix = Fix(start, draw(st.integers(start, min(len(text), start + 5))), draw(_WORDS)[:4])
        edits = with_edit(edits, text, fix)
        text = text[: fix.start] + fix.text + text[fix.end :]
    return first, text, edits


@given(edited())
def test_the_edits_make_the_text_that_the_fixes_made(case):
    first, text, edits = case
    assert applied(first, edits) == text
    assert all(one.end <= two.start for one, two in itertools.pairwise(edits))


@given(edited(), st.data())
def test_every_range_leads_back_to_one_that_holds_the_same_untouched_characters(case, data):
    first, text, edits = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, right = origin(edits, start, end)
    assert 0 <= left <= right <= len(first)
    # the letters of the first text are none of those that edits put in
    kept = [one for one in text[start:end] if one in "子丑寅卯34，"]
    there = iter(first[left:right])
    assert all(one in there for one in kept), "in the same order within the range it came from"


@given(edited(), st.data())
def test_an_untouched_place_moves_to_where_it_stands_now(case, data):
    first, text, edits = case
    at = data.draw(st.integers(0, len(first) - 1))
    if any(one.start <= at < one.end for one in edits):
        return
    assert text[moved(edits, at)] == first[at]
    assert origin(edits, moved(edits, at), moved(edits, at) + 1) == (at, at + 1)


def test_a_second_change_of_the_same_words_is_one_edit():
    edits = with_edit((), "制定方案", Fix(0, 2, "制订"))
    assert with_edit(edits, "制订方案", Fix(1, 3, "定了方")) == (Fix(0, 3, "制定了方"),)
