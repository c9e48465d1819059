"""One module a file format; each returns the extracted text. Here is decided which takes a file, and what none may be given."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.ingest.extract import Extract

#: no file above this is opened at all
MOST_BYTES = 40 * 1024 * 1024
#: nor a plain text above this: it is a data file, not a report
MOST_TEXT_BYTES = 20 * 1024 * 1024

TEXT = frozenset((".txt", ".md", ".markdown", ".text", ""))
HTML = frozenset((".html", ".htm"))
WORD = frozenset((".docx", ".docm", ".dotx"))
OFFICE = frozenset((".doc", ".wps", ".rtf", ".odt"))
PICTURES = frozenset((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_file(path: str | Path) -> Extract:
    """The extracted text of a file. Raises UnreadableFile with one line that says what is wrong and what to do."""
    kind = Path(os.fspath(path)).suffix.lower()
    if kind not in TEXT | HTML | WORD | OFFICE | PICTURES and kind != ".pdf":
        read_bytes(path)
        raise UnreadableFile(path, f"不支持的文件类型 {kind}（支持 txt、md、html、docx、doc、wps、pdf 和扫描的图片）")
    data = read_bytes(path)
    if kind in TEXT or kind in HTML:
        if len(data) > MOST_TEXT_BYTES:
            raise UnreadableFile(path, f"文本文件太大（{_megabytes(len(data))}），上限 {_megabytes(MOST_TEXT_BYTES)}")
        if kind in HTML:
            from assistant.ingest.readers.html import read_html

            return read_html(path, data)
        from assistant.ingest.readers.plain import read_plain

        return read_plain(path, data)
    if kind == ".pdf":
        from assistant.ingest.readers.pdf import read_pdf

        return read_pdf(path, data)
    if kind in PICTURES:
        from assistant.ingest.readers.scan import read_picture

        return read_picture(path, data)
    # the two are often named after each other; what the file is decides
    old = data.startswith(_OLE) and _ENCRYPTED not in data
    if (kind in OFFICE or old) and not (data.startswith(b"PK") and kind != ".odt"):
        from assistant.ingest.readers.office import read_office

        return read_office(path, data)
    from assistant.ingest.readers.docx import read_docx

    return read_docx(path, data)


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file of a size that can be a report. Raises UnreadableFile."""
    try:
        size = os.stat(path).st_size
        if os.path.isdir(path):
            raise UnreadableFile(path, "是文件夹，不是文件")
        if size == 0:
            raise UnreadableFile(path, "文件是空的（0 字节）")
        if size > MOST_BYTES:
            raise UnreadableFile(path, f"文件太大（{_megabytes(size)}），上限 {_megabytes(MOST_BYTES)}")
        return Path(path).read_bytes()
    except OSError as error:
        reason = {2: "文件不存在", 13: "没有读取权限"}.get(error.errno or 0, error.strerror or str(error))
        raise UnreadableFile(path, reason) from None
    except ValueError:
        raise UnreadableFile(path, "路径里有不能用的字符") from None


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB" if size >= 1024 * 1024 else f"{size / 1024:.0f} KB"
