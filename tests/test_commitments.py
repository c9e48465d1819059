"""Last year's promises and this year's answers: the demo library's own key, and texts written for the kinds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.commitment import Answer
from assistant.domain.document import Document
from assistant.ingest.reading import parse_document, read_document
from assistant.notes.commitments import answers, read_commitments

CORPUS = Path(__file__).resolve().parents[1] / "corpus"

LAST = """云岫经济开发区2024年工作总结和2025年工作计划

一、2024年工作总结
全年新签约项目31个，规上工业总产值312.6亿元。

二、2025年工作计划
坚持稳中求进，营造一流营商环境。
（一）稳增长。力争规上工业总产值增长8%左右，达到338亿元；税收增长6%以上，亩均税收提高到21万元。
（二）强招商。全年新签约项目33个以上，其中10亿元以上项目4个。
（三）抓项目。确保砺石冷链物流园6月底前投产，云岫智谷二期年内主体结构封顶，货运大道10月建成通车。
（四）优服务。企业投资项目审批时限压缩至18个工作日以内，建成拥有240个车位的货运停车场，启动老旧厂房改造专项行动。
"""
THIS = """云岫经济开发区2025年工作总结

一、2025年工作总结
（一）经济运行。预计全年完成规上工业总产值336.2亿元，同比增长7.5%；税收收入21.4亿元，增长6.8%，亩均税收达到21.6万元。
（二）招商引资。全年新签约项目34个，其中10亿元以上项目3个，比目标少1个。
（三）项目建设。砺石冷链物流园5月18日投产；云岫智谷二期因图纸变更，主体工程延期，完成基础施工；货运大道12月3日建成通车。
（四）营商环境。审批时限由25个工作日压缩至17个工作日。老旧厂房改造专项行动全面启动。
"""


def table(last: str = LAST, this: str = THIS) -> dict[str, Answer]:
    previous, document = parse_document(last, "上年.txt"), parse_document(this, "今年.txt")
    return {one.commitment.text: one for one in answers(read_commitments(previous), document)}


def find(found: dict[str, Answer], words: str) -> Answer:
    return next(answer for text, answer in found.items() if words in text)


@pytest.mark.parametrize(("words", "status", "said"), [
    ("338亿元", "missed", "差1.8亿元，完成99.5%"),
    ("税收增长6%", "done", "超目标0.8个百分点"),
    ("21万元", "done", "超目标0.6万元"),
    ("33个", "done", "超目标1个"),
    ("10亿元以上项目4个", "missed", "差1个"),
    ("砺石冷链物流园", "done", "5月18日投产"),
    ("智谷二期", "missed", "推迟"),
    ("货运大道", "missed", "晚2个月"),
    ("18个工作日", "done", "优于目标1个工作日"),
    ("货运停车场", "silent", "未见交代"),
    ("老旧厂房改造", "done", "老旧厂房改造专项行动全面启动"),
])
def test_each_promise_gets_its_verdict(words: str, status: str, said: str) -> None:
    answer = find(table(), words)
    assert answer.status == status, answer.message
    assert said in answer.message


def test_a_goal_and_its_growth_are_one_promise_and_slogans_are_none() -> None:
    found = table()
    assert sum("规上工业总产值" in text for text in found) == 1
    assert not any("营商环境" in text or "稳中求进" in text for text in found)


def test_what_came_in_is_the_difference_of_what_a_stock_rose_from_and_to() -> None:
    last = "云岫开发区2024年工作总结和2025年工作计划\n\n一、2025年工作计划\n新建两新组织党组织4个，新增规上企业8家。\n"
    this = "云岫开发区2025年工作总结\n\n一、2025年工作总结\n两新组织党组织由58个增加到62个，规上企业由40家增加到46家。\n"
    found = table(last, this)
    assert find(found, "党组织").status == "done"
    short = find(found, "规上企业")
    assert short.status == "missed"
    assert "增加6家" in short.message


def test_calls_to_hurry_and_what_a_year_is_are_no_promises() -> None:
    last = (
        "云岫开发区2024年工作总结和2025年工作计划\n\n一、2025年工作计划\n2025年是全面建成小康社会和规划收官之年。"
        "推动签约项目快落地、落地项目快开工、开工项目快建设、建成项目快达效。\n"
    )
    assert not table(last)


def test_places_lie_in_the_two_reports() -> None:
    previous, document = parse_document(LAST, "上年.txt"), parse_document(THIS, "今年.txt")
    promises = read_commitments(previous)
    assert [one.id for one in promises] == [f"c{number}" for number in range(1, len(promises) + 1)]
    for answer in answers(promises, document):
        one = answer.commitment
        assert previous.original[one.span.start : one.span.end].strip() == one.text
        if answer.status == "silent":
            assert not answer.spans
        else:
            assert answer.spans
            assert all(document.original[span.start : span.end].strip() for span in answer.spans)
        if one.goal is not None:
            assert previous.text[one.goal.start : one.goal.end] == one.goal.quote
        if answer.figure is not None:
            assert document.text[answer.figure.start : answer.figure.end] == answer.figure.quote


def test_a_plan_of_its_own_is_read_as_a_whole() -> None:
    plan = parse_document("云岫经济开发区2025年工作要点\n\n一、稳增长\n全年新签约项目33个，砺石冷链物流园6月底前投产。\n", "要点.txt")
    assert [one.kind for one in read_commitments(plan)] == ["figure", "task"]


def test_what_stands_in_this_years_plan_answers_nothing() -> None:
    this = THIS + "\n二、2026年工作计划\n建成拥有240个车位的货运停车场。\n"
    assert find(table(this=this), "货运停车场").status == "silent"


def _report(year: int) -> Document:
    return read_document(next((CORPUS / "reports").glob(f"{year}年度*")))


def test_the_demo_librarys_promises_are_answered_as_its_key_says() -> None:
    """Of 127 promises with an answer in the key, nearly all must get the key's verdict at the key's place."""
    keys = [one for one in json.loads((CORPUS / "promises.json").read_text(encoding="utf-8")) if one["answers"]]
    reports = {year: _report(year) for year in sorted({one["year"] for one in keys} | {one["year"] + 1 for one in keys})}
    right = wrong_verdict = 0
    for year in sorted({one["year"] for one in keys}):
        text = reports[year + 1].original
        found = answers(read_commitments(reports[year]), reports[year + 1])
        for key in (one for one in keys if one["year"] == year):
            start = reports[year].original.rfind(key["promise"])
            mine = [one for one in found if one.commitment.span.start < start + len(key["promise"]) and start < one.commitment.span.end]
            want = "missed" if key["status"] == "late" else key["status"]
            places = [(text.find(words), len(words)) for words in key["answers"] if words in text]
            placed = any(span.start < at + size and at < span.end for one in mine for span in one.spans for at, size in places)
            right += placed and any(one.status == want for one in mine)
            wrong_verdict += any({one.status, want} == {"done", "missed"} for one in mine)
    assert right >= 0.9 * len(keys)
    assert wrong_verdict <= 4


def test_no_silent_promise_is_loud_between_the_demo_years() -> None:
    for year in range(2021, 2025):
        found = answers(read_commitments(_report(year)), _report(year + 1))
        assert not [one.message for one in found if one.status == "silent" and one.sure]


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("一二、（）。，；：\n1 2.5%亿元个项目工程年底前投产开工建成计划总结新增达到增长力争期"), max_size=200),
    st.text(alphabet=st.sampled_from("一二、（）。，；：\n1 2.5%亿元个项目工程年底前投产开工建成计划总结新增达到增长力争期"), max_size=200),
)
def test_any_two_texts_give_a_table(last: str, this: str) -> None:
    previous = parse_document(f"某区2024年工作计划\n\n一、计划\n{last}", "上年.txt")
    document = parse_document(f"某区2025年工作总结\n\n一、总结\n{this}", "今年.txt")
    for answer in answers(read_commitments(previous), document):
        assert answer.status in ("done", "missed", "partial", "silent")
        assert answer.message
