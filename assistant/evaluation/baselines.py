"""Two runs, or a run and a kept baseline, held against each other. A baseline is a run's scores as a small JSON file. Draws nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.evaluation.analysis import Analysis, analyse, not_worse, table_of
from assistant.evaluation.scorers.registry import LOWER
from assistant.evaluation.statistics import Comparison, compare
from assistant.evaluation.store import RunStore
from assistant.evaluation.suites import TOTAL

#: seconds and money belong to the machine they were measured on
_UNKEPT = LOWER


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison. columns: label → scorer → case → scores of the repeats."""

    name: str
    suite: str
    columns: Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]
    gates: tuple[Mapping[str, Any], ...] = ()
    own_gates: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What two sides say together: pairs of columns with their comparisons, gates with whether they hold."""

    first: str
    second: str
    pairs: tuple[tuple[str, str, list[Comparison]], ...]
    gates: tuple[tuple[str, bool], ...]


def side_of(store: RunStore | None, name: str) -> Side:
    """RUN, RUN:COLUMN, or FILE.json of a baseline. Raises InputError."""
    place, _, column = name.partition(".json:") if ".json:" in name else (name, "", "")
    if name.endswith(".json") or ".json:" in name:
        side = read_baseline(Path(place if place.endswith(".json") else place + ".json"))
    else:
        if store is None:
            raise InputError(f"{name}: 没有评测记录")
        run, _, column = name.partition(":")
        run = store.resolve(run)
        side = side_from(analyse(store, run), store.meta(run).get("gates", []))
    if not column:
        return side
    found = {label: table for label, table in side.columns.items() if label == column or label.partition("@")[0] == column}
    if not found:
        raise InputError(f"{name}: 没有这个变体；有 {'、'.join(side.columns)}")
    return Side(f"{side.name}:{column}", side.suite, found, side.gates, side.own_gates)


def side_from(analysis: Analysis, gates: Sequence[Mapping[str, Any]] = ()) -> Side:
    """A run as one side."""
    columns = {column.label: table for column, table in zip(analysis.columns, table_of(analysis), strict=True)}
    return Side(analysis.run, analysis.suite, columns, tuple(gates), analysis.gates)


def compare_sides(first: Side, second: Side) -> Held:
    """Columns of the same name are paired, another one with the first column of the other side. Raises InputError without shared cases.

    Gates: those of the second side's suite on its own scores; and for each scorer they name (else the weighted total) that the
    second is not worse than the first: by no more than the gate's margin where it gives one, else not surely worse.
    """
    pairs, gates = [], list(second.own_gates)
    named = {str(gate["scorer"]): float(gate.get("margin") or 0.0) for gate in second.gates} or {TOTAL: 0.0}
    for label, table in second.columns.items():
        other = label if label in first.columns else next(iter(first.columns))
        rows = compare(first.columns[other], table, lower=LOWER)
        if not rows:
            continue
        ours, theirs = _column(second, label), _column(first, other)
        pairs.append((theirs, ours, rows))
        there = {row.scorer for row in rows}
        gates += [
            not_worse(scorer, margin, theirs, ours, first.columns[other], table) for scorer, margin in named.items() if scorer in there
        ]
    if not pairs:
        raise InputError(f"{first.name} 与 {second.name} 没有共同的用例和评分，无法比较")
    return Held(first.name, second.name, tuple(pairs), tuple(gates))


def _column(side: Side, label: str) -> str:
    # RUN:COLUMN names its column already
    return side.name if ":" in side.name else f"{side.name} {label}"


def baseline_json(analysis: Analysis) -> str:
    """A run's scores as a baseline file: by column, scorer and case, four digits, in a steady order."""
    columns = {
        label: {
            scorer: {case: [round(value, 4) for value in values] for case, values in sorted(cases.items())}
            for scorer, cases in sorted(table.items()) if scorer not in _UNKEPT
        }
        for label, table in side_from(analysis).columns.items()
    }
    return json.dumps({"version": 1, "suite": analysis.suite, "columns": columns}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_baseline(path: Path) -> Side:
    """A kept baseline. Raises InputError."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return Side(path.stem, str(value["suite"]), dict(value["columns"]))
    except OSError as error:
        raise InputError(f"{path}: 读不了（{error.strerror}）") from None
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path}: 不是基线文件") from None
