"""The genre's word families: which wordings mean the same, from the reference tables. No scoring and no library here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.reference.tables import Indicator, indicators
from assistant.retrieval.terms import fold


@dataclass(frozen=True, slots=True)
class Family:
    """Wordings of one idea; `said` are turns only a question would use, `written` those that reports use."""

    name: str
    written: tuple[str, ...]
    said: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True)
class Vocabulary:
    """All families, and for every wording the families it belongs to; `longest` bounds the search for wordings."""

    families: tuple[Family, ...]
    wordings: Mapping[str, tuple[int, ...]]
    longest: int
    idle: tuple[str, ...]

    def find(self, text: str) -> list[tuple[int, int, Family]]:
        """(start, end, family) of every wording in a folded text; a wording inside a longer one of the same place is not reported."""
        found: list[tuple[int, int, Family]] = []
        covered = 0
        for start in range(len(text)):
            for end in range(min(len(text), start + self.longest), start, -1):
                numbers = self.wordings.get(text[start:end])
                if numbers and end > covered:
                    found.extend((start, end, self.families[number]) for number in numbers)
                    covered = end
                    break
        return found


@cache
def vocabulary() -> Vocabulary:
    """The families of synonyms.yaml and, for every indicator, its name and aliases."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(resources.files("assistant.reference").joinpath("synonyms.yaml").read_text(encoding="utf-8"), Loader=loader)
    families = [
        Family(str(item["write"][0]), tuple(map(str, item["write"])), tuple(map(str, item.get("say", ()))), float(item.get("weight", 1.0)))
        for item in raw["families"]
    ]
    families += [Family(row.name, _names(row)) for row in indicators()]
    wordings: dict[str, tuple[int, ...]] = {}
    for number, family in enumerate(families):
        for wording in {fold(word) for word in (*family.written, *family.said)}:
            wordings[wording] = (*wordings.get(wording, ()), number)
    return Vocabulary(tuple(families), wordings, max(map(len, wordings)), tuple(sorted(raw["idle"], key=len, reverse=True)))


def _names(row: Indicator) -> tuple[str, ...]:
    """What an indicator is called, its own name first; a single character names nothing."""
    return tuple(dict.fromkeys(name for name in (row.name, *row.aliases, *row.short_names) if len(name) > 1))
