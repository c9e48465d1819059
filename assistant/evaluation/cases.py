"""A case file becomes a Case: what is asked, of which material, and what is expected. Nothing is run here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from assistant.errors import InputError

Kind = Literal["report", "section", "critique", "chat", "retrieval"]
_KINDS = ("report", "section", "critique", "chat", "retrieval")
#: what judges an answer and does not shape it
_JUDGING = ("expect", "expectations", "reference")


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation case. Paths are absolute; `hash` covers what shapes an answer, with every file named; `wanted`, what judges it.

    notes: files; section: title of the one section asked for; draft: the flawed text to be reviewed; question: what the chat is
    asked; expect: what a good answer holds; reference: a human text to compare with, where one is given.
    """

    id: str
    kind: Kind
    hash: str
    wanted: str = ""
    path: Path | None = None
    unit: str = ""
    year: int | None = None
    notes: tuple[Path, ...] = ()
    notes_text: str = ""
    outline: Path | None = None
    outline_text: str = ""
    previous: Path | None = None
    section: str = ""
    draft: str = ""
    question: str = ""
    history: tuple[str, ...] = ()
    reference: str = ""
    library: tuple[Path, ...] = ()
    expect: Mapping[str, Any] = field(default_factory=dict, hash=False)


def load_cases(items: tuple[Any, ...]) -> list[Case]:
    """Cases in order; every file that can't be used is named, all at once. Raises InputError."""
    cases, mistakes = [], []
    for item in items:
        try:
            if isinstance(item, dict):
                cases.append(_case(item, None))
            elif item.suffix in (".jsonl", ".csv"):
                cases += load_table(item)
            else:
                cases.append(load_case(item))
        except InputError as error:
            mistakes.append(str(error))
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            mistakes.append(f"{case.path or '用例'}: id 重复：{case.id}")
        seen.add(case.id)
    if mistakes:
        raise InputError("\n".join(mistakes))
    return cases


def load_case(path: Path) -> Case:
    """One case file (YAML), or a folder that holds `case.yaml`. Raises InputError."""
    import yaml

    file = path / "case.yaml" if path.is_dir() else path
    # the C loader reads a hundred cases in the time the other takes for ten
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        value = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    except OSError as error:
        raise InputError(f"{file}: 读不了（{error.strerror}）") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{file}: 不是有效的 YAML（{str(error).splitlines()[0]}）") from None
    if not isinstance(value, dict):
        raise InputError(f"{file}: 应是一组键值")
    return _case(value, file)


def load_table(file: Path) -> list[Case]:
    """A case a line of a .jsonl or .csv file, its columns the keys of a case; query, source and quote make a retrieval case.

    Raises InputError naming the line.
    """
    import csv

    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{file}: 读不了（{error.strerror}）") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: 不是 UTF-8 文本") from None
    if file.suffix == ".csv":
        rows: list[Any] = [{k: v for k, v in row.items() if k and v} for row in csv.DictReader(text.splitlines())]
    else:
        rows = []
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                try:
                    rows.append(json.loads(line))
                except ValueError:
                    raise InputError(f"{file}: 第 {number} 行不是 JSON") from None
    cases = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise InputError(f"{file}: 第 {number} 行应是一组键值")
        if "query" in row:
            row = row | {"kind": "retrieval", "question": row["query"], "expect": {k: row[k] for k in ("source", "quote") if k in row}}
        if str(row.get("year", "")).isdigit():
            row = row | {"year": int(row["year"])}
        cases.append(_case({"id": f"{file.stem}-{number}"} | row, file))
    return cases


def _case(value: dict[str, Any], file: Path | None) -> Case:
    value = dict(value)
    folder = file.parent if file else Path(value.pop("_folder", "") or Path.cwd())
    name = str(value.get("id") or (file.stem if file else ""))
    kind = value.get("kind", "section")
    if kind not in _KINDS:
        raise InputError(f"{file or name}: kind 只能是 {'、'.join(_KINDS)}，写的是 {kind!r}")
    shaping = sorted((key, item) for key, item in value.items() if key not in (*_JUDGING, "id"))
    digest = hashlib.sha256(repr(shaping).encode())
    judging = hashlib.sha256(repr([(key, value.get(key)) for key in _JUDGING]).encode())

    def place(key: str) -> list[Path]:
        named = value.get(key) or []
        found = []
        for item in [named] if isinstance(named, str) else named:
            target = (folder / str(item)).resolve()
            if not target.exists():
                raise InputError(f"{file or name}: {key} 没有这个文件：{item}")
            found.append(target)
            files = sorted(p for p in target.rglob("*") if p.is_file()) if target.is_dir() else [target]
            for one in files:
                digest.update(one.read_bytes())
        return found

    def text_or_file(key: str) -> str:
        """A text in the case itself; a one-line value that names a file beside the case stands for its text."""
        given = str(value.get(key) or "")
        if _names_file(folder, given):
            target = folder / given
            (judging if key in _JUDGING else digest).update(target.read_bytes())
            return target.read_text(encoding="utf-8")
        return given

    inline = value.get("notes")
    has_text = isinstance(inline, str) and not _names_file(folder, inline)
    notes = [] if has_text else place("notes")
    draft, reference = text_or_file("draft"), text_or_file("reference")
    outline = value.get("outline")
    outline_text = outline if isinstance(outline, str) and not _names_file(folder, outline) else ""
    if isinstance(outline, list):
        outline_text = "\n".join(map(str, outline))
    outline_file = place("outline") if outline and not outline_text else []
    previous, library = place("previous"), place("library")
    return Case(
        id=name, kind=cast(Kind, kind), hash=digest.hexdigest()[:16], wanted=judging.hexdigest()[:16], path=file,
        unit=str(value.get("unit", "")), year=value.get("year"),
        notes=tuple(notes), notes_text=str(inline) if has_text else "", outline=outline_file[0] if outline_file else None,
        outline_text=outline_text, previous=previous[0] if previous else None, section=str(value.get("section", "")), draft=draft,
        question=str(value.get("question", "")), history=tuple(map(str, value.get("history", []))), reference=reference,
        library=tuple(library), expect=value.get("expect") or value.get("expectations") or {},
    )


def _names_file(folder: Path, text: str) -> bool:
    """Whether a value is the name of something that is there (a long line is a text, and no system call likes it as a name)."""
    return bool(text) and "\n" not in text and len(text.encode()) < 250 and (folder / text).exists()
