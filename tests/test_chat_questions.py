"""The chat on whole files of questions: our own over the demo library and over five like zones, the founders' where they are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.ingest.pipeline import ingest
from assistant.retrieval.library import Library
from assistant.writing.conversation.answers import strange_figures
from assistant.writing.conversation.chat import Conversation
from assistant.writing.conversation.identity import is_target, period_of, year_of
from assistant.writing.conversation.statements import Statement
from tests.chat_scoring import score
from tests.shared_material import SHARED, needs_shared

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    library = Library.open(tmp_path_factory.mktemp("demo"))
    ingest(library, [ROOT / "corpus" / "reports"])
    assert len(library.reports()) == 6
    return Conversation(library)


@pytest.fixture(scope="module")
def zones(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    library = Library.open(tmp_path_factory.mktemp("zones"))
    ingest(library, [ROOT / "eval" / "retrieval" / "reports"])
    return Conversation(library)


def test_own_questions_over_the_demo_library(demo: Conversation) -> None:
    result = score(ROOT / "eval" / "chat" / "questions.jsonl", demo)
    assert result.total >= 60
    assert set(result.kinds) == {"lookup", "year-trap", "unit-or-scope-trap", "wording", "compare", "list", "absent"}
    told = "\n".join(result.faults)
    assert result.right >= 0.9 * result.total, told
    assert result.placed >= 0.9 * result.with_place, told
    assert result.foreign == 0, told


def test_own_questions_over_zones_that_write_alike(zones: Conversation) -> None:
    result = score(ROOT / "eval" / "chat" / "zones.jsonl", zones)
    told = "\n".join(result.faults)
    assert result.right >= 0.9 * result.total, told
    assert result.placed >= 0.9 * result.with_place, told
    assert result.foreign == 0, told


def test_every_citation_stands_where_it_says(demo: Conversation) -> None:
    questions = [json.loads(line) for line in (ROOT / "eval" / "chat" / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    seen = 0
    for question in questions[::3]:
        for one in demo.answer(question["question"], question.get("history", ())).citations:
            assert demo.shelf.library.document(one.report).original[one.start : one.end] == one.quote
            assert one.quote.strip() == one.quote != ""
            seen += 1
    assert seen > 20


def test_an_answer_names_no_figure_that_its_citations_lack(demo: Conversation) -> None:
    """Only comparisons reckon (differences, growth); everything else is as written."""
    seen = 0
    for line in (ROOT / "eval" / "chat" / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        answer = demo.answer(question["question"], question.get("history", ()))
        if answer.absent or answer.kind in ("compare", "table"):
            continue
        years = {str(year) for one in answer.citations for year in range((one.year or 2000) - 6, (one.year or 2000) + 3)}
        assert strange_figures(answer.text, answer.citations, sorted(years)) == [], answer.text
        seen += 1
    assert seen > 40


def test_a_figure_is_found_by_its_own_name(zones: Conversation) -> None:
    """Every named amount of every second report, asked for by unit, year and the name as written, comes back with its value."""
    zones.shelf.refresh()
    asked, found, wrong = 0, 0, []
    for report in zones.shelf.library.reports()[::2]:
        for statement, number in _named(zones.shelf.reader.read(report)):
            quantity = statement.quantities[number]
            name = statement.text[quantity.subject_start : quantity.subject_end]
            answer = zones.answer(f"{statement.unit}{year_of(statement, quantity)}年{name}是多少")
            asked += 1
            if quantity.quote in answer.text:
                found += 1
            else:
                wrong.append(f"{name} {quantity.quote} → {answer.text}")
    assert asked > 150
    assert found >= 0.95 * asked, "\n".join(wrong)


def test_what_only_other_zones_report_is_not_found(zones: Conversation, demo: Conversation) -> None:
    """Names of figures from the demo library, asked of zones whose reports hold no three characters of them."""
    demo.shelf.refresh()
    zones.shelf.refresh()
    names = {
        statement.text[statement.quantities[number].subject_start : statement.quantities[number].subject_end]
        for report in demo.shelf.library.reports() for statement, number in _named(demo.shelf.reader.read(report))}
    asked, answered = 0, []
    for unit in sorted(zones.shelf.units.classes):
        own = [report for report in zones.shelf.library.reports() if report.unit == unit]
        texts = "".join(statement.folded for report in own for statement in zones.shelf.reader.read(report))
        for name in sorted(name for name in names if not any(name[at : at + 3] in texts for at in range(len(name) - 2)))[::4]:
            asked += 1
            answer = zones.answer(f"{unit}2023年{name}多少")
            if not answer.absent:
                answered.append(f"{unit} {name} → {answer.text}")
    assert asked > 60
    assert len(answered) <= 0.1 * asked, "\n".join(answered)


def _named(statements: tuple[Statement, ...]) -> list[tuple[Statement, int]]:
    """The actual amounts with a name of their own that occurs once in the report; 完成投资 and the like name nothing."""
    found: dict[str, list[tuple[Statement, int]]] = {}
    for statement in statements:
        for number, one in enumerate(statement.quantities):
            name = statement.text[one.subject_start : one.subject_end]
            plain = one.change in ("level", "rate") and one.role != "previous" and not (one.threshold or one.masked or one.scope)
            own = one.joint < 0 and one.parent < 0 and len(name) > 3 and not any(mark in name for mark in "，、；。（）0123456789")
            if plain and own and not is_target(statement, one) and period_of(statement, one).kind not in ("months", "half", "quarter"):
                found.setdefault(name, []).append((statement, number))
    return [places[0] for name, places in found.items() if len(places) == 1 and name not in ("完成投资", "收回土地")]


def test_the_command_answers_a_file_line_by_line(demo: Conversation, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    rows = [
        {"id": "a", "question": "棠州2024年税收收入多少"}, {"id": "b", "question": "2025年呢？", "history": ["棠州2024年税收收入多少"]},
        {"id": "c", "question": "棠州2019年税收收入多少"}]
    questions.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "chat", "--questions", str(questions), "--library", demo.shelf.library.location, "--json"],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert [set(answer) for answer in answers] == [{"id", "answer", "citations", "absent"}] * 3
    assert "25.1亿元" in answers[0]["answer"]
    assert "26.7亿元" in answers[1]["answer"]
    assert set(answers[0]["citations"][0]) == {"source", "start", "end", "quote"}
    assert [answer["absent"] for answer in answers] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "said"), [('{"id": "a"}', "第 1 行"), ("[]", "第 1 行"), ('{"question": "甲", "history": "乙"}', "第 1 行"), ("{", "第 1 行")])
def test_a_bad_line_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "chat", "--questions", str(path), "--library", str(tmp_path / "none"), "--json"],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


class TestShared:
    """The founders' questions over their cases."""

    pytestmark = needs_shared

    def test_development_questions(self, tmp_path: Path) -> None:
        folder = tmp_path / "texts"
        folder.mkdir()
        for case in sorted((SHARED / "cases").iterdir()):
            (folder / f"{case.name}.txt").write_bytes((case / "clean.txt").read_bytes())
            if (case / "previous.txt").exists():
                (folder / f"{case.name}-prev.txt").write_bytes((case / "previous.txt").read_bytes())
        for seed in (SHARED / "seeds").glob("00[124]_*.txt"):
            (folder / seed.name).write_bytes(seed.read_bytes())
        library = Library.open(tmp_path / "library")
        ingest(library, [folder])
        result = score(SHARED / "questions" / "chat-questions.jsonl", Conversation(library))
        told = "\n".join(result.faults)
        assert result.right >= 0.9 * result.total, told
        assert result.placed >= 0.9 * result.with_place, told
        assert result.foreign == 0, told
