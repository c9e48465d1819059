"""LangChain's chat model over our own client: `prompt | EndpointChat(...)` has our retries, limits and lines for the user."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict

from assistant.engines.chat_model import ChatModel
from assistant.engines.endpoint import Answer, Endpoint, Message
from assistant.engines.model import run_to_end

_ROLES = {"system": "system", "human": "user", "ai": "assistant"}


class EndpointChat(BaseChatModel):
    """A LangChain chat model for an `Endpoint`. Raises EndpointError with one line for the user."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    endpoint: Endpoint

    @property
    def _llm_type(self) -> str:
        return "biganzi-endpoint"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        # the key is no part of what is traced or cached
        return {"model": self.endpoint.model, "base_url": self.endpoint.base_url}

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> ChatResult:
        return run_to_end(self._agenerate(messages, stop))

    async def _agenerate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        model = ChatModel(self.endpoint)
        try:
            answer = await model.answer(_told(messages))
        finally:
            await model.close()
        text = _until(answer.text, stop)
        told = {"finish_reason": answer.finish, "model": self.endpoint.model}
        message = AIMessage(text, usage_metadata=_usage(answer), response_metadata=told)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        pieces: queue.Queue[ChatGenerationChunk | BaseException | None] = queue.Queue()

        async def listen() -> None:
            async for chunk in self._astream(messages, stop):
                pieces.put(chunk)

        def work() -> None:
            try:
                asyncio.run(listen())
                pieces.put(None)
            except BaseException as error:  # noqa: BLE001 - handed on to the caller's thread
                pieces.put(error)

        threading.Thread(target=work, daemon=True).start()
        while (piece := pieces.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece

    async def _astream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        # the client tells the whole text so far; a retry begins it anew, which a stream that was handed on can't take back:
        # pieces go out only as long as they go on from what was said
        heard: asyncio.Queue[str | None] = asyncio.Queue()
        model = ChatModel(self.endpoint)

        async def ask() -> Answer:
            try:
                return await model.answer(_told(messages), heard.put_nowait)
            finally:
                heard.put_nowait(None)

        asking = asyncio.create_task(ask())
        said = ""
        try:
            while (text := await heard.get()) is not None:
                if text.startswith(said) and len(text) > len(said):
                    yield ChatGenerationChunk(message=AIMessageChunk(content=text[len(said) :]))
                    said = text
            answer = await asking
            rest = answer.text[len(said) :] if answer.text.startswith(said) else ""
            yield ChatGenerationChunk(message=AIMessageChunk(content=rest, usage_metadata=_usage(answer)))
        finally:
            asking.cancel()
            await model.close()


def _told(messages: Sequence[BaseMessage]) -> list[Message]:
    return [Message(_ROLES.get(one.type, "user"), one.text if isinstance(one.text, str) else str(one.content)) for one in messages]  # type: ignore[arg-type]


def _until(text: str, stop: list[str] | None) -> str:
    ends = [at for at in (text.find(mark) for mark in stop or ()) if at >= 0]
    return text[: min(ends)] if ends else text


def _usage(answer: Answer) -> Any:
    total = answer.prompt_tokens + answer.completion_tokens
    return {"input_tokens": answer.prompt_tokens, "output_tokens": answer.completion_tokens, "total_tokens": total}
