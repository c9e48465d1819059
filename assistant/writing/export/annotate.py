"""Findings as comments in a copy of the Word file that was checked, at the very words; accepted fixes made in its runs.

Nothing else of the file is touched: layout, styles, tables, headers. A text that is no Word file: see comments.py.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.document import Document
from assistant.domain.finding import Finding, Fix
from assistant.errors import UnreadableFile
from assistant.files import write_bytes
from assistant.text.edits import origin
from assistant.writing.export.runs import AUTHOR, INITIALS, Runs, runs_of

_SEVERITY = {"error": "错误", "warning": "疑似", "info": "建议"}


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of it. comments: findings at their place; made: fixes in the text; left: fixes that can only be a comment."""

    comments: int
    made: int = 0
    left: tuple[Fix, ...] = ()


def annotate_docx(source: str | Path, document: Document, findings: Sequence[Finding], path: str | Path) -> int:
    """Write a copy of `source` with a comment for each finding; returns how many found their place. Raises UnreadableFile.

    document: what `read_document(source)` gave; its `places` say which run a stretch of text came from.
    """
    return return_docx(source, document, findings, path).comments


def return_docx(
    source: str | Path, document: Document, findings: Sequence[Finding], path: str | Path, fixes: Sequence[Fix] = (), *,
    tracked: bool = False,
) -> Returned:
    """Write a copy of `source` with the fixes made and a comment for each finding. Raises UnreadableFile.

    fixes: in offsets of the file's text, as `with_edit` keeps them; findings: of the text with the fixes made. tracked: fixes as
    tracked changes, to be taken or refused in Word; else they are in the text.
    """
    import docx

    try:
        word = docx.Document(str(source))
    except Exception:  # noqa: BLE001 - the library raises what the damaged part makes it raise
        raise UnreadableFile(source, "不能作为 Word 文件打开，批注写不进去") from None
    runs = _Commented(word, document)
    text = document.original
    left = tuple(fix for fix in fixes if not runs.reword(fix, text[fix.start : fix.end], tracked=tracked))
    for fix in left:
        runs.comment(fix.start, fix.end, f"已采纳，这里改不动（自动编号或跨段），请手改：“{text[fix.start : fix.end]}”改成“{fix.text}”")
    placed = 0
    for finding in findings:
        said = f"{_SEVERITY[finding.severity]}：{finding.message}" + (f"\n{finding.suggestion}" if finding.suggestion else "")
        start, end = origin(fixes, finding.start, max(finding.end, finding.start + 1))
        placed += runs.comment(start, end, f"{said}\n（{finding.rule} {finding.name}）")
    buffer = io.BytesIO()
    word.save(buffer)
    write_bytes(path, buffer.getvalue())
    return Returned(placed, len(fixes) - len(left), left)


class _Commented(Runs):
    """The runs with the file that takes their comments."""

    def __init__(self, word: Any, document: Document) -> None:
        super().__init__(word, document)
        self._word = word

    def comment(self, start: int, end: int, said: str) -> bool:
        """Hang a comment on a range; on generated numbers it hangs on the words behind them."""
        chosen = self.cut(start, end) or self.near(start)
        if chosen:
            self._word.add_comment(runs_of(chosen, self._word), text=said, author=AUTHOR, initials=INITIALS)
        return bool(chosen)
