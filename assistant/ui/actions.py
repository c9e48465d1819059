"""The shape of what a tab offers: actions by name with the role they need, and a view. No action is here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.ui.desk import Desk
from assistant.ui.event import Event
from assistant.ui.markup import Html
from assistant.ui.users import Role

#: changes the desk; one that takes long yields whenever there is something new to show
Do = Callable[[Desk, Event], "Iterator[None] | None"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something a user can do, and the role it needs."""

    do: Do
    role: Role = "writer"


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: its name in the address, its title, its actions, and its view, a pure function of the desk."""

    name: str
    title: str
    actions: dict[str, Action]
    view: Callable[[Desk], Html]
