"""Notes that report the same figure become one piece of shorthand, so that nothing is said twice. Strings only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.quantity import Note, Quantity
from assistant.engines.offline.fidelity import numbers
from assistant.notes.instructions import remarks, without_machine_talk

_LATER = re.compile(r"^(?:预计|全年预计|其中|达产)|预计全年")
_TIME = re.compile(r"^(?:其中[：:]?)?(?P<time>\d{1,2}\s*[-—~]\s*\d{1,2}月(?:份)?|上半年|前三季度|全年|截至[^，]{2,8}?[底末日])")
_BASE = re.compile(r"^(?:去年|上年)(?:同期)?\s*\d|^同期\s*\d")
_GROWTH = re.compile(r"^(?:同比|比上年|较上年)?\s*(?:[+\-−↑↓]|增长?|下?降)\s*\d|^同比\s*\d")
#: said to the writer behind the figures
_ASIDE = re.compile(r"[，,；;\s]+(?:凑合[\u4e00-\u9fff]{0,3}|先这样(?:写)?|格式别改|别改格式|随便写)$")
_BLANK = re.compile(r"(?<=[\d亿万元%户家个])\s+(?=[↑↓+\-−\d]|[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of shorthand with the notes it comes from. offsets: whether places in `text` are those of the one note."""

    text: str
    notes: tuple[Note, ...]
    lead: Quantity | None = None
    offsets: bool = True

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the notes."""
        return tuple(note.id for note in self.notes)


def pieces_of(notes: Sequence[Note]) -> list[Piece]:
    """The notes as pieces in order; what speaks of a figure that stands already is taken into its piece."""
    found: list[Piece] = []
    last = -1
    for note in notes:
        text = blanked(note)
        piece = Piece(text, (note,), _lead(note, 0, len(text)))
        if last >= 0 and re.fullmatch(r"（[合约折其][^（）]*）", text.strip()):
            # the same figure in another unit, on a line of its own: it belongs behind the figure
            found[last] = _with_bracket(found[last], piece)
            continue
        at = _host(found, piece)
        if at is None and last >= 0 and text.startswith("其中") and _beside(found[last].notes[-1], note):
            whole = _whole_of(found, note, last)
            found[whole] = _with_parts(found[whole], piece)
        elif at is None:
            found.append(piece)
            last = len(found) - 1
        else:
            merged = _merged(found[at], piece)
            if merged is None:
                # the same indicator at another time stands right behind it
                found.insert(at + 1, piece)
                last = at + 1
            else:
                found[at], last = merged, at
    return found


def _whole_of(found: Sequence[Piece], part: Note, last: int) -> int:
    """The piece that a row of parts belongs to: the latest of its department whose figure has the same unit, else the one before."""
    unit = next((one.unit for one in part.quantities if not one.threshold), "")
    for at in range(last, max(-1, last - 4), -1):
        lead = next((one.unit for one in found[at].notes[0].quantities if not one.threshold), "")
        if unit and lead == unit and _beside(found[at].notes[0], part):
            return at
    return last


def _with_parts(host: Piece, guest: Piece) -> Piece:
    """A row of parts goes on with the row of the total; a time that both have is said once."""
    rest = re.sub(r"^其中[：:]?\s*", "", guest.text)
    time = time_of(rest)
    rest = rest.removeprefix(time) if time and time == time_of(host.text) else rest
    return Piece(f"{host.text}；其中{rest}", (*host.notes, *guest.notes), host.lead, False)


def blanked(note: Note) -> str:
    """The note's text with remarks to the writer, and talk to a machine, blanked out, so that all offsets stay."""
    text = without_machine_talk(note.text)
    for one in remarks(text):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return _ASIDE.sub("", text).rstrip()


def _beside(one: Note, other: Note) -> bool:
    return (one.source, one.department, one.part) == (other.source, other.department, other.part)


def _with_bracket(host: Piece, guest: Piece) -> Piece:
    clauses = split_outside(host.text, "，,")
    clauses[0] += guest.text.strip()
    return Piece("，".join(clauses), (*host.notes, *guest.notes), host.lead, False)


def time_of(text: str) -> str:
    """The span of months at the head of a note; a piece that says it another way needn't repeat it."""
    match = _TIME.match(text)
    return match["time"] if match else ""


def _lead(note: Note, start: int, end: int) -> Quantity | None:
    """The first level figure of a stretch, where it is that of a known indicator."""
    for one in note.quantities:
        if start <= one.start < end and not one.threshold:
            return one if one.indicator_id and one.change == "level" and one.role != "previous" and one.base is not None else None
    return None


def _host(found: Sequence[Piece], piece: Piece) -> int | None:
    """Which piece already speaks of the indicator that this one leads with: the same value anywhere in it, or its own lead."""
    lead = piece.lead
    if lead is None or re.match(r"^(?:按|分)", piece.text):
        return None
    for at, other in enumerate(found):
        if _place_of(other, lead) is not None:
            return at
    for at in range(len(found) - 1, -1, -1):
        known = found[at].lead
        if known is not None and (known.indicator_id, known.scope) == (lead.indicator_id, lead.scope):
            return at
    return None


def _place_of(piece: Piece, lead: Quantity) -> tuple[int, str] | None:
    """The group of the piece that holds this very figure, and how it is written there; None where it has none."""
    for note in piece.notes:
        for one in note.quantities:
            if (one.indicator_id, one.scope, one.change) == (lead.indicator_id, lead.scope, "level") and one.base == lead.base:
                written = one.quote
                for at, group in enumerate(split_outside(piece.text, "；;")):
                    if written in group:
                        return at, written
    return None


def _merged(host: Piece, guest: Piece) -> Piece | None:
    """Both as one piece; None where they can't be joined without losing a figure."""
    lead = guest.lead
    assert lead is not None
    groups = split_outside(host.text, "；;")
    place_of = _place_of(host, lead)
    guests = split_outside(guest.text, "，,")
    if place_of is None:
        return _with_forecast(host, guest)
    at, written = place_of
    if re.search(r"[；;：:]", guest.text.removeprefix("其中：").removeprefix("其中:")):
        return None
    mine = split_outside(_BLANK.sub("，", groups[at]), "，,")
    opening = guests[0]
    if lead.quote not in opening:
        return None
    time = _TIME.match(opening)
    own = next((index for index, clause in enumerate(mine) if written in clause), None)
    if own is None or _foreign(opening, lead):
        return None
    mine_time = time_of(mine[own])
    if time and mine_time and mine_time != time["time"]:
        # one value at two times is two facts
        return None
    if numbers(written) != numbers(lead.quote):
        # one value in two units: that of the note with the comparison is kept, so that both sides have one unit
        mine[own] = mine[own].replace(written, lead.quote)
    said = at > 0 and time is not None and time["time"] in groups[0]
    if time and not said and not _TIME.match(mine[own]) and "月" not in groups[at]:
        part = "其中" if mine[own].startswith("其中") else ""
        mine[own] = f"{part}{time['time']}{mine[own].removeprefix('其中')}"
    # a bare figure that the other note names: 社零12.8亿 3.2 beside 同比+3.2%
    named = {number: clause for clause in guests[1:] for number in numbers(clause)}
    mine = [named.get(clause, clause) if re.fullmatch(r"\d+(?:\.\d+)?", clause) else clause for clause in mine]
    known = {number for clause in mine if _GROWTH.match(clause) for number in numbers(clause)}
    rest = [clause for clause in guests[1:] if clause not in mine and not (_GROWTH.match(clause) and numbers(clause) <= known)]
    growth = next((index for index in range(own + 1, len(mine)) if _GROWTH.match(mine[index])), None)
    early = [clause for clause in rest if _BASE.match(clause) or (growth is None and _GROWTH.match(clause))]
    others = [clause for clause in rest if clause not in early]
    place = own + 1 if growth is None else growth
    mine[place:place] = early
    _complete(mine, others)
    late = next((index for index in range(own + 1, len(mine)) if _LATER.search(mine[index])), len(mine))
    mine[late:late] = others
    text = "；".join([*groups[:at], "，".join(mine), *groups[at + 1 :]])
    return Piece(text, (*host.notes, *guest.notes), host.lead, False)


def _complete(mine: list[str], others: list[str]) -> None:
    """A target from the one note goes in front of the completion from the other."""
    target = next((clause for clause in others if re.match(r"^(?:全年|年度|年)?(?:目标|任务|计划)(?:任务)?\s*\d", clause)), None)
    completion = re.compile(r"完成(?:全年|年度)?(?:目标|任务|计划)?(?:的)?\d+(?:\.\d+)?%")
    done = next((at for at, clause in enumerate(mine) if completion.fullmatch(clause)), None)
    if target is None or done is None:
        return
    others.remove(target)
    others[:] = [clause for clause in others if not (clause.startswith("完成") and numbers(clause) == numbers(mine[done]))]
    mine[done : done + 1] = [target, re.sub(r"^完成\D*", "完成", mine[done])]


def _with_forecast(host: Piece, guest: Piece) -> Piece | None:
    """全区预计全年税收22.8亿 behind 税收21.36亿: the forecast needs no second naming."""
    lead = guest.lead
    assert lead is not None
    if lead.role != "forecast" or host.lead is None or host.lead.role == "forecast" or len(split_outside(guest.text, "，,；;")) > 1:
        return None
    if not re.search(r"预计", guest.text[: lead.start]) or guest.text[lead.end :].strip() not in ("", "左右", "以上"):
        return None
    groups = split_outside(host.text, "；;")
    groups[0] = f"{groups[0]}，预计全年{guest.text[lead.start :].strip()}"
    return Piece("；".join(groups), (*host.notes, *guest.notes), host.lead, False)


def _foreign(opening: str, lead: Quantity) -> bool:
    """Whether the opening clause says more than the figure itself."""
    return bool(numbers(_TIME.sub("", opening)) - numbers(lead.quote))


def split_outside(text: str, signs: str) -> list[str]:
    """A text cut at signs that stand outside of brackets and quotes."""
    found, depth, at = [], 0, 0
    for position, sign in enumerate(text):
        if sign in "（“《【":
            depth += 1
        elif sign in "）”》】":
            depth = max(0, depth - 1)
        elif not depth and sign in signs:
            found.append(text[at:position].strip())
            at = position + 1
    found.append(text[at:].strip())
    return [piece for piece in found if piece]
