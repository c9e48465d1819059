"""Web pages: the article's text, one block a line, with the levels of its headings. Menus, scripts and forms are left out.

The extracted text of a page is what this module makes of it; residue that stands inside the article is left to cleaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.ingest.decoding import NotText, decode, normalise_line_ends
from assistant.ingest.extract import Extract

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_UNSEEN = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "svg", "select", "button", "input", "textarea",
    "nav", "footer", "aside"))
_BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody",
    "tfoot", "tr", "caption", "figure", "figcaption", "form", "fieldset", "center", "hr", "body", "h1", "h2", "h3", "h4", "h5", "h6"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_WIDE = r"[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef“”‘’]"
#: a line end of the source between two Chinese characters is nothing, any other white space one blank
_JOINT = re.compile(rf"(?<={_WIDE})[ \t\r\f\v]*\n\s*(?={_WIDE})")
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
_SITE = re.compile(r"\s*[_|–—-]{1,2}\s*[^_|–—-]{2,30}$")
#: elements nested deeper than this are no page anybody wrote
_DEEPEST = 200
_SENTENCE = re.compile(r"[。；]|[，、].*[，、]")
#: share of the page's sentences that the chosen element must hold
_MOST = 0.9


def read_html(path: str | Path, data: bytes) -> Extract:
    """The article of a page. Raises UnreadableFile where there is no text."""
    import lxml.etree
    import lxml.html

    try:
        source = _decode(data)
    except NotText as error:
        raise UnreadableFile(path, str(error)) from None
    try:
        root = lxml.html.document_fromstring(source, parser=lxml.html.HTMLParser(remove_comments=True, remove_pis=True))
    except (lxml.etree.LxmlError, ValueError):
        raise UnreadableFile(path, "网页里没有可读的内容") from None
    body = root.find("body")
    blocks = _blocks(_article(body if body is not None else root))
    title = _title(root, blocks)
    if title:
        blocks = [(title, 1), *blocks]
    lines: list[str] = []
    levels: dict[int, int] = {}
    place = 0
    for text, level in blocks:
        if level:
            levels[place] = level
        lines.append(text)
        place += len(text) + 1
    return Extract("\n".join(lines) + ("\n" if lines else ""), levels=levels)


def _decode(data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    if named is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = named.group(1).decode("ascii").lower()
        try:
            # pages that call themselves GB2312 hold characters of its supersets
            text = data.decode("gb18030" if name.startswith("gb") else name)
        except (LookupError, UnicodeDecodeError):
            text = decode(data)
    else:
        text = decode(data)
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", normalise_line_ends(text))
    return text.replace("\x00", "") or " "


def _article(body: Any) -> Any:
    """The innermost element that holds nearly all sentences of the page."""
    whole = _sentences(body)
    current = body
    for _ in range(_DEEPEST):
        inner = next((child for child in current if _named(child) in _BLOCKS - {"p", "li", "table", "tr", "tbody"}
                      and _sentences(child) >= _MOST * whole), None)
        if not whole or inner is None:
            break
        current = inner
    return current


def _sentences(element: Any) -> int:
    """Characters of text that stand in sentences rather than in menus, titles and links."""
    total = 0
    for text in _texts(element):
        if _SENTENCE.search(text):
            total += len(text.strip())
    return total


def _texts(element: Any, depth: int = 0) -> Iterator[str]:
    if _named(element) in _UNSEEN or depth > _DEEPEST:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _texts(child, depth + 1)
        if child.tail:
            yield child.tail


def _named(element: Any) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _blocks(article: Any) -> list[tuple[str, int]]:
    """(line, heading level or 0) for every block of the article that holds something."""
    found: list[tuple[str, int]] = []
    words: list[str] = []
    #: numbers of list items whose text has not come yet
    waiting: list[str] = []

    def close(level: int = 0) -> None:
        text = _tidy("".join(words))
        words.clear()
        for line in text.split("\n"):
            if line.strip():
                found.append(("".join(waiting) + line.strip(), level))
                waiting.clear()

    def walk(element: Any, level: int, depth: int) -> None:
        name = _named(element)
        if name in _UNSEEN or depth > _DEEPEST or not name:
            return
        if name == "br":
            words.append("\x00")
            return
        if name == "tr":
            close(level)
            cells = [" ".join(line for line, _ in _blocks(cell)) for cell in element if _named(cell) in ("td", "th")]
            if any(cells):
                found.append(("\t".join(cells), 0))
            return
        block = name in _BLOCKS
        if block:
            close(level)
        own = _HEADINGS.get(name, level)
        if name == "li" and element.getparent() is not None and _named(element.getparent()) == "ol":
            waiting[:] = [f"{_position(element)}."]
        if element.text:
            words.append(element.text)
        for child in element:
            walk(child, own, depth + 1)
            if child.tail:
                words.append(child.tail)
        if block:
            close(own)

    walk(article, 0, 0)
    close()
    return found


def _position(item: Any) -> int:
    parent = item.getparent()
    start = parent.get("start", "1")
    first = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
    return first + [child for child in parent if _named(child) == "li"].index(item)


def _tidy(text: str) -> str:
    """White space as a browser shows it."""
    return _BLANK.sub(" ", _JOINT.sub("", text)).replace("\x00", "\n")


def _title(root: Any, blocks: list[tuple[str, int]]) -> str:
    """The title that stands outside the article: its h1, else what the window shows without the site's name."""
    head = [line for line, _ in blocks[:6]]
    if any(level == 1 for _, level in blocks[:6]):
        return ""
    for heading in root.iter("h1", "h2"):
        text = _tidy("".join(_texts(heading))).strip()
        if text in head:
            if _named(heading) == "h1":
                return ""
        elif 4 <= len(text) <= 80 and not any(text == line for line, _ in blocks):
            return text
    shown = root.findtext(".//title") or ""
    shown = _SITE.sub("", _tidy(shown).strip())
    return shown if 4 <= len(shown) <= 80 and not any(shown in line or (line in shown and len(line) > 5) for line in head) else ""
