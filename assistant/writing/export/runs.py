"""The runs of a Word file by their place in its extracted text: cut at exact characters, reworded, wrapped as tracked changes.

Pictures, notes and field marks inside a run stay where they are. What a comment says is in annotate.py.
"""

from __future__ import annotations

import bisect
import copy
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.document import Document
from assistant.domain.finding import Fix

AUTHOR, INITIALS = "笔杆子", "笔"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: what stands for one character of the extracted text besides the letters of w:t
_SINGLE = ("tab", "br", "cr", "noBreakHyphen")
#: ids of changes, far from those that Word itself gives
_FIRST_ID = 910_000


@dataclass
class _Piece:
    """A run, or what one was cut into: the range of the extracted text it held before anything was changed."""

    start: int
    end: int
    element: Any
    #: its words are others now: it can't be cut any more
    changed: bool = False


class Runs:
    """The runs of a file's body. word: the opened file; document: what the same file was read as. All offsets are of that text."""

    def __init__(self, word: Any, document: Document) -> None:
        from docx.oxml.ns import qn

        self._qn = qn
        self._text, self._run, self._properties = qn("w:t"), qn("w:r"), qn("w:rPr")
        self._single = frozenset(qn(f"w:{name}") for name in _SINGLE)
        self._places = document.places
        self._starts = [place.start for place in document.places]
        self._ids = _FIRST_ID
        paragraphs = list(word.element.body.iter(qn("w:p")))
        self._pieces: dict[int, list[_Piece]] = {}
        runs: dict[int, list[Any]] = {}
        for index, place in enumerate(document.places):
            if place.paragraph >= len(paragraphs):
                continue
            if place.paragraph not in runs:
                # counted before any run is cut
                runs[place.paragraph] = list(paragraphs[place.paragraph].iter(self._run))
            if place.run < len(runs[place.paragraph]):
                self._pieces[index] = [_Piece(place.start, place.end, runs[place.paragraph][place.run])]

    def cut(self, start: int, end: int) -> list[Any]:
        """The runs that hold exactly text[start:end] within the paragraph where it starts; runs across its edges are cut in two."""
        # what was put in stands for all that it replaces
        return list(dict.fromkeys(piece.element for piece in self._cut(start, end) if piece.element is not None))

    def near(self, offset: int) -> list[Any]:
        """The run at a place, else the nearest one behind it, else in front: what a comment on generated numbers can hold on to."""
        if not self._places:
            return []
        index = min(max(0, bisect.bisect_right(self._starts, offset) - 1), len(self._places) - 1)
        if offset >= self._places[index].end and index + 1 < len(self._places):
            index += 1
        return [piece.element for piece in self._pieces.get(index, []) if piece.element is not None][:1]

    def reword(self, fix: Fix, old: str, *, tracked: bool) -> bool:
        """Put other words in place, in the look of those they replace; False where no run holds the place or it spans paragraphs.

        old: what the text says there. tracked: as a change that Word shows and its user takes or refuses.
        """
        start, end, new = _trimmed(fix, old)
        if start == end and not new:
            return True
        if "\n" in new or "\n" in old[start - fix.start : end - fix.start]:
            return False
        if start == end:
            # put in where nothing is taken away: it looks like what stands in front of it, else like what follows
            return self._inserted(start, new, tracked=tracked)
        pieces = self._cut(start, end)
        if not pieces or any(piece.changed for piece in pieces) or sum(piece.end - piece.start for piece in pieces) != end - start:
            return False
        if tracked:
            for piece in pieces:
                self._only_text(piece.element)
            made = self._like(pieces[0].element, new) if new else None
            if made is not None:
                self._put_in(made, pieces[-1].element)
            for piece in pieces:
                self._struck(piece.element)
                piece.element = made
        else:
            for number, piece in enumerate(pieces):
                self._say(piece.element, "" if number else new)
        for piece in pieces:
            piece.changed = True
        return True

    def _cut(self, start: int, end: int) -> list[_Piece]:
        first = bisect.bisect_right(self._starts, start) - 1
        if first < 0 or start >= self._places[first].end:
            first += 1
        if first >= len(self._places) or self._places[first].start >= end:
            return []
        paragraph = self._places[first].paragraph
        found: list[_Piece] = []
        for index in range(first, len(self._places)):
            place = self._places[index]
            if place.start >= end or place.paragraph != paragraph:
                break
            pieces = self._pieces.get(index, [])
            for edge in (start, end):
                self._split(pieces, edge)
            found += [piece for piece in pieces if piece.start < end and piece.end > start]
        return found

    def _split(self, pieces: list[_Piece], edge: int) -> None:
        for position, piece in enumerate(pieces):
            if piece.start < edge < piece.end and not piece.changed:
                second = self._halved(piece.element, edge - piece.start)
                pieces.insert(position + 1, _Piece(edge, piece.end, second))
                piece.end = edge
                return

    def _halved(self, run: Any, length: int) -> Any:
        """Cut a run behind so many characters; returns the second half, which stands right behind it."""
        second = run.makeelement(run.tag, dict(run.attrib))
        properties = run.find(self._properties)
        if properties is not None:
            second.append(copy.deepcopy(properties))
        at = 0
        for child in list(run):
            if child.tag == self._properties:
                continue
            size = self._size(child)
            if at >= length:
                second.append(child)
            elif at + size > length:
                rest = copy.deepcopy(child)
                self._set(rest, child.text[length - at :])
                self._set(child, child.text[: length - at])
                second.append(rest)
            at += size
        run.addnext(second)
        return second

    def _size(self, child: Any) -> int:
        return len(child.text or "") if child.tag == self._text else int(child.tag in self._single)

    def _set(self, text: Any, words: str) -> None:
        text.text = words
        text.set(_SPACE, "preserve")

    def _say(self, run: Any, words: str) -> None:
        """Give a run other words at the place of the first of its own."""
        own = [child for child in run if self._size(child)]
        said = run.makeelement(self._text, {})
        self._set(said, words)
        if words:
            own[0].addprevious(said)
        for child in own:
            run.remove(child)

    def _only_text(self, run: Any) -> None:
        """Move what is no text out of a run that is to be struck out, into one of its own in front of it."""
        others = [child for child in run if child.tag != self._properties and not self._size(child)]
        if others:
            beside = run.makeelement(run.tag, dict(run.attrib))
            properties = run.find(self._properties)
            if properties is not None:
                beside.append(copy.deepcopy(properties))
            beside.extend(others)
            run.addprevious(beside)

    def _like(self, run: Any, words: str) -> Any:
        made = run.makeelement(run.tag, {})
        properties = run.find(self._properties)
        if properties is not None:
            made.append(copy.deepcopy(properties))
        text = run.makeelement(self._text, {})
        self._set(text, words)
        made.append(text)
        return made

    def _inserted(self, at: int, words: str, *, tracked: bool) -> bool:
        index = bisect.bisect_left(self._starts, at) - 1
        behind = index >= 0 and self._places[index].end >= at
        if not behind:
            index += 1
            if index >= len(self._places) or self._places[index].start != at:
                return False
        pieces = self._pieces.get(index, [])
        self._split(pieces, at)
        piece = next((one for one in pieces if not one.changed and (one.end == at if behind else one.start == at)), None)
        if piece is None:
            return False
        made = self._like(piece.element, words)
        if tracked:
            self._put_in(made, piece.element, behind=behind)
        elif behind:
            piece.element.addnext(made)
        else:
            piece.element.addprevious(made)
        return True

    def _put_in(self, run: Any, beside: Any, *, behind: bool = True) -> None:
        # inside somebody's own insertion it is one already
        mark = run if beside.getparent().tag == self._qn("w:ins") else self._wrapped("ins", run)
        if behind:
            beside.addnext(mark)
        else:
            beside.addprevious(mark)

    def _wrapped(self, kind: str, run: Any) -> Any:
        self._ids += 1
        when = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        mark = run.makeelement(
            self._qn(f"w:{kind}"), {self._qn("w:id"): str(self._ids), self._qn("w:author"): AUTHOR, self._qn("w:date"): when}
        )
        mark.append(run)
        return mark

    def _struck(self, run: Any) -> None:
        for text in run.findall(self._text):
            text.tag = self._qn("w:delText")
            text.set(_SPACE, "preserve")
        parent = run.getparent()
        place = parent.index(run)
        parent.insert(place, self._wrapped("del", run))


def _trimmed(fix: Fix, old: str) -> tuple[int, int, str]:
    """The fix without the characters at its ends that stay as they are; a figure is not taken apart."""
    new, most = fix.text, min(len(old), len(fix.text))
    left = 0
    while left < most and old[left] == new[left]:
        left += 1
    right = 0
    while right < most - left and old[-1 - right] == new[-1 - right]:
        right += 1
    while left and _in_figure(old[left - 1]) and (_in_figure(old[left : left + 1]) or _in_figure(new[left : left + 1])):
        left -= 1
    while right and _in_figure(old[-right]) and (_in_figure(old[: -right][-1:]) or _in_figure(new[: -right][-1:])):
        right -= 1
    return fix.start + left, fix.end - right, new[left : len(new) - right]


def _in_figure(character: str) -> bool:
    return character.isdigit() or character == "."


def runs_of(elements: Sequence[Any], word: Any) -> list[Any]:
    """The elements as the library's own runs, to hang a comment on."""
    from docx.text.run import Run

    return [Run(element, word._body) for element in elements]
