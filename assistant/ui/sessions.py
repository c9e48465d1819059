"""Lets go of what Gradio keeps of calls that have been answered and of pages that were closed. No content and no handler here.

To Gradio every call of the interface is a session of its own, some 45 kB that it keeps until 500 later ones push it out, and a set of
event ids that it never gives back; a closed page stays for an hour. Here a call's session ends when its answer has been fetched, any
other when it has had no open page and no call for five minutes. The names of Gradio's own that this reads are all in the functions below;
should a later Gradio call them otherwise nothing is freed early, Gradio's bounds hold as before, and tests/test_ui_sessions.py fails.
"""

from __future__ import annotations

import contextlib
import datetime
import time
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from assistant.ui.desk import Desk

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

#: seconds without page and without call: a network that was away this long finds the page as it left it
GRACE = 300.0
#: seconds between two looks at all sessions
PAUSE = 30.0
_CALL, _PAGE = "/gradio_api/call/", "/gradio_api/heartbeat/"


class LettingGo:
    """The middleware, as plain ASGI: it notes which pages are open and which answers have been fetched."""

    def __init__(self, app: Any, grace: float = GRACE, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic) -> None:
        self.app, self.grace, self.pause, self.clock = app, grace, pause, clock
        self.open: Counter[str] = Counter()
        self._looked = clock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through; afterwards forget what is over."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith((_CALL, _PAGE)):
            await self.app(scope, receive, send)
            return
        # Starlette has put the app there by now
        gradio, session, page = scope["app"], scope["path"].rpartition("/")[2], scope["path"].startswith(_PAGE)
        if page:
            self.open[session] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            with contextlib.suppress(AttributeError):
                if page:
                    self._closed(session)
                elif _fetched(gradio, session):
                    # a call that names no session of its caller's own has one that bears the call's name
                    _forget(gradio, session)
                self._look(gradio)

    def _closed(self, session: str) -> None:
        self.open[session] -= 1
        if self.open[session] <= 0:
            del self.open[session]

    def _look(self, gradio: Any) -> None:
        if self.clock() - self._looked < self.pause:
            return
        self._looked = self.clock()
        for session in idle(gradio, self.grace):
            if session not in self.open:
                _forget(gradio, session)


def idle(gradio: Any, grace: float) -> list[str]:
    """Sessions that were last used so many seconds ago, are not at work, and hold nothing that is saved nowhere else."""
    holder, queue = gradio.state_holder, gradio.get_blocks()._queue
    before = datetime.datetime.now() - datetime.timedelta(seconds=grace)
    busy = {event.session_hash for event in list(queue.event_ids_to_events.values())}
    old = [session for session, used in list(holder.time_last_used.items()) if used < before and session not in busy]
    return [session for session in old if not _unsaved(holder.session_data.get(session))]


def _fetched(gradio: Any, call: str) -> bool:
    """Whether the call's answer has gone out; a caller that went away before leaves the call's id where it waits."""
    return not gradio.get_blocks()._queue.pending_event_ids_session.get(call)


def _unsaved(state: Any) -> bool:
    """Where another window saved first, this page alone has what was changed here."""
    return state is not None and any(isinstance(value, Desk) and value.clash is not None for value in state.state_data.values())


def _forget(gradio: Any, session: str) -> None:
    holder, queue = gradio.state_holder, gradio.get_blocks()._queue
    holder.session_data.pop(session, None)
    holder.time_last_used.pop(session, None)
    queue.pending_messages_per_session.pop(session, None)
    queue.pending_event_ids_session.pop(session, None)
