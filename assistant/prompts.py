"""Prompt files: name, version, header, variables, hash. The texts themselves are in prompts/ and never change once released.

A file `NAME.vN.md` opens with a YAML header (purpose, variables, changed) and holds `## system` and `## user` parts in which
`{variable}` stands for a value; a literal brace is doubled.
"""

from __future__ import annotations

import hashlib
import re
import string
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import InputError

#: beside the package in a checkout, inside it when installed
_SHIPPED = (Path(__file__).resolve().parents[1] / "prompts", Path(__file__).resolve().parent / "prompts_data")
_NAME = re.compile(r"^([a-z_]+)\.v(\d+)\.md$")
_PART = re.compile(r"^## (system|user)[ \t]*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of one prompt. `hash` is the first 12 hex digits of the file's SHA-256."""

    name: str
    version: str
    purpose: str
    changed: str
    variables: tuple[str, ...]
    system: str
    user: str
    hash: str
    path: Path

    @property
    def label(self) -> str:
        """What drafts and runs record: name, version and hash."""
        return f"{self.name}={self.version}@{self.hash}"

    def render(self, **values: str) -> tuple[str, str]:
        """System and user text with the values put in. Raises InputError on a missing or an unknown variable."""
        given, wanted = set(values), set(self.variables)
        if given != wanted:
            faults = [("缺少变量", sorted(wanted - given)), ("没有变量", sorted(given - wanted))]
            raise InputError(f"{self.path}: " + "；".join(f"{what} {'、'.join(names)}" for what, names in faults if names))
        # format_map reads the template once: braces inside a value are text and stay as they are
        return self.system.format_map(values), self.user.format_map(values)

    def as_langchain(self) -> Any:
        """The same as a ChatPromptTemplate, for people who build their own chains."""
        from langchain_core.prompts import ChatPromptTemplate

        return ChatPromptTemplate.from_messages([("system", self.system), ("human", self.user)])


def shipped_folder() -> Path:
    """Where the released prompts are."""
    return next((folder for folder in _SHIPPED if folder.is_dir()), _SHIPPED[0])


def load_prompt(name: str, choice: str = "", folder: str | Path = "") -> Prompt:
    """The newest version of a prompt, or the one chosen.

    choice: "", "v1", "draft_section=v1", or the path of a file. folder: prompts of one's own, looked at before the released ones.
    Raises InputError naming what there is.
    """
    choice = choice.partition("=")[2] if choice.startswith(f"{name}=") else choice
    if choice.endswith(".md"):
        return read_prompt(Path(choice), name)
    for place in [Path(folder)] if folder else []:
        found = _versions(place).get(name, {})
        if found and (not choice or choice in found):
            return read_prompt(found[choice or max(found, key=_number)], name)
    found = _versions(shipped_folder()).get(name, {})
    if not found:
        raise InputError(f"没有名为 {name} 的提示词；有 {'、'.join(sorted(_versions(shipped_folder())))}")
    if choice and choice not in found:
        raise InputError(f"提示词 {name} 没有版本 {choice}；有 {'、'.join(sorted(found, key=_number))}")
    return read_prompt(found[choice or max(found, key=_number)], name)


def list_prompts(folder: str | Path = "") -> list[Prompt]:
    """All versions of all prompts, by name and version."""
    place = Path(folder) if folder else shipped_folder()
    return [read_prompt(path, name) for name, found in sorted(_versions(place).items())
            for _, path in sorted(found.items(), key=lambda item: _number(item[0]))]


def _number(version: str) -> int:
    return int(version[1:])


def _versions(folder: Path) -> dict[str, dict[str, Path]]:
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.glob("*.md")):
        match = _NAME.match(path.name)
        if match:
            found.setdefault(match[1], {})[f"v{match[2]}"] = path
    return found


def read_prompt(path: Path, name: str = "") -> Prompt:
    """One prompt file, checked: header whole, each declared variable used, each used one declared. Raises InputError."""
    try:
        stat = path.stat()
    except OSError as error:
        raise InputError(f"{path}: 读不了（{error.strerror}）") from None
    return _read(path, name, stat.st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, name: str, _stamp: int) -> Prompt:
    import yaml

    data = path.read_bytes()
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
        _, header, body = text.split("---\n", 2)
        fields = yaml.safe_load(header)
        purpose, changed, declared = str(fields["purpose"]), str(fields["changed"]), tuple(map(str, fields["variables"]))
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, yaml.YAMLError):
        raise InputError(f"{path}: 开头应是 --- 包住的 YAML，含 purpose、variables、changed") from None
    pieces = _PART.split(body)
    parts = dict(zip(pieces[1::2], (p.strip() for p in pieces[2::2]), strict=True))
    if set(parts) != {"system", "user"}:
        raise InputError(f"{path}: 应有 ## system 和 ## user 两部分")
    try:
        used = {field for part in parts.values() for _, field, _, _ in string.Formatter().parse(part) if field is not None}
    except ValueError as error:
        raise InputError(f"{path}: 花括号不成对（{error}）；字面的花括号要写两遍") from None
    if used != set(declared):
        faults = [("用了没有声明的变量", sorted(used - set(declared))), ("声明了没有用的变量", sorted(set(declared) - used))]
        raise InputError(f"{path}: " + "；".join(f"{what} {'、'.join(names)}" for what, names in faults if names))
    match = _NAME.match(path.name)
    return Prompt(
        name or (match[1] if match else path.stem), f"v{match[2]}" if match else path.stem, purpose, changed, declared,
        parts["system"], parts["user"], hashlib.sha256(data).hexdigest()[:12], path,
    )
