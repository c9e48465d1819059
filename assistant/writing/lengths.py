"""How long each section is to be: the user's wishes put on the plan, and what is said where a section came out otherwise. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.domain.draft import DraftSection, PlannedSection
from assistant.engines.offline.measure import size

#: a section this near to the wish is as long as was wished
_NEAR, _CHARS = 0.15, 30


def with_wishes(plan: Sequence[PlannedSection], wishes: Sequence[PlannedSection], sizes: Mapping[str, int]) -> list[PlannedSection]:
    """The plan with the wished lengths (characters) of the headings that are meant: by title, else by level, part and topic.

    A heading with headings below it shares its wish out among those right below that have none, by the size of the notes that stand
    there and further below (note id → characters); each of them goes on in the same way.
    """
    found = [replace(one, length=_wish_for(one, wishes) or one.length) for one in plan]
    for at, one in enumerate(found):
        below = _children(found, at)
        if one.length is None or not below:
            continue
        open_ones = [place for place in below if found[place].length is None]
        left = one.length - sum(found[place].length or 0 for place in below)
        weights = {place: 40 + _size_of(found, place, sizes) for place in open_ones}
        for place, weight in weights.items():
            share = 10 * round(left * weight / sum(weights.values()) / 10)
            found[place] = replace(found[place], length=share if share > 0 else None)
    return found


def _wish_for(section: PlannedSection, wishes: Sequence[PlannedSection]) -> int | None:
    meant = [one for one in wishes if (one.title, one.part or "summary") == (section.title, section.part or "summary")]
    key = (section.level, section.part, section.topic)
    meant = meant or [one for one in wishes if section.topic and (one.level, one.part, one.topic) == key]
    return meant[0].length if meant else None


def _size_of(plan: Sequence[PlannedSection], at: int, sizes: Mapping[str, int]) -> int:
    return sum(sizes.get(note, 0) for place in (at, *_below(plan, at)) for note in plan[place].notes)


def _below(plan: Sequence[PlannedSection], at: int) -> list[int]:
    found = []
    for place in range(at + 1, len(plan)):
        if plan[place].level <= plan[at].level:
            break
        found.append(place)
    return found


def _children(plan: Sequence[PlannedSection], at: int) -> list[int]:
    found: list[int] = []
    for place in _below(plan, at):
        if not found or plan[place].level <= plan[found[-1]].level:
            found.append(place)
    return found


def off_by(chars: int, wish: int) -> int:
    """How many characters a text is over (or, below 0, under) its wish; 0 where it is near enough."""
    away = chars - wish
    return away if abs(away) > max(_NEAR * wish, _CHARS) else 0


def length_remarks(sections: Iterable[DraftSection], plan: Sequence[PlannedSection], offline: bool) -> list[str]:
    """A line for each section that came out longer or shorter than was wished, and why."""
    wishes = {(one.level, one.part, one.title): one.length for at, one in enumerate(plan) if one.length and not _below(plan, at)}
    found = []
    for section in sections:
        wish = wishes.get((section.level, section.part, section.title))
        chars = size(section.sentences)
        away = off_by(chars, wish) if wish else 0
        if away and section.title:
            found.append(f"篇幅：{section.number}{section.title}要写{wish}字，{why_off(chars, away, offline)}")
    return found


def why_off(chars: int, away: int, offline: bool) -> str:
    """What is said of a text of so many characters that is over or under its wish."""
    if away < 0:
        return f"素材只够写{chars}字；没有凑字数，要写长须补充素材" if offline else f"写了{chars}字，少{-away}字"
    return f"写了{chars}字；素材里的数一个也没有删" if offline else f"写了{chars}字，多{away}字"
