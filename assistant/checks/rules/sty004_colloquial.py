"""口语化，不合公文语体

查什么：口语词、语气词、俗语和网络用语（老板们都说、省心多了、挺好、搞定、给力、吧、呢）。
为什么：公文庄重、准确、简明；转述群众原话应加引号并注明。
错例：
老板们都说办事省心多了、再也不用来回跑了。
正例：
企业对办事便利度的满意率达98.6%。
出处：公文语体通例（惯例）；引号内的原话不算。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.checks.context import CheckContext
from assistant.checks.gates import Gate
from assistant.checks.lexicon import read_list
from assistant.checks.rule import Rule
from assistant.checks.scan import Words
from assistant.domain.finding import Finding

RULE = Rule("STY004", "colloquial", "style", "warning")

_REACH = 80
_CLAUSE_END = re.compile(r"[，。；！？\n]")


def check(context: CheckContext) -> Iterator[Finding]:
    """Colloquial words outside of quotations; several in one clause are one finding."""
    text = context.text
    last = -1
    found = [match.span() for gate in _gates() for match in gate.finditer(text)]
    found += [(at, at + len(word)) for at, word in _words().find(text)]
    for start, end in sorted(found, key=lambda one: (one[0], -one[1])):
        if start < last or _quoted(text, start):
            continue
        stop = _CLAUSE_END.search(text, end)
        last = stop.start() if stop else len(text)
        yield context.finding(RULE, start, end, f"“{text[start:end]}”是口语，不合公文语体", suggestion="改用书面语；转述原话的加引号")


def _quoted(text: str, start: int) -> bool:
    """Whether the place stands between quotation marks or in a title; a half that lacks its other half quotes nothing."""
    left, right = max(text.rfind("\n", 0, start) + 1, start - _REACH), start + _REACH
    line_end = text.find("\n", start, right)
    right = right if line_end < 0 else line_end
    for opening, closing in ("“”", "《》"):
        if text.rfind(opening, left, start) > text.rfind(closing, left, start):
            after = text.find(closing, start, right)
            again = text.find(opening, start, right)
            if after >= 0 and (again < 0 or after < again):
                return True
    return False


@cache
def _gates() -> tuple[Gate, ...]:
    return tuple(Gate(line) for line in read_list("colloquial.txt"))


@cache
def _words() -> Words:
    return Words(word for line in read_list("colloquial_words.txt") for word in line.split())
