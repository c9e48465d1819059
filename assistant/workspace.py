"""The only wiring: settings become a library, an engine and prompts; one method per job.

Every import of a working module happens inside the method that needs it, so that `biganzi check` loads no Chroma.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.checks.beside import Beside
    from assistant.checks.runner import Examination
    from assistant.domain.commitment import Answer
    from assistant.domain.document import Chunk, Document, Hit
    from assistant.domain.draft import Brief, Draft, DraftSection, PlannedSection
    from assistant.domain.finding import Finding, Fix
    from assistant.domain.quantity import Conflict, Ledger, Note, Quantity
    from assistant.engines.endpoint import Endpoint
    from assistant.engines.engine import Engine
    from assistant.ingest.extract import Extract
    from assistant.ingest.pipeline import IngestResult
    from assistant.prompts import Prompt
    from assistant.retrieval.library import Library
    from assistant.writing.conversation.answers import Answer as ChatAnswer
    from assistant.writing.conversation.chat import Conversation
    from assistant.writing.conversation.notebook import Notebook
    from assistant.writing.conversation.routing import Action as ChatAction
    from assistant.writing.conversation.routing import Desk as ChatDesk
    from assistant.writing.critique import Critique, Reviewer
    from assistant.writing.export.annotate import Returned
    from assistant.writing.proofreading import Passage


class Workspace:
    """One user's desk: everything the commands and the page can do."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or load_settings()
        #: who examines in place of this process; the page has some beside it
        self.beside: Beside | None = None

    @cached_property
    def library(self) -> Library:
        """The library named in the settings, under the embedding named there, opened on first use. Raises LibraryError."""
        from assistant.retrieval.library import Library

        if not (self.settings.embedding_model and self.settings.has_endpoint):
            return Library.open(self.settings.library)
        import os

        from assistant.engines.chat_model import embed
        from assistant.engines.endpoint import Endpoint
        from assistant.retrieval.embeddings import FunctionEmbedding

        settings = self.settings
        key = os.environ.get("OPENAI_API_KEY", "")
        endpoint = Endpoint(settings.embedding_model, settings.base_url, key, settings.timeout, trust_env=settings.trust_env)
        embedding = FunctionEmbedding(f"endpoint:{settings.embedding_model}", lambda texts: embed(endpoint, texts))
        return Library.open(settings.library, embedding=embedding)

    def read(self, path: str | Path) -> Document:
        """A file as a Document. Raises UnreadableFile."""
        from assistant.ingest.reading import read_document

        return read_document(path)

    def ingest(self, paths: Iterable[str | Path], progress: Callable[[int, int, str], None] | None = None) -> IngestResult:
        """Read files and folders into the library; a file that can't be read becomes a record of the result."""
        from assistant.ingest.pipeline import ingest

        return ingest(self.library, paths, progress)

    def search(
        self, query: str, k: int = 10, *, year: int | None = None, topic: str = "", part: str = "", unit: str = ""
    ) -> list[Hit]:
        """The k best chunks for a query, best first."""
        return self.library.search(query, k, year=year, topic=topic, part=part, unit=unit)

    def facts(self, path: str | Path) -> list[Quantity]:
        """The quantities of a file, offsets in its extracted text."""
        from assistant.text.quantities import read_quantities

        return read_quantities(self.read(path).original)

    def ledger(self, paths: Sequence[str | Path], year: int | None = None) -> Ledger:
        """The notes of all files as one ledger. Raises InputError where there are none."""
        from assistant.notes.ledger import build_ledger
        from assistant.notes.reading import read_notes

        return build_ledger(read_notes(paths), year=year)

    def notes(self, paths: Sequence[str | Path]) -> tuple[list[Note], list[tuple[str, str]]]:
        """The notes of all files that can be read, and for each of the others its path and the reason."""
        from assistant.errors import BiganziError, UnreadableFile
        from assistant.notes.reading import read_material

        good, problems = [], []
        for path in paths:
            try:
                if read_material([path]).notes:
                    good.append(path)
                else:
                    problems.append((str(path), "没有一条可写的内容"))
            except BiganziError as error:
                problems.append((str(path), error.reason if isinstance(error, UnreadableFile) else str(error)))
        return (list(read_material(good).notes) if good else []), problems

    def ledger_of(self, notes: Sequence[Note], year: int | None = None) -> Ledger:
        """The ledger of notes in hand."""
        from assistant.notes.ledger import build_ledger

        return build_ledger(notes, year=year)

    def parse(self, text: str, source: str = "") -> Document:
        """A text in hand as a Document."""
        from assistant.ingest.reading import parse_document

        return parse_document(text, source)

    def plan(self, brief: Brief, notes: Sequence[Note]) -> list[PlannedSection]:
        """The headings that a draft of these notes would have, each with its notes."""
        from assistant.notes.reading import read_material
        from assistant.writing.briefing import completed_brief, is_half
        from assistant.writing.outline import frame_of, plan_sections

        previous = self.read(brief.previous) if brief.previous else None
        material = read_material(brief.notes)
        brief = completed_brief(brief, material.titles, material.remarks, previous)
        carried = [note for note in notes if not note.instruction]
        return plan_sections(carried, frame_of(carried, brief.year, is_half(brief, material.titles)), previous)

    def chunk(self, id: str) -> Chunk | None:
        """A chunk of the library by its id, None where its report is gone."""
        return next((chunk for chunk in self.library.chunks(report=id.partition(":")[0]) if chunk.id == id), None)

    def export(self, draft: Draft, path: str | Path) -> None:
        """Write a draft as the file that the path's ending names: .docx, .md, .json, .html, .pdf. Raises InputError, UnreadableFile."""
        from assistant.writing.export.files import write_draft

        write_draft(draft, path)

    def export_commented(self, document: Document, findings: Sequence[Finding], path: str | Path) -> int:
        """Write a text as Word with its findings as comments; returns how many found their place. Raises UnreadableFile."""
        from assistant.writing.export.comments import write_commented

        return write_commented(document, findings, path)

    def extract(self, path: str | Path) -> Extract:
        """The text of a file with what its format knows of headings. Raises UnreadableFile."""
        from assistant.ingest.readers import read_file

        return read_file(path)

    def document_of(self, extract: Extract, source: str, edits: Sequence[Fix] = ()) -> Document:
        """An extracted text as a Document, with fixes made in it (offsets in the text as extracted)."""
        from assistant.ingest.reading import build_document

        return build_document(extract.edited(edits), source)

    def export_returned(
        self, source: str | Path, fixes: Sequence[Fix], text: str, findings: Sequence[Finding], path: str | Path, *,
        tracked: bool = False,
    ) -> Returned:
        """Write the Word file `source` itself with the fixes made and the findings as comments. Raises UnreadableFile.

        text: what the findings are of. Where the file with the fixes doesn't read so, nothing is written: offsets would be others.
        """
        from assistant.errors import UnreadableFile
        from assistant.text.edits import applied
        from assistant.writing.export.annotate import return_docx

        document = self.read(source)
        if applied(document.original, fixes) != text:
            raise UnreadableFile(source, "原件读出来和审校的文字对不上，请重新上传")
        return return_docx(source, document, findings, path, fixes, tracked=tracked)

    def quantities(self, document: Document) -> list[Quantity]:
        """The figures of a report, offsets in its cleaned text."""
        from assistant.text.quantities import read_quantities

        return read_quantities(document.text, year=document.year)

    def examine(
        self, document: Document, *, notes: Ledger | None = None, previous: Document | None = None,
        replacements: Sequence[tuple[str, str]] = (),
    ) -> Examination:
        """What `check` finds, with the count of figures seen and compared; replacements: wordings that are always replaced."""
        from assistant.checks.runner import examine
        from assistant.checks.words import HouseWords

        done = self.beside.examine if self.beside is not None else examine
        return done(document, notes, previous, words=HouseWords((), tuple(replacements)))

    def promises(self, previous: Document, document: Document) -> list[Answer]:
        """Last year's promises, each with what this year's text says to it."""
        from assistant.notes.answers import answers
        from assistant.notes.commitments import read_commitments

        return answers(read_commitments(previous), document)

    def check(
        self, document: Document, *, notes: Ledger | None = None, previous: Document | None = None,
        select: Sequence[str] = (), ignore: Sequence[str] = (),
    ) -> list[Finding]:
        """Findings of all rules, offsets in the document's original text."""
        from assistant.checks.runner import check_document

        return check_document(document, notes=notes, previous=previous, select=select, ignore=ignore)

    def draft(
        self, brief: Brief, on_section: Callable[[DraftSection], None] | None = None, *, notes: Sequence[Note] | None = None,
        engine: Engine | None = None, check: bool = True, instruction: str = "", settled: Callable[[Conflict], bool] | None = None,
    ) -> Draft:
        """Write the report (or one section) that the brief asks for; `on_section` sees each section as it is done.

        notes: instead of what the brief's files say, the same notes as their user has amended them. engine: from `engine()`.
        instruction: the user's own wish, for an engine that can follow one. settled: says which contradictions the user has decided.
        """
        from assistant.notes.ledger import build_ledger
        from assistant.notes.reading import read_material
        from assistant.writing.briefing import completed_brief
        from assistant.writing.drafting import draft

        previous = self.read(brief.previous) if brief.previous else None
        material = read_material(brief.notes)
        if notes is not None:
            material = dataclasses.replace(material, notes=tuple(notes))
        brief = completed_brief(brief, material.titles, material.remarks, previous)
        engine = engine or self.engine()
        if instruction:
            from assistant.engines.instructed import Instructed

            engine = Instructed(engine, instruction)
        ledger = build_ledger(material.notes, year=brief.year)
        if settled is not None:
            ledger = dataclasses.replace(ledger, conflicts=tuple(one for one in ledger.conflicts if not settled(one)))
        return draft(
            brief, ledger, previous=previous, library=self.library,
            engine=engine, on_section=on_section, titles=material.titles, remarks=material.remarks, check=check,
        )

    def endpoint(self, model: str = "") -> Endpoint:
        """The configured model endpoint. Raises SettingsError where no model is named."""
        import os

        from assistant.engines.endpoint import Endpoint
        from assistant.errors import SettingsError

        settings = self.settings
        if not (model or settings.model):
            raise SettingsError("没有指定模型：在 biganzi.toml 里写 model，或设环境变量 BIGANZI_MODEL")
        key = os.environ.get("OPENAI_API_KEY", "")
        return Endpoint(model or settings.model, settings.base_url, key, settings.timeout, trust_env=settings.trust_env)

    def offline_engine(self) -> Engine:
        """The engine that needs no model, whatever the settings say."""
        from assistant.engines.offline.engine import OfflineEngine

        return OfflineEngine()

    def engine(
        self, prompts: Sequence[str] = (), *, on_text: Callable[[str, str], None] | None = None,
        on_trouble: Callable[[str], None] | None = None,
    ) -> Engine:
        """Who writes, by the settings. prompts: choices like draft_section=v1; on_text: section title and its text so far, as it streams.

        on_trouble: a line as soon as something went wrong. Raises SettingsError, InputError.
        """
        settings = self.settings
        if settings.effective_engine == "offline":
            from assistant.engines.offline.engine import OfflineEngine

            return OfflineEngine()
        from assistant.engines.model import ModelEngine, ModelOptions

        options = ModelOptions(
            figures=settings.figures == "protect", strict=settings.privacy == "strict", context=settings.context,
            concurrency=settings.concurrency,
        )
        drafting, again = self.prompt("draft_section", prompts), self.prompt("revise", prompts)
        return ModelEngine(self.endpoint(), drafting, again, options, on_text=on_text, on_trouble=on_trouble)

    def prompts(self) -> list[Prompt]:
        """All prompts with their versions, one's own before the released ones."""
        from assistant.prompts import list_prompts

        return list_prompts(self.settings.prompts)

    def prompt(self, name: str, choices: Sequence[str] = ()) -> Prompt:
        """The prompt of this name: the one chosen (name=vN or name=FILE), else the newest of the user's folder or the shipped ones."""
        from assistant.prompts import load_prompt

        choice = next((one for one in choices if one.partition("=")[0] == name), "")
        return load_prompt(name, choice, self.settings.prompts)

    def critique(
        self, document: Document, *, notes: Ledger | None = None, previous: Document | None = None, revise: bool = False,
        prompts: Sequence[str] = (), on_passage: Callable[[Passage, int, int], None] | None = None, outline: str | None = None,
    ) -> Critique:
        """What rules, counts and, with a model set, a proofreader and a reviewer say of a draft. Raises SettingsError, InputError.

        outline: a file of headings that says how long each section was to be.
        """
        from assistant.writing.critique import critique
        from assistant.writing.own_outline import read_outline

        findings = self.check(document, notes=notes, previous=previous)
        answers = self.promises(previous, document) if previous is not None else []
        reviewer = self._reviewer(revise, prompts) if self.settings.effective_engine == "model" else None
        return critique(
            document, findings, ledger=notes, previous=previous, answers=answers, reviewer=reviewer, on_passage=on_passage,
            wishes=read_outline(outline) if outline else (),
        )

    def critique_preview(
        self, document: Document, *, notes: Ledger | None = None, previous: Document | None = None, prompts: Sequence[str] = (),
    ) -> list[dict[str, Any]]:
        """The bodies of the requests that a critique would send first; empty for the offline engine."""
        from assistant.writing.critique import rehearsal

        if self.settings.effective_engine != "model":
            return []
        findings = self.check(document, notes=notes, previous=previous)
        answers = self.promises(previous, document) if previous is not None else []
        return rehearsal(document, findings, self._reviewer(False, prompts), ledger=notes, previous=previous, answers=answers)

    def _reviewer(self, revise: bool, prompts: Sequence[str]) -> Reviewer:
        from assistant.writing.critique import Reviewer, ReviewOptions

        settings = self.settings
        options = ReviewOptions(settings.figures == "protect", settings.privacy == "strict", settings.concurrency, revise)
        named = [self.prompt(name, prompts) for name in ("proofread", "critique", "revise")]
        return Reviewer(self.endpoint(), named[0], named[1], named[2], options)

    def preview(self, brief: Brief, engine: Engine) -> list[dict[str, Any]]:
        """The bodies of the requests that a draft would send, in order; nothing is sent. Empty for the offline engine."""
        from assistant.engines.model import ModelEngine, Rehearsal

        if not isinstance(engine, ModelEngine):
            return []
        rehearsal = Rehearsal()
        self.draft(brief, engine=rehearsal, check=False)
        return engine.preview(rehearsal.requests)

    @cached_property
    def conversation(self) -> Conversation:
        """The chat over the library; it keeps what it has read of the reports. With a model set, the model words its answers.

        Raises SettingsError where a model is asked for and none is configured.
        """
        from assistant.writing.conversation.chat import Conversation

        settings = self.settings
        if settings.effective_engine != "model" or (settings.engine == "auto" and not settings.model):
            return Conversation(self.library, own=settings.unit)
        from assistant.errors import SettingsError
        from assistant.prompts import load_prompt

        if not settings.has_endpoint:
            raise SettingsError("engine 设为 model，但没有配置模型：设置 OPENAI_BASE_URL（或 OPENAI_API_KEY）和 BIGANZI_MODEL")
        endpoint = self.endpoint()
        return Conversation(self.library, own=settings.unit, endpoint=endpoint, prompt=load_prompt("chat", folder=settings.prompts))

    def chat(self, question: str, history: Sequence[str] = (), notebook: Notebook | None = None) -> ChatAnswer:
        """Answer from the library with citations; history: the questions asked before, oldest first. notebook: a project's notes."""
        return self.conversation.answer(question, history, notebook)

    def chat_stream(
        self, question: str, history: Sequence[str] = (), notebook: Notebook | None = None,
    ) -> Iterator[str | ChatAnswer]:
        """The same piece by piece, and last the whole answer, which holds where the pieces differ from it."""
        return self.conversation.stream(question, history, notebook)

    def sheet_text(self, path: str | Path) -> str:
        """The text of a sheet of notes that the notes' offsets refer to. Raises UnreadableFile."""
        from assistant.notes.files import read_file

        return read_file(path)

    def route(self, message: str, desk: ChatDesk | None = None) -> ChatAction:
        """What a message asks to have done: a question, or a command in plain words."""
        from assistant.writing.conversation.routing import route

        return route(message, desk)

    def act(self, action: ChatAction, desk: ChatDesk | None = None) -> str:
        """Carry out a command of the chat; what it says is for the user. Raises InputError where what it needs is not there."""
        from assistant.writing.conversation.acting import act

        return act(action, desk, self)
