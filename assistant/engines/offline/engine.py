"""The engine that needs no model: notes written out as formal sentences. How notes are joined is in `paragraphs`."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.draft import Sentence
from assistant.engines.engine import SectionRequest
from assistant.engines.offline.frame import lead, plan_opening, problems_opening
from assistant.engines.offline.lending import borrowed
from assistant.engines.offline.measure import fitted
from assistant.engines.offline.paragraphs import carried


class OfflineEngine:
    """Writes sections by rule. Pure: the same request gives the same sentences."""

    name = "offline"
    model: str | None = None
    prompt: str | None = None

    def write_section(self, request: SectionRequest) -> Sequence[Sentence]:
        """The sentences of a section; every figure of its notes is in them, or the note is left out whole."""
        if request.role == "lead":
            return lead(request)
        part = request.section.part or "summary"
        body, wish = carried(request), request.section.length
        if request.role == "opening":
            return [*plan_opening(request, bool(body)), *body] if part == "plan" else body
        if part == "problems":
            return [*problems_opening(request), *body] if body else []
        if part == "plan":
            if not body:
                return []
            if request.section.topic in ("目标思路", "主要目标"):
                return [*plan_opening(request, False), *body]
            opening, _, more = borrowed(request)
            return fitted(wish, [one for one in opening if one.support == "library"], body, (), more)
        opening, closing, more = borrowed(request)
        return fitted(wish, opening, body, closing, more) if body else []
