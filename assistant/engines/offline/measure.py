"""A section brought near its wished length: more or less of the library's wording, sentences joined. Facts are never dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.domain.draft import Sentence
from assistant.engines.offline.rhythm import folded

#: so many sentences of the library at most, and at most this share of the section: more would be padding
_MOST_LENT, _SHARE = 4, 0.45
#: sentences that may be joined by a semicolon, and how long the joined one may get
_SHORT, _LONG = 36, 80


def fitted(
    wish: int | None, opening: Sequence[Sentence], body: Sequence[Sentence], closing: Sequence[Sentence], more: Iterable[Sentence] = ()
) -> list[Sentence]:
    """The sentences of a section of about `wish` characters; `more`: what else the library could lend, best first."""
    if not wish or not body:
        return [*opening, *body, *closing]
    front, back = list(opening), list(closing)
    while (front or back) and size([*front, *body, *back]) > 1.1 * wish:
        (back or front).pop()
    if size(body) > 1.1 * wish:
        return joined(body)
    facts = size(body)
    for sentence in more:
        lent = size([*front, *back]) + len(sentence.text)
        if len(front) + len(back) >= _MOST_LENT:
            break
        if facts + lent > 1.05 * wish or lent > _SHARE * (facts + lent):
            continue
        # wording that leads in stands in front, the rest rounds the section off
        (front if len(front) <= len(back) else back).append(sentence)
    return [*front, *body, *back]


def size(sentences: Iterable[Sentence]) -> int:
    """Characters of these sentences."""
    return sum(len(one.text.strip()) for one in sentences)


def joined(body: Sequence[Sentence]) -> list[Sentence]:
    """The same facts in fewer sentences and one paragraph: short neighbours share a sentence, and a verb where they have one."""
    found: list[Sentence] = []
    for sentence in body:
        one = replace(sentence, text=sentence.text.strip())
        last = found[-1] if found else None
        if last is None or not _joinable(last.text) or not _joinable(one.text):
            found.append(one)
            continue
        text = folded(f"{last.text.rstrip('。')}；{one.text}")
        short = len(one.text) <= _SHORT and len(last.text) <= _SHORT
        if len(text) > _LONG or not (short or len(text) < len(last.text) + len(one.text)):
            found.append(one)
            continue
        notes = tuple(dict.fromkeys((*last.notes, *one.notes)))
        citations = tuple(dict.fromkeys((*last.citations, *one.citations)))
        found[-1] = Sentence(text, notes, citations, last.support)
    return found


def _joinable(text: str) -> bool:
    """Whether a sentence may share one: it stands on notes in full sentences, and holds no mark to be settled on its own."""
    return "【" not in text and not re.match(r"[一二三四五六七八九十]+是", text) and text.count("。") <= 1
