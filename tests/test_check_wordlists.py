"""The word lists hold what they promise: no entry twice, every wrong word is found in a plain sentence, harmless contexts are not."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from assistant.checks.formulae import find_deviations
from assistant.checks.frames import find_misfits
from assistant.checks.gates import TABLE, Gate
from assistant.checks.lexicon import alike, is_word, read_list
from assistant.checks.neighbours import fits, frequent, may_stand, met, usual
from assistant.checks.scan import Words, without
from assistant.checks.spelling import find_slips
from assistant.reference.tables import typos

TYPOS = [line.split() for line in read_list("typos.txt")]


def test_typos_are_pairs_of_two_different_words_each_once() -> None:
    wrong = [entry[0] for entry in TYPOS]
    assert len(wrong) == len(set(wrong))
    assert len(wrong) > 2000
    assert all(len(entry) in (2, 3) and entry[0] != entry[1] for entry in TYPOS)


def test_every_listed_typo_is_found_in_a_plain_sentence() -> None:
    silent = [
        entry[0] for entry in TYPOS if not any(entry[0] in slip.wrong or slip.wrong in entry[0] for slip in find_slips(f"，{entry[0]}，"))
    ]
    assert silent == []


def test_harmless_contexts_stay_silent() -> None:
    for entry in TYPOS:
        for context in entry[2].split(",") if len(entry) > 2 else ():
            found = [slip.wrong for slip in find_slips(f"，{context}，") if slip.wrong == entry[0]]
            assert found == [], context


def test_reference_typos_spare_their_legitimate_strings() -> None:
    for row in typos():
        for legit in row.legit:
            assert not [slip for slip in find_slips(f"，{legit}，") if slip.wrong == row.wrong], legit


def test_confusions_compile_and_name_what_they_change() -> None:
    for line in read_list("confusions.txt"):
        pattern, wrong, right = line.split("\t")
        re.compile(pattern)
        assert wrong
        assert right


@pytest.mark.parametrize("line", read_list("formula_slips.txt"), ids=lambda line: line.split()[0])
def test_every_formula_slip_is_found_and_its_right_form_is_not(line: str) -> None:
    wrong, right = line.split()[:2]
    assert list(find_deviations(f"，{wrong}，")), wrong
    assert not list(find_deviations(f"，{right}，")), right


def test_phrases_are_no_deviation_of_themselves() -> None:
    for phrase in read_list("phrases.txt"):
        assert not list(find_slips(f"，{phrase}，")), phrase
        assert not list(find_deviations(f"，{phrase}，")), phrase


def test_lexicon() -> None:
    assert is_word("部署")
    assert not is_word("布署")
    assert alike("功", "工")
    assert alike("心", "兴"), "front and back nasals are told apart by few"
    assert not alike("功", "布")


def test_a_gate_never_hides_a_match() -> None:
    texts = ["约300人左右", "截止目前", "第1书记", "“拿地既开工”", "他们都说好", "abc"]
    for pattern in ("约.{1,6}左右", "截止(?=目前)", r"(?:第1书记|1岗双责)(?!\d)", "(?<=拿地)既开工", "[他她]们", "a(?:b|c)", "x?b"):
        gate = Gate(pattern)
        for text in texts:
            assert [match.span() for match in gate.finditer(text)] == [match.span() for match in re.finditer(pattern, text)]


def test_words_and_bare_texts() -> None:
    assert sorted(Words(["幅射", "布署工作"]).find("幅射与幅射，布署")) == [(0, "幅射"), (3, "幅射")]
    bare = without("坚定“四个自信”。", "“”")
    assert bare.text == "坚定四个自信。"
    assert bare.span(2, 6) == (3, 7)
    assert without("坚持“项目”为王", "“”").span(4, 6) == (6, 8)
    assert without("“项目为王”理念", "“”").span(0, 5) == (0, 7)
    assert bare.pairs >= {"定四", "信。"}


def _frames() -> list[tuple[str, str, list[str], list[str]]]:
    """(wrong, right, contexts, contexts in which the wrong word is in order) of each row."""
    rows = []
    for line in read_list("frames.txt"):
        change, _, rest = line.partition(" ")
        wrong, _, right = change.partition(">")
        contexts, _, fine = rest.partition(" !")
        rows.append((wrong, right, contexts.split(","), [one for one in fine.split(",") if one]))
    return rows


def _said(context: str, word: str) -> str:
    return "，" + context.replace("~", "有关").replace(r"\d", "3").replace("*", word) + "，"


def test_frames_are_well_formed_and_each_pair_stands_once() -> None:
    rows = _frames()
    assert len(rows) > 400
    assert len({(wrong, right) for wrong, right, _, _ in rows}) == len(rows)
    for wrong, right, contexts, fine in rows:
        assert wrong != right
        assert all(one.count("*") == 1 and " " not in one for one in (*contexts, *fine)), wrong


def test_a_wrong_word_is_found_in_each_of_its_contexts_and_the_right_one_never() -> None:
    for wrong, right, contexts, _ in _frames():
        for context in contexts:
            assert wrong in [one.wrong for one in find_misfits(_said(context, wrong))], (wrong, context)
            assert not list(find_misfits(_said(context, right))), (right, context)


def test_a_word_that_is_confused_elsewhere_is_in_order_in_its_harmless_contexts() -> None:
    for wrong, right, _, fine in _frames():
        for context in fine:
            assert (wrong, right) not in [(one.wrong, one.right) for one in find_misfits(_said(context, wrong))], (wrong, context)


def test_neighbours_know_common_words_and_no_strangers() -> None:
    assert len(frequent()) > 1000
    assert all(met(word) and usual(word) for word in ("推动", "改革", "就业", "建设"))
    assert not any(met(pair) for pair in ("退动", "改格", "就也", "每丽"))


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("现代化进程中退动高质量发展迈上新台阶", "退动", "推动"),
        ("深化要素市场化配置改割，激发活力", "改割", "改革"),
        ("企业研发偷入持续增加，创新能力增强", "偷入", "投入"),
    ],
)
def test_a_stranger_that_sounds_like_a_usual_word_is_found(text: str, wrong: str, right: str) -> None:
    found = {slip.wrong: slip.right for slip in find_slips(text)}
    assert found.get(wrong) == right


@pytest.mark.parametrize("text", ["在政治上树牢宗旨，坚定理想", "行业级、场景级大模型加快应用", "岚澜重工与沣裕食品两家企业入选名录"])
def test_words_that_only_meet_and_coined_names_are_no_strangers(text: str) -> None:
    assert not list(find_slips(text))


def test_the_neighbour_decides() -> None:
    assert fits("进程中退动高质量", 3, "退动", "推动")
    assert not fits("在政治上树牢宗旨", 3, "上树", "上述")
    assert not may_stand("青篁竹业重组", 2, "竹业", "主业")
    assert may_stand("，竹业重组", 1, "竹业", "主业")


def test_the_table_of_gates_is_what_the_patterns_say() -> None:
    """A pattern that was changed without `python -m assistant.checks.gates` only costs time; a wrong row would hide findings."""
    script = "from assistant.checks import gates; print(gates.table(), end='')"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout == TABLE.read_text(encoding="utf-8")
