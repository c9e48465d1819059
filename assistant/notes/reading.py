"""Files of notes become notes n1, n2 …: whose they are, what they speak of, which figures they hold. The ledger is made elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.domain.quantity import Note
from assistant.notes.departments import Owner, is_group, is_office, owner_of, part_prefix, topic_of
from assistant.notes.files import note_files, read_file
from assistant.notes.instructions import is_instruction, without_machine_talk
from assistant.notes.layout import Line, blank_comments, lines_of
from assistant.notes.tables import Head, cells_of, head_of, opens_table, row_text
from assistant.text.width import fold

_OWN_OFFICE = re.compile(r"^([\u4e00-\u9fff]{2,10}(?:局|科|办|部|处|委|中心|分局))[：:]\s*(?=\S.{3})")
_PERIOD = re.compile(
    r"\d{1,2}\s*[-—~至到]\s*\d{1,2}\s*月|\d{1,2}月(?:底|末|\d{1,2}日)|截[至止]|上半年|前三季度|[一二三四]季度|\d{4}年(?!度?总结)"
)


#: from here on a file's name tells what it holds, not whose it is
_ABOUT_A_FILE = r"(?:年度|半年|工作)?(?:素材|总结|材料|情况|汇总|汇报|要点|报送|数据|台账|统计|报表|反馈|签约|定稿|初稿)+.*$"
#: a file headed by nothing but a department's name is that department's; a park's or a firm's name may head everybody's notes
_DEPARTMENT_TITLE = re.compile(r"(?:局|科|室|办|部|处|中心|支队|大队)$")
_BARE_YEAR = re.compile(r"20\d\d年?$")
_RUN_IN_YEAR = re.compile(r"(20\d\d年?)[：:]\s*(?=\S)")

#: a line without a heading of its own that goes on with what is planned
_FUTURE = re.compile(r"^(?:还?要|将|确保|力争|计划|拟|争取|继续)")
_BOTH = re.compile(r"(?:问题|困难|不足|短板)[^，。；]{0,6}?[和及与、][^，。；]{0,8}(?:打算|计划|思路|安排|举措|目标)")


@dataclass(frozen=True, slots=True)
class Material:
    """All notes of one drafting job. titles: what the files call themselves; remarks: what they say to the writer outside of notes."""

    notes: tuple[Note, ...]
    titles: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def read_notes(paths: Sequence[str | Path]) -> list[Note]:
    """The notes of all files, numbered through. Raises InputError where there are none, UnreadableFile."""
    return list(read_material(paths).notes)


def read_material(paths: Sequence[str | Path]) -> Material:
    """The notes of files or folders with titles and remarks; a file in a set is a department unless its content names one.

    Raises InputError where there is no file, UnreadableFile. A file without a note gives none: the caller decides whether that will do.
    """
    files = note_files(paths)
    parts = [parse_material(read_file(path), str(path), _owner_of_file(path) if len(files) > 1 else Owner()) for path in files]
    return joined(parts)


def joined(parts: Iterable[Material]) -> Material:
    """Several files as one material, the notes numbered through."""
    parts = list(parts)
    notes = [note for part in parts for note in part.notes]
    numbered = tuple(replace(note, id=f"n{number}") for number, note in enumerate(notes, 1))
    return Material(numbered, tuple(t for part in parts for t in part.titles), tuple(r for part in parts for r in part.remarks))


def parse_notes(text: str, source: str = "") -> list[Note]:
    """The notes of a text in hand."""
    return list(parse_material(text, source).notes)


def parse_material(text: str, source: str = "", owner: Owner | None = None) -> Material:
    """Notes, titles and remarks of one file's text. Offsets of the notes are in `text`; a table row is put into words."""
    titles: list[str] = []
    remarks: list[str] = []
    notes: list[Note] = []
    first = owner or Owner()
    current, head, level, both = first, None, 9, False
    numbers: list[str] = []
    lines = lines_of(text)
    cells_by_line = {position: cells_of(_raw(text, line)) for position, line in enumerate(lines) if line.kind == "row"}
    for position, line in enumerate(lines):
        if line.number and len(line.number) > 1:
            numbers.append(line.number)
        if line.kind != "row":
            head = None
        if line.kind == "title":
            titles.append(re.sub(r"（[^）]*）", "", line.text).strip())
            remarks += re.findall(r"（([^）]*)）", line.text)
            if _DEPARTMENT_TITLE.search(titles[-1]) and is_office(titles[-1]):
                current = first = replace(owner_of(titles[-1]), part=first.part)
            if re.search(r"思路|计划|打算|安排|要点", titles[-1]) and not re.search(r"总结|情况|汇报|回顾", titles[-1]):
                current = first = replace(first, part="plan")
        elif line.kind == "heading":
            bare = line.text.strip("【】（）() ")
            if is_instruction(bare) and not re.search(r"（", line.text.strip("（）")):
                remarks.append(bare)
                continue
            # a part heading below a department's own heading is that department's; one beside it is everybody's
            current = owner_of(line.text, current if line.level > level or not is_group(line.text) else None)
            # 问题和明年打算: problems until a line speaks of the plan, plan from there on
            both = not current.part and _BOTH.search(bare) is not None
            if both:
                current = replace(current, part="problems")
            level = line.level if not current.part or line.level <= level else level
            if notes and _BARE_YEAR.match(bare) and not _names_year(titles, bare):
                # 【2027年】 behind the departments of a year heads what is planned for the next one
                current = replace(current, department="", title="", topic="", part="plan")
            if first.part and not current.part:
                current = replace(current, part=first.part)
            if first.department and not is_office(current.department):
                current = replace(current, department=first.department, topic=current.topic or first.topic)
            if current.remark and not re.fullmatch(r"\d+", current.remark):
                remarks.append(f"{current.title}：{current.remark}")
        elif line.kind == "row":
            cells = cells_by_line[position]
            if head is None or opens_table(cells):
                found = head_of(cells, cells_by_line.get(position + 1, ()))
                head = found or head
                if found is not None:
                    continue
            notes += _from_row(line, cells, head, current, source)
        else:
            before = notes[-1].part if notes and not current.part else ""
            year = _RUN_IN_YEAR.match(line.text)
            if notes and year and not _names_year(titles, year[1]):
                # 2025年：营收26亿；… at the end of the notes of 2024
                ahead = replace(line, text=line.text[year.end() :], start=line.start + year.end())
                notes += _from_line(ahead, replace(current, department="", title="", topic="", part="plan"), source)
                current = replace(current, part="plan") if both else current
                continue
            if both and _FUTURE.match(line.text):
                current = replace(current, part="plan")
            notes += _from_line(line, replace(current, part=before) if before == "plan" and _FUTURE.match(line.text) else current, source)
            if both and notes and notes[-1].part == "plan":
                current = replace(current, part="plan")
    if numbers:
        remarks.append(f"行首的数字{'、'.join(numbers)}按条目序号处理")
    return Material(tuple(_with_figures(notes)), tuple(titles), tuple(dict.fromkeys(remarks)))


def _raw(text: str, line: Line) -> str:
    return blank_comments(text)[line.start : line.end]


def _from_row(line: Line, cells: list[str], head: Head | None, owner: Owner, source: str) -> Iterator[Note]:
    cells = ["\t".join(map(fold, cell.split("\t"))) for cell in cells]
    words = row_text(head, cells) if head is not None else "，".join(cell for cell in cells if cell)
    if words:
        if owner.remark and _PERIOD.search(owner.remark) and re.match(r"合\s*计", words):
            words = f"{words}（{owner.remark}）"
        yield _note(words, line, owner, source)


def _from_line(line: Line, owner: Owner, source: str) -> Iterator[Note]:
    text, start = line.text, line.start
    office = _OWN_OFFICE.match(text)
    if office:
        owner = owner_of(office[1])
        text, start = text[office.end() :], start + office.end()
    part, at = part_prefix(text)
    if part:
        owner = replace(owner, part=part)
        text, start = text[at:], start + at
    if text.strip():
        yield _note(text, replace(line, start=start), owner, source)


def _note(text: str, line: Line, owner: Owner, source: str) -> Note:
    instruction = is_instruction(text)
    topic = "" if instruction else topic_of(text, owner)
    return Note("", text.strip(), source, owner.department, topic, owner.part, line.start, line.end, (), instruction)


def _with_figures(notes: Iterable[Note]) -> Iterator[Note]:
    from assistant.text.quantities import read_quantities

    for number, note in enumerate(notes, 1):
        figures = () if note.instruction else tuple(read_quantities(without_machine_talk(note.text), part=note.part, note=True))
        yield replace(note, id=f"n{number}", quantities=figures)


def _names_year(titles: Sequence[str], heading: str) -> bool:
    """Whether a title says that the file is about this very year."""
    return any(f"{heading[:4]}年" in title for title in titles)


def _owner_of_file(path: Path) -> Owner:
    """招商局.md is the 招商局's; 01-招商局2026年素材.docx as well. A name that is no department is none."""
    bare = re.sub(r"^[\d\s._-]+|20\d\d年?|[（(【\[][^（）()【】\[\]]*[）)】\]]", "", path.stem)
    whole = re.sub(_ABOUT_A_FILE, "", re.sub(r"[\s._-]+", "", bare))
    words = [re.sub(_ABOUT_A_FILE, "", word) for word in re.split(r"[\s._-]+", bare)]
    return next((owner_of(name) for name in (whole, *words) if is_office(name)), Owner())

