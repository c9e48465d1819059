"""A limit that also heeds latency: where more requests at once only make each slower, it goes back. 429 and rates are the base's."""

from __future__ import annotations

from assistant.engines.limits import AdaptiveLimit

#: an answer that begins so many times later than the best is waiting in a queue
_SLOW = 2.5
#: seconds below which no difference counts
_LEAST = 0.3
#: how fast the memory of the latest answers and of the best one fades, a share an answer
_RECENT, _FADE = 0.2, 0.002


class PacedLimit(AdaptiveLimit):
    """`began(seconds)` is told of each answer how long after being sent its first character came."""

    def __init__(self, most: int, per_minute: int = 0, tokens_per_minute: int = 0) -> None:
        super().__init__(most, per_minute, tokens_per_minute)
        self._recent = self._best = 0.0
        self._since = 0

    def began(self, seconds: float) -> None:
        """Take in a latency: well above the best, the room shrinks by a fifth, once per round of answers."""
        self._recent = seconds if not self._recent else self._recent + _RECENT * (seconds - self._recent)
        self._best = min(self._best * (1 + _FADE), seconds) if self._best else seconds
        self._since += 1
        if self._is_slow and self._since >= self.room:
            self._room = max(1.0, self._room * 0.8)
            self._since = 0

    def answered(self) -> None:
        """More room, unless answers are slow just now."""
        if not self._is_slow:
            super().answered()

    @property
    def _is_slow(self) -> bool:
        return self._recent > _SLOW * self._best + _LEAST
