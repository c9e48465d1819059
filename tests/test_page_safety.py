"""What comes from a document is text: scripts in notes, titles and file names don't run; nothing outside is asked; uploads have limits."""

from __future__ import annotations

import json

import pytest

from tests.page_server import Server, Watch, browser, go, needs_browser, open_page
from tests.page_texts import HOSTILE, HOSTILE_REPORT, REPORT_2024

pytestmark = needs_browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "2024年总结.txt").write_text(REPORT_2024, encoding="utf-8")
    (folder / "2023<img src=x onerror=window.hacked=9>.txt").write_text(HOSTILE_REPORT, encoding="utf-8")
    server = Server(folder)
    assert server.command("ingest", *(path.name for path in folder.glob("*.txt"))).returncode == 0
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


def test_documents_are_shown_as_text_everywhere(server, chromium):
    watch = Watch()
    page = open_page(chromium, server, "#intake", watch=watch)
    sheet = server.folder / "<img src=x onerror=window.hacked=10>局.md"
    sheet.write_text(HOSTILE, encoding="utf-8")
    page.locator("#bz-pane-intake input[data-upload=add-sources]").first.set_input_files(str(sheet))
    intake = page.locator("#bz-pane-intake")
    intake.locator("tr", has_text="56.0").first.wait_for()

    go(page, "起草")
    draft = page.locator("#bz-pane-draft")
    draft.locator("input[name=unit]").fill('<script>window.hacked=11</script>"><img src=x onerror=window.hacked=12>区')
    draft.locator("input[name=year]").fill("2025")
    draft.get_by_role("button", name="起草全文").click()
    draft.get_by_role("button", name="重新起草").wait_for()
    draft.locator(".bz-s", has_text="56.0").first.click()
    page.wait_for_timeout(400)

    go(page, "审校")
    review = page.locator("#bz-pane-review")
    review.locator(".bz-page").wait_for()

    go(page, "资料库")
    library = page.locator("#bz-pane-library")
    library.get_by_placeholder("用平常的话找", exact=False).fill("招商引资<img src=x onerror=window.hacked=13>")
    library.get_by_role("button", name="检索", exact=True).click()
    library.locator(".bz-hit").first.wait_for()
    library.locator(".bz-left").get_by_role("link", name="2023", exact=False).first.click()
    library.locator(".bz-src").wait_for()
    assert "<script>" in library.locator(".bz-src").inner_text() or "javascript:" in library.locator(".bz-src").inner_text()

    go(page, "对话")
    chat = page.locator("#bz-pane-chat")
    chat.locator("textarea").fill("2023年规模以上工业总产值是多少<script>window.hacked=14</script>")
    chat.locator("textarea").press("Enter")
    chat.locator(".bz-msg .bz-do").first.wait_for()
    assert "<script>" in chat.locator(".bz-msg.me").first.inner_text()

    page.locator(".bz-projects summary").click()
    name = page.locator(".bz-projects input[name=name]")
    name.fill("<svg onload=window.hacked=15>")
    name.press("Enter")
    page.locator(".bz-projects summary b", has_text="<svg").wait_for()

    assert page.evaluate("window.hacked") is None
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator(".bz-pane img, .bz-pane script, .bz-pane iframe").count() == 0
    assert watch.outside == []
    assert watch.errors == []


def test_a_file_of_the_wrong_kind_or_size_is_refused(server, chromium):
    page = open_page(chromium, server, "#intake")
    field = page.locator("#bz-pane-intake input[data-upload=add-sources]").first
    field.wait_for(state="attached")
    program = server.folder / "program.exe"
    program.write_bytes(b"MZ\0\0")
    disguised = server.folder / "像文字.txt"
    disguised.write_bytes(b"\x7fELF\0\0\0\0")
    field.set_input_files([str(program), str(disguised)])
    page.get_by_text("不收这种文件").first.wait_for()
    page.get_by_text("内容不是文字").first.wait_for()
    large = server.folder / "太大.txt"
    large.write_bytes(b"a" * 21_000_000)
    field.set_input_files(str(large))
    page.get_by_text("太大").first.wait_for()


def test_a_path_that_was_not_uploaded_is_refused(server, chromium):
    page = open_page(chromium, server, "#intake")
    page.locator("#bz-pane-intake .bz-work").wait_for()
    secret = server.folder / "secret.md"
    secret.write_text("- 秘密123亿元\n", encoding="utf-8")
    page.evaluate("path => bz.panes.intake.send('add-sources', {data: {}, files: [{path, name: '素材.md'}]})", str(secret))
    page.wait_for_timeout(600)
    assert "123亿元" not in page.locator("#bz-pane-intake").inner_text()


def test_headers_and_private_handlers(server, chromium):
    import urllib.request

    with urllib.request.urlopen(f"{server.url}/", timeout=10) as answer:
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] == "DENY"
    with urllib.request.urlopen(f"{server.url}/gradio_api/info", timeout=10) as answer:
        named = json.loads(answer.read())["named_endpoints"]
    assert set(named) == {"/check", "/search", "/draft", "/ledger"}


def test_audit_log_holds_no_content(server, chromium):
    lines = [json.loads(line) for line in (server.folder / "desk" / "audit.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"上传素材", "起草", "对话"} <= {line["what"] for line in lines}
    assert any(len(line.get("sha256", "")) == 64 for line in lines)
    assert "195.2" not in json.dumps(lines, ensure_ascii=False)
    assert "hacked" not in json.dumps(lines)
