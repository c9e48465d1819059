"""Fixed formulas in a text: listed wrong forms, orders of members, members put in wrongly, and wordings one character off.

Quotation marks never matter here, and marks between characters do not in the last. Judges wording alone; what time allows is in eras.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from assistant.checks.lexicon import alike, is_word, read_list
from assistant.checks.scan import QUOTES, Bare, ByPair, find_all, without
from assistant.domain.finding import Severity
from assistant.reference.tables import Formula, formulas

_MARKS = str.maketrans("", "", QUOTES)
_BETWEEN = re.compile(r"[、，；,;\s]*(?:和|与|及|以及|并|的)?[、，；,;\s]*")
#: orders that two-member formulas have for good; of others (信息化和工业化) both orders are in use
_PAIRS = frozenset({"F008", "F046", "F048", "F124", "F125", "F126"})
#: wrong forms that are right in another sense or time, and slogans of their own
_SKIP = frozenset(
    {
        "外化于形",
        "十二大精神",
        "市场主体",
        "只跑一次",
        "高技术企业",
        "现代产业体系",
        "三高一新",
        "国之大事",
        "招商引智",
        "有呼必应、无事不扰",
        "三重一大事项、重大决策",
        "国家级经济开发区",
        "亩产论英雄",
        "统筹推进“四个全面”",
        "以习近平同志为总书记的党中央",
        "限上工业(?!投资)",
        "中国特色现代化",
        "全面建成小康社会、全面深化改革、全面依法治国、全面从严治党",
        "政治纪律、组织纪律、廉洁纪律、工作纪律和群众纪律",
    }
)
_NAMES_ALIKE = frozenset(
    {
        "三个自信",
        "三个面向",
        "五通一平",
        "九通一平",
        "六通一平",
        "三高一新",
        "双评双看",
        "三个全面",
        "五个意识",
        "四个维护",
        "三个必须",
        "四个务必",
        "两个务必",
        "三个健康",
        "四个文明",
    }
)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A stretch of the text that departs from a formula. right: the wording that belongs there."""

    start: int
    end: int
    written: str
    right: str
    why: str
    severity: Severity = "error"


def find_deviations(text: str) -> Iterator[Deviation]:
    """All departures, of those that overlap the first found."""
    plain = without(text, QUOTES)
    taken: list[Deviation] = []
    for source in (_listed, _orders, _members, _names, _one_off):
        for one in source(text, plain):
            if not any(other.start < one.end and one.start < other.end for other in taken):
                taken.append(one)
    return iter(sorted(taken, key=lambda one: one.start))


# wrong forms


@cache
def _wrong_forms() -> tuple[tuple[str, re.Pattern[str] | None, str, str, Severity], ...]:
    rows: list[tuple[str, re.Pattern[str] | None, str, str, Severity]] = []
    for formula in formulas():
        for one in formula.wrong:
            if one.form in _SKIP or one.level == "guidance":
                continue
            severity: Severity = "error" if one.level == "always" else "warning"
            form = one.form.translate(_MARKS)
            rows.append(
                (
                    form,
                    re.compile(form) if one.regex else None,
                    formula.canonical,
                    one.note if not re.search("[A-Za-z]", one.note) else "",
                    severity,
                )
            )
    for line in read_list("formula_slips.txt"):
        wrong, right = line.split()[:2]
        rows.append((wrong.translate(_MARKS), None, right, "", "error"))
    return tuple(rows)


@cache
def _by_pair() -> ByPair[int]:
    """The rows of the wrong forms by their first pair; under "" those with a pattern."""
    rows = ByPair[int]()
    for index, (form, pattern, *_) in enumerate(_wrong_forms()):
        rows.put("" if pattern else form[:2], index)
    return rows


def _listed(text: str, plain: Bare) -> Iterator[Deviation]:
    pairs, rows = plain.pairs, _by_pair()
    for index in sorted((*rows.under(""), *(index for _, row in rows.held(pairs) for index in row))):
        form, pattern, right, note, severity = _wrong_forms()[index]
        if pattern is None and (form[-2:] not in pairs or form[1:3] not in pairs):
            continue
        places = (
            [match.span() for match in pattern.finditer(plain.text)]
            if pattern
            else [(at, at + len(form)) for at in find_all(plain.text, form)]
        )
        for left, end in places:
            whole = right.translate(_MARKS)
            # the right wording may hold the wrong one inside: 供给侧结构性改革 / 结构性改革
            shift = whole.find(form)
            if shift >= 0 and plain.text.startswith(whole, left - shift) and left >= shift:
                continue
            # the slip must not begin or end inside other words: 自治区政府、区委
            if form[0] in "市县区省" and left and plain.text[left - 1] not in "，。；、：和与\n在 向" and "、" in form:
                continue
            start, stop = plain.span(left, end)
            yield Deviation(start, stop, text[start:stop], right, note or "固定提法", severity)


# members and their order


@cache
def _ordered() -> tuple[tuple[Formula, tuple[str, ...]], ...]:
    rows = []
    for formula in formulas():
        members = tuple(member.translate(_MARKS) for member in formula.members)
        if (
            formula.order == "fixed"
            and (len(members) >= 3 or formula.id in _PAIRS)
            and all("(" not in member and "（" not in member for member in members)
        ):
            rows.append((formula, members))
    return tuple(rows)


@cache
def _member_ends() -> frozenset[str]:
    return frozenset(pair for _, members in _ordered() for member in members for pair in (member[:2], member[-2:]))


def _present(plain: Bare) -> Iterator[tuple[Formula, tuple[str, ...], int]]:
    """The formulas with an order, and how many of their members the text may hold."""
    here = _member_ends() & plain.pairs
    for formula, members in _ordered():
        yield formula, members, sum(1 for member in members if member[:2] in here and member[-2:] in here)


def _runs(plain: str, members: tuple[str, ...]) -> Iterator[list[tuple[int, int]]]:
    """Stretches in which members follow one another with nothing but marks between: (member's index, place)."""
    places = sorted((at, index) for index, member in enumerate(members) for at in find_all(plain, member))
    run: list[tuple[int, int]] = []
    for at, index in places:
        if run:
            end = run[-1][1] + len(members[run[-1][0]])
            gap = plain[end:at]
            if at < end:
                continue
            if len(gap) > 4 or not gap or not _BETWEEN.fullmatch(gap):
                yield run
                run = []
        run.append((index, at))
    if run:
        yield run


def _orders(text: str, plain: Bare) -> Iterator[Deviation]:
    for formula, members, count in _present(plain):
        if count < 2:
            continue
        short = min(map(len, members)) < 3
        if count < (len(members) if short else min(3, len(members))):
            continue
        for run in _runs(plain.text, members):
            order = [index for index, _ in run]
            if len(set(order)) != len(order) or order == sorted(order):
                continue
            # short members are common words: only the whole set in another order is surely the formula
            if len(order) < len(members) and (short or len(order) < 3):
                continue
            left, end = run[0][1], run[-1][1] + len(members[order[-1]])
            start, stop = plain.span(left, end)
            right = "、".join(members[index] for index in sorted(order))
            yield Deviation(start, stop, text[start:stop], right, f"“{formula.canonical.strip('“”')}”的次序")


def _members(text: str, plain: Bare) -> Iterator[Deviation]:
    """All members in place but one, and that one close to what belongs there: 创新、协调、绿色、开放、共赢."""
    body = plain.text
    for formula, members, count in _present(plain):
        if len(members) < 4 or count < len(members) - 1:
            continue
        if not any(f"{one}、{other}" in body or f"{one}，{other}" in body for one, other in pairwise(members)):
            continue
        for odd in range(len(members)):
            near = [members[index] for index in (odd - 1, odd + 1) if 0 <= index < len(members)]
            if not all(member in body for member in near):
                continue
            for match in _with_one_odd(members, odd).finditer(body):
                written, right = match.group("odd"), members[odd]
                if written == right or len(set(written) & set(right)) * 2 < len(right):
                    continue
                start, stop = plain.span(*match.span("odd"))
                yield Deviation(start, stop, text[start:stop], right, f"“{formula.canonical.strip('“”')}”的内容")


@cache
def _with_one_odd(members: tuple[str, ...], odd: int) -> re.Pattern[str]:
    """The members in order, in the place of one of them any word of its length."""
    pieces = [re.escape(member) if index != odd else rf"(?P<odd>[\u4e00-\u9fff]{{{len(member)}}})" for index, member in enumerate(members)]
    return re.compile("[、，]".join(pieces))


# quoted names


@cache
def _known_names() -> frozenset[str]:
    return frozenset(name for formula in formulas() for name in re.findall(r"“([^”]{3,8})”", formula.canonical))


@cache
def _names_but_one() -> dict[tuple[int, str], list[str]]:
    """(place of a character, the name without it) → the names."""
    found: dict[tuple[int, str], list[str]] = {}
    for name in sorted(_known_names()):
        for at in range(len(name)):
            found.setdefault((at, name[:at] + name[at + 1 :]), []).append(name)
    return found


_QUOTED = re.compile(r"“([\u4e00-\u9fff]{4,8})”")
_NUMBER = set("一二两三四五六七八九十")


def _names(text: str, plain: Bare) -> Iterator[Deviation]:
    """A quoted name one character off a formula's: “四个意志”, “三会二课”."""
    del plain
    known, but_one = _known_names(), _names_but_one()
    for match in _QUOTED.finditer(text):
        name = match.group(1)
        if name in known or name in _NAMES_ALIKE:
            continue
        near = ((at, one) for at in range(len(name)) for one in but_one.get((at, name[:at] + name[at + 1 :]), ()))
        right = next((one for at, one in near if alike(name[at], one[at])), None)
        if right is not None:
            yield Deviation(match.start(), match.end(), match.group(), f"“{right}”", "固定提法")


# long wordings one character off


@cache
def _long_phrases() -> tuple[ByPair[tuple[str, str]], frozenset[str]]:
    """((half of a phrase, phrase) by the first pair of the half, all phrases)."""
    phrases = [phrase for phrase in read_list("phrases.txt") if len(phrase) > 4]
    phrases += [formula.canonical for formula in formulas() if len(formula.canonical) > 5 and "“" not in formula.canonical]
    phrases += [
        member for formula in formulas() for member in formula.members if len(member) >= 6 and "(" not in member and "（" not in member
    ]
    halves = ByPair[tuple[str, str]]()
    plain = dict.fromkeys(_squeeze(phrase) for phrase in phrases)
    for phrase in plain:
        if len(phrase) < 5:
            continue
        middle = len(phrase) // 2
        for half in (phrase[:middle], phrase[middle:]) if middle > 2 else (phrase[:2], phrase[2:]):
            halves.put(half[:2], (half, phrase))
    return halves, frozenset(plain)


#: what comes and goes without making another wording
_LINKS = frozenset("其和与及的之地得好更了总全再并以用为化性")
_DROPPED = QUOTES + "、，；：（） \u3000"
_SQUEEZE = str.maketrans("", "", _DROPPED)


def _squeeze(phrase: str) -> str:
    return phrase.translate(_SQUEEZE)


@cache
def _fine() -> frozenset[str]:
    return frozenset(_squeeze(line) for line in read_list("formula_variants.txt"))


def _one_off(text: str, plain: Bare) -> Iterator[Deviation]:
    del plain
    squeezed = without(text, _DROPPED)
    body = squeezed.text
    halves, phrases = _long_phrases()
    pairs = squeezed.pairs
    exact: set[tuple[int, int]] | None = None
    deviations: list[Deviation] = []
    for _, rows in halves.held(pairs):
        for half, phrase in rows:
            if half[-2:] not in pairs or half[1:3] not in pairs:
                continue
            front = phrase.startswith(half)
            for at in find_all(body, half):
                found = _compare(body, at, half, phrase, front)
                if found is None:
                    continue
                left, right = found
                written = body[left:right]
                if (
                    written in phrases
                    or written in _fine()
                    or any(fine in body[max(0, left - 4) : right + 4] and written in fine for fine in _fine())
                ):
                    continue
                if exact is None:
                    # every long phrase begins with a pair that was looked for
                    exact = _exact(body, (one for one in phrases if one[:2] in pairs))
                if any(start <= left and right <= end for start, end in exact):
                    continue
                start, end = squeezed.span(left, right)
                deviations.append(Deviation(start, end, text[start:end], phrase, "固定提法", "warning"))
    # of two wordings at one place the longer one
    return iter(sorted(deviations, key=lambda one: (one.start, -one.end, one.right)))


def _exact(body: str, phrases: Iterable[str]) -> set[tuple[int, int]]:
    return {(at, at + len(phrase)) for phrase in phrases for at in find_all(body, phrase)}


def _compare(body: str, at: int, half: str, phrase: str, front: bool) -> tuple[int, int] | None:
    """The stretch that is the phrase but for one change in the other half; None for the phrase itself or for more changes."""
    other = phrase[len(half) :] if front else phrase[: len(phrase) - len(half)]
    size = len(other)
    if front:
        begin = at + len(half)
        window = body[begin : begin + size + 1]
        if window.startswith(other):
            return None
    else:
        window = body[max(0, at - size - 1) : at]
        if window.endswith(other):
            return None
    # the same length with one wrong character, or two neighbours exchanged
    same = window[:size] if front else window[-size:]
    if len(same) == size:
        odd = [index for index in range(size) if same[index] != other[index]]
        # the outermost character is as likely the beginning of another word
        edge = size - 1 if front else 0
        if len(odd) == 1 and alike(same[odd[0]], other[odd[0]]) and not _another_word(body, at, half, same, odd[0], front):
            return (at, at + len(half) + size) if front else (at - size, at + len(half))
        if (
            len(odd) == 1
            and size >= 4
            and len(phrase) >= 10
            and other[odd[0]] not in _LINKS
            and ((len(phrase) >= 12 and front and same[odd[0]] not in _NUMBER) or (odd[0] != edge and not _word_swap(same, other, odd[0])))
        ):
            return (at, at + len(half) + size) if front else (at - size, at + len(half))
        if len(odd) == 2 and odd[1] == odd[0] + 1 and same[odd[0]] == other[odd[1]] and same[odd[1]] == other[odd[0]]:
            return (at, at + len(half) + size) if front else (at - size, at + len(half))
    # one character lost from inside a long wording
    if size >= 3 and len(phrase) >= 8:
        shorter = window[: size - 1] if front else window[-(size - 1) :]
        for index in range(size - 1) if front else range(1, size):
            if other[index] not in _LINKS and other[:index] + other[index + 1 :] == shorter:
                after = window[size - 1 : size] if front else ""
                if front and index == size - 2 and after == other[-1]:
                    continue
                return (at, at + len(half) + size - 1) if front else (at - size + 1, at + len(half))
    return None


def _another_word(body: str, at: int, half: str, same: str, odd: int, front: bool) -> bool:
    """Whether the odd character at the very edge belongs to a word outside."""
    if front and odd == len(same) - 1:
        place = at + len(half) + odd
        return is_word(body[place : place + 2])
    if not front and odd == 0:
        place = at - len(same)
        return place > 0 and is_word(body[place - 1 : place + 1])
    return False


def _word_swap(same: str, other: str, odd: int) -> bool:
    """Whether the change makes another word of the language in the same place (重大/重点): a different thing said, not a slip."""
    for start in (odd - 1, odd):
        if start >= 0 and start + 2 <= len(same) and is_word(same[start : start + 2]) and is_word(other[start : start + 2]):
            return True
    return False
