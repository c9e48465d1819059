"""A document cut into the passages that a reviewer reads, each with what it is compared with. Pure functions; no model here."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.document import Document, Section
from assistant.domain.quantity import Ledger
from assistant.engines.evidence import content_of
from assistant.text.quantities import read_quantities
from assistant.writing.proofreading import Passage

#: passages shorter than this are read together with the next one of the same part; longer ones are cut at a paragraph
_SHORT, _LONG = 500, 3000


def passages_of(document: Document) -> list[Passage]:
    """The passages of a document in order: the lead, then each section's heading and own text, small ones joined."""
    pieces: list[Passage] = []
    lead = document.text[document.lead.start : document.lead.end]
    if lead.strip():
        pieces.append(Passage("开头", document.lead.start, document.lead.end, lead))
    for section in document.walk():
        end = max(section.body.end, section.heading.end)
        text = document.text[section.heading.start : end]
        if text.strip():
            pieces += _cut(section, section.heading.start, end, document.text)
    if not pieces and document.text.strip():
        pieces.append(Passage(document.title or "全文", 0, len(document.text), document.text))
    return _joined(pieces, document.text)


def _cut(section: Section, start: int, end: int, text: str) -> list[Passage]:
    found = []
    title = section.title or section.number
    while end - start > _LONG:
        at = text.rfind("\n", start + _LONG // 2, start + _LONG)
        at = text.rfind("。", start + _LONG // 2, start + _LONG) if at < 0 else at
        if at < 0:
            break
        found.append(Passage(title, start, at + 1, text[start : at + 1], section.part, section.topic))
        start = at + 1
    found.append(Passage(title, start, end, text[start:end], section.part, section.topic))
    return found


def _joined(pieces: Sequence[Passage], text: str) -> list[Passage]:
    found: list[Passage] = []
    for piece in pieces:
        last = found[-1] if found else None
        close = last is not None and last.end <= piece.start and not text[last.end : piece.start].strip()
        if last is not None and close and last.part == piece.part and len(last.text) + len(piece.text) < _SHORT:
            found[-1] = Passage(last.title, last.start, piece.end, text[last.start : piece.end], last.part, last.topic or piece.topic)
        else:
            found.append(piece)
    return found


def notes_for(passage: Passage, ledger: Ledger | None, most: int = 30) -> str:
    """The notes that have most in common with a passage, a line each."""
    if ledger is None:
        return "（没有素材）"
    words = content_of(passage.text)
    weighed = [(len(content_of(note.text) & words), note) for note in ledger.notes if not note.instruction]
    chosen = sorted((one for one in weighed if one[0] > 1), key=lambda one: -one[0])[:most]
    ids = {note.id for _, note in chosen}
    return "\n".join(f"[{note.id}] {note.text}" for note in ledger.notes if note.id in ids) or "（无）"


def figures_elsewhere(passage: Passage, document: Document, most: int = 40) -> str:
    """What the rest of the document says of the indicators of a passage: name, figure, the words around it."""
    quantities = read_quantities(document.text, year=document.year)
    names = {one.indicator_id or one.indicator for one in quantities if passage.start <= one.start < passage.end} - {""}
    lines = []
    for one in quantities:
        if passage.start <= one.start < passage.end or (one.indicator_id or one.indicator) not in names:
            continue
        around = document.text[max(0, one.start - 20) : one.end + 8].replace("\n", " ")
        lines.append(f"{one.indicator}：{one.quote}（…{around}…）")
    return "\n".join(dict.fromkeys(lines[:most])) or "（无）"


def same_section(passage: Passage, previous: Document | None, most: int = 1500) -> str:
    """Last year's section on the same thing: same topic and part, else the most like title."""
    if previous is None:
        return "（没有去年报告）"
    sections = [section for section in previous.walk() if section.body.end > section.body.start]
    title = content_of(passage.title)

    def likeness(section: Section) -> tuple[bool, bool, int]:
        return bool(section.topic) and section.topic == passage.topic, section.part == passage.part, len(content_of(section.title) & title)

    best = max(sections, key=likeness, default=None)
    if best is None or not (likeness(best)[0] or likeness(best)[2]):
        return "（无）"
    return previous.text[best.heading.start : best.body.end][:most]
