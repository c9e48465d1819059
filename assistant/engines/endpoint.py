"""What a model endpoint is and what it answered, as values. The client itself is in `chat_model`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

#: stop: whole · length: cut at the token limit · loop: stopped by us because it repeated itself · refusal: declined
Finish = Literal["stop", "length", "loop", "refusal"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint. `api_key` never appears in a repr, a log or a stored run.

    timeout: seconds of silence that are borne; retries: further tries after the first; wait: the longest pause in seconds
    that a Retry-After may ask of us before the call is given up.
    """

    model: str
    base_url: str = ""
    api_key: str = field(default="", repr=False)
    timeout: float = 60.0
    retries: int = 3
    wait: float = 60.0
    temperature: float | None = 0.3
    max_tokens: int | None = None
    trust_env: bool = True
    extra: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a request."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: text without thoughts, what it cost, how it ended.

    first_text: seconds to the first visible character; seconds: to the end; tries: requests sent.
    Token counts are 0 where the endpoint does not tell them.
    """

    text: str
    finish: Finish = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0
    first_text: float = 0.0
    seconds: float = 0.0
    tries: int = 1
