"""Makes the demo reports and notes from their sources: figures are filled in from figures.yaml, each file in its own format.

    python corpus/build.py          writes corpus/reports, corpus/notes-2026 and corpus/promises.json
    python corpus/build.py --check  says which files differ from what would be written, exit 1 if any does

In a source `{…}` is a figure: 产值 its value of the report's year, 产值% the change on the year before in percent, 产值± the change
itself, 产值@2020 the value of another year, 产值> next year's goal, 产值< this year's goal, 产值<% how far the goal was met, 工投/固投
a share in percent, 工投/固投@2020 the share of another year, 产值:2020 the multiple of another year, =… plain arithmetic.
`<p id>…</p>` in a plan is a promise, `<a id status>…</a>` in the next report its answer; the marks don't reach the reports.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
#: source → report file; the ending says the format
REPORTS = {
    "2021.md": "2021年度工作总结.txt",
    "2022.md": "2022年度工作总结.html",
    "2023.md": "2023年度工作总结.md",
    "2024.md": "2024年度工作总结.docx",
    "2025-half.md": "2025年上半年工作总结.txt",
    "2025.md": "2025年度工作总结.docx",
}
#: name, whole, other year, what is wanted of it, digits
FORM = re.compile(r"([A-Za-z\u4e00-\u9fff]+)(?:/([A-Za-z\u4e00-\u9fff]+))?(?:@(\d{4}(?:\.\d)?))?(<%|[%±<>]|:\d{4})?(\|\d)?")
MARK = re.compile(r"<(p|a) ([^\s>]+)(?: (\w+))?>(.*?)</\1>", re.S)


@dataclass(frozen=True)
class Table:
    """The indicators of figures.yaml. series: indicator → year → value, with the half years under year + 0.5."""

    digits: dict[str, int]
    series: dict[str, dict[float, Decimal]]
    goals: dict[str, dict[int, Decimal]]
    said: dict[str, str]
    units: dict[str, str]
    sums: tuple[str, ...] = ()


def load_table(path: Path = HERE / "figures.yaml") -> Table:
    """figures.yaml, its numbers as exact decimals."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = data["indicators"]

    def row(values: list[Any], years: list[float]) -> dict[float, Decimal]:
        return {year: Decimal(str(value)) for year, value in zip(years, values, strict=False) if value is not None}

    years = data["years"]
    series = {
        name: row(r["values"], years) | row(r.get("half", []), [2024.5, 2025.5]) | row(r.get("ten", []), [2025.1, 2026.1])
        for name, r in rows.items()
    }
    goals = {name: {int(y): v for y, v in row(r.get("goals", []), years).items()} for name, r in rows.items()}
    return Table({n: r["digits"] for n, r in rows.items()}, series, goals, {n: r["said"] for n, r in rows.items()},
                 {n: r["unit"] for n, r in rows.items()}, tuple(data["sums"]))


def rounded(value: Decimal, digits: int) -> str:
    """A number as a report shows it: half up, with its digits."""
    return str(value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def figure(expression: str, table: Table, year: float) -> str:
    """The text of one `{…}`. Raises KeyError where the table has no such figure, ValueError where the form is unknown."""
    if expression.startswith("="):
        names = {n: table.series[n][year] for n in table.series if year in table.series[n]}
        code, _, digits = expression[1:].partition("|")
        code = re.sub(r"(?<![\w.])\d+(?:\.\d+)?", r"Decimal('\g<0>')", code)
        return rounded(Decimal(eval(code, {"__builtins__": {}, "Decimal": Decimal}, names)), int(digits or 0))
    form = FORM.fullmatch(expression)
    if not form:
        raise ValueError(f"unknown figure {{{expression}}}")
    name, whole, other, mark, wanted = form.groups()
    at: float = float(other) if other else year
    values, digits = table.series[name], table.digits[name]
    if whole:
        return rounded(values[at] / table.series[whole][at] * 100, 1)
    if mark in ("<", "<%"):
        goal = table.goals[name][int(at)]
        return str(goal) if mark == "<" else rounded(values[at] / goal * 100, 1)
    if mark == ">":
        return str(table.goals[name][int(at) + 1])
    if mark == "%":
        return rounded(abs(values[at] / values[at - 1] - 1) * 100, 1)
    if mark == "±":
        return rounded(abs(values[at] - values[at - 1]), digits)
    if mark:
        return rounded(values[at] / values[float(mark[1:])], 1)
    return rounded(values[at], int(wanted[1:]) if wanted else digits)


def fill(source: str, table: Table, year: float) -> str:
    """The source with its figures; the marks of promises stay."""
    return re.sub(r"\{([^{}\n]+)\}", lambda m: figure(m[1], table, year), source)


def year_of(name: str) -> float:
    """2025-half.md → 2025.5."""
    return int(name[:4]) + (0.5 if "half" in name else 0)


def plain(text: str) -> str:
    """Without the marks of promises."""
    return MARK.sub(lambda m: m[4], text)


def promises(table: Table) -> list[dict[str, Any]]:
    """Every promise of a plan with the answers of the next report, in order."""
    marked = {
        year: list(MARK.finditer(fill((SOURCES / f"{year}.md").read_text(encoding="utf-8"), table, year))) for year in range(2021, 2026)
    }
    rows = []
    for year, marks in marked.items():
        for mark in marks:
            if mark[1] == "p":
                answers = [m for m in marked.get(year + 1, []) if m[1] == "a" and m[2] == mark[2]]
                rows.append({"year": year, "id": mark[2], "promise": mark[4], "answers": [m[4] for m in answers],
                             "status": answers[0][3] or "done" if answers else ""})
    return rows


def main() -> int:
    """Writes all files, or with --check compares them."""
    sys.path.insert(0, str(HERE))
    from formats import write_report
    from notes import write_notes

    table = load_table()
    check = "--check" in sys.argv[1:]
    target = Path(sys.argv[sys.argv.index("--to") + 1]) if "--to" in sys.argv else HERE
    if check:
        import tempfile

        target = Path(tempfile.mkdtemp())
    for folder in ("reports", "notes-2026"):
        (target / folder).mkdir(parents=True, exist_ok=True)
    for source, report in REPORTS.items():
        write_report(plain(fill((SOURCES / source).read_text(encoding="utf-8"), table, year_of(source))), target / "reports" / report)
    write_notes(SOURCES / "notes-2026", target / "notes-2026", lambda text: fill(text, table, 2026))
    (target / "promises.json").write_text(json.dumps(promises(table), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not check:
        return 0
    files = [p.relative_to(target) for p in sorted(target.rglob("*")) if p.is_file()]
    stale = [str(f) for f in files if not (HERE / f).exists() or (HERE / f).read_bytes() != (target / f).read_bytes()]
    print("\n".join(f"not as built: {name}" for name in stale) or f"{len(files)} files as built")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
