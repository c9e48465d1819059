"""A case file becomes a Case: what is asked, of which material, and what is expected. Nothing is run here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from assistant.errors import InputError

Kind = Literal["report", "section", "critique", "chat"]
_KINDS = ("report", "section", "critique", "chat")


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation case. Paths are absolute; `hash` covers the file and every file it names.

    notes: files; section: title of the one section asked for; draft: the flawed text to be reviewed; question: what the chat is
    asked; expect: what a good answer holds; reference: a human text to compare with, where one is given.
    """

    id: str
    kind: Kind
    hash: str
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
            cases.append(_case(item, None) if isinstance(item, dict) else load_case(item))
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
    try:
        value = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{file}: 读不了（{error.strerror}）") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{file}: 不是有效的 YAML（{str(error).splitlines()[0]}）") from None
    if not isinstance(value, dict):
        raise InputError(f"{file}: 应是一组键值")
    return _case(value, file)


def _case(value: dict[str, Any], file: Path | None) -> Case:
    folder = file.parent if file else Path.cwd()
    name = str(value.get("id") or (file.stem if file else ""))
    kind = value.get("kind", "section")
    if kind not in _KINDS:
        raise InputError(f"{file or name}: kind 只能是 {'、'.join(_KINDS)}，写的是 {kind!r}")
    digest = hashlib.sha256(repr(sorted(value.items(), key=lambda kv: kv[0])).encode())

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
        target = folder / given if given and "\n" not in given and len(given) < 200 else None
        if target is not None and target.is_file():
            digest.update(target.read_bytes())
            return target.read_text(encoding="utf-8")
        return given

    inline = value.get("notes")
    has_text = isinstance(inline, str) and ("\n" in inline or not (folder / inline).exists())
    notes = [] if has_text else place("notes")
    draft, reference = text_or_file("draft"), text_or_file("reference")
    outline = value.get("outline")
    outline_text = outline if isinstance(outline, str) and ("\n" in outline or not (folder / outline).exists()) else ""
    if isinstance(outline, list):
        outline_text = "\n".join(map(str, outline))
    outline_file = place("outline") if outline and not outline_text else []
    previous, library = place("previous"), place("library")
    return Case(
        id=name, kind=cast(Kind, kind), hash=digest.hexdigest()[:16], path=file, unit=str(value.get("unit", "")), year=value.get("year"),
        notes=tuple(notes), notes_text=str(inline) if has_text else "", outline=outline_file[0] if outline_file else None,
        outline_text=outline_text, previous=previous[0] if previous else None, section=str(value.get("section", "")), draft=draft,
        question=str(value.get("question", "")), history=tuple(map(str, value.get("history", []))), reference=reference,
        library=tuple(library), expect=value.get("expect") or value.get("expectations") or {},
    )
