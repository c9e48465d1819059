"""All changes of a draft at once, in a browser: a sentence edited, the whole draft against the moment before, back to the text."""

from __future__ import annotations

import re

import pytest

from tests.page_desk import served
from tests.page_server import Watch, browser, go, needs_browser, open_page
from tests.page_texts import UNIT

pytestmark = needs_browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("desk"), ("经济发展局.md", "应急管理局.md"), report=False) as server:
        yield server


def test_the_whole_draft_against_an_earlier_moment(server):
    watch = Watch()
    with browser() as chromium:
        page = open_page(chromium, server, "#intake", watch=watch)
        upload = page.locator("#bz-pane-intake input[data-upload=add-sources]").first
        upload.set_input_files([str(server.folder / "经济发展局.md"), str(server.folder / "应急管理局.md")])
        page.locator("#bz-pane-intake").get_by_role("button", name="应急管理局").first.wait_for()
        go(page, "起草")
        draft = page.locator("#bz-pane-draft")
        draft.locator("input[name=unit]").fill(UNIT)
        draft.locator("input[name=year]").fill("2025")
        draft.get_by_role("button", name="起草全文").click()
        draft.get_by_role("button", name="重新起草").wait_for()
        draft.locator(".bz-s", has_text="812项").dblclick()
        page.keyboard.press("End")
        page.keyboard.type("守住了底线。")
        page.keyboard.press("Enter")
        draft.locator(".bz-s", has_text="守住了底线").wait_for()
        # what is typed stands on the page before it is saved
        page.wait_for_function("bz.unsaved.size === 0")

        draft.get_by_role("button", name="改动").first.click()
        draft.locator(".bz-page ins", has_text="守住了底线").wait_for()
        draft.get_by_text(re.compile("改了 1 节，加 6 字，删 0 字")).wait_for()
        assert draft.locator(".bz-page del").count() == 0
        # nothing is edited here by mistake
        assert draft.locator(".bz-page .bz-s").count() == 0
        page.reload()
        draft.locator(".bz-s", has_text="守住了底线").wait_for()
        draft.get_by_role("button", name="改动").first.click()
        draft.locator(".bz-page ins", has_text="守住了底线").wait_for()
        draft.get_by_role("button", name="不比了").click()
        draft.locator(".bz-s", has_text="守住了底线").wait_for()
    assert watch.outside == []
    assert "Traceback" not in server.log
