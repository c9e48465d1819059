"""Notes become the paragraphs of a section: contradictions side by side, gaps marked, every figure of a note kept. One note alone is written in `sentences`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.draft import Sentence
from assistant.domain.quantity import Note
from assistant.engines.engine import SectionRequest
from assistant.engines.offline.disputes import Disputes
from assistant.engines.offline.fidelity import foreign_figures, missing_figures
from assistant.engines.offline.phrasing import Context, formal
from assistant.engines.offline.sentences import sentences_of
from assistant.notes.instructions import remarks

_ORDINALS = "一二三四五六七八九十"


def carried(request: SectionRequest) -> list[Sentence]:
    """The sentences that carry the notes of a section, in the order of the notes."""
    disputes = Disputes(request.ledger)
    part = request.section.part or "summary"
    texts = [(written, (note.id,)) for note in request.notes for written in note_sentences(note, request, disputes)]
    if part == "problems":
        return _counted(texts)
    return [Sentence(f"{text}。", notes) for text, notes in texts]


def note_sentences(note: Note, request: SectionRequest, disputes: Disputes) -> list[str]:
    """The sentences of one note, without the full stop; the note's own words where reading it would lose or change a figure."""
    text = blanked(note)
    part = request.section.part or "summary"
    context = Context(part=part, topic=note.topic or request.section.topic, swap=lambda amount: disputes.shown(note, amount))
    try:
        found = [sentence for sentence in sentences_of(text, context) if sentence]
    except (AssertionError, IndexError, ValueError, AttributeError):
        found = []
    whole = "。".join(found)
    if found and not missing_figures(text, whole) and not foreign_figures(whole, text, *disputes.readings(note)):
        return found
    plain = formal(text)
    if not missing_figures(text, plain) and not foreign_figures(plain, text):
        return [plain]
    return [re.sub(r"\s+", "，", text.strip())]


def blanked(note: Note) -> str:
    """The note's text with remarks to the writer blanked out, so that all offsets stay."""
    text = note.text
    for one in remarks(text):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text.rstrip()


def _counted(texts: Sequence[tuple[str, tuple[str, ...]]]) -> list[Sentence]:
    """一是…。二是…。"""
    pieces = [(piece, notes) for text, notes in texts for piece in text.split("；") if piece]
    if len(pieces) == 1 or len(pieces) > 10:
        return [Sentence(f"{text}。", notes) for text, notes in pieces]
    return [Sentence(f"{_ORDINALS[at]}是{text}。", notes) for at, (text, notes) in enumerate(pieces)]
