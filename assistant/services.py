"""check, search, draft and ledger as plain data: for the page's programming interface and for other assistants. No wiring here."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from assistant.domain.document import Hit
from assistant.domain.draft import Brief
from assistant.domain.quantity import Fact, Ledger
from assistant.errors import InputError
from assistant.files import write_text
from assistant.workspace import Workspace

MOST_CHARS = 200_000
MOST_HITS = 50


def check_text(workspace: Workspace, text: str, notes: str = "", previous: str = "") -> dict[str, Any]:
    """The findings of a text, in the shape of `check --format json`; notes and last year's report as text, "" for none."""
    from assistant.checks.report_json import finding_json

    _limited(text, notes, previous)
    if not text.strip():
        raise InputError("text: 没有可检查的文字")
    document = workspace.parse(text, "text")
    ledger = workspace.ledger_of(_notes(notes), document.year) if notes.strip() else None
    seen = workspace.examine(document, notes=ledger, previous=workspace.parse(previous, "previous") if previous.strip() else None)
    return {
        "version": 1,
        "files": [{"path": "text", "chars": len(document.original), "findings": [finding_json(one) for one in seen.findings]}],
    }


def search_library(
    workspace: Workspace,
    query: str,
    k: int = 10,
    year: int | None = None,
    topic: str = "",
    part: str = "",
    unit: str = "",
) -> dict[str, Any]:
    """The best passages for a query, in the shape of `search --json`."""
    _limited(query)
    if part not in ("", "summary", "plan", "problems"):
        raise InputError(f"part: {part} 不是 summary、plan、problems 之一")
    hits = workspace.search(query, max(1, min(int(k), MOST_HITS)), year=year or None, topic=topic, part=part, unit=unit)
    return {"query": query, "hits": [_hit(hit) for hit in hits]}


def draft_report(
    workspace: Workspace,
    notes: str,
    unit: str = "",
    year: int | None = None,
    kind: str = "",
    previous: str = "",
    section: str = "",
) -> dict[str, Any]:
    """A draft of notes given as text, in the shape of `draft --json`; previous: last year's report as text."""
    from assistant.writing.export.markdown import to_data

    _limited(notes, previous)
    if not notes.strip():
        raise InputError("notes: 没有素材")
    with tempfile.TemporaryDirectory() as folder:
        path, old = Path(folder) / "notes.md", Path(folder) / "previous.txt"
        write_text(path, notes)
        if previous.strip():
            write_text(old, previous)
        brief = Brief(year or None, unit, kind or Brief().kind, (str(path),), None, str(old) if previous.strip() else None, section or None)
        return to_data(workspace.draft(brief))


def ledger_of_notes(workspace: Workspace, notes: str, year: int | None = None) -> dict[str, Any]:
    """The facts of notes given as text, with what contradicts and what is missing."""
    _limited(notes)
    ledger = workspace.ledger_of(_notes(notes), year or None)
    return {
        "notes": [{"id": note.id, "text": note.text, "department": note.department, "topic": note.topic} for note in ledger.notes],
        "facts": [_fact(fact) for fact in ledger.facts],
        "conflicts": _conflicts(ledger),
        "gaps": [{"note": gap.note, "question": gap.question} for gap in ledger.gaps],
    }


def _conflicts(ledger: Ledger) -> list[dict[str, Any]]:
    return [{"indicator": one.indicator, "reason": one.reason, "facts": [_fact(fact) for fact in one.facts]} for one in ledger.conflicts]


def _fact(fact: Fact) -> dict[str, Any]:
    quantity = fact.quantity
    return {
        "note": fact.note,
        "indicator": quantity.indicator,
        "scope": quantity.scope,
        "period": quantity.period.label or quantity.period.year,
        "value": None if quantity.value is None else str(quantity.value),
        "unit": quantity.unit,
        "change": quantity.change,
        "quote": quantity.quote,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    chunk = hit.chunk
    return {
        "rank": hit.rank,
        "score": hit.score,
        "report": chunk.report,
        "source": Path(chunk.source).name,
        "year": chunk.year,
        "topic": chunk.topic,
        "part": chunk.part,
        "headings": list(chunk.headings),
        "text": chunk.text,
        "start": chunk.start,
        "end": chunk.end,
        "id": chunk.id,
        "title": chunk.title,
        "unit": chunk.unit,
        "why": list(hit.why),
    }


def _notes(text: str) -> list[Any]:
    from assistant.notes.reading import parse_notes

    return parse_notes(text, "notes")


def _limited(*texts: str) -> None:
    if any(len(text) > MOST_CHARS for text in texts):
        raise InputError(f"太长：每段文字不超过 {MOST_CHARS} 字")
