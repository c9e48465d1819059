"""Small reports written for the library's tests, with chunks cut by hand: the library is tested without the reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.domain.document import Chunk, Document, Part
from assistant.retrieval.library import Library

#: heading, part, topic, text
Piece = tuple[str, Part, str, str]


def report(unit: str, year: int, pieces: Sequence[Piece], *, source: str = "", kind: str = "年度总结") -> tuple[Document, list[Chunk]]:
    """A document and its chunks, offsets true."""
    title = f"{unit}{year}年工作总结和{year + 1}年工作思路"
    text = title
    chunks = []
    source = source or f"{unit}-{year}.txt"
    for place, (heading, part, topic, body) in enumerate(pieces):
        text += f"\n（{place + 1}）{heading}。"
        start = len(text)
        text += body
        chunks.append(Chunk("", "", source, title, year, unit, kind, part, topic, (heading,), body, start, len(text), place))
    return Document(source=source, original=text, text=text, title=title, year=year, plan_year=year + 1, unit=unit, kind=kind), chunks


def pieces(year: int, shift: int = 0) -> list[Piece]:
    """Sections that every zone has, figures their own."""
    return [
        ("经济运行稳中有进", "summary", "经济运行", f"全年规上工业总产值{300 + year % 100 + shift}.5亿元，税收收入{20 + shift}.1亿元。"),
        ("载体建设提档升级", "summary", "平台载体", f"建成标准厂房{10 + shift}.2万平方米，厂房使用率由{60 + shift}%提高到{80 + shift}%。"),
        ("开放水平不断提高", "summary", "开放", f"实际使用外资{3000 + shift}万美元，完成集装箱吞吐量{12 + shift}万标箱。"),
        ("存在的主要问题", "problems", "问题", f"可供工业用地仅剩{600 + shift}亩，部分项目等地落户。"),
        ("明年重点工作", "plan", "项目", f"计划新建道路{5 + shift}.6公里、标准厂房{8 + shift}万平方米。"),
    ]


def fill(library: Library, units: Sequence[str] = ("青屏经济开发区", "洛渠高新区"), years: Sequence[int] = (2022, 2023)) -> None:
    """A report a unit and year."""
    for number, unit in enumerate(units):
        for year in years:
            library.replace(*report(unit, year, pieces(year, 7 * number + year % 10)))


def files(folder: Path, count: int = 4) -> list[Path]:
    """Text files of such reports."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        document, _ = report(f"{'青洛栖云临'[number % 5]}河经济开发区", 2020 + number // 5, pieces(2020, number))
        path = folder / f"r{number}.txt"
        path.write_text(document.original.replace("\n（", "\n\n（"), encoding="utf-8")
        paths.append(path)
    return paths
