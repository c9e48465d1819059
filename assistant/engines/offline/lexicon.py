"""The shorthand lexicon: words written out, what a label is called, which verb and unit it takes. The table is lexicon.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class LabelRule:
    """What a whole label becomes. kind: of a unit, none, or !kind for any but that; unlike excludes; bare: only a label alone."""

    like: re.Pattern[str]
    write: str
    kind: str = ""
    unlike: re.Pattern[str] | None = None
    bare: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The table, compiled."""

    words: Mapping[str, str]
    word: re.Pattern[str]
    labels: tuple[LabelRule, ...]
    verbs: tuple[tuple[re.Pattern[str], str, str], ...]
    units: tuple[tuple[re.Pattern[str], str], ...]
    rates: Mapping[str, str]


@cache
def lexicon() -> Lexicon:
    """The lexicon as read from its table."""
    raw = _load("lexicon.yaml")
    words = {str(short): str(full) for short, full in raw["words"].items()}
    full = {name: name for name in words.values()}
    every = {**full, **words}
    # 竣工投产 and 加工企业 hold 工投 and 工企 by chance
    bound = {"工": "(?<![竣加开完施动职手化])"}
    ordered = sorted(every, key=len, reverse=True)
    pattern = re.compile("|".join(bound.get(word[0], "") + re.escape(word) for word in ordered))
    labels = tuple(
        LabelRule(re.compile(row["like"]), row["write"], row.get("kind", ""), re.compile(row["not"]) if "not" in row else None,
                  bool(row.get("bare")))
        for row in raw["labels"]
    )
    verbs = tuple((re.compile(f"(?:{row['end']})$"), row.get("kind", ""), row["verb"]) for row in raw["verbs"])
    units = tuple((re.compile(f"(?:{row['end']})$"), row["unit"]) for row in raw["units"])
    return Lexicon(every, pattern, labels, verbs, units, raw["rates"])


def _load(name: str) -> Any:
    import yaml

    text = resources.files("assistant.engines.offline").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def wording() -> Any:
    """The bank of headings, openings and closings by topic (wording.yaml)."""
    return _load("wording.yaml")


@cache
def lending_words() -> Any:
    """The words that a lent sentence may consist of (lending.yaml)."""
    return _load("lending.yaml")


def written_out(text: str) -> str:
    """The text with short forms as full forms; what is full already stays."""
    table = lexicon()
    return table.word.sub(lambda match: table.words[match[0]], text)


def label_of(label: str, kind: str, alone: bool = False) -> str:
    """How a label is written, by the kind of the unit that follows it ("" where there is none)."""
    full = written_out(label)
    for rule in lexicon().labels:
        match = rule.like.search(full) or rule.like.search(label)
        if not match or (rule.unlike and rule.unlike.search(full)) or (rule.bare and not alone):
            continue
        if rule.kind.startswith("!") and kind == rule.kind[1:]:
            continue
        loosely = (rule.kind == "money" and kind == "bare") or (rule.kind == "count" and not kind)
        fits = rule.kind.startswith("!") or rule.kind == (kind or "none") or loosely
        if rule.kind and not fits:
            continue
        written = rule.write.replace("{0}", full)
        for number, group in enumerate(match.groups(), 1):
            written = written.replace(f"{{{number}}}", group or "")
        return written
    return full


def verb_for(label: str, kind: str) -> str:
    """The verb that this label takes in front of it; "" where the table knows none."""
    for end, wanted, verb in lexicon().verbs:
        if end.search(label) and (not wanted or wanted == kind):
            return verb
    return ""


def unit_for(label: str) -> str:
    """The unit that a bare number behind this label has; "" where the table knows none."""
    full = written_out(label)
    return next((unit for end, unit in lexicon().units if end.search(full) or end.search(label)), "")


def rate_name_of(label: str) -> str | None:
    """What the share is called that a counted action makes: 入住312套，86.7% → 入住率; None where the table knows none."""
    return next((name for word, name in lexicon().rates.items() if label.endswith(word)), None)
