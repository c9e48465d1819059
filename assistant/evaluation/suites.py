"""A suite file becomes a Suite: checked against its schema, every mistake told at once with its line. Nothing is run here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.evaluation.scorers.registry import JUDGE, SCORERS

DEFAULT_SCORERS = {
    "numbers": 3.0, "coverage": 3.0, "structure": 1.0, "style": 1.0, "evidence": 1.0, "mentions": 1.0, "outline": 1.0,
    "findings": 3.0, "answer": 3.0, "time": 0.0,
}
DEFAULT_RETRIEVAL = {"hit1": 1.0, "hit5": 1.0, "hit10": 1.0, "mrr": 1.0, "ndcg": 1.0}


#: the weighted mean over scorers, for gates
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of writing to be tried: engine, prompt versions and settings."""

    id: str
    engine: str = "offline"
    prompts: tuple[tuple[str, str], ...] = ()
    prompt_folder: str = ""
    figures: str = "plain"
    privacy: str = "normal"
    temperature: float | None = None
    max_tokens: int | None = None
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """What must hold for the suite to pass: a floor of the mean, or not worse than another variant by more than a margin."""

    scorer: str
    at_least: float | None = None
    at_most: float | None = None
    not_worse_than: str | None = None
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How hard the endpoint may be driven and what the run may cost; 0 is no limit."""

    concurrency: int = 4
    requests_per_minute: int = 0
    tokens_per_minute: int = 0
    tokens: int = 0
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases × variants × models × repeats, with scorers (name → weight) and gates."""

    name: str
    path: Path
    cases: tuple[Any, ...]
    variants: tuple[Variant, ...]
    kind: str = "writing"
    library: tuple[Path, ...] = ()
    models: tuple[str, ...] = ("",)
    repeats: int = 1
    seeds: tuple[int, ...] = ()
    scorers: tuple[tuple[str, float], ...] = tuple(DEFAULT_SCORERS.items())
    gates: tuple[Gate, ...] = ()
    limits: Limits = Limits()
    judge: dict[str, Any] | None = field(default=None, hash=False)


def load_suite(path: str | Path) -> Suite:
    """Read and check a suite; cases are found relative to the suite's folder. Raises InputError listing every mistake with its line."""
    file = Path(path)
    if not file.exists() and file.suffix == "":
        file = Path("eval/suites") / f"{path}.yaml"
    value, lines = _yaml(file)
    mistakes = [f"{file}:{_line(lines, error.absolute_path)}: {_words(error)}" for error in _errors(value)]
    if not mistakes:
        suite = _suite(file, value)
        mistakes = [f"{file}:{_line(lines, where)}: {what}" for where, what in _sense(suite, value)]
        if not mistakes:
            return suite
    raise InputError("\n".join(mistakes))


@cache
def _schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "suite_schema.json").read_text(encoding="utf-8"))
    return found


def _errors(value: Any) -> list[Any]:
    from jsonschema import Draft202012Validator

    return sorted(Draft202012Validator(_schema()).iter_errors(value), key=lambda e: [str(p) for p in e.absolute_path])


def _words(error: Any) -> str:
    where = ".".join(str(p) for p in error.absolute_path) or "顶层"
    kinds = {
        "required": lambda: f"{where} 缺少 {'、'.join(k for k in error.validator_value if k not in error.instance)}",
        "additionalProperties": lambda: f"{where} 有不认识的项 {_unknown(error)}",
        "enum": lambda: f"{where} 只能是 {'、'.join(map(str, error.validator_value))}，写的是 {error.instance!r}",
        "type": lambda: f"{where} 应为 {error.validator_value}，写的是 {error.instance!r}",
        "minimum": lambda: f"{where} 不能小于 {error.validator_value}，写的是 {error.instance!r}",
        "maximum": lambda: f"{where} 不能大于 {error.validator_value}，写的是 {error.instance!r}",
        "pattern": lambda: f"{where} 只能用字母、数字、点、横线，写的是 {error.instance!r}",
        "minItems": lambda: f"{where} 是空的",
    }
    return kinds.get(error.validator, lambda: f"{where} 不对：{error.message}")()


def _unknown(error: Any) -> str:
    known = set(error.schema.get("properties", {}))
    return "、".join(sorted(str(k) for k in error.instance if k not in known))


def _sense(suite: Suite, value: dict[str, Any]) -> Iterator[tuple[Sequence[Any], str]]:
    """What the schema can't see: names given twice, names that refer to nothing, cases that are not there."""
    seen: set[str] = set()
    for number, variant in enumerate(suite.variants):
        if variant.id in seen:
            yield ["variants", number, "id"], f"variants.{number}.id 重复：{variant.id}"
        seen.add(variant.id)
        if variant.engine in ("model", "prompt") and not any(suite.models):
            yield ["variants", number], f"variants.{number} 要用模型，models 是空的"
    for number, gate in enumerate(suite.gates):
        if gate.scorer not in (TOTAL, *dict(suite.scorers)):
            yield ["gates", number, "scorer"], f"gates.{number}.scorer 不在 scorers 里：{gate.scorer}"
        if gate.not_worse_than is not None and gate.not_worse_than not in seen:
            yield ["gates", number, "not_worse_than"], f"gates.{number}.not_worse_than 没有这个变体：{gate.not_worse_than}"
        if gate.at_least is None and gate.at_most is None and gate.not_worse_than is None:
            yield ["gates", number], f"gates.{number} 应有 at_least、at_most 或 not_worse_than"
    for name, _ in suite.scorers:
        if name not in (*SCORERS, JUDGE):
            yield ["scorers", name], f"scorers 没有 {name}；有 {'、'.join(SCORERS)}、{JUDGE}"
    if JUDGE in dict(suite.scorers) and not suite.judge:
        yield ["scorers", JUDGE], "scorers 有 judge，却没有 judge 一项说明用哪个模型"
    if suite.seeds and len(suite.seeds) < suite.repeats:
        yield ["seeds"], f"seeds 只有 {len(suite.seeds)} 个，repeats 是 {suite.repeats}"
    if not suite.cases:
        yield ["cases"], f"cases 没有找到任何用例：{value['cases']}"
    for place in suite.library:
        if not place.exists():
            yield ["library"], f"library 没有 {place}"


def _suite(file: Path, value: dict[str, Any]) -> Suite:
    known = {"id", "engine", "prompts", "prompt_folder", "figures", "privacy", "temperature", "max_tokens"}
    variants = tuple(
        Variant(
            v["id"], v.get("engine", "offline"), tuple(sorted(v.get("prompts", {}).items())),
            str(file.parent / v["prompt_folder"]) if v.get("prompt_folder") else "",
            v.get("figures", "plain"), v.get("privacy", "normal"), v.get("temperature"), v.get("max_tokens"),
            tuple(sorted((k, json.dumps(x, sort_keys=True)) for k, x in v.items() if k not in known)),
        )
        for v in value["variants"]
    )
    usual = DEFAULT_RETRIEVAL if value.get("kind") == "retrieval" else DEFAULT_SCORERS
    return Suite(
        name=value["name"], path=file, cases=tuple(_cases(file.parent, value["cases"])), variants=variants,
        kind=value.get("kind", "writing"), library=tuple(file.parent / p for p in value.get("library", [])),
        models=tuple(value.get("models") or [""]), repeats=value.get("repeats", 1), seeds=tuple(value.get("seeds", [])),
        scorers=tuple(value.get("scorers", usual).items()), gates=tuple(Gate(**g) for g in value.get("gates", [])),
        limits=Limits(**value.get("limits", {})), judge=value.get("judge"),
    )


def _cases(folder: Path, wanted: Any) -> Iterator[Any]:
    for item in [wanted] if isinstance(wanted, str) else wanted:
        if isinstance(item, dict):
            yield item | {"_folder": str(folder)}
            continue
        if any(mark in item for mark in "*?["):
            root, pattern = _root(folder, item)
            yield from sorted(root.glob(pattern))
        elif (folder / item).exists():
            yield folder / item


def _root(folder: Path, pattern: str) -> tuple[Path, str]:
    parts = Path(pattern).parts
    plain = list(parts[: next(i for i, p in enumerate(parts) if any(m in p for m in "*?["))])
    return folder.joinpath(*plain), str(Path(*parts[len(plain) :]))


def _yaml(file: Path) -> tuple[Any, Any]:
    import yaml

    try:
        text = file.read_text(encoding="utf-8")
        return yaml.safe_load(text), yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        raise InputError(f"{file}: 读不了（{error.strerror}）") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: 不是 UTF-8 文本") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise InputError(f"{file}:{mark.line + 1 if mark else 1}: 不是有效的 YAML（{error.problem}）") from None


def _line(node: Any, path: Sequence[Any]) -> int:
    """The line of the node that a path leads to, or of the last one on the way that is there."""
    import yaml

    line = node.start_mark.line + 1 if node is not None else 1
    for step in path:
        following = None
        if isinstance(node, yaml.MappingNode):
            for key, child in node.value:
                if key.value == str(step):
                    line, following = key.start_mark.line + 1, child
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            following = node.value[step]
            line = following.start_mark.line + 1
        if following is None:
            break
        node = following
    return line
