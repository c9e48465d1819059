"""Word files as archives: what may be unpacked, and how much of it. Nothing about their text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from assistant.errors import UnreadableFile

#: what all parts together may unpack to, and how many there may be
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 5000
#: an XML part above this is no report: python objects take some twenty times as much
MOST_XML = 40 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refuse_unsafe(path: str | Path, data: bytes) -> None:
    """Raise UnreadableFile for what is no Word file, is encrypted, or would unpack to more than a report can be.

    Sizes are taken from the directory of the archive before anything is unpacked; a part that lies about its size is
    cut off by the check on reading.
    """
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        what = "文件加了密，请在 Word 中去掉密码后再读入" if encrypted else "是旧版 Word 文件，请另存为 .docx（或改扩展名为 .doc）"
        raise UnreadableFile(path, what)
    if not data.startswith(b"PK"):
        raise UnreadableFile(path, "不是 Word 文件（内容与扩展名不符）")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise UnreadableFile(path, f"压缩包里有 {len(parts)} 个文件，不像是 Word 文件")
            total = sum(part.file_size for part in parts)
            largest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
            if total > MOST_UNPACKED or largest > MOST_XML:
                size = max(total, largest) // 1024 // 1024
                raise UnreadableFile(path, f"解压后有 {size} MB，超过上限，未予打开（可能是压缩炸弹）")
            names = {part.filename for part in parts}
            if not any(name.startswith("word/") for name in names):
                raise UnreadableFile(path, "压缩包里没有 Word 正文（word/document.xml）")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _really_that_size(path, archive, part)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        raise UnreadableFile(path, "Word 文件已损坏（压缩包打不开）") from None


def _really_that_size(path: str | Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    import zlib

    read = 0
    try:
        with archive.open(part) as stream:
            while block := stream.read(1 << 20):
                read += len(block)
                if read > part.file_size or read > MOST_XML:
                    raise UnreadableFile(path, "解压后的大小与文件记录不符，未予打开")
                if b"<!ENTITY" in block:
                    raise UnreadableFile(path, "含有自定义实体（XML 实体炸弹），未予打开")
    except zlib.error:
        raise UnreadableFile(path, "Word 文件已损坏（压缩包打不开）") from None
