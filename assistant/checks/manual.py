"""A rule's docstring as its manual page: for `biganzi explain` and for docs/rules/. No rule text here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checks.registry import all_rules
from assistant.checks.rule import LIBRARY, NOTES, PREVIOUS, Loaded

#: the headings every manual page has; a test holds them to it
PARTS = ("查什么", "为什么", "错例", "正例", "出处")
_SEVERITY = {"error": "错误", "warning": "疑似", "info": "建议"}
_CATEGORY = {"numbers": "数字", "structure": "结构", "style": "文字", "evidence": "依据", "continuity": "衔接"}
_NEEDS = {NOTES: "需要 --notes（素材）", PREVIOUS: "需要 --previous（上年报告）", LIBRARY: "需要资料库"}
_PART = re.compile(rf"^({'|'.join(PARTS)})：", re.M)


@dataclass(frozen=True, slots=True)
class Page:
    """title: what stands in the first line. parts: heading → text, in the order of PARTS."""

    title: str
    parts: dict[str, str]


def page_of(loaded: Loaded) -> Page:
    """The manual page of a rule, cut at its headings."""
    head, *rest = _PART.split(loaded.manual)
    return Page(head.strip(), {name: text.strip() for name, text in zip(rest[::2], rest[1::2], strict=True)})


def explain(loaded: Loaded) -> str:
    """The page as plain text for a terminal."""
    rule, page = loaded.rule, page_of(loaded)
    needs = "".join(f"；{_NEEDS[need]}" for need in sorted(rule.needs))
    lines = [f"{rule.code} {rule.name}  {page.title}", f"类别：{_CATEGORY[rule.category]}；通常级别：{_SEVERITY[rule.severity]}{needs}"]
    for name, text in page.parts.items():
        lines += ["", f"{name}：", *(f"  {line}" for line in text.splitlines())]
    return "\n".join(lines)


def to_markdown(loaded: Loaded) -> str:
    """The page as Markdown, for docs/rules/<code>-<name>.md."""
    rule, page = loaded.rule, page_of(loaded)
    needs = "".join(f"；{_NEEDS[need]}" for need in sorted(rule.needs))
    card = f"类别 {_CATEGORY[rule.category]}；通常级别 {_SEVERITY[rule.severity]}{needs}"
    lines = [f"# {rule.code} {rule.name}：{page.title}", "", card, ""]
    for name, text in page.parts.items():
        body = [f"> {line}" if name in ("错例", "正例") and line else line for line in text.splitlines()]
        lines += [f"## {name}", "", *body, ""]
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """File name → Markdown of every page of docs/rules/, the index included."""
    files = {f"{one.rule.code}-{one.rule.name}.md": to_markdown(one) for one in all_rules()}
    index = ["# 检查规则", "", "由规则自身的说明生成（`python -m assistant.checks.manual docs/rules`），不要手改。", "",
             "| 编号 | 名称 | 类别 | 级别 | 说明 |", "|---|---|---|---|---|"]
    for one in all_rules():
        rule = one.rule
        index.append(f"| [{rule.code}]({rule.code}-{rule.name}.md) | {rule.name} | {_CATEGORY[rule.category]} | "
                     f"{_SEVERITY[rule.severity]} | {page_of(one).title} |")
    files["README.md"] = "\n".join(index) + "\n"
    return files


def table() -> str:
    """All rules, a line each, for `biganzi explain --list`."""
    return "\n".join(f"{one.rule.code}  {one.rule.name:<24}{_SEVERITY[one.rule.severity]}  {page_of(one).title}" for one in all_rules())


def main(folder: str) -> None:
    """Write docs/rules/ anew; pages of rules that are gone are removed."""
    from pathlib import Path

    from assistant.files import write_text

    made = pages()
    for old in Path(folder).glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        write_text(Path(folder) / name, text)


if __name__ == "__main__":
    import sys

    main(sys.argv[1])
