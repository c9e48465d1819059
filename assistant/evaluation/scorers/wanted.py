"""Scorers of what a case expects: words, outline, length, planted errors found, answers of the chat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.evaluation.scorers.subject import Place, Score, Subject

#: a text written from notes is about so many times as long as they are
_LEAST, _MOST = 0.7, 3.0
_HEADING = re.compile(r"^(?:#+\s*|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])\s*")


def mentions(subject: Subject) -> Score | None:
    """expect.mentions are in the text, expect.forbids are not."""
    wanted, unwanted = _words(subject, "mentions"), _words(subject, "forbids")
    if not wanted and not unwanted:
        return None
    return _contains(subject.text, wanted, unwanted)


def answer(subject: Subject) -> Score | None:
    """A chat answer: expect.must_contain, must_not_contain, and whether it rightly says that the library lacks it (absent)."""
    if subject.case.kind != "chat":
        return None
    wanted, unwanted = _words(subject, "must_contain"), _words(subject, "must_not_contain")
    if subject.case.expect.get("absent"):
        said = subject.value.get("absent")
        lacks = bool(said) if said is not None else bool(re.search(r"没有|未(?:找到|提及|见)|查不到|无法", subject.text))
        return Score(float(lacks), "说明了资料库里没有" if lacks else "资料库里没有，却作了回答")
    if subject.value.get("absent"):
        return Score(0.0, "资料库里有，却答没有")
    return _contains(subject.text, wanted, unwanted) if wanted or unwanted else None


def findings(subject: Subject) -> Score | None:
    """A critique: the planted errors found, at their place and by their name. False alarms of weight count against it (F1)."""
    if subject.case.kind != "critique":
        return None
    planted = [dict(one) for one in subject.case.expect.get("findings", [])]
    found = subject.value.get("findings")
    if found is None:
        return _named_in_prose(subject, planted)
    draft = subject.case.draft
    used: set[int] = set()
    missed: list[str] = []
    for one in planted:
        start = draft.find(str(one["quote"]))
        end = start + len(str(one["quote"]))
        kinds = {str(k) for k in ([one.get("kind")] if not isinstance(one.get("kind"), list) else one["kind"]) if k}
        hits = [i for i, f in enumerate(found) if _touches(f, start, end) and (not kinds or f["name"] in kinds)]
        used.update(hits)
        if not hits:
            missed.append(f"{one['quote']}（{one.get('kind', '')}）")
    # one planted error may rightly set off several rules: what touches its place is no false alarm
    spans = [(draft.find(str(one["quote"])), len(str(one["quote"]))) for one in planted]
    false = [
        f for i, f in enumerate(found) if i not in used and f["severity"] != "info"
        and not any(start >= 0 and _touches(f, start, start + size) for start, size in spans)
    ]
    hit = len(planted) - len(missed)
    value = 2 * hit / (2 * hit + len(missed) + len(false)) if planted or false else 1.0
    told = f"埋 {len(planted)} 处，找到 {hit}" + (f"，漏 {'、'.join(missed)}" if missed else "")
    told += f"；多报 {len(false)} 处" + (f"（{'、'.join(str(f['rule'] or f['name']) for f in false[:4])}）" if false else "")
    places: tuple[Place, ...] = tuple((f["start"], f["end"], f"{f['rule']} {f['message']}") for f in found)
    return Score(value, told, places)


def _touches(finding: dict[str, Any], start: int, end: int) -> bool:
    """Whether a finding, or another place that it speaks of, lies on a stretch of the draft."""
    return any(one < end and other > start for one, other in [(finding["start"], finding["end"]), *finding.get("related", [])])


def _named_in_prose(subject: Subject, planted: Sequence[dict[str, Any]]) -> Score | None:
    """A bare prompt's critique is prose: a planted error is found where its words are quoted."""
    if not planted:
        return None
    missed = [str(one["quote"]) for one in planted if str(one["quote"]) not in subject.text]
    told = f"埋 {len(planted)} 处，提到 {len(planted) - len(missed)}" + (f"，漏 {'、'.join(missed)}" if missed else "")
    return Score(1 - len(missed) / len(planted), told)


def outline(subject: Subject) -> Score | None:
    """The headings asked for, kept and in order: share of them in the longest common run of headings."""
    wanted = [_bare(line) for line in _outline_lines(subject) if _bare(line)]
    if not wanted or not subject.is_writing:
        return None
    own = [_bare(section.title) for section in subject.document.walk()]
    kept = _common(wanted, own)
    absent = [title for title in wanted if title not in own]
    told = f"保留 {kept}/{len(wanted)} 个标题" + (f"；没有 {'、'.join(absent[:4])}" if absent else "")
    return Score(kept / len(wanted), told)


def length(subject: Subject) -> Score | None:
    """Within expect.length [least, most] characters, else within 0.7 to 3 times the notes; falls off evenly outside."""
    if not subject.is_writing:
        return None
    size = sum(not sign.isspace() for sign in subject.text)
    asked = subject.case.expect.get("length")
    if asked:
        least, most = (float(asked[0]), float(asked[1])) if isinstance(asked, list) else (0.8 * float(asked), 1.2 * float(asked))
    elif subject.ledger is not None:
        notes = sum(len(note.text) for note in subject.ledger.notes if not note.instruction)
        # a whole report has its title and opening paragraph besides, a section its opening sentence
        least, most = _LEAST * notes, max(_MOST * notes, notes + (600 if subject.case.kind == "report" else 300))
    else:
        return None
    value = 1.0 if least <= size <= most else size / least if size < least else most / size
    return Score(value, f"{size} 字，应在 {least:.0f}–{most:.0f} 字")


def _outline_lines(subject: Subject) -> list[str]:
    if headings := subject.case.expect.get("headings"):
        return [str(one) for one in headings]
    if subject.case.outline_text:
        return subject.case.outline_text.split("\n")
    if subject.case.outline:
        return subject.case.outline.read_text(encoding="utf-8").split("\n")
    return []


def _bare(line: str) -> str:
    # an outline may give both a mark and a number: # 一、…
    return _HEADING.sub("", _HEADING.sub("", line.strip())).strip("　 。:：")


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    row = [0] * (len(other) + 1)
    for a in one:
        before = 0
        for j, b in enumerate(other):
            before, row[j + 1] = row[j + 1], before + 1 if a == b else max(row[j + 1], row[j])
    return row[-1]


def _words(subject: Subject, key: str) -> list[str]:
    given = subject.case.expect.get(key) or []
    return [str(one) for one in ([given] if isinstance(given, str) else given)]


def _contains(text: str, wanted: Sequence[str], unwanted: Sequence[str]) -> Score:
    plain = text.replace(" ", "")
    # 实际使用外资|实际利用外资: either will do
    absent = [word for word in wanted if not any(one.replace(" ", "") in plain for one in word.split("|"))]
    present = [(match.start(), match.end(), "不应出现") for word in unwanted for match in re.finditer(re.escape(word), text)]
    bad = len(absent) + len({text[start:end] for start, end, _ in present})
    told = "都合要求" if not bad else "；".join(
        [f"缺 {'、'.join(absent)}"] * bool(absent) + [f"不应有 {'、'.join(sorted({text[s:e] for s, e, _ in present}))}"] * bool(present)
    )
    return Score(1 - bad / (len(wanted) + len(unwanted)), told, tuple(present))
