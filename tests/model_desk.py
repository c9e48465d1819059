"""Set-up shared by the tests of writing with a model: notes as files, sections asked for, an engine against the scripted endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.domain.draft import Brief, Draft, Sentence
from assistant.domain.quantity import Ledger
from assistant.engines.endpoint import Endpoint
from assistant.engines.engine import SectionRequest
from assistant.engines.evidence import Evidence, gather
from assistant.engines.model import ModelEngine, ModelOptions
from assistant.engines.offline.engine import OfflineEngine
from assistant.notes.ledger import build_ledger
from assistant.notes.reading import parse_notes, read_notes
from assistant.prompts import load_prompt
from assistant.writing.drafting import draft


class Recorder(OfflineEngine):
    """The offline engine, keeping each request with what it wrote."""

    def __init__(self) -> None:
        self.asked: list[tuple[SectionRequest, tuple[Sentence, ...]]] = []

    def write_section(self, request: SectionRequest) -> tuple[Sentence, ...]:
        written = tuple(super().write_section(request))
        self.asked.append((request, written))
        return written


def sections_of(ledger: Ledger, year: int | None = 2025, unit: str = "") -> list[tuple[SectionRequest, tuple[Sentence, ...]]]:
    """The sections that the drafting job asks for, with the offline engine's sentences; only those with notes."""
    recorder = Recorder()
    draft(Brief(year=year, unit=unit), ledger, engine=recorder, check=False)
    return [(request, written) for request, written in recorder.asked if request.notes and any(one.notes for one in written)]


def ledger_of(text: str, year: int | None = 2025) -> Ledger:
    """A ledger of notes given as text."""
    return build_ledger(parse_notes(text, "notes.md"), year=year)


def ledger_of_file(path: Path) -> Ledger:
    """A ledger of one file of notes."""
    return build_ledger(read_notes([path]))


def evidence_of(request: SectionRequest, written: tuple[Sentence, ...]) -> Evidence:
    """The evidence of one section, as the model engine gathers it."""
    return gather(request.notes, written, request.ledger, part=request.section.part, year=request.year)


def engine_for(base_url: str, model: str = "m", *, settings: dict[str, Any] | None = None, **options: Any) -> ModelEngine:
    """A model engine for a scripted endpoint. settings: of the endpoint; options: of the engine."""
    given: dict[str, Any] = {"timeout": 5.0, "retries": 1} | (settings or {})
    endpoint = Endpoint(model, base_url, "sk-secret-123", **given)
    return ModelEngine(endpoint, load_prompt("draft_section"), load_prompt("revise"), ModelOptions(**options))


def drafted(ledger: Ledger, engine: ModelEngine, year: int | None = 2025, unit: str = "") -> Draft:
    """A whole draft by this engine, unchecked."""
    return draft(Brief(year=year, unit=unit), ledger, engine=engine, check=False)
