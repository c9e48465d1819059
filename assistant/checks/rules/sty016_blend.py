"""句式杂糅、缺成分、关联词不配

查什么：
两种说法混成一句（本着……原则下、对照……要求下、原因是……造成的、围绕……为中心），介词“在”没有收尾（在……的坚强领导，）；
关联词不配（只有……就、不仅……但也），减少说成几倍，动词与名词不配（效率加快、步伐提高），“通过……使……”缺主语。
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
from assistant.checks.scan import bigrams, find_all
from assistant.domain.finding import Finding

RULE = Rule("STY016", "blend", "style", "warning")

_ENDS = ("，", "。", "；")
#: how far a clause is read back from its end, and on into what follows
_REACH, _AHEAD = 48, 4


def check(context: CheckContext) -> Iterator[Finding]:
    """Sentences of which two halves do not belong together."""
    text = context.text
    pairs = bigrams(text)
    last = -1
    found = [
        (*match.span(), said, remedy)
        for needed, closing, pattern, said, remedy in _blends()
        if needed <= pairs
        for match in _matches(text, pattern, closing)
    ]
    for start, end, said, remedy in sorted(found):
        if start >= last:
            last = end
            yield context.finding(RULE, start, end, said, suggestion=remedy)


def _matches(text: str, pattern: str, closing: str) -> Iterator[re.Match[str]]:
    """Where the pattern stands; one that closes a clause is looked for at the ends of clauses alone."""
    if not closing:
        yield from re.finditer(pattern, text)
        return
    compiled = re.compile(pattern)
    for at in find_all(text, closing):
        end = at + len(closing)
        if text[end : end + 1] in _ENDS:
            # the clause before may close in the same word
            yield from (one for one in compiled.finditer(text, max(0, at - _REACH), min(len(text), end + _AHEAD)) if one.end() == end)


@cache
def _blends() -> tuple[tuple[frozenset[str], str, str, str, str], ...]:
    """(pairs that the text must hold, word that closes the clause or "", pattern, what is wrong, what to do)."""
    rows = []
    for line in read_list("blends.txt"):
        needed, pattern, said, remedy = line.split("\t")
        if needed.startswith("<"):
            rows += [(frozenset([closing]), closing, pattern, said, remedy) for closing in needed[1:].split("|")]
        else:
            rows.append((frozenset(needed.split(",")), "", pattern, said, remedy))
    return tuple(rows)
