"""How many requests may run at once: obeys 429 and Retry-After, grows back slowly. Knows no client."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Mapping
from types import TracebackType


class AdaptiveLimit:
    """A gate for requests of one event loop: additive increase, multiplicative decrease between 1 and `most`.

    per_minute: requests a minute, tokens_per_minute: tokens a minute by the estimate given to `admit`; 0 is no limit.
    """

    def __init__(self, most: int, per_minute: int = 0, tokens_per_minute: int = 0) -> None:
        self.most = max(1, most)
        self.per_minute, self.tokens_per_minute = per_minute, tokens_per_minute
        self.running = 0
        self.highest = 0
        self._room = float(self.most)
        self._closed_until = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._sent: deque[tuple[float, int]] = deque()

    @property
    def room(self) -> int:
        """How many may run at once right now."""
        return max(1, int(self._room))

    async def admit(self, tokens: int = 0) -> Slot:
        """Wait for room, for the pause a 429 asked for and for the rate; use the result as a context manager."""
        while True:
            now = time.monotonic()
            pause = max(self._closed_until - now, self._rate_pause(now, tokens))
            if pause > 0:
                await asyncio.sleep(pause)
                continue
            if self.running < self.room:
                self.running += 1
                self.highest = max(self.highest, self.running)
                self._sent.append((now, tokens))
                return Slot(self)
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            try:
                await future
            except asyncio.CancelledError:
                if future.done() and not future.cancelled():
                    self._wake()
                raise

    def refused(self, pause: float) -> None:
        """The endpoint said 429: half the room, and nobody starts for `pause` seconds."""
        self._room = max(1.0, self._room / 2)
        self._closed_until = max(self._closed_until, time.monotonic() + pause)

    def told(self, headers: Mapping[str, str]) -> None:
        """What the headers of an answer say of what is left: with nothing left, nobody starts until the reset they name."""
        for what in ("requests", "tokens"):
            left = headers.get(f"x-ratelimit-remaining-{what}", "").strip()
            if left == "0":
                pause = _told({f"x-ratelimit-reset-{what}": headers.get(f"x-ratelimit-reset-{what}", "")})
                if pause is not None:
                    self._closed_until = max(self._closed_until, time.monotonic() + min(pause, 60.0))

    def answered(self) -> None:
        """An answer came through: a little more room."""
        self._room = min(float(self.most), self._room + 1.0 / max(1.0, self._room) * 2)

    def leave(self) -> None:
        """One request ended, well or not."""
        self.running -= 1
        self._wake()

    def _wake(self) -> None:
        free = self.room - self.running
        while free > 0 and self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(None)
                free -= 1

    def _rate_pause(self, now: float, tokens: int) -> float:
        if not (self.per_minute or self.tokens_per_minute):
            self._sent.clear()
            return 0.0
        while self._sent and now - self._sent[0][0] >= 60.0:
            self._sent.popleft()
        if not self._sent:
            return 0.0
        spent = sum(t for _, t in self._sent)
        many = bool(self.per_minute) and len(self._sent) >= self.per_minute
        much = bool(self.tokens_per_minute) and spent + tokens > self.tokens_per_minute
        return max(0.01, 60.0 - (now - self._sent[0][0])) if many or much else 0.0


class Slot:
    """Room for one request, given back at the end of the `with`."""

    def __init__(self, limit: AdaptiveLimit) -> None:
        self._limit = limit

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._limit.leave()


def retry_pause(attempt: int, headers: Mapping[str, str] | None = None) -> float:
    """Seconds to wait before the next try: Retry-After (or the reset headers) where given, else back-off with jitter."""
    told = _told(headers or {})
    if told is not None:
        return told
    return float(min(20.0, 0.5 * 2**attempt) * (0.75 + 0.5 * random.random()))


def _told(headers: Mapping[str, str]) -> float | None:
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name)
        if value:
            try:
                return max(0.0, float(value) * scale)
            except ValueError:
                return _until(value)
    for name in ("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens"):
        value = headers.get(name, "")
        if value.endswith("ms"):
            return float(value[:-2]) / 1000 if value[:-2].replace(".", "", 1).isdigit() else None
        if value.endswith("s") and value[:-1].replace(".", "", 1).isdigit():
            return float(value[:-1])
    return None


def _until(date: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(date).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
