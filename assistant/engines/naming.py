"""Names in a model's sentence that the notes don't have: misspelt, from another year, or invented."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.engines.evidence import Evidence
from assistant.engines.names import FIRM, PROJECT, core_of, is_known

#: characters that tell the members of a row of names apart
_SERIES = "一二三四五六七八九十东西南北甲乙丙丁上下新老大小"


def misspelt_names(text: str, evidence: Evidence) -> Iterable[tuple[int, int, str]]:
    """(start, end, message) for a stretch that is one character away from a name of the notes and stands nowhere in the evidence."""
    for name in evidence.names:
        size = len(name)
        if name in text or size < 3:
            continue
        for at in range(len(text) - size + 1):
            window = text[at : at + size]
            wrong = [i for i in range(size) if window[i] != name[i]]
            if len(wrong) != 1 or window in evidence.known or not "\u4e00" <= window[wrong[0]] <= "\u9fff":
                continue
            i = wrong[0]
            # 一期 for 二期 is another name of the same make; a cut-off edge of the name proves nothing
            series = name[i] in _SERIES and window[i] in _SERIES
            inside = 0 < i < size - 1
            whole = size >= 4 and (text[at - 1 : at] in "，、；。：（“" or i == size - 1)
            if series or inside or whole:
                yield at, at + size, f"素材里是“{name}”，稿中是“{window}”"


def foreign_names(text: str, evidence: Evidence) -> Iterable[tuple[int, int, str]]:
    """Names of firms and projects that stand in texts of other years and in no note."""
    for pattern in (FIRM, PROJECT):
        for match in pattern.finditer(text):
            core = core_of(match[0])
            if core and core not in evidence.known and core in evidence.foreign and not is_known(core, evidence.known):
                yield match.start(), match.end(), f"“{match[0]}”是往年材料里的，今年素材没有"


def invented_names(text: str, evidence: Evidence) -> Iterable[tuple[int, int, str]]:
    """Names of firms and projects that stand nowhere in the evidence nor in texts of other years."""
    for pattern, what in ((FIRM, "单位"), (PROJECT, "项目")):
        for match in pattern.finditer(text):
            core = core_of(match[0])
            if core and not is_known(core, evidence.known) and core not in evidence.foreign:
                yield match.start(), match.end(), f"素材里没有这个{what}：{match[0]}"
