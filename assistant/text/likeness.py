"""How much two wordings speak of the same thing, by the characters they share, rare ones weighing more. No meaning is known here."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]+(?:\.\d)?|\d+(?=[千万]?[伏吨米瓦层]|模式|号|型|系列|国道|省道)")
#: words that only say that something was done or how much of it there is; they name nothing
_EMPTY = re.compile(
    r"(?:19|20)\d\d年(?:度|底|末|初)?|上半年|下半年|[一二三四]季度|截至|我们|我区|全区|全市|全省|全县|其中|分别|同比|比上年|上年|去年|今年|全年|年内|本年|年度|年初|年末|预计|力争|确保|争取|目标|任务|计划"
    r"|完成|实现|达到|达成|累计|合计|共计|总计|总数|总量|总额|数量|以上|以下|以内|左右|不少于|超过|突破|新增|净增|增加|增长|提高|提升|下降|降低|减少|压缩"
    r"|推进|推动|加快|开展|组织|实施|加强|持续|进一步|扎实|深入|全面|积极|大力|成功|顺利|着力|坚持|以及|进行|主要|重点|相关|各类|各项"
)


@lru_cache(maxsize=16384)
def grams(text: str) -> frozenset[str]:
    """Single characters and pairs of neighbours of a wording, empty words left out; Latin words whole."""
    found: set[str] = set()
    if "动工" in text:
        # one step by two names
        text = text.replace("动工", "开工")
    for run in _RUN.findall(_EMPTY.sub(" ", text)):
        if not "\u4e00" <= run[0] <= "\u9fff":
            found.add(run.lower())
            continue
        found.update(run)
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)


class Weights:
    """How much a character or a pair tells, by how few of the given wordings hold it."""

    def __init__(self, texts: Iterable[str]) -> None:
        count: Counter[str] = Counter()
        total = 0
        for text in texts:
            count.update(grams(text))
            total += 1
        self._count, self._total = count, total
        self._weight: dict[str, float] = {}
        self._sum: dict[frozenset[str], float] = {}

    def of(self, gram: str) -> float:
        """The weight of one gram; a pair tells more than a character."""
        weight = self._weight.get(gram)
        if weight is None:
            rarity = math.log(1 + (self._total + 1) / (self._count.get(gram, 0) + 0.5))
            weight = self._weight[gram] = rarity if len(gram) > 1 else rarity * 0.5
        return weight

    def sum(self, some: frozenset[str]) -> float:
        """The weight of several grams together."""
        weight = self._sum.get(some)
        if weight is None:
            weight = self._sum[some] = sum(map(self.of, some))
        return weight

    def shared(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The weight of what two wordings have in common; not kept, since each pair is met once."""
        known = self._weight
        return sum(known[gram] if gram in known else self.of(gram) for gram in one & other)

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """The same for grams in hand."""
        all_of_it = self.sum(part)
        return self.shared(part, whole) / all_of_it if all_of_it else 0.0

    def alike(self, one: str, other: str) -> float:
        """How much of the shorter wording the longer holds, 0 to 1."""
        left, right = grams(one), grams(other)
        lesser = min(self.sum(left), self.sum(right))
        return self.shared(left, right) / lesser if lesser else 0.0


EVEN = Weights(())
