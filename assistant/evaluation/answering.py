"""The job that answers a cell: by the offline engine, by the model engine, or by a bare prompt. Limits, cache and scores are elsewhere."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import EndpointError, InputError
from assistant.evaluation.cases import Case
from assistant.evaluation.plan import Cell
from assistant.evaluation.prompting import messages_of, prompt_of
from assistant.evaluation.store import Output
from assistant.evaluation.suites import Suite, Variant
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.domain.draft import Draft
    from assistant.engines.endpoint import Endpoint
    from assistant.engines.light_client import LightClient
    from assistant.workspace import Workspace

#: the rules' share of an offline case is milliseconds of pure Python: more threads than this only take turns
_OFFLINE_THREADS = 2


class Desk:
    """Answers cells of one suite. Libraries that cases name are built once under `folder` and kept there."""

    def __init__(self, settings: Settings, suite: Suite, folder: Path) -> None:
        self.settings, self.suite, self.folder = settings, suite, folder
        self._workspaces: dict[str, Workspace] = {}
        self._guard = threading.Lock()
        self._clients: dict[tuple[Any, ...], Any] = {}
        self._limit: Any = None
        self._threads: dict[str, ThreadPoolExecutor] = {}

    async def __call__(self, cell: Cell) -> Output:
        """The answer of one cell. Raises BiganziError with a line for the record."""
        if cell.variant.engine == "prompt":
            return await self._prompt(cell)
        pool = self._pool(cell.variant.engine)
        start = time.monotonic()
        output = await asyncio.get_running_loop().run_in_executor(pool, self.answer, cell)
        return dataclasses.replace(output, seconds=output.seconds or time.monotonic() - start)

    async def close(self) -> None:
        """Close connections and threads."""
        for client in self._clients.values():
            await client.close()
        self._clients.clear()
        # a limit belongs to the event loop that is ending
        self._limit = None
        for pool in self._threads.values():
            pool.shutdown(wait=True)
        self._threads.clear()

    def answer(self, cell: Cell) -> Output:
        """The answer of the offline or the model engine, in the caller's thread."""
        start = time.monotonic()
        job = {"chat": self._chat, "critique": self._critique, "retrieval": self._retrieve}.get(cell.case.kind, self._draft)
        output = job(cell, self._workspace(cell))
        return dataclasses.replace(output, seconds=time.monotonic() - start)

    def endpoint(self, variant: Variant, model: str) -> Endpoint:
        """The endpoint of a model under a variant's settings. The key stays in the environment."""
        from assistant.workspace import Workspace

        endpoint = Workspace(self.settings).endpoint(model)
        return dataclasses.replace(
            endpoint, max_tokens=variant.max_tokens,
            temperature=endpoint.temperature if variant.temperature is None else variant.temperature,
        )

    def _pool(self, engine: str) -> ThreadPoolExecutor:
        if engine not in self._threads:
            size = _OFFLINE_THREADS if engine == "offline" else max(1, min(64, self.suite.limits.concurrency))
            self._threads[engine] = ThreadPoolExecutor(size, thread_name_prefix=f"eval-{engine}")
        return self._threads[engine]

    async def _prompt(self, cell: Cell) -> Output:
        messages = messages_of(cell.case, prompt_of(self.suite, cell.variant, cell.case.kind), self.passages(cell))
        answer = await self._client(cell).answer(messages, seed=cell.seed)
        value = {"kind": cell.case.kind, "text": answer.text, "finish": answer.finish}
        return Output(value, answer.prompt_tokens, answer.completion_tokens, answer.first_text, answer.seconds, answer.tries)

    def passages(self, cell: Cell) -> list[str]:
        """What the library has on a question, for a chat prompt; nothing is searched for other kinds."""
        if cell.case.kind != "chat" or not (cell.case.library or self.suite.library):
            return []
        hits = self._workspace(cell).search(cell.case.question, 6)
        return [f"〔{hit.chunk.title}〕{hit.chunk.text}" for hit in hits]

    def _client(self, cell: Cell) -> LightClient:
        variant = cell.variant
        key = (cell.model, variant.temperature, variant.max_tokens)
        if key not in self._clients:
            from assistant.engines.light_client import LightClient, is_direct
            from assistant.evaluation.pacing import PacedLimit

            limits = self.suite.limits
            self._limit = self._limit or PacedLimit(limits.concurrency, limits.requests_per_minute, limits.tokens_per_minute)
            endpoint = self.endpoint(variant, cell.model)
            if is_direct(endpoint):
                self._clients[key] = LightClient(endpoint, self._limit)
            else:
                from assistant.engines.chat_model import ChatModel

                self._clients[key] = ChatModel(endpoint, self._limit)
        client: LightClient = self._clients[key]
        return client

    def _workspace(self, cell: Cell) -> Workspace:
        """The desk under a variant's settings with the case's library; libraries are read in once."""
        from assistant.workspace import Workspace

        case, variant = cell.case, cell.variant
        places = tuple(case.library) or tuple(self.suite.library)
        name = f"{fingerprint(places)}-{variant.id}" if variant.options else fingerprint(places)
        key = "|".join((name, variant.id, cell.model))
        with self._guard:
            if key not in self._workspaces:
                settings = dataclasses.replace(
                    self.settings, library=str(self.folder / name), engine="offline" if variant.engine == "offline" else "model",
                    model=cell.model or self.settings.model, embedding_model="",
                    figures="protect" if variant.figures == "protect" else "plain",
                    privacy="strict" if variant.privacy == "strict" else "normal",
                    prompts=variant.prompt_folder or self.settings.prompts, concurrency=2,
                )
                workspace = Workspace(settings)
                if places:
                    from assistant.evaluation.shelving import fill

                    workspace = fill(workspace, places, dict(variant.options))
                self._workspaces[key] = workspace
        return self._workspaces[key]

    def _draft(self, cell: Cell, workspace: Workspace) -> Output:
        case = cell.case
        with Sheet(case) as sheet:
            from assistant.domain.draft import Brief

            brief = Brief(case.year, case.unit, notes=sheet.notes, previous=str(case.previous) if case.previous else None)
            engine = workspace.engine([f"{name}={choice}" for name, choice in cell.variant.prompts])
            if cell.variant.engine == "model":
                _set_endpoint(engine, self.endpoint(cell.variant, cell.model), cell.seed)
            draft = None
            # a section is asked for as an outline of one heading: it holds all notes of the case whatever their words suggest
            for outline in sheet.outlines:
                draft = workspace.draft(dataclasses.replace(brief, outline=outline), engine=engine, check=False)
                if draft.used or not any(not note.instruction for note in draft.notes):
                    break
            assert draft is not None
            failure = getattr(engine, "failure", None)
            if failure is not None and not engine.tally.by_model:  # type: ignore[attr-defined]
                raise EndpointError(str(failure))
        return Output(draft_value(draft, case), draft.usage.prompt_tokens, draft.usage.completion_tokens)

    def _critique(self, cell: Cell, workspace: Workspace) -> Output:
        from assistant.writing.remarks import as_finding

        case = cell.case
        document = workspace.parse(case.draft)
        with Sheet(case) as sheet:
            ledger = workspace.ledger(sheet.notes, case.year) if sheet.notes else None
        previous = workspace.read(case.previous) if case.previous else None
        choices = [f"{name}={choice}" for name, choice in cell.variant.prompts]
        review = workspace.critique(document, notes=ledger, previous=previous, prompts=choices)
        if review.failed:
            raise EndpointError("；".join(review.told) or "模型没有回答")
        both = [*review.findings, *(as_finding(remark, document) for remark in review.remarks)]
        findings = [
            {"rule": f.rule, "name": f.name, "severity": f.severity, "quote": f.quote, "start": f.start, "end": f.end, "message": f.message,
             "related": [[other.start, other.end] for other in f.related]}
            for f in both
        ]
        value = {"kind": "critique", "text": case.draft, "findings": findings}
        return Output(value, review.usage.prompt_tokens, review.usage.completion_tokens)

    def _chat(self, cell: Cell, workspace: Workspace) -> Output:
        answer = workspace.chat(cell.case.question, cell.case.history)
        cited = [{"source": Path(c.source).name, "start": c.start, "end": c.end, "quote": c.quote} for c in answer.citations]
        return Output({"kind": "chat", "text": answer.text, "citations": cited, "absent": answer.absent})

    def _retrieve(self, cell: Cell, workspace: Workspace) -> Output:
        hits = workspace.search(cell.case.question, 10)
        found = [{"source": Path(h.chunk.source).name, "text": h.chunk.text, "start": h.chunk.start, "end": h.chunk.end} for h in hits]
        return Output({"kind": "retrieval", "text": "\n\n".join(f"{h['source']}：{h['text']}" for h in found), "hits": found})


class Sheet:
    """The texts of a case as the files that the jobs want, in a folder of their own for as long as it is open."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.notes: tuple[str, ...] = ()
        self.outlines: list[str | None] = []

    def __enter__(self) -> Sheet:
        import tempfile

        self._folder = tempfile.TemporaryDirectory(prefix="biganzi-eval-")
        folder = Path(self._folder.name)
        if self.case.notes_text:
            (folder / "素材.md").write_text(self.case.notes_text, encoding="utf-8")
        self.notes = (*map(str, self.case.notes), *((str(folder / "素材.md"),) if self.case.notes_text else ()))
        outline = f"一、{self.case.section}\n" if self.case.kind == "section" and self.case.section else self.case.outline_text
        if outline:
            (folder / "提纲.md").write_text(outline, encoding="utf-8")
            self.outlines.append(str(folder / "提纲.md"))
        elif self.case.outline:
            self.outlines.append(str(self.case.outline))
        self.outlines.append(None)
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def draft_value(draft: Draft, case: Case) -> dict[str, Any]:
    """A draft as a cell keeps it: its text without the banner, what is open, which notes it carries. A section comes without the lead."""
    lines = [] if case.kind == "section" else [draft.title, ""]
    for section in draft.sections:
        body = "".join(sentence.text for sentence in section.sentences).strip("\n")
        if case.kind == "section" and not (section.title and body):
            continue
        if section.title:
            lines.append(f"{section.number}{section.title}")
        if body:
            lines.append(body)
    return {
        "kind": case.kind, "text": "\n".join(lines), "open_points": [[point.note, point.text] for point in draft.open_points],
        "used": sorted(draft.used), "prompt": draft.prompt or "",
    }


def fingerprint(places: Iterable[Path]) -> str:
    """A name for a set of library files by their contents; "none" for no files."""
    files = sorted(p for place in places for p in ([place] if place.is_file() else place.rglob("*")) if p.is_file())
    if not files:
        return "none"
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}|{file.stat().st_size}|".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _set_endpoint(engine: Any, endpoint: Endpoint, seed: int | None) -> None:
    """Give a model engine the variant's temperature, length and seed."""
    if not hasattr(engine, "endpoint"):
        raise InputError("这个变体要用模型，设置里却是离线引擎")
    engine.endpoint = dataclasses.replace(endpoint, extra=(("seed", seed),) if seed is not None else ())
