"""The page's languages: Chinese as written in the code, English from a table keyed by the Chinese text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]
_TABLE = Path(__file__).parent / "assets" / "english.json"
_CURRENT: ContextVar[Language] = ContextVar("language", default="zh")


@cache
def english() -> dict[str, str]:
    """Chinese text → English text."""
    table: dict[str, str] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return table


def language_of(accept: str | None) -> Language:
    """The page's language for a browser's Accept-Language: Chinese unless its first choice is another language."""
    first = (accept or "zh").split(",")[0].split(";")[0].strip().lower()
    return "zh" if first in ("", "*") or first.startswith("zh") else "en"


def say(text: str, /, **values: object) -> str:
    """A text of the page in the language at hand, `{name}` filled in; without a translation it stays Chinese."""
    said = text if _CURRENT.get() == "zh" else english().get(text, text)
    return said.format(**values) if values else said


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Everything that is said inside is said in that language."""
    token = _CURRENT.set(language)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def gradio_table() -> dict[str, dict[str, str]]:
    """The table in the shape of gr.I18n: locale → key → text, the keys being the Chinese texts."""
    return {"en": dict(english()), "zh-CN": {text: text for text in english()}}
