"""A report and its notes become cases, and a name becomes a suite to start from. Nothing is run here."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError
from assistant.files import write_text

if TYPE_CHECKING:
    from assistant.domain.document import Document, Section

_SUITE = """\
# 用例 × 变体 × 模型 × 遍数；biganzi eval run {name}
name: {name}
cases: ../cases/*.yaml
variants:
  - {{id: offline, engine: offline}}
  # 整个程序加模型，用哪一版提示词：
  # - {{id: now, engine: model, prompts: {{draft_section: v1}}}}
  # - {{id: new, engine: model, prompts: {{draft_section: v2}}}}
  # 裸提示词直接问模型，文件相对于本文件：
  # - {{id: bare, engine: prompt, prompts: {{section: ../prompts/my.v1.md}}}}
models: [{model}]
repeats: 1
scorers: {{numbers: 3, coverage: 3, structure: 1, style: 1, evidence: 1, mentions: 1, outline: 1, findings: 3, answer: 3, time: 0}}
gates:
  - {{scorer: numbers, at_least: 0.9}}
  # - {{scorer: total, not_worse_than: offline, margin: 0.02}}
limits: {{concurrency: 8}}
"""


def make_suite(name: str, folder: Path = Path("eval/suites"), model: str = "") -> Path:
    """A suite file to be changed. Raises InputError for a name that is no file name, or that is there already."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,60}", name):
        raise InputError(f"{name}: 套件名只能用字母、数字、点、横线")
    path = folder / f"{name}.yaml"
    if path.exists():
        raise InputError(f"{path}: 已经有了，没有改动")
    write_text(path, _SUITE.format(name=name, model=model or os.environ.get("BIGANZI_MODEL", "")))
    return path


def make_cases(report: Path, notes: Sequence[Path], folder: Path, name: str = "", *, sections: bool = False) -> Iterator[Path]:
    """Case files of a finished report and the notes it was written from, paths as they are written down; the report is the reference.

    sections: a case for each section with a text of its own besides, with the notes that its figures come from.
    Raises InputError, UnreadableFile.
    """
    import yaml

    from assistant.ingest.reading import read_document
    from assistant.notes.reading import read_material

    document = read_document(report)
    material = read_material([str(path) for path in notes])
    if not any(not note.instruction for note in material.notes):
        raise InputError(f"{'、'.join(map(str, notes))}: 没有一条可写的内容")
    stem = name or re.sub(r"\s+", "-", report.stem)
    head: dict[str, Any] = {"unit": document.unit, "year": document.year}

    def write(case: str, value: dict[str, Any]) -> Path:
        path = folder / f"{case}.yaml"
        if path.exists():
            raise InputError(f"{path}: 已经有了，没有改动；用 --id 另起名字")
        write_text(path, yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=140))
        return path

    place = [os.path.relpath(path, folder) for path in notes]
    headings = [section.title for top in document.sections for section in (top, *top.children) if section.title]
    value = {"kind": "report", **head, "notes": place, "reference": os.path.relpath(report, folder)}
    if report.suffix.lower() not in (".txt", ".md"):
        value["reference"] = document.original
    yield write(stem, value | ({"expect": {"headings": headings}} if headings else {}))
    if sections:
        for number, (section, body) in enumerate(_bodies(document), 1):
            own = _notes_for(body, material.notes)
            if own:
                text = "\n".join(f"- {note.text}" for note in own) + "\n"
                yield write(f"{stem}-{number:02d}", {"kind": "section", **head, "section": section.title, "notes": text, "reference": body})


def _bodies(document: Document) -> Iterator[tuple[Section, str]]:
    for section in document.walk():
        body = document.text[section.body.start : section.body.end].strip()
        if section.title and len(body) >= 40:
            yield section, body


def _notes_for(body: str, notes: Sequence[Any]) -> list[Any]:
    """The notes of which at least half of the figures, written as they are, stand in a section."""
    plain = re.findall(r"\d+(?:\.\d+)?", body)
    found = []
    for note in notes:
        figures = re.findall(r"\d+(?:\.\d+)?", note.text)
        if figures and not note.instruction and sum(figure in plain for figure in figures) * 2 >= len(figures):
            found.append(note)
    return found
