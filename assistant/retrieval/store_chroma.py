"""Chroma behind five verbs: open, add, delete, nearest, close. The only module that imports chromadb; policy is in `vectors`.

Vectors are always given, never made by Chroma (its default embedding downloads a model), distance is cosine, and the
collection's own metadata says which embedding it holds.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import EndpointError, LibraryError

Array = Any
_NAME = "biganzi-chunks"
_BATCH = 2000
_PROBE = """
import sys, chromadb
from chromadb.config import Settings
c = chromadb.PersistentClient(sys.argv[1], settings=Settings(anonymized_telemetry=False))
k = c.get_collection(sys.argv[2], embedding_function=None)
n = k.count()
if n:
    e = k.get(limit=1, include=["embeddings"])["embeddings"][0]
    k.query(query_embeddings=[e], n_results=1, include=["distances"])
    # ids whose vector was lost are in get() and never in query(): the last ones are the ones at risk
    ids = k.get(limit=200, offset=max(0, n - 200), include=["embeddings"])
    assert len(ids["embeddings"]) == len(ids["ids"])
print(n)
c.close()
"""
#: one process has one client a folder: Chroma refuses a second with other settings and shares the first with the same
_guard = threading.RLock()


class ChromaCollection:
    """One open collection of vectors. `embedding` and `dimension` are what it says that it holds."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection
        metadata = collection.metadata or {}
        self.embedding = str(metadata.get("embedding", ""))
        self.dimension = int(metadata.get("dimension", 0))

    def count(self) -> int:
        """How many vectors it holds."""
        return int(self._collection.count())

    def add(self, ids: Sequence[str], vectors: Array, documents: Sequence[str] | None = None,
            metadatas: Sequence[dict[str, Any]] | None = None) -> None:
        """Put vectors in; an id that is there is replaced."""
        for start in range(0, len(ids), _BATCH):
            part = slice(start, start + _BATCH)
            self._collection.upsert(
                ids=list(ids[part]), embeddings=vectors[part], documents=list(documents[part]) if documents else None,
                metadatas=list(metadatas[part]) if metadatas else None)

    def delete(self, ids: Sequence[str]) -> None:
        """Take vectors out."""
        for start in range(0, len(ids), _BATCH):
            self._collection.delete(ids=list(ids[start : start + _BATCH]))

    def delete_where(self, where: dict[str, Any]) -> None:
        """Take out all whose metadata agree."""
        self._collection.delete(where=where)

    def get(self, include: Sequence[str], where: dict[str, Any] | None = None, ids: Sequence[str] | None = None) -> dict[str, Any]:
        """Stored records, page by page, as Chroma's own dictionary of lists."""
        result: dict[str, Any] = {name: [] for name in ("ids", *include)}
        while True:
            page = self._collection.get(
                ids=list(ids) if ids is not None else None, where=where, include=list(include), limit=_BATCH, offset=len(result["ids"]))
            for name in result:
                result[name].extend(page[name] if page[name] is not None else [])
            if len(page["ids"]) < _BATCH:
                return result

    def nearest(self, vector: Array, count: int, ids: Sequence[str] | None = None) -> tuple[list[str], list[float]]:
        """(ids, cosine similarities) of the nearest vectors, best first, only among `ids` where given."""
        result = self._collection.query(
            query_embeddings=[vector], n_results=count, ids=list(ids) if ids is not None else None, include=["distances"])
        return list(result["ids"][0]), [1.0 - float(distance) for distance in result["distances"][0]]

    def close(self) -> None:
        """Let the client go; vectors that were added are on disk afterwards."""
        with _guard:
            self._client.close()


def open_folder(path: Path, *, embedding: str = "", dimension: int = 0, create: bool = False) -> ChromaCollection:
    """The collection in a folder of this machine. Raises LibraryError with Chroma's reason, never a traceback of its own."""
    import chromadb
    from chromadb.config import Settings

    with _guard:
        try:
            client = chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))
            return ChromaCollection(client, _collection(client, _NAME, embedding, dimension, create))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - besides Chroma's and sqlite3's errors a Rust panic, which is no Exception
            raise LibraryError(f"{path}: 向量索引打不开（{_first_line(error)}）") from None


def open_server(address: str, name: str = _NAME, *, embedding: str = "", dimension: int = 0, afresh: bool = False) -> ChromaCollection:
    """The collection on a Chroma server, made when it is not there, and made anew with `afresh`. Raises EndpointError."""
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(address)
    try:
        client = chromadb.HttpClient(
            host=parts.hostname or "127.0.0.1", port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https", settings=Settings(anonymized_telemetry=False))
        if afresh and name in [collection.name for collection in client.list_collections()]:
            client.delete_collection(name)
        return ChromaCollection(client, _collection(client, name, embedding, dimension, True))
    except Exception as error:  # noqa: BLE001 - connection, protocol and Chroma errors have no common parent
        raise EndpointError(f"{address}: Chroma 服务连不上或不可用（{_first_line(error)}）") from None


def guarded(address: str, action: Callable[[], Any]) -> Any:
    """Run an action on a server's collection three times at most. Raises EndpointError."""
    import time

    for attempt in range(3):
        try:
            return action()
        except Exception as error:  # noqa: BLE001 - as above
            if attempt == 2:
                raise EndpointError(f"{address}: Chroma 服务出错，试了 3 次（{_first_line(error)}）") from None
            time.sleep(0.3 * 3**attempt)
    return None


def count_in_child(path: Path) -> int | None:
    """How many vectors a folder holds, asked in a child process, since a damaged one may kill the process that opens it; None if so."""
    try:
        done = subprocess.run([sys.executable, "-c", _PROBE, str(path), _NAME], capture_output=True, timeout=300, check=False)
        return int(done.stdout) if done.returncode == 0 else None
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def _collection(client: Any, name: str, embedding: str, dimension: int, create: bool) -> Any:
    if not create:
        return client.get_collection(name, embedding_function=None)
    return client.get_or_create_collection(
        name, embedding_function=None, metadata={"embedding": embedding, "dimension": dimension},
        # a search that filters asks for a few hundred neighbours and keeps those that fit
        configuration={"hnsw": {"space": "cosine", "ef_search": 200}})


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]
