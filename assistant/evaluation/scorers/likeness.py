"""Scorers that hold an answer against other texts: what is copied from past reports, and chrF against a human's text."""

from __future__ import annotations

from collections import Counter

from assistant.evaluation.scorers.subject import Score, Subject

_LONGEST = 6
_BETA = 2.0


def copied(subject: Subject) -> Score | None:
    """One minus the share of characters in runs of 32 and more that stand word for word in past reports."""
    if not subject.is_writing or not (subject.library or subject.previous):
        return None
    from assistant.checks.copied import matches, passages
    from assistant.ingest.pipeline import find_files
    from assistant.ingest.reading import read_document

    files = list(find_files(str(path) for path in subject.library))
    key = f"passages:{files}:{subject.case.previous}"
    if key not in subject.shared:
        texts = [(read_document(file).text, file) for file in files]
        if subject.previous is not None:
            texts.append((subject.previous.text, "上年报告"))
        subject.shared[key] = passages(texts)
    runs = list(matches(subject.text, subject.shared[key]))
    share = sum(end - start for start, end, _ in runs) / max(1, len(subject.text))
    return Score(1 - share, f"照抄 {share:.0%}", tuple((start, end, f"照抄 {name.rpartition('/')[2]}") for start, end, name in runs))


def chrf(subject: Subject) -> Score | None:
    """chrF (Popović 2015: character n-grams of 1 to 6, blanks left out, recall twice as heavy) against the case's reference, 0 to 1."""
    if not subject.case.reference:
        return None
    value = character_f(subject.text, subject.case.reference)
    return Score(value, f"chrF {100 * value:.1f}")


def character_f(text: str, reference: str, longest: int = _LONGEST, beta: float = _BETA) -> float:
    """chrF of a text: precision and recall averaged over the n-gram lengths that both texts have, then their F-beta."""
    one, other = "".join(text.split()), "".join(reference.split())
    precisions, recalls = [], []
    for size in range(1, longest + 1):
        mine = Counter(one[i : i + size] for i in range(len(one) - size + 1))
        theirs = Counter(other[i : i + size] for i in range(len(other) - size + 1))
        if not mine or not theirs:
            continue
        common = sum((mine & theirs).values())
        precisions.append(common / mine.total())
        recalls.append(common / theirs.total())
    if not precisions:
        return 0.0
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    if precision + recall == 0:
        return 0.0
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)
