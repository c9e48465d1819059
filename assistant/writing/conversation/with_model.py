"""The chat with a model on top: it words the answer from numbered passages, and nothing is taken that the cited passages do not hold.

Each sentence has to name its passages (〔2〕), every figure in it has to stand in them. What fails is dropped; where too little is left
the extractive answer stands.
"""

from __future__ import annotations

import asyncio
import queue
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.engines.answer_text import without_thoughts
from assistant.engines.endpoint import Endpoint, Message
from assistant.errors import BiganziError
from assistant.prompts import Prompt
from assistant.writing.conversation.answers import Answer, Citation, strange_figures

_MARK = re.compile(r"[〔\[【](\d{1,2}(?:[、,，\s]+\d{1,2})*)[〕\]】]")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?(?:\s*[〔\[【]\d{1,2}(?:[、,，\s]+\d{1,2})*[〕\]】])*[。！？]?")
_ABSENT = re.compile(r"资料库(?:中|里)?没有|没有(?:相关|找到)|未(?:找到|提及|载明)")
_PASSAGE_LENGTH = 600
_SHOWN = 12
_TOKENS = 900


def passages_text(citations: Sequence[Citation]) -> str:
    """The passages as the prompt shows them: numbered, with report, year, unit and heading."""
    lines = []
    for number, one in enumerate(citations, 1):
        where = "，".join(part for part in (one.title, f"{one.year}年" if one.year else "", one.unit, " › ".join(one.headings)) if part)
        lines.append(f"〔{number}〕（{where}）{' '.join(one.quote.split())[:_PASSAGE_LENGTH]}")
    return "\n".join(lines)


def stream_wording(
    question: str, history: Sequence[str], extractive: Answer, passages: Sequence[Citation], prompt: Prompt, endpoint: Endpoint, *,
    today: date | None = None,
) -> Iterator[str | Answer]:
    """Sentences of the model's answer as they come, each once it holds against its passages; then the whole Answer.

    It is the extractive one where too little holds. passages: what the model sees beside the extractive answer's own citations.
    That the library lacks something, passages asked for word by word, and tables stay the program's. Raises EndpointError.
    """
    if extractive.absent or extractive.table is not None or extractive.kind in ("wording", "table"):
        yield from extractive.text.splitlines(keepends=True)
        yield extractive
        return
    shown = list(dict.fromkeys([*extractive.citations, *passages]))[:_SHOWN]
    system, user = prompt.render(
        question=question, passages=passages_text(shown), history="\n".join(f"- {one}" for one in history) or "（无）",
        today=(today or date.today()).isoformat())
    said = 0
    text = ""
    for text in _ask(endpoint, system, user):
        whole = [match.group().strip() for match in _SENTENCE.finditer(text)][:-1]
        for sentence in whole[said:]:
            plain, cited = _split(sentence, shown)
            if plain and cited and not strange_figures(plain, cited):
                yield plain
        said = max(said, len(whole))
    answer = check_wording(text, extractive, shown, endpoint.model)
    if answer.engine != extractive.engine:
        for match in list(_SENTENCE.finditer(text))[said:]:
            plain, cited = _split(match.group().strip(), shown)
            if plain and cited and not strange_figures(plain, cited):
                yield plain
    yield answer


def _ask(endpoint: Endpoint, system: str, user: str) -> Iterator[str]:
    """The model's text so far, again and again, the whole of it last. Runs beside the caller, who may have a loop of its own."""
    pieces: queue.Queue[str | BaseException | None] = queue.Queue()

    async def talk() -> None:
        from assistant.engines.chat_model import ChatModel

        model = ChatModel(endpoint)
        try:
            answer = await model.answer([Message("system", system), Message("user", user)], pieces.put, max_tokens=_TOKENS)
            pieces.put(answer.text)
        finally:
            await model.close()

    def work() -> None:
        try:
            asyncio.run(talk())
        except BaseException as error:  # noqa: BLE001 -- handed over to the thread that waits for the answer
            pieces.put(error)
        pieces.put(None)

    threading.Thread(target=work, daemon=True).start()
    while (piece := pieces.get()) is not None:
        if isinstance(piece, BiganziError):
            raise piece
        if isinstance(piece, BaseException):
            raise RuntimeError("the model call failed") from piece
        yield piece


def check_wording(text: str, extractive: Answer, shown: Sequence[Citation], model: str = "") -> Answer:
    """Keep the sentences of a model's answer whose figures stand in the passages they cite; fall back where the asked figures are lost."""
    kept: list[str] = []
    used: list[Citation] = []
    dropped = 0
    for match in _SENTENCE.finditer(without_thoughts(text)):
        plain, cited = _split(match.group().strip(), shown)
        if not plain:
            continue
        if not cited or strange_figures(plain, cited):
            dropped += 1
            continue
        kept.append(plain)
        used.extend(one for one in cited if one not in used)
    name = model or "模型"
    if not kept:
        return replace(extractive, note=f"{name}的回答没有一句能与出处对上，已改用资料原文")
    answer = "".join(kept)
    if _ABSENT.search(answer):
        return replace(extractive, note=f"{name}说资料库没有，而原文里有，已改用资料原文")
    wanted = set(_figures(extractive.text)) & set(_figures(" ".join(one.quote for one in extractive.citations)))
    if wanted and not wanted & set(_figures(answer)):
        return replace(extractive, note=f"{name}的回答不含所问的数，已改用资料原文")
    note = f"已删去{dropped}句与出处对不上的话" if dropped else ""
    return replace(extractive, text=answer, citations=tuple(used), engine=name, note=note)


def _split(sentence: str, shown: Sequence[Citation]) -> tuple[str, list[Citation]]:
    """A sentence without its marks, and the passages they name."""
    numbers = [int(one) for mark in _MARK.findall(sentence) for one in re.findall(r"\d+", mark)]
    plain = _MARK.sub("", sentence).strip()
    if plain and plain[-1] not in "。！？":
        plain += "。"
    return plain, [shown[number - 1] for number in numbers if 0 < number <= len(shown)]


def _figures(text: str) -> list[str]:
    return [one for one in re.findall(r"\d+(?:\.\d+)?", text) if not re.fullmatch(r"(?:19|20)\d\d", one)]
