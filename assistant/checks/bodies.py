"""The stretches of running text between headings. Cuts nothing finer than that."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.domain.document import Span


def bodies(context: CheckContext) -> list[Span]:
    """The lead and the body of every section, where they hold something, in document order."""
    return [span for span in _all(context) if span.end > span.start]


def _all(context: CheckContext) -> Iterator[Span]:
    yield context.document.lead
    for section in context.sections:
        # an item without a title is its own body
        yield Span(section.heading.end if section.title else section.heading.start, section.body.end)
