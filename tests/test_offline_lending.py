"""What the library lends to a draft: general sentences of its topic with their source, never a figure, a name or a claim."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.domain.draft import Brief, Draft
from assistant.engines.offline.lending import lendable, may_lend
from assistant.settings import Settings
from assistant.workspace import Workspace
from assistant.writing.export.markdown import to_markdown

LENT = [
    "加强重点行业、重点企业运行监测，对苗头性问题早发现、早介入、早化解。",
    "坚持规划引领、适度超前，统筹推进道路、管网、厂房等基础设施建设。",
    "完善项目谋划储备、落地推进、要素保障全链条工作机制。",
    "压实企业主体责任和部门监管责任，健全隐患排查治理双重预防机制。",
]
KEPT = [
    "完成固定资产投资95.2亿元，同比增长12%。",
    "推动恒远新材二期项目早开工、早竣工、早投产。",
    "落实“周调度、月通报”机制，推动项目早开工早投产。",
    "扎实开展主题教育，推动党建工作与业务工作深度融合。",
    "强化运行调度，主要指标增速居全市第一。",
    "加强运行监测，经济运行稳中向好，成效明显。",
    "坚持人民至上，平安园区建设取得积极成效，未发生事故。",
    "围绕青屿高新区主导产业，开展精准招商、以商招商。",
    "全力做好新区建设，三个平台建成运行。",
    "围绕加快提升园区形象和品质。",
]


@pytest.mark.parametrize("text", LENT)
def test_general_sentences_may_be_lent(text: str) -> None:
    assert may_lend(text)


@pytest.mark.parametrize("text", KEPT)
def test_figures_names_quotations_and_claims_stay_where_they_are(text: str) -> None:
    assert not may_lend(text)


def test_of_a_sentence_the_general_part_is_lent() -> None:
    sentence = "建立签约项目全流程跟踪服务台账，推动签约项目早落地、早开工，恒远新材等12个项目开工建设。"
    assert lendable(sentence) == "建立签约项目全流程跟踪服务台账，推动签约项目早落地、早开工。"
    assert lendable("恒远新材项目开工，建立全流程跟踪服务台账，推动项目早开工。") == ""


REPORT = """{unit}{year}年工作总结

一、{year}年工作情况

（一）经济运行稳中有进。加强重点行业、重点企业运行监测，对生产经营中的苗头性问题早发现、早介入、早化解。完成规上工业总产值{a}亿元。强化跨部门协同和政策协调联动，推动各项政策落实落细。

（二）招商引资提质增效。建立签约项目全流程跟踪服务台账，推动签约项目早落地、早开工。{firm}等{b}个项目签约。围绕主导产业薄弱环节，开展精准招商、以商招商。

（三）项目建设全面提速。建立签约项目全流程跟踪服务台账，推动签约项目早落地、早开工。完成投资{c}亿元。

二、{next}年工作计划

（一）抓招商引资。强化产业研究和项目研判，切实把招商成果转化为发展成果。
"""
NOTES = """# 云岭经济开发区2025年总结素材

## 经济发展局
- 规上工业总产值286.4亿，+9.2%
- 固投74.5亿，+11.3%
- 税收21.4亿，+6.4%
- 规上工企183家

## 招商局
- 新签约亿元以上36个，协议总投资165.8亿
- 外出招商28次，接待客商96批次
- 到位内资38.7亿，完成年度目标92%
- 在谈项目57个

## 项目办
- 在建项目58个，总投资346亿
- 新开工29个，竣工18个
- 争取专项债12.4亿
- 省重点项目11个

## 2026年计划
- 产值+8%以上，340亿左右；税收+6%以上
- 新签约亿元以上40个以上
- 新开工项目30个以上
- 高企净增12家
"""


def drafted(tmp_path: Path, *reports: tuple[str, int]) -> tuple[Draft, Workspace]:
    """A draft of the notes over a library with these units' reports of these years."""
    texts = tmp_path / "reports"
    texts.mkdir()
    for number, (unit, year) in enumerate(reports):
        firm = ("恒远新材", "联芯传感")[number % 2]
        filled = REPORT.format(unit=unit, year=year, next=year + 1, a=f"5{number}1.7", b=43 + number, c=f"8{number}.9", firm=firm)
        (texts / f"{unit}{year}.txt").write_text(filled, encoding="utf-8")
    workspace = Workspace(Settings(library=str(tmp_path / "library"), engine="offline"))
    if reports:
        workspace.ingest([texts])
    path = tmp_path / "素材.md"
    path.write_text(NOTES, encoding="utf-8")
    return workspace.draft(Brief(notes=(str(path),)), check=False), workspace


def test_lent_sentences_have_a_source_and_nothing_else_comes_over(tmp_path: Path) -> None:
    result, workspace = drafted(tmp_path, ("青屿高新技术产业开发区", 2023), ("松台经济开发区", 2024))
    lent = [one for section in result.sections for one in section.sentences if one.support == "library"]
    assert len(lent) >= 3
    chunks = {chunk.id: chunk for chunk in workspace.library.chunks()}
    for one in lent:
        assert not one.notes
        source = chunks[one.citations[0]].text
        assert one.text.strip().rstrip("。").split("，")[0] in source
    assert len({one.text for one in lent}) == len(lent)
    text = to_markdown(result)
    for foreign in ("青屿", "松台", "恒远", "联芯", "501.7", "511.7", "80.9", "81.9", "2023年"):
        assert foreign not in text
    assert re.search(r"加强重点行业、重点企业运行监测", text)


def test_an_own_report_lends_before_others(tmp_path: Path) -> None:
    result, workspace = drafted(tmp_path, ("松台经济开发区", 2024), ("云岭经济开发区", 2024))
    chunks = {chunk.id: chunk for chunk in workspace.library.chunks()}
    economy = [one for section in result.sections if section.topic == "经济运行" for one in section.sentences]
    first = next(one for one in economy if one.support == "library")
    assert chunks[first.citations[0]].unit == "云岭经济开发区"


def test_a_later_year_lends_nothing(tmp_path: Path) -> None:
    result, _ = drafted(tmp_path, ("松台经济开发区", 2027))
    assert not [one for section in result.sections for one in section.sentences if one.support == "library"]


def test_without_a_library_the_openings_are_general_and_said_once(tmp_path: Path) -> None:
    result, _ = drafted(tmp_path)
    general = [one for section in result.sections for one in section.sentences if one.support == "generic"]
    assert general
    assert len({one.text for one in general}) == len(general)
    assert not any(re.search(r"\d", one.text.replace("2025年", "").replace("2026年", "")) for one in general)
