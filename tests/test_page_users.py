"""Two people on a network: signing in, each their own desk, roles, and what a stranger gets."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.page_server import ROOT, Server, browser, go, needs_browser, open_page
from tests.page_texts import NOTES_ECONOMY, REPORT_2024

pytestmark = needs_browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    (folder / "2024年总结.txt").write_text(REPORT_2024, encoding="utf-8")
    (folder / "经济发展局.md").write_text(NOTES_ECONOMY, encoding="utf-8")
    server = Server(folder, ("--users", "users.json"))
    server.command("ingest", "2024年总结.txt")
    for name, password, role in (
        ("lin", "correct horse 1", "writer"),
        ("wu", "battery staple 2", "writer"),
        ("qi", "only reading 3", "reader"),
    ):
        made = subprocess.run(
            [sys.executable, "-m", "assistant", "serve", "--users", "users.json", "--add-user", name, "--role", role],
            input=f"{password}\n",
            text=True,
            cwd=folder,
            env=server.environment,
            capture_output=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


def sign_in(chromium, server, name, password, path=""):
    page = open_page(chromium, server, path)
    page.locator("input").first.wait_for()
    page.locator("input").nth(0).fill(name)
    page.locator("input[type=password]").fill(password)
    page.locator("button").first.click()
    return page


def test_passwords_are_kept_as_hashes(server):
    text = (server.folder / "users.json").read_text(encoding="utf-8")
    assert "correct horse" not in text
    assert {entry["role"] for entry in json.loads(text)} == {"writer", "reader"}


@pytest.mark.parametrize("path", ["config", "gradio_api/info", "gradio_api/queue/data?session_hash=x"])
def test_a_stranger_gets_nothing(server, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.url}/{path}", timeout=10)
    assert refused.value.code == 401


def test_two_people_do_not_see_each_other(server, chromium):
    lin = sign_in(chromium, server, "lin", "correct horse 1")
    lin.locator("#bz-pane-draft .bz-work").wait_for()
    lin.locator("#bz-pane-draft input[data-upload=add-sources]").set_input_files(str(server.folder / "经济发展局.md"))
    lin.locator("#bz-pane-draft input[name=year]").fill("2025")
    lin.locator("#bz-pane-draft").get_by_role("button", name="起草全文").click()
    lin.locator("#bz-pane-draft .bz-s", has_text="195.2").first.wait_for()
    number = lin.evaluate("bz.project")

    wu = sign_in(chromium, server, "wu", "battery staple 2", f"?p={number}")
    wu.locator("#bz-pane-draft .bz-work").wait_for()
    assert wu.evaluate("bz.project") != number
    assert "195.2" not in wu.locator("body").inner_text()
    wu.evaluate("id => bz.panes.top.send('open-project', {data: {id: String(id)}})", number)
    wu.get_by_text("没有这个项目").wait_for()

    # both at work at the same time
    for page in (lin, wu):
        go(page, "资料库")
    for page in (lin, wu):
        page.locator("#bz-pane-library input[name=query]").fill("招商引资")
        page.locator("#bz-pane-library").get_by_role("button", name="检索", exact=True).click()
    for page in (lin, wu):
        page.locator("#bz-pane-library .bz-hit").first.wait_for()
    # a writer doesn't take reports out of everybody's library
    assert lin.locator("#bz-pane-library").get_by_role("button", name="移除").count() == 0


def test_a_reader_looks_but_does_not_change(server, chromium):
    page = sign_in(chromium, server, "qi", "only reading 3", "#library")
    page.locator("#bz-pane-library .bz-work").wait_for()
    assert page.locator("#bz-pane-library input[data-upload=import]").count() == 0
    page.evaluate("bz.panes.library.send('remove', {data: {id: 'x'}})")
    page.get_by_text("没有这个权限").wait_for()
    page.evaluate("bz.panes.draft.send('write', {})")
    page.get_by_text("没有这个权限").first.wait_for()


def test_a_wrong_password_gets_nobody_in(server, chromium):
    page = sign_in(chromium, server, "lin", "wrong wrong 9")
    page.wait_for_timeout(800)
    assert page.locator("#bz-pane-draft .bz-work").count() == 0
    log = (server.folder / "desk" / "audit.jsonl").read_text(encoding="utf-8")
    assert "登录失败" in log
    assert "wrong wrong" not in log


def test_a_host_that_others_reach_needs_users_or_a_word(tmp_path):
    refused = subprocess.run(
        [sys.executable, "-m", "assistant", "serve", "--host", "0.0.0.0"],
        cwd=tmp_path,
        env={**Server(tmp_path).environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode == 2
    assert "--no-auth" in refused.stderr
    assert "Traceback" not in refused.stderr
