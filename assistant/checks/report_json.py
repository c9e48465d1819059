"""Findings as JSON: the shape of the interface, with a fingerprint and, for docx, a place beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from assistant.checks.results import FileResult
from assistant.domain.finding import Finding


def finding_json(finding: Finding, fingerprint: str = "") -> dict[str, Any]:
    """One finding as plain data; `place` and `fingerprint` only where they are known."""
    data: dict[str, Any] = {
        "rule": finding.rule, "name": finding.name, "category": finding.category, "severity": finding.severity,
        "message": finding.message, "start": finding.start, "end": finding.end, "quote": finding.quote,
        "related": [{"start": one.start, "end": one.end, "quote": one.quote, "label": one.label} for one in finding.related],
        "suggestion": finding.suggestion or None,
        "fix": None if finding.fix is None else {"start": finding.fix.start, "end": finding.fix.end, "text": finding.fix.text},
    }
    if finding.place is not None:
        data["place"] = {"paragraph": finding.place.paragraph, "run": finding.place.run, "offset": finding.place.offset}
    if fingerprint:
        data["fingerprint"] = fingerprint
    return data


def to_json(results: Sequence[FileResult], *, stats: bool = False) -> str:
    """The report of `check --format json`; a file that could not be read has an `error` and no findings."""
    files: list[dict[str, Any]] = []
    for result in results:
        entry: dict[str, Any] = {
            "path": result.path, "chars": len(result.text),
            "findings": [finding_json(one, name) for one, name in zip(result.findings, result.fingerprints, strict=True)],
        }
        if result.error:
            entry["error"] = result.error
        if stats:
            entry["stats"] = {"figures": result.figures, "compared": result.compared}
        files.append(entry)
    return json.dumps({"version": 1, "files": files}, ensure_ascii=False, indent=1)
