"""The HTML page: self-contained, the text whole, findings reachable, ledger and promises as tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.cli.main import main

TEXT = "云渡经济开发区2024年工作总结\n全年完成产值120亿元。。“<b>示范”片区的幅射带动作用增强。\n一是抓项目。三是抓招商。三是抓环境。\n"


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.depth, self.text, self.targets, self.links, self.outside = 0, "", set[str](), set[str](), []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("class") == "text":
            self.depth = 1
        elif self.depth and tag == "div":
            self.depth += 1
        if given.get("id"):
            self.targets.add(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.add(str(given["href"]))
        self.outside += [value for key, value in given.items() if key in ("src", "href") and value and not value.startswith("#")]

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag == "div":
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += data


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "notes.md").write_text("- 全年完成规上工业总产值120亿元，同比增长8%\n", encoding="utf-8")
    (tmp_path / "previous.txt").write_text(
        "云渡经济开发区2023年工作总结和2024年工作思路\n一、2023年工作总结\n全年完成规上工业总产值110亿元。\n二、2024年工作思路\n新建人才公寓200套，力争规上工业总产值突破125亿元。\n",
        encoding="utf-8",
    )
    main(["check", "draft.txt", "--notes", "notes.md", "--previous", "previous.txt", "--format", "html", "-o", "page.html", "--exit-zero"])
    return (tmp_path / "page.html").read_text(encoding="utf-8")


def test_self_contained_with_the_whole_text(page: str) -> None:
    parser = _Text()
    parser.feed(page)
    assert parser.outside == []
    assert "url(" not in page
    assert "<script" not in page
    assert parser.text == TEXT
    assert {link.lstrip("#") for link in parser.links} == parser.targets


def test_tables(page: str) -> None:
    assert "素材台账" in page
    assert "上年承诺" in page
    assert re.search(r'class="(silent|missed|partial|done)"', page)
