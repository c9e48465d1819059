"""Carrying out a command of the chat: check, draft, shorten, explain, as text for the user. Understanding it is `routing`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from assistant.domain.document import Document
from assistant.domain.draft import Brief, Draft
from assistant.domain.finding import Finding
from assistant.errors import InputError
from assistant.writing.conversation.routing import Action, Desk
from assistant.writing.conversation.shortening import shorten

_HELP = (
    "可以问资料库：数字（“某某区2023年税收收入多少”）、措辞（“拿地即开工怎么写”）、名单、两年或两区对比、近几年列表。\n"
    "可以办事：“检查 草稿.docx”“用 素材.md 起草招商引资这一节”“把这段缩短：……”“NUM003 是什么意思”。")
_SEVERITIES = {"error": "错误", "warning": "存疑", "info": "建议"}
_SHOWN = 40


class Jobs(Protocol):
    """What the workspace does for a command."""

    def read(self, path: str | Path) -> Document:
        """A file as a Document."""
        ...

    def parse(self, text: str, source: str = "") -> Document:
        """A text in hand as a Document."""
        ...

    def check(self, document: Document) -> list[Finding]:
        """Findings of all rules."""
        ...

    def draft(self, brief: Brief) -> Draft:
        """A draft from notes."""
        ...


def act(action: Action, desk: Desk | None, jobs: Jobs) -> str:
    """Do what the action says. Raises InputError where a file or a text is missing."""
    desk = desk or Desk()
    if action.verb == "check":
        return _check(action, desk, jobs)
    if action.verb == "draft":
        return _draft(action, desk, jobs)
    if action.verb == "shorten":
        return _shorten(action, desk)
    if action.verb == "explain":
        from assistant.checks.manual import explain
        from assistant.checks.registry import rule_named

        return explain(rule_named(action.rule))
    return _HELP


def _check(action: Action, desk: Desk, jobs: Jobs) -> str:
    text = action.text or ("" if action.paths else desk.draft or desk.paragraph)
    documents = [jobs.read(path) for path in action.paths] if action.paths else ([jobs.parse(text)] if text else [])
    if not documents:
        raise InputError("要检查哪一份？写上文件名，例如“检查 草稿.docx”，或在冒号后面贴上文字")
    return "\n\n".join(_report(document, jobs.check(document)) for document in documents)


def _report(document: Document, findings: Sequence[Finding]) -> str:
    name = f"{document.source}：" if document.source else ""
    if not findings:
        return f"{name}检查完毕，没有发现问题。"
    order = ("error", "warning", "info")
    counts = "，".join(f"{_SEVERITIES[kind]}{count}处" for kind in order if (count := sum(one.severity == kind for one in findings)))
    lines = [f"{name}{counts}。"]
    for one in sorted(findings, key=lambda finding: (order.index(finding.severity), finding.start))[:_SHOWN]:
        lines.append(f"- 〔{_SEVERITIES[one.severity]} {one.rule}〕“{' '.join(one.quote.split())[:40]}”：{one.message}")
    if len(findings) > _SHOWN:
        lines.append(f"……另有{len(findings) - _SHOWN}处，请用 biganzi check 查看全部")
    return "\n".join(lines)


def _draft(action: Action, desk: Desk, jobs: Jobs) -> str:
    from assistant.writing.export.markdown import to_markdown

    notes = action.paths or desk.notes
    if not notes:
        raise InputError("用哪些素材起草？写上文件名，例如“用 素材.md 起草招商引资这一节”")
    draft = jobs.draft(Brief(year=action.year, notes=tuple(notes), section=action.section or None, previous=desk.previous or None))
    text = to_markdown(draft)
    if draft.open_points:
        text += "\n\n待核：\n" + "\n".join(f"- {point.note} {point.text}" for point in draft.open_points)
    return text


def _shorten(action: Action, desk: Desk) -> str:
    text = action.text or desk.paragraph
    if not text:
        raise InputError("要缩短哪一段？在冒号后面贴上文字，例如“把这段缩短：……”")
    shorter = shorten(text, action.length)
    said = [shorter.text]
    if shorter.removed:
        said.append(f"（删去不含数字和名称的话：{'；'.join(shorter.removed)}）")
    if shorter.remark:
        said.append(f"（{shorter.remark}）")
    return "\n".join(said)
