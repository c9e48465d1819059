"""A proofreader's or reviewer's answer becomes remarks: quotes are looked up, places compared, sums recomputed; what fails is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.domain.quantity import Ledger
from assistant.engines.json_answer import objects_in, text_of
from assistant.engines.matching import names_agree, same_amount
from assistant.text.quantities import read_quantities
from assistant.writing.arithmetic import equations_in, known_numbers, plain
from assistant.writing.remarks import PROOF_CODES, REVIEW_CODES, Remark


@dataclass(frozen=True)
class Passage:
    """A stretch of a document under review: a section's heading and own text. start, end: offsets in `document.text`."""

    title: str
    start: int
    end: int
    text: str
    part: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Sources:
    """Where what a remark says must stand: the whole document, the notes, last year's report."""

    document: str
    ledger: Ledger | None = None
    previous: str = ""

    @property
    def notes(self) -> str:
        """All notes, a line each."""
        return "\n".join(note.text for note in self.ledger.notes) if self.ledger is not None else ""

    def has(self, text: str) -> bool:
        """Whether these very words stand somewhere."""
        return bool(text) and (text in self.document or text in self.notes or text in self.previous)


@dataclass
class Read:
    """What was made of an answer. dropped: reason → how many; malformed: there was no JSON in it."""

    remarks: list[Remark] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    malformed: bool = False


def proofread_remarks(answer: str, passage: Passage, sources: Sources) -> Read:
    """The remarks of a proofreader's answer that hold."""
    read = Read()
    for one in _objects(answer, read):
        code = text_of(one.get("code")).upper()
        if code not in PROOF_CODES:
            read.dropped["代码不在清单"] += 1
            continue
        remark = _placed(one, code, passage, "proofread", read)
        if remark is None:
            continue
        fault, proved = _weigh(remark, text_of(one.get("computation")), sources)
        if fault:
            read.dropped[fault] += 1
        else:
            # what the program could not prove is advice: a weak model's guesses must not stand beside the rules' findings
            read.remarks.append(remark if proved else replace(remark, severity="info"))
    return read


def review_remarks(answer: str, passage: Passage) -> Read:
    """The remarks of a reviewer's answer, codes from the closed list only."""
    read = Read()
    for one in _objects(answer, read):
        code = text_of(one.get("code")).upper()
        if code not in REVIEW_CODES:
            read.dropped["代码不在清单"] += 1
            continue
        remark = _placed(one, code, passage, "reviewer", read)
        if remark is not None:
            if any(not equation.holds for equation in equations_in(remark.message)):
                read.dropped["算式不成立"] += 1
            else:
                read.remarks.append(remark)
    return read


def _objects(answer: str, read: Read) -> Sequence[dict[str, Any]]:
    found = objects_in(answer)
    if found is None:
        read.malformed = bool(answer.strip())
        return ()
    return found


def _placed(one: dict[str, Any], code: str, passage: Passage, source: Any, read: Read) -> Remark | None:
    quote = text_of(one.get("quote"))
    at = passage.text.find(quote) if quote else -1
    if at < 0:
        bare = quote.strip("“”\"'…。，；、 ")
        at = passage.text.find(bare) if len(bare) > 1 else -1
        quote = bare
    message, suggestion = text_of(one.get("message")), text_of(one.get("suggestion"))
    if at < 0:
        read.dropped["引文不在文中"] += 1
        return None
    if not message or suggestion == quote:
        read.dropped["没有说出问题"] += 1
        return None
    severity = PROOF_CODES[code][2] if code in PROOF_CODES else "info"
    start = passage.start + at
    return Remark(code, source, start, start + len(quote), quote, message, suggestion, text_of(one.get("other")), severity)


def _weigh(remark: Remark, computation: str, sources: Sources) -> tuple[str, bool]:
    """(why a remark does not hold, "" where it may; whether the program itself could prove it)."""
    if any(not equation.holds for equation in equations_in(f"{remark.message}；{computation}")):
        return "算式不成立", False
    if remark.code == "ARITHMETIC":
        return _arithmetic(remark, computation, sources)
    if remark.code == "CONTRADICTION":
        return _contradiction(remark, sources)
    if remark.code == "OMISSION":
        return _omission(remark, sources)
    if remark.code == "NAME":
        return _name(remark, sources)
    return "", False


def _arithmetic(remark: Remark, computation: str, sources: Sources) -> tuple[str, bool]:
    equations = equations_in(computation) or equations_in(remark.message)
    if not equations:
        return "", False
    known = known_numbers((sources.document, sources.notes, sources.previous)) | {"1", "100", "10000", "1.5"}
    for equation in equations:
        if any(plain(number) not in known for number in equation.numbers):
            return "算式里的数文中没有", False
        # a sum that gives what the text says is no error; a text that has the result elsewhere may still be wrong here
        if plain(equation.right) in known_numbers((remark.quote,)):
            return "文中的数与算式相符", False
    return "", bool(known_numbers((remark.quote,)))


def _contradiction(remark: Remark, sources: Sources) -> tuple[str, bool]:
    if not remark.other:
        return "", False
    if remark.other == remark.quote or not sources.has(remark.other):
        return "对照的原文找不到", False
    mine = [one for one in read_quantities(remark.quote) if one.value is not None]
    its = [one for one in read_quantities(remark.other, note=True) if one.value is not None]
    pairs = [
        (one, other) for one in mine for other in its
        if names_agree(one, other) is not False and (one.unit == other.unit or not other.unit) and one.change == other.change
    ]
    same = [same_amount(one, other) for one, other in pairs]
    # the same figures on both sides contradict nobody; words may
    if pairs and all(same) and len(pairs) >= len(mine) and not _differs_in_words(remark):
        return "两处的数一致", False
    named = [one for one, other in pairs if names_agree(one, other) and not same_amount(one, other) and one.period.same_time(other.period)]
    return "", bool(named) and not any(same)


def _differs_in_words(remark: Remark) -> bool:
    bare = [re.sub(r"[\d.,%\s]", "", text) for text in (remark.quote, remark.other)]
    return len(set(bare[0]) ^ set(bare[1])) > 0.5 * max(len(bare[0]), len(bare[1]), 1)


def _name(remark: Remark, sources: Sources) -> tuple[str, bool]:
    name = remark.other
    if not name:
        parts = re.findall(r"[\u4e00-\u9fffA-Za-z]{3,}", remark.suggestion)
        return ("", False) if any(sources.has(part) for part in parts) else ("对照的名称找不到", False)
    if name == remark.quote or name in remark.quote or not sources.has(name):
        return "对照的名称找不到", False
    shared = len(set(name) & set(remark.quote))
    return "", len(name) >= 3 and shared >= 0.6 * len(set(name)) and abs(len(name) - len(remark.quote)) <= 4


def _omission(remark: Remark, sources: Sources) -> tuple[str, bool]:
    if sources.ledger is None:
        return "没有素材可对照", False
    if not remark.other:
        return "", False
    note = next((note for note in sources.ledger.notes if remark.other in note.text or note.text in remark.other), None)
    if note is None:
        return "对照的素材找不到", False
    there = known_numbers((sources.document,))
    figures = [number for number in known_numbers((note.text,)) if len(number) > 1]
    if figures and all(number in there for number in figures):
        return "文中已写到", False
    words = [note.text[i : i + 2] for i in range(len(note.text) - 1)]
    pairs = {pair for pair in words if re.fullmatch(r"[\u4e00-\u9fff]{2}", pair)}
    share = sum(pair in sources.document for pair in pairs) / len(pairs) if pairs else 1.0
    if not figures and share >= 0.8:
        return "文中已写到", False
    return "", bool(figures) and not any(number in there for number in figures)
