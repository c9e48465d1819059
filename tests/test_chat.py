"""The chat kind by kind on three short reports: figures of the right year and scope, follow-ups, lists, wording, what isn't there."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.retrieval.library import Library
from assistant.writing.conversation.answers import Answer, Citation, strange_figures
from assistant.writing.conversation.chat import Conversation
from tests.chat_texts import make_library


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return Conversation(make_library(tmp_path_factory.mktemp("chat")), own="芦河经济开发区", today=date(2024, 3, 1))


def sources(answer: Answer) -> list[str]:
    return [PurePath(one.source).name for one in answer.citations]


@pytest.mark.parametrize(
    ("question", "figure", "source"),
    [
        ("芦河经开区2022年税收收入多少？", "12.8亿元", "luhe-2022.txt"),
        ("芦河23年税收多少", "13.6亿元", "luhe-2023.txt"),
        ("芦河2023年工业税收有多少", "9.8亿元", "luhe-2023.txt"),
        ("芦河去年新签约了多少个亿元以上项目", "23个", "luhe-2023.txt"),
        ("我区2022年走访企业多少家次", "640家次", "luhe-2022.txt"),
        ("芦河职工公寓住进去多少套", "198套", "luhe-2023.txt"),
        ("芦河核心区2023年规上工业总产值预计多少", "151.2亿元", "luhe-2023.txt"),
        ("芦河1—10月规上工业总产值", "201.4亿元", "luhe-2023.txt"),
        ("芦河2024年规上工业总产值目标多少", "266亿元", "luhe-2023.txt"),
        ("芦河2023年规上工业总产值增长多少", "7.5%", "luhe-2023.txt"),
        ("2022年度全省考核芦河排第几", "27位", "luhe-2023.txt"),
        ("芦河10亿元以上项目签了几个", "3个", "luhe-2023.txt"),
        ("杉南1—5月固定资产投资完成多少", "9.1亿元", "shannan-2023.txt"),
        ("杉南上半年固定资产投资多少", "11.7亿元", "shannan-2023.txt"),
        ("芦河收集问题多少个，办结多少个", "205个", "luhe-2023.txt"),
        ("芦河2021年底高新技术企业多少家", "", ""),
    ],
)
def test_the_figure_that_was_asked_for(chat: Conversation, question: str, figure: str, source: str) -> None:
    answer = chat.answer(question)
    if not figure:
        assert answer.absent
        return
    assert not answer.absent, answer.text
    assert figure in answer.text
    assert sources(answer) == [source]
    assert any(figure in one.quote for one in answer.citations)


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("芦河2021年税收收入多少", ("12.8亿元", "13.6亿元")),
        ("芦河2024年税收收入实际完成多少", ("13.6亿元",)),
        ("杉南2023年全年规上工业总产值完成多少", ("58.3亿元", "125亿元")),
        ("杉南核心区规上工业总产值多少", ("58.3亿元", "151.2亿元")),
        ("杉南2023年实际使用外资多少", ("2140万美元",)),
        ("芦河2023年集装箱吞吐量多少", ()),
        ("柏溪高新区2023年税收收入多少", ("13.6亿元",)),
        ("芦河2022年上半年税收收入多少", ("12.8亿元",)),
    ],
)
def test_what_is_not_there_is_said_so(chat: Conversation, question: str, foreign: tuple[str, ...]) -> None:
    answer = chat.answer(question)
    assert answer.absent, answer.text
    assert "没有" in answer.text
    assert not [one for one in foreign if one in answer.text]


def test_a_figure_taken_out_of_the_report_is_called_so(chat: Conversation) -> None:
    answer = chat.answer("杉南停产企业多少家")
    assert answer.absent
    assert "已隐去" in answer.text
    assert sources(answer) == ["shannan-2023.txt"]


@pytest.mark.parametrize(
    ("history", "question", "figure"),
    [
        (["芦河2023年税收收入多少"], "2022年呢？", "12.8亿元"),
        (["芦河2023年税收收入多少"], "那高新技术企业呢", "70家"),
        (["芦河2023年规上工业总产值多少"], "核心区呢？", "151.2亿元"),
        (["芦河2023年税收收入多少", "那走访企业呢"], "2022年呢", "640家次"),
        (["芦河2022年走访企业多少家次"], "杉南呢", "310家次"),
        (["芦河2023年规上工业总产值多少"], "目标呢", "245亿元"),
    ],
)
def test_a_follow_up_takes_over_what_it_leaves_open(chat: Conversation, history: list[str], question: str, figure: str) -> None:
    answer = chat.answer(question, history)
    assert figure in answer.text, answer.text


def test_two_years_of_one_zone(chat: Conversation) -> None:
    answer = chat.answer("芦河2023年比2022年税收多多少")
    assert "12.8亿元" in answer.text
    assert "13.6亿元" in answer.text
    assert "多0.8亿元" in answer.text
    assert "增长6.3%" in answer.text
    assert sorted(sources(answer)) == ["luhe-2022.txt", "luhe-2023.txt"]


def test_two_zones_and_who_has_more(chat: Conversation) -> None:
    answer = chat.answer("2023年芦河和杉南谁的高新技术企业多")
    assert "70家" in answer.text
    assert "26家" in answer.text
    assert "芦河经济开发区更多，多44家" in answer.text
    assert "80家" not in answer.text


def test_another_year_on_the_other_side_is_pointed_out(chat: Conversation) -> None:
    answer = chat.answer("跟杉南2023年比呢", ["芦河2022年走访企业多少家次"])
    assert "640家次" in answer.text
    assert "310家次" in answer.text
    assert "年份不同" in answer.text


def test_a_table_over_the_years(chat: Conversation) -> None:
    answer = chat.answer("芦河近两年税收收入列个表")
    assert answer.table is not None
    assert [row[1] for row in answer.table.rows] == ["2022年", "2023年"]
    assert [row[3] for row in answer.table.rows] == ["12.8亿元", "13.6亿元"]
    assert [sources(answer)[number - 1] for number in answer.table.cites] == ["luhe-2022.txt", "luhe-2023.txt"]
    again = chat.answer("那规上工业总产值呢", ["芦河近两年税收收入列个表"])
    assert again.table is not None
    assert [row[3] for row in again.table.rows] == ["229.5亿元", "246.8亿元（预计数）"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("芦河围绕哪三大产业招商", ["精密铸造", "绿色食品", "医用材料"]),
        ("芦河2024年“四项行动”都叫什么", ["招商提质", "项目攻坚", "创新赋能", "安全固本"]),
        ("芦河2023年存在哪些问题", ["产业层次不高", "可供工业用地", "高端人才不足"]),
        ("芦河2024年重点抓哪四个方面", ["招商提质", "安全固本"]),
    ],
)
def test_names(chat: Conversation, question: str, names: list[str]) -> None:
    answer = chat.answer(question)
    assert not answer.absent
    assert not [name for name in names if name not in answer.text], answer.text
    assert all(any(name in one.quote for one in answer.citations) for name in names)


def test_a_wording_is_the_passage_itself(chat: Conversation) -> None:
    answer = chat.answer("防汛、转移群众这类怎么表述")
    assert "妥善应对强降雨5次，转移群众830人次" in answer.text
    assert "luhe-2023" in sources(answer)[0]
    assert "标准地+承诺制" in chat.answer("拿地即开工一般怎么写，给个例子").text


def test_target_or_done(chat: Conversation) -> None:
    assert "目标数，不是完成数" in chat.answer("杉南固定资产投资24亿元，是完成了还是目标？").text
    assert "完成数，不是目标" in chat.answer("芦河2022年税收收入12.8亿元是完成数还是目标").text


def test_a_citation_begins_with_the_heading_that_runs_into_the_sentence(chat: Conversation) -> None:
    quote = chat.answer("芦河2022年税收收入多少").citations[0].quote
    assert quote.startswith("（一）经济运行总体平稳。全年完成")
    assert quote.endswith("增长3.1%。")


def test_an_unknown_own_zone_is_asked_for(chat: Conversation) -> None:
    answer = Conversation(chat.shelf.library).answer("我区2023年税收多少")
    assert answer.absent
    assert "unit" in answer.text


def test_an_empty_library(tmp_path: Path) -> None:
    answer = Conversation(Library.open(tmp_path / "none")).answer("芦河2023年税收多少")
    assert answer.absent
    assert answer.citations == ()


def test_a_report_that_comes_later_is_seen(tmp_path: Path) -> None:
    from assistant.ingest.pipeline import ingest

    library = make_library(tmp_path)
    chat = Conversation(library)
    assert chat.answer("茅坪经开区2023年税收收入多少").absent
    path = tmp_path / "maoping.txt"
    text = "茅坪经济开发区2023年工作总结\n\n一、2023年工作总结\n\n（一）经济运行。税收收入7.7亿元，增长4.4%。\n"
    path.write_text(text, encoding="utf-8")
    ingest(library, [path])
    assert "7.7亿元" in chat.answer("茅坪经开区2023年税收收入多少").text


_CHARACTERS = "芦河杉南经开区2023年4月税收多少家高新技术企业？和比呢哪些怎么写目标近三第一，。、0五%“”…\n A"


@given(st.text(st.sampled_from(_CHARACTERS), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_question_has_an_answer_whose_figures_are_cited(chat: Conversation, question: str) -> None:
    answer = chat.answer(question, ["芦河2023年税收收入多少"])
    assert answer.text.strip()
    for one in answer.citations:
        assert chat.shelf.library.document(one.report).original[one.start : one.end] == one.quote


def test_a_changed_figure_is_strange() -> None:
    cited = [Citation("r", "a.txt", 0, 20, "税收收入12.8亿元，增长3.1%", "芦河2022年工作总结", 2022)]
    assert strange_figures("2022年税收收入12.8亿元，增长3.1%", cited) == []
    assert strange_figures("税收收入12.9亿元", cited) == ["12.9"]
    assert strange_figures("税收收入2.8亿元", cited) == ["2.8"]


@pytest.mark.parametrize(
    ("sentence", "question", "amount", "bar"),
    [
        ("规模以上工业总产值首次突破400亿元，达到402.5亿元，增长7.1%。", "规上工业总产值是多少", "402.5亿元", "400亿元"),
        ("一般公共预算收入迈上10亿元台阶，完成10.6亿元，增长5.2%。", "一般公共预算收入完成多少", "10.6亿元", "10亿元"),
        ("社会消费品零售总额跃上60亿元新台阶，实现62.4亿元。", "社会消费品零售总额是多少", "62.4亿元", "60亿元"),
        ("实际使用外资突破1亿美元，实现1.08亿美元，增长12%。", "实际使用外资多少", "1.08亿美元", "突破1亿"),
        ("高新技术企业突破200家，达到213家。", "高新技术企业多少家", "213家", "200家"),
        ("固定资产投资首次突破百亿元大关，达到103.2亿元。", "固定资产投资多少", "固定资产投资首次突破百亿元大关，达到103.2亿元", "万"),
        ("研发投入突破15亿元。", "研发投入是多少", "突破15亿元", "万"),
        ("研发投入突破15亿元，技改投资达到21亿元。", "研发投入是多少", "15亿元", "21亿元"),
        ("税收收入超过20亿元，其中增值税9亿元。", "税收收入是多少", "20亿元", "增值税收入"),
    ],
)
def test_a_bar_that_was_passed_is_no_amount_where_the_amount_stands_behind_it(
    tmp_path: Path, sentence: str, question: str, amount: str, bar: str
) -> None:
    from assistant.ingest.pipeline import ingest

    path = tmp_path / "report.txt"
    path.write_text(f"柏浪经济开发区2024年工作总结\n\n一、2024年工作总结\n（一）经济运行\n{sentence}\n", encoding="utf-8")
    library = Library.open(str(tmp_path / "library"))
    ingest(library, [path])
    answer = Conversation(library, today=date(2025, 1, 5)).answer(f"2024年{question}")
    assert amount in answer.text
    assert bar not in answer.text
