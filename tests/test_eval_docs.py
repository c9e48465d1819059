"""docs/evaluation.md against the code: its suite loads, its commands parse, its scorers and keys exist."""

import argparse
import json
import re
import shlex
from pathlib import Path

import pytest

from assistant.cli import eval_
from assistant.evaluation import suites
from assistant.evaluation.scorers.registry import JUDGE, SCORERS
from assistant.evaluation.suites import load_suite

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")


def test_the_suite_of_the_page_loads(tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert block
    (tmp_path / "mine.yaml").write_text(block[1].replace("../cases", str(ROOT / "eval/cases")), encoding="utf-8")
    assert len(load_suite(tmp_path / "mine.yaml").cases) == 24


@pytest.mark.parametrize("command", re.findall(r"^\$ biganzi eval (.*)$", TEXT, re.MULTILINE))
def test_the_commands_of_the_page_parse(command: str) -> None:
    parser = argparse.ArgumentParser()
    eval_.add_arguments(parser)
    assert parser.parse_args(shlex.split(command)).verb == command.split()[0]


def test_every_scorer_and_key_is_told() -> None:
    for name in (*SCORERS, JUDGE):
        assert f"`{name}`" in TEXT, name
    schema = json.loads((Path(suites.__file__).parent / "suite_schema.json").read_text(encoding="utf-8"))
    for key in (*schema["properties"], *schema["properties"]["limits"]["properties"]):
        assert key in ("name", "description") or f"`{key}" in TEXT, key


@pytest.mark.parametrize("path", sorted((ROOT / "eval/suites").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_delivered_suites_load(path: Path) -> None:
    assert load_suite(path).cases
    assert f"`{path.stem}`" in TEXT
