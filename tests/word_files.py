"""Small Word files made part by part, so that tests can put into them what no library writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>')


def paragraph(*runs: str, number: tuple[int, int] | None = None, style: str = "", properties: str = "") -> str:
    """A w:p of runs. A run that begins with "<" is raw XML. number: (numId, level)."""
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        inside += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    texts = [run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs]
    return f"<w:p><w:pPr>{inside}{properties}</w:pPr>{''.join(texts)}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A w:tbl of cells with one paragraph each."""
    lines = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def level(depth: int, kind: str, text: str, more: str = "") -> str:
    """A w:lvl of a list."""
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def numbering(levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """The numbering part with one list, numId 1."""
    return f'<w:numbering {_NS}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}</w:numbering>'


#: 一、 （一） 1. （1） as Word generates them
CHINESE = (level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCountingThousand", "（%2）")
           + level(2, "decimal", "%3.") + level(3, "decimal", "（%4）"))


def styles(*entries: str) -> str:
    """The styles part."""
    return f"<w:styles {_NS}>{''.join(entries)}</w:styles>"


def style(name: str, shown: str, properties: str = "", based_on: str = "") -> str:
    """A paragraph style."""
    parent = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>{parent}<w:pPr>{properties}</w:pPr></w:style>'


def word(*blocks: str, numbering_part: str = "", styles_part: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """The file."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES, "_rels/.rels": _RELS,
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_NS}><w:body>{"".join(blocks)}</w:body></w:document>'}
    if numbering_part:
        parts["word/numbering.xml"] = numbering_part
        parts["word/_rels/document.xml.rels"] = _RELS.replace("officeDocument\" ", "numbering\" ").replace("word/document", "numbering")
        parts["[Content_Types].xml"] = _TYPES.replace("</Types>", (
            '<Override PartName="/word/numbering.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>'))
    if styles_part:
        parts["word/styles.xml"] = styles_part
    parts |= extra or {}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
