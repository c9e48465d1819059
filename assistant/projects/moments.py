"""The whole draft as it stood at an earlier moment, put together from the versions that its sections keep. Pure.

A section keeps its last twenty versions and no earlier heading: of a moment before them its oldest kept one stands in.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assistant.projects.draftbook import KEPT_VERSIONS
from assistant.projects.project import How, Passage, Project

#: versions of one kind that follow each other within so many seconds were made by one go
_ONE_GO = 180


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that can be gone back to: when it was over (ISO), what was done, in how many sections."""

    when: str
    how: How
    sections: int


def moments(project: Project) -> list[Moment]:
    """The moments at which the draft read otherwise than now, newest first."""
    made = sorted((version.when, version.how, passage.id) for passage in project.passages for version in passage.versions)
    runs: list[list[tuple[str, How, str]]] = []
    for one in made:
        if runs and runs[-1][-1][1] == one[1] and _seconds(runs[-1][-1][0], one[0]) <= _ONE_GO:
            runs[-1].append(one)
        else:
            runs.append([one])
    found = [Moment(run[-1][0], run[-1][1], len({id for _, _, id in run})) for run in runs]
    return [one for one in reversed(found) if any(text_at(passage, one.when) != text_of(passage) for passage in project.passages)]


def text_of(passage: Passage) -> str:
    """What a section says now."""
    return "".join(line.text for line in passage.lines).strip()


def text_at(passage: Passage, when: str) -> str:
    """What it said at that moment; "" where nothing was written yet."""
    before = [version for version in passage.versions if version.when <= when]
    if not before and len(passage.versions) >= KEPT_VERSIONS:
        before = list(passage.versions[:1])
    return "".join(line.text for line in before[-1].lines).strip() if before else ""


def _seconds(first: str, second: str) -> float:
    try:
        return (datetime.datetime.fromisoformat(second) - datetime.datetime.fromisoformat(first)).total_seconds()
    except (ValueError, TypeError):
        return 0.0 if first == second else float(_ONE_GO + 1)
