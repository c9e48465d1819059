"""The fence: what a sentence may not say, what the user is asked about, and that faithful rewording passes."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.quantity import Ledger
from assistant.engines.evidence import Evidence, gather
from assistant.engines.fence import Judgement, judge
from assistant.engines.figures import Shield, is_intact, protect, restore
from assistant.ingest.reading import parse_document
from tests.model_desk import evidence_of, ledger_of, sections_of
from tests.model_prose import FAITHFUL
from tests.note_sets import ALL, BULLETS, CHAT_LINES, DOUBTS, PARTY, PLAN, TABLE
from tests.scripted_writers import LIARS, faithful
from tests.shared_material import SHARED, needs_shared


def evidence_for(text: str, words: str) -> Evidence:
    """The evidence of the section whose notes hold these words."""
    for request, written in sections_of(ledger_of(text)):
        if any(words in note.text for note in request.notes):
            return evidence_of(request, written)
    raise AssertionError(words)


def verdict(sentence: str, evidence: Evidence) -> Judgement:
    judged = judge(sentence, evidence)
    assert len(judged) == 1
    return judged[0]


REJECTED = [
    (BULLETS, "固投", "固定资产投资完成89.3亿元。", "figure", "88.3亿元"),
    (BULLETS, "固投", "工业投资88.3亿元，同比增长9.6%。", "indicator", "57.1亿元"),
    (BULLETS, "固投", "固定资产投资88.3亿元，同比下降9.6%。", "direction", "增长"),
    (BULLETS, "固投", "固定资产投资88.3亿元，占64.7%。", "indicator", "64.7%"),
    (BULLETS, "规上工业总产值", "全年规模以上工业总产值312.6亿元。", "period", "1—11月"),
    (BULLETS, "规上工业总产值", "全年完成规模以上工业总产值343亿元左右。", "hedge", "预计"),
    (BULLETS, "规上工业总产值", "预计全年规模以上工业总产值343亿元。", "hedge", "约"),
    (BULLETS, "规上工业总产值", "1—10月规模以上工业总产值312.6亿元。", "date", "1—10月"),
    (BULLETS, "税收", "税收收入27.48亿元，2024年为26.1亿元。", "figure", "26.1亿元"),
    (BULLETS, "研发投入", "研发投入占比提高0.5%。", "unit", "0.5个百分点"),
    (CHAT_LINES, "云棉新材", "云棉新材项目5月开工。", "stage", "签约"),
    (BULLETS, "沐川储能", "沐川储能项目10月签约，总投资18亿元。", "date", "10月"),
    (BULLETS, "沐川储能", "沐川储能9月签约，12月已开工，总投资18亿元。", "plan", "计划"),
    (BULLETS, "沐川储能", "沐州储能9月签约，12月拟开工，总投资18亿元。", "name", "沐川储能"),
    (BULLETS, "沐川储能", "云岫半导体项目正式开工建设。", "name", "云岫半导体"),
    (BULLETS, "税收", "荣获全国优秀开发区称号。", "event", "荣获"),
    (PARTY, "两新”党建", "印发《枫屿工业园“两新”党建五年行动方案》。", "name", "《》"),
    (PARTY, "两新”党建", "印发《枫屿工业园“两新”党建三年行动方案》（枫园党〔2025〕21号）。", "name", "文号"),
    (PARTY, "培训班", "举办培训班1340期，培训9人次。", "figure", "9期"),
    (TABLE, "隐患", "安全检查企业860家次，发生较大以上生产安全事故。", "denial", "否定"),
    (PLAN, "沐川储能", "沐川储能一期上半年已开工。", "plan", "计划"),
]


@pytest.mark.parametrize(("notes", "words", "sentence", "code", "says"), REJECTED)
def test_a_changed_fact_is_rejected_with_its_reason(notes: str, words: str, sentence: str, code: str, says: str) -> None:
    found = verdict(sentence, evidence_for(notes, words))
    assert found.verdict == "rejected", found
    reasons = [remark for remark in found.remarks if remark.verdict == "rejected"]
    assert any(remark.code == code and says in remark.message for remark in reasons), reasons
    for remark in found.remarks:
        assert sentence[remark.start : remark.end] == remark.quote


CONFIRMED = [
    (BULLETS, "固投", "固定资产投资88.3亿元，同比大幅增长9.6%。", "stronger"),
    (BULLETS, "税收", "税收收入27.48亿元，创历史新高。", "stronger"),
    (BULLETS, "核心区产值", "预计全年全区产值196.5亿元。", "scope"),
    (BULLETS, "固投", "固定资产投资约88.3亿元，同比增长9.6%。", "hedge"),
]


@pytest.mark.parametrize(("notes", "words", "sentence", "code"), CONFIRMED)
def test_a_stronger_claim_or_a_wider_scope_is_to_be_confirmed(notes: str, words: str, sentence: str, code: str) -> None:
    found = verdict(sentence, evidence_for(notes, words))
    assert found.verdict == "confirm", found
    assert code in {remark.code for remark in found.remarks}


FINE = [
    (BULLETS, "固投", "固定资产投资88.3亿元，同比增长9.6%，其中工业投资57.1亿元，占64.7%。", 1),
    (BULLETS, "固投", "工业投资完成57.1亿元，占固定资产投资的64.7%。", 1),
    (BULLETS, "规上工业总产值", "1—11月，规上工业总产值完成312.6亿元，比上年同期增长7.4%，全年预计343亿元左右。", 1),
    (BULLETS, "沐川储能", "总投资18亿元、用地210亩的沐川储能项目9月签约，计划12月开工。", 1),
    (BULLETS, "税收", "坚持稳中求进，着力抓好各项工作。", 0),
    (BULLETS, "惠企资金", "为143家企业兑现惠企资金12700万元。", 1),
    (PARTY, "培训班", "举办9期培训班，培训1340人次。", 1),
]


@pytest.mark.parametrize(("notes", "words", "sentence", "supported"), FINE)
def test_the_same_facts_in_other_words_are_fine(notes: str, words: str, sentence: str, supported: int) -> None:
    found = verdict(sentence, evidence_for(notes, words))
    assert found.verdict == "fine", found.remarks
    assert bool(found.notes) == bool(supported)


def test_contradicting_notes_stay_side_by_side() -> None:
    evidence = evidence_for(DOUBTS, "签约项目46个")
    assert evidence.doubts
    block = evidence.doubts[0][1]
    whole = next(sentence.text for sentence in evidence.base if block in sentence.text)
    assert verdict(whole.strip(), evidence).verdict != "rejected"
    assert verdict("签约项目46个。", evidence).verdict == "rejected"
    assert verdict(f"签约项目{block.replace('46', '45')}。", evidence).verdict == "rejected"


@pytest.mark.parametrize("name", ALL)
def test_faithful_rewording_is_never_rejected(name: str) -> None:
    for request, written in sections_of(ledger_of(ALL[name])):
        evidence = evidence_of(request, written)
        prose = "".join(sentence.text for sentence in written)
        for seed in range(6):
            wrong = [(one.text, one.remarks) for one in judge(faithful(prose, seed), evidence) if one.verdict == "rejected"]
            assert not wrong


@pytest.mark.parametrize(("name", "words", "prose"), FAITHFUL, ids=[f"{name} {words}" for name, words, _ in FAITHFUL])
def test_a_good_models_own_words_are_not_rejected(name: str, words: str, prose: str) -> None:
    judged = judge(prose, evidence_for(ALL[name], words))
    assert [(one.text, one.remarks) for one in judged if one.verdict == "rejected"] == []
    assert sum(one.verdict == "confirm" for one in judged) <= 1 + len(judged) // 4
    assert all(one.notes for one in judged if any(sign.isdigit() for sign in one.text))


def lies_told() -> tuple[dict[str, list[int]], list[str]]:
    """Per kind of lie: how many were told and how many were seen; and the sentences of those that were not."""
    counts: dict[str, list[int]] = {}
    unseen = []
    for text in ALL.values():
        for request, written in sections_of(ledger_of(text)):
            evidence = evidence_of(request, written)
            prose = "".join(sentence.text for sentence in written)
            for kind, liar in LIARS.items():
                for lie in liar(prose, random.Random(3)):
                    seen = any(one.verdict == "rejected" for one in judge(lie.text, evidence))
                    count = counts.setdefault(kind, [0, 0])
                    count[0], count[1] = count[0] + 1, count[1] + seen
                    unseen += [] if seen else [f"{kind}: {lie.sentence}"]
    return counts, unseen


def test_lies_are_seen() -> None:
    counts, unseen = lies_told()
    told, seen = (sum(count[i] for count in counts.values()) for i in (0, 1))
    print({kind: f"{seen}/{told}" for kind, (told, seen) in counts.items()})
    assert set(counts) == set(LIARS)
    assert counts["altered"][0] == counts["altered"][1], unseen
    assert seen >= 0.99 * told, unseen


NOTE_TEXT = st.text(alphabet="规上工业总产值税收亿万元%家个同比增长⟦⟧n.0123456789，。+-→/ \n第年月", max_size=80)


@settings(max_examples=150, deadline=None)
@given(NOTE_TEXT)
def test_tokens_come_back_byte_for_byte(text: str) -> None:
    hidden, tokens = protect(text, Ledger())
    assert restore(hidden, tokens) == text
    assert is_intact(hidden, tokens)


def test_figures_and_names_do_not_leave() -> None:
    ledger = ledger_of(BULLETS)
    note = next(note for note in ledger.notes if "沐川储能" in note.text)
    hidden, tokens = protect(note.text, ledger, names=["沐川储能", "澜坪装备"])
    assert "18亿元" not in hidden
    assert "210" not in hidden
    assert "沐川" not in hidden
    assert f"⟦{note.id}." in hidden
    assert restore(hidden, tokens) == note.text


def test_note_and_sentence_share_a_token_and_a_unit_written_twice_is_dropped() -> None:
    shield = Shield()
    sentence = shield.hide("固定资产投资88.3亿元，同比增长9.6%。", "n2")
    note = shield.hide("固投88.3亿 ↑9.6", "n2", shorthand=True)
    token = sentence[sentence.index("⟦") : sentence.index("⟧") + 1]
    assert token in note
    assert shield.restore(f"固定资产投资{token}亿元") == "固定资产投资88.3亿元"
    assert shield.restore("⟦n2.9⟧") == "⟦n2.9⟧"


@pytest.mark.parametrize("case", sorted(SHARED.glob("cases/*/notes.md")), ids=lambda path: path.parent.name)
def test_reports_written_by_others_from_the_same_notes_are_hardly_rejected(case: Path) -> None:
    """The founders' own reports, each sentence held against all notes of its part: one in fifty may be refused."""
    ledger = ledger_of(case.read_text(encoding="utf-8"), None)
    asked = sections_of(ledger, None)
    document = parse_document((case.parent / "clean.txt").read_text(encoding="utf-8"), "clean.txt")
    supported, wrong = 0, []
    for part in ("summary", "plan", "problems"):
        own = [(request, written) for request, written in asked if (request.section.part or "summary") == part]
        notes = tuple(dict.fromkeys(note for request, _ in own for note in request.notes))
        base = [sentence for _, written in own for sentence in written]
        evidence = gather(notes, base, ledger, part=part, year=document.year)
        for section in document.walk():
            if section.part == part and notes:
                judged = judge(document.text[section.body.start : section.body.end], evidence)
                supported += sum(bool(one.notes) for one in judged)
                wrong += [(one.text, one.remarks) for one in judged if one.notes and one.verdict == "rejected"]
    assert supported > 30
    assert len(wrong) <= max(1, 0.02 * supported), wrong


for _mark in needs_shared:
    test_reports_written_by_others_from_the_same_notes_are_hardly_rejected = _mark(
        test_reports_written_by_others_from_the_same_notes_are_hardly_rejected
    )


def test_errors_that_others_planted_are_rejected() -> None:
    """The founders' planted errors of figures, in their reports, as if a model had written those."""
    planted, seen, missed = 0, 0, []
    for case in sorted(SHARED.glob("cases/*/notes.md")):
        ledger = ledger_of(case.read_text(encoding="utf-8"), None)
        document = parse_document((case.parent / "bad.txt").read_text(encoding="utf-8"), "bad.txt")
        truth = json.loads((case.parent / "truth.json").read_text(encoding="utf-8"))["errors"]
        wrong = [one for one in truth if one["category"] in ("numbers", "evidence") and one["kind"] != "missing-fact"]
        refused = []
        for part in ("summary", "plan", "problems"):
            own = [row for row in sections_of(ledger, None) if (row[0].section.part or "summary") == part]
            notes = tuple(dict.fromkeys(note for request, _ in own for note in request.notes))
            evidence = gather(notes, [one for _, written in own for one in written], ledger, part=part, year=document.year)
            for section in document.walk():
                if section.part == part and notes:
                    for one in judge(document.text[section.body.start : section.body.end], evidence):
                        if one.verdict == "rejected":
                            refused.append(document.offsets.span(section.body.start + one.start, section.body.start + one.end))
        for error in wrong:
            planted += 1
            hit = any(span.start < error["end"] and error["start"] < span.end for span in refused)
            seen += hit
            missed += [] if hit else [error["quote"]]
    print(f"planted errors of figures rejected: {seen}/{planted}")
    assert planted > 20
    assert seen >= 0.95 * planted, missed


for _mark in needs_shared:
    test_errors_that_others_planted_are_rejected = _mark(test_errors_that_others_planted_are_rejected)
