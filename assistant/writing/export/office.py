"""Turns a Word file into PDF with LibreOffice where it is installed. Nothing else starts an office program."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from assistant.errors import InputError, UnreadableFile
from assistant.files import write_bytes


def find_office() -> str | None:
    """The LibreOffice command, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def docx_to_pdf(docx: Path, pdf: Path, timeout: float = 120.0) -> None:
    """Render to PDF. Raises InputError where LibreOffice is not installed, UnreadableFile where it fails."""
    office = find_office()
    if office is None:
        raise InputError("导出 PDF 需要 LibreOffice（命令 soffice），本机没有；可先导出 .docx")
    with tempfile.TemporaryDirectory() as folder:
        # two runs that share a profile: the second ends without a file and without a word
        profile = (Path(folder) / "profile").as_uri()
        command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir", folder, str(docx)]
        try:
            subprocess.run(command, capture_output=True, timeout=timeout, check=False)
        except subprocess.TimeoutExpired:
            raise UnreadableFile(docx, f"LibreOffice 在 {timeout:.0f} 秒内没有转完") from None
        made = Path(folder) / f"{docx.stem}.pdf"
        if not made.exists():
            raise UnreadableFile(docx, "LibreOffice 没有转出 PDF")
        write_bytes(pdf, made.read_bytes())
