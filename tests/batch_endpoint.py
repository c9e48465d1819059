"""An OpenAI Batch API on the loopback: files, batches, contents. A batch is done when the test says so. For tests."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class BatchEndpoint:
    """The server. `script(request body) -> text or None` answers a line, None fails it; `finish(status)` ends all that is in progress."""

    def __init__(self, script: Callable[[dict[str, Any]], str | None], lists: bool = True) -> None:
        self.script, self.lists = script, lists
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.calls: list[str] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self._send(*endpoint.post(self.path, body, self.headers["Content-Type"]))

            def do_GET(self) -> None:
                self._send(*endpoint.get(self.path))

            def _send(self, status: int, data: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> BatchEndpoint:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def post(self, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        self.calls.append(f"POST {path}")
        if path == "/v1/files":
            boundary = kind.partition("boundary=")[2].encode()
            parts = [part for part in body.split(b"--" + boundary) if b"\r\n\r\n" in part]
            fields = {re.search(rb'name="(\w+)"', part)[1]: part.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n") for part in parts}  # type: ignore[index]
            assert fields[b"purpose"] == b"batch"
            name = f"file-{len(self.files)}"
            self.files[name] = fields[b"file"]
            return 200, json.dumps({"id": name, "object": "file"}).encode()
        if path == "/v1/batches":
            order = json.loads(body)
            assert order["endpoint"] == "/v1/chat/completions"
            name = f"batch_{len(self.batches)}"
            self.batches[name] = {"id": name, "status": "in_progress", **order}
            return 200, json.dumps(self.batches[name]).encode()
        return 404, b"{}"

    def get(self, path: str) -> tuple[int, bytes]:
        self.calls.append(f"GET {path}")
        if path.startswith("/v1/batches?"):
            return (200, json.dumps({"data": list(self.batches.values())}).encode()) if self.lists else (404, b"{}")
        if path.startswith("/v1/batches/"):
            return 200, json.dumps(self.batches[path.rpartition("/")[2]]).encode()
        name = path.split("/")[3]
        return 200, self.files[name]

    def finish(self, status: str = "completed", only: int = 10**9) -> None:
        """End every batch in progress; only so many of its lines have an answer."""
        for batch in self.batches.values():
            if batch["status"] != "in_progress":
                continue
            done, wrong = [], []
            for line in self.files[batch["input_file_id"]].splitlines()[:only]:
                order = json.loads(line)
                assert "stream" not in order["body"]
                text = self.script(order["body"])
                if text is None:
                    body: dict[str, Any] = {"error": {"message": "内容不合规定"}}
                    wrong.append({"custom_id": order["custom_id"], "response": {"status_code": 400, "body": body}})
                else:
                    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
                    body = {"choices": [choice], "usage": {"prompt_tokens": 10, "completion_tokens": 5}}
                    done.append({"custom_id": order["custom_id"], "response": {"status_code": 200, "body": body}})
            batch["status"] = status
            for key, lines in (("output_file_id", done), ("error_file_id", wrong)):
                if lines:
                    name = f"file-{len(self.files)}"
                    self.files[name] = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
                    batch[key] = name
