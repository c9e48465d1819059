"""Finds the rules: every module of `assistant.checks.rules` that has RULE and check. No list to keep up."""

from __future__ import annotations

import difflib
import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import assistant.checks.rules as package
from assistant.checks.rule import Loaded, Rule
from assistant.domain.finding import Category, Finding
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.checks.context import CheckContext


@cache
def all_rules() -> tuple[Loaded, ...]:
    """All rules in order of their codes. Raises RuntimeError when two modules claim one code (a mistake of ours)."""
    found: dict[str, Loaded] = {}
    for entry in pkgutil.iter_modules(package.__path__):
        try:
            module = importlib.import_module(f"{package.__name__}.{entry.name}")
        except Exception as error:  # noqa: BLE001 - a rule that can't even be loaded is a finding like any other crash
            broken = _broken(entry.name, error)
            found[broken.rule.code] = broken
            continue
        rule = getattr(module, "RULE", None)
        if not isinstance(rule, Rule):
            continue
        if rule.code in found:
            raise RuntimeError(f"two rules claim {rule.code}")
        found[rule.code] = Loaded(rule, module.check, inspect.cleandoc(module.__doc__ or ""))
    return tuple(found[code] for code in sorted(found))


_CATEGORIES: dict[str, Category] = {"num": "numbers", "str": "structure", "sty": "style", "evi": "evidence", "con": "continuity"}


def _broken(module: str, error: Exception) -> Loaded:
    """A rule in place of a module that does not load: run, it says so."""
    code, _, name = module.partition("_")

    def check(context: CheckContext) -> Iterator[Finding]:
        raise error

    return Loaded(Rule(code.upper(), name.replace("_", "-"), _CATEGORIES.get(code[:3], "style"), "warning"), check, "")


def selected(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[Loaded, ...]:
    """The rules that --select (none: all) and --ignore leave, by code, beginning of a code, name or category. Raises InputError."""
    rules = all_rules()
    for word in (*select, *ignore):
        _must_mean_something(word)
    return tuple(
        loaded
        for loaded in rules
        if (not select or any(loaded.rule.matches(word) for word in select)) and not any(loaded.rule.matches(word) for word in ignore)
    )


def rule_named(word: str) -> Loaded:
    """The one rule of this code or name. Raises InputError with the nearest names."""
    for loaded in all_rules():
        if word.upper() == loaded.rule.code or word.lower() == loaded.rule.name:
            return loaded
    raise InputError(_unknown(word))


def _must_mean_something(word: str) -> None:
    if not word or not any(loaded.rule.matches(word) for loaded in all_rules()):
        raise InputError(_unknown(word))


def _unknown(word: str) -> str:
    names = [name for loaded in all_rules() for name in (loaded.rule.code, loaded.rule.name)]
    near = difflib.get_close_matches(word.lower(), names, 3) or difflib.get_close_matches(word.upper(), names, 3)
    hint = f"；是否想写 {'、'.join(near)}" if near else "；biganzi explain --list 列出全部规则"
    return f"没有规则 {word or '（空）'}{hint}"
