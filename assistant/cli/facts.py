"""`biganzi facts FILE`: the figures of a text with what they are figures of. Reading them is done in text/, not here."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.domain.document import Document
    from assistant.domain.quantity import Quantity

_CHANGES = {
    "level": "数额", "growth": "增幅", "increase": "增量", "points": "百分点", "share": "占比", "completion": "完成率", "multiple": "倍数",
    "times-more": "增长倍数", "rank": "位次", "from": "起点", "rate": "比率",
}
_ROLES = {"actual": "", "forecast": "预计", "target": "目标", "previous": "基数"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("file", metavar="FILE", help="文稿：.txt、.md、.docx …")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the figures; 0 also when there are none."""
    from assistant.checks.context import CheckContext
    from assistant.ingest.reading import read_document

    document = read_document(args.file)
    quantities = CheckContext(document).quantities
    if args.json:
        facts = [fact_json(one, document) for one in quantities]
        print(json.dumps({"version": 1, "path": args.file, "facts": facts}, ensure_ascii=False, indent=1))
        return 0
    for one in quantities:
        span = document.offsets.span(one.start, one.end)
        line = document.original.count("\n", 0, span.start) + 1
        column = span.start - document.original.rfind("\n", 0, span.start)
        about = "·".join(part for part in (one.scope, one.indicator or "（未定）") if part)
        notes = " ".join(part for part in (_CHANGES[one.change], _ROLES[one.role]) if part)
        print(f"{args.file}:{line}:{column}: {one.quote}  {about}  {period_text(one)}  {notes}".rstrip())
    return 0


def fact_json(quantity: Quantity, document: Document) -> dict[str, Any]:
    """One figure as the interface names its parts; offsets in the extracted text, masked figures have no value."""
    span = document.offsets.span(quantity.start, quantity.end)
    return {
        "start": span.start, "end": span.end, "quote": document.original[span.start : span.end], "indicator": quantity.indicator,
        "indicator_id": quantity.indicator_id, "period": period_text(quantity), "scope": quantity.scope, "value": _number(quantity.value),
        "high": _number(quantity.high), "unit": quantity.unit, "base": _number(quantity.base), "dimension": quantity.dimension,
        "change": quantity.change, "sign": quantity.sign, "role": quantity.role, "approximate": quantity.approximate,
        "bound": quantity.bound, "masked": quantity.masked,
    }


def period_text(quantity: Quantity) -> str:
    """The period in one standard form: 2024年, 2024年1—9月, 截至2024年10月; "" where nothing tells it."""
    from assistant.text.periods import period_name

    return period_name(quantity.period)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
