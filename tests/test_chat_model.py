"""The model client against a real server that plays each fault: one clear line, no endless wait, nothing lost."""

import asyncio
import time

import pytest

from assistant.engines.answer_text import as_prose, cut_to_whole_sentences, fault_of, without_repeats
from assistant.engines.chat_model import ChatModel, list_models
from assistant.engines.endpoint import Answer, Endpoint, Message
from assistant.engines.limits import AdaptiveLimit, retry_pause
from assistant.errors import EndpointError
from tests.scripted_endpoint import ScriptedEndpoint

ASK = [Message("user", "写一段")]


def ask(server: ScriptedEndpoint, model: str, **options: object) -> Answer:
    settings: dict[str, object] = {"timeout": 2.0, "retries": 1, "api_key": "sk-secret-123", "base_url": server.base_url} | options

    async def run() -> Answer:
        client = ChatModel(Endpoint(model, **settings))  # type: ignore[arg-type]
        try:
            return await client.answer(ASK)
        finally:
            await client.close()

    return asyncio.run(run())


@pytest.mark.parametrize("model", ["ok", "think", "reasoning", "fence", "markdown"])
def test_prose_comes_through_whatever_it_is_wrapped_in(model: str) -> None:
    with ScriptedEndpoint() as server:
        answer = ask(server, model)
    assert as_prose(answer.text, "（一）经济运行") == "全年完成各项任务，工作平稳推进。"
    assert answer.finish == "stop"
    assert answer.completion_tokens > 0


@pytest.mark.parametrize("model", ["429x1", "500x1", "cutx1", "emptyx1", "no-finishx1", "malformedx1"])
def test_a_fault_that_passes_is_retried(model: str) -> None:
    with ScriptedEndpoint() as server:
        answer = ask(server, model)
        assert len(server.requests) == 2
    assert answer.text == "全年完成各项任务，工作平稳推进。"
    assert answer.tries == 2


@pytest.mark.parametrize(
    ("model", "says", "requests"),
    [
        ("429", "429", 2), ("429-long", "600 秒", 1), ("500", "500", 2), ("html", "502", 2),
        ("401", "OPENAI_API_KEY", 1), ("404", "BIGANZI_MODEL", 1), ("context", "装不下", 1),
        ("cut", "断开|连不上", 2), ("no-finish", "断开", 2), ("empty", "没有给出", 2), ("malformed", "读懂", 2),
    ],
)
def test_a_fault_that_stays_is_one_line_without_the_key(model: str, says: str, requests: int) -> None:
    with ScriptedEndpoint() as server:
        with pytest.raises(EndpointError, match=says) as caught:
            ask(server, model)
        assert len(server.requests) == requests
    assert "\n" not in str(caught.value)
    assert "sk-secret" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_silence_ends_after_the_timeout() -> None:
    with ScriptedEndpoint() as server:
        start = time.monotonic()
        with pytest.raises(EndpointError, match="没有回应"):
            ask(server, "stall", timeout=0.5, retries=0)
        assert time.monotonic() - start < 5


def test_no_such_host_is_one_line() -> None:
    with pytest.raises(EndpointError, match="连不上"), ScriptedEndpoint() as server:
        ask(server, "ok", base_url="http://127.0.0.1:9/v1", retries=0)


def test_a_model_without_end_is_stopped() -> None:
    with ScriptedEndpoint() as server:
        answer = ask(server, "loop")
    assert answer.finish == "loop"
    assert without_repeats(cut_to_whole_sentences(answer.text)) == "全年完成各项任务，工作平稳推进。"


def test_cut_at_the_token_limit_is_told_and_cut_to_whole_sentences() -> None:
    with ScriptedEndpoint() as server:
        answer = ask(server, "length")
    assert answer.finish == "length"
    assert cut_to_whole_sentences(answer.text) == "全年完成各项任务，工作平稳推进。"


def test_faults_in_words_are_recognised() -> None:
    with ScriptedEndpoint() as server:
        assert fault_of(ask(server, "refuse").text) == "refusal"
        assert fault_of(ask(server, "english").text) == "english"
        assert fault_of(ask(server, "ok").text) is None


def test_the_limit_halves_at_a_refusal_and_grows_back() -> None:
    limit = AdaptiveLimit(8)
    limit.refused(0.0)
    assert limit.room == 4
    for _ in range(40):
        limit.answered()
    assert limit.room == 8
    assert retry_pause(0, {"retry-after": "7"}) == 7.0
    assert retry_pause(0, {"x-ratelimit-reset-requests": "250ms"}) == 0.25


def test_no_more_run_at_once_than_the_limit_and_all_of_it_is_used() -> None:
    with ScriptedEndpoint(delay=0.05) as server:

        async def run() -> None:
            client = ChatModel(Endpoint("ok", server.base_url, timeout=5.0), AdaptiveLimit(5))
            await asyncio.gather(*(client.answer(ASK) for _ in range(20)))
            await client.close()

        asyncio.run(run())
        assert server.highest == 5
        assert len(server.requests) == 20


def test_headers_that_say_nothing_is_left_are_obeyed() -> None:
    with ScriptedEndpoint() as server:
        server.headers = "x-ratelimit-remaining-requests: 0\r\nx-ratelimit-reset-requests: 400ms\r\n"

        async def run() -> None:
            client = ChatModel(Endpoint("ok", server.base_url, timeout=5.0), AdaptiveLimit(5))
            await client.answer(ASK)
            server.headers = "x-ratelimit-remaining-requests: 7\r\nx-ratelimit-reset-requests: 9s\r\n"
            await client.answer(ASK)
            await client.answer(ASK)
            await client.close()

        asyncio.run(run())
        assert server.times[1] - server.times[0] > 0.35
        assert server.times[2] - server.times[1] < 0.3


def test_models_are_listed() -> None:
    with ScriptedEndpoint() as server:
        assert asyncio.run(list_models(Endpoint("", server.base_url))) == ["scripted"]
