"""The chat of a project: this year's figures from its notes, earlier years' from the reports, each under its year and source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.ingest.pipeline import ingest
from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_notes
from assistant.retrieval.library import Library
from assistant.text.quantities import read_quantities
from assistant.writing.conversation.answers import Answer, strange_figures
from assistant.writing.conversation.chat import Conversation
from assistant.writing.conversation.notebook import Notebook, Sheet, is_unit
from tests.chat_texts import make_library
from tests.page_texts import NOTES_ECONOMY, NOTES_INVESTMENT, NOTES_SAFETY, REPORT_2024

SHEETS = {
    "经济发展局.md": NOTES_ECONOMY,
    "招商促进局.md": NOTES_INVESTMENT,
    "应急管理局.md": NOTES_SAFETY,
    "园区办.txt": """# 园区办

- 1-11月工业用电量12.3亿千瓦时，增长4.2%；全年预计13.5亿千瓦时
- 高新技术企业突破60家，达到63家
- 2024年底职工公寓建成1.2万平方米，今年又建成2.1万平方米
- 1-11月外贸进出口22.4亿元，去年同期20.9亿元
- 小巨人10
""",
}


def book(sheets=None, **more) -> Notebook:
    sheets = SHEETS if sheets is None else sheets
    notes, at = [], 0
    for name, text in sheets.items():
        for note in parse_notes(text, name):
            at += 1
            notes.append(replace(note, id=f"n{at}"))
    ledger = build_ledger(notes, 2025)
    shown = {name: Sheet(name, f"{number:064d}", text) for number, (name, text) in enumerate(sheets.items())}
    return Notebook(ledger.notes, shown, ledger.conflicts, (), ledger.gaps, **{"unit": "榆湾经开区", "year": 2025, **more})


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    folder = tmp_path_factory.mktemp("notes")
    library = make_library(folder)
    path = folder / "2024年总结.txt"
    path.write_text(REPORT_2024, encoding="utf-8")
    ingest(library, [path])
    return Conversation(library, today=date(2026, 2, 1))


def ask(chat: Conversation, question: str, history=(), notebook: Notebook | None = None) -> Answer:
    notebook = notebook or book()
    answer = chat.answer(question, history, notebook)
    for one in answer.citations:
        if one.note:
            assert notebook.sheets[one.source].text[one.start : one.end] == one.quote != ""
        else:
            assert chat.shelf.library.document(one.report).original[one.start : one.end] == one.quote
    return answer


def sources(answer: Answer) -> list[str]:
    return [one.source.rsplit("/", 1)[-1] for one in answer.citations]


@pytest.mark.parametrize(
    ("question", "told", "source"),
    [
        ("今年固定资产投资是多少", "2025年：固定资产投资56.0亿元", "经济发展局.md"),
        ("固定资产投资是多少", "2025年：固定资产投资56.0亿元", "经济发展局.md"),
        ("我区2025年一般公共预算收入增长多少", "5.8%", "经济发展局.md"),
        ("榆湾经开区今年应急演练几次", "18次", "应急管理局.md"),
        ("今年工业用电量多少", "1-11月工业用电量12.3亿千瓦时，增长4.2%；全年预计13.5亿千瓦时", "园区办.txt"),
        ("高新技术企业多少家", "63家", "园区办.txt"),
        ("今年建成多少职工公寓", "2.1万平方米", "园区办.txt"),
        ("小巨人企业有几家", "小巨人10", "园区办.txt"),
        ("去年固定资产投资是多少", "2024年：完成固定资产投资52.3亿元", "2024年总结.txt"),
        ("2024年规上工业总产值是多少", "180.4亿元", "2024年总结.txt"),
        ("今年新签约亿元以上项目的目标是多少个", "25个（目标数）", "2024年总结.txt"),
        ("外贸进出口去年同期是多少", "2024年", "园区办.txt"),
    ],
)
def test_each_year_from_its_own_source(chat: Conversation, question: str, told: str, source: str) -> None:
    answer = ask(chat, question)
    assert not answer.absent, answer.text
    assert told in answer.text
    assert sources(answer) == [source]
    assert ("素材·" in answer.text) == ("2024年总结" not in source)
    assert ("《榆湾经济开发区2024年工作总结" in answer.text) == ("2024年总结" in source)
    assert strange_figures(answer.text, answer.citations, ["2024", "2025", "1", "11"]) == []


def test_the_year_before_is_taken_from_the_notes_with_its_months_only(chat: Conversation) -> None:
    assert "1-11月的同期数" in ask(chat, "外贸进出口去年同期是多少").text


def test_a_follow_up_goes_from_the_notes_to_the_report(chat: Conversation) -> None:
    answer = ask(chat, "那去年呢", ["今年固定资产投资是多少"])
    assert "52.3亿元" in answer.text
    assert "56.0" not in answer.text


def test_notes_and_report_side_by_side_say_which_is_which(chat: Conversation) -> None:
    answer = ask(chat, "今年固定资产投资和去年比怎么样")
    assert "2024年固定资产投资52.3亿元（《榆湾经济开发区2024年" in answer.text
    assert "2025年固定资产投资56.0亿元（素材·经济发展局）" in answer.text
    assert "增长7.1%（按两数推算）" in answer.text
    table = ask(chat, "规上工业总产值这几年各是多少").table
    assert table is not None
    assert [(row[1], row[3], row[4][:3]) for row in table.rows] == [
        ("2024年", "180.4亿元", "《榆湾"), ("2025年", "195.2亿元（预计数）", "素材·")]


def test_what_departments_do_not_agree_on_is_never_chosen(chat: Conversation) -> None:
    answer = ask(chat, "新签约亿元以上项目多少个")
    assert "26个（素材·经济发展局）" in answer.text
    assert "24个（素材·招商促进局）" in answer.text
    assert "还没有核定" in answer.text
    assert sources(answer) == ["经济发展局.md", "招商促进局.md"]
    asked = book()
    apart = ask(chat, "新签约亿元以上项目多少个", notebook=replace(asked, conflicts=(), apart=asked.conflicts))
    assert "并列写明：26个（素材·经济发展局）；24个（素材·招商促进局）" in apart.text
    compared = ask(chat, "今年新签约亿元以上项目比去年多几个")
    assert "待核" in compared.text


def test_a_settled_figure_says_what_was_sent_in(chat: Conversation) -> None:
    before = book()
    note = next(one for one in before.notes if "24个" in one.text)
    changed = replace(note, text=note.text.replace("24个", "26个"))
    changed = replace(changed, quantities=tuple(read_quantities(changed.text, year=2025, note=True)))
    notes = [changed if one.id == note.id else one for one in before.notes if one.source != "经济发展局.md"]
    settled = replace(before, notes=tuple(notes), conflicts=(), amended={note.id: (("24个", "26个"),)})
    answer = ask(chat, "今年新签约亿元以上项目多少个", notebook=settled)
    assert "26个" in answer.text
    assert "核定数，原报24个" in answer.text
    assert "24个" in answer.citations[0].quote, "the sheet is cited as it was sent in"


def test_a_gap_is_told_and_not_filled(chat: Conversation) -> None:
    answer = ask(chat, "今年税收收入是多少")
    assert answer.absent
    assert "还没有数" in answer.text
    assert sources(answer) == ["招商促进局.md"]


@pytest.mark.parametrize("question", ["今年社会消费品零售总额是多少", "2023年固定资产投资是多少", "明年固定资产投资目标是多少"])
def test_what_neither_holds_is_told(chat: Conversation, question: str) -> None:
    answer = ask(chat, question)
    assert answer.absent
    assert "素材和资料库里都没有" in answer.text


def test_another_zone_is_never_answered_from_the_notes(chat: Conversation) -> None:
    answer = ask(chat, "芦河经开区2023年税收收入多少")
    assert "13.6亿元" in answer.text
    assert sources(answer) == ["luhe-2023.txt"]
    assert not any(one.note for one in ask(chat, "柏溪经开区2025年固定资产投资是多少").citations)
    assert not ask(chat, "贵州今年固定资产投资是多少").citations
    # nor a question that names no zone from another zone's report
    assert "芦河" not in ask(chat, "去年走访企业多少家次").text


def test_how_it_was_put_is_asked_of_the_reports_alone(chat: Conversation) -> None:
    answer = ask(chat, "招商引资往年怎么写")
    assert answer.citations
    assert not any(one.note for one in answer.citations)


def test_without_a_project_nothing_is_different(chat: Conversation) -> None:
    question = "榆湾2024年固定资产投资是多少"
    plain = chat.answer(question)
    assert "《" not in plain.text
    assert chat.answer(question, (), Notebook()) == plain


def test_notes_alone_answer_where_the_library_is_empty(tmp_path) -> None:
    empty = Conversation(Library.open(str(tmp_path / "library")))
    assert "56.0亿元" in empty.answer("我区今年固定资产投资是多少", (), book()).text
    assert "56.0亿元" in empty.answer("今年固定资产投资是多少", (), book(unit="")).text
    assert empty.answer("今年固定资产投资是多少").absent


def test_the_same_zone_by_any_of_its_names() -> None:
    unit = "榆湾经济开发区"
    assert all(is_unit(name, unit) for name in ("榆湾经开区", "榆湾经济开发区", "榆湾经济开发区管委会", "江东省榆湾经济开发区"))
    assert not any(is_unit(name, unit) for name in ("榆林经济开发区", "芦河经开区", "榆", "", "榆湾高新区"))


def test_what_rests_on_notes_is_never_sent_to_a_model(chat: Conversation, monkeypatch) -> None:
    from assistant.engines.endpoint import Endpoint
    from assistant.prompts import load_prompt
    from assistant.writing.conversation import chat as module

    sent = []
    monkeypatch.setattr(module, "stream_wording", lambda *told, **more: sent.append(told) or iter([told[2]]))
    modelled = Conversation(chat.shelf.library, endpoint=Endpoint("m", "http://127.0.0.1:9"), prompt=load_prompt("chat"))
    modelled.answer("今年固定资产投资是多少", (), book())
    assert sent == []
    modelled.answer("去年固定资产投资是多少", (), book())
    assert len(sent) == 1
    assert not any(one.note for one in sent[0][3]), "nor are notes among the passages it reads"
