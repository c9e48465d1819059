"""What an answer is: text, citations to exact places, a table, whether the library lacks it. Nothing is searched or judged here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.text.width import fold

_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a report of the library or a sheet of notes: `original[start:end] == quote` in the extracted text of `source`."""

    report: str
    source: str
    start: int
    end: int
    quote: str
    title: str = ""
    year: int | None = None
    unit: str = ""
    headings: tuple[str, ...] = ()
    #: id of the note, where it is one of the project's notes that is cited and `source` is the sheet it stands in
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of figures; `cites` holds for each row the number of its citation, 0 where it has none."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cites: tuple[int, ...] = ()

    def markdown(self) -> str:
        """The table as Markdown."""
        lines = [self.header, tuple("---" for _ in self.header), *self.rows]
        return "\n".join("| " + " | ".join(cell.replace("|", "／") for cell in line) + " |" for line in lines)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. `absent`: the library doesn't hold what was asked. `kind`: how it was understood (lookup, compare, list …)."""

    text: str
    citations: tuple[Citation, ...] = ()
    absent: bool = False
    kind: str = ""
    table: Table | None = None
    #: the question as it was understood, follow-ups completed
    understood: str = ""
    #: "offline", or the model that worded the answer
    engine: str = "offline"
    #: why a model's answer was not taken
    note: str = ""


def figures_in(text: str) -> list[str]:
    """The numbers of a text as plain digits, in order."""
    return [match.group().replace(",", "") for match in _FIGURE.finditer(fold(text))]


def strange_figures(text: str, citations: Sequence[Citation], allowed: Sequence[str] = ()) -> list[str]:
    """Figures of an answer that stand in none of the cited quotes (nor among `allowed`): a citation fails when a number differs."""
    known = {figure for citation in citations for figure in figures_in(citation.quote)} | set(allowed)
    for citation in citations:
        known |= {figure for heading in citation.headings for figure in figures_in(heading)}
        known |= set(figures_in(citation.title)) | ({str(citation.year), f"{citation.year % 100:02d}"} if citation.year else set())
    return [figure for figure in figures_in(text) if figure not in known]
