"""Heading trees and what a report says of itself, in the forms that real reports take; lists and sentences that are no headings."""

from __future__ import annotations

import pytest

from assistant.domain.document import Document
from assistant.ingest.chunks import split
from assistant.ingest.reading import parse_document

TITLE = "临澜经济开发区2024年工作总结和2025年工作思路"


def tree(document: Document) -> list[str]:
    """The headings, a dot a level in front."""
    return [f"{'.' * one.level}{one.number}{one.title}" for one in document.walk()]


def test_headings_on_lines_of_their_own_and_run_in() -> None:
    document = parse_document(
        f"{TITLE}\n一、2024年工作总结\n（一）经济运行平稳\n完成产值312.5亿元。\n（二）项目建设加快。新开工项目21个。\n"
        "1.抓开工。开工21个，其中亿元以上8个。\n"
        "2．抓投产：投产14个，新增产值9亿元。\n(三)招商引资有力。一是外出招商28次。二是签约40个。\n二、存在的主要问题\n一是用地紧张。\n"
        "三、2025年工作思路\n签约40个。\n")
    assert tree(document) == [
        ".一、2024年工作总结", "..（一）经济运行平稳", "..（二）项目建设加快", "...1.抓开工", "...2．抓投产", "..(三)招商引资有力",
        ".二、存在的主要问题", ".三、2025年工作思路"]
    assert [one.part for one in document.sections] == ["summary", "problems", "plan"]
    bodies = [document.text[one.body.start : one.body.end].strip() for one in document.walk()]
    assert bodies[1:3] == ["完成产值312.5亿元。", "新开工项目21个。"]


def test_a_text_on_one_line_has_its_headings_inside_the_line() -> None:
    document = parse_document(
        f"{TITLE} 2024年，全区经济平稳运行。现将情况汇报如下: 一、2024年工作总结 (一)经济指标持续增长。全年完成产值312.5亿元。 "
        "(二)项目建设加快。开工21个,投产14个。 (三)招商引资卓有成效。签约40个。 三、2025年工作思路 2025年,全区将奋力争先。 "
        "(一)突出统筹,实现新突破。一是谋划方案。二是争取资金。 (二)聚焦城市,展现新担当。修路5.6公里。")
    assert document.title == TITLE
    assert tree(document) == [
        ".一、2024年工作总结", "..(一)经济指标持续增长", "..(二)项目建设加快", "..(三)招商引资卓有成效",
        ".三、2025年工作思路", "..(一)突出统筹,实现新突破", "..(二)聚焦城市,展现新担当"]
    assert document.text[document.lead.start : document.lead.end].strip() == "2024年，全区经济平稳运行。现将情况汇报如下:"


def test_a_heading_glued_to_the_end_of_a_paragraph_is_found_where_its_number_is_missing() -> None:
    document = parse_document(
        f"{TITLE}\n一、工作总结\n（一）务实高效抓服务\n走访企业80家，解决问题多、时间长的事项12件。"
        "（二）坚定不移抓改革，体制改革取得新成效市委明确了职能。\n"
        "（三）坚持不懈抓安全\n排查隐患231项。\n")
    assert tree(document) == [
        ".一、工作总结", "..（一）务实高效抓服务", "..（二）坚定不移抓改革，体制改革取得新成效", "..（三）坚持不懈抓安全"]


def test_dash_paragraphs_head_the_numbers_under_them() -> None:
    document = parse_document(
        "临澜经济开发区2025年工作要点\n二、重点工作\n着重抓好以下重点：\n"
        "——以改革为动力，增创体制新优势。推动各环节改革。\n1、推进整合提升。按照要求推进。\n2、推进审批改革。"
        "简化流程。\n——以项目为支撑，推动新城崛起。坚持规划引领。\n3、优化规划。修编总体规划。\n4、修建道路。修路5.6公里。\n")
    assert tree(document) == [
        ".二、重点工作", "..——以改革为动力，增创体制新优势", "...1、推进整合提升", "...2、推进审批改革",
        "..——以项目为支撑，推动新城崛起", "...3、优化规划", "...4、修建道路"]
    assert {one.part for one in document.walk()} == {"plan"}


@pytest.mark.parametrize("body", [
    "完成以下工作：\n1.开工建设滨河路二期、科创路三期等项目，完成投资3.2亿元，形象进度达到六成以上，年底前具备通车条件；\n"
    "2.完成污水处理厂扩建，日处理能力达到4万吨，出水水质稳定达标，配套管网同步建成投用；",
    "投资12.5亿元。\n3.2亿元用于道路。\n",
    "主要有：——滨河路通车；——科创路开工。",
    "一、二产业协调发展，一、二期工程完工。",
    "《方案》（三期）已经完成。"])
def test_lists_and_sentences_are_no_headings(body: str) -> None:
    document = parse_document(f"{TITLE}\n一、2024年工作总结\n{body}\n二、2025年工作思路\n签约40个。\n")
    assert tree(document) == [".一、2024年工作总结", ".二、2025年工作思路"]


def test_faulty_numbers_are_kept_as_they_stand() -> None:
    document = parse_document(
        f"{TITLE}\n一、总结\n（一）经济平稳。产值增长。\n（三）项目加快。开工21个。\n（三）招商有力。签约40个。\n"
        "三、思路\n继续努力。\n")
    assert [one.number for one in document.walk()] == ["一、", "（一）", "（三）", "（三）", "三、"]


def test_several_texts_on_one_page_are_sections_with_their_own_metadata() -> None:
    text = (
        "关于开发区工作总结范文(精选2篇)\n开发区工作总结【第一篇】\n2023年，洛渠高新区管委会认真履职。现将情况报告如下：\n一、上半年工作情况\n"
        "1.经济回升。产值增长。\n"
        "2.招商有力。签约12个。\n二、下半年工作思路\n抓好项目。\n洛渠高新区管理委员会\n2023年7月2日\n开发区工作总结【第二篇】\n"
        "一、2021年主要工作\n（一）经济平稳。产值增长。\n"
        "（二）项目加快。开工9个。\n二、2022年工作安排\n签约20个。\n")
    document = parse_document(text)
    first, second = document.sections
    assert (first.kind, first.year, first.unit) == ("半年总结", 2023, "洛渠高新区")
    assert (second.year, second.plan_year) == (2021, 2022)
    chunks = {chunk.text: chunk for chunk in split(document)}
    assert (chunks["产值增长。"].year, chunks["签约20个。"].year, chunks["签约20个。"].part) == (2021, 2021, "plan")


@pytest.mark.parametrize(("title", "lead", "year", "plan_year", "unit", "kind"), [
    (TITLE, "", 2024, 2025, "临澜经济开发区", "年度总结"),
    ("临澜经济开发区管委会2024年工作总结及2025年工作打算", "", 2024, 2025, "临澜经济开发区", "年度总结"),
    ("临澜高新区2024年上半年工作总结和下半年工作安排", "", 2024, 2024, "临澜高新区", "半年总结"),
    ("临澜工业集中区管委会领导班子2023年度述职报告", "", 2023, None, "临澜工业集中区", "述职"),
    ("临澜经济开发区2025年工作要点", "", 2025, 2025, "临澜经济开发区", "工作要点"),
    ("临澜开发建设投资有限公司2024年工作总结", "", 2024, None, "临澜开发建设投资有限公司", "年度总结"),
    ("2025年临澜市政府工作报告", "", None, None, "临澜市", "政府工作报告"),
    ("二○二四年度工作总结", "2024年，临澜经济开发区真抓实干。", 2024, None, "临澜经济开发区", "年度总结"),
    ("工作总结", "今年以来，临澜工业园区真抓实干。现将2024年情况汇报如下：", 2024, None, "临澜工业园区", "年度总结"),
])
def test_what_a_report_says_of_itself(
    title: str, lead: str, year: int | None, plan_year: int | None, unit: str, kind: str,
) -> None:
    lead = lead or "一年来，各项工作取得新进展。现将情况报告如下："
    document = parse_document(f"{title}\n{lead}\n一、主要工作\n（一）经济平稳。产值增长。\n")
    assert document.title == title
    assert (document.unit, document.kind) == (unit, kind)
    assert year is None or document.year == year
    assert plan_year is None or document.plan_year == plan_year


def test_a_title_over_two_lines_and_the_lines_under_it() -> None:
    document = parse_document(
        "临澜经济开发区管理委员会\n2024年工作总结\n和2025年工作思路\n（2024年12月30日）\n\n一、2024年工作总结\n产值增长。\n")
    assert document.title == "临澜经济开发区管理委员会2024年工作总结和2025年工作思路"
    assert (document.unit, document.year, document.plan_year) == ("临澜经济开发区", 2024, 2025)
    assert tree(document) == [".一、2024年工作总结"]


def test_a_title_does_not_take_the_first_paragraph_or_heading_with_it() -> None:
    assert parse_document(f"{TITLE}\n现将有关情况汇报如下：\n一、总结\n好。\n").title == TITLE
    document = parse_document(f"{TITLE}\n\n2024年工作总结\n\n完成产值312.5亿元。\n\n2025年工作思路\n\n签约40个。\n")
    assert document.title == TITLE
    assert tree(document) == [".2024年工作总结", ".2025年工作思路"]


def test_parts_follow_the_headings_and_what_they_say_of_problems() -> None:
    document = parse_document(
        f"{TITLE}\n一、2024年工作总结\n（一）坚持问题导向，狠抓整改。完成整改。\n（二）着力缩小差距，补齐短板。成效明显。\n二、存在的困难和不足\n"
        "用地紧张。\n三、下一步工作打算\n（一）解决突出问题。办实事。\n")
    assert [one.part for one in document.walk()] == ["summary", "summary", "summary", "problems", "plan", "plan"]


def test_chunks_never_cross_a_section_and_know_their_place() -> None:
    paragraph = "".join(f"完成第{number}项工作，新增项目{number}个，总投资{number}.5亿元。" for number in range(1, 60))
    document = parse_document(f"{TITLE}\n一、2024年工作总结\n（一）经济运行平稳。{paragraph}\n（二）招商引资有力。签约40个。\n")
    chunks = split(document)
    assert len(chunks) > 3
    assert all(len(chunk.text) <= 520 for chunk in chunks)
    assert all(chunk.text.endswith("。") for chunk in chunks)
    assert {chunk.headings for chunk in chunks} == {("2024年工作总结", "经济运行平稳"), ("2024年工作总结", "招商引资有力")}
    assert [chunk.position for chunk in chunks] == list(range(len(chunks)))
    assert {chunk.topic for chunk in chunks} == {"经济运行", "招商引资"}
    assert "".join(chunk.text for chunk in chunks[:-1]) == paragraph


def test_a_sentence_without_end_is_cut_and_a_table_row_is_not() -> None:
    long = "、".join(f"完成项目{number}个" for number in range(200))
    row = "\t".join(f"指标{number}" for number in range(120))
    chunks = split(parse_document(f"{TITLE}\n一、工作总结\n（一）情况。{long}。\n（二）附表。\n{row}\n"))
    assert max(len(chunk.text) for chunk in chunks if "\t" not in chunk.text) <= 520
    assert [chunk.text for chunk in chunks if "\t" in chunk.text] == [row]
