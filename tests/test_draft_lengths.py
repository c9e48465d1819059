"""A wished length reaches whoever writes: more or less lent wording, joined sentences, no fact lost, told where it can't be met."""

from __future__ import annotations

import re

import pytest

from assistant.domain.draft import Brief, DraftSection, PlannedSection, Sentence
from assistant.engines.engine import SectionRequest
from assistant.engines.offline.engine import OfflineEngine
from assistant.engines.offline.fidelity import numbers
from assistant.engines.offline.measure import fitted, joined, size
from assistant.ingest.extract import Extract
from assistant.ingest.reading import build_document
from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_notes
from assistant.settings import Settings
from assistant.workspace import Workspace
from assistant.writing.counting import counted_remarks
from assistant.writing.drafting import draft
from assistant.writing.lengths import length_remarks, off_by, with_wishes
from assistant.writing.own_outline import outline_of

NOTES = """# 澜江新区2026年总结素材

## 招商局
- 新签约亿元以上项目31个，协议总投资142.5亿
- 外出招商46次，接待客商158批次
- 1-10月到位市外资金52.4亿，同比+6.3%
- 签约项目注册24个、开工17个
- 参加展会8场
- 在谈项目39个

## 科技创新局
- 高企86家，新认定17
- 省级以上平台21→25个
- 技术合同8.4亿
"""
#: last years' reports lend wording
REPORT = """澜江新区2025年工作总结

一、2025年工作完成情况

（一）招商引资
围绕主导产业缺失环节和薄弱环节，开展精准招商、以商招商。建立签约项目全流程跟踪服务台账，推动签约项目早落地、早开工。新签约项目28个。
完善招商项目评审机制，严格把好项目准入关。强化产业链招商，着力引进龙头企业和配套企业。健全招商工作调度机制，压实招商责任。

（二）科技创新
坚持创新在发展全局中的核心地位，加快推动产业链与创新链深度融合。高新技术企业72家。
"""


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "2025.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "notes.md").write_text(NOTES, encoding="utf-8")
    made = Workspace(Settings(library=str(tmp_path / "library")))
    made.ingest([tmp_path / "2025.txt"])
    return made


def written(workspace, tmp_path, length):
    wishes = (PlannedSection("", "招商", 2, "招商引资", "summary", (), length),) if length else ()
    brief = Brief(2026, "澜江新区", notes=(str(tmp_path / "notes.md"),), wishes=wishes)
    result = workspace.draft(brief, engine=OfflineEngine(), check=False)
    section = next(one for one in result.sections if one.topic == "招商引资")
    return section, result


def lent(section):
    return [one for one in section.sentences if not one.notes]


def text_of(section):
    return "".join(one.text for one in section.sentences)


def test_the_wish_decides_how_much_is_lent_and_no_figure_is_lost(workspace, tmp_path):
    usual, _ = written(workspace, tmp_path, None)
    short, told_short = written(workspace, tmp_path, 60)
    long, told_long = written(workspace, tmp_path, 900)
    assert len(lent(short)) == 0 < len(lent(usual)) < len(lent(long))
    for section in (short, long):
        assert numbers(text_of(usual)) <= numbers(text_of(section))
        assert numbers(text_of(section)) <= numbers(text_of(usual))
    assert len(short.sentences) < len([one for one in usual.sentences if one.notes])
    # what can't be met is told, not padded
    assert any(re.search(r"篇幅：.*要写60字.*一个也没有删", one.text) for one in told_short.open_points)
    assert any(re.search(r"篇幅：.*要写900字，素材只够写\d+字；没有凑字数", one.text) for one in told_long.open_points)
    assert size(long.sentences) < 600


def test_a_length_that_is_met_says_nothing(workspace, tmp_path):
    usual, told = written(workspace, tmp_path, None)
    assert not any("篇幅" in one.text for one in told.open_points)
    same, told = written(workspace, tmp_path, size(usual.sentences))
    assert not any("篇幅" in one.text for one in told.open_points)
    assert text_of(same) == text_of(usual)


def sentence(text, *notes, support="notes"):
    return Sentence(text, notes, (), support)


def test_joined_sentences_keep_their_notes():
    body = [
        sentence("实现营业收入14.8亿元。", "n1"),
        sentence("\n实现利润总额2.1亿元。", "n2"),
        sentence("签约项目【待核：31个；33个】。", "n3"),
        sentence("参加展会8场。", "n4"),
        sentence("走访企业420家次，收集问题138个。", "n5"),
    ]
    made = joined(body)
    assert [(one.text, one.notes) for one in made] == [
        ("实现营业收入14.8亿元、利润总额2.1亿元。", ("n1", "n2")),
        ("签约项目【待核：31个；33个】。", ("n3",)),
        ("参加展会8场；走访企业420家次，收集问题138个。", ("n4", "n5")),
    ]


def test_the_library_lends_no_more_than_its_share():
    opening = [sentence("坚持规划引领。", support="library")]
    more = [sentence(f"统筹推进各项工作任务{name}，不断提升园区承载能力。", support="library") for name in "甲乙丙丁戊己庚"]
    body = [sentence("新建道路4.6公里。", "n1"), sentence("新建标准厂房6.2万平方米，累计达到77.6万平方米。", "n2")]
    made = fitted(2000, opening, body, [], more)
    assert [one for one in made if one.notes] == body
    own = size(one for one in made if not one.notes)
    assert own <= 0.46 * size(made)
    assert fitted(None, opening, body, [], more) == [*opening, *body]


def test_wishes_find_their_heading_and_a_part_shares_its_out():
    plan = [
        PlannedSection("一、", "工作完成情况", 1, "", "summary"),
        PlannedSection("（一）", "抓招商", 2, "招商引资", "summary", ("n1",)),
        PlannedSection("（二）", "抓创新", 2, "科技创新", "summary", ("n2",)),
        PlannedSection("（三）", "抓项目", 2, "项目建设", "summary", ("n3",)),
    ]
    wishes = [
        PlannedSection("", "工作完成情况", 1, "", "summary", (), 1000),
        # its heading has another name on the desk; the topic is the same
        PlannedSection("", "招商一马当先", 2, "招商引资", "summary", (), 400),
    ]
    made = with_wishes(plan, wishes, {"n2": 60, "n3": 160})
    assert [one.length for one in made] == [1000, 400, 200, 400]
    assert [one.length for one in with_wishes(plan, [], {})] == [None] * 4


def test_what_one_heading_passes_on_stays_below_it():
    plan = [
        PlannedSection("一、", "工作完成情况", 1, "", "summary"),
        PlannedSection("（一）", "抓产业", 2, "产业发展", "summary"),
        PlannedSection("1.", "抓招商", 3, "招商引资", "summary", ("n1",)),
        PlannedSection("2.", "抓项目", 3, "项目建设", "summary", ("n2",)),
        PlannedSection("（二）", "抓创新", 2, "科技创新", "summary", ("n3",)),
    ]
    sizes = {"n1": 60, "n2": 60, "n3": 160}
    wished = PlannedSection("", "工作完成情况", 1, "", "summary", (), 2000)
    told = PlannedSection("", "抓产业", 2, "产业发展", "summary", (), 800)
    assert [one.length for one in with_wishes(plan, [wished, told], sizes)] == [2000, 800, 400, 400, 1200]
    # without a wish of its own a heading weighs as much as what stands below it, and the leaves together are the whole
    made = [one.length or 0 for one in with_wishes(plan, [wished], sizes)]
    assert made[1] + made[4] == 2000
    assert made[2] == made[3]
    assert abs(made[2] + made[3] - made[1]) <= 10


def test_a_length_is_held_against_the_heading_of_its_own_part():
    review, plan = "签约项目31个，外出招商46次。" * 12, "力争签约项目40个。" * 5
    text = f"2026年工作总结和2027年计划\n一、2026年工作总结\n（一）招商引资\n{review}\n二、2027年工作计划\n（一）招商引资\n{plan}\n"
    wishes = outline_of("一、2026年工作总结\n（一）招商引资（约200字）\n二、2027年工作计划\n（一）招商引资（约45字）\n")
    document = build_document(Extract(text), "稿.txt")
    assert [section.part for section in document.walk()] == ["summary", "summary", "plan", "plan"]
    told = [one for one in counted_remarks(document, (), wishes=wishes) if "要求" in one.message]
    assert told == []
    other = outline_of("一、2026年工作总结\n（一）招商引资（约200字）\n二、2027年工作计划\n（一）招商引资（约200字）\n")
    assert len([one for one in counted_remarks(document, (), wishes=other) if "要求200字" in one.message]) == 1


def test_an_outline_may_say_lengths():
    found = outline_of("一、工作完成情况\n（一）招商引资（约800字）\n（二）科技创新 600字\n（三）2026年重点项目\n")
    assert [(one.title, one.length) for one in found] == [
        ("工作完成情况", None), ("招商引资", 800), ("科技创新", 600), ("2026年重点项目", None),
    ]


def test_near_enough_is_as_wished():
    assert off_by(1000, 900) == 0
    assert off_by(1200, 900) == 300
    assert off_by(80, 100) == 0
    section = DraftSection("（一）", "抓招商", 2, "招商引资", "summary", (sentence("字" * 100, "n1"),))
    plan = [PlannedSection("（一）", "抓招商", 2, "招商引资", "summary", ("n1",), 400)]
    assert length_remarks([section], plan, False) == ["篇幅：（一）抓招商要写400字，写了100字，少300字"]


def test_a_model_is_told_the_wish():
    from assistant.engines.budget import TokenCount
    from assistant.engines.material import ask, new_shield

    notes = parse_notes(NOTES)
    ledger = build_ledger(notes, 2026)
    section = PlannedSection("（一）", "抓招商", 2, "招商引资", "summary", ("n1",), 400)
    request = SectionRequest(section, (notes[0],), ledger, year=2026)
    prompt = Workspace(Settings()).prompt("draft_section")
    asked = ask(request, (), prompt, new_shield(request, figures=False, strict=False), TokenCount("any"), 16_000)
    assert "篇幅：约400字" in asked.messages[-1].content


def test_the_critique_tells_over_and_under(workspace, tmp_path):
    outline = tmp_path / "outline.txt"
    outline.write_text("一、工作情况\n（一）招商引资（约900字）\n（二）科技创新（约40字）\n（三）项目建设（约60字）\n", encoding="utf-8")
    text = "澜江新区2026年工作总结\n\n一、工作情况\n（一）招商引资\n" + "新签约项目31个，外出招商46次。" * 4
    text += "\n（二）科技创新\n" + "高新技术企业86家，新认定17家。" * 8
    text += "\n（三）项目建设\n" + "实施重点项目34个，新开工18个，续建16个，竣工投产13个。" * 2
    document = workspace.parse(text, "draft.txt")
    said = {one.quote: one.message for one in workspace.critique(document, outline=str(outline)).remarks if "要求" in one.message}
    assert "少" in said["（一）招商引资"]
    assert "要求40字，多" in said["（二）科技创新"]
    assert not any("项目建设" in heading for heading in said)


def test_every_engine_gets_the_wish():
    notes = parse_notes(NOTES)
    seen = []

    class Noting(OfflineEngine):
        def write_section(self, request):
            seen.append((request.section.topic, request.section.length))
            return super().write_section(request)

    wishes = (PlannedSection("", "科创", 2, "科技创新", "summary", (), 300),)
    draft(Brief(2026, "澜江新区", wishes=wishes), build_ledger(notes, 2026), engine=Noting(), check=False)
    assert ("科技创新", 300) in seen
    assert ("招商引资", None) in seen
