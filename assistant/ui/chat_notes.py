"""The project's notes as the chat uses them: the notebook it answers from, and the sheet that a citation opens. No presenting here."""

from __future__ import annotations

import datetime

from assistant.domain.document import Document
from assistant.errors import InputError
from assistant.projects.project import Reference
from assistant.ui.desk import Desk
from assistant.ui.todo import conflict_key, open_conflicts
from assistant.writing.conversation.answers import Citation
from assistant.writing.conversation.notebook import Notebook, Sheet

_REPORT = "note:"


def notebook_of(desk: Desk) -> Notebook | None:
    """The notes as their user has amended them, made anew when they changed; None where there are none."""
    project = desk.project
    if not project.sources:
        return None
    state = (project.sources, project.amendments, project.kept_apart, project.year, project.unit)
    kept = desk.talking.notebook
    if kept is None or kept[0] != state:
        kept = desk.talking.notebook = (state, _read(desk))
    return kept[1]


def _read(desk: Desk) -> Notebook:
    project, material = desk.project, desk.material()
    names = {source.sha256: source.name for source in project.sources}
    used = {note.source for note in material.notes}
    hashes = {path: sha256 for path, sha256 in material.hashes.items() if path in used}
    sheets = {path: Sheet(names.get(sha256, ""), sha256, desk.workspace.sheet_text(path)) for path, sha256 in hashes.items()}
    ids = {(material.hashes.get(note.source, ""), note.start): note.id for note in material.notes}
    amended: dict[str, tuple[tuple[str, str], ...]] = {}
    for one in project.amendments:
        id = ids.get((one.sha256, one.at))
        if id is not None:
            # a figure that was changed twice was sent in as it was before the first time
            before = next((old for old, new in amended.get(id, ()) if new == one.quote), "" if one.kind == "fill" else one.quote)
            amended[id] = (*(pair for pair in amended.get(id, ()) if pair[1] != one.quote), (before, one.text))
    ledger = material.ledger
    apart = tuple(one for one in ledger.conflicts if conflict_key(one) in project.kept_apart)
    unit = project.unit or desk.workspace.settings.unit
    # notes of a project that doesn't say its year are this year's
    year = project.year or ledger.year or datetime.date.today().year
    return Notebook(ledger.notes, sheets, tuple(open_conflicts(desk)), apart, ledger.gaps, amended, unit, year)


def reference_of(citation: Citation) -> Reference:
    """A citation as a project keeps it; a note is known by the hash of its sheet."""
    if citation.note:
        sha256 = citation.report.removeprefix(_REPORT)
        return Reference(citation.source, citation.start, citation.end, citation.quote, citation.title, citation.headings, "", sha256)
    return Reference(
        citation.source, citation.start, citation.end, citation.quote, citation.title, citation.headings, citation.report
    )


def open_source(desk: Desk, reference: Reference) -> Document | None:
    """The report or the sheet that a reference cites; None where it isn't there any more. Raises LibraryError, EndpointError."""
    try:
        if not reference.note:
            return desk.workspace.library.document(reference.report)
        source = next((one for one in desk.project.sources if one.sha256 == reference.note), None)
        return desk.workspace.parse(desk.workspace.sheet_text(desk.path_of(source)), source.name) if source is not None else None
    except InputError:
        return None
