"""The folder in which files from the browser wait until they are taken in: one for each running page, gone with it. No reading of files."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import InputError

if TYPE_CHECKING:
    import filelock

_LOCK = "in-use.lock"
#: seconds to wait while another page that starts at the same moment looks for what was left
_WAIT = 10


@dataclass(frozen=True)
class UploadFolder:
    """A folder that this process holds."""

    path: Path
    held: filelock.BaseFileLock

    def remove(self) -> None:
        """Clear it away with all that is in it; nothing where that was done."""
        # first, because Windows removes no open file
        self.held.release(force=True)
        shutil.rmtree(self.path, ignore_errors=True)


def open_folder(desk: Path) -> UploadFolder:
    """A new folder below `desk`, after those of pages that are no more were removed. Raises InputError.

    A page that was killed could not clear up, and what people sent it are their reports: they must not lie about for good.
    """
    import filelock

    root = desk / "uploads"
    try:
        root.mkdir(parents=True, exist_ok=True)
        # one page at a time looks, so that none sees a folder that is there but not held yet
        with filelock.FileLock(root / "folders.lock", timeout=_WAIT):
            for left in root.iterdir():
                if left.is_dir():
                    _clear(left)
            path = Path(tempfile.mkdtemp(dir=root))
            held = filelock.FileLock(path / _LOCK)
            held.acquire()
    except filelock.Timeout:
        raise InputError(f"{root}: 另一个笔杆子正在启动，等了 {_WAIT} 秒；请再启动一次") from None
    except OSError as error:
        raise InputError(f"{root}: 放上传文件的文件夹用不了（{error.strerror or error}）") from None
    return UploadFolder(path, held)


def _clear(left: Path) -> None:
    """Remove a folder unless a page that is running holds it."""
    import filelock

    lock = filelock.FileLock(left / _LOCK, timeout=0)
    try:
        lock.acquire()
    except (OSError, filelock.Timeout):
        return
    UploadFolder(left, lock).remove()
