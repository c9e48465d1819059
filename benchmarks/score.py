"""All scores in one run: the founders' scorers where their material lies beside the checkout, then our own planted errors.

    python benchmarks/score.py [--only checks,planted,retrieval,draft,chat] [--show]

Nothing of ours judges in the founders' scorers: they run the installed `biganzi` and read what it prints.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
OWN = ROOT / "eval" / "checks"
sys.path.insert(0, str(ROOT))

FIGURES = frozenset({"numbers", "evidence", "continuity"})
JOBS = ("checks", "planted", "retrieval", "draft", "chat")


def main() -> int:
    """Run what is asked for and print it; 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(JOBS), help="which of " + ", ".join(JOBS))
    parser.add_argument("--show", action="store_true", help="print every miss and false alarm")
    args = parser.parse_args()
    show = ["--show"] if args.show else []
    for job in args.only.split(","):
        if job == "planted":
            planted(args.show)
        elif not SHARED.is_dir():
            print(f"\n{job}: the founders' material is not beside this checkout")
        elif job == "checks":
            scorer("score_checks.py", SHARED / "cases", "--clean", SHARED / "corpus-real" / "gov", *show)
        elif job == "draft":
            notes = sorted((SHARED / "cases").glob("*/notes.md")) + sorted((SHARED / "reference").glob("notes-example-*.md"))
            scorer("score_draft.py", *notes, *show)
        elif job in ("retrieval", "chat"):
            with tempfile.TemporaryDirectory() as folder:
                library(job, Path(folder), show)
    return 0


def scorer(name: str, *args: object) -> None:
    """Run one of the founders' scripts with this environment's biganzi first on the path."""
    print(f"\n== {name} {' '.join(_short(one) for one in args)}", flush=True)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run([sys.executable, SHARED / "tools" / name, *map(str, args)], env=environment, check=False)


def library(job: str, folder: Path, show: list[str]) -> None:
    """A library of the case files (retrieval) or of the files the questions are about (chat), and the scorer on it."""
    cases = sorted(path for path in (SHARED / "cases").iterdir() if path.is_dir())
    sources = folder / "reports"
    sources.mkdir()
    files = chat_files(sources) if job == "chat" else [*chat_files(sources), *sorted((SHARED / "corpus-real" / "gov").glob("*.txt"))]
    store = folder / "library"
    biganzi = Path(sys.executable).parent / "biganzi"
    environment = {**os.environ, "BIGANZI_LIBRARY": str(store)}
    quiet = subprocess.DEVNULL
    subprocess.run([biganzi, "ingest", *map(str, files)], env=environment, check=False, stdout=quiet, stderr=quiet)
    if job == "chat":
        scorer("score_chat.py", SHARED / "questions" / "chat-questions.jsonl", "--library", store, *show)
        return
    for case in cases:
        if (case / "queries.jsonl").exists():
            scorer("score_retrieval.py", case / "queries.jsonl", "--library", store, *show)


def chat_files(folder: Path) -> list[Path]:
    """The cases and seeds under the names that questions and queries use: a1.txt, a1-prev.txt, the seeds' own."""
    files = []
    for case in sorted(path for path in (SHARED / "cases").iterdir() if path.is_dir()):
        for name, suffix in (("clean.txt", ""), ("previous.txt", "-prev")):
            if (case / name).exists():
                files.append(folder / f"{case.name}{suffix}.txt")
                files[-1].write_bytes((case / name).read_bytes())
    return [*files, *sorted((SHARED / "seeds").glob("00[124]*.txt"))]


def planted(show: bool) -> None:
    """Our own cases, by category and kind; as in the founders' scorer an error is found by a loud finding of its category that meets it."""
    from assistant.checks.runner import check_document
    from assistant.ingest.reading import read_document
    from assistant.notes.ledger import build_ledger
    from assistant.notes.reading import read_notes

    found: dict[str, Counter[str]] = defaultdict(Counter)
    total: dict[str, Counter[str]] = defaultdict(Counter)
    alarms, characters = Counter[str](), 0
    for case in sorted(path for path in OWN.iterdir() if (path / "truth.json").exists()):
        ledger = build_ledger(read_notes([case / "notes.md"])) if (case / "notes.md").exists() else None
        previous = read_document(case / "previous.txt") if (case / "previous.txt").exists() else None
        findings = check_document(read_document(case / "bad.txt"), ledger, previous)
        for error in json.loads((case / "truth.json").read_text(encoding="utf-8"))["errors"]:
            category, kind = error["category"], error["kind"]
            total[category][kind] += 1
            loud = [one for one in findings if one.severity != "info" or kind == one.name == "long-sentence"]
            same = [one for one in loud if one.category == category or (category in FIGURES and one.category in FIGURES)]
            places = [(one.start, one.end) for one in same] + [(place.start, place.end) for one in same for place in one.related]
            removed = error.get("removed", "")
            named = any(
                removed[at : at + 4] in " ".join([one.message, one.suggestion, *(place.quote for place in one.related)])
                for one in same if one.name in ("missing-fact", "unreported-commitment", "missing-part") for at in range(len(removed) - 3))
            if named or any(start < error["end"] and error["start"] < end for start, end in places):
                found[category][kind] += 1
            elif show:
                print(f"missed {case.name} {kind}: {error['quote']}  {error.get('why', '')}")
        clean = read_document(case / "clean.txt")
        characters += len(clean.original)
        for one in check_document(clean, ledger, previous):
            if one.severity != "info":
                alarms[one.category] += 1
                if show:
                    print(f"alarm {case.name} {one.rule} {one.name}: {one.quote}  {one.message}")
    print("\n== our own planted errors (eval/checks)")
    for category in sorted(total):
        hit, every = sum(found[category].values()), sum(total[category].values())
        print(f"{category:<12}{hit:>4} of {every:<4} {hit / every:.3f}   "
              + ", ".join(f"{kind} {found[category][kind]}/{count}" for kind, count in sorted(total[category].items())))
    hit, every = (sum(sum(one.values()) for one in counts.values()) for counts in (found, total))
    print(f"{'all':<12}{hit:>4} of {every:<4} {hit / max(every, 1):.3f}   "
          f"alarms on the clean versions: {sum(alarms.values())} in {characters} characters "
          f"({sum(alarms.values()) * 1e4 / max(characters, 1):.2f} per 10,000)")


def _short(one: object) -> str:
    return str(one).replace(str(SHARED), "…")


if __name__ == "__main__":
    sys.exit(main())
