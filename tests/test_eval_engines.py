"""The three ways a cell is answered: the model engine with its prompts, seed and temperature; chat and critique; libraries of cases."""

import json
from pathlib import Path

from tests.demo_model import write
from tests.eval_desk import make_desk
from tests.scripted_endpoint import ScriptedEndpoint

MODEL = """\
name: small
cases: ../cases/*.yaml
variants:
  - {id: v1, engine: model, prompts: {draft_section: v1}, temperature: 0.7}
  - {id: v2, engine: model, prompts: {draft_section: v2}, figures: protect}
models: [ok]
repeats: 2
seeds: [11, 12]
scorers: {numbers: 3, coverage: 3, time: 0, tokens: 0}
limits: {concurrency: 2}
"""


def test_the_whole_program_with_a_model_under_each_variants_settings(tmp_path: Path) -> None:
    with ScriptedEndpoint(write) as server:
        desk = make_desk(tmp_path, server.base_url, cases=2, suite=MODEL)
        done = desk.run("run", "small", "--json")
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert told["counts"]["done"] == 8
        assert "draft_section=v1@" in told["columns"][0]["prompt"]
        assert "draft_section=v2@" in told["columns"][1]["prompt"]
        assert {request["seed"] for request in server.requests} == {11, 12}
        assert 0.7 in {request.get("temperature") for request in server.requests}
        assert any("⟦" in str(request["messages"]) for request in server.requests), "the second variant hides its figures"
        assert told["columns"][0]["tokens"] > 0
        assert [column["means"]["coverage"] for column in told["columns"]] == [1.0, 1.0], "what the model drops, the program puts back"


def test_a_model_that_is_not_there_is_a_failed_cell_not_an_offline_draft(tmp_path: Path) -> None:
    with ScriptedEndpoint(write) as server:
        desk = make_desk(tmp_path, server.base_url, cases=1, suite=MODEL)
        done = desk.run("run", "small", "--model", "404")
    assert done.returncode == 3
    assert "404" in done.stderr


OTHERS = """\
name: small
cases:
  - {id: ask, kind: chat, question: 澄屿产业园2025年竣工项目多少个, library: [../../past], expect: {must_contain: [16个]}}
  - {id: lacking, kind: chat, question: 澄屿产业园2025年进出口总额多少, library: [../../past], expect: {absent: true}}
  - id: flawed
    kind: critique
    unit: 澄屿产业园
    year: 2026
    draft: |
      澄屿产业园2026年工作总结
      一、项目建设
      全年实施项目54个，其中新开工23个、续建33个。
    expect: {findings: [{quote: 54个, kind: sum}]}
variants:
  - {id: offline}
  - {id: bare, engine: prompt, prompts: {chat: v1, critique: v1}}
models: [ok]
scorers: {answer: 1, findings: 1}
"""


def test_chat_and_critique_offline_and_by_bare_prompt(tmp_path: Path) -> None:
    (tmp_path / "past").mkdir()
    (tmp_path / "past/2025.txt").write_text(
        "澄屿产业园2025年工作总结和2026年工作思路\n一、2025年工作总结\n（一）项目建设\n竣工项目16个，完成投资86.7亿元。\n",
        encoding="utf-8",
    )

    def script(request: dict[str, object]) -> str:
        asked = str(request["messages"])
        if "进出口" in asked:
            return "资料库里没有这个数据。"
        # what the library holds must be in the question for a bare chat to be able to answer
        return "竣工项目16个。" if "竣工项目16个，完成投资86.7亿元" in asked else "其中54个与分项之和56个不符。"

    with ScriptedEndpoint(script) as server:
        told = make_desk(tmp_path, server.base_url, cases=0, suite=OTHERS).json("run", "small")
    assert told["counts"] == {"planned": 6, "done": 6, "cached": 0, "failed": 0, "missing": 0}
    for column in told["columns"]:
        assert column["means"]["answer"] == 1.0, column
        assert column["means"]["findings"] == 1.0, column


def test_a_prompt_with_a_variable_nobody_fills_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with ScriptedEndpoint(write) as server:
        desk = make_desk(tmp_path, server.base_url)
        path = tmp_path / "prompts/strict.md"
        text = path.read_text(encoding="utf-8").replace("notes]", "notes, weather]").replace("{notes}", "{notes}{weather}")
        path.write_text(text, encoding="utf-8")
        done = desk.run("run", "small")
        assert done.returncode == 2
        assert "weather" in done.stderr
        assert server.requests == []
