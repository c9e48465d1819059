"""Turns the YAML tables, which people edit, into tables.json, which the program reads at start. No table is interpreted here.

Run `python -m assistant.reference.build` after an edit; a test holds both forms together.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.files import write_text

FOLDER = Path(__file__).resolve().parent
SOURCES = ("indicators", "formulas", "timeline", "topics", "naming")


def built() -> dict[str, Any]:
    """All tables as one plain structure: source name → its content."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tables: dict[str, Any] = {}
    for name in SOURCES:
        tables[name] = yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)
    return tables


def as_json() -> str:
    """The content of tables.json; dates and the like become strings."""
    return json.dumps(built(), ensure_ascii=False, separators=(",", ":"), default=str) + "\n"


if __name__ == "__main__":
    write_text(FOLDER / "tables.json", as_json())
