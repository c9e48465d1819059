"""What a project holds, as frozen data. No storage and no presenting here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.domain.draft import Support
from assistant.domain.finding import Fix

How = Literal["起草", "重写", "手改", "采纳", "恢复"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the user's: the name to show, and its content by hash. added: when it came, as ISO time."""

    name: str
    sha256: str
    size: int = 0
    added: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A word of the user's on a fact: `text` instead of `quote` in the note that stands at `at` of the file with that hash.

    start: offset in the note's text as it is after all earlier amendments. group: amendments made by one click belong together.
    """

    kind: Literal["settle", "fill", "edit"]
    sha256: str
    at: int
    start: int
    quote: str
    text: str
    indicator: str = ""
    when: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class NoteCopy:
    """A note as it was when a sentence was written; the last one of an id is the note as it was last read."""

    id: str
    text: str
    source: str = ""
    department: str = ""
    sha256: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Lent:
    """A passage of the library that lent wording, kept with the draft so that it is there when the library changes."""

    id: str
    report: str
    title: str
    year: int | None
    headings: tuple[str, ...]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    r"""A sentence of the draft, or "\n" for a new paragraph. stale: a fact that it uses has changed since.

    seen: for each of its notes the digest of what it said when the sentence was written or last looked at.
    """

    id: str
    text: str
    notes: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    support: Support = "notes"
    edited: bool = False
    stale: bool = False
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A section as it stood: when (ISO), and what made it."""

    when: str
    how: How
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading of the outline with what is written under it. versions: oldest first.

    length: how many characters are wanted, last year's where the user asked for none; asked: whether the user did;
    written_for: what was asked for when the text was written.
    """

    id: str
    number: str
    title: str
    level: int
    topic: str = ""
    part: str = ""
    length: int | None = None
    locked: bool = False
    lines: tuple[Line, ...] = ()
    versions: tuple[Version, ...] = ()
    asked: bool = False
    written_for: int | None = None

    @property
    def chars(self) -> int:
        """How many characters are written."""
        return sum(len(line.text.strip()) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Text:
    """The text under review where it isn't the draft: its name and what it says.

    file: the Word file that it was uploaded as, to be given back with its own layout; edits: the fixes accepted since, in offsets of
    the file's text.
    """

    name: str = ""
    text: str = ""
    file: Source | None = None
    edits: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that an answer cites: a report of the library, or a note."""

    source: str
    start: int
    end: int
    quote: str
    title: str = ""
    headings: tuple[str, ...] = ()
    report: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer."""

    question: str
    answer: str = ""
    references: tuple[Reference, ...] = ()
    absent: bool = False
    route: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat of several turns."""

    id: str
    title: str
    turns: tuple[Turn, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """One report to be written.

    previous: id of a report in the library, "own" where it is a file of the user's, "" where there is none. kept_apart: conflicts that
    are to stand side by side. dropped: sections that the user took out. review: the text under review where it isn't the draft.
    ignored: fingerprints of findings let stand; never: rule and words not to be reported again; replacements: always made.
    """

    name: str = "未命名"
    unit: str = ""
    year: int | None = None
    kind: str = "年度工作总结和工作思路"
    previous: str = ""
    previous_file: Source | None = None
    expected: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    kept_apart: tuple[str, ...] = ()
    title: str = ""
    passages: tuple[Passage, ...] = ()
    notes: tuple[NoteCopy, ...] = ()
    dropped: tuple[str, ...] = ()
    lent: tuple[Lent, ...] = ()
    open_points: tuple[tuple[str, str], ...] = ()
    engine: str = ""
    seconds: float = 0.0
    review: Text | None = None
    ignored: tuple[str, ...] = ()
    never: tuple[tuple[str, str], ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()
    accepted: int = 0
    conversations: tuple[Conversation, ...] = ()

    def lines(self) -> Iterator[tuple[Passage, Line]]:
        """All sentences with their passages, in order; paragraph marks are left out."""
        for passage in self.passages:
            for line in passage.lines:
                if line.text != "\n":
                    yield passage, line

    def line(self, id: str) -> tuple[Passage, Line] | None:
        """A sentence by its id."""
        return next((pair for pair in self.lines() if pair[1].id == id), None)

    def passage(self, id: str) -> Passage | None:
        """A passage by its id."""
        return next((passage for passage in self.passages if passage.id == id), None)

    @property
    def chars(self) -> int:
        """How many characters of draft are written."""
        return sum(passage.chars for passage in self.passages)
