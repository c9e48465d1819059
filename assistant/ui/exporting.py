"""The draft handed out as Word, Markdown or JSON: 起草's action for it."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from assistant.errors import InputError
from assistant.projects.draftbook import draft_of
from assistant.ui.desk import Desk
from assistant.ui.event import Event
from assistant.ui.language import say
from assistant.ui.uploads import clean_name

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def export(desk: Desk, event: Event) -> None:
    """Hand out the draft as Word, Markdown or JSON."""
    kind = event.get("kind") or "docx"
    if not desk.project.chars:
        raise InputError(say("还没有正文，没有可导出的"))
    draft = draft_of(desk.project, desk.material().notes)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"draft.{kind}"
        desk.workspace.export(draft, path)
        data = path.read_bytes()
    name = clean_name(f"{(desk.project.title or desk.project.name)[:60]}.{kind}")
    types = {"docx": DOCX, "md": "text/markdown", "json": "application/json"}
    desk.office.audit.record(desk.user.name, "导出", project=desk.kept.id, kind=kind)
    desk.effect("download", name=name, type=types.get(kind, "application/octet-stream"), data=base64.b64encode(data).decode())
    desk.toast(say("已导出 {name}", name=name))
