"""The conversation: questions in order, follow-ups completed, each answered by the part of this package that its kind needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.engines.endpoint import Endpoint
from assistant.errors import EndpointError
from assistant.prompts import Prompt
from assistant.retrieval.library import Library
from assistant.writing.conversation import cues
from assistant.writing.conversation.answers import Answer, Citation
from assistant.writing.conversation.comparing import compare, most_of, tabulate
from assistant.writing.conversation.history import complete
from assistant.writing.conversation.listing import list_names
from assistant.writing.conversation.lookup import absent_line, look_up, still_missing, tell_role
from assistant.writing.conversation.matching import Matcher
from assistant.writing.conversation.names import Named
from assistant.writing.conversation.notebook import Notebook, ProjectShelf
from assistant.writing.conversation.passages import passage_of, quote_passages, rank_statements
from assistant.writing.conversation.question import Question, read_question
from assistant.writing.conversation.searching import Shelf
from assistant.writing.conversation.statements import Statement, squeeze
from assistant.writing.conversation.terms import read_terms
from assistant.writing.conversation.with_model import stream_wording

_PASSAGES = 8
#: share of a question's words that a sentence has to hold to be its answer where no figure is
_SURE = 0.8


class Conversation:
    """Questions to one library. Stateless between calls but for what it has read: the history is given with each question.

    own: the user's unit, for 我区. endpoint and prompt: the model that words answers; without them answers are extractive.
    """

    def __init__(
        self, library: Library, *, own: str = "", today: date | None = None, endpoint: Endpoint | None = None, prompt: Prompt | None = None,
    ) -> None:
        self.shelf = Shelf(library)
        self.own = own
        self.today = today
        self.endpoint = endpoint
        self.prompt = prompt

    def understand(self, text: str, history: Sequence[str] = (), shelf: Shelf | None = None) -> Question:
        """The question with what it takes over from the questions before it (oldest first)."""
        self.shelf.refresh()
        own, today = self.own, self.today
        if isinstance(shelf, ProjectShelf):
            own = shelf.notebook.unit
            # 今年 is the year that the project reports on, whenever it is asked
            today = date(shelf.notebook.year, 12, 31) if shelf.notebook.year else today
        before: Question | None = None
        for earlier in (*history, text):
            question = read_question(earlier, (shelf or self.shelf).units, own=own, today=today)
            before = complete(question, before)
        assert before is not None
        if isinstance(shelf, ProjectShelf) and shelf.known and before.kind != "wording" and not (
            before.units or before.named or before.unknown or before.most or before.lead
        ):
            # in a project that names no other unit, its own is meant
            before = replace(before, units=(shelf.notebook.unit,), named=(Named(0, 0, (shelf.notebook.unit,), shelf.notebook.unit),))
        return before

    def answer(self, text: str, history: Sequence[str] = (), notebook: Notebook | None = None) -> Answer:
        """The whole answer to a question, every figure from a cited sentence."""
        answer = Answer("")
        for piece in self.stream(text, history, notebook):
            if isinstance(piece, Answer):
                answer = piece
        return answer

    def stream(self, text: str, history: Sequence[str] = (), notebook: Notebook | None = None) -> Iterator[str | Answer]:
        """The answer piece by piece, then the whole of it as an Answer, which is what holds where they differ.

        With a model only sentences that agree with their passages are let through; an endpoint that fails leaves the extractive answer.
        notebook: the notes of the project at hand. What rests on them is never given to a model: they are not published.
        """
        self.shelf.refresh()
        shelf = ProjectShelf(self.shelf, notebook) if notebook is not None and notebook.statements else self.shelf
        question = self.understand(text, history, shelf)
        if not shelf.units.classes:
            yield Answer("资料库是空的，没有可查的报告；先用 biganzi ingest 读入。", (), True, "lookup")
            return
        extractive = replace(self._answer(question, shelf), understood=question.text)
        own = shelf is not self.shelf
        if own and extractive.absent:
            extractive = replace(extractive, text=extractive.text.replace("资料库里没有", "素材和资料库里都没有"))
        if self.endpoint is None or self.prompt is None or (own and any(one.note for one in extractive.citations)):
            yield from extractive.text.splitlines(keepends=True)
            yield extractive
            return
        try:
            yield from stream_wording(
                question.text, history, extractive, self.passages(question), self.prompt, self.endpoint, today=self.today)
        except EndpointError as error:
            yield replace(extractive, note=f"{error}；以下是资料原文")

    def passages(self, question: Question) -> list[Citation]:
        """The passages nearest to a question within its units, for a model to read."""
        statements = self.shelf.gather(question)
        found: list[Citation] = []
        for _, _, statement in rank_statements(question, statements)[: 2 * _PASSAGES]:
            cited = passage_of(statement, statements)
            if cited not in found:
                found.append(cited)
        return found[:_PASSAGES]

    def _answer(self, question: Question, shelf: Shelf) -> Answer:
        if question.named and not question.units:
            if any(one.written.startswith(("我", "本", "咱")) for one in question.named):
                return Answer("还不知道“我区”是哪个单位：请在 biganzi.toml 里写明 unit，或在问题里写出单位名称。", (), True, question.kind)
            return Answer(absent_line(question), (), True, question.kind)
        if question.kind == "table":
            return tabulate(question, shelf)
        if question.kind == "compare" and question.sides:
            return compare(question, shelf)
        if question.most and not question.units:
            return most_of(question, shelf)
        statements = shelf.gather(question)
        if not statements or self._is_elsewhere(question, statements):
            return Answer(absent_line(question), (), True, question.kind)
        if question.kind == "wording":
            return quote_passages(question, statements)
        if question.kind == "passage":
            return quote_passages(question, statements, most=1)
        if question.kind == "list":
            return list_names(question, statements)
        matcher = Matcher(statements, question)
        if question.kind == "role":
            return tell_role(question, matcher)
        if not question.asks:
            return Answer("没有看懂要查什么；请写明单位、年份和指标，例如“某某区2023年税收收入多少”。", (), True, "lookup")
        notebook = shelf.notebook if isinstance(shelf, ProjectShelf) else None
        answer = look_up(question, matcher, notebook)
        if answer.absent and notebook is not None and (not question.years or notebook.year in question.years):
            gaps = (notebook.missing(ask.terms) for ask in question.asks if not ask.target)
            lacking = next((one for one in gaps if one is not None), None)
            if lacking is not None:
                return still_missing(question, lacking)
        if notebook is not None and not answer.absent and not question.years and not any(one.note for one in answer.citations):
            # an earlier year's figure is told under its year, after what this year's notes leave open
            lacking = notebook.missing(question.asks[0].terms) if len(question.asks) == 1 else None
            if lacking is not None:
                open_ = still_missing(question, lacking)
                return replace(answer, text=f"{open_.text}\n{answer.text}", citations=(*open_.citations, *answer.citations))
        figure = cues.FIGURE.search(question.text) or any(ask.indicator for ask in question.asks)
        if answer.absent and not answer.citations and not figure:
            # 主体信用等级 is no figure: the sentence that speaks of it is the answer
            told = quote_passages(replace(question, kind="passage"), statements, most=1, least=_SURE, strict=True)
            return answer if told.absent else told
        return answer

    def _is_elsewhere(self, question: Question, statements: Sequence[Statement]) -> bool:
        """Whether the question begins with a place that the library has never heard of (贵州2025年 …)."""
        name = re.sub(r"(?:方面|工作|领域|情况|板块)$", "", squeeze(question.lead))
        if not name or question.units or any(term.others for term in read_terms(name)):
            return False
        return not any(name in statement.folded or name in statement.path or name in statement.unit for statement in statements)
