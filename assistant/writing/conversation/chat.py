"""The conversation: questions in order, follow-ups completed, each answered by the part of this package that its kind needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.retrieval.library import Library
from assistant.writing.conversation.answers import Answer
from assistant.writing.conversation.comparing import compare, most_of, tabulate
from assistant.writing.conversation.history import complete
from assistant.writing.conversation.listing import list_names
from assistant.writing.conversation.lookup import absent_line, look_up, tell_role
from assistant.writing.conversation.matching import Matcher
from assistant.writing.conversation.passages import quote_passages
from assistant.writing.conversation.question import Question, read_question
from assistant.writing.conversation.searching import Shelf


class Conversation:
    """Questions to one library. Stateless between calls but for what it has read: the history is given with each question."""

    def __init__(self, library: Library, *, own: str = "", today: date | None = None) -> None:
        self.shelf = Shelf(library)
        self.own = own
        self.today = today

    def understand(self, text: str, history: Sequence[str] = ()) -> Question:
        """The question with what it takes over from the questions before it (oldest first)."""
        self.shelf.refresh()
        before: Question | None = None
        for earlier in (*history, text):
            question = read_question(earlier, self.shelf.units, own=self.own, today=self.today)
            before = complete(question, before)
        assert before is not None
        return before

    def answer(self, text: str, history: Sequence[str] = ()) -> Answer:
        """The extractive answer to a question, every figure from a cited sentence."""
        question = self.understand(text, history)
        if not self.shelf.units.classes:
            return Answer("资料库是空的，没有可查的报告；先用 biganzi ingest 读入。", (), True, "lookup")
        return replace(self._answer(question), understood=question.text)

    def _answer(self, question: Question) -> Answer:
        if question.named and not question.units:
            return Answer(absent_line(question), (), True, question.kind)
        if question.kind == "table":
            return tabulate(question, self.shelf)
        if question.kind == "compare" and question.sides:
            return compare(question, self.shelf)
        if question.most and not question.units:
            return most_of(question, self.shelf)
        statements = self.shelf.gather(question)
        if not statements:
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
        return look_up(question, matcher)

    def stream(self, text: str, history: Sequence[str] = ()) -> Iterator[str | Answer]:
        """The answer piece by piece, then the whole of it as an Answer."""
        answer = self.answer(text, history)
        for line in answer.text.splitlines(keepends=True):
            yield line
        yield answer
