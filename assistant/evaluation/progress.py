"""How a run shows where it is: one line on a terminal, a line now and then elsewhere. Nothing is counted here."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from assistant.evaluation.runner import State

_EVERY = 0.1
_EVERY_PIPED = 5.0


class Progress:
    """Called with the state after each cell; writes to standard error."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.is_terminal = self.stream.isatty()
        # elsewhere than on a terminal a short run says nothing until its end
        self._last = time.monotonic()
        self._width = 0

    def __call__(self, state: State) -> None:
        """Write, unless something was written a moment ago."""
        now = time.monotonic()
        if now - self._last < (_EVERY if self.is_terminal else _EVERY_PIPED):
            return
        self._last = now
        self._write(line(state))

    def close(self) -> None:
        """Clear the line."""
        if self.is_terminal and self._width:
            self.stream.write("\r" + " " * self._width + "\r")
            self.stream.flush()

    def _write(self, text: str) -> None:
        if self.is_terminal:
            # a Chinese character takes two columns
            width = sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
            self.stream.write("\r" + text + " " * max(0, self._width - width))
            self._width = width
        else:
            self.stream.write(text + "\n")
        self.stream.flush()


def line(state: State) -> str:
    """Where a run is: 120/400 完成，失败 2，在途 32，18.2 万 token，约剩 12 秒."""
    parts = [f"{state.done}/{state.planned} 完成"]
    if state.cached:
        parts.append(f"缓存 {state.cached}")
    if state.failed:
        parts.append(f"失败 {state.failed}")
    parts.append(f"在途 {state.running}")
    if state.tokens:
        parts.append(f"{state.tokens} token")
    if state.cost:
        parts.append(f"{state.cost:.4f} 元")
    left = state.remaining_seconds
    if left is not None and state.missing:
        parts.append(f"约剩 {_span(left)}")
    return "，".join(parts)


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} 秒"
    return f"{seconds / 60:.0f} 分" if seconds < 5400 else f"{seconds / 3600:.1f} 小时"
