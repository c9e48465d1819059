"""From judged sentences to a section: what may stay, what the notes still lack, and the offline engine's sentences put in for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.domain.document import Hit
from assistant.domain.draft import Sentence
from assistant.domain.quantity import Note
from assistant.engines.evidence import DOUBT, Evidence, content_of, numbers_in, without_grouping
from assistant.engines.fence import Judgement
from assistant.engines.matching import same_amount
from assistant.text.width import fold

WriteNotes = Callable[[tuple[Note, ...]], Sequence[Sentence]]
_BORROWED = 12


@dataclass(frozen=True, slots=True)
class Mended:
    """A section that holds the promises. replaced: sentences that came from the offline engine; remarks: what to look at."""

    sentences: tuple[Sentence, ...]
    replaced: int = 0
    remarks: tuple[str, ...] = ()


def mend(judged: Sequence[Judgement], prose: str, evidence: Evidence, write: WriteNotes, hits: Sequence[Hit] = ()) -> Mended:
    """Keep what is not rejected, put in the offline sentences for every note that is then not wholly carried."""
    kept = _without_twins([one for one in judged if one.verdict != "rejected"])
    lost = uncarried(kept, evidence)
    while True:
        # a sentence that speaks only of notes that will be written anew would say them twice
        fewer = [one for one in kept if not (one.notes and set(one.notes) <= lost)]
        again = uncarried(fewer, evidence)
        if len(fewer) == len(kept) and again == lost:
            break
        kept, lost = fewer, again
    missing = tuple(note for note in evidence.notes if note.id in lost)
    own = [_sentence(one, prose, hits) for one in kept]
    if not missing:
        return Mended(tuple(own), 0, _remarks(kept))
    if evidence.part == "problems" or not any(sentence.notes for sentence in own):
        # 一是、二是 number the whole: a part of it can't be replaced
        whole = tuple(write(evidence.notes))
        return Mended(whole, len(whole), ())
    added = [sentence for sentence in write(missing) if sentence.notes]
    # the offline engine's order is that of the genre: totals before parts, the beginning of a thing before its end
    told = [name for sentence in evidence.base for name in sentence.notes] + [note.id for note in evidence.notes]
    order = {name: at for at, name in enumerate(dict.fromkeys(told))}
    for sentence in added:
        at = _place(sentence, own, order)
        text = sentence.text
        if at == 0 and own and own[0].text.startswith("\n"):
            text = "\n" + text.lstrip("\n")
        own.insert(at, replace(sentence, text=text))
    return Mended(tuple(own), len(added), _remarks(kept))


def uncarried(kept: Sequence[Judgement], evidence: Evidence) -> set[str]:
    """Ids of the notes that the kept sentences do not carry whole: a figure, a doubt, or most of the words are missing."""
    found = frozenset().union(*(one.figures for one in kept)) if kept else frozenset()
    held = [evidence.figures[i].quantity for i in found]
    text = "".join(one.text for one in kept)
    words = content_of(text)
    missing: set[str] = set()
    named = {name for one in kept for name in one.notes}
    for at, known in enumerate(evidence.figures):
        if not known.verified or known.doubt or at in found or known.quantity.value is None:
            continue
        # the same figure read twice from one note is carried once
        if any(same_amount(known.quantity, one) and known.quantity.change == one.change for one in held) and set(known.notes) & named:
            continue
        if known.quantity.threshold and any(known.quantity.quote in one.text for one in kept):
            continue
        missing |= set(known.notes)
    for note, block in evidence.doubts:
        if block not in text:
            missing.add(note)
    folded = without_grouping(fold(text))
    there = {number for number, _, _ in numbers_in(folded)}
    for notes, literals in evidence.literals:
        if any(one not in (folded if one.startswith("《") else there) for one in literals):
            missing |= set(notes)
    for sentence in evidence.base:
        if not sentence.notes or sentence.support == "unsupported":
            continue
        its = content_of(DOUBT.sub("", sentence.text))
        if its and len(its & words) < 0.5 * len(its):
            missing |= set(sentence.notes)
    carriers = {name for sentence in evidence.base for name in sentence.notes}
    unwritten = {note.id for note in evidence.notes} - carriers
    # what the offline engine does not write either becomes an open point of the draft
    missing -= unwritten - named
    return missing | (({note.id for note in evidence.notes} & carriers) - named)


def _without_twins(judged: Sequence[Judgement]) -> list[Judgement]:
    seen: set[str] = set()
    kept = []
    for one in judged:
        if len(one.text) > 8 and one.text in seen:
            continue
        seen.add(one.text)
        kept.append(one)
    return kept


def _sentence(judged: Judgement, prose: str, hits: Sequence[Hit]) -> Sentence:
    gap = prose[: judged.start]
    begins = "\n" in gap[len(gap.rstrip()) :]
    text = ("\n" if begins else "") + judged.text
    if judged.notes:
        return Sentence(text, judged.notes, _lenders(judged.text, hits), "notes")
    lenders = _lenders(judged.text, hits)
    return Sentence(text, (), lenders, "library" if lenders else "generic")


def _lenders(text: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The chunks that really lent wording: twelve characters in a row without a figure are in both."""
    found = []
    for hit in hits:
        passage = hit.chunk.text
        for at in range(0, len(text) - _BORROWED + 1):
            piece = text[at : at + _BORROWED]
            if piece in passage and not any(sign.isdigit() for sign in piece):
                found.append(hit.chunk.id)
                break
    return tuple(found)


def _place(sentence: Sentence, own: Sequence[Sentence], order: dict[str, int]) -> int:
    rank = min(order.get(name, 0) for name in sentence.notes)
    best = None
    for at, other in enumerate(own):
        ranks = [order[name] for name in other.notes if name in order]
        if ranks and min(ranks) < rank:
            best = at + 1
    if best is not None:
        return best
    return next((at for at, other in enumerate(own) if other.notes), len(own))


def _remarks(kept: Sequence[Judgement]) -> tuple[str, ...]:
    found = []
    for one in kept:
        short = one.text[:40] + ("…" if len(one.text) > 40 else "")
        found += [f"待确认：{remark.message}（{short}）" for remark in one.remarks if remark.verdict == "confirm"]
    return tuple(found)
