"""The whole way in a browser: notes in, conflict settled, outline, draft, a section redone, checked, fixed, Word out; a restart between."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from tests.page_desk import served
from tests.page_server import Watch, browser, go, needs_browser, open_page
from tests.page_texts import REPORT_2024, RETURNED, UNIT

pytestmark = needs_browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("desk")) as server:
        yield server


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


def upload(page, pane: str, event: str, *paths: Path) -> None:
    page.locator(f"#bz-pane-{pane} input[data-upload={event}]").first.set_input_files([str(path) for path in paths])


def test_the_whole_way(server, chromium, tmp_path):
    watch = Watch()
    page = open_page(chromium, server, "#intake", watch=watch)
    folder = server.folder

    # notes in, one sheet a department
    page.get_by_text("还没有素材", exact=True).first.wait_for()
    upload(page, "intake", "add-sources", folder / "经济发展局.md", folder / "招商促进局.md", folder / "应急管理局.md")
    intake = page.locator("#bz-pane-intake")
    intake.get_by_role("button", name="招商促进局").first.wait_for()
    intake.get_by_text("税收收入").first.wait_for()

    # two departments, two values: side by side, none preselected; one click settles it
    assert page.locator(".bz-top").get_by_role("tab", name="素材").locator("i").inner_text() == "1"
    take = intake.get_by_role("button", name=re.compile("^采用 (26|24)个"))
    assert take.count() == 2
    intake.get_by_role("button", name=re.compile("^采用 26个")).click()
    intake.get_by_text("已核定").first.wait_for()
    assert page.locator(".bz-top").get_by_role("tab", name="素材").locator("i").count() == 0

    # a gap is filled where it stands
    intake.get_by_placeholder("填数和单位").first.fill("7.4亿元")
    intake.get_by_role("button", name="补上").first.click()
    intake.locator("ins", has_text="7.4亿元").wait_for()

    # what is asked for, then the outline, which is edited
    go(page, "起草")
    draft = page.locator("#bz-pane-draft")
    draft.locator("input[name=unit]").fill(UNIT)
    draft.locator("input[name=year]").fill("2025")
    draft.locator("select[name=previous]").select_option(label="榆湾经济开发区2024年工作总结和2025年工作思路")
    draft.get_by_role("button", name="先列提纲").click()
    nodes = draft.locator(".bz-node")
    nodes.nth(1).wait_for()
    headings = draft.locator("h3.bz-head")
    second = headings.nth(0).inner_text()
    nodes.filter(has_text=second[-4:]).first.click()
    title = draft.locator(".bz-node.is-on input[name=title]")
    title.fill("聚焦稳进提质，经济运行量效齐升")
    title.press("Enter")
    draft.locator("h3.bz-head", has_text="聚焦稳进提质").wait_for()

    # the draft appears section by section and holds the settled value once
    draft.get_by_role("button", name="起草全文").click()
    draft.get_by_role("button", name="重新起草").wait_for()
    text = draft.locator(".bz-page").inner_text()
    assert "聚焦稳进提质，经济运行量效齐升" in text
    assert "195.2亿元" in text
    assert "96.4亿元" in text
    assert "7.4亿元" in text
    assert "24个" not in text
    assert "离线起草稿" in text

    # a sentence shows its notes and figures
    draft.locator(".bz-s", has_text="195.2亿元").click()
    inspector = page.get_by_role("complementary", name="句子依据")
    inspector.get_by_text("经济发展局").first.wait_for()
    assert "全部对上" in inspector.inner_text()

    # a sentence is edited in place
    sentence = draft.locator(".bz-s", has_text="142家")
    sentence.dblclick()
    page.keyboard.press("End")
    page.keyboard.type("成效明显。")
    page.keyboard.press("Enter")
    draft.locator(".bz-s", has_text="成效明显").wait_for()

    # a section is redone with an instruction; the earlier version is there to be compared
    draft.locator(".bz-s", has_text="56.0亿元").click()
    draft.get_by_placeholder(re.compile("说明怎么重写")).fill("精简")
    draft.get_by_role("button", name="重写", exact=True).last.click()
    inspector_or_section = draft.locator(".inspect")
    inspector_or_section.get_by_text("重写").first.wait_for()
    inspector_or_section.get_by_role("link", name="对比").first.wait_for()

    # the server is started anew under the open page, and the page reloaded: everything is as it was
    before = len(watch.errors)
    server.stop()
    server.start()
    page.reload()
    page.locator("#bz-pane-draft .bz-s", has_text="成效明显").wait_for()
    # what the browser says between the stop and the new page is of the connection that this test cut
    del watch.errors[before:]
    assert "195.2亿元" in page.locator("#bz-pane-draft .bz-page").inner_text()

    # changing a fact marks the sentence that uses it; the text itself stays
    go(page, "素材")
    row = intake.locator("tr", has_text="应急演练").first
    row.locator(".bz-value").click()
    intake.locator("input.bz-edit-value").fill("20次")
    intake.locator("input.bz-edit-value").press("Enter")
    page.get_by_text("要重看").first.wait_for()
    go(page, "起草")
    stale = page.locator("#bz-pane-draft .bz-s.is-stale")
    stale.first.wait_for()
    assert "18次" in stale.first.inner_text()

    # the draft out as Word
    with page.expect_download() as download:
        page.locator("#bz-pane-draft").get_by_role("button", name="导出 Word").first.click()
    out = tmp_path / "draft.docx"
    download.value.save_as(out)
    assert download.value.suggested_filename.endswith(".docx")
    with zipfile.ZipFile(out) as word:
        assert "195.2亿元" in re.sub(r"<[^>]+>", "", word.read("word/document.xml").decode("utf-8"))

    # a returned text is checked, a fix accepted and taken back
    go(page, "审校")
    review = page.locator("#bz-pane-review")
    review.locator("details summary").first.click()
    review.get_by_role("button", name="粘贴文字").click()
    review.locator("textarea[name=text]").fill(RETURNED)
    review.get_by_role("button", name="审这段文字").click()
    review.locator(".bz-f.err", has_text="9.9%").first.wait_for()
    review.get_by_role("button", name=re.compile("幅射")).first.click()
    review.get_by_role("button", name="采纳").click()
    review.locator(".bz-page", has_text="的辐射带动").wait_for()
    page.keyboard.press("Control+z")
    review.locator(".bz-page .bz-f", has_text="幅射").wait_for()
    review.locator(".bz-page .bz-f.is-on", has_text="幅射").wait_for()
    page.keyboard.press("a")
    review.locator(".bz-page", has_text="的辐射带动").wait_for()
    assert review.locator(".bz-drawer").get_by_text("人才公寓").count() >= 1

    # Word with the findings as comments
    with page.expect_download() as download:
        review.get_by_role("button", name="带批注导出").click()
    out = tmp_path / "review.docx"
    download.value.save_as(out)
    with zipfile.ZipFile(out) as word:
        assert "word/comments.xml" in word.namelist()
        assert "9.9%" in re.sub(r"<[^>]+>", "", word.read("word/document.xml").decode("utf-8"))

    assert watch.outside == []
    assert [error for error in watch.errors if "ERR_" not in error and "Failed to load" not in error] == []
    assert "Traceback" not in server.log


def test_a_citation_opens_its_source(server, chromium):
    page = open_page(chromium, server, "#chat")
    chat = page.locator("#bz-pane-chat")
    chat.locator("textarea").fill("2024年规模以上工业总产值是多少")
    chat.locator("textarea").press("Enter")
    chat.locator(".bz-say", has_text="180.4亿元").wait_for()
    chat.locator(".bz-cite").first.click()
    source = page.get_by_role("complementary", name="原文")
    source.get_by_text("与原文一致").wait_for()
    assert "180.4亿元" in source.locator("mark").first.inner_text()

    # what isn't there is said not to be there, and the conversation survives a reload
    chat.locator("textarea").fill("火星基地建了几座")
    chat.locator("textarea").press("Enter")
    chat.locator(".bz-msg", has_text="没有").last.wait_for()
    page.reload()
    chat.locator(".bz-say", has_text="180.4亿元").wait_for()


def test_no_file_that_a_message_names_is_opened(server, chromium):
    page = open_page(chromium, server, "#chat")
    chat = page.locator("#bz-pane-chat")
    chat.locator("textarea").fill("检查 /etc/passwd.txt")
    chat.locator("textarea").press("Enter")
    chat.locator(".bz-msg", has_text="在“审校”里做").wait_for()


def test_library_in_list_search_read_remove(server, chromium):
    page = open_page(chromium, server, "#library")
    library = page.locator("#bz-pane-library")
    extra = server.folder / "2023年总结.txt"
    extra.write_text(
        REPORT_2024.replace("2025", "2099").replace("2024", "2023").replace("2099", "2024").replace("180.4", "168.3"), encoding="utf-8"
    )
    empty = server.folder / "空的.txt"
    empty.write_text("", encoding="utf-8")
    upload(page, "library", "import", extra, empty)
    library.get_by_role("row", name=re.compile("2023年工作总结")).wait_for()
    library.get_by_text("空文件").wait_for()

    library.get_by_placeholder(re.compile("用平常的话找")).fill("招商引资 一号工程")
    library.get_by_role("button", name="检索", exact=True).click()
    library.locator(".bz-hit mark", has_text="招商引资").first.wait_for()
    library.locator(".bz-hit").first.get_by_role("link", name="原文").click()
    library.locator(".bz-src mark.place").wait_for()
    library.get_by_role("button", name="回到检索").click()

    row = library.get_by_role("row", name=re.compile("2023年工作总结"))
    row.hover()
    row.get_by_role("button", name="移除").click()
    page.get_by_role("dialog").get_by_role("button", name="移除").click()
    row.wait_for(state="detached")
    assert library.get_by_role("row", name=re.compile("2024年工作总结")).count() == 1


def test_second_window_of_the_same_project_is_told(server, chromium):
    first = open_page(chromium, server)
    first.locator("#bz-pane-draft .bz-s").first.wait_for()
    second = open_page(chromium, server)
    second.locator("#bz-pane-draft .bz-s").first.wait_for()
    title = "#bz-pane-draft h1 .bz-s"

    def rename(page, text):
        page.locator(title).dblclick()
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        page.keyboard.press("Enter")

    rename(first, "先存的标题")
    first.locator(title, has_text="先存的标题").wait_for()
    rename(second, "后存的标题")
    second.get_by_text("另一个窗口先存了").wait_for()
    second.locator(".bz-clash summary").click()
    second.locator(".bz-clash del", has_text="先存的标题").wait_for()
    second.locator(".bz-clash ins", has_text="后存的标题").wait_for()
    second.get_by_role("button", name="我这份另存").click()
    second.get_by_text("已另存为").first.wait_for()
    assert second.locator(title).inner_text() == "后存的标题"
    first.reload()
    first.locator(title, has_text="后存的标题").or_(first.locator(title, has_text="先存的标题")).wait_for()


def test_narrow_window_is_usable(server, chromium):
    page = open_page(chromium, server, width=390, height=844)
    page.locator("#bz-pane-draft .bz-s").first.wait_for()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    for name, pane in (("素材", "intake"), ("审校", "review"), ("对话", "chat")):
        page.locator(".bz-tabbar").get_by_text(name).click()
        page.locator(f"#bz-pane-{pane} .bz-work").wait_for()
        assert page.evaluate(f"document.querySelector('#bz-pane-{pane}').scrollWidth") <= 390


def test_english_by_the_browsers_language(server, chromium):
    page = open_page(chromium, server, locale="en-US")
    page.locator(".bz-top").get_by_role("tab", name="Library").click()
    library = page.locator("#bz-pane-library")
    library.get_by_text("Past reports").first.wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    go(page, "Check")
    page.locator("#bz-pane-review").get_by_text("Findings").first.wait_for()
