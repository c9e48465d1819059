"""Scorers of retrieval: is the wanted passage among the hits, and how high. One passage is wanted a query, so nDCG has one gain."""

from __future__ import annotations

import math

from assistant.evaluation.scorers.subject import Score, Subject


def rank_of(subject: Subject) -> int | None:
    """The rank of the first hit from the right file that holds the quote, from 1; 0 for none; None for other kinds of case."""
    if subject.case.kind != "retrieval":
        return None
    quote, source = "".join(str(subject.case.expect.get("quote", "")).split()), str(subject.case.expect.get("source", ""))
    for rank, hit in enumerate(subject.value.get("hits", []), 1):
        if (not source or hit["source"] == source.rpartition("/")[2]) and quote in "".join(hit["text"].split()):
            return rank
    return 0


def hit1(subject: Subject) -> Score | None:
    """Whether the wanted passage comes first."""
    return _hit(subject, 1)


def hit5(subject: Subject) -> Score | None:
    """Whether it is among the first five."""
    return _hit(subject, 5)


def hit10(subject: Subject) -> Score | None:
    """Whether it is among the first ten."""
    return _hit(subject, 10)


def mrr(subject: Subject) -> Score | None:
    """One over its rank."""
    rank = rank_of(subject)
    return None if rank is None else Score(1 / rank if rank else 0.0, _told(rank))


def ndcg(subject: Subject) -> Score | None:
    """nDCG@10 with the one passage that is wanted: 1 / log2(1 + rank)."""
    rank = rank_of(subject)
    return None if rank is None else Score(1 / math.log2(1 + rank) if rank else 0.0, _told(rank))


def _hit(subject: Subject, k: int) -> Score | None:
    rank = rank_of(subject)
    return None if rank is None else Score(float(0 < rank <= k), _told(rank))


def _told(rank: int) -> str:
    return f"第 {rank} 位" if rank else "没有找到"
