"""What still needs a hand: the numbers on the tabs and the list under the outline. No presenting here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.domain.quantity import Conflict, Fact, Gap
from assistant.projects.project import Project
from assistant.ui.desk import Desk

CHIP = re.compile(r"【(待补|待核)[^】]*】")
Kind = Literal["待核", "待补", "要重看", "没写进", "说明"]
#: what the notes say to the writer is no task
_TOLD = re.compile(r"^(写作提示|素材说明)")


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to be done by a human. line: the sentence it stands in, "" where it is a note that the draft could not carry."""

    kind: Kind
    text: str
    line: str = ""
    place: str = ""


def conflict_key(conflict: Conflict) -> str:
    """What names a conflict from one reading of the notes to the next."""
    return "|".join((conflict.indicator, *sorted(f"{fact.quantity.quote}@{fact.quantity.scope}" for fact in conflict.facts)))


def gap_key(gap: Gap) -> str:
    """What names a gap while others come and go."""
    return f"{gap.note} {gap.question}"


def fact_key(fact: Fact) -> str:
    """What tells that a row of the ledger is still the one that was shown."""
    return f"{fact.note} {fact.quantity.quote}"


def open_conflicts(desk: Desk) -> list[Conflict]:
    """The conflicts that nobody has spoken on."""
    return [conflict for conflict in desk.material().ledger.conflicts if conflict_key(conflict) not in desk.project.kept_apart]


def settled_of(desk: Desk) -> Callable[[Conflict], bool]:
    """What tells of a doubt on one note's own figure whether the user said that the figure stands: a draft marks it no more."""
    kept = desk.project.kept_apart
    return lambda conflict: len(conflict.facts) == 1 and conflict_key(conflict) in kept


def todos(project: Project) -> list[ToDo]:
    """All of a draft, in order of place."""
    found: list[ToDo] = []
    for passage, line in project.lines():
        for match in CHIP.finditer(line.text):
            _, _, said = match[0][1:-1].partition("：")
            # a bare mark says nothing by itself: the words before it do
            words = said or re.split(r"[，。；]", line.text[: match.start()])[-1][-18:] or match[1]
            found.append(ToDo("待核" if match[1] == "待核" else "待补", words, line.id, passage.number or passage.title))
        if line.stale:
            found.append(ToDo("要重看", line.text[:40], line.id, passage.number))
    shown = " ".join(todo.text for todo in found)
    marked = {note for _, line in project.lines() if CHIP.search(line.text) for note in line.notes}
    told = []
    for note, text in project.open_points:
        if text.startswith("篇幅："):
            # the outline shows that as it is now
            continue
        if _TOLD.match(text):
            told.append(ToDo("说明", text.partition("：")[2] or text, "", note))
        elif text and text not in shown and note not in marked:
            found.append(ToDo("没写进", text, "", note))
    return found + told


def open_todos(project: Project) -> list[ToDo]:
    """Those of them that ask for something."""
    return [todo for todo in todos(project) if todo.kind != "说明"]


def todo_counts(desk: Desk) -> dict[str, int]:
    """The numbers on the tabs."""
    counts = {}
    if desk.project.sources:
        counts["intake"] = len(open_conflicts(desk))
    counts["review"] = sum(finding.severity == "error" for finding in desk.reviewing.findings)
    return counts
