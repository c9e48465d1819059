"""What a reader hands over: the text that offsets refer to, and what the file format itself knows of headings and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.domain.document import Place
from assistant.domain.finding import Fix
from assistant.text.edits import applied, moved


@dataclass(frozen=True, slots=True)
class Extract:
    """text: decoded, line ends \\n.

    levels: start of a line → heading level the format gives it. places: for docx, where each stretch came from."""

    text: str
    levels: Mapping[int, int] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    markdown: bool = False

    def edited(self, edits: Sequence[Fix]) -> Extract:
        """The same with replacements made in the text; the places in the file are no longer known then."""
        if not edits:
            return self
        levels = {moved(edits, start): level for start, level in self.levels.items()}
        return replace(self, text=applied(self.text, edits), levels=levels, places=())
