"""The 资料库 tab's actions: bring in, list, search, read, remove, borrow. What it looks like is in shelf_view."""

from __future__ import annotations

import hashlib
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.projects.project import Lent, Line, Version
from assistant.ui.actions import Action, Tab
from assistant.ui.desk import Desk, now
from assistant.ui.event import Event
from assistant.ui.language import say
from assistant.ui.shelf_view import view
from assistant.ui.uploads import REPORTS, Upload, receive

if TYPE_CHECKING:
    from assistant.ingest.pipeline import IngestResult

_MOST_HITS = 20


def bring_in(desk: Desk, event: Event) -> Iterator[None]:
    """Read uploaded reports into the library, showing how far it is."""
    got = receive(event, REPORTS, desk.office.upload_root)
    shelf = desk.shelving
    with desk.lock:
        # what another import said, which is still under way, stays
        shelf.failures = (*(shelf.failures if shelf.imports else ()), *(_named(line) for line in got.refused))
        if not got.files:
            return
        shelf.imports += 1
    try:
        yield from _read_in(desk, got.files)
    finally:
        with desk.lock:
            shelf.imports -= 1
            if not shelf.imports:
                shelf.progress = None


def _read_in(desk: Desk, files: tuple[Upload, ...]) -> Iterator[None]:
    shelf = desk.shelving
    paths = []
    for upload in files:
        paths.append(desk.shelf_path(upload))
        sha256 = hashlib.sha256(upload.content).hexdigest()
        desk.office.audit.record(desk.user.name, "导入报告", sha256=sha256, size=len(upload.content))
    shelf.progress = (0, len(paths), files[0].name)
    yield
    steps: queue.Queue[tuple[int, int, str] | None] = queue.Queue()
    outcome: list[IngestResult | Exception] = []

    def work() -> None:
        try:
            outcome.append(desk.workspace.ingest(paths, lambda done, total, name: steps.put((done, total, name))))
        except Exception as error:  # noqa: BLE001 - carried over to the page's own thread
            outcome.append(error)
        finally:
            steps.put(None)

    threading.Thread(target=work, daemon=True).start()
    while (step := steps.get()) is not None:
        # of several only the last is shown; the end is left for the loop around, which would wait for it for ever
        while steps.queue and steps.queue[0] is not None:
            step = steps.get()
        shelf.progress = step
        yield
    result = outcome[0]
    if isinstance(result, Exception):
        raise result
    told = summary(result)
    with desk.lock:
        shelf.failures += told.failures
    desk.toast(told.text, "warn" if told.failures else "ok")


def _named(line: str) -> tuple[str, str]:
    name, _, reason = line.partition(": ")
    return name, reason


@dataclass(frozen=True, slots=True)
class Told:
    """What came of bringing files in: one line, and the files that could not be read with their reasons."""

    text: str
    failures: tuple[tuple[str, str], ...] = ()


def summary(result: IngestResult) -> Told:
    """The result of an ingest for a reader."""
    failures = tuple((Path(failure.path).name, failure.reason) for failure in result.failed)
    parts = []
    if result.added:
        parts.append(say("读入 {n} 份", n=len(result.added)))
    if result.skipped:
        parts.append(say("{n} 份没有变", n=len(result.skipped)))
    if failures:
        parts.append(say("{n} 份没有读进来", n=len(failures)))
    return Told("，".join(parts) or say("没有可读的文件"), failures)


def search(desk: Desk, event: Event) -> None:
    """Look for passages; an empty query shows none."""
    shelf = desk.shelving
    fields = event.fields
    shelf.query = fields.get("query", shelf.query).strip()[:200]
    if "year" in fields:
        shelf.year = int(fields["year"]) if fields["year"].isdigit() else None
    shelf.unit = fields.get("unit", shelf.unit)
    shelf.topic = fields.get("topic", shelf.topic)
    if "part" in event.data:
        shelf.part = event.data["part"]
    shelf.document, shelf.place, shelf.report, shelf.at = None, None, "", 0
    if not shelf.query:
        shelf.hits = None
        return
    started = time.perf_counter()
    hits = desk.workspace.search(shelf.query, _MOST_HITS, year=shelf.year, part=shelf.part, unit=shelf.unit, topic=shelf.topic)
    shelf.milliseconds = (time.perf_counter() - started) * 1000
    shelf.hits = tuple(hits)


def clear(desk: Desk, event: Event) -> None:
    """Drop the query."""
    shelf = desk.shelving
    shelf.query, shelf.hits, shelf.unit, shelf.year, shelf.part, shelf.topic = "", None, "", None, "", ""
    desk.effect("focus", query="#bz-pane-library input[name=query]")


def widen(desk: Desk, event: Event) -> None:
    """The same query without conditions."""
    shelf = desk.shelving
    shelf.unit, shelf.year, shelf.part, shelf.topic = "", None, "", ""
    search(desk, Event("search", fields={"query": shelf.query}))


def read(desk: Desk, event: Event) -> None:
    """Open a report, at a place where one is named."""
    shelf = desk.shelving
    # where it can't be read, the one that is open stays, with its name
    document = desk.workspace.library.document(event.get("id"))
    shelf.report, shelf.document = event.get("id"), document
    start, end = event.number("start"), event.number("end")
    if event.get("clean") and start is not None and end is not None:
        span = document.offsets.span(start, end)
        start, end = span.start, span.end
    shelf.place = (start, end) if start is not None and end is not None and end > start else None
    desk.effect("reveal", query="#bz-pane-library .bz-src mark.place" if shelf.place else "#bz-pane-library .bz-src > *")


def shut(desk: Desk, event: Event) -> None:
    """Close the report, back to the hits."""
    desk.shelving.document, desk.shelving.report, desk.shelving.place = None, "", None


def remove(desk: Desk, event: Event) -> None:
    """Take a report out of the library."""
    report = desk.workspace.library.remove(event.get("id"))
    desk.office.audit.record(desk.user.name, "移除报告", sha256=report.sha256)
    if desk.shelving.report == report.id:
        shut(desk, event)
    if desk.shelving.query:
        search(desk, Event("search", fields={"query": desk.shelving.query}))
    desk.toast(say("已移除“{title}”", title=report.title or report.source))


def own_only(desk: Desk, event: Event) -> None:
    """List the own unit's reports only, or all."""
    desk.shelving.own = not desk.shelving.own


def dismiss(desk: Desk, event: Event) -> None:
    """Forget the files that could not be read."""
    desk.shelving.failures = ()


def step(desk: Desk, event: Event) -> None:
    """Go to the next or the previous hit."""
    shelf = desk.shelving
    if shelf.hits:
        shelf.at = max(0, min(len(shelf.hits) - 1, shelf.at + (1 if event.get("to") == "next" else -1)))
        desk.effect("reveal", query="#bz-pane-library .bz-hit.is-on")


def pick(desk: Desk, event: Event) -> None:
    """Choose a hit."""
    desk.shelving.at = event.number("at") or 0


def chart(desk: Desk, event: Event) -> None:
    """Choose the indicator, or between chart and table."""
    if "indicator" in event.fields:
        desk.shelving.indicator = event.fields["indicator"]
    if event.get("as"):
        desk.shelving.table = event.get("as") == "table"


def borrow(desk: Desk, event: Event) -> None:
    """Put the chosen passage at the end of the section that is open in 起草, marked as the library's wording."""
    shelf, project = desk.shelving, desk.project
    hit = shelf.hits[event.number("at") or 0] if shelf.hits else None
    passage = project.passage(desk.drafting.section) or next((one for one in project.passages if one.level == 2), None)
    if hit is None:
        return
    if passage is None or passage.locked:
        desk.effect("copy", text=hit.chunk.text)
        return
    chunk = hit.chunk
    lent = Lent(chunk.id, chunk.report, chunk.title, chunk.year, chunk.headings, chunk.text, chunk.start, chunk.end)
    line = Line(f"b{len(passage.versions)}-{len(passage.lines)}-{passage.id}", chunk.text, (), (chunk.id,), "library", edited=True)
    versions = (*passage.versions, Version(now(), "手改", passage.lines)) if passage.lines else passage.versions
    changed = replace(passage, lines=(*passage.lines, line), versions=versions)
    desk.change(
        passages=tuple(changed if one.id == passage.id else one for one in project.passages),
        lent=(*[one for one in project.lent if one.id != lent.id], lent),
    )
    desk.toast(say("已放到{number}{title}的末尾；里面的数字是往年的，用前要改", number=passage.number, title=passage.title), "warn")


TAB = Tab(
    "library",
    "资料库",
    {
        "open": Action(lambda desk, event: None, "reader"),
        "import": Action(bring_in),
        "search": Action(search, "reader"),
        "clear": Action(clear, "reader"),
        "widen": Action(widen, "reader"),
        "read": Action(read, "reader"),
        "shut": Action(shut, "reader"),
        "remove": Action(remove, "admin"),
        "own": Action(own_only, "reader"),
        "dismiss": Action(dismiss, "reader"),
        "step": Action(step, "reader"),
        "pick": Action(pick, "reader"),
        "chart": Action(chart, "reader"),
        "borrow": Action(borrow),
    },
    view,
)
