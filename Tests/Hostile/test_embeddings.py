"""Requests for embeddings that mean no good: none of them is a reason to stop serving, or to ask a provider."""

import json

import pytest

from harness.gateway import Gateway, document

GOOD = {"model": "openai/sim-embed-8d", "input": "a", "encoding_format": "float"}


@pytest.fixture(scope="module")
def server(simulator, directory):
    configuration = document(simulator, max_body="2MiB")
    configuration["providers"]["cohere"] = {"type": "cohere", "api_key": "sk-test", "base_url": simulator.url}
    with Gateway(directory, configuration, name="hostile-embeddings") as gateway:
        yield gateway


def still_serves(server):
    status, _, answer = server.post("/v1/embeddings", GOOD)
    assert status == 200 and len(answer["data"][0]["embedding"]) == 8


DEEP = b"[" * 5000 + b"1" + b"]" * 5000
BODIES = {
    "nothing": b"",
    "no json": b"input=a",
    "not an object": b"[]",
    "null": b"null",
    "cut off": b'{"model":"openai/m","input":["a"',
    "no model": b'{"input":"a"}',
    "empty model": b'{"model":"","input":"a"}',
    "model twice": b'{"model":"openai/m","input":"a","model":"claude/m"}',
    "input twice": b'{"model":"openai/m","input":"a","input":"b"}',
    "deep": b'{"model":"openai/m","input":' + DEEP + b"}",
    "broken text": b'{"model":"gemini/m","input":"\xff\xfe"}',
    "no number": b'{"model":"gemini/m","input":["a",1e999]}',
    "huge number": b'{"model":"openai/m","input":[' + b"9" * 5000 + b"]}",
    "tiny number": b'{"model":"openai/m","input":[1e-5]}',
    "huge dimensions": b'{"model":"openai/m","input":"a","dimensions":99999999999999999999}',
    "an object": b'{"model":"openai/m","input":{"a":[1]}}',
    "many inputs": json.dumps({"model": "cohere/m", "input": ["a"] * 5000}).encode(),
    "mixed": json.dumps({"model": "cohere/m", "input": ["a"] * 2000 + [[1]]}).encode(),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_makes_no_sense_is_refused(server, simulator, name):
    simulator.forget()
    status, _, answer = server.post("/v1/embeddings", BODIES[name])
    assert status == 400, answer
    assert answer["error"]["message"] and answer["error"]["code"] == "invalid_request"
    assert simulator.requests() == []
    still_serves(server)


def test_a_body_over_the_bound_is_refused(server):
    status, _, answer = server.post("/v1/embeddings", {**GOOD, "input": "x" * (3 << 20)})
    assert status == 413 and answer["error"]["code"] == "body_too_large"
    still_serves(server)


@pytest.mark.parametrize("provider", ["openai", "gemini", "cohere"])
def test_as_much_as_may_be_asked(server, provider):
    texts = [f"text {index} " + "x" * 200 for index in range(2048)]
    document = {"model": f"{provider}/sim-embed-8d", "input": texts}
    status, _, answer = server.post("/v1/embeddings", document, timeout=60)
    assert status == 200 and [entry["index"] for entry in answer["data"]] == list(range(2048))


@pytest.mark.parametrize("fault", ["gzip-bomb-64", "huge-answer-64", "slow-drip", "reset", "redirect-307"])
@pytest.mark.parametrize("provider", ["openai", "gemini", "cohere"])
def test_providers_that_mean_no_good(server, provider, fault):
    headers = {"x-kanmon-attempts": "1", "x-kanmon-timeout": "3s"}
    document = {"model": f"{provider}/fault-{fault}", "input": "a", "dimensions": 8}
    status, _, answer = server.post("/v1/embeddings", document, headers, timeout=30)
    assert status in (200, 502, 503, 504), answer
    if status == 200:
        assert len(answer["data"]) == 1
    still_serves(server)
