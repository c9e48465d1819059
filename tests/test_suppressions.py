"""Fingerprints and the decisions file: stable against edits elsewhere, readable, and honest about what no longer matches."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.runner import check_document
from assistant.checks.suppressions import (
    Accepted,
    Decisions,
    Never,
    add,
    fingerprints,
    keep,
    read_decisions,
    stale,
    write_decisions,
)
from assistant.checks.words import parse_words
from assistant.errors import UnreadableFile
from assistant.ingest.reading import parse_document

TEXT = "全区工作会议召开。发挥幅射带动作用，推动产业发展。\n企业发展势头良好。发挥幅射带动作用，推动产业发展壮大。\n"


def names(text: str) -> list[str]:
    document = parse_document(text, "a.txt")
    return fingerprints(document.original, check_document(document, select=["STY003"]))


def test_equal_places_have_names_of_their_own() -> None:
    found = names(TEXT)
    assert len(found) == len(set(found)) == 2


@given(st.text(alphabet="项目建设企业，。\n", max_size=30))
def test_edits_elsewhere_change_no_fingerprint(extra: str) -> None:
    assert names(f"{extra}\n\n前面的段落。\n{TEXT}")[-2:] == names(f"前面的段落。\n{TEXT}")[-2:]


def test_decisions_survive_the_file(tmp_path: Path) -> None:
    file = tmp_path / "decisions.toml"
    decisions = Decisions(
        (Accepted("abc", "STY003", '带"引号"的\n换行'),), (Never("STY011", "双评议"), Never("long-sentence")), (("旧", "新"), ("多余", ""))
    )
    write_decisions(file, decisions)
    assert read_decisions(file) == decisions
    assert add(decisions, accept=[Accepted("abc")], never=[Never("STY011", "双评议")]) == decisions
    assert "双评议" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["[[accept]]\n", "accept = 3\n", "not toml [", "[[never]]\nrule = 5\n"])
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "decisions.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="decisions"):
        read_decisions(file)


def test_keep_and_stale() -> None:
    document = parse_document(TEXT, "a.txt")
    found = check_document(document, select=["STY003"])
    first, second = fingerprints(document.original, found)
    decisions = Decisions((Accepted(first), Accepted("gone")))
    kept = keep(document.original, found, decisions)
    assert kept.fingerprints == (second,)
    assert [one.fingerprint for one in stale(decisions, kept.met)] == ["gone"]
    assert keep(document.original, found, Decisions(never=(Never("typo", "幅射"),))).findings == ()
    assert keep(document.original, found, Decisions(), [first, second]).findings == ()


def test_words_file() -> None:
    words = parse_words("# 说明\n双评议\n高新园区 => 高新区  # 统一\n\n=> 没有左边\n")
    assert words.allowed == ("双评议",)
    assert words.replacements == (("高新园区", "高新区"),)
