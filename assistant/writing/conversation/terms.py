"""What the words of a question look for: pairs of characters, their weight, and the other wordings that count. No figures here."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from assistant.reference.tables import indicator
from assistant.retrieval.vocabulary import vocabulary
from assistant.writing.conversation.statements import squeeze

_RUN = re.compile(r"[\u4e00-\u9fffa-z0-9.&+%\-]+")
_NUMBER = re.compile(r"(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十]+)(?P<measure>[个大项条支类家件套座所批轮期件])")
#: characters that say nothing alone, and how many of the texts may hold one that does
_EMPTY = "到了过得出去来上下着多少给拿收用做办新进有"
_RARE = 0.06
#: words that hold a pair without its meaning: 到位市外资金 is no 外资
_FALSE = {"外资": "外资金", "产值": "生产值", "高企": "提高企"}
#: verbs of everyday speech in front of 多少: a pair that ends in one is no word of a report (农田建了多少)
_VERBS = "建修铺搞干做办签拿收花投引招卖产种养挖装盖到有出用发给剩余缺欠"
_BAR = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>[百千]?[万亿])元?(?P<side>以上|以下|以内|级)")
_BARS = re.compile(r"(?P<low>\d+)[万亿]?元?[到至\-](?P<high>\d+)(?P<unit>[百千]?[万亿])元?(?![以])")
_HAN = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a statement can hold: a pair of characters (or a word, or a number with its measure word), or one of `others` instead."""

    text: str
    weight: float = 1.0
    others: tuple[str, ...] = ()
    #: its place in the words asked for, so that neighbours are known; -1 for words and numbers
    place: int = -1
    #: the two characters apart, where no text holds them side by side: 保障房 for 保障性租赁住房
    gap: str = ""
    #: characters of a pair that no text holds, each rare enough to tell something alone (贷到, 住进)
    alone: str = ""

    def held_by(self, text: str) -> float:
        """1 where the text holds it as asked, 0.9 where it holds another wording, else 0."""
        if self.text in text and not (self.text in _FALSE and self.text not in text.replace(_FALSE[self.text], "")):
            return 1.0
        if any(other in text for other in self.others):
            return 0.9
        if self.gap and re.search(self.gap, text):
            return 0.6
        return 0.5 if any(char in text for char in self.alone) else 0.0


@dataclass(frozen=True)
class Asking:
    """The spoken turns with the wordings of reports, longest first, and the idle words, longest first."""

    families: tuple[tuple[str, tuple[str, ...]], ...]
    idle: tuple[str, ...]


@cache
def asking() -> Asking:
    """The table asking.yaml, folded."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(resources.files("assistant.writing.conversation").joinpath("asking.yaml").read_text(encoding="utf-8"), Loader=loader)
    families: dict[str, tuple[str, ...]] = {}
    for row in raw["families"]:
        written = tuple(dict.fromkeys(squeeze(str(one)) for one in row["write"]))
        for said in row["say"]:
            key = squeeze(str(said))
            families[key] = tuple(dict.fromkeys((*families.get(key, ()), *written)))
    idle = {squeeze(str(word)) for word in raw["idle"]} | {squeeze(word) for word in vocabulary().idle}
    return Asking(
        tuple(sorted(families.items(), key=lambda item: -len(item[0]))),
        tuple(sorted((word for word in idle if word), key=lambda word: (-len(word), word))))


def read_terms(text: str, *, wide: bool = False) -> tuple[Term, ...]:
    """The terms of a piece of a question from which units and years are gone already; weights are 1 until `weigh`.

    wide: retrieval's word families count as other wordings, too. They hold what belongs together (海铁联运, 集装箱), which finds
    passages, but would take one figure for another.
    """
    folded = squeeze(text)
    spans = _families(folded, wide)
    keep = [True] * len(folded)
    for word in asking().idle:
        at = folded.find(word)
        while at >= 0:
            end = at + len(word)
            inside = any(left < end and at < right and right - left >= len(word) for left, right, _ in spans)
            if all(keep[at:end]) and not inside and folded[end : end + 1] != "性":
                keep[at:end] = [False] * len(word)
            at = folded.find(word, at + 1)
    terms: dict[str, Term] = {}
    for match in _BAR.finditer(folded):
        # 10亿元以上 is part of a name: neither its digits nor 亿元 may get lost
        bar = match["number"] + match["unit"]
        terms[match.group()] = Term(f"{bar}元{match['side']}", 2.0, (f"{bar}{match['side']}",))
        keep[match.start() : match.end()] = [False] * len(match.group())
    for match in _BARS.finditer(folded):
        low, high, unit = match["low"], match["high"], match["unit"]
        terms[match.group()] = Term(f"{low}{unit}-{high}{unit}元", 2.0, (f"{low}-{high}{unit}元", f"{low}{unit}元-{high}{unit}元"))
        keep[match.start() : match.end()] = [False] * len(match.group())
    left_over = "".join(char if kept else " " for char, kept in zip(folded, keep, strict=True))
    for match in _NUMBER.finditer(left_over):
        forms = _number_forms(match["number"])
        terms[match.group()] = Term(match.group(), 1.4, tuple(form + match["measure"] for form in forms))
    left_over = _NUMBER.sub(lambda match: " " * len(match.group()), left_over)
    for match in _RUN.finditer(left_over):
        run, start = match.group(), match.start()
        for size in (2,) if len(run) > 1 else (1,):
            for place in range(len(run) - size + 1):
                piece = run[place : place + size]
                if piece[0].isdigit() or not any("\u4e00" <= char <= "\u9fff" for char in piece):
                    continue
                at = start + place
                others = [word for left, right, written in spans if left <= at and at + size <= right for word in written]
                known = terms.get(piece)
                crossing = any((left <= at < right) != (left <= at + size - 1 < right) for left, right, _ in spans)
                whole = 0.4 if size < 2 else 0.12 if crossing and not others else 1.0
                terms[piece] = Term(piece, whole, tuple(dict.fromkeys((*(known.others if known else ()), *others))), at)
        for word in re.findall(r"[a-z][a-z0-9.&+\-]*|\d+(?:\.\d+)?%?", run):
            at = start + run.index(word)
            others = [other for left, right, written in spans if left <= at and at + len(word) <= right for other in written]
            terms.setdefault(word, Term(word, 1.0, tuple(dict.fromkeys(others))))
    return tuple(terms.values())


def _number_forms(written: str) -> tuple[str, ...]:
    """The same small number in the other kind of digits."""
    if written.isdigit():
        number = int(written)
        return (_HAN[number],) if 0 < number <= 10 else ()
    number = _HAN.find("二" if written == "两" else written)
    return (str(number),) if number > 0 else ()


def _families(folded: str, wide: bool) -> list[tuple[int, int, tuple[str, ...]]]:
    spans: list[tuple[int, int, tuple[str, ...]]] = []
    for said, written in asking().families:
        at = folded.find(said)
        while at >= 0:
            if not any(left <= at and at + len(said) <= right for left, right, _ in spans):
                spans.append((at, at + len(said), written))
            at = folded.find(said, at + 1)
    own = [(left, right) for left, right, _ in spans]
    for start, end, family in vocabulary().find(folded):
        # the chat's own table is the closer one: the families of retrieval are wide on purpose
        # a row of the indicator table has no spoken turns; a word family may bear the name of one
        if not wide and (family.said or indicator(family.name) is None):
            continue
        if end - start > 1 and not any(left < end and start < right for left, right in own):
            # two characters hide in other words: 工投 in 竣工投产
            least = 1 if wide else 2
            spans.append((start, end, tuple(squeeze(word) for word in family.written if len(word) > least)))
    return spans


def weigh(terms: Sequence[Term], texts: Sequence[str]) -> tuple[Term, ...]:
    """The terms with weights by rarity in these texts, the later ones a little more: what is counted stands last.

    What all texts hold tells little; what none holds is as telling as what is rarest.
    """
    total = len(texts)
    last = max((term.place for term in terms), default=0) or 1
    weighed = []
    for term in terms:
        count = sum(1 for text in texts if term.held_by(text))
        rarity = min(4.0, max(0.35, math.log((total + 1) / (count + 0.8))))
        alone = "" if count or term.others or len(term.text) != 2 or term.text[-1] not in _EMPTY else "".join(
            char for char in term.text if char not in _EMPTY and 0 < sum(char in text for text in texts) <= max(1, _RARE * total))
        gap = ""
        if not count and not term.others and len(term.text) == 2 and not set(term.text) & set(_EMPTY + _VERBS):
            gap = f"{re.escape(term.text[0])}[\u4e00-\u9fff]{{1,5}}{re.escape(term.text[1])}"
        if not count and term.place == last and term.text[-1] in _VERBS:
            rarity = 0.6
        late = 1.0 if term.place < 0 else 0.8 + 0.5 * term.place / last
        weighed.append(replace(term, alone=alone, gap=gap, weight=term.weight * rarity * late))
    return tuple(weighed)


def graded(terms: Sequence[Term], levels: Sequence[float]) -> float:
    """The weighted mean of the levels; a pair between two that are held is no word of its own (业入 in 企业入园): it counts as they do."""
    places = {term.place: level for term, level in zip(terms, levels, strict=True) if term.place >= 0}
    total = got = 0.0
    for term, level in zip(terms, levels, strict=True):
        if not level and term.place >= 0:
            level = 0.9 * min(places.get(term.place - 1, 0.0), places.get(term.place + 1, 0.0))
        total += term.weight
        got += term.weight * level
    return got / total if total else 0.0


def coverage(terms: Sequence[Term], text: str) -> float:
    """The share of the terms' weight that a folded text holds, 0 to 1."""
    return graded(terms, [term.held_by(text) for term in terms])
