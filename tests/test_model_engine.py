"""The model engine against a real server: what it promises holds for a faithful model, a lying one, and one that stops half way."""

import re
import threading
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.draft import Draft
from assistant.domain.quantity import Ledger
from assistant.engines.engine import SectionRequest
from assistant.engines.fence import judge
from assistant.engines.model import ModelEngine
from assistant.writing.export.markdown import to_markdown
from tests.model_desk import drafted, engine_for, evidence_of, ledger_of, ledger_of_file, sections_of
from tests.note_sets import ALL, BULLETS, TABLE
from tests.scripted_endpoint import ScriptedEndpoint
from tests.scripted_writers import draft_in, faithful_model, lying_model
from tests.shared_material import SHARED, needs_shared

_NUMBER = re.compile(r"(?<![\d.A-Za-z])\d+(?:\.\d+)?(?![\d.]*[A-Za-z])")


def numbers(text: str) -> set[str]:
    """Numbers of a text that can't be there by chance: neither years nor list marks nor single digits. Nothing of the program's own."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?m)^\s*(?:[-*•·#]|\d{1,2}[.、)]|\(\d{1,2}\))\s*", "", text)
    found = set()
    for number in _NUMBER.findall(text):
        whole, _, decimals = number.partition(".")
        value = (whole.lstrip("0") or "0") + ("." + decimals.rstrip("0") if decimals.rstrip("0") else "")
        if len(value) > 1 and not re.fullmatch(r"(19|20)\d\d", value):
            found.add(value)
    return found


def same_in_other_unit(value: str, others: set[str]) -> bool:
    """Whether a number is one of the others, shifted by four or eight digits (万, 亿)."""
    factors = (1e4, 1e-4, 1e8, 1e-8)
    return any(abs(float(value) * factor - float(other)) < 1e-9 * max(1.0, float(other)) for other in others for factor in factors)


def promises_kept(draft: Draft, ledger: Ledger) -> list[str]:
    """What is wrong with a draft by the promises of `draft --json`: lost notes and figures, figures from nowhere."""
    points = {point.note for point in draft.open_points}
    faults = [f"lost {note.id} {note.text}" for note in ledger.notes if note.id not in draft.used and note.id not in points]
    wanted = numbers("\n".join(note.text for note in ledger.notes))
    written = numbers(to_markdown(draft))
    told = numbers("\n".join(point.text for point in draft.open_points))
    faults += [f"missing {one}" for one in wanted - written - told if not same_in_other_unit(one, written)]
    return faults + [f"foreign {one}" for one in written - wanted if not same_in_other_unit(one, wanted)]


def wrong_sentences(draft: Draft, ledger: Ledger, year: int | None = 2025) -> list[str]:
    """Sentences of a draft that the fence would reject in their own section."""
    own = {request.section.title: evidence_of(request, written) for request, written in sections_of(ledger, year)}
    found = []
    for section in draft.sections:
        if section.title in own:
            prose = "".join(sentence.text for sentence in section.sentences)
            found += [one.text for one in judge(prose, own[section.title]) if one.verdict == "rejected"]
    return found


@pytest.mark.parametrize("figures", [False, True])
@pytest.mark.parametrize("name", ALL)
def test_a_lying_model_gets_no_figure_into_a_draft(name: str, figures: bool) -> None:
    ledger = ledger_of(ALL[name])
    with ScriptedEndpoint(lying_model) as server:
        engine = engine_for(server.base_url, figures=figures, concurrency=8)
        draft = drafted(ledger, engine)
    assert engine.tally.by_model > 0
    assert engine.tally.rejected > 0
    assert promises_kept(draft, ledger) == []
    assert wrong_sentences(draft, ledger) == []


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("name", ALL)
def test_a_faithful_models_words_stand(name: str, strict: bool) -> None:
    ledger = ledger_of(ALL[name])
    with ScriptedEndpoint(faithful_model) as server:
        engine = engine_for(server.base_url, figures=strict, strict=strict, concurrency=8)
        draft = drafted(ledger, engine, unit="岚汀经济开发区")
        sent = str(server.requests)
    assert engine.tally.rejected == 0
    assert engine.tally.replaced == 0
    assert engine.tally.by_fallback == 0
    assert promises_kept(draft, ledger) == []
    assert "⟦" not in to_markdown(draft)
    if strict:
        assert "岚汀经济开发区" not in sent
        for figure in ("312.6", "88.3", "126.4", "2150", "1340", "112.5"):
            assert figure not in sent


@pytest.mark.parametrize("liar", [False, True])
@pytest.mark.parametrize("path", sorted(SHARED.glob("cases/*/notes.md")) + sorted(SHARED.glob("reference/notes-example-*.md")), ids=str)
def test_the_same_on_the_shared_notes(path: Path, liar: bool) -> None:
    ledger = ledger_of_file(path)
    with ScriptedEndpoint(lying_model if liar else faithful_model) as server:
        engine = engine_for(server.base_url, concurrency=8)
        draft = drafted(ledger, engine, None)
    assert promises_kept(draft, ledger) == []
    assert wrong_sentences(draft, ledger, None) == []
    if not liar:
        assert engine.tally.rejected == 0


for _mark in needs_shared:
    test_the_same_on_the_shared_notes = _mark(test_the_same_on_the_shared_notes)


def body_section(text: str = BULLETS) -> SectionRequest:
    return sections_of(ledger_of(text))[0][0]


def test_a_rejected_sentence_goes_back_with_its_reason_and_may_be_mended() -> None:
    asked: list[str] = []

    def script(request: dict[str, Any]) -> str:
        text = draft_in(request)
        if text:
            return text.replace("88.3", "89.3")
        user = request["messages"][-1]["content"]
        asked.append(user)
        line = user.split("<原文>\n")[1].split("\n</原文>")[0]
        return line.replace("89.3", "88.3") if len(asked) == 2 else line

    with ScriptedEndpoint(script) as server:
        engine = engine_for(server.base_url)
        written = engine.write_section(body_section())
    assert len(asked) == 2, "twice at most, and the second answer was right"
    assert "素材里固定资产投资是88.3亿元，稿中是89.3亿元" in asked[0]
    assert "88.3亿元" in "".join(sentence.text for sentence in written)
    assert engine.tally.replaced == 0


def test_sections_are_written_side_by_side_and_told_in_order() -> None:
    ledger = ledger_of(BULLETS + TABLE)
    # long enough that a loaded machine's own work is little beside it
    delay = 0.5
    with ScriptedEndpoint(faithful_model, delay=delay) as server:
        engine = engine_for(server.base_url, concurrency=8)
        seen: list[int] = []
        requests = [request for request, _ in sections_of(ledger)]
        start = time.monotonic()
        done = engine.write_sections(requests, lambda at, sentences: seen.append(at))
        seconds = time.monotonic() - start
        assert server.highest > 1
    assert len(requests) > 3
    assert seen == list(range(len(requests)))
    assert all(done)
    assert seconds < delay * len(requests)


def test_it_streams_with_the_figures_put_back() -> None:
    heard: list[tuple[str, str]] = []
    with ScriptedEndpoint(lambda request: draft_in(request) or "", piece=5) as server:
        engine = engine_for(server.base_url, figures=True)
        engine._on_text = lambda title, text: heard.append((title, text))
        engine.write_section(body_section())
    assert len(heard) > 5
    assert len(heard[0][1]) < len(heard[-1][1])
    assert "312.6亿" in heard[-1][1]


def test_a_stop_keeps_what_is_there() -> None:
    calls = []

    def script(request: dict[str, Any]) -> str:
        calls.append(1)
        return draft_in(request)

    ledger = ledger_of(BULLETS + TABLE)
    with ScriptedEndpoint(script, piece=3, piece_delay=0.02) as server:
        engine = engine_for(server.base_url, concurrency=1)
        kept: list[int] = []

        def on_written(at: int, sentences: object) -> None:
            kept.append(at)
            if len(kept) == 2:
                threading.Thread(target=engine.stop).start()

        requests = [request for request, _ in sections_of(ledger)]
        done = engine.write_sections(requests, on_written)
    assert engine.stopped
    assert 2 <= sum(one is not None for one in done) < len(requests)
    assert done[0]
    assert done[-1] is None


def test_one_section_again_with_a_wish() -> None:
    with ScriptedEndpoint(faithful_model) as server:
        engine = engine_for(server.base_url)
        written = engine.rewrite(body_section(), "写得短一些，先说工业")
        assert "写得短一些，先说工业" in server.requests[0]["messages"][1]["content"]
    assert written


def test_what_does_not_fit_is_named_and_long_notes_are_cut_in_parts() -> None:
    from dataclasses import replace

    request = body_section()
    request = replace(request, previous="去年同节的话。" * 800, neighbours=("科技创新",))
    with ScriptedEndpoint(faithful_model) as server:
        engine = engine_for(server.base_url, context=6000)
        engine.write_section(request)
        assert any("去年同节" in remark and "未送出" in remark for remark in engine.remarks)
        assert "去年同节的话" not in str(server.requests)
        tight = engine_for(server.base_url, context=1600)
        before = len(server.requests)
        written = tight.write_section(body_section())
        assert len(server.requests) - before > 1
    text = "".join(sentence.text for sentence in written)
    for figure in ("312.6亿元", "88.3亿元", "27.48亿元"):
        assert figure in text


def test_a_dry_run_shows_what_is_sent_and_sends_nothing() -> None:
    request = body_section()
    with ScriptedEndpoint(faithful_model) as server:
        engine = engine_for(server.base_url)
        bodies = engine.preview([request])
        assert server.requests == []
        engine.write_section(request)
        assert server.requests == bodies


def test_the_record_names_model_and_prompts() -> None:
    with ScriptedEndpoint(faithful_model) as server:
        engine: ModelEngine = engine_for(server.base_url, "some-model")
        draft = drafted(ledger_of(BULLETS), engine)
    assert draft.engine == "model"
    assert draft.model == "some-model"
    assert draft.prompt is not None
    assert draft.prompt.startswith("draft_section=v2@")
    assert "revise=v1@" in draft.prompt
    assert draft.usage.prompt_tokens > 0
    assert engine.tally.cost([2.0, 8.0]) == pytest.approx((draft.usage.prompt_tokens * 2 + draft.usage.completion_tokens * 8) / 1e6)


def test_what_is_hidden_never_leaves_not_even_when_sentences_go_back() -> None:
    from dataclasses import replace

    from assistant.domain.commitment import Commitment
    from assistant.domain.document import Chunk, Hit, Span

    ledger = ledger_of(BULLETS)
    text = "云帆电子有限公司税收达到31.7亿元。"
    chunk = Chunk("old:1", "old", "old.txt", "旧报告", 2024, "岚汀经济开发区", "", "summary", "", (), text, 0, len(text))
    with ScriptedEndpoint(lying_model) as server:
        engine = engine_for(server.base_url, figures=True, strict=True)
        for request, _ in sections_of(ledger, unit="岚汀经济开发区"):
            engine.write_section(
                replace(
                    request, hits=(Hit(chunk, 1, 1.0),), previous="岚汀经济开发区2024年税收26.1亿元。",
                    commitments=(Commitment("c1", "税收增长6.6%，沐川储能开工", Span(0, 5), "figure"),),
                )
            )
        sent = str([request["messages"] for request in server.requests])
        assert len(server.requests) > engine.tally.by_model, "some sentences went back"
    for figure in ("312.6", "88.3", "27.48", "57.1", "18亿", "210亩", "1120", "31.7", "26.1", "6.6"):
        assert figure not in sent, figure
    for name in ("岚汀经济开发区", "沐川储能", "澜坪装备", "云帆电子"):
        assert name not in sent, name
