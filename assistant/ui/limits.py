"""What stands before the page on a network: a rate limit, a limit on bodies, and headers that keep the page to itself."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from assistant.ui.uploads import MOST_BYTES

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

#: requests that do work, per signed-in browser, else per address
MOST_CALLS, WINDOW = 1200, 60.0
#: and per address in any case: an office behind one proxy is one address, and a cookie is easily made up
MOST_AT_ADDRESS = 5 * MOST_CALLS
#: sign-ins, per address
MOST_LOGINS = 20
_OWN = ("127.0.0.1", "::1")
_WORK = ("/gradio_api/queue/join", "/gradio_api/run", "/gradio_api/call", "/gradio_api/upload", "/gradio_api/api")
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class Meter:
    """Counts calls by key within a sliding window."""

    def __init__(self, most: int, window: float = WINDOW, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.window, self.clock = most, window, clock
        self._calls: dict[str, deque[float]] = {}

    def allows(self, key: str) -> bool:
        """Note a call; False where the key has had its share."""
        now = self.clock()
        calls = self._calls.setdefault(key, deque())
        while calls and now - calls[0] > self.window:
            calls.popleft()
        if len(calls) >= self.most:
            return False
        calls.append(now)
        if len(self._calls) > 5000:
            self._calls = {name: kept for name, kept in self._calls.items() if kept and now - kept[-1] <= self.window}
        return True


class Guard:
    """The middleware, as plain ASGI: streams pass through untouched."""

    def __init__(self, app: Any, calls: Meter | None = None, logins: Meter | None = None) -> None:
        self.app = app
        self.calls, self.logins = calls or Meter(MOST_CALLS), logins or Meter(MOST_LOGINS)
        self.address = Meter(MOST_AT_ADDRESS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is too much or too large; add the headers to everything else."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = (scope.get("client") or ("", 0))[0]
        path = scope["path"]
        if path.startswith("/login") and scope["method"] == "POST" and not self.logins.allows(client):
            await _refuse(send, 429, "登录太频繁，过一分钟再试")
            return
        if path.startswith(_WORK) and scope["method"] == "POST" and not self._allows(scope, client):
            await _refuse(send, 429, "请求太频繁，稍后再试")
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > MOST_BYTES + 1_000_000:
            await _refuse(send, 413, f"太大，单个文件不超过 {MOST_BYTES // 1_000_000} MB")
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)

    def _allows(self, scope: Scope, client: str) -> bool:
        if not self.address.allows(client):
            return False
        who = _browser(scope)
        # several programs of this machine's own user are one address and have no cookie: what holds for an address is enough
        return (not who and client in _OWN) or self.calls.allows(who or client)


def _browser(scope: Scope) -> str:
    """What tells one signed-in browser from another: the cookie that Gradio gave it, "" where nobody signs in."""
    cookies = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    return next((part.strip() for part in cookies.split(";") if part.strip().startswith("access-token")), "")


async def _refuse(send: Send, status: int, text: str) -> None:
    body = text.encode("utf-8")
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def middleware() -> list[Any]:
    """The guard, and what lets go of old sessions, in the shape that Gradio's server takes."""
    from starlette.middleware import Middleware

    from assistant.ui.sessions import LettingGo

    return [Middleware(Guard), Middleware(LettingGo)]
