"""A critique as JSON (the shape of `check --format json`, with more beside it), as text, and as Markdown. No judging here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from assistant.checks.report_json import finding_json
from assistant.domain.finding import Finding
from assistant.writing.critique import Critique
from assistant.writing.proofreading import Passage
from assistant.writing.remarks import PROOF_CODES, REVIEW_CODES, Remark, as_finding
from assistant.writing.revision import as_text

_SEVERITY = {"error": "错误", "warning": "疑问", "info": "建议"}


def all_findings(result: Critique) -> list[Finding]:
    """Rules' findings and remarks in one list by place, offsets in the document's original text."""
    remarks = [as_finding(remark, result.document) for remark in result.remarks]
    return sorted([*result.findings, *remarks], key=lambda one: (one.start, one.end, one.rule))


def to_json(path: str, result: Critique) -> str:
    """The critique as JSON: `files[0].findings` as from check, each with its `source`; sections with remarks and revision beside it."""
    findings = [{**finding_json(one), "source": "rules"} for one in result.findings]
    findings += [
        {**finding_json(as_finding(remark, result.document)), "source": remark.source, "code": remark.code, "other": remark.other or None}
        for remark in result.remarks
    ]
    findings.sort(key=lambda one: (one["start"], one["end"], one["rule"]))
    body: dict[str, Any] = {
        "path": path, "chars": len(result.document.original), "findings": findings,
        "sections": [_section(passage, result) for passage in result.passages],
        "dropped": dict(result.dropped), "told": list(result.told), "model": result.model, "prompts": list(result.prompts),
        "usage": {"prompt_tokens": result.usage.prompt_tokens, "completion_tokens": result.usage.completion_tokens},
    }
    return json.dumps({"version": 1, "files": [body]}, ensure_ascii=False, indent=1)


def _section(passage: Passage, result: Critique) -> dict[str, Any]:
    span = result.document.offsets.span(passage.start, passage.end)
    revision = result.revisions.get(passage.start)
    remarks = [_remark(one, result) for one in _remarks_in(passage, result)]
    data: dict[str, Any] = {"title": passage.title, "start": span.start, "end": span.end, "remarks": remarks}
    if revision is not None:
        data["revised"] = revision.text
        data["diff"] = [{"kind": change.kind, "text": change.text} for change in revision.changes]
        data["refused"] = revision.refused
    return data


def _remark(remark: Remark, result: Critique) -> dict[str, Any]:
    span = result.document.offsets.span(remark.start, remark.end)
    return {
        "code": remark.code, "source": remark.source, "start": span.start, "end": span.end, "quote": remark.quote,
        "message": remark.message, "suggestion": remark.suggestion or None,
    }


def _remarks_in(passage: Passage, result: Critique) -> Sequence[Remark]:
    return [one for one in result.remarks if passage.start <= one.start < max(passage.end, passage.start + 1)]


def code_name(code: str) -> str:
    """A code in Chinese."""
    names = {"CONTRADICTION": "前后矛盾", "LOGIC": "逻辑", "OMISSION": "漏写", "NAME": "名称", "ARITHMETIC": "算式", "WORDING": "措辞"}
    return names.get(code) or REVIEW_CODES.get(code, code)


def to_markdown(path: str, result: Critique) -> str:
    """The critique as a page to read: findings, then section by section remarks and revision."""
    lines = [f"# 审阅意见：{path}", "", _summary(result), ""]
    loud = [one for one in result.findings if one.severity != "info"]
    if loud:
        lines += ["## 规则检查", ""]
        lines += [f"- {_SEVERITY[one.severity]} {one.rule} “{one.quote[:40]}”：{one.message}" + _advice(one.suggestion) for one in loud]
        lines.append("")
    for passage in result.passages:
        remarks, revision = _remarks_in(passage, result), result.revisions.get(passage.start)
        if not remarks and revision is None:
            continue
        lines += [f"## {passage.title}", ""]
        lines += [f"- {code_name(one.code)} “{one.quote[:60]}”：{one.message}" + _advice(one.suggestion) for one in remarks]
        if revision is not None:
            lines += ["", "修改稿（〔-删-〕〔+增+〕）：", "", as_text(revision.changes)]
            if revision.refused:
                lines += ["", f"有{revision.refused}句因与原文事实不符没有采用。"]
        lines.append("")
    lines += [f"> {line}" for line in result.told]
    return "\n".join(lines).rstrip() + "\n"


def _advice(suggestion: str) -> str:
    return f"。建议：{suggestion}" if suggestion else ""


def _summary(result: Critique) -> str:
    counts = {kind: sum(one.severity == kind for one in result.findings) for kind in ("error", "warning")}
    proof = sum(one.source == "proofread" for one in result.remarks)
    counted = sum(one.source == "count" for one in result.remarks)
    said = f"规则检查：错误 {counts['error']} 处，疑问 {counts['warning']} 处；统计提示 {counted} 条"
    if result.model is None:
        return said + "。没有使用模型。"
    dropped = sum(result.dropped.values())
    why = "（" + "、".join(f"{name} {count}" for name, count in result.dropped.items()) + "）" if dropped else ""
    reviewer = sum(one.source == "reviewer" for one in result.remarks)
    return f"{said}；模型 {result.model} 审读 {proof} 条、意见 {reviewer} 条；未采用 {dropped} 条{why}。"


__all__ = ["PROOF_CODES", "all_findings", "code_name", "to_json", "to_markdown"]
