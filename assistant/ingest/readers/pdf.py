"""PDF files with a text layer, by the optional pypdf; pages without one go to recognition. Lines stay as the page breaks them."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.ingest.extract import Extract

MOST_PAGES = 600
_HAN = r"[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e“”‘’]"
#: pypdf puts blanks round figures and letters that the page does not show
_LOOSE = re.compile(rf"(?<={_HAN}) +(?=[\w%.+-])|(?<=[\w%.]) +(?={_HAN})|(?<={_HAN}) +(?={_HAN})")
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) +(?=[\u4e00-\u9fff])")
_SENTENCE = re.compile(r"[。；：，、]")
_PAGE_NUMBER = re.compile(r"[-—–－·\s]*\d{1,4}[-—–－·\s]*|第\s?\d{1,4}\s?页(?:[\s,，/、]*共\s?\d{1,4}\s?页)?|\d{1,4}\s?/\s?\d{1,4}")


def read_pdf(path: str | Path, data: bytes) -> Extract:
    """The text of a PDF. Raises UnreadableFile, also where the optional package is missing."""
    try:
        import pypdf
    except ImportError:
        raise UnreadableFile(path, "读 PDF 需要 pypdf：pip install 'biganzi[pdf]'") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if b"%PDF" not in data[:1024]:
        raise UnreadableFile(path, "不是 PDF 文件（内容与扩展名不符）")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(path, "PDF 加了密，请去掉密码后再读入")
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableFile(path, f"PDF 有 {len(reader.pages)} 页，上限 {MOST_PAGES} 页")
        pages = [_lines(page) for page in reader.pages]
    except UnreadableFile:
        raise
    except Exception:  # noqa: BLE001 - a broken file makes the library raise nearly anything
        raise UnreadableFile(path, "PDF 已损坏，打不开") from None
    if not any(pages):
        return _recognised(path, reader)
    lines = [line for page in _without_running_heads(pages) for line in page]
    return Extract("\n".join(lines) + "\n")


def _lines(page: Any) -> list[str]:
    return [_tidy(line.strip()) for line in page.extract_text().split("\n") if line.strip()]


def _tidy(line: str) -> str:
    """A line without the blanks that no page shows; a row of a table with tabs between its cells."""
    cells = _NUMBER_AND_UNIT.sub("", line).split()
    if len(cells) >= 3 and not _SENTENCE.search(line) and any(len(cell) > 1 for cell in cells):
        return "\t".join(cells)
    return _LOOSE.sub("", line)


def _without_running_heads(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages without their numbers and without a line that stands at the head or foot of most of them."""
    edges = Counter(line for page in pages for line in {*page[:1], *page[-1:]})
    running = {line for line, count in edges.items() if len(pages) > 3 and count * 2 > len(pages)}
    kept = []
    for page in pages:
        first, last = 0, len(page)
        while first < last and (page[first] in running or _PAGE_NUMBER.fullmatch(page[first])):
            first += 1
        while last > first and (page[last - 1] in running or _PAGE_NUMBER.fullmatch(page[last - 1])):
            last -= 1
        kept.append(page[first:last])
    return kept


def _recognised(path: str | Path, reader: Any) -> Extract:
    from assistant.ingest.readers.scan import read_pictures, recogniser

    recogniser(path)
    try:
        pictures = [picture.data for page in reader.pages for picture in page.images]
    except Exception:  # noqa: BLE001 - whatever a broken picture makes the PDF or image library raise
        raise UnreadableFile(path, "扫描件里的图片读不出来") from None
    if not pictures:
        raise UnreadableFile(path, "PDF 里没有文字，也没有可识别的图片")
    return read_pictures(path, pictures)
