"""What a reviewer, a proofreader or a count says of a draft: one place, one code, verified. Nothing is asked of a model here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.domain.document import Document, Span
from assistant.domain.finding import Category, Finding, Related, Severity

Source = Literal["rules", "proofread", "reviewer", "count"]

#: code → (name, category, severity) of the proofreader's remarks
PROOF_CODES: dict[str, tuple[str, Category, Severity]] = {
    "CONTRADICTION": ("contradiction", "evidence", "warning"),
    "LOGIC": ("logic", "structure", "warning"),
    "OMISSION": ("missing-fact", "evidence", "warning"),
    "NAME": ("wrong-name", "evidence", "warning"),
    "ARITHMETIC": ("arithmetic", "numbers", "warning"),
    "WORDING": ("wording", "style", "info"),
}
#: code → Chinese name; the closed list that a reviewer may use, with or without a model
REVIEW_CODES = {
    "EMPTY": "空话", "NO_RESULT": "没有结果", "NO_PROBLEM": "没有说问题", "WEAK_HEADING": "标题无力", "BALANCE": "详略失当",
    "NOT_PARALLEL": "不平行", "UNANSWERED": "承诺没有答复", "STYLE": "不像本单位的写法", "REPEATS": "与别处重复",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on a draft. start, end: offsets in `document.text`; other: the place it was compared with, as written there."""

    code: str
    source: Source
    start: int
    end: int
    quote: str
    message: str
    suggestion: str = ""
    other: str = ""
    severity: Severity = "warning"


def as_finding(remark: Remark, document: Document) -> Finding:
    """A remark in the shape of a check's finding, offsets in `document.original`."""
    name, category, _ = PROOF_CODES.get(remark.code, (remark.code.lower().replace("_", "-"), "style", "info"))
    span = document.offsets.span(remark.start, remark.end)
    related: tuple[Related, ...] = ()
    at = document.original.find(remark.other) if remark.other else -1
    if at >= 0 and at != span.start:
        related = (Related(at, at + len(remark.other), remark.other, "对照"),)
    rule = "PRF" if remark.source == "proofread" else "REV"
    quote = document.original[span.start : span.end]
    return Finding(rule, name, category, remark.severity, remark.message, span.start, span.end, quote, related, remark.suggestion)


def merged(findings: Sequence[Finding], remarks: Sequence[Remark], document: Document) -> tuple[list[Finding], list[Remark]]:
    """(rules' findings, remarks left): a remark on the very thing a rule found at that place adds nothing and is taken out.

    The finding then carries the remark's words as a related place, so that the reader sees that both agree.
    """
    kept: list[Remark] = []
    mended = list(findings)
    for remark in remarks:
        span = document.offsets.span(remark.start, remark.end)
        at = next((i for i, one in enumerate(mended) if _same(one, remark, span)), None)
        if at is None:
            kept.append(remark)
            continue
        agreed = Related(span.start, span.end, document.original[span.start : span.end], f"审读也指出：{remark.message}")
        mended[at] = replace(mended[at], related=(*mended[at].related, agreed))
    return mended, kept


_FIGURES = ("numbers", "evidence", "continuity")


def _same(finding: Finding, remark: Remark, span: Span) -> bool:
    if finding.severity == "info" or remark.code not in PROOF_CODES:
        return False
    places = [(finding.start, finding.end), *((one.start, one.end) for one in finding.related)]
    touches = any(left < span.end and span.start < right for left, right in places)
    category = PROOF_CODES[remark.code][1]
    alike = category == finding.category or (category in _FIGURES and finding.category in _FIGURES)
    return touches and alike


#: a model of whose remarks at most this share fails when the program looks them up is believed where nothing can be looked up
_FAILING = 0.15


def weighed(remarks: Sequence[Remark], dropped: int) -> list[Remark]:
    """The remarks with the severity that their author has earned: what could not be proved counts only from a reliable model."""
    said = [one for one in remarks if one.source == "proofread"]
    if len(said) < 3 or dropped > _FAILING * (len(said) + dropped):
        return list(remarks)
    return [replace(one, severity=PROOF_CODES[one.code][2]) if one.source == "proofread" else one for one in remarks]


def clean(remarks: Sequence[Remark], most: int = 8) -> list[Remark]:
    """Remarks in order of place, the same place and code once, no more than `most` of a source."""
    seen: set[tuple[str, int]] = set()
    count: dict[str, int] = {}
    found = []
    for remark in sorted(remarks, key=lambda one: (one.start, one.end)):
        key = (remark.code, remark.start)
        if key in seen or count.get(remark.source, 0) >= most:
            continue
        seen.add(key)
        count[remark.source] = count.get(remark.source, 0) + 1
        found.append(remark)
    return found


__all__ = ["PROOF_CODES", "REVIEW_CODES", "Remark", "Source", "as_finding", "clean", "merged", "weighed"]
