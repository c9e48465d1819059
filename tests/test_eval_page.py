"""The report in a browser: the matrix, the list with its filters, two drafts side by side with differences and findings marked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.eval_desk import SUITE, make_desk, writer
from tests.scripted_endpoint import ScriptedEndpoint

pytestmark = [pytest.mark.browser, pytest.mark.slow]
playwright_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("report")

    def bold(request: dict[str, Any]) -> str:
        text = writer(request)
        if "逐条" in str(request["messages"][0]["content"]):
            return text.replace("新开工项目3个", "新开工项目703个")
        return text + "</script><b id='no'>"

    with ScriptedEndpoint(bold) as server:
        desk = make_desk(folder, server.base_url, cases=60, suite=SUITE)
        assert desk.run("run", "small").returncode in (0, 1)
        assert desk.run("report", "-o", "out.html").returncode == 0
    with playwright_api.sync_playwright() as playwright:
        place = next((p for p in ("/usr/bin/chromium", "/usr/bin/google-chrome") if Path(p).exists()), None)
        try:
            browser = playwright.chromium.launch(executable_path=place)
        except playwright_api.Error as error:
            pytest.skip(f"no browser: {str(error).splitlines()[0]}")
        tab = browser.new_page()
        asked: list[str] = []
        troubles: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.goto((folder / "out.html").as_uri())
        tab.wait_for_selector("body[data-ready='1']")
        yield tab
        assert troubles == []
        assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
        browser.close()


def test_matrix_differences_and_counts(page: Any) -> None:
    assert "计划 120 格 = 完成 120" in page.inner_text("#counts")
    assert "strict@ok" in page.inner_text("#matrix")
    assert "更好" in page.inner_text("#comparisons")
    assert "[" in page.inner_text("#comparisons tr:nth-child(2)")


def test_the_list_draws_only_what_is_in_view_and_filters(page: Any) -> None:
    assert page.locator("#list .row").count() < 60
    page.fill("#find", "c003")
    assert page.inner_text("#shown") == "2 格"
    page.select_option("#column", label="strict@ok")
    assert page.inner_text("#shown") == "1 格"
    page.select_option("#column", "")
    page.fill("#find", "")


def test_two_drafts_side_by_side_with_marks(page: Any) -> None:
    page.fill("#find", "c003")
    page.select_option("#other", label="对照 plain@ok")
    page.locator("#list .row").nth(1).click()
    page.wait_for_selector("#left mark")
    assert page.inner_text("#left").startswith("全年新开工项目703个")
    assert "".join(page.locator("#left mark").all_inner_texts()) == "703个"
    assert "素材" in str(page.locator("#left mark").first.get_attribute("title"))
    assert "完成投资3.5亿元" in "".join(page.locator("#left del").all_inner_texts())
    assert page.locator("#right ins").count() >= 1
    assert "numbers" in page.inner_text("#leftTold")
    assert page.locator("#no").count() == 0, "a text is text, whatever it holds"
    page.fill("#find", "")


@pytest.mark.skipif(sys.platform == "win32", reason="fonts differ")
def test_it_fits_a_narrow_window_and_the_keyboard(page: Any) -> None:
    page.set_viewport_size({"width": 380, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.focus("#list")
    before = page.inner_text("#which")
    page.keyboard.press("ArrowDown")
    page.wait_for_function(f"document.getElementById('which').textContent !== {before!r}")
