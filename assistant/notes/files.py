"""Files of notes as plain text: text, Word, spreadsheets, folders. What a line means is read in `reading`, not here."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import InputError, UnreadableFile

SUFFIXES = (".md", ".markdown", ".txt", ".text", ".docx", ".xlsx", ".xlsm", ".csv", ".tsv")
_LIMIT = 20 * 1024 * 1024
#: what an Office file may unpack to: a few kilobytes of zip can hold gigabytes
_UNPACKED = 200 * 1024 * 1024
_ROWS = 5000
_COLUMNS = 60


def note_files(paths: Sequence[str | Path]) -> list[Path]:
    """The files behind the paths, a folder standing for its readable files in name order. Raises InputError where there are none."""
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES and p.name[0] not in ".~")
            if not inside:
                raise InputError(f"{path}: 文件夹里没有能读的素材（{'、'.join(SUFFIXES)}）")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise UnreadableFile(path, "没有这个文件")
    if not found:
        raise InputError("没有素材：请给出至少一个素材文件或文件夹")
    return found


def read_file(path: str | Path) -> str:
    """The text of one file of notes; table rows as lines of tab-separated cells. Raises UnreadableFile."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > _LIMIT:
            raise UnreadableFile(path, f"文件有 {size // 1024 // 1024} MB，素材不能超过 {_LIMIT // 1024 // 1024} MB")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from None
    suffix = path.suffix.lower()
    if suffix in (".docx", ".xlsx", ".xlsm") or data[:4] == b"PK\x03\x04":
        _refuse_bomb(path)
        return _word(path) if suffix == ".docx" else _spreadsheet(path)
    text = decode(path, data)
    return text.replace(",", "\t") if suffix == ".csv" and "\t" not in text else text


def decode(path: str | Path, data: bytes) -> str:
    """Text from bytes: BOM, UTF-8, then GB18030. Raises UnreadableFile where it is no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\0" in data[:65536]:
        raise UnreadableFile(path, "不是文本文件（含二进制内容）")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableFile(path, "看不出文字编码（试过 UTF-8 和 GB18030）")


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            total = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise UnreadableFile(path, "文件已损坏，打不开") from None
    if total > _UNPACKED:
        raise UnreadableFile(path, f"解开后有 {total // 1024 // 1024} MB，拒绝读取")


def _word(path: Path) -> str:
    from docx import Document

    try:
        body = Document(str(path))
        lines = list(_blocks(body))
    except Exception as error:  # noqa: BLE001  the reader raises whatever the XML beneath it does
        raise UnreadableFile(path, f"不是能读的 Word 文件（{type(error).__name__}）") from None
    return "\n".join(lines)


def _blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(_once(cell.text.strip().replace("\n", " ") for cell in row.cells))
            yield ""
            continue
        style = (block.style.name or "") if block.style is not None else ""
        heading = style.startswith(("Heading", "标题", "Title"))
        is_list = style.startswith("List") or (block._p.pPr is not None and block._p.pPr.numPr is not None)
        for line in block.text.split("\n"):
            if line.strip():
                yield ("## " if heading else "- " if is_list else "") + line.strip()


def _once(cells: Iterable[str]) -> list[str]:
    """A merged cell comes once for each column it covers; the repeats would read as values."""
    row: list[str] = []
    for cell in cells:
        row.append("" if row and cell and cell == row[-1] and not cell.replace(".", "").isdigit() else cell)
    return row


def _spreadsheet(path: Path) -> str:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheets = book.worksheets
        lines: list[str] = []
        for sheet in sheets:
            rows = [_cells(row) for _, row in zip(range(_ROWS), sheet.iter_rows(max_col=_COLUMNS), strict=False)]
            rows = [row for row in rows if any(row)]
            if not rows:
                continue
            # what a sheet is called says whose it is, unless it is the program's own Sheet1
            if len(sheets) > 1 or not sheet.title.lower().startswith("sheet"):
                lines.append(f"【{sheet.title}】")
            lines += ["\t".join(row).rstrip("\t") for row in rows] + [""]
        book.close()
    except Exception as error:  # noqa: BLE001  the reader raises whatever the XML beneath it does
        raise UnreadableFile(path, f"不是能读的表格文件（{type(error).__name__}）") from None
    return "\n".join(lines)


def _cells(row: Sequence[Any]) -> list[str]:
    return [_cell(cell.value, getattr(cell, "number_format", "") or "") for cell in row]


def _cell(value: Any, form: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        decimals = len(form.split(";")[0].split(".")[1].rstrip("%_) ")) if "." in form.split(";")[0] else 0
        if "%" in form:
            return f"{value * 100:.{decimals}f}%"
        if isinstance(value, float) and value.is_integer() and not decimals:
            return str(int(value))
        # what the reader of the sheet sees; binary noise such as 0.30000000000000004 is nobody's figure
        return f"{value:.{decimals}f}" if decimals and "0" in form else f"{value:.10g}"
    return str(value).strip().replace("\n", " ")
