"""Writes one report in the format its name asks for: plain text, web page, Markdown or Word. No figures are made here.

Word and spreadsheet files come out the same byte for byte every time, so that `build.py --check` can compare them.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path
from typing import Any

_STAMP = (2026, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write_report(text: str, path: Path) -> None:
    """Write a report given in Markdown; the half-year report in GB18030, as older office programs save text."""
    if path.suffix == ".docx":
        path.write_bytes(_word(text))
    elif path.suffix == ".html":
        path.write_text(_page(text), encoding="utf-8")
    elif path.suffix == ".md":
        path.write_text(text, encoding="utf-8")
    else:
        path.write_text(re.sub(r"^#+ ", "", text, flags=re.M), encoding="gb18030" if "上半年" in path.name else "utf-8")


def same_every_time(data: bytes) -> bytes:
    """The zip container again, with one fixed time stamp outside and inside."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(b"2026-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return buffer.getvalue()


def _page(text: str) -> str:
    """A web page as the zone's site would show it: navigation, print bar and footer around the report."""
    title = text.split("\n", 1)[0].removeprefix("# ")
    body = "\n".join(
        f"<p>{html.escape(re.sub(r'^#+ ', '', line))}</p>" for line in text.split("\n")[1:] if line.strip()
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{html.escape(title)} - 棠州经济开发区</title>
<style>body {{ font-family: serif }}</style><script>var visits = 1;</script></head>
<body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/zwgk/zj">工作总结</a></div>
<h1>{html.escape(title)}</h1>
<div class="info">发布时间：2023-01-06　来源：党政办公室　【字体：<a>大</a> <a>中</a> <a>小</a>】　<a>打印</a></div>
<div class="article">
{body}
</div>
<div class="share">分享到：</div>
<div class="footer">版权所有：棠州经济开发区管理委员会　<a href="/map">网站地图</a></div>
</body></html>
"""


def _word(text: str) -> bytes:
    """A Word file whose heading numbers Word generates itself, and whose table is a real table."""
    from docx import Document

    document = Document()
    numbering = _numbering(document)
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            _table(document, [row for row in rows if not set("".join(row)) <= set("-: ")])
            rows = []
        if line.startswith("# "):
            document.add_paragraph(line[2:], style="Title")
        elif match := re.match(r"(#{2,3}) (?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)(.*)", line):
            level = len(match[1]) - 2
            paragraph = document.add_paragraph(match[2], style=f"Heading {level + 1}")
            _number(paragraph, numbering, level)
        elif line.strip():
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return same_every_time(buffer.getvalue())


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, value in zip(cells.cells, row, strict=True):
            cell.text = value


def _numbering(document: Any) -> int:
    """Adds the list definition 一、 / （一） to the file; returns its numId."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{label}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, label in enumerate(("%1、", "（%2）"))
    )
    part = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')
    first_number = part.find("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}num")
    # the schema wants every abstractNum before the first num
    part.insert(list(part).index(first_number) if first_number is not None else len(part), abstract)
    return int(part.add_num(77).numId)


def _number(paragraph: Any, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number
