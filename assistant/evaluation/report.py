"""A finished run becomes one self-contained HTML page, a Markdown summary and JUnit XML. Numbers are made in `analysis`, not here."""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from assistant.errors import UnreadableFile
from assistant.evaluation.analysis import Analysis, Column, ScoredCell
from assistant.evaluation.baselines import Held
from assistant.evaluation.statistics import Comparison

_VERDICT = {"better": "更好", "worse": "更差", "cannot tell": "无法判断"}


#: cells whose texts are compressed together: answers to one case stand beside each other and resemble each other
_BLOCK = 48


def to_html(analysis: Analysis, outputs: Iterable[tuple[str, str | Mapping[str, Any]]]) -> Iterator[str]:
    """The page in pieces, so that a big run is never whole in memory. outputs: (cell, text) or (cell, {text, told, places}) in any order.

    The page carries its data as JSON and draws only the rows in view; texts are compressed in blocks that are opened when one of
    them is looked at. Nothing outside is referred to.
    """
    template = (Path(__file__).parent / "report.html").read_text(encoding="utf-8")
    head, _, tail = template.partition("/*DATA*/")
    yield head.replace("TITLE", escape(f"评测 {analysis.run}"))
    yield "const DATA=" + _script(_data(analysis)) + ";const PACKED=["
    where: dict[str, int] = {}
    block: dict[str, Any] = {}
    number = 0
    for cell, value in outputs:
        block[cell] = {"text": value} if isinstance(value, str) else value
        where[cell] = number
        if len(block) == _BLOCK:
            yield _packed(block)
            block, number = {}, number + 1
    yield _packed(block) + "];const WHERE=" + _script(where) + ";"
    yield tail


def _packed(block: Mapping[str, Any]) -> str:
    data = json.dumps(block, ensure_ascii=False, separators=(",", ":")).encode()
    return '"' + base64.b64encode(zlib.compress(data, 6)).decode() + '",'


def _script(value: Any) -> str:
    # "</script>" inside a text would end the element: the slash is escaped, JSON reads it back the same
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _data(analysis: Analysis) -> dict[str, Any]:
    return {
        "run": analysis.run, "suite": analysis.suite, "counts": analysis.counts, "scorers": list(analysis.scorers),
        "columns": [[c.variant, c.model, c.prompt] for c in analysis.columns],
        "means": [{s: _round(v) for s, v in means.items()} for means in analysis.means],
        "costs": [[round(x, 3) for x in cost] for cost in analysis.costs],
        "comparisons": [{"first": a, "second": b, "rows": [_comparison(row) for row in rows]} for a, b, rows in analysis.comparisons],
        "gates": [list(g) for g in analysis.gates],
        "cells": [_cell(c, analysis.scorers) for c in analysis.cells],
        "flips": [list(f) for f in analysis.flips], "judge": _judge(analysis) if analysis.judge else "",
    }


def _cell(cell: ScoredCell, scorers: tuple[str, ...]) -> list[Any]:
    scores = [_round(cell.scores.get(s)) for s in scorers]
    return [cell.cell, cell.case, cell.column, cell.repeat, cell.status, scores, cell.error, round(cell.seconds, 2)]


def _round(value: float | None) -> float | None:
    return None if value is None or value != value else round(value, 4)


def _comparison(row: Comparison) -> list[Any]:
    numbers = [row.first, row.second, row.difference, row.low, row.high, row.p_holm, row.detectable, row.noise]
    return [row.scorer, row.cases, *[None if x != x or abs(x) == float("inf") else round(x, 4) for x in numbers],
            row.wins, row.ties, row.losses, row.verdict]


def to_markdown(analysis: Analysis) -> str:
    """A summary for a pull request: counts, means, differences with intervals, gates."""
    lines = [f"# 评测 {analysis.run}", "", _counts(analysis), ""]
    head = ["变体", "模型", *analysis.scorers, "秒", "首字秒", "token"]
    lines += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for column, means, cost in zip(analysis.columns, analysis.means, analysis.costs, strict=True):
        values = " | ".join(f"{means[s]:.3f}" if s in means else "–" for s in analysis.scorers)
        lines.append(f"| {column.variant} | {column.model or '—'} | {values} | {cost[0]:.2f} | {cost[2]:.2f} | {cost[1]:.0f} |")
    for first, second, rows in analysis.comparisons:
        lines += ["", f"## {second} 对 {first}", ""]
        lines += ["| 评分 | 用例 | 差 | 95% 区间 | p（Holm） | 胜/平/负 | 能看出的最小差 | 判断 |", "|---|---|---|---|---|---|---|---|"]
        lines += [
            f"| {r.scorer} | {r.cases} | {r.difference:+.3f} | [{r.low:+.3f}, {r.high:+.3f}] | {r.p_holm:.3f} "
            f"| {r.wins}/{r.ties}/{r.losses} | {r.detectable:.3f} | {_VERDICT[r.verdict]} |" for r in rows
        ]
    if analysis.judge:
        lines += ["", _judge(analysis)]
    if analysis.gates:
        lines += ["", "## 门槛", ""] + [f"- {'通过' if passed else '**未过**'} {what}" for what, passed in analysis.gates]
    return "\n".join(lines) + "\n"


def _judge(analysis: Analysis) -> str:
    told = analysis.judge
    agreement = "—" if told.get("agreement") is None else f"{told['agreement']:.0%}"
    return f"评审模型：{told.get('pairs', 0)} 对，各按两种次序；次序调换后判断一致 {agreement}；没有给出判断 {told.get('failed', 0)} 对"


def _counts(analysis: Analysis) -> str:
    c = analysis.counts
    return f"计划 {c['planned']} 格 = 完成 {c['done']}（缓存 {c['cached']}）+ 失败 {c['failed']} + 缺 {c['missing']}"


def to_junit(analysis: Analysis) -> str:
    """Gates and failed cells as JUnit XML, for CI."""
    failed = [
        (f"{c.case}/{_name(analysis.columns[c.column])}/{c.repeat}", c.error or "没有回答") for c in analysis.cells if c.status != "done"
    ]
    tests = [(what, "" if passed else what) for what, passed in analysis.gates] + failed
    tests = tests or [("run", "")]
    bad = sum(bool(message) for _, message in tests)
    cases = "".join(
        f"<testcase classname={quoteattr(analysis.suite)} name={quoteattr(name)}>"
        + (f"<failure message={quoteattr(message)}/>" if message else "") + "</testcase>"
        for name, message in tests
    )
    suite = f'<testsuite name={quoteattr(analysis.run)} tests="{len(tests)}" failures="{bad}">{cases}</testsuite>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{suite}\n'


def _name(column: Column) -> str:
    return f"{column.variant}{'@' + column.model if column.model else ''}"


def to_text(analysis: Analysis) -> str:
    """A run for the terminal: counts, means by variant, verdicts, gates."""
    lines = [_counts(analysis)]
    if analysis.scorers:
        width = max(8, *(_width(c.label) for c in analysis.columns))
        lines.append(_padded("变体", width) + "".join(f"  {scorer:>10}" for scorer in analysis.scorers))
        for column, means in zip(analysis.columns, analysis.means, strict=True):
            values = [f"{means[s]:.3f}" if s in means else "–" for s in analysis.scorers]
            lines.append(_padded(column.label, width) + "".join(f"  {value:>10}" for value in values))
    if analysis.judge:
        lines.append(_judge(analysis))
    for first, second, rows in analysis.comparisons:
        lines += _rows_text(first, second, rows)
    return "\n".join([*lines, *_gates_text(analysis.gates)]) + "\n"


def comparison_text(held: Held) -> str:
    """A comparison for the terminal: per scorer the difference, its interval, wins, ties, losses, the verdict; then the gates."""
    lines: list[str] = []
    for first, second, rows in held.pairs:
        lines += _rows_text(first, second, rows)
    return "\n".join([*lines, *_gates_text(held.gates)]) + "\n"


def comparison_json(held: Held) -> dict[str, Any]:
    """The same for programs."""
    return {
        "first": held.first, "second": held.second,
        "pairs": [{"first": a, "second": b, "scorers": [_named(row) for row in rows]} for a, b, rows in held.pairs],
        "gates": [{"gate": what, "passed": passed} for what, passed in held.gates],
    }


def to_json(analysis: Analysis) -> dict[str, Any]:
    """A run for programs: counts, means, comparisons, gates."""
    return {
        "run": analysis.run, "suite": analysis.suite, "counts": dict(analysis.counts),
        "columns": [
            {"variant": c.variant, "model": c.model, "prompt": c.prompt, "means": {s: _round(v) for s, v in means.items()},
             "seconds": round(cost[0], 3), "tokens": round(cost[1], 1), "first_text": round(cost[2], 3)}
            for c, means, cost in zip(analysis.columns, analysis.means, analysis.costs, strict=True)
        ],
        "comparisons": [{"first": a, "second": b, "scorers": [_named(row) for row in rows]} for a, b, rows in analysis.comparisons],
        "gates": [{"gate": what, "passed": passed} for what, passed in analysis.gates],
        "judge": dict(analysis.judge),
    }


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a text that comes in pieces, whole or not at all, never whole in memory. Raises UnreadableFile."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8") as file:
            for piece in pieces:
                file.write(piece)
        os.replace(temporary, path)
    except OSError as error:
        raise UnreadableFile(path, f"写不进去（{error.strerror or error}）") from None
    finally:
        temporary.unlink(missing_ok=True)


def _named(row: Comparison) -> dict[str, Any]:
    names = (
        "scorer", "cases", "first", "second", "difference", "low", "high", "p_holm", "detectable", "noise",
        "wins", "ties", "losses", "verdict",
    )
    return dict(zip(names, _comparison(row), strict=True))


def _rows_text(first: str, second: str, rows: Iterable[Comparison]) -> list[str]:
    lines = ["", f"{second} 对 {first}", f"  {'评分':<8}  用例      差  95% 区间            p(Holm)  胜/平/负    可辨差  判断"]
    for r in rows:
        span = "未知" if abs(r.low) == float("inf") else f"[{r.low:+.3f}, {r.high:+.3f}]"
        # without any spread nothing is known of what would have been seen
        least = "—" if r.detectable in (0.0, float("inf")) else f"{r.detectable:.3f}"
        score = f"{r.wins}/{r.ties}/{r.losses}"
        name, span = _padded(r.scorer, 10), _padded(span, 18)
        figures = f"{r.cases:>4}  {r.difference:+.3f}  {span}  {r.p_holm:>7.3f}  {score:<10}  {least:>6}"
        lines.append(f"  {name}  {figures}  {_VERDICT[r.verdict]}")
    return lines


def _gates_text(gates: Iterable[tuple[str, bool]]) -> list[str]:
    lines = [f"  {'通过' if passed else '未过'}  {what}" for what, passed in gates]
    return ["", "门槛", *lines] if lines else []


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - _width(text))
