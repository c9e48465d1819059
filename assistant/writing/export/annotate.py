"""Findings as comments in a copy of the Word file that was checked, at the very words. A text that is no Word file: see comments.py."""

from __future__ import annotations

import bisect
import copy
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.errors import UnreadableFile
from assistant.files import write_bytes

_AUTHOR, _INITIALS = "笔杆子", "笔"
_SEVERITY = {"error": "错误", "warning": "疑似", "info": "建议"}


def annotate_docx(source: str | Path, document: Document, findings: Sequence[Finding], path: str | Path) -> int:
    """Write a copy of `source` with a comment for each finding; returns how many found their place. Raises UnreadableFile.

    document: what `read_document(source)` gave; its `places` say which run a stretch of text came from.
    """
    import docx

    try:
        word = docx.Document(str(source))
    except Exception:  # noqa: BLE001 - the library raises what the damaged part makes it raise
        raise UnreadableFile(source, "不能作为 Word 文件打开，批注写不进去") from None
    runs = _Runs(word, document)
    placed = 0
    for finding in findings:
        chosen = runs.cut(finding.start, max(finding.end, finding.start + 1))
        if not chosen:
            continue
        said = f"{_SEVERITY[finding.severity]}：{finding.message}" + (f"\n{finding.suggestion}" if finding.suggestion else "")
        word.add_comment(chosen, text=f"{said}\n（{finding.rule} {finding.name}）", author=_AUTHOR, initials=_INITIALS)
        placed += 1
    buffer = io.BytesIO()
    word.save(buffer)
    write_bytes(path, buffer.getvalue())
    return placed


class _Runs:
    """The runs of the file by paragraph and index, as they were before any was cut."""

    def __init__(self, word: Any, document: Document) -> None:
        from docx.oxml.ns import qn

        self._text, self._tag, self._word = qn("w:t"), qn("w:r"), word
        self._places = document.places
        self._starts = [place.start for place in document.places]
        paragraphs = list(word.element.body.iter(qn("w:p")))
        #: for each place the pieces its run has been cut into: (offset in the text, run element)
        self._pieces: dict[int, list[tuple[int, Any]]] = {}
        for index, place in enumerate(document.places):
            if place.paragraph < len(paragraphs):
                elements = list(paragraphs[place.paragraph].iter(self._tag))
                if place.run < len(elements):
                    self._pieces[index] = [(place.start, elements[place.run])]

    def cut(self, start: int, end: int) -> list[Any]:
        """The runs that hold exactly text[start:end] within the paragraph where it starts; runs across its edges are cut in two."""
        from docx.text.run import Run

        first = bisect.bisect_right(self._starts, start) - 1
        if first < 0 or start >= self._places[first].end:
            first += 1
        if first >= len(self._places) or self._places[first].start >= end:
            return []
        paragraph = self._places[first].paragraph
        found = []
        for index in range(first, len(self._places)):
            place = self._places[index]
            if place.start >= end or place.paragraph != paragraph:
                break
            for at, element in self._between(index, max(start, place.start), min(end, place.end)):
                del at
                found.append(Run(element, self._word._body))
        return found

    def _between(self, index: int, start: int, end: int) -> list[tuple[int, Any]]:
        pieces = self._pieces.get(index)
        if not pieces:
            return []
        for edge in (start, end):
            self._split(pieces, edge)
        return [(at, element) for at, element in pieces if start <= at < end]

    def _split(self, pieces: list[tuple[int, Any]], edge: int) -> None:
        for position, (at, element) in enumerate(pieces):
            texts = element.findall(self._text)
            length = sum(len(one.text or "") for one in texts)
            # a run with tabs or breaks between its texts stays whole: offsets count those, too
            if at < edge < at + length and len(texts) == 1 and len(element) - (element.find(self._tag + "Pr") is not None) <= 1:
                words = texts[0].text
                second = copy.deepcopy(element)
                element.addnext(second)
                for run, part in ((element, words[: edge - at]), (second, words[edge - at :])):
                    one = run.find(self._text)
                    one.text = part
                    one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                pieces.insert(position + 1, (edge, second))
                return
