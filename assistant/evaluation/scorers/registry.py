"""The table of scorers: name → where it is, which way is better, what code it stands on. Scorers are imported when they are used."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.errors import InputError
from assistant.evaluation.scorers.subject import Score, Subject

Scorer = Callable[[Subject], Score | None]
#: what the checks stand on: a change there may change a score
_CHECKS = ("checks", "text", "notes", "reference", "ingest", "domain")
_PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Entry:
    """A scorer: module under scorers/, whether lower is better, packages of assistant/ whose code shapes its scores."""

    module: str
    lower: bool = False
    packages: tuple[str, ...] = ()


SCORERS: dict[str, Entry] = {
    **{name: Entry("checked", packages=_CHECKS)
       for name in ("structure", "arithmetic", "style", "evidence", "continuity", "numbers", "coverage")},
    **{name: Entry("wanted") for name in ("mentions", "answer", "findings")},
    **{name: Entry("wanted", packages=("ingest", "notes")) for name in ("outline", "length")},
    "copied": Entry("likeness", packages=("ingest",)),
    "chrf": Entry("likeness"),
    **{name: Entry("spent", lower=True) for name in ("time", "tokens", "cost")},
    **{name: Entry("retrieved") for name in ("hit1", "hit5", "hit10", "mrr", "ndcg")},
}
#: scored by a model after the answers are in, not by a function of one answer
JUDGE = "judge"
LOWER = frozenset(name for name, entry in SCORERS.items() if entry.lower)


def scorer(name: str) -> Scorer:
    """The function of this name. Raises InputError naming what there is."""
    if name not in SCORERS:
        raise InputError(f"没有评分 {name}；有 {'、'.join(SCORERS)}、{JUDGE}")
    module = importlib.import_module(f"assistant.evaluation.scorers.{SCORERS[name].module}")
    function: Scorer = getattr(module, name)
    return function


@cache
def code_hash(name: str) -> str:
    """A hash over the scorer's own module and the packages it stands on: another hash, and old scores are made anew."""
    entry, here = SCORERS[name], Path(__file__).parent
    return code_of([here / f"{entry.module}.py", here / "subject.py", *(_PACKAGE / package for package in entry.packages)])


def code_of(places: Iterable[Path]) -> str:
    """The first 12 hex digits of a hash over files and folders of code and data."""
    digest = hashlib.sha256()
    for place in places:
        digest.update(_folder_hash(place).encode())
    return digest.hexdigest()[:12]


@cache
def _folder_hash(place: Path) -> str:
    digest = hashlib.sha256()
    files = sorted(p for p in place.rglob("*") if p.is_file() and p.suffix != ".pyc") if place.is_dir() else [place]
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
