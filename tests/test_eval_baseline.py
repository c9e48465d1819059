"""The project's own gate: two suites of eval/suites against what eval/baselines holds. A worse engine, prompt or harness fails here.

After a change that is meant: `python -m tests.test_eval_baseline` writes the baselines anew; look at the difference before committing it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.analysis import Analysis, analyse
from assistant.evaluation.answering import Desk
from assistant.evaluation.baselines import baseline_json, compare_sides, read_baseline, side_from
from assistant.evaluation.harness import make_plan, score
from assistant.evaluation.runner import run_cells
from assistant.evaluation.scorers.registry import LOWER
from assistant.evaluation.statistics import case_means
from assistant.evaluation.store import RunStore
from assistant.evaluation.suites import load_suite
from assistant.settings import Settings
from tests.scripted_endpoint import ScriptedEndpoint

ROOT = Path(__file__).parents[1]
BASELINES = ROOT / "eval" / "baselines"
#: how far a scorer's mean may fall: a case or two of those that have the score
_MARGIN = 0.03
_FACTS = re.compile(r"<素材>\n(.*?)\n</素材>", re.DOTALL)


def writer(request: dict[str, Any]) -> str:
    """A model that carries all notes under the second version of the drafting prompt, and under the first all but the last."""
    prompt = str(request["messages"][-1]["content"])
    facts = _FACTS.search(prompt)
    assert facts
    lines = [line.strip().lstrip("- ").rstrip("。") for line in facts[1].splitlines() if line.strip()]
    return "。".join(lines if "<用户要求>" in prompt else lines[:-1]) + "。"


def run_suite(name: str, folder: Path, base_url: str = "") -> Analysis:
    """A suite of the project, run and scored in a store of its own."""
    settings, suite = Settings(base_url=base_url), load_suite(ROOT / "eval" / "suites" / f"{name}.yaml")
    plan = make_plan(suite, settings)
    store = RunStore(folder / "runs.db")
    store.begin(plan.run, suite.name, plan.cells, plan.meta)
    state = run_cells(plan.run, plan.cells, store, Desk(settings, suite, folder / "libraries"), suite.limits)
    assert (state.failed, state.missing) == (0, 0), sorted({row.error for row in store.rows(plan.run)})
    scoring = score(store, plan.run, settings, plan=plan)
    assert not scoring.troubles
    return analyse(store, plan.run)


def fallen(name: str, analysis: Analysis) -> list[str]:
    """Scorers whose mean fell below the baseline by more than the margin, with the cases that fell most."""
    kept, now, lines = read_baseline(BASELINES / f"{name}.json"), side_from(analysis), []
    for column, table in kept.columns.items():
        for scorer, cases in table.items():
            if scorer in LOWER:
                continue
            before, after = case_means(cases), case_means(now.columns[column].get(scorer, {}))
            shared = sorted(set(before) & set(after), key=lambda case: after[case] - before[case])
            if len(shared) < len(before):
                lines.append(f"{column} {scorer}: 少了 {', '.join(sorted(set(before) - set(after)))}")
            elif sum(after[c] - before[c] for c in shared) / len(shared) < -_MARGIN:
                lines.append(f"{column} {scorer}: " + ", ".join(f"{c} {before[c]:.2f} → {after[c]:.2f}" for c in shared[:4]))
    return lines


def test_the_offline_engine_is_no_worse_than_its_baseline(tmp_path: Path) -> None:
    analysis = run_suite("regression", tmp_path)
    assert analysis.counts["planned"] >= 40
    assert [what for what, passed in analysis.gates if not passed] == []
    held = compare_sides(read_baseline(BASELINES / "regression.json"), side_from(analysis))
    assert [what for what, passed in held.gates if not passed] == []
    assert fallen("regression", analysis) == []


def test_the_way_to_an_endpoint_is_no_worse_than_its_baseline(tmp_path: Path) -> None:
    with ScriptedEndpoint(writer) as server:
        analysis = run_suite("endpoint", tmp_path, server.base_url)
        assert len(server.requests) == analysis.counts["planned"]
    assert fallen("endpoint", analysis) == []
    verdicts = {row.scorer: row.verdict for row in analysis.comparisons[0][2]}
    assert verdicts["coverage"] == "better", "the second prompt carries a note more in every case"
    assert analysis.is_passed


def test_a_worse_engine_fails_the_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.evaluation import answering

    whole = answering.draft_value

    def forgetful(draft: Any, case: Any) -> dict[str, Any]:
        value = whole(draft, case)
        return value | {"text": "".join(re.split(r"(?<=。)", value["text"])[:-2])}

    monkeypatch.setattr(answering, "draft_value", forgetful)
    analysis = run_suite("regression", tmp_path)
    assert not analysis.is_passed
    assert any("coverage" in line for line in fallen("regression", analysis))


def write_baselines(folder: Path) -> None:
    """Write both baselines anew from today's code."""
    BASELINES.mkdir(parents=True, exist_ok=True)
    (BASELINES / "regression.json").write_text(baseline_json(run_suite("regression", folder)), encoding="utf-8")
    with ScriptedEndpoint(writer) as server:
        (BASELINES / "endpoint.json").write_text(baseline_json(run_suite("endpoint", folder, server.base_url)), encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        write_baselines(Path(place))
    sys.exit(0)
