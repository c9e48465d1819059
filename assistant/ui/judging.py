"""The 评测 tab's actions: choose runs. Runs are made on the command line, where they can be stopped and go on."""

from __future__ import annotations

import base64

from assistant.errors import InputError
from assistant.ui.actions import Action, Tab
from assistant.ui.desk import Desk
from assistant.ui.event import Event
from assistant.ui.judging_view import view
from assistant.ui.language import say


def choose(desk: Desk, event: Event) -> None:
    """Choose a run; two chosen ones are compared, a third takes the place of the first."""
    run, chosen = event.get("run"), desk.judging.chosen
    desk.judging.chosen = tuple(one for one in chosen if one != run) if run in chosen else (*chosen, run)[-2:]


def report(desk: Desk, event: Event) -> None:
    """Hand out a run's own report as one HTML page."""
    if not desk.judging.chosen:
        raise InputError(say("先选一次记录"))
    run = desk.judging.chosen[-1]
    html = desk.office.runs.html(run)
    desk.effect("download", name=f"{run}.html", type="text/html", data=base64.b64encode(html.encode("utf-8")).decode())


TAB = Tab(
    "eval",
    "评测",
    {"open": Action(lambda desk, event: None, "reader"), "choose": Action(choose, "reader"), "report": Action(report, "reader")},
    view,
)
