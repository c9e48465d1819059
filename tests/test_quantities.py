"""Figures of prose: indicator, period, scope, kind of change and links; exact offsets and no exception on any text."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.quantity import Quantity
from assistant.text.quantities import read_quantities


def only(text: str, quote: str) -> Quantity:
    found = [one for one in read_quantities(text, year=2024) if one.quote == quote]
    assert len(found) == 1, [one.quote for one in read_quantities(text, year=2024)]
    return found[0]


@pytest.mark.parametrize(("text", "quote", "indicator", "change"), [
    ("完成固定资产投资121.7亿元，增长8.3%。", "121.7亿元", "固定资产投资", "level"),
    ("完成固定资产投资121.7亿元，增长8.3%。", "8.3%", "固定资产投资", "growth"),
    ("高新技术企业总数达到97家。", "97家", "高新技术企业数", "level"),
    ("高企由84家增加到97家，净增13家。", "84家", "高新技术企业数", "from"),
    ("高企由84家增加到97家，净增13家。", "13家", "高新技术企业数", "increase"),
    ("研发活动覆盖率提高4.7个百分点。", "4.7个百分点", "研发活动覆盖率", "points"),
    ("其中工业税收22.6亿元，占72.4%。", "72.4%", "工业税收", "share"),
    ("规上工业总产值是2020年610亿元的1.8倍。", "1.8倍", "规模以上工业总产值", "multiple"),
    ("跨境电商交易额增长2.5倍。", "2.5倍", "跨境电商交易额", "times-more"),
    ("我区由第29位上升至第23位。", "第23位", "考核排名", "rank"),
    ("资产负债率57.2%。", "57.2%", "资产负债率", "rate"),
    ("67家企业获得贷款23.5亿元。", "67家", "企业", "level"),
])
def test_indicator_and_change(text: str, quote: str, indicator: str, change: str) -> None:
    one = only(text, quote)
    assert (one.indicator, one.change) == (indicator, change)


@pytest.mark.parametrize(("text", "quote", "base"), [
    ("税收1.2万亿元。", "1.2万亿元", "1.2e12"), ("完成税收３１．２亿元。", "３１．２亿元", "3.12e9"), ("占地1,260亩。", "1,260亩",
    "840000"),
    ("兑现资金5000万元。", "5000万元", "5e7"), ("增长百分之五。", "百分之五", "5"), ("翻了两番。", "翻了两番", "4"), ("占三成左右。",
    "三成", "30"),
    ("办理时间十二个工作日。", "十二个工作日", "12"),
])
def test_values(text: str, quote: str, base: str) -> None:
    value = only(text, quote).base
    assert value is not None
    assert abs(value - Decimal(base)) <= abs(Decimal(base)) * Decimal("1e-12")


@pytest.mark.parametrize("text", [
    "（霖管〔2024〕26号）", "第3届大会", "聚焦“2+4+N”产业", "205国道改线", "PM2.5治理", "5G应用", "12345热线", "世界500强",
    "落实“三重一大”", "第16至23批次",
    "《2021—2035年规划》", "1#厂房", "智能制造2.0版",
])
def test_what_is_no_quantity(text: str) -> None:
    assert read_quantities(text) == []


def test_bars_are_marked_and_not_amounts() -> None:
    bar, count = read_quantities("新签约10亿元以上项目5个。")
    assert bar.threshold
    assert (count.value, count.threshold) == (5, False)
    assert "10亿元以上项目" in count.indicator


@pytest.mark.parametrize(("text", "quote", "approximate", "bound"), [
    ("约300人", "300人", True, ""), ("20余家企业", "20余家", True, "min"), ("突破120亿元", "120亿元", False, "min"), ("15个工作日以内",
    "15个工作日", False, "max"),
    ("增长8%左右", "8%", True, ""), ("达到95%以上", "95%", False, "min"),
])
def test_approximations_and_bounds(text: str, quote: str, approximate: bool, bound: str) -> None:
    one = only(text, quote)
    assert (one.approximate, one.bound) == (approximate, bound)


def test_links_of_a_sentence() -> None:
    text = "完成投资31.2亿元，为年度计划30亿元的104.0%，其中工业项目完成投资22.4亿元、占71.8%。"
    by_quote = {one.quote: one for one in read_quantities(text, year=2024)}
    assert by_quote["104.0%"].parent == by_quote["30亿元"].start
    assert by_quote["104.0%"].about == by_quote["31.2亿元"].start
    assert by_quote["22.4亿元"].parent == by_quote["31.2亿元"].start
    assert by_quote["71.8%"].about == by_quote["22.4亿元"].start


def test_joint_lists_name_each_figure() -> None:
    found = read_quantities("光电信息、智能装备、生物医药三大主导产业产值分别为682亿元、436亿元、215亿元。", year=2024)
    assert [one.indicator for one in found] == ["光电信息产值", "智能装备产值", "生物医药产值"]


def test_years_before_are_bases() -> None:
    by_quote = {one.quote: one for one in read_quantities("税收62.4亿元，上年为59.0亿元，同比增长5.8%。", year=2024)}
    assert (by_quote["59.0亿元"].role, by_quote["59.0亿元"].period.year) == ("previous", 2023)
    assert by_quote["5.8%"].period.year == 2024


def test_a_result_behind_a_year() -> None:
    by_quote = {one.quote: one for one in read_quantities("产值由2020年的610.4亿元增加到2024年的1098.7亿元。", year=2024)}
    assert by_quote["610.4亿元"].about == by_quote["1098.7亿元"].start
    assert by_quote["610.4亿元"].period.year == 2020


@pytest.mark.parametrize(("text", "name"), [
    ("2.税收：预计全年72.5亿元，增长5.2%。", "税收收入"),
    ("1.规上工业产值：1—11月789.6亿元；预计全年863.4亿元。", "规模以上工业总产值"),
    ("——集装箱：预计完成34.2万标箱。", "集装箱"),
    ("主要目标：预计完成34.2万标箱。", ""),
])
def test_the_head_of_a_line_names_amounts_that_have_no_name(text: str, name: str) -> None:
    assert {one.indicator for one in read_quantities(text)} == {name}


def test_plan_figures_are_targets() -> None:
    assert only("力争突破95亿元。", "95亿元").role == "target"
    planned = read_quantities("固定资产投资增长8%以上。", year=2025, part="plan")
    assert [one.role for one in planned] == ["target"]


_WORDS = st.sampled_from([
    "全区", "完成", "规上工业总产值", "增长", "其中", "由", "增加到", "比上年的", "占", "的", "，", "。", "、", "；", "（", "）", "1—9月",
    "全年", "亿元", "家", "%",
    "个百分点", "第", "位", "分别", "12.6", "30", "五", "亿元以上", "倍", "“", "”", "\n", "：", "-", "万", "～", "第3", "2024年", "截至",
    "率", "合计",
])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(_WORDS, max_size=40).map("".join)))
def test_any_text_is_read_with_exact_offsets(text: str) -> None:
    for note in (False, True):
        last = -1
        found = read_quantities(text, year=2024, note=note)
        starts = {one.start for one in found}
        for one in found:
            assert text[one.start : one.end] == one.quote
            assert one.start >= last
            last = one.start
            assert one.about < 0 or one.about in starts or one.about < len(text)
            assert 0 <= one.subject_start <= one.subject_end <= len(text)


@settings(max_examples=80, deadline=None)
@given(
    st.decimals(min_value="0.1", max_value="99999", places=1),
    st.sampled_from(["亿元", "万元", "万美元", "家", "亩", "公里", "万吨", "个百分点", "%"]),
)
def test_formatted_figures_read_back(value: Decimal, unit: str) -> None:
    found = read_quantities(f"完成指标{value}{unit}，进展顺利。")
    assert [(one.value, one.unit) for one in found] == [(value, unit)]


def test_time_is_linear_in_length() -> None:
    sentence = "完成规上工业总产值527.5亿元，同比增长8.5%，其中核心区完成318.6亿元、占60.4%；高企由84家增加到97家。"

    def seconds(times: int) -> float:
        text = sentence * times
        # of this process alone: what else the machine does is not measured
        begin = time.process_time()
        read_quantities(text, year=2024)
        return time.process_time() - begin

    seconds(50)
    short, long = min(seconds(100) for _ in range(3)), min(seconds(1000) for _ in range(2))
    assert long < 25 * short
