"""The page's pure parts: markup escapes, events are read carefully, places are mapped, figures find their facts. Limits: test_ui_limits."""

from __future__ import annotations

import dataclasses
import html
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.finding import Finding, Fix, Related
from assistant.errors import InputError
from assistant.ingest.reading import parse_document
from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_notes
from assistant.projects.project import Lent, Line, Passage, Project
from assistant.text.quantities import read_quantities
from assistant.ui import markup
from assistant.ui.charts import bars, dots
from assistant.ui.configuring import is_inside, toml_of
from assistant.ui.configuring_preview import with_tokens
from assistant.ui.event import event_of
from assistant.ui.figures_in import figures
from assistant.ui.inspector import lent_marked
from assistant.ui.marked_text import marked_page
from assistant.ui.paper import cleaned_offset, emphasised, paper
from assistant.ui.reviewing import fixed_passages, text_of
from assistant.ui.rework import rework
from assistant.ui.series import known_indicators, points
from assistant.ui.todo import todos
from assistant.ui.users import UserFile
from assistant.ui.yearly import rates

HOSTILE = "<script>alert(1)</script>\"'&"


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_markup_never_lets_text_become_a_tag(text):
    made = markup.tag("p", text, title=text, data_id=text)
    assert made.count("<") == 2
    assert html.unescape(re.search(r">(.*)</p>$", made, re.S)[1]) == text


def test_markup_of_its_own_is_not_escaped_twice():
    assert markup.tag("p", markup.tag("b", "a<b")) == "<p><b>a&lt;b</b></p>"


@pytest.mark.parametrize("sent", [None, 3, [], {"do": 7, "data": [], "fields": "x", "files": {"a": 1}}, {"files": [1, None, {"path": 3}]}])
def test_an_event_of_any_shape_is_read(sent):
    event = event_of(sent)
    assert isinstance(event.do, str)
    assert all(isinstance(one["path"], str) for one in event.files)


def test_users_file(tmp_path):
    users = UserFile(tmp_path / "users.json")
    users.put("lin", "correct horse", "writer")
    assert users.check("lin", "correct horse")
    assert not users.check("lin", "wrong")
    assert not users.check("nobody", "wrong")
    assert users.user("lin").may("reader")
    assert not users.user("lin").may("admin")
    assert (tmp_path / "users.json").stat().st_mode & 0o077 == 0
    for name, password in (("a b", "long enough"), ("lin", "short"), ("local", "long enough")):
        with pytest.raises(InputError):
            users.put(name, password, "writer")
    (tmp_path / "users.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError):
        UserFile(tmp_path / "users.json").user("lin")


def test_guessing_a_password_is_slowed_down(tmp_path):
    users = UserFile(tmp_path / "users.json")
    users.put("lin", "correct horse", "writer")
    for _ in range(5):
        users.check("lin", "wrong")
    assert not users.check("lin", "correct horse")


# a report as it reads

REPORT = (
    "首页 > 公文\n榆湾经济开发区2024年工作总结\n\n一、2024年工作总结\n（一）经济运行\n全年完成产值180.4亿元，增长7.2%。\n##paidbegin##\n"
    "二、2025年工作思路\n（一）全力以赴。\n稳住运行。\n"
)


def test_paper_marks_the_place_that_is_cited():
    document = parse_document(REPORT)
    start = document.original.index("180.4")
    made = paper(document, [(start, start + 7)])
    assert '<mark class="place">180.4亿元</mark>' in made


def test_every_place_of_the_original_has_one_in_the_text():
    document = parse_document(REPORT)
    for offset, character in enumerate(document.text):
        if document.offsets.kept:
            assert cleaned_offset(document, document.offsets.at(offset)) == offset, character


@given(st.text(alphabet="招商引资一号工程<>&项目建设 ", max_size=40), st.text(alphabet="招商引资一号工程<> ", min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_emphasis_changes_no_character(text, query):
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", emphasised(text, query))) == text


def _finding(text, quote, severity="error", **more):
    start = text.index(quote)
    return Finding("NUM003", "sum", "numbers", severity, "不符", start, start + len(quote), quote, **more)


def test_overlapping_findings_are_marked_without_losing_a_character():
    text = f"总结\n\n一、总结\n产值{HOSTILE}共388.4亿元，其中251.7亿元。\n"
    document = parse_document(text)
    original = document.original
    findings = (
        _finding(original, "产值", "info"),
        _finding(original, "388.4亿元，其中", "warning"),
        _finding(original, "388.4亿元", related=(Related(original.index("251.7"), original.index("251.7") + 7, "251.7亿元"),)),
    )
    made = marked_page(document, findings, {0, 1, 2}, 2)
    assert "<script" not in made
    assert "bz-rel" in made
    assert "is-on" in made
    bare = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r'<span class="bz-fn[^>]*>\d+</span>', "", made)))
    assert bare.replace("\n", "") == "".join(line for line in original.split("\n") if line.strip())


def test_a_fix_lands_in_its_sentence_and_a_locked_one_is_left_alone():
    passage = Passage("p", "（一）", "运行", 2, lines=(Line("a", "截止11月底，完成。"), Line("b", "很好。")))
    project = Project(title="总结", passages=(passage,))
    _, text, segments = text_of(project)
    at = text.index("截止")
    made = fixed_passages(project.passages, segments, Fix(at, at + 2, "截至"))
    assert made[0].lines[0].text == "截至11月底，完成。"
    assert made[0].lines[0].edited
    assert len(made[0].versions) == 1
    with pytest.raises(InputError):
        fixed_passages((dataclasses.replace(passage, locked=True),), segments, Fix(at, at + 2, "截至"))
    with pytest.raises(InputError):
        fixed_passages(project.passages, segments, Fix(0, 2, "标题"))


# figures and facts


def test_figures_of_a_sentence_find_the_facts_of_its_notes_only():
    notes = parse_notes("- 固定资产投资56.0亿元，增长7.1%\n- 项目26个\n", "a")
    ledger = build_ledger(notes, year=2025)
    mine = [fact for fact in ledger.facts if fact.note == "n1"]
    shown = figures("2025年完成固定资产投资56.0亿元，增长7.1%，项目26个。", mine)
    assert [(one.fact.quantity.quote if one.fact else None) for one in shown] == ["56.0亿元", "7.1%", None]


def test_lent_words_are_tinted_and_figures_are_grey():
    lender = Lent("c", "r", "总结", 2024, (), "完成固定资产投资52.3亿元，增长6.1%。", 0, 20)
    made, count = lent_marked(lender, "完成固定资产投资56.0亿元，增长7.1%。")
    assert '<span class="bz-lentw">完成固定资产投资</span>' in made
    assert '<span class="bz-mask">52.3</span>' in made
    assert count >= 8


def test_todos_are_chips_and_changed_sentences_and_notes_left_out():
    lines = (
        Line("a", "税收【待补：税收收入】。", ("n1",)),
        Line("b", "项目【待核：26个；24个】。", ("n2",)),
        Line("c", "好。", ("n3",), stale=True),
    )
    project = Project(
        passages=(Passage("p", "（一）", "甲", 2, lines=lines),),
        open_points=(("n1", "缺少数字"), ("n9", "没有主题"), ("n8", "写作提示，未写入正文：别改格式")),
    )
    assert [(one.kind, one.line) for one in todos(project)] == [("待补", "a"), ("待核", "b"), ("要重看", "c"), ("没写进", ""), ("说明", "")]


def test_an_instruction_never_costs_a_fact():
    lines = (
        Line("a", "坚持稳中求进。", (), (), "generic"),
        Line("b", "\n"),
        Line("c", "产值195.2亿元。", ("n1",)),
        Line("d", "共12次。", (), (), "library"),
    )
    told = rework(lines, "精简一点，并成一段")
    assert told.done
    assert [line.text for line in told.lines] == ["产值195.2亿元。", "共12次。"]
    assert not rework(lines, "写得像诗").done


def test_tokens_stand_for_every_figure():
    made = with_tokens("投资132.8亿元，增长9.4%。")
    assert "132.8" not in made
    assert "9.4" not in made


def test_a_bar_passed_is_not_the_value():
    text = "全年规模以上工业总产值首次突破400亿元，达到402.5亿元，同比增长9.1%。"
    found = points("规模以上工业总产值", {"r": (2023, read_quantities(text, year=2023))})
    assert [point.value for point in found] == [Decimal("402.5")]


def test_series_and_charts():
    by_report = {
        str(year): (year, read_quantities(f"全年实现规模以上工业总产值{value}亿元，同比增长8.0%。", year=year))
        for year, value in ((2022, 100), (2023, 108), (2024, 118))
    }
    assert known_indicators(by_report) == ["规模以上工业总产值"]
    made = bars(points("规模以上工业总产值", by_report), "产值")
    assert "+8.0%" in made
    assert "+9.3%" in made
    assert dots([(HOSTILE, Decimal("9.8"), Decimal("9.0"), True)]).count("<script") == 0


def test_growth_is_recomputed_from_both_years():
    before = parse_document("榆湾经济开发区2024年工作总结\n一、总结\n全年实现规模以上工业总产值180.4亿元。固定资产投资52.3亿元。\n")
    now = read_quantities("全年实现规模以上工业总产值195.2亿元，同比增长9.9%；完成固定资产投资56.0亿元，同比增长7.1%。", year=2025)
    rows = {
        name: (str(written), round(computed, 1), off)
        for name, written, computed, off in rates(now, read_quantities(before.text, year=2024), before)
    }
    assert rows == {"规模以上工业总产值": ("9.9", Decimal("8.2"), True), "固定资产投资": ("7.1", Decimal("7.1"), False)}


# settings


def test_inside_addresses():
    assert all(
        is_inside(one)
        for one in ("http://127.0.0.1:8000/v1", "http://localhost/v1", "http://10.1.2.3/v1", "http://gpu-box:8000", "http://m.intranet/v1")
    )
    assert not any(is_inside(one) for one in ("https://api.example.com/v1", "http://8.8.8.8/v1"))


def test_settings_come_back_from_the_file(tmp_path):
    import tomllib

    values = {"base_url": 'http://x/"v1"', "model": "模型", "timeout": 60.0, "trust_env": False, "prices": {"模型": [1.0, 2.0]}}
    assert tomllib.loads(toml_of(values)) == values


# languages


def test_every_text_of_the_page_has_an_english_one():
    from assistant.ui.language import english

    wanted: set[str] = set()
    for path in Path(markup.__file__).parent.glob("*.py"):
        for literal in re.findall(r'\bsay\(\s*"((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8")):
            wanted.add(literal.replace('\\"', '"'))
    from assistant.ui.page import TABS, words_of_the_page

    wanted |= {tab.title for tab in TABS} | set(words_of_the_page())
    missing = sorted(text for text in wanted if text not in english())
    assert missing == []
    holes = {text: said for text, said in english().items() if set(re.findall(r"\{(\w+)\}", text)) != set(re.findall(r"\{(\w+)\}", said))}
    assert holes == {}


def test_two_runs_are_compared_with_a_verdict(tmp_path):
    from assistant.evaluation.statistics import compare
    from assistant.ui.charts import forest
    from assistant.ui.judging_view import verdict_of

    base = {"numbers": {f"c{n}": [0.80 + 0.01 * (n % 3)] for n in range(12)}, "style": {f"c{n}": [0.9] for n in range(12)}}
    up = {"numbers": {f"c{n}": [0.95 + 0.01 * (n % 2)] for n in range(12)}, "style": {f"c{n}": [0.9] for n in range(12)}}
    rows = compare(base, up)
    stamp, _, told = verdict_of(rows)
    assert stamp == "更好"
    assert "数字对得上" in told
    made = forest([(row.scorer, row.difference, row.low, row.high, row.verdict) for row in rows])
    assert made.count("<polygon") == 1
    assert made.count("<circle") == 1
    assert verdict_of(compare(base, base))[0] == "无法判定"


def test_runs_of_a_folder_without_any(tmp_path):
    from assistant.ui.runs import Runs

    assert Runs(tmp_path / "runs.db").lines() == []
