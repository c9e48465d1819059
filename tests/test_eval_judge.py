"""The model judge against a scripted one: both orders are asked, one who always likes the first place says nothing, answers are kept."""

import json
import re
from pathlib import Path
from typing import Any

from tests.eval_desk import SUITE, make_desk, writer
from tests.scripted_endpoint import ScriptedEndpoint

JUDGED = SUITE.replace("scorers: {numbers: 3,", "judge: {model: judge}\nscorers: {judge: 1, numbers: 3,")
_DRAFT = re.compile(r"<([甲乙])稿>\n(.*?)\n</[甲乙]稿>", re.DOTALL)


def fair(request: dict[str, Any]) -> str:
    """Prefers the draft with the investment in it wherever it stands; finds the order of both the same."""
    if request["model"] != "judge":
        return writer(request)
    drafts = dict(_DRAFT.findall(str(request["messages"][-1]["content"])))
    better = "甲" if "完成投资" in drafts["甲"] else "乙"
    return "```json\n" + json.dumps({"coverage": better, "order": "平", "wording": "平", "linking": "平"}, ensure_ascii=False) + "\n```"


def fond_of_the_first(request: dict[str, Any]) -> str:
    if request["model"] != "judge":
        return writer(request)
    return json.dumps(dict.fromkeys(("coverage", "order", "wording", "linking"), "甲"), ensure_ascii=False)


def judged(tmp_path: Path, script: Any) -> tuple[dict[str, float], dict[str, Any], ScriptedEndpoint]:
    with ScriptedEndpoint(script) as server:
        desk = make_desk(tmp_path, server.base_url, suite=JUDGED)
        told = desk.json("run", "small")
        assert sum(request["model"] == "judge" for request in server.requests) == 12, "six pairs, each in both orders"
        before = len(server.requests)
        desk.run("rescore")
        assert len(server.requests) == before, "the judge's answers are kept"
        return {column["variant"]: column["means"]["judge"] for column in told["columns"]}, told, server


def test_a_fair_judge_prefers_the_better_draft_in_both_orders(tmp_path: Path) -> None:
    means, told, _ = judged(tmp_path, fair)
    assert means == {"plain": 0.375, "strict": 0.625}
    assert told["judge"] == {"pairs": 6, "agreement": 1.0, "failed": 0, "prompt": told["judge"]["prompt"]}


def test_a_judge_who_likes_the_first_place_says_nothing_and_is_found_out(tmp_path: Path) -> None:
    means, told, _ = judged(tmp_path, fond_of_the_first)
    assert means == {"plain": 0.5, "strict": 0.5}
    assert told["judge"]["agreement"] == 0.0


def test_a_judge_who_talks_no_json_is_counted_and_the_run_stands(tmp_path: Path) -> None:
    def chatty(request: dict[str, Any]) -> str:
        return "都写得不错。" if request["model"] == "judge" else writer(request)

    with ScriptedEndpoint(chatty) as server:
        done = make_desk(tmp_path, server.base_url, suite=JUDGED).run("run", "small", "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["judge"]["failed"] == 6
    assert all("judge" not in column["means"] for column in told["columns"])
