"""Figures that a writer works out from the notes: right ones are never called unsupported, wrong ones hardly ever pass."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checks.runner import check_document
from assistant.domain.finding import Finding
from assistant.ingest.reading import parse_document
from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_notes

_HEAD = "松河高新区2024年工作总结\n\n一、2024年工作总结\n"
_FIGURES = ("evidence", "numbers")


def rounded(value: Decimal, places: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def amounts(rng: random.Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randint(low * 10 + 1, high * 10)) / 10


def yearly_total(rng: random.Random) -> tuple[str, str, str]:
    parts = [rng.randint(31, 129) for _ in range(3)]
    return f"- 签约亿元以上：{'、'.join(map(str, parts))}个", "三年累计签约亿元以上项目{}个。", str(sum(parts))


def net_increase(rng: random.Random) -> tuple[str, str, str]:
    before = rng.randint(101, 240)
    now = before + rng.randint(11, 68)
    return f"- 高企{before}→{now}家", f"高新技术企业达到{now}家，净增{{}}家。", str(now - before)


def growth_of_stock(rng: random.Random) -> tuple[str, str, str]:
    before = rng.randint(101, 240)
    now = before + rng.randint(11, 68)
    rate = rounded((Decimal(now) / before - 1) * 100, 1)
    return f"- 规上工业企业{now}家，去年底{before}家", f"规上工业企业{now}家，比上年底增长{{}}%。", rate


def share_of_whole(rng: random.Random) -> tuple[str, str, str]:
    whole = amounts(rng, 300, 900)
    part = amounts(rng, 40, 290)
    text = f"规上工业总产值{whole}亿元，其中装备制造业{part}亿元，占{{}}%。"
    return f"- 规上工业总产值{whole}亿，其中装备制造业{part}亿", text, rounded(part / whole * 100, 1)


def completion_of_goal(rng: random.Random) -> tuple[str, str, str]:
    goal = rng.randint(21, 180)
    done = amounts(rng, goal, goal + 40)
    return f"- 到位资金{done}亿（任务{goal}亿）", f"到位资金{done}亿元，完成年度任务的{{}}%。", rounded(done / goal * 100, 1)


def yield_per_mu(rng: random.Random) -> tuple[str, str, str]:
    tax, land = amounts(rng, 11, 60), rng.randint(5100, 19900)
    text = f"税收收入{tax}亿元，工业用地{land}亩，亩均税收{{}}万元。"
    return f"- 税收{tax}亿，工业用地{land}亩", text, rounded(tax * 10000 / land, 1)


def remainder(rng: random.Random) -> tuple[str, str, str]:
    whole = rng.randint(210, 480)
    done = whole - rng.randint(21, 99)
    return f"- 排查隐患{whole}项，整改{done}项", f"排查隐患{whole}项，已整改{done}项，其余{{}}项限期整改。", str(whole - done)


OPERATIONS: list[Callable[[random.Random], tuple[str, str, str]]] = [
    yearly_total, net_increase, growth_of_stock, share_of_whole, completion_of_goal, yield_per_mu, remainder,
]


def loud(notes: str, draft: str) -> list[Finding]:
    """Error and warning findings on figures."""
    document = parse_document(_HEAD + draft)
    ledger = build_ledger(parse_notes(notes, "素材.md"), 2024)
    return [one for one in check_document(document, notes=ledger) if one.category in _FIGURES and one.severity in ("error", "warning")]


def changed(value: str, rng: random.Random) -> str:
    """Another number of the same length that no rounding explains: one digit, not the last after a point, is another."""
    places = [at for at, digit in enumerate(value) if digit.isdigit()]
    if "." in value:
        places = places[:-1]
    at = rng.choice(places)
    digits = [digit for digit in "123456789" if digit != value[at]]
    return value[:at] + rng.choice(digits) + value[at + 1 :]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.__name__)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_what_follows_from_the_notes_is_supported(operation: Callable[[random.Random], tuple[str, str, str]], seed: int) -> None:
    notes, draft, right = operation(random.Random(seed))
    assert not [(one.rule, one.quote, one.message) for one in loud(notes, draft.format(right))], notes


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.__name__)
def test_what_does_not_follow_is_found(operation: Callable[[random.Random], tuple[str, str, str]]) -> None:
    """Chance makes few wrong figures right: of forty of a kind at most two pass."""
    rng, missed = random.Random(17), []
    for _ in range(40):
        notes, draft, right = operation(rng)
        wrong = draft.format(changed(right, rng))
        if not loud(notes, wrong):
            missed.append((notes, wrong))
    assert len(missed) <= 2, missed


@pytest.mark.parametrize(
    ("notes", "draft", "working"),
    [
        ("- 签约亿元以上：84、96、106个", "三年累计签约亿元以上项目276个。", "按素材84+96+106应为286个，文中写作276个"),
        ("- 规上工业企业213家，去年底188家", "规上工业企业213家，比上年底增长12.3%。", "按素材213÷188-1应为13.3%，文中写作12.3%"),
        ("- 高企176→203家", "高新技术企业达到203家，净增25家。", "按素材203-176应为27家，文中写作25家"),
        ("- 到位资金29.7亿（任务28亿）", "到位资金29.7亿元，完成年度任务的108.1%。", "按素材29.7÷28应为106.1%，文中写作108.1%"),
    ],
)
def test_the_working_is_shown(notes: str, draft: str, working: str) -> None:
    assert working in [one.message for one in loud(notes, draft) if one.rule == "EVI002"]


def test_any_two_numbers_do_not_support_a_figure() -> None:
    """A made-up figure beside a note of many numbers stays unsupported, though some of them would add up to it."""
    notes = "- 培训86期5240人次\n- 道路6条11.4公里\n- 走访企业860家次，解决问题412个\n- 技改118个，43.7亿元"
    draft = "走访企业860家次，解决问题412个，带动就业1272人。"
    assert [one.rule for one in loud(notes, draft) if "1272" in one.quote] == ["EVI002"]
