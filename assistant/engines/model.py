"""The engine that writes with a model: sections side by side, each answer behind the fence, the offline engine where a model fails."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from assistant.domain.draft import Sentence, Usage
from assistant.domain.quantity import Note
from assistant.engines.answer_text import (
    as_prose,
    cut_to_whole_sentences,
    fault_of,
    numbered_sentences,
    without_fence,
    without_repeats,
)
from assistant.engines.budget import TokenCount
from assistant.engines.chat_model import ChatModel, is_final, request_body
from assistant.engines.endpoint import Answer, Endpoint, Message
from assistant.engines.engine import SectionRequest
from assistant.engines.evidence import Evidence, gather
from assistant.engines.fence import Judgement, judge
from assistant.engines.figures import Shield
from assistant.engines.limits import AdaptiveLimit
from assistant.engines.material import Asked, as_data, ask, new_shield, room_for_material, title_of
from assistant.engines.offline.engine import OfflineEngine
from assistant.engines.repair import mend
from assistant.errors import EndpointError
from assistant.prompts import Prompt

T = TypeVar("T")
#: the section's title and its text so far, tokens already put back
OnText = Callable[[str, str], None]
OnWritten = Callable[[int, Sequence[Sentence]], None]

ROUNDS = 2
#: long enough for the event loop to send what is waiting to be sent, in seconds
_MOMENT = 0.001
#: how long the requests of all sections have to get under way, in seconds
_WHILE = 0.06
_FAULTS = {"empty": "没有内容", "refusal": "模型拒绝写作", "english": "回答不是中文"}
_AGAIN = "上面是被退回的句子。按意见逐句重写：每行一句，行首保留编号，如“1. …”；只写这些句子，不写别的。"


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """How a model is used. context: tokens that the endpoint takes in and gives out together; rounds: how often a sentence goes back."""

    figures: bool = False
    strict: bool = False
    context: int = 16_000
    concurrency: int = 4
    rounds: int = ROUNDS
    title: str = ""


@dataclass
class Tally:
    """What a run took and what came of it, counted over all sections."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    requests: int = 0
    sentences: int = 0
    rejected: int = 0
    replaced: int = 0
    by_model: int = 0
    by_fallback: int = 0
    first_text: list[float] = field(default_factory=list)

    def usage(self, seconds: float = 0.0) -> Usage:
        """The part of it that a draft records."""
        return Usage(self.prompt_tokens, self.completion_tokens, seconds)

    def cost(self, prices: Sequence[float]) -> float:
        """Money by a price table row: for a million tokens in and out."""
        return (self.prompt_tokens * prices[0] + self.completion_tokens * prices[1]) / 1_000_000 if len(prices) == 2 else 0.0


class Rehearsal(OfflineEngine):
    """Writes offline and keeps the requests, so that what would be sent can be shown without sending it."""

    def __init__(self) -> None:
        self.requests: list[SectionRequest] = []

    def write_section(self, request: SectionRequest) -> Sequence[Sentence]:
        """The offline engine's sentences."""
        self.requests.append(request)
        return super().write_section(request)


class ModelEngine:
    """Writes sections with a model. What fails is written by the offline engine and told in `remarks`, a line each."""

    name = "model"

    def __init__(
        self, endpoint: Endpoint, prompt: Prompt, again: Prompt, options: ModelOptions = ModelOptions(), *,
        on_text: OnText | None = None, on_trouble: Callable[[str], None] | None = None,
    ) -> None:
        self.endpoint, self._prompt, self._again, self.options = endpoint, prompt, again, options
        self.model: str | None = endpoint.model
        self.prompt: str | None = f"{prompt.label} {again.label}"
        self.tally = Tally()
        self.remarks: list[str] = []
        self.stopped = False
        self.failure: EndpointError | None = None
        self._on_text, self._on_trouble = on_text, on_trouble
        self._offline = OfflineEngine()
        self._count = TokenCount(endpoint.model)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._bench = asyncio.Lock()
        self._desk = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def usage(self) -> Usage:
        """Tokens so far, over all sections."""
        return self.tally.usage()

    # ---- what callers use ------------------------------------------------------------------------------------------------

    def write_section(self, request: SectionRequest) -> Sequence[Sentence]:
        """The sentences of one section."""
        return self.write_sections([request])[0] or ()

    def write_sections(self, requests: Sequence[SectionRequest], on_written: OnWritten | None = None) -> list[Sequence[Sentence] | None]:
        """All sections side by side within the endpoint's limits; `on_written` sees them in order. None: not written when stopped."""
        return run_to_end(self._write_all(requests, on_written))

    def rewrite(self, request: SectionRequest, instruction: str) -> Sequence[Sentence]:
        """One section once more, with the user's wish for it; the other sections stay as they are."""
        return self.write_section(replace(request, instruction=instruction))

    def preview(self, requests: Sequence[SectionRequest]) -> list[dict[str, Any]]:
        """The bodies that would be sent for these sections, nothing sent; sections that need no model are left out."""
        bodies = []
        for request in requests:
            base = tuple(self._offline.write_section(request))
            if self._needs_model(request, base):
                bodies += [request_body(self.endpoint, self._ask(part, own).messages) for part, own in self._parts(request, base)]
        return bodies

    def stop(self) -> None:
        """Stop as soon as possible, from any thread; what is finished stays."""
        self.stopped = True
        loop = self._loop
        if loop is not None and loop.is_running():
            loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        for task in self._tasks:
            task.cancel()

    # ---- all sections ----------------------------------------------------------------------------------------------------

    async def _write_all(self, requests: Sequence[SectionRequest], on_written: OnWritten | None) -> list[Sequence[Sentence] | None]:
        self._loop, self._bench, self._desk = asyncio.get_running_loop(), asyncio.Lock(), asyncio.Lock()
        model = ChatModel(self.endpoint, AdaptiveLimit(self.options.concurrency))
        done: list[Sequence[Sentence] | None] = [None] * len(requests)
        tasks = [asyncio.create_task(self._section(model, request)) for request in requests]
        self._tasks = set(tasks)
        try:
            for at, task in enumerate(tasks):
                try:
                    done[at] = await task
                except asyncio.CancelledError:
                    # stopped by the user: what is finished stays, what is under way goes
                    self.stopped = True
                    self._cancel()
                    continue
                if on_written is not None:
                    on_written(at, done[at] or ())
        finally:
            self._cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await model.close()
            self._tasks, self._loop = set(), None
        return done

    async def _section(self, model: ChatModel, request: SectionRequest) -> Sequence[Sentence]:
        begun: asyncio.Task[tuple[Sentence, ...]] | None = None
        try:
            # one section is made ready after the other, so that the first requests are under way while the later ones are made
            async with self._desk:
                base = tuple(self._offline.write_section(request))
                if not self._needs_model(request, base):
                    return base
                parts = self._parts(request, base)
                begun = asyncio.create_task(self._guarded(model, *parts[0]))
                await asyncio.sleep(2 * _MOMENT)
            return await self._joined(model, begun, parts)
        finally:
            if begun is not None:
                begun.cancel()

    async def _joined(
        self, model: ChatModel, begun: asyncio.Task[tuple[Sentence, ...]], parts: Sequence[tuple[SectionRequest, tuple[Sentence, ...]]]
    ) -> Sequence[Sentence]:
        written: list[Sentence] = []
        for at, (part, own) in enumerate(parts):
            sentences = await (begun if at == 0 else self._guarded(model, part, own))
            if written and sentences and not sentences[0].text.startswith("\n"):
                sentences = (replace(sentences[0], text="\n" + sentences[0].text), *sentences[1:])
            written += sentences
        return tuple(written)

    def _needs_model(self, request: SectionRequest, base: Sequence[Sentence]) -> bool:
        return bool(request.notes) and any(sentence.notes for sentence in base)

    def _parts(self, request: SectionRequest, base: tuple[Sentence, ...]) -> list[tuple[SectionRequest, tuple[Sentence, ...]]]:
        """The request whole, or cut in two again and again until the notes of each fit."""
        room = room_for_material(self.options.context)
        texts = [note.text for note in request.notes] + [sentence.text for sentence in base] + [self._prompt.system, self._prompt.user]
        size = self._count.count("".join(texts))
        if size <= room or len(request.notes) < 2:
            return [(request, base)]
        half = len(request.notes) // 2
        found: list[tuple[SectionRequest, tuple[Sentence, ...]]] = []
        for notes in (request.notes[:half], request.notes[half:]):
            part = self._for_notes(request, notes)
            own = tuple(self._offline.write_section(part))
            # the opening words of the section stand once
            found += self._parts(part, own if not found else tuple(one for one in own if one.notes))
        return found

    def _for_notes(self, request: SectionRequest, notes: tuple[Note, ...]) -> SectionRequest:
        section, every = request.section, sum(len(note.text) for note in request.notes)
        share = sum(len(note.text) for note in notes) / max(1, every)
        length = max(1, round(section.length * share)) if section.length else None
        return replace(request, notes=notes, section=replace(section, notes=tuple(note.id for note in notes), length=length))

    # ---- one section -----------------------------------------------------------------------------------------------------

    async def _guarded(self, model: ChatModel, request: SectionRequest, base: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        """The model's section, or the offline one with a line on why."""
        if self.failure is not None:
            self.tally.by_fallback += 1
            return base
        try:
            sentences = await self._with_model(model, request, base)
        except EndpointError as error:
            first = self.failure is None
            if is_final(error):
                self.failure = error
            if first or not is_final(error):
                self._tell(f"{error}；“{request.section.title or '开头'}”改由离线引擎写")
            self.tally.by_fallback += 1
            return base
        if sentences is None:
            self.tally.by_fallback += 1
            return base
        self.tally.by_model += 1
        return sentences

    async def _with_model(self, model: ChatModel, request: SectionRequest, base: tuple[Sentence, ...]) -> tuple[Sentence, ...] | None:
        name = request.section.title or "开头"
        asked = self._ask(request, base)
        if asked.left_out:
            self._tell(f"“{name}”的上下文放不下，未送出：{'、'.join(asked.left_out)}")
        cap = max(4000, 8 * sum(len(sentence.text) for sentence in base))
        asking = asyncio.create_task(self._answer(model, asked.messages, cap, name, asked.shield))
        try:
            # the requests go out before anything else is worked out
            await asyncio.wait({asking}, timeout=_WHILE)
            evidence = self._evidence(request, base)
            evidence.prepare()
            answer = await asking
        finally:
            asking.cancel()
        prose = self._prose(answer, asked.shield, name)
        if prose is None:
            return None
        # one answer is judged at a time, and what waits to be sent goes first
        async with self._bench:
            await asyncio.sleep(_MOMENT)
            judged = judge(prose, evidence)
        self.tally.sentences += len(judged)
        self.tally.rejected += sum(one.verdict == "rejected" for one in judged)
        for _ in range(self.options.rounds):
            if not any(one.verdict == "rejected" for one in judged):
                break
            better = await self._sent_back(model, request, prose, judged, asked.shield)
            if better is None:
                break
            prose = better
            judged = judge(prose, evidence)

        def write(notes: tuple[Note, ...]) -> Sequence[Sentence]:
            return base if notes == evidence.notes else self._offline.write_section(self._for_notes(request, notes))

        mended = mend(judged, prose, evidence, write, request.hits)
        self.tally.replaced += mended.replaced
        for remark in mended.remarks:
            self.remarks.append(f"{name}：{remark}")
        return mended.sentences

    def _ask(self, request: SectionRequest, base: Sequence[Sentence]) -> Asked:
        shield = new_shield(request, figures=self.options.figures, strict=self.options.strict)
        return ask(request, base, self._prompt, shield, self._count, self.options.context, self.options.title)

    def _evidence(self, request: SectionRequest, base: Sequence[Sentence]) -> Evidence:
        foreign = "\n".join([*(hit.chunk.text for hit in request.hits), request.previous, *(one.text for one in request.commitments)])
        own = [request.unit, *request.own_names]
        return gather(
            request.notes, base, request.ledger, part=request.section.part, year=request.year, foreign=foreign, own=own,
            told=self._prompt.system,
        )

    def _prose(self, answer: Answer, shield: Shield, name: str) -> str | None:
        """The answer as clean prose with its figures back, or None with a line on what was wrong with it."""
        text = as_prose(answer.text, name)
        fault = "refusal" if answer.finish == "refusal" else fault_of(text or answer.text)
        if answer.finish == "length":
            self._tell(f"“{name}”的回答在长度上限处被截断，只留完整的句子")
            text = cut_to_whole_sentences(text)
        elif answer.finish == "loop":
            self._tell(f"“{name}”的回答不断重复，已停止并去掉重复")
            text = without_repeats(cut_to_whole_sentences(text))
        if fault is None and not text.strip():
            fault = "empty"
        if fault is not None:
            self._tell(f"“{name}”：{_FAULTS[fault]}，改由离线引擎写")
            return None
        return shield.restore(text)

    async def _sent_back(
        self, model: ChatModel, request: SectionRequest, prose: str, judged: Sequence[Judgement], shield: Shield
    ) -> str | None:
        """The prose with the rejected sentences as the model writes them now; None where it gives nothing usable."""
        bad = [one for one in judged if one.verdict == "rejected"]
        reasons = ["；".join(dict.fromkeys(remark.message for remark in one.remarks if remark.verdict == "rejected")) for one in bad]
        values = {
            "title": shield.hide(self.options.title or title_of(request)), "section": shield.hide(request.section.title or "开头"),
            "text": "\n".join(f"{at}. {shield.hide(as_data(one.text))}" for at, one in enumerate(bad, 1)),
            "facts": "\n".join(f"[{note.id}] {shield.hide(as_data(note.text), note.id, shorthand=True)}" for note in request.notes),
            "remarks": "\n".join(f"{at}. {shield.hide(reason)}" for at, reason in enumerate(reasons, 1)),
            "instruction": _AGAIN, "length": "与原句相当",
        }
        system, user = self._again.render(**{name: value for name, value in values.items() if name in self._again.variables})
        answer = await self._answer(model, (Message("system", system), Message("user", user)), 8000, "", shield)
        rewritten = numbered_sentences(shield.restore(without_fence(answer.text)), len(bad))
        pieces, at = [], 0
        for number, one in enumerate(bad, 1):
            new = rewritten.get(number, one.text)
            # without its full stop a sentence would run into the next one and be judged with it
            ends = one.text[-1] if one.text[-1] in "。！？" and new[-1:] not in "。！？" else ""
            pieces += [prose[at : one.start], new + ends]
            at = one.end
        return "".join([*pieces, prose[at:]]) if rewritten else None

    async def _answer(self, model: ChatModel, messages: Sequence[Message], cap: int, name: str, shield: Shield) -> Answer:
        on_text = None
        if self._on_text is not None and name:
            told = self._on_text

            def on_text(text: str) -> None:
                told(name, shield.restore(text))

        self.tally.requests += 1
        answer = await model.answer(messages, on_text, cap=cap)
        self.tally.prompt_tokens += answer.prompt_tokens
        self.tally.completion_tokens += answer.completion_tokens
        self.tally.first_text.append(answer.first_text)
        self._count.learn("".join(message.content for message in messages), answer.prompt_tokens)
        return answer

    def _tell(self, line: str) -> None:
        self.remarks.append(line)
        if self._on_trouble is not None:
            self._on_trouble(line)


def run_to_end(job: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, also where this thread runs a loop already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(job)
    result: list[T] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            result.append(asyncio.run(job))
        except BaseException as error:  # noqa: BLE001 - handed on to the caller's thread
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return result[0]
