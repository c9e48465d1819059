"""What changed between two texts, word by word: figures and Chinese words stay whole. No presenting here."""

from __future__ import annotations

import difflib
import re
from typing import Literal

Change = tuple[Literal["same", "del", "ins"], str]
#: a figure with its unit sign, a run of Latin letters, or one character
_WORD = re.compile(r"\d+(?:[.,]\d+)*%?|[A-Za-z]+|\s+|.", re.S)


def compare(old: str, new: str) -> list[Change]:
    """The changes in order; joining all but "ins" gives the old text, all but "del" the new."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    changes: list[Change] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            changes.append(("same", "".join(before[a:b])))
            continue
        if b > a:
            changes.append(("del", "".join(before[a:b])))
        if d > c:
            changes.append(("ins", "".join(after[c:d])))
    return _without_crumbs(changes)


def _without_crumbs(changes: list[Change]) -> list[Change]:
    """A single character left standing between two changes is noise for the eye: it joins them."""
    kept: list[Change] = []
    for position, (kind, text) in enumerate(changes):
        inside = 0 < position < len(changes) - 1
        if kind == "same" and len(text) == 1 and inside and not text.isspace():
            kept += [("del", text), ("ins", text)]
        else:
            kept.append((kind, text))
    joined: list[Change] = []
    run: dict[str, str] = {"del": "", "ins": ""}

    def flush() -> None:
        for kind in ("del", "ins"):
            if run[kind]:
                joined.append((kind, run[kind]))
            run[kind] = ""

    for kind, text in kept:
        if kind == "same":
            flush()
            joined.append((kind, text))
        else:
            run[kind] += text
    flush()
    return joined
