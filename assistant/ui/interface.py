"""The page's programming interface: check, search, draft, ledger, with a schema at /gradio_api/info. All else is private."""

from __future__ import annotations

from typing import Any

from assistant import services
from assistant.errors import BiganziError
from assistant.ui.desk import Office


def add_interface(gr: Any, office: Office) -> None:
    """Put the four functions on the page; what a user did wrong comes back as one line."""
    workspace = office.workspace

    def said(error: BiganziError) -> Any:
        return gr.Error(str(error), print_exception=False)

    def check(text: str, notes: str = "", previous: str = "") -> dict:  # type: ignore[type-arg]
        try:
            return services.check_text(workspace, text, notes, previous)
        except BiganziError as error:
            raise said(error) from None

    def search(query: str, k: int = 10, year: int = 0, topic: str = "", part: str = "", unit: str = "") -> dict:  # type: ignore[type-arg]
        try:
            return services.search_library(workspace, query, k, year or None, topic, part, unit)
        except BiganziError as error:
            raise said(error) from None

    def draft(notes: str, unit: str = "", year: int = 0, kind: str = "", previous: str = "", section: str = "") -> dict:  # type: ignore[type-arg]
        try:
            return services.draft_report(workspace, notes, unit, year or None, kind, previous, section)
        except BiganziError as error:
            raise said(error) from None

    def ledger(notes: str, year: int = 0) -> dict:  # type: ignore[type-arg]
        try:
            return services.ledger_of_notes(workspace, notes, year or None)
        except BiganziError as error:
            raise said(error) from None

    # Gradio reads the schema from the annotations, which are strings in this file
    words, count = str, int
    for function, types in (
        (check, {"text": words, "notes": words, "previous": words}),
        (search, {"query": words, "k": count, "year": count, "topic": words, "part": words, "unit": words}),
        (draft, {"notes": words, "unit": words, "year": count, "kind": words, "previous": words, "section": words}),
        (ledger, {"notes": words, "year": count}),
    ):
        function.__annotations__ = {**types, "return": dict}
    # a draft takes ten times as long as a check: one at a time, so that a check never waits behind a row of them
    for name, function, at_once, said_of in (
        ("check", check, 3, "Findings of a report text; notes and previous are texts, empty for none."),
        ("search", search, 4, "The k best passages of the library; year 0 means any."),
        ("draft", draft, 1, "A draft from notes (one bullet a line), in the shape of `biganzi draft --json`."),
        ("ledger", ledger, 2, "The facts of notes with conflicts and gaps."),
    ):
        gr.api(function, api_name=name, api_description=said_of, concurrency_limit=at_once)
