"""Writes an official-layout Word file (GB/T 9704-2012, by analogy: a summary is no red-head document).

Fonts are named and never shipped; `missing_fonts()` says which this machine lacks. Reading Word files is in `ingest/readers`.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from assistant.domain.draft import Draft
from assistant.files import write_bytes
from assistant.writing.export.blocks import Block, blocks_of_draft, blocks_of_markdown
from assistant.writing.export.title import title_lines

FONTS = {
    "title": "方正小标宋简体", "heading1": "黑体", "heading2": "楷体_GB2312", "body": "仿宋_GB2312",
    "footer": "宋体", "latin": "Times New Roman",
}
_STYLE_NAMES = {
    "title": "公文标题", "label": "公文题注", "heading1": "公文一级标题", "heading2": "公文二级标题", "heading3": "公文三级标题",
    "body": "公文正文", "signature": "公文署名", "date": "公文日期", "table": "公文表格",
}
_OPEN_POINT = re.compile(r"【待[补核][^】]*】")
_LINE = 28.95  # points: 22 lines fill the 225 mm text block; 29 would lose the last


def write_docx(source: Draft | str, path: str | Path) -> None:
    """Write a draft, or Markdown text, as .docx, whole or not at all. Raises UnreadableFile on a full or read-only disk."""
    blocks = blocks_of_draft(source) if isinstance(source, Draft) else blocks_of_markdown(source)
    buffer = io.BytesIO()
    _build(blocks).save(buffer)
    write_bytes(path, buffer.getvalue())


def missing_fonts() -> list[str] | None:
    """Named fonts that this machine does not have; None where that can't be told (no fontconfig)."""
    tool = shutil.which("fc-list")
    if tool is None:
        return None
    try:
        listed = subprocess.run([tool, ":", "family"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    families = {name.strip() for line in listed.splitlines() for name in line.split(",")}
    return [font for font in FONTS.values() if font not in families]


def _build(blocks: list[Block]) -> Any:
    from docx import Document

    document = Document()
    _page(document)
    _styles(document)
    first = document.paragraphs[0] if document.paragraphs else None
    if first is not None:
        first._element.getparent().remove(first._element)
    for position, block in enumerate(blocks):
        if block.kind == "title":
            for line in title_lines(block.text):
                _paragraph(document, "title", line)
            following = blocks[position + 1].kind if position + 1 < len(blocks) else ""
            if following != "label":
                document.add_paragraph(style=_STYLE_NAMES["body"])
        elif block.kind == "label":
            _paragraph(document, "label", block.text)
            document.add_paragraph(style=_STYLE_NAMES["body"])
        elif block.kind == "table":
            _table(document, block)
        elif block.kind in ("signature", "date"):
            if block.kind == "signature" or (position and blocks[position - 1].kind != "signature"):
                document.add_paragraph(style=_STYLE_NAMES["body"])
            _paragraph(document, block.kind, block.text)
        else:
            _paragraph(document, block.kind, block.text, block.run_in)
    _footers(document)
    title = next((b.text for b in blocks if b.kind == "title"), "")
    document.core_properties.title = title
    document.core_properties.author = ""
    # the label under the title goes when the draft is finished; the file still says how it began
    document.core_properties.comments = next((b.text for b in blocks if b.kind == "label"), "").strip("（）")
    return document


def _paragraph(document: Any, kind: str, text: str, run_in: int = 0) -> None:
    paragraph = document.add_paragraph(style=_STYLE_NAMES[kind])
    if run_in:
        # a run-in heading keeps its own face; level 3 is 仿宋 like the body (7.3.3)
        _runs(paragraph, text[:run_in], FONTS["heading2"] if text[0] in "（(" else None)
        text = text[run_in:]
    _runs(paragraph, text, None)


def _runs(paragraph: Any, text: str, font: str | None) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    at = 0
    for match in [*_OPEN_POINT.finditer(text), None]:
        end = match.start() if match else len(text)
        if end > at:
            _font(paragraph.add_run(text[at:end]), font)
        if match:
            run = paragraph.add_run(match[0])
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            _font(run, font)
            at = match.end()


def _font(run: Any, name: str | None) -> None:
    from docx.oxml.ns import qn

    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    # quotes and dashes are shared with Latin: the hint makes Word draw them as Chinese punctuation
    fonts.set(qn("w:hint"), "eastAsia")
    if name:
        fonts.set(qn("w:eastAsia"), name)


def _page(document: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)
    properties = section._sectPr
    grid = properties.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        properties.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    document.settings.odd_and_even_pages_header_footer = True


def _styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    normal = document.styles["Normal"]
    _style_font(normal, FONTS["body"], 16)
    looks: dict[str, tuple[str, float, Any, bool]] = {
        "title": (FONTS["title"], 22, WD_ALIGN_PARAGRAPH.CENTER, False),
        "label": (FONTS["heading2"], 12, WD_ALIGN_PARAGRAPH.CENTER, False),
        "heading1": (FONTS["heading1"], 16, WD_ALIGN_PARAGRAPH.JUSTIFY, True),
        "heading2": (FONTS["heading2"], 16, WD_ALIGN_PARAGRAPH.JUSTIFY, True),
        "heading3": (FONTS["body"], 16, WD_ALIGN_PARAGRAPH.JUSTIFY, True),
        "body": (FONTS["body"], 16, WD_ALIGN_PARAGRAPH.JUSTIFY, True),
        "signature": (FONTS["body"], 16, WD_ALIGN_PARAGRAPH.RIGHT, False),
        "date": (FONTS["body"], 16, WD_ALIGN_PARAGRAPH.RIGHT, False),
        "table": (FONTS["body"], 14, WD_ALIGN_PARAGRAPH.CENTER, False),
    }
    levels = {"title": 0, "heading1": 0, "heading2": 1, "heading3": 2}
    for kind, (font, size, alignment, indent) in looks.items():
        style = document.styles.add_style(_STYLE_NAMES[kind], WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.quick_style = True
        _style_font(style, font, size)
        _style_paragraph(style, alignment, indent, kind)
        if kind in levels and kind != "title":
            _outline_level(style, levels[kind])


def _style_font(style: Any, east_asian: str, size: float) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name = FONTS["latin"]
    style.font.size = Pt(size)
    style.font.bold = False
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), east_asian)
    if size == 16:
        # 28 characters of 16 pt are 448 pt, the text block is 442.2 pt: a quarter point less between them (5.2.3)
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), "-5")
        properties.append(spacing)


def _style_paragraph(style: Any, alignment: Any, indent: bool, kind: str) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt

    form = style.paragraph_format
    form.alignment = alignment
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(22 if kind == "table" else _LINE + 6 if kind == "title" else _LINE)
    form.widow_control = False
    form.keep_with_next = kind.startswith("heading")
    edge = style.element.get_or_add_pPr().get_or_add_ind()
    if indent:
        edge.set(qn("w:firstLineChars"), "200")
        edge.set(qn("w:firstLine"), "640")
    if kind in ("signature", "date"):
        edge.set(qn("w:rightChars"), "200")
        edge.set(qn("w:right"), "640")


def _outline_level(style: Any, level: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(outline)


def _table(document: Any, block: Block) -> None:
    width = max(len(row) for row in block.cells)
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    for row in block.cells:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.paragraphs[0].style = document.styles[_STYLE_NAMES["table"]]
            _runs(cell.paragraphs[0], text, None)


def _footers(document: Any) -> None:
    """Page number “— N —”, 4号 宋体, one character in: odd pages right, even pages left (7.5)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    section = document.sections[0]
    for footer, alignment, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = alignment
        edge = paragraph._element.get_or_add_pPr().get_or_add_ind()
        edge.set(qn(f"w:{side}Chars"), "100")
        edge.set(qn(f"w:{side}"), "280")
        _footer_run(paragraph, "— ")
        _page_field(paragraph)
        _footer_run(paragraph, " —")


def _footer_run(paragraph: Any, text: str) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size = Pt(14)
    run.font.name = FONTS["footer"]
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONTS["footer"])
    return run


def _page_field(paragraph: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = _footer_run(paragraph, "")
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._element.append(mark)

