"""The ledger: what contradicts, what is missing, what must not be flagged. Own notes here; the founders' six sets where they are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.quantity import Conflict, Ledger
from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_notes, read_notes
from tests.shared_material import SHARED


def ledger_of(text: str, year: int | None = 2025) -> Ledger:
    return build_ledger(parse_notes(text, "素材.md"), year=year)


def quotes(conflict: Conflict) -> list[str]:
    return [fact.quantity.quote for fact in conflict.facts]


def reasons(ledger: Ledger, kind: str = "") -> str:
    return "\n".join(one.reason for one in ledger.conflicts if not kind or one.kind == kind)


DEPARTMENTS = """【招商局】
- 今年新签约33个，总投资127.6亿，其中亿元以上16个
- 到位内资28.4亿

【经发局】
- 1-10月规上产值286.3亿，+9.7
- 新签约项目31个，计划总投资121亿
- 税收19.46亿，同比增7.2%；财政总收入18.7亿

【项目办】
- 在建项目41个，总投资263亿，年度计划投资54亿，1-10月完成46.2亿，85.6%

【财政局】
- 一般公共预算收入9.84亿，同比+6.1%，其中税收8.9亿，税占比90.4%
"""


def test_one_thing_with_two_values_is_shown_with_both_departments() -> None:
    ledger = ledger_of(DEPARTMENTS)
    values = [one for one in ledger.conflicts if one.kind == "values"]
    assert ["33个", "31个"] in [quotes(one) for one in values]
    assert ["127.6亿", "121亿"] in [quotes(one) for one in values]
    assert "招商局报33个" in reasons(ledger)
    assert "经发局报31个" in reasons(ledger)
    # the 263亿 of what is being built is another object than the 127.6亿 of what was signed
    assert not any("263亿" in quotes(one) for one in ledger.conflicts)


def test_taxes_over_all_revenue_are_asked_and_taxes_over_the_local_budget_are_normal() -> None:
    ledger = ledger_of(DEPARTMENTS)
    related = [one for one in ledger.conflicts if one.kind == "relation"]
    assert [quotes(one) for one in related] == [["19.46亿"]]
    assert "18.7亿" in related[0].reason
    assert "预算" not in related[0].reason


def test_right_shares_and_rates_are_no_conflict() -> None:
    assert not [one for one in ledger_of(DEPARTMENTS).conflicts if one.kind in ("share", "growth")]


@pytest.mark.parametrize("text", [
    "【经发局】\n- 工业用电4.32亿度\n【供电所】\n- 工业用电量43200万千瓦时\n",
    "【经发局】\n- 1-10月规上产值286.3亿\n【党政办】\n- 11月底规上产值318.5亿\n",
    "【经发局】\n- 1-11月税收19.4亿，预计全年税收21.2亿\n【财政局】\n- 1-11月税收19.4亿元\n",
    "【建设局】\n- 低效用地盘活24万平方米（360亩）\n【自规局】\n- 盘活低效用地360亩\n",
    "【招商局】\n- 实际使用外资4120万美元\n【商务局】\n- 实际利用外资0.41亿美元\n",
    "【科技局】\n- 国家级3家，省级8家\n【农业局】\n- 国家级5家，省级11家\n",
    "【审批局】\n- 审批时限由30个工作日压缩到18个，压缩40%\n",
    "【党群部】\n- 查摆问题27条，整改26条\n- 讲党课3次，班子成员8次，合计11次\n",
])
def test_what_agrees_is_not_flagged(text: str) -> None:
    assert not ledger_of(text).conflicts


TABLE = """# 建设局2025年素材
序号	项目名称	总投资(亿元)	累计完成(亿元)	年度计划	年内完成	进度
1	云岫智谷一期	8.0	7.6	2.0	2.2	竣工
2	云岫智谷二期	6.5	1.4	1.4	1.4	桩基
3	砺石冷链	3.2	3.3	1.0	1.1	投产
合计	3个	17.7	12.3	4.4	4.6

（1）3个重点项目年内完成投资4.7亿元
（2）智谷一期11月竣工
"""


def test_a_table_total_is_added_up_and_compared_with_the_text() -> None:
    ledger = ledger_of(TABLE)
    sums = [one for one in ledger.conflicts if one.kind == "sum"]
    assert [quotes(one) for one in sums] == [["4.6亿元", "4.7亿元"]]
    assert "2.2+1.4+1.1" in sums[0].reason
    assert "4.7" in sums[0].reason


def test_more_spent_than_planned_for_the_whole_project_is_asked() -> None:
    assert "砺石冷链累计完成3.3亿元，超过总投资3.2亿元" in reasons(ledger_of(TABLE), "relation")


def test_a_finished_project_is_not_finished_again() -> None:
    ledger = ledger_of(TABLE + "\n三、明年打算\n- 智谷一期力争上半年竣工，二期主体结顶\n")
    stages = [one for one in ledger.conflicts if one.kind == "stage"]
    assert len(stages) == 1
    assert quotes(stages[0]) == ["竣工", "竣工"]
    assert "智谷一期" in stages[0].reason


@pytest.mark.parametrize(("text", "kind", "quote", "said"), [
    ("- 工投：1-11月31.40亿元，去年同期27.15亿元，同比+16.5%\n", "growth", "16.5%", "15.7%"),
    ("- 审批时限压缩40%，由12个工作日压缩到6个工作日\n", "growth", "40%", "50%"),
    ("- 绿电占比提高6%（由21%到27%）\n", "growth", "6%", "6个百分点"),
    ("- 高企54家，新认定12（含重新认定4）\n", "definition", "12", "净新增8"),
    ("- 规上工企146（去年底137），今年新入规14，退库5\n- 新入规企业净增14家\n", "definition", "14家", "137+14-5=146"),
    ("- 招聘专业人才11名，其中硕士8、博士5\n", "sum", "11名", "8+5=13名"),
    ("- 开展宣讲12场，警示教育5场，合计18场\n", "sum", "18场", "12场+5场=17场"),
    ("- 要抓五件事：项目、园区、服务、安全\n", "count", "五件事", "只有4件"),
    ("- 四大工程：路网、管网、绿化\n", "count", "四大工程", "只有3项"),
    ("- 2025年是“十五五”开局之年\n", "time", "2025年是“十五五”开局", "2026年"),
    ("- 一般事故起数同比降低1倍\n", "growth", "1倍", "说不通"),
])
def test_the_notes_own_arithmetic(text: str, kind: str, quote: str, said: str) -> None:
    ledger = ledger_of(text)
    found = [one for one in ledger.conflicts if one.kind == kind]
    assert len(ledger.conflicts) == len(found) == 1, reasons(ledger)
    assert quotes(found[0])[0] == quote
    assert said in found[0].reason


@pytest.mark.parametrize(("text", "name", "quote"), [
    ("- 规上税收  亿（待财政核）\n", "税收", "亿"),
    ("- 到位资金*亿元\n", "资金", "*亿元"),
    ("- 实际利用外资XX万美元，增8%\n", "外资", "XX万美元"),
    ("- 标准厂房累计31.5万平米；入驻率  %（待核）\n", "入驻率", "%"),
    ("- 到位资金数待财政核\n", "到位资金", "到位资金数待财政核"),
])
def test_a_lost_figure_becomes_a_question(text: str, name: str, quote: str) -> None:
    ledger = ledger_of(text)
    assert len(ledger.gaps) == 1
    gap = ledger.gaps[0]
    assert name in gap.question
    assert "？" in gap.question
    assert ledger.notes[0].text[gap.start : gap.end].strip() == quote
    assert not any(fact.quantity.start <= gap.start < fact.quantity.end for fact in ledger.facts)


@pytest.mark.parametrize(("text", "said"), [
    ("- 党纪学习教育扎实推进，查摆问题14条\n", "旧稿"),
    ("- 规上企业164，今年+13\n", "新增还是净增"),
    ("- 绿化提升3.6万方\n", "万平方米还是万立方米"),
    ("- 未发生安全事故\n- 施工挖断供水管1次\n", "生产安全责任事故"),
])
def test_what_needs_asking_is_asked(text: str, said: str) -> None:
    assert said in "\n".join(gap.question for gap in ledger_of(text).gaps)


def test_a_department_without_any_time_is_asked_where_two_others_tell_theirs() -> None:
    questions = [gap.question for gap in ledger_of(DEPARTMENTS).gaps]
    assert any("财政局" in question and "截止时间" in question for question in questions)
    assert not any("项目办" in question for question in questions)


def test_years_are_counted_from_the_year_reported_on() -> None:
    ledger = ledger_of("- 税收21.3亿（去年19.8亿）\n\n【明年打算】\n- 税收23亿\n", 2025)
    years = {fact.quantity.quote: fact.quantity.period.year for fact in ledger.facts}
    assert years["19.8亿"] == 2024
    assert years["21.3亿"] == 2025
    assert years["23亿"] == 2026


def test_a_file_a_department(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "招商局.md").write_text("- 新签约项目33个\n<!-- 旧数 29个 -->\n", encoding="utf-8")
    (tmp_path / "经济发展局.txt").write_text("新签约项目31个\n", encoding="utf-8")
    (tmp_path / "科技局.md").write_text("指标\t单位\t1-11月\n高新技术企业\t家\t64\n", encoding="utf-8")
    ledger = build_ledger(read_notes([tmp_path]))
    assert set(ledger.departments) == {"招商局", "经济发展局", "科技局"}
    assert [sorted(quotes(one)) for one in ledger.conflicts] == [["31个", "33个"]]
    assert "29" not in "".join(fact.quantity.quote for fact in ledger.facts)
    assert any(fact.quantity.quote.startswith("64") for fact in ledger.facts)


_NAMES = st.sampled_from(
    ["规上工业总产值", "固定资产投资", "税收收入", "进出口总额", "高新技术企业", "新签约项目", "标准厂房", "走访企业", "专精特新"]
)
_UNITS = st.sampled_from(["亿元", "亿", "万元", "家", "个", "%", "万平方米", "家次", ""])
_NOTE = st.tuples(_NAMES, st.integers(11, 9999), st.integers(0, 99), _UNITS)


@settings(max_examples=60, deadline=None)
@given(st.lists(_NOTE, min_size=1, max_size=8))
def test_every_figure_of_generated_notes_is_in_the_ledger_once_or_in_a_gap(notes: list[tuple[str, int, int, str]]) -> None:
    written = [f"{whole}.{part:02d}" if part and unit not in ("家", "个", "家次", "") else str(whole) for _, whole, part, unit in notes]
    lines = [f"- {name}{number}{unit}" for (name, _, _, unit), number in zip(notes, written, strict=True)]
    ledger = ledger_of("\n".join(lines) + "\n")
    for number, note in zip(written, ledger.notes, strict=True):
        if re.fullmatch(r"(?:19|20)\d\d", number):
            continue
        facts = [fact for fact in ledger.facts if fact.note == note.id and fact.quantity.quote.startswith(number)]
        gaps = [gap for gap in ledger.gaps if gap.note == note.id and number in note.text[gap.start : gap.end]]
        assert len(facts) == 1 or gaps, (note.text, [fact.quantity.quote for fact in ledger.facts])
        assert not facts or note.text[facts[0].quantity.start : facts[0].quantity.end] == facts[0].quantity.quote


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet=st.sampled_from("一1-—~月23.5%亿元家（）()：:、，；\n\t#【】-+→↑年底其中合计新增净签约项目 *xX“”"), max_size=160))
def test_any_text_as_notes_gives_a_ledger(text: str) -> None:
    ledger = ledger_of(text)
    for fact in ledger.facts:
        note = next(one for one in ledger.notes if one.id == fact.note)
        assert note.text[fact.quantity.start : fact.quantity.end] == fact.quantity.quote


# -- the founders' six sets: what their answer keys say must and must not be flagged ---------------------------------

KEYS: dict[int, tuple[int, list[str], list[str]]] = {
    # set: (year, what conflicts must say, what questions must say)
    1: (2024, ["应为增长15.6%", "168+21-6=183", "净新增8"], []),
    2: (2025, ["招商局报46个", "182.5亿", "21个", "91家", "财政总收入29.6亿"], ["招商局的数字没有写明截止时间", "新增还是净增"]),
    3: (2025, ["应为增长25%", "四件事，列出的只有3件"], ["规上税收"]),
    4: (2024, ["3.2+2.1+1.6+0.9+1.1+0.4+0.6", "超过总投资4.8亿元", "智造园一期", "五大工程，列出的只有4项"],
        ["万平方米还是万立方米", "未发生安全事故"]),
    5: (2025, ["12次", "6+4=10名"], ["党纪学习教育"]),
    6: (2025, ["567.2亿", "应为下降60%", "相差5个百分点", "降低1倍", "“十五五”开局之年是2026年", "五大行动，列出的只有4项",
               "十件实事，列出的只有9件"],
        ["实际利用外资", "*亿元"]),
}
NOT_FLAGGED: dict[int, list[str]] = {
    1: ["9.87亿", "98700", "62%", "10亿"], 2: ["90.3%", "85.3%", "65%", "12.6亿", "14.28亿"], 3: ["95%", "99.5"],
    4: ["1860亩", "37万平方米", "100%"],
    5: ["11次，", "27%", "96%", "35个"], 6: ["41.3亿", "107亿", "60兆瓦", "300家"],
}


@pytest.mark.shared
@pytest.mark.parametrize("number", sorted(KEYS))
def test_the_answer_keys_of_the_shared_note_sets(number: int) -> None:
    path = SHARED / "reference" / f"notes-example-{number}.md"
    if not path.is_file():
        pytest.skip("the founders' shared material is not beside this checkout")
    year, conflicts, questions = KEYS[number]
    ledger = build_ledger(read_notes([path]), year=year)
    for said in conflicts:
        assert said in reasons(ledger) or any(said in quotes(one) for one in ledger.conflicts), said
    asked = "\n".join(gap.question for gap in ledger.gaps)
    for said in questions:
        assert said in asked, said
    doubtful = [quote for one in ledger.conflicts for quote in quotes(one)]
    for innocent in NOT_FLAGGED[number]:
        assert innocent not in doubtful
    # nothing beyond the keys: every conflict is one of them
    for one in ledger.conflicts:
        assert any(said in one.reason or said in quotes(one) for said in conflicts), one.reason


@pytest.mark.shared
@pytest.mark.parametrize("case", ["a1", "a3", "a4", "a6"])
def test_the_notes_of_the_shared_cases_hold_no_contradiction(case: str) -> None:
    path = SHARED / "cases" / case / "notes.md"
    if not path.is_file():
        pytest.skip("the founders' shared material is not beside this checkout")
    assert not build_ledger(read_notes([path])).conflicts
