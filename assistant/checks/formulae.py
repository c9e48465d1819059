"""Fixed formulas in a text: listed wrong forms, orders of members, members put in wrongly, quoted names one character off.

Quotation marks never matter here. Long wordings one character off are in long_wordings.py; what time allows is in eras.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from assistant.checks.deviation import Deviation
from assistant.checks.lexicon import alike, read_list
from assistant.checks.long_wordings import find_one_off
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


def find_deviations(text: str) -> Iterator[Deviation]:
    """All departures, of those that overlap the first found."""
    plain = without(text, QUOTES)
    taken: list[Deviation] = []
    for found in (*(source(text, plain) for source in (_listed, _orders, _members, _names)), find_one_off(text)):
        for one in found:
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
        if not any(_joined(plain, one, other) for one, other in pairwise(members)):
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


def _joined(plain: Bare, one: str, other: str) -> bool:
    """Whether the one is followed by the other behind a mark; asked of the pairs before the text is searched."""
    return any(
        one[-1] + mark in plain.pairs and mark + other[0] in plain.pairs and f"{one}{mark}{other}" in plain.text for mark in ("、", "，")
    )


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
