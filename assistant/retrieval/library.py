"""The library as the program sees it: put reports in, ask for passages, list, remove. Storage and ranking are elsewhere.

Opening creates nothing; the folder appears with the first report. Every call looks whether another process has changed
the store and takes the change in.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.domain.document import Chunk, Document, Hit
from assistant.errors import InputError, LibraryBusy, LibraryError, UnreadableFile
from assistant.retrieval import lexical
from assistant.retrieval.embeddings import Embedding, HashEmbedding
from assistant.retrieval.ranges import ranges_of
from assistant.retrieval.report import Report
from assistant.retrieval.store import Store
from assistant.retrieval.vectors import Vectors
from assistant.retrieval.view import View, make_view

Progress = Callable[[int, int], None]
#: what the indexes may lag behind before a search catches them up itself
_BEHIND = 400
_REPAIR = 5000


class Library:
    """One library. Use `Library.open`; safe to use from several threads."""

    def __init__(self, location: str, folder: Path, embedding: Embedding, wait: float) -> None:
        self.location = location
        self.folder = folder
        self.embedding = embedding
        self.store = Store(folder, wait)
        self.vectors = Vectors(self.store, folder, embedding)
        self._view: View | None = None
        self._guard = threading.RLock()

    @classmethod
    def open(cls, location: str | Path, *, embedding: Embedding | None = None, wait: float = 60.0) -> Library:
        """The library in a folder, or on a Chroma server by its http(s) address. Raises LibraryError, EndpointError.

        wait: seconds a write waits for another process before LibraryBusy.
        """
        name = str(location)
        if name.startswith(("http://", "https://")):
            from assistant.retrieval.server import ServerLibrary

            return ServerLibrary.connect(name, embedding or HashEmbedding(), wait)
        if not name.strip():
            raise InputError("资料库的位置是空的；请用 --library 或 BIGANZI_LIBRARY 指定一个文件夹")
        folder = Path(name).expanduser()
        if folder.exists() and not folder.is_dir():
            raise LibraryError(f"{folder}: 不是文件夹，不能作资料库")
        return cls(name, folder, embedding or HashEmbedding(), wait)

    # asking

    def search(
        self, query: str, k: int = 10, *, year: int | None = None, topic: str = "", part: str = "", unit: str = ""
    ) -> list[Hit]:
        """The k best chunks, best first; the filters are strict, what the query itself names only weighs."""
        from assistant.retrieval.hybrid import search
        from assistant.retrieval.understanding import understand
        from assistant.retrieval.vocabulary import vocabulary

        with self._guard:
            view = self._current(catch_up=True)
            if not view.live:
                return []
            asked = understand(query, vocabulary(), view.units)
            mask = view.mask(year, topic, part, unit)
            weight, text = 1.0, query
            if self.embedding.is_lexical:
                # shared characters are what this embedding sees: the report's own wordings belong to the question
                weight, text = 0.3, " ".join((query, *(word for family, _ in asked.families for word in family.written[:2])))
            return search(asked, view, k, mask, self._nearest(view, text), weight, self.store.chunks)

    def reports(self) -> list[Report]:
        """All reports, in the order they came in."""
        return self.store.reports()

    def report(self, name: str) -> Report:
        """A report by id, by the beginning of its id, or by its file name. Raises InputError."""
        reports = self.reports()
        for fits in (lambda r: r.id == name, lambda r: name in (r.source, os.path.basename(r.source)), lambda r: r.id.startswith(name)):
            found = [report for report in reports if name and fits(report)]
            if len(found) == 1:
                return found[0]
            if found:
                raise InputError(f"{name}: 资料库里有 {len(found)} 篇都符合：{'、'.join(report.id for report in found)}")
        raise InputError(f"{name}: 资料库里没有这一篇；biganzi library list 列出全部")

    def document(self, name: str) -> Document:
        """The document behind a report, with its original text and section tree. Raises InputError."""
        document = self.store.document(self.report(name).number)
        if document is None:
            raise InputError(f"{name}: 资料库里没有这一篇的原文")
        return document

    def chunks(
        self, *, report: str = "", topic: str = "", part: str = "", year: int | None = None, unit: str = "", kind: str = ""
    ) -> list[Chunk]:
        """All chunks that agree with every value given, in report and text order."""
        return self.store.chunks_where(report=report, topic=topic, part=part, year=year, unit=unit, kind=kind)

    def stats(self) -> dict[str, Any]:
        """Counts, years, units, size on disk, and the state of the indexes."""
        reports = self.reports()
        identity, generation, _ = self.store.state()
        sound, missing = self._vector_state(identity, reports)
        return {
            "location": self.location, "reports": len(reports), "chunks": sum(report.chunks for report in reports),
            "chars": sum(report.chars for report in reports), "years": sorted({report.year for report in reports if report.year}),
            "units": sorted({report.unit for report in reports if report.unit}), "generation": generation,
            "embedding": self.embedding.name, "index": {"sound": sound, "missing": missing},
            "bytes": sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) if self.folder.is_dir() else 0,
        }

    # changing

    def key_of(self, source: str) -> str:
        """What makes a file the same report when it comes again: its absolute path."""
        return os.path.abspath(os.path.expanduser(source))

    def holds(self, source: str, sha256: str, parser: str) -> bool:
        """Whether this very file, read by this very parser, is in already; a file that only moved is noted under its new place."""
        key = self.key_of(source)
        known = self.store.find(key)
        if known is not None:
            return known.sha256 == sha256 and known.parser == parser
        name = os.path.basename(source)
        moved = [r for r in self.reports() if (r.sha256, r.parser, os.path.basename(r.source)) == (sha256, parser, name)]
        if len(moved) == 1 and not os.path.exists(moved[0].key):
            self.store.move(moved[0].number, key, source)
            return True
        return False

    def replace(self, document: Document, chunks: Sequence[Chunk], *, sha256: str = "", parser: str = "", source: str = "") -> Report:
        """Put a report in, in place of the one that came from the same file. Raises LibraryBusy, LibraryError.

        sha256: of the file's bytes (of the text when not given); parser: version of the reading code; source: instead of the document's.
        """
        self.vectors.refuse_other(self.store.state()[0])
        return self.store.replace(self._fields(document, sha256, parser, source), document, chunks)

    def remove(self, name: str) -> Report:
        """Take a report out. Raises InputError when it isn't there, LibraryBusy, LibraryError."""
        report = self.report(name)
        self.store.remove(report.id)
        return report

    def index(self, progress: Progress | None = None, *, wait: float | None = None) -> bool:
        """Bring both indexes up to date; False when another process is at it, whose work will hold these reports as well."""
        if not self.store.path.exists():
            return True
        try:
            with self.store.lock("index", wait), self._guard:
                while True:
                    identity, generation, last = self.store.state()
                    reports = self.store.reports()
                    self.vectors.refuse_other(identity)
                    lexical.save(self.store, self.folder, identity, reports, last)
                    self.vectors.catch_up(identity, reports, progress)
                    # what came in meanwhile from a process that found the lock taken is ours to do
                    if self.store.state()[1] == generation:
                        return True
        except LibraryBusy:
            return False
        except UnreadableFile as error:
            raise self._unwritten(error) from None

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make both indexes anew from the store, beside the old ones. Raises LibraryBusy, LibraryError, EndpointError."""
        if not self.store.path.exists():
            return
        with self.store.lock("index"), self._guard:
            identity, _, last = self.store.state()
            reports = self.store.reports()
            with contextlib.suppress(OSError):
                (self.folder / "lexical.json").unlink()
            self._view = None
            try:
                lexical.save(self.store, self.folder, identity, reports, last)
                self.vectors.catch_up(identity, reports, progress, afresh=True)
            except UnreadableFile as error:
                raise self._unwritten(error) from None

    def close(self) -> None:
        """Close files; the next call opens them again."""
        with self._guard:
            self.vectors.close()
            self.store.close()
            self._view = None

    # inside

    def _unwritten(self, error: UnreadableFile) -> LibraryError:
        return LibraryError(f"{self.folder}: 索引{error.reason}；报告都已存好，排除原因后再运行一次 ingest 即可")

    def _fields(self, document: Document, sha256: str, parser: str, source: str) -> dict[str, Any]:
        source = source or document.source
        key = self.key_of(source)
        return {
            "id": hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:10], "key": key, "source": source,
            "sha256": sha256 or hashlib.sha256(document.original.encode("utf-8", "surrogatepass")).hexdigest(), "parser": parser,
            "title": document.title, "year": document.year, "plan_year": document.plan_year, "unit": document.unit,
            "kind": document.kind, "chars": len(document.original),
        }

    def _current(self, *, catch_up: bool = False) -> View:
        identity, generation, last = self.store.state()
        view = self._view
        if view is not None and (view.identity, view.generation) == (identity, generation):
            return view
        self.vectors.refuse_other(identity)
        reports = self.store.reports()
        if catch_up:
            self._catch_up_if_far_behind(identity, reports)
        if view is not None and view.identity == identity and last - view.lexicon.last < _BEHIND:
            lexicon = lexical.extend(view.lexicon, self.store, last)
        else:
            lexicon = lexical.load(self.store, self.folder, identity, last)
        self._view = make_view(identity, generation, self.store.voices(), lexicon)
        return self._view

    def _catch_up_if_far_behind(self, identity: str, reports: Sequence[Report]) -> None:
        sound, missing = self._vector_state(identity, reports)
        size = sum(report.chunks for report in reports)
        if (not sound and size <= _REPAIR) or _BEHIND < missing <= _REPAIR:
            # a folder that can't be written, or is being written, is searched as it is
            with contextlib.suppress(LibraryError):
                self.index(wait=0.2)

    def _vector_state(self, identity: str, reports: Sequence[Report]) -> tuple[bool, int]:
        return self.vectors.is_sound(identity, ranges_of(reports))

    def _nearest(self, view: View, query: str) -> Callable[[Any], tuple[Any, Any]]:
        def nearest(mask: Any) -> tuple[Any, Any]:
            import numpy as np

            rows = None if mask is None else np.flatnonzero(mask & view.alive)
            seqs, likeness = self.vectors.nearest(view.identity, view.seq, view.ranges, query, rows)
            place = np.minimum(np.searchsorted(view.seq, seqs), max(0, len(view.seq) - 1))
            good = view.seq[place] == seqs
            return place[good], likeness[good]

        return nearest
