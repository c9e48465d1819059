"""Figures and names leave for the model as tokens (⟦n3.1⟧) and come back as they were, byte for byte. No judging here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.domain.quantity import Ledger
from assistant.engines.evidence import months_in, numbers_in, years_in
from assistant.text.quantities import read_quantities
from assistant.text.width import fold

TOKEN = re.compile(r"⟦[a-z]+\d*(?:\.\d+)?⟧")
_STRAY = re.compile(r"⟦[^⟦⟧]*⟧?|⟧")
#: what a model likes to write once more behind a token that holds it already
_UNIT_AGAIN = re.compile(r"[亿万]?美?元(?![件宝])|[亿万]|万?亩|万?平方米|万?吨|[亿万]?千瓦时|人次|个百分点|%")


@dataclass
class Shield:
    """Gives out tokens and remembers what they stand for. One for all texts of a request, so that equal figures share a token.

    figures: hide figures; names: strings to hide wherever they stand (firms, people, the unit itself).
    """

    figures: bool = True
    names: Sequence[str] = ()
    tokens: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _numbers: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def hide(self, text: str, note: str = "", *, shorthand: bool = False) -> str:
        """The text with tokens. note: whose figures these are; shorthand: read it as a department's note."""
        spans = self._spans(text, shorthand)
        pieces, at = [], 0
        for start, end, kind in spans:
            pieces += [text[at:start], self._token(text[start:end], note, kind)]
            at = end
        return "".join([*pieces, text[at:]])

    def restore(self, text: str) -> str:
        """A model's text with every known token replaced by what it stands for; unknown tokens stay for the fence to see.

        A unit that the model wrote once more behind a token is dropped.
        """
        pieces, at = [], 0
        for match in TOKEN.finditer(text):
            written = self.tokens.get(match[0])
            if written is None:
                continue
            pieces += [text[at : match.start()], written]
            at = match.end()
            again = _UNIT_AGAIN.match(text, at)
            if again and written.endswith(again[0]):
                at = again.end()
        return "".join([*pieces, text[at:]])

    def _spans(self, text: str, shorthand: bool) -> list[tuple[int, int, str]]:
        taken: list[tuple[int, int, str]] = [(match.start(), match.end(), "stray") for match in _STRAY.finditer(text)]

        def add(start: int, end: int, kind: str) -> None:
            if end > start and not any(start < right and left < end for left, right, _ in taken):
                taken.append((start, end, kind))

        for name in sorted({one for one in self.names if len(one) > 1}, key=len, reverse=True):
            for match in re.finditer(re.escape(name), text):
                add(match.start(), match.end(), "name")
        if self.figures:
            folded = fold(text)
            for quantity in read_quantities(folded, note=shorthand):
                if quantity.value is not None and not quantity.chinese:
                    add(quantity.start, quantity.end, "figure")
            times = [(start, end) for _, start, end in months_in(folded)] + [(start, end) for _, start, end in years_in(folded)]
            for _, start, end in numbers_in(folded):
                if not any(left <= start and end <= right for left, right in times):
                    add(start, end, "figure")
        return sorted(taken)

    def _token(self, written: str, note: str, kind: str) -> str:
        if kind != "figure":
            key = ("", kind, written)
            return self._known.get(key) or self._new(key, "m" if kind == "name" else "x", written)
        number = next((number for number, _, _ in numbers_in(fold(written).replace(",", ""))), written)
        unit = re.sub(r"[\d.,，\s]", "", fold(written))[:1]
        key = (note, number, unit)
        found = self._known.get(key)
        if found is None and not unit:
            # 同比5.1 in a note is 5.1% in the sentence written out of it
            found = self._numbers.get((note, number))
        if found is not None and (self.tokens[found] == written or note):
            return found
        token = self._new(key, note or "f", written)
        self._numbers.setdefault((note, number), token)
        return token

    def _new(self, key: tuple[str, str, str], stem: str, written: str) -> str:
        self._counts[stem] = self._counts.get(stem, 0) + 1
        token = f"⟦{stem}.{self._counts[stem]}⟧" if stem[-1].isdigit() else f"⟦{stem}{self._counts[stem]}⟧"
        self.tokens[token] = written
        self._known[key] = token
        return token


def protect(text: str, ledger: Ledger | None = None, *, names: Iterable[str] = ()) -> tuple[str, dict[str, str]]:
    """A text with tokens for its figures (and for these names), and what the tokens stand for; `restore` undoes it byte for byte.

    ledger: a figure that stands in exactly one note takes that note's id into its token.
    """
    shield = Shield(names=tuple(names))
    homes = _homes(ledger) if ledger is not None else {}
    pieces, at = [], 0
    for start, end, kind in shield._spans(text, shorthand=False):
        written = text[start:end]
        number = next((number for number, _, _ in numbers_in(fold(written).replace(",", ""))), "")
        note = homes.get(number, "") if kind == "figure" else ""
        # a token stands for one writing only, so that what comes back is what went out
        token = next((token for token, value in shield.tokens.items() if value == written), None)
        pieces += [text[at:start], token or shield._new((note, written, kind), note or {"name": "m", "stray": "x"}.get(kind, "f"), written)]
        at = end
    return "".join([*pieces, text[at:]]), shield.tokens


def _homes(ledger: Ledger) -> dict[str, str]:
    homes: dict[str, str] = {}
    for note in ledger.notes:
        for number in {number for number, _, _ in numbers_in(fold(note.text).replace(",", ""))}:
            homes[number] = "" if number in homes else note.id
    return homes


def restore(text: str, tokens: Mapping[str, str]) -> str:
    """The text with tokens replaced by what they stand for, nothing else touched."""
    return TOKEN.sub(lambda match: tokens.get(match[0], match[0]), text)


def is_intact(text: str, tokens: Mapping[str, str]) -> bool:
    """Whether every token in the text is one that was given out."""
    return all(match[0] in tokens for match in _STRAY.finditer(text))
