"""The harness as commands and the page use it: plan a suite, run it, score it, list and report runs. The parts are in the other modules."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.evaluation.answering import Desk, fingerprint
from assistant.evaluation.cases import Case, load_cases
from assistant.evaluation.plan import Cell, hash_of, plan_cells
from assistant.evaluation.prompting import messages_of, prompt_of
from assistant.evaluation.scorers.registry import JUDGE, code_of
from assistant.evaluation.scoring import Scoring
from assistant.evaluation.store import RunStore
from assistant.evaluation.suites import Suite, load_suite
from assistant.settings import Settings

#: where runs are kept, under the working folder
STORE = Path(".biganzi") / "eval" / "runs.db"
SUITES = Path("eval") / "suites"
_PACKAGE = Path(__file__).resolve().parents[1]
#: what shapes a text of the engines; the model engine keeps and mends its sentences with the rules' code as well
_ENGINE_CODE = ("domain", "text", "reference", "ingest", "notes", "retrieval", "checks", "engines", "writing", "prompts.py", "workspace.py")


@dataclass(frozen=True)
class Plan:
    """A suite with its cases and cells, and the run they make. The same plan has the same run id."""

    run: str
    suite: Suite
    cases: dict[str, Case]
    cells: list[Cell]
    meta: dict[str, Any]


def make_plan(suite: Suite, settings: Settings, *, run: str = "", limit: int = 0) -> Plan:
    """All cells of a suite. limit: the first so many cases only. Raises InputError for what can't be used, before anything is asked."""
    needing = [variant.id for variant in suite.variants if variant.engine != "offline"]
    if (needing or suite.judge) and not settings.has_endpoint:
        who = "、".join(needing) or JUDGE
        raise InputError(f"{suite.path}: {who} 要用模型，却没有配置接口；设环境变量 OPENAI_BASE_URL 或 OPENAI_API_KEY")
    cases = load_cases(suite.cases)
    cases = cases[:limit] if limit else cases
    versions: dict[str, str] = {"library": fingerprint(suite.library) if suite.library else ""}
    prompts: dict[str, str] = {}
    if any(v.engine != "prompt" for v in suite.variants):
        versions["engine:offline"] = versions["engine:model"] = code_of(_PACKAGE / name for name in _ENGINE_CODE)
    versions["engine:prompt"] = code_of([Path(__file__).with_name("prompting.py")])
    for variant in suite.variants:
        if variant.engine == "prompt":
            used = {kind: prompt_of(suite, variant, kind) for kind in dict.fromkeys(case.kind for case in cases)}
            for case in {case.kind: case for case in cases}.values():
                messages_of(case, used[case.kind])
            labels = [prompt.label for prompt in dict.fromkeys(used.values())]
        elif variant.engine == "model":
            labels = [_label(suite, name, choice, variant.prompt_folder) for name, choice in variant.prompts]
        else:
            continue
        prompts[variant.id] = "、".join(labels)
        versions[f"prompt:{variant.id}"] = hash_of(sorted(labels))
    cells = plan_cells(suite, cases, versions, settings.base_url.rpartition("@")[2] or "default")
    meta = {
        "suite": suite.name, "path": str(suite.path.resolve()), "scorers": dict(suite.scorers),
        "gates": [dataclasses.asdict(gate) for gate in suite.gates], "prompts": prompts,
        "engines": {variant.id: variant.engine for variant in suite.variants}, "models": list(suite.models),
    }
    run = run or f"{hash_of([cell.key for cell in cells])[:6]}-{suite.name}"
    return Plan(run, suite, {case.id: case for case in cases}, cells, meta)


def score(
    store: RunStore, run: str, settings: Settings, *, afresh: bool = False, scorers: tuple[str, ...] = (),
    plan: Plan | None = None, progress: Callable[[int], None] | None = None,
) -> Scoring:
    """Score a run's answers with today's scorers, and with its judge where the suite has one. Raises InputError, EndpointError.

    scorers: instead of the suite's. The cases are read from the suite's own place; one that is gone is left unscored.
    """
    meta = store.meta(run)
    suite = plan.suite if plan else load_suite(meta["path"])
    cases = plan.cases if plan else {case.id: case for case in load_cases(suite.cases)}
    weights = dict(suite.scorers) | {name: 1.0 for name in scorers if name not in dict(suite.scorers)}
    if weights != meta.get("scorers") or [dataclasses.asdict(gate) for gate in suite.gates] != meta.get("gates"):
        store.update_meta(run, scorers=weights, gates=[dataclasses.asdict(gate) for gate in suite.gates])
    scoring = Scoring(store, run, cases, tuple(weights), library=suite.library, prices=settings.prices)
    scoring.all(afresh=afresh, progress=progress)
    if JUDGE in weights and suite.judge:
        from assistant.evaluation.judging import judge_run

        agreement = judge_run(store, run, suite, cases, Desk(settings, suite, STORE.parent / "libraries"), afresh=afresh)
        store.update_meta(run, judge=agreement)
    return scoring


def list_suites(folder: Path = SUITES) -> list[tuple[str, str, int]]:
    """(name, file, cases) of the suites in a folder; one that can't be read is left out."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            suite = load_suite(path)
        except InputError:
            continue
        found.append((suite.name, str(path), len(suite.cases)))
    return found


def list_runs(place: Path = STORE) -> list[tuple[str, str, float, int, int, int]]:
    """(run, suite, created, planned, done, failed) of all runs, newest first; [] where nothing was ever run."""
    if not place.exists():
        return []
    store = RunStore(place)
    try:
        return [(run, suite, created, planned, done or 0, failed or 0) for run, suite, created, planned, done, failed in store.runs()]
    finally:
        store.close()


def report_html(run: str, place: Path = STORE) -> str:
    """A run's report as one page. Raises InputError for an unknown run."""
    store = RunStore(place)
    try:
        return "".join(html_of(store, store.resolve(run)))
    finally:
        store.close()


def html_of(store: RunStore, run: str) -> Iterator[str]:
    """The same in pieces, for a run too big to be whole in memory."""
    from assistant.evaluation.analysis import analyse
    from assistant.evaluation.report import to_html

    analysis = analyse(store, run)
    yield from to_html(analysis, ((cell.cell, details(store, run, cell.cell)) for cell in analysis.cells))


def details(store: RunStore, run: str, cell: str) -> dict[str, Any]:
    """What the report shows of one cell: text, explanations by scorer, places [start, end, what]."""
    told, places = {}, []
    for name, _, explanation, where in store.cell_scores(run, cell):
        if explanation:
            told[name] = explanation
        places += where
    return {"text": str(store.output(run, cell).get("text", "")), "told": told, "places": sorted(places)}


def _label(suite: Suite, name: str, choice: str, folder: str) -> str:
    from assistant.prompts import load_prompt

    if choice.endswith(".md"):
        place = suite.path.parent / choice
        choice = str(place if place.exists() else choice)
    return load_prompt(name, choice, folder).label
