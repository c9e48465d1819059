"""The statistics against scipy, and against simulations whose answer is known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.statistics import bootstrap_interval, compare, detectable_difference, holm, noise_floor, permutation_p


@pytest.mark.parametrize("count", [5, 9, 13])
def test_exact_p_agrees_with_scipy(count: int) -> None:
    from scipy.stats import permutation_test

    values = np.random.default_rng(count).normal(0.4, 1.0, count)
    theirs = permutation_test((values,), np.mean, permutation_type="samples", alternative="two-sided", n_resamples=np.inf)
    assert permutation_p(list(values)) == pytest.approx(theirs.pvalue, abs=1e-9)


def test_drawn_p_agrees_with_scipy() -> None:
    from scipy.stats import ttest_1samp

    values = np.random.default_rng(3).normal(0.3, 1.0, 60)
    assert permutation_p(list(values)) == pytest.approx(ttest_1samp(values, 0).pvalue, abs=0.02)


@pytest.mark.parametrize("shape", ["normal", "skewed", "ties"])
def test_the_95_percent_interval_covers_the_truth_in_93_to_97_percent(shape: str) -> None:
    rng = np.random.default_rng(11)
    runs, covered = 700, 0
    for run in range(runs):
        if shape == "normal":
            values, truth = rng.normal(0.2, 1.0, 25), 0.2
        elif shape == "skewed":
            values, truth = rng.exponential(1.0, 40), 1.0
        else:
            values, truth = rng.choice([-1.0, 0.0, 1.0], 40, p=[0.2, 0.4, 0.4]), 0.2
        low, high = bootstrap_interval(list(values), seed=run)
        covered += low <= truth <= high
    assert 0.93 <= covered / runs <= 0.97, covered / runs


@pytest.mark.parametrize("count", [20, 50, 110])
def test_where_few_cases_differ_the_interval_still_covers_the_truth(count: int) -> None:
    rng = np.random.default_rng(17)
    seen = covered = 0
    for run in range(1000):
        values = rng.choice([-1.0, 0.0, 1.0], count, p=[0.01, 0.95, 0.04])
        # a sample without any difference is told as the point it is
        if values.any():
            low, high = bootstrap_interval(list(values), seed=run)
            seen, covered = seen + 1, covered + (low <= 0.03 <= high)
    assert covered / seen >= 0.93, covered / seen


def test_one_loss_of_fifty_is_no_verdict_and_no_narrow_interval() -> None:
    low, high = bootstrap_interval([-1.0] + [0.0] * 49)
    assert low < -0.02 < 0 < high


def test_a_against_a_is_called_different_in_at_most_five_percent() -> None:
    rng = np.random.default_rng(5)
    called = 0
    for run in range(200):
        base = rng.normal(0, 1, 20)
        first = {"s": {str(i): [b + rng.normal(0, 0.5)] for i, b in enumerate(base)}}
        second = {"s": {str(i): [b + rng.normal(0, 0.5)] for i, b in enumerate(base)}}
        called += compare(first, second, seed=run)[0].verdict != "cannot tell"
    assert called / 200 <= 0.08


def test_a_true_difference_as_large_as_the_detectable_one_is_mostly_seen() -> None:
    rng = np.random.default_rng(6)
    seen = 0
    for run in range(200):
        noise = rng.normal(0, 1, 30)
        shift = detectable_difference(list(noise))
        first = {"s": {str(i): [0.0] for i in range(30)}}
        second = {"s": {str(i): [float(n) - float(noise.mean()) + shift + rng.normal(0, 1 / math.sqrt(30))] for i, n in enumerate(noise)}}
        seen += compare(first, second, seed=run)[0].verdict == "better"
    assert seen / 200 >= 0.7


def test_repeats_are_nested_in_their_case() -> None:
    few = compare({"s": {"a": [0.0] * 50, "b": [1.0] * 50}}, {"s": {"a": [1.0] * 50, "b": [2.0] * 50}})[0]
    assert few.cases == 2
    assert few.verdict == "cannot tell"
    assert math.isinf(few.high)


def test_wins_ties_losses_and_noise() -> None:
    row = compare({"s": {"a": [1.0, 3.0], "b": [0.0], "c": [5.0]}}, {"s": {"a": [2.0], "b": [1.0], "c": [1.0]}})[0]
    assert (row.wins, row.ties, row.losses) == (1, 1, 1)
    assert noise_floor({"a": [1.0, 3.0], "b": [0.0]}) == 2.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_is_never_below_the_raw_p_nor_above_bonferroni(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(a >= v for a, v in zip(adjusted, values, strict=True))
    assert all(a <= min(1.0, v * len(values)) + 1e-12 for a, v in zip(adjusted, values, strict=True))


def test_holm_on_the_textbook_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
