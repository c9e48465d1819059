"""Posting lists of a run of chunks as flat arrays: building, merging, writing to one file, mapping it back. No scoring here.

A segment is immutable. Its file is mapped, not read, so opening costs the same at a hundred and at a hundred thousand
chunks. A length or a checksum that is wrong makes `read_segment` say None: the text store can always make it again.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.files import write_bytes
from assistant.retrieval.store import Row
from assistant.retrieval.terms import term_codes

Array = Any

#: changes whenever the arrays mean something else; older files are then made anew
FORMAT = "postings-1"
PARTS = ("", "summary", "plan", "problems")
_K1 = 1.2
_B = 0.6
#: terms of an average chunk; a constant, so that adding a report does not change the weight of all others
_AVERAGE = 500.0
#: what a term in title and heading path counts beside one in the text
_CONTEXT = 0.7
_SCALE = 100.0
_MAGIC = b"BGZSEG1\n"
_CHECKED = 16 << 20


@dataclass(frozen=True)
class Segment:
    """terms: sorted codes (T). starts: (T+1) places in docs and impact (P), the postings. docs: index of the chunk in this segment.

    impact: saturated, length-normalised frequency × 100 as uint8. seq, part, topic: one a chunk; topic indexes `topics`.
    """

    terms: Array
    starts: Array
    docs: Array
    impact: Array
    seq: Array
    part: Array
    topic: Array
    topics: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.seq)

    def postings(self, code: int) -> tuple[Array, Array]:
        """(chunk indexes, impacts) of a term; empty where it does not occur."""
        import numpy as np

        place = int(np.searchsorted(self.terms, np.uint64(code)))
        if place == len(self.terms) or int(self.terms[place]) != code:
            return self.docs[:0], self.impact[:0]
        low, high = int(self.starts[place]), int(self.starts[place + 1])
        return self.docs[low:high], self.impact[low:high]


def build_segment(rows: Sequence[Row]) -> Segment:
    """The segment of chunks given in rising order of their running number."""
    import numpy as np

    body, owner = term_codes([row.text for row in rows])
    above, above_owner = term_codes([row.context for row in rows])
    codes = np.concatenate([body, above])
    docs = np.concatenate([owner, above_owner])
    weights = np.concatenate([np.ones(len(body), np.float32), np.full(len(above), _CONTEXT, np.float32)])
    terms, inverse = np.unique(codes, return_inverse=True)
    key = inverse.astype(np.int64) * max(1, len(rows)) + docs
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
    frequency = np.add.reduceat(weights[order], first) if len(first) else np.zeros(0, np.float32)
    docs = docs[order][first].astype(np.int32)
    length = np.bincount(owner, minlength=len(rows)).astype(np.float32)
    norm = _K1 * (1 - _B + _B * length / _AVERAGE)
    impact = frequency * (_K1 + 1) / (frequency + norm[docs])
    starts = np.searchsorted(inverse[order][first], np.arange(len(terms) + 1)).astype(np.int64)
    topics = tuple(sorted({row.topic for row in rows}))
    return Segment(
        terms, starts, docs, np.clip(np.rint(impact * _SCALE), 1, 255).astype(np.uint8),
        np.fromiter((row.seq for row in rows), np.int64, len(rows)),
        np.fromiter((PARTS.index(row.part) if row.part in PARTS else 0 for row in rows), np.int8, len(rows)),
        np.fromiter((topics.index(row.topic) for row in rows), np.int16, len(rows)), topics)


def merge_segments(segments: Sequence[Segment]) -> Segment:
    """One segment with the chunks of all, in the order given; linear, nothing is sorted but the term lists."""
    import numpy as np

    terms = np.unique(np.concatenate([segment.terms for segment in segments]))
    places = [np.searchsorted(terms, segment.terms) for segment in segments]
    sizes = np.zeros(len(terms), np.int64)
    for segment, place in zip(segments, places, strict=True):
        sizes[place] += np.diff(segment.starts)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    docs = np.empty(int(starts[-1]), np.int32)
    impact = np.empty(int(starts[-1]), np.uint8)
    filled = starts[:-1].copy()
    offset = 0
    for segment, place in zip(segments, places, strict=True):
        counts = np.diff(segment.starts)
        target = np.repeat(filled[place] - segment.starts[:-1], counts) + np.arange(len(segment.docs))
        docs[target] = segment.docs + offset
        impact[target] = segment.impact
        filled[place] += counts
        offset += len(segment)
    topics = tuple(sorted({topic for segment in segments for topic in segment.topics}))
    topic = [np.array([topics.index(name) for name in segment.topics], np.int16)[segment.topic] for segment in segments if len(segment)]
    return Segment(terms, starts, docs, impact, np.concatenate([s.seq for s in segments]), np.concatenate([s.part for s in segments]),
                   np.concatenate(topic) if topic else np.zeros(0, np.int16), topics)


def keep_chunks(segment: Segment, alive: Array) -> Segment:
    """The segment without the chunks that are gone."""
    import numpy as np

    number = np.cumsum(alive) - 1
    held = alive[segment.docs]
    starts = np.concatenate([[0], np.cumsum(held)])[segment.starts].astype(np.int64)
    used = np.diff(starts) > 0
    return Segment(segment.terms[used], np.concatenate([starts[:-1][used], starts[-1:]]), number[segment.docs[held]].astype(np.int32),
                   segment.impact[held], segment.seq[alive], segment.part[alive], segment.topic[alive], segment.topics)


_ARRAYS = ("terms", "starts", "docs", "impact", "seq", "part", "topic")


def write_segment(path: Path, segment: Segment) -> int:
    """Write the file whole or not at all; its size in bytes. Raises UnreadableFile with the system's reason."""
    import numpy as np

    blobs, places, offset = [], {}, 0
    for name in _ARRAYS:
        array = np.ascontiguousarray(getattr(segment, name))
        data = array.tobytes()
        data += b"\0" * (-len(data) % 64)
        places[name] = [array.dtype.str, len(array), offset]
        blobs.append(data)
        offset += len(data)
    content = b"".join(blobs)
    header = json.dumps({"format": FORMAT, "arrays": places, "topics": segment.topics, "size": offset, "crc": zlib.crc32(content)})
    encoded = header.encode("utf-8")
    encoded += b" " * (-(len(_MAGIC) + 8 + len(encoded)) % 64)
    data = _MAGIC + len(encoded).to_bytes(8, "little") + encoded + content
    write_bytes(path, data)
    return len(data)


def read_segment(path: Path) -> Segment | None:
    """Map a segment's file; None when it is missing, cut short, damaged or of another format."""
    import numpy as np

    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                return None
            length = int.from_bytes(file.read(8), "little")
            if length > 1 << 20:
                return None
            header = json.loads(file.read(length))
        begin = len(_MAGIC) + 8 + length
        if header["format"] != FORMAT or os.path.getsize(path) != begin + header["size"]:
            return None
        whole = np.memmap(path, np.uint8, "r")
        if header["size"] <= _CHECKED and zlib.crc32(whole[begin:].tobytes()) != header["crc"]:
            return None
        arrays = {}
        for name, (kind, count, offset) in header["arrays"].items():
            low = begin + offset
            arrays[name] = np.asarray(whole[low : low + count * np.dtype(kind).itemsize]).view(kind)
        return Segment(**arrays, topics=tuple(header["topics"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
