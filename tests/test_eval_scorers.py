"""Each scorer on answers whose worth is known: the value, the line that explains it, and the places."""

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.evaluation.cases import Case, load_cases
from assistant.evaluation.scorers.likeness import character_f
from assistant.evaluation.scorers.registry import SCORERS, code_hash, scorer
from assistant.evaluation.scorers.subject import Costs, Score, Subject
from assistant.evaluation.suites import DEFAULT_RETRIEVAL, DEFAULT_SCORERS

NOTES = "- 新开工项目24个，完成投资86.7亿元\n- 竣工项目16个\n- 走访企业420家次\n"
WHOLE = "全年新开工项目24个，完成投资86.7亿元。竣工项目16个。走访企业420家次。"


def case(**values: Any) -> Case:
    usual = {"id": "c", "kind": "section", "section": "项目建设", "unit": "澄屿产业园", "year": 2026, "notes": NOTES}
    return load_cases((usual | values,))[0]


def judge(name: str, text: str, of: Case | None = None, **value: Any) -> Score:
    score = scorer(name)(Subject(of or case(), {"text": text} | value))
    assert score is not None
    return score


def test_every_scorer_of_the_table_is_there_and_described() -> None:
    for name in SCORERS:
        assert (scorer(name).__doc__ or "").strip().endswith("."), name
        assert len(code_hash(name)) == 12
    assert set(DEFAULT_SCORERS) | set(DEFAULT_RETRIEVAL) <= set(SCORERS)
    with pytest.raises(InputError, match="numbers"):
        scorer("beauty")


def test_numbers_are_right_missing_or_foreign() -> None:
    assert judge("numbers", WHOLE).value == 1.0
    missing = judge("numbers", "全年新开工项目24个，完成投资86.7亿元。竣工项目16个。")
    assert missing.value == 0.75
    assert "缺 1" in missing.explanation
    foreign = judge("numbers", WHOLE + "获评省级荣誉37项。")
    assert foreign.value == 0.8
    assert [(WHOLE + "获评省级荣誉37项。")[start:end] for start, end, _ in foreign.places] == ["37项"]
    changed = judge("numbers", WHOLE.replace("86.7", "96.7"))
    assert changed.value < 1
    assert "86.7" in changed.places[0][2]


def test_a_figure_copied_in_shorthand_is_there_and_one_said_of_another_thing_is_not() -> None:
    short = case(notes="- 规上工企206，新入规18\n- 检查企业18家次\n")
    assert judge("numbers", "规上工企206，新入规18。检查企业18家次。", short).value == 1.0
    assert judge("numbers", "规上工企206。检查企业18家次。", short).value < 1.0


def test_a_section_of_plans_is_held_against_plans() -> None:
    plans = case(section="2027年目标", notes="【2027年打算】\n- 新签约项目40个\n- 盘活低效用地420亩\n")
    assert judge("numbers", "力争新签约项目40个，盘活低效用地420亩。", plans).value == 1.0
    assert judge("numbers", "力争新签约项目40个。", plans).value == 0.5


def test_a_note_named_as_open_is_dealt_with() -> None:
    text = "全年新开工项目24个，完成投资86.7亿元。竣工项目16个。"
    assert judge("coverage", text).value == pytest.approx(2 / 3)
    assert "n3" in judge("coverage", text).explanation
    assert judge("coverage", text, open_points=[["n3", "数字待核"]]).value == 1.0


def test_the_checks_are_the_programs_own() -> None:
    structure = judge("structure", "一、项目建设\n（一）开工\n全年平稳。\n（三）竣工\n全年平稳。\n")
    assert structure.value < 0.6
    assert "STR001" in structure.places[0][2]
    arithmetic = judge("arithmetic", "全年实施项目54个，其中新开工23个、续建33个。")
    assert arithmetic.value < 0.6
    assert judge("style", "企业复工复产截止目前已全部完成。").value < 1
    assert judge("style", "厂房出租率【待补】%。").value == 1.0, "what is left open on purpose is no fault"
    assert judge("evidence", WHOLE).value == 1.0


def test_continuity_needs_last_years_report(tmp_path: Path) -> None:
    assert scorer("continuity")(Subject(case(), {"text": WHOLE})) is None
    (tmp_path / "去年.md").write_text("# 澄屿产业园2025年工作总结\n\n一、项目建设\n竣工项目12个。\n", encoding="utf-8")
    with_previous = case(previous=str(tmp_path / "去年.md"))
    good = judge("continuity", "澄屿产业园2026年工作总结\n一、项目建设\n竣工项目16个，上年为12个。\n", with_previous)
    bad = judge("continuity", "澄屿产业园2026年工作总结\n一、项目建设\n竣工项目16个，上年为19个。\n", with_previous)
    assert bad.value < good.value == 1.0


def test_words_wanted_and_unwanted() -> None:
    wants = case(expect={"mentions": ["竣工", "实际使用外资|实际利用外资"], "forbids": ["显著"]})
    assert judge("mentions", "竣工项目16个，实际利用外资2410万美元。", wants).value == 1.0
    bad = judge("mentions", "成效显著，竣工项目16个。", wants)
    assert bad.value == pytest.approx(1 / 3)
    assert bad.places[0][:2] == (2, 4)
    assert "缺" in bad.explanation
    assert "显著" in bad.explanation


def test_the_outline_is_kept_in_order() -> None:
    wants = case(outline="# 一、总结\n## （一）招商引资\n## （二）项目建设\n")
    text = "一、总结\n（一）招商引资\n新签约项目39个。\n（二）项目建设\n竣工16个。\n"
    assert judge("outline", text, wants).value == 1.0
    assert judge("outline", text.replace("（二）项目建设\n", ""), wants).value == pytest.approx(2 / 3)
    turned = "一、总结\n（一）项目建设\n竣工16个。\n（二）招商引资\n新签约项目39个。\n"
    assert judge("outline", turned, wants).value == pytest.approx(2 / 3)


def test_length_falls_off_on_both_sides() -> None:
    wants = case(expect={"length": [100, 200]})
    assert judge("length", "字" * 150, wants).value == 1.0
    assert judge("length", "字" * 50, wants).value == 0.5
    assert judge("length", "字" * 400, wants).value == 0.5


def test_planted_errors_are_found_at_their_place_by_their_name() -> None:
    draft = "全年新开工23个、续建33个，共54个。安全生产形势平稳。"
    flawed = case(kind="critique", draft=draft, expect={"findings": [{"quote": "续建33个", "kind": "sum"}]})

    def finding(quote: str, name: str, severity: str = "error", **more: Any) -> dict[str, Any]:
        start = draft.index(quote)
        place = {"quote": quote, "start": start, "end": start + len(quote)}
        return {"rule": "X", "name": name, "severity": severity, "message": ""} | place | more

    assert judge("findings", draft, flawed, findings=[finding("续建33个", "sum")]).value == 1.0
    assert judge("findings", draft, flawed, findings=[finding("续建33个", "typo")]).value == 0.0
    assert judge("findings", draft, flawed, findings=[]).value == 0.0
    at = draft.index("续建33个")
    assert judge("findings", draft, flawed, findings=[finding("共54个", "sum", related=[[at, at + 5]])]).value == 1.0
    alarm = judge("findings", draft, flawed, findings=[finding("续建33个", "sum"), finding("安全生产", "typo")])
    assert alarm.value == pytest.approx(2 / 3)
    assert "多报 1" in alarm.explanation
    assert judge("findings", draft, flawed, findings=[finding("续建33个", "sum"), finding("安全生产", "x", "info")]).value == 1.0


def test_chat_answers() -> None:
    asked = case(kind="chat", question="多少", expect={"must_contain": ["24个"], "must_not_contain": ["16个"]})
    assert judge("answer", "新开工24 个。", asked).value == 1.0
    assert judge("answer", "新开工24个，竣工16个。", asked).value == 0.5
    assert judge("answer", "没有。", asked, absent=True).value == 0.0
    lacking = case(kind="chat", question="多少", expect={"absent": True})
    assert judge("answer", "资料库里没有。", lacking, absent=True).value == 1.0
    assert judge("answer", "36亿元。", lacking, absent=False).value == 0.0


def test_what_is_copied_counts_and_what_is_not_does_not(tmp_path: Path) -> None:
    past = "聚焦企业关切，落实惠企政策，常态化走访服务，帮助企业解决用工用地用能等实际困难，营商环境持续优化提升。"
    (tmp_path / "往年.txt").write_text("澄屿产业园2024年工作总结\n" + past + "\n", encoding="utf-8")
    held = case(library=[str(tmp_path / "往年.txt")])
    copying = scorer("copied")(Subject(held, {"text": past}, library=held.library))
    assert copying is not None
    assert copying.value < 0.2
    own = scorer("copied")(Subject(held, {"text": WHOLE}, library=held.library))
    assert own is not None
    assert own.value == 1.0


def test_chrf_by_hand_and_at_its_ends() -> None:
    assert character_f("项目建设", "项目建设") == 1.0
    assert character_f("天地玄黄", "项目建设") == 0.0
    # one gram in two shared of length 1, none of length 2: precision and recall are (1/2 + 0) / 2
    assert character_f("项木", "项目") == pytest.approx(0.25)
    # 1-grams 2 of 2 and 2 of 4, 2-grams 1 of 1 and 1 of 3: P = 1, R = 5/12, F2 = 5·P·R/(4·P+R)
    assert character_f("项目", "项目建设") == pytest.approx(5 * (5 / 12) / (4 + 5 / 12))


@given(st.text("项目建设投产", min_size=1, max_size=20), st.text("项目建设投产", min_size=1, max_size=20))
def test_chrf_lies_between_nothing_and_one(one: str, other: str) -> None:
    assert 0.0 <= character_f(one, other) <= 1.0
    assert character_f(one, one) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("rank", "values"), [(1, (1, 1, 1, 1.0, 1.0)), (3, (0, 1, 1, 1 / 3, 0.5)), (7, (0, 0, 1, 1 / 7, 1 / 3)), (0, (0,) * 5)]
)
def test_retrieval_scores_by_rank(rank: int, values: tuple[float, ...]) -> None:
    asked = case(kind="retrieval", question="多少", expect={"source": "甲.txt", "quote": "项目24 个"})
    hits = [{"source": "乙.txt", "text": "项目24个"}] * 10
    if rank:
        hits[rank - 1] = {"source": "甲.txt", "text": "全年项目 24个。"}
    found = tuple(judge(name, "", asked, hits=hits).value for name in ("hit1", "hit5", "hit10", "mrr", "ndcg"))
    assert found == pytest.approx(values)
    assert math.isclose(found[4], 1 / math.log2(1 + rank) if rank else 0.0)


def test_time_tokens_and_money() -> None:
    subject = Subject(case(), {"text": ""}, Costs(1000, 500, 2.5, (2.0, 8.0)))
    assert [score.value for name in ("time", "tokens", "cost") if (score := scorer(name)(subject))] == [2.5, 1500.0, 0.006]
    assert scorer("cost")(Subject(case(), {"text": ""})) is None
