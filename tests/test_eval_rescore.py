"""Scores apart from answers: changed scorer code, added scorers, a scorer that trips; no answer is asked for again."""

from pathlib import Path

import pytest

from assistant.evaluation.answering import Desk
from assistant.evaluation.harness import Plan, make_plan, score
from assistant.evaluation.runner import run_cells
from assistant.evaluation.scorers import registry, wanted
from assistant.evaluation.scorers.subject import Score, Subject
from assistant.evaluation.store import RunStore
from assistant.evaluation.suites import load_suite
from assistant.settings import Settings
from tests.eval_desk import make_desk

SUITE = """\
name: small
cases: ../cases/*.yaml
variants:
  - {id: offline, engine: offline}
scorers: {numbers: 1, mentions: 1, time: 0}
"""


@pytest.fixture
def done(tmp_path: Path) -> tuple[RunStore, Plan]:
    make_desk(tmp_path, suite=SUITE, cases=4)
    plan = make_plan(load_suite(tmp_path / "eval/suites/small.yaml"), Settings())
    store = RunStore(tmp_path / "runs.db")
    store.begin(plan.run, "small", plan.cells, plan.meta)
    run_cells(plan.run, plan.cells, store, Desk(Settings(), plan.suite, tmp_path / "libraries"), plan.suite.limits)
    score(store, plan.run, Settings(), plan=plan)
    return store, plan


def values(store: RunStore, run: str, name: str) -> list[float]:
    return [value for _, scorer, value, *_ in store.scores(run) if scorer == name]


def test_nothing_is_computed_twice(done: tuple[RunStore, Plan]) -> None:
    store, plan = done
    again = score(store, plan.run, Settings(), plan=plan)
    assert (again.computed, again.taken) == (0, 0)
    assert score(store, plan.run, Settings(), plan=plan, afresh=True).computed == 12


def test_changed_code_scores_anew_and_only_its_own(done: tuple[RunStore, Plan], monkeypatch: pytest.MonkeyPatch) -> None:
    store, plan = done
    monkeypatch.setattr(wanted, "mentions", lambda subject: Score(0.25, "改过的"))
    assert score(store, plan.run, Settings(), plan=plan).computed == 0, "the code's hash says when, not the function object"
    registry.code_hash.cache_clear()
    known = registry.code_of
    monkeypatch.setattr(registry, "code_of", lambda places: known(places) + ("x" if any("wanted" in str(p) for p in places) else ""))
    try:
        assert score(store, plan.run, Settings(), plan=plan).computed == 4
    finally:
        registry.code_hash.cache_clear()
    assert values(store, plan.run, "mentions") == [0.25] * 4
    assert values(store, plan.run, "numbers") == [1.0] * 4


def test_a_scorer_can_be_added_to_an_old_run(done: tuple[RunStore, Plan]) -> None:
    store, plan = done
    assert values(store, plan.run, "length") == []
    score(store, plan.run, Settings(), scorers=("length",))
    assert len(values(store, plan.run, "length")) == 4


def test_a_scorer_that_trips_leaves_no_score_and_is_told(done: tuple[RunStore, Plan], monkeypatch: pytest.MonkeyPatch) -> None:
    store, plan = done

    def trips(subject: Subject) -> Score | None:
        raise ZeroDivisionError

    monkeypatch.setattr(wanted, "mentions", trips)
    scoring = score(store, plan.run, Settings(), plan=plan, afresh=True)
    assert len(scoring.troubles) == 4
    assert values(store, plan.run, "mentions") == []
    assert values(store, plan.run, "numbers") == [1.0] * 4
