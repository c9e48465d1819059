"""Findings as one self-contained page: in the text, as a list, with the ledger of the notes and last year's promises as tables.

The answers to last year's promises are made elsewhere and handed in; without them the page has no such table.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from importlib import resources

from assistant.checks.results import FileResult
from assistant.domain.commitment import Answer
from assistant.domain.finding import Finding, Severity
from assistant.domain.quantity import Ledger, Quantity

_WORDS: dict[Severity, str] = {"error": "错误", "warning": "疑似", "info": "建议"}
_RANK = {"error": 0, "warning": 1, "info": 2}
_STATUS = {"done": "已兑现", "missed": "未达到", "partial": "有交代", "silent": "未见交代"}


def to_html(results: Sequence[FileResult], promises: Mapping[str, Sequence[Answer]] | None = None) -> str:
    """The page. promises: path of a file → how it answers last year's plan."""
    counts = Counter(one.severity for result in results for one in result.findings)
    said = "、".join(f"{_WORDS[key]} {counts[key]}" for key in _WORDS if counts[key]) or "没有发现问题"
    page = resources.files("assistant.checks").joinpath("report.html").read_text(encoding="utf-8")
    files = "\n".join(_file(number, result, (promises or {}).get(result.path, ())) for number, result in enumerate(results))
    return page.replace("<!--summary-->", escape(f"{len(results)} 个文件：{said}")).replace("<!--files-->", files).rstrip("\n")


def _file(number: int, result: FileResult, answers: Sequence[Answer]) -> str:
    head = f'<section class="file"><h2>{escape(result.path)}</h2>'
    if result.error:
        return f'{head}<p class="sev error">{escape(result.error)}</p></section>'
    share = f"{result.compared / result.figures:.0%}" if result.figures else "—"
    parts = [
        head,
        f'<p class="sum">{len(result.text)} 字；数字 {result.figures} 个，参加过比对的 {result.compared} 个（{share}）</p>',
        '<div class="cols"><div class="text">',
        _marked(number, result.text, result.findings),
        "</div><div>",
        _list(number, result),
        "</div></div>",
        _ledger(result.notes),
        _promises(answers),
        "</section>",
    ]
    return "".join(parts)


def _marked(number: int, text: str, findings: Sequence[Finding]) -> str:
    """The text with every finding marked; where several meet the gravest gives the colour, and each has its anchor."""
    edges = sorted({0, len(text), *(one.start for one in findings), *(one.end for one in findings)})
    begun: dict[int, list[int]] = {}
    for index, one in enumerate(findings):
        begun.setdefault(one.start, []).append(index)
    ordered = sorted(range(len(findings)), key=lambda index: findings[index].start)
    pieces: list[str] = []
    active: list[int] = []
    following = 0
    for left, right in itertools.pairwise(edges):
        while following < len(ordered) and findings[ordered[following]].start <= left:
            active.append(ordered[following])
            following += 1
        active = [index for index in active if findings[index].end > left]
        anchors = "".join(f'<a id="f{number}-{index}"></a>' for index in begun.get(left, ()))
        words = escape(text[left:right])
        if active:
            gravest = min((findings[index].severity for index in active), key=lambda severity: _RANK[severity])
            title = escape("；".join(f"{findings[index].rule} {findings[index].message}" for index in active[:4]), quote=True)
            words = f'<mark class="{gravest}" title="{title}">{words}</mark>'
        pieces.append(anchors + words)
    return "".join(pieces)


def _list(number: int, result: FileResult) -> str:
    rows = []
    for index, one in enumerate(result.findings):
        line, column = result.line_and_column(one.start)
        advice = f"<br>{escape(one.suggestion)}" if one.suggestion else ""
        related = "".join(
            f'<br><span class="tag">{escape(other.label or "参见")}：{escape(_short(other.quote))}</span>' for other in one.related
        )
        rows.append(
            f'<li class="{one.severity}"><span class="sev {one.severity}">{_WORDS[one.severity]}</span> '
            f'<a href="#f{number}-{index}">{escape(_short(one.quote) or "全文")}</a><br>{escape(one.message)}{advice}{related}'
            f'<br><span class="tag">{one.rule} {one.name} · {line}:{column} · #{result.fingerprints[index]}</span></li>'
        )
    return f'<ul class="list">{"".join(rows)}</ul>' if rows else "<p>没有发现问题。</p>"


def _ledger(ledger: Ledger | None) -> str:
    if ledger is None or not ledger.facts:
        return ""
    rows = "".join(
        f"<tr><td>{escape(fact.note)}</td><td>{escape(fact.quantity.indicator or '—')}</td>"
        f"<td>{escape(fact.quantity.period.label or '—')}</td>"
        f'<td class="num">{escape(_value(fact.quantity))}</td></tr>'
        for fact in ledger.facts
    )
    gaps = "".join(f"<tr><td>{escape(gap.note)}</td><td colspan=3>{escape(gap.question)}</td></tr>" for gap in ledger.gaps)
    return (
        f'<h3>素材台账（{len(ledger.facts)} 条）</h3><div class="scroll"><table>'
        "<tr><th>素材</th><th>指标</th><th>时期</th><th>数值</th></tr>"
        f"{rows}{gaps}</table></div>"
    )


def _value(quantity: Quantity) -> str:
    return (
        quantity.quote
        if quantity.value is None
        else f"{_plain(quantity.value)}{'～' + _plain(quantity.high) if quantity.high is not None else ''}{quantity.unit}"
    )


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _promises(answers: Sequence[Answer]) -> str:
    if not answers:
        return ""
    rows = "".join(
        f'<tr><td>{escape(one.commitment.text)}</td><td class="{one.status}">{_STATUS[one.status]}</td>'
        f"<td>{escape(one.message)}</td></tr>"
        for one in _by_urgency(answers)
    )
    return (
        f'<h3>上年承诺（{len(answers)} 条）</h3><div class="scroll"><table>'
        f"<tr><th>上年工作思路</th><th>今年</th><th>说明</th></tr>{rows}</table></div>"
    )


def _by_urgency(answers: Sequence[Answer]) -> Iterator[Answer]:
    order = {"missed": 0, "silent": 1, "partial": 2, "done": 3}
    return iter(sorted(answers, key=lambda one: order[one.status]))


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"
