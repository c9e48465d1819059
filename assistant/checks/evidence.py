"""What stands behind each figure of a draft: a fact, another value, nothing. The work is in `matching` and `weighing`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.domain.quantity import Note, Quantity
from assistant.text.labels import Label, labels

if TYPE_CHECKING:
    from assistant.checks.context import CheckContext
    from assistant.checks.operations import Derivation
    from assistant.checks.unwanted import Claim, Withheld


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A figure of the draft or of the notes with its words: its own, with the indicator's name, with what stood before.

    note: the note's id, "" in the draft; plan: of a plan part.
    """

    label: Label
    word_grams: frozenset[str]
    grams: frozenset[str]
    all_grams: frozenset[str]
    plan: bool
    quantity: Quantity
    #: how little the value is met by chance, 0.25 to 1
    rarity: float
    #: which figure of a thing it is: what came in, the stock, the goal
    aspects: frozenset[str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure of the draft where the notes have another value for the same thing."""

    said: Said
    fact: Said
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Moved:
    """A work whose stage, or its date, the notes give otherwise. start, end: in the draft; said, told: what the two say. sure: a date."""

    note: str
    name: str
    start: int
    end: int
    said: str
    told: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Swapped:
    """A figure that the notes give to another thing. fact: whose value it is; own: what the notes say of the thing itself, if anything."""

    said: Said
    fact: Said
    own: Said | None = None


@dataclass(frozen=True)
class Evidence:
    """All figures of a draft and of its notes, matched. supported: draft figure → the fact behind it.

    missing: facts that are not in the draft; untold: notes without a figure of which the draft says nothing; dates: of projects.
    miscounted: unsupported figures that a plain sum of the notes contradicts, with that sum. withheld: what a note asks to leave out;
    claims: honours that no note has.
    """

    draft: tuple[Said, ...]
    facts: tuple[Said, ...]
    supported: dict[Said, Said]
    changed: tuple[Changed, ...]
    swapped: tuple[Swapped, ...]
    unsupported: tuple[Said, ...]
    missing: tuple[Said, ...]
    untold: tuple[Note, ...] = ()
    dates: tuple[Moved, ...] = ()
    notes: dict[str, Note] = field(default_factory=dict)
    miscounted: dict[Said, Derivation] = field(default_factory=dict)
    withheld: tuple[Withheld, ...] = ()
    claims: tuple[Claim, ...] = ()


def evidence_of(context: CheckContext) -> Evidence | None:
    """The evidence of a context, worked out once for all rules; None without notes."""
    if context.notes is None:
        return None
    from assistant.checks.reckoning import reckoning_of
    from assistant.checks.weighing import weigh

    kept: dict[str, Evidence] = vars(context).setdefault("_kept_evidence", {})
    if "evidence" not in kept:
        plans = [(region.start, region.end) for region in context.regions if region.part == "plan"]
        problems = [(region.start, region.end) for region in context.regions if region.part == "problems"]
        reckoning = reckoning_of(context)
        kept["evidence"] = weigh(
            context.text, labels_of(context), plans, context.notes, problems,
            year=context.document.year, since_last_year=reckoning.since_last_year, follows=reckoning.follows,
            before=context.before.text if context.before is not None else "",
        )
        context.compare(said.quantity for said in kept["evidence"].supported)
    return kept["evidence"]


def labels_of(context: CheckContext) -> list[Label]:
    """The figures of a context with their words, read once for evidence and continuity."""
    kept: list[Label] | None = vars(context).get("_kept_labels")
    if kept is None:
        kept = vars(context)["_kept_labels"] = labels(context.text, context.quantities)
    return kept


def source_of(note: Note | None) -> str:
    """Where a note comes from, for messages: 素材n12（招商局）."""
    if note is None:
        return "素材"
    return f"素材{note.id}（{note.department}）" if note.department else f"素材{note.id}"


def told(note: Note | None, limit: int = 40) -> str:
    """The wording of a note, shortened."""
    text = note.text if note is not None else ""
    return text if len(text) <= limit else text[:limit] + "…"


def stretch(context: CheckContext, said: Said) -> tuple[int, int]:
    """The figure with its own words, as a reader would point at it."""
    start, end = said.label.start, max(said.label.end, said.quantity.end)
    while start < said.quantity.start and context.text[start] in " 　、，,；;的（(":
        start += 1
    return start, end
