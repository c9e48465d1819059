"""SARIF 2.1.0: the parts of the standard's schema that our log uses, written out by hand and strict about anything else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assistant.cli.main import main

TEXT = "云渡经济开发区2024年工作总结\n全年完成产值120亿元。。示范片区的幅射带动作用增强。\n一是抓项目。三是抓招商。三是抓环境。\n"


def strict(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


MESSAGE = strict({"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string"}}, "text")
LEVEL = {"enum": ["none", "note", "warning", "error"]}
ARTIFACT = strict({"uri": {"type": "string", "pattern": "^[^ \\\\]+$"}, "index": {"type": "integer", "minimum": -1}}, "uri")
POSITIVE, COUNT = {"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 0}
REGION = strict(
    {
        "startLine": POSITIVE,
        "startColumn": POSITIVE,
        "endLine": POSITIVE,
        "endColumn": POSITIVE,
        "charOffset": COUNT,
        "charLength": COUNT,
        "snippet": strict({"text": {"type": "string"}}, "text"),
    },
    "startLine",
)
PHYSICAL = strict({"artifactLocation": ARTIFACT, "region": REGION}, "artifactLocation")
LOCATION = strict(
    {
        "id": {"type": "integer", "minimum": -1},
        "physicalLocation": PHYSICAL,
        "message": MESSAGE,
        "logicalLocations": {"type": "array", "items": strict({"fullyQualifiedName": {"type": "string"}, "kind": {"type": "string"}})},
    }
)
RULE = strict(
    {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": MESSAGE,
        "defaultConfiguration": strict({"level": LEVEL}),
        "properties": {"type": "object"},
    },
    "id",
)
RESULT = strict(
    {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": {"type": "array", "items": LOCATION, "minItems": 1},
        "relatedLocations": {"type": "array", "items": LOCATION, "uniqueItems": True},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "properties": {"type": "object"},
        "fixes": {
            "type": "array",
            "items": strict(
                {
                    "description": MESSAGE,
                    "artifactChanges": {
                        "type": "array",
                        "minItems": 1,
                        "items": strict(
                            {
                                "artifactLocation": ARTIFACT,
                                "replacements": {
                                    "type": "array",
                                    "minItems": 1,
                                    "items": strict(
                                        {"deletedRegion": REGION, "insertedContent": strict({"text": {"type": "string"}})}, "deletedRegion"
                                    ),
                                },
                            },
                            "artifactLocation",
                            "replacements",
                        ),
                    },
                },
                "artifactChanges",
            ),
        },
    },
    "message",
)
SCHEMA = strict(
    {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": strict(
                {
                    "tool": strict(
                        {
                            "driver": strict(
                                {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "semanticVersion": {"type": "string"},
                                    "language": {"type": "string"},
                                    "rules": {"type": "array", "items": RULE, "uniqueItems": True},
                                },
                                "name",
                            )
                        },
                        "driver",
                    ),
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "artifacts": {"type": "array", "items": strict({"location": ARTIFACT}), "uniqueItems": True},
                    "invocations": {
                        "type": "array",
                        "items": strict(
                            {
                                "executionSuccessful": {"type": "boolean"},
                                "toolExecutionNotifications": {
                                    "type": "array",
                                    "items": strict(
                                        {"level": LEVEL, "message": MESSAGE, "locations": {"type": "array", "items": LOCATION}}, "message"
                                    ),
                                },
                            },
                            "executionSuccessful",
                        ),
                    },
                    "results": {"type": "array", "items": RESULT},
                },
                "tool",
            ),
        },
    },
    "version",
    "runs",
)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "年度 总结.txt").write_text(TEXT, encoding="utf-8")
    main(["check", "年度 总结.txt", "missing.txt", "--format", "sarif"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_valid(log: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(log)


def test_regions_say_the_quoted_place_in_both_ways(log: dict[str, Any]) -> None:
    lines = TEXT.split("\n")
    results = log["runs"][0]["results"]
    assert results
    for result in results:
        places = [result["locations"][0], *result.get("relatedLocations", [])]
        for place in places:
            region = place["physicalLocation"]["region"]
            words = region["snippet"]["text"]
            assert TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]] == words
            line, column = region["startLine"] - 1, region["startColumn"] - 1
            assert lines[line][column : column + len(words)] == words


def test_rules_files_and_failures(log: dict[str, Any]) -> None:
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert run["artifacts"][0]["location"]["uri"] == "%E5%B9%B4%E5%BA%A6%20%E6%80%BB%E7%BB%93.txt"
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "missing.txt" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_a_fix_is_a_replacement(log: dict[str, Any]) -> None:
    typo = next(result for result in log["runs"][0]["results"] if result["ruleId"] == "STY003")
    change = typo["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"]["text"] == "辐射"
