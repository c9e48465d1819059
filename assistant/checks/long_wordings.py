"""Long fixed wordings of which one character is wrong, lost or exchanged with its neighbour; marks between characters do not matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from assistant.checks.deviation import Deviation
from assistant.checks.lexicon import alike, is_word, read_list
from assistant.checks.scan import QUOTES, ByPair, find_all, without
from assistant.reference.tables import formulas

_NUMBER = set("一二两三四五六七八九十")


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


def find_one_off(text: str) -> Iterator[Deviation]:
    """Long wordings with one character wrong, lost or exchanged with its neighbour, in order of place."""
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
            # 在…的坚强领导和…支持下: a link at the edge is how the sentence goes on
            and not (odd[0] == edge and same[edge] in _LINKS)
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
