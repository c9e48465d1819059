"""What the page says happened, read carefully: everything in it comes from a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One click, key or upload.

    do: the action's name; data: of the element; fields: of the form around it; files: as uploaded; tab: which one is seen.
    """

    do: str
    data: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Mapping[str, str], ...] = ()
    refused: tuple[str, ...] = ()
    project: int | None = None
    tab: str = ""

    def get(self, name: str) -> str:
        """A value of the element or else of its form, "" where there is none."""
        return self.data.get(name) or self.fields.get(name) or ""

    def number(self, name: str) -> int | None:
        """The same as a whole number, None where it is none."""
        try:
            return int(self.get(name))
        except ValueError:
            return None


def event_of(sent: Any) -> Event:
    """What came as an Event; anything that isn't as it should be is left out."""
    sent = sent if isinstance(sent, Mapping) else {}
    files = tuple(
        {"path": str(one.get("path", "")), "name": str(one.get("name", ""))}
        for one in _list(sent.get("files"))[:200]
        if isinstance(one, Mapping)
    )
    project = sent.get("project")
    return Event(
        str(sent.get("do", ""))[:60],
        _strings(sent.get("data")),
        _strings(sent.get("fields")),
        files,
        tuple(str(name) for name in _list(sent.get("refused"))[:200]),
        project if isinstance(project, int) else None,
        str(sent.get("tab", ""))[:20],
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _strings(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {str(name): ",".join(map(str, one)) if isinstance(one, list) else str(one) for name, one in value.items() if one is not None}
