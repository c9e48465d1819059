"""句式杂糅、缺成分、关联词不配

查什么：两种说法混成一句（本着……原则下、原因是……造成的、围绕……为中心），介词“在”没有收尾（在……的坚强领导，），关联词不配（只有……就、不仅……但也），减少说成几倍。
为什么：改句子改到一半最容易留下；单看每个词都对，校对软件认不出，念一遍就别扭。
错例：
在市委、市政府的坚强领导，全区经济稳中有进；部分项目滞后的原因是征地拆迁缓慢造成的。
正例：
在市委、市政府的坚强领导下，全区经济稳中有进；部分项目滞后的原因是征地拆迁缓慢。
出处：现代汉语语法通例（惯例）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.checks.context import CheckContext
from assistant.checks.lexicon import read_list
from assistant.checks.rule import Rule
from assistant.checks.scan import bigrams
from assistant.domain.finding import Finding

RULE = Rule("STY016", "blend", "style", "warning")


def check(context: CheckContext) -> Iterator[Finding]:
    """Sentences of which two halves do not belong together."""
    text = context.text
    pairs = bigrams(text)
    last = -1
    found = [
        (*match.span(), said, remedy)
        for needed, pattern, said, remedy in _blends()
        if needed <= pairs
        for match in re.finditer(pattern, text)
    ]
    for start, end, said, remedy in sorted(found):
        if start >= last:
            last = end
            yield context.finding(RULE, start, end, said, suggestion=remedy)


@cache
def _blends() -> tuple[tuple[frozenset[str], str, str, str], ...]:
    """(pairs that the text must hold, pattern, what is wrong, what to do)."""
    rows = []
    for line in read_list("blends.txt"):
        needed, pattern, said, remedy = line.split("\t")
        rows.append((frozenset(needed.split(",")), pattern, said, remedy))
    return tuple(rows)
