"""The lexical index of a library: which segments hold which chunks, kept beside the store and caught up when it is behind.

Scores are BM25 over characters, pairs and words. The manifest names the segment files; it is replaced in one step, so a
reader sees the old set or the new one. Chunks that the files do not hold yet are indexed in memory.
"""

from __future__ import annotations

import contextlib
import json
import math
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.files import write_text
from assistant.retrieval.postings import FORMAT, Segment, build_segment, keep_chunks, merge_segments, read_segment, write_segment
from assistant.retrieval.report import Report
from assistant.retrieval.store import Store

Array = Any
_BLOCK = 2000
_MANIFEST = "lexical.json"


@dataclass(frozen=True)
class Lexicon:
    """The segments that together hold all chunks of one generation, with the number of the last chunk they cover."""

    segments: tuple[Segment, ...] = ()
    last: int = 0

    def __len__(self) -> int:
        return sum(map(len, self.segments))

    def frequency(self, code: int) -> int:
        """How many chunks hold the term."""
        return sum(len(segment.postings(code)[0]) for segment in self.segments)

    def rarity(self, frequency: int) -> float:
        """BM25's inverse document frequency."""
        return math.log(1 + (len(self) - frequency + 0.5) / (frequency + 0.5))

    def holding(self, codes: Sequence[int]) -> Array:
        """Row numbers of the chunks that hold every code, rising: nearly always the chunks that hold the phrase."""
        import numpy as np

        found, offset = [], 0
        for segment in self.segments:
            lists = sorted((segment.postings(code)[0] for code in set(codes)), key=len)
            rows = lists[0] if lists else np.zeros(0, np.int32)
            for other in lists[1:]:
                if not len(rows):
                    break
                place = np.searchsorted(other, rows)
                place[place == len(other)] = len(other) - 1 if len(other) else 0
                rows = rows[other[place] == rows] if len(other) else rows[:0]
            found.append(rows.astype(np.int64) + offset)
            offset += len(segment)
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def add(self, scores: Array, code: int, weight: float) -> None:
        """Add weight × impact of a term to the scores, one a row."""
        offset = 0
        for segment in self.segments:
            docs, impact = segment.postings(code)
            if len(docs):
                scores[offset : offset + len(segment)][docs] += impact * scores.dtype.type(weight / 100)
            offset += len(segment)


def load(store: Store, folder: Path, identity: str, last: int) -> Lexicon:
    """The lexicon up to chunk number `last`: files where they are good, memory for the rest."""
    segments, covered = _files(folder, identity)
    lexicon = Lexicon(tuple(segments), covered)
    return extend(lexicon, store, last)


def extend(lexicon: Lexicon, store: Store, last: int) -> Lexicon:
    """The lexicon with the chunks that came after the last one it covers."""
    segments = list(lexicon.segments)
    for first in range(lexicon.last + 1, last + 1, _BLOCK):
        rows = store.rows(first, min(last, first + _BLOCK - 1))
        if rows:
            _push(segments, build_segment(rows))
    return Lexicon(tuple(segments), max(last, lexicon.last))


def save(store: Store, folder: Path, identity: str, reports: Sequence[Report], last: int,
         progress: Callable[[int, int], None] | None = None) -> None:
    """Bring the files up to date; the caller holds the index lock. Raises UnreadableFile where nothing can be written."""
    import numpy as np

    segments, covered = _files(folder, identity)
    known = {id(segment) for segment in segments}
    for first in range(covered + 1, last + 1, _BLOCK):
        rows = store.rows(first, min(last, first + _BLOCK - 1))
        if rows:
            _push(segments, build_segment(rows))
        if progress:
            progress(min(last, first + _BLOCK - 1) - covered, last - covered)
    alive = sum(report.chunks for report in reports)
    total = sum(map(len, segments))
    # the dead cost time and distort rarity; a third is where rewriting pays
    if total > alive * 1.5:
        ranges = sorted((report.first, report.last) for report in reports if report.chunks)
        starts = np.array([first for first, _ in ranges] or [1 << 62])
        ends = np.array([end for _, end in ranges] or [-1])
        kept = []
        for segment in segments:
            place = np.maximum(np.searchsorted(starts, segment.seq, "right") - 1, 0)
            mask = (segment.seq >= starts[place]) & (segment.seq <= ends[place])
            kept.append(keep_chunks(segment, mask))
        segments = [merge_segments(kept)]
    elif covered >= last and {id(segment) for segment in segments} == known:
        return
    names = _names(folder, identity)
    files = []
    for segment in segments:
        name = names.get(int(segment.seq[0]) if len(segment) else 0) if id(segment) in known else None
        if name is None:
            name = f"lexical-{uuid.uuid4().hex[:12]}.seg"
            write_segment(folder / name, segment)
        files.append({"file": name, "first": int(segment.seq[0]) if len(segment) else 0, "chunks": len(segment)})
    content = {"format": FORMAT, "store": identity, "last": max(last, covered), "segments": files}
    write_text(folder / _MANIFEST, json.dumps(content))
    for path in folder.glob("lexical-*.seg"):
        if path.name not in {item["file"] for item in files}:
            with contextlib.suppress(OSError):
                path.unlink()


def _push(segments: list[Segment], segment: Segment) -> None:
    """Append, and merge neighbours of like size, so that there are never more than a dozen."""
    segments.append(segment)
    while len(segments) > 1 and len(segments[-2]) < 2 * len(segments[-1]):
        right = segments.pop()
        segments[-1] = merge_segments([segments[-1], right])


def _manifest(folder: Path, identity: str) -> dict[str, Any]:
    try:
        content = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if content["format"] == FORMAT and content["store"] == identity and isinstance(content["last"], int):
            return dict(content)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {"last": 0, "segments": []}


def _names(folder: Path, identity: str) -> dict[int, str]:
    return {item["first"]: item["file"] for item in _manifest(folder, identity)["segments"]}


def _files(folder: Path, identity: str) -> tuple[list[Segment], int]:
    manifest = _manifest(folder, identity)
    segments = []
    for item in manifest["segments"]:
        segment = read_segment(folder / item["file"])
        if segment is None or len(segment) != item["chunks"]:
            return [], 0  # one bad file: the store makes them all again
        segments.append(segment)
    return segments, int(manifest["last"])
