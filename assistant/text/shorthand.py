"""What only notes write: pairs (213/220户), arrows (84→97家), units left out (规上工企227（上市5）). Prose never passes here."""

from __future__ import annotations

from assistant.text.figures import Figure


def expand(figures: list[Figure], text: str) -> list[Figure]:
    """The figures with pairs taken apart and units filled in from their neighbours."""
    return figures
