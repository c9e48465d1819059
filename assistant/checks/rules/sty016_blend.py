"""句式杂糅、缺成分、关联词不配

查什么：
两种说法混成一句（本着……原则下、对照……要求下、原因是……造成的、围绕……为中心），介词“在”没有收尾（在……的坚强领导，）；
关联词不配（只有……就、不仅……但也、一方面没有另一方面），减少说成几倍，动词与名词不配（效率加快、步伐提高），“通过……使……”缺主语。
为什么：改句子改到一半最容易留下；单看每个词都对，校对软件认不出，念一遍就别扭。
错例：
在市委、市政府的坚强领导，全区经济稳中有进；部分项目滞后的原因是征地拆迁缓慢造成的。
正例：
在市委、市政府的坚强领导下，全区经济稳中有进；部分项目滞后的原因是征地拆迁缓慢。
出处：现代汉语语法通例（惯例）。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from assistant.checks.context import CheckContext
from assistant.checks.lexicon import read_list
from assistant.checks.rule import Rule
from assistant.checks.scan import bigrams
from assistant.domain.finding import Finding

RULE = Rule("STY016", "blend", "style", "warning")

_END = re.compile("[，。；]")
_SIDE = re.compile("一方面(?!军)")
#: how far a clause is read back from its end, and on into what follows
_REACH, _AHEAD = 50, 4


def check(context: CheckContext) -> Iterator[Finding]:
    """Sentences of which two halves do not belong together."""
    text = context.text
    pairs = bigrams(text)
    last = -1
    plain, closing = _blends()
    found = [
        (*match.span(), *words) for needed, pattern, words in plain if needed <= pairs for match in re.finditer(pattern, text)
    ]
    found += _closed(text, closing)
    found += _one_sided(text) if "方面" in pairs and "一方" in pairs else ()
    for start, end, said, remedy in sorted(found):
        if start >= last:
            last = end
            yield context.finding(RULE, start, end, said, suggestion=remedy)


def _closed(text: str, closing: dict[str, list[tuple[str, tuple[str, str]]]]) -> Iterator[tuple[int, int, str, str]]:
    """Where a pattern closes a clause with its word of two characters: the clause is read back from there."""
    for mark in _END.finditer(text):
        end = mark.start()
        for pattern, words in closing.get(text[end - 2 : end], ()):
            # the clause before may close in the same word
            for one in re.compile(pattern).finditer(text, max(0, end - _REACH), min(len(text), end + _AHEAD)):
                if one.end() == end:
                    yield *one.span(), *words


def _one_sided(text: str) -> Iterator[tuple[int, int, str, str]]:
    """一方面……, with no other side in the whole text."""
    places = [match.start() for match in _SIDE.finditer(text)]
    if len(places) == 1 and not text.endswith("另", 0, places[0]):
        yield places[0], places[0] + 3, "只有“一方面”，没有“另一方面”", "补上“另一方面……”，或删去“一方面”"


@cache
def _blends() -> tuple[list[tuple[frozenset[str], str, tuple[str, str]]], dict[str, list[tuple[str, tuple[str, str]]]]]:
    """(pairs the text must hold, pattern, (what is wrong, what to do)); and the same without pairs by the word that closes the clause."""
    plain, closing = [], defaultdict(list)
    for line in read_list("blends.txt"):
        needed, pattern, said, remedy = line.split("\t")
        if needed.startswith("<"):
            for word in needed[1:].split("|"):
                closing[word].append((pattern, (said, remedy)))
        else:
            plain.append((frozenset(needed.split(",")), pattern, (said, remedy)))
    return plain, closing
