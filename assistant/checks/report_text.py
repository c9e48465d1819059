"""Findings as lines for a terminal: path:line:column, rule, message. No decision on whether the terminal has colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.checks.results import FileResult
from assistant.domain.finding import Finding

_WORDS = {"error": "错误", "warning": "疑似", "info": "建议"}
_COLOURS = {"error": "31", "warning": "33", "info": "36"}
_QUOTE = 40


def to_text(results: Sequence[FileResult], *, colour: bool = False, stats: bool = False) -> str:
    """All findings, then a line that counts them."""
    lines = [line for result in results for line in _file_lines(result, colour, stats)]
    lines.append(_summary(results))
    return "\n".join(lines)


def _file_lines(result: FileResult, colour: bool, stats: bool) -> Iterator[str]:
    for one, name in zip(result.findings, result.fingerprints, strict=True):
        line, column = result.line_and_column(one.start)
        where = f"{result.path}:{line}:{column}:"
        if one.place is not None:
            where += f" 第{one.place.paragraph + 1}段"
        word = _paint(_WORDS[one.severity], _COLOURS[one.severity], colour)
        yield f"{_paint(where, '1', colour)} {one.rule} {one.name} {word} {one.message}{_paint(f' #{name}', '2', colour)}"
        yield from _details(result, one, colour)
    if stats and not result.error:
        share = f"{result.compared / result.figures:.0%}" if result.figures else "—"
        yield f"{result.path}: 数字 {result.figures} 个，至少参加过一次比对的 {result.compared} 个（{share}）"


def _details(result: FileResult, one: Finding, colour: bool) -> Iterator[str]:
    if one.quote:
        yield f"    {_paint('|', '2', colour)} {_short(one.quote)}"
    for other in one.related:
        line, column = result.line_and_column(other.start)
        yield f"    {_paint('|', '2', colour)} {other.label or '参见'} {line}:{column} {_short(other.quote)}"
    if one.suggestion:
        yield f"    {_paint('=', '2', colour)} {one.suggestion}{'（--fix 可改）' if one.fix else ''}"
    elif one.fix is not None:
        yield f"    {_paint('=', '2', colour)} 改为“{_short(one.fix.text)}”（--fix 可改）"


def _summary(results: Sequence[FileResult]) -> str:
    counts = Counter(one.severity for result in results for one in result.findings)
    failed = sum(1 for result in results if result.error)
    said = "、".join(f"{_WORDS[key]} {counts[key]}" for key in ("error", "warning", "info") if counts[key]) or "没有发现问题"
    return f"{len(results)} 个文件：{said}" + (f"；{failed} 个文件读不了" if failed else "")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTE else f"{flat[: _QUOTE - 1]}…"


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\033[{code}m{text}\033[0m" if colour else text
