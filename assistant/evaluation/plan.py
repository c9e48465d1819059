"""A suite becomes cells, all known before the first is run: case × variant × model × repeat. No running here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.cases import Case
from assistant.evaluation.suites import Suite, Variant


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer to be had. `id` is stable over runs; `ingredients` are all that shapes the answer and make `key`."""

    id: str
    case: Case
    variant: Variant
    model: str
    repeat: int
    seed: int | None
    ingredients: Mapping[str, str]
    key: str


def plan_cells(suite: Suite, cases: list[Case], versions: Mapping[str, str], base_url: str = "") -> list[Cell]:
    """All cells in order, case by case, so that an early stop leaves whole pairs.

    versions: what else shapes an answer, by name: the hash of an engine's code (`engine:NAME`), of the prompts a variant
    uses (`prompt:VARIANT`), of the library. An offline variant is run once per repeat whatever the models are.
    """
    cells = []
    for case in cases:
        for repeat in range(suite.repeats):
            for variant in suite.variants:
                for model in suite.models if variant.engine != "offline" else ("",):
                    seed = suite.seeds[repeat] if suite.seeds else None
                    cells.append(_cell(suite.name, case, variant, model, repeat, seed, versions, base_url))
    return cells


def _cell(
    suite: str, case: Case, variant: Variant, model: str, repeat: int, seed: int | None, versions: Mapping[str, str], base_url: str
) -> Cell:
    settings = {k: getattr(variant, k) for k in ("engine", "figures", "privacy", "temperature", "max_tokens", "options")}
    ingredients = {
        "case": case.hash,
        "variant": hash_of(settings),
        "engine": versions.get(f"engine:{variant.engine}", ""),
        "library": versions.get("library", ""),
        "repeat": str(repeat),
        "seed": str(seed),
    }
    if variant.engine != "offline":
        ingredients |= {"prompts": versions.get(f"prompt:{variant.id}", ""), "model": model, "endpoint": base_url}
    identity = "|".join([suite, case.id, variant.id, model, str(repeat)])
    cell_id = hashlib.sha256(identity.encode()).hexdigest()[:12]
    return Cell(cell_id, case, variant, model, repeat, seed, ingredients, hash_of(ingredients))


def hash_of(value: Any) -> str:
    """The first 16 hex digits of the SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()[:16]
