"""A folded note is cut into groups and clauses, brackets kept with the clause before them. What a clause says is read in `items`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.engines.offline.amounts import NUMBER, Amount, Move, amounts

_OPEN, _CLOSE = "（“《【[", "）”》】]"
#: a colon after a short label without an amount of its own, or after a total: 规上工企63家：农产品加工24、…
_COLON = re.compile(r"^([^：，。；]{1,36}?)\s*[：:]\s*(?=\S)")
#: 6.9亿/年度计划13.5亿=51.1% lists three facts; 万元/亩 is one unit
_GLUE = re.compile(
    rf"(?<=[\d亿万元家个户%项件次公里亩米台套处])\s*([/／=])\s*"
    rf"(?=[\u4e00-\u9fff]|{NUMBER}(?:%|亿|万))(?!(?:亩|日|天|年|人|吨|户|升|公顷|小时|月|立方米|平方米|平方公里|万元)(?![\u4e00-\u9fff]))"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with the sign in front of it ("", "，", "、", "；") and the brackets behind it, each cut into clauses again."""

    text: str
    start: int
    sep: str = ""
    brackets: tuple[Bracket, ...] = ()


@dataclass(frozen=True, slots=True)
class Bracket:
    """What stands in brackets behind a clause: raw text, place, and its clauses."""

    text: str
    start: int
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses up to a semicolon or full stop, with the label before a colon, if there is one."""

    label: str
    label_start: int
    clauses: tuple[Clause, ...]
    sep: str = "；"


def groups_of(text: str) -> list[Group]:
    """The groups of a note. Lengths and offsets are those of the text given."""
    text = _GLUE.sub(lambda match: match[0][: match.start(1) - match.start()] + "，" + match[0][match.end(1) - match.start() :], text)
    found: list[Group] = []
    for start, end, sep in _pieces(text, "；;。！"):
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        piece, start = piece.strip(), start + lead
        if not piece:
            continue
        label, label_start = "", start
        colon = _COLON.match(piece)
        head = piece[: colon.end()] if colon else ""
        if colon and not re.search(r"\d[:：]\d", piece[: colon.end() + 1]) and head.count("（") == head.count("）"):
            label, piece, start = colon[1], piece[colon.end() :], start + colon.end()
        found.append(Group(label, label_start, tuple(_clauses(piece, start)), sep or "；"))
    return found


def _pieces(text: str, signs: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, sign before it) of the stretches between signs that stand outside of brackets and quotes."""
    depth, at, sep = 0, 0, ""
    for position, sign in enumerate(text):
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif not depth and sign in signs:
            if sign == "." or (sign == "," and re.match(r"\d{3}(?!\d)", text[position + 1 :]) and text[position - 1 : position].isdigit()):
                continue
            yield at, position, sep
            at, sep = position + 1, "。" if sign in "。！" else "；" if sign in "；;" else sign
    yield at, len(text), sep


def _clauses(text: str, offset: int) -> Iterator[Clause]:
    for start, end, sep in _pieces(text, "，,"):
        first = True
        for at, stop, inner in _enumerated(text[start:end]):
            for begin, finish, blank in _spaced(text[start + at : start + stop]):
                piece = text[start + at + begin : start + at + finish]
                lead = len(piece) - len(piece.lstrip())
                where = start + at + begin + lead
                if not piece.strip():
                    continue
                sign = ("，" if sep else "") if first else (inner or blank)
                yield _with_brackets(piece.strip(), offset + where, sign)
                first, inner = False, ""


def _enumerated(text: str) -> Iterator[tuple[int, int, str]]:
    """Cut at 、 only where an amount stands before it: 大型9、中型46 is a list of two, 省、市重点 one name."""
    at, sep = 0, ""
    for _, end, _ in _pieces(text, "、"):
        if end == len(text) or _has_amount(text[at:end]):
            yield at, end, sep
            at, sep = end + 1, "、"


def _has_amount(text: str) -> bool:
    return bool(amounts(text))


def _spaced(text: str) -> Iterator[tuple[int, int, str]]:
    """Cut at a blank where an amount stands before it; elsewhere a blank belongs to a name or parts label and number."""
    at = 0
    sep = ""
    for match in re.finditer(r"\s+", text):
        before, after = text[at : match.start()], text[match.end() :]
        if not before.strip() or not after or _depth(text[: match.start()]):
            continue
        found = amounts(before)
        ends = found and _ends_with(before, found[-1])
        if ends or (found and re.match(r"[\u4e00-\u9fff“]", after)):
            yield at, match.start(), sep
            at, sep = match.end(), "，"
    yield at, len(text), sep


def _ends_with(text: str, amount: Amount | Move) -> bool:
    return not re.sub(r"（[^）]*）", "", text[amount.end :]).strip()


def _depth(text: str) -> int:
    return sum(text.count(sign) for sign in _OPEN) - sum(text.count(sign) for sign in _CLOSE)


_DATE_ONLY = re.compile(r"^(?:截[至止])?(?:(?:19|20)\d\d年)?(?:\d{1,2}(?:[-—~]\d{1,2})?月)?(?:\d{1,2}日)?(?:上半年|年)?[底末初]?$")


def _with_brackets(text: str, start: int, sep: str) -> Clause:
    """Take （…） with a figure or a date at the end of the clause out of it; brackets inside a name stay where they are."""
    found: list[Bracket] = []
    rest = text
    while match := re.search(r"（([^（）]+)）\s*$", rest):
        inner = match[1].strip()
        if match.start() == 0 or not (_has_amount(inner) or _DATE_ONLY.match(inner)) or re.fullmatch(r"\d", inner):
            break
        found.insert(0, Bracket(inner, start + match.start(1), tuple(_clauses(match[1], start + match.start(1)))))
        rest = rest[: match.start()].rstrip()
    return Clause(rest, start, sep, tuple(found))
