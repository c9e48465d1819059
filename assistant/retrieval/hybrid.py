"""A query becomes hits: lexical and vector lists, joined by weighted reciprocal rank, near-duplicates collapsed, reasons given."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from assistant.domain.document import Chunk, Hit
from assistant.retrieval.fit import fit, fitting_words
from assistant.retrieval.terms import fold, phrase_codes
from assistant.retrieval.understanding import Asked
from assistant.retrieval.view import View

Array = Any
#: (rows, similarities) of the chunks nearest to the query, best first; the argument is the mask to stay inside, or None
Nearest = Callable[[Array | None], tuple[Array, Array]]

_RANK = 12.0
_POOL = 200
_FAMILY = 2.2
_COMMON = 0.25
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


def lexical_scores(asked: Asked, view: View) -> Array:
    """BM25 of the query's own terms plus, for each word family it touches, the rarity of that family in this library."""
    import numpy as np

    lexicon = view.lexicon
    scores = np.zeros(len(lexicon), np.float32)
    for code, weight, _ in asked.terms:
        frequency = lexicon.frequency(code)
        # in a large library a character of every fourth chunk costs much and tells nothing
        if frequency and (weight >= 1 or frequency < max(2000, _COMMON * len(lexicon))):
            lexicon.add(scores, code, weight * lexicon.rarity(frequency))
    for wording in dict.fromkeys(wording for _, wording in asked.families):
        # a wording of two families (an indicator and its circle) counts once, for the rarer of them
        best = np.zeros(len(lexicon), np.float32)
        for family in (family for family, found in asked.families if found == wording):
            held = np.zeros(len(lexicon), bool)
            for other in family.written:
                held[lexicon.holding(phrase_codes(other))] = True
            frequency = int(np.count_nonzero(held))
            if frequency:
                best = np.maximum(best, held * np.float32(family.weight * lexicon.rarity(frequency)))
        scores += best * np.float32(_FAMILY * min(2.0, 0.5 + len(wording) / 4))
    return scores


def search(asked: Asked, view: View, k: int, mask: Array | None, nearest: Nearest | None, vector_weight: float,
           fetch: Callable[[Sequence[int]], dict[int, Chunk]]) -> list[Hit]:
    """The k best chunks, best first. `fetch` brings chunks by running number."""
    import numpy as np

    if not view.live or k < 1:
        return []
    keep = view.alive if mask is None else mask & view.alive
    factors = fit(asked, view)
    scores = lexical_scores(asked, view) * factors * keep
    pool = max(_POOL, 3 * k)
    best = np.argpartition(-scores, min(pool, len(scores) - 1))[:pool] if len(scores) > pool else np.arange(len(scores))
    best = best[scores[best] > 0]
    best = best[np.lexsort((best, -scores[best]))]
    fused: dict[int, float] = {}
    places: dict[int, list[str]] = {}
    for place, row in enumerate(best.tolist(), 1):
        fused[row] = fused.get(row, 0.0) + 1.0 / (_RANK + place)
        places.setdefault(row, []).append(f"字面第{place}位")
    if nearest is not None:
        rows, likeness = nearest(mask)
        inside = keep[rows]
        rows, likeness = rows[inside], likeness[inside]
        rows = rows[np.lexsort((rows, -(likeness * factors[rows])))]
        for place, row in enumerate(rows.tolist(), 1):
            fused[row] = fused.get(row, 0.0) + vector_weight / (_RANK + place)
            places.setdefault(row, []).append(f"向量第{place}位")
    order = sorted(fused, key=lambda row: (-fused[row], row))[: 3 * k + 20]
    chunks = fetch([int(view.seq[row]) for row in order])
    hits: list[Hit] = []
    seen: list[tuple[tuple[str, ...], frozenset[str]]] = []
    for row in order:
        chunk = chunks.get(int(view.seq[row]))
        if chunk is None:
            continue
        mark = _mark(chunk.text)
        twin = next((place for place, other in enumerate(seen) if _same(mark, other)), None)
        if twin is not None:
            hits[twin] = replace(hits[twin], why=(*hits[twin].why, f"另有几乎相同的一段：{chunk.source}"))
            continue
        if len(hits) == k:
            break
        seen.append(mark)
        why = (*places[row], *_wordings(asked, chunk), *fitting_words(asked, view, row))
        hits.append(Hit(chunk, len(hits) + 1, round(fused[row] * (_RANK + 1) / (1 + vector_weight), 4), why))
    return hits


def _wordings(asked: Asked, chunk: Chunk) -> list[str]:
    """The query's wordings that a chunk holds, and for word families the ones it holds instead."""
    text = fold(" ".join((chunk.title, *chunk.headings, chunk.text)))
    own = [word for _, weight, word in asked.terms if weight >= 1 and word in text]
    words = [f"词语：{'、'.join(dict.fromkeys(own[:8]))}"] if own else []
    for family, wording in asked.families:
        other = next((w for w in family.written if fold(w) in text and fold(w) != wording), None)
        if wording not in text and other:
            words.append(f"同义：{wording}→{other}")
    return words


def _mark(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    folded = re.sub(r"\s+", "", fold(text))
    return tuple(_NUMBERS.findall(folded)), frozenset(folded[i : i + 3] for i in range(len(folded) - 2))


def _same(one: tuple[tuple[str, ...], frozenset[str]], other: tuple[tuple[str, ...], frozenset[str]]) -> bool:
    """Near-duplicates share nine tenths of their wording and every figure: two zones' like sentences are no duplicates."""
    if one[0] != other[0]:
        return False
    union = len(one[1] | other[1])
    return union == 0 or len(one[1] & other[1]) / union >= 0.9
