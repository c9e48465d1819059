"""docs/rules/ is what the rules' own manual pages make of it: run `python -m assistant.checks.manual docs/rules` after an edit."""

from __future__ import annotations

from pathlib import Path

from assistant.checks.manual import PARTS, page_of, pages
from assistant.checks.registry import all_rules

DOCS = Path(__file__).resolve().parents[1] / "docs" / "rules"


def test_pages_are_up_to_date() -> None:
    made = pages()
    written = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert sorted(written) == sorted(made)
    assert [name for name in made if written[name] != made[name]] == []


def test_every_page_says_what_why_wrong_right_and_source() -> None:
    for loaded in all_rules():
        page = page_of(loaded)
        assert all(page.parts.get(part) for part in PARTS), loaded.rule.code
        assert page.parts["错例"] != page.parts["正例"]
        assert any(layer in page.parts["出处"] for layer in ("法", "国家标准", "惯例", "规范", "规定", "实践", "常识")), loaded.rule.code
