"""What a reader hands over: the text that offsets refer to, and what the file format itself knows of headings and places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.domain.document import Place


@dataclass(frozen=True, slots=True)
class Extract:
    """text: decoded, line ends \\n.

    levels: start of a line → heading level the format gives it. places: for docx, where each stretch came from."""

    text: str
    levels: Mapping[int, int] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    markdown: bool = False
