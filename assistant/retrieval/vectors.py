"""The vector index beside the store: caught up, checked, rebuilt into a new directory and switched to in one step.

Chroma's files are a cache. A process killed while they are written can leave them so that opening them kills the next
process, so: a mark is set before writing and cleared after closing; the files are remembered by size, time and checksum.
When either disagrees they are not opened: after a killed writer a child process tries them first; otherwise, and when that
fails, they are made anew beside the old ones. Writing and opening happen under `index.lock`, since two writing processes
lose vectors without an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import BiganziError, LibraryError
from assistant.files import write_text
from assistant.retrieval.embeddings import Embedding
from assistant.retrieval.fingerprint import fingerprint, unchanged
from assistant.retrieval.ranges import Ranges, blocks, joined, ranges_of, size, within, without
from assistant.retrieval.report import Report
from assistant.retrieval.store import Row, Store, context_of

Array = Any
_MANIFEST = "vectors.json"
_BLOCK = 2000
#: chunks that the index does not hold yet are compared in memory up to this number
_PENDING = 2000
_NEIGHBOURS = 150
_FILTERED = 400
_LARGE = 10_000


class Vectors:
    """The vectors of one library folder under one embedding."""

    def __init__(self, store: Store, folder: Path, embedding: Embedding) -> None:
        self.store = store
        self.folder = folder
        self.embedding = embedding
        self._reader: Any = None
        self._opened: dict[str, Any] = {}
        self._pending: tuple[Ranges, Array, Array] | None = None

    # reading

    def manifest(self, identity: str) -> dict[str, Any]:
        """What the index says of itself; {} where there is none for this store."""
        try:
            content = json.loads((self.folder / _MANIFEST).read_text(encoding="utf-8"))
            if content["store"] == identity and {"directory", "embedding", "covered", "dirty", "files"} <= content.keys():
                return dict(content)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass
        return {}

    def refuse_other(self, identity: str) -> None:
        """Raise LibraryError when the index holds vectors of an embedding that is not the one set now."""
        held = self.manifest(identity).get("embedding", self.embedding.name)
        if held != self.embedding.name and not (self.embedding.is_lexical and held.startswith("hash-")):
            raise LibraryError(
                f"{self.folder}: 资料库的向量由 {held} 生成，现在设置的是 {self.embedding.name}，两种向量不能混用；"
                "请改回原设置，或运行 biganzi library rebuild")

    def nearest(self, identity: str, view_seq: Array, live: Ranges, text: str, mask_rows: Array | None) -> tuple[Array, Array]:
        """(running numbers, similarities) nearest to a text, best first; `mask_rows` are the rows to stay inside, None for all."""
        import numpy as np

        vector = self.embedding.embed([text])[0]
        if not vector.any():
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        seqs, likeness = np.zeros(0, np.int64), np.zeros(0, np.float32)
        reader = self._open_reader(identity)
        covered: Ranges = [tuple(pair) for pair in self._opened["covered"]] if reader else []
        if reader is not None:
            allowed = None
            count = _NEIGHBOURS
            if mask_rows is not None:
                inside = view_seq[mask_rows]
                inside = inside[within(inside, covered)]
                # a filter that keeps few of very many costs Chroma 60 ms; shared characters the lexical list has seen already
                skip = self.embedding.is_lexical and size(covered) > _LARGE
                allowed = ([] if skip else [str(seq) for seq in inside.tolist()]) if len(inside) <= _PENDING else None
                count = _FILTERED if allowed is None else count
            if allowed != []:
                count = min(count, len(allowed) if allowed else size(covered))
                ids, values = reader.nearest(vector, count, allowed)
                seqs, likeness = np.array([int(id) for id in ids], np.int64), np.array(values, np.float32)
        held, matrix = self._compare_pending(without(live, covered))
        if len(held):
            seqs, likeness = np.concatenate([seqs, held]), np.concatenate([likeness, matrix @ vector])
        order = np.argsort(-likeness, kind="stable")[: max(_NEIGHBOURS, _FILTERED if mask_rows is not None else 0)]
        return seqs[order], likeness[order]

    def close(self) -> None:
        """Let Chroma go."""
        if self._reader is not None:
            with contextlib.suppress(Exception):
                self._reader.close()
        self._reader, self._opened = None, {}

    def is_sound(self, identity: str, live: Ranges) -> tuple[bool, int]:
        """Whether the index can be used as it lies there, and how many live chunks it lacks."""
        manifest = self.manifest(identity)
        missing = size(without(live, [tuple(pair) for pair in manifest.get("covered", [])]))
        sound = bool(manifest) and not manifest["dirty"] and unchanged(self.folder / manifest["directory"], manifest["files"])
        return sound or not live, missing

    def _open_reader(self, identity: str) -> Any:
        from assistant.retrieval.store_chroma import open_folder

        manifest = self.manifest(identity)
        if self._reader is not None and manifest.get("made") == self._opened.get("made"):
            return self._reader
        if not manifest or manifest["dirty"] or manifest["embedding"] != self.embedding.name:
            return None
        # a writer may come at any moment: files are only opened and loaded while nobody writes them
        try:
            with self.store.lock("index", 0.5):
                manifest = self.manifest(identity)
                if not manifest or manifest["dirty"]:
                    return None
                if not unchanged(self.folder / manifest["directory"], manifest["files"]):
                    self._mark_damaged(manifest)
                    return None
                self.close()
                reader = open_folder(self.folder / manifest["directory"])
                if (reader.embedding, reader.count()) != (self.embedding.name, size(manifest["covered"])):
                    reader.close()
                    self._mark_damaged(manifest)
                    return None
                if reader.count():
                    # the first query loads the graph into memory; later ones touch no file of it
                    reader.nearest(self.embedding.embed(["预热"])[0], 1)
                self._reader, self._opened = reader, manifest
        except (BiganziError, ValueError, RuntimeError):
            return None
        return self._reader

    def _mark_damaged(self, manifest: dict[str, Any]) -> None:
        with contextlib.suppress(BiganziError):
            self._write({**manifest, "dirty": True, "damaged": True})

    def _compare_pending(self, ranges: Ranges) -> tuple[Array, Array]:
        import numpy as np

        if not ranges or size(ranges) > _PENDING or not self.embedding.is_lexical:
            return np.zeros(0, np.int64), np.zeros((0, 1), np.float32)
        if self._pending is None or self._pending[0] != ranges:
            rows = [row for first, last in ranges for row in self.store.rows(first, last)]
            matrix = self.embedding.embed([f"{row.context}\n{row.text}" for row in rows])
            self._pending = (ranges, np.array([row.seq for row in rows], np.int64), matrix)
        return self._pending[1], self._pending[2]

    # writing

    def catch_up(self, identity: str, reports: Sequence[Report], progress: Callable[[int, int], None] | None = None, *,
                 afresh: bool = False) -> None:
        """Add what the index lacks, or make it anew when it is damaged, of another embedding, mostly dead, or when told to.

        The caller holds the index lock. Raises LibraryError or EndpointError; the store is untouched by either.
        """
        from assistant.retrieval.store_chroma import count_in_child, open_folder

        manifest = {} if afresh else self.manifest(identity)
        live = ranges_of(reports)
        covered: Ranges = [tuple(pair) for pair in manifest.get("covered", [])]
        self.close()
        self._sweep(identity)
        path = self.folder / manifest.get("directory", "-")
        if manifest:
            dead = size(without(covered, live))
            usable = manifest["embedding"] == self.embedding.name and dead <= max(200, size(live) // 3)
            if usable and manifest["dirty"]:
                # a killed writer: a child process tries the files first, since opening damaged ones may kill who opens them
                count = None if manifest.get("damaged") else count_in_child(path)
                usable = count is not None and count >= size(covered)
            elif usable:
                usable = unchanged(path, manifest["files"])
            if not usable:
                manifest, covered = {}, []
        missing = without(live, covered)
        if manifest and not missing and not manifest["dirty"] and unchanged(path, manifest["files"]):
            return
        if manifest:
            self._write({**manifest, "dirty": True})
        else:
            path = self.folder / f"vectors-{uuid.uuid4().hex[:12]}"
        total, done = size(missing), 0
        collection = open_folder(path, embedding=self.embedding.name, dimension=self.embedding.dimension, create=True)
        try:
            for first, last in blocks(missing, _BLOCK):
                rows = self.store.rows(first, last)
                collection.add([str(row.seq) for row in rows], self._embed(rows))
                done += last - first + 1
                if progress:
                    progress(done, total)
            count = collection.count()
        except BiganziError:
            raise
        except Exception as error:  # noqa: BLE001 - Chroma's, sqlite3's and the system's errors have no common parent
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
            raise LibraryError(f"{self.folder}: 向量索引没有建完（{reason}）；报告都已存好，排除原因后再运行一次 ingest 即可") from None
        finally:
            with contextlib.suppress(Exception):
                collection.close()
        covered = joined(covered + missing)
        if count != size(covered):
            if afresh or not manifest:
                raise LibraryError(f"{self.folder}: 向量索引里有 {count} 段，应有 {size(covered)} 段；请运行 biganzi library rebuild")
            self.catch_up(identity, reports, progress, afresh=True)
            return
        self._write({
            "store": identity, "directory": path.name, "embedding": self.embedding.name, "dimension": self.embedding.dimension,
            "covered": covered, "dirty": False, "files": fingerprint(path), "made": uuid.uuid4().hex})
        self._sweep(identity)

    def _embed(self, rows: Sequence[Row]) -> Array:
        import numpy as np

        texts = [f"{row.context}\n{row.text}" for row in rows]
        if self.embedding.is_lexical:
            return nonzero(self.embedding.embed(texts))
        digests = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16] for text in texts]
        known = self.store.cached_vectors(self.embedding.name, digests)
        lacking = [(digest, text) for digest, text in zip(digests, texts, strict=True) if digest not in known]
        if lacking:
            made = self.embedding.embed([text for _, text in lacking])
            fresh = {digest: vector.astype(np.float32).tobytes() for (digest, _), vector in zip(lacking, made, strict=True)}
            self.store.keep_vectors(self.embedding.name, fresh)
            known.update(fresh)
        return nonzero(np.stack([np.frombuffer(known[digest], np.float32) for digest in digests]))

    def _write(self, manifest: dict[str, Any]) -> None:
        write_text(self.folder / _MANIFEST, json.dumps(manifest))

    def _sweep(self, identity: str) -> None:
        """Delete directories that no manifest names: what a killed rebuild left, or the one just replaced."""
        named = self.manifest(identity).get("directory")
        for path in self.folder.glob("vectors-*"):
            if path.name != named and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)


def chunk_text(title: str, unit: str, headings: Sequence[str], text: str) -> str:
    """What is embedded for a chunk: unit, title and heading path in front of the text."""
    return f"{context_of(title, unit, headings)}\n{text}"


def nonzero(vectors: Array) -> Array:
    """Cosine is undefined for a zero row (a text without letters): give it a direction of its own."""
    empty = ~vectors.any(axis=1)
    if empty.any():
        vectors = vectors.copy()
        vectors[empty, 0] = 1.0
    return vectors
