"""Libraries for the evaluation: a suite's or a case's reports read in once, cut and embedded as a variant asks. No searching here."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.domain.document import Chunk
    from assistant.retrieval.embeddings import Embedding
    from assistant.workspace import Workspace

_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]*")


def fill(workspace: Workspace, places: Sequence[Path], options: dict[str, str]) -> Workspace:
    """The workspace with these reports in its library. options, as JSON texts: chunking {size: characters}, embedding.

    embedding: hash-N (N buckets), or the name of an embedding model of the endpoint. Raises InputError, LibraryError, EndpointError.
    """
    from assistant.retrieval.library import Library

    chunking = json.loads(options.get("chunking", "{}"))
    embedding = json.loads(options.get("embedding", '""'))
    if unknown := sorted(set(chunking) - {"size"}):
        raise InputError(f"chunking 不认识 {'、'.join(unknown)}；可用 size（每块字数）")
    if embedding:
        workspace.__dict__["library"] = Library.open(workspace.settings.library, embedding=_embedding(workspace, str(embedding)))
    if not chunking:
        workspace.ingest([str(place) for place in places])
        return workspace
    from assistant.ingest.chunks import split
    from assistant.ingest.pipeline import find_files

    library, size = workspace.library, int(chunking["size"])
    have = {report.source for report in library.reports()}
    for file in find_files(os.fspath(place) for place in places):
        if file not in have:
            document = workspace.read(file)
            library.replace(document, list(resized(split(document), size)), source=file)
    library.index()
    return workspace


def resized(chunks: Sequence[Chunk], size: int) -> Iterator[Chunk]:
    """Chunks of about `size` characters, whole sentences, never across a section. Their offsets are those of the chunks they came from."""
    index = 0
    for group in _groups(chunks):
        text, start, end = "", group[0].start, group[0].end
        pieces = [(piece, chunk) for chunk in group for piece in _SENTENCE.findall(chunk.text) if piece]
        for number, (piece, chunk) in enumerate(pieces):
            text, end = text + piece, chunk.end
            following = pieces[number + 1][0] if number + 1 < len(pieces) else None
            if following is None or len(text) + len(following) > size:
                yield dataclasses.replace(chunk, text=text, start=start, end=end, position=index)
                text, start, index = "", chunk.start, index + 1


def _groups(chunks: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    group: list[Chunk] = []
    for chunk in chunks:
        if group and (chunk.headings, chunk.part) != (group[-1].headings, group[-1].part):
            yield group
            group = []
        group.append(chunk)
    if group:
        yield group


def _embedding(workspace: Workspace, name: str) -> Embedding:
    from assistant.retrieval.embeddings import FunctionEmbedding, HashEmbedding

    if match := re.fullmatch(r"hash-(\d+)", name):
        return HashEmbedding(int(match[1]))
    from assistant.engines.chat_model import embed

    endpoint = workspace.endpoint(name)

    def vectors(texts: Sequence[str]) -> Any:
        return embed(endpoint, texts)

    return FunctionEmbedding(f"endpoint:{name}", vectors)
