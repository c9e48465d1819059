"""What a run says: matrix of means, paired comparisons, flips, gates. Reads the store, draws nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import InputError
from assistant.evaluation.scorers.registry import LOWER
from assistant.evaluation.statistics import Comparison, case_means, compare
from assistant.evaluation.store import RunStore
from assistant.evaluation.suites import TOTAL

_FLIPS = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A variant with a model, and the prompts it used."""

    variant: str
    model: str
    prompt: str = ""

    @property
    def label(self) -> str:
        """What commands and reports call it."""
        return f"{self.variant}@{self.model}" if self.model else self.variant


@dataclass(frozen=True, slots=True)
class ScoredCell:
    """A cell with its scores (`total` among them) and the index of its column. Explanations stay in the store."""

    cell: str
    case: str
    column: int
    repeat: int
    status: str
    error: str
    seconds: float
    scores: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the reports show. means and costs stand in the order of columns.

    costs: (seconds, tokens, seconds to the first text), means over a column's cells.
    """

    run: str
    suite: str
    counts: Mapping[str, int]
    scorers: tuple[str, ...]
    columns: tuple[Column, ...]
    means: tuple[Mapping[str, float], ...]
    costs: tuple[tuple[float, float, float], ...]
    comparisons: tuple[tuple[str, str, list[Comparison]], ...]
    gates: tuple[tuple[str, bool], ...]
    cells: tuple[ScoredCell, ...]
    flips: tuple[tuple[str, str, str, str, float, float], ...]
    judge: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_passed(self) -> bool:
        """Whether every gate holds."""
        return all(passed for _, passed in self.gates)


def analyse(store: RunStore, run: str) -> Analysis:
    """The first column is what the others are compared with. Raises InputError for an unknown run."""
    meta = store.meta(run)
    columns: list[Column] = []
    index: dict[tuple[str, str], int] = {}
    cells: dict[str, ScoredCell] = {}
    counts = {"planned": 0, "done": 0, "cached": 0, "failed": 0, "missing": 0}
    costs: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for row in store.rows(run):
        key = (row.variant, row.model)
        if key not in index:
            index[key] = len(columns)
            columns.append(Column(row.variant, row.model, str(meta.get("prompts", {}).get(row.variant, ""))))
        counts["planned"] += 1
        counts["done" if row.status == "done" else "failed" if row.status == "failed" else "missing"] += 1
        counts["cached"] += row.source == "cache" and row.status == "done"
        if row.status == "done":
            costs[index[key]].append((row.seconds, row.prompt_tokens + row.completion_tokens, row.first_text))
        cells[row.cell] = ScoredCell(row.cell, row.case, index[key], row.repeat, row.status, row.error, row.seconds, {})
    weights: dict[str, float] = meta.get("scorers", {})
    for cell, scorer, value in store.values(run):
        if cell in cells and scorer in weights:
            cells[cell].scores[scorer] = value
    seen = {scorer for cell in cells.values() for scorer in cell.scores}
    scorers = tuple(scorer for scorer in weights if scorer in seen)
    if sum(bool(weights[s]) for s in scorers if s not in LOWER) > 1:
        scorers = (TOTAL, *scorers)
        for scored in cells.values():
            _add_total(scored, weights)
    table = _table(cells.values(), scorers, len(columns))
    means = tuple({s: sum(m.values()) / len(m) for s in scorers if (m := case_means(t.get(s, {})))} for t in table)
    margins = {g["scorer"]: g.get("margin", 0.0) for g in meta.get("gates", [])}
    comparisons = tuple(
        (columns[0].label, columns[i].label, compare(table[0], table[i], margin=margins, lower=LOWER)) for i in range(1, len(columns))
    )
    return Analysis(
        run, str(meta.get("suite", "")), counts, scorers, tuple(columns), means,
        tuple(_mean_cost(costs[i]) for i in range(len(columns))), comparisons,
        tuple(_gates(meta.get("gates", []), columns, means, table)), tuple(cells.values()), tuple(_flips_of(table, columns)),
        meta.get("judge") or {},
    )


def compare_runs(store: RunStore, first: str, second: str) -> tuple[Analysis, Analysis, list[tuple[str, list[Comparison]]]]:
    """Two runs on the cases they share; columns of the same variant and model are paired, a lone one with the first column.

    Raises InputError where the runs share no case.
    """
    one, two = analyse(store, first), analyse(store, second)
    tables = [_table(a.cells, a.scorers, len(a.columns)) for a in (one, two)]
    by_label = {column.label: i for i, column in enumerate(one.columns)}
    result = []
    for i, column in enumerate(two.columns):
        other = by_label.get(column.label, 0)
        rows = compare(tables[0][other], tables[1][i], lower=LOWER)
        if rows:
            result.append((column.label, rows))
    if not result:
        raise InputError(f"{first} 与 {second} 没有共同的用例和评分，无法比较")
    return one, two, result


Table = list[dict[str, dict[str, list[float]]]]


def table_of(analysis: Analysis) -> Table:
    """Scores by column, scorer and case, a list of repeats each."""
    return _table(analysis.cells, analysis.scorers, len(analysis.columns))


def _table(cells: Any, scorers: Sequence[str], columns: int) -> Table:
    table: Table = [defaultdict(lambda: defaultdict(list)) for _ in range(columns)]
    for cell in cells:
        for scorer in scorers:
            value = cell.scores.get(scorer)
            if value is not None:
                table[cell.column][scorer][cell.case].append(value)
    return table


def _add_total(cell: ScoredCell, weights: Mapping[str, float]) -> None:
    """The weighted mean of a cell's scores; what is counted in seconds, tokens or money stays out."""
    parts = [(cell.scores[s], w) for s, w in weights.items() if w and s in cell.scores and s not in LOWER]
    if parts:
        cell.scores[TOTAL] = sum(v * w for v, w in parts) / sum(w for _, w in parts)


def _mean_cost(costs: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    count = max(1, len(costs))
    return (sum(c[0] for c in costs) / count, sum(c[1] for c in costs) / count, sum(c[2] for c in costs) / count)


def _gates(gates: Sequence[Mapping[str, Any]], columns: Sequence[Column], means: Sequence[Mapping[str, float]], table: Table) -> Any:
    for gate in gates:
        scorer = gate["scorer"]
        for i, column in enumerate(columns):
            if scorer not in means[i] and (gate.get("at_least") is not None or gate.get("at_most") is not None):
                yield f"{column.label} 没有 {scorer} 的分：跑过的用例都不评这一项", False
                continue
            if gate.get("at_least") is not None:
                mean = means[i][scorer]
                yield f"{column.label} 的 {scorer} 平均 {mean:.3f}，应不低于 {gate['at_least']:g}", mean >= gate["at_least"]
            if gate.get("at_most") is not None:
                mean = means[i][scorer]
                yield f"{column.label} 的 {scorer} 平均 {mean:.3f}，应不高于 {gate['at_most']:g}", mean <= gate["at_most"]
            other = gate.get("not_worse_than")
            base = next((j for j, c in enumerate(columns) if c.variant == other), None)
            if base is not None and base != i:
                yield not_worse(scorer, gate.get("margin", 0.0), str(other), column.label, table[base], table[i])


def not_worse(
    scorer: str, margin: float, first: str, second: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[str, bool]:
    """A gate over two columns. With a margin: the interval reaches no further than it to the bad side; without: not surely worse.

    The line says better, worse or cannot tell, so that a gate that holds for want of cases is seen as such.
    """
    rows = compare({scorer: before.get(scorer, {})}, {scorer: after.get(scorer, {})}, lower=LOWER)
    if not rows:
        return f"{second} 与 {first} 没有共同的 {scorer} 分，无法比较", False
    row = rows[0]
    verdict = {"better": "更好", "worse": "更差", "cannot tell": "无法判断"}[row.verdict]
    said = f"（差 {row.difference:+.3f}，{verdict}"
    if not margin:
        return f"{second} 的 {scorer} 不比 {first} 差{said}）", row.verdict != "worse"
    worst = row.high if scorer in LOWER else -row.low
    return f"{second} 的 {scorer} 比 {first} 差不过 {margin:g}{said}，最坏可能差 {max(0.0, worst):.3f}）", worst <= margin


def _flips_of(table: Table, columns: Sequence[Column]) -> Any:
    """Cases whose score moved most against the first column: (case, scorer, first, other, before, after)."""
    found = []
    for i in range(1, len(columns)):
        for scorer in table[0]:
            # seconds and tokens are on no scale of nought to one
            if scorer in LOWER:
                continue
            before, after = case_means(table[0][scorer]), case_means(table[i].get(scorer, {}))
            found += [(case, scorer, columns[0].label, columns[i].label, before[case], after[case])
                      for case in before if case in after and abs(before[case] - after[case]) > 1e-9]
    found.sort(key=lambda f: -abs(f[4] - f[5]))
    return found[:_FLIPS]
