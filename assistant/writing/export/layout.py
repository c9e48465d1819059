"""Where a Word file departs from GB/T 9704-2012, by clause and strength, and how it is put right. Wording is not looked at.

Strength: hard (the standard leaves no choice), usual (the standard says 一般), practice (the office's habit, no clause).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.errors import UnreadableFile
from assistant.files import write_bytes
from assistant.writing.export.measures import (
    Line,
    alignment_of,
    bold,
    colour_of,
    east_asian_font,
    first_line_characters,
    heading_runs,
    line_pitch,
    read_lines,
    size_of,
)

Strength = Literal["hard", "usual", "practice"]

#: element → fonts that will do, the first is what --fix sets; points
_FACES: dict[str, tuple[tuple[str, ...], float]] = {
    "title": (("方正小标宋简体", "方正小标宋", "小标宋", "华文中宋"), 22),
    "heading1": (("黑体", "SimHei"), 16),
    "heading2": (("楷体_GB2312", "楷体", "KaiTi"), 16),
    "heading3": (("仿宋_GB2312", "仿宋", "FangSong"), 16),
    "heading4": (("仿宋_GB2312", "仿宋", "FangSong"), 16),
    "body": (("仿宋_GB2312", "仿宋", "FangSong"), 16),
}
_NAMES = {"title": "标题", "heading1": "一级标题", "heading2": "二级标题", "heading3": "三级标题", "heading4": "四级标题", "body": "正文"}
_SIZES = {22: "2号", 16: "3号", 14: "4号"}
_CLAUSES = {"title": "7.3.1", "body": "7.3.3"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Departure:
    """One thing that is not as the standard has it. paragraph: its number from 1, 0 for the page; count: paragraphs concerned."""

    clause: str
    strength: Strength
    what: str
    found: str
    wanted: str
    paragraph: int = 0
    count: int = 1


def read_layout(path: str | Path) -> list[Departure]:
    """All departures of a Word file, page first. Raises UnreadableFile."""
    return departures(_open(path))


def fix_layout(path: str | Path, target: str | Path) -> tuple[list[Departure], list[Departure]]:
    """Write the file anew with page, faces, indents, spacing and page numbers put right; (before, after). Raises UnreadableFile."""
    word = _open(path)
    before = departures(word)
    _mend(word)
    buffer = io.BytesIO()
    word.save(buffer)
    write_bytes(target, buffer.getvalue())
    return before, departures(_open(target))


def _open(path: str | Path) -> Any:
    import docx

    if Path(path).suffix.lower() != ".docx":
        raise UnreadableFile(path, "版式只能检查 .docx 文件；.doc、.wps 请先另存为 .docx")
    try:
        return docx.Document(str(path))
    except Exception as error:  # noqa: BLE001 - the library raises what the damaged part makes it raise
        reason = "找不到文件" if not Path(path).is_file() else f"不是可读的 Word 文件（{type(error).__name__}）"
        raise UnreadableFile(path, reason) from None


def departures(word: Any) -> list[Departure]:
    """All departures of an open Word document."""
    lines = read_lines(word)
    found = [*_page(word)]
    for kind in _FACES:
        found += _faces(kind, [line for line in lines if line.kind == kind])
    found += _paragraphs(lines)
    found += _title(lines)
    found += _dates(lines)
    return found + list(_page_numbers(word))


def _page(word: Any) -> Iterator[Departure]:
    for index, section in enumerate(word.sections):
        name = "" if len(word.sections) == 1 else f"第{index + 1}节"
        width, height = _millimetres(section.page_width), _millimetres(section.page_height)
        if sorted((round(width), round(height))) != [210, 297]:
            yield Departure("5.1", "hard", f"{name}纸张", f"{width:.0f}×{height:.0f}毫米", "A4，210×297毫米")
        if width > height:
            continue  # a landscape page of tables has margins of its own
        for what, value, wanted, clause, strength in (
            ("天头（上边距）", section.top_margin, 37, "5.2.1", "hard"),
            ("订口（左边距）", section.left_margin, 28, "5.2.1", "hard"),
            ("下边距", section.bottom_margin, 35, "5.2.1", "hard"),
            ("右边距", section.right_margin, 26, "5.2.1", "hard"),
        ):
            measured = _millimetres(value)
            if abs(measured - wanted) > 1.05:
                yield Departure(clause, strength, f"{name}{what}", f"{measured:.1f}毫米", f"{wanted}毫米±1毫米")  # type: ignore[arg-type]


def _millimetres(length: Any) -> float:
    return 0.0 if length is None else float(length.mm)


def _faces(kind: str, lines: list[Line]) -> Iterator[Departure]:
    """Font, size, weight and colour of all lines of a kind; equal departures are told once."""
    fonts, points = _FACES[kind]
    seen: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        runs = heading_runs(line) if kind.startswith("heading") else [run for run in line.paragraph.runs if _chinese(run.text)]
        for run in runs:
            if not _chinese(run.text):
                continue
            font, size = east_asian_font(run, line.paragraph), size_of(run, line.paragraph)
            # level 3 and 4 are the body's face; whatever follows a run-in heading is body
            if not any(font.startswith(one) for one in fonts):
                seen.setdefault(("font", font or "未设定"), []).append(line.number)
            if size is None or abs(size - points) > 0.26:
                seen.setdefault(("size", f"{size:g}磅" if size else "未设定"), []).append(line.number)
            if colour_of(run, line.paragraph).upper() not in ("", "AUTO", "000000"):
                seen.setdefault(("colour", f"#{colour_of(run, line.paragraph)}"), []).append(line.number)
            if kind == "title" and bold(run, line.paragraph):
                seen.setdefault(("bold", "加粗"), []).append(line.number)
    name, clause = _NAMES[kind], _CLAUSES.get(kind, "7.3.3")
    for (what, value), numbers in seen.items():
        first, count = numbers[0], len(set(numbers))
        if what == "font":
            yield Departure(clause, "usual", f"{name}字体", value, fonts[0], first, count)
        elif what == "size":
            yield Departure(clause, "usual", f"{name}字号", value, f"{_SIZES[round(points)]}（{points:g}磅）", first, count)
        elif what == "colour":
            yield Departure("5.2.4", "usual", f"{name}颜色", value, "黑色", first, count)
        else:
            yield Departure("7.3.1", "practice", "标题加粗", value, "小标宋体不加粗", first, count)


def _chinese(text: str) -> bool:
    return any("\u4e00" <= one <= "\u9fff" for one in text)


def _paragraphs(lines: list[Line]) -> Iterator[Departure]:
    """Indent and pitch of everything that is running text."""
    indents: dict[str, list[int]] = {}
    pitches: dict[str, list[int]] = {}
    for line in lines:
        if line.kind in ("title", "label", "date", "signature"):
            continue
        characters = first_line_characters(line.paragraph, 16)
        if abs(characters - 2) > 0.3:
            indents.setdefault(f"{characters:.1f}".rstrip("0").rstrip(".") + "字", []).append(line.number)
        pitch = line_pitch(line.paragraph)
        if pitch is None or pitch[0] == "auto" or not 28 <= pitch[1] <= 30:
            said = "未设定" if pitch is None else f"{pitch[1]:g}倍" if pitch[0] == "auto" else f"{pitch[1]:g}磅"
            pitches.setdefault(said, []).append(line.number)
    for value, numbers in indents.items():
        yield Departure("7.3.3", "usual", "段落首行缩进", value, "左空二字", numbers[0], len(numbers))
    for value, numbers in pitches.items():
        yield Departure("5.2.3", "usual", "行距", value, "固定值28～30磅（每面22行）", numbers[0], len(numbers))


def _title(lines: list[Line]) -> Iterator[Departure]:
    titles = [line for line in lines if line.kind == "title"]
    for line in titles:
        if alignment_of(line.paragraph) != "center":
            yield Departure("7.3.1", "usual", "标题位置", alignment_of(line.paragraph) or "未居中", "居中", line.number)
        for piece in line.paragraph.text.split("\n"):
            if len(piece.strip()) > 22:
                yield Departure("7.3.1", "practice", "标题每行字数", f"{len(piece.strip())}字", "不超过20字，按词意分行", line.number)
            if piece.strip()[:1] in ("的", "和", "与", "及", "暨", "、", "》", "”"):
                yield Departure(
                    "7.3.1", "practice", "标题回行", f"行首“{piece.strip()[:1]}”", "词意完整，行首不用虚词和后半标点", line.number
                )
    if titles and titles[-1].text[-1:] in "。；，":
        yield Departure("7.3.1", "practice", "标题标点", titles[-1].text[-1:], "标题末尾不用标点", titles[-1].number)


def _dates(lines: list[Line]) -> Iterator[Departure]:
    import re

    for line in lines:
        if line.kind != "date":
            continue
        text = line.text.strip("（）()")
        if re.search(r"[〇○零一二三四五六七八九十]+年", text):
            yield Departure("7.3.5", "hard", "成文日期写法", text, "阿拉伯数字，如2024年1月5日", line.number)
        elif re.search(r"年0|月0", text):
            yield Departure("7.3.5", "hard", "成文日期写法", text, "月、日不编虚位，如1月不写01月", line.number)


def _page_numbers(word: Any) -> Iterator[Departure]:
    section = word.sections[0]
    feet = [section.footer]
    separate = bool(word.settings.odd_and_even_pages_header_footer)
    if separate:
        feet.append(section.even_page_footer)
    bodies = [foot._element for foot in feet]
    fields = [
        "".join(node.text or "" for node in body.iter(f"{_W}instrText"))
        + "".join(node.get(f"{_W}instr", "") for node in body.iter(f"{_W}fldSimple"))
        for body in bodies
    ]
    if "PAGE" not in fields[0]:
        yield Departure("7.5", "usual", "页码", "没有页码", "4号宋体数字，左右各一条一字线，单页居右、双页居左")
        return
    words = "".join(node.text or "" for node in bodies[0].iter(f"{_W}t"))
    if "—" not in words:
        yield Departure("7.5", "usual", "页码两侧", words.strip() or "无", "各放一条一字线（— 1 —）")
    if not separate:
        yield Departure("7.5", "usual", "页码位置", "单双页同位", "单页居右空一字，双页居左空一字")
    sizes = {node.get(f"{_W}val") for node in bodies[0].iter(f"{_W}sz")}
    if sizes and sizes != {"28"}:
        yield Departure("7.5", "usual", "页码字号", "、".join(f"{int(one) / 2:g}磅" for one in sorted(sizes) if one), "4号（14磅）")


# putting right


def _mend(word: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    from assistant.writing.export.docx import _footers

    for section in word.sections:
        landscape = section.page_width is not None and section.page_height is not None and section.page_width > section.page_height
        section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        if not landscape:
            section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
            section.footer_distance = Mm(23)
    for line in read_lines(word):
        paragraph, face = line.paragraph, line.kind if line.kind in _FACES else "body"
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(35 if line.kind == "title" else 28.95)
        indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
        for name in ("firstLine", "firstLineChars", "hanging", "hangingChars"):
            indent.attrib.pop(qn(f"w:{name}"), None)
        if line.kind in ("title", "label"):
            form.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif line.kind not in ("date", "signature"):
            typed = len(paragraph.text) - len(paragraph.text.lstrip("\u3000"))
            if not typed:
                indent.set(qn("w:firstLineChars"), "200")
                indent.set(qn("w:firstLine"), "640")
        own = heading_runs(line) if line.kind.startswith("heading") else []
        chosen = {id(run._element) for run in own}
        for run in paragraph.runs:
            kind = face if not own or id(run._element) in chosen else "body"
            fonts, points = _FACES[kind]
            run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), fonts[0])
            run.font.size = Pt(points)
            run.font.color.rgb = RGBColor(0, 0, 0)
            if line.kind == "title":
                run.font.bold = False
    if any(True for _ in _page_numbers(word)):
        word.settings.odd_and_even_pages_header_footer = True
        for foot in (word.sections[0].footer, word.sections[0].even_page_footer):
            foot.is_linked_to_previous = False
            for extra in list(foot.paragraphs)[1:]:
                extra._element.getparent().remove(extra._element)
            for child in list(foot.paragraphs[0]._element):
                foot.paragraphs[0]._element.remove(child)
        _footers(word)
