"""A real OpenAI-compatible HTTP server on the loopback whose model name selects what it plays. For tests and benchmarks.

    with ScriptedEndpoint() as server: … server.base_url …

Faults are models: "429", "429-long", "500", "401", "404", "context", "cut", "stall", "no-finish", "empty", "malformed",
"refuse", "english", "length", "think", "reasoning", "fence", "markdown", "loop", "html". "429x1" plays the fault once, then answers.
Any other model calls `script(request) -> str`, which the test gives; `delay` seconds before the first piece.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

Script = Callable[[dict[str, Any]], str]
_ANSWER = "全年完成各项任务，工作平稳推进。"


class ScriptedEndpoint:
    """The server, in a thread with its own loop. `requests` holds every body it was sent, `highest` the most at once."""

    def __init__(self, script: Script | None = None, delay: float = 0.0, piece: int = 8, piece_delay: float = 0.0) -> None:
        self.script = script or (lambda request: _ANSWER)
        self.delay, self.piece, self.piece_delay = delay, piece, piece_delay
        #: further lines of the head of a streamed answer, each with its line end
        self.headers = ""
        self.requests: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.keys: set[str] = set()
        self.running = self.highest = self.finished = 0
        self._played: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self.port = 0

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> ScriptedEndpoint:
        threading.Thread(target=self._serve, daemon=True).start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        def stop() -> None:
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            self._loop.call_later(0.02, self._loop.stop)

        self._loop.call_soon_threadsafe(stop)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)

        async def start() -> None:
            server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            self._ready.set()

        self._loop.run_until_complete(start())
        self._loop.run_forever()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                line, *headers = head.split("\r\n")
                fields = {k.strip().lower(): v.strip() for k, _, v in (h.partition(":") for h in headers if h)}
                body = await reader.readexactly(int(fields.get("content-length", 0)))
                self.keys.add(fields.get("authorization", ""))
                if not await self._respond(line.split()[1], json.loads(body or b"{}"), writer):
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _respond(self, path: str, request: dict[str, Any], writer: asyncio.StreamWriter) -> bool:
        if path.endswith("/models"):
            model = {"id": "scripted", "object": "model", "created": 0, "owned_by": "t"}
            return await self._json(writer, 200, {"object": "list", "data": [model]})
        if path.endswith("/embeddings"):
            texts = request["input"] if isinstance(request["input"], list) else [request["input"]]
            data = [{"object": "embedding", "index": i, "embedding": [float(len(t)), 1.0, 2.0]} for i, t in enumerate(texts)]
            usage = {"prompt_tokens": 1, "total_tokens": 1}
            return await self._json(writer, 200, {"object": "list", "model": request["model"], "data": data, "usage": usage})
        self.requests.append(request)
        self.times.append(time.monotonic())
        self.running += 1
        self.highest = max(self.highest, self.running)
        try:
            return await self._play(request, writer)
        finally:
            self.running -= 1
            self.finished += 1

    async def _play(self, request: dict[str, Any], writer: asyncio.StreamWriter) -> bool:
        model = str(request["model"])
        played = re.fullmatch(r"(.+)x(\d+)", model)
        fault, times = (played[1], played[2]) if played else (model, "")
        if times:
            self._played[model] += 1
            if self._played[model] > int(times):
                fault = "ok"
        if fault in _STATUS:
            status, error, headers = _STATUS[fault]
            return await self._json(writer, status, {"error": error}, headers)
        if fault == "html":
            return await self._raw(writer, 502, b"<html>Bad gateway</html>", "text/html")
        if self.delay:
            await asyncio.sleep(self.delay)
        if fault == "stall":
            await asyncio.sleep(3600)
        text = _TEXTS[fault] if fault in _TEXTS else self.script(request)
        if not request.get("stream"):
            message = {"role": "assistant", "content": text}
            return await self._json(writer, 200, {"id": "c", "object": "chat.completion", "created": 0, "model": model,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": _usage(request, text)})
        return await self._stream(writer, request, fault, text)

    async def _stream(self, writer: asyncio.StreamWriter, request: dict[str, Any], fault: str, text: str) -> bool:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n{self.headers}\r\n"
        writer.write(head.encode())
        if fault == "reasoning":
            await self._event(writer, _chunk({"reasoning_content": "先想一想：224亿元对不对……"}))
        pieces = [text[i : i + self.piece] for i in range(0, len(text), self.piece)]
        for number, piece in enumerate(pieces):
            if fault == "cut" and number >= len(pieces) // 2:
                writer.transport.abort()
                return False
            if fault == "malformed" and number == len(pieces) // 2:
                await self._send(writer, b"data: {not json\n\n")
            await self._event(writer, _chunk({"content": piece}))
            if self.piece_delay:
                await asyncio.sleep(self.piece_delay)
        while fault == "loop":
            await self._event(writer, _chunk({"content": "全力推进项目建设，"}))
        if fault != "no-finish":
            await self._event(writer, _chunk({}, "length" if fault == "length" else "stop"))
        if (request.get("stream_options") or {}).get("include_usage"):
            await self._event(writer, {**_chunk({}), "choices": [], "usage": _usage(request, text)})
        if fault != "no-finish":
            await self._send(writer, b"data: [DONE]\n\n")
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _event(self, writer: asyncio.StreamWriter, value: dict[str, Any]) -> None:
        await self._send(writer, b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n")

    async def _send(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await writer.drain()

    async def _json(self, writer: asyncio.StreamWriter, status: int, value: object, headers: str = "") -> bool:
        return await self._raw(writer, status, json.dumps(value, ensure_ascii=False).encode(), "application/json", headers)

    async def _raw(self, writer: asyncio.StreamWriter, status: int, body: bytes, kind: str, headers: str = "") -> bool:
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body)
        await writer.drain()
        return True


def _chunk(delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}


def _usage(request: dict[str, Any], text: str) -> dict[str, int]:
    prompt = sum(len(str(m["content"])) for m in request["messages"])
    return {"prompt_tokens": prompt, "completion_tokens": len(text), "total_tokens": prompt + len(text)}


_STATUS: dict[str, tuple[int, dict[str, str], str]] = {
    "429": (429, {"message": "slow down"}, "Retry-After: 1\r\n"),
    "429-long": (429, {"message": "slow down"}, "Retry-After: 600\r\n"),
    "500": (500, {"message": "oops"}, ""),
    "401": (401, {"message": "bad key"}, ""),
    "404": (404, {"message": "no such model"}, ""),
    "context": (400, {"message": "too long", "code": "context_length_exceeded"}, ""),
}
_TEXTS = {
    "cut": _ANSWER * 3, "no-finish": _ANSWER * 3, "empty": "", "malformed": _ANSWER * 3, "length": _ANSWER + "下一步将继续",
    "refuse": "抱歉，我无法完成这个请求。", "english": "In 2026 the zone achieved remarkable growth in all of its major indicators.",
    "think": "<think>产值应该是999亿元吧</think>\n" + _ANSWER, "reasoning": _ANSWER, "fence": f"```markdown\n{_ANSWER}\n```",
    "markdown": f"好的，以下是为您撰写的内容：\n## （一）经济运行\n- **{_ANSWER}**\n\n希望对您有帮助！", "loop": _ANSWER,
}
