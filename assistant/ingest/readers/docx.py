"""Word files: paragraphs with the numbers that Word generates, tables as rows of cells, heading levels, and where each stretch came from.

Deleted text, hidden text, field codes, tables of contents, headers, footers and notes are left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.domain.document import Place
from assistant.errors import UnreadableFile
from assistant.ingest.extract import Extract
from assistant.ingest.readers.archive import refuse_unsafe
from assistant.ingest.readers.numbering import Numbering, read_numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: the namespace of files saved as "Strict Open XML"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
#: a paragraph longer than this is text, whatever level its style says
_LONGEST_HEADING = 80
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_OFF = ("0", "false", "none", "off")


@dataclass(slots=True)
class _Style:
    outline: int | None = None
    title: bool = False
    contents: bool = False
    parent: str = ""


@dataclass(slots=True)
class _Writer:
    """Collects the text; `length` is where the next piece begins."""

    pieces: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    titles: set[int] = field(default_factory=set)
    length: int = 0

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


def read_docx(path: str | Path, data: bytes) -> Extract:
    """The text of a Word file. Raises UnreadableFile with one line that says what is wrong."""
    refuse_unsafe(path, data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            main = _main_part(archive)
            folder = main.rpartition("/")[0]
            document, styles, numbering = (_root(archive, name) for name in (main, f"{folder}/styles.xml", f"{folder}/numbering.xml"))
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError):
        raise UnreadableFile(path, "Word 文件已损坏（缺少正文）") from None
    except ValueError:
        raise UnreadableFile(path, "Word 文件已损坏（正文不是完整的 XML）") from None
    body = None if document is None else document.find(f"{_W}body")
    if body is None:
        raise UnreadableFile(path, "Word 文件里没有正文")
    reader = _Reader(body, _styles(styles), read_numbering(numbering, styles))
    return reader.read()


def _main_part(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return "word/document.xml"
    relations = archive.read("_rels/.rels").decode("utf-8", "replace") if "_rels/.rels" in names else ""
    match = re.search(r"officeDocument\"[^>]*Target=\"/?([^\"]+)\"|Target=\"/?([^\"]+)\"[^>]*officeDocument\"", relations)
    return (match.group(1) or match.group(2)) if match else "word/document.xml"


def _root(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of a part, None where the file has no such part. Raises ValueError for broken XML."""
    from lxml import etree

    if name not in archive.namelist() and not name.endswith("document.xml"):
        return None
    data = archive.read(name).replace(_STRICT, _MAIN)
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError:
        raise ValueError(name) from None


def _styles(root: Any) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for style in root.findall(f"{_W}style") if root is not None else ():
        if style.get(f"{_W}type") != "paragraph":
            continue
        name = _value(style, "name") or ""
        outline = _value(style.find(f"{_W}pPr"), "outlineLvl")
        named = _HEADING_NAME.fullmatch(name.strip())
        level = int(outline) if outline is not None and outline.isdigit() else (int(named.group(1)) - 1 if named else None)
        found[style.get(f"{_W}styleId", "")] = _Style(
            outline=level if level is None or level < 9 else None, title=name.lower() in ("title", "标题"),
            contents=name.lower().startswith(("toc", "目录")), parent=_value(style, "basedOn") or "")
    return found


def _value(element: Any, name: str) -> str | None:
    child = None if element is None else element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


class _Reader:
    """One pass over the body in document order."""

    def __init__(self, body: Any, styles: dict[str, _Style], numbering: Numbering) -> None:
        self.body = body
        self.styles = styles
        self.numbering = numbering
        self.writer = _Writer()
        # places count all paragraphs of the body and all runs of a paragraph, so that whoever writes a comment finds them again
        self.order = {paragraph: index for index, paragraph in enumerate(body.iter(f"{_W}p"))}

    def read(self) -> Extract:
        self._blocks(self.body)
        writer = self.writer
        shift = 1 if writer.titles else 0
        levels = {place: level + shift for place, level in writer.levels.items()} | dict.fromkeys(writer.titles, 1)
        return Extract("".join(writer.pieces), levels=levels, places=tuple(writer.places))

    def _blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag == f"{_W}sdt":
                gallery = child.find(f"{_W}sdtPr//{_W}docPartGallery")
                content = child.find(f"{_W}sdtContent")
                if content is not None and (gallery is None or "Contents" not in gallery.get(f"{_W}val", "")):
                    self._blocks(content)
            elif child.tag in (f"{_W}ins", f"{_W}customXml", f"{_W}smartTag", f"{_W}moveTo"):
                self._blocks(child)

    def _paragraph(self, paragraph: Any) -> None:
        style = self._style(paragraph)
        if style.contents:
            return
        start = self.writer.length
        label = self.numbering.label(paragraph)
        runs = list(self._runs(paragraph))
        text = "".join(piece for _, piece in runs)
        if label and text.strip():
            # a bare number needs a blank to stay apart from what follows
            self.writer.add(label + (" " if label[-1].isalnum() and not text[:1].isspace() else ""))
        self._write(paragraph, runs)
        if text.strip() and len(text) <= _LONGEST_HEADING:
            if style.title:
                self.writer.titles.add(start + len(text) - len(text.lstrip()))
            elif style.outline is not None:
                self.writer.levels[start + (0 if label else len(text) - len(text.lstrip()))] = style.outline + 1
        self.writer.add("\n")
        for box in self._boxes(paragraph):
            self._blocks(box)

    def _table(self, table: Any) -> None:
        for row in table.iter(f"{_W}tr"):
            if self._owner(row, f"{_W}tbl") is not table:
                continue
            first = True
            for cell in row.iter(f"{_W}tc"):
                if self._owner(cell, f"{_W}tr") is not row:
                    continue
                if not first:
                    self.writer.add("\t")
                first = False
                self._cell(cell)
            self.writer.add("\n")

    def _cell(self, cell: Any) -> None:
        """A cell as one line: its paragraphs, those of tables inside it too, one after the other."""
        begun = False
        for paragraph in cell.iter(f"{_W}p"):
            runs = [(index, re.sub(r"\s", " ", piece)) for index, piece in self._runs(paragraph)]
            if not any(piece.strip() for _, piece in runs):
                continue
            self.writer.add((" " if begun else "") + self.numbering.label(paragraph))
            begun = True
            self._write(paragraph, runs)

    def _write(self, paragraph: Any, runs: list[tuple[int, str]]) -> None:
        for index, piece in runs:
            start = self.writer.length
            self.writer.add(piece)
            if piece:
                self.writer.places.append(Place(start, self.writer.length, self.order[paragraph], index, 0))

    def _style(self, paragraph: Any) -> _Style:
        properties = paragraph.find(f"{_W}pPr")
        result = _Style()
        name = _value(properties, "pStyle") or ""
        for _ in range(12):
            style = self.styles.get(name)
            if style is None:
                break
            result.outline = result.outline if result.outline is not None else style.outline
            result.title = result.title or style.title
            result.contents = result.contents or style.contents
            name = style.parent
        own = _value(properties, "outlineLvl")
        if own is not None and own.isdigit():
            result.outline = int(own) if int(own) < 9 else None
        return result

    def _runs(self, paragraph: Any) -> Iterator[tuple[int, str]]:
        """(index of the run in the paragraph, its text) for every run that shows text."""
        for index, run in enumerate(paragraph.iter(f"{_W}r")):
            if self._owner(run, f"{_W}p") is not paragraph or self._gone(run, paragraph):
                continue
            vanish = run.find(f"{_W}rPr/{_W}vanish")
            if vanish is not None and vanish.get(f"{_W}val", "1") not in _OFF:
                continue
            text = "".join(child.text or "" if child.tag == f"{_W}t" else _CHARACTERS.get(child.tag, "") for child in run)
            if text:
                yield index, text

    def _owner(self, element: Any, tag: str) -> Any:
        return next(element.iterancestors(tag), None)

    def _gone(self, run: Any, paragraph: Any) -> bool:
        """Whether the run was deleted or moved away in a tracked change."""
        for above in run.iterancestors():
            if above is paragraph:
                return False
            if above.tag in (f"{_W}del", f"{_W}moveFrom", _FALLBACK):
                return True
        return False

    def _boxes(self, paragraph: Any) -> Iterator[Any]:
        """Text boxes anchored in the paragraph, each once: newer Word writes them twice, the second time as a fallback."""
        for box in paragraph.iter(f"{_W}txbxContent"):
            if self._owner(box, f"{_W}p") is paragraph and next(box.iterancestors(_FALLBACK), None) is None:
                yield box
