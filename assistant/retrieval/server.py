"""A library on a Chroma server: reports and vectors live there, a folder of this machine mirrors them for search by word.

Two collections: `biganzi-reports` holds each report whole (it is the truth), `biganzi-chunks` the vectors. A report counts
from the moment its record is written, which names the version of its chunks: a killed writer leaves the old version. The
mirror is an ordinary store in the user's cache folder; whatever the server holds otherwise is pulled before a call is answered.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.domain.document import Chunk, Document
from assistant.errors import EndpointError, LibraryError
from assistant.retrieval.embeddings import Embedding
from assistant.retrieval.library import Library, Progress
from assistant.retrieval.ranges import Ranges, ranges_of, size
from assistant.retrieval.report import Report, document_from_json, document_to_json
from assistant.retrieval.store import Store
from assistant.retrieval.store_chroma import ChromaCollection, guarded, open_server
from assistant.retrieval.vectors import chunk_text, nonzero

Array = Any
_REPORTS = "biganzi-reports"
_NEIGHBOURS = 150
_FILTERED = 400
#: how long the mirror is taken as current before the server is asked again
_FRESH = 2.0
_FIELDS = ("id", "key", "source", "sha256", "parser", "title", "year", "plan_year", "unit", "kind", "chars")


class ServerLibrary(Library):
    """The same library by address."""

    vectors: ServerVectors  # type: ignore[assignment]

    @classmethod
    def connect(cls, address: str, embedding: Embedding, wait: float) -> ServerLibrary:
        """Connect, and bring the mirror up to date. Raises EndpointError, LibraryError."""
        name = hashlib.sha256(address.rstrip("/").encode()).hexdigest()[:16]
        library = cls(address, cache_folder() / "servers" / name, embedding, wait)
        library.vectors = ServerVectors(library.store, address, embedding)
        library._asked = 0.0
        library._pull()
        return library

    _asked: float

    def reports(self) -> list[Report]:
        """All reports of the server."""
        self._pull()
        return super().reports()

    def chunks(
        self, *, report: str = "", topic: str = "", part: str = "", year: int | None = None, unit: str = "", kind: str = ""
    ) -> list[Chunk]:
        """All chunks that agree with every value given."""
        self._pull()
        return super().chunks(report=report, topic=topic, part=part, year=year, unit=unit, kind=kind)

    def holds(self, source: str, sha256: str, parser: str) -> bool:
        """Whether the server has this very file, from whichever machine it came."""
        self._pull()
        name = os.path.basename(source)
        return any((r.sha256, r.parser, os.path.basename(r.source)) == (sha256, parser, name) for r in super().reports())

    def replace(self, document: Document, chunks: Sequence[Chunk], *, sha256: str = "", parser: str = "", source: str = "") -> Report:
        """Put a report on the server, then into the mirror."""
        self.vectors.refuse_other("")
        fields = self._fields(document, sha256, parser, source)
        self.vectors.publish(fields, document, chunks)
        return self.store.replace(fields, document, chunks)

    def remove(self, name: str) -> Report:
        """Take a report off the server and out of the mirror."""
        report = self.report(name)
        self.vectors.withdraw(report.id)
        self.store.remove(report.id)
        return report

    def rebuild(self, progress: Progress | None = None) -> None:
        """Embed all chunks again under the embedding set now; the reports stay."""
        self._pull(force=True)
        self.vectors.catch_up("", super().reports(), progress, afresh=True)
        super().index()

    def _current(self, *, catch_up: bool = False) -> Any:
        self._pull()
        return super()._current(catch_up=catch_up)

    def _pull(self, *, force: bool = False) -> None:
        with self._guard:
            if not force and time.monotonic() - self._asked < _FRESH:
                return
            there = self.vectors.versions()
            here = {report.id: report for report in super().reports()}
            for id in here.keys() - there.keys():
                self.store.remove(id)
            for id, version in there.items():
                if id not in here or version_of(here[id].sha256, here[id].parser) != version:
                    fields, document, chunks = self.vectors.fetch(id)
                    self.store.replace(fields, document, chunks)
            self._asked = time.monotonic()


class ServerVectors:
    """The server's two collections, with the verbs of `Vectors`."""

    def __init__(self, store: Store, address: str, embedding: Embedding) -> None:
        self.store = store
        self.address = address
        self.embedding = embedding
        self._chunks: ChromaCollection = open_server(address, embedding=embedding.name, dimension=embedding.dimension)
        self._reports: ChromaCollection = open_server(address, _REPORTS, embedding="none", dimension=1)

    def refuse_other(self, identity: str) -> None:
        """Raise LibraryError when the server holds vectors of another embedding."""
        held = self._chunks.embedding
        if held != self.embedding.name:
            raise LibraryError(
                f"{self.address}: 资料库的向量由 {held or '别的程序'} 生成，现在设置的是 {self.embedding.name}，两种向量不能混用；"
                "请改回原设置，或运行 biganzi library rebuild")

    def versions(self) -> dict[str, str]:
        """Which version of which report the server holds."""
        found = self._ask(lambda: self._reports.get(["metadatas"]))
        return {id: str(metadata["version"]) for id, metadata in zip(found["ids"], found["metadatas"], strict=True)}

    def fetch(self, id: str) -> tuple[dict[str, Any], Document, list[Chunk]]:
        """A report's fields, document and chunks. Raises EndpointError when it is gone or unreadable."""
        found = self._ask(lambda: self._reports.get(["documents", "metadatas"], ids=[id]))
        try:
            content = json.loads(found["documents"][0])
            chunks = [Chunk(**{**chunk, "headings": tuple(chunk["headings"])}) for chunk in content["chunks"]]
            return content["fields"], document_from_json(content["document"], content["original"], content["text"]), chunks
        except (IndexError, KeyError, TypeError, ValueError):
            raise EndpointError(f"{self.address}: 报告 {id} 的记录读不出来；请重新读入那一篇") from None

    def publish(self, fields: dict[str, Any], document: Document, chunks: Sequence[Chunk]) -> None:
        """Chunks first, then the record that makes them count, then the old version goes."""
        id, version = str(fields["id"]), version_of(str(fields["sha256"]), str(fields["parser"]))
        self._add(id, version, chunks)
        content = {
            "fields": fields, "document": document_to_json(document), "original": document.original, "text": document.text,
            "chunks": [{name: getattr(chunk, name) for name in Chunk.__slots__} for chunk in chunks]}
        metadata = {name: fields[name] for name in _FIELDS if fields.get(name) is not None} | {"version": version}
        self._ask(lambda: self._reports.add([id], [[1.0]], [json.dumps(content, ensure_ascii=False)], [metadata]))
        self._ask(lambda: self._chunks.delete_where({"$and": [{"report": id}, {"version": {"$ne": version}}]}))

    def withdraw(self, id: str) -> None:
        """Record first, so that chunks without a record are the worst a killed call leaves."""
        self._ask(lambda: self._reports.delete([id]))
        self._ask(lambda: self._chunks.delete_where({"report": id}))

    def nearest(self, identity: str, view_seq: Array, live: Ranges, text: str, mask_rows: Array | None) -> tuple[Array, Array]:
        """(running numbers of the mirror, similarities) nearest to a text, best first."""
        import numpy as np

        self.refuse_other(identity)
        vector = self.embedding.embed([text])[0]
        reports = {(r.id, version_of(r.sha256, r.parser)): r for r in self.store.reports()}
        if not vector.any() or not reports:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        count = _NEIGHBOURS if mask_rows is None else _FILTERED
        ids, likeness = self._ask(lambda: self._chunks.nearest(vector, count))
        found = []
        for id, value in zip(ids, likeness, strict=True):
            name, version, place = id.rsplit(":", 2)
            report = reports.get((name, version))
            if report is not None:
                found.append((report.first + int(place), value))
        return np.array([seq for seq, _ in found], np.int64), np.array([value for _, value in found], np.float32)

    def is_sound(self, identity: str, live: Ranges) -> tuple[bool, int]:
        """The server looks after its own files; what may be lacking is told by the count."""
        return True, max(0, size(live) - int(self._ask(self._chunks.count)))

    def catch_up(self, identity: str, reports: Sequence[Report], progress: Callable[[int, int], None] | None = None, *,
                 afresh: bool = False) -> None:
        """Vectors are written with their report; only making them anew is left to do here."""
        if not afresh:
            return
        self._chunks = open_server(self.address, embedding=self.embedding.name, dimension=self.embedding.dimension, afresh=True)
        total, done = size(ranges_of(reports)), 0
        for report in reports:
            chunks = self.store.chunks_where(report=report.id)
            self._add(report.id, version_of(report.sha256, report.parser), chunks)
            done += len(chunks)
            if progress:
                progress(done, total)

    def close(self) -> None:
        """Nothing to let go but the connection."""
        self._chunks.close()
        self._reports.close()

    def _add(self, id: str, version: str, chunks: Sequence[Chunk]) -> None:
        if not chunks:
            return
        vectors = nonzero(self.embedding.embed([chunk_text(chunk.title, chunk.unit, chunk.headings, chunk.text) for chunk in chunks]))
        metadatas: list[dict[str, Any]] = [
            {"report": id, "version": version, "part": chunk.part, "topic": chunk.topic, "headings": " › ".join(chunk.headings)}
            | ({"year": chunk.year} if chunk.year is not None else {}) for chunk in chunks]
        ids = [f"{id}:{version}:{place}" for place in range(len(chunks))]
        self._ask(lambda: self._chunks.add(ids, vectors, [chunk.text or " " for chunk in chunks], metadatas))

    def _ask(self, action: Callable[[], Any]) -> Any:
        return guarded(self.address, action)


def version_of(sha256: str, parser: str) -> str:
    """Short name of what a report's chunks were made from and by."""
    return hashlib.sha256(f"{sha256}/{parser}".encode()).hexdigest()[:10]


def cache_folder() -> Path:
    """Where this user's programs keep what can be fetched again."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "biganzi"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "biganzi"
