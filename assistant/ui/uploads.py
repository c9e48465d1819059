"""Files that come from the browser: checked for place, number, size and kind. A name is for showing, never a path."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.ui.event import Event

MOST_FILES = 50
MOST_BYTES = 20_000_000
NOTES = frozenset((".md", ".markdown", ".txt", ".docx", ".xlsx", ".csv", ".html", ".htm", ".doc", ".wps"))
REPORTS = frozenset((".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".png", ".jpg", ".jpeg"))
_ZIPPED = frozenset((".docx", ".xlsx", ".odt"))
_TEXTS = frozenset((".md", ".markdown", ".txt", ".csv", ".html", ".htm"))
_NOT_IN_A_NAME = re.compile(r"[^\w\-—（）()【】《》·.、 ]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of the user's: the name to show, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """What came of an upload: the files taken, and a line for each that was not."""

    files: tuple[Upload, ...] = ()
    refused: tuple[str, ...] = ()


def clean_name(name: str) -> str:
    """A file name without anything that could lead elsewhere: no folders, no control characters, no leading dot, at most 80 characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    stem, suffix = os.path.splitext(_NOT_IN_A_NAME.sub("_", last).strip(" ."))
    return f"{stem[:80].strip(' .') or '文件'}{suffix.lower()[:10]}"


def receive(event: Event, kinds: Iterable[str], upload_root: str | Path) -> Received:
    """Take what the page says it uploaded. `upload_root` is the only folder files may come from."""
    refused = [f"{clean_name(name)}: 太大，单个不超过 {MOST_BYTES // 1_000_000} MB" for name in event.refused]
    taken: list[Upload] = []
    for entry in event.files:
        name = clean_name(entry["name"])
        try:
            with _own(entry["path"], name, Path(upload_root)) as source:
                if len(taken) >= MOST_FILES:
                    raise UnreadableFile(name, f"一次最多 {MOST_FILES} 个文件，这个没有收")
                _check(source, name, frozenset(kinds))
                taken.append(Upload(name, source.read_bytes()))
        except UnreadableFile as error:
            refused.append(str(error))
        except OSError as error:
            refused.append(f"{name}: {error.strerror or error}")
    return Received(tuple(taken), tuple(refused))


@contextlib.contextmanager
def _own(path: object, name: str, root: Path) -> Iterator[Path]:
    """The uploaded file, which is gone afterwards: taken, it is kept where it belongs, and refused, nowhere."""
    if not isinstance(path, str) or not path:
        raise UnreadableFile(name, "没有收到文件")
    found = Path(path).resolve()
    # the path comes from the browser: anything that is not a plain file under the upload folder is an attempt at another file
    if not found.is_relative_to(root.resolve()) or not found.is_file():
        raise UnreadableFile(name, "不是刚上传的文件")
    try:
        yield found
    finally:
        with contextlib.suppress(OSError):
            found.unlink()


def _check(source: Path, name: str, kinds: frozenset[str]) -> None:
    suffix = Path(name).suffix
    if suffix not in kinds:
        raise UnreadableFile(name, f"不收这种文件；可用 {'、'.join(sorted(kinds))}")
    size = source.stat().st_size
    if size == 0:
        raise UnreadableFile(name, "空文件")
    if size > MOST_BYTES:
        raise UnreadableFile(name, f"太大，单个不超过 {MOST_BYTES // 1_000_000} MB")
    with source.open("rb") as file:
        head = file.read(4096)
    if suffix in _ZIPPED and not head.startswith(b"PK"):
        raise UnreadableFile(name, f"内容不是 {suffix[1:]} 文件")
    if suffix == ".pdf" and b"%PDF" not in head[:1024]:
        raise UnreadableFile(name, "内容不是 pdf 文件")
    if suffix in _TEXTS and b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(name, "内容不是文字")
