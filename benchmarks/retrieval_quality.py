"""Retrieval quality on two query sets: the founders' cases, where they are beside the checkout, and our own in eval/retrieval/.

    python benchmarks/retrieval_quality.py [--show] [--output docs/benchmarks/retrieval_quality.json]

Ingests into fresh libraries with the real command, asks with the real command, and counts as the founders' scorer does: a hit
is right when it comes from the file wanted and holds the quote. Prints hit@1, hit@5, hit@10 and MRR@10 a set, and the same for
plain BM25 over the same chunks (no word families, no weighing of unit, year and part) to show what those bring.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
OWN = ROOT / "eval" / "retrieval"


def main() -> None:
    """Score every set that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="queries whose passage does not come first")
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    results = {}
    for name, collect in (("cases", collect_cases), ("own", collect_own), ("demo", collect_demo)):
        with tempfile.TemporaryDirectory() as folder:
            queries = collect(Path(folder) / "files")
            if not queries:
                print(f"{name}: not here", file=sys.stderr)
                continue
            library = Path(folder) / "library"
            command = [sys.executable, "-m", "assistant"]
            subprocess.run([*command, "ingest", str(Path(folder) / "files"), "--library", str(library)], cwd=ROOT, check=True)
            (Path(folder) / "queries.jsonl").write_text("\n".join(json.dumps(q, ensure_ascii=False) for q in queries), encoding="utf-8")
            done = subprocess.run(
                [*command, "search", "--queries", str(Path(folder) / "queries.jsonl"), "--library", str(library), "-k", "10", "--json"],
                cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
            answers = [json.loads(line)["hits"] for line in done.stdout.splitlines()]
            results[name] = {"ours": score(queries, answers, show=args.show), "bm25": score(queries, plain_bm25(library, queries))}
        for system, figures in results[name].items():
            print(f"{name:6} {system:5} {json.dumps(figures)}")
    if args.output:
        args.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def collect_cases(folder: Path) -> list[dict[str, Any]]:
    """The founders' seeds, official reports and cases under the names that the queries use."""
    if not (SHARED / "cases").is_dir():
        return []
    folder.mkdir()
    for path in (*SHARED.glob("seeds/*.txt"), *SHARED.glob("corpus-real/gov/*.txt")):
        shutil.copy(path, folder)
    queries = []
    for case in sorted((SHARED / "cases").iterdir()):
        for name, target in (("clean.txt", f"{case.name}.txt"), ("previous.txt", f"{case.name}-prev.txt")):
            if (case / name).exists():
                shutil.copy(case / name, folder / target)
        queries += read_queries(case / "queries.jsonl")
    return queries


def collect_own(folder: Path) -> list[dict[str, Any]]:
    """Fifteen reports that resemble each other; the word families were tuned on this set as well."""
    shutil.copytree(OWN / "reports", folder)
    return read_queries(OWN / "queries.jsonl")


def collect_demo(folder: Path) -> list[dict[str, Any]]:
    """The demo library; nothing was tuned on these queries."""
    if not (OWN / "demo.jsonl").exists():
        return []
    shutil.copytree(ROOT / "corpus" / "reports", folder)
    return read_queries(OWN / "demo.jsonl")


def read_queries(path: Path) -> list[dict[str, Any]]:
    """The queries of a file, [] where there is none."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()] if path.exists() else []


def plain_bm25(library: Path, queries: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Hits of bm25s over characters and pairs of the same chunks with title and headings in front."""
    import bm25s

    from assistant.retrieval.library import Library

    chunks = Library.open(library).chunks()
    tokens: Callable[[str], list[str]] = lambda text: [text[i : i + n] for n in (1, 2) for i in range(len(text) - n + 1)]  # noqa: E731
    index = bm25s.BM25()
    index.index([tokens(plain("".join((chunk.title, *chunk.headings, chunk.text)))) for chunk in chunks], show_progress=False)
    rows, _ = index.retrieve([tokens(plain(query["query"])) for query in queries], k=min(10, len(chunks)), show_progress=False)
    return [[{"source": chunks[row].source, "text": chunks[row].text} for row in line] for line in rows]


def plain(text: str) -> str:
    """As the founders' scorer compares."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def score(queries: Sequence[dict[str, Any]], answers: Sequence[Sequence[dict[str, Any]]], *, show: bool = False) -> dict[str, float]:
    """hit@1, hit@5, hit@10 and MRR@10."""
    ranks = []
    for query, hits in zip(queries, answers, strict=True):
        right = [rank for rank, hit in enumerate(hits[:10], 1)
                 if os.path.basename(hit["source"]) == query["source"] and plain(query["quote"]) in plain(hit["text"])]
        ranks.append(right[0] if right else 0)
        if show and ranks[-1] != 1:
            print(ranks[-1] or "-", query["query"], "|", query["source"], "|", query["quote"])
    count = len(ranks)
    figures: dict[str, float] = {f"hit@{k}": round(sum(0 < rank <= k for rank in ranks) / count, 3) for k in (1, 5, 10)}
    return {"queries": count, **figures, "mrr@10": round(sum(1 / rank for rank in ranks if rank) / count, 3)}


if __name__ == "__main__":
    main()
