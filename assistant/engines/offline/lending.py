"""Sentences that the library lends: without figure, name, quotation or claim, on the topic of the section. Facts never come from here."""

from __future__ import annotations

from assistant.domain.draft import Sentence
from assistant.engines.engine import SectionRequest
from assistant.engines.offline.lexicon import wording


def borrowed(request: SectionRequest) -> tuple[list[Sentence], list[Sentence]]:
    """(opening, closing) of a section: lent by the library where it has fitting sentences, else the bank's opening alone."""
    own = wording()["topics"].get(request.section.topic, {}).get("opening", "")
    return ([Sentence(own, support="generic")] if own else []), []
