"""What the sentences of a section may say: figures, times, names and clauses of its notes, and of the program's own sentences on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.domain.draft import Sentence
from assistant.domain.quantity import Ledger, Note, Quantity
from assistant.engines.claims import Clause, clauses_of, without_stages
from assistant.engines.labels import label_of_figure
from assistant.engines.names import names_in
from assistant.notes.instructions import without_machine_talk
from assistant.text.quantities import read_quantities
from assistant.text.width import fold

Part = str
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
#: characters that hold a sentence together and tell nothing about what it is on
_EMPTY = set("的了和与及等在为是对以于从到至将把被其中各并也还又个、一年月日全区")
_MONTHS = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d) ?年 ?)?(?:(?P<from>1[0-2]|0?[1-9]) ?月? ?(?:[-—~至到]{1,2}) ?)?"
    r"(?<![\d.])(?P<month>1[0-2]|0?[1-9]) ?月(?! ?个)(?:份)?(?: ?(?P<day>3[01]|[12]\d|0?[1-9]) ?[日号])?"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?=年|[-—~至](?:19|20)?\d\d年|[〕）\]】]|度|[^\d.%万亿家个元人亩户件项次])")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_EDGES = "，。；、：！？（）,;:!? \n\t"
BOOK = re.compile(r"《[^》\n]{1,80}》")
DOCUMENT = re.compile(r"[\u4e00-\u9fff]{0,8}[〔（【\[](?:19|20)\d\d[〕）】\]] ?(?:第)? ?\d+ ?号")
QUOTED = re.compile(r"“[^”\n]{1,40}”")
DOUBT = re.compile(r"【待[核补][^】]*】")


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that may be written, with the notes it is from and the sentence or note it stands in.

    verified: read from the program's own sentence, not from shorthand. doubt: the 【待核：…】 without which it may not be written.
    """

    quantity: Quantity
    notes: tuple[str, ...]
    context: str
    verified: bool
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class KnownClause:
    """A clause that may be written, with its notes. plan: the note itself belongs to the plan part.

    content: what it is on; subject: the same without stage words, or that of the clause before where nothing is left.
    """

    clause: Clause
    notes: tuple[str, ...]
    content: frozenset[str]
    plan: bool
    subject: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Evidence:
    """Everything a section's sentences are compared with. `text` is all of it in one folded string, for literal look-ups."""

    notes: tuple[Note, ...]
    base: tuple[Sentence, ...]
    figures: tuple[Known, ...]
    clauses: tuple[KnownClause, ...]
    text: str
    months: frozenset[tuple[int, int, int]]
    years: frozenset[int]
    digits: frozenset[str]
    part: str = ""
    year: int | None = None
    #: texts of other years that lend wording only; names that stand in them and in no note are foreign
    foreign: str = field(default="", repr=False)
    #: all notes of the job: a name that stands in any of them is no invention
    known: str = field(default="", repr=False)
    #: what the model was told to do: none of it belongs into a text
    told: str = field(default="", repr=False)
    #: the 【待核：…】 of notes that contradict each other, by note
    doubts: tuple[tuple[str, str], ...] = ()
    #: for each sentence of the base its notes and what must be carried as written: names in 《》, numbers that are no figures
    literals: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = ()

    @cached_property
    def labels(self) -> tuple[frozenset[str], ...]:
        """What the words around each of `figures` call it."""
        return tuple(label_of_figure(known.quantity, known.context) for known in self.figures)

    @cached_property
    def copies(self) -> tuple[tuple[str, str, frozenset[str]], ...]:
        """Each note as (id, its text, its clauses between marks), for sentences that copy it."""
        found = []
        for note in self.notes:
            text = fold(without_machine_talk(note.text))
            clauses = (piece.strip() for piece in re.split(r"[，。；！？!?;\n]", text))
            found.append((note.id, text, frozenset(clause for clause in clauses if len(clause) > 2)))
        return tuple(found)

    def prepare(self) -> None:
        """Work out now what the looks will ask for, while the answer is still awaited."""
        _ = self.labels, self.names, self.copies, self.words

    @cached_property
    def words(self) -> frozenset[str]:
        """What notes, base and other years' texts are on, for sentences that no note speaks for."""
        return content_of(self.text) | content_of(self.foreign)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of firms, projects and people in the notes, longest first."""
        found = set().union(*(names_in(note.text) for note in self.notes))
        return tuple(sorted(found, key=lambda name: (-len(name), name)))


def stands_whole(piece: str, text: str) -> bool:
    """Whether a piece stands in a text from mark to mark: 到位资金4 is no copy of 到位资金47.9亿元."""
    at = text.find(piece) if piece else -1
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(piece) : at + len(piece) + 1]
        if (not before or before in _EDGES) and (not after or after in _EDGES or piece[-1] in _EDGES):
            return True
        at = text.find(piece, at + 1)
    return False


def content_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring Han characters that say what a text is on: digits, signs and grammar words left out."""
    pairs: set[str] = set()
    for word in _WORD.findall(text):
        pairs.update(word[i : i + 2] for i in range(len(word) - 1) if not (word[i] in _EMPTY and word[i + 1] in _EMPTY))
    return frozenset(pairs)


def months_in(text: str) -> list[tuple[tuple[int, int, int], int, int]]:
    """Times in months as ((first, last, day), start, end); day 0 where none is named."""
    found = []
    for match in _MONTHS.finditer(text):
        last = int(match["month"])
        start = match.start("from") if match["from"] else match.start("month")
        found.append(((int(match["from"] or last), last, int(match["day"] or 0)), start, match.end()))
    return found


def years_in(text: str) -> list[tuple[int, int, int]]:
    """Years written with four digits as (year, start, end)."""
    return [(int(match["year"]), match.start("year"), match.end("year")) for match in _YEAR.finditer(text)]


def numbers_in(text: str) -> list[tuple[str, int, int]]:
    """Runs of digits as (number without trailing zeros after the point, start, end); grouping commas are read over."""
    found = []
    for match in _DIGITS.finditer(text):
        found.append((_plain(match[0]), match.start(), match.end()))
    return found


def _plain(number: str) -> str:
    whole, _, decimals = number.partition(".")
    decimals = decimals.rstrip("0")
    return (whole.lstrip("0") or "0") + ("." + decimals if decimals else "")


def without_grouping(text: str) -> str:
    """1,234 as 1234; lengths change, so only for look-ups."""
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


def gather(
    notes: Sequence[Note], base: Sequence[Sentence], ledger: Ledger, *, part: str = "", year: int | None = None, foreign: str = "",
    own: Sequence[str] = (), told: str = "",
) -> Evidence:
    """The evidence for one section: its notes and the offline engine's sentences on them, which write the shorthand out.

    own: names that may always be used (the unit's own); foreign: text of other years; told: the prompt.
    """
    spoken = year + 1 if year and part == "plan" else year
    ours = tuple(note for note in notes if not note.instruction)
    figures: list[Known] = []
    clauses: list[KnownClause] = []
    texts: list[str] = []
    ids = {note.id for note in ours}
    plans = {note.id for note in ours if note.part == "plan"}
    read_base = _read_base(base, part, spoken)
    for sentence, text, quantities in read_base:
        if sentence.support == "unsupported":
            continue
        texts.append(text)
        under = tuple(note for note in sentence.notes if note in ids) or sentence.notes
        blocks = [(match.start(), match.end(), match[0]) for match in DOUBT.finditer(sentence.text)]
        for quantity in quantities:
            doubt = next((block for start, end, block in blocks if start <= quantity.start < end), "")
            figures.append(Known(quantity, _closer(quantity, under, ours), text, True, doubt))
        clauses += _known_clauses(text, under, bool(under) and set(under) <= plans)
    doubtful = {(known.quantity.base, note): known.doubt for known in figures if known.doubt for note in known.notes}
    for note in ours:
        # what a note says to a machine is no fact of it
        text = fold(without_machine_talk(note.text))
        texts.append(text)
        read = note.quantities or tuple(read_quantities(note.text, year=spoken, part=note.part, note=True))
        read = tuple(quantity for quantity in read if text[quantity.start : quantity.end].strip())
        for quantity in read:
            figures.append(Known(quantity, (note.id,), text, False, doubtful.get((quantity.base, note.id), "")))
        clauses += _known_clauses(text, (note.id,), note.id in plans)
    whole = without_grouping("\n".join([*texts, *map(fold, own)]))
    months = frozenset(time for text in texts for time, _, _ in months_in(text))
    years = {found for text in texts for found, _, _ in years_in(text)}
    if year:
        years |= {year, year + 1} if part in ("plan", "problems") else {year}
    doubts = tuple(
        (note, match[0]) for sentence, _, _ in read_base for match in DOUBT.finditer(sentence.text) for note in sentence.notes
    )
    return Evidence(
        ours, tuple(base), tuple(figures), tuple(clauses), whole, months, frozenset(years),
        frozenset(number for number, _, _ in numbers_in(whole)), part, year, fold(without_machine_talk(foreign)),
        "\n".join([whole, *(fold(without_machine_talk(note.text)) for note in ledger.notes)]), fold(told), doubts,
        tuple(
            _literals(sentence, text, quantities, spoken) for sentence, text, quantities in read_base
            if sentence.notes and sentence.support != "unsupported"
        ),
    )


def _known_clauses(text: str, notes: tuple[str, ...], plan: bool) -> list[KnownClause]:
    found = []
    last: frozenset[str] = frozenset()
    for clause in clauses_of(text):
        subject = content_of(without_stages(clause.text))
        # 10月拿地 speaks of what the clause before it named
        last = subject if len(subject) > 1 else last or subject
        found.append(KnownClause(clause, notes, content_of(clause.text), plan, last))
    return found


def _literals(sentence: Sentence, text: str, quantities: Sequence[Quantity], year: int | None) -> tuple[tuple[str, ...], frozenset[str]]:
    figures = [(one.start, one.end) for one in quantities]
    numbers = {
        number for number, start, end in numbers_in(text)
        if not any(left <= start and end <= right for left, right in figures) and number != str(year)
    }
    return sentence.notes, frozenset(numbers | {match[0] for match in BOOK.finditer(text)})


def _read_base(base: Sequence[Sentence], part: str, year: int | None) -> list[tuple[Sentence, str, list[Quantity]]]:
    """Each sentence of the base with its folded text and its figures, read in the light of the sentences before it."""
    joined = "".join(fold(sentence.text) for sentence in base)
    quantities = read_quantities(joined, year=year, part=part) if joined else []  # type: ignore[arg-type]
    found, at = [], 0
    for sentence in base:
        end = at + len(sentence.text)
        inside = [quantity.shifted(-at) for quantity in quantities if at <= quantity.start < end]
        found.append((sentence, joined[at:end], inside))
        at = end
    return found


def _closer(quantity: Quantity, under: tuple[str, ...], notes: Sequence[Note]) -> tuple[str, ...]:
    """The notes, of those under a sentence, that hold the digits of one of its figures; all of them where none does."""
    if len(under) < 2:
        return under
    numbers = {number for number, _, _ in numbers_in(fold(quantity.quote))}
    holders = tuple(
        note.id for note in notes
        if note.id in under and numbers & {number for number, _, _ in numbers_in(without_grouping(fold(note.text)))}
    )
    return holders or under
