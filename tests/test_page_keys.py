"""The key in a browser with a keyring that keeps it: put in, the server started anew, sent to the endpoint only, deleted."""

from __future__ import annotations

import http.server
import json
import threading

import pytest

from tests.file_keyring import PLACE
from tests.page_server import Server, Watch, browser, needs_browser, open_page

pytestmark = needs_browser
KEY = "sk-test-3f9c77aa10be"


@pytest.fixture
def endpoint():
    seen: list[str] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.headers.get("Authorization", ""))
            body = json.dumps({"data": [{"id": "demo"}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told):
            return

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/v1", seen
    running.shutdown()


def test_put_in_used_after_a_restart_deleted(tmp_path_factory, endpoint):
    folder = tmp_path_factory.mktemp("desk")
    address, seen = endpoint
    store = folder / "keyring.json"
    (folder / "biganzi.toml").write_text(f'base_url = "{address}"\nmodel = "demo"\nengine = "offline"\n', encoding="utf-8")
    server = Server(folder, extra={"PYTHON_KEYRING_BACKEND": "tests.file_keyring.FileKeyring", PLACE: str(store)})
    server.start()
    watch = Watch()
    try:
        with browser() as chromium:
            page = open_page(chromium, server, "#settings", watch=watch)
            settings = page.locator("#bz-pane-settings")
            settings.get_by_text("填密钥", exact=True).click()
            field = settings.locator("input[name=key]")
            field.fill(KEY)
            settings.get_by_role("button", name="存进钥匙串").click()
            settings.get_by_text("存在系统钥匙串，这里不显示").wait_for()
            assert KEY in store.read_text()
            server.stop()
            server.start()
            page.reload()
            settings.get_by_text("存在系统钥匙串，这里不显示").wait_for()
            settings.get_by_role("button", name="试连").click()
            settings.get_by_text("连上了").wait_for()
            assert seen == [f"Bearer {KEY}"]
            assert KEY not in page.content()
            assert page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})").find(KEY) < 0
            settings.get_by_text("更换", exact=True).click()
            assert field.input_value() == ""
            settings.get_by_role("button", name="删掉").click()
            page.get_by_role("dialog").get_by_role("button", name="删掉").click()
            settings.get_by_text("没有密钥").wait_for()
            assert KEY not in store.read_text()
    finally:
        server.stop()
    for path in folder.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path
    assert watch.outside == []
    assert "Traceback" not in server.log
