"""The text under review as a page, with findings marked in place: marks may overlap, a raised number ties them to the list. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.ui.markup import Html, join, tag

_CLASS = {"error": "err", "warning": "warn", "info": "info"}
_WEIGHT = {"error": 0, "warning": 1, "info": 2}
_SAID = {"error": "错", "warning": "疑", "info": "议"}


def marked_page(document: Document, findings: Sequence[Finding], shown: set[int], chosen: int, anchors: Sequence[int] = ()) -> Html:
    """The whole text; only the findings in `shown` are marked, `chosen` and its related places stand out.

    anchors: places that links outside of the page lead to.
    """
    text = document.original
    levels = _levels(document)
    related = [(one.start, one.end) for one in findings[chosen].related] if 0 <= chosen < len(findings) and chosen in shown else []
    made: list[Html] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            made.append(_line(text, at, end, levels.get(at + len(line) - len(line.lstrip())), findings, shown, chosen, related, anchors))
        at = end + 1
    return tag("article", *made, cls="bz-page", lang="zh-CN")


def _levels(document: Document) -> dict[int, str]:
    levels = {}
    if document.title:
        levels[document.origin(document.title_span).start] = "h1"
    for section in document.walk():
        if section.title:
            start = document.origin(section.heading).start
            # a heading that runs on into its paragraph stays a paragraph
            rest = document.text[section.heading.end : section.heading.end + 1]
            if rest in ("", "\n"):
                levels[start] = "h2" if section.level == 1 else "h3"
    return levels


def _line(
    text: str,
    start: int,
    end: int,
    level: str | None,
    findings: Sequence[Finding],
    shown: set[int],
    chosen: int,
    related: Sequence[tuple[int, int]],
    anchors: Sequence[int],
) -> Html:
    here = [(at, one) for at, one in enumerate(findings) if at in shown and one.start < end and one.end > start]
    near = [(left, right) for left, right in related if left < end and right > start]
    cuts = sorted(
        {
            start,
            end,
            *(max(start, min(end, place)) for _, one in here for place in (one.start, one.end)),
            *(max(start, min(end, place)) for pair in near for place in pair),
            *(place for place in anchors if start <= place < end),
        }
    )
    pieces: list[object] = []
    for left, right in pairwise(cuts):
        covering = [(at, one) for at, one in here if one.start <= left and right <= one.end]
        piece: object = text[left:right]
        if any(a <= left and right <= b for a, b in near):
            piece = tag("span", piece, cls="bz-rel", id=f"at-{left}")
        elif left in anchors:
            pieces.append(tag("span", id=f"at-{left}", cls="bz-anchor"))
        if covering:
            piece = _mark(piece, covering, chosen, left)
        pieces.append(piece)
        pieces += [tag("span", at + 1, cls=f"bz-fn {_CLASS[one.severity]}", aria_hidden="true") for at, one in here if one.end == right]
    body = join(pieces)
    stripped = text[start:end].lstrip()
    if level == "h1" or stripped.startswith("# "):
        return tag("h1", body, id=f"at-{start}")
    return tag(level or "p", body)


def _mark(piece: object, covering: Sequence[tuple[int, Finding]], chosen: int, left: int) -> Html:
    # the chosen one, else the gravest, else the shortest: one line under a word is enough
    at, finding = min(covering, key=lambda pair: (pair[0] != chosen, _WEIGHT[pair[1].severity], pair[1].end - pair[1].start))
    on = at == chosen
    more: dict[str, Any] = {"id": f"f-{at}-{left}"}
    said = f"{_SAID[finding.severity]}，{finding.message}，{finding.quote}"
    return tag(
        "span",
        piece,
        cls=f"bz-f {_CLASS[finding.severity]}{' is-on' if on else ''}",
        data_on="finding",
        data_at=at,
        tabindex="0",
        role="button",
        aria_label=said[:120],
        **more,
    )
