"""Is one variant better than another on the same cases? Paired differences, intervals, tests, verdicts. No runs and no files here.

The case is the unit: repeats of a case are averaged first, since they share its notes and are not independent (nesting).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Verdict = Literal["better", "worse", "cannot tell"]

#: exact enumeration up to this many non-zero differences (2^14 sign patterns), drawn signs above
_EXACT_UP_TO = 14
_DRAWS = 9_999
_RESAMPLES = 4_000
#: numbers held at once while resampling
_AT_ONCE = 500_000
#: fewer cases than this that differ at all are few
_FEW = 10
#: two-sided 5 % and 80 % power
_Z_ALPHA, _Z_POWER = 1.959964, 0.841621


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two variants on one scorer over paired cases; differences are second minus first, in the scorer's unit.

    interval: 95 % bootstrap interval of the mean difference. p: two-sided sign-flip permutation test; p_holm: after Holm over scorers.
    detectable: the smallest true difference that this many cases with this spread would have shown in 4 of 5 runs.
    noise: mean absolute difference of a variant against itself (between its own repeats), nan with one repeat.
    """

    scorer: str
    cases: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    p: float
    p_holm: float
    wins: int
    ties: int
    losses: int
    detectable: float
    noise: float
    verdict: Verdict


def case_means(scores: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """One number a case: the mean of its repeats; cases without a finite score are left out."""
    means = {}
    for case, repeats in scores.items():
        finite = [s for s in repeats if math.isfinite(s)]
        if finite:
            means[case] = sum(finite) / len(finite)
    return means


def bootstrap_interval(differences: Sequence[float], seed: int = 0, level: float = 0.95) -> tuple[float, float]:
    """Interval of the mean by the studentised bootstrap over cases: its coverage holds from about ten cases on.

    With fewer than three cases, or no spread, the interval is not known and the whole line, or the point itself. Where few cases
    differ at all, resampling knows too little of the rare ones: a win and a loss of the largest size are added (Agresti and Min 2005).
    """
    import numpy as np

    values = np.asarray(differences, dtype=float)
    count = len(values)
    if count < 3:
        return (-math.inf, math.inf)
    mean, error = float(values.mean()), float(values.std(ddof=1)) / math.sqrt(count)
    # a spread of rounding dust is no spread
    if error <= 1e-12 * max(1.0, abs(mean)):
        return (mean, mean)
    if np.count_nonzero(values) < min(_FEW, count / 2):
        return _sparse_interval(values, level)
    rng = np.random.default_rng(seed)
    means, errors = np.empty(_RESAMPLES), np.empty(_RESAMPLES)
    for start, end in _blocks(_RESAMPLES, count):
        drawn = values[rng.integers(0, count, size=(end - start, count))]
        means[start:end], errors[start:end] = drawn.mean(axis=1), drawn.std(axis=1, ddof=1) / math.sqrt(count)
    usable = errors > 1e-12
    if usable.sum() < _RESAMPLES // 2:
        low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
        return (float(low), float(high))
    t = (means[usable] - mean) / errors[usable]
    low_t, high_t = np.quantile(t, [(1 - level) / 2, (1 + level) / 2])
    return (mean - float(high_t) * error, mean - float(low_t) * error)


def _blocks(rows: int, columns: int) -> Iterator[tuple[int, int]]:
    """Ranges of rows that together hold a few million numbers at once, however many cases there are."""
    step = max(1, _AT_ONCE // columns)
    return ((start, min(rows, start + step)) for start in range(0, rows, step))


def _sparse_interval(values: NDArray[np.float64], level: float) -> tuple[float, float]:
    import numpy as np

    largest = float(np.abs(values).max())
    padded = np.concatenate([values, [largest, -largest]])
    reach = NormalDist().inv_cdf((1 + level) / 2) * float(padded.std(ddof=1)) / math.sqrt(len(padded))
    return (float(padded.mean()) - reach, float(padded.mean()) + reach)


def permutation_p(differences: Sequence[float], seed: int = 0) -> float:
    """Two-sided p of the mean difference under sign flips: exact for up to 14 non-zero differences, drawn signs above."""
    import numpy as np

    values = np.asarray([d for d in differences if d != 0.0], dtype=float)
    if len(values) == 0:
        return 1.0
    seen = abs(values.sum())
    # sums that differ by rounding alone are the same sum
    edge = seen - 1e-9 * max(1.0, seen)
    if len(values) <= _EXACT_UP_TO:
        sums = _all_signed_sums(values)
        return float((np.abs(sums) >= edge).mean())
    rng = np.random.default_rng(seed)
    hits = 0
    for start, end in _blocks(_DRAWS, len(values)):
        signs = rng.integers(0, 2, size=(end - start, len(values)), dtype=np.int8) * np.int8(2) - np.int8(1)
        hits += int((np.abs(signs @ values) >= edge).sum())
    return (hits + 1) / (_DRAWS + 1)


def _all_signed_sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums + value, sums - value])
    return sums


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment, in the order given (Holm 1979)."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [1.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = highest
    return adjusted


def detectable_difference(differences: Sequence[float]) -> float:
    """The smallest true mean difference seen with 80 % power at 5 %, from the spread at hand; inf below two cases."""
    count = len(differences)
    if count < 2:
        return math.inf
    mean = sum(differences) / count
    spread = math.sqrt(sum((d - mean) ** 2 for d in differences) / (count - 1))
    return (_Z_ALPHA + _Z_POWER) * spread / math.sqrt(count)


def noise_floor(scores: Mapping[str, Sequence[float]]) -> float:
    """Mean absolute difference between two repeats of the same variant on the same case: A against A."""
    gaps = []
    for repeats in scores.values():
        finite = [s for s in repeats if math.isfinite(s)]
        gaps += [abs(a - b) for i, a in enumerate(finite) for b in finite[i + 1 :]]
    return sum(gaps) / len(gaps) if gaps else math.nan


def compare(
    first: Mapping[str, Mapping[str, Sequence[float]]],
    second: Mapping[str, Mapping[str, Sequence[float]]],
    *,
    margin: Mapping[str, float] | None = None,
    lower: frozenset[str] = frozenset(),
    seed: int = 0,
) -> list[Comparison]:
    """All scorers of two variants, `{scorer: {case: [repeat scores]}}`, paired by case; Holm over the scorers.

    lower: scorers of which less is better (seconds, tokens): wins, losses and the verdict turn round, the difference keeps its sign.
    A verdict other than "cannot tell" needs both an adjusted p below 0.05 and an interval that leaves out the margin (default 0).
    """
    rows = []
    for scorer in sorted(set(first) & set(second)):
        one, two = case_means(first[scorer]), case_means(second[scorer])
        cases = sorted(set(one) & set(two))
        if not cases:
            continue
        differences = [two[c] - one[c] for c in cases]
        low, high = bootstrap_interval(differences, seed)
        rows.append((scorer, cases, one, two, differences, low, high, permutation_p(differences, seed)))
    adjusted = holm([row[-1] for row in rows])
    result = []
    for (scorer, cases, one, two, differences, low, high, p), p_holm in zip(rows, adjusted, strict=True):
        least = (margin or {}).get(scorer, 0.0)
        verdict: Verdict = "cannot tell"
        if p_holm < 0.05 and low > least:
            verdict = "worse" if scorer in lower else "better"
        elif p_holm < 0.05 and high < -least:
            verdict = "better" if scorer in lower else "worse"
        up, down = sum(d > 1e-12 for d in differences), sum(d < -1e-12 for d in differences)
        wins, losses = (down, up) if scorer in lower else (up, down)
        noise = [n for n in (noise_floor(first[scorer]), noise_floor(second[scorer])) if math.isfinite(n)]
        result.append(Comparison(
            scorer, len(cases), sum(one[c] for c in cases) / len(cases), sum(two[c] for c in cases) / len(cases),
            sum(differences) / len(differences), low, high, p, p_holm,
            wins, len(differences) - up - down, losses,
            detectable_difference(differences), sum(noise) / len(noise) if noise else math.nan, verdict,
        ))
    return result
