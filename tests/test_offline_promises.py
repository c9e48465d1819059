"""Promises of drafts on generated notes: every figure in the draft or open, none from elsewhere, contradictions and gaps marked."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain.draft import Brief, Draft
from assistant.engines.offline.engine import OfflineEngine
from assistant.engines.offline.fidelity import numbers
from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_material
from assistant.writing.drafting import draft
from assistant.writing.export.markdown import to_markdown

MONEY = ("亿", "亿元", "万元", "万")
INDICATORS = ("规上工业总产值", "固投", "税收", "一般公共预算收入", "进出口", "实际到位内资", "技改投资", "研发投入", "营业收入")
COUNTED = (
    ("高企", "家"), ("规上工企", "家"), ("在建项目", "个"), ("新签约项目", "个"), ("有效发明专利", "件"), ("走访企业", "家次"),
    ("党员", "名"),
)
GROUPS = ("经济发展局", "招商局", "项目办", "科技局", "建设局", "党群部")


def decimals(low: int, high: int) -> st.SearchStrategy[str]:
    """Numbers of two digits or more with up to two decimals, none of them a year."""
    whole = st.integers(low, high).filter(lambda n: not 1900 <= n <= 2099)
    return st.tuples(whole, st.sampled_from(("", ".5", ".37", ".08", ".6"))).map(lambda pair: f"{pair[0]}{pair[1]}")


@st.composite
def money_note(draw: st.DrawFn) -> str:
    """An amount of money with some of growth, completion, target, share and period, in the shorthand of departments."""
    value, unit = draw(decimals(10, 980)), draw(st.sampled_from(MONEY))
    period = draw(st.sampled_from(("", "1-11月", "上半年", "预计全年", "全年", "截至10月底")))
    text = f"{period}{draw(st.sampled_from(INDICATORS))}{value}{unit}"
    growth = draw(decimals(11, 39))
    changes = (f"，+{growth}%", f" ↑{growth}", f"，同比增{growth}%", f"，同比下降{growth}%", f"，-{growth}%", f"，同比{growth}")
    text += draw(st.sampled_from(("", *changes)))
    done, goal = draw(decimals(60, 99)), draw(decimals(100, 990))
    text += draw(st.sampled_from(("", f"，完成全年目标{done}%", f"，目标{goal}{unit}，完成{done}%")))
    return text + draw(st.sampled_from(("", f"，占全区{draw(decimals(20, 90))}%", f"（去年{draw(decimals(10, 900))}{unit}）")))


@st.composite
def count_note(draw: st.DrawFn) -> str:
    """A count with parts, a move or an increase."""
    noun, unit = draw(st.sampled_from(COUNTED))
    total = draw(st.integers(20, 880))
    part = draw(st.integers(10, total - 1))
    return draw(st.sampled_from((
        f"{noun}{total}{unit}", f"{noun}{total}", f"{noun}{total}（上市{part}）", f"{noun}{part}→{total}{unit}",
        f"{noun}{total}{unit}，净增{part}", f"{noun}{total}{unit}：甲类{part}，乙类{total - part}",
        f"{noun}{total}{unit}，其中重点{part}{unit}", f"{noun}{total}{unit} {part}已办结",
        f"{noun}：今年{total}{unit}，去年{part}{unit}", f"{part}{unit}{noun}参加，共{total}人次",
    )))


def loose_note() -> st.SearchStrategy[str]:
    """Words and figures in no order that a grammar foresees."""
    piece = st.one_of(
        st.sampled_from((*"，；： →/约亩家%第", "标准厂房", "交付", "（一期）", "其中", "以上", "个百分点", "万方", "同比")),
        decimals(10, 99999), st.integers(10, 999).map(str),
    )
    return st.lists(piece, min_size=3, max_size=12).map("".join).filter(lambda text: re.search(r"[\u4e00-\u9fff]", text) is not None)


@st.composite
def material(draw: st.DrawFn) -> str:
    """A file of notes by department, with a plan and problems."""
    lines = ["# 云岭经济开发区2025年总结素材", ""]
    for group in draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=4, unique=True)):
        lines.append(f"## {group}")
        lines += [f"- {note}" for note in draw(st.lists(st.one_of(money_note(), count_note(), loose_note()), min_size=1, max_size=6))]
    if draw(st.booleans()):
        lines += ["## 存在问题", f"- 可用工业用地只剩{draw(st.integers(20, 900))}亩"]
    if draw(st.booleans()):
        lines += ["## 2026年计划", f"- {draw(money_note())}", f"- 新签约{draw(st.integers(20, 90))}个以上"]
    return "\n".join(lines) + "\n"


def drafted(text: str) -> Draft:
    """The draft of a notes text, without checks and library."""
    read = parse_material(text, "素材.md")
    brief = Brief(year=2025)
    return draft(brief, build_ledger(read.notes, 2025), engine=OfflineEngine(), titles=read.titles, remarks=read.remarks, check=False)


def counted(text: str) -> set[str]:
    """Numbers that no chance puts into a text: two digits or more, no years."""
    return {one for one in numbers(text) if len(one) > 1 and not re.fullmatch(r"(?:19|20)\d\d", one)}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(material())
def test_every_figure_is_in_the_draft_or_open_and_none_is_foreign(text: str) -> None:
    result = drafted(text)
    written = counted(to_markdown(result))
    opened = counted("\n".join(point.text for point in result.open_points))
    wanted = counted(re.sub(r"(?m)^#.*$", "", text))
    assert wanted <= written | opened
    assert written <= counted(text) | {"2024", "2026"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(material())
def test_every_sentence_says_what_it_stands_on(text: str) -> None:
    result = drafted(text)
    known = {note.id for note in result.notes}
    for section in result.sections:
        for sentence in section.sentences:
            assert sentence.support in ("notes", "library", "generic")
            assert set(sentence.notes) <= known
            assert (sentence.support == "notes") == bool(sentence.notes)
            assert sentence.text.strip()
            if sentence.support == "generic":
                assert not counted(sentence.text)
    carried = [note for note in result.notes if not note.instruction]
    opened = {point.note for point in result.open_points}
    assert all(note.id in result.used or note.id in opened for note in carried)


@settings(max_examples=40, deadline=None)
@given(st.integers(20, 90), st.integers(1, 8), st.sampled_from(("新签约项目", "在建项目", "高企", "规上工企")))
def test_two_departments_with_two_values_stand_side_by_side(value: int, more: int, noun: str) -> None:
    unit = "家" if noun in ("高企", "规上工企") else "个"
    text = f"# 云岭经济开发区2025年总结素材\n\n## 招商局\n- {noun}{value}{unit}\n\n## 经济发展局\n- {noun}{value + more}{unit}\n"
    markdown = to_markdown(drafted(text))
    assert f"【待核：{value}{unit}（招商局）；{value + more}{unit}（经济发展局）】" in markdown
    assert markdown.count("【待核") == 1


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(("XX", "**", "○○", "__", "*")), st.sampled_from(("实际利用外资", "税收", "进出口", "到位资金")),
    st.sampled_from(("亿元", "万美元", "万元")),
)
def test_a_masked_figure_becomes_a_gap(mask: str, noun: str, unit: str) -> None:
    result = drafted(f"# 云岭经济开发区2025年总结素材\n\n## 招商局\n- {noun}{mask}{unit}，同比+12.5%\n- 外出招商35次\n")
    text = to_markdown(result)
    assert f"【待补】{unit}" in text
    assert mask not in text
    assert any(point.note == "n1" for point in result.open_points)


def test_a_lost_figure_becomes_a_gap_and_is_asked_back() -> None:
    result = drafted("# 云岭工业园区2025年总结素材\n\n- 税收4.26亿元，+3.1%\n- 规上税收  亿（待财政核）\n- 出租率  %\n")
    text = to_markdown(result)
    assert "规模以上企业税收【待补】亿元" in text
    assert "出租率" in text
    assert "【待补】%" in text
    assert sum("缺少数字" in point.text for point in result.open_points) >= 1
