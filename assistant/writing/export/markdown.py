"""A draft as Markdown and as the JSON of the interface. Word is in `docx`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from assistant.domain.draft import Draft, DraftSection, Sentence

LABEL = "离线起草：没有用模型，文字按规则由素材写出；标有待核、待补的地方须先核实，再作修改"


def to_markdown(draft: Draft) -> str:
    """The draft as Markdown: title, label of the offline engine as a remark, headings by level, a paragraph a line."""
    lines = [f"# {draft.title}", ""]
    if draft.engine == "offline":
        lines += [f"> {LABEL}", ""]
    for section in draft.sections:
        if section.title:
            lines += [f"{'#' * (section.level + 1)} {section.number}{section.title}", ""]
        for paragraph in paragraphs(section.sentences):
            lines += [paragraph, ""]
    return "\n".join(lines).rstrip() + "\n"


def paragraphs(sentences: tuple[Sentence, ...]) -> list[str]:
    """The paragraphs of a section's sentences."""
    text = "".join(sentence.text for sentence in sentences)
    return [piece.strip() for piece in text.split("\n") if piece.strip()]


def to_data(draft: Draft) -> dict[str, Any]:
    """The draft in the shape of the interface's `draft --json`."""
    return {
        "engine": draft.engine, "model": draft.model, "prompt": draft.prompt, "title": draft.title, "markdown": to_markdown(draft),
        "sections": [_section(section) for section in draft.sections],
        "notes": [
            {"id": note.id, "text": note.text, "used": note.id in draft.used, "source": note.source, "department": note.department}
            for note in draft.notes
        ],
        "open_points": [{"note": point.note, "text": point.text} for point in draft.open_points],
        "findings": [_finding(finding) for finding in draft.findings],
        "usage": asdict(draft.usage), "year": draft.year, "unit": draft.unit, "kind": draft.kind,
    }


def to_json(draft: Draft) -> str:
    """The same as a string."""
    return json.dumps(to_data(draft), ensure_ascii=False, indent=1)


def _section(section: DraftSection) -> dict[str, Any]:
    return {
        "number": section.number, "title": section.title, "level": section.level, "topic": section.topic, "part": section.part,
        "sentences": [
            {"text": one.text, "notes": list(one.notes), "citations": list(one.citations), "support": one.support}
            for one in section.sentences
        ],
    }


def _finding(finding: Any) -> dict[str, Any]:
    from assistant.checks.report_json import finding_json

    data: dict[str, Any] = finding_json(finding)
    return data
