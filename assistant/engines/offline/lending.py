"""Sentences that the library lends: without figure, name, quotation or claim, on the topic of the section. Facts never come from here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from assistant.domain.document import Chunk
from assistant.domain.draft import Sentence
from assistant.engines.engine import SectionRequest
from assistant.engines.offline.lexicon import lending_words, wording
from assistant.reference.tables import topics
from assistant.text.width import fold

_ENDS = re.compile(r"(?<=[。；！？\n])")
_SHORT, _LONG = 18, 60


@dataclass(frozen=True, slots=True)
class Loan:
    """A sentence of the library with the chunk that it stands in, and how near its report is to the unit that writes."""

    text: str
    chunk: Chunk
    rank: tuple[int, int, int]


def borrowed(request: SectionRequest) -> tuple[list[Sentence], list[Sentence], list[Sentence]]:
    """(opening, closing, more) of a section: lent by the library where it has fitting sentences, else the bank's opening alone."""
    loans = [_sentence(loan) for loan in _best(request)]
    opening = loans[:1] or _own_opening(request)
    closing = loans[1:2] if len(request.notes) > 3 else []
    return opening, closing, loans[1 + len(closing) :]


def _own_opening(request: SectionRequest) -> list[Sentence]:
    bank = wording()
    text = bank["topics"].get(request.section.topic, {}).get("opening", "")
    for row in bank["subtopics"].get(request.section.topic, ()):
        if row["summary"] == request.section.title:
            text = row.get("opening", "")
    return [Sentence(text, support="generic")] if text and text not in request.lent else []


def _sentence(loan: Loan) -> Sentence:
    return Sentence(loan.text, (), (loan.chunk.id,), "library")


def _best(request: SectionRequest) -> Iterator[Loan]:
    """The fitting sentences, best first, none that is in use and none like one before it."""
    part = request.section.part or "summary"
    chunks = [hit.chunk for hit in request.hits if hit.chunk.topic == request.section.topic and (hit.chunk.part or "summary") == part]
    used = [_grams(text) for text in request.lent]
    # a later report speaks in words that this year did not have yet
    chunks = [chunk for chunk in chunks if not (request.year and chunk.year and chunk.year > request.year)]
    for loan in sorted(loans(chunks, request.unit), key=lambda loan: loan.rank):
        grams = _grams(loan.text)
        if any(len(grams & other) > 0.5 * min(len(grams), len(other)) for other in used):
            continue
        used.append(grams)
        yield loan


def loans(chunks: Iterable[Chunk], unit: str = "") -> Iterator[Loan]:
    """The sentences of these chunks that may be lent, in order of the chunks."""
    zones = re.compile(lending_words()["zones"])
    for order, chunk in enumerate(chunks):
        same = bool(unit) and (unit in chunk.unit or (bool(chunk.unit) and chunk.unit in unit))
        if not same and not zones.search(chunk.unit + chunk.title):
            continue
        for place, piece in enumerate(_ENDS.split(fold(chunk.text))):
            text = lendable(piece)
            if text:
                yield Loan(text, chunk, (0 if same else 1, place, order))


def lendable(sentence: str) -> str:
    """What of a sentence may be lent: its clauses up to the first that says more than general words; "" for nothing."""
    kept = ""
    clauses = re.split(r"[，,](?![^“]*”)", sentence.strip().rstrip("。；;！？"))
    for at in range(len(clauses), 0, -1):
        text = "，".join(clause.strip() for clause in clauses[:at]) + "。"
        if may_lend(text):
            kept = text
            break
    return kept


def may_lend(text: str) -> bool:
    """Whether a sentence holds nothing but general words: no figure, no name, no quotation, no claim."""
    raw = lending_words()
    if not _SHORT <= len(text) <= _LONG or not re.match(raw["begins"], text) or re.search(raw["claims"], text):
        return False
    if re.match(r"围绕|聚焦|依托|立足|按照|以|把", text) and "，" not in text:
        # an adverbial without its sentence
        return False
    return _covered(text.rstrip("。"))


def _covered(text: str) -> bool:
    """Whether the text is made of listed words alone; by words, longest first, every way to cut it tried."""
    words, longest = _vocabulary()
    reach = [True] + [False] * len(text)
    for end in range(1, len(text) + 1):
        if text[end - 1] in "，、；：":
            reach[end] = reach[end - 1]
            continue
        reach[end] = any(reach[start] and text[start:end] in words for start in range(max(0, end - longest), end))
    return reach[-1]


@cache
def _vocabulary() -> tuple[frozenset[str], int]:
    raw = lending_words()
    words = {*raw["verbs"].split(), *raw["nouns"].split(), *raw["more"].split(), *raw["functions"].split()}
    for topic in topics():
        words |= {topic.name, *topic.aliases, *(word for word in topic.keywords if len(word) > 1)}
    words = {word for word in words if not re.search(r"[A-Za-z0-9]", word)}
    return frozenset(words), max(map(len, words))


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
