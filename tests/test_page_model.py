"""The page with a model behind it: drafts by it, tests the connection, and goes on without it when it fails. The key is never shown."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest

from tests.page_server import Server, browser, go, needs_browser, open_page
from tests.page_texts import NOTES_ECONOMY
from tests.scripted_endpoint import ScriptedEndpoint
from tests.scripted_writers import faithful_model

pytestmark = needs_browser
KEY = "sk-secret-never-shown"


@contextmanager
def served(folder, model, **more):
    (folder / "经济发展局.md").write_text(NOTES_ECONOMY, encoding="utf-8")
    with ScriptedEndpoint(faithful_model) as endpoint:
        server = Server(folder, extra={"OPENAI_BASE_URL": endpoint.base_url, "OPENAI_API_KEY": KEY, "BIGANZI_MODEL": model, **more})
        server.start()
        try:
            yield server, endpoint
        finally:
            server.stop()


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


def start_draft(page, server):
    draft = page.locator("#bz-pane-draft")
    draft.locator("input[data-upload=add-sources]").set_input_files(str(server.folder / "经济发展局.md"))
    draft.locator(".bz-files", has_text="经济发展局").wait_for()
    draft.locator("input[name=unit]").fill("榆湾经济开发区")
    draft.locator("input[name=year]").fill("2025")
    draft.get_by_role("button", name="起草全文").click()
    return draft


def test_a_draft_by_a_model(tmp_path, chromium):
    with served(tmp_path, "office-writer") as (server, endpoint):
        page = open_page(chromium, server)
        draft = start_draft(page, server)
        draft.get_by_role("button", name="重新起草").wait_for(timeout=40_000)
        assert "195.2亿元" in draft.locator(".bz-page").inner_text()
        assert endpoint.requests
        assert endpoint.keys == {f"Bearer {KEY}"} or endpoint.keys == {KEY}
        go(page, "设置")
        settings = page.locator("#bz-pane-settings")
        settings.get_by_text("来自环境变量").wait_for()
        settings.get_by_role("button", name="试连").click()
        settings.get_by_role("status").wait_for()
        page.locator(".bz-engine", has_text="office-writer").wait_for()
        sent = len(endpoint.requests)
        settings.get_by_role("button", name="看发出去的原文").click()
        settings.locator("pre", has_text="[system]").wait_for()
        assert len(endpoint.requests) == sent
        assert KEY not in page.content()
        assert KEY not in server.log
        for path in server.folder.rglob("*"):
            if path.is_file() and path.stat().st_size < 5_000_000:
                assert KEY.encode() not in path.read_bytes(), path


def test_a_model_that_fails_costs_nothing_that_is_written(tmp_path, chromium):
    with served(tmp_path, "401") as (server, _):
        page = open_page(chromium, server)
        draft = start_draft(page, server)
        draft.get_by_role("button", name="离线写完").or_(draft.get_by_role("button", name="重新起草")).first.wait_for(timeout=40_000)
        if draft.get_by_role("button", name="离线写完").count():
            assert "Traceback" not in page.locator("body").inner_text()
            draft.get_by_role("button", name="离线写完").click()
        draft.locator(".bz-s", has_text="195.2亿元").first.wait_for(timeout=30_000)
        # nothing of it is the model's, and the page does not say so
        draft.get_by_role("button", name="重新起草").wait_for()
        assert "离线起草稿" in draft.locator(".bz-page").inner_text()
        page.get_by_text(re.compile(r"模型没有写成 \d+ 节")).wait_for()
