"""Findings as SARIF 2.1.0, for editors and code hosts that show them in place. Columns and offsets count code points."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from assistant import __version__
from assistant.checks.manual import page_of
from assistant.checks.registry import all_rules
from assistant.checks.results import FileResult
from assistant.domain.finding import Finding, Related, Severity

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def to_sarif(results: Sequence[FileResult]) -> str:
    """One run over all files; a file that could not be read is a notification, not a result."""
    rules = [loaded.rule.code for loaded in all_rules()]
    failed = [result for result in results if result.error]
    run: dict[str, Any] = {
        "tool": {
            "driver": {"name": "biganzi", "version": __version__, "semanticVersion": __version__, "language": "zh-CN", "rules": _rules()}
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(result.path)}} for result in results],
        "invocations": [
            {
                "executionSuccessful": not failed,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": result.error},
                        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(result.path)}}}],
                    }
                    for result in failed
                ],
            }
        ],
        "results": [
            _result(result, index, finding, name, rules)
            for index, result in enumerate(results)
            for finding, name in zip(result.findings, result.fingerprints, strict=True)
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _rules() -> list[dict[str, Any]]:
    rows = []
    for loaded in all_rules():
        rule, page = loaded.rule, page_of(loaded)
        parts = "\n\n".join(f"**{name}**：{text}" for name, text in page.parts.items())
        rows.append(
            {
                "id": rule.code,
                "name": "".join(word.capitalize() for word in rule.name.split("-")),
                "shortDescription": {"text": page.title or rule.name},
                "fullDescription": {"text": page.parts.get("查什么", page.title) or rule.name},
                "help": {
                    "text": "\n".join(f"{name}：{text}" for name, text in page.parts.items()) or rule.name,
                    "markdown": parts or rule.name,
                },
                "defaultConfiguration": {"level": _LEVELS[rule.severity]},
                "properties": {"tags": [rule.category]},
            }
        )
    return rows


def _result(result: FileResult, index: int, finding: Finding, fingerprint: str, rules: Sequence[str]) -> dict[str, Any]:
    message = finding.message + (f"。{finding.suggestion}" if finding.suggestion else "")
    row: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_location(result, index, finding.start, finding.end, finding.quote)],
        "partialFingerprints": {"biganzi/v1": fingerprint},
        "properties": {"name": finding.name, "category": finding.category},
    }
    if finding.rule in rules:
        row["ruleIndex"] = rules.index(finding.rule)
    if finding.related:
        row["relatedLocations"] = [_related(result, index, number, one) for number, one in enumerate(finding.related)]
    if finding.place is not None:
        row["locations"][0]["logicalLocations"] = [
            {"fullyQualifiedName": f"paragraph {finding.place.paragraph + 1}/run {finding.place.run + 1}", "kind": "element"}
        ]
    if finding.fix is not None:
        fix = finding.fix
        row["fixes"] = [
            {
                "description": {"text": finding.suggestion or "改正"},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": _uri(result.path), "index": index},
                        "replacements": [{"deletedRegion": _region(result, fix.start, fix.end), "insertedContent": {"text": fix.text}}],
                    }
                ],
            }
        ]
    return row


def _related(result: FileResult, index: int, number: int, one: Related) -> dict[str, Any]:
    return {"id": number, **_location(result, index, one.start, one.end, one.quote), "message": {"text": one.label or one.quote or "参见"}}


def _location(result: FileResult, index: int, start: int, end: int, words: str) -> dict[str, Any]:
    region = _region(result, start, end)
    if words:
        region["snippet"] = {"text": words}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(result.path), "index": index}, "region": region}}


def _region(result: FileResult, start: int, end: int) -> dict[str, Any]:
    line, column = result.line_and_column(start)
    end_line, end_column = result.line_and_column(max(start, end))
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": start,
        "charLength": max(0, end - start),
    }


def _uri(path: str) -> str:
    """A path as a URI reference: relative stays relative, absolute becomes file:///."""
    pure = PurePath(path)
    plain = quote(pure.as_posix(), safe="/~")
    if not pure.is_absolute():
        return plain
    return f"file://{plain}" if plain.startswith("/") else f"file:///{plain}"
