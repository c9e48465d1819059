"""Files and folders go into the library one by one; a file that can't be read becomes a record and the rest go on. No reading here."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import BiganziError, InputError, LibraryError, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.domain.document import Chunk, Document

#: what a folder is searched for; a file named by itself is tried whatever it is called
SUFFIXES = frozenset((
    ".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".doc", ".wps", ".rtf", ".odt", ".pdf",
    ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"))
_INDEX_EVERY = 5000


class Shelf(Protocol):
    """What the pipeline needs of a library."""

    def holds(self, source: str, sha256: str, parser: str) -> bool:
        """Whether this very file is in already."""

    def replace(self, document: Document, chunks: Sequence[Chunk], *, sha256: str = "", parser: str = "", source: str = "") -> Any:
        """Put a report in, in place of the one from the same file."""

    def index(self, progress: Callable[[int, int], None] | None = None, *, wait: float | None = None) -> bool:
        """Bring the indexes up to date."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why, in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What a run did. added holds new and replaced files, skipped the unchanged ones, in the order they came."""

    added: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    chunks: int = 0
    chars: int = 0
    seconds: float = 0.0
    indexed: bool = True

    @property
    def nothing_read(self) -> bool:
        """Whether not a single file could be read."""
        return not self.added and not self.skipped


def find_files(paths: Iterable[str | Path]) -> Iterator[str]:
    """The files that paths name, folders searched to the bottom in name order, hidden and temporary files left out."""
    for path in paths:
        if not os.path.isdir(path):
            yield os.fspath(path)
            continue
        for folder, names, files in os.walk(path):
            names[:] = sorted(name for name in names if not name.startswith("."))
            for name in sorted(files):
                if Path(name).suffix.lower() in SUFFIXES and not name.startswith((".", "~$")):
                    yield os.path.join(folder, name)


def ingest(library: Shelf, paths: Iterable[str | Path], progress: Callable[[int, int, str], None] | None = None) -> IngestResult:
    """Read, split and store every file, then bring the indexes up to date. Raises InputError when there is nothing to read at all.

    progress(done, total, what): first over the files, then over the chunks being indexed.
    """
    from assistant.ingest import reading
    from assistant.ingest.chunks import split

    started = time.monotonic()
    files = list(dict.fromkeys(find_files(paths)))
    if not files:
        raise InputError(f"{'、'.join(map(str, paths)) or '（没有给出文件）'}: 没有可读入的文件；支持 {' '.join(sorted(SUFFIXES))}")
    parser = str(getattr(reading, "PARSER_VERSION", "1"))
    added: list[str] = []
    skipped: list[str] = []
    failed: list[Failure] = []
    chunks = chars = waiting = 0
    report_indexing = (lambda done, total: progress(done, total, "建索引")) if progress else None
    try:
        for number, path in enumerate(files):
            if progress:
                progress(number, len(files), os.path.basename(path))
            try:
                digest = _digest(path)
                if library.holds(path, digest, parser):
                    skipped.append(path)
                    continue
                document = reading.read_document(path)
                pieces = split(document)
            except LibraryError:
                raise
            except BiganziError as error:
                reason = error.reason if isinstance(error, UnreadableFile) else str(error)
                failed.append(Failure(path, reason))
                continue
            except Exception as error:  # noqa: BLE001 - one file's trouble must not stop the batch, whatever it is
                failed.append(Failure(path, f"读取时出错（{type(error).__name__}：{str(error)[:120]}）"))
                continue
            library.replace(document, pieces, sha256=digest, parser=parser, source=path)
            added.append(path)
            chunks += len(pieces)
            chars += len(document.original)
            waiting += len(pieces)
            if waiting >= _INDEX_EVERY:
                library.index(report_indexing)
                waiting = 0
    except KeyboardInterrupt:
        library.index()
        raise
    if progress:
        progress(len(files), len(files), "")
    # also when all were skipped: an earlier run may have been killed before it came to this
    indexed = library.index(report_indexing) if not failed or added or skipped else True
    return IngestResult(tuple(added), tuple(skipped), tuple(failed), chunks, chars, time.monotonic() - started, indexed)


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise UnreadableFile(path, "没有这个文件") from None
    except PermissionError:
        raise UnreadableFile(path, "没有读取权限") from None
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from None
