"""Applies the fixes that rules are sure of: to a text, to a file, and as a diff. No decision here on what is sure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.domain.finding import Finding, Fix
from assistant.errors import UnreadableFile
from assistant.files import write_bytes

#: a file whose text is the extracted text itself can be written back
FIXABLE = frozenset({".txt", ".md", ".markdown", ""})
_ENCODINGS = ("utf-8", "gb18030")
_BOM = b"\xef\xbb\xbf"


def chosen(findings: Iterable[Finding]) -> list[Fix]:
    """The fixes in order of place; of two that overlap only the first is taken."""
    taken: list[Fix] = []
    for fix in sorted({one.fix for one in findings if one.fix is not None}, key=lambda one: (one.start, one.end, one.text)):
        if not taken or fix.start >= taken[-1].end:
            taken.append(fix)
    return taken


def apply(text: str, fixes: Sequence[Fix]) -> str:
    """The text with the fixes made; they are in order and do not overlap."""
    pieces, last = [], 0
    for fix in fixes:
        pieces += [text[last : fix.start], fix.text]
        last = fix.end
    return "".join(pieces) + text[last:]


def diff(path: str, text: str, mended: str) -> str:
    """A unified diff of the two texts; empty when they are equal."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n"
        for line in difflib.unified_diff(text.splitlines(True), mended.splitlines(True), path, f"{path}（改后）")
    )


def fix_file(path: str | Path, text: str, fixes: Sequence[Fix]) -> None:
    """Make the fixes in the file itself, keeping its encoding, byte order mark and line ends.

    text: the extracted text that the fixes' offsets refer to. Raises UnreadableFile when the file can't be mended in place.
    """
    if Path(path).suffix.lower() not in FIXABLE:
        raise UnreadableFile(path, "只能改 .txt 和 .md；Word 等文件请按检查结果逐处修改")
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from None
    mark = _BOM if data.startswith(_BOM) else b""
    for encoding in _ENCODINGS:
        try:
            raw = data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            continue
        if raw.replace("\r\n", "\n").replace("\r", "\n") == text:
            moved = [Fix(_raw_offset(raw, fix.start), _raw_offset(raw, fix.end), fix.text) for fix in fixes]
            write_bytes(path, mark + apply(raw, moved).encode(encoding))
            return
    raise UnreadableFile(path, "文件内容与检查时不同，未改动")


def _raw_offset(raw: str, offset: int) -> int:
    """Where a place of the text with \\n line ends stands in the raw text."""
    at, left = 0, offset
    while True:
        pair = raw.find("\r\n", at)
        if pair < 0 or pair - at >= left:
            return at + left
        left -= pair - at + 1
        at = pair + 2
