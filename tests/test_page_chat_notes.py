"""对话 over notes and reports in a browser: the citation of a note opens its sheet at the place, that of a report the report."""

from __future__ import annotations

import pytest

from tests.page_desk import served
from tests.page_server import Watch, browser, go, needs_browser, open_page
from tests.page_texts import UNIT

pytestmark = needs_browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("desk"), ("经济发展局.md", "招商促进局.md")) as server:
        yield server


def test_this_year_from_the_sheet_last_year_from_the_report(server):
    watch = Watch()
    with browser() as chromium:
        page = open_page(chromium, server, "#intake", watch=watch)
        upload = page.locator("#bz-pane-intake input[data-upload=add-sources]").first
        upload.set_input_files([str(server.folder / "经济发展局.md"), str(server.folder / "招商促进局.md")])
        page.locator("#bz-pane-intake").get_by_role("button", name="招商促进局").first.wait_for()
        go(page, "起草")
        draft = page.locator("#bz-pane-draft")
        draft.locator("input[name=unit]").fill(UNIT)
        draft.locator("input[name=year]").fill("2025")
        draft.get_by_role("button", name="先列提纲").click()
        draft.locator(".bz-node").nth(1).wait_for()

        go(page, "对话")
        chat = page.locator("#bz-pane-chat")
        box = chat.locator("textarea")
        box.fill("今年固定资产投资是多少")
        box.press("Enter")
        chat.locator(".bz-say", has_text="2025年：固定资产投资56.0亿元").wait_for()
        chat.get_by_text("1 份素材").wait_for()
        pill = chat.locator(".bz-cite.n").first
        pill.click()
        source = page.get_by_role("complementary", name="原文")
        source.get_by_text("与原文一致").wait_for()
        source.get_by_role("heading", name="经济发展局.md").wait_for()
        assert source.locator("mark.place").inner_text() == "固定资产投资56.0亿元，增长7.1%"
        assert "195.2亿元" in source.inner_text(), "the whole sheet is there to be read"

        box.fill("那去年呢")
        box.press("Enter")
        chat.locator(".bz-say", has_text="2024年：完成固定资产投资52.3亿元").wait_for()
        chat.locator(".bz-msg").last.locator(".bz-cite:not(.n)").first.click()
        source.get_by_role("button", name="在资料库里打开").wait_for()
        assert "52.3亿元" in source.locator("mark.place").first.inner_text()

        box.fill("新签约亿元以上项目多少个")
        box.press("Enter")
        chat.locator(".bz-say", has_text="还没有核定").wait_for()
        both = chat.locator(".bz-msg").last.locator(".bz-say p").first.locator(".bz-cite.n")
        # the words come before their places
        both.nth(1).wait_for()
        assert both.count() == 2

        # a reload later the answers and their places are there; the sheet opens from there, too
        page.reload()
        chat.locator(".bz-cite.n").first.click()
        source.locator("mark.place").wait_for()
        source.get_by_role("button", name="在素材里打开").click()
        page.locator("#bz-pane-intake").get_by_text("固定资产投资").first.wait_for()
    assert watch.outside == []
    assert "Traceback" not in server.log
