"""Typing never waits for the server and is never lost: a slow line, a silent one, a section rewritten meanwhile; keys do one thing each.

What the page does with the words once they have arrived is in test_page_whole_way.
"""

from __future__ import annotations

import re

import pytest

from tests.page_desk import served
from tests.page_server import browser, go, needs_browser, open_page
from tests.page_texts import UNIT

pytestmark = needs_browser
_SLOW = {"offline": False, "latency": 1200, "downloadThroughput": 100_000, "uploadThroughput": 50_000}
#: what a sentence showed, each time the page was drawn over
_RECORD = """id => {
  window.shown = [];
  new MutationObserver(() => window.shown.push(document.getElementById(id)?.textContent || '')).observe(
    document.getElementById('bz-pane-draft'), {subtree: true, childList: true, characterData: true, attributes: true});
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("typing"), ("经济发展局.md", "招商促进局.md"), report=False) as server:
        yield server


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


@pytest.fixture
def page(server, chromium):
    """A window with a draft of its own project."""
    page = open_page(chromium, server)
    draft = page.locator("#bz-pane-draft")
    chooser = draft.locator("input[data-upload=add-sources]")
    draft.locator("h1, h2").first.wait_for()
    if not chooser.count():
        page.locator(".bz-project").first.click()
        page.get_by_role("button", name="新项目").click()
        chooser.first.wait_for(state="attached")
        go(page, "起草")
    chooser.first.set_input_files([str(server.folder / name) for name in ("经济发展局.md", "招商促进局.md")])
    draft.locator(".bz-files", has_text="招商促进局").wait_for()
    draft.locator("input[name=unit]").fill(UNIT)
    draft.get_by_role("button", name="起草全文").click()
    draft.get_by_role("button", name="重新起草").wait_for()
    yield page
    page.context.close()


def sentences(page):
    """Ids of sentences of the text, the title left out."""
    return page.eval_on_selector_all("#bz-pane-draft .bz-page p .bz-s[data-edit]", "all => all.map(one => one.id)")


def slow(page, **more):
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", {**_SLOW, **more})


def test_on_a_slow_line_words_appear_at_once_and_never_fall_back(page):
    first, second = (page.locator(f"#{id}") for id in sentences(page)[:2])
    slow(page)
    page.evaluate(_RECORD, first.get_attribute("id"))
    first.dblclick()
    page.keyboard.press("Control+End")
    page.keyboard.type("甲添的话。")
    assert first.inner_text().endswith("甲添的话。")
    # the next sentence is begun while the first is on its way
    second.dblclick()
    page.keyboard.press("Control+End")
    page.keyboard.type("乙添的")
    page.wait_for_timeout(4500)
    assert second.evaluate("node => document.activeElement === node")
    page.keyboard.type("话。")
    page.keyboard.press("Enter")
    page.wait_for_function("bz.unsaved.size === 0")
    written = [text for text in page.evaluate("window.shown") if "甲添的" in text or text]
    begun = next(at for at, text in enumerate(written) if text.endswith("甲添的话。"))
    assert all(text.endswith("甲添的话。") for text in written[begun:])
    page.reload()
    page.locator("#bz-pane-draft .bz-s", has_text="甲添的话。").wait_for()
    page.locator("#bz-pane-draft .bz-s", has_text="乙添的话。").wait_for()


def test_the_chat_box_takes_the_next_question_while_the_answer_comes(page):
    go(page, "对话")
    box = page.locator("#bz-pane-chat textarea")
    box.wait_for()
    slow(page)
    box.fill("招商引资往年怎么写")
    box.press("Enter")
    box.click()
    page.keyboard.type("下一个问题先写在这里")
    assert box.input_value() == "下一个问题先写在这里"
    page.locator("#bz-pane-chat .bz-do").first.wait_for()
    assert box.input_value() == "下一个问题先写在这里"
    # and through the reload that Gradio makes when a lost line comes back
    page.reload()
    page.wait_for_function("document.querySelector('#bz-pane-chat textarea')?.value === '下一个问题先写在这里'")


def test_where_the_server_is_silent_the_words_stay_and_are_sent_again(page):
    node = page.locator(f"#{sentences(page)[0]}")
    page.context.set_offline(True)
    node.dblclick()
    page.keyboard.press("Control+End")
    page.keyboard.type("断网时写的。")
    page.keyboard.press("Enter")
    again = page.locator("#bz-tray").get_by_role("button", name="再存一次")
    again.wait_for()
    assert node.inner_text().endswith("断网时写的。")
    # the line is back, and Gradio loads the page anew
    with page.expect_event("load"):
        page.context.set_offline(False)
        again.click()
    written = page.locator("#bz-pane-draft .bz-s", has_text="断网时写的。")
    written.wait_for()
    page.wait_for_function("bz.unsaved.size === 0")
    page.reload()
    written.wait_for()


def test_a_sentence_that_is_being_typed_outlives_a_reload(page):
    node = page.locator(f"#{sentences(page)[1]}")
    node.dblclick()
    page.keyboard.press("Control+End")
    page.keyboard.type("还没离开这一句。")
    page.reload()
    page.locator("#bz-pane-draft .bz-s", has_text="还没离开这一句。").wait_for()
    page.wait_for_function("bz.unsaved.size === 0")
    page.reload()
    page.locator("#bz-pane-draft .bz-s", has_text="还没离开这一句。").wait_for()


def test_words_for_a_sentence_that_was_rewritten_meanwhile_are_handed_back(page):
    id = sentences(page)[0]
    node = page.locator(f"#{id}")
    node.click()
    rewrite = page.get_by_role("complementary", name="句子依据").locator("[data-on=rewrite][data-id]")
    rewrite.wait_for()
    node.dblclick()
    page.keyboard.press("Control+End")
    page.keyboard.type("还没写完")
    rewrite.evaluate("node => bz.panes.draft.send('rewrite', {data: {id: node.dataset.id}})")
    page.locator("#bz-tray").get_by_text("已按现在的素材重写").wait_for()
    assert node.evaluate("node => document.activeElement === node && node.innerText.endsWith('还没写完')")
    page.keyboard.press("Enter")
    page.locator("#bz-tray").get_by_text("还没写完").wait_for()


def test_one_key_does_one_thing(page):
    page.locator(f"#{sentences(page)[0]}").click()
    ask = page.locator("#bz-pane-draft .bz-ask [data-enter]")
    ask.wait_for()
    page.evaluate("document.getElementById('bz-tray')?.replaceChildren()")
    ask.fill("精简")
    ask.press("Control+Enter")
    versions = page.locator("#bz-pane-draft .bz-ver")
    page.locator("#bz-tray .bz-note").first.wait_for()
    page.wait_for_timeout(1200)
    assert page.locator("#bz-tray .bz-note").count() == 1
    assert versions.count() == 2


def test_escape_closes_what_lies_on_top_and_the_focus_returns(page):
    more = page.locator("#bz-pane-draft .outline summary")
    more.press("Enter")
    page.get_by_role("button", name="重列提纲").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="重列提纲").wait_for(state="hidden")
    assert more.evaluate("node => document.activeElement === node")
    page.keyboard.press("Control+k")
    found = page.get_by_role("dialog").get_by_role("button")
    # names only: no lengths, no counts
    assert not [name for name in found.all_inner_texts() if re.search(r"\d\s*[/／]\s*\d", name)]
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert more.evaluate("node => document.activeElement === node")
