"""Finds wrong characters: from the hand-kept list, the reference table, look-alikes of common words, and idioms. Reports nothing itself.

Three kinds of evidence, the surest first: a listed wrong word; a word that differs from a common one by a character of the same sound
and a shared part; an idiom of which three characters stand and the fourth only sounds or looks right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.checks.gates import Gate, Gates
from assistant.checks.lexicon import alike, all_words, common_words, is_word, read_list
from assistant.checks.neighbours import fits, may_stand, met
from assistant.checks.scan import ByPair, bigrams, find_all
from assistant.checks.sounds import by_sound, genre_terms, odd_pairs, phrases_by_half
from assistant.domain.finding import Severity

#: characters that stand alone as words so often that a pair with one of them proves nothing
_LOOSE = frozenset(
    "的了和在是有为与及等对于以将从到由向按把被让使就都也还又再更最很不未无已可能要会应须需个一二三四五六七八九十百千万亿两几多各每该此其这那之所者年月日时区市县省"
    "上下中内外前后大小新老高低好全总分里家人名次项件户成地得着过给同跟比共并或而但若如则即既因"
)


#: "5支驻点小分队": a measure word after a number belongs to the number
_MEASURES = frozenset("支个家项件条处场次名位批期套台座所类种份户间组轮届级块片")
_COUNTED = frozenset("0123456789一二两三四五六七八九十百千万亿几多余各每这")


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong form at [start, end) and what belongs there; `fixable` when a machine may put it."""

    start: int
    end: int
    wrong: str
    right: str
    severity: Severity = "error"
    fixable: bool = True
    note: str = ""


def find_slips(text: str, year: int | None = None) -> Iterator[Slip]:
    """All slips; of two that overlap the surer one alone, in order of place. year: of the text, for wordings that came up with time."""
    taken: list[Slip] = []
    for source in (_listed, _patterned, _idioms, _collocations, _lookalikes, _homophones):
        fresh = [
            slip
            for slip in source(text)
            if not before_its_time(slip.wrong, year) and not any(one.start < slip.end and slip.start < one.end for one in taken)
        ]
        taken += fresh
    return iter(sorted(taken, key=lambda one: (one.start, one.end)))


def before_its_time(wrong: str, year: int | None) -> bool:
    """Whether the form was still in order in the year of the text."""
    return year is not None and ((wrong == "法制" and year < _RULE_OF_LAW_YEAR) or (wrong in _VARIANTS and year < _VARIANT_YEAR))


# listed wrong words


@cache
def _typos() -> ByPair[tuple[str, str, tuple[str, ...]]]:
    """(wrong, right, contexts in which it is no mistake) by the first pair of characters."""
    found = ByPair[tuple[str, str, tuple[str, ...]]]()
    for line in read_list("typos.txt"):
        wrong, right, *fine = line.split()
        found.put(wrong[:2], (wrong, right, tuple(fine[0].split(",")) if fine else ()))
    return found


def _listed(text: str) -> Iterator[Slip]:
    pairs = bigrams(text)
    for _, rows in _typos().held(pairs):
        for wrong, right, fine in rows:
            if len(wrong) > 2 and (wrong[-2:] not in pairs or wrong[1:3] not in pairs):
                continue
            for at in find_all(text, wrong):
                if not _inside(text, at, wrong, fine) and not (len(wrong) == 2 and _meets(text, at)):
                    yield Slip(at, at + len(wrong), wrong, right)


def _inside(text: str, at: int, wrong: str, fine: Iterable[str]) -> bool:
    """Whether the place is part of one of the harmless contexts."""
    for context in fine:
        shift = context.find(wrong)
        while shift >= 0:
            if text.startswith(context, at - shift) and at >= shift:
                return True
            shift = context.find(wrong, shift + 1)
    return False


def _meets(text: str, at: int) -> bool:
    """Whether the pair only arises where two words meet: the left half ends a word and the right half begins one."""
    left = (is_word(text[max(0, at - 1) : at + 1]) and at > 0) or (at > 1 and is_word(text[at - 2 : at + 1]))
    right = is_word(text[at + 1 : at + 3]) or is_word(text[at + 1 : at + 4])
    return (left or text[at] in _LOOSE) and (right or text[at + 1] in _LOOSE)


# the reference table and patterns that need a context

#: how the table says that one character of the match is wrong
_SWAP = re.compile(r"change (.) to (.)")
#: rows that confusions.txt replaces with narrower contexts (的/地, 品味)
_OWN = frozenset({"T158", "T122"})
#: 法治化 took the place of 法制化 in official wording
_RULE_OF_LAW_YEAR = 2016
#: the list of variant forms of 2001 settled these; before it both were in print
_VARIANT_YEAR = 2003
_VARIANTS = frozenset({"签定", "挂勾", "座落", "部份", "台帐", "帐目", "帐户", "渡假", "图象", "录象", "影象", "坏帐", "呆帐"})


@cache
def _patterns() -> tuple[tuple[Gate, str, str, Severity, bool], ...]:
    """(pattern, right, wrong, severity, fixable)."""
    from assistant.reference.tables import typos

    rows: list[tuple[Gate, str, str, Severity, bool]] = []
    for row in typos():
        if row.level == "guidance" or not row.pattern or row.id in _OWN:
            continue
        right = row.replace if row.replace.startswith("\\") or _SWAP.match(row.replace) else row.right
        severity: Severity = "error" if row.level == "always" else "warning"
        rows.append(
            (Gate(row.pattern), right, row.wrong, severity, row.level == "always" and not row.replace and len(row.right) == len(row.wrong))
        )
    for line in read_list("confusions.txt"):
        pattern, wrong, right, *_ = line.split("\t")
        rows.append((Gate(pattern), right, wrong, "warning", False))
    return tuple(rows)


@cache
def _gates() -> Gates:
    return Gates(gate for gate, *_ in _patterns())


def _patterned(text: str) -> Iterator[Slip]:
    for index in _gates().open(text):
        gate, right, wrong, severity, sure = _patterns()[index]
        for match in gate.pattern.finditer(text):
            start, end = match.span()
            if end == start or (end - start == 2 and match.group() == wrong and _meets(text, start)):
                continue
            written = match.group()
            swap = _SWAP.match(right)
            should = (
                written.replace(swap.group(1), swap.group(2))
                if swap
                else match.expand(right)
                if "\\" in right
                else written.replace(wrong, right)
                if wrong in written and len(wrong) < len(written)
                else right
            )
            yield Slip(start, end, written, should, severity, sure and written == wrong)


# idioms of which one character is wrong


@cache
def _idiom_halves() -> tuple[ByPair[str], ByPair[str], frozenset[str]]:
    heads, tails = ByPair[str](), ByPair[str]()
    # 1: the first half is no common word and may be looked for, 2: the second half
    rows = [line.split() for line in read_list("idioms.txt")]
    every = [*(idiom for idiom, _ in rows), *(phrase for phrase in (*read_list("phrases.txt"), *genre_terms()) if len(phrase) == 4)]
    for idiom, halves in rows:
        if int(halves) & 1:
            heads.put(idiom[:2], idiom)
        if int(halves) & 2:
            tails.put(idiom[2:], idiom)
    return heads, tails, frozenset(every) | frozenset(read_list("variants.txt")) | frozenset(read_list("siblings.txt"))


def _idioms(text: str) -> Iterator[Slip]:
    heads, tails, known = _idiom_halves()
    places = _places(text)
    for side, table in ((2, heads), (0, tails)):
        for half, idioms in table.held(bigrams(text)):
            for place in places[half]:
                at = place if side else place - 2
                piece = text[at : at + 4] if at >= 0 else ""
                if len(piece) == 4 and piece not in known:
                    yield from _one_off(text, at, piece, idioms, side)


@lru_cache(maxsize=2)
def _places(text: str) -> dict[str, list[int]]:
    """Where each half of an idiom and each odd pair begins. Which there are is known before: the long walk asks a small table."""
    heads, tails, _ = _idiom_halves()
    pairs = bigrams(text)
    found: dict[str, list[int]] = {pair: [] for pair in {*(heads.pairs & pairs), *(tails.pairs & pairs), *odd_pairs(text)}}
    for at in range(len(text) - 1):
        if (pair := text[at : at + 2]) in found:
            found[pair].append(at)
    return found


def _collocations(text: str) -> Iterator[Slip]:
    """Three or four characters that sound like a collocation of the genre and are written with one other character."""
    _, _, known = _idiom_halves()
    phrases, places = phrases_by_half(), _places(text)
    for pair, (_, halves, _) in odd_pairs(text).items():
        for half in halves:
            for phrase in phrases.under(half):
                size = len(phrase)
                # what is outside the half is written right
                sides = [side for side in (0, size - 2) if phrase[side : side + 2] == half]
                for at, side in [(place - side, side) for place in places[pair] for side in sides if place >= side]:
                    piece = text[at : at + size]
                    if piece[:side] != phrase[:side] or piece[side + 2 :] != phrase[side + 2 :] or piece in known:
                        continue
                    yield from _one_off(text, at, piece, (phrase,), side) if size == 4 else _off_term(text, at, piece, phrase)


def _off_term(text: str, at: int, piece: str, term: str) -> Iterator[Slip]:
    """A term of three characters of which one is another: no word, and a stranger to a neighbour inside and to the one outside."""
    odd = next(place for place in range(3) if piece[place] != term[place])
    if not _han(piece) or is_word(piece) or piece[odd] in _LOOSE or not alike(piece[odd], term[odd]):
        return
    # “压仓石” is the term in marks; a longer name in marks may play on sounds
    if text[at - 1 : at] in _OPENING and text[at + 3 : at + 4] != "”":
        return
    if (odd == 2 or met(piece[:2])) and (odd == 0 or met(piece[1:])):
        return
    if odd != 1:
        beside = text[at + 2 : at + 4] if odd else text[at - 1 : at + 1] if at else ""
        longer = text[at + 2 : at + 5] if odd else text[at - 2 : at + 1] if at > 1 else ""
        meant = term[2] + beside[1:] if odd else beside[:1] + term[0]
        if is_word(longer) or (len(beside) == 2 and met(beside) and not met(meant)) or is_word(beside):
            return
    yield Slip(at, at + 3, piece, term, "warning", False)


def _one_off(text: str, at: int, piece: str, idioms: Iterable[str], side: int) -> Iterator[Slip]:
    for idiom in idioms:
        first, second = piece[side] == idiom[side], piece[side + 1] == idiom[side + 1]
        if first == second:
            continue
        odd = side + 1 if first else side
        if not alike(piece[odd], idiom[odd]) or not _han(piece):
            continue
        # another word in the place of one half is another thing said: 法制建设, 医养结合服务
        if piece[side : side + 2] in common_words() and is_word(idiom[side : side + 2]):
            continue
        if side == 0 and at and is_word(text[at - 1 : at + 1]):
            continue
        # 持之以恒正风 or 抓实干部: the odd character belongs to a word outside
        outside = text[at + 3 : at + 5] if odd == 3 else text[at - 1 : at + 1] if odd == 0 and at else ""
        if outside and is_word(outside) and not is_word(idiom[odd] + outside[1] if odd == 3 else outside[0] + idiom[odd]):
            continue
        yield Slip(at, at + 4, piece, idiom, "warning", False)


def _han(piece: str) -> bool:
    return all("\u4e00" <= one <= "\u9fff" for one in piece)


# look-alikes of common two-character words


@cache
def _wrong_forms() -> tuple[dict[str, str], frozenset[str]]:
    """(wrong form → word, the wrong forms)."""
    found: dict[str, str] = {}
    for line in read_list("lookalikes.txt"):
        word, _, sides = line.partition(" ")
        first, _, second = sides.partition("/")
        for one in first:
            found.setdefault(one + word[1], word)
        for one in second:
            found.setdefault(word[0] + one, word)
    for wrong, right in _shape_slips():
        found.setdefault(wrong, right)
    return found, frozenset(found)


def _shape_slips() -> Iterator[tuple[str, str]]:
    """Common words with a character of much the same shape put in, as hands and scanners do: 污染防冶, 创新载休."""
    twins: dict[str, set[str]] = {}
    for line in read_list("shapes.txt"):
        for one in line:
            twins.setdefault(one, set()).update(line.replace(one, ""))
    words = {word for word in common_words() if len(word) == 2}
    for word in sorted(words):
        for at in (0, 1):
            for twin in twins.get(word[at], ()):
                wrong = word[:at] + twin + word[at + 1 :]
                if wrong not in all_words() and wrong not in words:
                    yield wrong, word


def _lookalikes(text: str) -> Iterator[Slip]:
    table, wrong = _wrong_forms()
    for pair in wrong & bigrams(text):
        for at in find_all(text, pair) if not met(pair) else ():
            if not _part_of_word(text, at):
                yield Slip(at, at + 2, pair, table[pair], "warning", False)


def _part_of_word(text: str, at: int) -> bool:
    """Whether either character belongs to a word with its neighbour outside the pair, or the pair is part of a longer word."""
    if pair_in_brackets(text, at) or (text[at] in _MEASURES and text[at - 1 : at] in _COUNTED):
        return True
    around = [text[at - 1 : at + 1] if at else "", text[at + 1 : at + 3]]
    around += [text[start : start + 3] for start in range(max(0, at - 2), at + 2)]
    if any(is_word(one) for one in around if len(one) > 1):
        return True
    _, _, known = _idiom_halves()
    return any(text[start : start + 4] in known for start in range(max(0, at - 3), at + 2))


_OPENING = ("“", "《", "‘", "—")


def pair_in_brackets(text: str, at: int) -> bool:
    """Whether the pair opens or fills a quoted name: coined names play on sounds."""
    return text[at - 1 : at] in _OPENING or text[at + 2 : at + 3] in ("”", "》", "’")


# homophones of common words beside another common word


def _homophones(text: str) -> Iterator[Slip]:
    """A pair that is no word but sounds like one, hard by a word that reports use all the time: 盘活存亮资产."""
    (_, _, _, near, coined), places = by_sound(), _places(text)
    for pair, (right, _, words) in odd_pairs(text).items():
        for at in places[pair] if right or words else ():
            beside = text[at + 2 : at + 4] in near or (at > 1 and text[at - 2 : at] in near)
            if right and beside and may_stand(text, at, pair, right) and not _part_of_word(text, at):
                yield Slip(at, at + 2, pair, right, "warning", False)
            elif not pair_in_brackets(text, at) and (
                fitting := next(
                    (
                        word
                        for word in words
                        if _behind_figure(text, at, pair, word)
                        or (_odd_one(pair, word) not in coined and (fits(text, at, pair, word) or _before_figure(text, at, pair, word)))
                    ),
                    "",
                )
            ):
                yield Slip(at, at + 2, pair, fitting, "warning", False)


#: words that stand right before a figure, units that stand right behind one
_TOLD = (
    "增长 下降 提高 提升 完成 达到 实现 新增 投资 增加 减少 超过 突破 累计 压缩 缩短 签约 开工 竣工 投产 引进 新建 建成 发放 检查 排查"
    " 培训 总数 占比 增速 升至 降至 增至 降低 上升 面积 总额 余额 产值 收入 税收 出口 进口 贷款 项目 企业 平台 泊位 隐患"
    " 问题 同比 净增 解决 办结 帮助 服务 其中 以上"
)
_UNITS = "亿元 万元 万吨 公里 百分"
_BEFORE_FIGURES, _BEHIND_FIGURES = frozenset(_TOLD.split()), frozenset(_UNITS.split())


def _behind_figure(text: str, at: int, pair: str, word: str) -> bool:
    """Whether a figure stands before the pair and the word is a unit: 1.24依元."""
    before, after = text[at - 1 : at], text[at + 2 : at + 3]
    if word not in _BEHIND_FIGURES or not (before.isascii() and before.isdigit()):
        return False
    return pair[0] != word[0] or not "\u4e00" <= after <= "\u9fff" or (not met(pair[1] + after) and met(word[1] + after))


def _before_figure(text: str, at: int, pair: str, word: str) -> bool:
    """Whether a figure follows a word that figures follow, and the wrong character goes with no other neighbour: 增仗9.6%."""
    before, after = text[at - 1 : at], text[at + 2 : at + 3]
    if word not in _BEFORE_FIGURES or not (after.isascii() and after.isdigit()):
        return False
    if not "\u4e00" <= before <= "\u9fff":
        return True
    return met(before + word[0]) if pair[0] == word[0] else not met(before + pair[0]) and met(before + word[0])


def _odd_one(pair: str, word: str) -> str:
    """The character of the pair that the word has otherwise."""
    return pair[0] if pair[0] != word[0] else pair[1]
