"""The log of who did what, when, with which file's hash, and what went to which endpoint. Never a word of content, never a key."""

from __future__ import annotations

import datetime
import json
import sys
import threading
from collections import deque
from pathlib import Path

from assistant.errors import UnreadableFile


class AuditLog:
    """A file of JSON lines that only grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def record(self, user: str, what: str, **more: str | int) -> None:
        """Add a line. A log that can't be written doesn't stop the work; whoever runs the page is told."""
        line = {"when": datetime.datetime.now().astimezone().isoformat(timespec="seconds"), "who": user, "what": what, **more}
        try:
            with self._lock:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            print(f"biganzi serve: {self.path}: 操作没有记进日志（{error.strerror or error}）", file=sys.stderr, flush=True)

    def last(self, count: int = 100) -> list[dict[str, str]]:
        """The newest lines, newest first; a line that was torn when the machine went down is passed over. Raises InputError."""
        try:
            with self.path.open(encoding="utf-8", errors="replace") as file:
                lines = deque(file, maxlen=count)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise UnreadableFile(self.path, error.strerror or str(error)) from None
        read = [_read(line) for line in reversed(lines)]
        return [line for line in read if line]


def _read(line: str) -> dict[str, str]:
    try:
        return {name: str(value) for name, value in json.loads(line).items()}
    except (ValueError, AttributeError):
        return {}
