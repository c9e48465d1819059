"""The demo notes that come with the program's source, for a first try. Nothing of them is in the code."""

from __future__ import annotations

from pathlib import Path

import assistant


def sample_notes() -> list[Path]:
    """The files of the demo notes, in name order; [] where the program is installed without them."""
    corpus = Path(assistant.__file__).parents[1] / "corpus"
    folders = sorted(corpus.glob("notes-*"))
    return sorted(path for path in folders[-1].iterdir() if path.is_file() and path.name[0] != ".") if folders else []


def sample_year() -> int | None:
    """The year that the demo notes are about."""
    notes = sample_notes()
    digits = notes[0].parent.name.removeprefix("notes-") if notes else ""
    return int(digits) if digits.isdigit() else None
