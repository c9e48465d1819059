"""Writes the departments' notes for 2026 as they would come in: Markdown and text as they are, one Word file, one spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from formats import same_every_time

#: departments that send Word files; a .tsv source becomes a spreadsheet, the rest stay text
WORD = frozenset(("规划建设局",))


def write_notes(sources: Path, target: Path, fill: Callable[[str], str]) -> None:
    """Write every source of the folder, its figures filled in."""
    for source in sorted(sources.iterdir()):
        text = fill(source.read_text(encoding="utf-8"))
        if source.suffix == ".tsv":
            (target / f"{source.stem}.xlsx").write_bytes(_spreadsheet(text))
        elif source.stem in WORD:
            (target / f"{source.stem}.docx").write_bytes(_word(text))
        else:
            (target / source.name).write_text(text, encoding="utf-8")


def _word(text: str) -> bytes:
    from docx import Document

    document = Document()
    for line in text.split("\n"):
        if line.startswith("#"):
            document.add_heading(line.lstrip("# "), len(line) - len(line.lstrip("#")))
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line.strip():
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return same_every_time(buffer.getvalue())


def _spreadsheet(text: str) -> bytes:
    from openpyxl import Workbook

    title, *lines = text.strip("\n").split("\n")
    book = Workbook()
    sheet = book.active
    sheet.title = title.lstrip("# ").split("：")[0]
    sheet.append([title.lstrip("# ")])
    for line in lines:
        sheet.append([float(cell) if cell.replace(".", "", 1).isdigit() and "." in cell else int(cell) if cell.isdigit() else cell or None
                      for cell in line.split("\t")])
    for row in sheet.iter_rows(min_row=3, min_col=3):
        for cell in row:
            if isinstance(cell.value, float):
                # a spreadsheet drops a last zero unless the cell says how many digits it shows
                shown = lines[cell.row - 2].split("\t")[cell.column - 1]
                cell.number_format = "0." + "0" * len(shown.partition(".")[2])
    for column, width in zip("ABCDEFGH", (18, 9, 10, 10, 9, 10, 9, 10), strict=True):
        sheet.column_dimensions[column].width = width
    buffer = io.BytesIO()
    book.save(buffer)
    return same_every_time(buffer.getvalue())
