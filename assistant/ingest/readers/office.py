"""Formats that only an office program reads (.doc, .wps, .rtf, .odt): LibreOffice turns them into .docx. Not needed for anything else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.ingest.extract import Extract

_PLACES = (
    "/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files (x86)\LibreOffice\program\soffice.exe")
_SECONDS = 120
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def find_office() -> str | None:
    """The program, None where this machine has none."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in _PLACES if os.access(place, os.X_OK)), None)


def read_office(path: str | Path, data: bytes) -> Extract:
    """The text of such a file by way of .docx. Raises UnreadableFile, also where LibreOffice is missing."""
    from assistant.ingest.readers.docx import read_docx

    suffix = Path(path).suffix.lower()
    program = find_office()
    if program is None:
        raise UnreadableFile(path, f"读 {suffix} 需要 LibreOffice，这台机器上没有；请安装，或在 Word、WPS 中另存为 .docx")
    # the program asks the name, not the content, what a file is; a .wps of the Chinese office suite is a .doc by another name
    inner = ".doc" if data.startswith(_OLE) and suffix in (".wps", ".docx") else suffix
    with tempfile.TemporaryDirectory(prefix="biganzi-office-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"source{inner}"
        source.write_bytes(data)
        # two runs that share a profile: the second fails without a word
        profile = (Path(folder) / "profile").as_uri()
        command = [program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile}",
                   "--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            _run(command)
        except subprocess.TimeoutExpired:
            raise UnreadableFile(path, f"LibreOffice 转换超过 {_SECONDS} 秒，已中止") from None
        except OSError as error:
            raise UnreadableFile(path, f"LibreOffice 启动不了（{error.strerror or error}）") from None
        result = Path(folder) / "source.docx"
        if not result.is_file():
            raise UnreadableFile(path, "LibreOffice 打不开这个文件（可能已损坏或加了密）")
        return read_docx(path, result.read_bytes())


def _run(command: list[str]) -> None:
    """Run it in a group of its own: the program is a script that starts another, and both must go when time is up."""
    import signal

    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=sys.platform != "win32")
    try:
        child.wait(timeout=_SECONDS)
    except BaseException:
        if sys.platform == "win32":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise
