"""Whether the files of a Chroma folder are as they were left. Nothing is opened with Chroma here."""

from __future__ import annotations

import contextlib
import zlib
from pathlib import Path


def fingerprint(path: Path) -> dict[str, list[int]]:
    """Size, time and checksum of the graph's files; Chroma's own SQLite file changes on every opening and checks itself."""
    files = {}
    with contextlib.suppress(OSError):
        for file in sorted(path.glob("*/*")):
            status = file.stat()
            # a graph that nothing was flushed to yet is written anew, with random filling, by whoever reads it
            empty = file.name != "header.bin" and (file.parent / "link_lists.bin").stat().st_size == 0
            files[f"{file.parent.name}/{file.name}"] = [status.st_size, status.st_mtime_ns, -1 if empty else _checksum(file)]
    return files


def unchanged(path: Path, files: dict[str, list[int]]) -> bool:
    """Whether the files are as they were: by time, or by content, since Chroma rewrites some when it reads them."""
    try:
        if (path / "chroma.sqlite3").stat().st_size == 0 or {f"{f.parent.name}/{f.name}" for f in path.glob("*/*")} != files.keys():
            return False
        for name, (size, changed, checksum) in files.items():
            status = (path / name).stat()
            if status.st_size != size or (status.st_mtime_ns != changed and checksum not in (-1, _checksum(path / name))):
                return False
    except OSError:
        return False
    return True


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            checksum = zlib.crc32(block, checksum)
    return checksum
