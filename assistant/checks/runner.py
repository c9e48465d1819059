"""Runs rules over a document: selection, crashes, house words, order, duplicates. No rule and no printing here."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.checks.context import CheckContext
from assistant.checks.registry import selected
from assistant.checks.rule import LIBRARY, NOTES, PREVIOUS, Loaded
from assistant.checks.words import NO_WORDS, HouseWords
from assistant.domain.document import Document, Place
from assistant.domain.finding import Finding
from assistant.domain.quantity import Ledger

CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Examination:
    """What a check of one document gave: the findings, and how much of its figures was compared with anything."""

    document: Document
    findings: tuple[Finding, ...]
    figures: int = 0
    compared: int = 0


def check_document(
    document: Document, notes: Ledger | None = None, previous: Document | None = None,
    select: Sequence[str] = (), ignore: Sequence[str] = (), *, words: HouseWords = NO_WORDS,
    fingerprints: dict[int, str] | None = None,
) -> list[Finding]:
    """Findings of the selected rules in order of place, offsets in `document.original`. Raises InputError for an unknown rule."""
    context = CheckContext(document, notes, previous, words, fingerprints or {})
    return run_rules(context, selected(select, ignore))


def examine(
    document: Document, notes: Ledger | None = None, previous: Document | None = None,
    select: Sequence[str] = (), ignore: Sequence[str] = (), *, words: HouseWords = NO_WORDS,
    fingerprints: dict[int, str] | None = None,
) -> Examination:
    """The same with the count of figures, and of those that some rule compared."""
    context = CheckContext(document, notes, previous, words, fingerprints or {})
    findings = run_rules(context, selected(select, ignore))
    figures = {(quantity.start, quantity.end) for quantity in context.quantities}
    return Examination(document, tuple(findings), len(figures), len(figures & context.compared))

_LEFT_OUT = frozenset(("missing-fact", "unreported-commitment"))


def run_rules(context: CheckContext, rules: Sequence[Loaded]) -> list[Finding]:
    """Run these rules; one that crashes becomes a finding of its own and the rest go on."""
    present = {NOTES: context.notes is not None, PREVIOUS: context.previous is not None, LIBRARY: bool(context.fingerprints)}
    found: list[Finding] = []
    for loaded in rules:
        if not all(present[need] for need in loaded.rule.needs):
            continue
        try:
            found.extend(loaded.check(context))
        except Exception as error:  # noqa: BLE001 - a mistake in one rule must not take the others' findings along
            found.append(_crash(loaded, error))
    kept = _without_allowed(found, context)
    # what is left out has no place of its own: several omissions stand at one heading, each with its message
    unique = {(one.start, one.end, one.rule, one.name, one.message if one.name in _LEFT_OUT else ""): one for one in reversed(kept)}
    ordered = sorted(unique.values(), key=lambda one: (one.start, one.end, one.rule, one.message))
    if not context.document.places:
        return ordered
    return [replace(one, place=place) for one, place in zip(ordered, _places(ordered, context.document), strict=True)]


def _crash(loaded: Loaded, error: Exception) -> Finding:
    rule = loaded.rule
    said = f"规则 {rule.code} {rule.name} 自身出错，未能检查：{type(error).__name__}: {error}"
    return Finding(
        rule.code, CRASH, rule.category, "warning", said, 0, 0, "",
        suggestion="其余规则不受影响；请把这段文字连同此信息反馈给维护者",
    )


def _without_allowed(found: list[Finding], context: CheckContext) -> list[Finding]:
    if not context.words.allowed:
        return found
    original = context.document.original
    spans: list[tuple[int, int]] = []
    for word in context.words.allowed:
        at = original.find(word)
        while at >= 0:
            spans.append((at, at + len(word)))
            at = original.find(word, at + 1)
    return [one for one in found if one.end == one.start or not any(left <= one.start and one.end <= right for left, right in spans)]


def _places(findings: Sequence[Finding], document: Document) -> list[Place | None]:
    """Paragraph and run of each finding's first character, for readers that keep them (docx)."""
    starts = [place.start for place in document.places]
    result: list[Place | None] = []
    for one in findings:
        at = bisect.bisect_right(starts, one.start) - 1
        place = document.places[at] if at >= 0 else None
        if place is None or not place.start <= one.start < place.end:
            result.append(None)
        else:
            result.append(Place(one.start, min(one.end, place.end), place.paragraph, place.run, place.offset + one.start - place.start))
    return result
