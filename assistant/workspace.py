"""The only wiring: settings become a library, an engine and prompts; one method per job.

Every import of a working module happens inside the method that needs it, so that `biganzi check` loads no Chroma.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.domain.document import Document, Hit
    from assistant.domain.draft import Brief, Draft, DraftSection
    from assistant.domain.finding import Finding
    from assistant.domain.quantity import Ledger, Quantity
    from assistant.ingest.pipeline import IngestResult
    from assistant.retrieval.library import Library


class Workspace:
    """One user's desk: everything the commands and the page can do."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or load_settings()

    @cached_property
    def library(self) -> Library:
        """The library named in the settings, under the embedding named there, opened on first use. Raises LibraryError."""
        from assistant.retrieval.library import Library

        if not (self.settings.embedding_model and self.settings.has_endpoint):
            return Library.open(self.settings.library)
        import os

        from assistant.engines.chat_model import embed
        from assistant.engines.endpoint import Endpoint
        from assistant.retrieval.embeddings import FunctionEmbedding

        settings = self.settings
        key = os.environ.get("OPENAI_API_KEY", "")
        endpoint = Endpoint(settings.embedding_model, settings.base_url, key, settings.timeout, trust_env=settings.trust_env)
        embedding = FunctionEmbedding(f"endpoint:{settings.embedding_model}", lambda texts: embed(endpoint, texts))
        return Library.open(settings.library, embedding=embedding)

    def read(self, path: str | Path) -> Document:
        """A file as a Document. Raises UnreadableFile."""
        from assistant.ingest.reading import read_document

        return read_document(path)

    def ingest(self, paths: Iterable[str | Path], progress: Callable[[int, int, str], None] | None = None) -> IngestResult:
        """Read files and folders into the library; a file that can't be read becomes a record of the result."""
        from assistant.ingest.pipeline import ingest

        return ingest(self.library, paths, progress)

    def search(
        self, query: str, k: int = 10, *, year: int | None = None, topic: str = "", part: str = "", unit: str = ""
    ) -> list[Hit]:
        """The k best chunks for a query, best first."""
        return self.library.search(query, k, year=year, topic=topic, part=part, unit=unit)

    def facts(self, path: str | Path) -> list[Quantity]:
        """The quantities of a file, offsets in its extracted text."""
        from assistant.text.quantities import read_quantities

        return read_quantities(self.read(path).original)

    def ledger(self, paths: Sequence[str | Path], year: int | None = None) -> Ledger:
        """The notes of all files as one ledger. Raises InputError where there are none."""
        from assistant.notes.ledger import build_ledger
        from assistant.notes.reading import read_notes

        return build_ledger(read_notes(paths), year=year)

    def check(
        self, document: Document, *, notes: Ledger | None = None, previous: Document | None = None,
        select: Sequence[str] = (), ignore: Sequence[str] = (),
    ) -> list[Finding]:
        """Findings of all rules, offsets in the document's original text."""
        from assistant.checks.runner import check_document

        return check_document(document, notes=notes, previous=previous, select=select, ignore=ignore)

    def draft(self, brief: Brief, on_section: Callable[[DraftSection], None] | None = None) -> Draft:
        """Write the report (or one section) that the brief asks for; `on_section` sees each section as it is done."""
        from assistant.engines.offline.engine import OfflineEngine
        from assistant.writing.drafting import draft

        previous = self.read(brief.previous) if brief.previous else None
        ledger = self.ledger(brief.notes, brief.year)
        return draft(brief, ledger, previous=previous, library=self.library, engine=OfflineEngine(), on_section=on_section)
