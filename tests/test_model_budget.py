"""Token counts without a download, what stays behind when there is no room, and LangChain's interfaces over our client."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from assistant.engines import budget
from assistant.engines.budget import Piece, TokenCount, estimate, fit
from assistant.engines.endpoint import Endpoint
from assistant.errors import EndpointError
from assistant.prompts import load_prompt
from tests.note_sets import BULLETS
from tests.scripted_endpoint import ScriptedEndpoint


def test_counting_downloads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for model in ("gpt-4o", "gpt-3.5-turbo", "qwen-plus", "deepseek-chat", ""):
        assert TokenCount(model).count(BULLETS) > 0.8 * len(BULLETS)


def test_a_vocabulary_that_lies_there_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import base64

    import tiktoken

    # a vocabulary of single bytes, in the place and form in which tiktoken keeps the fetched one
    lines = b"\n".join(base64.b64encode(bytes([at])) + b" " + str(at).encode() for at in range(256))
    (tmp_path / budget._VOCABULARIES["o200k_base"]).write_bytes(lines)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    made = tiktoken.Encoding("bytes", pat_str=r"[\s\S]", mergeable_ranks={bytes([at]): at for at in range(256)}, special_tokens={})
    monkeypatch.setattr(tiktoken, "get_encoding", lambda name: made)
    budget._vocabulary.cache_clear()
    try:
        assert TokenCount("gpt-4o").count("产值abc") == len("产值abc".encode())
        assert TokenCount("qwen-plus").count("产值abc") != len("产值abc".encode())
    finally:
        budget._vocabulary.cache_clear()


def test_the_estimate_is_near_what_was_measured_and_learns_from_usage() -> None:
    han = "规模以上工业总产值同比增长" * 50
    assert 0.75 * len(han) < estimate(han) < 0.85 * len(han)
    count = TokenCount("some-model")
    before = count.count(han)
    for _ in range(8):
        count.learn(han, int(1.4 * len(han)))
    assert 1.35 * len(han) < count.count(han) < 1.65 * len(han)
    assert count.count(han) != before
    count.learn(han, 0)
    count.learn("短", 10_000)
    assert count.count(han) < 1.65 * len(han)


def test_what_does_not_fit_is_left_out_least_needed_first() -> None:
    pieces = [Piece("素材", "a" * 50, 0), Piece("往年", "b" * 40, 60), Piece("去年", "c" * 30, 50)]
    kept, left = fit(pieces, 85, len)
    assert [one.name for one in kept] == ["素材", "去年"]
    assert left == ["往年"]
    kept, left = fit(pieces, 10, len)
    assert [one.name for one in kept] == ["素材"], "facts never go"
    assert left == ["往年", "去年"]


def test_langchain_sees_a_chat_model() -> None:
    from langchain_core.output_parsers import StrOutputParser

    from assistant.engines.langchain_model import EndpointChat

    prompt = load_prompt("condense_question").as_langchain()
    with ScriptedEndpoint(lambda request: request["messages"][1]["content"][-6:], piece=2) as server:
        model = EndpointChat(endpoint=Endpoint("m", server.base_url, "sk-secret-123", timeout=5.0))
        chain = prompt | model | StrOutputParser()
        asked = {"history": "2024年产值", "question": "那税收呢？"}
        assert chain.invoke(asked) == "问：那税收呢？"[-6:]
        assert "".join(chain.stream(asked)) == "问：那税收呢？"[-6:]
        assert asyncio.run(chain.ainvoke(asked)) == "问：那税收呢？"[-6:]
        message = (prompt | model).invoke(asked)
        assert message.usage_metadata["total_tokens"] > 0
        assert server.requests[0]["messages"][0]["role"] == "system"
    assert "sk-secret" not in repr(model)
    with ScriptedEndpoint() as server, pytest.raises(EndpointError, match="OPENAI_API_KEY"):
        EndpointChat(endpoint=Endpoint("401", server.base_url, "k")).invoke("你好")


def test_the_prompt_hash_is_that_of_the_file() -> None:
    prompt = load_prompt("proofread")
    assert prompt.hash == hashlib.sha256(prompt.path.read_bytes()).hexdigest()[:12]
    assert prompt.version == "v2"
