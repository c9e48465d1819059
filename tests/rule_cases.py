"""Reads the Markdown cases of the rules: what a user could write, the place marked `[[ ]]`. No checking here.

    # NUM003 sum                      the rule under test
    ## 错例：分项之和                  the rule must fire, and its span must meet every [[place]]
    正文……[[227家]]……
    ## 正例：取整之差                  the rule must say nothing
    ### 素材                          optional, before the text: notes, as --notes
    ### 上年                          optional: last year's report, as --previous
    ### 资料库                        optional: a passage of the library
    ### 用词                          optional: the office's word list
    ### 正文                          then the text itself
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

CASES = Path(__file__).resolve().parent / "cases" / "rules"


@dataclass(frozen=True)
class RuleCase:
    """One text for one rule. marks: where it must fire, offsets in `text`; empty for a right example."""

    file: str
    rule: str
    title: str
    wrong: bool
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    notes: str = ""
    previous: str = ""
    tags: tuple[str, ...] = field(default=())
    library: str = ""
    words: str = ""

    def __str__(self) -> str:
        return f"{self.rule}-{'错' if self.wrong else '正'}-{self.title}"


def read_cases(prefix: str = "") -> list[RuleCase]:
    """All cases of the files whose names begin with the prefix, in order."""
    return [case for path in sorted(CASES.glob(f"{prefix}*.md")) for case in parse_cases(path.read_text(encoding="utf-8"), path.name)]


def parse_cases(source: str, file: str = "") -> list[RuleCase]:
    """The cases of one file. Raises ValueError where a wrong example has no mark or a right one has."""
    rule = ""
    cases = []
    for block in re.split(r"^(?=#{1,2} )", source, flags=re.M):
        head, _, body = block.partition("\n")
        if head.startswith("# "):
            rule = head[2:].split()[0]
        elif head.startswith("## "):
            kind, _, title = head[3:].partition("：")
            parts = {"正文": ""}
            current = "正文"
            for line in body.strip("\n").split("\n"):
                if line.startswith("### "):
                    current = line[4:].strip()
                    parts[current] = ""
                else:
                    parts[current] += line + "\n"
            text, marks = unmark(parts["正文"].strip("\n") + "\n")
            wrong = kind.strip() == "错例"
            if wrong != bool(marks):
                raise ValueError(f"{file} {rule} {title}: a wrong example needs [[marks]], a right one has none")
            cases.append(RuleCase(file, rule, title.strip(), wrong, text, marks, parts.get("素材", ""), parts.get("上年", ""),
                                  library=parts.get("资料库", ""), words=parts.get("用词", "")))
    return cases


def unmark(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without its brackets, and where they stood."""
    text, marks, start = "", [], -1
    for piece in re.split(r"(\[\[|\]\])", marked):
        if piece == "[[":
            start = len(text)
        elif piece == "]]":
            marks.append((start, len(text)))
        else:
            text += piece
    return text, tuple(marks)
