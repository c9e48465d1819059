"""The query sets: the wanted passage comes back, and high. Figures and comparison are in docs/benchmarks.md; here only the floors."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.ingest.pipeline import ingest
from assistant.retrieval.library import Library
from tests.shared_material import needs_shared

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from retrieval_quality import collect_cases, collect_demo, collect_own, score  # noqa: E402


def measured(collect: Callable[[Path], list[dict[str, Any]]], tmp_path: Path) -> dict[str, float]:
    """hit@k and MRR of a set over a fresh library."""
    queries = collect(tmp_path / "files")
    assert len(queries) >= 28
    library = Library.open(tmp_path / "library")
    result = ingest(library, [tmp_path / "files"])
    assert result.failed == ()
    answers = [[{"source": hit.chunk.source, "text": hit.chunk.text} for hit in library.search(query["query"], 10)] for query in queries]
    return score(queries, answers)


@pytest.mark.parametrize("collect", [collect_own, collect_demo])
def test_our_own_queries(collect: Callable[[Path], list[dict[str, Any]]], tmp_path: Path) -> None:
    figures = measured(collect, tmp_path)
    assert figures["hit@5"] >= 0.95, figures
    assert figures["mrr@10"] >= 0.85, figures


@pytest.mark.parametrize("collect", [pytest.param(collect_cases, marks=needs_shared)])
def test_the_founders_queries(collect: Callable[[Path], list[dict[str, Any]]], tmp_path: Path) -> None:
    figures = measured(collect, tmp_path)
    assert figures["hit@5"] >= 0.93, figures
    assert figures["mrr@10"] >= 0.78, figures


def test_every_wanted_passage_is_whole_in_one_chunk(tmp_path: Path) -> None:
    from assistant.ingest.chunks import split
    from assistant.ingest.reading import read_document

    for collect in (collect_own, collect_demo):
        folder = tmp_path / collect.__name__
        for query in collect(folder):
            texts = ["".join(chunk.text.split()) for chunk in split(read_document(folder / query["source"]))]
            assert any("".join(query["quote"].split()) in text for text in texts), query
        shutil.rmtree(folder)
