"""Ingest and search speed and memory at 1,000 to 100,000 chunks, beside a plain LangChain + Chroma pipeline. Run by hand.

    python benchmarks/retrieval_speed.py [--sizes 1000 10000 100000] [--systems ours plain]

Both pipelines read the same files (invented reports of many zones), use the same hash vectors and answer the same queries,
each in a process of its own. Writes docs/benchmarks/retrieval.json and prints a table.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from retrieval_set import QUERIES, write_report

OUTPUT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks" / "retrieval.json"
_FIRST = "青临洛栖云明白清沧淮汝颍渭泾沅澧漓浔滁泗沂沭滦洮湟岷嘉涪渠巴"
_SECOND = "屏澜渠川汀原山河江湖海城州阳阴宁安平兴昌"
_KINDS = ("经济技术开发区", "高新技术产业开发区", "经济开发区", "工业园区", "临港经济开发区")
_YEARS = range(2016, 2026)
_CHUNKS_A_REPORT = 37


def main() -> None:
    """Run every system at every size in a child process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--systems", nargs="+", default=["ours", "plain"], choices=["ours", "plain"])
    parser.add_argument("--one", nargs=3, metavar=("SYSTEM", "FOLDER", "WORK"), help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    args = parser.parse_args()
    if args.one:
        system, folder, work = args.one
        print(json.dumps({"ours": measure_ours, "plain": measure_plain}[system](Path(folder), Path(work))))
        return
    results = []
    for size in args.sizes:
        folder = Path(tempfile.mkdtemp(prefix="biganzi-bench-"))
        try:
            chars = write_files(folder / "reports", size)
            for system in args.systems:
                command = [sys.executable, __file__, "--one", system, str(folder / "reports"), str(folder / system)]
                done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
                result = {"system": system, "size": size, "chars": chars, **json.loads(done.stdout.splitlines()[-1])}
                results.append(result)
                print_row(result, head=len(results) == 1)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    content = {"date": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "python": sys.version.split()[0], "results": results}
    args.output.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def zones() -> list[tuple[str, str]]:
    """(short, full) names of as many zones as there are pairs of characters."""
    pairs = [a + b for b in _SECOND for a in _FIRST if a != b]
    return [(pair, pair + _KINDS[number % len(_KINDS)]) for number, pair in enumerate(pairs)]


def write_files(folder: Path, chunks: int) -> int:
    """Reports enough for that many chunks; their characters."""
    folder.mkdir(parents=True)
    chars = 0
    reports = max(1, round(chunks / _CHUNKS_A_REPORT))
    names = zones()
    for number in range(reports):
        short, zone = names[number // len(_YEARS) % len(names)]
        year = _YEARS[number % len(_YEARS)]
        text, _ = write_report(short, zone, year)
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
        chars += len(text)
    return chars


def questions(reports: int) -> list[tuple[str, int]]:
    """(query, year) as in the query set, asked of zones that are there."""
    chance = random.Random(7)
    names = zones()[: max(1, reports // len(_YEARS))]
    found = []
    for _, short, year, query in QUERIES:
        zone = chance.choice(names)[0]
        text = query.replace(short, zone)
        if chance.random() < 0.5:
            # half of the queries name no zone, as somebody does who looks for wording
            text = text.replace(zone, "").strip()
        wanted = chance.choice(_YEARS)
        found.append((re.sub(str(year), str(wanted), text), wanted))
    return found


def measure_ours(folder: Path, work: Path) -> dict[str, Any]:
    """Ingest and search with the program's own library."""
    from assistant.ingest.pipeline import ingest
    from assistant.retrieval.library import Library

    library = Library.open(work)
    started = time.perf_counter()
    result = ingest(library, [folder])
    seconds = time.perf_counter() - started
    library.close()
    library = Library.open(work)
    asked = questions(len(result.added))
    started = time.perf_counter()
    library.search(asked[0][0])
    first = time.perf_counter() - started
    return {
        "chunks": result.chunks, "ingest_seconds": seconds, "chars_per_second": result.chars / seconds, "first_query_seconds": first,
        "plain_ms": spread(lambda query, year: library.search(query, 10), asked),
        "year_ms": spread(lambda query, year: library.search(query, 10, year=year), asked), **resources(work)}


def measure_plain(folder: Path, work: Path) -> dict[str, Any]:
    """The pipeline that a tutorial would write: recursive splitter, Chroma as vector store, metadata filter."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from assistant.retrieval.embeddings import HashEmbedding

    hashed = HashEmbedding()

    class Hashed(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [row.tolist() for row in hashed.embed(texts)]

        def embed_query(self, text: str) -> list[float]:
            return [float(value) for value in hashed.embed([text])[0]]

    from chromadb.config import Settings

    def opened() -> Chroma:
        return Chroma("reports", Hashed(), persist_directory=str(work), client_settings=Settings(
            anonymized_telemetry=False, is_persistent=True, persist_directory=str(work)))

    started = time.perf_counter()
    store = opened()
    # the size that gives about as many pieces as the paragraphs that the program's own chunks are
    splitter = RecursiveCharacterTextSplitter(chunk_size=100, chunk_overlap=0, separators=["\n\n", "\n", "。", "；", "，", ""])
    chars = chunks = 0
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        year = int(re.search(r"(20\d\d)年", text)[1])  # type: ignore[index]
        pieces = splitter.split_text(text)
        store.add_texts(pieces, [{"year": year, "source": path.name} for _ in pieces])
        chars += len(text)
        chunks += len(pieces)
    seconds = time.perf_counter() - started
    asked = questions(len(list(folder.glob("*.txt"))))
    started = time.perf_counter()
    store.similarity_search(asked[0][0], 10)
    first = time.perf_counter() - started
    return {
        "chunks": chunks, "ingest_seconds": seconds, "chars_per_second": chars / seconds, "first_query_seconds": first,
        "plain_ms": spread(lambda query, year: store.similarity_search(query, 10), asked),
        "year_ms": spread(lambda query, year: store.similarity_search(query, 10, filter={"year": year}), asked), **resources(work)}


def spread(ask: Callable[[str, int], object], asked: Sequence[tuple[str, int]]) -> dict[str, float]:
    """p50 and p95 in milliseconds over all queries, after one that warms up."""
    ask(*asked[0])
    times = []
    for query, year in asked:
        started = time.perf_counter()
        ask(query, year)
        times.append((time.perf_counter() - started) * 1000)
    return {"p50": round(statistics.median(times), 2), "p95": round(sorted(times)[int(0.95 * len(times))], 2)}


def resources(work: Path) -> dict[str, float]:
    """Peak memory of this process and what the folder takes on disk, MB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    disk = sum(path.stat().st_size for path in work.rglob("*") if path.is_file()) / 1e6
    return {"peak_mb": round(peak), "disk_mb": round(disk)}


def print_row(result: dict[str, Any], *, head: bool) -> None:
    """One line of the table."""
    if head:
        print("system  chunks   ingest s  chars/s   first s  search p50/p95 ms  with year p50/p95 ms  peak MB  disk MB")
    print(f"{result['system']:7} {result['chunks']:7} {result['ingest_seconds']:9.1f} {result['chars_per_second']:9.0f} "
          f"{result['first_query_seconds']:8.2f}  {result['plain_ms']['p50']:8.2f}/{result['plain_ms']['p95']:<8.2f} "
          f"{result['year_ms']['p50']:10.2f}/{result['year_ms']['p95']:<9.2f} {result['peak_mb']:7} {result['disk_mb']:8}", flush=True)


if __name__ == "__main__":
    main()
