"""The light client against the same faults as the full one: the same answers, the same one line, nothing of the key."""

import asyncio

import pytest

from assistant.engines.endpoint import Answer, Endpoint, Message
from assistant.engines.light_client import LightClient, is_direct
from assistant.engines.limits import AdaptiveLimit
from assistant.errors import EndpointError
from assistant.evaluation.pacing import PacedLimit
from tests.scripted_endpoint import ScriptedEndpoint


def ask(server: ScriptedEndpoint, model: str, times: int = 1, **options: object) -> list[Answer]:
    settings: dict[str, object] = {"timeout": 2.0, "retries": 1, "api_key": "sk-secret-5", "base_url": server.base_url} | options

    async def run() -> list[Answer]:
        client = LightClient(Endpoint(model, **settings), AdaptiveLimit(5))  # type: ignore[arg-type]
        try:
            return await asyncio.gather(*(client.answer([Message("user", "写一段")], seed=3) for _ in range(times)))
        finally:
            await client.close()

    return asyncio.run(run())


@pytest.mark.parametrize("model", ["ok", "think", "reasoning"])
def test_the_text_comes_without_thoughts_and_with_its_cost(model: str) -> None:
    with ScriptedEndpoint() as server:
        (answer,) = ask(server, model)
        assert server.requests[0]["seed"] == 3
    assert answer.text == "全年完成各项任务，工作平稳推进。"
    assert answer.finish == "stop"
    assert answer.completion_tokens > 0
    assert 0 < answer.first_text <= answer.seconds


@pytest.mark.parametrize("model", ["429x1", "500x1", "cutx1", "emptyx1", "no-finishx1", "malformedx1", "htmlx1"])
def test_a_fault_that_passes_is_retried(model: str) -> None:
    with ScriptedEndpoint() as server:
        (answer,) = ask(server, model)
        assert len(server.requests) == 2
    assert (answer.text, answer.tries) == ("全年完成各项任务，工作平稳推进。", 2)


@pytest.mark.parametrize(
    ("model", "says", "requests"),
    [
        ("429", "429", 2), ("429-long", "600 秒", 1), ("500", "500", 2), ("html", "502", 2), ("401", "OPENAI_API_KEY", 1),
        ("404", "BIGANZI_MODEL", 1), ("context", "装不下", 1), ("cut", "断开", 2), ("no-finish", "断开", 2), ("empty", "没有给出", 2),
        ("malformed", "读懂", 2), ("stall", "没有回应", 2),
    ],
)
def test_a_fault_that_stays_is_one_line_without_the_key(model: str, says: str, requests: int) -> None:
    with ScriptedEndpoint() as server:
        with pytest.raises(EndpointError, match=says) as caught:
            ask(server, model, timeout=0.4)
        assert len(server.requests) == requests
    assert "sk-secret-5" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_ends_are_told_apart() -> None:
    with ScriptedEndpoint() as server:
        assert ask(server, "length")[0].finish == "length"
        assert ask(server, "loop")[0].finish == "loop"


def test_many_at_once_keep_to_the_limit_and_share_connections() -> None:
    with ScriptedEndpoint(delay=0.02) as server:
        assert len(ask(server, "ok", 40)) == 40
        assert server.highest == 5


def test_nobody_there_is_one_line() -> None:
    with ScriptedEndpoint() as server, pytest.raises(EndpointError, match="连不上"):
        ask(server, "ok", base_url="http://127.0.0.1:9/v1")


def test_behind_a_proxy_the_full_client_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    far = Endpoint("m", "https://models.example/v1")
    assert is_direct(far)
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:8888")
    assert not is_direct(far)
    assert is_direct(Endpoint("m", "https://models.example/v1", trust_env=False))
    assert is_direct(Endpoint("m", "http://127.0.0.1:8080/v1"))


def test_where_more_at_once_only_makes_each_slower_it_goes_back() -> None:
    limit = PacedLimit(32)
    for _ in range(200):
        limit.began(0.2)
        limit.answered()
    assert limit.room == 32
    # a server of one seat: what is sent at once stands in line
    for _ in range(400):
        limit.began(0.2 * limit.room)
        limit.answered()
    crowded = limit.room
    assert 2 <= crowded <= 8
    for _ in range(400):
        limit.began(0.2)
        limit.answered()
    assert limit.room == 32


def test_even_latency_never_slows_it_down() -> None:
    with ScriptedEndpoint(delay=0.05) as server:
        async def run() -> PacedLimit:
            limit = PacedLimit(20)
            client = LightClient(Endpoint("ok", server.base_url), limit)
            await asyncio.gather(*(client.answer([Message("user", "写一段")]) for _ in range(120)))
            await client.close()
            return limit

        assert asyncio.run(run()).room == 20
        assert server.highest == 20
