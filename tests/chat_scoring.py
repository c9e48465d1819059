"""Scoring of answers from the library: the figures asked for and no others, the right place, an honest "not there". Test code only.

A figure is compared after NFKC without blanks; no digit or point may go on at either end of it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from assistant.writing.conversation.answers import Answer
from assistant.writing.conversation.chat import Conversation


@dataclass
class Score:
    """Counts over a file of questions, and a line for each that went wrong."""

    total: int = 0
    right: int = 0
    with_place: int = 0
    placed: int = 0
    foreign: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def holds(text: str, piece: str) -> bool:
    piece = plain(piece)
    before = r"(?<![\d.])" if piece[:1].isdigit() else ""
    after = r"(?!\.?\d)" if piece[-1:].isdigit() else ""
    return re.search(before + re.escape(piece) + after, text) is not None


def cited(answer: Answer, source: str, quote: str) -> bool:
    return any(PurePath(one.source).name == source and plain(quote) in plain(one.quote) for one in answer.citations)


def score(path: Path, conversation: Conversation) -> Score:
    """Ask every question of a JSON-lines file, the earlier ones of its history first."""
    result = Score()
    for line in path.read_text(encoding="utf-8").splitlines():
        question: dict[str, Any] = json.loads(line)
        answer = conversation.answer(question["question"], question.get("history", ()))
        text = plain(answer.text)
        foreign = [one for one in question.get("must_not_contain", []) if holds(text, one)]
        lacking = [one for one in question.get("must_contain", []) if not holds(text, one)]
        either = question.get("must_contain_any")
        missed = bool(either) and not any(holds(text, one) for one in either)
        if question["kind"] == "absent":
            right, place = (answer.absent or not missed) and not foreign, None
        else:
            right, place = not (foreign or lacking or missed), _placed(question, answer)
        result.total += 1
        result.right += right
        result.foreign += bool(foreign)
        result.kinds[question["kind"]] += 1
        if place is not None:
            result.with_place += 1
            result.placed += place
        if not right or place is False:
            result.faults.append(f"{question['id']} {question['question']} → {answer.text}")
    return result


def _placed(question: dict[str, Any], answer: Answer) -> bool:
    sources, quotes = question["source"], question["quote"]
    if isinstance(sources, str):
        sources, quotes = [sources], [quotes]
    return all(cited(answer, source, quote) for source, quote in zip(sources, quotes, strict=True)) or any(
        cited(answer, other["source"], other["quote"]) for other in question.get("alt", ()))
