"""The screenshots of docs/guide.md and the README, made from the demo library and notes: python -m benchmarks.page_images

A person should look at what it writes; nothing here judges a picture.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.demo_model import write
from tests.page_server import ROOT, Server, browser, go, open_page
from tests.scripted_endpoint import ScriptedEndpoint

OUT = ROOT / "docs" / "images"
_MOST_BYTES = 300_000
_QUESTION = "规上工业总产值这五年各是多少"
#: a prompt before and after a change that helps
_PROMPTS = (("草拟一节-改前", "成段成句。"), ("草拟一节-改后", "成段成句；素材一条也不能少，数字不许凑整。"))
_PROMPT = """---
purpose: 写一节
variables: [notes]
changed: 示例
---

## system
按素材写总结中的一节，{rule}

## user
<素材>
{{notes}}
</素材>
"""
_SUITE = """name: sections
cases: {cases}/section-*.yaml
variants:
  - {{id: draft, engine: prompt, prompts: {{section: {prompt}}}}}
models: [demo]
repeats: 2
seeds: [1, 2]
scorers: {{numbers: 3, coverage: 3, style: 1, evidence: 1, mentions: 1, length: 1}}
gates:
  - {{scorer: numbers, at_least: 0.9}}
  - {{scorer: coverage, at_least: 0.9}}
"""


def main() -> None:
    """Take every picture."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        server = Server(Path(folder))
        done = server.command("ingest", str(ROOT / "corpus" / "reports"))
        if done.returncode:
            sys.exit(done.stderr)
        _runs(Path(folder))
        server.start()
        try:
            _take(chromium, server)
        finally:
            server.stop()


def _runs(folder: Path) -> None:
    """Something to compare: the offline engine's regression, and a prompt before and after a change, written by the pretended model."""
    place = folder / ".biganzi" / "eval" / "runs.db"
    place.parent.mkdir(parents=True)
    _run(place, "regression", "离线起草")
    with ScriptedEndpoint(write) as endpoint:
        for name, text in _PROMPTS:
            (folder / "prompt.md").write_text(_PROMPT.format(rule=text), encoding="utf-8")
            suite = folder / "sections.yaml"
            suite.write_text(_SUITE.format(cases=ROOT / "eval" / "cases", prompt=folder / "prompt.md"), encoding="utf-8")
            _run(place, str(suite), name, OPENAI_BASE_URL=endpoint.base_url, OPENAI_API_KEY="none")


def _run(place: Path, suite: str, name: str, **more: str) -> None:
    command = [sys.executable, "-m", "assistant", "eval", "run", suite, "--run", name, "--store", str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **more})
    if "计划" not in done.stdout:
        sys.exit(done.stderr)


def _take(chromium: Any, server: Server) -> None:
    page = open_page(chromium, server, width=1440, height=900, color_scheme="light")
    draft = page.locator("#bz-pane-draft")
    draft.get_by_role("button", name="用示例试试").wait_for()
    _save(page, "start")
    draft.get_by_role("button", name="用示例试试").click()
    draft.get_by_text("规划建设局.docx").wait_for()
    go(page, "素材")
    intake = page.locator("#bz-pane-intake")
    intake.locator(".bz-opt").first.wait_for()
    intake.locator("input[name=expected]").fill("党政办公室、招商局、科技创新局、经济发展局、规划建设局、应急管理局")
    intake.locator("input[name=expected]").press("Enter")
    intake.get_by_text("未报 1").wait_for()
    _quiet(page)
    _save(page, "intake")
    go(page, "起草")
    draft.get_by_role("button", name="起草全文").click()
    draft.get_by_role("button", name="重新起草").wait_for()
    draft.locator(".bz-s").nth(6).click()
    page.get_by_role("complementary", name="句子依据").get_by_text("台账").first.wait_for()
    _quiet(page)
    _save(page, "draft")
    _save(page, "draft-dark", dark=True)
    go(page, "审校")
    review = page.locator("#bz-pane-review")
    review.locator(".bz-item", has=page.locator(".bz-sev.err")).first.click()
    page.wait_for_timeout(900)
    _save(page, "review")
    go(page, "对话")
    chat = page.locator("#bz-pane-chat")
    chat.locator("textarea").fill(_QUESTION)
    chat.locator("textarea").press("Enter")
    chat.locator(".bz-do").first.wait_for()
    chat.locator(".bz-cite").nth(2).click()
    chat.locator(".bz-src mark.place").first.wait_for()
    page.wait_for_timeout(700)
    _save(page, "chat")
    go(page, "资料库")
    library = page.locator("#bz-pane-library")
    library.locator("input[name=query]").fill("招商引资 一号工程")
    library.get_by_role("button", name="检索", exact=True).click()
    library.locator(".bz-hit").first.wait_for()
    _save(page, "library")
    go(page, "评测")
    judging = page.locator("#bz-pane-eval")
    judging.locator(".bz-item", has_text="改前").click()
    judging.get_by_text("一次记录").wait_for()
    judging.locator(".bz-item", has_text="改后").click()
    judging.locator(".bz-stamp").first.wait_for()
    _save(page, "evaluation")
    go(page, "设置")
    page.locator("#bz-pane-settings .bz-work").wait_for()
    _save(page, "settings")
    narrow = open_page(chromium, server, width=390, height=844, color_scheme="light", device_scale_factor=1.5)
    narrow.locator("#bz-pane-draft .bz-s").nth(6).click()
    narrow.locator("#bz-pane-draft .inspect").get_by_text("台账").first.wait_for()
    narrow.wait_for_timeout(500)
    _save(narrow, "draft-390")


def _quiet(page: Any) -> None:
    """Notes at the edge go away by themselves; a picture need not wait for them."""
    page.evaluate("document.getElementById('bz-tray')?.replaceChildren()")
    page.mouse.move(0, 0)
    page.wait_for_timeout(200)


def _save(page: Any, name: str, *, dark: bool = False) -> None:
    from PIL import Image

    page.evaluate("dark => bz.theme(dark)", dark)
    page.wait_for_timeout(250)
    data = page.screenshot()
    page.evaluate("bz.theme(false)")
    image = Image.open(io.BytesIO(data)).convert("RGB")
    path = OUT / f"{name}.png"
    image.save(path, optimize=True)
    size = path.stat().st_size
    if size > _MOST_BYTES:
        _with_palette(image).save(path, optimize=True)
        size = path.stat().st_size
    print(f"{path.name}  {size // 1024} KB", file=sys.stderr)
    if size > _MOST_BYTES:
        sys.exit(f"{path}: {size} bytes, more than {_MOST_BYTES}")


def _with_palette(image: Any) -> Any:
    """The picture in the 256 colours of the tokens and what it has most of: surfaces keep their tone, edges of letters take the nearest."""
    from PIL import Image

    style = (ROOT / "assistant" / "ui" / "assets" / "style.css").read_text(encoding="utf-8")
    # a dot of malachite is small, but it has to stay green
    tokens = [tuple(bytes.fromhex(found)) for found in re.findall(r":#([0-9A-F]{6})", style)]
    counted = [colour for _, colour in sorted(image.getcolors(maxcolors=1 << 24), reverse=True)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in [*dict.fromkeys([*tokens, *counted])][:256] for part in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
