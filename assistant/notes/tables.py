"""Rows of pasted tables become notes in words: 规上工业总产值 亿元 286.40 262.27 9.2 → one line that names each cell. No ledger here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Role = Literal["index", "name", "unit", "value", "base", "growth", "target", "completion", "share", "text"]

_NUMBER = re.compile(r"^[+\-−↑↓]?\s*\d[\d,]*(?:\.\d+)?%?$")
_UNIT_IN_HEAD = re.compile(r"[（(]([^）)]{1,8})[）)]\s*$|([%％])\s*$")
#: what heads the first column of a table and of nothing else
_NAME_HEAD = re.compile(r"^(?:主要)?(?:指标|指标名称|名称|事项)$")
_YEAR = re.compile(r"^20\d\d年?$")
_WHEN = re.compile(
    r"[（(](?P<when>(?:\d{1,2}\s?[-—–~至]\s?)?\d{1,2}月(?:累计)?|上半年|[一二三四前]季度|全年预计|预计全年|年底预计|截至[^（）()]{2,8})[）)]$"
)
_BAR = re.compile(r"^(?:\d+[-—–~])?\d+亿元?(?:以上|以下)?$|^亿元(?:以上|以下)$")
_NOTHING = re.compile(r"^[—–\-－/]{1,2}$|^无$")
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|全\s*区|总\s*数)$")
_SUBSET = re.compile(r"^\s*(?:[#＃]|其\s*中[：:，]?)\s*")
_ROLES: tuple[tuple[Role, str], ...] = (
    ("index", r"^(?:序号|编号|No\.?|NO\.?|#)$"),
    ("unit", r"^(?:计量)?单位$"),
    ("share", r"占比|比重|占.*%"),
    ("completion", r"完成(?:率|比例|进度|目标)?[（(]?%|完成率|进度[（(]?%|完成比例|目标完成"),
    ("growth", r"增幅|增速|同比(?!.*(?:数|额|值)$)|增长[率%（(]|^增长$|±"),
    ("base", r"去年|上年|同期|基数|年初数"),
    ("target", r"全年目标|年度目标|目标(?:值|数|任务)?(?:[（(]|$)|全年任务|年度任务"),
    ("text", r"备注|说明|进展|状态|阶段|责任|形象|^进度$|类别|性质"),
    ("name", r"指标|名称|项目$|事项|内容|企业$|地块|单位名称|类型"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role, its head without the unit, and the unit that the head states or passes on."""

    role: Role
    head: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a table; `period` is the time that a value column is headed by."""

    columns: tuple[Column, ...]


def cells_of(row: str) -> list[str]:
    """The cells of a tab-separated or Markdown row, blanks trimmed; empty cells stay."""
    if "\t" not in row and "|" in row:
        return [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]
    return [cell.strip() for cell in row.split("\t")]


def _said(cells: Sequence[str]) -> list[str]:
    """The cells of a row of content; a stroke stands for an empty one."""
    return ["" if _NOTHING.match(cell) else cell for cell in cells]


def opens_table(cells: Sequence[str]) -> bool:
    """Whether the first cell heads a column of names whatever stands before it: a second table may follow without a word between."""
    return _NAME_HEAD.match(cells[0]) is not None


def head_of(cells: Sequence[str], following: Sequence[str] = ()) -> Head | None:
    """The header that these cells are, or None where they are a row of content already."""
    if not opens_table(cells) and any(_NUMBER.match(cell) for cell in cells):
        return None
    cells = [f"{cell.removesuffix('年')}年" if _YEAR.match(cell) else cell for cell in cells]
    if any(_NUMBER.match(cell) for cell in cells) or sum(bool(cell) for cell in cells) < 2:
        return None
    if not opens_table(cells) and not any(_NUMBER.match(cell) for cell in following):
        return None
    columns: list[Column] = []
    for position, cell in enumerate(cells):
        role = _role(cell)
        if role == "value" and position < len(following) and following[position] and not _NUMBER.match(following[position]):
            role = "name" if not any(column.role == "name" for column in columns) else "text"
        unit_match = _UNIT_IN_HEAD.search(cell)
        unit = next(filter(None, unit_match.groups()), "") if unit_match else ""
        head = cell[: unit_match.start()].strip() if unit_match else cell
        columns.append(Column(role, head, "%" if unit == "％" else unit))
    if not any(column.role == "name" for column in columns):
        first = next((i for i, column in enumerate(columns) if column.role not in ("index", "unit")), 0)
        columns[first] = Column("name", columns[first].head)
    has_units = any(column.role == "unit" for column in columns)
    return Head(tuple(columns) if has_units else tuple(_inherit(columns)))


def _role(head: str) -> Role:
    return next((role for role, pattern in _ROLES if re.search(pattern, head)), "value")


def _inherit(columns: Sequence[Column]) -> list[Column]:
    """A money column without a unit takes the one before it: 总投资(亿元) | 年度计划 | 年内完成."""
    unit, result = "", []
    for column in columns:
        if column.role in ("value", "base", "target"):
            if column.unit:
                unit = column.unit
            elif re.search(r"投资|完成|计划|资金|金额|收入|产值", column.head):
                column = Column(column.role, column.head, unit)
        elif column.role in ("growth", "completion", "share") and not column.unit:
            column = Column(column.role, column.head, "%")
        result.append(column)
    return result


def row_text(head: Head, cells: Sequence[str]) -> str:
    """What a row says, in the shorthand of notes; "" for a row without content. Empty cells are unknown and left out."""
    cells = _said(cells)
    by_role: dict[Role, str] = {}
    for column, cell in zip(head.columns, cells, strict=False):
        if cell:
            by_role.setdefault(column.role, cell)
    raw = by_role.get("name", "") or by_role.get("index", "")
    name = _SUBSET.sub("", raw).strip("：: ")
    if _TOTAL.match(by_role.get("index", "")) and raw != by_role["index"]:
        # 合计 | 7个 | 35.3: the name cell counts the rows
        name = f"合计{name}"
    if not name or not any(cell for cell in cells if cell and cell != raw):
        return ""
    subset = "其中：" if _SUBSET.match(raw) else ""
    unit = by_role.get("unit", "")
    name = _bare(name, unit)
    in_name = _UNIT_IN_HEAD.search(name)
    over_years = any(_YEAR.match(column.head) for column in head.columns) and not any(column.unit for column in head.columns)
    if over_years and not unit and in_name and not re.search(r"\d", in_name.group()):
        # 规上工业总产值（亿元）
        unit, name = next(filter(None, in_name.groups())), name[: in_name.start()].strip()
    apart = _apart(by_role, unit, next((column.unit for column in head.columns if column.role == "growth"), ""))
    pieces = [
        apart if apart and column.role == "growth" else _piece(column, cell, unit, name)
        for column, cell in zip(head.columns, cells, strict=False) if cell
    ]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return ""
    if unit and pieces[0].startswith("@"):
        # one indicator a row: the value column's head says when
        period, _, value = pieces[0][1:].partition("@")
        lead = f"{subset}{period}{name}{value}" if period else f"{subset}{name}{value}"
        return "，".join([lead, *(piece.lstrip("@").replace("@", "") for piece in pieces[1:])])
    words = "，".join(piece.lstrip("@").replace("@", "") for piece in pieces)
    return f"{subset}{name.replace(' ', '') if _TOTAL.match(name) else name}：{words}"


def _bare(name: str, unit: str) -> str:
    """The name of a row as a sentence has it: its time in front (规上工业总产值（1-11月）), and what a bar of money counts (5-10亿, 个)."""
    when = _WHEN.search(name)
    if when:
        name = f"{when['when']}{name[: when.start()].strip()}"
    if unit == "个" and _BAR.match(name):
        return f"{name.replace('亿元', '亿').replace('亿', '亿元')}项目"
    return name


def _apart(by_role: dict[Role, str], unit: str, headed: str) -> str:
    """What a growth column says where it is the difference and no percentage (14家, 12家, +2; 42.5%, 36.0%, +6.5); "" otherwise.

    headed: the unit that the column's head states; one that states % has nothing else in it but for rows of percentages.
    """
    cells = [by_role.get(role, "").replace(",", "") for role in ("value", "base", "growth")]
    if not all(_NUMBER.match(cell) for cell in cells) or cells[2].endswith("%") or (headed == "%" and unit != "%"):
        return ""
    value, base, change = (Decimal(re.sub(r"[%\s+↑]", "", cell).replace("−", "-").replace("↓", "-")) for cell in cells)
    if value - base != change or (base and unit != "%" and abs((value / base - 1) * 100 - change) < Decimal("0.1")):
        return ""
    if unit == "%":
        return f"比上年{'提高' if change >= 0 else '下降'}{abs(change)}个百分点"
    return f"比上年{'增加' if change >= 0 else '减少'}{abs(change)}{unit}"


def _piece(column: Column, cell: str, unit: str, name: str) -> str:
    value = cell.replace(",", "") if _NUMBER.match(cell) else cell
    is_number = bool(_NUMBER.match(value))
    # a cell with its own % is no figure in the row's unit; behind another indicator it is that one's change
    rate = is_number and value.endswith("%")
    own = "" if rate else column.unit or unit
    if column.role in ("index", "name", "unit"):
        return ""
    if rate and column.role == "text" and unit not in ("", "%"):
        return f"同比{value}" if value[0] in "+-−↑↓" else f"{column.head}：{value}"
    if not is_number:
        if column.role == "text" and re.match(r"[去上]年|同期|其中", value):
            return value
        return f"{column.head}：{value}" if column.role == "text" and re.search(r"备注|说明|责任", column.head) else value
    if column.role == "growth":
        sign = "" if value[0] in "+-−↑↓" else "+"
        return f"同比{sign}{value.rstrip('%')}%"
    if column.role == "completion":
        return f"完成{value.rstrip('%')}%"
    if column.role == "share":
        return f"占比{value.rstrip('%')}%"
    if column.role == "base":
        return f"{column.head}{value}{own}"
    if column.role == "target":
        return f"{column.head}{value}{own}"
    if _YEAR.match(column.head):
        return f"{column.head}{value}{own}"
    if unit:
        # "@" parts period and value for the caller, which puts the name between them
        period = column.head if re.search(r"月|季度|上半年|全年|年初|累计", column.head) else ""
        return f"@{period}@{value}{own}" if not column.unit or column.unit == unit else f"{column.head}{value}{column.unit}"
    return f"{column.head}{value}{own}"
