"""The log of who did what, when, with which file's hash, and what went to which endpoint. Never a word of content, never a key."""

from __future__ import annotations

import datetime
import json
import threading
from collections import deque
from pathlib import Path


class AuditLog:
    """A file of JSON lines that only grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def record(self, user: str, what: str, **more: str | int) -> None:
        """Add a line. A log that can't be written doesn't stop the work."""
        line = {"when": datetime.datetime.now().astimezone().isoformat(timespec="seconds"), "who": user, "what": what, **more}
        try:
            with self._lock:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError:
            return

    def last(self, count: int = 100) -> list[dict[str, str]]:
        """The newest lines, newest first."""
        try:
            with self.path.open(encoding="utf-8") as file:
                lines = deque(file, maxlen=count)
        except OSError:
            return []
        return [{name: str(value) for name, value in json.loads(line).items()} for line in reversed(lines) if line.startswith("{")]
