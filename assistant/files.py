"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from assistant.errors import UnreadableFile


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write through a temporary file beside the target and move it over. Raises UnreadableFile with the system's reason."""
    target = Path(path)
    handle, name = -1, ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes a private file; a report is as readable as the folder's habit says
        with contextlib.suppress(OSError):
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(name, 0o666 & ~umask)
        os.replace(name, target)
    except OSError as error:
        if name:
            with contextlib.suppress(OSError):
                os.unlink(name)
        raise UnreadableFile(path, f"写不进去（{error.strerror or error}）") from None


def write_text(path: str | Path, text: str) -> None:
    """The same for text, as UTF-8 with line ends as they are."""
    write_bytes(path, text.encode("utf-8"))
