"""An engine that is told the user's own wish for every section it writes. Who writes is another engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.draft import Sentence
from assistant.engines.engine import Engine, SectionRequest


class Instructed:
    """Passes requests on with the instruction put in."""

    def __init__(self, engine: Engine, instruction: str) -> None:
        self.engine, self.instruction = engine, instruction
        self.name, self.model, self.prompt = engine.name, engine.model, engine.prompt

    def write_section(self, request: SectionRequest) -> Sequence[Sentence]:
        """The section, written with the instruction in mind."""
        return self.engine.write_section(replace(request, instruction=self.instruction))
