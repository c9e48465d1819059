"""A model judges two drafts of a case by a rubric, each pair twice with the places changed. Figures are none of its business."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import BiganziError
from assistant.evaluation.answering import Desk
from assistant.evaluation.cases import Case
from assistant.evaluation.scorers.registry import JUDGE
from assistant.evaluation.store import Row, RunStore
from assistant.evaluation.suites import Suite

if TYPE_CHECKING:
    from assistant.engines.light_client import LightClient
    from assistant.prompts import Prompt

RUBRIC = {
    "coverage": "素材里的要点都写到，主次得当",
    "order": "层次清楚，先后合理，相关的事写在一起",
    "wording": "像机关公文，准确、平实、不空泛",
    "linking": "句子之间、段落之间衔接自然，不重复",
}
_FIRST, _SECOND, _EVEN = "甲", "乙", "平"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one case: of the first column, and of another column with the same repeat."""

    case: Case
    first: Row
    second: Row


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the judge said of a pair in both orders: criterion → points of the second answer, 1, 0.5 or 0."""

    straight: Mapping[str, float]
    swapped: Mapping[str, float]

    @property
    def both(self) -> list[str]:
        """Criteria answered in both orders."""
        return [name for name in self.straight if name in self.swapped]

    @property
    def agreeing(self) -> int:
        """Criteria with the same verdict in both orders."""
        return sum(self.straight[name] == self.swapped[name] for name in self.both)

    def points(self) -> float | None:
        """The second answer's share of the points over criteria and orders; None where the judge said nothing usable."""
        given = [*self.straight.values(), *self.swapped.values()]
        return sum(given) / len(given) if given else None


def judge_run(store: RunStore, run: str, suite: Suite, cases: Mapping[str, Case], desk: Desk, *, afresh: bool = False) -> dict[str, Any]:
    """Judge every writing pair of a run and record the scores; returns agreement of the two orders and counts.

    An answer's score is its mean share of the points against the other side: a column against the first, the first against all others.
    The judge's answers are kept, so judging again asks only for what has changed. Raises EndpointError where it never answers.
    """
    pairs = list(_pairs(store, run, cases))
    if not pairs:
        return {"pairs": 0, "agreement": None, "failed": 0}
    return asyncio.run(_judge(store, run, suite, desk, pairs, afresh))


async def _judge(store: RunStore, run: str, suite: Suite, desk: Desk, pairs: list[Pair], afresh: bool) -> dict[str, Any]:
    from assistant.engines.light_client import LightClient
    from assistant.engines.limits import AdaptiveLimit
    from assistant.evaluation.suites import Variant
    from assistant.prompts import load_prompt

    told = suite.judge or {}
    rubric = dict(told.get("rubric") or RUBRIC)
    prompt, limits = load_prompt("judge"), suite.limits
    limit = AdaptiveLimit(limits.concurrency, limits.requests_per_minute, limits.tokens_per_minute)
    client = LightClient(desk.endpoint(Variant(JUDGE, "prompt", temperature=0.0), told["model"]), limit)
    queue, results, troubles = iter(pairs), [], []

    async def worker() -> None:
        for pair in queue:
            try:
                results.append((pair, await _verdicts(store, run, client, prompt, rubric, pair, afresh)))
            except BiganziError as error:
                troubles.append(error)

    try:
        await asyncio.gather(*(worker() for _ in range(limits.concurrency)))
    finally:
        await client.close()
    if troubles and not results:
        raise troubles[0]
    return _record(store, run, prompt, rubric, results, len(troubles))


def _record(
    store: RunStore, run: str, prompt: Prompt, rubric: Mapping[str, str], results: list[tuple[Pair, Verdicts]], failed: int
) -> dict[str, Any]:
    shares: dict[str, list[float]] = defaultdict(list)
    told: dict[str, list[str]] = defaultdict(list)
    for pair, verdicts in results:
        points = verdicts.points()
        if points is None:
            failed += 1
            continue
        shares[pair.second.cell].append(points)
        shares[pair.first.cell].append(1 - points)
        words = "、".join(f"{name} {verdicts.straight.get(name, '–')}/{verdicts.swapped.get(name, '–')}" for name in rubric)
        told[pair.second.cell].append(f"对 {pair.first.variant}：{words}；两种次序一致 {verdicts.agreeing}/{len(verdicts.both)}")
        told[pair.first.cell].append(f"被 {pair.second.variant} 比：得 {1 - points:.2f}")
    code = f"{prompt.hash}|{sorted(rubric.items())}"
    store.score(run, ((cell, JUDGE, sum(v) / len(v), "；".join(told[cell]), [], code) for cell, v in shares.items()))
    both = sum(len(verdicts.both) for _, verdicts in results)
    agreeing = sum(verdicts.agreeing for _, verdicts in results)
    return {"pairs": len(results), "agreement": round(agreeing / both, 4) if both else None, "failed": failed, "prompt": prompt.label}


def _pairs(store: RunStore, run: str, cases: Mapping[str, Case]) -> Any:
    """Pairs in plan order: the first column of each case and repeat with every other one."""
    first: dict[tuple[str, int], Row] = {}
    column: tuple[str, str] | None = None
    for row in store.rows(run):
        case = cases.get(row.case)
        if case is None or case.kind not in ("report", "section"):
            continue
        column = column or (row.variant, row.model)
        if row.status != "done":
            continue
        if (row.variant, row.model) == column:
            first[row.case, row.repeat] = row
        elif (row.case, row.repeat) in first:
            yield Pair(case, first[row.case, row.repeat], row)


async def _verdicts(
    store: RunStore, run: str, client: LightClient, prompt: Prompt, rubric: Mapping[str, str], pair: Pair, afresh: bool
) -> Verdicts:
    one = str(store.output(run, pair.first.cell).get("text", ""))
    two = str(store.output(run, pair.second.cell).get("text", ""))
    if one == two:
        even = dict.fromkeys(rubric, 0.5)
        return Verdicts(even, even)
    straight = await _ask(store, client, prompt, rubric, pair.case, one, two, afresh)
    swapped = await _ask(store, client, prompt, rubric, pair.case, two, one, afresh)
    return Verdicts(
        {name: {_SECOND: 1.0, _EVEN: 0.5}.get(said, 0.0) for name, said in straight.items()},
        {name: {_FIRST: 1.0, _EVEN: 0.5}.get(said, 0.0) for name, said in swapped.items()},
    )


async def _ask(
    store: RunStore, client: LightClient, prompt: Prompt, rubric: Mapping[str, str], case: Case, first: str, second: str, afresh: bool
) -> dict[str, str]:
    """The judge's words by criterion, from the store where the same question was asked before."""
    from assistant.engines.endpoint import Message
    from assistant.evaluation.prompting import values_of

    system, user = prompt.render(
        rubric="\n".join(f"{name}：{what}" for name, what in rubric.items()), notes=values_of(case)["notes"], first=first, second=second,
    )
    key = hashlib.sha256(f"judge|{client.endpoint.model}|{client.endpoint.base_url}|{system}|{user}".encode()).hexdigest()[:24]
    held = store.kept_score(key)
    if held is not None and not afresh:
        return _read(held[1], rubric)
    answer = await client.answer([Message("system", system), Message("user", user)])
    store.keep_scores([(key, None, answer.text, ())])
    return _read(answer.text, rubric)


def _read(answer: str, rubric: Mapping[str, str]) -> dict[str, str]:
    from assistant.engines.json_answer import objects_in

    found = (objects_in(answer) or [{}])[0]
    return {name: str(found[name]) for name in rubric if str(found.get(name)) in (_FIRST, _SECOND, _EVEN)}
