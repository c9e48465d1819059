"""One report in the many forms it is found in: whatever a page did to its lines, tree and metadata are the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.domain.document import Document
from assistant.ingest.reading import parse_document, read_document
from tests.shared_material import SHARED, needs_shared
from tests.word_files import CHINESE, numbering, paragraph, word

ROOT = Path(__file__).parents[1]
OWN = [ROOT / "eval/retrieval/reports" / name for name in ("luoqu-2022.txt", "yunting-2024.txt", "qichuan-2023.txt")]
OWN += [ROOT / "corpus/reports/2021年度工作总结.txt", ROOT / "corpus/reports/2025年上半年工作总结.txt"]
CASES = sorted(SHARED.glob("cases/*/clean.txt")) + sorted(SHARED.glob("cases/*/previous.txt"))


def one_line(text: str) -> str:
    """All on one line, as pages that lose their paragraphs show it."""
    return re.sub(r"\s*\n\s*", " ", text.strip())


def half_width(text: str) -> str:
    """Brackets and marks in half width."""
    return text.translate(str.maketrans("（），：；", "(),:;"))


def wrapped(width: int) -> Callable[[str], str]:
    """Lines broken at a fixed width."""
    def form(text: str) -> str:
        lines = []
        for line in map(str.strip, text.split("\n")):
            lines += [line[at : at + width] for at in range(0, len(line), width)] or [""]
        return "\n".join(lines)
    return form


def in_pages(text: str) -> str:
    """Cut anywhere into six pages, each numbered like a list."""
    whole = one_line(text)
    chance = random.Random(len(whole))
    cuts = [0, *(len(whole) // 6 * page + chance.randint(-40, 40) for page in range(1, 6)), len(whole)]
    return "\n".join(f"{page}、{whole[start:end]}" for page, (start, end) in enumerate(pairwise(cuts), 1))


def with_page_around(text: str) -> str:
    """Navigation, date line and advert above, recommendations below."""
    return (
        "首页 > 公文资料 > 工作总结 >\n\n发布时间：2024-01-02 来源：网络\n\n"
        f"【参考】这份优秀的范文由某某文库的网友为您精心整理编辑，供大家阅读参考，希望对您有所帮助，喜欢就下载吧！\n\n"
        f"{text}\n\n相关推荐\n\n热门文档\n\n69 758515\n")


def paid(text: str) -> str:
    """Markers of a paid page in the middle of it."""
    lines = text.split("\n")
    lines[len(lines) // 2] = "##paidbegin##" + lines[len(lines) // 2]
    return "\n".join(lines) + "\n##paidend##"


FORMS: dict[str, Callable[[str], str]] = {
    "one line": one_line, "half width": half_width, "one line, half width": lambda text: one_line(half_width(text)),
    "wrapped at 32": wrapped(32), "wrapped at 60": wrapped(60), "pages": in_pages, "page around": with_page_around, "paid": paid,
    "indented": lambda text: "\n".join("\u3000\u3000" + line if line.strip() else line for line in text.split("\n")),
    "windows": lambda text: text.replace("\n", "\r\n"), "blank lines": lambda text: text.replace("\n", "\n\n\n"),
    "run-in": lambda text: re.sub(r"(?m)^(（[一二三四五六七八九十]+）[^\n。]{2,40})\n+(?=[^\n（一二三\d])", r"\1。", text),
    "set off": lambda text: re.sub(r"(?m)^(（[一二三四五六七八九十]+）[^\n。：]{2,40})。(?=[^\n])", r"\1\n", text),
}


def tree(document: Document) -> list[tuple[int, str, str, str]]:
    """Level, number, title and part of every section, widths and blanks apart."""
    return [(one.level, re.sub(r"[()（）\s]", "", one.number), re.sub(r"[，,]", "", one.title), one.part) for one in document.walk()]


def about(document: Document) -> tuple[object, ...]:
    """What the report says of itself."""
    return re.sub(r"[\s，,]", "", document.title), document.year, document.plan_year, document.unit, document.kind


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", [
    *OWN, *(pytest.param(path, marks=needs_shared) for path in CASES)], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_tree_is_the_same_in_every_form(path: Path, form: str) -> None:
    plain = read_document(path)
    document = parse_document(FORMS[form](plain.original))
    assert len(tree(plain)) > 5
    assert tree(document) == tree(plain)
    assert about(document) == about(plain)


@pytest.mark.parametrize("path", OWN[:3])
def test_the_tree_is_the_same_in_word_with_generated_numbers(path: Path, tmp_path: Path) -> None:
    plain = read_document(path)
    blocks = []
    for line in filter(None, map(str.strip, plain.original.split("\n"))):
        label = re.match(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）", line)
        depth = None if label is None else 0 if label.group().endswith("、") else 1
        text = line if label is None else line[label.end() :]
        blocks.append(paragraph(text.replace("&", "&amp;"), number=None if depth is None else (1, depth)))
    (tmp_path / "x.docx").write_bytes(word(*blocks, numbering_part=numbering(CHINESE)))
    document = read_document(tmp_path / "x.docx")
    assert tree(document) == tree(plain)
    assert about(document) == about(plain)
