"""起草 in a browser: the rest written offline, a fact followed into the sentences that use it, a wished length. Needs Chromium."""

from __future__ import annotations

import re

import pytest

from tests.page_desk import SHEETS, served
from tests.page_server import browser, go, needs_browser, open_page
from tests.page_texts import UNIT
from tests.scripted_endpoint import ScriptedEndpoint
from tests.scripted_writers import faithful_model

pytestmark = needs_browser


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


def begin(page, server):
    """Notes in, and what is asked for; the draft's tab."""
    draft = page.locator("#bz-pane-draft")
    draft.locator("input[data-upload=add-sources]").set_input_files([str(server.folder / name) for name in SHEETS])
    draft.locator(".bz-files", has_text="应急管理局").wait_for()
    draft.locator("input[name=unit]").fill(UNIT)
    draft.locator("input[name=year]").fill("2025")
    draft.locator("select[name=previous]").select_option(label="榆湾经济开发区2024年工作总结和2025年工作思路")
    return draft


def drafted(page, server):
    """The whole text written; the draft's tab."""
    draft = begin(page, server)
    draft.get_by_role("button", name="起草全文").click()
    draft.get_by_role("button", name="重新起草").wait_for()
    return draft


def section_text(draft, title):
    """What stands on the page under a heading."""
    heading = draft.locator("h3.bz-head", has_text=title)
    return heading.evaluate(
        """node => {
            let text = '';
            for (let at = node.nextElementSibling; at && at.tagName === 'P'; at = at.nextElementSibling) text += at.innerText;
            return text;
        }"""
    )


def test_the_rest_is_written_offline_and_what_stands_is_left_alone(tmp_path, chromium):
    (tmp_path / "biganzi.toml").write_text("concurrency = 1\n", encoding="utf-8")

    def two_then_silence(request):
        # the section on investment, the third, is never answered while the user waits
        if "812项" in str(request["messages"]):
            endpoint.delay = 90.0
        return faithful_model(request)

    with ScriptedEndpoint(two_then_silence) as endpoint:
        extra = {"OPENAI_BASE_URL": endpoint.base_url, "OPENAI_API_KEY": "sk-none", "BIGANZI_MODEL": "office-writer"}
        with served(tmp_path, **extra) as server:
            page = open_page(chromium, server)
            draft = begin(page, server)
            draft.get_by_role("button", name="起草全文").click()
            draft.locator(".bz-s", has_text="195.2亿元").wait_for()
            draft.locator(".bz-s", has_text="812项").wait_for()
            draft.get_by_role("button", name="停止").first.click()
            rest = draft.get_by_role("button", name="离线写完")
            # the model that doesn't answer is not waited for
            rest.wait_for(timeout=20_000)
            assert "142家" not in draft.locator(".bz-page").inner_text()

            # one section is locked, another edited by hand
            draft.locator(".bz-node", has_text="经济运行").click()
            draft.locator(".bz-node.is-on").get_by_role("button", name="锁定").click()
            draft.locator(".bz-node.is-on").get_by_role("button", name="解锁").wait_for()
            draft.locator(".bz-s", has_text="812项").dblclick()
            page.keyboard.press("End")
            page.keyboard.type("现场反响较好。")
            page.keyboard.press("Enter")
            draft.locator(".bz-s", has_text="现场反响较好").wait_for()
            locked, edited = section_text(draft, "经济运行"), section_text(draft, "安全发展")

            sent = len(endpoint.requests)
            rest.click()
            draft.locator(".bz-s", has_text="142家").wait_for()
            draft.get_by_role("button", name="重新起草").wait_for()
            page.get_by_text(re.compile(r"补写了 \d+ 节，已有正文的没有动")).wait_for()
            assert section_text(draft, "经济运行") == locked
            assert section_text(draft, "安全发展") == edited
            assert "现场反响较好" in edited
            assert "142家" not in edited
            assert len(endpoint.requests) == sent
            assert "补写的各节是离线写的" in draft.locator(".bz-page").inner_text()

            # what is whole stays whole when it is pressed once more, and after a reload
            page.reload()
            draft.locator(".bz-s", has_text="142家").wait_for()
            assert section_text(draft, "安全发展") == edited
            assert "Traceback" not in server.log


def test_a_changed_fact_is_followed_into_the_sentences_that_use_it(tmp_path, chromium):
    with served(tmp_path) as server:
        page = open_page(chromium, server)
        draft = drafted(page, server)

        # a conflict stands in the text with both values; its mark leads to where it is settled
        chip = draft.locator(".bz-chip", has_text="待核")
        assert "26个" in chip.first.inner_text()
        assert "24个" in chip.first.inner_text()
        chip.first.click()
        intake = page.locator("#bz-pane-intake")
        take = intake.get_by_role("button", name=re.compile("^采用 26个"))
        take.wait_for()
        assert "1 句要重看" in intake.locator(".bz-conf").inner_text()
        take.click()
        intake.get_by_text("已核定").first.wait_for()
        intake.locator(".bz-card", has_text="1 句要重看").first.wait_for()

        # only the sentence that shows the two values is marked; it keeps its words until the user says so
        go(page, "起草")
        stale = draft.locator(".bz-s.is-stale")
        stale.first.wait_for()
        assert stale.count() == 1
        assert "24个" in stale.inner_text()
        draft.locator(".bz-todo", has_text="要重看").wait_for()
        stale.click()
        inspector = page.get_by_role("complementary", name="句子依据")
        inspector.get_by_role("button", name="重写本节").click()
        stale.first.wait_for(state="detached")
        text = draft.locator(".bz-page").inner_text()
        assert "26个" in text
        assert "24个" not in text
        assert draft.locator(".bz-chip", has_text="待核").count() == 0

        # a figure changed in the ledger: its sentence alone is marked, and stays so when another section is written anew
        go(page, "素材")
        intake.locator("tr", has_text="固定资产投资").first.locator(".bz-value").click()
        intake.locator("input.bz-edit-value").fill("57.4亿元")
        intake.locator("input.bz-edit-value").press("Enter")
        page.get_by_text("正文 1 句要重看").first.wait_for()
        go(page, "起草")
        stale.first.wait_for()
        assert stale.count() == 1
        assert "56.0亿元" in stale.inner_text()
        draft.locator(".bz-s", has_text="812项").click()
        inspector.get_by_text("应急管理局").first.wait_for()
        draft.locator(".bz-bar").get_by_role("button", name="重写本节").click()
        page.get_by_text(re.compile("已按现在的素材重写.*安全发展")).first.wait_for()
        # when it is written the section is shown beside the page in place of the sentence
        page.get_by_role("complementary", name="本节").wait_for()
        assert stale.count() == 1

        # looked at and let stand: the mark goes, and comes again only with the next change
        stale.click()
        inspector.get_by_role("button", name="不用改").click()
        stale.first.wait_for(state="detached")
        page.reload()
        draft.locator(".bz-s", has_text="56.0亿元").wait_for()
        assert stale.count() == 0

        # a sheet that is taken out leaves its sentences to be looked at, the others keep their notes
        go(page, "素材")
        intake.get_by_role("button", name="去掉经济发展局.md").click()
        intake.get_by_role("button", name="去掉经济发展局.md").wait_for(state="detached")
        go(page, "起草")
        draft.locator(".bz-s.is-stale", has_text="195.2亿元").wait_for()
        draft.locator(".bz-s", has_text="812项").click()
        inspector.get_by_text("应急管理局").first.wait_for()
        assert "全部对上" in inspector.inner_text()
        assert "Traceback" not in server.log


def test_a_wished_length_is_written_and_shown(tmp_path, chromium):
    with served(tmp_path) as server:
        page = open_page(chromium, server)
        draft = drafted(page, server)
        before = section_text(draft, "经济运行")
        draft.locator(".bz-node", has_text="经济运行").click()
        field = draft.locator(".bz-node.is-on input[name=length]")
        field.fill("1200字")
        field.press("Enter")
        page.get_by_text("字数改为1200").wait_for()
        panel = page.get_by_role("complementary", name="本节")
        panel.get_by_text("还没有按这个字数重写").wait_for()
        assert re.search(r"\d+／1200字", panel.inner_text())
        panel.get_by_role("link", name="重写本节").click()
        panel.get_by_text("素材只够写这些，没有凑字数").wait_for()
        longer = section_text(draft, "经济运行")
        assert len(longer) >= len(before)
        for figure in ("195.2", "56.0", "9.1"):
            assert figure in longer

        field.fill("60")
        field.press("Enter")
        panel.get_by_text("还没有按这个字数重写").wait_for()
        panel.get_by_role("link", name="重写本节").click()
        panel.get_by_text("一个也没有删").wait_for()
        shorter = section_text(draft, "经济运行")
        assert len(shorter) < len(longer)
        for figure in ("195.2", "8.2", "56.0", "7.1", "9.1", "5.8"):
            assert figure in shorter
        # the count stands beside the wish in the outline, too
        draft.locator(".bz-node", has_text="安全发展").click()
        draft.locator(".bz-node", has_text="经济运行").get_by_text(re.compile(r"\d+／60字")).wait_for()
