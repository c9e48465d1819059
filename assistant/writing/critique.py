"""The job of critique: rules' findings, counts, and with a model a proofreader, a reviewer and a reviser, passage by passage at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.domain.commitment import Answer
from assistant.domain.document import Document
from assistant.domain.draft import PlannedSection, Usage
from assistant.domain.finding import Finding
from assistant.domain.quantity import Ledger
from assistant.engines.answer_text import as_prose, fault_of
from assistant.engines.chat_model import ChatModel, is_final, request_body
from assistant.engines.endpoint import Endpoint, Message
from assistant.engines.figures import Shield
from assistant.engines.limits import AdaptiveLimit
from assistant.engines.material import as_data
from assistant.engines.model import run_to_end
from assistant.engines.names import names_in
from assistant.errors import EndpointError
from assistant.prompts import Prompt
from assistant.writing.counting import counted_remarks
from assistant.writing.passages import figures_elsewhere, notes_for, passages_of, same_section
from assistant.writing.proofreading import Passage, Read, Sources, proofread_remarks, review_remarks
from assistant.writing.remarks import Remark, clean, merged, weighed
from assistant.writing.revision import Revision, evidence_for_revision, revised

_ONLY_JSON = "上一次的回答不是 JSON。只输出 JSON 数组，没有问题就输出 []。"


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """How a model reviews. figures, strict: what is hidden from it; revise: whether it also writes a better text."""

    figures: bool = False
    strict: bool = False
    concurrency: int = 4
    revise: bool = False


@dataclass(frozen=True)
class Reviewer:
    """The model of a critique with its prompts: proofread, critique, revise."""

    endpoint: Endpoint
    proofread: Prompt
    review: Prompt
    revise: Prompt
    options: ReviewOptions = ReviewOptions()

    @property
    def prompts(self) -> tuple[str, ...]:
        """What a critique records: name, version, hash of each prompt."""
        used = [self.proofread, self.review] + ([self.revise] if self.options.revise else [])
        return tuple(prompt.label for prompt in used)


@dataclass(frozen=True)
class Critique:
    """A whole critique. findings: the rules', in `original`; remarks: offsets in `document.text`; revisions: by passage start.

    dropped: why remarks of the model were not taken over, with counts; told: lines for the user on what went wrong.
    """

    document: Document
    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...]
    passages: tuple[Passage, ...]
    revisions: dict[int, Revision] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    told: tuple[str, ...] = ()
    model: str | None = None
    prompts: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    failed: bool = False


def critique(
    document: Document, findings: Sequence[Finding], *, ledger: Ledger | None = None, previous: Document | None = None,
    answers: Sequence[Answer] = (), reviewer: Reviewer | None = None, on_passage: Callable[[Passage, int, int], None] | None = None,
    wishes: Sequence[PlannedSection] = (),
) -> Critique:
    """The critique of a draft. answers: how it answers last year's promises; on_passage: told when one is done, with how many of how many.

    wishes: headings with the length each was to have. Without a reviewer it is findings and counts alone.
    """
    passages = passages_of(document)
    counted = counted_remarks(document, passages, answers, previous, wishes)
    if reviewer is None:
        return Critique(document, tuple(findings), tuple(counted), tuple(passages))
    job = _Job(document, passages, findings, ledger, previous, answers, reviewer)
    run_to_end(job.run(on_passage))
    both, kept = merged(findings, weighed(job.remarks, job.failed_claims), document)
    remarks = sorted([*counted, *kept], key=lambda one: (one.start, one.end))
    told, usage = tuple(dict.fromkeys(job.told)), Usage(job.tokens[0], job.tokens[1])
    return Critique(
        document, tuple(both), tuple(remarks), tuple(passages), job.revisions, job.dropped, told, reviewer.endpoint.model, reviewer.prompts,
        usage, job.answered == 0,
    )


class _Job:
    """One critique with a model: the passages go side by side, each by the proofreader, the reviewer and the reviser in turn."""

    def __init__(
        self, document: Document, passages: Sequence[Passage], findings: Sequence[Finding], ledger: Ledger | None,
        previous: Document | None, answers: Sequence[Answer], reviewer: Reviewer,
    ) -> None:
        self.document, self.passages, self.findings = document, passages, findings
        self.ledger, self.previous, self.answers, self.reviewer = ledger, previous, answers, reviewer
        self.sources = Sources(document.text, ledger, previous.text if previous is not None else "")
        self.remarks: list[Remark] = []
        self.revisions: dict[int, Revision] = {}
        self.dropped: Counter[str] = Counter()
        self.told: list[str] = []
        self.tokens = [0, 0]
        self.answered = self.failed_claims = 0
        self.failure: EndpointError | None = None

    async def run(self, on_passage: Callable[[Passage, int, int], None] | None) -> None:
        """All passages; what fails is told and left out."""
        model = ChatModel(self.reviewer.endpoint, AdaptiveLimit(self.reviewer.options.concurrency))
        done = 0

        async def one(passage: Passage) -> None:
            nonlocal done
            await self._passage(model, passage)
            done += 1
            if on_passage is not None:
                on_passage(passage, done, len(self.passages))

        try:
            await asyncio.gather(*(one(passage) for passage in self.passages))
        finally:
            await model.close()

    def bodies(self) -> list[dict[str, Any]]:
        """The requests of the first round as they would be sent."""
        return [
            request_body(self.reviewer.endpoint, messages)
            for passage in self.passages
            for messages in (self._proofread_messages(passage, self._shield()), self._review_messages(passage, self._shield()))
        ]

    async def _passage(self, model: ChatModel, passage: Passage) -> None:
        shield = self._shield()
        asked, reviewed = self._proofread_messages(passage, shield), self._review_messages(passage, shield)
        def proofread(text: str) -> Read:
            read = proofread_remarks(text, passage, self.sources)
            self.failed_claims += sum(read.dropped.values())
            return read

        proof, review = await asyncio.gather(
            self._read(model, asked, shield, proofread, passage),
            self._read(model, reviewed, shield, lambda text: review_remarks(text, passage), passage),
        )
        mine = clean([*proof, *review])
        self.remarks += mine
        if self.reviewer.options.revise and (mine or self._faults(passage)):
            await self._revise(model, passage, mine)

    async def _read(
        self, model: ChatModel, messages: tuple[Message, ...], shield: Shield, read: Callable[[str], Read], passage: Passage
    ) -> list[Remark]:
        text = await self._answer(model, messages, passage)
        if text is None:
            return []
        result = read(shield.restore(text))
        if result.malformed:
            text = await self._answer(model, (*messages, Message("assistant", text[:2000]), Message("user", _ONLY_JSON)), passage)
            result = read(shield.restore(text)) if text is not None else result
        if result.malformed:
            self.dropped["回答不是 JSON"] += 1
        self.dropped.update(result.dropped)
        return result.remarks

    async def _answer(self, model: ChatModel, messages: Sequence[Message], passage: Passage) -> str | None:
        if self.failure is not None:
            return None
        try:
            answer = await model.answer(messages, cap=12_000)
        except EndpointError as error:
            if is_final(error):
                self.failure = error
                self.told.append(f"{error}；只给出规则检查的结果")
            else:
                self.told.append(f"{error}；“{passage.title}”没有审读")
            return None
        self.answered += 1
        self.tokens[0] += answer.prompt_tokens
        self.tokens[1] += answer.completion_tokens
        return answer.text

    async def _revise(self, model: ChatModel, passage: Passage, mine: Sequence[Remark]) -> None:
        heading, _, body = passage.text.partition("\n")
        if not body.strip():
            heading, body = "", passage.text
        faults = self._faults(passage)
        shift = passage.start + len(passage.text) - len(body)
        places = [(start - shift, end - shift) for start, end in (self._place(one) for one in faults)]
        told = [(one.quote, one.message, one.suggestion) for one in faults] + [(one.quote, one.message, one.suggestion) for one in mine]
        said = [f"{quote}：{message}" + (f"（{advice}）" if advice else "") for quote, message, advice in told]
        shield = self._shield()
        hide = shield.hide
        values = {
            "title": hide(self.document.title or "草稿"), "section": hide(as_data(heading or passage.title)), "text": hide(as_data(body)),
            "facts": hide(as_data(notes_for(passage, self.ledger))), "remarks": hide(as_data("\n".join(said))),
            "instruction": "按意见修改，事实不变", "length": "与原文相当",
        }
        text = await self._answer(model, _messages(self.reviewer.revise, values), passage)
        if text is None:
            return
        prose = shield.restore(as_prose(text, passage.title))
        fault = fault_of(prose)
        if fault is not None:
            self.told.append(f"“{passage.title}”的修改稿不能用（{fault}）")
            return
        evidence = evidence_for_revision(body, self.ledger, part=passage.part, year=self.document.year, faulty=places)
        revision = revised(body, prose, evidence)
        if revision.text.strip() != body.strip():
            self.revisions[passage.start] = replace(revision, text=(heading + "\n" if heading else "") + revision.text)

    # ---- what is told to the model ---------------------------------------------------------------------------------------

    def _shield(self) -> Shield:
        options = self.reviewer.options
        names: set[str] = set()
        if options.strict:
            names = names_in(self.document.text) | names_in(self.sources.notes) | {name for name in (self.document.unit,) if name}
        return Shield(figures=options.figures, names=tuple(names))

    def _proofread_messages(self, passage: Passage, shield: Shield) -> tuple[Message, ...]:
        hide = shield.hide
        found = "\n".join(f"{one.quote}：{one.message}" for one in self._faults(passage)) or "（无）"
        values = {
            "title": hide(self.document.title or "草稿"), "section": hide(passage.title), "text": hide(as_data(passage.text)),
            "ledger": hide(as_data(notes_for(passage, self.ledger))),
            "document_figures": hide(as_data(figures_elsewhere(passage, self.document))),
            "previous": hide(as_data(same_section(passage, self.previous))), "found": hide(as_data(found)),
        }
        return _messages(self.reviewer.proofread, values)

    def _review_messages(self, passage: Passage, shield: Shield) -> tuple[Message, ...]:
        hide = shield.hide
        outline = "\n".join(f"{'  ' * (section.level - 1)}{section.number}{section.title}" for section in self.document.walk())
        silent = [answer for answer in self.answers if answer.status == "silent" and answer.commitment.topic in ("", passage.topic)]
        values = {
            "title": hide(self.document.title or "草稿"), "section": hide(passage.title), "text": hide(as_data(passage.text)),
            "outline": hide(as_data(outline)) or "（无）",
            "commitments": hide(as_data("\n".join(answer.commitment.text for answer in silent[:10]))) or "（无）",
            "house": hide(as_data(same_section(passage, self.previous))),
        }
        return _messages(self.reviewer.review, values)

    def _faults(self, passage: Passage) -> list[Finding]:
        span = self.document.offsets.span(passage.start, passage.end)
        return [one for one in self.findings if one.severity != "info" and span.start <= one.start < span.end]

    def _place(self, finding: Finding) -> tuple[int, int]:
        at = self.document.text.find(finding.quote) if finding.quote else -1
        while at >= 0:
            if self.document.offsets.span(at, at + len(finding.quote)).start == finding.start:
                return at, at + len(finding.quote)
            at = self.document.text.find(finding.quote, at + 1)
        return 0, 0


def _messages(prompt: Prompt, values: dict[str, str]) -> tuple[Message, ...]:
    system, user = prompt.render(**{name: value for name, value in values.items() if name in prompt.variables})
    return Message("system", system), Message("user", user)


def rehearsal(
    document: Document, findings: Sequence[Finding], reviewer: Reviewer, *, ledger: Ledger | None = None, previous: Document | None = None,
    answers: Sequence[Answer] = (),
) -> list[dict[str, Any]]:
    """The bodies of the requests that a critique would send first; nothing is sent."""
    return _Job(document, passages_of(document), findings, ledger, previous, answers, reviewer).bodies()
