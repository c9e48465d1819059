"""The 对话 tab's actions: ask, stop, conversations, citations opened, text put into the draft. The looks are in chat_view."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.errors import InputError
from assistant.projects.draftbook import new_id, rewritten
from assistant.projects.project import Conversation, Line, Turn
from assistant.ui import shelf
from assistant.ui.actions import Action, Tab
from assistant.ui.chat_notes import notebook_of, open_source, reference_of
from assistant.ui.chat_view import view
from assistant.ui.desk import Desk, now
from assistant.ui.event import Event
from assistant.ui.language import say

_MOST_TURNS, _MOST_CONVERSATIONS = 60, 60
_MOST_CHARS = 2000


def ask(desk: Desk, event: Event, again: tuple[str, int] | None = None) -> Iterator[None]:
    """Answer a question from the library and the project's notes, piece by piece.

    again: conversation and turn that are answered once more; what stands there goes when the answer has come.
    """
    question = event.get("question").strip()[:_MOST_CHARS]
    state = desk.talking
    if not question:
        return
    with desk.busy(state) as claimed:
        if not claimed or state is not desk.talking:
            return
        conversation = current(desk) or start(desk, question)
        at = again[1] if again and again[0] == conversation.id else len(conversation.turns)
        state.asked, state.at, state.pieces = conversation.id, at, queue.Queue()
        state.question, state.partial, state.open, state.document = question, "", None, None
        desk.effect("reveal", query="#bz-pane-chat .bz-msg.live")
        yield
        turn = command(desk, question)
        if turn is None:
            desk.office.audit.record(desk.user.name, "对话", project=desk.kept.id, endpoint=desk.workspace.settings.base_url or "离线")
            for piece in _pieces(desk, state.pieces, question, [one.question for one in conversation.turns[:at]]):
                if isinstance(piece, str):
                    state.partial += piece
                    if not state.stopping:
                        yield
                else:
                    references = tuple(reference_of(one) for one in piece.citations)
                    turn = Turn(question, piece.text, references, piece.absent, piece.kind, now())
        if turn is None:
            turn = Turn(question, f"{state.partial}\n\n{say('（停在这里）')}".strip(), (), False, "stopped", now())
        keep(desk, conversation.id, turn, at)
    state.question = state.partial = ""
    # who types elsewhere by now goes on there
    desk.effect("focus", query="#bz-pane-chat textarea", idle=True)


def _pieces(desk: Desk, pieces: queue.Queue[Any], question: str, history: list[str]) -> Iterator[Any]:
    """The answer's pieces, to its end or to a stop: what a model is at is not waited for."""
    state, notebook, left = desk.talking, notebook_of(desk), threading.Event()

    def work() -> None:
        try:
            for piece in desk.workspace.chat_stream(question, history, notebook):
                if left.is_set():
                    return
                pieces.put(piece)
        except Exception as error:  # noqa: BLE001 - carried over to the page's own thread
            pieces.put(error)
        finally:
            pieces.put(None)

    threading.Thread(target=work, daemon=True).start()
    try:
        while not state.stopping and (piece := pieces.get()) is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece
    finally:
        left.set()


def command(desk: Desk, question: str) -> Turn | None:
    """Carry out a command in plain words; None where it is a question. No file that a message names is ever opened."""
    from assistant.writing.conversation.routing import Desk as ChatDesk

    found = desk.project.line(desk.drafting.line)
    paragraph = "".join(line.text for line in found[0].lines) if found else ""
    at_hand = ChatDesk(draft="".join(line.text for _, line in desk.project.lines()), paragraph=paragraph)
    action = desk.workspace.route(question, at_hand)
    if action.verb == "ask":
        return None
    if action.verb in ("check", "draft"):
        tab = say("审校") if action.verb == "check" else say("起草")
        return Turn(question, say("这件事在“{tab}”里做：那里有素材、依据和历次版本。", tab=tab), (), False, action.verb, now())
    try:
        text = desk.workspace.act(replace(action, paths=()), at_hand)
    except InputError as error:
        text = str(error)
    return Turn(question, text, (), False, action.verb, now())


def current(desk: Desk) -> Conversation | None:
    """The conversation at hand."""
    conversations = desk.project.conversations
    return next(
        (one for one in conversations if one.id == desk.talking.conversation),
        conversations[-1] if conversations and not desk.talking.fresh else None,
    )


def start(desk: Desk, question: str) -> Conversation:
    """A new conversation, named by its first question."""
    made = Conversation(new_id(), re.sub(r"\s+", " ", question)[:24], (), now())
    with desk.lock:
        desk.change(conversations=(*desk.project.conversations, made)[-_MOST_CONVERSATIONS:])
        desk.talking.conversation, desk.talking.fresh = made.id, False
    return made


def keep(desk: Desk, id: str, turn: Turn, at: int) -> None:
    """Put an answered question into its conversation, as its turn `at` and the last."""
    with desk.lock:
        desk.change(
            conversations=tuple(
                replace(one, turns=(*one.turns[:at], turn)[-_MOST_TURNS:], when=turn.when) if one.id == id else one
                for one in desk.project.conversations
            )
        )


def stop(desk: Desk, event: Event) -> None:
    """Stop the answer; what is there stays."""
    state = desk.talking
    state.stopping = state.running
    if state.pieces is not None:
        state.pieces.put(None)


def again(desk: Desk, event: Event) -> Iterator[None]:
    """Answer a question once more."""
    with desk.lock:
        conversation = shown_in(desk, event)
        at = event.number("at")
        if desk.talking.running or conversation is None or at is None or not 0 <= at < len(conversation.turns):
            return
        question = conversation.turns[at].question
    yield from ask(desk, Event("ask", fields={"question": question}), (conversation.id, at))


def shown_in(desk: Desk, event: Event) -> Conversation | None:
    """The conversation at hand, unless what was clicked still showed another one."""
    conversation = current(desk)
    return conversation if conversation is not None and event.get("in") in ("", conversation.id) else None


def new(desk: Desk, event: Event) -> None:
    """An empty conversation; it is kept with its first question."""
    desk.talking.conversation, desk.talking.fresh, desk.talking.open, desk.talking.document = "", True, None, None
    desk.effect("focus", query="#bz-pane-chat textarea")


def choose(desk: Desk, event: Event) -> None:
    """Go to a conversation."""
    desk.talking.conversation, desk.talking.fresh, desk.talking.open, desk.talking.document = event.get("id"), False, None, None


def drop(desk: Desk, event: Event) -> None:
    """Delete a conversation."""
    desk.change(conversations=tuple(one for one in desk.project.conversations if one.id != event.get("id")))
    if desk.talking.asked == event.get("id"):
        stop(desk, event)
    new(desk, event)


def cite(desk: Desk, event: Event) -> None:
    """Open the source of a citation at its place."""
    conversation = shown_in(desk, event)
    turn, number = event.number("turn"), event.number("cite")
    if conversation is None or turn is None or number is None or not 0 <= turn < len(conversation.turns):
        return
    references = conversation.turns[turn].references
    if not 0 <= number < len(references):
        return
    # where the source can't be read, the one that was open before must not stand for it
    desk.talking.open, desk.talking.document = (turn, number), None
    desk.talking.document = open_source(desk, references[number])
    if desk.talking.document is None:
        gone = say("这份素材已经不在项目里") if references[number].note else say("这份报告已经不在资料库里")
        desk.toast(gone, "warn")
    desk.effect("reveal", query="#bz-pane-chat .bz-src mark.place")


def step_cite(desk: Desk, event: Event) -> None:
    """The next or the previous citation of the same answer."""
    conversation, open_ = current(desk), desk.talking.open
    if conversation is None or open_ is None:
        return
    count = len(conversation.turns[open_[0]].references)
    to = (open_[1] + (1 if event.get("to") == "next" else -1)) % count
    cite(desk, Event("cite", {"turn": str(open_[0]), "cite": str(to)}))


def shut(desk: Desk, event: Event) -> None:
    """Close the source."""
    desk.talking.open, desk.talking.document = None, None


def in_intake(desk: Desk, event: Event) -> None:
    """Open the source in 素材: the ledger of the department that sent it."""
    desk.intake.department, desk.intake.open = event.get("department"), ""
    desk.effect("tab", tab="intake")


def in_library(desk: Desk, event: Event) -> None:
    """Open the source in 资料库."""
    shelf.read(desk, event)
    desk.effect("tab", tab="library")


def put(desk: Desk, event: Event) -> None:
    """Put an answer at the end of the section at hand, as text without support from the notes."""
    conversation, at = shown_in(desk, event), event.number("at")
    passage = desk.project.passage(desk.drafting.section)
    if conversation is None or at is None or not 0 <= at < len(conversation.turns):
        return
    if passage is None:
        raise InputError(say("先在起草里点一节，再放进去"))
    if passage.locked:
        raise InputError(say("这一节锁着，先解锁"))
    text = re.sub(r"\s*\n\s*", "", conversation.turns[at].answer)[:2000]
    line = Line(new_id(), text, (), (), "unsupported", edited=True)
    changed = rewritten(passage, (*passage.lines, line), "手改", now())
    desk.change(passages=tuple(changed if one.id == passage.id else one for one in desk.project.passages))
    desk.toast(say("已放到{title}的末尾，标作没有依据，请核对", title=f"{passage.number}{passage.title}"), "warn")


TAB = Tab(
    "chat",
    "对话",
    {
        "open": Action(lambda desk, event: None, "reader"),
        "ask": Action(ask, "reader"),
        "stop": Action(stop, "reader"),
        "again": Action(again, "reader"),
        "new": Action(new, "reader"),
        "choose": Action(choose, "reader"),
        "drop": Action(drop, "reader"),
        "cite": Action(cite, "reader"),
        "step-cite": Action(step_cite, "reader"),
        "shut": Action(shut, "reader"),
        "in-library": Action(in_library, "reader"),
        "in-intake": Action(in_intake, "reader"),
        "put": Action(put),
    },
    view,
)
