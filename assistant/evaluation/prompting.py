"""A case and a prompt file become the messages of one bare call. What the model engine builds around its prompts is not here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.engines.endpoint import Message
from assistant.errors import InputError
from assistant.evaluation.cases import Case
from assistant.evaluation.suites import Suite, Variant

if TYPE_CHECKING:
    from assistant.prompts import Prompt

#: kind of case → the names under which a variant may give its prompt, in order; the last is the released prompt's name
_NAMES = {
    "section": ("section", "draft_section"),
    "report": ("report", "section", "draft_section"),
    "critique": ("critique",),
    "chat": ("chat",),
}
_NOTHING = "（无）"


def prompt_of(suite: Suite, variant: Variant, kind: str) -> Prompt:
    """The prompt a bare variant uses for a kind of case. Raises InputError.

    `prompts:` of a variant gives versions (v2) or files (relative to the suite) by name: section, report, critique, chat; `any` for all.
    """
    from assistant.prompts import load_prompt, read_prompt

    if kind not in _NAMES:
        raise InputError(f"{suite.path}: 变体 {variant.id} 是裸提示词，不能用于 {kind} 类用例")
    given, names = dict(variant.prompts), _NAMES[kind]
    choice = next((given[name] for name in (*names, "any") if name in given), "")
    if choice.endswith(".md"):
        place = next((p for p in (suite.path.parent / choice, Path(choice)) if p.exists()), None)
        if place is None:
            raise InputError(f"{suite.path}: 变体 {variant.id} 的提示词没有这个文件：{choice}")
        return read_prompt(place)
    return load_prompt(names[-1], choice, variant.prompt_folder)


def messages_of(case: Case, prompt: Prompt, passages: Sequence[str] = ()) -> list[Message]:
    """System and user message with the case put in. Raises InputError for a variable that no case can fill."""
    values = values_of(case, passages)
    unknown = [name for name in prompt.variables if name not in values]
    if unknown:
        raise InputError(f"{prompt.path}: 评测里没有变量 {'、'.join(unknown)}；可用的有 {'、'.join(sorted(values))}")
    system, user = prompt.render(**{name: values[name] for name in prompt.variables})
    return [Message("system", system), Message("user", user)]


def values_of(case: Case, passages: Sequence[str] = ()) -> dict[str, str]:
    """Every variable that a prompt may use, as text; what a case does not give is （无）."""
    notes = case.notes_text.strip() or _read_notes(case)
    year = str(case.year or "")
    title = f"{case.unit}{year}年工作总结" if case.unit and year else case.section or "工作总结"
    given = {
        "unit": case.unit, "year": year, "title": title, "section": case.section or title, "notes": notes, "facts": notes, "ledger": notes,
        "draft": case.draft, "text": case.draft, "question": case.question, "history": "\n".join(case.history),
        "passages": "\n\n".join(passages), "outline": case.outline_text or (_text(case.outline) if case.outline else ""),
        "previous": _text(case.previous) if case.previous else "", "kind": "年度工作总结", "part": "总结",
        "length": "与素材相称", "style": "公文", "today": year,
    }
    others = ("base", "exemplars", "commitments", "neighbours", "instruction", "house", "document_figures", "found", "previous_outline")
    return {name: value or _NOTHING for name, value in (given | dict.fromkeys(others, "")).items()}


def _read_notes(case: Case) -> str:
    if not case.notes:
        return ""
    from assistant.notes.reading import read_material

    return "\n".join(f"- {note.text}" for note in read_material([str(path) for path in case.notes]).notes)


def _text(path: Path) -> str:
    from assistant.ingest.reading import read_document

    return read_document(path).original
