"""审校 of a Word file in a browser: uploaded, a fix accepted, the server started anew, the same file back with comments."""

from __future__ import annotations

import re
import zipfile

import docx
import pytest

from assistant.ingest.reading import read_document
from tests.page_server import Server, Watch, browser, needs_browser, open_page
from tests.page_texts import RETURNED

pytestmark = needs_browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("desk"))
    server.start()
    yield server
    server.stop()


def test_the_word_file_comes_back(server, tmp_path):
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "<script>党政办</script>修改稿"
    for line in RETURNED.splitlines():
        made.add_paragraph(line, style="Quote")
    made.save(tmp_path / "返回稿.docx")
    watch = Watch()
    with browser() as chromium:
        page = open_page(chromium, server, "#review", watch=watch)
        review = page.locator("#bz-pane-review")
        review.locator("input[data-upload=review-file]").first.set_input_files(str(tmp_path / "返回稿.docx"))
        review.get_by_role("button", name=re.compile("幅射")).first.click()
        # one way out before anything is accepted, the choice of how to show the changes after it
        review.get_by_role("button", name="带批注导出").wait_for()
        review.get_by_role("button", name="采纳").click()
        review.locator(".bz-page", has_text="的辐射带动").wait_for()

        server.stop()
        server.start()
        page.reload()
        review.locator(".bz-page", has_text="的辐射带动").wait_for()
        files = {}
        for name in ("改好的直接写进正文", "改动留修订痕迹"):
            review.locator(".bz-menu summary", has_text="带批注导出").click()
            item = review.get_by_role("button", name=name)
            item.wait_for()
            box, menu = item.bounding_box(), review.locator(".bz-menu[open] .bz-pop").bounding_box()
            assert box["y"] + box["height"] <= menu["y"] + menu["height"] + 1, "the whole menu is to be seen"
            with page.expect_download() as download:
                item.click()
            files[name] = tmp_path / f"{len(files)}.docx"
            download.value.save_as(files[name])
            assert download.value.suggested_filename == "返回稿-批注.docx"
            page.keyboard.press("Escape")
        page.get_by_text(re.compile("已在原件上导出：1 条批注，改好 1 处")).first.wait_for()
    plain, tracked = files.values()
    word = docx.Document(str(plain))
    assert word.sections[0].header.paragraphs[0].text == "<script>党政办</script>修改稿"
    assert {one.style.name for one in word.paragraphs} == {"Quote"}
    assert "的辐射带动" in "".join(one.text for one in word.paragraphs)
    assert len(list(word.comments)) == 1
    assert read_document(tracked).original == read_document(plain).original
    with zipfile.ZipFile(tracked) as archive:
        assert "<w:delText" in archive.read("word/document.xml").decode("utf-8")
    assert watch.outside == []
    assert "Traceback" not in server.log
