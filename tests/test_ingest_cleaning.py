"""Every kind of residue that web pages and printouts leave, in texts written for this purpose; what only looks like residue stays."""

from __future__ import annotations

import pytest

from assistant.domain.document import Document
from assistant.ingest.reading import parse_document

TITLE = "青屏经济开发区2024年工作总结和2025年工作思路"
LEAD = "2024年，青屏经济开发区坚持稳中求进工作总基调，各项工作取得新进展，经济运行总体平稳。现将有关情况报告如下："
BODY = f"""{TITLE}
{LEAD}
一、2024年工作总结
（一）经济运行稳中有进。全年完成规上工业总产值312.5亿元，同比增长8.1%，完成税收收入25.4亿元，同比增长6.2%。
（二）项目建设加快推进。新开工亿元以上项目21个，竣工投产14个，完成固定资产投资86.3亿元。
二、2025年工作思路
（一）狠抓招商引资。全年新签约亿元以上项目40个，到位资金60亿元以上。
"""


def residue(document: Document, kind: str) -> list[str]:
    """What was taken out as that kind."""
    return [document.original[one.start : one.end].strip() for one in document.residue if one.kind == kind]


def test_a_clean_text_stays_as_it_is() -> None:
    document = parse_document(BODY)
    assert document.text == BODY
    assert document.residue == ()
    assert document.offsets.kept == ()


@pytest.mark.parametrize(("before", "after", "kind"), [
    ("首页 > 公文资料 > 工作总结 >\n\n", "", "furniture"),
    ("当前位置：首页 > 政务公开 > 工作总结\n", "", "furniture"),
    ("【字体：大 中 小】 打印本页 关闭窗口\n", "", "furniture"),
    ("发布时间：2025-01-06 09:12  来源：青屏经开区管委会  浏览次数：318\n", "", "furniture"),
    ("", "\n相关推荐\n\n热门文档\n", "furniture"),
    ("", "\n上一篇：青屏港口一季度工作情况\n下一篇：没有了\n", "furniture"),
    ("【参考】这篇优秀的范文由某某文库的网友为您精心整理编辑，仅供大家阅读参考，希望对您有所帮助，喜欢就下载收藏吧！\n", "", "advert"),
    ("", "\n版权声明：本站内容来自网友上传，版权归原作者所有。\n如有侵权请联系删除。\n", "footer"),
])
def test_lines_of_the_page_go(before: str, after: str, kind: str) -> None:
    document = parse_document(before + BODY + after)
    assert residue(document, kind), document.residue
    assert document.text.strip() == BODY.strip()
    assert document.title == TITLE


def test_markers_of_paid_pages_go_from_inside_a_line() -> None:
    document = parse_document(BODY.replace("（二）项目", "##paidbegin##（二）项目") + "##paidend##\n")
    assert residue(document, "marker") == ["##paidbegin##", "##paidend##"]
    assert document.text.strip() == BODY.strip()
    assert [one.title for one in document.walk()][2] == "项目建设加快推进"


def test_page_numbers_go_and_figures_of_their_own_stay() -> None:
    document = parse_document(BODY.replace("二、2025", "— 3 —\n二、2025").replace("（二）项目", "第 2 页 共 9 页\n（二）项目"))
    assert residue(document, "page-number") == ["第 2 页 共 9 页", "— 3 —"]
    assert document.text.strip() == BODY.strip()


def test_invisible_characters_go() -> None:
    document = parse_document("\ufeff" + BODY.replace("总产值", "总\u200b产\u200d值"))
    assert document.text == BODY
    assert len(residue(document, "invisible")) == 2


def test_page_joints_numbered_like_headings_are_cut_out_and_the_sentence_is_whole() -> None:
    sentences = BODY.replace("\n", " ").strip()
    cuts = [sentences.index("同比增长8.1%"), sentences.index("竣工投产")]
    pieces = [sentences[: cuts[0]], sentences[cuts[0] : cuts[1]], sentences[cuts[1] :]]
    document = parse_document("\n".join(f"{number}、{piece}" for number, piece in enumerate(pieces, 1)) + "\n")
    assert len(residue(document, "page-split")) == 3
    assert document.text.strip() == sentences
    assert [(one.number, one.title) for one in document.walk()] == [
        ("一、", "2024年工作总结"), ("（一）", "经济运行稳中有进"), ("（二）", "项目建设加快推进"),
        ("二、", "2025年工作思路"), ("（一）", "狠抓招商引资")]


def test_a_numbered_list_is_no_row_of_page_joints() -> None:
    text = f"{TITLE}\n一、重点任务\n1、抓好项目建设。全年开工21个。\n2、抓好招商引资。全年签约40个。\n3、抓好企业服务。走访企业80家次。\n"
    document = parse_document(text)
    assert residue(document, "page-split") == []
    assert [one.title for one in document.walk()] == ["重点任务", "抓好项目建设", "抓好招商引资", "抓好企业服务"]


def test_lines_broken_at_a_fixed_width_are_joined_and_paragraphs_are_not() -> None:
    long = (
        "（一）经济运行稳中有进。全年完成规上工业总产值312.5亿元，同比增长8.1%，完成税收收入25.4亿元，同比增长6.2%，新增规上工业企业11家、"
        "限上商贸企业6家、规上服务业企业4家，主导产业产值占规上工业的比重达到六成以上，园区综合考评位次比上年前移三位。"
        "实际到位外资一千二百万美元，完成进出口总额九亿元，均好于年初预期，为全年各项目标任务的圆满完成奠定了坚实的基础。")
    other = long.replace("（一）经济运行稳中有进", "（二）发展后劲不断增强")
    wrapped = "\n".join(text[at : at + 36] for text in (long, other) for at in range(0, len(text), 36))
    document = parse_document(f"{TITLE}\n一、2024年工作总结\n{wrapped}\n")
    lines = [line for line in document.text.split("\n") if line]
    assert lines[2:] == [long, other]
    assert all(one.kind == "line-break" for one in document.residue)


def test_a_line_broken_at_a_link_is_joined() -> None:
    document = parse_document(BODY.replace("同比增长8.1%，完成税收", "同比增长8.1%，依据\n《青屏市统计管理办法》\n核算；完成税收"))
    assert "依据《青屏市统计管理办法》核算；完成税收" in document.text


def test_a_heading_with_a_comma_is_not_joined_with_its_text() -> None:
    text = BODY.replace("（一）狠抓招商引资。", "（一）聚力招大引强，增强发展后劲\n")
    text += "（二）聚力项目攻坚，扩大有效投资\n开工建设滨河路二期。\n"
    document = parse_document(text)
    assert [one.title for one in document.walk()][-2:] == ["聚力招大引强，增强发展后劲", "聚力项目攻坚，扩大有效投资"]


def test_a_title_said_twice_is_said_once() -> None:
    document = parse_document(f"{TITLE}\n\n{BODY}")
    assert residue(document, "duplicate") == [TITLE]
    assert document.title == TITLE
    assert document.text.count(TITLE) == 1


def test_marks_of_markdown_go_and_say_the_levels() -> None:
    text = f"# {TITLE}\n\n{LEAD}\n\n## 2024年工作总结\n\n### 经济运行\n\n完成产值**312.5亿元**。\n\n"
    text += "## 2025年工作思路\n\n签约**40个**项目。\n"
    document = parse_document(text, "x.md")
    assert "#" not in document.text
    assert "**" not in document.text
    assert document.title == TITLE
    assert [(one.level, one.title, one.part) for one in document.walk()] == [
        (1, "2024年工作总结", "summary"), (2, "经济运行", "summary"), (1, "2025年工作思路", "plan")]


def test_stars_that_hide_figures_are_no_marks_of_markdown() -> None:
    document = parse_document("# 工作总结\n\n## 经济运行\n\n完成产值**亿元，税收**亿元，企业***家。\n", "x.md")
    assert "产值**亿元，税收**亿元，企业***家" in document.text


@pytest.mark.parametrize(("sentence", "masks"), [
    ("共有规上工业企业*家，其中上市公司*家。", ["*", "*"]),
    ("累计完成投资额XX亿元，增长x.x%。", ["XX", "x.x"]),
    ("税收***万元，同比增长**%。", ["***", "**"]),
    ("完成投资__亿元。", ["__"]),
    ("20XX年新签约项目21个。", ["20XX"]),
    ("完成税收亿元，同比增长%。", ["亿元", "%"]),
    ("指标\t单位\t数值\n税收收入\t亿元\t25.4", []),
    ("**公司与XX中学签约。", []),
    ("引进亿元以上项目5个，增长8.1%。", []),
])
def test_masked_figures_are_kept_and_marked(sentence: str, masks: list[str]) -> None:
    document = parse_document(f"{TITLE}\n一、2024年工作总结\n{sentence}\n")
    assert sentence in document.text
    assert [document.text[span.start : span.end] for span in document.masked] == masks


def test_glossary_and_licence_at_the_end_are_no_part_of_the_report() -> None:
    document = parse_document(BODY + "附件\n名词解释\n【专精特新】指专业化、精细化、特色化、新颖化。\n【链长制】指由负责人担任链长。\n")
    assert document.text.strip() == BODY.strip()
    assert any("专精特新" in quote for quote in residue(document, "glossary"))
