"""The one door to model endpoints: an OpenAI-compatible client with our own retries, and LangChain's chat model over it.

The SDK's own retries are off: it sleeps as long as Retry-After says and never retries a stream (both tried).
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from assistant.engines.answer_text import LoopGuard, without_thoughts
from assistant.engines.endpoint import Answer, Endpoint, Finish, Message
from assistant.engines.limits import AdaptiveLimit, retry_pause
from assistant.errors import EndpointError

OnText = Callable[[str], None]


class ChatModel:
    """One endpoint, for use inside one event loop. `on_text` sees the whole text so far; a retry begins it anew."""

    def __init__(self, endpoint: Endpoint, limit: AdaptiveLimit | None = None) -> None:
        import openai

        self.endpoint = endpoint
        self.limit = limit or AdaptiveLimit(4)
        timeout = openai.Timeout(endpoint.timeout, connect=min(10.0, endpoint.timeout))
        client = openai.DefaultAsyncHttpxClient(
            trust_env=endpoint.trust_env, timeout=timeout, verify=_certificates(), event_hooks={"response": [self._heard]}
        )
        self._client = openai.AsyncOpenAI(
            base_url=endpoint.base_url or None, api_key=endpoint.api_key or "none", timeout=timeout, max_retries=0, http_client=client
        )

    async def _heard(self, response: Any) -> None:
        self.limit.told(response.headers)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def answer(
        self,
        messages: Sequence[Message],
        on_text: OnText | None = None,
        *,
        max_tokens: int | None = None,
        seed: int | None = None,
        cap: int = 20_000,
    ) -> Answer:
        """Ask until there is an answer. Raises EndpointError with one line for the user after the last try."""
        start = time.monotonic()
        last: Exception | None = None
        for attempt in range(self.endpoint.retries + 1):
            with await self.limit.admit(sum(len(m.content) for m in messages)):
                try:
                    answer = await self._once(request_body(self.endpoint, messages, max_tokens, seed), on_text, cap, start)
                    self.limit.answered()
                    return replace(answer, tries=attempt + 1)
                except Exception as error:  # noqa: BLE001 -- sorted right below: what can't be retried leaves as EndpointError
                    last = error
                    pause = self._pause(error, attempt)
            if attempt < self.endpoint.retries:
                await asyncio.sleep(pause)
        raise EndpointError(explain(last, self.endpoint)) from last

    async def _once(self, request: dict[str, Any], on_text: OnText | None, cap: int, start: float) -> Answer:
        import openai

        guard = LoopGuard(cap)
        text, prompt_tokens, completion_tokens, first = "", 0, 0, 0.0
        finish: str | None = None
        stream = await self._client.chat.completions.create(**request)
        try:
            async for chunk in stream:
                if chunk.usage:
                    prompt_tokens, completion_tokens = chunk.usage.prompt_tokens or 0, chunk.usage.completion_tokens or 0
                if not chunk.choices:
                    continue
                choice = chunk.choices[0]
                # thoughts come as reasoning_content beside content: they are not read at all
                piece = choice.delta.content or ""
                finish = choice.finish_reason or finish
                if piece:
                    text += piece
                    if on_text is not None or not first:
                        seen = without_thoughts(text).lstrip()
                        if seen and not first:
                            first = time.monotonic() - start
                        if on_text is not None and seen:
                            on_text(seen)
                    if guard.is_looping(text):
                        finish = "loop"
                        break
        except openai.APITimeoutError:
            raise
        except openai.APIConnectionError as error:
            # it answered and then went away: other words for the user than a host that is not there
            raise CutStream from error
        finally:
            await stream.close()
        if finish is None:
            raise CutStream
        visible = without_thoughts(text).strip()
        if not visible and finish != "content_filter":
            raise EmptyAnswer
        ends: dict[str, Finish] = {"length": "length", "loop": "loop", "content_filter": "refusal"}
        return Answer(visible, ends.get(finish, "stop"), prompt_tokens, completion_tokens, first, time.monotonic() - start)

    def _pause(self, error: Exception, attempt: int) -> float:
        """Seconds before the next try; raises EndpointError for what no retry mends."""
        import openai

        headers = getattr(getattr(error, "response", None), "headers", None)
        status = getattr(error, "status_code", None)
        if isinstance(error, openai.RateLimitError):
            pause = retry_pause(attempt, headers)
            if pause > self.endpoint.wait:
                raise EndpointError(f"接口要求等待 {pause:.0f} 秒（429），超过设定的 {self.endpoint.wait:.0f} 秒；稍后再试") from error
            self.limit.refused(pause)
            return pause
        retried = (openai.APIConnectionError, openai.InternalServerError, CutStream, EmptyAnswer)
        if isinstance(error, retried) or status in (408, 409, 425) or type(error) is openai.APIError:
            return retry_pause(attempt, headers)
        if isinstance(error, ValueError) and not isinstance(error, openai.OpenAIError):
            return retry_pause(attempt)
        if isinstance(error, openai.OpenAIError):
            raise EndpointError(explain(error, self.endpoint)) from error
        raise error


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """The system's certificates, read once: a client reads them anew each time, which takes longer than the rest of it."""
    return ssl.create_default_context()


def request_body(endpoint: Endpoint, messages: Sequence[Message], max_tokens: int | None = None, seed: int | None = None) -> dict[str, Any]:
    """The body of a request, key by key as it is sent (`extra_body` is merged into it by the client)."""
    request: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [{"role": m.role, "content": m.content} for m in messages],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if endpoint.temperature is not None:
        request["temperature"] = endpoint.temperature
    limit = max_tokens or endpoint.max_tokens
    if limit:
        # the newer name is unknown to many compatible servers
        request["max_tokens"] = limit
    if seed is not None:
        request["seed"] = seed
    if endpoint.extra:
        request["extra_body"] = dict(endpoint.extra)
    return request


class CutStream(Exception):
    """The stream ended without a finish reason: the connection was cut."""


class EmptyAnswer(Exception):
    """The answer holds no visible text."""


def explain(error: Exception | None, endpoint: Endpoint) -> str:
    """One line for the user: what failed and what to do. Never holds the key."""
    import openai

    where = endpoint.base_url or "默认接口"
    status = getattr(error, "status_code", None)
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return f"{where} 拒绝了密钥（{status}）；检查环境变量 OPENAI_API_KEY"
    if isinstance(error, openai.NotFoundError):
        return f"{where} 没有模型 {endpoint.model}，或地址不对（404）；检查 BIGANZI_MODEL 和 OPENAI_BASE_URL（多以 /v1 结尾）"
    if isinstance(error, openai.BadRequestError):
        if getattr(error, "code", None) == "context_length_exceeded":
            return f"{endpoint.model} 装不下这次的内容（400）；减少素材或换上下文更长的模型"
        return f"{where} 不接受请求（400）：{_short(error)}"
    if isinstance(error, openai.RateLimitError):
        return f"{where} 限流（429），重试 {endpoint.retries} 次仍不行；稍后再试或减小并发"
    if isinstance(error, openai.APITimeoutError):
        return f"{where} 超过 {endpoint.timeout:.0f} 秒没有回应；稍后再试或加大 timeout"
    if isinstance(error, openai.APIConnectionError):
        return f"连不上 {where}；检查地址、网络和服务是否启动"
    if isinstance(error, openai.InternalServerError):
        return f"{where} 出错（{status}），重试 {endpoint.retries} 次仍不行"
    if isinstance(error, CutStream):
        return f"{where} 的回答中途断开，重试 {endpoint.retries} 次仍不行"
    if isinstance(error, EmptyAnswer):
        return f"{endpoint.model} 没有给出任何内容，重试 {endpoint.retries} 次仍不行"
    return f"{where} 的回答无法读懂：{_short(error)}"


def is_final(error: EndpointError) -> bool:
    """Whether other sections would meet the same: a wrong key, an unknown model, no such host."""
    import openai

    cause = error.__cause__
    if isinstance(cause, openai.APITimeoutError):
        return False
    final = (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError)
    return isinstance(cause, final) or (isinstance(cause, openai.APIConnectionError) and "连不上" in str(error))


def _short(error: Exception | None) -> str:
    text = " ".join(str(getattr(error, "message", None) or error or "").split())
    return text[:120] or type(error).__name__


async def list_models(endpoint: Endpoint) -> list[str]:
    """Names the endpoint offers, for the settings page and `doctor`. Raises EndpointError."""
    model = ChatModel(endpoint)
    try:
        return sorted([m.id async for m in _pages(model)])
    except Exception as error:
        raise EndpointError(explain(error, endpoint)) from error
    finally:
        await model.close()


async def _pages(model: ChatModel) -> AsyncIterator[Any]:
    async for item in model._client.models.list():
        yield item


def embed(endpoint: Endpoint, texts: Sequence[str]) -> list[list[float]]:
    """Vectors of an embedding endpoint, one a text. Raises EndpointError."""
    import openai

    client = openai.OpenAI(base_url=endpoint.base_url or None, api_key=endpoint.api_key or "none", timeout=endpoint.timeout, max_retries=2)
    try:
        # the SDK asks for base64 by default, which many compatible servers do not speak
        done = client.embeddings.create(model=endpoint.model, input=list(texts), encoding_format="float")
        return [item.embedding for item in done.data]
    except openai.OpenAIError as error:
        raise EndpointError(explain(error, endpoint)) from error
    finally:
        client.close()
