"""A project as JSON and back. A field that this version doesn't know is dropped, one that is new takes its default."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from functools import cache
from typing import Any

from assistant.errors import InputError
from assistant.projects.project import Project


def to_json(project: Project) -> str:
    """The project without the content of its files."""
    return json.dumps(dataclasses.asdict(project), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Project:
    """The inverse of `to_json`. Raises InputError for what no project says."""
    try:
        value = json.loads(text)
        if not isinstance(value, dict):
            raise TypeError("not an object")
        project: Project = _decoded(Project, value)
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(f"不是笔杆子的项目（{error}）") from None
    return project


def _decoded(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        kind = next(one for one in arguments if one is not type(None))
        return _decoded(kind, value)
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        make = typing.cast(Any, kind)
        hints = _hints(make)
        return make(**{name: _decoded(hints[name], item) for name, item in value.items() if name in hints})
    if origin is tuple and isinstance(value, list):
        if len(arguments) == 2 and arguments[1] is not Ellipsis:
            return tuple(_decoded(one, item) for one, item in zip(arguments, value, strict=True))
        return tuple(_decoded(arguments[0], item) for item in value)
    if kind in (int, float, str, bool) and not isinstance(value, (int, float) if kind is float else kind):
        raise TypeError(f"{value!r} 不是 {kind.__name__}")
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)
