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
#: verbs that may have the noun at the end of a clause for their object
_VERBS = re.compile(
    "提升|提高|增强|增加|扩大|改善|优化|加大|加快|推进|推动|建设|强化|完善|形成|打造|营造|培育|缓解|解决|降低|减轻|压缩|实现|拓展|拓宽|破解|补齐|发展|促进|激发"
    "|释放|保障|支持|带动|引导|构建|健全|创新|夯实|筑牢|凝聚|汇聚|转化|赋能|服务|治理|管理|化解|应对|防范|转变|改革|改造|升级|缩小|消除|统筹|落实|开放|合作|投入"
    "|投资|巩固|提振|开创|奠定|履行|完成|以|把|将|使|让"
)
_CLAUSE = re.compile("[，。；、：\n]")
_NEAR = 12
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
    objects = _objects()
    told = closing.keys() | objects.keys()
    for mark in _END.finditer(text):
        end = mark.start()
        if (word := text[end - 2 : end]) not in told:
            continue
        for pattern, words in closing.get(word, ()):
            # the clause before may close in the same word
            for one in _compiled(pattern).finditer(text, max(0, end - _REACH), min(len(text), end + _AHEAD)):
                if one.end() == end:
                    yield *one.span(), *words
        wrong, right = objects.get(word, (None, ""))
        if wrong is not None and wrong.search(text, max(0, end - 4 - _NEAR), end - 2):
            yield from _object(text, end, wrong, right)


def _object(text: str, end: int, wrong: re.Pattern[str], right: str) -> Iterator[tuple[int, int, str, str]]:
    """The one verb of a clause whose object, at its end, does not go with it: 改善资金压力."""
    start = max(end - _REACH, 0)
    for mark in _CLAUSE.finditer(text, start, end - 2):
        start = mark.end()
    verbs = list(_VERBS.finditer(text, start, end - 2))
    if len(verbs) == 1 and wrong.match(verbs[0].group()) and end - 2 - verbs[0].end() <= _NEAR:
        noun = text[end - 2 : end]
        yield verbs[0].start(), end, f"搭配不当：{noun}不说“{verbs[0].group()}”", f"改为“{right.replace('、', '”“')}”"


def _one_sided(text: str) -> Iterator[tuple[int, int, str, str]]:
    """一方面……, with no other side in the whole text."""
    places = [match.start() for match in _SIDE.finditer(text)]
    if len(places) == 1 and not text.endswith("另", 0, places[0]):
        yield places[0], places[0] + 3, "只有“一方面”，没有“另一方面”", "补上“另一方面……”，或删去“一方面”"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _objects() -> dict[str, tuple[re.Pattern[str], str]]:
    """Noun → the verbs that it is no object of, and those that it is."""
    rows = (line.split("\t") for line in read_list("objects.txt"))
    return {noun: (re.compile(wrong.replace(" ", "|")), right) for noun, wrong, right in rows}


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
