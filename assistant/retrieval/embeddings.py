"""Embeddings: the protocol, and one that needs no model: hashed character n-grams. No endpoint client here.

An embedding that asks a server is made above (the client lives in `engines`) and handed to `Library.open`; whatever is
handed in says its name and dimension, and the index remembers both so that vectors of two embeddings never mix.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.retrieval.terms import term_codes

Array = Any


class Embedding(Protocol):
    """Texts become rows of float32, unit length or zero. `name` changes whenever the vectors do."""

    @property
    def name(self) -> str:
        """What the index remembers, for example `hash-ngram-1` or `openai:text-embedding-3-small`."""

    @property
    def dimension(self) -> int:
        """Columns of the result; 0 when only the first answer will tell."""

    @property
    def is_lexical(self) -> bool:
        """Whether it only counts shared characters: then expanding the query helps, and the vector side weighs little."""

    def embed(self, texts: Sequence[str]) -> Array:
        """One row a text, in order. Raises EndpointError where a server is asked in vain."""


@dataclass(frozen=True)
class HashEmbedding:
    """Characters and character pairs hashed into `dimension` signed buckets; the same in every process and on every machine."""

    dimension: int = 512
    is_lexical: bool = True

    @property
    def name(self) -> str:
        """The version is part of the name: change the hash and the number goes up."""
        return f"hash-ngram-1-{self.dimension}"

    def embed(self, texts: Sequence[str]) -> Array:
        """float32 of shape (len(texts), dimension); a text without letters is a zero row."""
        import numpy as np

        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), 512):
            part = texts[start : start + 512]
            codes, owner = term_codes(part)
            # one multiplication spreads neighbouring code points over all buckets (Fibonacci hashing)
            mixed = (codes ^ (codes >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15)
            bucket = (mixed >> np.uint64(33)).astype(np.int64) % self.dimension
            sign = 1.0 - 2.0 * ((mixed >> np.uint64(20)) & np.uint64(1)).astype(np.float64)
            # single characters say little about a Chinese text, pairs and words say most
            weight = np.where(codes < np.uint64(1 << 60), 0.3, 1.0)
            counts = np.bincount(
                owner.astype(np.int64) * self.dimension + bucket, weights=sign * weight, minlength=len(part) * self.dimension
            ).reshape(len(part), self.dimension)
            counts = np.sign(counts) * np.sqrt(np.abs(counts))
            length = np.linalg.norm(counts, axis=1, keepdims=True)
            rows[start : start + len(part)] = counts / np.where(length == 0, 1, length)
        return rows


@dataclass(frozen=True)
class FunctionEmbedding:
    """Any function from texts to vectors, such as the embeddings call of an endpoint client, under a name of its own."""

    name: str
    function: Callable[[Sequence[str]], Sequence[Sequence[float]]]
    dimension: int = 0
    is_lexical: bool = False
    batch: int = 64

    def embed(self, texts: Sequence[str]) -> Array:
        """Ask in batches; rows are scaled to unit length. Raises what the function raises."""
        import numpy as np

        parts = [
            np.asarray(self.function(list(texts[start : start + self.batch])), dtype=np.float32)
            for start in range(0, len(texts), self.batch)
        ]
        if not parts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = np.concatenate(parts)
        length = np.linalg.norm(rows, axis=1, keepdims=True)
        return (rows / np.where(length == 0, 1, length)).astype(np.float32)
