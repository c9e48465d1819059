"""The reference tables as cached, frozen records. No rule is applied here and nothing is matched against a text.

The tables are kept as YAML beside this module and read from tables.json, their built form, because the program has to start fast.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

Certainty = Literal["always", "usual", "none"]
Level = Literal["always", "context", "guidance"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the indicator table. kind: flow, stock, ratio, rank, plan, stock-plan, count-period. better: up, down, neutral.

    aliases: further names in running prose. short_names: what only notes say. loose: names that are too wide for prose.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    kind: str = "flow"
    better: str = "neutral"
    category: str = ""
    note: str = ""
    short_names: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What must hold between indicators of one period, scope and unit; left and right may be sums of names joined by +."""

    id: str
    left: str
    op: str
    right: str
    certainty: Certainty = "usual"
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangePhrase:
    """A phrase of change and its arithmetic: A base, B reported value, X or N the figure itself."""

    id: str
    phrases: tuple[str, ...]
    meaning: str
    example: str = ""
    check: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WrongForm:
    """A wrong form of a formula; a regex when `regex` is set."""

    form: str
    level: Level = "context"
    note: str = ""
    regex: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A fixed formula (提法): members in canonical order, count the number the name promises, order fixed, usual or free."""

    id: str
    canonical: str
    category: str = ""
    members: tuple[str, ...] = ()
    count: int | None = None
    order: str = "free"
    verbs: tuple[str, ...] = ()
    since: str = ""
    full: str = ""
    wrong: tuple[WrongForm, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Typo:
    """A confusable word. pattern is a Python regex, "" where a reader is needed; legit are strings it must not flag."""

    id: str
    wrong: str
    right: str
    level: Level = "context"
    pattern: str = ""
    replace: str = ""
    legit: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated thing of the timeline. start, end: ISO dates, a month or a year where the day is not fixed, "" where unknown."""

    id: str
    name: str
    start: str = ""
    end: str = ""
    aliases: tuple[str, ...] = ()
    #: what else the row holds: congress and number of a plenum, held_in and plans_for of a conference, topic, approved …
    more: Mapping[str, Any] = field(default_factory=dict)
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """All dated things by kind; `epithets`: year → what the year is called."""

    congresses: tuple[Event, ...] = ()
    plenums: tuple[Event, ...] = ()
    plans: tuple[Event, ...] = ()
    conferences: tuple[Event, ...] = ()
    campaigns: tuple[Event, ...] = ()
    formulas: tuple[Event, ...] = ()
    windows: tuple[Event, ...] = ()
    epithets: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of sections: ways a heading names it, words that speak for it, departments that report on it; in report order."""

    name: str
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


@cache
def indicators() -> tuple[Indicator, ...]:
    """All indicators in the order of the table."""
    naming = _tables()["naming"]
    more, short, loose = naming["more_aliases"], naming["short_names"], frozenset(naming["too_short"])
    rows = []
    for row in _tables()["indicators"]["indicators"]:
        names = dict.fromkeys((*row["aliases"], *more.get(row["id"], ())))
        rows.append(Indicator(
            row["id"], row["name"], tuple(name for name in names if name not in loose), tuple(row["units"]), row["kind"], row["better"],
            row["category"], row.get("note", ""), tuple(short.get(row["id"], ())), tuple(name for name in names if name in loose),
        ))
    return tuple(rows)


@cache
def indicator(key: str) -> Indicator | None:
    """The indicator with this id or canonical name."""
    return _by_key().get(key)


@cache
def _by_key() -> dict[str, Indicator]:
    return {key: row for row in indicators() for key in (row.id, row.name)}


@cache
def relations() -> tuple[Relation, ...]:
    """What must hold between indicators."""
    return tuple(
        Relation(row["id"], row["left"], row["op"], row["right"], row["certainty"], row.get("note", ""))
        for row in _tables()["indicators"]["relations"]
    )


@cache
def change_phrases() -> tuple[ChangePhrase, ...]:
    """The arithmetic of phrases of change."""
    return tuple(
        ChangePhrase(row["id"], tuple(row["phrases"]), row["meaning"], str(row["example"]), row["check"], row.get("note", ""))
        for row in _tables()["indicators"]["change_phrases"]
    )


@cache
def formulas() -> tuple[Formula, ...]:
    """Fixed formulas with their wrong forms."""
    return tuple(
        Formula(
            row["id"], row["canonical"], row["category"], tuple(row.get("members", ())), row.get("count"), row.get("order", "free"),
            tuple(row.get("verbs", ())), str(row.get("since", "")), row.get("full", ""),
            tuple(WrongForm(one["form"], one["level"], one.get("note", ""), bool(one.get("regex"))) for one in row.get("wrong", ())),
            row.get("note", ""),
        )
        for row in _tables()["formulas"]["formulas"]
    )


@cache
def typos() -> tuple[Typo, ...]:
    """Confusable words."""
    return tuple(
        Typo(
            row["id"], row["wrong"], row["right"], row["level"], row.get("pattern", ""), row.get("replace", ""),
            tuple(row.get("legit", ())), row.get("note", ""),
        )
        for row in _tables()["formulas"]["typos"]
    )


@cache
def timeline() -> Timeline:
    """Congresses, plenums, plans, conferences, campaigns, formulas with their dates, and what years are called."""
    table = _tables()["timeline"]
    return Timeline(
        _events(table["party_congresses"]), _events(table["plenums"]), _events(table["five_year_plans"]),
        _events(table["central_economic_work_conferences"]), _events(table["education_campaigns"]),
        _events(table["leading_formulas"]), _events(table["policy_windows"]),
        MappingProxyType({row["year"]: tuple(row["epithets"]) for row in table["year_epithets"]}),
    )


@cache
def topics() -> tuple[Topic, ...]:
    """The topics of sections, in the order in which reports treat them."""
    return tuple(
        Topic(row["name"], tuple(row["aliases"]), tuple(row["keywords"]), tuple(row.get("departments", ())))
        for row in _tables()["topics"]["topics"]
    )


def _events(rows: list[dict[str, Any]]) -> tuple[Event, ...]:
    plain = {"id", "name", "formula", "start", "end", "in_use_from", "until", "aliases", "verified", "source"}
    return tuple(
        Event(
            row["id"], str(row.get("name") or row.get("formula") or row.get("held_in")),
            str(row.get("start") or row.get("in_use_from") or ""), str(row.get("end") or row.get("until") or ""),
            tuple(row.get("aliases", ())), MappingProxyType({key: value for key, value in row.items() if key not in plain}),
            bool(row["verified"]),
        )
        for row in rows
    )


@cache
def _tables() -> dict[str, Any]:
    text = resources.files("assistant.reference").joinpath("tables.json").read_text(encoding="utf-8")
    tables: dict[str, Any] = json.loads(text)
    return tables
