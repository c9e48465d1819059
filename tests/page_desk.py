"""A running page beside departments' notes and last year's report, for tests that drive it; the texts are in page_texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.page_server import Server
from tests.page_texts import NOTES_ECONOMY, NOTES_INVESTMENT, NOTES_SAFETY, REPORT_2024

SHEETS = {"经济发展局.md": NOTES_ECONOMY, "招商促进局.md": NOTES_INVESTMENT, "应急管理局.md": NOTES_SAFETY}


@contextmanager
def served(folder: Path, sheets: Sequence[str] = tuple(SHEETS), *, report: bool = True, **extra: str) -> Iterator[Server]:
    """A page with these sheets in its folder and, when asked for, last year's report in its library; `extra` is its environment."""
    for name in sheets:
        (folder / name).write_text(SHEETS[name], encoding="utf-8")
    server = Server(folder, extra=extra)
    if report:
        (folder / "2024年总结.txt").write_text(REPORT_2024, encoding="utf-8")
        ingested = server.command("ingest", "2024年总结.txt")
        assert ingested.returncode == 0, ingested.stderr
    server.start()
    try:
        yield server
    finally:
        server.stop()
