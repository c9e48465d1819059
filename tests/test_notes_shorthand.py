"""Bare figures of notes: what their neighbours say of unit, year and name surely, and what stays open. Invented figures."""

from __future__ import annotations

import pytest

from assistant.domain.quantity import Quantity
from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_notes


def figures(text: str, year: int = 2025) -> dict[str, Quantity]:
    """The figures of one note as the ledger has them, by their quotes (the first of each)."""
    ledger = build_ledger(parse_notes(f"# 某园{year}年素材\n## 经发局\n- {text}\n"), year)
    found: dict[str, Quantity] = {}
    for one in ledger.notes[0].quantities:
        found.setdefault(one.quote, one)
    return found


@pytest.mark.parametrize(
    ("text", "quote", "unit"),
    [
        ("开行班列164列（去95，回69）", "95", "列"),
        ("优良天数287（共334天）", "287", "天"),
        ("箱量1-11月31.2万标箱，全年预计34.5，去年30.1", "34.5", "万标箱"),
        ("历年税收（亿元）：2023年2.13，2024年2.29", "2.13", "亿元"),
        ("两家企业产值（全年预计/上年）：云岭5.6/4.9，单位亿元", "5.6", "亿元"),
        ("国家“小巨人”+6=31家", "6", "家"),
        ("规上企业年内新增7、退出2，现66家", "7", "家"),
    ],
)
def test_the_unit_follows_from_the_neighbours(text: str, quote: str, unit: str) -> None:
    assert figures(text)[quote].unit == unit


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("税收9.1亿（上年8.9）。规上企业新增9、高企12", "12"),
        ("PM2.5 31→29；优良天数86.3%", "31"),
        ("固投12.4亿，规上企业新增9", "9"),
        ("规模：10亿以上3，5-10亿6", "3"),
    ],
)
def test_a_unit_that_nothing_tells_stays_open(text: str, quote: str) -> None:
    assert figures(text)[quote].unit in ("", "家")
    assert figures(text)[quote].dimension != "元"


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("固投全年预计88.4亿元；工业投资52.1亿元（上年两项分别为81.6亿元、47.3亿元）", ("81.6亿元", "47.3亿元")),
        ("分行业：粮油96.7（去年91.2），装备58.4（52.6），其他21.2（19.5）", ("91.2", "52.6", "19.5")),
        ("工业投资38.2亿元，+12.4%（上年34.0，占76.1%）", ("34.0", "76.1%")),
        ("班列164列（去95，回69），上年150列（回58，占38.7%）", ("58", "38.7%")),
        ("创新平台24个（国家级3、省级21），上年20个（国家级2、省级18）", ("18",)),
        ("两家企业产值（全年预计/上年）：云岭5.6/4.9，单位亿元", ("4.9",)),
        ("固投预计68.4，去年63.5，去年占59.7%", ("59.7%",)),
    ],
)
def test_what_the_note_says_of_last_year_is_last_years(text: str, quotes: tuple[str, ...]) -> None:
    found = figures(text)
    assert all(found[quote].role == "previous" for quote in quotes)


def test_this_years_figures_stay_this_years() -> None:
    found = figures("分行业：粮油96.7（去年91.2），装备58.4（52.6）；班列164列（去95，回69）")
    assert all(found[quote].role == "actual" for quote in ("96.7", "58.4", "164列", "95", "69"))


@pytest.mark.parametrize(
    "text", ["21到24年签约数：18、22、25、27", "四年固投 65.4 / 71.8 / 78.5 / 84.6（21到24年）", "批件：2022年7、2023年10、2024年13"],
)
def test_a_row_over_years_has_its_years(text: str) -> None:
    found = list(figures(text).values())
    years = [one.period.year for one in found]
    assert years == sorted(years)
    assert years[-1] == 2024
    assert all(one.role == "previous" for one in found)


def test_the_last_year_of_a_row_may_be_the_year_reported_on() -> None:
    found = figures("批件：2023年10、2024年13、2025年17")
    assert (found["17"].role, found["13"].role) == ("actual", "previous")


@pytest.mark.parametrize(
    ("text", "quote", "name"),
    [
        ("规上企业年内新增7、退出2，现66家，上年末61家", "66家", "规模以上工业企业数"),
        ("高企：新认定15，到期退出6，共71", "71", "高新技术企业数"),
        ("国家“小巨人”+6=31家", "31家", "国家“小巨人”"),
        ("隐患1425项，剩12项。PM2.5 31，去年32", "31", "PM2.5平均浓度"),
        ("签约28（外资5）", "5", "外资"),
    ],
)
def test_a_bare_figure_has_its_own_name(text: str, quote: str, name: str) -> None:
    assert figures(text)[quote].indicator == name


def test_a_day_and_a_size_are_no_figures() -> None:
    assert list(figures("疏港铁路8.6公里，11.28开通运营")) == ["8.6公里"]
    assert list(figures("云芯12英寸特色工艺线8月通线")) == []


@pytest.mark.parametrize(
    ("text", "quote"), [("吞吐量3542万吨。目标是3800", "3800"), ("年初任务：新开5，竣工4", "4"), ("年初说的是开20竣17", "17")],
)
def test_a_goal_is_no_result(text: str, quote: str) -> None:
    assert figures(text)[quote].role == "target"


def test_what_a_figure_of_last_year_says_of_its_time_is_not_the_next_ones() -> None:
    found = figures("固投预计18.7亿，上年17.2亿；工业投资13.9亿，上年12.4亿")
    assert (found["13.9亿"].period.label, found["12.4亿"].period.label) == ("", "上年")
